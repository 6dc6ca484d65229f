//! Small books through the whole way, and what must be true of their files: read back by a small
//! reader that follows fonts, character maps and marked text.

use super::{Plan, Profile, plan, write};
use crate::document::{Document, assemble};
use crate::edition::{Edition, EditionPage};
use crate::fonts::FontSet;
use crate::frozen::Breaks;
use crate::geometry::{Length, PageGeometry, Point, Size};
use crate::graphics::{Drawing, Picture, Segment, Shape, Stroke, illustrate, inspect};
use crate::language::Language;
use crate::layout::layout;
use crate::loader::{Asset, Assets};
use crate::manifest::*;
use crate::markup::{Context, parse};
use crate::shaping::Shaper;
use crate::source::{BookPath, SourceId, Span};
use crate::style::{Ink, sheet};
use crate::typeset::{ItemContent, ItemRole, PageItem};
use lopdf::content::Operation;
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

mod clauses;
mod limits;
mod reader;
mod structure;
mod tree;

use reader::{Reader, Shown};

// ---- a book ----------------------------------------------------------------------------------

fn fonts() -> Arc<FontSet> {
    static FONTS: OnceLock<Arc<FontSet>> = OnceLock::new();
    let load = || Arc::new(FontSet::builtin(&FontChoice::default()).0);
    Arc::clone(FONTS.get_or_init(load))
}

fn geometry() -> PageGeometry {
    PageGeometry {
        trim: Size::new(Length::micrometres(120_000), Length::micrometres(180_000)),
        bleed: Length::micrometres(3000),
        inner: Length::micrometres(18_000),
        outer: Length::micrometres(22_000),
        head: Length::micrometres(18_000),
        leading: Length::pt(14),
        lines: 28,
    }
}

fn manifest(front: &[&str], chapters: &[&str]) -> Manifest {
    let span = Span::new(SourceId(0), 0..0);
    let file = |name: &&str| ChapterFile { path: path(name), span };
    Manifest {
        metadata: Metadata {
            title: "Städte".to_owned(),
            subtitle: None,
            language: Language::new("en-GB").expect("a language tag"),
            contributors: vec![Contributor { name: "A. Writer".to_owned(), file_as: None, role: "aut".to_owned() }],
            publisher: None,
            date: None,
            modified: 1_796_083_200,
            edition: None,
            revision: None,
            rights: None,
            description: None,
            subjects: vec![],
            isbn_print: None,
            isbn_epub: None,
            imprint: Vec::new(),
            series: None,
        },
        root: None,
        front: front.iter().map(|name| MatterFile { file: file(name), kind: "preface".to_owned() }).collect(),
        parts: vec![Part { title: None, place: None, chapters: chapters.iter().map(file).collect() }],
        back: vec![],
        index: IndexChoice::default(),
        lists: true,
        half_title: true,
        numbering: Default::default(),
        certification: None,
        page: geometry(),
        text_size: Length::millipt(10_500),
        fonts: FontChoice::default(),
        look: LookChoice::default(),
        print: Default::default(),
        cover: None,
        output: OutputChoice {
            name: "book".to_owned(),
            epub: false,
            print: true,
            screen: true,
            page_list: false,
            fonts: false,
        },
    }
}

fn path(name: &str) -> BookPath {
    BookPath::new(name).expect("a path of the book")
}

struct Book {
    document: Document,
    edition: Edition,
    assets: Assets,
}

/// A book of these chapters by name; those named `front…` are front matter.
fn book(chapters: &[(&str, &str)]) -> Book {
    book_in(LookChoice::default(), chapters)
}

