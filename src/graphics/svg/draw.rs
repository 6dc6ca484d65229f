//! The tree of an SVG file → a drawing: every transform in its points, every colour an ink.

use super::super::{Drawing, Segment, Shape, Stroke};
use super::contours::turned;
use super::{DrawingFaces, Svg, SvgLoss};
use crate::geometry::{Length, Point, Size};
use crate::style::Ink;
use std::collections::BTreeSet;
use std::sync::Arc;
use usvg::tiny_skia_path::PathSegment;
use usvg::{BlendMode, FillRule, Group, Node, Opacity, Paint, PaintOrder, Path, Text, Transform, Tree};

/// Points in a pixel of CSS.
const PIXEL: f64 = 0.75;
/// Farthest place in points: far outside every page, and far from the end of `Length`.
const FARTHEST: f64 = 1e7;

/// The drawing of `tree`.
pub(super) fn draw(tree: &Tree, faces: &DrawingFaces<'_>) -> Svg {
    let mut drawer = Drawer { faces, shapes: Vec::new(), losses: BTreeSet::new(), in_text: false };
    drawer.group(tree.root(), 1.0);
    let size = Size::new(length(tree.size().width()), length(tree.size().height()));
    let drawing = Drawing { size, shapes: drawer.shapes, alternative: String::new() };
    Svg { drawing: Arc::new(drawing), losses: drawer.losses }
}

/// A length in pixels of CSS, in whole thousandths of a point.
fn length(pixels: f32) -> Length {
    let points = (f64::from(pixels) * PIXEL).clamp(-FARTHEST, FARTHEST);
    Length::millipt((points * 1000.0).round() as i64)
}

struct Drawer<'a> {
    faces: &'a DrawingFaces<'a>,
    shapes: Vec<Shape>,
    losses: BTreeSet<SvgLoss>,
    /// Whether outlines are those of text.
    in_text: bool,
}

impl Drawer<'_> {
    fn lose(&mut self, loss: SvgLoss, if_so: bool) {
        if if_so {
            self.losses.insert(loss);
        }
    }

    fn group(&mut self, group: &Group, opacity: f32) {
        self.lose(SvgLoss::Filter, !group.filters().is_empty());
        self.lose(SvgLoss::Clip, group.mask().is_some() || !is_idle(group));
        self.lose(SvgLoss::Transparency, group.blend_mode() != BlendMode::Normal);
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity),
                Node::Path(path) if path.is_visible() => self.path(path, opacity),
                Node::Image(image) => self.lose(SvgLoss::Image, image.is_visible()),
                Node::Text(text) => self.text(text, opacity),
                Node::Path(_) => {}
            }
        }
    }

    fn text(&mut self, text: &Text, opacity: f32) {
        let characters = text.chunks().iter().flat_map(|chunk| chunk.text().chars());
        let missing = characters.filter(|c| !c.is_whitespace() && !c.is_control() && !self.faces.has(*c));
        let missing: Vec<_> = missing.map(SvgLoss::Character).collect();
        self.losses.extend(missing);
        self.in_text = true;
        self.group(text.flattened(), opacity);
        self.in_text = false;
    }

    fn path(&mut self, path: &Path, opacity: f32) {
        let transform = path.abs_transform();
        let Some(outline) = path.data().clone().transform(transform) else { return };
        let segments = segments(outline.segments());
        let filled = path.fill().map(|fill| {
            let outline = if fill.rule() == FillRule::EvenOdd { turned(&segments) } else { segments.clone() };
            (outline, self.ink(fill.paint(), fill.opacity(), opacity, self.in_text))
        });
        let stroke = path.stroke().map(|stroke| {
            let scale = scale_of(transform);
            let dashes = stroke.dasharray().unwrap_or_default();
            Stroke {
                ink: self.ink(stroke.paint(), stroke.opacity(), opacity, true),
                width: length(stroke.width().get() * scale),
                dashes: dashes.iter().map(|dash| length(dash * scale)).collect(),
            }
        });
        let stroked = stroke.map(|stroke| Shape::Path { segments, fill: None, stroke: Some(stroke) });
        let filled = filled.map(|(segments, ink)| Shape::Path { segments, fill: Some(ink), stroke: None });
        match (path.paint_order(), filled, stroked) {
            (PaintOrder::FillAndStroke, filled, stroked) => self.shapes.extend(filled.into_iter().chain(stroked)),
            (PaintOrder::StrokeAndFill, filled, stroked) => self.shapes.extend(stroked.into_iter().chain(filled)),
        }
    }

    fn ink(&mut self, paint: &Paint, own: Opacity, group: f32, overprint: bool) -> Ink {
        let opacity = own.get() * group;
        let (colour, opacity) = match paint {
            Paint::Color(colour) => ([colour.red, colour.green, colour.blue].map(f32::from), opacity),
            Paint::LinearGradient(gradient) => (self.mean(gradient.stops()), opacity),
            Paint::RadialGradient(gradient) => (self.mean(gradient.stops()), opacity),
            Paint::Pattern(pattern) => {
                self.lose(SvgLoss::Pattern, true);
                (first_colour(pattern.root()).unwrap_or([0.0; 3]), opacity * 0.4)
            }
        };
        let plain = matches!(paint, Paint::Color(_));
        self.lose(SvgLoss::Transparency, plain && opacity < 0.999);
        let over_white = |part: f32| (255.0 - (255.0 - part) * opacity).round().clamp(0.0, 255.0) as u8;
        ink(colour.map(over_white), overprint)
    }

    /// The mean of a gradient over its length, over white.
    fn mean(&mut self, stops: &[usvg::Stop]) -> [f32; 3] {
        self.lose(SvgLoss::Gradient, true);
        let over_white = |stop: &usvg::Stop| {
            let colour = stop.color();
            [colour.red, colour.green, colour.blue].map(|part| 255.0 - (255.0 - f32::from(part)) * stop.opacity().get())
        };
        let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return [255.0; 3] };
        let mut sum = over_white(first).map(|part| part * first.offset().get());
        for pair in stops.windows(2) {
            let [from, to] = pair else { continue };
            let share = to.offset().get() - from.offset().get();
            let (from, to) = (over_white(from), over_white(to));
            sum = std::array::from_fn(|part| sum[part] + (from[part] + to[part]) / 2.0 * share);
        }
        let tail = over_white(last).map(|part| part * (1.0 - last.offset().get()));
        std::array::from_fn(|part| sum[part] + tail[part])
    }
}

