//! The manuscript of the book in `book/`, checked against its own rules.
//!
//! `tests/manuscript/reading.rs` reads it, `checks.rs` looks at its form and typography, `figures.rs`
//! compares its numbers and says with what. For each check there is a small bad text here that it
//! has to catch. `MANUSCRIPT=FOLDER` looks at the book in another folder.

#[path = "manuscript/checks.rs"]
mod checks;
#[path = "manuscript/figures.rs"]
mod figures;
#[path = "manuscript/reading.rs"]
mod reading;

use make_book::loader::Root;
use make_book::pipeline::{Format, Outcome, Progress, Request, build};
use make_book::source::BookPath;
use reading::{Book, Chapter};
use std::io::Read;
use std::path::PathBuf;
use std::sync::OnceLock;

fn folder() -> PathBuf {
    std::env::var_os("MANUSCRIPT").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| Book::open(&folder()))
}

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: u64) {}
    fn step(&self) {}
}

/// What the program makes of the book.
fn built() -> &'static Outcome {
    static BUILT: OnceLock<Outcome> = OnceLock::new();
    BUILT.get_or_init(|| {
        let root = Root::open(&folder()).expect("the book has a folder");
        let manifest = BookPath::new("book.toml").expect("a plain path");
        let request = Request { only: vec![Format::Epub], ..Request::default() };
        build(&request, &root, &manifest, &Silent)
    })
}

#[track_caller]
fn none(findings: Vec<String>) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[track_caller]
fn none_in(chapters: impl Iterator<Item = &'static Chapter>, check: fn(&Chapter) -> Vec<String>) {
    none(chapters.flat_map(check).collect());
}

fn cities() -> impl Iterator<Item = &'static Chapter> {
    book().cities().map(|(_, chapter)| chapter)
}

/// Each of the bad texts has a finding with the words beside it, and the good one has none.
#[track_caller]
fn catches(check: fn(&Chapter) -> Vec<String>, path: &str, good: &str, bad: &[(&str, &str)]) {
    none(check(&Chapter::new(path, good)));
    for (text, words) in bad {
        let found = check(&Chapter::new(path, text));
        assert!(found.iter().any(|finding| finding.contains(words)), "{text:?}: {found:?}");
    }
}

// The order of the book and the form of a chapter.

#[test]
fn the_twelve_chapters_stand_in_the_order_of_the_award() {
    none(checks::order(book()));
    assert_eq!(book().cities().count(), 12);
}

#[test]
fn chapters_out_of_order_or_missing_are_caught() {
    let manifest = "[[city]]\nname = \"Sorocaba\"\nchapters = [\"cities/sorocaba.md\"]".parse().expect("TOML");
    assert_eq!(checks::order(&Book { manifest, chapters: Vec::new() }).len(), 1);
}

#[test]
fn all_chapters_have_the_same_sections_and_lessons_with_condition_and_cost() {
    none_in(cities(), checks::sections);
}

/// A chapter with everything that `sections` looks for.
fn whole_chapter() -> String {
    let labels = ["Name", "Country", "UNESCO region", "Residents", "Languages", "Learning-city work since", "Led by"];
    let rows: String = labels.iter().map(|label| format!("| {label} | x |\n")).collect();
    let last = "| Its word for 'learning city' | x |\n| Signature idea | x |\n";
    let sections = ["stands", "history", "carriers", "programmes", "hard", "lessons"];
    let sections: String = sections.iter().map(|class| format!("## Words {{.{class}}}\n\nText.\n\n")).collect();
    let lessons = "*The condition* is a. *The cost* is b.\n\n".repeat(3);
    format!("# C {{#c}}\n\nTable: C {{#tbl-c .factbox}}\n\n| At | |\n|:--|:--|\n{rows}{last}\n{sections}{lessons}")
}

