//! Charts of rows, a label at the left of each: bars that lie, dots, and shares of a whole.

use super::canvas::Canvas;
use super::dataset::{Chart, Series, Value};
use super::drawing::Anchor;
use super::look::{Bar, FINE, HAIR, LIGHT, Look, Mark, Numbers};
use super::scale::Scale;
use crate::geometry::{Length, Point, Rect, Size};
use crate::style::Ink;

/// Distance of a label from what it is for.
const GAP: Length = Length::pt(5);
/// The widest column of labels, in hundredths of the measure.
const LABELS: i64 = 42;
/// The narrowest, where values take the room.
const LEAST_LABELS: Length = Length::pt(40);
/// What bars and dots have of the measure at least, in hundredths.
const MARKS: i64 = 25;
/// The thickest bar.
const THICKEST: Length = Length::pt(10);
/// Air between two groups of bars.
const GROUP_AIR: Length = Length::pt(6);
/// Height of the figures below a dot chart of several series.
const AXIS: Length = Length::pt(13);

/// Rows of a chart: the middle of each, and where their labels end.
struct Rows {
    middles: Vec<Length>,
    left: Length,
    right: Length,
    pitch: Length,
}

/// The height that rows of `chart` need, and the one that they look best in.
pub(super) fn heights(chart: &Chart, look: &Look, grouped: bool, axis: bool) -> (Length, Length) {
    let count = chart.labels.len() as i64;
    let bars = if grouped { chart.series.len() as i64 } else { 1 };
    let axis = if axis { AXIS } else { Length::ZERO };
    let least = look.pitch() * bars + if bars > 1 { GROUP_AIR } else { Length::millipt(800) };
    let best = if bars > 1 { least } else { look.leading };
    (least * count + axis, best * count + axis)
}

/// Writes the labels of `chart`, with room for `reserve` and the marks at their right.
fn rows(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, reserve: Length) -> Rows {
    let count = chart.labels.len() as i64;
    let pitch = plot.size.height / count.max(1);
    let bold = |index: usize| chart.highlighted.get(index).copied().unwrap_or(false);
    let names = || chart.labels.iter().enumerate().map(|(index, label)| (label, look.name(bold(index))));
    let natural = names().map(|(label, style)| canvas.width_of(label, style)).max().unwrap_or_default();
    let free = plot.size.width.scale(100 - MARKS, 100) - reserve;
    let width = natural.min(plot.size.width.scale(LABELS, 100)).min(free.max(LEAST_LABELS));
    let most = (pitch.get() / look.pitch().get()).max(1) as usize;
    let mut middles = Vec::with_capacity(chart.labels.len());
    for (index, (label, style)) in names().enumerate() {
        let middle = plot.origin.y + pitch * index as i64 + pitch / 2;
        let mut lines = canvas.wrap(label, style, width);
        let rest = lines.split_off((most - 1).min(lines.len()));
        lines.extend((!rest.is_empty()).then(|| rest.join(" ")));
        let first = middle + look.drop() - look.pitch() * (lines.len() as i64 - 1) / 2;
        for (number, line) in (0_i64..).zip(&lines) {
            let line = canvas.fitted(line, style, width);
            canvas.text(&line, style, Point::new(plot.origin.x, first + look.pitch() * number), Anchor::Start);
        }
        middles.push(middle);
    }
    let left = plot.origin.x + width + GAP * 8 / 5;
    Rows { middles, left, right: plot.origin.x + plot.size.width, pitch }
}

fn amounts(series: &[Series]) -> impl Iterator<Item = super::Amount> + '_ {
    series.iter().flat_map(|series| &series.values).flatten().map(|value| value.amount)
}

/// The width of the widest value.
fn widest(canvas: &Canvas, look: &Look, numbers: &Numbers, values: impl Iterator<Item = Value>) -> Length {
    values.map(|value| canvas.width_of(&numbers.say(value), look.strong)).max().unwrap_or_default()
}

