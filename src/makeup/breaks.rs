//! Where pages break: the cheapest way over the whole chapter, by dynamic programming over the
//! places to break (Michael F. Plass, "Optimal Pagination Techniques", Stanford 1981, in the form
//! of Frank Mittelbach, DocEng 2016, on a grid of whole lines and without variants).

use crate::geometry::{Length, PageGeometry};
use crate::typeset::{BlockSetting, Galley, NoteSetting, ParagraphSetting, Strip, StripContent};

/// What is unwelcome, and its price.
mod price {
    /// One line short, squared for more: facing pages should be of equal depth.
    pub const SHORT: i64 = 1_000;
    /// The last line of a paragraph alone at the head of a page: worse than a page of 30 lines less.
    pub const WIDOW: i64 = 1_000_000;
    /// The first line of a paragraph alone at the foot of a page.
    pub const ORPHAN: i64 = 1_000_000;
    /// Something parted from what must follow on the same page: a heading from its text.
    pub const PARTED: i64 = 5_000_000;
    /// A word divided over two pages: worse than a page four lines short.
    pub const HYPHEN: i64 = 20_000;
    /// The first or last row of a table alone: worse than any page left white.
    pub const LONE_ROW: i64 = 4_000_000;
    /// A table broken that would stand on one page: worse than half a page left white.
    pub const SMALL_TABLE: i64 = 350_000;
    /// A chapter's last page with fewer than five lines.
    pub const SHORT_LAST: i64 = 20_000;
    /// More on a page than fits: only where a single thing is higher than the page.
    pub const TOO_HIGH: i64 = 100_000_000;
}

/// Lines that a chapter's last page should have.
const LAST_PAGE_LINES: u32 = 5;

/// A table of so many grid lines is kept whole where it can be.
const SMALL_TABLE_LINES: u32 = 18;

/// What is not broken: a line, a block, a row.
pub(super) struct Unit {
    pub strip: u32,
    /// The line of a paragraph, or the row of a table.
    pub index: u32,
    /// Grid lines.
    pub height: u32,
    /// Grid lines above it, but at the head of a page.
    pub before: u32,
    /// Grid lines of what is repeated above it at the head of a page.
    pub repeated: u32,
    /// Height of the notes whose first marks it holds.
    pub notes_height: Length,
    pub notes: Vec<u32>,
    /// What a break after it costs.
    pub penalty: i64,
    /// Whether it starts a page.
    pub forced: bool,
}

/// Grid lines that notes of `height` take, with the space and the rule above them.
pub(super) fn note_lines(height: Length, geometry: &PageGeometry) -> u32 {
    if height == Length::ZERO { 0 } else { (height + geometry.leading * 3 / 4).div_ceil(geometry.leading) }
}

/// The units of `galley` in order.
pub(super) fn units(galley: &Galley, geometry: &PageGeometry) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut seen = vec![false; galley.notes.len()];
    let mut below = 0;
    for (index, strip) in galley.strips.iter().enumerate() {
        let first = units.len();
        match &strip.content {
            StripContent::Paragraph { settings, .. } => paragraph(&mut units, strip, settings.best()),
            StripContent::Block(block) => units.push(unit(block.height, &block.notes)),
            StripContent::Table { head, continued, rows, .. } => {
                table(&mut units, strip, (head, continued), rows);
            }
        }
        for unit in &mut units[first..] {
            unit.strip = index as u32;
            unit.notes.retain(|note| !std::mem::replace(&mut seen[*note as usize], true));
            unit.notes_height = unit.notes.iter().map(|note| height(&galley.notes[*note as usize])).sum();
        }
        if let Some(unit) = units.get_mut(first) {
            unit.before = strip.above.max(below);
            unit.forced = strip.page_break;
            below = strip.below;
        }
        if let Some(unit) = units[first..].last_mut()
            && strip.keep_with_next
        {
            unit.penalty = price::PARTED;
        }
    }
    // Notes that nothing marks are set at the end, so that they are not lost.
    if let Some(last) = units.last_mut() {
        let unmarked = (0_u32..).zip(&seen).filter(|(_, seen)| !**seen).map(|(note, _)| note);
        last.notes.extend(unmarked);
        last.notes_height = last.notes.iter().map(|note| height(&galley.notes[*note as usize])).sum();
    }
    debug_assert!(units.iter().all(|unit| unit.height <= geometry.lines || unit.penalty >= 0));
    units
}

