//! The last pass: every block, item, row and passage gets its number in reading order, and every
//! passage its typography.

use super::findings::Findings;
use super::smarten::smarten;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Caption, Inline, NodeId, Note, Passage, Table};
use crate::language::Language;
use crate::source::Span;

/// A thing of the tree that has a number, in reading order.
pub(super) enum Step<'a> {
    /// A block; what follows until [`Step::End`] is in it.
    Block(&'a mut NodeId, Option<&'a Language>),
    /// The block ends.
    End,
    /// An item or row.
    Node(&'a mut NodeId),
    /// A passage of a block at the place.
    Passage(&'a mut Passage, Span),
}

/// Visits `blocks` in reading order.
pub(super) fn walk(blocks: &mut [Block], visit: &mut dyn FnMut(Step)) {
    for block in blocks {
        visit(Step::Block(&mut block.node, block.attributes.language.as_ref()));
        walk_content(&mut block.kind, block.span, visit);
        visit(Step::End);
    }
}

fn walk_content(kind: &mut BlockKind, place: Span, visit: &mut dyn FnMut(Step)) {
    match kind {
        BlockKind::Paragraph(text) | BlockKind::Heading { title: text, .. } | BlockKind::Code { text, .. } => {
            visit(Step::Passage(text, place));
        }
        BlockKind::Quote { blocks, .. } => walk(blocks, visit),
        BlockKind::List { items, .. } => {
            for item in items {
                visit(Step::Node(&mut item.node));
                walk(&mut item.blocks, visit);
            }
        }
        BlockKind::Definitions(items) => {
            for item in items {
                item.terms.iter_mut().for_each(|term| visit(Step::Passage(term, place)));
                item.definitions.iter_mut().for_each(|blocks| walk(blocks, visit));
            }
        }
        BlockKind::Drawing { data, caption, .. } => {
            visit(Step::Passage(data, place));
            walk_caption(caption, place, visit);
        }
        BlockKind::Table(table) => walk_table(table, place, visit),
        BlockKind::Figure { caption, .. } => walk_caption(caption, place, visit),
        BlockKind::ThematicBreak => {}
    }
}

fn walk_caption(caption: &mut Option<Caption>, place: Span, visit: &mut dyn FnMut(Step)) {
    if let Some(caption) = caption {
        visit(Step::Passage(&mut caption.text, place));
    }
}

fn walk_table(table: &mut Table, place: Span, visit: &mut dyn FnMut(Step)) {
    walk_caption(&mut table.caption, place, visit);
    for row in std::iter::once(&mut table.head).chain(&mut table.rows) {
        visit(Step::Node(&mut row.node));
        row.cells.iter_mut().for_each(|cell| visit(Step::Passage(cell, place)));
    }
}

/// Numbers and settles a chapter; the count of its nodes comes back.
pub(super) fn settle(blocks: &mut [Block], notes: &mut [Note], language: &Language, findings: &mut Findings) -> u32 {
    let mut settler = Settler { next: 0, languages: vec![language.clone()], findings };
    walk(blocks, &mut |step| settler.step(step));
    for note in notes {
        settler.number(&mut note.node);
        walk(&mut note.blocks, &mut |step| settler.step(step));
    }
    settler.next
}

struct Settler<'a> {
    next: u32,
    /// The languages of the blocks that are open.
    languages: Vec<Language>,
    findings: &'a mut Findings,
}

impl Settler<'_> {
    fn number(&mut self, node: &mut NodeId) {
        *node = NodeId(self.next);
        self.next += 1;
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Block(node, language) => {
                self.number(node);
                let language = language.or(self.languages.last()).cloned();
                self.languages.extend(language);
            }
            Step::End => drop(self.languages.pop()),
            Step::Node(node) => self.number(node),
            Step::Passage(passage, place) => self.passage(passage, place),
        }
    }

    fn passage(&mut self, passage: &mut Passage, place: Span) {
        self.number(&mut passage.node);
        let Some(language) = self.languages.last() else { return };
        if smarten(&mut passage.inlines, language) {
            let fault = Diagnostic::warning(Code::UnbalancedBidi, "bidirectional controls are not balanced here");
            let hint = "they end with the paragraph; use `<span dir=\"rtl\">` or `<bdi>` in their place";
            self.findings.push(fault.at(place).hint(hint));
        }
        drop_empty(&mut passage.inlines);
    }
}

fn drop_empty(inlines: &mut Vec<Inline>) {
    inlines.retain(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty()));
}