/// A bar a value; those of several series below one another.
pub(super) fn bars(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, numbers: &Numbers) {
    let values = || chart.series.iter().flat_map(|series| &series.values).flatten().copied();
    let negative = |value: &Value| value.amount < super::Amount::ZERO;
    let room = |values: Length| if values > Length::ZERO { values + GAP } else { Length::ZERO };
    let before = room(widest(canvas, look, numbers, values().filter(negative)));
    let after = room(widest(canvas, look, numbers, values().filter(|value| !negative(value))));
    let rows = rows(canvas, look, plot, chart, before + after);
    let scale = Scale::exact(amounts(&chart.series), rows.left + before, rows.right - after);
    let marks = Mark::of(&chart.series);
    let count = chart.series.len() as i64;
    let inner = if count > 1 { (rows.pitch - GROUP_AIR) / count } else { rows.pitch };
    let thick = THICKEST.min(if count > 1 { inner - Length::pt(1) } else { inner.scale(7, 10) });
    for (index, middle) in rows.middles.iter().enumerate() {
        for (number, (series, mark)) in (0_i64..).zip(chart.series.iter().zip(&marks)) {
            let Some(value) = series.values[index] else { continue };
            let centre = *middle + inner * number - inner * (count - 1) / 2;
            let accent = row_mark(chart, index, *mark);
            let end = scale.at(value.amount);
            let bar = Bar { base: scale.at(super::Amount::ZERO), end, edge: centre - thick / 2, thick, lies: true };
            bar.draw(canvas, accent, value.precision);
            let (x, anchor) = if negative(&value) { (end - GAP, Anchor::End) } else { (end + GAP, Anchor::Start) };
            let accented = chart.series.len() > 1 || chart.highlighted[index];
            let style = look.name(accent.ink == Ink::ACCENT && accented);
            canvas.text(&numbers.say(value), style, Point::new(x, centre + look.drop()), anchor);
        }
    }
    zero_line(canvas, scale.at(super::Amount::ZERO), plot.origin.y, rows.pitch * rows.middles.len() as i64);
}

/// The mark of a value: in a chart of one series with highlights, only these are in the accent.
pub(super) fn row_mark(chart: &Chart, index: usize, mark: Mark) -> Mark {
    if chart.series.len() == 1 && chart.highlighted.contains(&true) {
        return Mark::single(chart.highlighted[index]);
    }
    mark
}

fn zero_line(canvas: &mut Canvas, x: Length, top: Length, height: Length) {
    canvas.line(&[Point::new(x, top), Point::new(x, top + height)], Ink::BLACK, FINE, &[]);
}

/// A dot a value on a line from its label; one series with its values, several over an axis.
pub(super) fn dots(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, numbers: &Numbers) {
    let single = chart.series.len() == 1;
    let axis = if single { Length::ZERO } else { AXIS };
    let inner = Rect { size: Size::new(plot.size.width, plot.size.height - axis), ..plot };
    let values = || chart.series.iter().flat_map(|series| &series.values).flatten().copied();
    // Half of the last figure of the axis stands to the right of its line.
    let figure = widest(canvas, look, numbers, values()).max(GAP * 3) / 2 + GAP;
    let reserve = if single { widest(canvas, look, numbers, values()) + GAP * 2 } else { figure };
    let rows = rows(canvas, look, inner, chart, reserve);
    let scale = Scale::new(amounts(&chart.series), false, 5, rows.left + GAP, rows.right - reserve);
    let bottom = inner.origin.y + inner.size.height;
    if !single {
        for tick in scale.ticks() {
            let x = scale.at(tick);
            canvas.line(&[Point::new(x, inner.origin.y), Point::new(x, bottom)], LIGHT, HAIR, &[]);
            let text = numbers.amount(tick, scale.decimals());
            canvas.try_text(&text, look.label, Point::new(x, bottom + look.pitch()), Anchor::Middle);
        }
    }
    let marks = Mark::of(&chart.series);
    for (index, middle) in rows.middles.iter().enumerate() {
        let line = [Point::new(rows.left, *middle), Point::new(rows.right - reserve, *middle)];
        canvas.line(&line, LIGHT, FINE, &[]);
        for (series, mark) in chart.series.iter().zip(&marks).rev() {
            let Some(value) = series.values[index] else { continue };
            let mark = row_mark(chart, index, *mark);
            let centre = Point::new(scale.at(value.amount), *middle);
            mark.dot(canvas, centre, value.precision);
            if single {
                let at = Point::new(rows.right, *middle + look.drop());
                canvas.text(&numbers.say(value), look.name(chart.highlighted[index]), at, Anchor::End);
            }
        }
    }
}

/// A track for the whole in each row, filled as far as its share.
pub(super) fn shares(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, numbers: &Numbers) {
    let values = chart.series[0].values.clone();
    let reserve = widest(canvas, look, numbers, values.iter().flatten().copied()) + GAP * 2;
    let rows = rows(canvas, look, plot, chart, reserve);
    let right = rows.right - reserve;
    let scale = Scale { from: super::Amount::ZERO, to: chart.total, start: rows.left, end: right, step: chart.total };
    let thick = THICKEST.min(rows.pitch.scale(7, 10));
    for (index, (middle, value)) in rows.middles.iter().zip(&values).enumerate() {
        let edge = *middle - thick / 2;
        canvas.area(Rect { origin: Point::new(rows.left, edge), size: Size::new(right - rows.left, thick) }, LIGHT);
        let Some(value) = value else { continue };
        let mark = row_mark(chart, index, Mark::single(true));
        let bar = Bar { base: rows.left, end: scale.at(value.amount), edge, thick, lies: true };
        bar.draw(canvas, mark, value.precision);
        let at = Point::new(rows.right, *middle + look.drop());
        canvas.text(&numbers.say(*value), look.name(chart.highlighted[index]), at, Anchor::End);
    }
}
