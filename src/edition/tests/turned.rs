//! Tables that are laid a quarter turn.

use super::*;
use crate::pagination::PageNumbers;
use crate::typeset;

/// A chapter whose table of `count` rows is too wide for an upright page; its head has a note, and so has
/// each row.
fn turned_table(count: u32) -> String {
    let words = "Apprenticeships | Neighbourhoods | Microcredentials | Municipalities | Intergenerational";
    let rows: String = (0..count).map(|n| format!("| {words} | row {n}:[^{n}] |\n")).collect();
    let notes: String = (0..count).map(|n| format!("[^{n}]: Note {n}.\n\n")).collect();
    format!(
        "# One\n\nBefore.\n\nTable: Wide {{#tbl-w}}\n\n| {words} | Last[^h] |\n{}|\n{rows}\nAfter.\n\n[^h]: Of the head.\n\n{notes}",
        "|---".repeat(6)
    )
}

fn is_turned(item: &&PageItem) -> bool {
    item.content.is_turned()
}

#[test]
fn a_table_too_wide_for_the_measure_is_turned_on_a_page_of_its_own() {
    let pages = chapter_pages(&turned_table(4));
    let found: Vec<Vec<String>> = pages.iter().map(texts).collect();
    assert_eq!(found[0], ["One", "Before.", "After."]);
    assert_eq!((found.len(), found[1][0].as_str()), (2, "Table 1 Wide"));
    let table = &pages[1];
    assert!(table.body.items.iter().all(|item| item.content.is_turned()));
    assert!(table.furniture.iter().all(|item| !item.content.is_turned()));
    // The head is at the left, and lines run upwards.
    let place = |sought: &str| lines(table).into_iter().find(|(.., text)| text.starts_with(sought)).expect(sought);
    let (head, row) = (place("Last"), place("row 0"));
    assert!(head.0 < row.0 && head.1 == row.1, "{head:?} {row:?}");
    assert!(place("Apprenticeships").1 > row.1);
}

#[test]
fn nothing_of_a_turned_table_stands_outside_the_text_block() {
    let (page, measure) = (Length::millipt(518_000), Length::micrometres(110_000));
    for count in [1, 4, 12, 40] {
        for page_of in chapter_pages(&turned_table(count)) {
            for item in page_of.body.items.iter().filter(is_turned) {
                let ItemContent::Line(line) = item.content.upright() else { continue };
                let first = line.runs.iter().map(|run| run.x).min().unwrap_or_default();
                let end = line.runs.iter().map(|run| run.x + run.width()).max().unwrap_or_default();
                let slack = Length::pt(1);
                assert!(item.origin.y - first <= page + slack && item.origin.y - end >= -slack, "{:?}", line.text());
                assert!(item.origin.x > Length::ZERO && item.origin.x < measure, "{:?}", line.text());
            }
        }
    }
}

#[test]
fn a_turned_table_goes_on_with_its_label_and_head_and_each_note_is_on_the_page_of_its_mark() {
    let pages = chapter_pages(&turned_table(30));
    let turned: Vec<_> = pages.iter().filter(|page| page.body.items.iter().any(|item| is_turned(&item))).collect();
    assert!(turned.len() > 2);
    let mut rows = Vec::new();
    for (index, page) in turned.iter().enumerate() {
        let found = texts(page);
        let label = if index == 0 { "Table 1 Wide" } else { "Table 1 (continued)" };
        assert_eq!((found[0].as_str(), found[1].as_str()), (label, "Apprenticeships"));
        assert_eq!(found.iter().any(|text| text.ends_with("Of the head.")), index == 0);
        let own: Vec<u32> = (0..30).filter(|n| found.contains(&format!("row {n}:{}", n + 2))).collect();
        for n in &own {
            assert!(found.iter().any(|text| text.ends_with(&format!("Note {n}."))), "note {n}");
        }
        assert!(own.len() >= 2, "{own:?}");
        rows.extend(own);
    }
    assert!(rows.iter().copied().eq(0..30), "{rows:?}");
}

#[test]
fn a_note_too_high_for_a_turned_page_is_lost_neither_in_it_nor_behind_it() {
    let long = "word ".repeat(6_000);
    let text = turned_table(3).replace("[^1]: Note 1.", &format!("[^1]: {long}end."));
    let found: Vec<String> = chapter_pages(&text).iter().flat_map(texts).collect();
    for sought in ["row 2:4", "Note 0.", "Note 2.", "After."] {
        assert!(found.iter().any(|text| text.contains(sought)), "{sought}");
    }
    let words: usize = found.iter().map(|text| text.matches("word").count()).sum();
    assert_eq!(words, 6_000);
}