#[test]
fn a_missing_or_moved_section_row_or_lesson_is_caught() {
    let good = whole_chapter();
    let bad = [
        (good.replace(" {.hard}", ""), "the sections are"),
        (good.replace(".stands", ".history"), "the sections are"),
        (good.replace("| Led by | x |\n", ""), "no row 'Led by'"),
        (
            good.replace("| Country | x |\n", "").replace("| Name", "| Country | x |\n| Name"),
            "'Country' is not in its place",
        ),
        (good.replace(" .factbox", ""), "not one fact box"),
        (good.replacen("*The cost*", "The cost", 1), "*The cost* 2 times"),
    ];
    let bad: Vec<(&str, &str)> = bad.iter().map(|(text, words)| (text.as_str(), *words)).collect();
    catches(checks::sections, "cities/c.md", &good, &bad);
}

#[test]
fn every_city_refers_to_two_others_and_the_index_has_two_hundred_entries() {
    none_in(cities(), checks::links_and_marks);
    let entries = checks::index_entries(book());
    assert!(entries.len() >= 200, "{} entries", entries.len());
}

#[test]
fn a_chapter_without_references_or_index_marks_is_caught() {
    let good = format!("[A](amman.md) [C](cork.md) {}", "<span data-index=\"x\">x</span> ".repeat(18));
    let bad = [("[A](amman.md)", "refers to 1 other"), ("[A](amman.md) [C](cork.md)", "has 0 marks")];
    catches(checks::links_and_marks, "cities/c.md", &good, &bad);
}

// Notes.

#[test]
fn every_note_has_its_definition_and_every_definition_its_note_in_order() {
    none_in(book().chapters.iter(), checks::notes);
}

#[test]
fn notes_without_partner_or_out_of_order_are_caught() {
    let good = "A.[^a] B.[^b]\n\n[^a]: UIL, 2015.\n[^b]: UIL, 2016.\n";
    let bad = [
        ("A.[^a]\n", "[^a] has no definition"),
        ("A.\n\n[^a]: UIL, 2015.\n", "[^a] is used nowhere"),
        ("A.[^a]\n\n[^a]: UIL, 2015.\n\n[^a]: UIL, 2016.\n", "[^a] is defined twice"),
        ("A.[^a] B.[^b]\n\n[^b]: UIL, 2016.\n[^a]: UIL, 2015.\n", "not in the order"),
    ];
    catches(checks::notes, "cities/c.md", good, &bad);
}

#[test]
fn every_note_names_a_source_with_its_date() {
    none_in(book().chapters.iter(), checks::sources_of_notes);
}

#[test]
fn a_note_without_source_or_date_is_caught() {
    let good = "A.[^a]\n\n[^a]: J. Smith, 'A title', undated.\n";
    let bad = [
        ("A.[^a]\n\n[^a]: This is computed from 2015 on.\n", "names no office, author or title"),
        ("A.[^a]\n\n[^a]: UIL, page on the network.\n", "has no year"),
    ];
    catches(checks::sources_of_notes, "cities/c.md", good, &bad);
}

// Numbers.

#[test]
fn residents_of_a_city_and_year_are_one_figure_in_fact_box_tables_and_charts() {
    none(figures::residents_are_given(book()));
    none(figures::residents_agree(book()));
}

const CORK: &str = "# Cork\n\nTable: C {#tbl-cork-glance .factbox}\n\n| C | |\n|--|--|\n\
    | Residents | 119,230 (census of 2011); 125,657 (census of 2016) |\n\n\
    Table: Residents {#tbl-cork-residents}\n\n| Year | Residents |\n|--|--|\n| 2011 | 119,230 |\n| 2016 | 125,657 |\n";

#[test]
fn two_figures_for_the_residents_of_one_year_are_caught() {
    none(figures::residents_agree(&Book::of("cities/cork.md", CORK)));
    let bad = CORK.replace("| 2016 | 125,657 |", "| 2016 | 125,675 |");
    assert_eq!(figures::residents_agree(&Book::of("cities/cork.md", &bad)).len(), 1);
    let side = "Table: R {#tbl-side-by-side-residents}\n\n| City | Residents | Year |\n|--|--|--|\n| Cork | 125,000 | 2016 |\n";
    let mut book = Book::of("cities/cork.md", CORK);
    book.chapters.push(Chapter::new("back/side-by-side.md", side));
    assert_eq!(figures::residents_agree(&book).len(), 2);
}

