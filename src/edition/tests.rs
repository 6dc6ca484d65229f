//! Whole small books in pages: what the program makes of them is read back from their lines.

mod front;
mod turned;

use super::{Edition, EditionPage, PageKind, with_grid};
use crate::diag::Diagnostic;
use crate::document::{Document, LinkTarget, assemble};
use crate::fonts::FontSet;
use crate::frozen::Breaks;
use crate::geometry::{Length, Rect};
use crate::graphics::Drawings;
use crate::layout::layout;
use crate::loader::Assets;
use crate::manifest::{self, CrossReference, CrossReferenceKind, FontChoice, Series};
use crate::markup::{Context, parse};
use crate::shaping::{RunKind, Shaper};
use crate::source::{BookPath, SourceId, Sources, Span};
use crate::style::{Role, sheet};
use crate::typeset::{ItemContent, ItemRole, PageItem};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

fn shaper() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0)))
}

/// The pages of `document`, which has neither images nor drawings.
fn edition_of(document: &Document) -> Edition {
    let (sheet, assets, drawings) = (sheet(&document.manifest), Assets::default(), Drawings::default());
    layout(document, &sheet, shaper(), &assets, &drawings, &Breaks::default()).0
}

/// Lines of a manifest, chapters by name, and references of the index as `from > to`, or `from >> to`
/// for more.
struct Book<'a> {
    manifest: &'a str,
    chapters: &'a [(&'a str, &'a str)],
    references: &'a [&'a str],
}

impl Book<'_> {
    fn document(&self) -> (Document, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let path = |name: &str| BookPath::new(name).expect("a plain path");
        let text = format!("{}\n[book]\ntitle = \"Towns\"\nlanguage = \"en-GB\"\n", self.manifest);
        let id = sources.add(path("book.toml"), text.into());
        let (manifest, faults) = manifest::read(sources.get(id).expect("just added"), None);
        let mut manifest = manifest.unwrap_or_else(|| panic!("{faults:?}"));
        manifest.index.references = self.references.iter().map(|written| reference(written)).collect();
        let language = manifest.metadata.language.clone();
        let chapters = self.chapters.iter().zip(1..).map(|((name, text), source)| {
            let context = Context { source: SourceId(source), path: path(name), language: language.clone() };
            parse(text, &context).0
        });
        assemble(manifest, chapters.collect())
    }

    fn edition(&self) -> Edition {
        let (document, _) = self.document();
        edition_of(&document)
    }
}

fn reference(written: &str) -> CrossReference {
    let (from, to) = written.split_once(" > ").or_else(|| written.split_once(" >> ")).expect("from > to");
    let kind = if written.contains(" >> ") { CrossReferenceKind::SeeAlso } else { CrossReferenceKind::See };
    let heads = |written: &str| written.split('!').map(str::to_owned).collect();
    CrossReference { kind, from: heads(from), to: heads(to), span: Span::new(SourceId(0), 0..0) }
}

/// The text of a line with its place; nothing for what is no line.
fn line(item: &PageItem) -> Option<(Length, Length, String)> {
    let ItemContent::Line(line) = item.content.upright() else { return None };
    let mut text = String::new();
    for run in &line.runs {
        text.push_str(if run.space_before { " " } else { "" });
        text.push_str(&run.run.text);
    }
    Some((item.origin.x, item.origin.y, text))
}

fn lines(page: &EditionPage) -> Vec<(Length, Length, String)> {
    page.body.items.iter().filter_map(line).collect()
}

fn texts(page: &EditionPage) -> Vec<String> {
    lines(page).into_iter().map(|(.., text)| text).collect()
}

fn index_pages(edition: &Edition) -> Vec<&EditionPage> {
    edition.pages.iter().filter(|page| matches!(page.kind, PageKind::Index(_))).collect()
}

/// The index of the pages of `chapters`, line by line, and what stands over its pages.
#[track_caller]
fn check(chapters: &[(&str, &str)], references: &[&str], expected: &[&str]) {
    let names: Vec<String> = chapters.iter().map(|(name, _)| format!("{name:?}")).collect();
    let manifest = format!("chapters = [{}]", names.join(", "));
    let edition = Book { manifest: &manifest, chapters, references }.edition();
    let found: Vec<String> = index_pages(&edition).into_iter().flat_map(texts).collect();
    assert_eq!(found, expected);
}

