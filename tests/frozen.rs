//! Books whose pages are frozen, then edited.

use make_book::edition::{Edition, PageKind};
use make_book::loader::Root;
use make_book::pipeline::{Outcome, Request, freeze, pages};
use make_book::source::BookPath;
use std::fmt::Write;
use std::fs;
use tempfile::TempDir;

const PARAGRAPHS: usize = 90;

/// A book of one chapter in which paragraph `n` starts with `Pn`; `edit` may change it.
fn book(edit: impl Fn(usize, String) -> String) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let manifest =
        "chapters = [\"town.md\"]\n[book]\ntitle = \"Town\"\nlanguage = \"en-GB\"\nauthors = [{ name = \"A\" }]\n";
    fs::write(folder.path().join("book.toml"), manifest).expect("writable");
    let mut text = "# Town\n\n".to_owned();
    for index in 0..PARAGRAPHS {
        let sentences = (0..3 + index * 7 % 5).map(|at| {
            format!(
                "In the year {} the {} of the town met for the {} time by the river.",
                1800 + index,
                at + 7,
                index + at
            )
        });
        let paragraph = edit(index, format!("P{index} {}", sentences.collect::<Vec<_>>().join(" ")));
        let _ = writeln!(text, "{paragraph}\n");
    }
    fs::write(folder.path().join("town.md"), text).expect("writable");
    folder
}

fn set(folder: &TempDir) -> (Edition, Outcome) {
    let (edition, outcome) = pages(&Request::default(), &root(folder), &manifest());
    (edition.expect("a book"), outcome)
}

fn root(folder: &TempDir) -> Root {
    Root::open(folder.path()).expect("a folder")
}

fn manifest() -> BookPath {
    BookPath::new("book.toml").expect("a plain path")
}

/// The nodes with which the pages of text start, and the places in them.
type Starts = Vec<(u32, u32)>;

fn starts(edition: &Edition) -> Starts {
    let pages = edition.pages.iter().filter(|page| matches!(page.kind, PageKind::Text(_)));
    pages.filter_map(|page| page.body.start).map(|start| (start.node.0, start.offset)).collect()
}

/// Freezes the book as it is and sets it again as `edit` has it.
fn frozen_and_edited(edit: impl Fn(usize, String) -> String) -> (Starts, Starts, Outcome) {
    let folder = book(|_, text| text);
    let before = starts(&set(&folder).0);
    let (name, text) = freeze(&Request::default(), &root(&folder), &manifest()).0.expect("a file");
    let edited = book(edit);
    fs::write(edited.path().join(name), text).expect("writable");
    let (edition, outcome) = set(&edited);
    (before, starts(&edition), outcome)
}

#[test]
fn a_frozen_book_that_is_not_edited_keeps_its_pages_and_says_nothing() {
    let (before, after, outcome) = frozen_and_edited(|_, text| text);
    assert_eq!(before, after);
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn an_edit_within_a_page_moves_no_break_of_a_frozen_book() {
    // Two lines less on the second page, where another book would take up the slack.
    let shorter = |index: usize, text: String| match index {
        8 => text.split_inclusive(". ").take(1).collect::<String>().trim_end().to_owned(),
        _ => text,
    };
    let (before, after, _) = frozen_and_edited(shorter);
    assert_eq!(before, after);
    let free = starts(&set(&book(shorter)).0);
    assert_ne!(before, free, "the edit is too small to prove anything");
}

#[test]
fn a_page_that_overflows_says_that_it_is_not_the_frozen_one() {
    let longer = |index: usize, text: String| if index == 12 { format!("{text} {text} {text} {text}") } else { text };
    let (before, after, outcome) = frozen_and_edited(longer);
    assert_ne!(before, after);
    let moved = outcome.diagnostics.iter().filter(|fault| fault.message.contains("when the pages were frozen")).count();
    assert!(moved > 0, "{:?}", outcome.diagnostics);
    // The pages before the edit are as they were, and, where the text has room again, those behind it.
    assert_eq!(before[..2], after[..2]);
    assert!(after[3..].iter().any(|start| before.contains(start)), "{before:?} {after:?}");
}

#[test]
fn a_page_whose_start_was_rewritten_is_told_once_and_breaks_where_it_costs_least() {
    let rewritten = |index: usize, text: String| match index {
        12 => "Nothing of what stood here is left, and what stands here now is about as long as that was. ".repeat(4),
        _ => text,
    };
    let (before, after, outcome) = frozen_and_edited(rewritten);
    let messages: Vec<_> = outcome.diagnostics.iter().map(|fault| fault.message.as_str()).collect();
    assert!(messages.len() == 1 && messages[0].contains("is not found"), "{messages:?}");
    assert_eq!((&before[..2], before.len()), (&after[..2], after.len()));
    assert_eq!(before[3..], after[3..]);
}

#[test]
fn a_page_with_nothing_but_the_rest_of_a_note_is_no_break_of_the_text() {
    let note = |index: usize, text: String| match index {
        3 => {
            format!("{text}[^long]\n\n[^long]: {}", "The note goes on and on over the page and the next. ".repeat(150))
        }
        _ => text,
    };
    let folder = book(note);
    let before = starts(&set(&folder).0);
    let (name, text) = freeze(&Request::default(), &root(&folder), &manifest()).0.expect("a file");
    fs::write(folder.path().join(name), text).expect("writable");
    let (edition, outcome) = set(&folder);
    let messages: Vec<_> = outcome.diagnostics.iter().map(|fault| fault.message.as_str()).collect();
    assert!(messages.iter().all(|message| !message.contains("found") && !message.contains("frozen")), "{messages:?}");
    assert_eq!(before, starts(&edition));
}

#[test]
fn one_chapter_alone_asks_nothing_of_the_frozen_pages_of_the_others() {
    let folder = book(|_, text| text);
    let (name, text) = freeze(&Request::default(), &root(&folder), &manifest()).0.expect("a file");
    let other = "\n[[chapter]]\nid = \"other\"\npages = []\n";
    fs::write(folder.path().join(name), text + other).expect("writable");
    let request = Request { chapter: Some("town".into()), ..Request::default() };
    assert_eq!(pages(&request, &root(&folder), &manifest()).1.diagnostics, []);
    assert_eq!(set(&folder).1.diagnostics.len(), 1);
}