#[test]
fn a_city_without_figures_to_compare_is_caught() {
    assert_eq!(figures::residents_are_given(&Book::of("cities/cork.md", "# Cork\n")).len(), 12);
}

#[test]
fn residents_in_running_text_are_those_of_the_tables() {
    none(figures::residents_in_the_text_agree(book()));
}

#[test]
fn another_number_of_residents_in_running_text_is_caught() {
    let with = |sentence: &str| {
        figures::residents_in_the_text_agree(&Book::of("cities/cork.md", &format!("{CORK}\n{sentence}\n")))
    };
    none(with("In 2016 about 126,000 people lived in it. In 2011 it had 119,230 residents."));
    assert_eq!(with("In 2016 it had 126,000 residents.").len(), 1);
    assert_eq!(with("In 2011 about 190,000 people lived in it.").len(), 1);
}

#[test]
fn a_series_that_is_shown_twice_is_the_same_both_times() {
    none(figures::same_series_agree(book(), &figures::SAME));
}

#[test]
fn series_that_differ_or_are_missing_are_caught() {
    let chart = |id: &str, values: &str| {
        format!("```chart\nlabels = [2011, 2012]\nvalues = {values}\n```\n\nFigure: F {{#{id}}}\n\n")
    };
    let table = "Table: T {#tbl-t}\n\n| Measure | 2011 | 2012 |\n|--|--|--|\n| Rooms | 10 | 38 |\n";
    let text = format!("{}{}{table}", chart("fig-a", "[10, { value = 38, about = true }]"), chart("fig-b", "[10, 83]"));
    let book = Book::of("cities/c.md", &text);
    none(figures::same_series_agree(&book, &[("rooms", &["fig-a", "tbl-t/Rooms"])]));
    assert_eq!(figures::same_series_agree(&book, &[("rooms", &["fig-a", "fig-b"])]).len(), 1);
    assert_eq!(figures::same_series_agree(&book, &[("rooms", &["fig-a", "fig-c"])]).len(), 1);
}

#[test]
fn the_comparison_has_the_numbers_of_the_chapters() {
    none(figures::comparison_is_of_the_chapters(book()));
}

#[test]
fn a_number_that_only_the_comparison_has_is_caught() {
    let with = |number: &str| {
        let table =
            format!("Table: T {{#tbl-t}}\n\n| City | People | When |\n|--|--|--|\n| Cork | {number} | 2016 |\n");
        let mut book = Book::of("cities/cork.md", CORK);
        book.chapters.push(Chapter::new("back/side-by-side.md", &table));
        figures::comparison_is_of_the_chapters(&book)
    };
    none(with("125,657"));
    assert_eq!(with("21,726").len(), 1);
}

#[test]
fn no_number_looks_like_the_misprint_of_another() {
    none_in(book().chapters.iter(), figures::slips);
}

#[test]
fn a_misprinted_number_is_caught() {
    let bad = [
        ("It had 119,230 residents.\n\nOf the 119,320 many stayed.\n", "differ in a digit"),
        ("It had 119,230 residents.\n\nOf the 119,280 many stayed.\n", "differ in a digit"),
    ];
    catches(figures::slips, "cities/c.md", "It had 119,230 residents, then 125,657.\n", &bad);
}

// Figures.

#[test]
fn every_figure_has_title_source_alternative_and_caption_and_every_table_a_caption() {
    none_in(book().chapters.iter(), checks::figures);
    let count = |kind: &str| book().chapters.iter().flat_map(|c| c.drawings()).filter(|(_, k, ..)| *k == kind).count();
    assert!(count("map") == 1 && count("chart") >= 12, "{} maps, {} charts", count("map"), count("chart"));
}

