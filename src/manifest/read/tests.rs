//! Manifests as people write them, and what is said about each.

use super::*;
use crate::geometry::{Length, Size};
use crate::source::Sources;

/// A manifest that has all that a book must have.
const LEAST: &str = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en\"\n";

fn read_text(text: &str) -> (Option<Manifest>, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add(BookPath::new("book.toml").expect("a plain path"), text.into());
    let source = sources.get(id).expect("just added");
    let (manifest, diagnostics) = read(source, None);
    let lines = diagnostics.iter().map(|diagnostic| {
        let (line, column) = diagnostic.span.map_or((0, 0), |span| source.line_column(span.start));
        let hint = diagnostic.hint.as_deref().unwrap_or("-");
        format!("{} {line}:{column} {} | {hint}", diagnostic.code, diagnostic.message)
    });
    (manifest, lines.collect())
}

/// The manifest `text` has exactly the faults `expected`, each as `code line:column message | hint`,
/// of which the start is enough.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (_, found) = read_text(text);
    let same = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
    assert!(same, "found:\n{}\nexpected:\n{}", found.join("\n"), expected.join("\n"));
}

/// The same for lines added to `[book]` of the least manifest.
#[track_caller]
fn check_book(lines: &str, expected: &[&str]) {
    check(&format!("{LEAST}{lines}\n"), expected);
}

#[track_caller]
fn good(text: &str) -> Manifest {
    let (manifest, faults) = read_text(text);
    assert_eq!(faults, Vec::<String>::new());
    manifest.expect("a good manifest")
}

#[test]
fn everything_but_title_language_and_one_chapter_has_a_default() {
    let manifest = good(LEAST);
    assert_eq!(manifest.page.trim, Size::new(Length::micrometres(170_000), Length::micrometres(240_000)));
    assert_eq!(manifest.page.measure(), Length::micrometres(110_000));
    assert_eq!((manifest.page.lines, manifest.page.leading), (37, Length::pt(14)));
    assert_eq!(manifest.text_size, Length::millipt(10_500));
    assert_eq!(manifest.output.name, "a");
    assert!(manifest.output.epub && manifest.output.print && manifest.output.screen && manifest.output.page_list);
    assert_eq!(manifest.metadata.modified, 0);
}

#[test]
fn the_manifest_of_the_design_is_read_whole() {
    let manifest = good(include_str!("tests/design.toml"));
    assert_eq!(manifest.metadata.title, "Twelve Learning Cities");
    assert_eq!(manifest.metadata.isbn_print.as_deref(), Some("9783161484100"));
    assert_eq!(manifest.metadata.contributors[0].role, "aut");
    assert_eq!(manifest.metadata.contributors[1].role, "trl");
    assert_eq!(manifest.metadata.date.as_deref(), Some("2026-11-30"));
    assert_eq!(manifest.metadata.modified, 1_795_996_800);
    let place = manifest.parts[0].place.as_ref().expect("a city has a place");
    assert_eq!(place.location, Some((39_907_500, 116_397_230)));
    assert_eq!(place.names[0].1, "北京市");
    let paths: Vec<_> = manifest.chapters().map(|chapter| manifest.path_of(chapter).to_string()).collect();
    assert_eq!(paths, ["book/front/how-to-read.md", "book/cities/beijing.md", "book/back/glossary.md"]);
    assert_eq!((manifest.front[0].kind.as_str(), manifest.back[0].kind.as_str()), ("preface", "glossary"));
    assert_eq!(manifest.fonts.text.as_deref(), Some("Source Serif 4"));
}

#[test]
fn all_unknown_keys_are_reported_each_with_the_nearest_known_one() {
    check(
        "chapter = [\"a.md\"]\nchapters = [\"a.md\"]\n[book]\ntitel = \"A\"\ntitle = \"A\"\nlanguage = \"en\"\ncolour = 1\n[ouput]\n",
        &[
            "M002 1:1 a manifest has no key `chapter` | did you mean `chapters`?",
            "M002 4:1 [book] has no key `titel` | did you mean `title`?",
            "M002 7:1 [book] has no key `colour` | known here: title, subtitle",
            "M002 8:2 a manifest has no key `ouput` | did you mean `output`?",
        ],
    );
}

