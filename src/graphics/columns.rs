//! Charts over time: bars that stand, lines, and slopes from one time to another.

use super::Amount;
use super::canvas::{Canvas, spread};
use super::dataset::{Chart, Precision, Value};
use super::drawing::Anchor;
use super::look::{Bar, FINE, HAIR, LIGHT, Look, Mark, Numbers};
use super::rows::row_mark;
use super::scale::Scale;
use crate::geometry::{Length, Point, Rect, Size};
use crate::style::Ink;

/// Distance of a label from what it is for.
const GAP: Length = Length::pt(4);
/// Height of the labels below a chart.
const FOOT: Length = Length::pt(13);
/// The widest bar.
const WIDEST: Length = Length::pt(32);
/// Most steps of a scale.
const STEPS: i64 = 5;
/// How far a name may be moved from the end of its line without a leader.
const NEAR: Length = Length::pt(3);
/// The widest column of names, in hundredths of the measure.
const NAMES: i64 = 45;

/// Whether `labels` are times, which stand side by side; others stand in rows.
pub(super) fn are_times(labels: &[String]) -> bool {
    labels.iter().all(|label| label.starts_with(|c: char| c.is_ascii_digit()) && label.chars().count() <= 9)
}

fn values(chart: &Chart) -> impl Iterator<Item = Value> + Clone + '_ {
    chart.series.iter().flat_map(|series| &series.values).flatten().copied()
}

fn amounts(chart: &Chart) -> impl Iterator<Item = Amount> + Clone + '_ {
    values(chart).map(|value| value.amount)
}

/// Lines at round numbers across `plot`, with the numbers at its left; where what is drawn may start.
fn grid(canvas: &mut Canvas, look: &Look, plot: Rect, scale: &Scale, numbers: &Numbers) -> Length {
    let texts: Vec<(Amount, String)> =
        scale.ticks().map(|tick| (tick, numbers.amount(tick, scale.decimals()))).collect();
    let width = texts.iter().map(|(_, text)| canvas.width_of(text, look.label)).max().unwrap_or_default();
    let left = plot.origin.x + width + GAP;
    let right = plot.origin.x + plot.size.width;
    for (tick, text) in &texts {
        let y = scale.at(*tick);
        let (ink, line) = if *tick == Amount::ZERO { (Ink::BLACK, FINE) } else { (LIGHT, HAIR) };
        canvas.line(&[Point::new(left, y), Point::new(right, y)], ink, line, &[]);
        let at = Point::new(plot.origin.x + width, y + look.drop());
        canvas.try_text(text, look.label, at, Anchor::End);
    }
    left + GAP
}

/// The labels below a chart: the last and the first, then as many between as fit evenly.
fn foot(canvas: &mut Canvas, look: &Look, labels: &[String], places: &[Length], y: Length) {
    let baseline = y + FOOT - look.label.size.scale(35, 100);
    let half = |label: &String| canvas.width_of(label, look.label) / 2;
    let widths: Vec<Length> = labels.iter().map(half).collect();
    let clear = |step: usize| {
        let kept: Vec<usize> = (0..labels.len()).rev().step_by(step).collect();
        kept.windows(2).all(|pair| places[pair[1]] + widths[pair[1]] + GAP <= places[pair[0]] - widths[pair[0]])
    };
    let step = (1..=labels.len()).find(|step| clear(*step)).unwrap_or(labels.len()).max(1);
    for index in (0..labels.len()).rev().step_by(step) {
        let x = places[index].max(widths[index]).min(canvas.width - widths[index]);
        canvas.try_text(&labels[index], look.label, Point::new(x, baseline), Anchor::Middle);
    }
}

/// How values are written over bars of `room`, if they fit.
fn said<'n>(
    canvas: &Canvas,
    look: &Look,
    chart: &Chart,
    numbers: &'n Numbers,
    room: Length,
) -> Option<Box<dyn Fn(Value) -> String + 'n>> {
    let fits = |say: &dyn Fn(Value) -> String| {
        values(chart).all(|value| canvas.width_of(&say(value), look.strong) + GAP <= room)
    };
    if fits(&|value| numbers.say(value)) {
        Some(Box::new(|value| numbers.say(value)))
    } else if fits(&|value| numbers.sign(value)) {
        Some(Box::new(|value| numbers.sign(value)))
    } else {
        None
    }
}

