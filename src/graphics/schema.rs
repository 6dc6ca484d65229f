//! The data of a chart or a map as written in its fence: every key in its type, with its place.
//!
//! A chart:
//!
//! ```toml
//! kind = "bar"              # or "grouped-bar", "line", "dot", "slope", "share"
//! title = "Lighthouses"     # over it; also the caption of its table in the e-book
//! unit = "number"           # below the title
//! source = "Namyangju City" # at its foot
//! alt = "…"                 # the text alternative; made from the data where it is missing
//! lines = 12                # its height in lines of the page, 6 to 32
//! decimals = 0              # as many as are written, where this is missing
//! total = 100               # the whole of a chart of shares: 100 for "%", else the sum
//! labels = [2011, 2012, 2013]
//! values = [3, nan, { value = 5, about = true }]   # or { over = true }; nan is a gap
//! highlight = "2013"        # a label, or with several series the name of one; or a list of them
//! ```
//!
//! Several series are `series = [{ name = "…", values = […] }, …]` in the place of `values`. Values
//! may also be a table by label, `values = { 2011 = 3, 2013 = 5 }`: what is left out is a gap.
//!
//! A map has `title`, `source`, `alt` and `lines` too, and
//!
//! ```toml
//! region = "world"          # or a region of UNESCO, or bounds = { west = -20, east = 40, south = 30, north = 60 }
//! points = [{ name = "Cork", latitude = 51.9, longitude = -8.47, side = "left", highlight = true }]
//! ```

use super::amount::Amount;
use super::dataset::{AREAS, Area, Chart, ChartKind, Dataset, Heading, Map, Place, Precision, Series, Side, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::document::{DrawingKind, Inline, Passage};
use crate::source::Span;
use serde_spanned::Spanned;
use std::borrow::Cow;
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

const KINDS: [(&str, ChartKind); 6] = [
    ("bar", ChartKind::Bar),
    ("grouped-bar", ChartKind::GroupedBar),
    ("line", ChartKind::Line),
    ("dot", ChartKind::Dot),
    ("slope", ChartKind::Slope),
    ("share", ChartKind::Share),
];
const SIDES: [(&str, Side); 4] =
    [("right", Side::Right), ("left", Side::Left), ("above", Side::Above), ("below", Side::Below)];
const CHART: &[&str] = &[
    "kind",
    "title",
    "unit",
    "source",
    "alt",
    "lines",
    "decimals",
    "total",
    "labels",
    "values",
    "series",
    "highlight",
];
const SERIES: &[&str] = &["name", "values"];
const VALUE: &[&str] = &["value", "about", "over"];
const MAP: &[&str] = &["title", "source", "alt", "lines", "region", "bounds", "points"];
const BOUNDS: &[&str] = &["west", "east", "south", "north"];
const POINT: &[&str] = &["name", "latitude", "longitude", "side", "highlight"];

/// Most labels of a chart, and points of a map: more cannot be read on a page.
const MOST_LABELS: usize = 40;
/// Heights in grid lines that a drawing may have.
const LINES: std::ops::RangeInclusive<i64> = 6..=32;
/// The largest amount.
const MOST: f64 = 1e12;
/// Most decimals that values are written with.
const MOST_DECIMALS: u32 = 3;
/// Faults of TOML that are told: after the first few they follow from one another.
const MOST_SYNTAX_FAULTS: usize = 3;

type Item<'t> = Spanned<DeValue<'t>>;

/// The data of `passage`, which stands in `block`, and everything that is wrong with it. There is no
/// data where anything is.
#[must_use]
pub fn read(kind: DrawingKind, passage: &Passage, block: Span) -> (Option<Dataset>, Vec<Diagnostic>) {
    let text = passage.text();
    let mut faults = Faults { leaves: leaves(passage), block, list: Vec::new() };
    let dataset = parse(kind, &text, &mut faults);
    let sound = faults.list.is_empty();
    (dataset.filter(|_| sound), faults.list)
}

/// The leaves of a passage: where each starts in its text, how long it is, and where it stood.
fn leaves(passage: &Passage) -> Vec<(usize, usize, Span)> {
    let mut start = 0;
    let mut leaves = Vec::new();
    for inline in &passage.inlines {
        if let Inline::Text { text, span } | Inline::Code { text, span } = inline {
            leaves.push((start, text.len(), *span));
            start += text.len();
        }
    }
    leaves
}

/// What is wrong with the data of one fence.
struct Faults {
    leaves: Vec<(usize, usize, Span)>,
    block: Span,
    list: Vec<Diagnostic>,
}

impl Faults {
    /// The place of `range` of the text in the manuscript; that of the whole leaf where a quotation
    /// or list has marks of its own within it.
    fn span(&self, range: Range<usize>) -> Span {
        let leaf = self.leaves.iter().rev().find(|(start, ..)| *start <= range.start);
        match leaf {
            Some((start, length, span)) if (span.end - span.start) as usize == *length => {
                let end = range.end.min(start + length).max(range.start);
                span.within(range.start - start..end - start)
            }
            Some((.., span)) => *span,
            None => self.block,
        }
    }

    fn error<T>(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        let span = self.span(range);
        self.list.push(Diagnostic::error(Code::BadData, message).at(span).hint(hint));
        None
    }
}

fn parse(kind: DrawingKind, text: &str, faults: &mut Faults) -> Option<Dataset> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MOST_SYNTAX_FAULTS) {
        let message = format!("this is not TOML: {}", error.message());
        faults.error::<()>(error.span().unwrap_or(0..0), message, "the form is that of the README's table");
    }
    if !errors.is_empty() {
        return None;
    }
    match kind {
        DrawingKind::Chart => {
            let table = Table::new("a chart", document.get_ref(), 0..0, CHART, faults);
            chart(&table, faults).map(Dataset::Chart)
        }
        DrawingKind::Map => {
            let table = Table::new("a map", document.get_ref(), 0..0, MAP, faults);
            map(&table, faults).map(Dataset::Map)
        }
    }
}