#[test]
fn all_wrong_types_are_reported_each_at_its_value() {
    check(
        "chapters = \"a.md\"\ncity = 3\n[book]\ntitle = 1\nlanguage = [\"en\"]\nrevision = -1\nauthors = [1, { name = 2 }]\n[page]\nbleed = 3\n[output]\npage-list = \"no\"",
        &[
            "M003 1:12 `chapters` is a text, not a list of texts",
            "M008 1:12 the book has no chapter",
            "M003 2:8 `city` is a number, not a list of tables",
            "M003 4:9 `title` is a number, not a text in quotes",
            "M003 5:12 `language` is a list, not a text in quotes",
            "M003 6:12 `revision` is not a whole number",
            "M003 7:12 `authors` is a number, not a table",
            "M003 7:24 `name` is a number",
            "M003 9:9 `bleed` is a number, not a length in quotes, such as",
            "M003 11:13 `page-list` is a text, not true or false",
        ],
    );
}

#[test]
fn title_and_language_must_be_there() {
    check("chapters = [\"a.md\"]", &["M004 1:1 the book has no title", "M004 1:1 the book has no language"]);
    for title in ["", " \\t "] {
        let text = format!("chapters = [\"a.md\"]\n[book]\nlanguage = \"en\"\ntitle = \"{title}\"");
        check(&text, &["M003 4:9 `title` is empty"]);
        assert_eq!(read_text(&text).0, None);
    }
    assert_eq!(good(&LEAST.replace("\"A\"", &format!("\"{}\"", "x".repeat(65_536)))).metadata.title.len(), 65_536);
}

#[test]
fn a_book_without_chapters_is_refused() {
    let book = "[book]\ntitle = \"A\"\nlanguage = \"en\"\n";
    check(book, &["M008 1:1 the book has no chapter"]);
    check(&format!("chapters = []\n{book}"), &["M008 1:12 the book has no chapter"]);
    check(
        &format!("{book}[[part]]\ntitle = \"P\"\n"),
        &["M008 1:1 the book has no chapter", "M008 4:1 this part has no chapter"],
    );
}

#[test]
fn a_chapter_named_twice_is_refused_however_it_is_written() {
    check(
        "[book]\ntitle = \"A\"\nlanguage = \"en\"\n[[front]]\nfile = \"a.md\"\n[[part]]\nchapters = [\"b.md\", \"./x/../b.md\", \"a.md\"]\n",
        &["M005 7:21 `b.md` is named twice", "M005 7:36 `a.md` is named twice"],
    );
}

#[test]
fn a_path_that_could_leave_the_book_is_refused() {
    for written in [
        "../secret.md",
        "/etc/passwd",
        "C:\\\\x.md",
        "\\\\\\\\h\\\\s",
        "a\\\\b.md",
        "file:///etc/passwd",
        "x/../../y.md",
    ] {
        check(&LEAST.replace("a.md", written), &["L002 1:13 `"]);
    }
    check_book("root = \"../other\"", &["L002 5:8 `../other`: the path leaves the book's folder"]);
}

#[test]
fn an_output_is_named_and_never_a_path() {
    for name in ["../../x", "/x", "a/b", ".x", "é", "a b", &"x".repeat(200)] {
        check(&format!("{LEAST}[output]\nname = \"{name}\"\n"), &["M003 6:8 `"]);
    }
    assert_eq!(good(&format!("{LEAST}[output]\nname = \"My_Book-1.2\"\n")).output.name, "My_Book-1.2");
}

#[test]
fn the_name_of_outputs_is_made_from_the_title() {
    for (title, name) in [
        ("Twelve Learning Cities", "twelve-learning-cities"),
        ("  L'été — à Évora! ", "lete-a-evora"),
        ("../../etc", "etc"),
        ("北京", "book"),
    ] {
        assert_eq!(good(&LEAST.replace("\"A\"", &format!("\"{title}\""))).output.name, name);
    }
}

#[test]
fn formats_are_named_and_at_least_one() {
    let output = good(&format!("{LEAST}[output]\nformats = [\"epub\"]\n")).output;
    assert!(output.epub && !output.print && !output.screen);
    check(&format!("{LEAST}[output]\nformats = []\n"), &["M003 6:11 `formats` names no format"]);
    check(
        &format!("{LEAST}[output]\nformats = [\"pub\", \"print\"]\n"),
        &["M003 6:12 `pub` is not a format | did you mean `epub`?"],
    );
}

