//! A dataset → its [`Drawing`] and its table: title, unit and key above, source below, and between
//! them what `rows`, `columns` and `map` draw.

use super::canvas::Canvas;
use super::dataset::{Chart, ChartKind, Dataset, Heading, Map};
use super::drawing::{Anchor, Drawing, Shape};
use super::look::{Look, Mark, Numbers};
use super::table::{DataTable, describe, table};
use super::{columns, map, rows};
use crate::geometry::{Length, Point, Rect, Size};
use crate::language::Language;
use crate::shaping::Shaper;
use crate::style::{Ink, StyleSheet, TextStyle};
use std::sync::Arc;

/// Grid lines of a drawing whose author sets no height.
const LINES: u32 = 12;
/// Those of a map: the world fills the measure.
const MAP_LINES: u32 = 13;
/// Space between what stands above a chart and its plot, and between the plot and the source.
const AIR: Length = Length::pt(7);
/// Space before the next entry of the key.
const KEY_GAP: Length = Length::pt(14);
/// Width of a swatch of the key with the space after it.
const SWATCH: Length = Length::pt(11);

/// A chart or map, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The drawing; its height is whole grid lines.
    pub drawing: Arc<Drawing>,
    /// Its height in grid lines.
    pub lines: u32,
    /// Its data, for those who read rather than look.
    pub table: DataTable,
    /// What had no room.
    pub lost: Vec<String>,
}

/// Draws `dataset` over `measure` in the look of `sheet`, with words in `language`.
#[must_use]
pub fn draw(dataset: &Dataset, shaper: &Shaper, sheet: &StyleSheet, measure: Length, language: &Language) -> Drawn {
    let look = Look::of(sheet);
    let mut canvas = Canvas::new(shaper, language, measure);
    let frame = Frame::new(&canvas, &look, dataset, sheet.page.measure());
    canvas.height = look.leading * i64::from(frame.lines);
    frame.draw_surroundings(&mut canvas, &look);
    let plot = frame.plot(&canvas, &look);
    match dataset {
        Dataset::Chart(chart) => draw_chart(&mut canvas, &look, plot, chart),
        Dataset::Map(content) => map::draw(&mut canvas, &look, plot, content),
    }
    let table = table(dataset, language);
    let written = heading(dataset).alternative.clone();
    let alternative = written.unwrap_or_else(|| describe(&table));
    let size = Size::new(canvas.width, canvas.height);
    canvas.shapes.iter_mut().for_each(|shape| colour(shape, sheet.accent));
    let drawing = Arc::new(Drawing { size, shapes: canvas.shapes, alternative });
    let mut lost = canvas.lost;
    lost.dedup();
    Drawn { drawing, lines: frame.lines, table, lost }
}

/// Gives what was drawn in the accent the one of this book, which is black where it prints in one
/// colour.
fn colour(shape: &mut Shape, accent: Ink) {
    let Shape::Path { fill, stroke, .. } = shape else { return };
    let inks = fill.iter_mut().chain(stroke.iter_mut().map(|stroke| &mut stroke.ink));
    inks.filter(|ink| **ink == Ink::ACCENT).for_each(|ink| *ink = accent);
}

fn heading(dataset: &Dataset) -> &Heading {
    match dataset {
        Dataset::Chart(Chart { heading, .. }) | Dataset::Map(Map { heading, .. }) => heading,
    }
}

fn draw_chart(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart) {
    let numbers = Numbers::of(chart, canvas.language());
    match chart.kind {
        ChartKind::Bar | ChartKind::GroupedBar if columns::are_times(&chart.labels) => {
            columns::bars(canvas, look, plot, chart, &numbers);
        }
        ChartKind::Bar | ChartKind::GroupedBar => rows::bars(canvas, look, plot, chart, &numbers),
        ChartKind::Line => columns::lines(canvas, look, plot, chart, &numbers),
        ChartKind::Dot => rows::dots(canvas, look, plot, chart, &numbers),
        ChartKind::Slope => columns::slopes(canvas, look, plot, chart, &numbers),
        ChartKind::Share => rows::shares(canvas, look, plot, chart, &numbers),
    }
}

/// The least and the best height of what is between the surroundings.
fn heights(look: &Look, dataset: &Dataset) -> (Length, Option<Length>) {
    let Dataset::Chart(chart) = dataset else { return (Length::ZERO, None) };
    let grouped = chart.kind == ChartKind::GroupedBar;
    let standing = matches!(chart.kind, ChartKind::Bar | ChartKind::GroupedBar) && columns::are_times(&chart.labels);
    match chart.kind {
        ChartKind::Line | ChartKind::Slope => (columns::least_height(chart, look), None),
        _ if standing => (look.leading * 4, None),
        _ => {
            let axis = chart.kind == ChartKind::Dot && chart.series.len() > 1;
            let (least, best) = rows::heights(chart, look, grouped, axis);
            (least, Some(best))
        }
    }
}

/// An entry of the line below the title: the unit, or a series with its mark.
struct Entry {
    mark: Option<Mark>,
    text: String,
    style: TextStyle,
    x: Length,
    line: u32,
}