/// The slot of each label, and how many there are: years that are left out have empty ones, unless
/// that were most of them.
fn slots(labels: &[String]) -> (Vec<i64>, i64) {
    let plain = || ((0..labels.len() as i64).collect(), labels.len() as i64);
    let Some(years) = rising(labels) else { return plain() };
    let step = years.windows(2).map(|pair| pair[1] - pair[0]).fold(0, common_divisor).max(1);
    let slots: Vec<i64> = years.iter().map(|year| (year - years[0]) / step).collect();
    let count = slots[slots.len() - 1] + 1;
    if count <= labels.len() as i64 * 2 { (slots, count) } else { plain() }
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// `labels` as whole numbers, if they are such and rise.
fn rising(labels: &[String]) -> Option<Vec<i64>> {
    let numbers: Vec<i64> = labels.iter().map(|label| label.parse().ok()).collect::<Option<_>>()?;
    let rises = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    (rises && numbers.iter().all(|number| number.unsigned_abs() < 1 << 40)).then_some(numbers)
}

/// A bar a value, over its label; those of several series side by side. The values stand at their
/// ends, or where these are too many, lines at round numbers behind them.
pub(super) fn bars(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, numbers: &Numbers) {
    let (slots, groups) = slots(&chart.labels);
    let count = chart.series.len() as i64;
    let negative = amounts(chart).any(|amount| amount < Amount::ZERO);
    let pitch = plot.size.width / groups;
    let wide = |pitch: Length| WIDEST.min(pitch.scale(7, 10) / count);
    // Side by side, each value has the width of its bar; alone, that of its label.
    let room = if count == 1 { pitch } else { wide(pitch) + Length::pt(1) };
    let say = said(canvas, look, chart, numbers, room);
    let bottom = plot.origin.y + plot.size.height - FOOT;
    let (left, scale) = match &say {
        Some(_) => {
            let below = if negative { look.pitch() + GAP } else { Length::ZERO };
            let top = plot.origin.y + look.pitch();
            (plot.origin.x, Scale::exact(amounts(chart), bottom - below, top))
        }
        None => {
            let scale = Scale::new(amounts(chart), true, STEPS, bottom, plot.origin.y);
            (grid(canvas, look, plot, &scale, numbers), scale)
        }
    };
    let pitch = (plot.origin.x + plot.size.width - left) / groups;
    let wide = wide(pitch).max(Length::millipt(500));
    let zero = scale.at(Amount::ZERO);
    let marks = Mark::of(&chart.series);
    let mut places = Vec::with_capacity(chart.labels.len());
    if say.is_some() {
        let line = [Point::new(left, zero), Point::new(plot.origin.x + plot.size.width, zero)];
        canvas.line(&line, Ink::BLACK, FINE, &[]);
    }
    for (index, slot) in slots.iter().enumerate() {
        let middle = left + pitch * *slot + pitch / 2;
        for (number, (series, mark)) in (0_i64..).zip(chart.series.iter().zip(&marks)) {
            let Some(value) = series.values[index] else { continue };
            let mark = row_mark(chart, index, *mark);
            let edge = middle - wide * count / 2 + wide * number;
            let thick = if count > 1 { wide - Length::millipt(700) } else { wide };
            let end = scale.at(value.amount);
            Bar { base: zero, end, edge, thick, lies: false }.draw(canvas, mark, value.precision);
            let Some(say) = &say else { continue };
            let down = value.amount < Amount::ZERO;
            let y = if down { end + look.label.size } else { end - GAP * 3 / 4 };
            let accented = if count > 1 { series.highlighted } else { chart.highlighted[index] };
            let style = look.name(accented);
            canvas.text(&say(value), style, Point::new(edge + thick / 2, y), Anchor::Middle);
        }
        places.push(middle);
    }
    foot(canvas, look, &chart.labels, &places, bottom);
}

/// Where each label stands between `left` and `right`: numbers, as years are, at their distance.
fn along(labels: &[String], left: Length, right: Length) -> Vec<Length> {
    let steps = rising(labels).unwrap_or_else(|| (0..labels.len() as i64).collect());
    let (first, last) = (steps[0], steps[steps.len() - 1]);
    if first == last {
        return vec![(left + right) / 2];
    }
    steps.iter().map(|step| left + (right - left).scale(step - first, last - first)).collect()
}

/// The name and the last value of a series, or the value alone.
fn end_text(name: &str, value: &str) -> String {
    if name.is_empty() { value.to_owned() } else { format!("{name}\u{2002}{value}") }
}

/// A line a series, broken where a value is missing, with its name and last value at its end.
pub(super) fn lines(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, numbers: &Numbers) {
    let bottom = plot.origin.y + plot.size.height - FOOT;
    let mut ends: Vec<(usize, usize, Value)> = Vec::new();
    for (number, series) in chart.series.iter().enumerate() {
        let last = series.values.iter().enumerate().rev().find_map(|(index, value)| Some((index, (*value)?)));
        ends.extend(last.map(|(index, value)| (number, index, value)));
    }
    let most = plot.size.width.scale(NAMES, 100);
    let mut names: Vec<(String, crate::style::TextStyle)> = Vec::with_capacity(ends.len());
    for (number, _, value) in &ends {
        let style = look.name(chart.series[*number].highlighted);
        let value = numbers.say(*value);
        let room = (most - canvas.width_of(&format!("\u{2002}{value}"), style)).max(Length::ZERO);
        let name = canvas.fitted(&chart.series[*number].name, style, room);
        names.push((end_text(&name, &value), style));
    }
    let reserve = names.iter().map(|(text, style)| canvas.width_of(text, *style)).max().unwrap_or_default() + GAP * 2;
    let right = plot.origin.x + plot.size.width - reserve;
    let scale = Scale::new(amounts(chart), false, STEPS, bottom, plot.origin.y);
    let inner = Rect { size: Size::new(right - plot.origin.x, plot.size.height), ..plot };
    let left = grid(canvas, look, inner, &scale, numbers);
    let places = along(&chart.labels, left + GAP, right - GAP);
    let marks = Mark::of(&chart.series);
    let mut order: Vec<usize> = (0..chart.series.len()).collect();
    order.sort_by_key(|number| chart.series[*number].highlighted);
    for number in order {
        let values = &chart.series[number].values;
        stroke_series(canvas, values, marks[number], &places, &scale);
    }
    end_names(canvas, look, &EndNames { ends: &ends, names: &names, places: &places, scale: &scale, right });
    foot(canvas, look, &chart.labels, &places, bottom);
    if let [series] = chart.series.as_slice() {
        point_values(canvas, look, &series.values, &places, &scale, numbers);
    }
}

fn stroke_series(canvas: &mut Canvas, values: &[Option<Value>], mark: Mark, places: &[Length], scale: &Scale) {
    let at = |index: usize, value: Value| Point::new(places[index], scale.at(value.amount));
    for stretch in stretches(values) {
        let points: Vec<Point> =
            stretch.clone().filter_map(|index| values[index].map(|value| at(index, value))).collect();
        if points.len() > 1 {
            canvas.line(&points, mark.ink, mark.line_width(), &mark.dashes());
        }
    }
    for (index, value) in values.iter().enumerate() {
        if let Some(value) = value {
            mark.dot(canvas, at(index, *value), value.precision);
        }
    }
}

/// Ranges of `values` without a gap.
fn stretches(values: &[Option<Value>]) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match found.last_mut().filter(|last| last.end == index) {
            _ if value.is_none() => {}
            Some(last) => last.end = index + 1,
            None => found.push(index..index + 1),
        }
    }
    found
}

