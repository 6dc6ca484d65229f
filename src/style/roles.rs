//! Roles and their styles. The numbers are those of the design of the book; what is changed from
//! them is said in ARCHITECTURE.md.

use super::Exceptions;
use crate::geometry::{Length, PageGeometry};
use crate::manifest::Manifest;

/// A family by what it is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Running text.
    Text,
    /// Titles of 24 pt and more.
    Display,
    /// Captions, notes and other small type.
    Caption,
    /// Heads, tables, charts.
    Sans,
    /// Code.
    Mono,
}

/// How heavy a face is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// For text.
    Regular,
    /// For headings.
    Semibold,
    /// For strong importance.
    Bold,
}

/// One face of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Face {
    /// The family.
    pub family: Family,
    /// The weight.
    pub weight: Weight,
    /// Whether it is italic.
    pub italic: bool,
}

/// Which figures are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figures {
    /// Old-style, proportional: in running text.
    OldStyle,
    /// Lining, proportional: in heads.
    Lining,
    /// Lining, all of one width: in tables.
    Tabular,
    /// Superior: for the marks of notes.
    Superior,
}

/// A colour in both of its forms, so that one page serves two editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ink {
    /// Cyan, magenta, yellow and black in thousandths, for print.
    pub cmyk: [u16; 4],
    /// Red, green and blue of sRGB, for the screen.
    pub rgb: [u8; 3],
    /// Whether it prints over what is under it.
    pub overprint: bool,
}

impl Ink {
    /// Text: the black plate alone, printing over everything.
    pub const BLACK: Self = Self { cmyk: [0, 0, 0, 1000], rgb: [0, 0, 0], overprint: true };
    /// Secondary lines: 60 % of black.
    pub const GREY: Self = Self { cmyk: [0, 0, 0, 600], rgb: [102, 102, 102], overprint: false };
    /// The accent: a deep teal.
    pub const ACCENT: Self = Self { cmyk: [950, 150, 300, 400], rgb: [0x0B, 0x5F, 0x6B], overprint: false };
    /// A tint of the accent, as a ground.
    pub const TINT: Self = Self { cmyk: [95, 15, 30, 40], rgb: [0xE7, 0xEF, 0xF0], overprint: false };
    /// A quarter of the accent: land.
    pub const LAND: Self = Self { cmyk: [238, 38, 75, 100], rgb: [0xC2, 0xD7, 0xDA], overprint: false };
}

impl Ink {
    /// The same for a press that prints black alone: dark inks are black, light grounds 8 % of it. The
    /// screen keeps its colour.
    #[must_use]
    pub fn in_black(self) -> Self {
        let light = self.cmyk.iter().all(|part| *part < 300);
        Self { cmyk: [0, 0, 0, if light { 80 } else { 1000 }], ..self }
    }
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextStyle {
    /// Its face.
    pub face: Face,
    /// Its size.
    pub size: Length,
    /// Its figures.
    pub figures: Figures,
    /// Whether lower case is set as small capitals.
    pub small_caps: bool,
    /// Its ink.
    pub ink: Ink,
}

/// How lines fill the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// To both edges.
    Justified,
    /// From the edge where reading starts, ragged at the other.
    Start,
    /// In the middle.
    Centre,
    /// At the edge where reading ends.
    End,
}

/// What may be done to the glyphs and the margins of justified lines, so that their spaces stay even.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Micro {
    /// How much glyphs may be widened or narrowed, in thousandths of their width.
    pub expansion: i16,
    /// Whether marks at the edges of lines hang into the margin, so that the edges look straight.
    pub protrusion: bool,
}

impl Micro {
    /// Nothing.
    pub const NONE: Self = Self { expansion: 0, protrusion: false };
}

impl Default for Micro {
    /// A fiftieth, which nobody sees (Robert Bringhurst, "The Elements of Typographic Style", 2.1.9).
    fn default() -> Self {
        Self { expansion: 20, protrusion: true }
    }
}

/// How the text of a chapter starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// As many lines as its first letter is dropped; 0 for none.
    pub initial: u32,
    /// So many words are set in small capitals.
    pub lead_in: u32,
}

impl Opening {
    /// As any other text.
    pub const NONE: Self = Self { initial: 0, lead_in: 0 };
}

