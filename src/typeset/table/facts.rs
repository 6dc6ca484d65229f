//! The fact box: a table of two columns on a ground of its own.

use super::super::chapter::Typesetter;
use super::super::flow::Flow;
use super::super::{Artifact, BlockSetting, ItemContent, ItemRole, PageItem};
use super::columns::GUTTER;
use crate::document::{Passage, Table};
use crate::geometry::{Length, Point, Size};
use crate::style::{BlockStyle, Role};

/// The width of the labels, the same in all boxes of a book: 30 mm.
const LABELS: Length = Length::micrometres(30_000);

/// A column: its left edge and its width.
#[derive(Clone, Copy)]
struct Column {
    x: Length,
    width: Length,
}

/// A table of facts on a ground of its own: labels in a narrow column, values beside them, the
/// column heads as its title. It is as high as its rows and one line, half of it above and below.
pub(super) fn set<'a>(typesetter: &mut Typesetter<'a>, table: &'a Table, flow: &Flow) -> BlockSetting {
    let label_style = *typesetter.context.style.get(Role::FactLabel);
    let value_style = *typesetter.context.style.get(Role::FactValue);
    let title_style = *typesetter.context.style.get(Role::FactTitle);
    let grid = typesetter.grid();
    let inset = grid / 2;
    let label = Column { x: flow.left + inset, width: LABELS };
    let value_x = label.x + LABELS + GUTTER;
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
            let flow = typesetter.without_lone_word(passage, style, &flow);
            let lines = typesetter.lines(passage, "", style, &flow, Length::ZERO);
            let count = lines.len() as u32;
            let top = grid * i64::from(line) + inset;
            typesetter.stack(&mut block, lines, style, Point::new(flow.left, top));
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
