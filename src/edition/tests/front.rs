//! Pages before the text: title, series, imprint, contents.

use super::*;

#[test]
fn front_matter_stands_in_the_order_of_the_trade_with_roman_folios() {
    let manifest = "chapters = [\"a.md\"]\n[[front]]\nfile = \"preface.md\"\n[[front]]\nfile = \"dedication.md\"";
    let chapters = [("dedication.md", "# For you"), ("preface.md", "# Preface\n\nText."), ("a.md", "# One\n\nText.\n")];
    let edition = Book { manifest, chapters: &chapters, references: &[] }.edition();
    let found: Vec<String> = edition.pages.iter().map(|page| format!("{} {}", page.folio, name(page))).collect();
    let expected = [
        "i HalfTitle",
        "ii Blank",
        "iii Title",
        "iv Imprint",
        "v For you",
        "vi Blank",
        "vii Contents",
        "viii Blank",
        "ix Preface",
        "x Blank",
        "1 One",
        "2 Blank",
    ];
    assert_eq!(found, expected);
}

/// The first line of a page of text, else the kind of the page.
fn name(page: &EditionPage) -> String {
    match page.kind {
        PageKind::Text(_) => texts(page).swap_remove(0),
        kind => format!("{kind:?}"),
    }
}

#[test]
fn an_imprint_says_what_the_manifest_says_and_which_typefaces_the_book_uses() {
    let manifest = "chapters = [\"a.md\"]";
    let book =
        Book {
            manifest, chapters: &[("a.md", "# One\n\nText, <span lang=\"ar\">عمّان</span>.\n")], references: &[]
        };
    let (mut document, _) = book.document();
    let metadata = &mut document.manifest.metadata;
    metadata.date = Some("2026-11-30".to_owned());
    metadata.publisher = Some("City Press".to_owned());
    metadata.edition = Some("2".to_owned());
    metadata.revision = Some(3);
    metadata.rights = Some("All rights: https://example.org/rights.".to_owned());
    metadata.imprint = vec!["No part of this is true.".to_owned()];
    metadata.isbn_print = Some("9780000000002".to_owned());
    let edition = edition_of(&document);
    let page = edition.pages.iter().find(|page| page.kind == PageKind::Imprint).expect("an imprint");
    let text = texts(page).join(" ");
    for said in [
        "Towns Edition 2, revision 3 City Press, 30 November 2026 ",
        "No part of this is true.",
        "ISBN 9780000000002 (print)",
        "Typefaces: Amiri, Source Sans 3, Source Serif 4 (SIL Open Font License 1.1)",
        "Typesetting: make-book",
    ] {
        assert!(text.contains(said), "{said} is missing in\n{text}");
    }
    let links = page.body.items.iter().filter_map(|item| match &item.content {
        ItemContent::Line(line) => line.links.first(),
        _ => None,
    });
    let targets: Vec<_> = links.map(|link| link.target.clone()).collect();
    assert_eq!(targets, [LinkTarget::External("https://example.org/rights".to_owned())]);
}

#[test]
fn the_volumes_of_a_series_stand_behind_the_half_title() {
    let manifest = "chapters = [\"a.md\"]";
    let book = Book { manifest, chapters: &[("a.md", "# One\n\nText.\n")], references: &[] };
    let (mut document, _) = book.document();
    let volumes = vec!["Rivers".to_owned(), "Towns".to_owned()];
    document.manifest.metadata.series = Some(Series { title: "Lands".to_owned(), number: Some(2), volumes });
    let edition = edition_of(&document);
    assert_eq!(edition.pages[1].kind, PageKind::Series);
    assert_eq!(texts(&edition.pages[1]), ["Lands", "Volume 2", "Rivers", "Towns"]);
}

/// The entries of the contents, with the line that each stands on.
fn contents(chapters: &[(String, String)], manifest: &str) -> Vec<(i64, String)> {
    let chapters: Vec<(&str, &str)> = chapters.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let edition = Book { manifest, chapters: &chapters, references: &[] }.edition();
    let leading = edition.geometry.leading.get();
    let pages = edition.pages.iter().enumerate().filter(|(_, page)| page.kind == PageKind::Contents);
    let first = pages.clone().next().map_or(0, |(index, _)| index);
    pages
        .flat_map(|(index, page)| {
            let top = (index - first) as i64 * i64::from(edition.geometry.lines);
            lines(page).into_iter().map(move |(_, y, text)| (top + y.get() / leading, text))
        })
        .collect()
}

