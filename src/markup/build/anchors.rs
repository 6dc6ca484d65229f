//! Ids of elements that the book does not know: they go to the first block of the element's text; that of an
//! empty element, to the block that follows it in its container.

use super::super::html::Tag;
use super::{Builder, Container};
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, BlockKind, Inline, SpanInline, SpanKind};
use crate::source::Span;
use std::ops::Range;

/// An id that waits for a block.
pub(super) struct Anchor {
    id: String,
    /// The name of its element.
    element: String,
    /// How many elements of that name are open within it.
    nested: u32,
    /// How many containers were open where it was.
    depth: usize,
    /// Whether the element has ended without a block.
    ended: bool,
    place: Range<usize>,
}

/// Elements that end where another of their kind starts (HTML 13.1.2.4).
const FLAT: [&str; 3] = ["dd", "dt", "p"];

impl Builder<'_> {
    /// Keeps the id of `tag`, which opens an element.
    pub(super) fn open_element(&mut self, tag: &Tag, place: Range<usize>) {
        if FLAT.contains(&tag.name.as_str()) {
            self.close_element(&tag.name);
        }
        self.anchors.iter_mut().filter(|anchor| anchor.element == tag.name).for_each(|anchor| anchor.nested += 1);
        let Some(id) = tag.get("id").filter(|id| !id.is_empty() && !id.contains(char::is_whitespace)) else { return };
        let (id, element, depth) = (super::super::nfc(id), tag.name.clone(), self.open.len());
        self.anchors.push(Anchor { id, element, nested: 0, depth, ended: false, place });
    }

    /// Behind an element without a block its id is the mark of a place: it goes to the next block.
    pub(super) fn close_element(&mut self, name: &str) {
        let mut ended = None;
        let open = |anchor: &&mut Anchor| anchor.element == name && !anchor.ended;
        for anchor in self.anchors.iter_mut().filter(open) {
            match anchor.nested.checked_sub(1) {
                Some(nested) => anchor.nested = nested,
                None => ended = Some(anchor),
            }
        }
        if let Some(anchor) = ended {
            anchor.ended = true;
        }
    }

    /// It is of no use behind the container that its element stands in.
    pub(super) fn end_anchors(&mut self) {
        let depth = self.open.len();
        for anchor in self.anchors.extract_if(.., |anchor| anchor.depth > depth).collect::<Vec<_>>() {
            self.unused_anchor(&anchor);
        }
    }

    fn unused_anchor(&mut self, anchor: &Anchor) {
        let Anchor { id, element, place, .. } = anchor;
        let fault = Diagnostic::warning(Code::UnknownHtml, format!("id `{id}` is lost: no text follows `<{element}>`"));
        let hint = format!("write `{{#{id}}}` behind a heading, or `<span id=\"{id}\">` around words");
        self.findings.push(fault.at(self.findings.span(place.clone())).hint(hint));
    }

    /// Gives the ids that wait to a block: the first as its own, the others, and those of a heading, which has a name
    /// by its words, around its text.
    pub(super) fn give_anchors(&mut self, kind: &mut BlockKind, attributes: &mut Attributes, span: Span) {
        let holds = matches!(
            kind,
            BlockKind::Paragraph(_)
                | BlockKind::Heading { .. }
                | BlockKind::Table(_)
                | BlockKind::Figure { .. }
                | BlockKind::Drawing { .. }
                | BlockKind::Code { .. }
        );
        if !holds || self.anchors.is_empty() {
            return;
        }
        // A note stands elsewhere than the text around it.
        let note = self.open.iter().rposition(|open| matches!(open.container, Container::Note(_)));
        let least = note.map_or(0, |note| note + 1);
        for anchor in self.anchors.extract_if(.., |anchor| anchor.depth >= least).collect::<Vec<_>>() {
            match kind {
                BlockKind::Heading { title: text, .. } => surround(&mut text.inlines, anchor.id, span),
                _ if attributes.id.is_none() => attributes.id = Some(anchor.id),
                BlockKind::Paragraph(text) => surround(&mut text.inlines, anchor.id, span),
                _ => self.unused_anchor(&anchor),
            }
        }
    }
}

/// Puts a span with `id` around `inlines`.
fn surround(inlines: &mut Vec<Inline>, id: String, span: Span) {
    let attributes = Attributes { id: Some(id), ..Attributes::default() };
    let content = std::mem::take(inlines);
    inlines.push(Inline::Span(SpanInline { kind: SpanKind::Plain, attributes, content, span }));
}
