//! `[style]`: what the book changes in the look of its roles.

use super::hyphenation::hyphenation;
use super::schema::{At, Faults, Table, shortened};
use crate::diag::{Code, nearest};
use crate::geometry::Length;
use crate::language::Language;
use crate::source::Span;

/// Roles by the name that the manifest gives them, in the order of the style sheet.
pub const ROLE_NAMES: &[&str] = &[
    "body",
    "chapter-title",
    "heading-2",
    "heading-3",
    "heading-4",
    "quotation",
    "display-text",
    "epigraph",
    "attribution",
    "box-title",
    "box-text",
    "source-entry",
    "list-text",
    "term",
    "code",
    "caption",
    "note",
    "table-head",
    "table-cell",
    "fact-title",
    "fact-label",
    "fact-value",
    "chart-title",
    "chart-label",
    "chart-source",
    "running-head",
    "folio",
    "half-title",
    "series-title",
    "series-volume",
    "book-title",
    "book-subtitle",
    "book-author",
    "imprint",
    "contents-title",
    "contents-part",
    "contents-chapter",
    "contents-section",
    "list-entry",
    "index-entry",
    "index-letter",
    "part-title",
    "place-names",
    "place-region",
    "initial",
];
const KEYS: &[&str] = &[
    "family",
    "weight",
    "italic",
    "size",
    "figures",
    "small-caps",
    "ink",
    "alignment",
    "hyphenate",
    "indent",
    "inset",
    "above",
    "below",
];
/// Smallest and largest size of type, in points.
const SIZES: (i64, i64) = (4, 200);

/// What the book changes in the look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookChoice {
    /// Changes by role, in the order of the style sheet: an index into [`ROLE_NAMES`].
    pub roles: Vec<(usize, RoleChange)>,
    /// Whether the accent prints as black.
    pub black_only: bool,
    /// Whether glyphs keep their width, however much a line lacks.
    pub rigid_glyphs: bool,
    /// Whether no mark hangs into the margin.
    pub flush_margins: bool,
    /// As many lines as the first letter of a chapter is dropped; 0 for none.
    pub drop_caps: u32,
    /// So many words at the start of a chapter are set in small capitals.
    pub lead_in: u32,
    /// Whether the letters of "1st" are superior, where the face has such letters.
    pub ordinals: bool,
    /// Whether print sets the addresses of links as notes.
    pub link_notes: bool,
    /// Whether figures and tables with a number may stand at the head of a page near their place.
    pub floats: bool,
    /// Words of each language in lower case, with a hyphen wherever they may be divided.
    pub hyphenation: Vec<(Language, Vec<String>)>,
}

impl Default for LookChoice {
    fn default() -> Self {
        Self {
            roles: Vec::new(),
            black_only: false,
            rigid_glyphs: false,
            flush_margins: false,
            drop_caps: 0,
            lead_in: 3,
            ordinals: false,
            link_notes: true,
            floats: true,
            hyphenation: Vec::new(),
        }
    }
}

/// What is changed in one role; what is not named stays as the design has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleChange {
    /// The family, by what it is for.
    pub family: Option<FamilyChoice>,
    /// The weight.
    pub weight: Option<WeightChoice>,
    /// Whether it is italic.
    pub italic: Option<bool>,
    /// The size.
    pub size: Option<Length>,
    /// The figures.
    pub figures: Option<FiguresChoice>,
    /// Whether lower case is set as small capitals.
    pub small_caps: Option<bool>,
    /// The ink.
    pub ink: Option<InkChoice>,
    /// How lines fill the measure.
    pub alignment: Option<AlignmentChoice>,
    /// Whether words may be divided.
    pub hyphenate: Option<bool>,
    /// Indent of the first line.
    pub indent: Option<Length>,
    /// Indent of all lines.
    pub inset: Option<Length>,
    /// Grid lines above.
    pub above: Option<u32>,
    /// Grid lines below.
    pub below: Option<u32>,
}

macro_rules! choice {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $variant_doc])+ $variant,)+ }
        impl $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)+];
        }
    };
}

