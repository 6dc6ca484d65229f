//! Diagnostics: what is wrong with a book, where, and what to do about it.
//!
//! Stages collect them beside their result. How they look is the business of `cli`.

use crate::source::Span;
use std::fmt;

/// How bad it is. The order is that of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Outputs are written.
    Warning,
    /// Outputs of the last good build stay as they are.
    Error,
    /// Nothing could be read or written; the build cannot go on.
    Fatal,
}

impl Severity {
    /// The word that messages start with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// A stable name for each kind of diagnostic: a letter for the room, a number in it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }
        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// The code as it is printed, such as `M003`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
            /// What the code stands for, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii_start(),)+ }
            }
        }
    };
}

codes! {
    /// The command cannot be carried out as it was typed.
    Usage = "C001",
    /// The file is not readable.
    Unreadable = "L001",
    /// The path leaves the book's folder, or could.
    PathOutside = "L002",
    /// The file does not exist.
    MissingFile = "L003",
    /// The text is not UTF-8.
    NotUtf8 = "L004",
    /// The file is larger than a book's file may be.
    TooLarge = "L005",
    /// The file is not a plain file.
    NotAFile = "L006",
    /// The text holds a control character.
    ControlCharacter = "L007",
    /// The output could not be written.
    Unwritable = "S001",
    /// The manifest is not well-formed TOML.
    ManifestSyntax = "M001",
    /// The manifest has a key that is not known.
    UnknownKey = "M002",
    /// A value of the manifest has the wrong type or form.
    WrongValue = "M003",
    /// A field that a book must have is missing.
    MissingField = "M004",
    /// A chapter is named twice.
    DuplicateChapter = "M005",
    /// The check digit of an ISBN is wrong.
    BadIsbn = "M006",
    /// A language tag is not one of BCP 47.
    BadLanguage = "M007",
    /// The book has no chapter.
    EmptyBook = "M008",
    /// HTML that the book does not know; its text is kept.
    UnknownHtml = "T001",
    /// HTML that could run or fetch something; it is dropped.
    UnsafeHtml = "T002",
    /// A link whose scheme is not allowed; its text is kept.
    UnsafeLink = "T003",
    /// Blocks or spans are nested too deeply.
    TooDeep = "T004",
    /// A tag is not closed or not opened.
    UnbalancedTag = "T005",
    /// A metadata block is malformed or stands in the wrong place.
    BadMetadata = "T006",
    /// Attributes in braces are malformed.
    BadAttributes = "T007",
    /// A mark made by hand stands before no block.
    StrayMark = "T008",
    /// A caption stands beside no figure or table.
    StrayCaption = "T009",
    /// A footnote is marked but not defined, or defined but not marked.
    StrayNote = "T010",
    /// Bidirectional controls are not balanced; they are closed at the end of the paragraph.
    UnbalancedBidi = "T011",
    /// The chapter has no text.
    EmptyChapter = "T012",
    /// Maths that print cannot set yet; its source is set in code type.
    MathsAsSource = "T013",
    /// Maths whose notation cannot be read; the e-book shows the notation.
    UnreadMaths = "T018",
    /// A chart or map where none can be drawn; its data is set as code.
    DrawingAsSource = "T014",
    /// The title of a link, or of an image that is no figure, has no place in a book.
    DroppedTitle = "T015",
    /// A row of a table has more cells than its head.
    ExtraCells = "T016",
    /// An image within a line is set below its paragraph.
    ImageInLine = "T017",
    /// A link leads to no place of the book.
    DeadLink = "D001",
    /// An id is given twice.
    DuplicateId = "D002",
    /// Two heads of the index that may be one, or a reference in it that leads nowhere.
    IndexDoubt = "D003",
    /// An image is not of a known kind, or broken.
    BadImage = "G001",
    /// An image has no alternative text.
    NoAlternative = "G002",
    /// An image has too few pixels for its printed size.
    LowResolution = "G003",
    /// The data of a chart or map is wrong; it is set as code.
    BadData = "G004",
    /// A label of a chart or map has no room.
    DroppedLabel = "G005",
    /// Print shows an SVG drawing otherwise than a browser does.
    PlainerDrawing = "G006",
    /// No font has a character; a box is set in its place.
    MissingGlyph = "F001",
    /// A font file is broken or may not be embedded.
    BadFont = "F002",
    /// A face that a style asks for does not exist; the nearest is used.
    MissingFace = "F003",
    /// A line is wider than its measure.
    OverfullLine = "Y001",
    /// A table is wider than the page.
    WideTable = "Y002",
    /// A page-making rule could not be kept.
    RuleBroken = "Y003",
    /// A block is higher than the page.
    TooHigh = "Y004",
    /// Text of a script or direction that is not promised yet.
    NotPromised = "Y005",
    /// The pages are not those of the frozen edition.
    FrozenPages = "Y006",
    /// Something a printer or a store would refuse.
    Preflight = "P001",
    /// The program has found a fault of its own.
    Internal = "X001",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong, in lower case, with its place and a hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Its kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where, if it is in a file of the book.
    pub span: Option<Span>,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A warning.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), span: None, hint: None }
    }

    /// An error.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, ..Self::warning(code, message) }
    }

    /// A fault after which the build cannot go on.
    #[must_use]
    pub fn fatal(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Fatal, ..Self::warning(code, message) }
    }

    /// The same at a place.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    /// The same with a hint that says what to do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// The name among `known` that `written` is nearest to, if it is near enough to be meant: at most a
/// third of its letters, rounded up, differ (Levenshtein distance).
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = written.chars().count().div_ceil(3);
    known
        .into_iter()
        .map(|name| (edit_distance(written, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein distance of two words in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("titel", ["title", "subtitle"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "subtitle"]), None);
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Code::ALL.len());
    }
}