struct EndNames<'a> {
    ends: &'a [(usize, usize, Value)],
    names: &'a [(String, crate::style::TextStyle)],
    places: &'a [Length],
    scale: &'a Scale,
    right: Length,
}

/// Names at the ends of their lines, moved apart, with a leader where a name is not beside its end.
fn end_names(canvas: &mut Canvas, look: &Look, names: &EndNames) {
    let EndNames { ends, names, places, scale, right } = names;
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by_key(|index| scale.at(ends[*index].2.amount));
    let wanted: Vec<Length> = order.iter().map(|index| scale.at(ends[*index].2.amount)).collect();
    let found = spread(&wanted, look.pitch(), scale.end, scale.start - look.drop());
    for ((index, y), want) in order.iter().zip(&found).zip(&wanted) {
        let (text, style) = &names[*index];
        let x = *right + GAP;
        let end = places[ends[*index].1];
        if (*y - *want).abs() > NEAR || x - end > GAP * 4 {
            let from = Point::new(end + GAP, *want);
            canvas.line(&[from, Point::new((*right).max(from.x), *y)], Ink::GREY, HAIR, &[]);
        }
        canvas.text(text, *style, Point::new(x, *y + look.drop()), Anchor::Start);
    }
}

/// Values at the points of a single line, as many as have room: the ends first.
fn point_values(
    canvas: &mut Canvas,
    look: &Look,
    values: &[Option<Value>],
    places: &[Length],
    scale: &Scale,
    numbers: &Numbers,
) {
    let known: Vec<(usize, Value)> =
        values.iter().enumerate().filter_map(|(index, value)| Some((index, (*value)?))).collect();
    for (index, value) in &known {
        let (centre, half) = (Point::new(places[*index], scale.at(value.amount)), GAP * 3 / 4);
        let origin = centre + Point::new(-half, -half);
        canvas.take(Rect { origin, size: Size::new(half * 2, half * 2) });
    }
    let zero = Point::new(places[0] - GAP, scale.at(Amount::ZERO.max(scale.from)));
    canvas.take(Rect { origin: zero, size: Size::new(canvas.width - zero.x, FINE) });
    // What stands left of the line would be read as a figure of the axis.
    let gutter = Size::new(places[0] - GAP * 3, canvas.height);
    canvas.take(Rect { origin: Point::default(), size: gutter });
    for pair in known.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        guard(canvas, Point::new(places[a.0], scale.at(a.1.amount)), Point::new(places[b.0], scale.at(b.1.amount)));
    }
    // The last value stands beside the end; what is not exact says so first.
    let mut order: Vec<usize> = (0..known.len() - 1).collect();
    order.sort_by_key(|number| known[*number].1.precision == Precision::Exact);
    for number in order {
        let (index, value) = &known[number];
        let y = scale.at(value.amount);
        let neighbour = |other: Option<&(usize, Value)>| other.map_or(y, |(_, value)| scale.at(value.amount));
        let before = neighbour(number.checked_sub(1).and_then(|before| known.get(before)));
        let low = y * 2 > before + neighbour(known.get(number + 1));
        let (above, below) = (y - GAP * 3 / 2, y + GAP + look.label.size.scale(8, 10));
        let (first, second) = if low { (below, above) } else { (above, below) };
        let x = places[*index];
        let candidates = [
            (x, first, Anchor::Middle),
            (x, second, Anchor::Middle),
            (x - GAP, above, Anchor::End),
            (x + GAP, below, Anchor::Start),
        ];
        let exact = value.precision == Precision::Exact;
        let texts = if exact { vec![numbers.say(*value)] } else { vec![numbers.say(*value), numbers.sign(*value)] };
        let mut tries = texts.iter().flat_map(|text| candidates.iter().map(move |place| (text, *place)));
        tries.any(|(text, (x, y, anchor))| canvas.try_text(text, look.label, Point::new(x, y), anchor));
    }
}

