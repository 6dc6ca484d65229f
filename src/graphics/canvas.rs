//! Where the shapes of a drawing are collected, and where each label is known, so that no two touch.

use super::drawing::{Anchor, Segment, Shape, Stroke, circle};
use super::look::PAPER;
use crate::geometry::{Length, Point, Rect, Size};
use crate::language::Language;
use crate::shaping::{PlacedRun, Shaper, place_text};
use crate::style::{Ink, TextStyle};

/// Height of a label above its baseline, in hundredths of its size.
const ASCENT: i64 = 74;
/// Depth below it.
const DESCENT: i64 = 22;
/// Distance of two labels that stand beside each other.
const AIR: Length = Length::pt(2);

/// The box of text of `width` whose baseline starts at `origin`.
#[must_use]
pub(super) fn label_box(origin: Point, width: Length, size: Length) -> Rect {
    let top = Point::new(origin.x, origin.y - size.scale(ASCENT, 100));
    Rect { origin: top, size: Size::new(width, size.scale(ASCENT + DESCENT, 100)) }
}

/// Whether two boxes have a part in common.
#[must_use]
pub(super) fn overlap(a: Rect, b: Rect) -> bool {
    let apart = |a: Length, wide: Length, b: Length, other: Length| a + wide <= b || b + other <= a;
    !apart(a.origin.x, a.size.width, b.origin.x, b.size.width)
        && !apart(a.origin.y, a.size.height, b.origin.y, b.size.height)
}

/// The shapes of a drawing so far.
pub(super) struct Canvas<'a> {
    shaper: &'a Shaper,
    language: &'a Language,
    /// The measure.
    pub width: Length,
    /// The height of the drawing.
    pub height: Length,
    /// The shapes, the lowest first.
    pub shapes: Vec<Shape>,
    /// Boxes that no further label may touch.
    taken: Vec<Rect>,
    /// What could not be drawn.
    pub lost: Vec<String>,
}

impl<'a> Canvas<'a> {
    pub fn new(shaper: &'a Shaper, language: &'a Language, width: Length) -> Self {
        Self { shaper, language, width, height: Length::ZERO, shapes: Vec::new(), taken: Vec::new(), lost: Vec::new() }
    }

