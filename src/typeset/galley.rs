//! The types of a galley: what a chapter looks like before it is cut into pages.
//!
//! Heights are whole lines of the page's baseline grid. Places inside a strip count from the left
//! edge of the text block and from the top of the strip's first grid line.

use crate::document::{LinkTarget, NodeId, TextPosition};
use crate::geometry::{Length, Point, Size};
use crate::shaping::PlacedRun;
use crate::source::BookPath;
use crate::style::{Ink, Role};
use std::sync::Arc;

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The passage.
    pub node: NodeId,
    /// First byte of the passage in the line.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Its runs in the order of the text, each at its place.
    pub runs: Vec<PlacedRun>,
    /// Its width as set.
    pub width: Length,
    /// Stretch (positive) or shrink (negative) of its spaces in thousandths of what they may give.
    pub ratio: i32,
    /// What it costs in the paragraph, with what it costs beside the lines before it.
    pub demerits: i64,
    /// Whether it ends with a hyphen of the program's.
    pub hyphenated: bool,
    /// Whether a space of the manuscript ends it.
    pub space_after: bool,
    /// Notes whose marks it holds, as indices into the chapter's notes.
    pub notes: Vec<u32>,
    /// Links in it.
    pub links: Vec<LineLink>,
    /// What of it is struck out.
    pub strikes: Vec<Strike>,
    /// Images in it, each with its left edge.
    pub pictures: Vec<(Length, Picture)>,
}

/// An image that is no higher than the line in which it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its size.
    pub size: Size,
    /// How far its foot stands below the baseline.
    pub drop: Length,
    /// What is drawn.
    pub content: ItemContent,
}

/// A stretch of a line that is struck out: a rule through its lower case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strike {
    /// Its left end.
    pub x: Length,
    /// Its width.
    pub width: Length,
    /// Which of the passage's spans that are struck out it belongs to.
    pub span: u32,
    /// The size of its letters.
    pub size: Length,
    /// Their ink.
    pub ink: Ink,
}

impl Line {
    /// A line of the program's, which stands for no text of the manuscript.
    #[must_use]
    pub fn made(runs: Vec<PlacedRun>, width: Length) -> Self {
        Self {
            node: NodeId::default(),
            start: 0,
            end: 0,
            runs,
            width,
            ratio: 0,
            demerits: 0,
            hyphenated: false,
            space_after: false,
            notes: Vec::new(),
            links: Vec::new(),
            strikes: Vec::new(),
            pictures: Vec::new(),
        }
    }

    /// What is drawn besides letters where the baseline of the line, which is of chapter `chapter`, starts
    /// at `origin`: its images, and rules through what is struck out.
    pub fn drawn(&self, chapter: u32, origin: Point) -> impl Iterator<Item = PageItem> {
        let position = TextPosition { chapter, node: self.node, offset: self.start };
        let pictures = self.pictures.iter().map(move |(x, picture)| PageItem {
            origin: Point::new(origin.x + *x, origin.y + picture.drop - picture.size.height),
            content: picture.content.clone(),
            role: ItemRole::Content(position),
        });
        let strikes = self.strikes.iter().map(move |strike| {
            // Half of the height of an x, and as thick as its thin strokes.
            let top = origin.y - strike.size.scale(25, 100);
            let size = Size::new(strike.width, strike.size.scale(5, 100));
            PageItem {
                origin: Point::new(origin.x + strike.x, top),
                content: ItemContent::Fill { size, ink: strike.ink },
                role: ItemRole::Artifact(Artifact::Rule),
            }
        });
        pictures.chain(strikes)
    }
}

/// A link, or a part of one, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineLink {
    /// Its left end.
    pub x: Length,
    /// Its width.
    pub width: Length,
    /// Where it leads.
    pub target: LinkTarget,
    /// Its number among the links of its passage, in reading order.
    pub number: u32,
}

/// The settings of one paragraph, by number of lines; never empty, the best first.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphSettings {
    all: Vec<ParagraphSetting>,
    beside: u32,
}

impl ParagraphSettings {
    /// The setting `best` and others with other numbers of lines.
    #[must_use]
    pub fn new(best: ParagraphSetting, others: impl IntoIterator<Item = ParagraphSetting>) -> Self {
        Self::beside(0, best, others)
    }

