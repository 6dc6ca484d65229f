//! The file of frozen breaks as it is written.

use crate::diag::{Code, Diagnostic};
use crate::source::{Source, SourceId, Span};
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// What the file says to who opens it.
const HEAD: &str = "\
# The page breaks of an edition, written by `make-book freeze`.
# Builds keep them while this file is here: each is known by the words before and behind it.
# Freeze again after a new edition; delete this file to let pages break anew.

";

/// The frozen breaks of a book.
#[derive(Debug)]
pub struct FrozenFile {
    pub(super) source: SourceId,
    pub(super) written: Written,
}

/// The whole file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// The version of the program that made the pages.
    pub program: Spanned<String>,
    /// What tells the fonts that they were made with …
    pub fonts: Spanned<String>,
    /// … and page and type.
    pub look: Spanned<String>,
    #[serde(default, rename = "chapter")]
    pub chapters: Vec<FrozenChapter>,
}

/// A chapter with its pages after the first.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrozenChapter {
    pub id: Spanned<String>,
    pub pages: Vec<FrozenPage>,
}

/// A page of text.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrozenPage {
    /// Its folio.
    pub page: Spanned<String>,
    /// Bytes of text of the chapter before it.
    pub at: usize,
    /// The text before it …
    pub before: String,
    /// … and that at its head.
    pub after: String,
}

impl Written {
    /// The text of the file.
    pub fn text(&self) -> String {
        format!("{HEAD}{}", toml::to_string(self).expect("texts and numbers have a form in TOML"))
    }
}

impl FrozenFile {
    /// The same of chapter `id` alone, where nothing else is built.
    #[must_use]
    pub fn of_chapter(mut self, id: &str) -> Self {
        self.written.chapters.retain(|chapter| chapter.id.get_ref() == id);
        self
    }

    /// Where `value` stands in the file.
    pub(super) fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::new(self.source, value.span())
    }
}

/// A value that stands nowhere yet.
pub(super) fn unplaced(value: impl Into<String>) -> Spanned<String> {
    Spanned::new(0..0, value.into())
}

/// The frozen breaks in `source`; none with a diagnostic where it is no such file.
#[must_use]
pub fn read(source: &Source) -> (Option<FrozenFile>, Option<Diagnostic>) {
    match toml::from_str(&source.text) {
        Ok(written) => (Some(FrozenFile { source: source.id, written }), None),
        Err(error) => {
            let fault = Diagnostic::error(Code::FrozenPages, error.message().to_owned());
            let hint = "write the file anew with `make-book freeze`, or delete it to let pages break anew";
            let span = error.span().unwrap_or(0..0);
            (None, Some(fault.at(Span::new(source.id, span)).hint(hint)))
        }
    }
}
