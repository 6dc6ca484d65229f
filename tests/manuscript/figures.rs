//! Numbers that are given in more than one place, and what is compared with what.
//!
//! *Residents.* For each city, what is given for one year is one figure: in the row 'Residents' of
//! its fact box (each part between semicolons that starts with a number and names a year), in the
//! table `#tbl-ID-residents` and the chart `#fig-ID-residents` of its chapter (rows that name a year;
//! of the table, the column headed 'Residents'), and in the table of residents of the chapter that
//! sets the cities side by side. In running text of its chapter, a sentence with exactly one year and
//! with 'N residents', 'N people' or 'N inhabitants' (and nothing after it that takes a part of them,
//! such as 'who' or 'born abroad', and no 'each' before it) is compared with the figure of that year: it has to be equal, or
//! within a twentieth of it where a word such as 'about' stands before the number.
//!
//! *Series.* The tables and charts in [`SAME`] give the same measure of the same place: wherever two
//! of them have the same year, their values are equal.
//!
//! *Comparison.* A number from a hundred on in a row of the tables that set the cities side by side
//! stands in the chapter of the row's city too. Averages, in the column 'People to each', are worked
//! out for the comparison and left out; so are years.
//!
//! *Slips.* Two numbers of five digits or more in one chapter that differ in a single digit, or in
//! two neighbouring digits that changed places, are a slip of the pen until shown otherwise; round
//! thousands and neighbouring values of a series in a table or chart are left out.
//!
//! 'Equal' allows a rounding to the places written: 21.705 million is 21,705,000.

use super::reading::{Block, Book, CITIES, Chapter, Kind, Number, Table, numbers, year, years};
use std::collections::{BTreeMap, BTreeSet};

/// A measure, and the tables and charts that give it. After a slash, the row of a table whose heads
/// are years.
pub const SAME: [(&str, &[&str]); 5] = [
    ("lighthouses of Namyangju", &["fig-namyangju-lighthouses", "fig-side-by-side-lighthouses"]),
    ("events of the festival of Cork", &["fig-cork-events", "fig-side-by-side-events"]),
    (
        "businesses of Balanga",
        &["fig-balanga-businesses", "tbl-balanga-economy/Registered businesses", "fig-side-by-side-businesses"],
    ),
    ("residents of Beijing", &["fig-beijing-residents", "fig-side-by-side-beijing"]),
    ("members of the network", &["tbl-timeline-members", "fig-side-by-side-members"]),
];

/// The chapter with the table of all residents.
const SIDE_BY_SIDE: &str = "back/side-by-side.md";
const WHOLE_NUMBERS: [&str; 11] =
    ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A value for a year, with the place where it is said.
struct Said {
    year: u32,
    number: Number,
    at: String,
}

/// The labels and values of a chart; gaps are left out.
pub fn values(data: &toml::Table) -> Vec<(String, f64)> {
    let text = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let number = |value: &toml::Value| {
        let value = value.get("value").unwrap_or(value);
        value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).filter(|number| !number.is_nan())
    };
    let list = |value: Option<&toml::Value>| value.and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let labels: Vec<String> = list(data.get("labels")).iter().map(text).collect();
    let rows = list(data.get("series"));
    let rows = rows.iter().map(|row| row.get("values")).chain([data.get("values")]).flatten();
    let of_row = |row: &toml::Value| -> Vec<(String, f64)> {
        match row {
            toml::Value::Array(items) => {
                labels.iter().cloned().zip(items.iter().map(number)).filter_map(|(l, v)| Some((l, v?))).collect()
            }
            toml::Value::Table(table) => table.iter().filter_map(|(l, v)| Some((l.clone(), number(v)?))).collect(),
            _ => Vec::new(),
        }
    };
    rows.flat_map(of_row).collect()
}

/// A whole number up to ten as a word.
pub fn in_words(value: f64) -> Option<&'static str> {
    WHOLE_NUMBERS.iter().enumerate().find(|(whole, _)| *whole as f64 == value).map(|(_, word)| *word)
}

fn id_of(block: &Block) -> Option<&str> {
    block.text.split_once("{#")?.1.split(['}', ' ']).next()
}

fn exact(value: f64, step: f64) -> Number {
    Number { value, step, start: 0, end: 0 }
}

/// What a chart or table of `chapter` with the id says by year.
fn series(chapter: &Chapter, wanted: &str) -> Option<Vec<Said>> {
    let (id, row) = wanted.split_once('/').map_or((wanted, None), |(id, row)| (id, Some(row)));
    for (block, _, data, next) in chapter.drawings() {
        if next.and_then(id_of) == Some(id) {
            return Some(of_chart(chapter, block, data));
        }
    }
    let (block, table) = chapter.tables().find(|(_, table)| table.id.as_deref() == Some(id))?;
    let at = chapter.finding(block.start, id);
    match row {
        Some(row) => {
            let cells = table.rows.iter().find(|cells| cells[0] == row)?;
            let pairs = table.head.iter().zip(cells).skip(1);
            Some(pairs.filter_map(|(head, cell)| said(head, cell, 1.0, &at)).collect())
        }
        None => Some(of_table(table, &at)),
    }
}

