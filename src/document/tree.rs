//! The tree of a chapter, and the types of the whole document.
//!
//! A [`Passage`] is the unit that lines are broken from. Offsets in it count the bytes of its
//! [`Inline::Text`], [`Inline::Code`] and [`Inline::Math`] leaves in reading order and nothing else,
//! so that every room means the same place by a [`TextPosition`].

use super::{Index, OutlineEntry};
use crate::language::{Direction, Language};
use crate::source::{BookPath, SourceId, Span};
use std::collections::BTreeMap;

/// A block or passage of a chapter, numbered in reading order; the notes of the chapter come after
/// its blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A place in the text of the book: chapter, node, and bytes of the node's text before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPosition {
    /// Index into [`Document::chapters`].
    pub chapter: u32,
    /// The passage, or the block if it has none.
    pub node: NodeId,
    /// Bytes of the passage's text before the place; 0 for a block.
    pub offset: u32,
}

/// Where a block stood when a page was broken before it: found again although other blocks changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BreakAnchor {
    /// The chapter's id.
    pub chapter: String,
    /// The block, counted in its chapter.
    pub block: u32,
    /// Bytes of text before the break.
    pub offset: u32,
    /// A hash of the text around the break.
    pub surroundings: u64,
}

/// What an author says about an element in braces or HTML attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The name that links lead to; unique in its chapter.
    pub id: Option<String>,
    /// Classes, in order.
    pub classes: Vec<String>,
    /// Language, where it differs from the surroundings.
    pub language: Option<Language>,
    /// Direction, where it is set.
    pub direction: Option<Direction>,
}

impl Attributes {
    /// Whether class `name` is given.
    #[must_use]
    pub fn has_class(&self, name: &str) -> bool {
        self.classes.iter().any(|class| class == name)
    }
}

/// Text with its inline structure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its number in the chapter.
    pub node: NodeId,
    /// Its content.
    pub inlines: Vec<Inline>,
}

impl Passage {
    /// The text alone, to which offsets count.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        collect_text(&self.inlines, &mut text);
        text
    }

    /// The language of all of its text, if that stands in a span of its own.
    #[must_use]
    pub fn sole_language(&self) -> Option<&Language> {
        match &self.inlines[..] {
            [Inline::Span(span)] => span.attributes.language.as_ref(),
            _ => None,
        }
    }

    /// Whether there is nothing in it to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }
}

fn collect_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text: leaf, .. } | Inline::Code { text: leaf, .. } | Inline::Math { source: leaf, .. } => {
                text.push_str(leaf);
            }
            Inline::Span(span) => collect_text(&span.content, text),
            Inline::Image(_) | Inline::LineBreak | Inline::BreakOpportunity | Inline::NoteMark { .. } => {}
        }
    }
}

/// A piece of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Running text, NFC, with its quotes and dashes as they are set. A line end of the manuscript
    /// is a space here (or nothing between two Han characters).
    Text {
        /// The text.
        text: String,
        /// Where it stood in the manuscript.
        span: Span,
    },
    /// Code, as written.
    Code {
        /// The code.
        text: String,
        /// Where it stood.
        span: Span,
    },
    /// Maths in TeX notation.
    Math {
        /// The notation.
        source: String,
        /// Whether it stands on a line of its own.
        display: bool,
        /// Where it stood.
        span: Span,
    },
    /// A line ends here.
    LineBreak,
    /// A line may end here, without a hyphen (`<wbr>`).
    BreakOpportunity,
    /// Inlines with something in common.
    Span(SpanInline),
    /// An image in the line.
    Image(Image),
    /// The mark of note `note` of the chapter.
    NoteMark {
        /// Index into [`Chapter::notes`].
        note: u32,
        /// Where it stood.
        span: Span,
    },
}

/// Inlines with something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanInline {
    /// What they have in common.
    pub kind: SpanKind,
    /// Id, language, direction.
    pub attributes: Attributes,
    /// The inlines.
    pub content: Vec<Inline>,
    /// Where it stood.
    pub span: Span,
}

