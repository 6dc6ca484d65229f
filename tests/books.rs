//! Miniature books with the pages that they become: `tests/books/NAME/` beside `NAME.pages`, which
//! also holds what is said about the book.
//!
//! `UPDATE_BOOKS=1 cargo test --test books` writes the dumps anew: read the difference before you
//! commit it.

use make_book::loader::Root;
use make_book::pipeline::{Request, pages};
use make_book::source::BookPath;
use std::fmt::Write;
use std::path::Path;

/// The pages of the book in `folder`, then what is said about it, each with file, line and column.
fn rendered(folder: &Path) -> String {
    let root = Root::open(folder).expect("a miniature book is a folder");
    let manifest = BookPath::new("book.toml").expect("a plain path");
    let (edition, outcome) = pages(&Request::default(), &root, &manifest);
    let mut text = edition.map_or(String::new(), |edition| edition.dump());
    for diagnostic in &outcome.diagnostics {
        let place = diagnostic.span.and_then(|span| {
            let source = outcome.sources.get(span.source)?;
            let (line, column) = source.line_column(span.start);
            Some(format!(" {}:{line}:{column}", source.path))
        });
        let (severity, code) = (diagnostic.severity.as_str(), diagnostic.code);
        writeln!(text, "{severity} {code}{} {}", place.unwrap_or_default(), diagnostic.message)
            .expect("a text takes all");
    }
    text
}

/// The first line in which two dumps differ, with the lines around it.
fn difference(expected: &str, found: &str) -> String {
    let common = expected.lines().zip(found.lines()).take_while(|(one, other)| one == other).count();
    let from = common.saturating_sub(2);
    let around = |text: &str, sign: char| {
        text.lines().skip(from).take(7).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!("line {}:\n{}{}", common + 1, around(expected, '-'), around(found, '+'))
}

#[track_caller]
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(name);
    let found = rendered(&folder);
    let beside = folder.with_extension("pages");
    if std::env::var_os("UPDATE_BOOKS").is_some() {
        std::fs::write(&beside, &found).expect("the dumps can be written");
        return;
    }
    let expected = std::fs::read_to_string(&beside).unwrap_or_default();
    assert!(expected == found, "{name}.pages, {}", difference(&expected, &found));
}

#[test]
fn prose_with_headings_notes_and_lists_has_the_pages_beside_it() {
    check("prose");
}

#[test]
fn tables_code_quotes_definitions_and_images_have_the_pages_beside_them() {
    check("blocks");
}

#[test]
fn words_in_other_scripts_have_the_pages_beside_them() {
    check("scripts");
}

#[test]
fn parts_with_front_and_back_matter_have_the_pages_beside_them() {
    check("parts");
}

#[test]
fn every_construct_once_and_on_purpose_hard_has_the_pages_beside_it() {
    check("specimen");
}
