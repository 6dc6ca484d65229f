//! Where pages break: the cheapest way over the whole chapter, by dynamic programming (Michael F.
//! Plass, "Optimal Pagination Techniques", Stanford 1981; Frank Mittelbach, "A General Framework for
//! Globally Optimized Pagination", DocEng 2016), on a grid of whole lines.
//!
//! A state is a place where a page may start, with the way in which a paragraph broken there is set,
//! and for a recto how short the verso facing it is. From each state one page is filled: a small table of
//! lines used to the best cost goes from strip to strip, so that the ways of all paragraphs on the
//! page cost their sum and not their product. States are settled in the order of the text.

use super::breaks::{LAST_PAGE_LINES, Part, Unit, note_lines, price};
use crate::geometry::{Length, PageGeometry};
use std::collections::BTreeMap;
use std::ops::Range;

/// What stands on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PagePlan {
    /// From its head to its foot.
    pub pieces: Vec<Piece>,
    /// Grid lines by which its foot, that of its notes, too, is above the foot of the text block.
    pub short: u32,
}

/// A strip, or a piece of it, on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of the strip.
    pub strip: u32,
    /// Which of its ways is set.
    pub way: u32,
    /// Its units on this page.
    pub units: Range<u32>,
    /// Grid lines above it.
    pub before: u32,
}

/// A place where a page may start; the order is that of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    pub strip: u32,
    pub unit: u32,
    pub way: u32,
    pub recto: bool,
    /// How many lines short the verso is that faces it; none if nothing does.
    pub facing: Option<u32>,
}

impl State {
    /// The first page of a chapter, a recto, which nothing faces.
    pub const START: Self = Self { strip: 0, unit: 0, way: 0, recto: true, facing: None };
}