/// Whether `group` has no clip, or one that hides nothing of it: a rectangle around all that it
/// holds, such as drawing programs put around everything.
fn is_idle(group: &Group) -> bool {
    let Some(clip) = group.clip_path() else { return true };
    let [Node::Path(path)] = clip.root().children() else { return false };
    if clip.clip_path().is_some() || !is_rectangle(path) {
        return false;
    }
    let transform = group.abs_transform().pre_concat(clip.transform()).pre_concat(path.abs_transform());
    let Some(area) = path.data().bounds().transform(transform) else { return false };
    let held = group.abs_stroke_bounding_box();
    // A hair of tolerance: half a pixel of CSS.
    let hair = 0.5;
    held.left() >= area.left() - hair
        && held.top() >= area.top() - hair
        && held.right() <= area.right() + hair
        && held.bottom() <= area.bottom() + hair
}

fn is_rectangle(path: &Path) -> bool {
    let bounds = path.data().bounds();
    let on_edge =
        |x: f32, y: f32| (x == bounds.left() || x == bounds.right()) && (y == bounds.top() || y == bounds.bottom());
    path.data().segments().all(|segment| match segment {
        PathSegment::MoveTo(to) | PathSegment::LineTo(to) => on_edge(to.x, to.y),
        PathSegment::QuadTo(..) | PathSegment::CubicTo(..) => false,
        PathSegment::Close => true,
    })
}

/// How much longer lines become by `transform`, as the mean over all directions.
fn scale_of(transform: Transform) -> f32 {
    (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt()
}

fn segments(outline: impl Iterator<Item = PathSegment>) -> Vec<Segment> {
    let point = |at: usvg::tiny_skia_path::Point| Point::new(length(at.x), length(at.y));
    let mut pen = usvg::tiny_skia_path::Point::zero();
    let mut out = Vec::new();
    for segment in outline {
        match segment {
            PathSegment::MoveTo(to) => out.push(Segment::Move(point(to))),
            PathSegment::LineTo(to) => out.push(Segment::Line(point(to))),
            PathSegment::QuadTo(by, to) => {
                // A quadratic curve as a cubic one: its control points lie at two thirds.
                let (two, three) = (2.0, 3.0);
                let toward = |from: usvg::tiny_skia_path::Point| {
                    usvg::tiny_skia_path::Point::from_xy(
                        from.x + (by.x - from.x) * two / three,
                        from.y + (by.y - from.y) * two / three,
                    )
                };
                out.push(Segment::Curve(point(toward(pen)), point(toward(to)), point(to)));
            }
            PathSegment::CubicTo(first, second, to) => {
                out.push(Segment::Curve(point(first), point(second), point(to)));
            }
            PathSegment::Close => out.push(Segment::Close),
        }
        if let PathSegment::MoveTo(to)
        | PathSegment::LineTo(to)
        | PathSegment::QuadTo(_, to)
        | PathSegment::CubicTo(_, _, to) = segment
        {
            pen = to;
        }
    }
    out
}

fn first_colour(group: &Group) -> Option<[f32; 3]> {
    group.children().iter().find_map(|node| match node {
        Node::Group(group) => first_colour(group),
        Node::Path(path) => {
            let fill = path.fill().map(usvg::Fill::paint);
            let paint = fill.or_else(|| path.stroke().map(usvg::Stroke::paint))?;
            let Paint::Color(colour) = paint else { return None };
            Some([colour.red, colour.green, colour.blue].map(f32::from))
        }
        _ => None,
    })
}

/// The ink of a colour of sRGB. The book's own colours are its inks; greys are the black plate alone;
/// others become CMYK by the plain rule of PostScript with full removal of grey (PLRM 3, 7.2.3),
/// which knows nothing of paper. Lines and letters in black `overprint`.
fn ink(rgb: [u8; 3], overprint: bool) -> Ink {
    if let Some(own) = [Ink::ACCENT, Ink::TINT].into_iter().find(|own| own.rgb == rgb) {
        return own;
    }
    let [cyan, magenta, yellow] = rgb.map(|part| 255 - u16::from(part));
    let black = cyan.min(magenta).min(yellow);
    let part = |of: u16, whole: u16| if whole == 0 { 0 } else { (u32::from(of) * 1000 / u32::from(whole)) as u16 };
    let colours = [cyan, magenta, yellow].map(|plate| part(plate - black, 255 - black));
    let [cyan, magenta, yellow] = colours;
    let black = part(black, 255);
    Ink { cmyk: [cyan, magenta, yellow, black], rgb, overprint: overprint && rgb == [0; 3] }
}
