//! What a galley offers to the making of pages: for each strip the ways it can be set, each in units
//! that are not broken, with the price of a break after each of them; and which of its figures and
//! tables may stand at the head of another page than that of their place.

use super::price;
use super::solve::{Late, Start};
use crate::document::TextPosition;
use crate::geometry::{Length, PageGeometry};
use crate::typeset::{BlockSetting, Floating, Galley, Line, NoteSetting, ParagraphSetting, Strip, StripContent};
use std::ops::Range;

/// A table of so many grid lines is kept whole where it can be.
const SMALL_TABLE_LINES: u32 = 18;

/// A note is split only where so many lines of it stand on each of the two pages.
const LEAST_NOTE_LINES: u32 = 2;

/// A chapter as pages are made of it.
pub(super) struct Chapter {
    /// Its strips, in order.
    pub parts: Vec<Part>,
    /// The figures and tables that may stand at the head of a page, in order.
    pub floats: Vec<Float>,
    /// Whether its pages were frozen, so that units tell which of them started one.
    pub frozen: bool,
    /// Strips and units with which no page is to start: where it is tried what else there is.
    pub barred: Vec<(u32, u32)>,
    /// Its notes.
    notes: Vec<NoteHeight>,
}

/// A strip as pages are made of it.
pub(super) struct Part {
    /// Where it starts.
    pub position: TextPosition,
    /// Grid lines above it, but at the head of a page …
    pub above: u32,
    /// … and below it, but at its foot; the larger of two neighbours counts.
    pub below: u32,
    /// Whether a line more or less may stand above it.
    pub elastic: bool,
    /// Whether it is a figure, a table or part of a box, which the notes of a page stand a line below.
    pub solid: bool,
    /// Whether it starts a page.
    pub forced: bool,
    /// Floats of sections of this level, or of a deeper one, do not come to stand on its other side.
    pub barrier: Option<u8>,
    /// The float that starts with it, as an index into [`Chapter::floats`].
    pub float: Option<u32>,
    /// Grid lines from the start of the chapter to it, all strips set the best way.
    pub top: u32,
    /// The ways it can be set, the best first; never empty.
    pub ways: Vec<Way>,
}

/// A figure or table with its caption, which may stand at the head of a page.
pub(super) struct Float {
    /// Its strips, of which each is set in its first way.
    pub parts: Range<u32>,
    /// The level of the heading of its section.
    section: u8,
}

/// How high a note is.
#[derive(Clone, Copy)]
struct NoteHeight {
    lines: u32,
    leading: Length,
}

/// The rest of a note that goes on overleaf: from this line of it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Carried {
    pub note: u32,
    pub line: u32,
}

impl Chapter {
    /// What it costs that a page starts at `start`.
    pub fn start_price(&self, start: Start) -> i64 {
        let unit = self.parts.get(start.strip as usize).and_then(|part| {
            let way = if start.unit == 0 { 0 } else { start.way };
            part.ways[way as usize].units.get(start.unit as usize)
        });
        let moved = if self.frozen && unit.is_some_and(|unit| !unit.frozen) { price::MOVED } else { 0 };
        moved + if self.barred.contains(&(start.strip, start.unit)) { price::BARRED } else { 0 }
    }

    /// The last float that ends before strip `strip`.
    pub fn last_float(&self, strip: u32) -> Option<u32> {
        let count = self.floats.partition_point(|float| float.parts.end <= strip);
        count.checked_sub(1).map(|float| float as u32)
    }

    /// The float that may stand before its place on a page that starts with unit `unit` of strip `strip`:
    /// that is on the page or on the next, and nothing between bars the way.
    pub fn next_float(&self, strip: u32, unit: u32, geometry: &PageGeometry) -> Option<u32> {
        let float = self.floats.partition_point(|float| float.parts.start <= strip);
        let place = self.floats.get(float)?.parts.start;
        let within = float.checked_sub(1).is_some_and(|before| self.floats[before].parts.contains(&strip));
        let top = |strip: u32| self.parts[strip as usize].top;
        let between = (top(place) - top(strip)).saturating_sub(unit);
        let parts = |from: u32| &self.parts[from as usize..place as usize];
        let barred = within || parts(strip).iter().any(|part| part.barrier.is_some());
        let forced = parts(strip + 1).iter().any(|part| part.forced);
        (between <= 2 * geometry.lines && !barred && !forced).then_some(float as u32)
    }

    /// Whether `late` may wait behind a barrier of level `barrier`.
    pub fn passes(&self, late: Late, barrier: u8) -> bool {
        late.floats().all(|float| self.floats[float as usize].section < barrier)
    }

    /// How many lines are carried.
    pub fn carried_lines(&self, carried: Carried) -> u32 {
        self.notes[carried.note as usize].lines.saturating_sub(carried.line)
    }

