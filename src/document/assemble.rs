//! Chapters → the document: order, numbers, anchors, outline.

use super::index::{self, Index};
use super::slug::{slug, without_brackets};
use super::walk::{Visit, each_inline, walk};
use super::{
    Attributes, Block, BlockKind, CaptionNumber, Chapter, Document, Image, Inline, LinkTarget, Matter, NodeId,
    OutlineEntry, Passage, PlacedChapter, SpanKind, TextPosition,
};
use crate::diag::{Code, Diagnostic, nearest};
use crate::manifest::{Manifest, MatterFile, Numbering, Part};
use crate::source::{BookPath, Span};
use crate::wording;
use std::collections::BTreeMap;

/// The nearest name is sought for this many dead links of a book.
const HINTS: usize = 20;

/// Joins `chapters`, which are those of `manifest` in reading order (front, body, back), into the
/// document, and says which links lead nowhere and which ids are given twice. A chapter may be
/// missing, if it could not be read.
#[must_use]
pub fn assemble(manifest: Manifest, chapters: Vec<Chapter>) -> (Document, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut document = Document {
        chapters: place(&manifest, chapters),
        manifest,
        anchors: BTreeMap::new(),
        files: BTreeMap::new(),
        numbers: BTreeMap::new(),
        terms: BTreeMap::new(),
        outline: Vec::new(),
        index: Index::default(),
    };
    index_chapters(&mut document, &mut diagnostics);
    index_blocks(&mut document, &mut diagnostics);
    document.outline = outline(&document);
    check_links(&document, &mut diagnostics);
    document.index = index(&document, &mut diagnostics);
    (document, diagnostics)
}

/// Gives each chapter the matter that the manifest says, by the path of its file.
fn place(manifest: &Manifest, chapters: Vec<Chapter>) -> Vec<PlacedChapter> {
    let mut matters: BTreeMap<&BookPath, Matter> = BTreeMap::new();
    let mut order: Vec<&BookPath> = Vec::new();
    let mut add = |path, matter| {
        order.push(path);
        matters.entry(path).or_insert(matter);
    };
    for MatterFile { file, kind } in &manifest.front {
        add(&file.path, Matter::Front(kind.clone()));
    }
    for (part, index) in manifest.parts.iter().zip(0_u32..) {
        let whole = part.title.is_none() && part.place.is_none();
        part.chapters.iter().for_each(|file| add(&file.path, Matter::Body((!whole).then_some(index))));
    }
    for MatterFile { file, kind } in &manifest.back {
        add(&file.path, Matter::Back(kind.clone()));
    }
    let ranks: BTreeMap<&BookPath, usize> =
        order.iter().rev().zip((0..order.len()).rev()).map(|(p, n)| (*p, n)).collect();
    let mut placed: Vec<PlacedChapter> = chapters
        .into_iter()
        .map(|chapter| PlacedChapter {
            matter: matters.get(&chapter.path).cloned().unwrap_or(Matter::Body(None)),
            chapter,
        })
        .collect();
    placed.sort_by_key(|placed| ranks.get(&placed.chapter.path).copied().unwrap_or(usize::MAX));
    placed
}

fn index_chapters(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<&str, &BookPath> = BTreeMap::new();
    for (index, PlacedChapter { chapter, .. }) in (0_u32..).zip(&document.chapters) {
        document.files.entry(chapter.path.clone()).or_insert(index);
        // Books that were read on the web link to the pages that their chapters became there.
        let page = chapter.path.as_str().strip_suffix(".md").map(|stem| BookPath::new(&format!("{stem}.html")));
        if let Some(Ok(page)) = page {
            document.files.entry(page).or_insert(index);
        }
        if let Some(first) = ids.insert(&chapter.id, &chapter.path) {
            let message = format!("chapters {first} and {} have the same id `{}`", chapter.path, chapter.id);
            let fault = Diagnostic::error(Code::DuplicateId, message).at(Span::new(chapter.source, 0..0));
            diagnostics.push(fault.hint("name another in its metadata: `+++`, `id = \"…\"`, `+++`"));
        }
    }
}

