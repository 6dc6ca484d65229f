//! Small books made by hand, and what must be true of their e-books.

use super::walk::{Setting, Visitor, walk};
use super::write;
use crate::document::*;
use crate::edition::{Folio, PageKind, PageMap, PageMapEntry};
use crate::fonts::FontSet;
use crate::geometry::{Length, PageGeometry, Size};
use crate::language::Language;
use crate::loader::{Asset, Assets};
use crate::manifest::*;
use crate::source::{BookPath, SourceId, Span};
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::OnceLock;

const HOSTILE: &str = "a\"/><evil x=\" &<> \u{7}";

// ---- a tree by hand --------------------------------------------------------------------------

fn span() -> Span {
    Span::new(SourceId(0), 0..0)
}

fn language(tag: &str) -> Language {
    Language::new(tag).expect("a language tag")
}

fn path(name: &str) -> BookPath {
    BookPath::new(name).expect("a path of the book")
}

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), span: span() }
}

fn inline(kind: SpanKind, content: Vec<Inline>) -> Inline {
    Inline::Span(SpanInline { kind, attributes: Attributes::default(), content, span: span() })
}

fn foreign(tag: &str, words: &str) -> Inline {
    let attributes = Attributes { language: Some(language(tag)), ..Attributes::default() };
    Inline::Span(SpanInline { kind: SpanKind::Plain, attributes, content: vec![text(words)], span: span() })
}

fn named(id: &str, words: &str) -> Inline {
    let attributes = Attributes { id: Some(id.to_owned()), ..Attributes::default() };
    Inline::Span(SpanInline { kind: SpanKind::Plain, attributes, content: vec![text(words)], span: span() })
}

fn link(file: Option<&str>, id: Option<&str>, content: Vec<Inline>) -> Inline {
    let target = LinkTarget::Internal { file: file.map(path), id: id.map(str::to_owned) };
    inline(SpanKind::Link(target), content)
}

fn mark(note: u32) -> Inline {
    Inline::NoteMark { note, span: span() }
}