    /// How high what is carried is.
    pub fn carried_height(&self, carried: Carried) -> Length {
        self.notes[carried.note as usize].leading * i64::from(self.carried_lines(carried))
    }

    /// What is carried on overleaf where as much of `carried` as fits stands on a page of its own.
    pub fn carried_on(&self, carried: Carried, geometry: &PageGeometry) -> Option<Carried> {
        let note = self.notes[carried.note as usize];
        let fits = |count: &u32| note_lines(note.leading * i64::from(*count), geometry) <= geometry.lines;
        let count = (1..=self.carried_lines(carried)).rev().find(fits).unwrap_or(1);
        let line = carried.line + count;
        (line < note.lines).then_some(Carried { line, ..carried })
    }

    /// What is carried of the last note of `unit` if `lines` grid lines are left on the page for `notes`, of
    /// which it is the last; none if it cannot be split so.
    pub fn split(&self, unit: &Unit, notes: Length, lines: u32, geometry: &PageGeometry) -> Option<Carried> {
        let note = *unit.notes.last()?;
        let NoteHeight { lines: count, leading } = self.notes[note as usize];
        let most = count.checked_sub(LEAST_NOTE_LINES)?;
        let fits = |line: &u32| note_lines(notes - leading * i64::from(count - line), geometry) <= lines;
        let line = (LEAST_NOTE_LINES..=most).rev().find(fits)?;
        Some(Carried { note, line })
    }
}

/// One way to set a strip.
pub(super) struct Way {
    /// What it costs beside the best.
    pub cost: i64,
    /// Its units; never empty, unless the strip has nothing in it.
    pub units: Vec<Unit>,
}

/// What is not broken: a line, a block, a row.
#[derive(Clone)]
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
    /// What a break after it does.
    pub parting: Parting,
    /// What a break after it costs.
    pub penalty: i64,
    /// What is awaited where a page ends after it.
    pub awaited: Awaited,
    /// Whether a page of the frozen edition starts with it.
    pub frozen: bool,
}

/// What the reader of a page's last words looks for on the next page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Awaited {
    /// Nothing in particular.
    #[default]
    Nothing,
    /// The rest of a divided word.
    Word,
    /// What a colon announces.
    Announced,
}

/// A break that ends a page.
#[derive(Clone, Copy)]
pub(super) struct Break {
    pub cost: i64,
    pub awaited: Awaited,
}

impl Break {
    /// That behind the last unit of `part`.
    pub fn behind(part: &Part) -> Self {
        let last = part.ways[0].units.last();
        last.map_or(Self { cost: 0, awaited: Awaited::Nothing }, |Unit { penalty, awaited, .. }| Self {
            cost: *penalty,
            awaited: *awaited,
        })
    }
}

/// What a break does to what stands around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parting {
    /// It leaves the last line of a paragraph alone at the head of a page.
    pub widow: bool,
    /// It leaves the first line of a paragraph alone at the foot of a page.
    pub orphan: bool,
    /// It parts something from what must stand with it.
    pub parted: bool,
    /// It leaves the first or last row of a table alone.
    pub lone_row: bool,
    /// It breaks a table that would stand on one page.
    pub small_table: bool,
}

/// Grid lines that notes of `height` take, with the space and the rule above them.
pub(super) fn note_lines(height: Length, geometry: &PageGeometry) -> u32 {
    if height == Length::ZERO { 0 } else { (height + geometry.leading * 3 / 4).div_ceil(geometry.leading) }
}

/// `galley` as pages of `geometry` are made of it.
pub(super) fn chapter(galley: &Galley, geometry: &PageGeometry) -> Chapter {
    let mut parts: Vec<Part> = Vec::with_capacity(galley.strips.len());
    let mut seen = vec![false; galley.notes.len()];
    let (mut below, mut top) = (0, 0);
    for strip in &galley.strips {
        let ways = priced_ways(strip, &galley.notes, &mut seen);
        let before = strip.above.max(below);
        let text = matches!(strip.content, StripContent::Paragraph { .. }) && !strip.keep_with_next;
        top += before;
        parts.push(Part {
            position: strip.position,
            above: strip.above,
            below: strip.below,
            elastic: before > 0 && !text && !strip.rigid,
            solid: strip.ground.is_some() || !matches!(strip.content, StripContent::Paragraph { .. }),
            forced: strip.page_break,
            barrier: strip.barrier.or(strip.float.map(|_| 0)),
            float: None,
            top,
            ways,
        });
        top += strip.lines();
        below = strip.below;
    }
    // Notes that nothing marks are set at the end, so that they are not lost.
    if let Some(last) = parts.last_mut() {
        for way in &mut last.ways {
            let Some(unit) = way.units.last_mut() else { continue };
            let unmarked = (0_u32..).zip(&seen).filter(|(_, seen)| !**seen).map(|(note, _)| note);
            unit.notes.extend(unmarked);
            unit.notes_height = notes_height(&unit.notes, &galley.notes);
        }
    }
    let notes = galley.notes.iter().map(|note| NoteHeight { lines: note.lines.len() as u32, leading: note.leading });
    let floats = floats(galley, &mut parts, geometry);
    Chapter { parts, floats, frozen: false, barred: Vec::new(), notes: notes.collect() }
}