fn said(label: &str, cell: &str, scale: f64, at: &str) -> Option<Said> {
    let number = numbers(cell).first().copied()?;
    let number = exact(number.value * scale, number.step * scale);
    Some(Said { year: year(label)?, number, at: at.to_owned() })
}

fn of_chart(chapter: &Chapter, block: &Block, data: &str) -> Vec<Said> {
    let table: toml::Table = data.parse().unwrap_or_default();
    let unit = table.get("unit").and_then(toml::Value::as_str).unwrap_or_default();
    let (scale, step) = if unit.contains("million") { (1e6, 1e3) } else { (1.0, 1.0) };
    let at = chapter.finding(block.start, "a chart");
    let of_value = |(label, value): (String, f64)| {
        Some(Said { year: year(&label)?, number: exact(value * scale, step), at: at.clone() })
    };
    values(&table).into_iter().filter_map(of_value).collect()
}

/// The column of amounts is the one headed 'Residents' or 'Cities'; a table without one says nothing.
fn of_table(table: &Table, at: &str) -> Vec<Said> {
    let column = table.head.iter().position(|head| head.starts_with("Residents") || head.starts_with("Cities"));
    let Some(column) = column else { return Vec::new() };
    let head = table.head.get(column).map_or("", String::as_str);
    let millions = head.contains("million") || table.caption.as_deref().is_some_and(|words| words.contains("million"));
    let scale = if millions { 1e6 } else { 1.0 };
    table.rows.iter().filter_map(|row| said(row.first()?, row.get(column)?, scale, at)).collect()
}

/// What is said of the residents of each city outside running text.
fn residents(book: &Book) -> BTreeMap<&'static str, Vec<Said>> {
    let mut found: BTreeMap<&str, Vec<Said>> = BTreeMap::new();
    for (name, chapter) in book.cities() {
        let list = found.entry(name).or_default();
        for (block, table) in chapter.tables().filter(|(_, table)| table.factbox) {
            let at = chapter.finding(block.start, "the fact box");
            let row = table.rows.iter().find(|row| row[0] == "Residents");
            for part in row.map_or("", |row| row[1].as_str()).split(';') {
                let part = part.trim().trim_start_matches("about ");
                if part.starts_with(|c: char| c.is_ascii_digit()) {
                    let after = numbers(part)[0].end;
                    let number = numbers(part)[0];
                    list.extend(year(&part[after..]).map(|year| Said { year, number, at: at.clone() }));
                }
            }
        }
        let id = CITIES.iter().find(|(city, _)| *city == name).map_or("", |(_, id)| *id);
        for kind in ["tbl", "fig"] {
            list.extend(series(chapter, &format!("{kind}-{id}-residents")).into_iter().flatten());
        }
    }
    let table = book.chapter(SIDE_BY_SIDE).and_then(|chapter| {
        let mut tables = chapter.tables();
        let (block, table) = tables.find(|(_, table)| table.id.as_deref() == Some("tbl-side-by-side-residents"))?;
        Some((chapter.finding(block.start, "side by side"), table))
    });
    if let Some((at, table)) = table {
        for row in &table.rows {
            let name = CITIES.iter().find(|(city, _)| *city == row[0]).map(|(city, _)| *city);
            if let (Some(name), Some(said)) = (name, said(&row[2], &row[1], 1.0, &at)) {
                found.entry(name).or_default().push(said);
            }
        }
    }
    found
}

/// One year has one figure.
fn differences(what: &str, list: &[Said]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, one) in list.iter().enumerate() {
        for other in list[..index].iter().filter(|other| other.year == one.year && !other.number.is(one.number)) {
            let (a, b) = (one.number.value, other.number.value);
            found.push(format!("{}: {what} in {}: {a} here, {b} in {}", one.at, one.year, other.at));
        }
    }
    found
}

/// Residents of one city and year are one figure, in fact box, tables and charts.
pub fn residents_agree(book: &Book) -> Vec<String> {
    residents(book).iter().flat_map(|(city, list)| differences(&format!("residents of {city}"), list)).collect()
}

/// Every city gives residents in its fact box or a table, so that there is something to compare.
pub fn residents_are_given(book: &Book) -> Vec<String> {
    let known = residents(book);
    let counted = |name: &str| known.get(name).map_or(0, Vec::len);
    CITIES.iter().filter(|(name, _)| counted(name) < 2).map(|(name, _)| format!("{name}: no two figures")).collect()
}