fn mark(head: &str, text: &str) -> String {
    format!("<span data-index=\"{head}\">{text}</span>")
}

/// Words for half a page.
fn filler() -> String {
    "The quick brown fox jumps over the lazy dog by the river. ".repeat(30)
}

#[test]
fn pages_that_follow_one_another_are_a_range_and_a_note_is_told_apart() {
    let page = "\n\n<!-- page-break -->\n\n";
    let first = format!(
        "# One\n\n{}{page}{}{page}{}{page}x{page}{}[^n]\n\n[^n]: {}",
        mark("fox!red", "a"),
        mark("fox!red; dog", "b"),
        mark("dog", "c"),
        mark("fox!red", "d"),
        mark("river", "e")
    );
    let long = format!("# Two\n\n{}", mark("journey, long", &filler().repeat(2)));
    let expected = ["Index", "D", "dog, 2–3", "F", "fox", "red, 1–2, 5", "J", "journey, long, 7–8", "R", "river, 5n"];
    check(&[("one.md", &first), ("two.md", &long)], &[], &expected);
}

#[test]
fn see_and_see_also_stand_behind_the_pages() {
    let text = format!("# One\n\n{} {}", mark("schools", "x"), mark("learners!adult", "y"));
    let expected = [
        "Index",
        "G",
        "grown-ups, see learners: adult",
        "L",
        "learners",
        "adult, 1",
        "S",
        "schools, 1; see also learners",
    ];
    let references = ["grown-ups > learners!adult", "schools >> learners"];
    check(&[("one.md", &text)], &references, &expected);
}

/// A book of `count` marked words over many pages, in front matter and chapters.
fn long_book(count: usize) -> (String, String, String) {
    let words = |from: usize, to: usize| -> String {
        (from..to)
            .map(|n| format!("{} {}\n\n", mark(&format!("term{n:03}"), &format!("mark{n:03}")), filler()))
            .collect()
    };
    let front = format!("# Before\n\n{}", words(0, 6));
    let body = format!("# Text\n\n{}", words(6, count));
    let back = format!("# After\n\n{}", words(count, count + 4));
    (front, body, back)
}

const LONG: &str = "chapters = [\"text.md\"]\n[[front]]\nfile = \"before.md\"\n";

#[test]
fn the_numbers_of_the_index_are_those_of_the_pages_before_and_behind_it() {
    let (front, body, back) = long_book(60);
    let chapters = [("before.md", front.as_str()), ("text.md", &body), ("after.md", &back)];
    let manifest = format!("{LONG}[[back]]\nkind = \"index\"\n[[back]]\nfile = \"after.md\"\n");
    let edition = Book { manifest: &manifest, chapters: &chapters, references: &[] }.edition();
    let mut pages = BTreeMap::new();
    for page in edition.pages.iter().filter(|page| matches!(page.kind, PageKind::Text(_))) {
        for text in texts(page) {
            let marks = text.match_indices("mark").filter_map(|(at, _)| text.get(at + 4..at + 7));
            pages.extend(marks.map(|number| (format!("term{number}"), page.folio.to_string())));
        }
    }
    assert_eq!(pages.len(), 64);
    assert!(pages["term000"].parse::<u32>().is_err(), "the preface has roman folios");
    let entries = index_pages(&edition).into_iter().flat_map(texts).filter(|text| text.starts_with("term"));
    let found: BTreeMap<String, String> =
        entries.filter_map(|text| text.split_once(", ").map(|(head, page)| (head.into(), page.into()))).collect();
    assert_eq!(found, pages);
    let kinds: Vec<_> = edition.pages.iter().map(|page| matches!(page.kind, PageKind::Index(_))).collect();
    assert!(!kinds.ends_with(&[true]), "the back matter stands behind the index");
}