/// A table and its name in messages.
struct Table<'a, 't> {
    name: &'static str,
    table: &'a DeTable<'t>,
    range: Range<usize>,
}

impl<'a, 't> Table<'a, 't> {
    fn new(
        name: &'static str,
        table: &'a DeTable<'t>,
        range: Range<usize>,
        known: &'static [&'static str],
        faults: &mut Faults,
    ) -> Self {
        for key in table.keys() {
            let written: &str = key.get_ref();
            if !known.contains(&written) {
                let message = format!("{name} has no key `{}`", shortened(written));
                faults.error::<()>(key.span(), message, suggestion(written, known));
            }
        }
        Self { name, table, range }
    }

    fn of(item: &'a Item<'t>, name: &'static str, known: &'static [&'static str], faults: &mut Faults) -> Option<Self> {
        match item.get_ref() {
            DeValue::Table(table) => Some(Self::new(name, table, item.span(), known, faults)),
            _ => wrong(item, name, "a table", faults),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Item<'t>> {
        self.table.get(key)
    }

    fn required(&self, key: &str, example: &str, faults: &mut Faults) -> Option<&'a Item<'t>> {
        self.get(key).or_else(|| {
            faults.error(
                self.range.clone(),
                format!("{} has no `{key}`", self.name),
                format!("add `{key} = {example}`"),
            )
        })
    }

    fn line(&self, key: &str, faults: &mut Faults) -> Option<String> {
        line(self.get(key)?, key, faults)
    }

    fn flag(&self, key: &str, faults: &mut Faults) -> bool {
        let Some(item) = self.get(key) else { return false };
        item.get_ref().as_bool().or_else(|| wrong(item, key, "true or false", faults)).unwrap_or(false)
    }

    fn number_in(&self, key: &str, allowed: std::ops::RangeInclusive<i64>, faults: &mut Faults) -> Option<u32> {
        let item = self.get(key)?;
        let number = item.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if allowed.contains(&number) => u32::try_from(number).ok(),
            _ => {
                let expected = format!("a whole number from {} to {}", allowed.start(), allowed.end());
                faults.error(item.span(), format!("`{key}` is not {expected}"), format!("write {expected}"))
            }
        }
    }

    /// The value of a key that is one of `words`.
    fn choice<T: Copy>(&self, key: &str, words: &[(&str, T)], faults: &mut Faults) -> Option<T> {
        let item = self.get(key)?;
        let written = line(item, key, faults)?;
        words.iter().find(|(word, _)| *word == written).map(|(_, value)| *value).or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("`{key}` cannot be `{}`", shortened(&written));
            faults.error(item.span(), message, suggestion(&written, &known))
        })
    }

    /// Degrees in millionths, at most `most` either way.
    fn degrees(&self, key: &str, most: i64, faults: &mut Faults) -> Option<i64> {
        let item = self.required(key, "51.9", faults)?;
        let (amount, _) = amount(item, key, faults)?;
        let degrees = amount.get();
        if degrees.abs() > most * 1_000_000 {
            let message = format!("`{key}` is not between -{most} and {most} degrees");
            return faults.error(item.span(), message, "are latitude and longitude exchanged?");
        }
        Some(degrees)
    }
}

