//! Quotations: their sources, and the one that opens a chapter.

use super::{Block, BlockKind, Chapter, Inline, NodeId, Passage, QuoteKind, SpanInline, SpanKind};

/// The blocks of a quotation without its source, and the source: a last paragraph that starts with a
/// dash or is no more than the title of a work.
#[must_use]
pub fn with_source(blocks: &[Block]) -> (&[Block], Option<&Block>) {
    match blocks.split_last() {
        Some((last, rest)) if !rest.is_empty() && is_source(last) => (rest, Some(last)),
        _ => (blocks, None),
    }
}

fn is_source(block: &Block) -> bool {
    let BlockKind::Paragraph(Passage { inlines, .. }) = &block.kind else { return false };
    match inlines.as_slice() {
        [Inline::Span(SpanInline { kind: SpanKind::Cite, .. })] => true,
        [Inline::Text { text, .. }, ..] => starts_source(text),
        _ => false,
    }
}

/// Whether the line `text` names a source: it starts with a dash, or with one as it is typed, `---`. A longer row of
/// hyphens is none.
fn starts_source(text: &str) -> bool {
    let typed = text.strip_prefix("---").is_some_and(|rest| !rest.starts_with('-'));
    typed || text.starts_with(['—', '―'])
}

impl Chapter {
    /// The epigraph: a quotation directly after the chapter's title.
    #[must_use]
    pub fn epigraph(&self) -> Option<NodeId> {
        let [title, quotation, ..] = self.blocks.as_slice() else { return None };
        let titled = matches!(title.kind, BlockKind::Heading { level: 1, .. });
        let quoted = matches!(quotation.kind, BlockKind::Quote { kind: QuoteKind::Quotation, .. });
        (titled && quoted).then_some(quotation.node)
    }

    /// The paragraph with which the text starts: directly after the chapter's title, or after its epigraph.
    #[must_use]
    pub fn first_paragraph(&self) -> Option<NodeId> {
        let [Block { kind: BlockKind::Heading { level: 1, .. }, .. }, rest @ ..] = self.blocks.as_slice() else {
            return None;
        };
        let first = rest.get(usize::from(self.epigraph().is_some()))?;
        matches!(first.kind, BlockKind::Paragraph(_)).then_some(first.node)
    }
}
