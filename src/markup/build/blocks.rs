//! Containers and their blocks: opened, filled, closed.

use super::super::notes::WrittenNote;
use super::super::raw::RawHtml;
use super::super::{DEPTH, captions, nfc, passage};
use super::table::OpenTable;
use super::{Builder, trimmed_end, unnumbered};
use crate::document::{
    Attributes, Block, BlockKind, DefinitionItem, DrawingKind, HandMarks, Inline, ListItem, NodeId, Passage, QuoteKind,
    with_source,
};
use pulldown_cmark::BlockQuoteKind;
use std::ops::Range;

/// A container that is open.
pub(super) struct OpenBlock {
    pub(super) container: Container,
    start: usize,
    pub(super) blocks: Vec<Block>,
    /// Marks made by hand that wait for a block, and where they stand.
    pub(super) marks: Option<(HandMarks, Range<usize>)>,
}

/// What holds blocks.
pub(super) enum Container {
    Root,
    Quote(QuoteKind),
    List { start: Option<u64>, tight: bool, items: Vec<ListItem> },
    Item { checked: Option<bool> },
    Definitions(Vec<DefinitionItem>),
    Definition,
    Note(String),
    Table(OpenTable),
}

/// Text that is not read as Markdown.
pub(super) enum Verbatim {
    /// Code with the place of each of its pieces: marks of quotations and lists stand between them.
    Code {
        info: String,
        pieces: Vec<(String, Range<usize>)>,
    },
    Html(RawHtml),
}

impl OpenBlock {
    /// A container without blocks yet.
    pub(super) fn new(container: Container, start: usize) -> Self {
        Self { container, start, blocks: Vec::new(), marks: None }
    }
}

impl Builder<'_> {
    pub(super) fn task(&mut self, done: bool) {
        let items = self.open.iter_mut().rev().map(|open| &mut open.container);
        for container in items {
            if let Container::Item { checked } = container {
                *checked = Some(done);
                return;
            }
        }
    }

    /// Adds a block to the innermost container, with the marks that wait for it.
    pub(super) fn block(&mut self, mut kind: BlockKind, mut attributes: Attributes, range: Range<usize>) {
        let span = self.findings.span(range);
        self.give_anchors(&mut kind, &mut attributes, span);
        let Some(open) = self.open.last_mut() else { return };
        let marks = open.marks.take().map(|(marks, _)| marks).unwrap_or_default();
        open.blocks.push(Block { node: NodeId::default(), attributes, marks, span, kind });
    }

    /// A list with a paragraph that the parser announces stands with space between its items.
    pub(super) fn loosen(&mut self) {
        let [.., list, item] = self.open.as_mut_slice() else { return };
        if let (Container::List { tight, .. }, Container::Item { .. }) = (&mut list.container, &item.container) {
            *tight = false;
        }
    }

    pub(super) fn open_container(&mut self, container: Container, start: usize) {
        let belongs = matches!(container, Container::Item { .. } | Container::Definition | Container::Table(_));
        if self.skipped > 0 || (self.open.len() > DEPTH && !belongs) {
            self.skipped += 1;
            let fault = passage::too_deep("blocks").at(self.findings.span(start..start));
            return self.findings.once("blocks", fault);
        }
        self.open.push(OpenBlock::new(container, start));
    }

    pub(super) fn close_container(&mut self, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if self.open.len() < 2 {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        self.end_anchors();
        let range = open.start..trimmed_end(self.around.text, open.start, end);
        self.stray_marks(open.marks);
        let blocks = captions::attach(open.blocks, self.around.text, self.findings);
        match open.container {
            Container::Quote(kind) => {
                let (kind, blocks) = headed(kind, blocks);
                self.block(BlockKind::Quote { kind, blocks }, Attributes::default(), range);
            }
            Container::List { start, tight, items } => {
                self.block(BlockKind::List { start, tight, items }, Attributes::default(), range);
            }
            Container::Definitions(items) => self.block(BlockKind::Definitions(items), Attributes::default(), range),
            Container::Item { checked } => {
                let item = ListItem { node: NodeId::default(), checked, blocks };
                if let Some(Container::List { items, .. }) = self.open.last_mut().map(|open| &mut open.container) {
                    items.push(item);
                }
            }
            Container::Definition => self.definition(blocks),
            Container::Note(label) => {
                let key = self.labels.number(&label);
                let span = self.findings.span(range);
                self.notes.push(WrittenNote { key, label: nfc(&label), blocks, span });
            }
            Container::Table(table) => self.table(table, range),
            Container::Root => {}
        }
    }

    fn definition(&mut self, blocks: Vec<Block>) {
        let Some(Container::Definitions(items)) = self.open.last_mut().map(|open| &mut open.container) else { return };
        match items.last_mut() {
            Some(item) => item.definitions.push(blocks),
            None => items.push(DefinitionItem { terms: Vec::new(), definitions: vec![blocks] }),
        }
    }

    pub(super) fn close_verbatim(&mut self, range: Range<usize>) {
        match self.verbatim.take() {
            Some(Verbatim::Code { info, pieces }) => {
                let pieces = if drawing_kind(&info).is_some() { pieces } else { joined(pieces) };
                let inlines = pieces
                    .into_iter()
                    .map(|(text, range)| Inline::Code { text: nfc(&text), span: self.findings.span(range) });
                let kind = code_or_drawing(info, unnumbered(inlines.collect()));
                let range = range.start..trimmed_end(self.around.text, range.start, range.end);
                self.block(kind, Attributes::default(), range);
            }
            Some(Verbatim::Html(html)) => self.raw_html(&html, range),
            None => {}
        }
    }
}