#[test]
fn the_contents_show_sections_where_they_fit_and_stand_on_one_page_where_they_do_not() {
    let city = |n: usize, sections: usize| {
        let text: String = (0..sections).map(|s| format!("## Section {n} {s}\n\nText.\n\n")).collect();
        (format!("c{n}.md"), format!("# City{n:02}\n\n{text}"))
    };
    let manifest = |count: usize| {
        let cities = (0..count).map(|n| format!("[[city]]\nname = \"City{n:02}\"\nchapters = [\"c{n}.md\"]\n"));
        let back = ["one", "two", "three", "four", "five", "six", "seven"];
        let back = back.map(|name| format!("[[back]]\nfile = \"{name}.md\"\n")).concat();
        format!("{}{back}", cities.collect::<String>())
    };
    let book = |count: usize, sections: usize| {
        let back = ["one", "two", "three", "four", "five", "six", "seven"];
        let back = back.map(|name| (format!("{name}.md"), format!("# {name}\n\nText.\n")));
        let chapters: Vec<(String, String)> = (0..count).map(|n| city(n, sections)).chain(back).collect();
        contents(&chapters, &manifest(count))
    };
    let short = book(3, 4);
    assert!(short.iter().any(|(_, text)| text.starts_with("Section 2 3")));
    let long = book(12, 40);
    assert!(!long.iter().any(|(_, text)| text.starts_with("Section")));
    assert!(long.iter().all(|(line, _)| *line < 38), "{long:?}");
    let line = |start: &str| long.iter().find(|(_, text)| text.starts_with(start)).expect("an entry").0;
    assert_eq!(line("City03") - line("City02"), 2);
    assert_eq!(line("two") - line("one"), 1);
}

#[test]
fn the_index_stands_in_the_contents_where_it_stands_in_the_book() {
    let manifest = "chapters = [\"a.md\"]\n[[back]]\nkind = \"index\"\n[[back]]\nfile = \"end.md\"";
    let marked = ("a.md".to_owned(), format!("# One\n\n{}", mark("alpha", "a")));
    let found = contents(&[marked, ("end.md".to_owned(), "# End\n\nText.\n".to_owned())], manifest);
    let starts: Vec<&str> = found.iter().map(|(_, text)| text.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(starts, ["Contents", "One", "Index", "End"]);
}

#[test]
fn the_lines_of_an_imprint_are_even_with_half_a_line_beside_a_paragraph_of_several() {
    let long = "No part of this is true, and whoever finds a part of it that is true is asked to say so to the \
                publisher, who will put it right in the edition after this.";
    let manifest = "chapters = [\"a.md\"]";
    let book = Book { manifest, chapters: &[("a.md", "# One\n\nText.\n")], references: &[] };
    let (mut document, _) = book.document();
    document.manifest.metadata.edition = Some("2".to_owned());
    document.manifest.metadata.imprint = vec![long.to_owned(), long.to_owned()];
    let (styles, no_assets) = (sheet(&document.manifest), Assets::default());
    let edition = layout(&document, &styles, shaper(), &no_assets, &Drawings::default(), &Breaks::default()).0;
    let page = edition.pages.iter().find(|page| page.kind == PageKind::Imprint).expect("an imprint");
    let baselines: Vec<Length> = page.body.items.iter().map(|item| item.origin.y).collect();
    let leading = styles.get(Role::Imprint).leading;
    let steps: Vec<i64> = baselines.windows(2).map(|two| ((two[1] - two[0]) * 2).get() / leading.get()).collect();
    // Title and edition; two paragraphs of two or three lines; typefaces and typesetting.
    let paragraph = vec![2; steps.iter().skip(2).take_while(|step| **step == 2).count()];
    let expected = [&[2, 4][..], &paragraph, &[3], &paragraph, &[4, 2]].concat();
    assert!(!paragraph.is_empty());
    assert_eq!(steps, expected);
}