fn height(note: &NoteSetting) -> Length {
    note.leading * note.lines.len() as i64
}

fn unit(height: u32, notes: &[u32]) -> Unit {
    Unit {
        strip: 0,
        index: 0,
        height,
        before: 0,
        repeated: 0,
        notes_height: Length::ZERO,
        notes: notes.to_vec(),
        penalty: 0,
        forced: false,
    }
}

fn paragraph(units: &mut Vec<Unit>, strip: &Strip, setting: &ParagraphSetting) {
    let count = setting.lines.len();
    for (index, line) in setting.lines.iter().enumerate() {
        let mut penalty = 0;
        if index + 1 < count {
            penalty += if index == 0 { price::ORPHAN } else { 0 };
            penalty += if index + 2 == count { price::WIDOW } else { 0 };
            penalty += if line.hyphenated { price::HYPHEN } else { 0 };
            penalty += if strip.keep_together { price::PARTED } else { 0 };
        }
        units.push(Unit { index: index as u32, penalty, ..unit(1, &line.notes) });
    }
}

fn table(
    units: &mut Vec<Unit>,
    strip: &Strip,
    (head, continued): (&BlockSetting, &BlockSetting),
    rows: &[BlockSetting],
) {
    let count = rows.len();
    let small = head.height + rows.iter().map(|row| row.height).sum::<u32>() <= SMALL_TABLE_LINES;
    if count == 0 {
        units.push(unit(head.height, &head.notes));
    }
    for (index, row) in rows.iter().enumerate() {
        let mut row_unit = Unit { index: index as u32, ..unit(row.height, &row.notes) };
        if index == 0 {
            row_unit.height += head.height;
            row_unit.notes.splice(0..0, head.notes.iter().copied());
        } else {
            row_unit.repeated = continued.height;
        }
        if index + 1 < count {
            let lone = index == 0 || index + 2 == count;
            row_unit.penalty += if lone { price::LONE_ROW } else { 0 };
            row_unit.penalty += if small { price::SMALL_TABLE } else { 0 };
            row_unit.penalty += if strip.keep_together { price::PARTED } else { 0 };
        }
        units.push(row_unit);
    }
}

/// Indices of the units that start a page, the first of which is 0; empty if there are no units.
pub(super) fn solve(units: &[Unit], geometry: &PageGeometry) -> Vec<usize> {
    const UNREACHED: i64 = i64::MAX;
    let count = units.len();
    let mut best = vec![(UNREACHED, 0_usize); count + 1];
    best[0].0 = 0;
    for start in 0..count {
        let (cost, _) = best[start];
        if cost == UNREACHED {
            continue;
        }
        let mut page = PageSum::default();
        for end in start..count {
            if end > start && units[end].forced {
                break;
            }
            page.add(&units[end], end == start);
            let lines = page.lines + note_lines(page.notes, geometry);
            if lines > geometry.lines && end > start {
                break;
            }
            let total = cost + page_cost(units, end, lines, geometry);
            if total < best[end + 1].0 {
                best[end + 1] = (total, start);
            }
        }
    }
    let mut starts = Vec::new();
    let mut at = count;
    while at > 0 {
        at = best[at].1;
        starts.push(at);
    }
    starts.reverse();
    starts
}

/// What stands on a page so far.
#[derive(Default)]
struct PageSum {
    lines: u32,
    notes: Length,
}

impl PageSum {
    fn add(&mut self, unit: &Unit, first: bool) {
        self.lines += unit.height + if first { unit.repeated } else { unit.before };
        self.notes += unit.notes_height;
    }
}

/// What a page of `lines` lines costs that ends with unit `end`.
pub(super) fn page_cost(units: &[Unit], end: usize, lines: u32, geometry: &PageGeometry) -> i64 {
    let too_high = if lines > geometry.lines { price::TOO_HIGH } else { 0 };
    let next = units.get(end + 1);
    match next {
        None => too_high + if lines < LAST_PAGE_LINES { price::SHORT_LAST } else { 0 },
        Some(next) if next.forced => too_high,
        Some(_) => {
            let short = i64::from(geometry.lines.saturating_sub(lines));
            too_high + short * short * price::SHORT + units[end].penalty
        }
    }
}
