//! Drawings as a whole: labels never touch, whatever the data; and what a few of them hold.

use super::canvas::{label_box, overlap};
use super::dataset::{AREAS, Chart, ChartKind, Dataset, Heading, Map, Place, Precision, Series, Side, Value};
use super::{Amount, Drawn, Shape, draw};
use crate::fonts::FontSet;
use crate::geometry::{Length, Rect, Size};
use crate::language::Language;
use crate::manifest::FontChoice;
use crate::shaping::Shaper;
use crate::source::{BookPath, Source, SourceId};
use crate::style::{Ink, StyleSheet};
use std::sync::{Arc, LazyLock};

static SHAPER: LazyLock<Shaper> = LazyLock::new(|| Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0)));

fn sheet() -> StyleSheet {
    let text = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en-GB\"\nauthors = [\"A\"]\n";
    let path = BookPath::new("book.toml").expect("a path of the book");
    let source = Source { id: SourceId(0), path, text: text.into() };
    crate::style::sheet(&crate::manifest::read(&source, None).0.expect("a manifest"))
}

fn drawn(dataset: &Dataset) -> Drawn {
    draw(dataset, &SHAPER, &sheet(), sheet().page.measure(), &Language::new("en-GB").expect("a language tag"))
}

/// Texts of a drawing with their boxes.
fn labels(drawn: &Drawn) -> Vec<(String, Rect)> {
    let text = |shape: &Shape| {
        let Shape::Text { origin, runs, .. } = shape else { return None };
        let last = runs.last()?;
        let width = last.x + last.size.of_em(i64::from(last.run.advance), last.run.units_per_em);
        let words: Vec<String> =
            runs.iter().map(|run| format!("{}{}", if run.space_before { " " } else { "" }, run.run.text)).collect();
        Some((words.concat(), label_box(*origin, width, last.size)))
    };
    drawn.drawing.shapes.iter().filter_map(text).collect()
}

#[track_caller]
fn check_labels(drawn: &Drawn, dataset: &Dataset) {
    let labels = labels(drawn);
    let size = drawn.drawing.size;
    for (index, (text, own)) in labels.iter().enumerate() {
        let right = own.origin.x + own.size.width;
        let bottom = own.origin.y + own.size.height;
        assert!(own.origin.x >= Length::ZERO && own.origin.y >= Length::ZERO, "`{text}` leaves {dataset:#?}");
        assert!(right <= size.width && bottom <= size.height, "`{text}` leaves {dataset:#?}");
        for (other, their) in &labels[index + 1..] {
            assert!(!overlap(*own, *their), "`{text}` and `{other}` touch in {dataset:#?}");
        }
    }
}

