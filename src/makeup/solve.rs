//! Where pages break: the cheapest way over the whole chapter, by dynamic programming (Michael F.
//! Plass, "Optimal Pagination Techniques", Stanford 1981; Frank Mittelbach, "A General Framework for
//! Globally Optimized Pagination", DocEng 2016), on a grid of whole lines.
//!
//! A state is a place where a page may start, with the way in which a paragraph broken there is set,
//! what is carried there of a note, which figures wait for the page or stand before their place, and
//! for a recto how short the verso facing it is. `filling` finds the ways in which a page from one
//! state may end.

use super::breaks::{Carried, Chapter};
use super::filling::Filler;
use super::price;
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

/// A place where a page may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub strip: u32,
    pub unit: u32,
    pub way: u32,
    pub recto: bool,
    /// What of a note goes on on the page.
    pub carried: Option<Carried>,
    /// Figures and tables before the place that are to stand at the head of the page.
    pub late: Late,
    /// The figure or table behind the place that stands on the verso that the page faces.
    pub early: Option<u32>,
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
        strip: 0,
        unit: 0,
        way: 0,
        recto: true,
        carried: None,
        late: Late { first: 0, count: 0 },
        early: None,
        facing: None,
    };

    /// Whether all of `chapter` stands before it.
    pub fn is_end(self, chapter: &Chapter) -> bool {
        self.strip as usize == chapter.parts.len() && self.carried.is_none() && self.late.is_empty()
    }
}

/// A first search looks at no page of text that is more lines short than this, beside what must stand
/// together next. What it finds is a bound for the second, which looks at all.
const FIRST_REACH: u32 = 2;

/// The best way to a state.
#[derive(Clone, Copy)]
struct Reached {
    cost: i64,
    /// Index of the state that the page before starts at; `usize::MAX` at the start.
    from: usize,
}

/// The pages of `chapter`: no other ways to break it cost less.
pub(super) fn solve(chapter: &Chapter, geometry: &PageGeometry) -> Vec<PagePlan> {
    let first = search(chapter, geometry, Bounds { reach: FIRST_REACH, cost: i64::MAX });
    // Nothing costs less than nothing, so that what costs more than a whole solution leads to none.
    let bound = first.last().map_or(i64::MAX, |(_, reached)| reached.cost);
    let best = search(chapter, geometry, Bounds { reach: u32::MAX, cost: bound });
    let mut filler = Filler::new(chapter, geometry, u32::MAX);
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

/// The cheapest way through `chapter` within `bounds`: where its pages start, the last of which is the
/// end. Empty if there is none.
fn search(chapter: &Chapter, geometry: &PageGeometry, bounds: Bounds) -> Vec<(State, Reached)> {
    let mut filler = Filler::new(chapter, geometry, bounds.reach);
    let mut open = Open::new(chapter);
    let mut settled: Vec<(State, Reached)> = Vec::new();
    let mut best: Option<(State, Reached)> = None;
    open.reach(State::START, Reached { cost: 0, from: usize::MAX });
    while let Some((state, reached)) = open.next() {
        if state.is_end(chapter) {
            if best.as_ref().is_none_or(|(_, best)| reached.cost < best.cost) {
                best = Some((state, reached));
            }
            continue;
        }
        let index = settled.len();
        settled.push((state, reached));
        filler.fill(state, bounds.cost - reached.cost);
        for candidate in &filler.candidates {
            open.reach(candidate.next, Reached { cost: reached.cost + candidate.cost, from: index });
        }
    }
    let mut path: Vec<(State, Reached)> = best.into_iter().collect();
    while let Some(before) = path.last().and_then(|(_, reached)| settled.get(reached.from)) {
        path.push(*before);
    }
    path.reverse();
    path
}

/// The states that are reached and not settled, by their place in the text.
struct Open {
    /// The number of the first place of each strip, and of the end.
    first: Vec<usize>,
    /// The states of each place, in the order in which they were reached.
    places: Vec<Vec<(State, Reached)>>,
    /// The place that is being settled, and how many of its states are.
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
        Self { first, places: vec![Vec::new(); count + 1], place: 0, settled: 0 }
    }

    /// Tells that `state` can be reached so. A page without text leads back to its own place, where a state
    /// that is settled is settled once more; no page leads further back.
    fn reach(&mut self, state: State, reached: Reached) {
        let place = self.first[state.strip as usize] + state.unit as usize;
        let settled = if place == self.place { self.settled } else { 0 };
        let states = &mut self.places[place];
        match states[settled..].iter_mut().find(|(other, _)| *other == state) {
            Some((_, known)) if known.cost <= reached.cost => {}
            Some((_, known)) => *known = reached,
            None => states.push((state, reached)),
        }
    }

    /// The next state in the order of the text that no other is sure to be better than.
    fn next(&mut self) -> Option<(State, Reached)> {
        loop {
            let states = self.places.get(self.place)?;
            match states.get(self.settled) {
                Some((state, reached)) => {
                    self.settled += 1;
                    if !is_dominated(states, *state, reached.cost) {
                        return Some((*state, *reached));
                    }
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

/// Whether one of `states` that differs only in the verso that it faces is so much cheaper than `state`,
/// which costs `cost`, that this can never catch up: what faces it matters for one page only.
fn is_dominated(states: &[(State, Reached)], state: State, cost: i64) -> bool {
    let most = price::unevenness(Some(0), u32::MAX);
    states
        .iter()
        .any(|(other, reached)| reached.cost + most < cost && State { facing: state.facing, ..*other } == state)
}
