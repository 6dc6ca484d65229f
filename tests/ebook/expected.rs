//! What the e-book of a book must hold, found from its manuscript and its printed pages.

use crate::document::document_of;
use make_book::document::walk::{Visit, each_inline, images, walk};
use make_book::document::{
    Block, BlockKind, CaptionKind, Chapter, Document, Inline, LinkTarget, Matter, NodeId, OutlineEntry, Passage,
    Reference, SpanKind,
};
use make_book::edition::PageKind;
use make_book::loader::Root;
use make_book::pipeline::{Request, pages};
use make_book::source::BookPath;
use std::collections::BTreeMap;
use std::path::Path;

/// What must be in the e-book.
pub struct Expected {
    pub title: String,
    /// The words of each chapter.
    pub chapters: Vec<Vec<String>>,
    /// Alternative texts of the images of each chapter; empty for one that is decorative.
    pub alternatives: Vec<Vec<String>>,
    /// Headings down to level 3, as the contents list them.
    pub headings: Vec<String>,
    /// The printed pages whose text it carries: folio, and the words that the page starts with where
    /// the page starts in running text.
    pub pages: Vec<(String, Vec<String>)>,
}

impl Expected {
    pub fn of(folder: &Path) -> Self {
        let document = document_of(folder);
        let all = |chapter: &Chapter| images(chapter).into_iter().map(|image| image.alternative.clone()).collect();
        let headings = document.outline.iter().filter(|entry| entry.level <= 3);
        let chapters = document.indexed().map(|(index, placed)| words(&document, index, &placed.chapter));
        Self {
            title: document.manifest.metadata.title.clone(),
            chapters: chapters.collect(),
            alternatives: document.chapters.iter().map(|placed| all(&placed.chapter)).collect(),
            headings: headings.map(|entry| listed(&document, entry)).collect(),
            pages: printed(folder, &document),
        }
    }
}

/// A heading as the contents list it, without white space: that of the chapter that opens a place with its own names.
fn listed(document: &Document, entry: &OutlineEntry) -> String {
    let mut text = entry.plain.clone();
    let matter = |chapter: u32| document.chapters.get(chapter as usize).map(|placed| &placed.matter);
    let (chapter, before) = (entry.position.chapter, entry.position.chapter.wrapping_sub(1));
    if let (Some(Matter::Body(Some(part))), 1) = (matter(chapter), entry.level) {
        let place = document.manifest.parts[*part as usize].place.as_ref();
        let opened = place.filter(|_| matter(before) != matter(chapter));
        let names = opened.into_iter().flat_map(|place| &place.names).map(|(_, name)| name);
        text.extend(names.filter(|name| **name != entry.plain).map(String::as_str));
    }
    text.split_whitespace().collect()
}

fn words(document: &Document, index: u32, chapter: &Chapter) -> Vec<String> {
    let mut running = Running { document, index, text: String::new(), starts: BTreeMap::new() };
    walk(chapter, &mut running);
    running.text.split_whitespace().map(str::to_owned).collect()
}

/// The text of a chapter as it is read, and that of the passages in which a page may start.
struct Running<'a> {
    document: &'a Document,
    index: u32,
    text: String,
    starts: BTreeMap<NodeId, String>,
}

impl<'a> Visit<'a> for Running<'_> {
    fn passage(&mut self, passage: &'a Passage, block: &'a Block) {
        match &block.kind {
            // A drawing shows its data.
            BlockKind::Drawing { data, .. } if data.node == passage.node => return,
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Code { .. } => {
                self.starts.insert(passage.node, passage.text());
            }
            _ => {}
        }
        each_inline(&passage.inlines, &mut |inline, _| match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
                self.text.push_str(text);
            }
            Inline::LineBreak => self.text.push(' '),
            Inline::Span(span) if span.content.is_empty() => {
                if let SpanKind::Link(target) = &span.kind {
                    self.text.push_str(&said(self.document, self.index, target));
                }
            }
            _ => {}
        });
        self.text.push('\n');
    }
}

/// What a link without words says, in English.
fn said(document: &Document, index: u32, target: &LinkTarget) -> String {
    match document.reference(index, target) {
        Some(Reference::Captioned(CaptionKind::Figure, number)) => format!("Figure {number}"),
        Some(Reference::Captioned(CaptionKind::Table, number)) => format!("Table {number}"),
        Some(Reference::Title(title)) => title,
        None => String::new(),
    }
}

fn printed(folder: &Path, document: &Document) -> Vec<(String, Vec<String>)> {
    let root = Root::open(folder).expect("the book is a folder");
    let path = BookPath::new("book.toml").expect("a plain path");
    let edition = pages(&Request::default(), &root, &path).0.expect("pages");
    let starts: Vec<BTreeMap<NodeId, String>> = document
        .indexed()
        .map(|(index, placed)| {
            let mut running = Running { document, index, text: String::new(), starts: BTreeMap::new() };
            let notes = placed.chapter.notes.first().map_or(u32::MAX, |note| note.node.0);
            walk(&placed.chapter, &mut running);
            running.starts.retain(|node, _| node.0 < notes);
            running.starts
        })
        .collect();
    let start = |kind| {
        let PageKind::Text(at) = kind else { return Vec::new() };
        let Some(text) = starts.get(at.chapter as usize).and_then(|starts| starts.get(&at.node)) else {
            return Vec::new();
        };
        // A word that the page's end divides is whole in the e-book, after the break.
        let offset = at.offset as usize;
        let within = text[offset..].starts_with(char::is_alphanumeric);
        let before = if within { text[..offset].trim_end_matches(char::is_alphanumeric) } else { &text[..offset] };
        text[before.len()..].split_whitespace().take(3).map(str::to_owned).collect()
    };
    let carried = edition.pages.iter().filter(|page| {
        !matches!(page.kind, PageKind::Blank | PageKind::HalfTitle | PageKind::Series | PageKind::Contents)
    });
    carried.map(|page| (page.folio.to_string(), start(page.kind))).collect()
}
