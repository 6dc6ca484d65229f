//! The e-book against the book it was made from; and that each way to break it is seen.

mod document;
mod ebook;

use ebook::{Expected, Files, faults, files};
use make_book::pipeline::Format;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The e-book of the book in `folder`.
fn made(folder: &Path) -> Files {
    let outcome = document::built(folder, &[Format::Epub]);
    let (_, bytes) = outcome.files.first().unwrap_or_else(|| panic!("no e-book: {:?}", outcome.diagnostics));
    files(bytes)
}

fn small() -> PathBuf {
    top().join("tests/books/ebook")
}

/// The small book, whole.
fn whole() -> &'static (Files, Expected) {
    static WHOLE: OnceLock<(Files, Expected)> = OnceLock::new();
    WHOLE.get_or_init(|| (made(&small()), Expected::of(&small())))
}

#[test]
fn the_small_book_of_everything_is_without_fault() {
    let (files, expected) = whole();
    assert_eq!(faults(files, expected), Vec::<String>::new());
}

#[test]
fn the_book_of_the_repository_is_without_fault() {
    assert_eq!(faults(&made(top()), &Expected::of(top())), Vec::<String>::new());
}

#[test]
fn the_specimen_of_all_markup_is_without_fault() {
    let specimen = top().join("tests/books/specimen");
    assert_eq!(faults(&made(&specimen), &Expected::of(&specimen)), Vec::<String>::new());
}

/// A book whose first chapter has far more text than a file may.
fn long_book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let section = |number: usize| {
        let words =
            "The <span data-index=\"harbour\">harbour</span> was built by *people* who had learnt it. ".repeat(60);
        // Every fifth section marks the first note again, and links to one far away.
        let again = if number.is_multiple_of(5) { "[^n0]" } else { "" };
        let other = (number * 37) % 120;
        format!(
            "## Section {number} {{#s{number}}}\n\n{words}[^n{number}] See [there](#s{other}).{again}\n\n\
             Some <span id=\"w{number}\" lang=\"fi\">sanoja</span>, as in [it](#w{other}).\n\n\
             [^n{number}]: Note {number}, on <span data-index=\"note {number}\">this</span>.\n\n"
        )
    };
    let sections: String = (0..120).map(section).collect();
    let other =
        "# Another\n\nBack to [the last](long.md#s119), [the first](long.md#s0) and [its words](long.md#w118).\n";
    let manifest = "chapters = ['long.md', 'other.md']\n[book]\ntitle = 'Long'\nlanguage = 'en'\n\
        authors = [{ name = 'B' }]\n[[back]]\nkind = 'index'\n[output]\nformats = ['epub']\n";
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writable");
    write("book.toml", manifest);
    write("long.md", &format!("# A long chapter\n\nIt starts so.\n\n{sections}"));
    write("other.md", other);
    folder
}

#[test]
fn a_long_chapter_is_in_several_files_without_fault() {
    let folder = long_book();
    let files = made(folder.path());
    let chapters: Vec<(&String, usize)> =
        files.iter().filter(|(name, _)| name.starts_with("c001")).map(|(name, bytes)| (name, bytes.len())).collect();
    assert!(chapters.len() > 2, "{chapters:?}");
    assert!(chapters.iter().all(|(_, bytes)| *bytes <= 256 * 1024), "{chapters:?}");
    assert_eq!(faults(&files, &Expected::of(folder.path())), Vec::<String>::new());
    let second = String::from_utf8_lossy(&files["c001-2.xhtml"]);
    assert!(second.contains("href=\"c001.xhtml#fn-1\""), "a mark of a note that stands in the first file");
    assert!(second.contains("<h2") && !second.contains("<h1"));
}

