//! The ways in which one page may be filled, and what each costs.
//!
//! A small table of what stands on the page so far to the best cost of it goes from strip to strip,
//! so that the ways of all paragraphs on the page cost their sum and not their product.
//!
//! A figure or table (a float) stands in its place; or at the head of the next page, and up to a third
//! of a page of text is set before it; or, before its place, at the head of the page or of the verso
//! facing that. Floats stay in their order, and in their
//! section.

use super::breaks::{Awaited, Break, Carried, Chapter, Part, Unit, note_lines};
use super::price::{self, Foot, Load};
use super::solve::{Late, PagePlan, Piece, Side, Start, State};
use crate::geometry::{Length, PageGeometry};

/// How a page may end, on whichever side of a leaf.
pub(super) struct End {
    /// Where the next page starts.
    next: Start,
    /// What the page costs on a verso, but for its foot.
    cost: i64,
    /// What is awaited at its foot.
    awaited: Awaited,
    /// Floats that stand on the next page, though their place is on this one.
    left: u32,
    load: Load,
    foot: Foot,
    /// Index of its last piece in the trail.
    piece: u32,
}

/// A piece, and the one before it on its page.
struct Step {
    piece: Piece,
    previous: u32,
}

/// No piece.
const NONE: u32 = u32::MAX;

/// A page with notes may end so many lines above its foot together with the page that faces it.
const MOST_RAISED: u32 = 1;

/// What stands on a page so far.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    lines: u32,
    /// Height of its notes.
    notes: Length,
    /// Grid lines that the last thing wants below it.
    below: u32,
    /// Whether that is a figure, a table or part of a box.
    solid: bool,
    /// Floats whose place was passed on the page …
    late: Late,
    /// … and lines of text behind that of the first.
    passed: u32,
    /// The float that stands before its place, while that is not reached.
    early: Option<u32>,
    cost: i64,
    piece: u32,
}

impl Entry {
    fn load(self) -> Load {
        Load { lines: self.lines, notes: self.notes, solid: self.solid }
    }

    /// Whether what follows `self` could follow `other` as well, for the same price.
    fn is_like(self, other: Self) -> bool {
        self == Self { cost: self.cost, piece: self.piece, ..other }
    }

    /// Lines that may stand above `part`, with their prices, or above the rest of it, if it `goes_on`.
    fn spaces(self, part: &Part, goes_on: bool) -> impl Iterator<Item = (u32, i64)> + use<> {
        spaces(part, (self.lines > 0).then_some(self.below), goes_on)
    }
}

/// Lines that may stand above `part`, or above the rest of it, if it `goes_on`, behind something that
/// wants `below` lines, with their prices; at the head of a page `below` is none.
pub(super) fn spaces(part: &Part, below: Option<u32>, goes_on: bool) -> impl Iterator<Item = (u32, i64)> + use<> {
    let above = if goes_on { 0 } else { part.above };
    let before = below.map_or(0, |below| below.max(above));
    let elastic = part.elastic && before > 0 && !goes_on;
    let more = elastic.then_some((before + 1, price::MORE_SPACE));
    let twice = elastic.then_some((before + 2, price::TWICE_MORE_SPACE));
    let less = (elastic && before >= 2).then(|| (before - 1, price::LESS_SPACE));
    [Some((before, 0)), more, less, twice].into_iter().flatten()
}

/// Lines of text that may stand between the place of a float and the page that it stands on.
pub(super) fn most_passed(geometry: &PageGeometry) -> u32 {
    geometry.lines / 3
}

/// What may stand on a page, each with the cheapest way to it.
#[derive(Default)]
struct Entries {
    all: Vec<Entry>,
    /// The last of those with as many lines as the index says, and of each the one before it.
    with_lines: Vec<u32>,
    before: Vec<u32>,
}

impl Entries {
    fn clear(&mut self) {
        self.all.clear();
        self.before.clear();
        self.with_lines.fill(NONE);
    }

    /// Takes in `entry`, unless one that is like it costs no more; the place of it, if it is taken in.
    fn better(&mut self, entry: Entry) -> Option<&mut Entry> {
        let lines = entry.lines as usize;
        if lines >= self.with_lines.len() {
            self.with_lines.resize(lines + 1, NONE);
        }
        let mut at = self.with_lines[lines];
        while at != NONE {
            let index = at as usize;
            if entry.is_like(self.all[index]) {
                let is_better = entry.cost < self.all[index].cost;
                return is_better.then(|| {
                    self.all[index] = entry;
                    &mut self.all[index]
                });
            }
            at = self.before[index];
        }
        self.before.push(self.with_lines[lines]);
        self.with_lines[lines] = self.all.len() as u32;
        self.all.push(entry);
        self.all.last_mut()
    }
}

