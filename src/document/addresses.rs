//! Links that lead out of the book, as paper shows them: their addresses as notes.
//!
//! In comes the [`Document`]; out goes the one that is printed, with a note for each address. The
//! nodes of the manuscript keep their numbers, so that a place means the same in both.

use super::{Attributes, Block, BlockKind, Document, Inline, LinkTarget, NodeId, Note, Passage};
use super::{Chapter, PlacedChapter, SpanInline, SpanKind, each_inline, passages};
use crate::source::Span;
use std::collections::BTreeMap;

/// What is shown of the address `address`: an address of mail without its scheme.
#[must_use]
pub fn shown_address(address: &str) -> &str {
    address.strip_prefix("mailto:").unwrap_or(address)
}

/// The address that `span` leads to, if it is a link out of the book.
#[must_use]
pub fn address_of(span: &SpanInline) -> Option<&str> {
    match &span.kind {
        SpanKind::Link(LinkTarget::External(address)) => Some(address),
        _ => None,
    }
}

/// Whether the words of `span` are the address that it leads to, but for its scheme and a stroke at
/// its end.
#[must_use]
pub fn shows_its_address(span: &SpanInline) -> bool {
    let Some(address) = address_of(span) else { return false };
    let mut words = String::new();
    each_inline(&span.content, &mut |inline, _| match inline {
        Inline::Text { text, .. } | Inline::Code { text, .. } => words.push_str(text),
        _ => {}
    });
    bare(&words) == bare(address)
}

fn bare(address: &str) -> &str {
    let address = address.trim().trim_end_matches('/');
    let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let rest = rest.unwrap_or(address);
    rest.strip_prefix("www.").unwrap_or(rest)
}

/// `document` with the addresses of its links as notes, in order with its other notes; none where
/// nothing changes.
#[must_use]
pub fn with_address_notes(document: &Document) -> Option<Document> {
    let mut changed: BTreeMap<usize, PlacedChapter> = document
        .chapters
        .iter()
        .enumerate()
        // Each entry of a list of sources is a note of its own already.
        .filter(|(_, placed)| document.manifest.look.link_notes && placed.source_entries().is_none())
        .filter_map(|(index, placed)| Some((index, annotated(placed)?)))
        .collect();
    if changed.is_empty() {
        return None;
    }
    let chapter = |(index, placed): (usize, &PlacedChapter)| changed.remove(&index).unwrap_or_else(|| placed.clone());
    let chapters = document.chapters.iter().enumerate().map(chapter).collect();
    Some(Document {
        chapters,
        manifest: document.manifest.clone(),
        anchors: document.anchors.clone(),
        files: document.files.clone(),
        numbers: document.numbers.clone(),
        terms: document.terms.clone(),
        outline: document.outline.clone(),
        index: document.index.clone(),
    })
}

/// Whether a link of `chapter` leads out of the book.
fn has_addresses(chapter: &Chapter) -> bool {
    let mut found = false;
    for passage in passages(chapter) {
        each_inline(&passage.inlines, &mut |inline, _| {
            found |= matches!(inline, Inline::Span(span) if address_of(span).is_some());
        });
    }
    found
}

fn annotated(placed: &PlacedChapter) -> Option<PlacedChapter> {
    if !has_addresses(&placed.chapter) {
        return None;
    }
    let mut chapter = placed.chapter.clone();
    let behind = chapter.language.marks_notes_behind_points();
    let mut annotator = Annotator { next: chapter.nodes, behind, order: Vec::new(), indices: BTreeMap::new() };
    each_passage(&mut chapter.blocks, &mut |passage| annotator.inlines(&mut passage.inlines));
    if annotator.order.iter().all(|written| matches!(written, Written::Author(_))) {
        return None;
    }
    // Notes that are marked in notes alone, or nowhere.
    for (note, _) in (0..).zip(&chapter.notes) {
        annotator.index(note);
    }
    for note in &mut chapter.notes {
        each_passage(&mut note.blocks, &mut |passage| annotator.renumber(&mut passage.inlines));
    }
    let mut authors: Vec<Option<Note>> = chapter.notes.into_iter().map(Some).collect();
    let notes = annotator.order.into_iter().filter_map(|written| match written {
        Written::Author(index) => authors.get_mut(index as usize).and_then(Option::take),
        Written::Address(note) => Some(note),
    });
    chapter.notes = notes.zip(1..).map(|(note, number)| Note { number, ..note }).collect();
    chapter.nodes = annotator.next;
    Some(PlacedChapter { chapter, matter: placed.matter.clone() })
}

