//! Where pages break: the cheapest way over the whole chapter, by dynamic programming (Michael F.
//! Plass, "Optimal Pagination Techniques", Stanford 1981; Frank Mittelbach, "A General Framework for
//! Globally Optimized Pagination", DocEng 2016), on a grid of whole lines.
//!
//! A state is a start of a page: a place in the text, with the way in which a paragraph broken there is
//! set, what is carried there of a note, which figures wait for the page or stand before their place;
//! and the side of the leaf that the page is, for a recto with how short the verso facing it is.
//! `filling` finds the ways in which a page from one start may end, once for all sides.

use super::breaks::{Carried, Chapter};
use super::filling::Filler;
use super::price;
use super::rest::Rest;
use crate::geometry::PageGeometry;
use std::ops::Range;

/// What stands on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PagePlan {
    /// Where it starts …
    pub from: State,
    /// … and where the next one does.
    pub to: State,
    /// From its head to its foot.
    pub pieces: Vec<Piece>,
    /// How many of them are of figures and tables that stand at its head instead of in their place.
    pub floats: usize,
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

/// A page that may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub start: Start,
    pub side: Side,
}

/// Where a page may start, and what else stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub strip: u32,
    pub unit: u32,
    pub way: u32,
    /// What of a note goes on on the page.
    pub carried: Option<Carried>,
    /// Figures and tables before the place that are to stand at the head of the page.
    pub late: Late,
    /// The figure or table behind the place that stands on the verso that the page faces.
    pub early: Option<u32>,
}

/// Which side of a leaf a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Side {
    pub recto: bool,
    /// How many lines short the verso is that faces it; none if nothing does.
    pub facing: Option<u32>,
}

/// Floats in a row, by their indices, whose place was passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Late {
    pub first: u32,
    pub count: u32,
}

impl Late {
    /// So many may wait at most.
    const MOST: u32 = 2;

    /// The same with `float` behind it, which comes next; none where too many wait.
    pub fn and(self, float: u32) -> Option<Self> {
        match self.count {
            0 => Some(Self { first: float, count: 1 }),
            Self::MOST.. => None,
            count => Some(Self { count: count + 1, ..self }),
        }
    }

    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    pub fn floats(self) -> Range<u32> {
        self.first..self.first + self.count
    }
}

impl State {
    /// The first page of a chapter, a recto, which nothing faces.
    pub const START: Self = Self {
        start: Start { strip: 0, unit: 0, way: 0, carried: None, late: Late { first: 0, count: 0 }, early: None },
        side: Side { recto: true, facing: None },
    };
}

impl Start {
    /// Whether all of `chapter` stands before it.
    pub fn is_end(self, chapter: &Chapter) -> bool {
        self.strip as usize == chapter.parts.len() && self.carried.is_none() && self.late.is_empty()
    }
}

/// A first search follows no way that promises to cost so much more than the best one does. What it finds
/// is a bound for the second, which looks at all.
const FIRST_WIDTH: i64 = 20_000;

/// The best way to a state.
#[derive(Clone, Copy)]
struct Reached {
    cost: i64,
    /// Index of the state that the page before starts at; `usize::MAX` at the start.
    from: usize,
}

/// The pages of `chapter`: no other ways to break it cost less.
pub(super) fn solve(chapter: &Chapter, geometry: &PageGeometry) -> Vec<PagePlan> {
    solve_with(chapter, geometry, &Rest::new(chapter, geometry))
}

/// The same, where `rest` tells what the rest costs at least from each place on.
pub(super) fn solve_with(chapter: &Chapter, geometry: &PageGeometry, rest: &Rest) -> Vec<PagePlan> {
    let search = |bounds: Bounds| Search::new(chapter, geometry, rest, bounds).run();
    let (first, limit) = search(Bounds { width: FIRST_WIDTH, cost: i64::MAX });
    // Nothing costs less than nothing, so that what costs more than a whole solution leads to none.
    let bound = first.last().map_or(i64::MAX, |(_, reached)| reached.cost);
    // The first search has left nothing that might have cost less than its limit.
    let best = if bound <= limit { first } else { search(Bounds { width: i64::MAX, cost: bound }).0 };
    debug_assert!(!best.is_empty(), "what the first search found is within its own bound");
    let mut filler = Filler::new(chapter, geometry);
    let pages = best.iter().zip(&best[1.min(best.len())..]);
    pages.map(|((from, before), (to, after))| filler.plan(*from, *to, after.cost - before.cost)).collect()
}

/// What is looked at.
#[derive(Clone, Copy)]
struct Bounds {
    /// How much more than the best one a way may promise to cost.
    width: i64,
    /// What all may cost.
    cost: i64,
}

/// A search through a chapter.
struct Search<'a> {
    chapter: &'a Chapter,
    rest: &'a Rest,
    bounds: Bounds,
    filler: Filler<'a>,
    open: Open,
    settled: Vec<(State, Reached)>,
    /// Nothing was left that promised to cost no more than this.
    limit: i64,
}

impl<'a> Search<'a> {
    fn new(chapter: &'a Chapter, geometry: &'a PageGeometry, rest: &'a Rest, bounds: Bounds) -> Self {
        let filler = Filler::new(chapter, geometry);
        Self { chapter, rest, bounds, filler, open: Open::new(chapter), settled: Vec::new(), limit: bounds.cost }
    }