/// How a page may end.
pub(super) struct Candidate {
    /// Where the next one starts.
    pub next: State,
    pub cost: i64,
    short: u32,
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

/// A first search looks at no page of text that is more lines short than this, beside what must stand
/// together next. What it finds is a bound for the second, which looks at all.
const FIRST_REACH: u32 = 2;

/// A page with notes may end so many lines above its foot together with the page that faces it.
const MOST_RAISED: u32 = 1;

/// Facing pages that differ by more lines than this are no worse.
const MOST_UNEVEN: u32 = 4;

/// The best way to a state.
#[derive(Clone, Copy)]
struct Reached {
    cost: i64,
    /// Index of the state that the page before starts at; `usize::MAX` at the start.
    from: usize,
}

/// The pages of a chapter of `parts`: no other ways to break it cost less.
pub(super) fn solve(parts: &[Part], geometry: &PageGeometry) -> Vec<PagePlan> {
    let first = search(parts, geometry, Bounds { reach: FIRST_REACH, cost: i64::MAX });
    // Nothing costs less than nothing, so that what costs more than a whole solution leads to none.
    let bound = first.last().map_or(i64::MAX, |(_, reached)| reached.cost);
    let best = search(parts, geometry, Bounds { reach: u32::MAX, cost: bound });
    let mut filler = Filler::new(parts, geometry, Bounds { reach: u32::MAX, cost: i64::MAX });
    best.windows(2).map(|pair| filler.plan(pair[0].0, pair[1].0)).collect()
}

/// What is looked at.
#[derive(Clone, Copy)]
struct Bounds {
    /// How many lines short a page of text may be.
    reach: u32,
    /// What all may cost.
    cost: i64,
}

/// The cheapest way through `parts` within `bounds`: where its pages start, the last of which is the end
/// of the chapter. Empty if there is none.
fn search(parts: &[Part], geometry: &PageGeometry, bounds: Bounds) -> Vec<(State, Reached)> {
    let mut filler = Filler::new(parts, geometry, bounds);
    let mut open = BTreeMap::from([(State::START, Reached { cost: 0, from: usize::MAX })]);
    let mut settled: Vec<(State, Reached)> = Vec::new();
    let mut best: Option<(State, Reached)> = None;
    while let Some((state, reached)) = open.pop_first() {
        if state.strip as usize == parts.len() {
            if best.as_ref().is_none_or(|(_, best)| reached.cost < best.cost) {
                best = Some((state, reached));
            }
            continue;
        }
        if is_dominated(&open, state, reached.cost) {
            continue;
        }
        let index = settled.len();
        settled.push((state, reached));
        filler.fill(state, bounds.cost - reached.cost);
        for candidate in &filler.candidates {
            let cost = reached.cost + candidate.cost;
            let slot = open.entry(candidate.next).or_insert(Reached { cost: i64::MAX, from: index });
            if cost < slot.cost {
                *slot = Reached { cost, from: index };
            }
        }
    }
    let mut path: Vec<(State, Reached)> = best.into_iter().collect();
    while let Some(before) = path.last().and_then(|(_, reached)| settled.get(reached.from)) {
        path.push(*before);
    }
    path.reverse();
    path
}

/// Whether a recto that starts at the same place with another verso before it is so much cheaper that
/// `state` can never catch up: what faces it matters for one page only.
fn is_dominated(open: &BTreeMap<State, Reached>, state: State, cost: i64) -> bool {
    let last = State { facing: Some(u32::MAX), ..state };
    open.range(state..=last).any(|(_, other)| other.cost + unevenness(Some(0), u32::MAX) < cost)
}

/// What it costs that a page `short` lines short faces one that is `facing` lines short.
fn unevenness(facing: Option<u32>, short: u32) -> i64 {
    match facing {
        Some(facing) if facing != short => {
            price::UNEVEN + price::SHORT_SQUARED * i64::from(facing.abs_diff(short).min(MOST_UNEVEN)).pow(2)
        }
        _ => 0,
    }
}

/// What a page costs that ends `short` lines above its foot.
fn shortness(short: u32) -> i64 {
    match i64::from(short) {
        0 => 0,
        1 => price::SHORT,
        short => price::TOO_SHORT + price::SHORT_SQUARED * short * short,
    }
}

/// What `lines` of white between text and notes cost.
fn gap_price(lines: u32) -> i64 {
    let lines = i64::from(lines).min(20);
    price::GAP * lines * lines
}

/// What a break within its paragraph costs after `unit`, at the foot of a recto or of a verso.
pub(super) fn break_price(unit: &Unit, recto: bool) -> i64 {
    let divided = match (unit.hyphenated, recto) {
        (false, _) => 0,
        (true, false) => price::HYPHEN,
        (true, true) => price::HYPHEN_AT_TURN,
    };
    unit.penalty + divided
}

/// What the foot of the page from `start` costs that has `load`, and of its `free` lines `short` below
/// its notes.
pub(super) fn foot_price(
    geometry: &PageGeometry,
    start: State,
    load: Load,
    (free, short): (u32, u32),
    foot: Foot,
) -> i64 {
    let total = load.lines + note_lines(load.notes, geometry);
    let too_high = if total > geometry.lines { price::TOO_HIGH } else { 0 };
    let gap = if load.notes > Length::ZERO { gap_price(free - short) } else { 0 };
    too_high
        + match foot {
            Foot::Last if total < LAST_PAGE_LINES => price::SHORT_LAST,
            Foot::Last | Foot::Forced => 0,
            Foot::Broken => shortness(short) + gap + unevenness(start.facing, short),
        }
}

/// What the foot of a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Foot {
    /// Text goes on overleaf.
    Broken,
    /// The next strip asks for a new page.
    Forced,
    /// The chapter ends.
    Last,
}

/// Lines of text, and what they need.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub lines: u32,
    pub notes: Length,
}

/// A set of strips on a page so far.
#[derive(Clone, Copy)]
struct Entry {
    lines: u32,
    cost: i64,
    piece: u32,
}

