//! Tables: widths from content, a head, rows of whole grid lines, three rules.

use super::chapter::{Flow, Typesetter};
use super::{Artifact, BlockSetting, ItemContent, ItemRole, PageItem, StripContent};
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, ColumnAlignment, Passage, Table, TableRow};
use crate::geometry::{Length, Point, Size};
use crate::style::{Alignment, BlockStyle, Ink, Role};

/// Space between two columns.
const GUTTER: Length = Length::pt(12);
/// Rules above the head and below the last row.
const OUTER_RULE: Length = Length::millipt(750);
/// The rule below the head.
const INNER_RULE: Length = Length::millipt(400);
/// The labels of a fact box: 30 mm.
const FACT_LABELS: Length = Length::micrometres(30_000);
/// How far a rule stands below the line of the grid, so that it is midway between descenders and
/// capitals.
const RULE_DROP: Length = Length::millipt(700);

/// The strip of `table`, which is the content of `block`.
pub(super) fn set<'a>(
    typesetter: &mut Typesetter<'a>,
    block: &'a Block,
    table: &'a Table,
    flow: &Flow,
) -> StripContent {
    if block.attributes.has_class("factbox") && table.columns.len() == 2 {
        let tallest = typesetter.context.style.page.lines.saturating_sub(6);
        let fact_box = fact_box(typesetter, table, flow);
        if fact_box.height <= tallest {
            return StripContent::Block(fact_box);
        }
    }
    let columns = columns(typesetter, block, table, flow);
    let head_style = *typesetter.context.style.get(Role::TableHead);
    let cell_style = *typesetter.context.style.get(Role::TableCell);
    let tallest = typesetter.context.style.page.lines.saturating_sub(4).max(1);
    let mut head = row(typesetter, table, &table.head, &columns, &head_style, flow);
    if table.head.cells.iter().all(Passage::is_empty) {
        head.height = 0;
    }
    rule(typesetter, &mut head, 0, OUTER_RULE, flow);
    if head.height > 0 {
        let height = head.height;
        rule(typesetter, &mut head, height, INNER_RULE, flow);
    }
    let mut rows = Vec::with_capacity(table.rows.len());
    for content in &table.rows {
        let set = row(typesetter, table, content, &columns, &cell_style, flow);
        split(set, tallest, typesetter.grid(), &mut rows);
    }
    let mut foot = BlockSetting::default();
    rule(typesetter, &mut foot, 0, OUTER_RULE, flow);
    StripContent::Table { head, rows, foot }
}

/// A table of facts on a ground of its own: labels in a narrow column, values beside them, the
/// column heads as its title. It is as high as its rows and one line, half of it above and below.
fn fact_box<'a>(typesetter: &mut Typesetter<'a>, table: &'a Table, flow: &Flow) -> BlockSetting {
    let label_style = *typesetter.context.style.get(Role::FactLabel);
    let value_style = *typesetter.context.style.get(Role::FactValue);
    let title_style = *typesetter.context.style.get(Role::FactTitle);
    let grid = typesetter.grid();
    let inset = grid / 2;
    let label = Column { x: flow.left + inset, width: FACT_LABELS };
    let value_x = label.x + FACT_LABELS + GUTTER;
    let value = Column { x: value_x, width: flow.left + flow.width() - inset - value_x };
    let whole = Column { x: label.x, width: flow.width() - grid };
    let mut block = BlockSetting::default();
    let mut line = 0;
    let mut cell =
        |typesetter: &mut Typesetter<'a>, passage: &'a Passage, column: Column, style: &BlockStyle, line: u32| {
            if passage.is_empty() {
                return 0;
            }
            let flow = Flow { left: column.x, right: flow.measure - column.x - column.width, ..flow.clone() };
            let lines = typesetter.lines(passage, "", style, &flow, Length::ZERO, 0).into_best().lines;
            let count = lines.len() as u32;
            let top = grid * i64::from(line) + inset;
            typesetter.stack(&mut block, lines, style, Point::new(column.x, top));
            count
        };
    for head in &table.head.cells {
        line += cell(typesetter, head, whole, &title_style, line);
    }
    for row in &table.rows {
        let [first, second] = row.cells.as_slice() else { continue };
        let left = cell(typesetter, first, label, &label_style, line);
        line += cell(typesetter, second, value, &value_style, line).max(left).max(1);
    }
    block.height = line + 1;
    let size = Size::new(flow.width(), grid * i64::from(block.height));
    let area = |size, ink| PageItem {
        origin: Point::new(flow.left, Length::ZERO),
        content: ItemContent::Fill { size, ink },
        role: ItemRole::Artifact(Artifact::Rule),
    };
    let top = Size::new(flow.width(), Length::pt(1));
    block.items.splice(0..0, [area(size, typesetter.context.style.tint), area(top, typesetter.context.style.accent)]);
    block
}