/// What the inlines of a span have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Stress: italic in roman and roman in italic.
    Emphasis,
    /// Importance.
    Strong,
    /// Struck out.
    Strikethrough,
    /// A link.
    Link(LinkTarget),
    /// No more than its attributes say (`<span>`).
    Plain,
    /// An isolate whose direction is found from its first letter (`<bdi>`).
    Isolate,
    /// The title of a work.
    Cite,
    /// A quotation in the line; its marks are in its text.
    Quote,
    /// An abbreviation with its long form.
    Abbreviation(String),
    /// The term that is defined here.
    Definition,
    /// Side comment.
    Small,
    /// Above the line.
    Superscript,
    /// Below the line.
    Subscript,
    /// Entries of the index that lead here.
    Index(Vec<IndexTerm>),
}

/// An entry of the index: its heads from the main entry down to the sub-entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexTerm(pub Vec<String>);

/// Where a link leads, as written; [`Document::resolve`] finds the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the book: `http`, `https` or `mailto`.
    External(String),
    /// Into the book.
    Internal {
        /// The file; the chapter itself where there is none.
        file: Option<BookPath>,
        /// The id in it; its start where there is none.
        id: Option<String>,
    },
    /// To this place: no author writes that, but contents, lists and index lead to places.
    Place(TextPosition),
}

/// An image as the manuscript names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub path: BookPath,
    /// What it shows, for those who do not see it; empty if there is nothing to describe.
    pub alternative: String,
    /// Whether the author says that there is nothing to describe.
    pub decorative: bool,
    /// Width in thousandths of the measure, where the author sets one.
    pub width: Option<u32>,
    /// Id and classes.
    pub attributes: Attributes,
    /// Where it stood.
    pub span: Span,
}

/// Marks that an author sets by hand before a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandMarks {
    /// Start a new page.
    pub page_break: bool,
    /// Set the paragraph one line longer (1) or shorter (-1).
    pub looseness: i8,
    /// Keep the block on one page.
    pub no_break: bool,
}

/// A block of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number.
    pub node: NodeId,
    /// Id, classes, language, direction.
    pub attributes: Attributes,
    /// Marks made by hand.
    pub marks: HandMarks,
    /// Where it stood.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Passage),
    /// A heading of level 1 to 6.
    Heading {
        /// 1 is the chapter's.
        level: u8,
        /// Its text.
        title: Passage,
    },
    /// A quotation, or a box of its own kind.
    Quote {
        /// Whether it is a quotation or one of the alerts.
        kind: QuoteKind,
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// A list.
    List {
        /// The first number; bullets where there is none.
        start: Option<u64>,
        /// Whether its items stand without space between them.
        tight: bool,
        /// Its items.
        items: Vec<ListItem>,
    },
    /// Terms and their definitions.
    Definitions(Vec<DefinitionItem>),
    /// Code on lines of its own.
    Code {
        /// The language it is written in, as the author names it.
        info: String,
        /// The code; its lines end with `\n`.
        text: Passage,
    },
    /// A chart or a map from data in TOML.
    Drawing {
        /// `chart` or `map`.
        kind: DrawingKind,
        /// The data as written.
        data: Passage,
        /// Its caption.
        caption: Option<Caption>,
    },
    /// A table.
    Table(Table),
    /// An image with its caption.
    Figure {
        /// The image.
        image: Image,
        /// Its caption.
        caption: Option<Caption>,
    },
    /// A break of thought.
    ThematicBreak,
}

/// Kinds of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// A quotation.
    Quotation,
    /// Display text: a statement in large type. It was written as a heading alone, which is its first
    /// paragraph here; a source may stand below it.
    Display,
    /// A text beside the text: it starts with a heading, as no quotation does.
    Sidebar,
    /// An alert, `[!NOTE]`.
    Note,
    /// An alert, `[!TIP]`.
    Tip,
    /// An alert, `[!IMPORTANT]`.
    Important,
    /// An alert, `[!WARNING]`.
    Warning,
    /// An alert, `[!CAUTION]`.
    Caution,
}

/// Kinds of drawing from data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingKind {
    /// A chart.
    Chart,
    /// A map.
    Map,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// Its number in the chapter.
    pub node: NodeId,
    /// Whether it is done, for a list of tasks.
    pub checked: Option<bool>,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// One or more terms with their definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionItem {
    /// The terms.
    pub terms: Vec<Passage>,
    /// Each definition's blocks.
    pub definitions: Vec<Vec<Block>>,
}

/// The caption of a figure, table or drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Its text, without the word before the colon.
    pub text: Passage,
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// At the side where reading starts.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// At the other side, as numbers do.
    End,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// One entry a column.
    pub columns: Vec<ColumnAlignment>,
    /// The head: one row.
    pub head: TableRow,
    /// The rows below the head.
    pub rows: Vec<TableRow>,
    /// Its caption.
    pub caption: Option<Caption>,
}