struct Filler<'a> {
    parts: &'a [Part],
    geometry: &'a PageGeometry,
    bounds: Bounds,
    /// What the page that is filled may cost.
    budget: i64,
    trail: Vec<Step>,
    candidates: Vec<Candidate>,
}

impl<'a> Filler<'a> {
    fn new(parts: &'a [Part], geometry: &'a PageGeometry, bounds: Bounds) -> Self {
        Self { parts, geometry, bounds, budget: i64::MAX, trail: Vec::new(), candidates: Vec::new() }
    }

    /// Finds the ways in which a page that starts at `start` may end, for `budget` at most.
    fn fill(&mut self, start: State, budget: i64) {
        self.budget = budget;
        self.trail.clear();
        self.candidates.clear();
        let mut entries = vec![Entry { lines: 0, cost: 0, piece: NONE }];
        let mut notes = Length::ZERO;
        let mut next: Vec<Entry> = Vec::new();
        for index in start.strip..self.parts.len() as u32 {
            next.clear();
            for entry in std::mem::take(&mut entries) {
                self.strip(start, index, entry, notes, &mut next);
            }
            let part = &self.parts[index as usize];
            let from = if index == start.strip { start.unit as usize } else { 0 };
            let way = if index == start.strip { start.way as usize } else { 0 };
            let units = part.ways.get(way).map_or(&[][..], |way| &way.units[from.min(way.units.len())..]);
            notes += units.iter().map(|unit| unit.notes_height).sum::<Length>();
            let penalty = units.last().map_or(0, |unit| unit.penalty);
            let to = State { strip: index + 1, unit: 0, way: 0, ..start };
            let (foot, need) = match self.parts.get(index as usize + 1) {
                None => (Foot::Last, 0),
                Some(part) if part.forced => (Foot::Forced, 0),
                Some(part) => (Foot::Broken, part.before + part.least),
            };
            for entry in &next {
                let load = Load { lines: entry.lines, notes };
                self.end(start, to, *entry, load, penalty, foot, need);
            }
            let lines = self.geometry.lines;
            next.retain(|entry| entry.lines + note_lines(notes, self.geometry) < lines + 1);
            if foot != Foot::Broken || next.is_empty() {
                break;
            }
            std::mem::swap(&mut entries, &mut next);
        }
    }

    /// Adds strip `index` to what stands on the page, in all its ways.
    fn strip(&mut self, start: State, index: u32, entry: Entry, notes: Length, next: &mut Vec<Entry>) {
        let part = &self.parts[index as usize];
        let at_head = entry.piece == NONE;
        let goes_on = at_head && start.unit > 0;
        let ways = if goes_on { start.way..start.way + 1 } else { 0..part.ways.len() as u32 };
        for (before, space) in spaces(part, at_head) {
            for way in ways.clone() {
                let set = &part.ways[way as usize];
                let own = if goes_on { 0 } else { set.cost };
                let from = if goes_on { start.unit } else { 0 };
                let entry = Entry { lines: entry.lines + before, cost: entry.cost + space + own, ..entry };
                let piece = Piece { strip: index, way, units: from..from, before };
                self.way(start, &set.units, piece, entry, notes, next);
            }
        }
    }

