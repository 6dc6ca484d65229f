//! A document by hand: inlines, blocks, chapters and the manifest around them.

use crate::document::*;
use crate::epub::walk::{Setting, Visitor, walk};
use crate::geometry::{Length, PageGeometry, Size};
use crate::language::Language;
use crate::manifest::*;
use crate::source::{BookPath, SourceId, Span};
use std::collections::BTreeMap;

pub const HOSTILE: &str = "a\"/><evil x=\" &<> \u{7}";

pub fn span() -> Span {
    Span::new(SourceId(0), 0..0)
}

pub fn language(tag: &str) -> Language {
    Language::new(tag).expect("a language tag")
}

pub fn path(name: &str) -> BookPath {
    BookPath::new(name).expect("a path of the book")
}

pub fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), span: span() }
}

pub fn inline(kind: SpanKind, content: Vec<Inline>) -> Inline {
    Inline::Span(SpanInline { kind, attributes: Attributes::default(), content, span: span() })
}

pub fn foreign(tag: &str, words: &str) -> Inline {
    let attributes = Attributes { language: Some(language(tag)), ..Attributes::default() };
    Inline::Span(SpanInline { kind: SpanKind::Plain, attributes, content: vec![text(words)], span: span() })
}

pub fn named(id: &str, words: &str) -> Inline {
    let attributes = Attributes { id: Some(id.to_owned()), ..Attributes::default() };
    Inline::Span(SpanInline { kind: SpanKind::Plain, attributes, content: vec![text(words)], span: span() })
}

pub fn link(file: Option<&str>, id: Option<&str>, content: Vec<Inline>) -> Inline {
    let target = LinkTarget::Internal { file: file.map(path), id: id.map(str::to_owned) };
    inline(SpanKind::Link(target), content)
}

pub fn mark(note: u32) -> Inline {
    Inline::NoteMark { note, span: span() }
}

pub fn image(name: &str, alternative: &str) -> Image {
    Image {
        path: path(name),
        alternative: alternative.to_owned(),
        decorative: alternative.is_empty(),
        width: None,
        attributes: Attributes::default(),
        span: span(),
    }
}

/// Numbers nodes in the order in which they are made.
#[derive(Default)]
pub struct Numbering(u32);

impl Numbering {
    pub fn node(&mut self) -> NodeId {
        self.0 += 1;
        NodeId(self.0 - 1)
    }

    pub fn passage(&mut self, inlines: Vec<Inline>) -> Passage {
        Passage { node: self.node(), inlines }
    }

    pub fn block(&mut self, kind: impl FnOnce(&mut Self) -> BlockKind) -> Block {
        let node = self.node();
        let kind = kind(self);
        Block { node, attributes: Attributes::default(), marks: HandMarks::default(), span: span(), kind }
    }

    pub fn paragraph(&mut self, inlines: Vec<Inline>) -> Block {
        self.block(|n| BlockKind::Paragraph(n.passage(inlines)))
    }

    pub fn plain(&mut self, words: &str) -> Block {
        self.paragraph(vec![text(words)])
    }

    pub fn heading(&mut self, level: u8, inlines: Vec<Inline>) -> Block {
        self.block(|n| BlockKind::Heading { level, title: n.passage(inlines) })
    }

    pub fn list(&mut self, start: Option<u64>, tight: bool, items: &[(Option<bool>, &[&str])]) -> Block {
        self.block(|n| {
            let item = |(checked, paragraphs): &(Option<bool>, &[&str])| ListItem {
                node: n.node(),
                checked: *checked,
                blocks: paragraphs.iter().map(|words| n.plain(words)).collect(),
            };
            BlockKind::List { start, tight, items: items.iter().map(item).collect() }
        })
    }

    pub fn table(&mut self, caption: &str, rows: &[&[&str]]) -> Block {
        self.block(|n| {
            let mut row = |cells: &&[&str]| TableRow {
                node: n.node(),
                cells: cells.iter().map(|cell| n.passage(inline_cell(cell))).collect(),
            };
            let head = row(&rows[0]);
            let rows: Vec<TableRow> = rows[1..].iter().map(row).collect();
            // The caption's node comes after the rows, as where it stands below them.
            let caption = Some(Caption { text: n.passage(vec![text(caption)]) });
            let aligned = [ColumnAlignment::Start, ColumnAlignment::Centre, ColumnAlignment::End];
            let columns = (0..head.cells.len()).map(|column| aligned[column % 3]).collect();
            BlockKind::Table(Table { columns, head, rows, caption })
        })
    }

    pub fn note(&mut self, number: u32, blocks: impl FnOnce(&mut Self) -> Vec<Block>) -> Note {
        let node = self.node();
        Note { number, label: format!("n{number}"), blocks: blocks(self), node, span: span() }
    }
}

fn inline_cell(cell: &str) -> Vec<Inline> {
    if cell.is_empty() { Vec::new() } else { vec![text(cell)] }
}

pub fn with_attributes(mut block: Block, id: Option<&str>, classes: &[&str]) -> Block {
    block.attributes.id = id.map(str::to_owned);
    block.attributes.classes = classes.iter().map(|class| (*class).to_owned()).collect();
    block
}