/// With `old` replaced by `new` in every file whose name starts with `name`, the faults start with
/// `expected`.
#[track_caller]
fn check(name: &str, old: &str, new: &str, expected: &str) {
    let (whole, wanted) = whole();
    let mut broken = whole.clone();
    let mut found = false;
    for (_, bytes) in broken.iter_mut().filter(|(file, _)| file.starts_with(name)) {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        found |= text.contains(old);
        *bytes = text.replace(old, new).into_bytes();
    }
    assert!(found, "`{old}` is in no file {name}");
    let faults = faults(&broken, wanted);
    assert!(faults.iter().any(|fault| fault.starts_with(expected)), "not seen: `{old}` as `{new}`: {faults:?}");
}

#[test]
fn a_page_list_that_is_not_the_printed_one_is_seen() {
    check("nav", "#page-1\">1<", "#page-1\">2<", "pages: the list is not that of the printed pages");
    let (one, two) = ("<li><a href=\"c002.xhtml#page-1\">1</a></li>", "<li><a href=\"c002.xhtml#page-2\">2</a></li>");
    check("nav", &format!("{one}\n{two}"), &format!("{two}\n{one}"), "pages: the list is not");
    check("nav", "c002.xhtml#page-1\"", "c002.xhtml#page-2\"", "pages: the breaks are not those of the list");
    check("toc", "<text>2</text>", "<text>3</text>", "pages: the NCX lists others");
}

#[test]
fn a_page_break_that_is_not_where_the_page_turns_is_seen() {
    let page = "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-2\" aria-label=\"2\"/>";
    check("c002", page, "", "pages: the breaks are not those of the list");
    check("c002", page, &page.replace("=\"2\"", "=\"3\""), "pages: the breaks are not those of the list");
    let moved = "<h3 id=\"n33\">Deeper down</h3>";
    check("c002", &format!("{page}{moved}"), &format!("{moved}{page}"), "pages: 2 starts with [\"Deeper\", \"down\"]");
}

#[test]
fn words_of_another_script_without_their_language_or_direction_are_seen() {
    check("c002", " lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\"", "", "language: `عمّان` in c002.xhtml");
    check("c002", " lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\"", " lang=\"ar\" xml:lang=\"ar\"", "language: ");
    check("c002", " lang=\"zh-Hans\" xml:lang=\"zh-Hans\"", "", "language: `北京市` in c002.xhtml");
    check("c002", " lang=\"am\" xml:lang=\"am\"", " lang=\"ko\" xml:lang=\"ko\"", "language: ");
    check("nav", " lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\"", "", "language: `تعلم` in nav.xhtml");
    check("c003", " lang=\"en-GB\" xml:lang=\"en-GB\"", "", "language: c003.xhtml has none");
}

#[test]
fn notes_that_do_not_pop_up_or_lead_back_are_seen() {
    check("c002", "id=\"fn-1\"", "id=\"fn-x\"", "notes: the mark to fn-1 in c002.xhtml leads to no note");
    check("c002", " role=\"doc-noteref\"", "", "notes: a mark in c002.xhtml has no role");
    check("c002", "href=\"#fnref-2\"", "href=\"#fnref-1\"", "notes: #fn-2 in c002.xhtml does not lead back");
    check("c002", " role=\"doc-footnote\"", "", "notes: the mark to fn-1");
}

#[test]
fn notes_that_are_items_of_a_list_are_seen() {
    let (whole, wanted) = whole();
    let old = "<aside epub:type=\"footnote\" role=\"doc-footnote\" id";
    let text = std::str::from_utf8(&whole["c002.xhtml"]).expect("UTF-8");
    let (body, notes) = text.split_at(text.find(old).expect("a note"));
    for (new, expected) in [
        ("<li epub:type=\"footnote\" id", "element: <li> in c002.xhtml"),
        ("<li epub:type=\"footnote\" role=\"doc-footnote\" id", "notes: the mark to fn-1"),
        ("<li epub:type=\"endnote\" id", "notes: the mark to fn-1"),
        ("<li epub:type=\"endnote\" role=\"doc-endnote\" id", "notes: the mark to fn-1"),
        ("<li id", "notes: the mark to fn-1"),
    ] {
        let listed = format!("{body}{}", notes.replace(old, new).replace("</aside>", "</li>"));
        let mut broken = whole.clone();
        broken.insert("c002.xhtml".to_owned(), listed.into_bytes());
        assert!(faults(&broken, wanted).iter().any(|fault| fault.starts_with(expected)), "not seen: {new}");
    }
}