/// Keeps labels off the line from `a` to `b`.
fn guard(canvas: &mut Canvas, a: Point, b: Point) {
    const PIECES: i64 = 8;
    for piece in 0..=PIECES {
        let between = |a: Length, b: Length| a + (b - a).scale(piece, PIECES);
        let half = Length::pt(1);
        let origin = Point::new(between(a.x, b.x) - half, between(a.y, b.y) - half);
        canvas.take(Rect { origin, size: Size::new(half * 2, half * 2) });
    }
}

/// The height that a slope chart or the names of a line chart need.
pub(super) fn least_height(chart: &Chart, look: &Look) -> Length {
    look.pitch() * (chart.series.len() as i64 + 1) + FOOT
}

/// Two columns of values with a line from each to its other.
pub(super) fn slopes(canvas: &mut Canvas, look: &Look, plot: Rect, chart: &Chart, numbers: &Numbers) {
    let most = plot.size.width.scale(NAMES + 4, 100);
    let top = plot.origin.y + FOOT + GAP;
    let bottom = plot.origin.y + plot.size.height - look.drop();
    let scale = Scale::exact_between(amounts(chart), bottom, top);
    let mut texts: Vec<[Option<String>; 2]> = Vec::with_capacity(chart.series.len());
    for series in &chart.series {
        let style = look.name(series.highlighted);
        let mut text = |side: usize| {
            let value = numbers.say(series.values[side]?);
            let room = (most - canvas.width_of(&format!("\u{2002}{value}"), style)).max(Length::ZERO);
            // A name that is cut at one side would be cut at the other too; it is told once.
            let name = canvas.fitted(&series.name, style, room);
            Some(if side == 0 { end_text(&name, &value) } else { end_text(&value, &name) })
        };
        texts.push([text(0), text(1)]);
    }
    let widest = |side: usize| {
        let widths = chart.series.iter().zip(&texts);
        let width = widths.filter_map(|(series, text)| Some((series, text[side].as_ref()?)));
        width.map(|(series, text)| canvas.width_of(text, look.name(series.highlighted))).max().unwrap_or_default()
    };
    let widest = [widest(0), widest(1)];
    let heads = [0, 1].map(|side| canvas.fitted(&chart.labels[side], look.label, most));
    let columns = [0, 1].map(|side| widest[side].max(canvas.width_of(&heads[side], look.label)));
    let xs = [plot.origin.x + columns[0] + GAP * 2, plot.origin.x + plot.size.width - columns[1] - GAP * 2];
    let baseline = plot.origin.y + look.label.size;
    for (side, x) in xs.iter().enumerate() {
        let (head, anchor) = beside(side, *x);
        canvas.text(&heads[side], look.label, Point::new(head, baseline), anchor);
        canvas.line(&[Point::new(*x, top - GAP), Point::new(*x, bottom)], LIGHT, HAIR, &[]);
    }
    for (series, mark) in chart.series.iter().zip(Mark::of(&chart.series)) {
        let point = |side: usize| series.values[side].map(|value| Point::new(xs[side], scale.at(value.amount)));
        if let (Some(from), Some(to)) = (point(0), point(1)) {
            canvas.line(&[from, to], mark.ink, mark.line_width(), &[]);
        }
        for side in [0, 1] {
            if let (Some(at), Some(value)) = (point(side), series.values[side]) {
                Mark { kind: 0, ..mark }.dot(canvas, at, value.precision);
            }
        }
    }
    for side in [0, 1] {
        slope_names(canvas, look, chart, &scale, &texts, (side, xs[side], top, bottom));
    }
}