/// The units of a strip that stand on a page so far, behind what stood there.
struct Set<'a> {
    entry: Entry,
    /// Grid lines of its notes.
    of_notes: u32,
    /// The unit whose last note is split.
    splits: Option<&'a Unit>,
    /// What is carried of that.
    carried: Option<Carried>,
}

impl<'a> Set<'a> {
    /// Adds `unit`, with what is `repeated` above it or without; whether it may stand on the page.
    fn add(&mut self, unit: &Unit, repeated: bool, geometry: &PageGeometry) -> bool {
        let height = unit.height + if repeated { unit.repeated } else { 0 };
        self.entry.lines += height;
        if unit.notes_height > Length::ZERO {
            self.entry.notes += unit.notes_height;
            self.of_notes = note_lines(self.entry.notes, geometry);
        }
        if !self.entry.late.is_empty() {
            self.entry.passed += height;
        }
        // A note behind one that is split would stand before its rest.
        (self.splits.is_none() || unit.notes_height == Length::ZERO) && self.entry.passed <= most_passed(geometry)
    }

    /// Splits the last note on the page, which is too high behind `unit`; whether it can be split so.
    fn split(&mut self, unit: &'a Unit, chapter: &Chapter, geometry: &PageGeometry) -> bool {
        self.splits = self.splits.or((unit.notes_height > Length::ZERO).then_some(unit));
        let room = geometry.lines.checked_sub(self.entry.lines);
        let split = self.splits.zip(room);
        self.carried = split.and_then(|(unit, room)| chapter.split(unit, self.entry.notes, room, geometry));
        self.carried.is_some()
    }
}

pub(super) struct Filler<'a> {
    chapter: &'a Chapter,
    geometry: &'a PageGeometry,
    /// What the page that is filled may cost.
    budget: i64,
    /// Where it starts.
    start: Start,
    trail: Vec<Step>,
    /// How it may end.
    pub ends: Vec<End>,
}

impl<'a> Filler<'a> {
    pub fn new(chapter: &'a Chapter, geometry: &'a PageGeometry) -> Self {
        let (trail, ends) = (Vec::new(), Vec::new());
        Self { chapter, geometry, budget: i64::MAX, start: State::START.start, trail, ends }
    }

    /// Finds the ways in which a page that starts at `start` may end, for `budget` at most.
    pub fn fill(&mut self, start: Start, budget: i64) {
        (self.start, self.budget) = (start, budget);
        self.trail.clear();
        self.ends.clear();
        let mut empty = Entry {
            lines: 0,
            notes: Length::ZERO,
            below: 0,
            solid: false,
            late: Late::default(),
            passed: 0,
            early: start.early,
            cost: 0,
            piece: NONE,
        };
        if let Some(carried) = start.carried {
            self.notes_alone(empty, carried);
            empty.notes = self.chapter.carried_height(carried);
        }
        let Some(head) = start.late.floats().try_fold(empty, |entry, float| self.float(entry, float)) else { return };
        if !start.late.is_empty() {
            let next = Start { carried: None, ..start };
            self.end(next, head, head.load(), 0, Break { cost: 0, awaited: Awaited::Nothing });
        }
        let entries = [Some(head), self.early(head)].into_iter().flatten().collect();
        self.text(entries);
    }

    /// A page on which nothing stands but the rest of a note, or as much of it as fits.
    fn notes_alone(&mut self, entry: Entry, carried: Carried) {
        let rest = self.chapter.carried_on(carried, self.geometry);
        let left = rest.map_or(Length::ZERO, |rest| self.chapter.carried_height(rest));
        let notes = self.chapter.carried_height(carried) - left;
        let next = Start { carried: rest, ..self.start };
        let entry = Entry { late: self.start.late, ..entry };
        let parting = Break { cost: price::NOTE_SPLIT, awaited: Awaited::Nothing };
        self.end(next, entry, Load { lines: 0, notes, solid: false }, 0, parting);
    }

    /// Sets float `float` behind `entry` at the head of the page, if it fits there.
    fn float(&mut self, mut entry: Entry, float: u32) -> Option<Entry> {
        let chapter = self.chapter;
        for strip in chapter.floats[float as usize].parts.clone() {
            let part = &chapter.parts[strip as usize];
            let before = if entry.lines == 0 { 0 } else { entry.below.max(part.above) };
            let units = &part.ways[0].units;
            let piece = Piece { strip, way: 0, units: 0..units.len() as u32, before };
            entry.lines += before + units.iter().map(|unit| unit.height).sum::<u32>();
            (entry.below, entry.solid) = (part.below, part.solid);
            entry.piece = self.step(piece, entry.piece);
        }
        (entry.load().total(self.geometry) <= self.geometry.lines).then_some(entry)
    }

