//! What a galley offers to the making of pages: for each strip the ways it can be set, each in units
//! that are not broken, with the price of a break after each of them.

use crate::geometry::{Length, PageGeometry};
use crate::typeset::{BlockSetting, Galley, Line, NoteSetting, ParagraphSetting, Strip, StripContent};

/// What is unwelcome, and its price. A thousand is the smallest fault that an eye might see.
pub(super) mod price {
    /// A page one line short, like the page that faces it.
    pub const SHORT: i64 = 1_000;
    /// A page two lines short or more …
    pub const TOO_SHORT: i64 = 20_000;
    /// … and for each line of it, squared.
    pub const SHORT_SQUARED: i64 = 1_000;
    /// Facing pages of unequal depth: forbidden where anything else is possible.
    pub const UNEVEN: i64 = 100_000;
    /// For each line of white between text and notes, squared: the page still ends at its foot.
    pub const GAP: i64 = 300;
    /// A line more above a heading, figure or table than its style has.
    pub const MORE_SPACE: i64 = 3_000;
    /// A line less there.
    pub const LESS_SPACE: i64 = 6_000;
    /// A paragraph with a line more or less than it is best set with, beside what its lines lose …
    pub const VARIANT: i64 = 2_000;
    /// … of which so many demerits count as one: a variant whose spaces are a half too wide in one
    /// line more costs a thousand.
    pub const DEMERITS: i64 = 10;
    /// The last line of a paragraph alone at the head of a page: worse than a page of 30 lines less.
    pub const WIDOW: i64 = 1_000_000;
    /// The first line of a paragraph alone at the foot of a page.
    pub const ORPHAN: i64 = 1_000_000;
    /// Something parted from what must follow on the same page: a heading from its text.
    pub const PARTED: i64 = 5_000_000;
    /// A word divided between facing pages.
    pub const HYPHEN: i64 = 4_000;
    /// A word divided where the leaf is turned.
    pub const HYPHEN_AT_TURN: i64 = 60_000;
    /// The first or last row of a table alone: worse than any page left white.
    pub const LONE_ROW: i64 = 4_000_000;
    /// A table broken that would stand on one page: worse than half a page left white.
    pub const SMALL_TABLE: i64 = 350_000;
    /// A chapter's last page with fewer than five lines.
    pub const SHORT_LAST: i64 = 200_000;
    /// More on a page than fits: only where a single thing is higher than the page.
    pub const TOO_HIGH: i64 = 100_000_000;
}

/// Lines that a chapter's last page should have.
pub(super) const LAST_PAGE_LINES: u32 = 5;

/// A table of so many grid lines is kept whole where it can be.
const SMALL_TABLE_LINES: u32 = 18;

/// A strip as pages are made of it.
pub(super) struct Part {
    /// Grid lines above it, but at the head of a page.
    pub before: u32,
    /// Whether a line more or less may stand above it.
    pub elastic: bool,
    /// Whether it starts a page.
    pub forced: bool,
    /// The fewest grid lines of it that can stand at the foot of a page, with their notes.
    pub least: u32,
    /// The ways it can be set, the best first; never empty.
    pub ways: Vec<Way>,
}

/// One way to set a strip.
pub(super) struct Way {
    /// What it costs beside the best.
    pub cost: i64,
    /// Its units; never empty, unless the strip has nothing in it.
    pub units: Vec<Unit>,
}

/// What is not broken: a line, a block, a row.
pub(super) struct Unit {
    /// The line of a paragraph, or the row of a table.
    pub index: u32,
    /// Grid lines.
    pub height: u32,
    /// Grid lines of what is repeated above it at the head of a page.
    pub repeated: u32,
    /// Height of the notes whose first marks it holds.
    pub notes_height: Length,
    pub notes: Vec<u32>,
    /// What a break after it costs.
    pub penalty: i64,
    /// Whether it ends with a divided word.
    pub hyphenated: bool,
    /// Lines that up to three units after it need, which may not part, with their notes.
    pub next: u32,
}

/// Grid lines that notes of `height` take, with the space and the rule above them.
pub(super) fn note_lines(height: Length, geometry: &PageGeometry) -> u32 {
    if height == Length::ZERO { 0 } else { (height + geometry.leading * 3 / 4).div_ceil(geometry.leading) }
}

