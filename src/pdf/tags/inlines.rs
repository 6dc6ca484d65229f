//! The spans of a passage that are elements of their own: links, quotations, code, other languages.

use super::element::{ElementId, Tree};
use crate::document::{Document, Inline, Passage, SpanInline, SpanKind};
use crate::language::Language;

/// The spans of a passage, and the marks of notes in it.
#[derive(Clone, Debug, Default)]
pub(in crate::pdf) struct Inlines {
    /// Each before those in it.
    spans: Vec<InlineElement>,
    /// The element of each mark of a note, in order: the note, and where the mark stands.
    notes: Vec<(u32, u32, ElementId)>,
    /// The element of each link, by number.
    links: Vec<(u32, ElementId)>,
}

/// A span.
#[derive(Clone, Debug)]
struct InlineElement {
    element: ElementId,
    start: u32,
    end: u32,
    /// The span that it lies in.
    above: Option<usize>,
}

impl Inlines {
    /// The innermost element of the text at byte `offset`.
    pub(in crate::pdf) fn at(&self, offset: u32) -> Option<ElementId> {
        let mut at = self.spans.partition_point(|span| span.start <= offset).checked_sub(1);
        while let Some(span) = at.map(|at| &self.spans[at]) {
            if offset < span.end {
                return Some(span.element);
            }
            at = span.above;
        }
        None
    }

    /// The element of the mark of note `note` at byte `offset`: one note may be marked several times.
    pub(in crate::pdf) fn note(&self, note: u32, offset: u32) -> Option<ElementId> {
        let marks = self.notes.iter().filter(|(of, ..)| *of == note);
        marks.min_by_key(|(_, at, _)| at.abs_diff(offset)).map(|(.., element)| *element)
    }

    /// The element of link `number`.
    pub(in crate::pdf) fn link(&self, number: u32) -> Option<ElementId> {
        found(&self.links, number)
    }
}

fn found(entries: &[(u32, ElementId)], key: u32) -> Option<ElementId> {
    entries.binary_search_by_key(&key, |(key, _)| *key).ok().map(|at| entries[at].1)
}

/// Makes the elements of the spans of `passage`, which is that of `block` in chapter `chapter`.
pub(super) fn add(tree: &mut Tree, document: &Document, chapter: u32, passage: &Passage, block: ElementId) {
    let found = Inlines::default();
    let mut collector = Collector { tree, document, chapter, offset: 0, links: 0, above: None, found };
    collector.inlines(&passage.inlines, block);
    let found = collector.found;
    if !found.spans.is_empty() || !found.notes.is_empty() {
        tree.get_mut(block).inlines = Some(Box::new(found));
    }
}

struct Collector<'a> {
    tree: &'a mut Tree,
    document: &'a Document,
    chapter: u32,
    offset: u32,
    links: u32,
    /// The span that is open.
    above: Option<usize>,
    found: Inlines,
}

impl Collector<'_> {
    fn inlines(&mut self, inlines: &[Inline], parent: ElementId) {
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } => self.offset += text.len() as u32,
                Inline::Code { text, .. } => self.leaf("Code", text, None, parent),
                Inline::Math { source, .. } => self.leaf("Formula", source, Some(source), parent),
                Inline::Span(span) => self.span(span, parent),
                Inline::NoteMark { note, .. } => {
                    let reference = self.tree.loose("Reference", parent);
                    let element = self.tree.loose("Link", reference);
                    self.found.notes.push((*note, self.offset, element));
                }
                Inline::Image(_) | Inline::LineBreak | Inline::BreakOpportunity => {}
            }
        }
    }

    fn leaf(&mut self, tag: &'static str, text: &str, alternative: Option<&String>, parent: ElementId) {
        let element = self.tree.loose(tag, parent);
        self.tree.get_mut(element).alternative = alternative.cloned();
        let start = self.offset;
        self.offset += text.len() as u32;
        self.push(element, start);
    }

    fn push(&mut self, element: ElementId, start: u32) {
        self.found.spans.push(InlineElement { element, start, end: self.offset, above: self.above });
    }

    fn span(&mut self, span: &SpanInline, parent: ElementId) {
        let language = span.attributes.language.clone();
        let Some((tag, link)) = self.tag(span, language.as_ref()) else {
            return self.inlines(&span.content, parent);
        };
        let element = self.tree.loose(tag, parent);
        if let SpanKind::Abbreviation(long) = &span.kind {
            self.tree.get_mut(element).expansion = Some(long.clone());
        }
        self.tree.get_mut(element).language = language;
        self.found.links.extend(link.map(|number| (number, element)));
        let at = self.found.spans.len();
        self.push(element, self.offset);
        let above = self.above.replace(at);
        self.inlines(&span.content, element);
        self.above = above;
        self.found.spans[at].end = self.offset;
    }

    /// The type of the element of `span`, if it is one; of a link also its number.
    fn tag(&mut self, span: &SpanInline, language: Option<&Language>) -> Option<(&'static str, Option<u32>)> {
        let plain = language.map(|_| ("Span", None));
        match &span.kind {
            SpanKind::Link(target) => {
                let number = self.links;
                self.links += 1;
                let leads = matches!(target, crate::document::LinkTarget::External(_))
                    || self.document.resolve(self.chapter, target).is_some();
                if leads { Some(("Link", Some(number))) } else { plain }
            }
            SpanKind::Quote => Some(("Quote", None)),
            SpanKind::Abbreviation(_) => Some(("Span", None)),
            _ => plain,
        }
    }
}