/// Finds anchors and terms, and numbers tables and figures.
fn index_blocks(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut found = Found::default();
    let mut body = 0;
    for (number, PlacedChapter { chapter, matter }) in (0_u32..).zip(&document.chapters) {
        found.chapter = number;
        found.explains = matter.is_kind("glossary");
        found.number = None;
        if matches!(matter, Matter::Body(_)) && document.manifest.numbering == Numbering::Chapter {
            body += 1;
            found.number = Some(body);
            found.in_chapter = [0; 2];
        }
        walk(chapter, &mut found);
    }
    found.name_terms(diagnostics);
    document.anchors = found.anchors;
    document.numbers = found.numbers;
    document.terms = found.terms.into_iter().map(|(place, (words, _))| (place, words)).collect();
}

#[derive(Default)]
struct Found {
    chapter: u32,
    /// Whether the chapter is a glossary.
    explains: bool,
    /// The place of the block that is open last.
    block: NodeId,
    anchors: BTreeMap<(u32, String), TextPosition>,
    numbers: BTreeMap<TextPosition, CaptionNumber>,
    /// The number of the chapter, where it has figures and tables of its own count.
    number: Option<u32>,
    /// Figures and tables of the book so far, those of chapters with a count of their own left out.
    in_book: [u32; 2],
    /// Figures and tables of such a chapter so far.
    in_chapter: [u32; 2],
    /// Terms with the block that they are in.
    terms: BTreeMap<TextPosition, (String, Span)>,
}

impl Found {
    fn anchor(&mut self, attributes: &Attributes, node: NodeId, offset: u32) {
        if let Some(id) = &attributes.id {
            let place = TextPosition { chapter: self.chapter, node, offset };
            self.anchors.entry((self.chapter, id.clone())).or_insert(place);
        }
    }

    /// Makes each term an anchor, under the id that a heading of its words would have.
    fn name_terms(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        for (place, (words, block)) in &self.terms {
            let id = slug(words);
            if *self.anchors.entry((place.chapter, id.clone())).or_insert(*place) != *place {
                let fault = Diagnostic::warning(
                    Code::DuplicateId,
                    format!("the term \"{words}\" would have the id `{id}`, which is taken"),
                );
                diagnostics.push(fault.at(*block).hint("links lead to the first; word the term otherwise"));
            }
        }
    }
}

impl<'a> Visit<'a> for Found {
    fn block(&mut self, block: &'a Block) {
        self.block = block.node;
        self.anchor(&block.attributes, block.node, 0);
        let Some((kind, _)) = super::caption(block) else { return };
        let counts = if self.number.is_some() { &mut self.in_chapter } else { &mut self.in_book };
        let count = &mut counts[kind as usize];
        *count += 1;
        let number = CaptionNumber { chapter: self.number, count: *count };
        let place = TextPosition { chapter: self.chapter, node: block.node, offset: 0 };
        self.numbers.insert(place, number);
    }

    fn passage(&mut self, passage: &'a Passage, block: &'a Block) {
        // The passages of a definition list that are in no block of their own are its terms.
        if self.explains && matches!(block.kind, BlockKind::Definitions(_)) {
            let place = TextPosition { chapter: self.chapter, node: passage.node, offset: 0 };
            self.terms.insert(place, (without_brackets(&passage.text()), block.span));
        }
        each_inline(&passage.inlines, &mut |inline, offset| match inline {
            Inline::Span(span) => self.anchor(&span.attributes, passage.node, offset),
            Inline::Image(image) => self.anchor(&image.attributes, passage.node, offset),
            _ => {}
        });
    }

    fn figure(&mut self, image: &'a Image) {
        self.anchor(&image.attributes, self.block, 0);
    }
}

