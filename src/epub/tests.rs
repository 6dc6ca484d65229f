//! Small books made by hand, and what must be true of their e-books.

mod sample;
mod tree;

use self::sample::*;
use self::tree::*;
use super::spine::Leaf;
use super::walk::{Setting, Visitor, walk};
use super::write;
use crate::document::*;
use crate::edition::{Folio, PageKind, PageMap, PageMapEntry};
use crate::graphics::Drawings;
use crate::language::Language;
use crate::manifest::{ChapterFile, CrossReference, CrossReferenceKind, Manifest, Part};
use crate::maths::formulas;
use crate::pagination::PageNumbers;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::OnceLock;

fn epub(document: &Document, map: &PageMap) -> Vec<u8> {
    write(document, map, fonts(), &assets(), &Drawings::default(), &formulas(document).0, None).expect("an e-book")
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

/// `xml` with the notation of each formula in its place.
fn with_notation(xml: &str) -> String {
    let formulas = xml.split("<math").enumerate().map(|(index, piece)| {
        let Some((formula, after)) = piece.split_once("</math>").filter(|_| index > 0) else { return piece.to_owned() };
        let notation = formula.split_once("alttext=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a notation");
        format!("{}{after}", notation.0)
    });
    formulas.collect()
}

/// The text of a file without its markup.
fn words(xml: &str) -> String {
    let xml = with_notation(xml);
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
fn what_catalogues_are_told_is_in_the_language_of_the_book() {
    let mut document = book();
    document.manifest.metadata.language = Language::new("fr-CA").expect("a tag");
    let package = &files(&epub(&document, &map_of(&document)))["content.opf"];
    let summary = package.split_once("accessibilitySummary\" xml:lang=\"fr\">").expect("a summary in French").1;
    assert!(summary.starts_with("Le texte peut être agrandi"), "{summary}");
}

#[test]
fn every_link_inside_the_book_leads_to_an_id() {
    assert_links_lead_somewhere(whole());
}

#[track_caller]
fn assert_links_lead_somewhere(files: &BTreeMap<String, String>) {
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
    for (tag, direction, count) in [("ar", "rtl", 3), ("am", "ltr", 1), ("ko", "ltr", 1), ("zh-Hans", "ltr", 3)] {
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
fn a_formula_is_mathml_that_its_notation_describes_and_its_file_says_so() {
    let chapter = &whole()["c002.xhtml"];
    let formula = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"a^2 &lt; b\"><msup><mi>a</mi><mn>2</mn></msup>\
        <mo>&lt;</mo><mi>b</mi></math>";
    assert!(chapter.contains(formula), "{chapter}");
    let package = &whole()["content.opf"];
    assert!(
        package.contains("href=\"c002.xhtml\" media-type=\"application/xhtml+xml\" properties=\"mathml\""),
        "{package}"
    );
    for feature in ["MathML", "describedMath"] {
        assert!(package.contains(&format!("accessibilityFeature\">{feature}<")), "{package}");
    }
    assert!(package.contains("formulas are MathML") && !package.contains(">latex<"), "{package}");
}

#[test]
fn a_mark_beside_a_formula_stays_on_its_line_and_no_character_is_lost() {
    let maths = |source: &str| Inline::Math { source: source.to_owned(), display: false, span: span() };
    let inlines =
        vec![text("See ("), maths("x"), text("), "), maths("y"), text(". And "), maths("\\nobody"), text(".")];
    let chapter = chapter("one", "One", |n| (vec![n.paragraph(inlines)], Vec::new()));
    let files = files_of(&join(manifest(), vec![(Matter::Body(Some(0)), chapter)]));
    let formula = |name: &str| {
        let space = "http://www.w3.org/1998/Math/MathML";
        format!("<math xmlns=\"{space}\" alttext=\"{name}\"><mi>{name}</mi></math>")
    };
    let (x, y) = (formula("x"), formula("y"));
    // The space after the comma may end the line.
    let (first, second) = (format!("({x}),"), format!("{y}."));
    let kept = |text: &str| format!("<span class=\"unbroken\">{text}</span>");
    let rest = "And <code class=\"math\">\\nobody</code>.</p>";
    let expected = format!("<p>See {} {} {rest}", kept(&first), kept(&second));
    assert!(files["c001.xhtml"].contains(&expected), "{}", files["c001.xhtml"]);
}

#[test]
fn a_formula_that_cannot_be_read_stands_in_its_notation_and_nothing_else_is_claimed() {
    let maths = Inline::Math { source: "\\nobody".to_owned(), display: true, span: span() };
    let chapter = chapter("one", "One", |n| (vec![n.paragraph(vec![maths])], Vec::new()));
    let files = files_of(&join(manifest(), vec![(Matter::Body(Some(0)), chapter)]));
    assert!(files["c001.xhtml"].contains("<code class=\"math display\">\\nobody</code>"), "{}", files["c001.xhtml"]);
    let package = &files["content.opf"];
    assert!(package.contains(">latex<") && !package.contains(">MathML<") && !package.contains(">describedMath<"));
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
        let written = words(&whole()[&Leaf::Chapter(index, 0).file()]);
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
fn the_first_paragraph_of_a_chapter_has_an_initial_where_the_book_says_so_and_it_is_long_enough() {
    let pages = |start: &str, drop_caps: u32| {
        let words = format!("{start} {}", "and so on ".repeat(30));
        let one = chapter("one", "One", |n| {
            (vec![n.heading(1, vec![text("One")]), n.plain(&words), n.plain(&words), n.plain("Short.")], Vec::new())
        });
        let mut manifest = manifest();
        manifest.look.drop_caps = drop_caps;
        files(&epub(&join(manifest, vec![(Matter::Body(None), one)]), &PageMap::default()))
    };
    let count = |files: &BTreeMap<String, String>| {
        files.values().map(|file| file.matches("<p class=\"initial\">").count()).sum::<usize>()
    };
    assert_eq!((count(&pages("Words", 3)), count(&pages("2015", 3)), count(&pages("Words", 0))), (1, 0, 0));
    assert!(pages("Words", 3)["book.css"].contains("p.initial::first-letter { float: left; font-size: 5.17em;"));
    assert!(!pages("Words", 0)["book.css"].contains("initial"));
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
    let manifest = Manifest { certification: None, ..manifest() };
    let document = join(manifest, vec![(Matter::Body(None), bare)]);
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
fn a_cell_whose_word_may_be_wider_than_a_phone_says_so() {
    let name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch";
    let tables =
        chapter("tables", "Tables", |n| (vec![n.table("t", &[&["City", "Its name"], &["Cork", name]])], Vec::new()));
    let files = files(&epub(&join(manifest(), vec![(Matter::Body(None), tables)]), &PageMap::default()));
    let text = &files["c001.xhtml"];
    assert!(text.contains("<td>Cork</td>") && text.contains(&format!("long\">{name}</td>")), "{text}");
    assert!(files["book.css"].contains("td.long { overflow-wrap: anywhere"));
}

#[test]
fn a_book_without_contents_to_speak_of_is_still_whole() {
    let empty = chapter("empty", "", |_| (Vec::new(), Vec::new()));
    let document = join(manifest(), vec![(Matter::Body(None), empty)]);
    let files = files(&epub(&document, &PageMap::default()));
    assert!(files["nav.xhtml"].contains("<a href=\"c001.xhtml\">empty</a>"));
}

#[test]
fn the_index_leads_to_its_marks_and_is_labelled_by_the_printed_pages() {
    let indexed = |head: &str, words: &str| {
        let terms = head.split("; ").map(|term| IndexTerm(term.split('!').map(str::to_owned).collect()));
        inline(SpanKind::Index(terms.collect()), vec![text(words)])
    };
    let one = chapter("one", "One", |n| {
        let heading = n.heading(1, vec![indexed("towns", "Towns")]);
        let body = n.paragraph(vec![text("In "), indexed("towns!Cork", "Cork"), mark(0), indexed("towns", " too")]);
        let note = n.note(1, |n| vec![n.paragraph(vec![indexed("notes", "A note.")])]);
        let tables = (0..3).map(|_| n.table("Counted", &[&["a"], &["b"]]));
        ([heading, body].into_iter().chain(tables.collect::<Vec<_>>()).collect(), vec![note])
    });
    let mut manifest = manifest();
    manifest.parts =
        vec![Part { title: None, place: None, chapters: vec![ChapterFile { path: path("one.md"), span: span() }] }];
    let references = ["see also", "see"].into_iter().zip([("notes", "towns!Cork"), ("cities", "towns")]);
    let reference = |(word, (from, to)): (&str, (&str, &str))| CrossReference {
        kind: if word == "see" { CrossReferenceKind::See } else { CrossReferenceKind::SeeAlso },
        from: vec![from.to_owned()],
        to: to.split('!').map(str::to_owned).collect(),
        span: span(),
    };
    manifest.index.references = references.map(reference).collect();
    let (document, faults) = assemble(manifest, vec![one]);
    assert_eq!(faults, vec![]);
    let at = |node, offset| TextPosition { chapter: 0, node: NodeId(node), offset };
    let page = |folio, kind| PageMapEntry { folio: Folio::Arabic(folio), kind };
    let numbers = [(at(0, 0), 1), (at(3, 0), 1), (at(3, 5), 2)].map(|(at, folio)| (at, Folio::Arabic(folio)));
    let map = PageMap {
        pages: vec![page(1, PageKind::Text(at(0, 0))), page(2, PageKind::Text(at(3, 5))), page(3, PageKind::Index(1))],
        numbers: PageNumbers::new(numbers.to_vec()),
    };
    let files = files(&epub(&document, &map));
    assert_links_lead_somewhere(&files);
    let index = words(&files["index.xhtml"]);
    let index: Vec<&str> = index.split_whitespace().collect();
    let expected = "Index C cities, see towns N notes, 2n; see also towns: Cork T towns, 1, 2 Cork, 1–2";
    assert_eq!(index.join(" "), expected);
    let break_in_place = "id=\"x2\"><span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-3\"";
    assert!(files["index.xhtml"].contains(break_in_place), "{}", files["index.xhtml"]);
    assert!(files["nav.xhtml"].contains("<a epub:type=\"index\" href=\"index.xhtml\">Index</a>"));
    assert!(files["nav.xhtml"].contains("<nav epub:type=\"lot\""));
    let without = files_of(&document);
    let index = words(&without["index.xhtml"]);
    assert!(index.contains("towns, 1, 2"), "{index}");
}

/// The files of an e-book without a list of pages.
fn files_of(document: &Document) -> BTreeMap<String, String> {
    files(&epub(document, &PageMap::default()))
}
