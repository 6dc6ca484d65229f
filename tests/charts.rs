//! A book with charts and maps, from its Markdown to its files.

use make_book::diag::Severity;
use make_book::loader::Root;
use make_book::pipeline::{Format, Outcome, Progress, Request, build};
use make_book::source::BookPath;
use std::io::{Cursor, Read};

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &'static str, _: u64) {}
    fn step(&self) {}
}

const MANIFEST: &str = "chapters = [\"one.md\"]\n[book]\ntitle = \"Charts\"\nlanguage = \"en-GB\"\nauthors = [\"A\"]\n";

fn made(chapter: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("book.toml"), MANIFEST).expect("written");
    std::fs::write(folder.path().join("one.md"), chapter).expect("written");
    let root = Root::open(folder.path()).expect("a root");
    let request = Request { only: vec![Format::Epub], epoch: Some(0), ..Request::default() };
    build(&request, &root, &BookPath::new("book.toml").expect("a path"), &Quiet)
}

/// The file of the e-book of `outcome` whose name ends with `ending` and whose text has `part`.
fn file(outcome: &Outcome, ending: &str, part: &str) -> String {
    let (_, bytes) = outcome.files.iter().find(|(name, _)| name.ends_with(".epub")).expect("an e-book");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut text = String::new();
        if entry.name().ends_with(ending) && entry.read_to_string(&mut text).is_ok() && text.contains(part) {
            return text;
        }
    }
    panic!("no {ending} with {part}")
}

const CHAPTER: &str = r#"# One

```chart
kind = "grouped-bar"
title = "A & B"
unit = "people"
labels = ["Cork", "Espoo <1>"]
series = [
  { name = "2007", values = [1234, nan] },
  { name = "2015", values = [{ value = 5000, about = true }, { value = 77, over = true }] },
]
```

Figure: People. {#fig-a}

```map
title = "Two cities"
points = [
  { name = "Cork", latitude = 51.9, longitude = -8.47 },
  { name = "Melton", latitude = -37.68, longitude = 144.59 },
]
```
"#;

#[test]
fn the_e_book_has_a_drawing_that_can_be_read_and_a_table_of_all_values() {
    let outcome = made(CHAPTER);
    assert_eq!(outcome.diagnostics, []);
    let text = file(&outcome, ".xhtml", "<svg");
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => break,
            _ => continue,
        }
    }
    for part in [
        "role=\"img\" aria-labelledby=\"n",
        ">A &amp; B (people)</title>",
        "Cork: 2007 1,234, 2015 about 5,000; Espoo &lt;1&gt;: 2007 –, 2015 over 77.</desc>",
        "<details class=\"chart-data\"><summary>The data as a table</summary>",
        "<caption>A &amp; B (people)</caption>",
        "<th scope=\"col\" class=\"end\">2007</th>",
        "<th scope=\"row\">Cork</th><td class=\"end\">1,234</td><td class=\"end\">about 5,000</td>",
        "<th scope=\"row\">Espoo &lt;1&gt;</th><td class=\"end\">–</td><td class=\"end\">over 77</td>",
        "<th scope=\"row\">Melton</th><td class=\"end\">\u{2212}37.68°</td><td class=\"end\">144.59°</td>",
        "fill=\"currentColor\"",
        "class=\"accent\"",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("<pre"), "the data is drawn, and not shown as code");
    let package = file(&outcome, ".opf", "manifest");
    assert_eq!(package.matches("properties=\"svg\"").count(), 1);
}

#[test]
fn wrong_data_is_told_at_its_line_and_withholds_the_book() {
    let outcome = made("# One\n\nText.\n\n```chart\nkind = \"bar\"\nlabels = [1, 2]\nvalues = [1]\n```\n");
    let [fault] = outcome.diagnostics.as_slice() else { panic!("{:?}", outcome.diagnostics) };
    assert_eq!((fault.severity, fault.message.as_str()), (Severity::Error, "there are 1 values for 2 labels"));
    let span = fault.span.expect("a place");
    let source = outcome.sources.get(span.source).expect("the chapter");
    assert_eq!(source.line_column(span.start), (8, 10));
    assert_eq!(outcome.files, []);
}

#[test]
fn a_chart_in_a_note_is_set_as_its_data_with_a_warning() {
    let outcome = made(
        "# One\n\nText.[^1]\n\n[^1]: See:\n\n    ```chart\n    kind = \"bar\"\n    labels = [1]\n    values = [1]\n    ```\n",
    );
    let messages: Vec<&str> = outcome.diagnostics.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages, ["a note cannot hold a chart or map"]);
}

#[test]
fn a_fault_in_the_data_of_a_chart_in_a_quotation_or_list_stands_at_its_line() {
    let chart = "```chart\nkind = \"bar\"\nlabels = [1, 2]\nvalues = [1, \"x\"]\n```\n";
    let quoted: String = chart.lines().map(|line| format!("> {line}\n")).collect();
    let listed: String = chart.lines().map(|line| format!("  {line}\n")).collect();
    let chapter = format!("# One\n\n{quoted}\n- item\n\n{listed}");
    let outcome = made(&chapter);
    let places = outcome.diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
    let found: Vec<usize> = places
        .map(|fault| {
            let start = fault.span.expect("a place").start as usize;
            assert!(chapter[start..].starts_with("\"x\""), "{:?}", &chapter[start..]);
            chapter[..start].lines().count()
        })
        .collect();
    assert_eq!(found, [6, 14]);
}