/// Numbers that look random and are the same each time (SplitMix64, Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as i64
    }

    fn name(&mut self) -> String {
        const WORDS: [&str; 10] =
            ["Cork", "a", "Learning", "Namyangju", "of", "İstanbul", "administrations", "25–64", "Ybycuí", "(2015)"];
        let count = 1 + self.roll(5);
        (0..count).map(|_| WORDS[self.roll(10) as usize]).collect::<Vec<_>>().join(" ")
    }

    fn maybe(&mut self) -> Option<String> {
        (self.roll(3) > 0).then(|| (0..=self.roll(4)).map(|_| self.name()).collect::<Vec<_>>().join(" "))
    }

    fn value(&mut self, least: i64) -> Option<Value> {
        let power = 10_i64.pow(self.roll(13) as u32);
        let amount = Amount::millionths(self.roll(2_000_000) * power.min(1_000_000_000_000 / 2));
        let amount = if least < 0 && self.roll(4) == 0 { Amount::millionths(-amount.get()) } else { amount };
        let precision = [Precision::Exact, Precision::Exact, Precision::About, Precision::Over][self.roll(4) as usize];
        (self.roll(8) > 0).then_some(Value { amount, precision })
    }

    fn heading(&mut self) -> Heading {
        let lines = [None, Some(12), Some(16), Some(6)][self.roll(4) as usize];
        Heading { title: self.maybe(), unit: self.maybe(), source: self.maybe(), alternative: None, lines }
    }

    fn chart(&mut self, kind: ChartKind) -> Dataset {
        let most = match kind {
            ChartKind::Bar | ChartKind::Share => 1,
            ChartKind::GroupedBar | ChartKind::Dot => 4,
            ChartKind::Line => 6,
            ChartKind::Slope => 16,
        };
        let count = if kind == ChartKind::Slope { 2 } else { 1 + self.roll(if most == 1 { 40 } else { 12 }) };
        let times = self.roll(2) == 0;
        let start = 1990 + self.roll(10);
        let labels: Vec<String> = (0..count)
            .map(|index| if times { (start + index * 3).to_string() } else { format!("{} {index}", self.name()) })
            .collect();
        let least = if kind == ChartKind::Share { 0 } else { -1 };
        let series: Vec<Series> = (0..=self.roll(most))
            .take(most as usize)
            .map(|number| {
                let mut values: Vec<Option<Value>> = labels.iter().map(|_| self.value(least)).collect();
                values[0] = Some(Value { amount: Amount::whole(5), precision: Precision::Exact });
                let name = if most == 1 { String::new() } else { format!("{} {number}", self.name()) };
                Series { name, values, highlighted: number == 0 }
            })
            .collect();
        let highlighted = labels.iter().map(|_| self.roll(3) == 0).collect();
        let decimals = self.roll(3) as u32;
        let values = series.iter().flat_map(|series| &series.values).flatten();
        let total = Amount::millionths(values.map(|value| value.amount.get()).fold(1, i64::saturating_add));
        Dataset::Chart(Chart { kind, heading: self.heading(), decimals, labels, series, highlighted, total })
    }

    fn map(&mut self) -> Dataset {
        let area = AREAS[self.roll(6) as usize].1;
        let points = (0..1 + self.roll(40)).map(|_| Place {
            name: self.name(),
            latitude: area.south + self.roll(area.north - area.south),
            longitude: area.west + self.roll(area.east - area.west),
            side: [None, Some(Side::Left), Some(Side::Right), Some(Side::Above), Some(Side::Below)]
                [self.roll(5) as usize],
            highlighted: self.roll(4) == 0,
        });
        let points = points.collect();
        Dataset::Map(Map { heading: self.heading(), area, points })
    }
}

#[test]
fn no_two_labels_touch_and_none_leaves_its_drawing() {
    let mut dice = Dice(2015);
    let kinds =
        [ChartKind::Bar, ChartKind::GroupedBar, ChartKind::Line, ChartKind::Dot, ChartKind::Slope, ChartKind::Share];
    for _ in 0..100 {
        for kind in kinds {
            let dataset = dice.chart(kind);
            check_labels(&drawn(&dataset), &dataset);
        }
        let dataset = dice.map();
        check_labels(&drawn(&dataset), &dataset);
    }
}

fn chart(kind: ChartKind, labels: &[&str], values: &[Option<i64>]) -> Chart {
    let value = |amount: &Option<i64>| {
        amount.map(|amount| Value { amount: Amount::whole(amount), precision: Precision::Exact })
    };
    Chart {
        kind,
        heading: Heading { title: Some("Things".into()), source: Some("A source".into()), ..Heading::default() },
        decimals: 0,
        labels: labels.iter().map(|&label| label.to_owned()).collect(),
        series: vec![Series { name: String::new(), values: values.iter().map(value).collect(), highlighted: true }],
        highlighted: vec![false; labels.len()],
        total: Amount::whole(100),
    }
}

/// The filled rectangles of a drawing in `ink`: left, top, width, height in thousandths of a point.
fn areas(drawn: &Drawn, wanted: Ink) -> Vec<(i64, i64)> {
    let area = |shape: &Shape| {
        let Shape::Path { segments, fill: Some(ink), .. } = shape else { return None };
        let [super::Segment::Move(start), _, super::Segment::Line(end), ..] = segments.as_slice() else { return None };
        (*ink == wanted).then(|| ((end.x - start.x).get(), (end.y - start.y).get()))
    };
    drawn.drawing.shapes.iter().filter_map(area).collect()
}

