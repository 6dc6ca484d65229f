//! The book of every construct, with a page at every sort of place.

use super::tree::*;
use crate::document::*;
use crate::edition::{Folio, PageKind, PageMap, PageMapEntry};
use crate::epub::walk::{Setting, Visitor, walk};
use crate::fonts::FontSet;
use crate::language::Language;
use crate::loader::{Asset, Assets};
use crate::manifest::FontChoice;
use std::collections::BTreeMap;
use std::sync::OnceLock;

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

pub fn book() -> Document {
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
pub fn map_of(document: &Document) -> PageMap {
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

pub fn assets() -> Assets {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("written to memory");
    writer.write_image_data(&[0, 255, 255, 0]).expect("written to memory");
    writer.finish().expect("written to memory");
    let raster = crate::graphics::inspect(&bytes).expect("a small image");
    let asset = Asset { bytes: bytes.into(), hash: [0; 32], picture: crate::graphics::Picture::Raster(raster) };
    Assets::new(BTreeMap::from([(path("dot.png"), asset)]))
}

pub fn fonts() -> &'static FontSet {
    static FONTS: OnceLock<FontSet> = OnceLock::new();
    FONTS.get_or_init(|| FontSet::builtin(&FontChoice::default()).0)
}
