//! Tables that are too wide for the measure: laid a quarter turn, on pages of their own.
//!
//! The head is at the left of the page and the foot at the right, on versos as on rectos, with caption
//! and notes turned too, since they belong to the table (Chicago Manual of Style, 17th ed., 3.86); folio
//! and running head stand upright. To make-up each page is a block as high as the page, without notes.
//!
//! A table of one page may leave its place as others do, so that the text goes on before it. A heading that would
//! stand alone over it is turned with it.

use super::super::chapter::Typesetter;
use super::super::flow::Flow;
use super::super::{BlockSetting, ItemContent, ItemRole, NoteSetting, PageItem, Strip, StripContent};
use super::columns::Columns;
use super::{Label, Pieces, pieces};
use crate::document::{Block, Table, TextPosition};
use crate::geometry::{Length, Point};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Grid lines that caption, head and notes leave to a row at least.
const LEAST_ROOM: u32 = 4;
/// Grid lines below a heading that is turned with the table.
const HEADING_SPACE: u32 = 1;
/// Space between the rule below the last row and the notes, half of it above and half for what hangs
/// below the last baseline.
const NOTE_SPACE: Length = Length::pt(7);

/// The text block of a turned page, as wide as upright ones are high.
pub(super) fn frame(typesetter: &Typesetter<'_>, flow: &Flow) -> Flow {
    let page = &typesetter.context.style.page;
    let measure = page.leading * i64::from(page.lines);
    Flow { left: Length::ZERO, right: Length::ZERO, measure, ..flow.clone() }
}

/// Sets `table`, the content of `block`, with its caption and its notes within `frame`.
pub(super) fn set<'a>(
    typesetter: &mut Typesetter<'a>,
    block: &'a Block,
    table: &'a Table,
    label: Label,
    columns: &Columns,
    frame: &Flow,
) {
    let page = &typesetter.context.style.page;
    let (grid, lines) = (page.leading, page.lines);
    let height = page.measure();
    let lead = table.caption.as_ref().map(|caption| typesetter.caption_block(caption, label, frame));
    let lead = lead.unwrap_or_default();
    let may_float = typesetter.may_float(block, typesetter.strips.len(), frame);
    let over = typesetter.last_heading().map_or(0, |heading| heading.height + HEADING_SPACE);
    let room = u32::try_from(height.get() / grid.get()).unwrap_or(u32::MAX);
    let tallest = room.saturating_sub(over + lead.height + LEAST_ROOM).max(1);
    let Pieces { head, continued, rows, foot } = pieces(typesetter, table, label, columns, tallest, frame);
    let mut first = BlockSetting::default();
    add(&mut first, lead, grid);
    add(&mut first, head, grid);
    let rows = rows.into_iter().map(Row::new).collect();
    let mut table = Turned { first, continued, rows, foot, notes: BTreeMap::new(), grid, height };
    table.set_notes(typesetter, frame);
    let floats = may_float && table.sheets().len() == 1;
    let heading = if !floats || typesetter.ends_section() { typesetter.take_heading() } else { None };
    let floats = floats && heading.is_none();
    if let Some(heading) = heading {
        table.put_under(heading);
        table.set_notes(typesetter, frame);
    }
    typesetter.set_notes.extend(table.rows.iter().flat_map(|row| &row.below));
    let sheets = table.sheets();
    let alone = sheets.len() == 1;
    for rows in sheets {
        let (sheet, used) = table.sheet(typesetter.index, rows);
        // A table of one page stands in the middle of it; one that goes on starts where it goes on.
        let left = if alone { (height - used).max(Length::ZERO) / 2 } else { Length::ZERO };
        let items = sheet.items.into_iter().map(|item| turned(item, frame.measure, left)).collect();
        let setting = BlockSetting { height: lines, items, notes: sheet.notes };
        let strip = typesetter.strip(block.node, StripContent::Block(setting));
        typesetter.push(Strip { page_break: !floats, ..strip });
    }
}

/// Puts `part` below what stands in `block`.
fn add(block: &mut BlockSetting, part: BlockSetting, grid: Length) {
    let top = grid * i64::from(block.height);
    block.items.extend(part.items.into_iter().map(|mut item| {
        item.origin.y += top;
        item
    }));
    block.height += part.height;
    block.notes.extend(part.notes);
}

/// `item` of a sheet as wide as `width` on the page on which that is turned, its head `left` from the
/// edge of the text block.
fn turned(item: PageItem, width: Length, left: Length) -> PageItem {
    let origin = Point::new(left + item.origin.y, width - item.origin.x);
    PageItem { origin, content: ItemContent::Turned(Box::new(item.content)), ..item }
}

/// A row with the notes whose first marks are in it.
struct Row {
    /// Its notes are all those whose marks are in it.
    setting: BlockSetting,
    /// The notes that stand below the table on its sheet.
    below: Vec<u32>,
    below_height: Length,
    /// Those that are too high to stand there.
    too_high: Vec<u32>,
}

