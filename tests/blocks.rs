//! Constructs of the Markdown from the manuscript to the files: what the e-book says of them.

mod folder;

use folder::{BOOK, Folder, pages};
use std::collections::BTreeMap;

/// The XHTML files of the book with `manifest` below its head and these chapters.
#[track_caller]
fn made(manifest: &str, chapters: &[(&str, &str)]) -> BTreeMap<String, String> {
    let manifest = format!("{manifest}\n{BOOK}");
    let files: Vec<(&str, &str)> =
        std::iter::once(("book.toml", manifest.as_str())).chain(chapters.iter().copied()).collect();
    let folder = Folder::new(&files);
    folder.check(&["--only", "epub"], 0, &[]);
    let outputs = folder.outputs("dist");
    let epub = outputs.iter().find(|(name, _)| name.ends_with(".epub")).expect("an e-book");
    pages(epub.1)
}

#[track_caller]
fn check(pages: &BTreeMap<String, String>, parts: &[&str]) {
    for part in parts {
        assert!(pages.values().any(|page| page.contains(part)), "{part} is not in {pages:?}");
    }
}

#[test]
fn a_link_to_a_term_of_the_glossary_is_a_glossary_reference() {
    let manifest = "chapters = [\"a.md\"]\n[[back]]\nfile = \"back/words.md\"\nkind = \"glossary\"\n";
    let glossary = "# Words\n\nLearning city (*ville apprenante*)\n: A city, see [area](#area).\n\nArea\n: A place.\n";
    let chapter = "# A\n\nThe [learning city](back/words.md#learning-city) is [](back/words.md#area).\n";
    let pages = made(manifest, &[("a.md", chapter), ("back/words.md", glossary)]);
    check(
        &pages,
        &[
            "role=\"doc-glossary\"",
            "<dt epub:type=\"glossterm\"><dfn id=\"n3\">Learning city (<em>ville apprenante</em>)</dfn></dt>",
            "<dd epub:type=\"glossdef\">A place.</dd>",
            "<a epub:type=\"glossref\" role=\"doc-glossref\" href=\"c002.xhtml#n3\">learning city</a>",
            "href=\"#n6\">area</a>",
            ">Area</a>.",
        ],
    );
}

#[test]
fn the_address_of_a_link_is_no_note_in_the_e_book() {
    let chapter = "# A\n\nSee [there](https://example.org/).\n";
    let pages = made("chapters = [\"a.md\"]\n", &[("a.md", chapter)]);
    check(&pages, &["<p>See <a href=\"https://example.org/\">there</a>.</p>"]);
}

#[test]
fn a_quotation_has_a_source_and_the_one_after_the_title_is_the_epigraph() {
    let chapter =
        "# A\n\n> First.\n>\n> --- Nobody\n\nText.\n\n> Second.\n>\n> <cite>A work</cite>\n\nText.\n\n> Third.\n";
    let pages = made("chapters = [\"a.md\"]\n", &[("a.md", chapter)]);
    check(
        &pages,
        &[
            "<figure class=\"epigraph\" epub:type=\"epigraph\" role=\"doc-epigraph\"><blockquote><p>First.</p>",
            "<figcaption class=\"attribution\">— Nobody</figcaption></figure>",
            "<figure class=\"quotation\"><blockquote><p>Second.</p>",
            "<figcaption class=\"attribution\"><cite>A work</cite></figcaption></figure>",
            "<blockquote><p>Third.</p>",
        ],
    );
}

#[test]
fn a_quotation_that_is_a_heading_alone_is_display_text_and_no_heading_of_the_book() {
    let chapter =
        "# A\n\nText.\n\n> ## Large *words*\n\nText.\n\n> ## Larger\n>\n> --- Nobody\n\n> [!NOTE]\n> ## Titled\n";
    let pages = made("chapters = [\"a.md\"]\n", &[("a.md", chapter)]);
    check(
        &pages,
        &[
            "<blockquote class=\"display\"><p>Large <em>words</em></p>",
            "<figure class=\"display\"><blockquote><p>Larger</p>",
            "<figcaption class=\"attribution\">— Nobody</figcaption></figure>",
        ],
    );
    assert!(!pages["OEBPS/nav.xhtml"].contains("Large"));
}

#[test]
fn a_quotation_that_starts_with_a_heading_is_a_sidebar_and_stands_in_no_contents() {
    let chapter = "# A\n\nText.\n\n> ### Beside\n>\n> The text.\n\n> [!TIP]\n> A tip.\n";
    let pages = made("chapters = [\"a.md\"]\n", &[("a.md", chapter)]);
    check(
        &pages,
        &[
            "<aside class=\"sidebar\" epub:type=\"sidebar\" aria-labelledby=\"n5\"><h3 id=\"n5\">Beside</h3>",
            "<aside class=\"alert\" epub:type=\"tip\" role=\"doc-tip\"><p class=\"alert-label\">Tip</p>",
        ],
    );
    assert!(!pages["OEBPS/nav.xhtml"].contains("Beside"));
}