fn outline(document: &Document) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    let mut part = None;
    for (index, PlacedChapter { chapter, matter }) in document.indexed() {
        let start = TextPosition { chapter: index, ..TextPosition::default() };
        if let Matter::Body(Some(number)) = matter
            && part != Some(*number)
        {
            part = Some(*number);
            let title = document.manifest.parts.get(*number as usize).and_then(part_title);
            entries.extend(title.map(|title| entry(start, 0, text(title, chapter))));
        }
        let first = chapter.blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
        if first.is_none() {
            entries.push(entry(start, 1, text(&chapter.title, chapter)));
        }
        entries.extend(
            chapter.blocks.iter().enumerate().filter_map(|(at, block)| heading(index, block, Some(at) == first)),
        );
    }
    entries
}

/// The title that a part has in the contents; a place with one chapter is no more than its chapter.
fn part_title(part: &Part) -> Option<&str> {
    let alone = part.place.is_some() && part.chapters.len() == 1;
    part.title.as_deref().filter(|_| !alone)
}

/// The entry of a heading; one of level 1 that is not the chapter's title counts as a section.
fn heading(chapter: u32, block: &Block, is_title: bool) -> Option<OutlineEntry> {
    let BlockKind::Heading { level, title } = &block.kind else { return None };
    let level = if is_title { 1 } else { (*level).max(2) };
    Some(entry(TextPosition { chapter, node: block.node, offset: 0 }, level, title.clone()))
}

fn entry(position: TextPosition, level: u8, title: Passage) -> OutlineEntry {
    let mut plain = String::new();
    each_inline(&title.inlines, &mut |inline, _| match inline {
        Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
            plain.push_str(text)
        }
        Inline::LineBreak => plain.push(' '),
        _ => {}
    });
    OutlineEntry { position, level, title, plain }
}

/// A title that stands in no passage of its own.
fn text(title: &str, chapter: &Chapter) -> Passage {
    let inlines = vec![Inline::Text { text: title.to_owned(), span: Span::new(chapter.source, 0..0) }];
    Passage { node: NodeId::default(), inlines }
}

/// The index, unless the author gives a chapter that is one.
fn index(document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Index {
    let choice = &document.manifest.index;
    let is_back = |matter: &Matter| matches!(matter, Matter::Back(_));
    if document.chapters.iter().any(|placed| placed.matter == Matter::Back("index".to_owned())) {
        return Index::default();
    }
    let (entries, doubts) = index::entries(document);
    diagnostics.extend(doubts);
    let mut back = document.indexed().filter(|(_, placed)| is_back(&placed.matter)).map(|(index, _)| index);
    let title = choice.title.clone();
    let title = title.unwrap_or_else(|| wording::of(&document.manifest.metadata.language).index.to_owned());
    Index { title, before: choice.at.and_then(|at| back.nth(at as usize)), entries }
}

fn check_links(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    struct Links<'a>(Vec<(&'a LinkTarget, Span)>);
    impl<'a> Visit<'a> for Links<'a> {
        fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
            each_inline(&passage.inlines, &mut |inline, _| {
                if let Inline::Span(span) = inline
                    && let SpanKind::Link(target) = &span.kind
                {
                    self.0.push((target, span.span));
                }
            });
        }
    }
    let mut hints = HINTS;
    for (index, placed) in document.indexed() {
        let mut links = Links(Vec::new());
        walk(&placed.chapter, &mut links);
        for (target, place) in links.0 {
            diagnostics.extend(dead_link(document, index, target, place, &mut hints));
        }
    }
}

fn dead_link(
    document: &Document,
    chapter: u32,
    target: &LinkTarget,
    place: Span,
    hints: &mut usize,
) -> Option<Diagnostic> {
    let LinkTarget::Internal { file, id } = target else { return None };
    if document.resolve(chapter, target).is_some() {
        return None;
    }
    let seek = *hints > 0;
    *hints = hints.saturating_sub(1);
    let found = match file {
        Some(path) => document.files.get(path).copied(),
        None => Some(chapter),
    };
    let (message, meant) = match (found, file, id) {
        (None, Some(path), _) => {
            let files = document.files.keys().map(BookPath::as_str);
            (format!("no chapter is in the file {path}"), nearest_if(seek, path.as_str(), files))
        }
        (Some(found), _, Some(id)) => {
            let ids =
                document.anchors.range((found, String::new())..).take_while(|((chapter, _), _)| *chapter == found);
            let meant = nearest_if(seek, id, ids.map(|((_, id), _)| id.as_str()));
            let path = document.chapters.get(found as usize).map_or("", |placed| placed.chapter.path.as_str());
            (format!("{path} has no id `{id}`"), meant)
        }
        _ => return None,
    };
    let fault = Diagnostic::error(Code::DeadLink, message).at(place);
    Some(match meant {
        Some(name) => fault.hint(format!("did you mean `{name}`?")),
        None => fault,
    })
}