#[test]
fn the_columns_of_an_index_are_level_and_its_last_line_is_on_the_grid() {
    for count in [1, 2, 20, 50, 81, 98, 120] {
        let text: String = (0..count).map(|n| format!("{} ", mark(&format!("alpha{n:03}"), "x"))).collect();
        let text = format!("# One\n\n{text}");
        let chapters = [("one.md", text.as_str())];
        let edition = Book { manifest: "chapters = [\"one.md\"]", chapters: &chapters, references: &[] }.edition();
        for page in index_pages(&edition) {
            let entries: Vec<_> = lines(page).into_iter().filter(|(.., text)| text.starts_with("alpha")).collect();
            let left = entries.iter().filter(|(x, ..)| *x < edition.geometry.measure() / 2).count() as i64;
            let letter = i64::from(page.body.opener);
            let right = entries.len() as i64 - left;
            assert!((0..=1).contains(&(left + letter - right)), "{count}: {left} and {right}");
            let foot = edition.geometry.leading * i64::from(edition.geometry.lines - 1) + edition.geometry.baseline();
            assert!(entries.iter().all(|(_, y, _)| *y <= foot));
        }
    }
}

#[test]
fn a_main_entry_is_named_again_where_a_left_hand_page_starts_inside_it() {
    let text: String = (0..140).map(|n| format!("{} ", mark(&format!("alpha!sub{n:03}"), "x"))).collect();
    let text = format!("# One\n\n{text}");
    let chapters = [("one.md", text.as_str())];
    let edition = Book { manifest: "chapters = [\"one.md\"]", chapters: &chapters, references: &[] }.edition();
    let pages = index_pages(&edition);
    let tops: Vec<String> = pages.iter().map(|page| texts(page)[0].clone()).collect();
    assert_eq!(tops, ["Index", "alpha (continued)"]);
    let heads: Vec<Vec<String>> =
        pages.iter().map(|page| page.furniture.iter().filter_map(line).map(|(.., text)| text).collect()).collect();
    assert_eq!(heads, [vec!["3"], vec!["4", "Towns"]]);
}

#[test]
fn three_captions_of_a_kind_are_listed_with_their_pages_and_two_are_not() {
    let table = |n: u32| format!("Table: Counted *{n}* times[^n]\n\n| a |\n|---|\n| b |\n\n<!-- page-break -->\n\n");
    let text = |count: u32| format!("# One\n\n{}x\n\n[^n]: A note.", (1..=count).map(table).collect::<String>());
    let lists = |manifest: &str, text: &str| -> Vec<String> {
        let chapters = [("one.md", text)];
        let edition = Book { manifest, chapters: &chapters, references: &[] }.edition();
        let contents = edition.pages.iter().filter(|page| page.kind == PageKind::Contents);
        contents.skip(1).flat_map(texts).collect()
    };
    let plain = "chapters = [\"one.md\"]";
    let expected = ["Tables", "1 Counted 1 times 1", "2 Counted 2 times 2", "3 Counted 3 times 3"];
    assert_eq!(lists(plain, &text(3)), expected);
    assert_eq!(lists(plain, &text(2)), Vec::<String>::new());
}

#[test]
fn a_reference_without_words_names_what_it_leads_to_and_its_page_if_that_is_another() {
    let text = "# One {#one}\n\nSee [](#tbl-a) and [](#tbl-b), [](#more).\n\nTable: A {#tbl-a}\n\n| a |\n|---|\n| b |\n\n\
                <!-- page-break -->\n\n## More {#more}\n\nTable: B {#tbl-b}\n\n| a |\n|---|\n| b |\n\nAs in [](#one).\n";
    let chapters = [("one.md", text)];
    let edition = Book { manifest: "chapters = [\"one.md\"]", chapters: &chapters, references: &[] }.edition();
    let found: Vec<String> = edition.pages.iter().flat_map(texts).collect();
    for expected in ["See Table 1 and Table 2 (page 2), More (page 2).", "As in One (page 1)."] {
        assert!(found.iter().any(|text| text.replace('\u{A0}', " ") == expected), "{found:?}");
    }
}

/// What a page shows beside its lines.
fn drawings(page: &EditionPage) -> Vec<&PageItem> {
    page.body.items.iter().filter(|item| matches!(item.content, ItemContent::Drawing(_))).collect()
}

