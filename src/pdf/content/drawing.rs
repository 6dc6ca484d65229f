//! Areas, lines and images of a page.

use super::{InkUse, Painter};
use crate::geometry::{Point, Rect, Size};
use crate::graphics::{Drawing, Segment, Shape, Stroke};
use crate::pdf::number::millipoints;
use crate::pdf::tags::LineStart;
use crate::source::BookPath;
use crate::style::Ink;

impl Painter<'_> {
    pub(super) fn area(&mut self, area: Rect, ink: Ink) {
        self.end_text();
        self.mark(self.tag.owner);
        self.fill_ink(ink);
        self.rectangle(area);
        self.push(b"re f\n");
    }

    /// Left, lower edge, width, height.
    fn rectangle(&mut self, area: Rect) {
        let (left, top) = self.place(area.origin);
        let (right, bottom) = self.place(area.origin + Point::new(area.size.width, area.size.height));
        self.numbers([left, bottom, right - left, top - bottom]);
    }

    pub(super) fn image(&mut self, path: &BookPath, frame: Rect) {
        let words = self.words;
        let Some(image) = words.images.get(path) else { return };
        self.end_text();
        self.mark(self.tag.owner);
        self.transparent |= image.transparent;
        let (left, top) = self.place(frame.origin);
        let Size { width, height } = frame.size;
        let (right, bottom) = self.place(frame.origin + Point::new(width, height));
        self.push(b"q ");
        let [a, b, c, d, e, f] = image.orientation.matrix();
        let (wide, high) = (right - left, top - bottom);
        self.numbers([a * wide, b * high, c * wide, d * high, left + e * wide, bottom + f * high]);
        self.push(b"cm /");
        self.push(image.resource.as_bytes());
        self.push(b" Do Q\n");
    }

    pub(super) fn drawing(&mut self, origin: Point, drawing: &Drawing) {
        if !drawing.overhangs() {
            return self.shapes(origin, drawing);
        }
        self.end_text();
        self.end_mark();
        let state = self.state;
        self.push(b"q ");
        self.rectangle(Rect { origin, size: drawing.size });
        self.push(b"re W n\n");
        self.shapes(origin, drawing);
        self.end_text();
        self.end_mark();
        self.push(b"Q\n");
        self.state = state;
    }

    fn shapes(&mut self, origin: Point, drawing: &Drawing) {
        for shape in &drawing.shapes {
            match shape {
                Shape::Path { segments, fill, stroke } => self.path(origin, segments, *fill, stroke.as_ref()),
                Shape::Text { origin: start, runs, .. } => {
                    self.line(origin + *start, runs, LineStart::default(), false)
                }
                Shape::Image { path, frame } => {
                    self.image(path, Rect { origin: origin + frame.origin, size: frame.size });
                }
            }
        }
    }

    fn path(&mut self, origin: Point, segments: &[Segment], fill: Option<Ink>, stroke: Option<&Stroke>) {
        self.end_text();
        self.mark(self.tag.owner);
        if let Some(ink) = fill {
            self.fill_ink(ink);
            self.outline(origin, segments);
            self.push(b"f\n");
        }
        if let Some(stroke) = stroke {
            self.stroke(origin, segments, stroke);
        }
    }

    fn stroke(&mut self, origin: Point, segments: &[Segment], stroke: &Stroke) {
        let state = self.state;
        self.push(b"q ");
        self.inks.push((self.out.len(), InkUse { ink: stroke.ink, stroke: true }));
        self.numbers([millipoints(stroke.width)]);
        self.push(b"w ");
        if !stroke.dashes.is_empty() {
            self.out.push(b'[');
            self.numbers(stroke.dashes.iter().map(|length| millipoints(*length)));
            self.push(b"]0 d ");
        }
        self.outline(origin, segments);
        self.push(b"S Q\n");
        self.state = state;
    }

    fn outline(&mut self, origin: Point, segments: &[Segment]) {
        for segment in segments {
            match *segment {
                Segment::Move(to) => self.step(origin, [to], b"m "),
                Segment::Line(to) => self.step(origin, [to], b"l "),
                Segment::Curve(first, second, to) => self.step(origin, [first, second, to], b"c "),
                Segment::Close => self.push(b"h "),
            }
        }
    }

    fn step<const N: usize>(&mut self, origin: Point, points: [Point; N], operator: &[u8]) {
        for point in points {
            let (x, y) = self.place(origin + point);
            self.numbers([x, y]);
        }
        self.push(operator);
    }
}