fn image(name: &str, alternative: &str) -> Image {
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
struct Numbering(u32);

impl Numbering {
    fn node(&mut self) -> NodeId {
        self.0 += 1;
        NodeId(self.0 - 1)
    }

    fn passage(&mut self, inlines: Vec<Inline>) -> Passage {
        Passage { node: self.node(), inlines }
    }

    fn block(&mut self, kind: impl FnOnce(&mut Self) -> BlockKind) -> Block {
        let node = self.node();
        let kind = kind(self);
        Block { node, attributes: Attributes::default(), marks: HandMarks::default(), span: span(), kind }
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) -> Block {
        self.block(|n| BlockKind::Paragraph(n.passage(inlines)))
    }

    fn plain(&mut self, words: &str) -> Block {
        self.paragraph(vec![text(words)])
    }

    fn heading(&mut self, level: u8, inlines: Vec<Inline>) -> Block {
        self.block(|n| BlockKind::Heading { level, title: n.passage(inlines) })
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[(Option<bool>, &[&str])]) -> Block {
        self.block(|n| {
            let item = |(checked, paragraphs): &(Option<bool>, &[&str])| ListItem {
                node: n.node(),
                checked: *checked,
                blocks: paragraphs.iter().map(|words| n.plain(words)).collect(),
            };
            BlockKind::List { start, tight, items: items.iter().map(item).collect() }
        })
    }

    fn table(&mut self, caption: &str, rows: &[&[&str]]) -> Block {
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

    fn note(&mut self, number: u32, blocks: impl FnOnce(&mut Self) -> Vec<Block>) -> Note {
        let node = self.node();
        Note { number, label: format!("n{number}"), blocks: blocks(self), node, span: span() }
    }
}

fn inline_cell(cell: &str) -> Vec<Inline> {
    if cell.is_empty() { Vec::new() } else { vec![text(cell)] }
}

fn with_attributes(mut block: Block, id: Option<&str>, classes: &[&str]) -> Block {
    block.attributes.id = id.map(str::to_owned);
    block.attributes.classes = classes.iter().map(|class| (*class).to_owned()).collect();
    block
}

fn chapter(name: &str, title: &str, fill: impl FnOnce(&mut Numbering) -> (Vec<Block>, Vec<Note>)) -> Chapter {
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

fn manifest() -> Manifest {
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
        self.document.numbers.insert(position, *number);
    }

    fn passage(&mut self, passage: &'a Passage, _: Setting, _: &'a Language) {
        self.inlines(&passage.inlines, passage.node);
    }
}

fn join(manifest: Manifest, chapters: Vec<(Matter, Chapter)>) -> Document {
    let chapters: Vec<PlacedChapter> =
        chapters.into_iter().map(|(matter, chapter)| PlacedChapter { chapter, matter }).collect();
    let files = (0..).zip(&chapters).map(|(index, placed)| (placed.chapter.path.clone(), index)).collect();
    let mut document = Document {
        manifest,
        chapters: chapters.clone(),
        anchors: BTreeMap::new(),
        files,
        numbers: BTreeMap::new(),
        outline: Vec::new(),
        index: Index::default(),
    };
    let mut counts = (0, 0);
    for (index, placed) in (0..).zip(&chapters) {
        walk(&placed.chapter, &mut Joiner { index, document: &mut document, counts: &mut counts });
    }
    document
}

// ---- the book of every construct --------------------------------------------------------------

fn preface() -> Chapter {
    chapter("preface", "Preface", |n| {
        let heading = n.heading(1, vec![text("Preface")]);
        let body = n.paragraph(vec![
            text("See "),
            link(Some("two.md"), Some("culture"), vec![text("culture")]),
            text(" and "),
            link(Some("nowhere.md"), None, vec![text("nowhere")]),
            text(", or "),
            inline(SpanKind::Link(LinkTarget::External("https://example.org/a b?q=[1]".into())), vec![text("the web")]),
            text("."),
        ]);
        (vec![heading, body], Vec::new())
    })
}

fn first_chapter() -> Chapter {
    chapter("one", "Learning", |n| {
        let mut blocks = vec![n.heading(1, vec![text("Learning "), foreign("ar", "تعلم"), text(" & more")])];
        blocks.push(n.paragraph(inlines_of_every_kind()));
        blocks.push(with_attributes(n.heading(2, vec![text("A section")]), Some("section \"x\""), &[]));
        blocks.push(n.heading(3, vec![text("Deeper")]));
        blocks.push(n.heading(4, vec![text("Deepest")]));
        let quote =
            n.block(|n| BlockKind::Quote { kind: QuoteKind::Quotation, blocks: vec![n.plain("Quoted words.")] });
        blocks.push(with_attributes(quote, None, &["epigraph", "unknown"]));
        let alerts = [QuoteKind::Note, QuoteKind::Tip, QuoteKind::Important, QuoteKind::Warning, QuoteKind::Caution];
        for kind in alerts {
            blocks.push(n.block(|n| BlockKind::Quote { kind, blocks: vec![n.plain("Take heed.")] }));
        }
        blocks.push(n.list(Some(4), true, &[(None, &["fourth item"]), (None, &["fifth item"])]));
        blocks.push(n.list(None, false, &[(None, &["loose one", "and more"]), (None, &["loose two"]), (None, &[])]));
        blocks.push(n.list(None, true, &[(Some(true), &["done"]), (Some(false), &["open"])]));
        blocks.push(n.block(|n| {
            let terms = vec![n.passage(vec![text("term")]), n.passage(vec![text("other term")])];
            let definitions = vec![vec![n.plain("first meaning")], vec![n.plain("second"), n.plain("meaning")]];
            BlockKind::Definitions(vec![DefinitionItem { terms, definitions }])
        }));
        blocks.push(n.block(|n| {
            let text = n.passage(vec![Inline::Code { text: "let a = 1 < 2;\n  b();\n".to_owned(), span: span() }]);
            BlockKind::Code { info: "rust".to_owned(), text }
        }));
        blocks.push(n.block(|_| BlockKind::ThematicBreak));
        let note = n.note(1, |n| vec![n.plain("The first note."), n.plain("Its second paragraph.")]);
        let list = n.note(2, |n| vec![n.list(None, true, &[(None, &["a note that is a list"])])]);
        (blocks, vec![note, list])
    })
}

fn inlines_of_every_kind() -> Vec<Inline> {
    let definition = |content| inline(SpanKind::Definition, content);
    vec![
        text("Emphasis "),
        inline(SpanKind::Emphasis, vec![text("one "), inline(SpanKind::Strong, vec![text("two")])]),
        text(" struck "),
        inline(SpanKind::Strikethrough, vec![text("out")]),
        inline(SpanKind::Isolate, vec![text(" isolate ")]),
        inline(SpanKind::Cite, vec![text("A Work")]),
        inline(SpanKind::Quote, vec![text(" “quoted”")]),
        inline(SpanKind::Abbreviation(HOSTILE.to_owned()), vec![text(" abbr")]),
        definition(vec![text(" defined "), definition(vec![text("twice")])]),
        inline(SpanKind::Small, vec![text(" small")]),
        text("x"),
        inline(SpanKind::Superscript, vec![text("2")]),
        inline(SpanKind::Subscript, vec![text("i")]),
        inline(SpanKind::Index(vec![IndexTerm(vec!["entry".to_owned()])]), vec![text(" indexed")]),
        Inline::BreakOpportunity,
        Inline::LineBreak,
        Inline::Code { text: "code &".to_owned(), span: span() },
        Inline::Math { source: "a^2 < b".to_owned(), display: false, span: span() },
        text(" of "),
        foreign("am", "አዲስ አበባ"),
        text(" and "),
        foreign("ko", "남양주시"),
        mark(0),
        text(" in "),
        link(None, Some("section \"x\""), vec![text("a link"), mark(1)]),
        text(" again"),
        mark(0),
        named("here", " a named place"),
        Inline::Image(image("dot.png", "A dot")),
        Inline::Image(image("missing.png", "a missing image")),
        text(&format!(" {HOSTILE}")),
    ]
}

fn second_chapter() -> Chapter {
    chapter("two", "Beijing", |n| {
        let mut blocks = vec![n.heading(1, vec![text("Beijing")])];
        blocks.push(n.paragraph(vec![
            text("The capital, "),
            foreign("zh-Hans", "北京市位于华北"),
            text(", and "),
            foreign("ar", "مدينة عمان"),
            text(" too. "),
            link(Some("one.md"), Some("here"), vec![text("There")]),
            text("."),
        ]));
        blocks.push(with_attributes(n.heading(2, vec![text("Culture")]), Some("culture"), &[]));
        let rows: [&[&str]; 3] = [&["City", "Year", "People"], &["Beijing", "2013", "21"], &["Amman", "2015", ""]];
        blocks.push(n.table("Cities in numbers", &rows));
        let facts: [&[&str]; 3] = [&["", ""], &["Country", "China"], &["Region", "Asia"]];
        blocks.push(with_attributes(n.table("Facts", &facts), Some("facts"), &["factbox"]));
        blocks.push(n.table("Wide", &[&["a1", "b1", "c1", "d1", "e1"], &["one", "two", "three", "four", "five"]]));
        blocks.push(n.block(|n| {
            let caption = Some(Caption { text: n.passage(vec![text("A dot, "), mark(0), text(" drawn")]) });
            BlockKind::Figure { image: Image { width: Some(605), ..image("dot.png", "A dot") }, caption }
        }));
        blocks.push(n.block(|n| {
            let data = n.passage(vec![text("kind = \"bar\"\n")]);
            let caption = Some(Caption { text: n.passage(vec![text("A chart")]) });
            BlockKind::Drawing { kind: DrawingKind::Chart, data, caption }
        }));
        let note = n.note(1, |n| vec![n.plain("A note of the second chapter.")]);
        (blocks, vec![note])
    })
}

fn glossary() -> Chapter {
    chapter("glossary", "Glossary", |n| {
        (vec![n.heading(1, vec![text("Glossary")]), n.plain("Words and what they mean.")], Vec::new())
    })
}

fn book() -> Document {
    join(
        manifest(),
        vec![
            (Matter::Front("preface".to_owned()), preface()),
            (Matter::Body(Some(0)), first_chapter()),
            (Matter::Body(Some(1)), second_chapter()),
            (Matter::Back("glossary".to_owned()), glossary()),
        ],
    )
}

/// A page at every sort of place: each node of the book, and some bytes into each passage.
fn map_of(document: &Document) -> PageMap {
    let mut folio = 0;
    let mut entries = Vec::new();
    let mut page = |kind| {
        folio += 1;
        let folio = if folio < 9 { Folio::Roman(folio) } else { Folio::Arabic(folio - 8) };
        entries.push(PageMapEntry { folio, kind });
    };
    [PageKind::Title, PageKind::Blank, PageKind::Imprint, PageKind::Contents].into_iter().for_each(&mut page);
    for (chapter, placed) in document.indexed() {
        if chapter == 1 {
            page(PageKind::Part(0));
        }
        let mut places = Places(Vec::new());
        walk(&placed.chapter, &mut places);
        for (node, offset) in places.0 {
            page(PageKind::Text(TextPosition { chapter, node, offset }));
        }
    }
    PageMap { pages: entries, ..PageMap::default() }
}

struct Places(Vec<(NodeId, u32)>);

impl<'a> Visitor<'a> for Places {
    fn node(&mut self, node: NodeId) {
        self.0.push((node, 0));
    }
    fn block(&mut self, _: &'a Block) {}
    fn passage(&mut self, passage: &'a Passage, _: Setting, _: &'a Language) {
        let length = u32::try_from(passage.text().len()).expect("short text");
        if length > 3 {
            self.0.extend([(passage.node, length / 2), (passage.node, length - 1)]);
        }
    }
}

fn assets() -> Assets {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("written to memory");
    writer.write_image_data(&[0, 255, 255, 0]).expect("written to memory");
    writer.finish().expect("written to memory");
    let raster = crate::graphics::inspect(&bytes).expect("a small image");
    let asset = Asset { bytes: bytes.into(), hash: [0; 32], raster };
    Assets::new(BTreeMap::from([(path("dot.png"), asset)]))
}

fn fonts() -> &'static FontSet {
    static FONTS: OnceLock<FontSet> = OnceLock::new();
    FONTS.get_or_init(|| FontSet::builtin(&FontChoice::default()).0)
}

// ---- reading it back ---------------------------------------------------------------------------

fn epub(document: &Document, map: &PageMap) -> Vec<u8> {
    write(document, map, fonts(), &assets()).expect("an e-book")
}

fn whole() -> &'static BTreeMap<String, String> {
    static FILES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    FILES.get_or_init(|| {
        let document = book();
        files(&epub(&document, &map_of(&document)))
    })
}

/// The text files of an e-book by name.
fn files(epub: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("whole entries");
        if let Ok(text) = String::from_utf8(bytes) {
            files.insert(file.name().trim_start_matches("OEBPS/").to_owned(), text);
        }
    }
    files
}

