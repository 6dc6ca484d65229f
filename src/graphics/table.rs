//! The data of a drawing as a table, and as a sentence for those who do not see it.

use super::dataset::{Chart, Dataset, Map};
use super::look::Numbers;
use crate::language::Language;

/// What stands where a value is missing.
const MISSING: &str = "–";

/// The data of a drawing, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTable {
    /// The title, with the unit.
    pub title: String,
    /// The head, as many cells as each row has; empty cells where nothing needs a name.
    pub head: Vec<String>,
    /// The rows; the first cell names the row.
    pub rows: Vec<Vec<String>>,
}

pub(super) fn table(dataset: &Dataset, language: &Language) -> DataTable {
    match dataset {
        Dataset::Chart(chart) => chart_table(chart, language),
        Dataset::Map(map) => map_table(map, language),
    }
}

fn chart_table(chart: &Chart, language: &Language) -> DataTable {
    let numbers = Numbers::of(chart, language);
    let unit = chart.heading.unit.as_deref().unwrap_or_default();
    let title = match (&chart.heading.title, unit) {
        (Some(title), "" | "%") => title.clone(),
        (Some(title), unit) => format!("{title} ({unit})"),
        (None, unit) => unit.to_owned(),
    };
    let head = std::iter::once(String::new()).chain(chart.series.iter().map(|series| series.name.clone())).collect();
    let rows = chart.labels.iter().enumerate().map(|(index, label)| {
        let values = chart.series.iter().map(|series| series.values[index]);
        let values = values.map(|value| value.map_or_else(|| MISSING.to_owned(), |value| numbers.say(value)));
        std::iter::once(label.clone()).chain(values).collect()
    });
    DataTable { title, head, rows: rows.collect() }
}

fn map_table(map: &Map, language: &Language) -> DataTable {
    let degrees = |millionths: i64| {
        let written = super::Amount::millionths(millionths).format(2, language);
        format!("{written}°")
    };
    let row =
        |place: &super::dataset::Place| vec![place.name.clone(), degrees(place.latitude), degrees(place.longitude)];
    DataTable {
        title: map.heading.title.clone().unwrap_or_default(),
        head: vec![String::new(); 3],
        rows: map.points.iter().map(row).collect(),
    }
}

/// `table` as one sentence.
pub(super) fn describe(table: &DataTable) -> String {
    let row = |row: &Vec<String>| {
        let (name, values) = row.split_first()?;
        let named = values.iter().zip(table.head.iter().skip(1)).map(|(value, head)| match head.as_str() {
            "" => value.clone(),
            head => format!("{head} {value}"),
        });
        let values: Vec<String> = named.collect();
        Some(format!("{name}: {}", values.join(", ")))
    };
    let rows: Vec<String> = table.rows.iter().filter_map(row).collect();
    match table.title.as_str() {
        "" => format!("{}.", rows.join("; ")),
        title => format!("{title}. {}.", rows.join("; ")),
    }
}
