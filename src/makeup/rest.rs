//! What the rest of a chapter costs at least from each place in it on: a search need not look where this
//! and what is spent come to more than a way that is known (Hart, Nilsson and Raphael, "A Formal Basis for
//! the Heuristic Determination of Minimum Cost Paths", 1968).
//!
//! It is reckoned from the end of the chapter backwards, on pages that are easier to fill than true ones:
//! a line more or less than the best settings have costs what the cheapest on the page costs, as often as
//! there is one; and a page may start anywhere behind one with a part of a note, or with two figures out of
//! their places.

mod pages;
mod places;
mod reckon;
mod stand;

use super::breaks::Chapter;
use super::solve::{Side, Start, State};
use crate::geometry::PageGeometry;
use places::{Place, Places};
use reckon::Reckoner;

/// More than any chapter costs.
const NEVER: i64 = i64::MAX / 4;

/// What the rest of a chapter costs at least.
pub(super) struct Rest {
    places: Places,
    /// By place.
    least: Vec<Least>,
}

/// What the rest costs at least from one place on.
#[derive(Clone, Copy)]
struct Least {
    /// Where nothing but text stands on the page.
    plain: Sides,
    /// Where the last float before the place stands at its head.
    late: Sides,
    /// Where the next float stands on the verso that the page faces.
    early: Sides,
    /// Where a rest of a note or other floats do.
    laden: i64,
    /// What is behind the page costs at least.
    behind: i64,
}

impl Least {
    const NEVER: Self =
        Self { plain: Sides::NEVER, late: Sides::NEVER, early: Sides::NEVER, laden: NEVER, behind: NEVER };
    const NOTHING: Self =
        Self { plain: Sides::NOTHING, late: Sides::NOTHING, early: Sides::NOTHING, laden: 0, behind: 0 };
}

/// By the side of the leaf.
#[derive(Clone, Copy)]
struct Sides {
    verso: i64,
    /// Where the verso that faces it is full, a line short, or any other.
    recto: [i64; 3],
}

/// What the rest costs at least from any of some places on.
#[derive(Clone, Copy)]
struct Any {
    plain: i64,
    late: i64,
    early: i64,
    laden: i64,
}

impl Sides {
    const NEVER: Self = Self { verso: NEVER, recto: [NEVER; 3] };
    const NOTHING: Self = Self { verso: 0, recto: [0; 3] };

    /// On any side.
    fn any(&self) -> i64 {
        self.recto[2].min(self.verso)
    }

    /// On the dearest side.
    fn most(&self) -> i64 {
        self.recto.iter().copied().fold(self.verso, i64::max)
    }

    /// Costs no more than `cost` on any side.
    fn at_most(&mut self, cost: i64) {
        self.verso = self.verso.min(cost);
        self.recto = self.recto.map(|least| least.min(cost));
    }

    fn on(&self, side: Side) -> i64 {
        match side {
            Side { recto: false, .. } => self.verso,
            Side { facing: Some(facing @ 0..=1), .. } => self.recto[facing as usize],
            Side { .. } => self.recto[2],
        }
    }
}

impl Any {
    const NEVER: Self = Self { plain: NEVER, late: NEVER, early: NEVER, laden: NEVER };
    const NOTHING: Self = Self { plain: 0, late: 0, early: 0, laden: 0 };

    fn or(self, other: Self) -> Self {
        let Self { plain, late, early, laden } = other;
        Self {
            plain: self.plain.min(plain),
            late: self.late.min(late),
            early: self.early.min(early),
            laden: self.laden.min(laden),
        }
    }

    /// With at most one float out of its place.
    fn light(self) -> i64 {
        self.plain.min(self.late).min(self.early)
    }
}

impl Rest {
    pub fn new(chapter: &Chapter, geometry: &PageGeometry) -> Self {
        let mut reckoner = Reckoner::new(chapter, geometry);
        for (strip, part) in chapter.parts.iter().enumerate().rev() {
            reckoner.strip(strip as u32, part);
        }
        let Reckoner { places, least, .. } = reckoner;
        Self { places, least }
    }

    /// Promises nothing.
    #[cfg(test)]
    pub fn unknown(chapter: &Chapter) -> Self {
        let places = Places::new(chapter);
        Self { least: vec![Least::NOTHING; places.first[chapter.parts.len()] + 1], places }
    }

    /// What the rest costs at least behind a page that starts at `start`.
    pub fn behind(&self, start: Start) -> i64 {
        self.least[self.places.number(Place::of(start))].behind
    }

    /// What the rest costs at least from `state` on.
    pub fn from(&self, State { start, side }: State) -> i64 {
        let least = &self.least[self.places.number(Place::of(start))];
        match (start.late.count, start.early, start.carried) {
            (0, None, None) => least.plain.on(side),
            (1, None, None) => least.late.on(side),
            (0, Some(_), None) => least.early.on(side),
            _ => least.laden,
        }
    }
}