/// Elements of a file in order: name and attributes.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("well-formed attributes");
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("known entities");
                    (attribute.key.as_ref().to_owned(), value.into_owned())
                });
                elements.push((tag.name().as_ref().to_owned(), attributes.collect()));
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

/// The text of a file without its markup.
fn words(xml: &str) -> String {
    let body = xml.split_once("<body").expect("a body").1;
    let mut text = String::new();
    let mut inside = true;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn with<'a>(files: &'a BTreeMap<String, String>, name: &str, value: &str) -> Vec<(&'a str, BTreeMap<String, String>)> {
    let pages = files.iter().filter(|(file, _)| file.ends_with(".xhtml"));
    let found = pages.flat_map(|(file, xml)| elements(xml).into_iter().map(move |(_, all)| (file.as_str(), all)));
    found.filter(|(_, all)| all.get(name).is_some_and(|other| other == value)).collect()
}

// ---- the rules ---------------------------------------------------------------------------------

#[test]
fn every_file_is_well_formed_and_its_ids_are_unique() {
    for (name, xml) in
        whole().iter().filter(|(name, _)| name.ends_with("html") || name.ends_with("opf") || name.ends_with("ncx"))
    {
        let ids: Vec<String> = elements(xml).into_iter().filter_map(|(_, mut all)| all.remove("id")).collect();
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{name}");
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')), "{name}");
    }
}