/// How a block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockStyle {
    /// Its text.
    pub text: TextStyle,
    /// Distance of its baselines.
    pub leading: Length,
    /// How its lines fill the measure.
    pub alignment: Alignment,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// What may be done to fill its lines.
    pub micro: Micro,
    /// Indent of its first line.
    pub indent: Length,
    /// Indent of all its lines at both sides.
    pub inset: Length,
    /// Grid lines above it, dropped at the head of a page.
    pub above: u32,
    /// Grid lines below it.
    pub below: u32,
    /// Whether it must not stand last on a page.
    pub keep_with_next: bool,
}

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// What a text is for: the key of the style sheet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[doc = $doc])+ $name,)+ }
        impl Role {
            /// Every role, in the order of the style sheet.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
    };
}

roles! {
    /// A paragraph.
    Body,
    /// The title of a chapter.
    ChapterTitle,
    /// A heading of level 2.
    Heading2,
    /// A heading of level 3.
    Heading3,
    /// A heading of level 4 to 6.
    Heading4,
    /// A quotation.
    Quotation,
    /// Display text: a statement in large type.
    DisplayText,
    /// A quotation at the head of a chapter.
    Epigraph,
    /// The source of a quotation.
    Attribution,
    /// The title of an alert or sidebar.
    BoxTitle,
    /// The text in it.
    BoxText,
    /// An entry of a list of sources.
    SourceEntry,
    /// The text of a list.
    ListText,
    /// A term that is defined.
    Term,
    /// Code.
    Code,
    /// A caption.
    Caption,
    /// A note.
    Note,
    /// A head cell of a table.
    TableHead,
    /// A cell of a table.
    TableCell,
    /// The title of a fact box.
    FactTitle,
    /// A label in a fact box.
    FactLabel,
    /// A value in a fact box.
    FactValue,
    /// The title of a chart or map.
    ChartTitle,
    /// A label in it.
    ChartLabel,
    /// Its source.
    ChartSource,
    /// The running head.
    RunningHead,
    /// The folio.
    Folio,
    /// The title of the book on its first page.
    HalfTitle,
    /// The title of the series behind it.
    SeriesTitle,
    /// A volume of the series.
    SeriesVolume,
    /// The title of the book on its title page.
    BookTitle,
    /// The subtitle there.
    BookSubtitle,
    /// Author and publisher there.
    BookAuthor,
    /// The imprint.
    Imprint,
    /// The word over the contents.
    ContentsTitle,
    /// A part in the contents.
    ContentsPart,
    /// A chapter in the contents.
    ContentsChapter,
    /// A section in the contents.
    ContentsSection,
    /// An entry of a list of figures or tables.
    ListEntry,
    /// An entry of the index.
    IndexEntry,
    /// A letter over some entries of the index.
    IndexLetter,
    /// The title of a part on its own page.
    PartTitle,
    /// The names of a place in its own languages.
    PlaceNames,
    /// Country and region of a place.
    PlaceRegion,
    /// The first letter of a chapter, where it is dropped: its size is that of the lines beside it.
    Initial,
}

/// The look of a book: the page and a style for each role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleSheet {
    /// Boxes, margins, grid.
    pub page: PageGeometry,
    styles: Vec<BlockStyle>,
    /// Words that the book itself says how to divide.
    pub exceptions: Exceptions,
    /// How the text of a chapter starts.
    pub opening: Opening,
    /// Whether the letters of ordinals are superior.
    pub ordinals: bool,
    /// Grid lines that a chapter's title takes before its text starts.
    pub opener_lines: u32,
    /// The second colour, for display.
    pub accent: Ink,
    /// A ground in it.
    pub tint: Ink,
    /// Land in it, on the openers of places.
    pub land: Ink,
}

impl StyleSheet {
    /// The style of `role`.
    #[must_use]
    pub fn get(&self, role: Role) -> &BlockStyle {
        &self.styles[role as usize]
    }
}

/// The style sheet of the book that `manifest` describes.
#[must_use]
pub fn sheet(manifest: &Manifest) -> StyleSheet {
    let printed = |ink: Ink| if manifest.look.black_only { ink.in_black() } else { ink };
    let [accent, tint, land] = [Ink::ACCENT, Ink::TINT, Ink::LAND].map(printed);
    let mut styles: Vec<BlockStyle> = Role::ALL.iter().map(|role| style(*role, manifest, accent)).collect();
    for (role, change) in &manifest.look.roles {
        if let Some(style) = styles.get_mut(*role) {
            super::change::apply(style, change, accent);
        }
    }
    let exceptions = Exceptions::of(manifest);
    let opening = Opening { initial: manifest.look.drop_caps, lead_in: manifest.look.lead_in };
    let ordinals = manifest.look.ordinals;
    StyleSheet { page: manifest.page, styles, exceptions, opening, ordinals, opener_lines: 12, accent, tint, land }
}

