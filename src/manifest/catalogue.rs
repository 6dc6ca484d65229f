//! What catalogues ask for: numbers, roles, dates.

use super::resolve::{Certification, Contributor, Metadata, Series};
use super::schema::{AccessibilityTable, At, AuthorEntry, BookTable, Faults, Moment, SeriesTable};
use crate::diag::{Code, nearest};
use crate::language::Language;
use std::collections::BTreeSet;

/// Relators of MARC (Library of Congress, "MARC Code List for Relators") that books name, each with
/// its term.
const RELATORS: [(&str, &str); 32] = [
    ("adp", "adapter"),
    ("aft", "author of afterword"),
    ("ann", "annotator"),
    ("art", "artist"),
    ("aui", "author of introduction"),
    ("aut", "author"),
    ("bjd", "bookjacket designer"),
    ("bkd", "book designer"),
    ("clr", "colorist"),
    ("com", "compiler"),
    ("cov", "cover designer"),
    ("crr", "corrector"),
    ("csl", "consultant"),
    ("ctb", "contributor"),
    ("ctg", "cartographer"),
    ("dsr", "designer"),
    ("edt", "editor"),
    ("ill", "illustrator"),
    ("ive", "interviewee"),
    ("ivr", "interviewer"),
    ("led", "lead"),
    ("lyr", "lyricist"),
    ("oth", "other"),
    ("pbd", "publishing director"),
    ("pbl", "publisher"),
    ("pfr", "proofreader"),
    ("pht", "photographer"),
    ("red", "redaktor"),
    ("res", "researcher"),
    ("rev", "reviewer"),
    ("trl", "translator"),
    ("typ", "type designer"),
];
/// Words that people use for them.
const OTHER_WORDS: [(&str, &str); 9] = [
    ("foreword", "aui"),
    ("introduction", "aui"),
    ("afterword", "aft"),
    ("photography", "pht"),
    ("illustration", "ill"),
    ("translation", "trl"),
    ("maps", "ctg"),
    ("mapmaker", "ctg"),
    ("cover", "cov"),
];

/// What the manifest says of the book, for catalogues. Nothing if it has no title or language.
pub(super) fn metadata(book: &BookTable, epoch: Option<i64>, faults: &mut Faults) -> Option<Metadata> {
    let title = required(book.title.as_ref(), book.title_written, "title", "A Title", book, faults);
    let written = required(book.language.as_ref(), book.language_written, "language", "en", book, faults);
    let language = written.and_then(|written| language(written, faults));
    let metadata = Metadata {
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        subtitle: value(book.subtitle.as_ref()),
        language: language.clone().or_else(|| Language::new("und"))?,
        contributors: book.authors.iter().filter_map(|author| contributor(author, faults)).collect(),
        publisher: value(book.publisher.as_ref()),
        date: book.date.as_ref().map(|date| date.value.day.clone()),
        modified: modified(book, epoch, faults),
        edition: value(book.edition.as_ref()),
        revision: book.revision.as_ref().map(|revision| revision.value),
        rights: value(book.rights.as_ref()),
        description: value(book.description.as_ref()),
        subjects: subjects(&book.subjects),
        isbn_print: book.isbn_print.as_ref().and_then(|isbn| isbn_13(isbn, faults)),
        isbn_epub: book.isbn_epub.as_ref().and_then(|isbn| isbn_13(isbn, faults)),
        imprint: book.imprint.iter().map(|paragraph| paragraph.value.clone()).collect(),
        series: book.series.as_ref().and_then(series),
    };
    distinct_isbns(book, &metadata, faults);
    (title.is_some() && language.is_some()).then_some(metadata)
}

fn series(table: &SeriesTable) -> Option<Series> {
    let volumes = table.volumes.iter().map(|volume| volume.value.clone()).collect();
    Some(Series { title: value(table.title.as_ref())?, number: table.number.as_ref().map(|at| at.value), volumes })
}

/// Who has checked the e-book. Without a name there is no claim.
pub(super) fn certification(table: &AccessibilityTable, faults: &mut Faults) -> Option<Certification> {
    let span = table.span?;
    let Some(certified_by) = value(table.certified_by.as_ref()) else {
        let message = "[accessibility] does not say who has checked the book";
        let hint = "add `certified-by = \"…\"`; without a check by a person, leave [accessibility] out";
        return faults.error(span, Code::MissingField, message, hint);
    };
    let level = match &table.level {
        None => "AA".to_owned(),
        Some(level) if matches!(level.value.as_str(), "A" | "AA" | "AAA") => level.value.clone(),
        Some(level) => {
            let message = format!("`{}` is not a level of WCAG", super::schema::shortened(&level.value));
            return faults.error(level.span, Code::WrongValue, message, "write \"A\", \"AA\" or \"AAA\"");
        }
    };
    let report = table.report.as_ref().filter(|report| {
        let found = report.value.starts_with("https://") || report.value.starts_with("http://");
        if !found {
            let message = format!("`{}` is no address of the web", super::schema::shortened(&report.value));
            let hint = "write the address of the report, such as \"https://example.org/report\"";
            faults.error::<()>(report.span, Code::WrongValue, message, hint);
        }
        found
    });
    Some(Certification { level, certified_by, credential: value(table.credential.as_ref()), report: value(report) })
}