#[test]
fn every_link_inside_the_book_leads_to_an_id() {
    let files = whole();
    let targets: BTreeSet<String> = files
        .iter()
        .flat_map(|(name, xml)| {
            let ids = if name.ends_with("xhtml") { elements(xml) } else { Vec::new() };
            ids.into_iter().filter_map(move |(_, mut all)| Some(format!("{name}#{}", all.remove("id")?)))
        })
        .collect();
    for (name, xml) in files.iter().filter(|(name, _)| name.ends_with("html") || name.ends_with("ncx")) {
        for (element, all) in elements(xml) {
            let Some(address) = all.get("href").or(all.get("src")) else { continue };
            if element == "link" || element == "img" || address.starts_with("http") {
                continue;
            }
            let whole = if address.starts_with('#') { format!("{name}{address}") } else { address.clone() };
            assert!(targets.contains(&whole) || files.contains_key(&whole), "{name}: {whole}");
        }
    }
}

#[test]
fn every_page_with_text_has_one_break_in_reading_order_and_one_entry() {
    let document = book();
    let map = map_of(&document);
    let expected: Vec<String> = map
        .pages
        .iter()
        .filter(|entry| !matches!(entry.kind, PageKind::Blank | PageKind::Contents))
        .map(|entry| entry.folio.to_string())
        .collect();
    let files = files(&epub(&document, &map));
    let spine: Vec<String> = elements(&files["content.opf"])
        .into_iter()
        .filter(|(name, _)| name == "itemref")
        .filter_map(|(_, mut all)| Some(all.remove("idref")?.replace("-xhtml", ".xhtml")))
        .collect();
    let breaks: Vec<(String, String)> = spine
        .iter()
        .flat_map(|file| elements(&files[file]).into_iter().map(move |(_, all)| (file.clone(), all)))
        .filter(|(_, all)| all.get("epub:type").is_some_and(|kind| kind == "pagebreak"))
        .map(|(file, all)| (format!("{file}#{}", all["id"]), all["aria-label"].clone()))
        .collect();
    let labels: Vec<&String> = breaks.iter().map(|(_, label)| label).collect();
    assert_eq!(labels, expected.iter().collect::<Vec<_>>());
    let list = files["nav.xhtml"].split_once("<nav epub:type=\"page-list\"").expect("a page list").1;
    let list = format!("<nav{}</nav>", list.split("</nav>").next().expect("its end"));
    let listed: Vec<String> = elements(&list).into_iter().filter_map(|(_, mut all)| all.remove("href")).collect();
    assert_eq!(listed, breaks.iter().map(|(address, _)| address.clone()).collect::<Vec<_>>());
    assert_eq!(files["toc.ncx"].matches("<pageTarget").count(), expected.len());
}