#[test]
fn a_figure_or_table_that_lacks_something_is_caught() {
    let good = "```chart\ntitle = \"T\"\nsource = \"S\"\nalt = \"A\"\n```\n\nFigure: F {#fig-c}\n\n\
        ![A room](a.png)\n\nFigure: A room. Source: S {#fig-d}\n\nTable: T {#tbl-t}\n\n| a |\n|--|\n| b |\n";
    let bad = [
        (good.replace("alt = \"A\"\n", ""), "no `alt`"),
        (good.replace("source = \"S\"", "source = \" \""), "no `source`"),
        (good.replace("Figure: F {#fig-c}", "Text."), "no paragraph 'Figure: "),
        (good.replace("![A room]", "![]"), "no text alternative"),
        (good.replace(" Source: S", ""), "names no source"),
        (good.replace("Table: T {#tbl-t}", "Text."), "no paragraph 'Table: "),
    ];
    let bad: Vec<(&str, &str)> = bad.iter().map(|(text, words)| (text.as_str(), *words)).collect();
    catches(checks::figures, "cities/c.md", good, &bad);
}

#[test]
fn the_text_alternative_of_a_chart_gives_its_values() {
    none_in(book().chapters.iter(), checks::alternatives);
}

#[test]
fn a_text_alternative_that_lacks_a_value_is_caught() {
    let good = "```chart\nalt = \"Ten in 2011, 38 in 2012.\"\nlabels = [2011, 2012]\nvalues = [10, 38]\n```\n";
    let bad = good.replace("38 in", "83 in");
    catches(checks::alternatives, "cities/c.md", good, &[(bad.as_str(), "lacks 38")]);
}

// Languages and scripts.

#[test]
fn every_word_in_another_script_is_tagged_with_its_language() {
    none_in(book().chapters.iter(), checks::scripts);
    none(checks::scripts_of_names(&book().manifest));
}

#[test]
fn untagged_or_wrongly_tagged_words_are_caught() {
    let good = "<span lang=\"ko\">학습등대</span>, <span lang=\"ko\">南楊州市</span>, <span lang=\"am\">ባሕር</span>, \
        <span lang=\"ar\" dir=\"rtl\">عمّان</span>, <span lang=\"es\">ciudad</span>.\n";
    let bad = [
        (good.replace("<span lang=\"ko\">학습등대</span>", "학습등대"), "Hangul) is tagged en"),
        (good.replacen("lang=\"ko\"", "lang=\"ja\"", 1), "Hangul) is tagged ja"),
        (good.replace("lang=\"ko\">南", "lang=\"zh-Hans\">南"), "Han) is tagged zh-Hans"),
        (good.replace(" dir=\"rtl\"", ""), "Arabic) is tagged ar"),
        (good.replace("lang=\"am\"", "lang=\"ti\""), "Ethiopic) is tagged ti"),
        (good.replace("lang=\"es\"", "lang=\"ko\""), "Latin letters are tagged ko"),
        ("Слово.\n".to_owned(), "Cyrillic) is tagged en"),
        ("<span data-index=\"등대\">x</span>\n".to_owned(), "cannot tag another script"),
    ];
    let bad: Vec<(&str, &str)> = bad.iter().map(|(text, words)| (text.as_str(), *words)).collect();
    catches(checks::scripts, "cities/namyangju.md", good, &bad);
    let manifest = "[[city]]\nnames = [{ lang = \"ja\", text = \"남양주시\" }]".parse().expect("TOML");
    assert_eq!(checks::scripts_of_names(&manifest).len(), 1);
}

#[test]
fn guarani_words_have_the_letter_for_the_puso() {
    none_in(book().chapters.iter(), checks::guarani);
    assert!(!book().manifest.to_string().contains("Yvyku'"), "the manifest has an apostrophe in Yvykuʼi");
}