#[test]
fn a_place_opens_with_its_names_on_one_line_and_a_locator_that_is_told_to_nobody() {
    let manifest = "[[city]]\nname = \"Espoo\"\nlocation = { latitude = 60.2, longitude = 24.7 }\n\
        names = [{ lang = \"fi\", text = \"Espoo\" }, { lang = \"sv\", text = \"Esbo\" }, { lang = \"fr\", text = \"Esbou\" }]\n\
        chapters = [\"a.md\"]\n[[city]]\nname = \"Nowhere\"\nchapters = [\"b.md\"]";
    let chapters = [("a.md", "# Espoo\n\nText."), ("b.md", "# Nowhere\n\nText.")];
    let edition = Book { manifest, chapters: &chapters, references: &[] }.edition();
    let openers: Vec<&EditionPage> =
        edition.pages.iter().filter(|page| page.body.opener && matches!(page.kind, PageKind::Text(_))).collect();
    let names: Vec<_> = lines(openers[0]).into_iter().filter(|(.., text)| text.starts_with("Esb")).collect();
    let [(first, one, esbo), (second, other, _)] = names.as_slice() else { panic!("{names:?}") };
    assert_eq!((one, esbo.as_str()), (other, "Esbo"));
    assert!(first < second);
    let [locator] = drawings(openers[0])[..] else { panic!("one drawing") };
    assert!(matches!(locator.role, ItemRole::Artifact(_)));
    assert_eq!(drawings(openers[1]).len(), 0);
}

#[test]
fn a_long_title_of_a_place_is_set_smaller_and_then_divided_as_its_language_does() {
    let opener = |title: &str, more: &str| {
        let manifest = format!("[[city]]\nname = \"A\"\n{more}\nchapters = [\"a.md\"]");
        let text = format!("# {title}\n\nText.");
        let book = Book { manifest: &manifest, chapters: &[("a.md", &text)], references: &[] };
        let edition = book.edition();
        edition.pages.into_iter().find(|page| matches!(page.kind, PageKind::Text(_))).expect("a page of text")
    };
    let (usual, smaller) = (opener("Cork", ""), opener("Llanfairpwllgwyngyll", ""));
    assert_eq!(texts(&smaller)[0], "Llanfairpwllgwyngyll");
    assert_eq!(lines(&smaller)[0].1, lines(&usual)[0].1, "both stand at one height");
    let divided = opener("Incomprehensibilitiescomprehensiveness-of-all", "");
    assert!(texts(&divided)[0].ends_with('-'), "{:?}", texts(&divided));
    // The lines of a long region end directly above the title, and none leaves the measure.
    let region = opener("Cork", &format!("region = \"{}\"", "A long region ".repeat(12)));
    let widest = region.body.items.iter().filter_map(|item| match &item.content {
        ItemContent::Line(line) => Some(item.origin.x + line.width),
        _ => None,
    });
    assert!(widest.max() <= Some(Length::micrometres(110_000)));
    assert!(texts(&region).iter().filter(|text| text.contains("region")).count() >= 2);
}

#[test]
fn the_ground_of_a_box_is_a_line_above_the_rule_of_the_notes() {
    let mut near = 0;
    for lines in 4..24 {
        let text =
            format!("# One\n\n{}> [!NOTE]\n> A box.[^n]\n\n{}\n\n[^n]: A note.", "A line.\n\n".repeat(lines), filler());
        for page in chapter_pages(&text) {
            let fills = |thick: fn(Length) -> bool| {
                page.body.items.iter().filter_map(move |item| match item.content {
                    ItemContent::Fill { size, .. } if thick(size.height) => Some((item.origin.y, size.height)),
                    _ => None,
                })
            };
            let rule = fills(|height| height < Length::millipt(300)).map(|(y, _)| y).max();
            let ground = fills(|height| height > Length::pt(7)).map(|(y, height)| y + height).max();
            if let (Some(rule), Some(ground)) = (rule, ground) {
                assert!(rule - ground >= Length::pt(14), "{lines} lines: {rule:?} {ground:?}");
                near += usize::from(rule - ground < Length::pt(28));
            }
        }
    }
    assert!(near > 0, "no box stood over notes");
}

