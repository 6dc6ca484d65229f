//! How wide the columns of a table are, how small its type is, where its numbers align.

use super::super::chapter::Typesetter;
use super::super::flow::Flow;
use super::decimal;
use crate::document::{ColumnAlignment, Passage, Table};
use crate::geometry::Length;
use crate::style::{BlockStyle, Role};

/// Space between two columns.
pub(super) const GUTTER: Length = Length::pt(12);
/// Sizes of the type in hundredths of its own, the largest that fits is taken; below the last it would be
/// smaller than a note.
const SIZES: [i64; 4] = [100, 95, 90, 85];
/// In so many steps is tried how much more width saves a line.
const STEPS: i64 = 8;
/// Cells up to which several divisions of the width are tried.
const MOST_TRIED: usize = 400;

/// A column: its left edge, its width, and how far its numbers reach behind their units.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub x: Length,
    pub width: Length,
    /// None where nothing is aligned on a decimal sign.
    pub tail: Option<Length>,
}

/// The columns of a table, the styles of its cells, and whether a word was wider than its column.
pub(super) struct Columns {
    pub columns: Vec<Column>,
    pub head: BlockStyle,
    pub cell: BlockStyle,
    pub too_wide: bool,
}

/// What a column needs.
#[derive(Clone, Copy)]
struct Extent {
    /// Its widest word.
    narrowest: Length,
    /// Its widest cell on one line.
    natural: Length,
    tail: Option<Length>,
}

/// The columns of `table` in the largest type in which none of its words must be cut.
pub(super) fn columns(typesetter: &Typesetter<'_>, table: &Table, flow: &Flow) -> Columns {
    let mut last = None;
    for size in SIZES {
        let [head, cell] = [Role::TableHead, Role::TableCell].map(|role| {
            let mut style = *typesetter.context.style.get(role);
            style.text.size = style.text.size.scale(size, 100);
            style
        });
        let extents = extents(typesetter, table, &head, &cell, flow);
        let available = available(table, flow);
        let too_wide = extents.iter().map(|extent| extent.narrowest).sum::<Length>() > available;
        let found = (extents, head, cell, too_wide);
        if !too_wide {
            last = Some(found);
            break;
        }
        last = Some(found);
    }
    let (extents, head, cell, too_wide) = last.expect("there is a size");
    let widths = widths(typesetter, table, &extents, (&head, &cell), flow);
    let mut x = flow.left;
    let placed = extents.iter().zip(widths).map(|(extent, width)| {
        let column = Column { x, width: width.max(Length::pt(2)), tail: extent.tail };
        x += column.width + GUTTER;
        column
    });
    Columns { columns: placed.collect(), head, cell, too_wide }
}

fn available(table: &Table, flow: &Flow) -> Length {
    flow.width() - GUTTER * (table.columns.len() as i64 - 1).max(0)
}

/// Rows with the styles of their cells: the head, then the others.
fn rows<'t>(
    table: &'t Table,
    head: &'t BlockStyle,
    cell: &'t BlockStyle,
) -> impl Iterator<Item = (&'t [Passage], &'t BlockStyle)> {
    let others = table.rows.iter().map(move |row| (row.cells.as_slice(), cell));
    std::iter::once((table.head.cells.as_slice(), head)).chain(others)
}

fn extents(
    typesetter: &Typesetter<'_>,
    table: &Table,
    head: &BlockStyle,
    cell: &BlockStyle,
    flow: &Flow,
) -> Vec<Extent> {
    let least = Length::pt(6);
    let mut extents = vec![Extent { narrowest: least, natural: least, tail: None }; table.columns.len()];
    for (cells, style) in rows(table, head, cell) {
        for (passage, extent) in cells.iter().zip(&mut extents) {
            let (narrowest, natural) = typesetter.extent(passage, style.text, flow);
            extent.narrowest = extent.narrowest.max(narrowest);
            extent.natural = extent.natural.max(natural);
        }
    }
    for (index, extent) in extents.iter_mut().enumerate() {
        if table.columns[index] != ColumnAlignment::End {
            continue;
        }
        let cells = table.rows.iter().filter_map(|row| row.cells.get(index));
        // Amounts of different things are no column of numbers.
        if cells.clone().any(|passage| decimal::goes_on(&passage.text())) {
            continue;
        }
        let halves: Vec<(Length, Length)> =
            cells.filter_map(|passage| halves(typesetter, passage, cell, flow)).collect();
        let (Some(before), Some(after)) =
            (halves.iter().map(|half| half.0).max(), halves.iter().map(|half| half.1).max())
        else {
            continue;
        };
        extent.tail = Some(after);
        extent.narrowest = extent.narrowest.max(before + after);
        extent.natural = extent.natural.max(before + after);
    }
    extents
}