/// The same in another look.
fn book_in(look: LookChoice, chapters: &[(&str, &str)]) -> Book {
    let names = |front: bool| -> Vec<&str> {
        chapters.iter().map(|(name, _)| *name).filter(|name| name.starts_with("front") == front).collect()
    };
    let manifest = Manifest { look, ..manifest(&names(true), &names(false)) };
    let language = manifest.metadata.language.clone();
    let read = |(number, (name, text)): (u32, &(&str, &str))| {
        parse(text, &Context { source: SourceId(number), path: path(name), language: language.clone() }).0
    };
    let (document, _) = assemble(manifest, (0..).zip(chapters).map(read).collect());
    let assets = Assets::default();
    let shaper = Shaper::new(fonts());
    let (drawings, _) = illustrate(&document, &sheet(&document.manifest), &shaper, document.manifest.page.measure());
    let (edition, _) = layout(&document, &sheet(&document.manifest), &shaper, &assets, &drawings, &Breaks::default());
    Book { document, edition, assets }
}

impl Book {
    fn plan(&self) -> Plan<'_> {
        plan(&self.edition, &self.document, &fonts(), &self.assets, None).expect("a plan")
    }

    fn bytes(&self, profile: Profile) -> Vec<u8> {
        write(&self.plan(), profile).expect("a file")
    }

    fn file(&self, profile: Profile) -> Reader {
        Reader::new(&self.bytes(profile))
    }

    /// The same with `content` alone on its first page, 10 pt from the left and 20 pt from the head.
    fn with(mut self, content: ItemContent) -> Self {
        let role = ItemRole::Content(Default::default());
        let page = &mut self.edition.pages[0];
        page.origin = Point::default();
        page.body.items = vec![PageItem { origin: Point::new(Length::pt(10), Length::pt(20)), content, role }];
        page.furniture.clear();
        self
    }
}

const WORDS: &str = "The office of efficient affairs fills difficult afternoons with waffle, fluffy \
    configuration and inexhaustible administrative correspondence about lifelong learning in municipalities. ";

/// A table that is wider than the page.
const TURNED: &str = "| A | Word | As | Wide | As | None |\n|---|--:|---|---|---|---|\n\
    | Neighbourhoods | Apprenticeships 1.5 | Microcredentials | Municipalities | Intergenerational | [One](#title)[^w] |\n\n\
    [^w]: A *note* in the foot.\n";

// ---- rules -----------------------------------------------------------------------------------

/// That the text of the file is the manuscript's, soft hyphens aside.
fn check_text(manuscript: &str, expected: &str) {
    let book = book(&[("a.md", manuscript)]);
    for profile in [Profile::Print, Profile::Screen] {
        let text = book.file(profile).whole_text().replace('\u{AD}', "");
        assert!(text.contains(expected.trim()), "{expected}\nis not in\n{text}");
    }
}

#[test]
fn ligatures_hyphens_and_spaces_come_back_as_the_manuscript_has_them() {
    let paragraph = WORDS.repeat(3);
    check_text(&format!("# Title\n\n{paragraph}\n"), &paragraph);
}

#[test]
fn an_initial_and_the_rest_of_its_word_are_one_word_for_who_reads_the_screen_edition() {
    let look = LookChoice { drop_caps: 3, ..LookChoice::default() };
    for (start, lead_in) in [("Cities learn", 3), ("“Cities learn", 0), ("A city learns", 3)] {
        let paragraph = format!("{start} and {}", WORDS.repeat(4));
        let book = book_in(LookChoice { lead_in, ..look.clone() }, &[("a.md", &format!("# Title\n\n{paragraph}\n"))]);
        let text = book.file(Profile::Screen).whole_text().replace('\u{AD}', "");
        assert!(text.contains(paragraph.trim()), "{start}: {text}");
    }
}

#[test]
fn a_hyphen_at_the_end_of_a_line_is_a_soft_one() {
    let book = book(&[("a.md", &format!("# Title\n\n{}\n", WORDS.repeat(5)))]);
    assert!(book.file(Profile::Screen).whole_text().contains('\u{AD}'));
}

#[test]
fn chinese_comes_back_character_by_character() {
    check_text("# Title\n\nThe name is <span lang=\"zh-Hans\">北京市</span> there.\n", "The name is 北京市 there.");
}