/// Where a text stands beside the column of `side` at `x`.
fn beside(side: usize, x: Length) -> (Length, Anchor) {
    if side == 0 { (x - GAP * 2, Anchor::End) } else { (x + GAP * 2, Anchor::Start) }
}

fn slope_names(
    canvas: &mut Canvas,
    look: &Look,
    chart: &Chart,
    scale: &Scale,
    texts: &[[Option<String>; 2]],
    (side, x, top, bottom): (usize, Length, Length, Length),
) {
    let place = |index: &usize| chart.series[*index].values[side].map(|value| scale.at(value.amount));
    let mut order: Vec<usize> = (0..chart.series.len()).filter(|index| place(index).is_some()).collect();
    order.sort_by_key(place);
    let wanted: Vec<Length> = order.iter().filter_map(place).collect();
    let found = spread(&wanted, look.pitch(), top, bottom);
    for (index, y) in order.iter().zip(found) {
        let Some(text) = &texts[*index][side] else { continue };
        let (x, anchor) = beside(side, x);
        canvas.text(text, look.name(chart.series[*index].highlighted), Point::new(x, y + look.drop()), anchor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_are_left_out_keep_their_place() {
        let check = |labels: &[&str], expected: &[i64], count| {
            let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
            assert_eq!(slots(&labels), (expected.to_vec(), count));
        };
        check(&["2011", "2012", "2013", "2015"], &[0, 1, 2, 4], 5);
        check(&["2011", "2013", "2017"], &[0, 1, 3], 4);
        check(&["2000", "2001", "2020"], &[0, 1, 2], 3);
        check(&["2010/11", "2012/13"], &[0, 1], 2);
        check(&["2015"], &[0], 1);
    }
}