fn heading(table: &Table, faults: &mut Faults) -> Heading {
    Heading {
        title: table.line("title", faults),
        unit: table.line("unit", faults),
        source: table.line("source", faults),
        alternative: table.line("alt", faults),
        lines: table.number_in("lines", LINES, faults),
    }
}

fn chart(table: &Table, faults: &mut Faults) -> Option<Chart> {
    table.required("kind", "\"bar\"", faults);
    let kind = table.choice("kind", &KINDS, faults);
    let heading = heading(table, faults);
    let labels = labels(table, faults)?;
    let mut decimals = 0;
    let mut series = series(table, &labels, &mut decimals, faults)?;
    let kind = kind?;
    check_form(kind, table, &labels, &series, faults)?;
    let highlighted = highlight(table, &labels, &mut series, faults);
    let decimals = table.number_in("decimals", 0..=i64::from(MOST_DECIMALS), faults).unwrap_or(decimals);
    let total = total(table, kind, &heading, &series, faults)?;
    Some(Chart { kind, heading, decimals, labels, series, highlighted, total })
}

fn labels(table: &Table, faults: &mut Faults) -> Option<Vec<String>> {
    let item = table.required("labels", "[2011, 2012]", faults)?;
    let items = list(item, "labels", faults)?;
    if items.is_empty() || items.len() > MOST_LABELS {
        let hint = format!("give it 1 to {MOST_LABELS} of them");
        return faults.error(item.span(), format!("`labels` has {} entries", items.len()), hint);
    }
    let mut labels: Vec<String> = Vec::new();
    for item in items {
        let written = label(item, faults)?;
        if labels.contains(&written) {
            return faults.error(item.span(), format!("`{}` is a label twice", shortened(&written)), "labels differ");
        }
        labels.push(written);
    }
    Some(labels)
}

/// A label is a text or a number, such as a year.
fn label(item: &Item, faults: &mut Faults) -> Option<String> {
    match item.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        _ => line(item, "labels", faults),
    }
}

fn series(table: &Table, labels: &[String], decimals: &mut u32, faults: &mut Faults) -> Option<Vec<Series>> {
    match (table.get("series"), table.get("values")) {
        (Some(_), Some(item)) => {
            faults.error(item.span(), "a chart has either `values` or `series`", "delete one of them")
        }
        (None, _) => {
            let item = table.required("values", "[3, 5]", faults)?;
            let values = values(item, labels, decimals, faults)?;
            Some(vec![Series { name: String::new(), values, highlighted: false }])
        }
        (Some(item), None) => {
            let items = list(item, "series", faults)?;
            let mut found: Vec<Series> = Vec::new();
            for item in items {
                let table = Table::of(item, "a series", SERIES, faults)?;
                let name = line(table.required("name", "\"…\"", faults)?, "name", faults)?;
                let item = table.required("values", "[3, 5]", faults)?;
                let values = values(item, labels, decimals, faults)?;
                if found.iter().any(|other| other.name == name) {
                    return faults.error(item.span(), format!("there are two series `{name}`"), "names differ");
                }
                found.push(Series { name, values, highlighted: false });
            }
            Some(found)
        }
    }
}

fn values(item: &Item, labels: &[String], decimals: &mut u32, faults: &mut Faults) -> Option<Vec<Option<Value>>> {
    let found = match item.get_ref() {
        DeValue::Array(items) if items.len() == labels.len() => {
            items.iter().map(|item| value(item, decimals, faults)).collect::<Option<Vec<_>>>()?
        }
        DeValue::Array(items) => {
            let message = format!("there are {} values for {} labels", items.len(), labels.len());
            return faults.error(item.span(), message, "write `nan` for each that is missing");
        }
        DeValue::Table(table) => {
            let mut found = vec![None; labels.len()];
            for (key, item) in table {
                let Some(index) = labels.iter().position(|label| label == key.get_ref()) else {
                    let known: Vec<&str> = labels.iter().map(String::as_str).collect();
                    let message = format!("there is no label `{}`", shortened(key.get_ref()));
                    return faults.error(key.span(), message, suggestion(key.get_ref(), &known));
                };
                found[index] = value(item, decimals, faults)?;
            }
            found
        }
        _ => return wrong(item, "values", "a list of numbers", faults),
    };
    if found.iter().all(Option::is_none) {
        return faults.error(item.span(), "there is no value at all", "write one, or leave the series out");
    }
    Some(found)
}