    /// The same where the first `beside` lines of each stand beside an initial.
    #[must_use]
    pub fn beside(beside: u32, best: ParagraphSetting, others: impl IntoIterator<Item = ParagraphSetting>) -> Self {
        Self { all: std::iter::once(best).chain(others).collect(), beside }
    }

    /// How many lines at the start stand beside an initial, and so on one page.
    #[must_use]
    pub fn lines_beside_initial(&self) -> u32 {
        self.beside
    }

    /// The setting with the fewest demerits.
    #[must_use]
    pub fn best(&self) -> &ParagraphSetting {
        &self.all[0]
    }

    /// The setting with the fewest demerits, alone.
    #[must_use]
    pub fn into_best(self) -> ParagraphSetting {
        self.into_nth(0)
    }

    /// Setting `index` of [`ParagraphSettings::all`], alone; the best if there are not so many.
    #[must_use]
    pub fn into_nth(mut self, index: usize) -> ParagraphSetting {
        let index = if index < self.all.len() { index } else { 0 };
        self.all.swap_remove(index)
    }

    /// The same with the first line of each setting changed by `change`.
    #[must_use]
    pub fn map_first_line(mut self, change: impl Fn(&mut Line)) -> Self {
        self.all.iter_mut().filter_map(|setting| setting.lines.first_mut()).for_each(change);
        self
    }

    /// All of them, the best first.
    #[must_use]
    pub fn all(&self) -> &[ParagraphSetting] {
        &self.all
    }
}

/// One way to break a paragraph into lines.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphSetting {
    /// Its lines; each takes one line of the grid.
    pub lines: Vec<Line>,
    /// What it costs, as the sum of its lines' demerits.
    pub demerits: i64,
}

/// Something in its place: in a strip, from the strip's upper left corner; on a page, from that of
/// the text block.
#[derive(Clone, Debug, PartialEq)]
pub struct PageItem {
    /// For a line the left end of its baseline, for the others the upper left corner.
    pub origin: Point,
    /// What is drawn.
    pub content: ItemContent,
    /// What it is.
    pub role: ItemRole,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemContent {
    /// A line of text.
    Line(Line),
    /// A filled rectangle: a rule or a ground.
    Fill {
        /// Its size.
        size: Size,
        /// Its ink.
        ink: Ink,
    },
    /// A raster image.
    Image {
        /// The file.
        path: BookPath,
        /// Its printed size.
        size: Size,
    },
    /// A drawing.
    Drawing(Arc<crate::graphics::Drawing>),
    /// One of the others, laid a quarter turn counter-clockwise about the item's place: its lines run
    /// from the foot of the page to the head.
    Turned(Box<ItemContent>),
}

impl ItemContent {
    /// What is drawn, whether it is turned or not.
    #[must_use]
    pub fn upright(&self) -> &Self {
        match self {
            Self::Turned(content) => content.upright(),
            content => content,
        }
    }

    /// Whether it is turned.
    #[must_use]
    pub fn is_turned(&self) -> bool {
        matches!(self, Self::Turned(_))
    }
}

/// What a drawn thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemRole {
    /// Content that starts at this place of the document.
    Content(TextPosition),
    /// No content of the document.
    Artifact(Artifact),
}

/// Things on a page that are no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// A running head.
    RunningHead,
    /// A folio.
    Folio,
    /// A rule or a ground.
    Rule,
    /// Text that the program made: title page, imprint, names of a place.
    Made,
    /// The head of a table set again on a further page.
    Repeated,
    /// Text that the program made in this role: entries of contents and index, and their titles.
    Text(Role),
}

/// A chapter as one strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Galley {
    /// Index of the chapter.
    pub chapter: u32,
    /// Its strips from top to bottom.
    pub strips: Vec<Strip>,
    /// Its notes, by index.
    pub notes: Vec<NoteSetting>,
}