#[test]
fn an_isbn_has_13_digits_of_which_the_last_checks_the_others() {
    check_book("isbn = { print = \"978-3-16-148410-0\", epub = \"979 10 90636 07 1\" }", &[]);
    check_book(
        "isbn = { print = \"978-3-16-148410-1\" }",
        &["M006 5:18 the check digit of ISBN `978-3-16-148410-1` is wrong"],
    );
    check_book("isbn = { epub = \"3-16-148410-X\" }", &["M006 5:17 `3-16-148410-X` is not an ISBN of 13 digits"]);
    check_book("isbn = { epub = \"९783161484100\" }", &["M006 5:17"]);
    check_book(
        "isbn = { print = \"9783161484100\", epub = \"9783161484100\" }",
        &["M006 5:42 the printed book and the e-book have the same ISBN"],
    );
}

#[test]
fn a_language_tag_is_one_of_bcp_47() {
    check(&LEAST.replace("\"en\"", "\"en_GB\""), &["M007 4:12 `en_GB` is not a language tag | did you mean `en-GB`?"]);
    check(&LEAST.replace("\"en\"", "\"English language\""), &["M007 4:12"]);
    let city = "[book]\ntitle = \"A\"\nlanguage = \"en\"\n[[city]]\nname = \"B\"\nchapters = [\"a.md\"]\nnames = [{ lang = \"!\", text = \"B\" }]\n";
    check(city, &["M007 7:19 `!` is not a language tag"]);
}

#[test]
fn dates_are_days_of_the_years_1_to_9999() {
    check_book("date = 2026-11-30", &[]);
    check_book("date = \"1605-01-16\"", &[]);
    check_book("date = 0000-01-01", &["M003 5:8 `date` is not a date of the years 1 to 9999"]);
    check_book("date = \"soon\"", &["M003 5:8 `date` is a text, not a date"]);
    check_book("date = 2026-02-30", &["M001 5:"]);
    check_book("date = 0000", &["M001 5:"]);
    check_book("modified = 1969-12-31T00:00:00Z", &["M003 5:12 `modified` is before 1970"]);
}

#[test]
fn the_manifest_tells_the_time_before_the_environment_does() {
    let modified = |lines: &str, epoch| {
        let mut sources = Sources::default();
        let id = sources.add(BookPath::new("book.toml").expect("a plain path"), format!("{LEAST}{lines}\n").into());
        let (manifest, _) = read(sources.get(id).expect("just added"), epoch);
        manifest.map(|manifest| manifest.metadata.modified)
    };
    assert_eq!(modified("modified = 1970-01-02\ndate = 1970-01-03", Some(1)), Some(86_400));
    assert_eq!(modified("date = 1970-01-03", Some(1)), Some(172_800));
    assert_eq!(modified("", Some(1)), Some(1));
    assert_eq!(modified("", None), Some(0));
}

#[test]
fn roles_are_codes_or_words() {
    let role = |role: &str| {
        good(&format!("{LEAST}authors = [{{ name = \"N\", role = \"{role}\" }}]\n")).metadata.contributors[0]
            .role
            .clone()
    };
    for (word, code) in
        [("author", "aut"), ("Editor", "edt"), ("translator", "trl"), ("illustrator", "ill"), ("pht", "pht")]
    {
        assert_eq!(role(word), code);
    }
    assert_eq!(good(&format!("{LEAST}authors = [\"N\"]\n")).metadata.contributors[0].name, "N");
    check_book(
        "authors = [{ name = \"N\", role = \"autor\" }]",
        &["M003 5:33 `autor` is not a role of MARC | did you mean `author`?"],
    );
    check_book("authors = [{ role = \"author\" }]", &["M004 5:12 authors has no `name`"]);
}

#[test]
fn a_page_that_makes_no_sense_is_refused() {
    let page = |lines: &str, expected: &[&str]| check(&format!("{LEAST}[page]\n{lines}\n"), expected);
    page("trim = { width = \"6in\", height = \"9in\" }\nbleed = \"0mm\"", &[]);
    page("trim = { width = \"170\" }", &["M003 6:18 `width` is not a length"]);
    page("trim = { width = \"2m\" }", &["M003 6:18 `width` is not a length"]);
    page(
        "trim = { width = \"1mm\", height = \"0mm\" }",
        &["M003 6:18 `width` of 1mm makes no page", "M003 6:34 `height` of 0mm"],
    );
    page("bleed = \"-3mm\"", &["M003 6:9 `bleed` is not a length"]);
    page(
        "margins = { inner = \"80mm\", outer = \"60mm\" }",
        &["M003 6:21 the margins leave a measure of 30 mm | leave 40 mm"],
    );
    page("margins = { head = \"200mm\", foot = \"30mm\" }", &["M003 6:20 the margins leave 2 lines of text"]);
    page("margins = { head = \"200mm\", foot = \"300mm\" }", &["M003 6:20 the margins leave 0 lines of text"]);
    check(&format!("{LEAST}[type]\nsize = \"14pt\"\nleading = \"10pt\"\n"), &["M003 7:11 the leading is less than"]);
}