/// A value or a gap; nothing where it is neither.
fn value(item: &Item, decimals: &mut u32, faults: &mut Faults) -> Option<Option<Value>> {
    let gap = match item.get_ref() {
        DeValue::Float(number) => number.as_str().ends_with("nan"),
        DeValue::String(text) => text.is_empty() || text == "nan",
        _ => false,
    };
    if gap {
        return Some(None);
    }
    let (item, precision) = match item.get_ref() {
        DeValue::Table(_) => {
            let table = Table::of(item, "a value", VALUE, faults)?;
            let precision = match (table.flag("about", faults), table.flag("over", faults)) {
                (true, true) => return faults.error(item.span(), "a value is either about or over", "delete one"),
                (true, false) => Precision::About,
                (false, true) => Precision::Over,
                (false, false) => Precision::Exact,
            };
            (table.required("value", "120", faults)?, precision)
        }
        _ => (item, Precision::Exact),
    };
    let (amount, written) = amount(item, "values", faults)?;
    *decimals = written.max(*decimals);
    Some(Some(Value { amount, precision }))
}

/// A number, and how many decimals it was written with.
fn amount(item: &Item, key: &str, faults: &mut Faults) -> Option<(Amount, u32)> {
    let written = match item.get_ref() {
        DeValue::Float(number) => number.as_str(),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        _ => return wrong(item, key, "a number", faults),
    };
    match written.parse::<f64>() {
        Ok(number) if number.abs() <= MOST => {
            let decimals =
                written.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
            let decimals = u32::try_from(decimals).unwrap_or(MOST_DECIMALS).min(MOST_DECIMALS);
            // The product of two floats, rounded, is the same on every processor.
            Some((Amount::millionths((number * 1e6).round() as i64), decimals))
        }
        _ => faults.error(item.span(), format!("`{key}` has a number that is too large"), "use a larger unit"),
    }
}

/// Whether a chart of `kind` can show these labels and series.
fn check_form(kind: ChartKind, table: &Table, labels: &[String], series: &[Series], faults: &mut Faults) -> Option<()> {
    let place = |key: &str| table.get(key).map_or(table.range.clone(), Spanned::span);
    let most = match kind {
        ChartKind::Bar | ChartKind::Share => 1,
        ChartKind::GroupedBar | ChartKind::Dot => 4,
        ChartKind::Line => 6,
        ChartKind::Slope => 16,
    };
    if series.is_empty() || series.len() > most {
        let hint = match most {
            1 => "give it `values` alone, or use \"grouped-bar\"".to_owned(),
            _ => format!("this kind of chart has 1 to {most} series"),
        };
        return faults.error(place("series"), format!("the chart has {} series", series.len()), hint);
    }
    if kind == ChartKind::Slope && labels.len() != 2 {
        let message = format!("a slope chart has two labels, not {}", labels.len());
        return faults.error(place("labels"), message, "for more times use \"line\"");
    }
    let negative = |value: &Value| value.amount < Amount::ZERO;
    if kind == ChartKind::Share && series.iter().flat_map(|series| &series.values).flatten().any(negative) {
        return faults.error(place("values"), "a share is less than nothing", "use \"bar\"");
    }
    Some(())
}

/// Marks the series that are highlighted, and returns which labels are.
fn highlight(table: &Table, labels: &[String], series: &mut [Series], faults: &mut Faults) -> Vec<bool> {
    let mut marked = vec![false; labels.len()];
    let items = match table.get("highlight") {
        None => Vec::new(),
        Some(item) => match item.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![item],
        },
    };
    for item in items {
        let Some(name) = label(item, faults) else { continue };
        let single = series.len() == 1;
        let found = match single {
            true => labels.iter().position(|label| *label == name).map(|index| marked[index] = true),
            false => series.iter_mut().find(|series| series.name == name).map(|series| series.highlighted = true),
        };
        if found.is_none() {
            let names: Vec<&str> = match single {
                true => labels.iter().map(String::as_str).collect(),
                false => series.iter().map(|series| series.name.as_str()).collect(),
            };
            let message = format!("there is no `{}` to highlight", shortened(&name));
            faults.error::<()>(item.span(), message, suggestion(&name, &names));
        }
    }
    if !series.iter().any(|series| series.highlighted) {
        // One series is always the one that the eye goes to.
        series[0].highlighted = true;
    }
    marked
}