impl Row {
    fn new(setting: BlockSetting) -> Self {
        Self { setting, below: Vec::new(), below_height: Length::ZERO, too_high: Vec::new() }
    }

    /// Takes those of the notes `marks` that are among `notes`, as far as there is `room` for them.
    fn take(&mut self, marks: Vec<u32>, notes: &BTreeMap<u32, NoteSetting>, room: Length) {
        *self = Self::new(std::mem::take(&mut self.setting));
        for mark in marks {
            let Some(note) = notes.get(&mark) else { continue };
            let height = self.below_height + note.leading * note.lines.len() as i64;
            if height > room {
                self.too_high.push(mark);
                continue;
            }
            self.below.push(mark);
            self.below_height = height;
        }
    }
}

/// A table whose rows are to be shared out to sheets.
struct Turned {
    /// Caption and head, under the heading that is turned with them.
    first: BlockSetting,
    /// What stands over the rows of each further sheet.
    continued: BlockSetting,
    rows: Vec<Row>,
    /// The rule below the last row of a sheet.
    foot: BlockSetting,
    /// The notes whose marks stand nowhere before.
    notes: BTreeMap<u32, NoteSetting>,
    grid: Length,
    /// The height of a sheet, which is the width of the page.
    height: Length,
}

impl Turned {
    /// Puts the table under `heading`, with the notes of both.
    fn put_under(&mut self, heading: BlockSetting) {
        let table = std::mem::take(&mut self.first);
        self.first = BlockSetting { height: heading.height + HEADING_SPACE, ..heading };
        add(&mut self.first, table, self.grid);
    }

    /// Sets the notes whose marks stand here first, and gives them to the rows.
    fn set_notes(&mut self, typesetter: &mut Typesetter<'_>, frame: &Flow) {
        let lead = self.grid * i64::from(self.first.height.max(self.continued.height));
        let room = self.height - lead - NOTE_SPACE;
        let mut marks = self.first.notes.clone();
        let mut seen = BTreeSet::new();
        for row in &mut self.rows {
            marks.extend(&row.setting.notes);
            for mark in &marks {
                let elsewhere = || typesetter.strips.iter().any(|strip| strip.marks(*mark));
                if !self.notes.contains_key(mark) && !typesetter.set_notes.contains(mark) && !elsewhere() {
                    self.notes.insert(*mark, typesetter.note(*mark, frame));
                }
            }
            marks.retain(|mark| seen.insert(*mark));
            let free = room - self.grid * i64::from(row.setting.height);
            row.take(std::mem::take(&mut marks), &self.notes, free);
        }
    }

    /// The rows of each sheet; there is one at least. No row is alone on the last, if the one before can
    /// give one.
    fn sheets(&self) -> Vec<Range<usize>> {
        let mut sheets = Vec::new();
        let mut start = 0;
        for end in 1..self.rows.len() {
            if self.used(start..end + 1) > self.height {
                sheets.push(start..end);
                start = end;
            }
        }
        if let Some(before) = sheets.last_mut()
            && start + 1 == self.rows.len()
            && before.len() > 2
            && self.used(start - 1..self.rows.len()) <= self.height
        {
            start -= 1;
            before.end = start;
        }
        sheets.push(start..self.rows.len());
        sheets
    }

    fn lead(&self, rows: &Range<usize>) -> &BlockSetting {
        if rows.start == 0 { &self.first } else { &self.continued }
    }

    /// The height of a sheet of `rows`, with their notes.
    fn used(&self, rows: Range<usize>) -> Length {
        let lines = self.lead(&rows).height + self.rows[rows.clone()].iter().map(|row| row.setting.height).sum::<u32>();
        let notes = self.rows[rows].iter().map(|row| row.below_height).sum::<Length>();
        let space = if notes > Length::ZERO { NOTE_SPACE } else { Length::ZERO };
        self.grid * i64::from(lines) + notes + space
    }

    /// The sheet of `rows`, which is of chapter `chapter`, and its height.
    fn sheet(&self, chapter: u32, rows: Range<usize>) -> (BlockSetting, Length) {
        let used = self.used(rows.clone());
        let mut sheet = self.lead(&rows).clone();
        for row in &self.rows[rows.clone()] {
            add(&mut sheet, row.setting.clone(), self.grid);
        }
        if !self.rows.is_empty() {
            sheet.notes = self.rows[rows.clone()].iter().flat_map(|row| row.too_high.iter().copied()).collect();
        }
        add(&mut sheet, self.foot.clone(), self.grid);
        let mut y = self.grid * i64::from(sheet.height) + NOTE_SPACE / 2;
        for note in self.rows[rows].iter().flat_map(|row| &row.below).filter_map(|mark| self.notes.get(mark)) {
            for (x, line) in &note.lines {
                y += note.leading;
                let origin = Point::new(*x, y);
                let role = ItemRole::Content(TextPosition { chapter, node: line.node, offset: line.start });
                sheet.items.extend(line.drawn(chapter, origin));
                sheet.items.push(PageItem { origin, content: ItemContent::Line(line.clone()), role });
            }
        }
        (sheet, used)
    }
}