/// A piece of a galley: a paragraph, or a block that is not broken inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Where it starts in the document.
    pub position: TextPosition,
    /// Grid lines above it, dropped at the head of a page.
    pub above: u32,
    /// Grid lines below it, dropped at the foot of a page; the larger of two neighbours counts.
    pub below: u32,
    /// Whether the next strip must start on the same page.
    pub keep_with_next: bool,
    /// Whether it ends with a colon, so that the next strip tells what it announces.
    pub announces: bool,
    /// Whether no line more or less may stand above it, as may above headings, figures and tables.
    pub rigid: bool,
    /// Whether it is to be kept on one page.
    pub keep_together: bool,
    /// Whether it starts a new page.
    pub page_break: bool,
    /// Which figures and tables do not come to stand on its other side, if it is a heading, or a figure or
    /// table that is bound to its place: those of sections of this level, or of a deeper one.
    pub barrier: Option<u8>,
    /// The figure or table that it belongs to, if that need not stand in its place: neighbouring strips of
    /// one move together, and they stay in their order.
    pub float: Option<Floating>,
    /// The box that it stands in.
    pub ground: Option<Ground>,
    /// What it is.
    pub content: StripContent,
}

impl Strip {
    /// Whether the mark of note `note` is in it.
    #[must_use]
    pub fn marks(&self, note: u32) -> bool {
        let in_block = |block: &BlockSetting| block.notes.contains(&note);
        match &self.content {
            StripContent::Paragraph { settings, .. } => {
                settings.best().lines.iter().any(|line| line.notes.contains(&note))
            }
            StripContent::Block(block) => in_block(block),
            StripContent::Table { head, rows, .. } => in_block(head) || rows.iter().any(in_block),
        }
    }

    /// `content` that starts at `position`, without space around it and bound to nothing.
    #[must_use]
    pub fn new(position: TextPosition, content: StripContent) -> Self {
        Self {
            position,
            above: 0,
            below: 0,
            keep_with_next: false,
            announces: false,
            rigid: false,
            keep_together: false,
            page_break: false,
            barrier: None,
            float: None,
            ground: None,
            content,
        }
    }

    /// The grid lines that its content takes.
    #[must_use]
    pub fn lines(&self) -> u32 {
        match &self.content {
            StripContent::Paragraph { settings, .. } => u32::try_from(settings.best().lines.len()).unwrap_or(u32::MAX),
            StripContent::Block(block) => block.height,
            StripContent::Table { head, rows, .. } => head.height + rows.iter().map(|row| row.height).sum::<u32>(),
        }
    }
}

/// A figure or table that need not stand in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floating {
    /// The block.
    pub block: NodeId,
    /// The level of the heading of its section; 1 before the first section of a chapter.
    pub section: u8,
}

/// A box around neighbouring strips: a tinted ground half a line higher and deeper than they are,
/// with a rule on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The block that the box is: strips of one block stand in one box.
    pub block: NodeId,
    /// Its left edge.
    pub left: Length,
    /// Its width.
    pub width: Length,
    /// How thick the rule is.
    pub rule: Length,
    /// The ink of the rule.
    pub accent: Ink,
    /// The ink of the ground.
    pub tint: Ink,
}

/// What a strip is.
#[derive(Clone, Debug, PartialEq)]
pub enum StripContent {
    /// A paragraph: one grid line a line of text.
    Paragraph {
        /// Its settings.
        settings: ParagraphSettings,
        /// Its left edge.
        x: Length,
    },
    /// A block that is not broken.
    Block(BlockSetting),
    /// A table: a head, and rows that are not broken.
    Table {
        /// The head.
        head: BlockSetting,
        /// What stands over it on each further page.
        continued: BlockSetting,
        /// The rows.
        rows: Vec<BlockSetting>,
        /// The rule below the last row.
        foot: BlockSetting,
    },
}

/// A block that is not broken inside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockSetting {
    /// Its height in grid lines.
    pub height: u32,
    /// What stands in it.
    pub items: Vec<PageItem>,
    /// Notes whose marks it holds.
    pub notes: Vec<u32>,
}

/// A note as it is set at the foot of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteSetting {
    /// Its lines, each with its x from the left edge of the text block.
    pub lines: Vec<(Length, Line)>,
    /// Distance of its baselines.
    pub leading: Length,
}