const fn face(family: Family, weight: Weight, italic: bool) -> Face {
    Face { family, weight, italic }
}

/// The table of the design. Sizes and spaces that are not the text's own scale with it.
fn style(role: Role, manifest: &Manifest, accent_ink: Ink) -> BlockStyle {
    use Family::{Caption, Display, Mono, Sans, Text};
    use Weight::{Regular, Semibold};
    let grid = manifest.page.leading;
    let size = manifest.text_size;
    // A size of the design, which is drawn for text of 10.5 pt, in this book's scale.
    let scaled = |tenths: i64| size.scale(tenths, 105);
    let text = |face: Face, tenths: i64, figures: Figures| TextStyle {
        face,
        size: scaled(tenths),
        figures,
        small_caps: false,
        ink: Ink::BLACK,
    };
    let body = BlockStyle {
        text: text(face(Text, Regular, false), 105, Figures::OldStyle),
        leading: grid,
        alignment: Alignment::Justified,
        hyphenate: true,
        micro: Micro {
            expansion: if manifest.look.rigid_glyphs { 0 } else { Micro::default().expansion },
            protrusion: !manifest.look.flush_margins,
        },
        indent: grid,
        inset: Length::ZERO,
        above: 0,
        below: 0,
        keep_with_next: false,
    };
    let ragged = BlockStyle { alignment: Alignment::Start, hyphenate: false, indent: Length::ZERO, ..body };
    let heading = BlockStyle { keep_with_next: true, ..ragged };
    let accent = |style: TextStyle| TextStyle { ink: accent_ink, ..style };
    match role {
        Role::Body => body,
        Role::ChapterTitle => BlockStyle {
            text: accent(text(face(Display, Regular, false), 400, Figures::Lining)),
            leading: grid * 3,
            ..heading
        },
        Role::Heading2 => {
            BlockStyle { text: text(face(Text, Semibold, false), 140, Figures::Lining), above: 2, below: 1, ..heading }
        }
        Role::Heading3 => {
            BlockStyle { text: text(face(Text, Regular, true), 105, Figures::OldStyle), above: 1, ..heading }
        }
        Role::Heading4 => {
            BlockStyle { text: text(face(Sans, Semibold, false), 90, Figures::Lining), above: 1, ..heading }
        }
        Role::Quotation => BlockStyle { inset: grid, above: 1, below: 1, ..body },
        Role::Epigraph => BlockStyle {
            text: text(face(Text, Regular, true), 105, Figures::OldStyle),
            hyphenate: true,
            inset: grid * 4,
            above: 1,
            below: 2,
            ..ragged
        },
        Role::DisplayText => BlockStyle {
            text: accent(text(face(Display, Regular, false), 240, Figures::OldStyle)),
            leading: grid * 2,
            above: 2,
            below: 2,
            ..heading
        },
        Role::Attribution => BlockStyle {
            text: text(face(Text, Regular, false), 90, Figures::OldStyle),
            alignment: Alignment::End,
            ..ragged
        },
        Role::BoxTitle => {
            BlockStyle { text: accent(text(face(Sans, Semibold, false), 90, Figures::Lining)), above: 1, ..heading }
        }
        Role::BoxText => BlockStyle {
            text: text(face(Sans, Regular, false), 90, Figures::Lining),
            alignment: Alignment::Start,
            ..body
        },
        Role::SourceEntry => BlockStyle { alignment: Alignment::Start, indent: -grid, ..body },
        Role::ListText => BlockStyle { indent: Length::ZERO, ..body },
        Role::Term => BlockStyle { text: text(face(Text, Semibold, false), 105, Figures::OldStyle), ..heading },
        Role::Code => {
            BlockStyle { text: text(face(Mono, Regular, false), 82, Figures::Lining), above: 1, below: 1, ..ragged }
        }
        Role::Caption => {
            BlockStyle { text: text(face(Caption, Regular, true), 85, Figures::Lining), keep_with_next: true, ..ragged }
        }
        Role::Note => BlockStyle {
            text: text(face(Caption, Regular, false), 80, Figures::OldStyle),
            leading: grid * 3 / 4,
            indent: Length::ZERO,
            ..body
        },
        Role::TableHead => BlockStyle { text: text(face(Sans, Semibold, false), 90, Figures::Tabular), ..ragged },
        Role::TableCell => {
            BlockStyle { text: text(face(Sans, Regular, false), 90, Figures::Tabular), hyphenate: true, ..ragged }
        }
        Role::FactTitle => {
            BlockStyle { text: accent(text(face(Sans, Semibold, false), 90, Figures::Lining)), ..ragged }
        }
        Role::FactLabel => BlockStyle { text: text(face(Sans, Semibold, false), 85, Figures::Lining), ..ragged },
        Role::FactValue => BlockStyle { text: text(face(Sans, Regular, false), 90, Figures::Lining), ..ragged },
        Role::ChartTitle => BlockStyle { text: text(face(Sans, Semibold, false), 90, Figures::Lining), ..ragged },
        Role::ChartLabel => BlockStyle { text: text(face(Sans, Regular, false), 80, Figures::Lining), ..ragged },
        Role::ChartSource => BlockStyle { text: text(face(Sans, Regular, false), 75, Figures::Lining), ..ragged },
        Role::RunningHead => BlockStyle {
            text: TextStyle { small_caps: true, ..text(face(Sans, Regular, false), 85, Figures::Lining) },
            ..ragged
        },
        Role::Folio => BlockStyle { text: text(face(Sans, Regular, false), 85, Figures::Lining), ..ragged },
        Role::HalfTitle => {
            BlockStyle { text: text(face(Display, Regular, false), 180, Figures::Lining), leading: grid * 2, ..heading }
        }
        Role::SeriesTitle => BlockStyle { text: text(face(Sans, Semibold, false), 90, Figures::Lining), ..heading },
        Role::SeriesVolume => BlockStyle { text: text(face(Text, Regular, false), 90, Figures::Lining), ..ragged },
        Role::BookTitle => BlockStyle {
            text: accent(text(face(Display, Regular, false), 400, Figures::Lining)),
            leading: grid * 3,
            ..heading
        },
        Role::BookSubtitle => BlockStyle {
            text: text(face(Text, Regular, true), 140, Figures::OldStyle),
            leading: grid * 3 / 2,
            ..heading
        },
        Role::BookAuthor => BlockStyle { text: text(face(Sans, Regular, false), 105, Figures::Lining), ..heading },
        Role::Imprint => BlockStyle {
            text: text(face(Caption, Regular, false), 85, Figures::Lining),
            leading: grid * 6 / 7,
            ..ragged
        },
        Role::ContentsTitle => BlockStyle {
            text: accent(text(face(Display, Regular, false), 260, Figures::Lining)),
            leading: grid * 2,
            below: 2,
            ..heading
        },
        Role::ContentsPart => {
            BlockStyle { text: text(face(Sans, Semibold, false), 90, Figures::Lining), above: 1, ..heading }
        }
        Role::ContentsChapter => {
            BlockStyle { text: text(face(Text, Regular, false), 120, Figures::Lining), above: 1, ..ragged }
        }
        Role::ContentsSection => {
            BlockStyle { text: text(face(Text, Regular, false), 90, Figures::Lining), inset: grid, ..ragged }
        }
        Role::ListEntry => {
            BlockStyle { text: text(face(Text, Regular, false), 90, Figures::Lining), inset: grid * 2, ..ragged }
        }
        Role::IndexEntry => BlockStyle {
            text: text(face(Caption, Regular, false), 85, Figures::Lining),
            leading: grid * 3 / 4,
            ..ragged
        },
        Role::IndexLetter => BlockStyle {
            text: accent(text(face(Sans, Semibold, false), 85, Figures::Lining)),
            leading: grid * 3 / 4,
            ..heading
        },
        Role::PartTitle => BlockStyle {
            text: accent(text(face(Display, Regular, false), 400, Figures::Lining)),
            leading: grid * 3,
            ..heading
        },
        Role::PlaceNames => {
            BlockStyle { text: text(face(Text, Regular, false), 180, Figures::Lining), leading: grid * 2, ..heading }
        }
        Role::PlaceRegion => BlockStyle {
            text: TextStyle { small_caps: true, ..text(face(Sans, Semibold, false), 85, Figures::Lining) },
            ..heading
        },
        Role::Initial => {
            BlockStyle { text: accent(text(face(Display, Regular, false), 400, Figures::Lining)), ..heading }
        }
    }
}
