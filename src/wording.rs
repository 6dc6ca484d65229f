//! The words that the program itself sets, in the language of the book.
//!
//! A language is a file of [`Words`] and its name in [`LANGUAGES`].

mod access;
mod ebook;
mod english;
mod finnish;
mod french;
mod german;
mod imprint;
mod italian;
mod portuguese;
mod spanish;
mod swedish;

pub use access::AccessWording;
pub use ebook::EbookWording;
pub use imprint::{ImprintWording, date};

use crate::language::Language;

/// Words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Before the number of a table.
    pub table: &'static str,
    /// Before the number of a figure.
    pub figure: &'static str,
    /// Before the number of a page.
    pub page: &'static str,
    /// Over the contents.
    pub contents: &'static str,
    /// Over a remark.
    pub note: &'static str,
    /// Before the number of a footnote, in what is said of links to it and back.
    pub footnote: &'static str,
    /// Over a tip.
    pub tip: &'static str,
    /// Over something important.
    pub important: &'static str,
    /// Over a warning.
    pub warning: &'static str,
    /// Over a caution.
    pub caution: &'static str,
    /// After the caption of a table on its further pages.
    pub continued: &'static str,
    /// Before a number that is nearly so much.
    pub about: &'static str,
    /// Before a number that is more than so much.
    pub over: &'static str,
    /// Over the index.
    pub index: &'static str,
    /// In the index, before a head under which the subject is found.
    pub see: &'static str,
    /// In the index, before a head under which there is more.
    pub see_also: &'static str,
    /// In the index, after the page of a note.
    pub in_note: &'static str,
    /// Over the list of figures.
    pub figures: &'static str,
    /// Over the list of tables.
    pub tables: &'static str,
}

/// All words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Words {
    /// The primary subtag of the language.
    primary: &'static str,
    /// In the text of every edition.
    text: Wording,
    /// In the imprint.
    imprint: ImprintWording,
    /// In the e-book alone.
    ebook: EbookWording,
    /// For catalogues.
    access: AccessWording,
}

static LANGUAGES: [&Words; 8] = [
    &english::WORDS,
    &finnish::WORDS,
    &swedish::WORDS,
    &german::WORDS,
    &french::WORDS,
    &spanish::WORDS,
    &portuguese::WORDS,
    &italian::WORDS,
];

/// Whether the program has words in `language`.
fn is_known(language: &Language) -> bool {
    LANGUAGES.iter().any(|words| words.primary == language.primary())
}

/// The words of `language`; English where the program has none.
fn words(language: &Language) -> &'static Words {
    LANGUAGES.into_iter().find(|words| words.primary == language.primary()).unwrap_or(&english::WORDS)
}

/// The words in the text of every edition in `language`; English where the program has none.
#[must_use]
pub fn of(language: &Language) -> &'static Wording {
    &words(language).text
}

/// The words of an imprint in `language`; English where the program has none.
#[must_use]
pub fn imprint(language: &Language) -> &'static ImprintWording {
    &words(language).imprint
}

/// What the e-book says besides in `language`; English where the program has none.
#[must_use]
pub fn ebook(language: &Language) -> &'static EbookWording {
    &words(language).ebook
}

/// The statements for catalogues in `language`; English where the program has none.
#[must_use]
pub fn access(language: &Language) -> &'static AccessWording {
    &words(language).access
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(written: &str) -> Language {
        Language::new(written).expect("a tag")
    }

    #[test]
    fn every_language_that_has_words_has_ties_to_numbers() {
        for words in LANGUAGES {
            assert_ne!(tag(words.primary).ties(), tag("x-none").ties(), "{}", words.primary);
        }
    }

    #[test]
    fn a_footnote_is_not_called_what_a_remark_is_where_the_language_has_two_words() {
        let words = |written| (of(&tag(written)).note, of(&tag(written)).footnote);
        assert_eq!(words("de"), ("Hinweis", "Anmerkung"));
        assert_eq!(words("fr"), ("Remarque", "Note"));
        assert_eq!(words("fi"), ("Huomautus", "Viite"));
    }

    #[test]
    fn a_language_without_words_gets_the_english_ones_and_they_say_so() {
        let found = |written| (access(&tag(written)).language, of(&tag(written)).contents);
        assert_eq!(found("de-AT"), ("de", "Inhalt"));
        assert_eq!(found("ko"), ("en", "Contents"));
        assert!(LANGUAGES.iter().all(|words| words.primary == words.access.language));
    }
}
