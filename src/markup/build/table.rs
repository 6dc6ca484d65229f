//! The rows of a table as the parser tells them → a table with its caption.

use super::super::{captions, passage};
use super::{Builder, Container};
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, BlockKind, ColumnAlignment, NodeId, Passage, Table, TableRow};
use pulldown_cmark::Alignment;
use std::ops::Range;

/// A table that is open.
#[derive(Default)]
pub(super) struct OpenTable {
    columns: Vec<ColumnAlignment>,
    rows: Vec<TableRow>,
    pub(super) cells: Vec<Passage>,
    pub(super) cell_end: usize,
    /// A caption on the line below the last row, which the parser takes for a row.
    caption: Option<Passage>,
}

impl OpenTable {
    /// A table without rows yet.
    pub(super) fn new(columns: &[Alignment]) -> Self {
        Self { columns: columns.iter().copied().map(alignment).collect(), ..Self::default() }
    }
}

impl Builder<'_> {
    pub(super) fn close_row(&mut self, range: Range<usize>) {
        if self.skipped > 0 {
            return;
        }
        let Some(Container::Table(table)) = self.open.last_mut().map(|open| &mut open.container) else { return };
        let mut cells = std::mem::take(&mut table.cells);
        let cell_end = table.cell_end.clamp(range.start, range.end);
        let written = &self.around.text[range.clone()];
        if table.caption.is_none() && !table.rows.is_empty() && captions::is_table_caption(written) {
            table.caption = cells.into_iter().next();
            return;
        }
        cells.resize_with(table.columns.len().max(cells.len()), Passage::default);
        table.rows.push(TableRow { node: NodeId::default(), cells });
        let rest = self.around.text[cell_end..range.end].trim_matches(|c: char| c.is_whitespace() || c == '|');
        if !rest.is_empty() {
            let message =
                format!("a row has more cells than the head of its table: \"{}\" is lost", passage::excerpt(rest));
            let fault = Diagnostic::error(Code::ExtraCells, message).at(self.findings.span(cell_end..range.end));
            self.findings.push(fault.hint("give the head as many cells, or write `\\|` for a line in a cell"));
        }
    }

    pub(super) fn table(&mut self, table: OpenTable, range: Range<usize>) {
        let mut rows = table.rows.into_iter();
        let head = rows.next().unwrap_or_default();
        let caption = table.caption;
        let table = Table { columns: table.columns, head, rows: rows.collect(), caption: None };
        let (mut kind, mut attributes) = (BlockKind::Table(table), Attributes::default());
        if let Some(caption) = caption {
            captions::describe(&mut kind, &mut attributes, caption.inlines, self.around.text, self.findings);
        }
        self.block(kind, attributes, range);
    }
}

fn alignment(alignment: Alignment) -> ColumnAlignment {
    match alignment {
        Alignment::None | Alignment::Left => ColumnAlignment::Start,
        Alignment::Center => ColumnAlignment::Centre,
        Alignment::Right => ColumnAlignment::End,
    }
}