#[test]
fn arabic_letters_with_marks_that_only_their_text_expresses_do_not_swallow_their_neighbours() {
    let phrase = "وأن يُعمَّم التعليم الفني، وأن يُيسَّر القبول";
    let book = book(&[("a.md", &format!("# Title\n\n<span lang=\"ar\">{phrase}</span>\n"))]);
    let text = book.file(Profile::Screen).whole_text();
    // Letters come as they stand, from left to right; a letter with its marks is one.
    for word in ["ممَّعيُ", "ميلعتلا", "رسَّييُ", "لوبقلا"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[test]
fn arabic_words_stand_in_the_order_of_the_text_with_a_space_between() {
    let book = book(&[("a.md", "# Title\n\nIt is <span lang=\"ar\" dir=\"rtl\">مدينة تعلمية</span> there.\n")]);
    let text = book.file(Profile::Screen).whole_text();
    let letters = |word: &str| word.chars().rev().collect::<String>();
    let expected = format!("It is {} {} there.", letters("مدينة"), letters("تعلمية"));
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn a_character_that_no_font_has_can_still_be_copied() {
    check_text("# Title\n\nA smile \u{1F600} here.\n", "A smile \u{1F600} here.");
}

#[test]
fn a_letter_with_a_mark_that_no_font_has_whole_comes_back() {
    check_text("# Title\n\nA q\u{323}\u{301} here.\n", "A q\u{323}\u{301} here.");
}

#[test]
fn no_glyph_stands_further_than_a_hundredth_of_a_point_from_its_place() {
    let text = format!(
        "# Title\n\n{} *{}* <span lang=\"zh-Hans\">北京市</span>[^1]\n\n[^1]: Note.\n\n{}",
        WORDS.repeat(5),
        WORDS,
        TURNED
    );
    let book = book(&[("a.md", &text)]);
    let height = book.edition.geometry.trim.height.to_points();
    for (profile, bleed) in [(Profile::Screen, 0.0), (Profile::Print, book.edition.geometry.bleed.to_points())] {
        let file = book.file(profile);
        for (number, page) in book.edition.pages.iter().enumerate() {
            let shown: Vec<Shown> = file.shown(number).into_iter().filter(|glyph| glyph.text != " ").collect();
            let wanted = glyph_places(page);
            assert_eq!(shown.len(), wanted.len());
            for (glyph, (x, y)) in shown.iter().zip(wanted) {
                let (x, y) = (bleed + x, bleed + height - y);
                assert!((glyph.x - x).abs() < 0.01 && (glyph.y - y).abs() < 0.01, "{glyph:?} is not at {x}, {y}");
            }
        }
    }
}

#[test]
fn the_words_of_a_justified_line_are_placed_by_one_word_space() {
    let book = book(&[("a.md", &format!("# Title\n\n{}\n", WORDS.repeat(20)))]);
    let page = book.edition.pages.iter().position(|page| page.body.start.is_some()).expect("a chapter");
    let operators = book.file(Profile::Print).operators(page);
    let (mut spaces, mut moved) = (0, 0);
    for array in operators.iter().filter(|operation| operation.operator == "TJ") {
        let array = array.operands[0].as_array().expect("an array");
        let string = |item: &Object| item.as_str().map(<[u8]>::to_vec).unwrap_or_default();
        spaces += array.iter().map(|item| string(item).iter().filter(|code| **code == b' ').count()).sum::<usize>();
        moved += array.windows(2).filter(|pair| string(&pair[0]).ends_with(b" ") && pair[1].as_str().is_err()).count();
    }
    assert!(operators.iter().any(|operation| operation.operator == "Tw"));
    assert!(spaces > 50 && moved * 10 < spaces, "{moved} of {spaces} spaces are corrected");
}

/// The places of all glyphs of `page` in points from the head of the trim.
fn glyph_places(page: &EditionPage) -> Vec<(f64, f64)> {
    let mut places = Vec::new();
    for item in page.body.items.iter().chain(&page.furniture) {
        let ItemContent::Line(line) = item.content.upright() else { continue };
        let turned = item.content.is_turned();
        let (left, top) = ((page.origin + item.origin).x.to_points(), (page.origin + item.origin).y.to_points());
        for placed in &line.runs {
            let em = |units: i32| placed.size.to_points() * f64::from(units) / f64::from(placed.run.units_per_em);
            let mut advance = 0;
            for glyph in &placed.run.glyphs {
                let widened = 1.0 + f64::from(placed.stretch) / 1000.0;
                let along = placed.x.to_points() + em(advance + glyph.dx) * widened;
                let up = placed.rise.to_points() + em(glyph.dy);
                places.push(if turned { (left - up, top - along) } else { (left + along, top - up) });
                advance += glyph.advance;
            }
        }
    }
    places
}

#[test]
fn every_font_is_embedded_as_a_tagged_subset_with_a_character_map() {
    let text =
        "# Title\n\nText *and* **more** `code` <span lang=\"ar\">جيرة</span> <span lang=\"zh-Hans\">北京</span>.\n";
    let file = book(&[("a.md", text)]).file(Profile::Print);
    let fonts = file.font_dictionaries();
    assert!(fonts.len() > 5);
    for font in fonts.values() {
        let name = font.get(b"BaseFont").and_then(Object::as_name).expect("a name");
        assert!(name[6] == b'+' && name[..6].iter().all(u8::is_ascii_uppercase));
        assert!(font.has(b"ToUnicode"));
        let descriptor = file.follow(file.descendant(font).get(b"FontDescriptor").expect("a descriptor"));
        let descriptor = descriptor.as_dict().expect("a dictionary");
        assert!(descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"));
        assert_eq!(descriptor.get(b"FontName").and_then(Object::as_name).expect("a name"), name);
    }
}

#[test]
fn page_labels_are_the_folios() {
    let book =
        book(&[("front.md", "# Preface\n\nText.\n"), ("a.md", "# One\n\nText.\n"), ("b.md", "# Two\n\nText.\n")]);
    let file = book.file(Profile::Print);
    let labels = file.catalog().get(b"PageLabels").and_then(Object::as_dict).expect("labels");
    let numbers = labels.get(b"Nums").and_then(Object::as_array).expect("numbers");
    let found: Vec<(i64, &[u8], i64)> = numbers
        .chunks(2)
        .map(|pair| {
            let label = pair[1].as_dict().expect("a label");
            let name = label.get(b"S").and_then(Object::as_name).expect("a style");
            (pair[0].as_i64().expect("an index"), name, label.get(b"St").and_then(Object::as_i64).expect("a start"))
        })
        .collect();
    let body = book.edition.pages.iter().position(|page| page.folio.to_string() == "1").expect("a first page");
    assert_eq!(found, [(0, &b"r"[..], 1), (body as i64, &b"D"[..], 1)]);
}

#[test]
fn an_edition_has_its_own_isbn_and_a_proof_has_none() {
    let mut book = book(&[("a.md", "# One\n\nText.\n")]);
    let metadata = &mut book.document.manifest.metadata;
    (metadata.isbn_print, metadata.isbn_epub) = (Some("9780000000002".into()), Some("9780000000019".into()));
    let has = |profile, isbn: &str| {
        let file = book.file(profile);
        let packet = file.follow(file.catalog().get(b"Metadata").expect("a packet")).as_stream().expect("a stream");
        String::from_utf8_lossy(&packet.content).contains(isbn)
    };
    assert!(has(Profile::Print, "urn:isbn:9780000000002") && has(Profile::Screen, "urn:isbn:9780000000019"));
    assert!(!has(Profile::Proof, "urn:isbn"));
}

#[test]
fn the_print_edition_has_bleed_around_the_trim_and_the_screen_edition_none() {
    let book = book(&[("a.md", "# One\n\nText.\n")]);
    let (print, screen) = (book.file(Profile::Print), book.file(Profile::Screen));
    let proof = book.file(Profile::Proof);
    let corners = |file: &Reader, name: &[u8]| -> Vec<i32> {
        let corners = file.page(0).get(name).and_then(Object::as_array).expect("a box").clone();
        corners.iter().map(|corner| (corner.as_float().expect("a number") * 10.0).round() as i32).collect()
    };
    assert_eq!(corners(&print, b"MediaBox"), [0, 0, 3572, 5272]);
    assert_eq!(corners(&print, b"CropBox"), corners(&print, b"MediaBox"));
    assert_eq!(corners(&print, b"BleedBox"), corners(&print, b"MediaBox"));
    assert_eq!(corners(&print, b"TrimBox"), [85, 85, 3487, 5187]);
    assert_eq!(corners(&screen, b"MediaBox"), [0, 0, 3402, 5102]);
    assert_eq!(corners(&proof, b"TrimBox"), corners(&screen, b"MediaBox"));
    assert_eq!(corners(&proof, b"BleedBox"), [-85, -85, 3487, 5187]);
    assert!(!screen.page(0).has(b"TrimBox"));
}

const LINKED: &str =
    "# One\n\nSee [two](b.md) and [the web](https://example.org/).[^1]\n\n## Section\n\nText.\n\n[^1]: Note.\n";

#[test]
fn the_print_edition_has_neither_links_nor_outline() {
    let file = book(&[("a.md", LINKED), ("b.md", "# Two\n\nText.\n")]).file(Profile::Print);
    assert!(!file.catalog().has(b"Outlines"));
    assert!((0..file.pages.len()).all(|page| !file.page(page).has(b"Annots")));
    assert_eq!(file.file.version, "1.6");
}

#[test]
fn links_lead_to_their_places() {
    let book = book(&[("a.md", LINKED), ("b.md", "# Two\n\nText.\n")]);
    let file = book.file(Profile::Screen);
    let page = page_of(&book, "See ");
    let links = file.page(page).get(b"Annots").and_then(Object::as_array).expect("links");
    let links: Vec<&Dictionary> = links.iter().map(|link| file.follow(link).as_dict().expect("a link")).collect();
    let destination = |link: &Dictionary| {
        let destination = link.get(b"Dest").and_then(Object::as_array).ok()?;
        file.pages.iter().position(|page| destination[0].as_reference().ok() == Some(*page))
    };
    let addresses = links.iter().filter(|link| link.has(b"A")).count();
    let places: Vec<Option<usize>> = links.iter().map(|link| destination(link)).collect();
    assert_eq!(addresses, 1);
    assert!(places.contains(&Some(page_of(&book, "Two"))));
    // The mark leads to its note, and the number before the note to its mark.
    assert_eq!(places.iter().filter(|place| **place == Some(page)).count(), 2);
}

#[test]
fn a_link_in_a_turned_table_lies_over_its_words() {
    let book = book(&[("a.md", &format!("# Title\n\nText.\n\n{TURNED}"))]);
    let file = book.file(Profile::Screen);
    let page = page_of(&book, "Apprenticeships");
    let links = file.page(page).get(b"Annots").and_then(Object::as_array).expect("links");
    let corners = |link: &Object| -> Vec<f64> {
        let corners = file.follow(link).as_dict().and_then(|link| link.get(b"Rect")).and_then(Object::as_array);
        corners.expect("corners").iter().map(|corner| f64::from(corner.as_float().expect("a number"))).collect()
    };
    let link = links.iter().map(corners).find(|at| at[3] - at[1] > 15.0).expect("a link that runs upwards");
    let shown = file.shown(page);
    let word = shown.windows(3).find(|glyphs| glyphs.iter().map(|glyph| &*glyph.text).eq(["O", "n", "e"]));
    for glyph in word.expect("the word") {
        let inside = link[0] < glyph.x && glyph.x < link[2] && link[1] - 0.1 < glyph.y && glyph.y < link[3];
        assert!(inside, "{glyph:?} is outside {link:?}");
    }
}

/// The first page after the contents on which a line holds `text`.
fn page_of(book: &Book, text: &str) -> usize {
    let body = book.edition.pages.iter().position(|page| page.body.start.is_some()).expect("a chapter");
    let file = book.file(Profile::Screen);
    (body..file.pages.len()).find(|page| file.text(*page).contains(text)).expect("a page with the text")
}

#[test]
fn the_outline_has_chapters_with_their_sections_below_them() {
    let book = book(&[("a.md", LINKED), ("b.md", "# Two\n\nText.\n")]);
    let file = book.file(Profile::Screen);
    let node = |id: &Object| file.follow(id).as_dict().expect("a node").clone();
    let title = |node: &Dictionary| {
        String::from_utf8_lossy(node.get(b"Title").and_then(Object::as_str).expect("a title")).into_owned()
    };
    let root = node(file.catalog().get(b"Outlines").expect("an outline"));
    let one = node(root.get(b"First").expect("a chapter"));
    let section = node(one.get(b"First").expect("a section"));
    let two = node(one.get(b"Next").expect("a chapter"));
    assert_eq!([title(&one), title(&section), title(&two)], ["One", "Section", "Two"]);
    assert_eq!(root.get(b"Last").expect("a chapter"), one.get(b"Next").expect("a chapter"));
    assert!(!two.has(b"Next") && !two.has(b"First"));
}

#[test]
fn the_same_book_gives_the_same_bytes_on_any_number_of_threads() {
    let text = format!("# One\n\n{}\n", format!("{WORDS}\n\n").repeat(300));
    let book = book(&[("a.md", &text)]);
    assert!(book.edition.pages.len() > 32, "more than two chunks");
    for profile in [Profile::Print, Profile::Screen] {
        let first = book.bytes(profile);
        for threads in [1, 2, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            assert!(pool.install(|| book.bytes(profile)) == first, "{threads} threads");
        }
    }
}

#[test]
fn the_identifier_follows_the_content_and_the_profile() {
    let identifier = |text: &str, profile| {
        let trailer = book(&[("a.md", text)]).file(profile).file.trailer;
        trailer.get(b"ID").and_then(Object::as_array).expect("an identifier")[0].clone()
    };
    let first = identifier("# One\n\nText.\n", Profile::Print);
    assert_eq!(first, identifier("# One\n\nText.\n", Profile::Print));
    assert_ne!(first, identifier("# One\n\nTest.\n", Profile::Print));
    assert_ne!(first, identifier("# One\n\nText.\n", Profile::Screen));
}

#[test]
fn the_file_says_title_author_language_and_date() {
    let file = book(&[("a.md", "# One\n\nText.\n")]).file(Profile::Screen);
    let information =
        file.follow(file.file.trailer.get(b"Info").expect("information")).as_dict().expect("a dictionary");
    let text = |key: &[u8]| information.get(key).and_then(Object::as_str).expect("a text").to_vec();
    assert_eq!(text(b"Author"), b"A. Writer");
    assert_eq!(text(b"CreationDate"), b"D:20261201000000Z");
    assert_eq!(text(b"Title")[..4], [0xFE, 0xFF, 0, b'S']);
    assert_eq!(file.catalog().get(b"Lang").and_then(Object::as_str).expect("a language"), b"en-GB");
}

#[test]
fn a_drawing_keeps_the_ink_of_the_text_after_it() {
    let triangle = [
        Segment::Move(Point::default()),
        Segment::Line(Point::new(Length::pt(10), Length::ZERO)),
        Segment::Curve(Point::default(), Point::default(), Point::new(Length::ZERO, Length::pt(10))),
        Segment::Close,
    ];
    let stroke = Stroke { ink: Ink::GREY, width: Length::pt(1), dashes: vec![Length::pt(2)] };
    let path = Shape::Path { segments: triangle.to_vec(), fill: Some(Ink::ACCENT), stroke: Some(stroke) };
    let drawing =
        Drawing { size: Size::new(Length::pt(20), Length::pt(20)), shapes: vec![path; 2], alternative: String::new() };
    let book = book(&[("a.md", "# One\n\nText.\n")]).with(ItemContent::Drawing(Arc::new(drawing)));
    let print = book.file(Profile::Print);
    let shape = "m l c h f q gs K w d m l c h S Q ";
    assert_eq!(print.operator_names(0), format!("cm gs k {shape}{shape}"));
    let at = &print.drawn(0)[3].operands;
    assert_eq!([at[0].as_float().expect("x"), at[1].as_float().expect("y")], [10.0, 490.236]);
    let screen = book.file(Profile::Screen).operator_names(0);
    assert_eq!(screen, print.operator_names(0)[3..].replace("gs ", "").replace('k', "rg").replace('K', "RG"));
}

#[test]
fn a_page_of_many_inks_says_the_same_as_one_of_few() {
    let ink = |part: u16| Ink { cmyk: [part, 0, 0, 0], rgb: [part as u8, 0, 0], overprint: false };
    let area =
        |part| Shape::Path { segments: vec![Segment::Move(Point::default())], fill: Some(ink(part)), stroke: None };
    let drawing = Drawing { size: Size::default(), shapes: (0..20).map(area).collect(), alternative: String::new() };
    let book = book(&[("a.md", "# One\n\nText.\n")]).with(ItemContent::Drawing(Arc::new(drawing)));
    assert_eq!(book.file(Profile::Screen).operator_names(0), "rg m f ".repeat(20));
}

#[test]
fn an_image_is_in_the_file_once_and_fills_its_frame() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[255, 0, 0, 255, 0, 0, 255, 0]).expect("samples");
    writer.finish().expect("an end");
    let raster = inspect(&bytes).expect("an image");
    let asset = Asset { bytes: bytes.into(), hash: [7; 32], picture: Picture::Raster(raster) };
    let frame = Size::new(Length::pt(40), Length::pt(20));
    let image = || ItemContent::Image { path: path("a.png"), size: frame };
    let mut book = book(&[("a.md", "# One\n\nText.\n")]).with(image());
    let again = book.edition.pages[0].body.items[0].clone();
    book.edition.pages[1].body.items.push(again);
    book.assets = Assets::new(BTreeMap::from([(path("a.png"), asset)]));
    let file = book.file(Profile::Screen);
    assert_eq!(file.operator_names(0), "q cm Do Q ");
    let matrix: Vec<f32> = file.drawn(0)[1].operands.iter().map(|n| n.as_float().expect("a number")).collect();
    assert_eq!(matrix, [40.0, 0.0, 0.0, 20.0, 10.0, 470.236]);
    let image = |object: &&Object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"SMask"));
    assert_eq!(file.file.objects.values().filter(image).count(), 1);
    assert!(file.page(0).has(b"Group"));
}

#[test]
fn an_image_that_is_not_among_the_assets_is_a_fault() {
    let image = ItemContent::Image { path: path("none.png"), size: Size::default() };
    let book = book(&[("a.md", "# One\n\nText.\n")]).with(image);
    let fault = plan(&book.edition, &book.document, &fonts(), &book.assets, None).err().expect("a fault");
    assert_eq!(fault.to_string(), "the image none.png is not among the files of the book");
}

#[test]
fn the_words_of_a_chart_come_back() {
    let text = "# One\n\n```chart\nkind = \"bar\"\ntitle = \"Office hours\"\nsource = \"A source\"\n\
        labels = [\"Cork\", \"Ybycuí\"]\nvalues = [{ value = 1200, about = true }, 900]\n```\n";
    let text = book(&[("a.md", text)]).file(Profile::Print).whole_text();
    for words in ["Office hours", "Cork", "Ybycuí", "about 1,200", "900", "A source"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}
