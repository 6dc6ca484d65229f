//! Widths of columns → widths in which the table is lower: what one column does not need, or gives for a line more
//! in a row of its own, goes to those that so save several.

use super::super::chapter::Typesetter;
use super::super::flow::Flow;
use crate::document::Passage;
use crate::geometry::Length;
use crate::style::BlockStyle;

/// In so many steps is tried how much more width saves a line.
const STEPS: i64 = 8;
/// So many of a column's widest cells are tried on a line more.
const MOST_NARROWED: usize = 3;

/// The cells of a table, to be set in columns of several widths.
pub(super) struct Cells<'t> {
    pub typesetter: &'t Typesetter<'t>,
    /// The cells of each row, with their style.
    pub rows: Vec<(&'t [Passage], &'t BlockStyle)>,
    pub flow: &'t Flow,
}

/// How a cell is set in a column.
#[derive(Clone, Copy)]
struct Set {
    lines: usize,
    /// The width of its widest line.
    width: Length,
}

/// The columns of a table, no wider than their cells need.
#[derive(Clone)]
struct Setting {
    /// By column and row.
    cells: Vec<Vec<Set>>,
    widths: Vec<Length>,
    /// What the columns leave.
    spare: Length,
}

impl Cells<'_> {
    /// That of `divisions`, or what can be made of it, in which the table is lowest; the first of two that are equally
    /// low. No column is narrower than `narrowest`.
    pub fn lowest(&self, divisions: Vec<Vec<Length>>, narrowest: &[Length]) -> Vec<Length> {
        let set = divisions.into_iter().map(|widths| (self.columns(&widths), widths));
        let Some((cells, widths)) = set.min_by_key(|(cells, _)| height(cells)) else { return Vec::new() };
        let low = height(&cells);
        let needed =
            |(cells, least): (&Vec<Set>, &Length)| cells.iter().map(|cell| cell.width).fold(*least, Length::max);
        let tight: Vec<Length> = cells.iter().zip(narrowest).map(needed).collect();
        let spare = sum(&widths) - sum(&tight);
        let setting = Setting { cells, widths: tight, spare };
        let narrowed = (0..widths.len()).flat_map(|column| self.narrowed(&setting, column, narrowest[column]));
        let lower = std::iter::once(setting.clone()).chain(narrowed).map(|setting| self.spread(setting));
        match lower.min_by_key(|setting| height(&setting.cells)).filter(|setting| height(&setting.cells) < low) {
            Some(Setting { widths, spare, .. }) => {
                let share = spare / widths.len().max(1) as i64;
                widths.into_iter().map(|width| width + share).collect()
            }
            None => widths,
        }
    }

    /// The cell of `row` in column `column` of `width`.
    fn cell(&self, row: usize, column: usize, width: Length) -> Set {
        let (cells, style) = self.rows[row];
        let flow = Flow { left: Length::ZERO, right: Length::ZERO, measure: width, ..self.flow.clone() };
        let lines = cells.get(column).map_or(Vec::new(), |cell| self.typesetter.trial(cell, "", style, &flow));
        Set { lines: lines.len(), width: lines.iter().map(|line| line.width).max().unwrap_or_default() }
    }

    fn column(&self, column: usize, width: Length) -> Vec<Set> {
        (0..self.rows.len()).map(|row| self.cell(row, column, width)).collect()
    }

    fn columns(&self, widths: &[Length]) -> Vec<Vec<Set>> {
        widths.iter().enumerate().map(|(column, width)| self.column(column, *width)).collect()
    }

    /// `setting` with column `column` too narrow for its widest cells, but no narrower than `least`.
    fn narrowed(&self, setting: &Setting, column: usize, least: Length) -> Vec<Setting> {
        let mut widths: Vec<Length> = setting.cells[column].iter().map(|cell| cell.width.max(least)).collect();
        widths.sort_unstable();
        widths.dedup();
        let narrower = widths.into_iter().rev().skip(1).take(MOST_NARROWED);
        narrower.map(|width| self.resized(setting, column, width)).collect()
    }

    /// `setting` with column `column` of `width`.
    fn resized(&self, setting: &Setting, column: usize, width: Length) -> Setting {
        let mut resized = setting.clone();
        resized.spare += setting.widths[column] - width;
        resized.widths[column] = width;
        resized.cells[column] = self.column(column, width);
        resized
    }

    /// `setting` with its spare width given to columns that make rows high, where it saves a line.
    fn spread(&self, mut setting: Setting) -> Setting {
        while let Some((column, more)) = self.cheapest_line(&setting) {
            setting = self.resized(&setting, column, setting.widths[column] + more);
        }
        setting
    }

    /// The column that saves a row a line for the least width, and how much that is.
    fn cheapest_line(&self, setting: &Setting) -> Option<(usize, Length)> {
        let saved = |row: usize| {
            let highest = lines(&setting.cells, row);
            let mut high = (0..setting.cells.len()).filter(|column| setting.cells[*column][row].lines == highest);
            let column = high.next().filter(|_| highest > 1 && high.next().is_none())?;
            let saves = |more: &Length| self.cell(row, column, setting.widths[column] + *more).lines < highest;
            Some(setting.spare).filter(saves)?;
            (1..=STEPS).map(|step| setting.spare * step / STEPS).find(saves).map(|more| (column, more))
        };
        (0..self.rows.len()).filter_map(saved).min_by_key(|(_, more)| *more)
    }
}

/// Lines of `row`.
fn lines(cells: &[Vec<Set>], row: usize) -> usize {
    cells.iter().map(|column| column[row].lines).max().unwrap_or(0)
}

/// Lines of all rows.
fn height(cells: &[Vec<Set>]) -> usize {
    let rows = cells.first().map_or(0, Vec::len);
    (0..rows).map(|row| lines(cells, row)).sum()
}

fn sum(widths: &[Length]) -> Length {
    widths.iter().copied().sum()
}
