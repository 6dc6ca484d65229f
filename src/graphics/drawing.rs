//! Paths, glyph runs and images in a box: one form for charts, maps and SVG in every output.

use crate::geometry::{Length, Point, Rect, Size};
use crate::shaping::PlacedRun;
use crate::source::BookPath;
use crate::style::Ink;

/// A drawing in a box of its own; the origin is the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The box.
    pub size: Size,
    /// Its shapes, the lowest first.
    pub shapes: Vec<Shape>,
    /// What it shows, for those who do not see it.
    pub alternative: String,
}

/// A shape of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An area, a line, or both.
    Path {
        /// Its outline.
        segments: Vec<Segment>,
        /// The ink of its area (nonzero winding).
        fill: Option<Ink>,
        /// The line along its outline.
        stroke: Option<Stroke>,
    },
    /// Text from `origin` on its baseline.
    Text {
        /// Left end of the baseline.
        origin: Point,
        /// Its runs; their x counts from `origin`.
        runs: Vec<PlacedRun>,
        /// Which point of it stays in place where another face makes it wider.
        anchor: Anchor,
    },
    /// A raster image of the book's assets.
    Image {
        /// The file.
        path: BookPath,
        /// Where it stands.
        frame: Rect,
    },
}

/// A point of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// A step of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Start anew here.
    Move(Point),
    /// A straight line to here.
    Line(Point),
    /// A cubic curve by two control points to the third.
    Curve(Point, Point, Point),
    /// Back to the start.
    Close,
}

/// A line along an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Its ink.
    pub ink: Ink,
    /// Its width.
    pub width: Length,
    /// Lengths of dashes and gaps in turn; solid if empty.
    pub dashes: Vec<Length>,
}
