//! Chapters of a few words, frozen and edited.

use super::flow::Flow;
use super::{Breaks, Digests, freeze, read, resolve};
use crate::diag::Diagnostic;
use crate::document::{Document, TextPosition, assemble};
use crate::manifest;
use crate::markup::{Context, parse};
use crate::source::{BookPath, Source, SourceId, Sources};

const TEXT: &str = "# Town\n\nThe first paragraph tells of the market and of the old bridge.\n\n\
    The second one tells of *schools*, of the library and of those who read there.\n\n\
    ![a tower](tower.png)\n\nThe third one tells of the library and of those who read there, too.\n";

fn document(text: &str) -> Document {
    let mut sources = Sources::default();
    let path = |name: &str| BookPath::new(name).expect("a plain path");
    let manifest = "chapters = [\"town.md\"]\n[book]\ntitle = \"Towns\"\nlanguage = \"en-GB\"\n";
    let id = sources.add(path("book.toml"), manifest.into());
    let manifest = manifest::read(sources.get(id).expect("just added"), None).0.expect("no faults");
    let language = manifest.metadata.language.clone();
    let context = Context { source: SourceId(1), path: path("town.md"), language };
    assemble(manifest, vec![parse(text, &context).0]).0
}

fn flow(document: &Document) -> Flow {
    Flow::new(&document.chapters[0].chapter)
}

/// Freezes [`TEXT`] with a page that starts before `words`, and finds that in `edited`: the words there.
fn found(words: &str, edited: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let old = document(TEXT);
    let at = |words: &str| flow(&old).position(flow(&old).text.find(words).expect("in the text"), 0);
    let starts = [("1".to_owned(), at("Town")), ("2".to_owned(), at(words))];
    let text = freeze(&old, &starts, &Digests::default());
    let source = Source { id: SourceId(9), path: BookPath::new("book.pages.toml").expect("plain"), text: text.into() };
    let file = read(&source).0.expect("what was written can be read");
    let new = document(edited);
    let (breaks, diagnostics) = resolve(&file, &new, &Digests::default());
    let flow = flow(&new);
    let words = |position: &TextPosition| flow.text[flow.at(*position)..].chars().take(24).collect();
    let found = breaks.of(0).expect("frozen").iter().filter(|range| range.start() == range.end());
    (found.map(|range| words(range.start())).collect(), diagnostics)
}

#[test]
fn a_break_is_found_wherever_an_edit_before_it_has_moved_it() {
    let (found, diagnostics) = found("schools", &TEXT.replace("of the market and", "of the fish market, the well and"));
    assert_eq!(found, ["schools, of the library "]);
    assert_eq!(diagnostics, []);
}

#[test]
fn a_break_with_words_changed_on_one_side_is_found_by_those_on_the_other() {
    assert_eq!(found("schools", &TEXT.replace("The second one tells", "It tells")).0, ["schools, of the library "]);
    assert_eq!(
        found("schools", &TEXT.replace("*schools*, of the library", "*houses*, of shops")).0,
        ["houses, of shops and of "]
    );
}

#[test]
fn a_break_with_words_changed_on_both_sides_is_told_and_not_kept() {
    let (found, diagnostics) =
        found("schools", &TEXT.replace("The second one tells of *schools*, of the", "A *museum* and a"));
    assert_eq!(found, [""; 0]);
    assert_eq!(diagnostics[0].message, "the start of page 2 is not found: “schools, of the library and of t”");
}

#[test]
fn of_two_places_with_the_same_words_the_one_nearest_to_the_old_is_taken() {
    let twice = "The second one tells of schools, of the library. The third one";
    assert_eq!(found("schools", &TEXT.replace("The third one", twice)).0, ["schools, of the library "]);
    let twice = "The second one tells of schools, of the library. The first";
    assert_eq!(found("third", &TEXT.replace("The first", twice)).0, ["third one tells of the l"]);
    let both = "The second one tells of *schools*, of the library or school. The second one tells";
    assert_eq!(found("schools", &TEXT.replace("The second one tells", both)).0, ["schools, of the library "]);
}