#[test]
fn tables_pictures_and_charts_that_nobody_can_hear_are_seen() {
    check("c003", "<th scope=\"col\">City", "<th>City", "element: <th> in c003.xhtml");
    check("c003", "alt=\"A dot of four pixels\"", "alt=\"\"", "element: the images of c003.xhtml have other");
    check("c003", " alt=\"A dot of four pixels\"", "", "element: <img> in c003.xhtml");
    check("c003", "role=\"img\"", "", "element: <svg> in c003.xhtml");
    check("c002", "alttext=\"a^2\"", "", "element: <math> in c002.xhtml");
    check("c002", "alttext=\"a^2\"", "alttext=\"a\"", "words: c002.xhtml has");
}

#[test]
fn a_package_that_says_what_is_not_so_is_seen() {
    check("content", "urn:isbn:9780000000019", "urn:isbn:9780000000018", "package: 9780000000018 is no ISBN");
    check("content", " properties=\"svg\"", "", "package: whether c003.xhtml has SVG");
    let (item, svg) = ("href=\"c001.xhtml\" media-type", "properties=\"svg\" href=\"c001.xhtml\" media-type");
    check("content", item, svg, "package: whether c001.xhtml has SVG");
    check("content", " properties=\"mathml\"", "", "package: whether c002.xhtml has MathML");
    check("content", "refines=\"#title\"", "refines=\"#titel\"", "package: nothing has the id titel");
    check("content", "schema:accessibilitySummary", "schema:summary", "package: no schema:accessibilitySummary");
    check("content", ">The Small Book", ">Book", "package: the title is");
}

#[test]
fn ways_into_the_book_that_lead_elsewhere_are_seen() {
    check("nav", "epub:type=\"bodymatter\"", "epub:type=\"chapter\"", "landmarks: no bodymatter");
    check("nav", "epub:type=\"cover\"", "epub:type=\"frontmatter\"", "landmarks: no cover");
    check("nav", ">Deeper down<", ">Deeper<", "contents: the headings are not those of the chapters");
    check("toc", "src=\"c003.xhtml\"", "src=\"c002.xhtml\"", "contents: the NCX has other entries");
    check("toc", "urn:uuid:", "urn:isbn:", "contents: the NCX has another identifier");
    check("index", "c002.xhtml#s1\"", "c002.xhtml#s9\"", "links: c002.xhtml#s9 in index.xhtml leads nowhere");
    check("c002", "id=\"s2\"", "id=\"s1\"", "links: two ids c002.xhtml#s1");
}

#[test]
fn a_word_too_few_or_too_many_is_seen() {
    check("c002", "Somebody said this", "Somebody said", "words: c002.xhtml");
    check(
        "c002",
        "It has two paragraphs.",
        "It has two paragraphs. And more.",
        "words: c002.xhtml has `And` after its end",
    );
    check("c003", "<td>Ireland</td>", "<td></td>", "words: c003.xhtml");
}

#[test]
fn a_style_sheet_that_fights_the_readers_settings_is_seen() {
    check("book.css", "small {", "small { color: black;", "style: `color: black`");
    check("book.css", "small {", "small { background: #fff;", "style: `background: #fff`");
    check("book.css", "small {", "small { unicode-bidi: embed;", "style: `unicode-bidi: embed`");
    check("book.css", "font-size: 0.85em", "font-size: 10pt", "style: `font-size: 10pt`");
    check("content", "rel=\"dcterms:license\"", "rel=\"license\"", "style: the font");
}

#[test]
fn a_file_that_is_no_xml_is_seen() {
    check("c001", "</h1>", "</h2>", "c001.xhtml is missing or no XML");
}