/// A column: its left edge and its width.
#[derive(Clone, Copy)]
struct Column {
    x: Length,
    width: Length,
}

/// Widths from content: the natural ones where they fit, with what is left shared out by width;
/// else between the widest word and the natural width, by what each column lacks.
fn columns(typesetter: &mut Typesetter<'_>, block: &Block, table: &Table, flow: &Flow) -> Vec<Column> {
    let count = table.columns.len();
    let head_style = typesetter.context.style.get(Role::TableHead).text;
    let cell_style = typesetter.context.style.get(Role::TableCell).text;
    let mut extents = vec![(Length::pt(6), Length::pt(6)); count];
    for (row, style) in std::iter::once((&table.head, head_style)).chain(table.rows.iter().map(|row| (row, cell_style)))
    {
        for (cell, extent) in row.cells.iter().zip(&mut extents) {
            let (narrowest, natural) = typesetter.extent(cell, style, flow);
            *extent = (extent.0.max(narrowest), extent.1.max(natural));
        }
    }
    let available = flow.width() - GUTTER * (count as i64 - 1).max(0);
    let narrowest: Length = extents.iter().map(|extent| extent.0).sum();
    let natural: Length = extents.iter().map(|extent| extent.1).sum();
    let share = |extent: &(Length, Length)| {
        if natural <= available {
            extent.1 + (available - natural).scale(extent.1.get(), natural.get())
        } else if narrowest <= available {
            let spread = (natural - narrowest).max(Length::scaled(1));
            extent.0 + (available - narrowest).scale((extent.1 - extent.0).get(), spread.get())
        } else {
            available.scale(extent.0.get(), narrowest.get())
        }
    };
    if narrowest > available {
        typesetter.diagnostics.push(
            Diagnostic::warning(
                Code::WideTable,
                "the table is wider than the page: its words were cut between letters",
            )
            .at(block.span)
            .hint("shorten its longest words or split the table"),
        );
    }
    let mut x = flow.left;
    extents
        .iter()
        .map(|extent| {
            let column = Column { x, width: share(extent).max(Length::pt(2)) };
            x += column.width + GUTTER;
            column
        })
        .collect()
}

fn row<'a>(
    typesetter: &mut Typesetter<'a>,
    table: &Table,
    row: &'a TableRow,
    columns: &[Column],
    style: &BlockStyle,
    flow: &Flow,
) -> BlockSetting {
    let mut block = BlockSetting { height: 1, ..BlockSetting::default() };
    for ((cell, column), alignment) in row.cells.iter().zip(columns).zip(&table.columns) {
        let alignment = match alignment {
            ColumnAlignment::Start => Alignment::Start,
            ColumnAlignment::Centre => Alignment::Centre,
            ColumnAlignment::End => Alignment::End,
        };
        let style = BlockStyle { alignment, ..*style };
        let right = flow.measure - column.x - column.width;
        let flow = Flow { left: column.x, right, ..flow.clone() };
        if cell.is_empty() {
            continue;
        }
        let lines = typesetter.lines(cell, "", &style, &flow, Length::ZERO, 0).into_best().lines;
        block.height = block.height.max(lines.len() as u32);
        typesetter.stack(&mut block, lines, &style, Point::new(column.x, Length::ZERO));
    }
    block
}

/// A rule across the table below `line` grid lines of `block`.
fn rule(typesetter: &Typesetter<'_>, block: &mut BlockSetting, line: u32, thickness: Length, flow: &Flow) {
    let y = typesetter.grid() * i64::from(line) + RULE_DROP;
    block.items.push(PageItem {
        origin: Point::new(flow.left, y),
        content: ItemContent::Fill { size: Size::new(flow.width(), thickness), ink: Ink::BLACK },
        role: ItemRole::Artifact(Artifact::Rule),
    });
}

/// Cuts a row that is higher than a page between its lines.
fn split(row: BlockSetting, tallest: u32, grid: Length, rows: &mut Vec<BlockSetting>) {
    if row.height <= tallest {
        rows.push(row);
        return;
    }
    let count = row.height.div_ceil(tallest);
    let mut pieces: Vec<BlockSetting> = (0..count)
        .map(|piece| BlockSetting { height: tallest.min(row.height - piece * tallest), ..BlockSetting::default() })
        .collect();
    for mut item in row.items {
        let line = (item.origin.y.get() / grid.get()).max(0) as u32;
        let piece = (line / tallest).min(count - 1);
        item.origin.y -= grid * i64::from(piece * tallest);
        if let ItemContent::Line(line) = &item.content {
            pieces[piece as usize].notes.extend(&line.notes);
        }
        pieces[piece as usize].items.push(item);
    }
    rows.extend(pieces);
}