/// Sentences of running text with one year and a number of residents.
pub fn residents_in_the_text_agree(book: &Book) -> Vec<String> {
    const HEDGES: [&str; 9] = ["about", "some", "over", "nearly", "almost", "than", "around", "roughly", "only"];
    let known = residents(book);
    let mut found = Vec::new();
    for (name, chapter) in book.cities() {
        for block in chapter.blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph)) {
            for sentence in block.text.split_inclusive(". ") {
                let [year] = years(sentence)[..] else { continue };
                for number in numbers(sentence).into_iter().filter(|number| number.value >= 10_000.0) {
                    let average = sentence[..number.start].split_whitespace().any(|word| word == "each");
                    if average || !is_all_residents(sentence[number.end..].trim_start_matches(" million")) {
                        continue;
                    }
                    let before = sentence[..number.start].split_whitespace().next_back().unwrap_or_default();
                    let near = if HEDGES.contains(&before) { number.value / 20.0 } else { number.step / 2.0 };
                    let figures: Vec<&Said> = known[name].iter().filter(|said| said.year == year).collect();
                    let is = |said: &&Said| (said.number.value - number.value).abs() <= near;
                    if !figures.is_empty() && !figures.iter().any(is) {
                        let (here, there) = (number.value, figures[0].number.value);
                        let message = format!("{here} residents in {year}, where a table has {there}");
                        found.push(chapter.finding(block.start, &message));
                    }
                }
            }
        }
    }
    found
}

/// Whether what follows a number says that it counts all who live there: 'residents', 'people' or
/// 'inhabitants' with nothing after it that takes a part of them.
fn is_all_residents(after: &str) -> bool {
    let mut words = after.split_whitespace();
    let noun = words.next().unwrap_or_default();
    let bare = noun.trim_end_matches(|c: char| !c.is_alphabetic());
    let next = words.next().unwrap_or_default();
    let whole = ["", "in", "at", "and", "lived", "were", "on", "within", "then"].contains(&next);
    ["residents", "people", "inhabitants"].contains(&bare) && (bare != noun || whole)
}

/// Tables and charts of the same measure give the same value for the same year.
pub fn same_series_agree(book: &Book, groups: &[(&str, &[&str])]) -> Vec<String> {
    let mut found = Vec::new();
    for (what, ids) in groups {
        let mut list = Vec::new();
        for id in *ids {
            match book.chapters.iter().find_map(|chapter| series(chapter, id)) {
                Some(said) => list.extend(said),
                None => found.push(format!("{what}: no table or chart has the id {id}")),
            }
        }
        found.extend(differences(what, &list));
    }
    found
}

/// Numbers in the tables of the comparison are those of the chapters.
pub fn comparison_is_of_the_chapters(book: &Book) -> Vec<String> {
    let Some(comparison) = book.chapter(SIDE_BY_SIDE) else { return vec![format!("there is no {SIDE_BY_SIDE}")] };
    let mut found = Vec::new();
    for (name, chapter) in book.cities() {
        let known: Vec<Number> = chapter.blocks.iter().flat_map(|block| numbers(&block.text)).collect();
        for (block, table) in comparison.tables() {
            for row in table.rows.iter().filter(|row| row[0] == name) {
                let cells = row.iter().zip(&table.head).skip(1).filter(|(_, head)| *head != "People to each");
                for number in cells.flat_map(|(cell, _)| numbers(cell)) {
                    let is_year = (1900.0..2100.0).contains(&number.value) && number.end - number.start == 4;
                    let is = |one: &Number| one.value == number.value;
                    if number.value >= 100.0 && !is_year && !known.iter().any(is) {
                        let message = format!("{} of {name} is not in its chapter", number.value);
                        found.push(comparison.finding(block.start, &message));
                    }
                }
            }
        }
    }
    found
}

/// Numbers of one chapter that look like one number and its misprint.
pub fn slips(chapter: &Chapter) -> Vec<String> {
    let mut first: BTreeMap<u64, usize> = BTreeMap::new();
    let mut neighbours: BTreeSet<(u64, u64)> = BTreeSet::new();
    let whole = |number: &Number| {
        let large = number.value >= 10_000.0 && number.value.fract() == 0.0 && number.value % 1000.0 != 0.0;
        large.then_some(number.value as u64)
    };
    for block in &chapter.blocks {
        let found: Vec<u64> = numbers(&block.text).iter().filter_map(whole).collect();
        for number in &found {
            first.entry(*number).or_insert(block.start);
        }
        if matches!(block.kind, Kind::Table(_) | Kind::Drawing { .. }) {
            neighbours.extend(found.iter().flat_map(|one| found.iter().map(move |other| (*one, *other))));
        }
    }
    let list: Vec<(&u64, &usize)> = first.iter().collect();
    let mut found = Vec::new();
    for (index, (one, at)) in list.iter().enumerate() {
        for (other, before) in &list[..index] {
            if looks_like(**one, **other) && !neighbours.contains(&(**one, **other)) {
                let at = (**at).max(**before);
                found.push(chapter.finding(at, &format!("{one} and {other} differ in a digit: is one a misprint?")));
            }
        }
    }
    found
}

/// Whether two numbers differ in one digit, or in two neighbours that changed places.
fn looks_like(one: u64, other: u64) -> bool {
    let (one, other) = (one.to_string().into_bytes(), other.to_string().into_bytes());
    if one.len() != other.len() {
        return false;
    }
    let places: Vec<usize> = (0..one.len()).filter(|place| one[*place] != other[*place]).collect();
    match places[..] {
        [_] => true,
        [a, b] => b == a + 1 && one[a] == other[b] && one[b] == other[a],
        _ => false,
    }
}