fn code_or_drawing(info: String, text: Passage) -> BlockKind {
    match drawing_kind(&info) {
        Some(kind) => BlockKind::Drawing { kind, data: text, caption: None },
        None => BlockKind::Code { info, text },
    }
}

fn drawing_kind(info: &str) -> Option<DrawingKind> {
    match info {
        "chart" => Some(DrawingKind::Chart),
        "map" => Some(DrawingKind::Map),
        _ => None,
    }
}

/// The pieces of some code as one: its place is that of its lines, not of its fence.
fn joined(pieces: Vec<(String, Range<usize>)>) -> Vec<(String, Range<usize>)> {
    let (Some((_, first)), Some((_, last))) = (pieces.first(), pieces.last()) else { return pieces };
    let range = first.start..last.end;
    vec![(pieces.into_iter().map(|(text, _)| text).collect(), range)]
}

pub(super) fn quote_kind(kind: Option<BlockQuoteKind>) -> QuoteKind {
    match kind {
        None => QuoteKind::Quotation,
        Some(BlockQuoteKind::Note) => QuoteKind::Note,
        Some(BlockQuoteKind::Tip) => QuoteKind::Tip,
        Some(BlockQuoteKind::Important) => QuoteKind::Important,
        Some(BlockQuoteKind::Warning) => QuoteKind::Warning,
        Some(BlockQuoteKind::Caution) => QuoteKind::Caution,
    }
}

/// What a quotation of `blocks` is that starts with a heading: display text, if there is nothing in it but that and
/// a source; else a text beside the text.
fn headed(kind: QuoteKind, mut blocks: Vec<Block>) -> (QuoteKind, Vec<Block>) {
    let stands_alone = with_source(&blocks).0.len() == 1;
    match blocks.first_mut() {
        Some(Block { kind: heading @ BlockKind::Heading { .. }, .. }) if kind == QuoteKind::Quotation => {
            if !stands_alone {
                return (QuoteKind::Sidebar, blocks);
            }
            if let BlockKind::Heading { title, .. } = std::mem::replace(heading, BlockKind::ThematicBreak) {
                *heading = BlockKind::Paragraph(title);
            }
            (QuoteKind::Display, blocks)
        }
        _ => (kind, blocks),
    }
}