/// What stands around the plot.
struct Frame {
    title: Vec<String>,
    entries: Vec<Entry>,
    source: Vec<String>,
    /// Whether the swatches of the key are dots.
    dots: bool,
    lines: u32,
}

impl Frame {
    /// The surroundings of `dataset`, whose author thinks of the measure `printed`: land keeps its form, so
    /// that a narrower map is a lower one.
    fn new(canvas: &Canvas, look: &Look, dataset: &Dataset, printed: Length) -> Self {
        let heading = heading(dataset);
        let wrap = |text: &Option<String>, style| match text {
            Some(text) => canvas.balanced(text, style, canvas.width),
            None => Vec::new(),
        };
        let dots = matches!(dataset, Dataset::Chart(Chart { kind: ChartKind::Dot, .. }));
        let mut frame = Self {
            title: wrap(&heading.title, look.title),
            entries: entries(canvas, look, dataset),
            source: wrap(&heading.source, look.source),
            dots,
            lines: 0,
        };
        let (least, best) = heights(look, dataset);
        let around = frame.head() + frame.source.len() as u32;
        let of = |height: Length| around + (height + AIR * 2).div_ceil(look.leading);
        let wanted = match dataset {
            Dataset::Map(_) => {
                let height = look.leading * i64::from(heading.lines.unwrap_or(MAP_LINES));
                height.scale(canvas.width.min(printed).get(), printed.get()).div_ceil(look.leading)
            }
            Dataset::Chart(_) => heading.lines.unwrap_or_else(|| best.map_or(LINES, of)),
        };
        frame.lines = wanted.max(of(least));
        frame
    }

    /// Lines above the plot.
    fn head(&self) -> u32 {
        let entries = self.entries.last().map_or(0, |entry| entry.line + 1);
        self.title.len() as u32 + entries
    }

    fn plot(&self, canvas: &Canvas, look: &Look) -> Rect {
        let top = look.leading * i64::from(self.head()) + AIR;
        let bottom = canvas.height - look.leading * self.source.len() as i64 - AIR;
        Rect { origin: Point::new(Length::ZERO, top), size: Size::new(canvas.width, bottom - top) }
    }

    fn draw_surroundings(&self, canvas: &mut Canvas, look: &Look) {
        let baseline = |line: i64| look.leading * line + look.leading * 3 / 4;
        for (line, text) in (0_i64..).zip(&self.title) {
            let text = canvas.fitted(text, look.title, canvas.width);
            canvas.text(&text, look.title, Point::new(Length::ZERO, baseline(line)), Anchor::Start);
        }
        for entry in &self.entries {
            let y = baseline(self.title.len() as i64 + i64::from(entry.line));
            let mut x = entry.x;
            if let Some(mark) = entry.mark {
                self.swatch(canvas, look, mark, Point::new(x, y));
                x += SWATCH;
            }
            let text = canvas.fitted(&entry.text, entry.style, canvas.width - x);
            canvas.text(&text, entry.style, Point::new(x, y), Anchor::Start);
        }
        let first = i64::from(self.lines) - self.source.len() as i64;
        for (line, text) in (first..).zip(&self.source) {
            let text = canvas.fitted(text, look.source, canvas.width);
            canvas.text(&text, look.source, Point::new(Length::ZERO, baseline(line)), Anchor::Start);
        }
    }

    fn swatch(&self, canvas: &mut Canvas, look: &Look, mark: Mark, at: Point) {
        let middle = at.y - look.drop();
        if self.dots {
            let centre = Point::new(at.x + Length::pt(3), middle);
            return mark.dot(canvas, centre, super::dataset::Precision::Exact);
        }
        let side = Length::pt(7);
        mark.fill(canvas, Rect { origin: Point::new(at.x, middle - side / 2), size: Size::new(side, side) });
    }
}

/// Unit and key, one after the other, in as many lines as they need.
fn entries(canvas: &Canvas, look: &Look, dataset: &Dataset) -> Vec<Entry> {
    let Dataset::Chart(chart) = dataset else { return Vec::new() };
    let keyed = matches!(chart.kind, ChartKind::GroupedBar | ChartKind::Dot) && !chart.series[0].name.is_empty();
    let mut found: Vec<Entry> = Vec::new();
    let (mut x, mut line) = (Length::ZERO, 0);
    let unit = chart.heading.unit.iter().filter(|unit| *unit != "%").map(|unit| (None, unit.clone(), look.label));
    let marks = Mark::of(&chart.series);
    let series = chart.series.iter().zip(marks).filter(|_| keyed);
    let series = series.map(|(series, mark)| (Some(mark), series.name.clone(), look.name(series.highlighted)));
    for (mark, text, style) in unit.chain(series) {
        let swatch = if mark.is_some() { SWATCH } else { Length::ZERO };
        let width = swatch + canvas.width_of(&text, style);
        if x > Length::ZERO && x + width > canvas.width {
            (x, line) = (Length::ZERO, line + 1);
        }
        found.push(Entry { mark, text, style, x, line });
        x += width + KEY_GAP;
    }
    found
}
