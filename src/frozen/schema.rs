//! The file of frozen breaks as it is written.

use crate::diag::{Code, Diagnostic};
use crate::source::{Source, Span};
use serde::{Deserialize, Serialize};

/// What the file says to who opens it.
const HEAD: &str = "\
# The page breaks of an edition, written by `make-book freeze`.
# Builds keep them while this file is here: each is known by the words before and behind it.
# Freeze again after a new edition; delete this file to let pages break anew.

";

/// The frozen breaks of a book.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenFile {
    /// The version of the program that made the pages.
    pub(super) program: String,
    /// What tells the fonts that they were made with.
    pub(super) fonts: String,
    #[serde(default, rename = "chapter")]
    pub(super) chapters: Vec<FrozenChapter>,
}

/// A chapter with its pages after the first.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrozenChapter {
    pub id: String,
    pub pages: Vec<FrozenPage>,
}

/// A page of text.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrozenPage {
    /// Its folio.
    pub page: String,
    /// Bytes of text of the chapter before it.
    pub at: usize,
    /// The text before it …
    pub before: String,
    /// … and that at its head.
    pub after: String,
}

impl FrozenFile {
    /// The text of the file.
    pub(super) fn text(&self) -> String {
        format!("{HEAD}{}", toml::to_string(self).expect("texts and numbers have a form in TOML"))
    }
}

/// The frozen breaks in `source`; none with a diagnostic where it is no such file.
#[must_use]
pub fn read(source: &Source) -> (Option<FrozenFile>, Option<Diagnostic>) {
    match toml::from_str(&source.text) {
        Ok(file) => (Some(file), None),
        Err(error) => {
            let fault = Diagnostic::error(Code::ManifestSyntax, error.message().to_owned());
            let hint = "write the file anew with `make-book freeze`, or delete it to let pages break anew";
            let span = error.span().unwrap_or(0..0);
            (None, Some(fault.at(Span::new(source.id, span)).hint(hint)))
        }
    }
}