    /// The page with the next float set at its head, if that belongs there.
    fn early(&mut self, entry: Entry) -> Option<Entry> {
        let Start { strip, unit, early, .. } = self.start;
        let float = self.chapter.next_float(strip, unit, self.geometry).filter(|_| early.is_none())?;
        let entry = Entry { early: Some(float), cost: entry.cost + price::EARLY, ..entry };
        self.float(entry, float)
    }

    /// Fills the page with text behind what stands at its head.
    fn text(&mut self, mut entries: Vec<Entry>) {
        let (start, chapter) = (self.start, self.chapter);
        // Those that pass by the float where the text is, which go on behind it.
        let mut passing: Vec<Entry> = Vec::new();
        let mut behind = u32::MAX;
        let mut next = Entries::default();
        for index in start.strip..chapter.parts.len() as u32 {
            let part = &chapter.parts[index as usize];
            let goes_on = index == start.strip && start.unit > 0;
            if index > start.strip && part.forced {
                break;
            }
            if index == behind {
                entries.append(&mut passing);
            }
            if let Some(float) = part.float.filter(|_| !goes_on) {
                behind = chapter.floats[float as usize].parts.end;
                self.pass(float, &mut entries, &mut passing);
            }
            if let Some(barrier) = part.barrier.filter(|_| !goes_on) {
                entries.retain(|entry| entry.early.is_none() && chapter.passes(entry.late, barrier));
            }
            if entries.is_empty() && passing.is_empty() {
                break;
            }
            next.clear();
            for entry in entries.drain(..) {
                self.strip(index, entry, &mut next);
            }
            let parting = Break::behind(part);
            let to = Start { strip: index + 1, unit: 0, way: 0, carried: None, ..start };
            for entry in &next.all {
                self.end(to, *entry, entry.load(), entry.late.count, parting);
            }
            next.all.retain(|entry| entry.load().total(self.geometry) <= self.geometry.lines);
            std::mem::swap(&mut entries, &mut next.all);
        }
    }

    /// Parts `entries` where float `float` has its place: those that are `passing` by set it later or have
    /// set it before; the others set it here.
    fn pass(&self, float: u32, entries: &mut Vec<Entry>, passing: &mut Vec<Entry>) {
        entries.retain(|entry| {
            if entry.early == Some(float) {
                passing.push(Entry { early: None, ..*entry });
                return false;
            }
            if entry.lines > 0
                && let Some(late) = entry.late.and(float)
            {
                passing.push(Entry { late, cost: entry.cost + price::LATE, ..*entry });
            }
            entry.late.is_empty()
        });
    }

    /// Adds strip `index` to what stands on the page, in all its ways.
    fn strip(&mut self, index: u32, entry: Entry, next: &mut Entries) {
        let start = self.start;
        let part = &self.chapter.parts[index as usize];
        let goes_on = index == start.strip && start.unit > 0;
        let ways = if goes_on { start.way..start.way + 1 } else { 0..part.ways.len() as u32 };
        for (before, space) in entry.spaces(part, goes_on) {
            for way in ways.clone() {
                let set = &part.ways[way as usize];
                let own = if goes_on { 0 } else { set.cost };
                let from = if goes_on { start.unit } else { 0 };
                let entry = Entry { lines: entry.lines + before, cost: entry.cost + space + own, ..entry };
                if entry.cost <= self.budget {
                    let piece = Piece { strip: index, way, units: from..from, before };
                    self.way(&set.units, piece, Entry { below: part.below, solid: part.solid, ..entry }, next);
                }
            }
        }
    }

    /// Adds the units of one way from the first of `piece` on behind `entry`, which has the space above.
    fn way(&mut self, units: &[Unit], piece: Piece, entry: Entry, next: &mut Entries) {
        let empty = entry.lines == piece.before && entry.notes == Length::ZERO;
        let from = piece.units.start;
        let last = units.len() as u32;
        let mut set = Set { entry, of_notes: note_lines(entry.notes, self.geometry), splits: None, carried: None };
        for (at, unit) in (1_u32..).zip(units).skip(from as usize) {
            let first = at == from + 1;
            if !set.add(unit, first && from > 0, self.geometry) {
                return;
            }
            let too_high = set.entry.lines + set.of_notes > self.geometry.lines;
            if too_high && !set.split(unit, self.chapter, self.geometry) && !(empty && first) {
                return;
            }
            let ends = at == last;
            if ends && !too_high {
                break;
            }
            if too_high || !self.is_beyond(set.entry.cost, set.entry.load()) {
                self.end_behind(unit, &set, Piece { units: from..at, ..piece }, ends);
            }
            if too_high && (ends || set.carried.is_none()) {
                return;
            }
        }
        if let Some(entry) = next.better(set.entry) {
            entry.piece = self.step(Piece { units: from..last, ..piece }, set.entry.piece);
        }
    }

