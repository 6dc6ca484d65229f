//! Markdown cases with the tree that they become: `tests/suite/NAME.md` beside `NAME.dump`.
//!
//! A case is a file; `~~~~~~~~` on a line of its own parts it into chapters that are read one by one.
//! `UPDATE_SUITE=1 cargo test --test suite` writes the dumps anew: read the difference before you
//! commit it.

use make_book::document::dump::dump;
use make_book::language::Language;
use make_book::markup::{Context, parse};
use make_book::source::{BookPath, Source, SourceId};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const PARTING: &str = "\n~~~~~~~~\n";

fn context() -> Context {
    Context {
        source: SourceId(0),
        path: BookPath::new("cities/case.md").expect("a plain path"),
        language: Language::new("en-GB").expect("a plain tag"),
    }
}

/// The tree of `markdown` and what is said about it, each with line and column.
fn rendered(markdown: &str) -> String {
    let context = context();
    let (chapter, diagnostics) = parse(markdown, &context);
    let source = Source { id: context.source, path: context.path, text: markdown.into() };
    let mut text = dump(&chapter);
    for diagnostic in diagnostics {
        let (line, column) = diagnostic.span.map_or((0, 0), |span| source.line_column(span.start));
        let (severity, code) = (diagnostic.severity.as_str(), diagnostic.code);
        let hint = diagnostic.hint.map_or(String::new(), |hint| format!(" ({hint})"));
        writeln!(text, "{severity} {code} {line}:{column} {}{hint}", diagnostic.message).expect("a text takes all");
    }
    text
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let entries = std::fs::read_dir(folder).expect("the suite is there");
    let mut cases: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_case_of_the_suite_becomes_the_tree_beside_it() {
    let update = std::env::var_os("UPDATE_SUITE").is_some();
    let mut failures = Vec::new();
    for path in cases() {
        let markdown = std::fs::read_to_string(&path).expect("a case is UTF-8");
        let dumps: Vec<_> = markdown.split(PARTING).map(rendered).collect();
        let found = dumps.join("~~~~~~~~\n");
        let beside = path.with_extension("dump");
        if update {
            std::fs::write(&beside, &found).expect("the suite can be written");
        } else if std::fs::read_to_string(&beside).unwrap_or_default() != found {
            failures.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