/// How far a number reaches before the end of its units, and how far behind it.
pub(super) fn halves(
    typesetter: &Typesetter<'_>,
    passage: &Passage,
    style: &BlockStyle,
    flow: &Flow,
) -> Option<(Length, Length)> {
    let (_, decimal) = typesetter.context.document.manifest.metadata.language.number_signs();
    let point = decimal::point(&passage.text(), decimal.chars().next()?)?;
    let wide = Flow { left: Length::ZERO, right: Length::ZERO, measure: Length::pt(100_000), ..flow.clone() };
    let lines = typesetter.trial(passage, "", style, &wide);
    let [line] = lines.as_slice() else { return None };
    let after = decimal::tail(line, point);
    Some((line.width - after, after))
}

/// The natural widths where they fit, with what is left shared out by width; else the division of the
/// room between widest word and natural width that makes the table lowest.
fn widths(
    typesetter: &Typesetter<'_>,
    table: &Table,
    extents: &[Extent],
    styles: (&BlockStyle, &BlockStyle),
    flow: &Flow,
) -> Vec<Length> {
    let available = available(table, flow);
    let sum = |of: &dyn Fn(&Extent) -> Length| extents.iter().map(of).sum::<Length>();
    let (narrowest, natural) = (sum(&|extent| extent.narrowest), sum(&|extent| extent.natural));
    if natural <= available {
        let spare = available - natural;
        return extents
            .iter()
            .map(|extent| extent.natural + spare.scale(extent.natural.get(), natural.get()))
            .collect();
    }
    if narrowest > available {
        return extents.iter().map(|extent| available.scale(extent.narrowest.get(), narrowest.get())).collect();
    }
    // By what each column lacks (CSS 2.1, 17.5.2.2); by the natural widths, and by their roots, which
    // gives more to narrow columns.
    let weights: [&dyn Fn(&Extent) -> i64; 3] =
        [&|extent| (extent.natural - extent.narrowest).get(), &|extent| extent.natural.get(), &|extent| {
            extent.natural.get().max(0).isqrt()
        }];
    let mut divisions = weights.map(|weight| divided(extents, available, weight)).to_vec();
    if table.columns.len() * table.rows.len() > MOST_TRIED {
        divisions.truncate(1);
    }
    let cells = Cells { typesetter, rows: rows(table, styles.0, styles.1).collect(), flow };
    if divisions.len() == 1 {
        return divisions.swap_remove(0);
    }
    let lowest = divisions.into_iter().min_by_key(|widths| cells.height(widths)).unwrap_or_default();
    let lower = cells.lowered(extents, &lowest);
    if cells.height(&lower) < cells.height(&lowest) { lower } else { lowest }
}

/// `available` divided by `weight`, each column at least as wide as its widest word and at most as wide
/// as its widest cell.
fn divided(extents: &[Extent], available: Length, weight: &dyn Fn(&Extent) -> i64) -> Vec<Length> {
    let mut widths: Vec<Option<Length>> = vec![None; extents.len()];
    loop {
        let open = || extents.iter().zip(&widths).filter(|(_, width)| width.is_none()).map(|(extent, _)| extent);
        let taken: Length = widths.iter().flatten().copied().sum();
        let least: Length = open().map(|extent| extent.narrowest).sum();
        let total: i64 = open().map(weight).sum::<i64>().max(1);
        let spare = (available - taken - least).max(Length::ZERO);
        let share = |extent: &Extent| extent.narrowest + spare.scale(weight(extent), total);
        // A column that would be wider than its widest cell gives back what it does not need.
        let full = (0..extents.len()).find(|at| widths[*at].is_none() && share(&extents[*at]) > extents[*at].natural);
        match full {
            Some(at) => widths[at] = Some(extents[at].natural),
            None => {
                return extents
                    .iter()
                    .zip(&widths)
                    .map(|(extent, width)| width.unwrap_or_else(|| share(extent)))
                    .collect();
            }
        }
    }
}

