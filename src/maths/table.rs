//! Tables: environments with rows and cells.

use super::element::{Content, Element};
use super::read::{Reader, in_style};
use pulldown_latex::event::{ArrayColumn, ColumnAlignment, EnvironmentFlow, Event, Font, Grouping, StateChange, Style};

/// The environment `group`, up to its end; its letters are of `font`.
pub(super) fn table(reader: &mut Reader<'_>, group: &Grouping, font: Option<Font>) -> Result<Element, String> {
    let style = style_of_all_cells(reader, group)?;
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    let mut lines = vec![starts_with_line(reader)?];
    loop {
        let row = reader.row(font)?;
        let row = match style {
            Some(style) if !row.is_empty() => vec![in_style(style, row)],
            _ => row,
        };
        cells.push(Element::of("mtd", row));
        if !matches!(reader.peek()?, Some(Event::EnvironmentFlow(_))) {
            break;
        }
        if let Some(Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. })) = reader.next()? {
            rows.push(std::mem::take(&mut cells));
            lines.push(!horizontal_lines.is_empty());
        }
    }
    rows.push(cells);
    Ok(set_table(group, rows, &lines))
}

/// The style that the environment gives to each of its cells. The parser tells it as it tells a style that
/// the author wrote at the head of the first cell; only where an environment of the kind has that style by
/// itself (`dcases`, `drcases`, `darray`, `smallmatrix`) is it taken for all cells.
fn style_of_all_cells(reader: &mut Reader<'_>, group: &Grouping) -> Result<Option<Style>, String> {
    let style = match (reader.peek()?, group) {
        (Some(Event::StateChange(StateChange::Style(Style::Display))), Grouping::Cases { .. } | Grouping::Array(_)) => {
            Style::Display
        }
        // The parser says text; the package that the environment is from (amsmath) sets it in script.
        (Some(Event::StateChange(StateChange::Style(Style::Text))), Grouping::Matrix { .. }) => Style::Script,
        _ => return Ok(None),
    };
    reader.next()?;
    Ok(Some(style))
}

fn starts_with_line(reader: &mut Reader<'_>) -> Result<bool, String> {
    let starts = matches!(reader.peek()?, Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })));
    if starts {
        reader.next()?;
    }
    Ok(starts)
}

/// A table of `rows`, those with `lines` above them as they say.
fn set_table(group: &Grouping, mut rows: Vec<Vec<Element>>, lines: &[bool]) -> Element {
    let empty = |row: &Vec<Element>| row.iter().all(|cell| cell.content == Content::Elements(Vec::new()));
    let ends = rows.len() > 1 && rows.last().is_some_and(empty);
    if ends {
        rows.pop();
    }
    let last = rows.len() - 1;
    let set = |(index, cells): (usize, Vec<Element>)| {
        let cells = cells.into_iter().enumerate();
        let cells = cells.map(|(column, cell)| set_cell(group, cell, column, (index, last))).collect();
        let above = lines.get(index).copied().unwrap_or(false);
        let below = ends && index == last && lines.last().copied().unwrap_or(false);
        let class = match (above, below) {
            (true, true) => "above below",
            (true, false) => "above",
            (false, _) => "below",
        };
        Element::of("mtr", cells).with_if(above || below, "class", class)
    };
    let table = Element::of("mtable", rows.into_iter().enumerate().map(set).collect());
    let displayed = !matches!(
        group,
        Grouping::Array(_) | Grouping::Matrix { .. } | Grouping::Cases { .. } | Grouping::SubArray { .. }
    );
    table.with_if(displayed, "displaystyle", "true").with_if(is_pairs(group), "class", "pairs")
}

/// Whether the columns of a table are pairs, right and left of a relation.
fn is_pairs(group: &Grouping) -> bool {
    matches!(
        group,
        Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Split
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
    )
}

fn set_cell(group: &Grouping, cell: Element, column: usize, (row, last): (usize, usize)) -> Element {
    let alignment = match group {
        Grouping::Matrix { alignment } | Grouping::SubArray { alignment } => *alignment,
        Grouping::Cases { .. } => ColumnAlignment::Left,
        Grouping::Array(columns) => {
            let kinds = columns.iter().filter_map(|column| match column {
                ArrayColumn::Column(alignment) => Some(*alignment),
                ArrayColumn::Separator(_) => None,
            });
            { kinds }.nth(column).unwrap_or(ColumnAlignment::Center)
        }
        Grouping::Multline if last > 0 && row == 0 => ColumnAlignment::Left,
        Grouping::Multline if last > 0 && row == last => ColumnAlignment::Right,
        group if is_pairs(group) && column.is_multiple_of(2) => ColumnAlignment::Right,
        group if is_pairs(group) => ColumnAlignment::Left,
        _ => ColumnAlignment::Center,
    };
    let cell = match alignment {
        ColumnAlignment::Left => cell.with("columnalign", "left"),
        ColumnAlignment::Right => cell.with("columnalign", "right"),
        ColumnAlignment::Center => cell,
    };
    let Grouping::Array(columns) = group else { return cell };
    match ruled(columns, column) {
        (true, true) => cell.with("class", "before after"),
        (true, false) => cell.with("class", "before"),
        (false, true) => cell.with("class", "after"),
        (false, false) => cell,
    }
}

/// Whether column `column` has a line before it, and, if it is the last one, after it.
fn ruled(columns: &[ArrayColumn], column: usize) -> (bool, bool) {
    let places: Vec<usize> =
        (0..columns.len()).filter(|place| matches!(columns[*place], ArrayColumn::Column(_))).collect();
    let Some(place) = places.get(column) else { return (false, false) };
    let line = |place: Option<usize>| {
        place.and_then(|place| columns.get(place)).is_some_and(|column| matches!(column, ArrayColumn::Separator(_)))
    };
    (line(place.checked_sub(1)), column + 1 == places.len() && line(place.checked_add(1)))
}