/// The parts of `galley` in order.
pub(super) fn parts(galley: &Galley, geometry: &PageGeometry) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(galley.strips.len());
    let mut seen = vec![false; galley.notes.len()];
    let mut below = 0;
    for strip in &galley.strips {
        let mut ways = ways(strip);
        let before = seen.clone();
        for way in &mut ways {
            // Each way holds the same marks.
            seen.clone_from(&before);
            for unit in &mut way.units {
                unit.notes.retain(|note| !std::mem::replace(&mut seen[*note as usize], true));
                unit.notes_height = unit.notes.iter().map(|note| height(&galley.notes[*note as usize])).sum();
            }
            for at in 0..way.units.len() {
                let next = way.units[at + 1..].iter().take(3);
                let (lines, notes) = next
                    .fold((0, Length::ZERO), |(lines, notes), unit| (lines + unit.height, notes + unit.notes_height));
                way.units[at].next = lines + note_lines(notes, geometry);
            }
            if let (Some(unit), true) = (way.units.last_mut(), strip.keep_with_next) {
                unit.penalty += price::PARTED;
            }
        }
        let before = strip.above.max(below);
        let text = matches!(strip.content, StripContent::Paragraph { .. }) && !strip.keep_with_next;
        let elastic = before > 0 && !text;
        parts.push(Part { before, elastic, forced: strip.page_break, least: 0, ways });
        below = strip.below;
    }
    // Notes that nothing marks are set at the end, so that they are not lost.
    if let Some(last) = parts.last_mut() {
        for way in &mut last.ways {
            let Some(unit) = way.units.last_mut() else { continue };
            let unmarked = (0_u32..).zip(&seen).filter(|(_, seen)| !**seen).map(|(note, _)| note);
            unit.notes.extend(unmarked);
            unit.notes_height = unit.notes.iter().map(|note| height(&galley.notes[*note as usize])).sum();
        }
    }
    let mut next = 0;
    for part in parts.iter_mut().rev() {
        part.least = part.ways.iter().map(|way| least(way, next, geometry)).max().unwrap_or(0);
        next = part.before + part.least;
    }
    parts
}

/// The fewest lines of `way` that can stand at the foot of a page; what follows the strip needs `next`.
fn least(way: &Way, next: u32, geometry: &PageGeometry) -> u32 {
    let (mut lines, mut notes) = (0, Length::ZERO);
    for unit in &way.units {
        lines += unit.height;
        notes += unit.notes_height;
        if unit.penalty < price::SMALL_TABLE {
            return lines + note_lines(notes, geometry);
        }
    }
    lines + note_lines(notes, geometry) + next
}

fn ways(strip: &Strip) -> Vec<Way> {
    match &strip.content {
        StripContent::Paragraph { settings, .. } => {
            let best = settings.best().demerits;
            let way = |setting: &ParagraphSetting| {
                let lost = (setting.demerits - best).max(0) / price::DEMERITS;
                let cost = if std::ptr::eq(setting, settings.best()) { 0 } else { price::VARIANT + lost };
                Way { cost, units: paragraph(strip, setting) }
            };
            settings.all().iter().map(way).collect()
        }
        StripContent::Block(block) => vec![Way { cost: 0, units: vec![unit(block.height, &block.notes)] }],
        StripContent::Table { head, continued, rows, .. } => {
            vec![Way { cost: 0, units: table(strip, (head, continued), rows) }]
        }
    }
}

fn height(note: &NoteSetting) -> Length {
    note.leading * note.lines.len() as i64
}

fn unit(height: u32, notes: &[u32]) -> Unit {
    Unit {
        index: 0,
        height,
        repeated: 0,
        notes_height: Length::ZERO,
        notes: notes.to_vec(),
        penalty: 0,
        hyphenated: false,
        next: 0,
    }
}

fn paragraph(strip: &Strip, setting: &ParagraphSetting) -> Vec<Unit> {
    let count = setting.lines.len();
    let line = |(index, line): (usize, &Line)| {
        let mut penalty = 0;
        if index + 1 < count {
            penalty += if index == 0 { price::ORPHAN } else { 0 };
            penalty += if index + 2 == count { price::WIDOW } else { 0 };
            penalty += if strip.keep_together { price::PARTED } else { 0 };
        }
        Unit { index: index as u32, penalty, hyphenated: line.hyphenated, ..unit(1, &line.notes) }
    };
    setting.lines.iter().enumerate().map(line).collect()
}

fn table(strip: &Strip, (head, continued): (&BlockSetting, &BlockSetting), rows: &[BlockSetting]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(rows.len().max(1));
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
    units
}
