//! Tables: widths from content, numbers on their decimal sign, a head that is repeated with the word
//! "continued", rows of whole grid lines, three rules.
//!
//! Notes whose marks stand in cells or captions are notes of the page, since a row and its notes stay
//! together; a repeated head has no marks.

mod columns;
mod decimal;
mod facts;
mod lower;
mod turned;

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{Artifact, BlockSetting, ItemContent, ItemRole, PageItem, Strip, StripContent};
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, CaptionNumber, ColumnAlignment, Passage, Table, TableRow};
use crate::geometry::{Length, Point, Size};
use crate::shaping::RunKind;
use crate::style::{Alignment, BlockStyle, Ink, Role};
use columns::{Column, Columns};

/// Rules above the head and below the last row.
const OUTER_RULE: Length = Length::millipt(750);
/// The rule below the head.
const INNER_RULE: Length = Length::millipt(400);
/// How far a rule stands below the line of the grid, so that it is midway between descenders and
/// capitals.
const RULE_DROP: Length = Length::millipt(700);

/// A table in pieces: what is repeated over its pages, and its rows.
struct Pieces {
    head: BlockSetting,
    continued: BlockSetting,
    rows: Vec<BlockSetting>,
    foot: BlockSetting,
}

/// What the caption of a table starts with: "Table" and its number.
type Label = Option<(&'static str, CaptionNumber)>;

/// Sets `table`, the content of `block`, with its caption: turned, where it is too wide to stand upright.
pub(super) fn set<'a>(typesetter: &mut Typesetter<'a>, block: &'a Block, table: &'a Table, flow: &Flow) {
    let label = typesetter.number(block.node).map(|number| (typesetter.words().table, number));
    if let Some(content) = fact_box(typesetter, block, table, flow) {
        return upright(typesetter, block, table, label, content, flow);
    }
    let columns = columns::columns(typesetter, table, flow);
    // What stands in a box stays in it.
    if columns.too_wide && flow.role != Role::BoxText {
        let frame = turned::frame(typesetter, flow);
        let columns = columns::columns(typesetter, table, &frame);
        warn(typesetter, block, &columns);
        return turned::set(typesetter, block, table, label, &columns, &frame);
    }
    warn(typesetter, block, &columns);
    let tallest = typesetter.context.style.page.lines.saturating_sub(4).max(1);
    let Pieces { head, continued, rows, foot } = pieces(typesetter, table, label, &columns, tallest, flow);
    upright(typesetter, block, table, label, StripContent::Table { head, continued, rows, foot }, flow);
}

/// Adds the caption of `table` and `content` below it.
fn upright<'a>(
    typesetter: &mut Typesetter<'a>,
    block: &'a Block,
    table: &'a Table,
    label: Label,
    content: StripContent,
    flow: &Flow,
) {
    typesetter.caption(table.caption.as_ref(), label, flow, true);
    let strip = typesetter.strip(block.node, content);
    typesetter.push(Strip { above: u32::from(label.is_none()), below: 1, ..strip });
}

/// Says that words of the table of `block` had to be cut.
fn warn(typesetter: &mut Typesetter<'_>, block: &Block, columns: &Columns) {
    if columns.too_wide {
        let fault = Diagnostic::warning(
            Code::WideTable,
            "the table is wider than the page: its words were cut between letters",
        );
        let hint = "shorten its longest words or split the table";
        typesetter.diagnostics.push(fault.at(block.span).hint(hint));
    }
}

/// `table` as a fact box, if that is its class and it fits on a page.
fn fact_box<'a>(typesetter: &mut Typesetter<'a>, block: &Block, table: &'a Table, flow: &Flow) -> Option<StripContent> {
    if !block.attributes.has_class("factbox") || table.columns.len() != 2 {
        return None;
    }
    let tallest = typesetter.context.style.page.lines.saturating_sub(6);
    let fact_box = facts::set(typesetter, table, flow);
    (fact_box.height <= tallest).then_some(StripContent::Block(fact_box))
}

/// The pieces of `table`, whose rows are at most `tallest` grid lines high.
fn pieces<'a>(
    typesetter: &mut Typesetter<'a>,
    table: &'a Table,
    label: Label,
    set: &Columns,
    tallest: u32,
    flow: &Flow,
) -> Pieces {
    let mut head = row(typesetter, table, &table.head, &set.columns, &set.head, flow);
    if table.head.cells.iter().all(Passage::is_empty) {
        head.height = 0;
    }
    rule(typesetter, &mut head, 0, OUTER_RULE, flow);
    if head.height > 0 {
        let height = head.height;
        rule(typesetter, &mut head, height, INNER_RULE, flow);
    }
    let mut rows = Vec::with_capacity(table.rows.len());
    for content in &table.rows {
        let set = row(typesetter, table, content, &set.columns, &set.cell, flow);
        split(set, tallest, typesetter.grid(), &mut rows);
    }
    let mut foot = BlockSetting::default();
    rule(typesetter, &mut foot, 0, OUTER_RULE, flow);
    let continued = continued(typesetter, &head, label, flow);
    Pieces { head, continued, rows, foot }
}