#[test]
fn bars_are_as_long_as_their_values_say() {
    for (labels, standing) in [(["2001", "2002", "2003"], true), (["One", "Two", "Three"], false)] {
        let chart = chart(ChartKind::Bar, &labels, &[Some(100), Some(50), Some(25)]);
        let areas = areas(&drawn(&Dataset::Chart(chart)), Ink::ACCENT);
        let long: Vec<i64> = areas.iter().map(|area| if standing { area.1 } else { area.0 }).collect();
        let [a, b, c] = long[..] else { panic!("three bars") };
        assert!((a - 2 * b).abs() <= 2 && (b - 2 * c).abs() <= 2, "{long:?}");
    }
}

#[test]
fn a_missing_value_breaks_the_line() {
    let values = [Some(3), Some(5), None, Some(9), Some(7)];
    let dataset = Dataset::Chart(chart(ChartKind::Line, &["1", "2", "3", "4", "5"], &values));
    let strokes = drawn(&dataset)
        .drawing
        .shapes
        .iter()
        .filter(|shape| matches!(shape, Shape::Path { stroke: Some(stroke), .. } if stroke.ink == Ink::ACCENT))
        .count();
    assert_eq!(strokes, 2);
}

#[test]
fn a_value_that_is_not_exact_says_so() {
    let mut content = chart(ChartKind::Bar, &["One", "Two"], &[Some(1200), Some(900)]);
    content.series[0].values[0] = Some(Value { amount: Amount::whole(1200), precision: Precision::About });
    content.series[0].values[1] = Some(Value { amount: Amount::whole(900), precision: Precision::Over });
    let drawn = drawn(&Dataset::Chart(content));
    let texts: Vec<String> = labels(&drawn).into_iter().map(|(text, _)| text).collect();
    assert_eq!(texts, ["Things", "A source", "One", "Two", "about 1,200", "over 900"]);
    assert_eq!(drawn.drawing.alternative, "Things. One: about 1,200; Two: over 900.");
}

#[test]
fn a_drawing_is_as_high_as_whole_lines_and_as_wide_as_the_measure() {
    let dataset = Dataset::Chart(chart(ChartKind::Line, &["1", "2"], &[Some(3), Some(5)]));
    let found = drawn(&dataset);
    assert_eq!(found.drawing.size, Size::new(sheet().page.measure(), Length::pt(14 * 12)));
    assert_eq!(found.lines, 12);
}

#[test]
fn the_largest_amounts_do_not_overflow() {
    let most = 1_000_000_000_000;
    for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Dot] {
        let dataset = Dataset::Chart(chart(kind, &["2001", "2002"], &[Some(most), Some(-most)]));
        check_labels(&drawn(&dataset), &dataset);
    }
}

#[test]
fn a_book_in_black_draws_its_accent_in_black() {
    let dataset = Dataset::Chart(chart(ChartKind::Bar, &["One"], &[Some(3)]));
    let mut black = sheet();
    black.accent = Ink { cmyk: [0, 0, 0, 1000], ..Ink::ACCENT };
    let found = draw(&dataset, &SHAPER, &black, black.page.measure(), &Language::new("en").expect("a language tag"));
    assert_eq!(areas(&found, black.accent).len(), 1);
    assert_eq!(areas(&found, Ink::ACCENT), []);
}

#[test]
fn the_lines_of_a_source_are_about_as_long_as_one_another() {
    let source = "National Bureau of Statistics, census of 2010; Municipal Bureau of Statistics, end of each year from 2011, \
                  as published at the time.";
    let mut chart = chart(ChartKind::Bar, &["One"], &[Some(1)]);
    chart.heading.source = Some(source.into());
    let labels = labels(&drawn(&Dataset::Chart(chart)));
    let widths: Vec<Length> = labels
        .iter()
        .filter(|(text, _)| text.contains("tatistics") || text.contains("time"))
        .map(|(_, own)| own.size.width)
        .collect();
    assert_eq!(widths.len(), 2);
    assert!(widths[0].min(widths[1]) * 5 > widths[0].max(widths[1]) * 4, "{widths:?}");
}