    /// Adds the units of one way from the first of `piece` on.
    fn way(&mut self, start: State, units: &[Unit], piece: Piece, entry: Entry, notes: Length, next: &mut Vec<Entry>) {
        let at_head = entry.piece == NONE;
        let mut load = Load { lines: entry.lines, notes };
        let mut of_notes = note_lines(notes, self.geometry);
        let from = piece.units.start;
        for (at, unit) in (0_u32..).zip(units).skip(from as usize) {
            let alone = at_head && at == from;
            load.lines += unit.height + if alone { unit.repeated } else { 0 };
            if unit.notes_height > Length::ZERO {
                load.notes += unit.notes_height;
                of_notes = note_lines(load.notes, self.geometry);
            }
            let total = load.lines + of_notes;
            let too_high = total > self.geometry.lines;
            if too_high && !alone {
                return;
            }
            if at as usize + 1 < units.len() {
                let free = self.geometry.lines.saturating_sub(total);
                if self.is_beyond(entry.cost, free, load.notes > Length::ZERO, unit.next) {
                    continue;
                }
                let to = State { strip: piece.strip, unit: at + 1, way: piece.way, ..start };
                let step = self.step(&piece, at + 1, entry.piece);
                let entry = Entry { piece: step, ..entry };
                self.end(start, to, entry, load, break_price(unit, start.recto), Foot::Broken, unit.next);
                if too_high {
                    return;
                }
            }
        }
        let step = self.step(&piece, units.len() as u32, entry.piece);
        let whole = Entry { lines: load.lines, piece: step, ..entry };
        match next.iter_mut().find(|other| other.lines == whole.lines) {
            Some(other) if other.cost <= whole.cost => {}
            Some(other) => *other = whole,
            None => next.push(whole),
        }
    }

    fn step(&mut self, piece: &Piece, end: u32, previous: u32) -> u32 {
        let piece = Piece { units: piece.units.start..end, ..piece.clone() };
        self.trail.push(Step { piece, previous });
        self.trail.len() as u32 - 1
    }

    /// Whether a page with `free` lines before what needs `need` is not to be looked at after things that
    /// cost `cost`.
    fn is_beyond(&self, cost: i64, free: u32, noted: bool, need: u32) -> bool {
        let least = if noted { gap_price(free.saturating_sub(MOST_RAISED)) } else { shortness(free) };
        cost.saturating_add(least) > self.budget || free > need.saturating_add(self.bounds.reach)
    }

    /// Free lines above the notes, or above the foot of a page without.
    fn free(&self, load: Load) -> u32 {
        self.geometry.lines.saturating_sub(load.lines + note_lines(load.notes, self.geometry))
    }

    /// Adds an end of the page from `start` after `entry`, before `to`, which needs `need` lines.
    #[expect(clippy::too_many_arguments, reason = "the parts of one price")]
    fn end(&mut self, start: State, to: State, entry: Entry, load: Load, penalty: i64, foot: Foot, need: u32) {
        let free = self.free(load);
        let noted = load.notes > Length::ZERO;
        if foot == Foot::Broken && self.is_beyond(entry.cost, free, noted, need) {
            return;
        }
        let most = if noted { free.min(MOST_RAISED) } else { free };
        let least = if noted { 0 } else { free };
        for short in least..=most {
            let cost = entry.cost + penalty + foot_price(self.geometry, start, load, (free, short), foot);
            let facing = (!start.recto && foot == Foot::Broken).then_some(short);
            let next = State { recto: !start.recto, facing, ..to };
            self.candidates.push(Candidate { next, cost, short, piece: entry.piece });
            if foot != Foot::Broken {
                return;
            }
        }
    }

    /// The page from `from` to `to`.
    fn plan(&mut self, from: State, to: State) -> PagePlan {
        self.fill(from, i64::MAX);
        let chosen =
            self.candidates.iter().filter(|candidate| candidate.next == to).min_by_key(|candidate| candidate.cost);
        let (mut at, short) = chosen.map_or((NONE, 0), |candidate| (candidate.piece, candidate.short));
        let mut pieces = Vec::new();
        while let Some(step) = self.trail.get(at as usize) {
            pieces.push(step.piece.clone());
            at = step.previous;
        }
        pieces.reverse();
        PagePlan { pieces, short }
    }
}

/// Lines that may stand above `part`, with their prices.
pub(super) fn spaces(part: &Part, at_head: bool) -> impl Iterator<Item = (u32, i64)> + use<> {
    let before = if at_head { 0 } else { part.before };
    let elastic = part.elastic && !at_head;
    let more = elastic.then_some((before + 1, price::MORE_SPACE));
    let less = (elastic && before >= 2).then(|| (before - 1, price::LESS_SPACE));
    [Some((before, 0)), more, less].into_iter().flatten()
}
