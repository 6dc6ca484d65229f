//! How wide the columns of a table are, how small its type is, where its numbers align.

use super::super::chapter::Typesetter;
use super::super::flow::Flow;
use super::decimal;
use super::lower::Cells;
use crate::document::{ColumnAlignment, Passage, Table};
use crate::geometry::Length;
use crate::style::{BlockStyle, Role};

/// Space between two columns.
pub(super) const GUTTER: Length = Length::pt(12);
/// Sizes of the type in hundredths of its own, the largest that fits is taken; below the last it would be
/// smaller than a note.
const SIZES: [i64; 4] = [100, 95, 90, 85];
/// No column gets more than it needs and this: the eye would lose its way between columns that are far apart.
const MOST_SPARE: Length = Length::pt(36);
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
            .map(|extent| extent.natural + spare.scale(extent.natural.get(), natural.get()).min(MOST_SPARE))
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
        return divisions.swap_remove(0);
    }
    let cells = Cells { typesetter, rows: rows(table, styles.0, styles.1).collect(), flow };
    let narrowest: Vec<Length> = extents.iter().map(|extent| extent.narrowest).collect();
    cells.lowest(divisions, &narrowest)
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