    /// The cheapest way within the bounds: where its pages start, the last of which is the end. Empty if
    /// there is none. And the limit within which all ways were looked at.
    fn run(mut self) -> (Vec<(State, Reached)>, i64) {
        let mut best: Option<(State, Reached)> = None;
        self.open.reach(State::START, Reached { cost: 0, from: usize::MAX }, self.rest.from(State::START));
        while let Some(Group { start, sides }) = self.open.next() {
            if start.is_end(self.chapter) {
                let states = sides.iter().map(|(side, reached)| (State { start, side: *side }, *reached));
                best = best.into_iter().chain(states).min_by_key(|(_, reached)| reached.cost);
                continue;
            }
            self.settle(start, &sides);
        }
        let mut path: Vec<(State, Reached)> = best.into_iter().collect();
        while let Some(before) = path.last().and_then(|(_, reached)| self.settled.get(reached.from)) {
            path.push(*before);
        }
        path.reverse();
        (path, self.limit)
    }

    /// Reaches what can follow on a page that starts at `start`, on each of `sides`.
    fn settle(&mut self, start: Start, sides: &[(Side, Reached)]) {
        let limit = self.bounds.cost.min(self.open.least().saturating_add(self.bounds.width));
        self.limit = self.limit.min(limit);
        let Some(least) = sides.iter().map(|(_, reached)| reached.cost).min() else { return };
        self.filler.fill(start, limit.saturating_sub(least + self.rest.behind(start)));
        for (side, reached) in sides {
            let state = State { start, side: *side };
            if reached.cost + self.rest.from(state) > limit {
                continue;
            }
            let from = self.settled.len();
            self.settled.push((state, *reached));
            let pages = self.filler.ends.iter().flat_map(|end| self.filler.pages(end, *side));
            for (next, cost, _) in pages {
                let cost = reached.cost + cost;
                let promised = cost + self.rest.from(next);
                if promised <= limit {
                    self.open.reach(next, Reached { cost, from }, promised);
                }
            }
        }
    }
}

/// States that are reached with one start.
struct Group {
    start: Start,
    sides: Vec<(Side, Reached)>,
}

/// The states that are reached and not settled, by their place in the text.
struct Open {
    /// What the best state of each place promises that the chapter costs.
    promised: Vec<i64>,
    /// The furthest place that is reached.
    furthest: usize,
    /// The number of the first place of each strip, and of the end.
    first: Vec<usize>,
    /// The starts of each place, in the order in which they were reached.
    places: Vec<Vec<Group>>,
    /// The place that is being settled, and how many of its starts are.
    place: usize,
    settled: usize,
}

impl Open {
    fn new(chapter: &Chapter) -> Self {
        let mut first = Vec::with_capacity(chapter.parts.len() + 1);
        let mut count = 0;
        for part in &chapter.parts {
            first.push(count);
            count += part.ways.iter().map(|way| way.units.len()).max().unwrap_or(0).max(1);
        }
        first.push(count);
        let places = (0..=count).map(|_| Vec::new()).collect();
        Self { promised: vec![i64::MAX; count + 1], furthest: 0, first, places, place: 0, settled: 0 }
    }

    /// What the best of its states promises that the chapter costs.
    fn least(&self) -> i64 {
        self.promised[self.place..=self.furthest].iter().copied().min().unwrap_or(i64::MAX)
    }

    /// Tells that `state` can be reached so, and what the chapter costs then at least. A page without text leads back to its own place, where a start
    /// that is settled is settled once more; no page leads further back.
    fn reach(&mut self, State { start, side }: State, reached: Reached, promised: i64) {
        let place = self.first[start.strip as usize] + start.unit as usize;
        self.promised[place] = self.promised[place].min(promised);
        self.furthest = self.furthest.max(place);
        let settled = if place == self.place { self.settled } else { 0 };
        let groups = &mut self.places[place];
        let Some(group) = groups[settled..].iter_mut().find(|group| group.start == start) else {
            groups.push(Group { start, sides: vec![(side, reached)] });
            return;
        };
        match group.sides.iter_mut().find(|(other, _)| *other == side) {
            Some((_, known)) if known.cost <= reached.cost => {}
            Some((_, known)) => *known = reached,
            None => group.sides.push((side, reached)),
        }
    }

    /// The next start in the order of the text, with the sides that no other is sure to be better than.
    fn next(&mut self) -> Option<Group> {
        loop {
            let groups = self.places.get_mut(self.place)?;
            match groups.get_mut(self.settled) {
                Some(Group { start, sides }) => {
                    self.settled += 1;
                    let sides = std::mem::take(sides);
                    let better = |state: &&(Side, Reached)| !is_dominated(&sides, state.0, state.1.cost);
                    return Some(Group { start: *start, sides: sides.iter().filter(better).copied().collect() });
                }
                None => {
                    self.places[self.place] = Vec::new();
                    self.place += 1;
                    self.settled = 0;
                }
            }
        }
    }
}

/// Whether one of `sides` that differs only in the verso that it faces is so much cheaper than `side`,
/// which costs `cost`, that this can never catch up: what faces it matters for one page only.
fn is_dominated(sides: &[(Side, Reached)], side: Side, cost: i64) -> bool {
    let most = price::unevenness(Some(0), u32::MAX);
    sides.iter().any(|(other, reached)| reached.cost + most < cost && other.recto == side.recto)
}