#[test]
fn a_page_begins_at_the_very_place_and_never_within_a_word() {
    let one = chapter("one", "One", |n| (vec![n.plain("Before the page turns."), n.plain("Next.")], Vec::new()));
    let document = join(manifest(), vec![(Matter::Body(None), one)]);
    let page = |number, node, offset| PageMapEntry {
        folio: Folio::Arabic(number),
        kind: PageKind::Text(TextPosition { chapter: 0, node: NodeId(node), offset }),
    };
    let map = PageMap { pages: vec![page(1, 0, 0), page(2, 1, 13), page(3, 3, 0)], ..PageMap::default() };
    let files = files(&epub(&document, &map));
    let mark =
        |n: u32| format!("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-{n}\" aria-label=\"{n}\"/>");
    let expected = format!("{}<p>Before the {}page turns.</p>\n{}<p>Next.</p>", mark(1), mark(2), mark(3));
    assert!(files["c001.xhtml"].contains(&expected), "{}", files["c001.xhtml"]);
}

#[test]
fn without_a_page_list_no_page_is_marked_and_no_source_named() {
    let mut document = book();
    document.manifest.output.page_list = false;
    document.manifest.output.fonts = false;
    let files = files(&epub(&document, &map_of(&document)));
    assert!(files.values().all(|text| !text.contains("pagebreak") && !text.contains("page-list")));
    assert!(!files["content.opf"].contains("pageBreakSource") && !files["content.opf"].contains("font"));
    assert!(!files["book.css"].contains("@font-face"));
}