/// A note in the order of the printed ones.
enum Written {
    /// The author's, by its index in the manuscript.
    Author(u32),
    /// An address.
    Address(Note),
}

struct Annotator {
    /// The number of the next node.
    next: u32,
    /// Whether a mark stands behind the points that follow its link.
    behind: bool,
    order: Vec<Written>,
    /// Where the author's notes stand in `order`.
    indices: BTreeMap<u32, u32>,
}

impl Annotator {
    /// The printed index of note `note` of the manuscript.
    fn index(&mut self, note: u32) -> u32 {
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let index = *self.indices.entry(note).or_insert(next);
        if index == next {
            self.order.push(Written::Author(note));
        }
        index
    }

    fn node(&mut self) -> NodeId {
        self.next += 1;
        NodeId(self.next - 1)
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let mut annotated = Vec::with_capacity(inlines.len());
        // The mark of the link that was just passed.
        let mut mark: Option<Inline> = None;
        for mut inline in std::mem::take(inlines) {
            if let (true, Inline::Text { text, span }) = (self.behind && mark.is_some(), &mut inline) {
                let points = text.len() - text.trim_start_matches(['.', ',', ';', ':', '!', '?', '’', '”']).len();
                let rest = text.split_off(points);
                let rest = Inline::Text { text: rest, span: *span };
                let points = Inline::Text { text: std::mem::take(text), span: *span };
                let parts = [Some(points), mark.take(), Some(rest)];
                annotated.extend(parts.into_iter().flatten().filter(|inline| !is_empty(inline)));
                continue;
            }
            annotated.extend(mark.take());
            match &mut inline {
                Inline::NoteMark { note, .. } => *note = self.index(*note),
                Inline::Span(span) => {
                    self.inlines(&mut span.content);
                    mark = self.address(span);
                }
                _ => {}
            }
            annotated.push(inline);
        }
        annotated.extend(mark);
        *inlines = annotated;
    }

    /// The mark of a new note with the address of `span`, if paper would not show it.
    fn address(&mut self, span: &SpanInline) -> Option<Inline> {
        let address = address_of(span).filter(|_| !shows_its_address(span))?;
        let index = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let note = self.note(address, span.span);
        self.order.push(Written::Address(note));
        Some(Inline::NoteMark { note: index, span: span.span })
    }

    fn note(&mut self, address: &str, span: Span) -> Note {
        let text = Inline::Text { text: shown_address(address).to_owned(), span };
        let kind = SpanKind::Link(LinkTarget::External(address.to_owned()));
        let link = SpanInline { kind, attributes: Attributes::default(), content: vec![text], span };
        let node = self.node();
        let block = self.node();
        let passage = Passage { node: self.node(), inlines: vec![Inline::Span(link)] };
        let kind = BlockKind::Paragraph(passage);
        let (attributes, marks) = Default::default();
        let block = Block { node: block, attributes, marks, span, kind };
        Note { number: 0, label: String::new(), blocks: vec![block], node, span }
    }

    fn renumber(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::NoteMark { note, .. } => *note = self.index(*note),
                Inline::Span(span) => self.renumber(&mut span.content),
                _ => {}
            }
        }
    }
}

fn is_empty(inline: &Inline) -> bool {
    matches!(inline, Inline::Text { text, .. } if text.is_empty())
}

