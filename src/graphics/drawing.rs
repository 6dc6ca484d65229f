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

impl Drawing {
    /// Whether some outline runs over the box, so that the drawing must be clipped to it.
    #[must_use]
    pub fn overhangs(&self) -> bool {
        // The half of a line along the edge may stand outside.
        let spare = Length::pt(1);
        let Size { width, height } = self.size;
        let outside = |at: &Point| at.x < -spare || at.y < -spare || at.x > width + spare || at.y > height + spare;
        self.shapes.iter().any(|shape| match shape {
            Shape::Path { segments, .. } => segments.iter().any(|segment| segment.points().iter().any(outside)),
            Shape::Text { .. } | Shape::Image { .. } => false,
        })
    }

    /// The same `numerator / denominator` times as large.
    #[must_use]
    pub fn scaled(&self, numerator: i64, denominator: i64) -> Self {
        let scale = |length: Length| length.scale(numerator, denominator);
        let point = |at: Point| Point::new(scale(at.x), scale(at.y));
        let size = |size: Size| Size::new(scale(size.width), scale(size.height));
        let run = |placed: &PlacedRun| PlacedRun {
            x: scale(placed.x),
            rise: scale(placed.rise),
            size: scale(placed.size),
            ..placed.clone()
        };
        let stroke = |stroke: &Stroke| Stroke {
            ink: stroke.ink,
            width: scale(stroke.width),
            dashes: stroke.dashes.iter().map(|dash| scale(*dash)).collect(),
        };
        let shape = |shape: &Shape| match shape {
            Shape::Path { segments, fill, stroke: line } => Shape::Path {
                segments: segments.iter().map(|segment| segment.map(point)).collect(),
                fill: *fill,
                stroke: line.as_ref().map(stroke),
            },
            Shape::Text { origin, runs, anchor } => {
                Shape::Text { origin: point(*origin), runs: runs.iter().map(run).collect(), anchor: *anchor }
            }
            Shape::Image { path, frame } => {
                Shape::Image { path: path.clone(), frame: Rect { origin: point(frame.origin), size: size(frame.size) } }
            }
        };
        Self {
            size: size(self.size),
            shapes: self.shapes.iter().map(shape).collect(),
            alternative: self.alternative.clone(),
        }
    }
}

impl Segment {
    /// Its points.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        match *self {
            Self::Move(to) | Self::Line(to) => vec![to],
            Self::Curve(first, second, to) => vec![first, second, to],
            Self::Close => Vec::new(),
        }
    }

    /// The same with each of its points changed by `change`.
    #[must_use]
    pub fn map(self, change: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::Move(to) => Self::Move(change(to)),
            Self::Line(to) => Self::Line(change(to)),
            Self::Curve(first, second, to) => Self::Curve(change(first), change(second), change(to)),
            Self::Close => Self::Close,
        }
    }
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