/// The text of an optional field.
pub(super) fn value(field: Option<&At<String>>) -> Option<String> {
    field.map(|field| field.value.clone()).filter(|text| !text.is_empty())
}

fn required<'a>(
    field: Option<&'a At<String>>,
    is_written: bool,
    key: &str,
    example: &str,
    book: &BookTable,
    faults: &mut Faults,
) -> Option<&'a At<String>> {
    if field.is_none() && !is_written {
        let span = book.span.unwrap_or_else(|| faults.span(0..0));
        let hint = format!("add `{key} = \"{example}\"` to [book]");
        faults.error::<()>(span, Code::MissingField, format!("the book has no {key}"), hint);
    }
    field
}

/// The language tag `written`.
pub(super) fn language(written: &At<String>, faults: &mut Faults) -> Option<Language> {
    Language::new(&written.value).or_else(|| {
        let message = format!("`{}` is not a language tag", super::schema::shortened(&written.value));
        let hint = match Language::new(&written.value.replace('_', "-")) {
            Some(tag) => format!("did you mean `{tag}`?"),
            None => "write a tag of BCP 47, such as `en-GB` or `zh-Hans`".into(),
        };
        faults.error(written.span, Code::BadLanguage, message, hint)
    })
}

fn contributor(author: &AuthorEntry, faults: &mut Faults) -> Option<Contributor> {
    let role = author.role.as_ref().map_or(Some("aut"), |role| relator(role, faults));
    Some(Contributor {
        name: author.name.as_ref()?.value.clone(),
        file_as: value(author.file_as.as_ref()),
        role: role.unwrap_or("aut").to_owned(),
    })
}

/// The code of a role that is written as a code or as a word.
fn relator(written: &At<String>, faults: &mut Faults) -> Option<&'static str> {
    let wanted = written.value.to_ascii_lowercase();
    let known = RELATORS.iter().find(|(code, term)| *code == wanted || *term == wanted).map(|(code, _)| *code);
    let other = || OTHER_WORDS.iter().find(|(word, _)| *word == wanted).map(|(_, code)| *code);
    known.or_else(other).or_else(|| {
        let message = format!("`{}` is not a role of MARC", super::schema::shortened(&written.value));
        let hint = match nearest(&wanted, RELATORS.iter().map(|(_, term)| *term)) {
            Some(term) => format!("did you mean `{term}`?"),
            None => "write a word such as author, editor, translator or illustrator".into(),
        };
        faults.error(written.span, Code::WrongValue, message, hint)
    })
}

/// The moment of this revision, of its day, or of the environment: the clock is never read.
fn modified(book: &BookTable, epoch: Option<i64>, faults: &mut Faults) -> i64 {
    let after_1970 = |moment: &At<Moment>| (moment.value.seconds >= 0).then_some(moment.value.seconds);
    if let Some(modified) = &book.modified {
        let seconds = after_1970(modified).or_else(|| {
            let message = "`modified` is before 1970, when there were no e-books";
            faults.error(modified.span, Code::WrongValue, message, "write when this revision was made")
        });
        return seconds.unwrap_or(0);
    }
    book.date.as_ref().and_then(after_1970).or(epoch).unwrap_or(0)
}

fn subjects(written: &[At<String>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    written.iter().filter(|subject| seen.insert(&subject.value)).map(|subject| subject.value.clone()).collect()
}

/// The 13 digits of an ISBN, checked (ISO 2108: weights 1 and 3 in turn, sum divisible by ten).
fn isbn_13(written: &At<String>, faults: &mut Faults) -> Option<String> {
    let digits: String = written.value.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}')).collect();
    let numbers: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    if numbers.len() != 13 || digits.chars().count() != 13 || !matches!(&digits[..3], "978" | "979") {
        let message = format!("`{}` is not an ISBN of 13 digits", super::schema::shortened(&written.value));
        return faults.error(written.span, Code::BadIsbn, message, "write all 13 digits, starting with 978 or 979");
    }
    let check = (10 - weigh(&numbers[..12]) % 10) % 10;
    if numbers[12] == check {
        return Some(digits);
    }
    let message = format!("the check digit of ISBN `{}` is wrong", written.value);
    let hint = format!("the digits before it call for {check}: compare all of them with the number you were given");
    faults.error(written.span, Code::BadIsbn, message, hint)
}

fn weigh(numbers: &[u32]) -> u32 {
    numbers.iter().zip([1, 3].into_iter().cycle()).map(|(number, weight)| number * weight).sum()
}

/// A printed book and an e-book are two products (ISBN Users' Manual, 7th edition, section 5.2).
fn distinct_isbns(book: &BookTable, metadata: &Metadata, faults: &mut Faults) {
    let Some(epub) = &book.isbn_epub else { return };
    if metadata.isbn_print.is_some() && metadata.isbn_print == metadata.isbn_epub {
        let message = "the printed book and the e-book have the same ISBN";
        faults.error::<()>(epub.span, Code::BadIsbn, message, "give each edition its own number");
    }
}
