//! Notes → lines for the foot of a page.

use super::chapter::Typesetter;
use super::code::code_lines;
use super::flow::Flow;
use super::list::label;
use super::paragraph::superior;
use super::{Line, NoteSetting};
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Note, Passage};
use crate::geometry::Length;
use crate::language::Direction;
use crate::shaping::{PlacedRun, RunKind};
use crate::style::{BlockStyle, Role, TextStyle};

/// The lines of `note`: its number, then its blocks one below the other.
pub(super) fn set<'a>(typesetter: &mut Typesetter<'a>, note: &'a Note, flow: &Flow) -> NoteSetting {
    let style = *typesetter.context.style.get(Role::Note);
    let flow = Flow { role: Role::Note, ..flow.clone() };
    let mut lines = Vec::new();
    blocks(typesetter, &note.blocks, &style, &flow, &mut lines);
    number(typesetter, note, style.text, &flow, &mut lines);
    NoteSetting { lines, leading: style.leading }
}

fn blocks<'a>(
    typesetter: &mut Typesetter<'a>,
    blocks: &'a [Block],
    style: &BlockStyle,
    flow: &Flow,
    lines: &mut Vec<(Length, Line)>,
) {
    for block in blocks {
        self::block(typesetter, block, style, flow, lines);
    }
}

fn block<'a>(
    typesetter: &mut Typesetter<'a>,
    block: &'a Block,
    style: &BlockStyle,
    flow: &Flow,
    lines: &mut Vec<(Length, Line)>,
) {
    let inner = flow.indented(style.text.size * 3 / 2);
    match &block.kind {
        BlockKind::Paragraph(passage) | BlockKind::Heading { title: passage, .. } => {
            self::passage(typesetter, passage, style, flow, lines);
        }
        BlockKind::Quote { blocks, .. } => self::blocks(typesetter, blocks, style, &inner, lines),
        BlockKind::List { start, items, .. } => {
            for (item, number) in items.iter().zip(0..) {
                let label = label(start.map(|start| start.saturating_add(number)), item.checked, 0);
                let first = lines.len();
                self::blocks(typesetter, &item.blocks, style, &inner, lines);
                labelled(typesetter, &label, style, &inner, &mut lines[first..]);
            }
        }
        BlockKind::Definitions(items) => {
            for item in items {
                item.terms.iter().for_each(|term| self::passage(typesetter, term, style, flow, lines));
                item.definitions.iter().for_each(|blocks| self::blocks(typesetter, blocks, style, &inner, lines));
            }
        }
        BlockKind::Code { text, .. } | BlockKind::Drawing { data: text, .. } => {
            if matches!(block.kind, BlockKind::Drawing { .. }) {
                let fault = Diagnostic::warning(Code::DrawingAsSource, "a note cannot hold a chart or map");
                typesetter
                    .diagnostics
                    .push(fault.at(block.span).hint("its data is set as code; move it into the text"));
            }
            let code = typesetter.context.style.get(Role::Code).text;
            let code = TextStyle { size: code.size.scale(85, 100), ..code };
            let content = text.text();
            let shaper = typesetter.context.shaper;
            let set = code_lines(shaper, &content, text.node, code, &flow.language, flow.width());
            lines.extend(set.into_iter().map(|line| (flow.left, line)));
        }
        BlockKind::Table(table) => {
            let caption = table.caption.iter().map(|caption| &caption.text);
            let cells = std::iter::once(&table.head).chain(&table.rows).flat_map(|row| &row.cells);
            for passage in caption.chain(cells).filter(|passage| !passage.is_empty()) {
                self::passage(typesetter, passage, style, &inner, lines);
            }
        }
        BlockKind::Figure { caption, .. } => {
            if let Some(caption) = caption {
                self::passage(typesetter, &caption.text, style, &inner, lines);
            }
        }
        BlockKind::ThematicBreak => {}
    }
}

/// Hangs `label` before the first of `lines`.
fn labelled(typesetter: &Typesetter<'_>, label: &str, style: &BlockStyle, flow: &Flow, lines: &mut [(Length, Line)]) {
    let Some((_, line)) = lines.first_mut() else { return };
    let (runs, width) = typesetter.generated(label, style.text, &flow.language);
    let x = match flow.direction {
        Direction::LeftToRight => -(width + style.text.size / 3),
        Direction::RightToLeft => flow.width() + style.text.size / 3,
    };
    line.runs.first_mut().into_iter().for_each(|run| run.space_before = true);
    line.runs.splice(0..0, runs.into_iter().map(|run| PlacedRun { x: run.x + x, ..run }));
}

fn passage<'a>(
    typesetter: &mut Typesetter<'a>,
    passage: &'a Passage,
    style: &BlockStyle,
    flow: &Flow,
    lines: &mut Vec<(Length, Line)>,
) {
    // The first line of a note leaves room for its number.
    let indent = if lines.is_empty() { style.text.size * 5 / 4 } else { Length::ZERO };
    lines.extend(typesetter.lines(passage, "", style, flow, indent).into_iter().map(|line| (flow.left, line)));
}

/// Where the number of a note of `size` ends before its first `line`: an eighth of an em before the text, which
/// starts further out where its first character hangs, as a quotation mark does.
fn number_end(line: &Line, size: Length, direction: Direction) -> Length {
    let usual = size * 9 / 8;
    match (direction, line.runs.first()) {
        (Direction::LeftToRight, Some(first)) => usual.min(first.x - size / 8),
        _ => usual,
    }
}

/// Puts the number of `note` before its first line.
fn number(typesetter: &Typesetter<'_>, note: &Note, style: TextStyle, flow: &Flow, lines: &mut Vec<(Length, Line)>) {
    let mark = note.number.to_string();
    let (figures, rise) = superior(&mark, style, &flow.language, typesetter.context.shaper);
    let (runs, width) = typesetter.generated(&mark, figures, &flow.language);
    if lines.is_empty() {
        let line = Line { node: note.node, ..Line::made(Vec::new(), Length::ZERO) };
        lines.push((flow.left, line));
    }
    let (_, line) = &mut lines[0];
    let end = number_end(line, style.size, flow.direction);
    let shift = (end - width).max(Length::ZERO);
    let index = note.number.saturating_sub(1);
    let runs = runs.into_iter().map(|run| PlacedRun { x: run.x + shift, rise, kind: RunKind::NoteMark(index), ..run });
    line.runs.splice(0..0, runs);
    if let Some(first) = line.runs.get_mut(1) {
        first.space_before = true;
    }
}