fn total(table: &Table, kind: ChartKind, heading: &Heading, series: &[Series], faults: &mut Faults) -> Option<Amount> {
    let values = || series.iter().flat_map(|series| &series.values).flatten().map(|value| value.amount);
    let sum = Amount::millionths(values().map(Amount::get).fold(0, i64::saturating_add));
    let total = match table.get("total") {
        Some(item) => amount(item, "total", faults)?.0,
        None if heading.unit.as_deref().is_some_and(|unit| unit.starts_with('%')) => Amount::whole(100),
        None => sum,
    };
    if kind == ChartKind::Share && (total <= Amount::ZERO || values().any(|part| part > total)) {
        let range = table.get("total").or(table.get("values")).map_or(0..0, Spanned::span);
        return faults.error(range, "a part is larger than the whole", "give the whole as `total`");
    }
    Some(total)
}

fn map(table: &Table, faults: &mut Faults) -> Option<Map> {
    let heading = heading(table, faults);
    let area = area(table, faults);
    let item = table.required("points", "[{ name = \"…\", latitude = 0, longitude = 0 }]", faults)?;
    let items = list(item, "points", faults)?;
    if items.len() > MOST_LABELS {
        let hint = format!("a map has at most {MOST_LABELS}");
        return faults.error(item.span(), format!("there are {} points", items.len()), hint);
    }
    let area = area?;
    let points = items.iter().filter_map(|item| point(item, &area, faults)).collect();
    Some(Map { heading, area, points })
}

fn area(table: &Table, faults: &mut Faults) -> Option<Area> {
    match (table.get("bounds"), table.get("region")) {
        (Some(item), Some(_)) => faults.error(item.span(), "a map has either `region` or `bounds`", "delete one"),
        (None, None) => Some(Area::WORLD),
        (None, Some(_)) => table.choice("region", &AREAS, faults),
        (Some(item), None) => {
            let bounds = Table::of(item, "bounds", BOUNDS, faults)?;
            let (west, east) = (bounds.degrees("west", 180, faults), bounds.degrees("east", 180, faults));
            let (south, north) = (bounds.degrees("south", 85, faults), bounds.degrees("north", 85, faults));
            let area = Area { world: false, west: west?, east: east?, south: south?, north: north? };
            if area.east - area.west < 1_000_000 || area.north - area.south < 1_000_000 {
                return faults.error(
                    item.span(),
                    "the bounds are less than a degree apart",
                    "west < east, south < north",
                );
            }
            Some(area)
        }
    }
}

fn point(item: &Item, area: &Area, faults: &mut Faults) -> Option<Place> {
    let table = Table::of(item, "a point", POINT, faults)?;
    let name = table.required("name", "\"…\"", faults).and_then(|item| line(item, "name", faults));
    let latitude = table.degrees("latitude", 90, faults);
    let longitude = table.degrees("longitude", 180, faults);
    let side = table.choice("side", &SIDES, faults);
    let highlighted = table.flag("highlight", faults);
    let place = Place { name: name?, latitude: latitude?, longitude: longitude?, side, highlighted };
    let inside =
        (area.south..=area.north).contains(&place.latitude) && (area.west..=area.east).contains(&place.longitude);
    if !inside {
        let message = format!("`{}` lies outside the map", shortened(&place.name));
        return faults.error(item.span(), message, "choose another `region` or wider `bounds`");
    }
    Some(place)
}

fn list<'a, 't>(item: &'a Item<'t>, key: &str, faults: &mut Faults) -> Option<Vec<&'a Item<'t>>> {
    match item.get_ref() {
        DeValue::Array(items) => Some(items.iter().collect()),
        _ => wrong(item, key, "a list", faults),
    }
}

/// Text on one line, not empty and without control characters.
fn line(item: &Item, key: &str, faults: &mut Faults) -> Option<String> {
    let DeValue::String(text) = item.get_ref() else { return wrong(item, key, "a text in quotes", faults) };
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: String = words.join(" ").nfc().collect();
    let refused = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.is_empty() {
        return faults.error(item.span(), format!("`{key}` is empty"), "give it a text, or leave it out");
    }
    if text.contains(refused) {
        return faults.error(item.span(), format!("`{key}` has a control character"), "remove it");
    }
    Some(text)
}

fn wrong<T>(item: &Item, key: &str, expected: &str, faults: &mut Faults) -> Option<T> {
    let found = match item.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    faults.error(item.span(), format!("`{key}` is {found}, not {expected}"), format!("write {expected}"))
}

fn suggestion(written: &str, known: &[&str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known here: {}", known.join(", ")),
    }
}

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests;
