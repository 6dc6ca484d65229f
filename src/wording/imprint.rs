//! Words and dates of the imprint.

use super::{is_known, words};
use crate::language::Language;

/// The words of an imprint in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImprintWording {
    /// Before the number of the edition.
    pub edition: &'static str,
    /// Before the number of the revision.
    pub revision: &'static str,
    /// The kinds of book that an ISBN is for: printed, e-book.
    pub kinds: [&'static str; 2],
    /// Before the names of the typefaces.
    pub typefaces: &'static str,
    /// Before the name of the program.
    pub typesetting: &'static str,
    /// Before the number of a volume in its series.
    pub volume: &'static str,
    /// The months, as they stand in a date.
    pub(super) months: [&'static str; 12],
    /// A date with `{d}`, `{m}` and `{y}` for day, month and year.
    pub(super) date: &'static str,
}

/// The day `written` (`2026-11-30`) as `language` writes it; as it is where the program does not know
/// how.
#[must_use]
pub fn date(written: &str, language: &Language) -> String {
    let words = &words(language).imprint;
    let parts: Vec<usize> = written.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month @ 1..=12, day] = parts[..] else { return written.to_owned() };
    if !is_known(language) {
        return written.to_owned();
    }
    let form = if language.as_str().starts_with("en-US") { "{m} {d}, {y}" } else { words.date };
    let day = if language.primary() == "fr" && day == 1 { "1er".to_owned() } else { day.to_string() };
    form.replace("{d}", &day).replace("{m}", words.months[month - 1]).replace("{y}", &year.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_language_writes_it() {
        let check = |tag: &str, expected: &str| {
            assert_eq!(date("2026-11-01", &Language::new(tag).expect("a tag")), expected);
        };
        check("en-GB", "1 November 2026");
        check("en-US", "November 1, 2026");
        check("fi", "1. marraskuuta 2026");
        check("fr", "1er novembre 2026");
        check("es", "1 de noviembre de 2026");
        check("ja", "2026-11-01");
    }
}