#[test]
fn a_proof_shows_the_lines_that_each_strip_takes_and_changes_nothing_of_the_pages() {
    let text = format!("# One\n\n{}\n\n## Two\n\n{}", filler(), filler());
    let edition = Book { manifest: "chapters = [\"a.md\"]", chapters: &[("a.md", &text)], references: &[] }.edition();
    let proof = with_grid(&edition);
    for (page, shown) in edition.pages.iter().zip(&proof.pages) {
        assert_eq!(page.body, shown.body);
        assert_eq!(shown.furniture[..page.furniture.len()], page.furniture);
        assert!(shown.furniture.len() > page.furniture.len() + edition.geometry.lines as usize);
        if matches!(page.kind, PageKind::Text(_)) {
            for (_, y, text) in lines(page) {
                let around = |strip: &&Rect| (strip.origin.y..strip.origin.y + strip.size.height).contains(&y);
                assert_eq!(page.body.boxes.iter().filter(around).count(), 1, "{text}");
            }
        }
    }
}

/// The text pages of a book of the one chapter `text`.
fn chapter_pages(text: &str) -> Vec<EditionPage> {
    let edition = Book { manifest: "chapters = [\"a.md\"]", chapters: &[("a.md", text)], references: &[] }.edition();
    edition.pages.into_iter().filter(|page| matches!(page.kind, PageKind::Text(_))).collect()
}

/// Where the whole part of the number ends that a line starts with, from the left edge of the page.
fn end_of_units(item: &PageItem, whole: usize) -> Length {
    let ItemContent::Line(line) = &item.content else { panic!("a line") };
    let run = line.runs.iter().find(|run| run.run.text.starts_with(|c: char| c.is_ascii_digit())).expect("a number");
    let before: i64 = run.run.glyphs.iter().take(whole).map(|glyph| i64::from(glyph.advance)).sum();
    item.origin.x + run.x + run.size.of_em(before, run.run.units_per_em)
}

#[test]
fn numbers_of_a_column_stand_on_their_decimal_sign() {
    let cells = ["1.5", "12.25", "7", "about 3.5 %", "9[^a]"];
    let rows: String = cells.iter().map(|cell| format!("| a | {cell} |\n")).collect();
    let pages = chapter_pages(&format!("# One\n\n| Town | Share |\n|---|---:|\n{rows}\n[^a]: Note.\n"));
    let ends: Vec<Length> = ["1.5", "12.25", "7", "about 3.5 %", "9"]
        .iter()
        .map(|cell| {
            let is_cell = |item: &&PageItem| {
                line(item).is_some_and(|(.., text)| text.trim_end_matches('1') == cell.trim_end_matches('1'))
            };
            let item = pages[0].body.items.iter().find(is_cell).unwrap_or_else(|| panic!("no {cell}"));
            let number = cell.trim_start_matches("about ");
            end_of_units(item, number.find(['.', ' ']).unwrap_or(number.len()))
        })
        .collect();
    let slack = Length::millipt(20);
    assert!(ends.iter().all(|end| *end - ends[0] < slack && ends[0] - *end < slack), "{ends:?}");
}

#[test]
fn a_table_goes_on_with_its_label_and_head_but_not_with_the_marks_of_notes() {
    let rows: String = (0..60).map(|n| format!("| row{n} | x |\n")).collect();
    let text = format!("# One\n\nTable: Rows {{#tbl-r}}\n\n| Name[^n] | Value |\n|---|---|\n{rows}\n[^n]: A note.\n");
    let pages = chapter_pages(&text);
    assert!(pages.len() > 1);
    for page in &pages[1..] {
        let found = texts(page);
        assert_eq!(found[..3], ["Table 1 (continued)", "Name", "Value"]);
        let rows = found.iter().filter(|text| text.starts_with("row")).count();
        assert!(rows >= 2, "{found:?}");
    }
}

#[test]
fn a_table_whose_words_are_too_wide_is_set_smaller_before_they_are_cut() {
    let size = |words: usize| {
        let row = |word: &str| format!("|{}\n", format!(" {word} |").repeat(words));
        let text = format!("# One\n\n{}{}{}", row("Municipality"), row("---"), row("Neighbourhood"));
        let pages = chapter_pages(&text);
        let items = pages.iter().flat_map(|page| &page.body.items);
        let cells = items.filter_map(|item| match item.content.upright() {
            ItemContent::Line(line) if line.runs.iter().any(|run| run.run.text.starts_with("Neigh")) => Some(line),
            _ => None,
        });
        cells.map(|line| line.runs[0].size).next().expect("a cell")
    };
    assert_eq!(size(3), Length::pt(9));
    let (smaller, smallest) = (size(5), size(9));
    assert!(smaller < Length::pt(9) && smallest <= smaller && smallest >= Length::pt(9).scale(84, 100));
}