#[test]
fn margins_of_another_page_are_in_proportion() {
    let page = good(&format!("{LEAST}[page]\ntrim = {{ width = \"85mm\", height = \"120mm\" }}\n")).page;
    assert!((page.inner - Length::micrometres(12_000)).abs() <= Length::scaled(1));
    assert!((page.head - Length::micrometres(11_000)).abs() <= Length::scaled(1));
    let page = good(&format!("{LEAST}[page]\nmargins = {{ foot = \"40mm\" }}\n")).page;
    assert_eq!(page.lines, 36);
}

#[test]
fn a_location_is_on_earth() {
    let city = |location: &str| {
        format!(
            "[book]\ntitle = \"A\"\nlanguage = \"en\"\n[[city]]\nname = \"B\"\nchapters = [\"a.md\"]\nlocation = {location}\n"
        )
    };
    let place = good(&city("{ latitude = -90, longitude = 179.9999999 }")).parts[0].place.clone();
    assert_eq!(place.and_then(|place| place.location), Some((-90_000_000, 180_000_000)));
    check(&city("{ latitude = 116.4, longitude = 39.9 }"), &["M003 7:25 `latitude` is not between -90 and 90 degrees"]);
    check(&city("{ latitude = nan, longitude = inf }"), &["M003 7:25", "M003 7:42"]);
    check(&city("{ latitude = 1 }"), &["M004 7:12 location has no `longitude`"]);
}

#[test]
fn kinds_of_matter_are_known_words_and_the_stem_of_the_file_is_enough() {
    let kind = |lines: &str| good(&format!("{LEAST}[[back]]\n{lines}\n")).back[0].kind.clone();
    assert_eq!(kind("file = \"back/glossary.md\""), "glossary");
    assert_eq!(kind("file = \"x.md\""), "appendix");
    assert_eq!(kind("file = \"x.md\"\nkind = \"Acknowledgements\""), "acknowledgments");
    check(
        &format!("{LEAST}[[back]]\nfile = \"x.md\"\nkind = \"glosary\"\n"),
        &["M003 7:8 `glosary` is no kind of front or back matter | did you mean `glossary`?"],
    );
}

#[test]
fn a_book_names_its_chapters_in_one_way() {
    check(
        &format!("{LEAST}[[city]]\nname = \"B\"\nchapters = [\"b.md\"]\n"),
        &["M003 5:1 `chapters`, [[part]] and [[city]] are three ways"],
    );
}

#[test]
fn text_that_no_output_can_carry_is_refused() {
    check_book("subtitle = \"a\\u0001b\"", &["L007 5:12 `subtitle` has the control character U+0001"]);
    check_book("subtitle = \"\\uFFFE\"", &["L007 5:12"]);
    assert_eq!(good(&LEAST.replace("\"A\"", "'a\"/><evil x=\"'")).metadata.title, "a\"/><evil x=\"");
    assert_eq!(good(&LEAST.replace("\"A\"", "\"e\\u0301\\n  e\"")).metadata.title, "é e");
}

#[test]
fn what_is_not_toml_is_reported_at_its_place() {
    check("[book\ntitle = \"A\"", &["M001 1:6 this is not TOML: "]);
    check("", &["M004 1:1", "M004 1:1", "M008 1:1"]);
    for deep in [
        "a=".to_owned() + &"[".repeat(100_000),
        "a=".to_owned() + &"{a=".repeat(100_000),
        "[".repeat(100_000),
        "a.".repeat(100_000) + "a=1",
    ] {
        let (manifest, faults) = read_text(&deep);
        assert!(manifest.is_none() && (1..=6).contains(&faults.len()), "{} faults", faults.len());
    }
}

