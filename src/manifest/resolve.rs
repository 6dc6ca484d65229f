//! The manifest as resolved: every default filled in, every path, tag and number checked.

use super::look::LookChoice;
use crate::geometry::{Length, PageGeometry};
use crate::language::Language;
use crate::source::{BookPath, Span};

/// All that `book.toml` says, complete and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Title, authors and what else catalogues ask for.
    pub metadata: Metadata,
    /// The folder of the manuscript, below the folder of the manifest; `None` is the latter itself.
    pub root: Option<BookPath>,
    /// Front matter in order.
    pub front: Vec<MatterFile>,
    /// Parts in order. A book of plain chapters is one part without a title.
    pub parts: Vec<Part>,
    /// Back matter in order.
    pub back: Vec<MatterFile>,
    /// The index that is made of the marks in the chapters.
    pub index: IndexChoice,
    /// Whether lists of figures and of tables are made.
    pub lists: bool,
    /// How figures and tables are counted.
    pub numbering: Numbering,
    /// Whether the printed book starts with its title alone on a leaf.
    pub half_title: bool,
    /// Boxes, margins and grid.
    pub page: PageGeometry,
    /// Size of the running text.
    pub text_size: Length,
    /// Families by role, where they differ from those of `fonts/`.
    pub fonts: FontChoice,
    /// What the book changes in the look.
    pub look: LookChoice,
    /// The press that the print edition is for.
    pub print: PrintChoice,
    /// The image of the cover; drawn by the program if there is none.
    pub cover: Option<CoverFile>,
    /// What is written, and under which name.
    pub output: OutputChoice,
    /// Who has checked how accessible the e-book is, if somebody has.
    pub certification: Option<Certification>,
}

/// How figures and tables are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// Over the book: "Table 7".
    #[default]
    Book,
    /// Anew in each chapter of the body, after its number: "Table 2.1".
    Chapter,
}

/// Title, authors and what else catalogues ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Title.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// The language of the book.
    pub language: Language,
    /// Those who made it.
    pub contributors: Vec<Contributor>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Day of publication, as `2026-11-30`.
    pub date: Option<String>,
    /// Seconds since 1970 (UTC) of this revision; 0 where neither the manifest nor the environment
    /// says: no clock is read.
    pub modified: i64,
    /// Edition, such as `1`.
    pub edition: Option<String>,
    /// Revision of the edition.
    pub revision: Option<u32>,
    /// Rights.
    pub rights: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// ISBN of the printed book: 13 digits, checked.
    pub isbn_print: Option<String>,
    /// ISBN of the e-book: 13 digits, checked.
    pub isbn_epub: Option<String>,
    /// Paragraphs of the publisher's own in the imprint.
    pub imprint: Vec<String>,
    /// The series that it belongs to.
    pub series: Option<Series>,
}

/// What somebody has found who checked the e-book against WCAG 2.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// The level that it reaches: `A`, `AA` or `AAA`.
    pub level: String,
    /// Who has checked it.
    pub certified_by: String,
    /// What entitles them to.
    pub credential: Option<String>,
    /// The web address of their report.
    pub report: Option<String>,
}

/// A series of books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its title.
    pub title: String,
    /// The place of the book in it.
    pub number: Option<u32>,
    /// Its volumes as they are listed in print, one a line.
    pub volumes: Vec<String>,
}

/// Somebody who made the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// The name as it is printed.
    pub name: String,
    /// The name as it is sorted.
    pub file_as: Option<String>,
    /// MARC relator code, such as `aut`.
    pub role: String,
}

impl Contributor {
    /// Whether the person stands on title page and cover as an author.
    #[must_use]
    pub fn is_creator(&self) -> bool {
        matches!(self.role.as_str(), "aut" | "cre" | "com" | "ctb")
    }
}

/// A file of the front or back matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterFile {
    /// The file.
    pub file: ChapterFile,
    /// What it is: `preface`, `introduction`, `glossary`, …
    pub kind: String,
}

/// What the manifest says of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexChoice {
    /// The word over it, where it is not that of the language.
    pub title: Option<String>,
    /// How many files of the back matter stand before it; all of them where there is none.
    pub at: Option<u32>,
    /// The file of its references from entry to entry.
    pub file: Option<ChapterFile>,
    /// Those references, in the order of the file.
    pub references: Vec<CrossReference>,
}

/// A reference from an entry of the index to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossReference {
    /// Which of the two it is.
    pub kind: CrossReferenceKind,
    /// The heads of the entry that it stands at, from the main entry down.
    pub from: Vec<String>,
    /// The heads of the entry that it leads to.
    pub to: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// Kinds of references in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossReferenceKind {
    /// The subject is found under the other head alone.
    See,
    /// There is more under the other head.
    SeeAlso,
}

/// A chapter's file as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterFile {
    /// The path below the manuscript's root.
    pub path: BookPath,
    /// Where the manifest names it.
    pub span: Span,
}

/// A part of the book: some chapters, under a title or without one, at a place or at none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its title: for a city, its name.
    pub title: Option<String>,
    /// The place it is about.
    pub place: Option<Place>,
    /// Its chapters in order.
    pub chapters: Vec<ChapterFile>,
}

/// The place that a part is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its country.
    pub country: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Latitude (north) and longitude (east) in millionths of a degree.
    pub location: Option<(i32, i32)>,
    /// Its names in its own languages.
    pub names: Vec<(Language, String)>,
}

/// Families by role, by name; `None` is that of the built-in set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FontChoice {
    /// Running text.
    pub text: Option<String>,
    /// Titles.
    pub display: Option<String>,
    /// Captions and notes.
    pub caption: Option<String>,
    /// Heads, tables, charts.
    pub sans: Option<String>,
    /// Code.
    pub mono: Option<String>,
}

/// The image of the cover as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverFile {
    /// The path below the folder of the manifest.
    pub path: BookPath,
    /// Where the manifest names it.
    pub span: Span,
}

/// The press that the print edition is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintChoice {
    /// The ICC profile of the press; that of coated paper (FOGRA39) if there is none.
    pub profile: Option<PressFile>,
    /// Whether the file claims PDF/X-4.
    pub x4: bool,
    /// The name of the spot colour that the accent is printed in; process inks if there is none.
    pub spot: Option<String>,
    /// Most ink on one place in per cent, 100 to 400.
    pub ink_limit: u32,
    /// What raster images are printed in.
    pub images: ImageInks,
    /// Whether crop and registration marks stand outside the bleed.
    pub marks: bool,
    /// The number of pages is a multiple of this one, and always even; 1 to 128.
    pub signature: u32,
}

impl Default for PrintChoice {
    fn default() -> Self {
        let images = ImageInks::Process;
        Self { profile: None, x4: true, spot: None, ink_limit: 240, images, marks: false, signature: 1 }
    }
}

/// What raster images are printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageInks {
    /// The process inks; black alone where an image is grey.
    Process,
    /// Black alone.
    Grey,
}

/// The profile of a press as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PressFile {
    /// The path below the folder of the manifest.
    pub path: BookPath,
    /// Where the manifest names it.
    pub span: Span,
}

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputChoice {
    /// The stem of the files.
    pub name: String,
    /// Whether `NAME.epub` is written.
    pub epub: bool,
    /// Whether `NAME-print.pdf` is written.
    pub print: bool,
    /// Whether `NAME-screen.pdf` is written.
    pub screen: bool,
    /// Whether the e-book lists the pages of the print edition.
    pub page_list: bool,
    /// Whether the e-book carries fonts.
    pub fonts: bool,
}