#[test]
fn an_apostrophe_in_a_guarani_word_is_caught() {
    let good = "<span lang=\"gn\">Yvyku\u{2BC}i</span>\n";
    let bad = [
        ("<span lang=\"gn\">Yvyku'i</span>\n", "puso of a Guaraní word"),
        ("<span lang=\"gn\">Yvyku\u{2019}i</span>\n", "puso of a Guaraní word"),
        ("Yvyku'i\n", "without U+02BC"),
        ("UIL\u{2BC}s page\n", "outside a Guaraní word"),
    ];
    catches(checks::guarani, "cities/ybycui.md", good, &bad);
}

// Typography and spelling.

#[test]
fn dashes_spaces_quotes_and_per_cent_follow_the_style_sheet() {
    none_in(book().chapters.iter(), checks::typography);
}

#[test]
fn faults_of_typography_are_caught() {
    let bad = [
        ("One\u{2014}two.\n", "an em dash"),
        ("One -- two.\n", "two hyphens"),
        ("One - two.\n", "a hyphen for a dash"),
        ("One.  Two.\n", "two spaces"),
        ("The city\u{2019}s.\n", "a curled quote"),
        ("One , two.\n", "a space before"),
        ("One. \nTwo.\n", "at the end of the line"),
        ("It was 5% then.\n", "% in running text"),
    ];
    let good = "One – two's 'three'.\n\n* * *\n\n| a |\n|--|\n| 5% |\n";
    catches(checks::typography, "cities/c.md", good, &bad);
}

#[test]
fn spelling_is_british_with_ize() {
    none_in(book().chapters.iter(), checks::spelling);
}

#[test]
fn mixed_spellings_are_caught_outside_names_and_titles() {
    let good =
        "To organize a Centre of the Organisation for Trade.[^a]\n\n[^a]: X, 'Why we organise', *labor today*, 2015.\n";
    let bad = [
        ("To organise a thing.\n", "'organize'"),
        ("The city center.\n", "'centre'"),
        ("[^a]: As was learned, 2015.\n\nA.[^a]\n", "'learnt'"),
    ];
    catches(checks::spelling, "cities/c.md", good, &bad);
}

// What the program makes of it.

#[test]
fn the_book_builds_without_a_warning() {
    let said = |outcome: &Outcome| {
        let place = |d: &make_book::diag::Diagnostic| {
            let source = d.span.and_then(|span| Some((outcome.sources.get(span.source)?, span)));
            source
                .map_or(String::new(), |(source, span)| format!("{}:{}", source.path, source.line_column(span.start).0))
        };
        outcome.diagnostics.iter().map(|d| format!("{}: {} {}", place(d), d.code, d.message)).collect()
    };
    none(said(built()));
}

#[test]
fn the_book_has_from_28000_to_42000_words() {
    let words = built().words;
    assert!((28_000..=42_000).contains(&words), "{words} words");
}

#[test]
fn no_straight_quote_reaches_the_reader_of_the_e_book() {
    let (_, bytes) = built().files.first().expect("an e-book is made");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an e-book is a ZIP file");
    let names: Vec<String> = archive.file_names().filter(|name| name.ends_with(".xhtml")).map(str::to_owned).collect();
    assert!(names.len() > 12, "{names:?}");
    let mut findings = Vec::new();
    for name in names {
        let mut page = String::new();
        archive.by_name(&name).expect("it is there").read_to_string(&mut page).expect("a page is UTF-8");
        findings.extend(checks::straight_quotes(&name, &page));
    }
    none(findings);
}

#[test]
fn straight_quotes_in_a_page_are_caught() {
    assert!(checks::straight_quotes("a", "<head title='x'/><body class=\"b\"><p>‘x’</p></body>").is_empty());
    assert_eq!(checks::straight_quotes("a", "<body><p>the city's</p></body>").len(), 1);
    assert_eq!(checks::straight_quotes("a", "<body><p>say &quot;no&quot;</p></body>").len(), 2);
}