/// Visits each passage of `blocks` that can hold a link, in reading order.
fn each_passage(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Passage)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(passage) | BlockKind::Heading { title: passage, .. } => visit(passage),
            BlockKind::Quote { blocks, .. } => each_passage(blocks, visit),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| each_passage(&mut item.blocks, visit)),
            BlockKind::Definitions(items) => {
                for item in items {
                    item.terms.iter_mut().for_each(&mut *visit);
                    item.definitions.iter_mut().for_each(|blocks| each_passage(blocks, visit));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter_mut().for_each(|caption| visit(&mut caption.text));
                let rows = std::iter::once(&mut table.head).chain(&mut table.rows);
                rows.flat_map(|row| &mut row.cells).for_each(&mut *visit);
            }
            BlockKind::Figure { caption, .. } | BlockKind::Drawing { caption, .. } => {
                caption.iter_mut().for_each(|caption| visit(&mut caption.text));
            }
            BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Matter;
    use crate::language::Language;
    use crate::markup::{Context, parse};
    use crate::source::{BookPath, SourceId};

    fn chapter(text: &str) -> Chapter {
        let path = BookPath::new("a.md").expect("plain");
        let language = Language::new("en").expect("plain");
        parse(text, &Context { source: SourceId(0), path, language }).0
    }

    /// The notes of `text` as printed, and those that its blocks mark, in order.
    fn printed(text: &str) -> Option<(Vec<String>, Vec<u32>)> {
        let placed = PlacedChapter { chapter: chapter(text), matter: Matter::Body(None) };
        let mut placed = annotated(&placed)?;
        let mut marks = Vec::new();
        each_passage(&mut placed.chapter.blocks, &mut |passage| {
            each_inline(&passage.inlines, &mut |inline, _| {
                if let Inline::NoteMark { note, .. } = inline {
                    marks.push(note + 1);
                }
            });
        });
        let notes = placed.chapter.notes.iter().map(|note| match &note.blocks[0].kind {
            BlockKind::Paragraph(passage) => format!("{} {}", note.number, passage.text()),
            _ => String::new(),
        });
        Some((notes.collect(), marks))
    }

    #[test]
    fn an_address_is_a_note_in_order_with_the_others() {
        let text = "One[^b] [two](https://example.org/x) three[^a] [four](mailto:a@example.org).\n\n[^a]: A\n\n[^b]: B[^c]\n\n[^c]: C\n";
        let notes = ["1 B", "2 https://example.org/x", "3 A", "4 a@example.org", "5 C"].map(str::to_owned);
        assert_eq!(printed(text), Some((notes.to_vec(), vec![1, 2, 3, 4])));
    }

    /// `text` as printed in `language`, with a star for each mark of a note.
    fn marked(text: &str, language: &str) -> String {
        let mut chapter = chapter(text);
        chapter.language = Language::new(language).expect("plain");
        let placed = annotated(&PlacedChapter { chapter, matter: Matter::Body(None) }).expect("a link");
        let BlockKind::Paragraph(passage) = &placed.chapter.blocks[0].kind else { panic!("a paragraph") };
        let mut marked = String::new();
        each_inline(&passage.inlines, &mut |inline, _| match inline {
            Inline::Text { text, .. } => marked.push_str(text),
            Inline::NoteMark { .. } => marked.push('*'),
            _ => {}
        });
        marked
    }

    #[test]
    fn the_mark_of_an_address_stands_behind_a_point_in_english_and_before_it_in_french() {
        let text =
            "See [one](https://example.org/x), [two](https://example.org/y) and “[three](https://example.org/z).”";
        assert_eq!(marked(text, "en-GB"), "See one,* two* and “three.”*");
        assert_eq!(marked(text, "fr"), "See one*, two* and “three*.”");
        assert_eq!(marked("[One](https://example.org/x)*, then*", "en"), "One*, then");
    }

    #[test]
    fn a_link_whose_words_are_the_address_gets_no_note() {
        assert_eq!(printed("<https://example.org/> [www.example.org](https://example.org) <a@example.org>"), None);
    }

    #[test]
    fn places_of_the_manuscript_mean_the_same_in_print() {
        let text = "One [two](https://example.org/x).[^a]\n\nThree.\n\n[^a]: A\n";
        let before = chapter(text);
        let after = annotated(&PlacedChapter { chapter: before.clone(), matter: Matter::Body(None) });
        let after = after.expect("a note more").chapter;
        assert_eq!(after.blocks[1], before.blocks[1]);
        assert_eq!(after.notes[1].blocks, before.notes[0].blocks);
        assert_eq!((after.notes[0].node, after.nodes), (NodeId(before.nodes), before.nodes + 3));
    }
}
