//! What is wrong with the data of a fence is said at its place, with what to do.

use super::*;
use crate::document::NodeId;
use crate::source::SourceId;

/// Where the fence's text starts in the manuscript.
const START: usize = 100;

fn read_text(kind: DrawingKind, text: &str) -> (Option<Dataset>, Vec<Diagnostic>) {
    let span = Span::new(SourceId(0), START..START + text.len());
    let inlines = vec![Inline::Code { text: text.to_owned(), span }];
    read(kind, &Passage { node: NodeId(0), inlines }, span)
}

/// The faults of `text`: what stands at their place, what is wrong, what to do.
#[track_caller]
fn check(kind: DrawingKind, text: &str, expected: &[(&str, &str, &str)]) {
    let (dataset, diagnostics) = read_text(kind, text);
    assert_eq!(dataset.is_some(), expected.is_empty());
    let place = |span: Span| &text[span.start as usize - START..span.end as usize - START];
    let found: Vec<(&str, &str, &str)> = diagnostics
        .iter()
        .map(|fault| {
            (place(fault.span.expect("a place")), fault.message.as_str(), fault.hint.as_deref().expect("a hint"))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[track_caller]
fn check_chart(lines: &str, expected: &[(&str, &str, &str)]) {
    check(DrawingKind::Chart, lines, expected);
}

const GOOD: &str = "kind = \"bar\"\nlabels = [2011, 2012]\nvalues = [3, 5]\n";

#[test]
fn good_data_is_taken() {
    check_chart(GOOD, &[]);
    check_chart("kind = \"line\"\nlabels = [1, 2]\nvalues = [nan, { value = 5, over = true }]", &[]);
    check_chart("kind = \"line\"\nlabels = [1, 2]\nseries = [{ name = \"a\", values = { 2 = 5.5 } }]", &[]);
    check(DrawingKind::Map, "points = [{ name = \"Cork\", latitude = 51.9, longitude = -8.47 }]", &[]);
    check(DrawingKind::Map, "region = \"Africa\"\npoints = []", &[]);
}

#[test]
fn an_unknown_key_is_told_with_the_nearest() {
    check_chart(&format!("{GOOD}tilte = \"x\""), &[("tilte", "a chart has no key `tilte`", "did you mean `title`?")]);
    check_chart(
        "kind = \"baar\"\nlabels = [1]\nvalues = [1]",
        &[("\"baar\"", "`kind` cannot be `baar`", "did you mean `bar`?")],
    );
    check_chart(
        "kind = \"bar\"\nlabels = [1]\nvalues = [{ value = 1, abuot = true }]",
        &[("abuot", "a value has no key `abuot`", "did you mean `about`?")],
    );
}

#[test]
fn lists_of_unequal_length_are_told() {
    check_chart(
        "kind = \"bar\"\nlabels = [1, 2, 3]\nvalues = [1, 2]",
        &[("[1, 2]", "there are 2 values for 3 labels", "write `nan` for each that is missing")],
    );
    check_chart(
        "kind = \"bar\"\nlabels = [2011]\nvalues = { 2012 = 5 }",
        &[("2012", "there is no label `2012`", "did you mean `2011`?")],
    );
}

#[test]
fn a_wrong_type_is_told() {
    check_chart(
        "kind = \"bar\"\nlabels = [1]\nvalues = [true]",
        &[("true", "`values` is true or false, not a number", "write a number")],
    );
    check_chart(
        &format!("{GOOD}lines = 400"),
        &[("400", "`lines` is not a whole number from 6 to 32", "write a whole number from 6 to 32")],
    );
    check_chart(
        "kind = \"bar\"\nlabels = [1]\nvalues = [1e30]",
        &[("1e30", "`values` has a number that is too large", "use a larger unit")],
    );
    check_chart(
        "kind = \"bar\"\nlabels = [1]\nvalues = [inf]",
        &[("inf", "`values` has a number that is too large", "use a larger unit")],
    );
}

#[test]
fn data_that_a_kind_cannot_show_is_told() {
    check_chart(
        "kind = \"slope\"\nlabels = [1]\nvalues = [1]",
        &[("[1]", "a slope chart has two labels, not 1", "for more times use \"line\"")],
    );
    check_chart(
        "kind = \"bar\"\nlabels = [1]\nseries = [{ name = \"a\", values = [1] }, { name = \"b\", values = [2] }]",
        &[(
            "[{ name = \"a\", values = [1] }, { name = \"b\", values = [2] }]",
            "the chart has 2 series",
            "give it `values` alone, or use \"grouped-bar\"",
        )],
    );
    check_chart(
        "kind = \"share\"\nunit = \"%\"\nlabels = [1]\nvalues = [101]",
        &[("[101]", "a part is larger than the whole", "give the whole as `total`")],
    );
    check_chart(
        "kind = \"bar\"\nlabels = [1]\nvalues = [nan]",
        &[("[nan]", "there is no value at all", "write one, or leave the series out")],
    );
    check_chart(
        &format!("{GOOD}highlight = 2013"),
        &[("2013", "there is no `2013` to highlight", "did you mean `2011`?")],
    );
}

#[test]
fn coordinates_are_checked() {
    let text = "points = [{ name = \"Cork\", latitude = 151.9, longitude = -8.47 }]";
    check(
        DrawingKind::Map,
        text,
        &[("151.9", "`latitude` is not between -90 and 90 degrees", "are latitude and longitude exchanged?")],
    );
    let text = "region = \"Africa\"\npoints = [{ name = \"Cork\", latitude = 51.9, longitude = -8.47 }]";
    let point = "{ name = \"Cork\", latitude = 51.9, longitude = -8.47 }";
    let hint = "choose another `region` or wider `bounds`";
    check(DrawingKind::Map, text, &[(point, "`Cork` lies outside the map", hint)]);
}

#[test]
fn text_that_is_no_toml_is_told_at_its_place() {
    let (dataset, diagnostics) = read_text(DrawingKind::Chart, "kind = \"bar\"\nlabels = [1, \n= 3\n");
    assert_eq!(dataset, None);
    let fault = &diagnostics[0];
    assert!(fault.message.starts_with("this is not TOML: "));
    assert!(fault.span.is_some_and(|span| span.start as usize > START + 12));
}

#[test]
fn no_text_at_all_and_hostile_text_are_told_without_a_panic() {
    for text in ["", "=", "kind", "values = 1", "labels = []", "[[series]]", "series = [1]", "kind = \"\\u0007\""] {
        for kind in [DrawingKind::Chart, DrawingKind::Map] {
            let (dataset, diagnostics) = read_text(kind, text);
            assert!(dataset.is_none() && !diagnostics.is_empty(), "{text}");
        }
    }
}