/// What stands over the table on its further pages: its label with the word "continued", and its head
/// without the marks of notes, which stand on the first page.
fn continued(typesetter: &Typesetter<'_>, head: &BlockSetting, label: Label, flow: &Flow) -> BlockSetting {
    let mut block = BlockSetting { height: head.height, ..BlockSetting::default() };
    let grid = typesetter.grid();
    let lead = match label {
        Some((word, number)) => {
            let style = typesetter.context.style.get(Role::Caption).text;
            let text = format!("{word}\u{A0}{number} ({})", typesetter.words().continued);
            let line = typesetter.made_line(&text, style, &flow.language);
            let origin = Point::new(flow.left, typesetter.context.style.page.baseline());
            let role = ItemRole::Artifact(Artifact::Repeated);
            block.items.push(PageItem { origin, content: ItemContent::Line(line), role });
            block.height += 1;
            grid
        }
        None => Length::ZERO,
    };
    for item in &head.items {
        let mut item = item.clone();
        item.origin.y += lead;
        if let ItemContent::Line(line) = &mut item.content {
            line.runs.retain(|run| !matches!(run.kind, RunKind::NoteMark(_)));
            line.notes.clear();
            line.links.clear();
            item.role = ItemRole::Artifact(Artifact::Repeated);
        }
        block.items.push(item);
    }
    block
}

fn row<'a>(
    typesetter: &mut Typesetter<'a>,
    table: &Table,
    row: &'a TableRow,
    columns: &[Column],
    style: &BlockStyle,
    flow: &Flow,
) -> BlockSetting {
    let mut block = BlockSetting { height: 1, ..BlockSetting::default() };
    let is_head = std::ptr::eq(row, &table.head);
    for ((cell, column), alignment) in row.cells.iter().zip(columns).zip(&table.columns) {
        let alignment = match alignment {
            ColumnAlignment::Start => Alignment::Start,
            ColumnAlignment::Centre => Alignment::Centre,
            ColumnAlignment::End => Alignment::End,
        };
        let style = BlockStyle { alignment, ..*style };
        let right = flow.measure - column.x - column.width;
        let flow = Flow { left: column.x, right, ..flow.clone() };
        if cell.is_empty() {
            continue;
        }
        let flow = typesetter.without_lone_word(cell, &style, &flow);
        let lines = typesetter.lines(cell, "", &style, &flow, Length::ZERO);
        block.height = block.height.max(lines.len() as u32);
        // A number stands so far from the edge that its units are below those of the others.
        let tail = column.tail.filter(|_| lines.len() == 1 && !is_head);
        let shift = tail.and_then(|tail| Some(tail - columns::halves(typesetter, cell, &style, &flow)?.1));
        let x = flow.left - shift.unwrap_or(Length::ZERO);
        typesetter.stack(&mut block, lines, &style, Point::new(x, Length::ZERO));
    }
    block
}

/// A rule across the table below `line` grid lines of `block`.
fn rule(typesetter: &Typesetter<'_>, block: &mut BlockSetting, line: u32, thickness: Length, flow: &Flow) {
    let y = typesetter.grid() * i64::from(line) + RULE_DROP;
    block.items.push(PageItem {
        origin: Point::new(flow.left, y),
        content: ItemContent::Fill { size: Size::new(flow.width(), thickness), ink: Ink::BLACK },
        role: ItemRole::Artifact(Artifact::Rule),
    });
}

/// Cuts a row that is higher than a page between its lines.
fn split(row: BlockSetting, tallest: u32, grid: Length, rows: &mut Vec<BlockSetting>) {
    if row.height <= tallest {
        rows.push(row);
        return;
    }
    let count = row.height.div_ceil(tallest);
    let mut pieces: Vec<BlockSetting> = (0..count)
        .map(|piece| BlockSetting { height: tallest.min(row.height - piece * tallest), ..BlockSetting::default() })
        .collect();
    for mut item in row.items {
        let line = (item.origin.y.get() / grid.get()).max(0) as u32;
        let piece = (line / tallest).min(count - 1);
        item.origin.y -= grid * i64::from(piece * tallest);
        if let ItemContent::Line(line) = &item.content {
            pieces[piece as usize].notes.extend(&line.notes);
        }
        pieces[piece as usize].items.push(item);
    }
    rows.extend(pieces);
}