choice! {
    /// A family by what it is for.
    FamilyChoice {
        /// Running text.
        Text = "text",
        /// Titles.
        Display = "display",
        /// Captions and notes.
        Caption = "caption",
        /// Heads and tables.
        Sans = "sans",
        /// Code.
        Mono = "mono",
    }
}
choice! {
    /// A weight.
    WeightChoice {
        /// For text.
        Regular = "regular",
        /// For headings.
        Semibold = "semibold",
        /// For importance.
        Bold = "bold",
    }
}
choice! {
    /// Figures.
    FiguresChoice {
        /// Old-style, proportional.
        OldStyle = "old-style",
        /// Lining, proportional.
        Lining = "lining",
        /// Lining, all of one width.
        Tabular = "tabular",
    }
}
choice! {
    /// An ink.
    InkChoice {
        /// Black.
        Black = "black",
        /// Grey.
        Grey = "grey",
        /// The accent.
        Accent = "accent",
    }
}
choice! {
    /// How lines fill the measure.
    AlignmentChoice {
        /// To both edges.
        Justified = "justified",
        /// From the edge where reading starts.
        Start = "start",
        /// In the middle.
        Centre = "centre",
        /// At the edge where reading ends.
        End = "end",
    }
}

/// Reads `[style.ROLE]` tables and `[hyphenation]` into what `[type]` says.
pub(super) fn look(top: &Table, typography: LookChoice, faults: &mut Faults) -> LookChoice {
    let mut choice = LookChoice { hyphenation: hyphenation(top, faults), ..typography };
    if let Some(styles) = top.table("style", "[style]", ROLE_NAMES, faults) {
        for (index, name) in ROLE_NAMES.iter().enumerate() {
            if let Some(table) = styles.table(name, "[style]", KEYS, faults) {
                choice.roles.push((index, change(&table, faults)));
            }
        }
    }
    choice
}

fn change(table: &Table, faults: &mut Faults) -> RoleChange {
    RoleChange {
        family: choose(table, "family", FamilyChoice::WORDS, faults),
        weight: choose(table, "weight", WeightChoice::WORDS, faults),
        italic: table.flag("italic", faults),
        size: size(table, faults),
        figures: choose(table, "figures", FiguresChoice::WORDS, faults),
        small_caps: table.flag("small-caps", faults),
        ink: choose(table, "ink", InkChoice::WORDS, faults),
        alignment: choose(table, "alignment", AlignmentChoice::WORDS, faults),
        hyphenate: table.flag("hyphenate", faults),
        indent: length(table, "indent", faults).map(|(length, _)| length),
        inset: length(table, "inset", faults).map(|(length, _)| length),
        above: table.whole_number("above", faults).map(|lines| lines.value.min(MOST_LINES)),
        below: table.whole_number("below", faults).map(|lines| lines.value.min(MOST_LINES)),
    }
}

/// Most grid lines of space: more than any page has.
const MOST_LINES: u32 = 200;

fn length(table: &Table, key: &'static str, faults: &mut Faults) -> Option<(Length, Span)> {
    let written = table.length(key, faults)?;
    super::length::read(&written, key, faults).map(|length| (length, written.span))
}

fn size(table: &Table, faults: &mut Faults) -> Option<Length> {
    let (size, span) = length(table, "size", faults)?;
    if (Length::pt(SIZES.0)..=Length::pt(SIZES.1)).contains(&size) {
        return Some(size);
    }
    let hint = format!("sizes go from {} pt to {} pt", SIZES.0, SIZES.1);
    faults.error(span, Code::WrongValue, "nobody can read type of this size", hint)
}

fn choose<T: Copy>(table: &Table, key: &'static str, words: &[(&'static str, T)], faults: &mut Faults) -> Option<T> {
    let written = table.line(key, faults)?;
    word(&written, key, words, faults)
}

pub(super) fn word<T: Copy>(
    written: &At<String>,
    key: &str,
    words: &[(&'static str, T)],
    faults: &mut Faults,
) -> Option<T> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == written.value) {
        return Some(*value);
    }
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let message = format!("`{}` is no `{key}`", shortened(&written.value));
    let hint = match nearest(&written.value, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("it is one of {}", known.join(", ")),
    };
    faults.error(written.span, Code::WrongValue, message, hint)
}