#[test]
fn every_mark_leads_to_its_note_and_back() {
    let files = whole();
    let references = with(files, "role", "doc-noteref");
    let backlinks = with(files, "role", "doc-backlink");
    assert_eq!((references.len(), backlinks.len(), with(files, "role", "doc-footnote").len()), (4, 4, 3));
    for (file, reference) in &references {
        let back = |(other, link): &&(&str, BTreeMap<String, String>)| {
            other == file && link["href"] == format!("#{}", reference["id"])
        };
        let link = backlinks.iter().find(back).expect("a link back");
        assert!(link.1["aria-label"].contains("Back to the text"));
    }
}

#[test]
fn every_run_of_another_language_says_so_in_text_and_contents() {
    let files = whole();
    for (tag, direction, count) in [("ar", "rtl", 3), ("am", "ltr", 1), ("ko", "ltr", 1), ("zh-Hans", "ltr", 2)] {
        let runs = with(files, "lang", tag);
        assert_eq!(runs.len(), count, "{tag}");
        assert!(runs.iter().all(|(_, all)| all["xml:lang"] == tag && all["dir"] == direction));
        assert!(files["content.opf"].contains(&format!("<dc:language>{tag}</dc:language>")));
    }
    assert!(
        files["nav.xhtml"].contains("Learning <span lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">تعلم</span> &amp; more")
    );
}

#[test]
fn hostile_titles_stay_text() {
    for (name, text) in whole() {
        assert!(!text.contains("<evil"), "{name}");
    }
    let title = "<dc:title id=\"title\">Cities a&quot;/&gt;&lt;evil x=&quot; &amp;&lt;&gt; \u{FFFD}</dc:title>";
    assert!(whole()["content.opf"].contains(title));
}

#[test]
fn every_word_of_the_document_is_in_its_file_in_order() {
    struct Words(Vec<String>);
    impl<'a> Visitor<'a> for Words {
        fn node(&mut self, _: NodeId) {}
        fn block(&mut self, _: &'a Block) {}
        fn passage(&mut self, passage: &'a Passage, _: Setting, _: &'a Language) {
            self.0.extend(passage.text().replace('\u{7}', "\u{FFFD}").split_whitespace().map(str::to_owned));
        }
    }
    for (index, placed) in book().indexed() {
        let mut expected = Words(Vec::new());
        walk(&placed.chapter, &mut expected);
        let written = words(&whole()[&super::spine::chapter_file(index)]);
        let mut rest = written.as_str();
        for word in expected.0 {
            // Marks of notes may stand within what the document has as one word.
            let at = rest.find(&word).unwrap_or_else(|| panic!("{word} is missing in chapter {index}"));
            rest = &rest[at + word.len()..];
        }
    }
}

#[test]
fn the_archive_starts_with_its_mimetype_and_has_one_time_and_one_order() {
    let document = book();
    let bytes = epub(&document, &map_of(&document));
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).expect("an entry");
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
        assert_eq!(file.extra_data().unwrap_or_default().len(), 0);
        assert!(file.name().bytes().all(|b| b.is_ascii_alphanumeric() || b"./-".contains(&b) || b == b'_'));
        names.push(file.name().to_owned());
    }
    let start = ["mimetype", "META-INF/container.xml", "OEBPS/content.opf", "OEBPS/nav.xhtml", "OEBPS/toc.ncx"];
    assert_eq!(names[..5], start);
    assert!(names[5..].is_sorted());
}

#[test]
fn the_bytes_are_the_same_on_one_two_and_eight_threads() {
    let document = book();
    let map = map_of(&document);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| epub(&document, &map))
    };
    let one = on(1);
    assert!(one == on(1) && one == on(2) && one == on(8));
}