/// How a cell is set in a column.
#[derive(Clone, Copy)]
struct Set {
    lines: usize,
    /// The width of its widest line.
    width: Length,
}

/// The cells of a table, to be set in columns of several widths.
struct Cells<'t> {
    typesetter: &'t Typesetter<'t>,
    rows: Vec<(&'t [Passage], &'t BlockStyle)>,
    flow: &'t Flow,
}

impl Cells<'_> {
    /// The cell of `row` in column `column` of `width`.
    fn set(&self, row: usize, column: usize, width: Length) -> Set {
        let (cells, style) = self.rows[row];
        let flow = Flow { left: Length::ZERO, right: Length::ZERO, measure: width, ..self.flow.clone() };
        let lines = cells.get(column).map_or(Vec::new(), |cell| self.typesetter.trial(cell, "", style, &flow));
        Set { lines: lines.len(), width: lines.iter().map(|line| line.width).max().unwrap_or_default() }
    }

    /// The cells of column `column` of `width`.
    fn column(&self, column: usize, width: Length) -> Vec<Set> {
        (0..self.rows.len()).map(|row| self.set(row, column, width)).collect()
    }

    /// Lines of the table in columns of `widths`.
    fn height(&self, widths: &[Length]) -> usize {
        let lines =
            |row: usize| widths.iter().enumerate().map(move |(at, width)| self.set(row, at, *width).lines).max();
        (0..self.rows.len()).filter_map(lines).sum()
    }

    /// `widths` with what columns do not need of them given to those that make rows high, where it saves a line.
    fn lowered(&self, extents: &[Extent], widths: &[Length]) -> Vec<Length> {
        let mut columns: Vec<Vec<Set>> = widths.iter().enumerate().map(|(at, width)| self.column(at, *width)).collect();
        let used = |(cells, extent): (&Vec<Set>, &Extent)| {
            cells.iter().map(|cell| cell.width).fold(extent.narrowest, Length::max)
        };
        let mut needed: Vec<Length> = columns.iter().zip(extents).map(used).collect();
        let mut spare = widths.iter().copied().sum::<Length>() - needed.iter().copied().sum::<Length>();
        while let Some((column, more)) = self.cheapest_line(&columns, &needed, spare) {
            needed[column] += more;
            spare -= more;
            columns[column] = self.column(column, needed[column]);
        }
        let count = needed.len().max(1) as i64;
        needed.into_iter().map(|width| width + spare / count).collect()
    }

    /// The column that saves a row a line for the least of `spare`, and how much of it that is.
    fn cheapest_line(&self, columns: &[Vec<Set>], widths: &[Length], spare: Length) -> Option<(usize, Length)> {
        let saved = |row: usize| {
            let highest = columns.iter().map(|cells| cells[row].lines).max()?;
            let mut high = (0..columns.len()).filter(|column| columns[*column][row].lines == highest);
            let column = high.next().filter(|_| highest > 1 && high.next().is_none())?;
            let saves = |more: &Length| self.set(row, column, widths[column] + *more).lines < highest;
            Some(spare).filter(saves)?;
            let more = (1..=STEPS).map(|step| spare * step / STEPS).find(saves)?;
            Some((column, more))
        };
        (0..self.rows.len()).filter_map(saved).min_by_key(|(_, more)| *more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_is_narrower_than_its_widest_word_or_wider_than_its_widest_cell() {
        let extent =
            |narrowest, natural| Extent { narrowest: Length::pt(narrowest), natural: Length::pt(natural), tail: None };
        let extents = [extent(20, 30), extent(40, 400), extent(10, 200)];
        for weight in [&(|extent: &Extent| extent.natural.get()) as &dyn Fn(&Extent) -> i64, &|_| 1] {
            let widths = divided(&extents, Length::pt(300), weight);
            for (extent, width) in extents.iter().zip(&widths) {
                assert!(*width >= extent.narrowest && *width <= extent.natural, "{widths:?}");
            }
            let sum: Length = widths.into_iter().sum();
            assert!((Length::pt(300) - sum).get().abs() <= 3, "{sum:?}");
        }
    }
}