pub fn chapter(name: &str, title: &str, fill: impl FnOnce(&mut Numbering) -> (Vec<Block>, Vec<Note>)) -> Chapter {
    let mut numbering = Numbering::default();
    let (blocks, notes) = fill(&mut numbering);
    Chapter {
        source: SourceId(0),
        path: path(&format!("{name}.md")),
        id: name.to_owned(),
        language: language("en-GB"),
        title: title.to_owned(),
        blocks,
        notes,
        nodes: numbering.0,
    }
}

pub fn manifest() -> Manifest {
    let person = |name: &str, role: &str| Contributor { name: name.to_owned(), file_as: None, role: role.to_owned() };
    let file = |name: &str| ChapterFile { path: path(name), span: span() };
    let place = Place {
        country: Some("China".to_owned()),
        region: Some("Asia & the Pacific".to_owned()),
        location: None,
        names: vec![(language("zh-Hans"), "北京市".to_owned())],
    };
    Manifest {
        metadata: Metadata {
            title: format!("Cities {HOSTILE}"),
            subtitle: Some("A book & its <parts>".to_owned()),
            language: language("en-GB"),
            contributors: vec![person("A. Author", "aut"), person("E. Editor", "edt")],
            publisher: Some("City Press & Sons".to_owned()),
            date: Some("2026-11-30".to_owned()),
            modified: 0,
            edition: Some("1".to_owned()),
            revision: Some(2),
            rights: Some("CC BY-SA 4.0".to_owned()),
            description: Some("Cities that learn.".to_owned()),
            subjects: vec!["Cities and towns".to_owned()],
            isbn_print: Some("9780000000002".to_owned()),
            isbn_epub: Some("9780000000019".to_owned()),
            imprint: Vec::new(),
            series: Some(Series { title: "Lands".to_owned(), number: Some(2), volumes: Vec::new() }),
        },
        root: None,
        front: Vec::new(),
        parts: vec![
            Part { title: Some("Part & one".to_owned()), place: None, chapters: vec![file("one.md")] },
            Part { title: Some("Beijing".to_owned()), place: Some(place), chapters: vec![file("two.md")] },
        ],
        back: Vec::new(),
        index: IndexChoice::default(),
        lists: true,
        half_title: true,
        numbering: Default::default(),
        certification: Some(Certification {
            level: "AA".to_owned(),
            certified_by: "C. Checker".to_owned(),
            credential: Some("Trusted tester".to_owned()),
            report: Some("https://example.org/report".to_owned()),
        }),
        page: PageGeometry {
            trim: Size { width: Length::pt(480), height: Length::pt(680) },
            bleed: Length::ZERO,
            inner: Length::pt(60),
            outer: Length::pt(60),
            head: Length::pt(60),
            leading: Length::pt(14),
            lines: 37,
        },
        text_size: Length::pt(10),
        fonts: FontChoice::default(),
        look: LookChoice::default(),
        print: Default::default(),
        cover: None,
        output: OutputChoice {
            name: "cities".to_owned(),
            epub: true,
            print: true,
            screen: true,
            page_list: true,
            fonts: true,
        },
    }
}

/// Finds names, headings and numbered things of a chapter.
struct Joiner<'d> {
    index: u32,
    document: &'d mut Document,
    counts: &'d mut (u32, u32),
}

impl Joiner<'_> {
    fn position(&self, node: NodeId) -> TextPosition {
        TextPosition { chapter: self.index, node, offset: 0 }
    }

    fn name(&mut self, attributes: &Attributes, node: NodeId) {
        if let Some(id) = &attributes.id {
            self.document.anchors.insert((self.index, id.clone()), self.position(node));
        }
    }

    fn inlines(&mut self, inlines: &[Inline], node: NodeId) {
        for inline in inlines {
            if let Inline::Span(span) = inline {
                self.name(&span.attributes, node);
                self.inlines(&span.content, node);
            }
        }
    }
}

impl<'a> Visitor<'a> for Joiner<'_> {
    fn node(&mut self, _: NodeId) {}

    fn block(&mut self, block: &'a Block) {
        self.name(&block.attributes, block.node);
        let position = self.position(block.node);
        let number = match &block.kind {
            BlockKind::Heading { level, title } => {
                let (title, plain) = (title.clone(), title.text());
                self.document.outline.push(OutlineEntry { position, level: *level, title, plain });
                return;
            }
            BlockKind::Table(_) => &mut self.counts.0,
            BlockKind::Figure { .. } | BlockKind::Drawing { .. } => &mut self.counts.1,
            _ => return,
        };
        *number += 1;
        self.document.numbers.insert(position, CaptionNumber { chapter: None, count: *number });
    }

    fn passage(&mut self, passage: &'a Passage, _: Setting, _: &'a Language) {
        self.inlines(&passage.inlines, passage.node);
    }
}

pub fn join(manifest: Manifest, chapters: Vec<(Matter, Chapter)>) -> Document {
    let chapters: Vec<PlacedChapter> =
        chapters.into_iter().map(|(matter, chapter)| PlacedChapter { chapter, matter }).collect();
    let files = (0..).zip(&chapters).map(|(index, placed)| (placed.chapter.path.clone(), index)).collect();
    let mut document = Document {
        manifest,
        chapters: chapters.clone(),
        anchors: BTreeMap::new(),
        files,
        numbers: BTreeMap::new(),
        terms: BTreeMap::new(),
        outline: Vec::new(),
        index: Index::default(),
    };
    let mut counts = (0, 0);
    for (index, placed) in (0..).zip(&chapters) {
        walk(&placed.chapter, &mut Joiner { index, document: &mut document, counts: &mut counts });
    }
    document
}