#[test]
fn a_table_in_a_box_is_not_turned() {
    let row = "> | Apprenticeships | Neighbourhoods | Microcredentials | Municipalities | Intergenerational |\n";
    let pages = chapter_pages(&format!("# One\n\n> [!NOTE]\n> Text.\n>\n{row}> {}|\n{row}", "|---".repeat(5)));
    assert!(pages.iter().flat_map(|page| &page.body.items).all(|item| !item.content.is_turned()));
}

#[test]
fn text_goes_on_before_a_turned_table_and_a_heading_alone_over_one_is_turned_with_it() {
    let wide =
        "| Neighbourhoods | Apprenticeships | Microcredentials | Municipalities | Intergenerational | Communities |\n";
    let table = format!("Table: Wide. {{#tbl-w}}\n\n{wide}|--|--|--|--|--|--|\n{wide}\n");
    let pages = chapter_pages(&format!("# One\n\nText.\n\n## Two\n\n{table}{}", filler()));
    let head = |page: &EditionPage| page.body.items.iter().any(|item| item.content.is_turned());
    assert_eq!(pages.iter().map(head).collect::<Vec<_>>(), [false, true, false]);
    assert!(texts(&pages[0]).iter().any(|text| text.starts_with("The quick brown fox")), "behind the heading");
    let pages = chapter_pages(&format!("# One\n\nText.\n\n## Two\n\n{table}## Three\n\nText."));
    let turned = pages.iter().find(|page| head(page)).expect("a turned table");
    assert_eq!(texts(turned)[0], "Two");
    assert!(turned.body.items.iter().all(|item| item.content.is_turned()));
}

#[test]
fn a_heading_that_is_turned_with_a_table_has_room_over_a_tall_first_row() {
    let words = "Apprenticeships | Neighbourhoods | Microcredentials | Municipalities | Intergenerational";
    let tall = format!("First.[^r] {}", "A row of many words. ".repeat(30));
    for title in [
        "Two",
        "A heading of so many words that it takes at least two lines even across the whole of a turned page, which is wide",
    ] {
        let text = format!(
            "# One\n\nText.\n\n## {title}[^h]\n\n| {words} | Last |\n{}|\n| {words} | {tall} |\n\n## Three\n\nText.\n\n[^h]: Of the heading.\n\n[^r]: Of the row.",
            "|---".repeat(6)
        );
        let pages = chapter_pages(&text);
        let width = Length::micrometres(110_000);
        for item in pages.iter().flat_map(|page| &page.body.items).filter(is_turned) {
            assert!(item.origin.x <= width, "{:?}", item.origin);
        }
        let turned =
            pages.iter().find(|page| page.body.items.iter().any(|item| is_turned(&item))).expect("a turned table");
        let note = |item: &PageItem| matches!(item.content.upright(), ItemContent::Line(line) if line.text().ends_with("Of the heading."));
        assert!(turned.body.items.iter().any(|item| is_turned(&item) && note(item)), "{:?}", texts(turned));
        assert!(pages.iter().all(|page| page.body.items.iter().all(|item| is_turned(&item) || !note(item))));
    }
}

#[test]
fn a_sheet_that_took_the_heading_over_it_is_bound_to_its_place_and_obeys_the_marks_by_hand() {
    let wide =
        "| Neighbourhoods | Apprenticeships | Microcredentials | Municipalities | Intergenerational | Communities |\n";
    let table = format!("<!-- no-break -->\n\nTable: Wide. {{#tbl-w}}\n\n{wide}|--|--|--|--|--|--|\n{wide}\n");
    let text = format!("# One\n\nText.\n\n## Two\n\n{table}");
    let book = Book { manifest: "chapters = [\"a.md\"]", chapters: &[("a.md", &text)], references: &[] };
    let (document, _) = book.document();
    let (style, numbers) = (sheet(&document.manifest), PageNumbers::default());
    let (assets, drawings) = (&Assets::default(), &Drawings::default());
    let shaper = shaper();
    let context = typeset::Context { document: &document, style: &style, shaper, assets, drawings, numbers: &numbers };
    let (galley, _) = typeset::typeset(&context, 0);
    let sheet = galley.strips.iter().find(|strip| strip.page_break).expect("a sheet");
    assert_eq!((sheet.barrier, sheet.keep_together), (Some(0), true));
}