/// The ways of `strip`, with the notes whose first marks it holds: those that are not `seen` yet.
fn priced_ways(strip: &Strip, notes: &[NoteSetting], seen: &mut [bool]) -> Vec<Way> {
    let mut ways = ways(strip);
    let mut marked = Vec::new();
    for way in &mut ways {
        // Each way holds the same marks.
        marked.clear();
        for unit in &mut way.units {
            unit.notes.retain(|note| {
                let first = !seen[*note as usize] && !marked.contains(note);
                marked.extend(first.then_some(*note));
                first
            });
            unit.notes_height = notes_height(&unit.notes, notes);
        }
        if let (Some(unit), true) = (way.units.last_mut(), strip.keep_with_next) {
            unit.parting.parted = true;
        }
        way.units.iter_mut().for_each(|unit| unit.penalty = price::parting(unit.parting));
    }
    marked.iter().for_each(|note| seen[*note as usize] = true);
    ways
}

/// The floats of `galley`, of which each is told to its first part: strips that belong to one figure or
/// table, no higher than a page, which no mark by hand binds and which hold no note, since notes are
/// numbered in the order of the text.
fn floats(galley: &Galley, parts: &mut [Part], geometry: &PageGeometry) -> Vec<Float> {
    let mut floats = Vec::new();
    let mut start = 0;
    for group in galley.strips.chunk_by(|one, other| one.float.is_some() && one.float == other.float) {
        let range = start..start + group.len();
        start = range.end;
        let free = |part: &Part| !part.forced && part.ways[0].units.iter().all(|unit| unit.notes.is_empty());
        let Some(Floating { section, .. }) = group[0].float else { continue };
        if !parts[range.clone()].iter().all(free) {
            continue;
        }
        let inner = group.windows(2).map(|pair| pair[0].below.max(pair[1].above)).sum::<u32>();
        let lines = inner + group.iter().map(Strip::lines).sum::<u32>();
        if lines <= geometry.lines {
            parts[range.start].float = Some(floats.len() as u32);
            parts[range.clone()].iter_mut().for_each(|part| part.barrier = None);
            floats.push(Float { parts: range.start as u32..range.end as u32, section });
        }
    }
    floats
}

fn notes_height(indices: &[u32], notes: &[NoteSetting]) -> Length {
    indices.iter().map(|index| &notes[*index as usize]).map(|note| note.leading * note.lines.len() as i64).sum()
}

fn ways(strip: &Strip) -> Vec<Way> {
    match &strip.content {
        StripContent::Paragraph { settings, .. } => {
            let best = settings.best().demerits;
            let way = |setting: &ParagraphSetting| {
                let lost = (setting.demerits - best).max(0) / price::DEMERITS;
                let cost = if std::ptr::eq(setting, settings.best()) { 0 } else { price::VARIANT + lost };
                Way { cost, units: paragraph(strip, setting, settings.lines_beside_initial()) }
            };
            settings.all().iter().map(way).collect()
        }
        StripContent::Block(block) => vec![Way { cost: 0, units: vec![unit(block.height, &block.notes)] }],
        StripContent::Table { head, continued, rows, .. } => {
            vec![Way { cost: 0, units: table(strip, (head, continued), rows) }]
        }
    }
}

fn unit(height: u32, notes: &[u32]) -> Unit {
    Unit {
        index: 0,
        height,
        repeated: 0,
        notes_height: Length::ZERO,
        notes: notes.to_vec(),
        parting: Parting::default(),
        penalty: 0,
        awaited: Awaited::Nothing,
        frozen: false,
    }
}

/// The lines of a paragraph, of which the first `beside` stand beside its initial.
fn paragraph(strip: &Strip, setting: &ParagraphSetting, beside: u32) -> Vec<Unit> {
    let count = setting.lines.len();
    let line = |(index, line): (usize, &Line)| {
        let inner = index + 1 < count;
        let parting = Parting {
            orphan: inner && index == 0,
            widow: index + 2 == count,
            parted: inner && (strip.keep_together || (index as u32) + 1 < beside),
            ..Parting::default()
        };
        let awaited = match inner {
            true if line.hyphenated => Awaited::Word,
            false if strip.announces => Awaited::Announced,
            _ => Awaited::Nothing,
        };
        Unit { index: index as u32, parting, awaited, ..unit(1, &line.notes) }
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
        let inner = index + 1 < count;
        row_unit.parting = Parting {
            lone_row: inner && (index == 0 || index + 2 == count),
            small_table: inner && small,
            parted: inner && strip.keep_together,
            ..Parting::default()
        };
        units.push(row_unit);
    }
    units
}