#[test]
fn the_book_carries_the_fonts_of_its_scripts_with_their_licences() {
    let files = whole();
    let package = &files["content.opf"];
    let fonts = package.matches("media-type=\"font/").count();
    assert_eq!(package.matches("rel=\"dcterms:license\"").count(), fonts);
    let css = &files["book.css"];
    assert_eq!(css.matches("@font-face").count(), fonts);
    for range in ["U+600-6FF", "U+1200-12FF", "U+4E00-4FFF"] {
        assert!(css.contains(range), "{range}");
    }
    assert!(files["imprint.xhtml"].contains("Source Serif 4"));
}

#[test]
fn a_book_in_one_script_carries_no_face_of_another() {
    let plain = chapter("one", "One", |n| (vec![n.heading(1, vec![text("One")]), n.plain("Plain text.")], Vec::new()));
    let mut manifest = manifest();
    manifest.parts.clear();
    let document = join(manifest, vec![(Matter::Body(None), plain)]);
    let files = files(&epub(&document, &PageMap::default()));
    assert_eq!(files["content.opf"].matches("media-type=\"font/").count(), 2);
    assert!(!files["book.css"].contains("book-script"));
}

#[test]
fn chinese_and_korean_in_one_book_get_their_own_face_by_language() {
    let han = chapter("han", "Han", |n| {
        (vec![n.paragraph(vec![foreign("zh-Hans", "山水"), text(" "), foreign("ko", "山水")])], Vec::new())
    });
    let document = join(manifest(), vec![(Matter::Body(None), han)]);
    let css = files(&epub(&document, &PageMap::default())).remove("book.css").expect("a style sheet");
    let rule = |tag: &str| css.lines().find(|line| line.starts_with(&format!(":lang({tag}) {{"))).expect("a rule");
    assert_ne!(rule("zh").split_once('{').expect("a rule").1, rule("ko").split_once('{').expect("a rule").1);
}

#[test]
fn no_more_is_claimed_than_the_content_bears_out() {
    let bare = chapter("bare", "Bare", |n| {
        let image = Image { decorative: false, ..image("dot.png", "") };
        (vec![n.block(|_| BlockKind::Figure { image, caption: None }), n.table("t", &[&[""], &["x"]])], Vec::new())
    });
    let document = join(manifest(), vec![(Matter::Body(None), bare)]);
    let package = files(&epub(&document, &PageMap::default())).remove("content.opf").expect("a package");
    for claim in ["alternativeText", "pageNavigation", "Sufficient\">textual<", "headers", "conformsTo", "certifiedBy"]
    {
        assert!(!package.contains(claim), "{claim}");
    }
}

#[test]
fn tables_say_what_their_head_cells_are_for() {
    let two = &whole()["c003.xhtml"];
    assert!(two.contains("<th scope=\"col\">"));
    assert_eq!(two.matches("<th scope=\"row\">").count(), 2);
    assert!(two.contains("<span class=\"label\">Table 1</span> "));
    assert!(two.contains("data-label=\"e1\""));
    let heads = elements(two).into_iter().filter(|(name, _)| name == "th");
    assert!(heads.into_iter().all(|(_, all)| all.contains_key("scope")));
}

#[test]
fn a_book_without_contents_to_speak_of_is_still_whole() {
    let empty = chapter("empty", "", |_| (Vec::new(), Vec::new()));
    let document = join(manifest(), vec![(Matter::Body(None), empty)]);
    let files = files(&epub(&document, &PageMap::default()));
    assert!(files["nav.xhtml"].contains("<a href=\"c001.xhtml\">empty</a>"));
}

#[test]
#[ignore = "writes a file for outside validators to the path in EPUB_OUT"]
fn write_the_book_of_every_construct() {
    let document = book();
    let map = map_of(&document);
    let target = std::env::var("EPUB_OUT").expect("a path");
    std::fs::write(&target, epub(&document, &map)).expect("a file that can be written");
    let folios = map.pages.iter().filter(|entry| !matches!(entry.kind, PageKind::Blank | PageKind::Contents));
    let folios: String = folios.map(|entry| format!("{}\t\n", entry.folio)).collect();
    std::fs::write(format!("{target}.folios"), folios).expect("a file that can be written");
}
