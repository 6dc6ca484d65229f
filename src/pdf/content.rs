//! A page as the operators of its content stream (ISO 32000-2, annex A), written as bytes.
//!
//! The operators are those of both profiles: places count from the lower left corner of the trim,
//! and inks are only marked, since each profile says them in its own colours. `text` shows lines, `marks` says what
//! belongs to which element, `drawing` draws areas, lines and images.

use super::number::{millipoints, write_millipoints};
use super::plan::Words;
use super::subset::Subset;
use super::tags::{ElementId, ItemTag, LineStart, Owner, Tags};
use crate::edition::EditionPage;
use crate::fonts::FontId;
use crate::geometry::{Length, PageGeometry, Point, Rect};
use crate::style::Ink;
use crate::typeset::{ItemContent, PageItem};
use std::sync::LazyLock;

mod drawing;
mod marks;
mod text;

/// Before the first item.
static NO_TAG: LazyLock<ItemTag> = LazyLock::new(|| ItemTag { owner: Owner::Layout, links: Box::default() });

/// What a page draws.
pub(super) struct Content {
    /// The operators without those that set inks.
    pub operators: Vec<u8>,
    /// The inks, each before the operator at this byte.
    pub inks: Vec<(usize, InkUse)>,
    /// Whether something on it is transparent.
    pub transparent: bool,
    /// The elements of its marks, by their numbers.
    pub marks: Vec<ElementId>,
}

/// An ink in its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InkUse {
    /// The ink.
    pub ink: Ink,
    /// Whether it is for lines, else for areas and text.
    pub stroke: bool,
}

/// The operators of a page, whose runs are those of these numbers.
pub(super) fn content(
    words: &Words,
    geometry: &PageGeometry,
    (page, runs): (&EditionPage, &[u32]),
    tags: (&Tags, &[ItemTag]),
) -> Content {
    let mut painter = Painter::new(words, runs, geometry, tags.0);
    for (item, tag) in page.body.items.iter().chain(&page.furniture).zip(tags.1) {
        painter.tag = tag;
        painter.item(page.origin, item);
    }
    painter.turn(false);
    painter.end_text();
    painter.end_mark();
    let Painter { out: operators, inks, transparent, marks, .. } = painter;
    Content { operators, inks, transparent, marks }
}

/// A sequence of marked content that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    owner: Owner,
    /// Whether it lies within a text object: then it must end there.
    in_text: bool,
}

/// A font in one size.
#[derive(Clone, Copy)]
struct SizedFont<'a> {
    id: FontId,
    subset: &'a Subset,
    /// Thousandths of a point.
    size: i64,
}

/// The state of text and colour between two operators.
#[derive(Clone, Copy, Default)]
struct State<'a> {
    /// Where the line of the open text object starts, in thousandths of a point.
    text: Option<(i64, i64)>,
    /// The font.
    font: Option<SizedFont<'a>>,
    /// How much glyphs are widened, in thousandths.
    stretch: i16,
    /// How much wider than its glyph the space between words is, in ten-millionths of a point.
    word_space: i64,
    /// Text rise in thousandths of a point.
    rise: i64,
    /// The ink of areas and text.
    fill: Option<Ink>,
    /// Whether the array of a `TJ` is open.
    array: bool,
    /// Where in the output the last string was closed.
    string_end: usize,
    /// The marked content that is open.
    mark: Option<Mark>,
}

struct Painter<'a> {
    words: &'a Words,
    /// The numbers of the runs that are not shown yet.
    runs: std::slice::Iter<'a, u32>,
    tags: &'a Tags,
    /// What the item belongs to that is drawn.
    tag: &'a ItemTag,
    marks: Vec<ElementId>,
    /// The height of the trimmed page.
    height: Length,
    out: Vec<u8>,
    inks: Vec<(usize, InkUse)>,
    state: State<'a>,
    /// The state in which the page was turned, if it is.
    upright: Option<State<'a>>,
    transparent: bool,
}

impl<'a> Painter<'a> {
    fn new(words: &'a Words, runs: &'a [u32], geometry: &PageGeometry, tags: &'a Tags) -> Self {
        Self {
            words,
            runs: runs.iter(),
            tags,
            tag: &NO_TAG,
            marks: Vec::new(),
            height: geometry.trim.height,
            out: Vec::with_capacity(16 * 1024),
            inks: Vec::new(),
            state: State::default(),
            upright: None,
            transparent: false,
        }
    }

    fn item(&mut self, page: Point, item: &PageItem) {
        let origin = page + item.origin;
        self.turn(item.content.is_turned());
        // On a turned page x is counted upwards from its foot, y from its left edge on.
        let origin =
            if self.upright.is_some() { Point::new(self.height - origin.y, self.height + origin.x) } else { origin };
        match item.content.upright() {
            ItemContent::Line(line) => self.line(origin, &line.runs, LineStart::of(line), line.space_after),
            ItemContent::Fill { size, ink } => self.area(Rect { origin, size: *size }, *ink),
            ItemContent::Image { path, size } => self.image(path, Rect { origin, size: *size }),
            ItemContent::Drawing(drawing) => self.drawing(origin, drawing),
            ItemContent::Turned(_) => {}
        }
    }

    /// Turns the page by a quarter, or back.
    fn turn(&mut self, turned: bool) {
        if self.upright.is_some() == turned {
            return;
        }
        self.end_text();
        self.end_mark();
        match self.upright.take() {
            // What was set meanwhile is forgotten.
            Some(upright) => {
                self.push(b"Q\n");
                self.state = upright;
            }
            None => {
                self.push(b"q 0 1 -1 0 0 0 cm\n");
                self.upright = Some(self.state);
            }
        }
    }

    /// `point` as the file counts: from the lower left corner, in thousandths of a point.
    fn place(&self, point: Point) -> (i64, i64) {
        (millipoints(point.x), millipoints(self.height - point.y))
    }

    fn push(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn numbers(&mut self, millipoints: impl IntoIterator<Item = i64>) {
        millipoints.into_iter().for_each(|number| write_millipoints(&mut self.out, number));
    }
}

/// Inks.
impl Painter<'_> {
    fn fill_ink(&mut self, ink: Ink) {
        if self.state.fill == Some(ink) {
            return;
        }
        self.end_array();
        // Nothing before the first ink is drawn in one.
        let at = if self.inks.is_empty() { 0 } else { self.out.len() };
        self.inks.push((at, InkUse { ink, stroke: false }));
        self.state.fill = Some(ink);
    }
}