#[test]
fn a_paragraph_that_is_moved_loses_its_own_break_alone() {
    let text = |order: &[usize]| {
        let paragraphs =
            order.iter().map(|n| format!("Paragraph {n} tells of the years {n}00 to {n}99 in the town.\n\n"));
        format!("# Town\n\n{}", paragraphs.collect::<String>())
    };
    let old = document(&text(&[1, 2, 3, 4, 5]));
    let start = |n: usize| flow(&old).position(flow(&old).text.find(&format!("Paragraph {n}")).expect("there"), 0);
    let starts: Vec<_> = (1..=5).map(|n| (n.to_string(), start(n))).collect();
    let file = freeze(&old, &starts, &Digests::default());
    let source = Source { id: SourceId(9), path: BookPath::new("book.pages.toml").expect("plain"), text: file.into() };
    let new = document(&text(&[1, 3, 4, 5, 2]));
    let (breaks, diagnostics) = resolve(&read(&source).0.expect("a file"), &new, &Digests::default());
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    assert!(diagnostics[0].message.starts_with("the start of page 2"), "{diagnostics:?}");
    let ranges = breaks.of(0).expect("frozen");
    assert_eq!(ranges.iter().filter(|range| range.start() == range.end()).count(), 3);
    // The lost one may stand anywhere before the next.
    assert!(ranges[0].start() < ranges[0].end() && ranges[0].end() == ranges[1].start(), "{ranges:?}");
}

#[test]
fn a_page_that_starts_with_a_figure_does_so_again() {
    let (found, _) = found("\u{fffc}", &TEXT.replace("first paragraph", "opening paragraph"));
    assert_eq!(found, ["\u{fffc}The third one tells of "]);
}

#[test]
fn a_chapter_that_is_gone_another_version_other_fonts_and_another_look_are_told() {
    let file = "program = \"0.0.1\"\nfonts = \"a\"\nlook = \"c\"\n[[chapter]]\nid = \"gone\"\npages = []\n";
    let source = Source { id: SourceId(9), path: BookPath::new("book.pages.toml").expect("plain"), text: file.into() };
    let (breaks, diagnostics) = resolve(&read(&source).0.expect("a file"), &document(TEXT), &Digests::default());
    assert_eq!(breaks.of(0), None);
    let messages: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    let expected = [
        "the pages were frozen with make-book 0.0.1",
        "the pages were frozen with other fonts",
        "the pages were frozen with another page or type",
        "the chapter `gone` was frozen and is no more",
    ];
    assert_eq!(messages, expected);
    let spans = diagnostics.iter().filter_map(|diagnostic| diagnostic.span);
    assert_eq!(
        spans.map(|span| &file[span.start as usize..span.end as usize]).collect::<Vec<_>>(),
        ["\"0.0.1\"", "\"a\"", "\"c\"", "\"gone\""]
    );
}

#[test]
fn a_file_that_is_none_is_an_error_at_its_place() {
    let text = "program = 1\n";
    let source = Source { id: SourceId(9), path: BookPath::new("book.pages.toml").expect("plain"), text: text.into() };
    let (file, diagnostic) = read(&source);
    assert!(file.is_none());
    assert_eq!(diagnostic.and_then(|fault| fault.span).map(|span| span.start), Some(10));
}

#[test]
fn the_digest_of_fonts_changes_with_a_name_a_length_or_a_sum_of_a_table() {
    let font = |name: &str, sum: u8, length: usize| {
        let mut bytes = vec![0; length];
        (bytes[5], bytes[16]) = (1, sum);
        Digests::new(&[(name.to_owned(), bytes)], "").fonts
    };
    let one = font("a.otf", 1, 40);
    assert_eq!(one, font("a.otf", 1, 40));
    for other in [font("b.otf", 1, 40), font("a.otf", 2, 40), font("a.otf", 1, 41)] {
        assert_ne!(one, other);
    }
    assert_eq!(Breaks::default().of(3), None);
}
