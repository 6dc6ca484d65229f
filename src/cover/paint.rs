//! A drawing as pixels. The one file that knows `tiny-skia`.

use crate::fonts::{Font, FontSet};
use crate::geometry::{Length, Point};
use crate::graphics::{Drawing, Segment, Shape, Stroke};
use crate::shaping::PlacedRun;
use crate::style::Ink;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use std::collections::BTreeMap;
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, StrokeDash, Transform};

/// The samples of `drawing`, four a pixel (the fourth is opacity), over its whole area in `width` by `height` pixels.
/// Images in it are left out: a cover that is drawn has none.
pub(super) fn paint(drawing: &Drawing, fonts: &FontSet, width: u32, height: u32) -> Vec<u8> {
    let mut canvas = Pixmap::new(width, height).expect("a cover is neither empty nor larger than memory");
    let scale = width as f32 / drawing.size.width.to_points() as f32;
    let mut painter = Painter { fonts, transform: Transform::from_scale(scale, scale), outlines: BTreeMap::new() };
    for shape in &drawing.shapes {
        painter.shape(&mut canvas, shape);
    }
    canvas.take()
}

struct Painter<'a> {
    fonts: &'a FontSet,
    /// From points to pixels.
    transform: Transform,
    outlines: BTreeMap<crate::fonts::FontId, Option<OutlineGlyphCollection<'a>>>,
}

impl<'a> Painter<'a> {
    fn shape(&mut self, canvas: &mut Pixmap, shape: &Shape) {
        match shape {
            Shape::Path { segments, fill, stroke } => self.path(canvas, segments, *fill, stroke.as_ref()),
            Shape::Text { origin, runs, .. } => {
                for run in runs {
                    self.run(canvas, *origin, run);
                }
            }
            Shape::Image { .. } => {}
        }
    }

    fn path(&self, canvas: &mut Pixmap, segments: &[Segment], fill: Option<Ink>, stroke: Option<&Stroke>) {
        let Some(path) = outline(segments) else { return };
        if let Some(ink) = fill {
            canvas.fill_path(&path, &colour(ink), FillRule::Winding, self.transform, None);
        }
        if let Some(stroke) = stroke {
            let dashes = stroke.dashes.iter().map(|dash| float(*dash)).collect();
            let pen = tiny_skia::Stroke {
                width: float(stroke.width),
                dash: StrokeDash::new(dashes, 0.0),
                ..tiny_skia::Stroke::default()
            };
            canvas.stroke_path(&path, &colour(stroke.ink), &pen, self.transform, None);
        }
    }

    fn run(&mut self, canvas: &mut Pixmap, origin: Point, placed: &PlacedRun) {
        let font = self.fonts.get(placed.run.font);
        let Some(outlines) = self.outlines.entry(font.id).or_insert_with(|| outlines(font)) else { return };
        let em = float(placed.size) / f32::from(placed.run.units_per_em.max(1));
        let mut builder = PathBuilder::new();
        let (mut x, y) = (float(origin.x + placed.x), float(origin.y - placed.rise));
        for glyph in &placed.run.glyphs {
            let mut pen =
                GlyphPen { builder: &mut builder, em, x: x + glyph.dx as f32 * em, y: y - glyph.dy as f32 * em };
            if let Some(found) = outlines.get(skrifa::GlyphId::from(glyph.id)) {
                // A broken glyph leaves its place empty.
                let _ = found.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen);
            }
            x += glyph.advance as f32 * em;
        }
        if let Some(path) = builder.finish() {
            canvas.fill_path(&path, &colour(placed.ink), FillRule::Winding, self.transform, None);
        }
    }
}

fn outlines(font: &Font) -> Option<OutlineGlyphCollection<'_>> {
    Some(skrifa::FontRef::new(font.data()).ok()?.outline_glyphs())
}

fn float(length: Length) -> f32 {
    length.to_points() as f32
}

fn colour(ink: Ink) -> Paint<'static> {
    let [red, green, blue] = ink.rgb;
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn outline(segments: &[Segment]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for segment in segments {
        match *segment {
            Segment::Move(to) => builder.move_to(float(to.x), float(to.y)),
            Segment::Line(to) => builder.line_to(float(to.x), float(to.y)),
            Segment::Curve(first, second, to) => builder.cubic_to(
                float(first.x),
                float(first.y),
                float(second.x),
                float(second.y),
                float(to.x),
                float(to.y),
            ),
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

/// Takes the outline of a glyph to its place: units of the em with y up become points with y down.
struct GlyphPen<'b> {
    builder: &'b mut PathBuilder,
    em: f32,
    x: f32,
    y: f32,
}

impl GlyphPen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.em, self.y - y * self.em)
    }
}

impl OutlinePen for GlyphPen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let ((cx0, cy0), (x, y)) = (self.at(cx0, cy0), self.at(x, y));
        self.builder.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let ((cx0, cy0), (cx1, cy1), (x, y)) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.builder.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