fn nearest_if<'a>(seek: bool, written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if seek { nearest(written, known) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;
    use crate::geometry::{Length, PageGeometry, Size};
    use crate::language::Language;
    use crate::manifest::{ChapterFile, FontChoice, IndexChoice, LookChoice, Metadata, OutputChoice, Place};
    use crate::markup::{Context, parse};
    use crate::source::SourceId;

    const PLACES: SourceId = SourceId(0);

    fn file(path: &str) -> ChapterFile {
        ChapterFile { path: BookPath::new(path).expect("plain"), span: Span::new(PLACES, 0..0) }
    }

    fn part(title: &str, place: bool, chapters: &[&str]) -> Part {
        let place = place.then(|| Place { country: None, region: None, location: None, names: Vec::new() });
        Part { title: Some(title.to_owned()), place, chapters: chapters.iter().map(|path| file(path)).collect() }
    }

    fn page() -> PageGeometry {
        let (margin, leading) = (Length::pt(50), Length::pt(14));
        let trim = Size::new(Length::pt(400), Length::pt(600));
        PageGeometry { trim, bleed: Length::ZERO, inner: margin, outer: margin, head: margin, leading, lines: 30 }
    }

    fn manifest(parts: Vec<Part>) -> Manifest {
        let language = Language::new("en-GB").expect("plain");
        let metadata = Metadata {
            title: "Book".to_owned(),
            subtitle: None,
            language,
            contributors: Vec::new(),
            publisher: None,
            date: None,
            modified: 0,
            edition: None,
            revision: None,
            rights: None,
            description: None,
            subjects: Vec::new(),
            isbn_print: None,
            isbn_epub: None,
            imprint: Vec::new(),
            series: None,
        };
        let output = OutputChoice {
            name: "book".to_owned(),
            epub: true,
            print: true,
            screen: true,
            page_list: true,
            fonts: true,
        };
        Manifest {
            metadata,
            root: None,
            front: vec![MatterFile { file: file("preface.md"), kind: "preface".to_owned() }],
            parts,
            back: Vec::new(),
            index: IndexChoice::default(),
            lists: true,
            half_title: true,
            numbering: Numbering::Book,
            certification: None,
            page: page(),
            text_size: Length::pt(10),
            fonts: FontChoice::default(),
            look: LookChoice::default(),
            print: Default::default(),
            cover: None,
            output,
        }
    }

    fn assembled(parts: Vec<Part>, files: &[(&str, &str)]) -> (Document, Vec<Diagnostic>) {
        of_manifest(manifest(parts), files)
    }

    fn of_manifest(manifest: Manifest, files: &[(&str, &str)]) -> (Document, Vec<Diagnostic>) {
        let chapters = files.iter().zip(1..).map(|((path, text), number)| {
            let path = BookPath::new(path).expect("plain");
            let context = Context { source: SourceId(number), path, language: manifest.metadata.language.clone() };
            parse(text, &context).0
        });
        let chapters = chapters.collect();
        assemble(manifest, chapters)
    }

    fn outline_of(document: &Document) -> Vec<(u8, &str)> {
        document.outline.iter().map(|entry| (entry.level, entry.plain.as_str())).collect()
    }

    #[test]
    fn chapters_stand_in_the_order_of_the_manifest_whatever_order_they_come_in() {
        let files = [("b.md", "# B"), ("preface.md", "# P"), ("a.md", "# A")];
        let (document, _) = assembled(vec![part("One", false, &["a.md", "b.md"])], &files);
        let order: Vec<_> = document.chapters.iter().map(|placed| placed.chapter.id.as_str()).collect();
        assert_eq!(order, ["preface", "a", "b"]);
        assert_eq!(document.chapters[1].matter, Matter::Body(Some(0)));
    }

    #[test]
    fn a_place_with_one_chapter_has_no_entry_of_its_own_in_the_contents() {
        let files = [("a.md", "# A\n\n## S"), ("b.md", "No title"), ("c.md", "# C"), ("d.md", "# D")];
        let parts =
            vec![part("City", true, &["a.md"]), part("Town", true, &["b.md", "c.md"]), part("End", false, &["d.md"])];
        let (document, _) = assembled(parts, &files);
        let expected = [(1, "A"), (2, "S"), (0, "Town"), (1, "b"), (1, "C"), (0, "End"), (1, "D")];
        assert_eq!(outline_of(&document), expected);
    }

    #[test]
    fn tables_and_figures_with_captions_are_numbered_over_the_book() {
        let figure = "![a](a.png)\n\nFigure: x\n\n![b](b.png)\n\n```chart\n```\n\nFigure: y\n\n";
        let table = "Table: t\n\n| a |\n|---|\n| b |\n\n";
        let (first, second) = (format!("{figure}{table}"), format!("{table}{figure}"));
        let parts = vec![part("One", false, &["a.md", "b.md"])];
        let (document, _) = assembled(parts, &[("a.md", &first), ("b.md", &second)]);
        let numbers: Vec<_> = document.numbers.values().map(ToString::to_string).collect();
        assert_eq!(numbers, ["1", "2", "1", "2", "3", "4"]);
    }

    #[test]
    fn tables_and_figures_are_numbered_by_chapter_where_the_manifest_says_so() {
        let table = "Table: t\n\n| a |\n|---|\n| b |\n\n";
        let parsed = |file: &str| (file.to_owned(), table.repeat(2));
        let texts = [parsed("preface.md"), parsed("a.md"), parsed("b.md"), parsed("notes.md")];
        let texts: Vec<(&str, &str)> = texts.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        let parts = vec![part("One", false, &["a.md", "b.md"])];
        let back = vec![MatterFile { file: file("notes.md"), kind: "appendix".to_owned() }];
        let manifest = Manifest { back, numbering: Numbering::Chapter, ..manifest(parts) };
        let (document, _) = of_manifest(manifest, &texts);
        let numbers: Vec<_> = document.numbers.values().map(ToString::to_string).collect();
        assert_eq!(numbers, ["1", "2", "1.1", "1.2", "2.1", "2.2", "3", "4"]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_an_error_with_the_nearest_name() {
        let files = [
            (
                "a.md",
                "# A {#alpha}\n\n[x](#alpah) [y](bb.md) [z](b.md#none) [ok](b.md) [ok](#s)\n\nx <span id=\"s\">y</span>",
            ),
            ("b.md", "# B"),
        ];
        let (document, diagnostics) = assembled(vec![part("One", false, &["a.md", "b.md"])], &files);
        assert!(diagnostics.iter().all(|fault| fault.code == Code::DeadLink && fault.severity == Severity::Error));
        let hints: Vec<_> = diagnostics.iter().map(|fault| fault.hint.as_deref().unwrap_or_default()).collect();
        assert_eq!(hints, ["did you mean `alpha`?", "did you mean `b.md`?", ""]);
        let place = document.anchors.get(&(0, "s".to_owned())).copied().map(|place| place.offset);
        assert_eq!(place, Some(2));
    }

    #[test]
    fn two_chapters_with_one_id_are_an_error() {
        let (_, diagnostics) =
            assembled(vec![part("One", false, &["a.md", "x/a.md"])], &[("a.md", "A"), ("x/a.md", "B")]);
        let codes: Vec<_> = diagnostics.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::DuplicateId]);
    }
}