    pub fn language(&self) -> &'a Language {
        self.language
    }

    /// `text` in `style`, and its width.
    pub fn set(&self, text: &str, style: TextStyle) -> (Vec<PlacedRun>, Length) {
        place_text(self.shaper, text, style, self.language)
    }

    pub fn width_of(&self, text: &str, style: TextStyle) -> Length {
        self.set(text, style).1
    }

    /// `text` in lines of at most `width`, broken between words; a wider word stands alone.
    pub fn wrap(&self, text: &str, style: TextStyle, width: Length) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer.filter(|line| self.width_of(line, style) <= width) {
                Some(line) => {
                    lines.pop();
                    lines.push(line);
                }
                None => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// `text` in lines of about the same length, as few as it can be set in within `width`.
    pub fn balanced(&self, text: &str, style: TextStyle, width: Length) -> Vec<String> {
        let mut lines = self.wrap(text, style, width);
        let (mut low, mut high) = (width / 2, width);
        while lines.len() > 1 && high - low > Length::pt(2) {
            let middle = low + (high - low) / 2;
            let narrower = self.wrap(text, style, middle);
            let fits = narrower.iter().all(|line| self.width_of(line, style) <= middle);
            if fits && narrower.len() == lines.len() {
                (lines, high) = (narrower, middle);
            } else {
                low = middle;
            }
        }
        lines
    }

    /// `text` as it fits into `width`; what is cut off is noted.
    pub fn fitted(&mut self, text: &str, style: TextStyle, width: Length) -> String {
        if self.width_of(text, style) <= width {
            return text.to_owned();
        }
        self.lost.push(format!("`{text}` is too long, and was cut"));
        let ends = text.char_indices().rev().map(|(end, _)| format!("{}…", text[..end].trim_end()));
        ends.into_iter().find(|cut| self.width_of(cut, style) <= width).unwrap_or_default()
    }

    /// Writes `text` with its `anchor` at `at`, whatever stands there.
    pub fn text(&mut self, text: &str, style: TextStyle, at: Point, anchor: Anchor) {
        let (runs, width) = self.set(text, style);
        let origin = anchored(at, width, anchor);
        self.taken.push(label_box(origin, width, style.size));
        if !runs.is_empty() {
            self.shapes.push(Shape::Text { origin, runs, anchor });
        }
    }

    /// Writes `text` unless it would leave the drawing or touch another label; whether it did.
    pub fn try_text(&mut self, text: &str, style: TextStyle, at: Point, anchor: Anchor) -> bool {
        let width = self.width_of(text, style);
        let own = label_box(anchored(at, width, anchor), width, style.size);
        let room = Rect {
            origin: Point::new(own.origin.x - AIR, own.origin.y),
            size: Size::new(own.size.width + AIR * 2, own.size.height),
        };
        let inside = own.origin.x >= Length::ZERO
            && own.origin.x + own.size.width <= self.width
            && own.origin.y >= Length::ZERO
            && own.origin.y + own.size.height <= self.height;
        let free = inside && !self.taken.iter().any(|taken| overlap(room, *taken));
        if free {
            self.text(text, style, at, anchor);
        }
        free
    }

    /// Keeps labels away from `area`.
    pub fn take(&mut self, area: Rect) {
        self.taken.push(area);
    }

    pub fn area(&mut self, area: Rect, ink: Ink) {
        let Rect { origin, size } = area;
        if size.width > Length::ZERO && size.height > Length::ZERO {
            self.path(corners(origin, size), Some(ink), None);
        }
    }

    /// A rectangle drawn by its edge alone, on white.
    pub fn outline(&mut self, area: Rect, ink: Ink, width: Length) {
        let half = width / 2;
        let origin = area.origin + Point::new(half, half);
        let size = Size::new(area.size.width - width, area.size.height - width);
        if size.width > Length::ZERO && size.height > Length::ZERO {
            self.path(corners(origin, size), Some(PAPER), Some(Stroke { ink, width, dashes: Vec::new() }));
        }
    }

    pub fn line(&mut self, points: &[Point], ink: Ink, width: Length, dashes: &[Length]) {
        let segments = points.iter().enumerate().map(|(index, point)| match index {
            0 => Segment::Move(*point),
            _ => Segment::Line(*point),
        });
        self.path(segments.collect(), None, Some(Stroke { ink, width, dashes: dashes.to_vec() }));
    }

    pub fn path(&mut self, segments: Vec<Segment>, fill: Option<Ink>, stroke: Option<Stroke>) {
        self.shapes.push(Shape::Path { segments, fill, stroke });
    }

    pub fn circle(&mut self, centre: Point, radius: Length, fill: Option<Ink>, stroke: Option<Stroke>) {
        self.path(circle(centre, radius), fill, stroke);
    }
}

fn anchored(at: Point, width: Length, anchor: Anchor) -> Point {
    match anchor {
        Anchor::Start => at,
        Anchor::Middle => Point::new(at.x - width / 2, at.y),
        Anchor::End => Point::new(at.x - width, at.y),
    }
}

fn corners(origin: Point, size: Size) -> Vec<Segment> {
    let (right, bottom) = (origin.x + size.width, origin.y + size.height);
    vec![
        Segment::Move(origin),
        Segment::Line(Point::new(right, origin.y)),
        Segment::Line(Point::new(right, bottom)),
        Segment::Line(Point::new(origin.x, bottom)),
        Segment::Close,
    ]
}

/// The places of labels that should stand at `wanted` (sorted by it), moved as little as their
/// `pitch` and the bounds `top` and `bottom` need.
#[must_use]
pub(super) fn spread(wanted: &[Length], pitch: Length, top: Length, bottom: Length) -> Vec<Length> {
    let mut places: Vec<Length> = Vec::with_capacity(wanted.len());
    for want in wanted {
        let least = places.last().map_or(top, |last| *last + pitch);
        places.push((*want).max(least));
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = (*place).min(most);
        most = *place - pitch;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_stay_within_their_bounds() {
        let check = |wanted: &[i64], expected: &[i64]| {
            let points = |list: &[i64]| list.iter().map(|n| Length::pt(*n)).collect::<Vec<_>>();
            let found = spread(&points(wanted), Length::pt(10), Length::ZERO, Length::pt(50));
            assert_eq!(found, points(expected));
        };
        check(&[5, 30], &[5, 30]);
        check(&[5, 7, 9], &[5, 15, 25]);
        check(&[45, 46, 47], &[30, 40, 50]);
        check(&[-5, 60], &[0, 50]);
    }
}