proptest::proptest! {
    #[test]
    fn a_manifest_with_any_change_is_read_or_reported(
        at in 0_usize..1_200,
        removed in 0_usize..60,
        added in r#"([\[\]{}="',.#\n]|[a-z0-9-]|[^\x00]){0,12}"#,
    ) {
        let whole: Vec<char> = include_str!("tests/design.toml").chars().collect();
        let (head, tail) = whole.split_at(at.min(whole.len()));
        let mut text: String = head.iter().collect();
        text.push_str(&added);
        text.extend(tail.iter().skip(removed));
        let (manifest, faults) = read_text(&text);
        proptest::prop_assert!(manifest.is_some() || !faults.is_empty());
        proptest::prop_assert!(faults.iter().all(|fault| !fault.contains(" 0:0 ")), "{faults:?}");
    }
}

#[test]
fn the_back_matter_can_hold_the_place_of_the_index_without_a_file() {
    let back = "[[back]]\nfile = \"b.md\"\n[[back]]\nkind = \"index\"\n[[back]]\nfile = \"c.md\"\n";
    let manifest = good(&format!("{LEAST}lists = false\n{back}[index]\ntitle = \"Names\"\nfile = \"index.toml\"\n"));
    assert_eq!((manifest.index.at, manifest.back.len(), manifest.lists), (Some(1), 2, false));
    assert_eq!(manifest.index.title.as_deref(), Some("Names"));
    check(&format!("{LEAST}[[front]]\nkind = \"index\"\n"), &["M004 5:1 [[front]] has no `file`"]);
    check(&format!("{LEAST}{back}[[back]]\nkind = \"index\"\n"), &["M005 11:1 the index is placed twice"]);
    check(&format!("{LEAST}[index]\nfiel = \"x\"\n"), &["M002 6:1 [index] has no key `fiel` | did you mean `file`?"]);
}

#[test]
fn the_file_of_the_index_leads_from_entry_to_entry() {
    let mut sources = Sources::default();
    let text = "see = [{ from = \"adults\", to = \"learners!adult\" }]\nalso = [{ form = \"x\", to = \"y\" }]\n";
    let id = sources.add(BookPath::new("index.toml").expect("a plain path"), text.into());
    let (references, faults) = read_references(sources.get(id).expect("just added"));
    assert_eq!(references.len(), 1);
    assert_eq!((references[0].from.join("|"), references[0].to.join("|")), ("adults".into(), "learners|adult".into()));
    let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages, ["also has no `from`", "also has no key `form`"]);
}

#[test]
fn nobody_is_said_to_have_checked_the_book_who_is_not_named() {
    let claim = |lines: &str, expected: &[&str]| check(&format!("{LEAST}[accessibility]\n{lines}\n"), expected);
    claim("certified-by = \"A. Tester\"", &[]);
    claim("level = \"AA\"", &["M004 5:1 [accessibility] does not say who has checked the book | add `certified-by"]);
    claim("certified-by = \"A\"\nlevel = \"B\"", &["M003 7"]);
    claim("certified-by = \"A\"\nreport = \"report.html\"", &["M003 7"]);
    let manifest = good(&format!("{LEAST}[accessibility]\ncertified-by = \"A. Tester\"\nlevel = \"AAA\""));
    let found = manifest.certification.expect("a claim");
    assert_eq!((found.level.as_str(), found.certified_by.as_str(), found.report), ("AAA", "A. Tester", None));
}

#[test]
fn the_book_says_how_its_words_are_divided_by_language() {
    let manifest =
        good(&format!("{LEAST}[hyphenation]\nen-GB = [\"As-so-ciate\", \"record\"]\nfi = [\"oppi-miskaupunki\"]\n"));
    let words: Vec<(&str, String)> =
        manifest.look.hyphenation.iter().map(|(language, words)| (language.as_str(), words.join(" "))).collect();
    assert_eq!(words, [("en-GB", "as-so-ciate record".into()), ("fi", "oppi-miskaupunki".into())]);
    let is_no_word = "is not one word with hyphens where it may be divided";
    let hint = "write it so: \"as-so-ciate\"; without hyphens it stays whole";
    check(
        &format!("{LEAST}[hyphenation]\nen_GB = []\nen = [\"two words\", \"a--b\", \"x1\"]\nfi = \"sana\"\n"),
        &[
            "M003 6:1 `en_GB` is not a language | name a language as BCP 47 does, such as `en-GB`",
            &format!("M003 7:7 `two words` {is_no_word} | {hint}"),
            &format!("M003 7:20 `a--b` {is_no_word} | {hint}"),
            &format!("M003 7:28 `x1` {is_no_word} | {hint}"),
            "M003 8:6 `fi` is a text, not a list of words | write a list of words",
        ],
    );
}

mod press;
mod typography;