    /// Adds the end of the page behind `unit`, the last of `piece`, with which its strip `ends` or not.
    fn end_behind(&mut self, unit: &Unit, set: &Set, piece: Piece, ends: bool) {
        let Set { entry, carried, .. } = *set;
        let to = match ends {
            true => Start { strip: piece.strip + 1, unit: 0, way: 0, carried, ..self.start },
            false => Start { strip: piece.strip, unit: piece.units.end, way: piece.way, carried, ..self.start },
        };
        let split = if carried.is_some() { price::NOTE_SPLIT } else { 0 };
        let parting = Break { cost: unit.penalty + split, awaited: unit.awaited };
        let height = carried.map_or(Length::ZERO, |carried| self.chapter.carried_height(carried));
        let load = Load { notes: entry.notes - height, ..entry.load() };
        let step = self.step(piece, entry.piece);
        self.end(to, Entry { piece: step, ..entry }, load, entry.late.count, parting);
    }

    fn step(&mut self, piece: Piece, previous: u32) -> u32 {
        self.trail.push(Step { piece, previous });
        self.trail.len() as u32 - 1
    }

    /// Whether a page that ends with `load`, of which all but its foot costs `cost`, costs more than it may.
    fn is_beyond(&self, cost: i64, load: Load) -> bool {
        let free = load.free(self.geometry);
        let noted = load.notes > Length::ZERO;
        let least = if noted { price::gap(free.saturating_sub(MOST_RAISED)) } else { price::shortness(free) };
        cost.saturating_add(least) > self.budget
    }

    /// Adds an end of the page behind `entry`, where its text and notes are `load` and `left` floats of it
    /// are left for the next page, by `parting` before `to`.
    fn end(&mut self, mut to: Start, entry: Entry, load: Load, left: u32, parting: Break) {
        let chapter = self.chapter;
        to = Start { late: entry.late, early: entry.early, ..to };
        if let Some(float) = entry.early.map(|float| &chapter.floats[float as usize])
            && (to.strip, to.unit) == (float.parts.start, 0)
        {
            to = Start { strip: float.parts.end, early: None, ..to };
        }
        let foot = Foot::before(to, chapter);
        if foot == Foot::Forced && !to.late.is_empty() || foot == Foot::Broken && self.is_beyond(entry.cost, load) {
            return;
        }
        let passed = if to.late.is_empty() { 0 } else { price::PASSED_LINE * i64::from(entry.passed) };
        let facing = if to.early.is_some() { price::EARLY_FACING } else { 0 };
        let cost = entry.cost + parting.cost + passed + facing + chapter.start_price(to);
        let awaited = parting.awaited;
        self.ends.push(End { next: to, cost, awaited, left, load, foot, piece: entry.piece });
    }

    /// The pages that `end` makes on `side`: what follows, what it costs, and how many lines short it is.
    pub fn pages(&self, end: &End, side: Side) -> impl Iterator<Item = (State, i64, u32)> + use<> {
        let End { next: start, load, foot, .. } = *end;
        let overleaf = if side.recto { price::OVERLEAF * i64::from(end.left) } else { 0 };
        let awaited = if foot == Foot::Broken { price::awaited(end.awaited, side.recto) } else { 0 };
        let cost = end.cost + overleaf + awaited;
        let free = load.free(self.geometry);
        // A page with notes may end a little above its foot, if text goes on behind it.
        let raised = if foot == Foot::Broken { free.min(MOST_RAISED) } else { 0 };
        let shorts = if load.notes > Length::ZERO { 0..=raised } else { free..=free };
        // What stands before its place stands on the same spread.
        let allowed = start.early.is_none() || !side.recto;
        let geometry = *self.geometry;
        shorts.filter(move |_| allowed).map(move |short| {
            let facing = (!side.recto && foot == Foot::Broken).then_some(short);
            let next = Side { recto: !side.recto, facing };
            let cost = cost + price::foot(&geometry, side.facing, load, (free, short), foot);
            (State { start, side: next }, cost, short)
        })
    }

    /// The page from `from` to `to`, which costs `cost`.
    pub fn plan(&mut self, from: State, to: State, cost: i64) -> PagePlan {
        self.fill(from.start, cost);
        let pages = self.ends.iter().flat_map(|end| self.pages(end, from.side).map(|page| (page, end.piece)));
        let chosen = pages.filter(|((next, ..), _)| *next == to).min_by_key(|((_, cost, _), _)| *cost);
        let (mut at, short) = chosen.map_or((NONE, 0), |((_, _, short), piece)| (piece, short));
        let mut pieces = Vec::new();
        while let Some(step) = self.trail.get(at as usize) {
            pieces.push(step.piece.clone());
            at = step.previous;
        }
        pieces.reverse();
        let floats = pieces.iter().position(|piece| piece.strip == from.start.strip).unwrap_or(pieces.len());
        PagePlan { from, to, pieces, floats, short }
    }
}