#[test]
fn references_from_entry_to_entry_lead_to_the_entry_in_the_index() {
    let text = format!("# One\n\n{} {}", mark("alpha", "a"), mark("beta!blue", "b"));
    let chapters = [("one.md", text.as_str())];
    let references = ["alpha >> beta!blue"];
    let edition = Book { manifest: "chapters = [\"one.md\"]", chapters: &chapters, references: &references }.edition();
    let page = index_pages(&edition)[0];
    let links: Vec<LinkTarget> = page
        .body
        .items
        .iter()
        .filter_map(|item| match &item.content {
            ItemContent::Line(line) if line.runs.iter().any(|run| &*run.run.text == "alpha") => Some(&line.links),
            _ => None,
        })
        .flatten()
        .map(|link| link.target.clone())
        .collect();
    let Some(LinkTarget::Place(place)) = links.last() else { panic!("{links:?}") };
    let blue = lines(page).into_iter().find(|(.., text)| text.starts_with("blue")).expect("the entry");
    let found = edition.locate(*place).expect("a place");
    let distance = page.origin.y + blue.1 - found.y;
    assert!(distance > Length::ZERO && distance < edition.geometry.leading, "{distance:?}");
}

#[test]
fn the_last_page_of_an_index_is_no_page_of_stragglers() {
    for count in [178, 180, 182, 184] {
        let text: String = (0..count).map(|n| format!("{} ", mark(&format!("alpha{n:03}"), "x"))).collect();
        let text = format!("# One\n\n{text}");
        let chapters = [("one.md", text.as_str())];
        let edition = Book { manifest: "chapters = [\"one.md\"]", chapters: &chapters, references: &[] }.edition();
        let pages = index_pages(&edition);
        let last = texts(pages[pages.len() - 1]).len();
        let all: usize =
            pages.iter().map(|page| texts(page).iter().filter(|text| text.starts_with("alpha")).count()).sum();
        assert_eq!(all, count);
        assert!(last >= 12, "{count}: {last}");
    }
}

#[test]
fn the_number_of_a_note_keeps_clear_of_a_quotation_mark_that_hangs() {
    let pages = chapter_pages("# One\n\nText.[^a] Text.[^b]\n\n[^a]: 'Said' by one.\n[^b]: Said by another.\n");
    let gaps = pages.iter().flat_map(|page| &page.body.items).filter_map(|item| match &item.content {
        ItemContent::Line(line) if matches!(line.runs.first()?.kind, RunKind::NoteMark(_)) => {
            Some(line.runs[1].x - line.runs[0].x - line.runs[0].width())
        }
        _ => None,
    });
    assert_eq!(gaps.collect::<Vec<_>>(), [Length::pt(1), Length::pt(1)]);
}

#[test]
fn the_rule_of_an_opener_stands_over_the_land_below_it() {
    let manifest =
        "[[city]]\nname = \"Beijing\"\nlocation = { latitude = 39.9, longitude = 116.4 }\nchapters = [\"a.md\"]";
    let edition = Book { manifest, chapters: &[("a.md", "# Beijing\n\nText.\n")], references: &[] }.edition();
    let opener = edition.pages.iter().find(|page| !drawings(page).is_empty()).expect("an opener");
    let at = |wanted: fn(&ItemContent) -> bool| opener.body.items.iter().position(|item| wanted(&item.content));
    let land = at(|content| matches!(content, ItemContent::Drawing(_)));
    let rule = at(|content| matches!(content, ItemContent::Fill { .. }));
    assert!(land.is_some() && land < rule, "{land:?} {rule:?}");
}