/// A row of a table: as many cells as the table has columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Its number in the chapter.
    pub node: NodeId,
    /// Its cells.
    pub cells: Vec<Passage>,
}

/// A note of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number in the chapter, from 1, in the order of the first marks.
    pub number: u32,
    /// The name that the author gave it.
    pub label: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Its number among the nodes.
    pub node: NodeId,
    /// Where it stood.
    pub span: Span,
}

/// A chapter as parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its file.
    pub source: SourceId,
    /// The path of its file.
    pub path: BookPath,
    /// Its id: the stem of the file unless its metadata says otherwise.
    pub id: String,
    /// Its language.
    pub language: Language,
    /// Its title as plain text, from its metadata or its first heading of level 1.
    pub title: String,
    /// Its blocks; the first is its heading of level 1, if it has one.
    pub blocks: Vec<Block>,
    /// Its notes by number; marks name them by index.
    pub notes: Vec<Note>,
    /// How many nodes it has.
    pub nodes: u32,
}

/// Which part of the book a chapter belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Before the text, with roman folios; the kind as the manifest names it (`preface`, …).
    Front(String),
    /// The text; the index of its part, if it is in one.
    Body(Option<u32>),
    /// After the text; the kind as the manifest names it (`glossary`, …).
    Back(String),
}

impl Matter {
    /// Whether it is front or back matter of this kind.
    #[must_use]
    pub fn is_kind(&self, wanted: &str) -> bool {
        matches!(self, Self::Front(kind) | Self::Back(kind) if kind.eq_ignore_ascii_case(wanted))
    }
}

/// A chapter in its place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedChapter {
    /// The chapter.
    pub chapter: Chapter,
    /// Where it belongs.
    pub matter: Matter,
}

/// The whole book, numbered and joined.
#[derive(Clone, Debug)]
pub struct Document {
    /// What the manifest says of the book.
    pub manifest: crate::manifest::Manifest,
    /// All chapters in reading order: front, body, back.
    pub chapters: Vec<PlacedChapter>,
    /// Every id: chapter index and name to its place.
    pub anchors: BTreeMap<(u32, String), TextPosition>,
    /// Chapters by the path of their file.
    pub files: BTreeMap<BookPath, u32>,
    /// Numbers of figures and tables by the place of their block.
    pub numbers: BTreeMap<TextPosition, super::CaptionNumber>,
    /// The terms that a glossary explains, by the place of their passage: their words.
    pub terms: BTreeMap<TextPosition, String>,
    /// Headings in order, for contents and outline.
    pub outline: Vec<OutlineEntry>,
    /// The index of what is marked in the chapters.
    pub index: Index,
}

impl Document {
    /// The place that an internal link of chapter `chapter` leads to; `None` for one that leads out
    /// of the book or nowhere.
    #[must_use]
    pub fn resolve(&self, chapter: u32, target: &LinkTarget) -> Option<TextPosition> {
        let (file, id) = match target {
            LinkTarget::Internal { file, id } => (file, id),
            LinkTarget::Place(place) => return Some(*place),
            LinkTarget::External(_) => return None,
        };
        let chapter = match file {
            Some(path) => *self.files.get(path)?,
            None => chapter,
        };
        match id {
            Some(id) => self.anchors.get(&(chapter, id.clone())).copied(),
            None => Some(TextPosition { chapter, ..TextPosition::default() }),
        }
    }

    /// Whether `target` leads from chapter `chapter` to a term of a glossary: to its explanation,
    /// which needs no page number.
    #[must_use]
    pub fn is_term(&self, chapter: u32, target: &LinkTarget) -> bool {
        self.resolve(chapter, target).is_some_and(|place| self.terms.contains_key(&place))
    }

    /// Whether part `part` has a page of its own: it has a title and is no place, whose chapter
    /// opens it.
    #[must_use]
    pub fn has_part_page(&self, part: u32) -> bool {
        self.manifest.parts.get(part as usize).is_some_and(|part| part.title.is_some() && part.place.is_none())
    }

    /// All chapters with their index.
    pub fn indexed(&self) -> impl Iterator<Item = (u32, &PlacedChapter)> {
        (0_u32..).zip(&self.chapters)
    }
}