#[test]
fn the_lines_of_a_caption_are_of_about_one_length() {
    let caption = "Residents of the town, counted as often as anyone cared to, and once more at the end of the year";
    let pages = chapter_pages(&format!("# One\n\nTable: {caption}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"));
    let width = |words: &str| {
        let item = pages[0].body.items.iter().find(|item| line(item).is_some_and(|(.., text)| text.contains(words)));
        let Some(ItemContent::Line(line)) = item.map(|item| &item.content) else { panic!("no {words}") };
        line.width
    };
    let (first, last) = (width("Residents"), width("the year"));
    assert!(first.max(last) < first.min(last) * 5 / 4, "{first:?} {last:?}");
}

#[test]
fn arabic_is_as_large_alone_as_among_latin_words_and_its_marks_keep_to_their_line() {
    let word = "<span lang=\"ar\">عمّان</span>";
    let pages = chapter_pages(&format!("# One\n\nText.\n\nText {word}.\n\n{word}\n"));
    let runs = pages[0].body.items.iter().filter_map(|item| match &item.content {
        ItemContent::Line(line) => line.runs.iter().find(|run| run.run.text.contains('ع')),
        _ => None,
    });
    let sizes: Vec<Length> = runs.map(|run| run.size).collect();
    let [among, alone] = sizes[..] else { panic!("{sizes:?}") };
    assert_eq!(among, alone);
    // A damma over a beginning ain reaches 1.157 em above the baseline.
    assert!(among.scale(1157, 1000) + Length::pt(1) < Length::pt(14), "{among:?}");
}

/// The texts of a page with a table of units, of which `rows` follow the head.
fn units(rows: &[&str]) -> Vec<String> {
    let head = "| City | Unit | Number | People to each |\n|---|---|---:|---|\n";
    texts(&chapter_pages(&format!("# One\n\n{head}{}\n", rows.join("\n")))[0])
}

const UNITS: [&str; 7] = [
    "| Sorocaba | school with a longer day | 16 | 205 pupils (2009) |",
    "| Ybycuí | rural community | 43 | about 380 residents (2002) |",
    "| Balanga | barangay | 25 | about 3,800 residents (2015) |",
    "| Namyangju | learning lighthouse | 100 | about 6,400 residents (2014) |",
    "| Espoo | one of the city’s centres | 5 | about 54,000 residents (2015) |",
    "| Mexico City | school with a longer day | 100 | about 300 pupils expected (2013) |",
    "| Beijing | district of some kind | 16 | about 1.36 million residents (2015) |",
];

#[test]
fn cells_of_one_row_are_set_in_more_lines_where_that_saves_lines_of_others() {
    let found = units(&UNITS[5..]);
    assert!(found.iter().any(|text| text == "about 1.36 million residents (2015)"), "{found:?}");
    assert!(found.iter().any(|text| text == "a longer day"), "{found:?}");
}

#[test]
fn no_short_word_stands_alone_on_the_last_line_of_a_cell() {
    let found = units(&UNITS);
    assert!(found.iter().any(|text| text == "residents (2015)"), "{found:?}");
    assert!(!found.iter().any(|text| text == "(2015)" || text == "(2013)"), "{found:?}");
}

#[test]
fn columns_of_short_cells_stand_near_one_another() {
    let pages = chapter_pages("# One\n\n| Year | Residents |\n|---|---:|\n| 2002 | 123,062 |\n| 2006 | 119,418 |\n");
    let right = |words: &str| {
        let item = pages[0].body.items.iter().find(|item| line(item).is_some_and(|(.., text)| text == words));
        let Some(ItemContent::Line(line)) = item.map(|item| &item.content) else { panic!("no {words}") };
        item.map_or(Length::ZERO, |item| item.origin.x) + line.width
    };
    assert!(right("Residents") < Length::pt(170), "{:?}", right("Residents"));
}

#[test]
fn the_lines_of_a_source_are_balanced_and_end_with_no_hyphen() {
    let source = "— Wilhelmina Featherstonehaugh-Cholmondeley, *On the Length of Names*, 1897";
    let found = texts(&chapter_pages(&format!("# One\n\n> Words.\n>\n> {source}\n"))[0]);
    let lines = found.iter().skip_while(|text| !text.starts_with('—')).collect::<Vec<_>>();
    assert_eq!(lines, ["— Wilhelmina Featherstonehaugh-Cholmondeley,", "On the Length of Names, 1897"]);
}
