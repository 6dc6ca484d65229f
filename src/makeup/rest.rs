//! What the rest of a chapter costs at least from each place in it on: a search need not look where this
//! and what is spent come to more than a way that is known (Hart, Nilsson and Raphael, "A Formal Basis for
//! the Heuristic Determination of Minimum Cost Paths", 1968).
//!
//! It is reckoned from the end of the chapter backwards, on pages that are easier to fill than true ones:
//! a line more or less than the best settings have costs what the cheapest on the page costs, as often as
//! there is one; and a page may start anywhere behind one with a part of a note, or with two figures out of
//! their places.

mod places;
mod stand;

use super::breaks::{Break, Chapter, Part, note_lines};
use super::filling::most_passed;
use super::price::{self, Foot};
use super::solve::{Late, Side, Start, State};
use crate::geometry::PageGeometry;
use places::{Place, Places};
use stand::{FAR, Stand, space, whole};

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
        let places = Places::new(chapter);
        let end = places.first[chapter.parts.len()];
        let mut least = vec![Least::NEVER; end + 1];
        least[end] = Least::NOTHING;
        let mut of_strips = vec![Any::NEVER; chapter.parts.len() + 1];
        of_strips[chapter.parts.len()] = Any::NOTHING;
        let mut reckoner = Reckoner { chapter, geometry, places, least, of_strips };
        for (strip, part) in chapter.parts.iter().enumerate().rev() {
            reckoner.strip(strip as u32, part);
        }
        Self { places: reckoner.places, least: reckoner.least }
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

struct Reckoner<'a> {
    chapter: &'a Chapter,
    geometry: &'a PageGeometry,
    places: Places,
    least: Vec<Least>,
    /// The least of all places of a strip that are reckoned.
    of_strips: Vec<Any>,
}

impl Reckoner<'_> {
    /// Reckons all places in `strip`, which is `part`.
    fn strip(&mut self, strip: u32, part: &Part) {
        let most = part.ways.iter().map(|way| way.units.len()).max().unwrap_or(0) as u32;
        for unit in (1..most).rev() {
            let ways = (0..).zip(&part.ways).filter(|(_, set)| unit < set.units.len() as u32);
            ways.for_each(|(way, _)| self.place(Place { strip, unit, way }));
        }
        self.place(Place::at(strip));
    }

    fn place(&mut self, place: Place) {
        let (plain, any) = self.page(place, Stand::EMPTY);
        let number = self.places.number(place);
        self.least[number].plain = plain;
        let mut late = Sides::NEVER;
        if let Some(float) = self.late_float(place) {
            late = self.page(place, self.headed(Stand::EMPTY, float)).0;
            // Nothing else may stand on its page.
            late.at_most(plain.any());
        }
        let next = self.chapter.next_float(place.strip, place.unit, self.geometry);
        let early = next.map_or(Sides::NEVER, |float| self.page(place, Stand { early: Some(float), ..Stand::EMPTY }).0);
        let own = Any { plain: plain.any(), late: late.any(), early: early.any(), laden: NEVER };
        let laden = any.light().min(own.light()).min(any.laden + self.least_load(place));
        self.least[number] = Least { plain, late, early, laden, behind: any.light().min(any.laden) };
        let of_strip = &mut self.of_strips[place.strip as usize];
        *of_strip = of_strip.or(Any { laden, ..own });
    }

    /// The float before `place` that may stand at the head of a page that starts there.
    fn late_float(&self, place: Place) -> Option<u32> {
        let float = self.chapter.last_float(place.strip)?;
        let passed = self.top(place.strip).saturating_sub(self.top(self.chapter.floats[float as usize].parts.end));
        // Lines of their best settings, of which there may be fewer.
        (passed <= 2 * most_passed(self.geometry)).then_some(float)
    }

    /// Grid lines from the start of the chapter to `strip`, or to its end.
    fn top(&self, strip: u32) -> u32 {
        self.chapter.parts.get(strip as usize).or(self.chapter.parts.last()).map_or(0, |part| part.top)
    }

    /// `stand` with float `float` at the head of the page.
    fn headed(&self, mut stand: Stand, float: u32) -> Stand {
        let parts = &self.chapter.floats[float as usize].parts;
        for part in &self.chapter.parts[parts.start as usize..parts.end as usize] {
            let before = stand.below.map_or(0, |below| below.max(part.above));
            stand.lines += before + part.ways[0].units.iter().map(|unit| unit.height).sum::<u32>();
            stand.below = Some(part.below);
        }
        stand
    }

    /// What must be paid at least for a page that goes on with a part of a note, or with more than one float
    /// that is out of its place.
    fn least_load(&self, place: Place) -> i64 {
        let floats = &self.chapter.floats;
        let next = floats.partition_point(|float| float.parts.end <= place.strip);
        let near = |float: usize, from: u32, lines: u32| {
            floats.get(float).is_some_and(|float| self.top(float.parts.start).saturating_sub(from) <= lines)
        };
        let first = near(next, self.top(place.strip), 3 * self.geometry.lines);
        let both = first && near(next + 1, self.top(floats[next].parts.end), self.geometry.lines);
        if both { (2 * price::LATE).min(price::NOTE_SPLIT) } else { price::NOTE_SPLIT }
    }

    /// What it costs at least from a page on that starts at `place` and has `stand` at its head; and what
    /// it costs from any place on where it may end.
    fn page(&self, place: Place, stand: Stand) -> (Sides, Any) {
        let chapter = self.chapter;
        let mut page = Page { reckoner: self, place, least: Sides::NEVER };
        let mut any = self.of_strips[place.strip as usize];
        let mut stands = vec![stand];
        if let Some(float) =
            chapter.next_float(place.strip, place.unit, self.geometry).filter(|_| stand.early.is_none())
        {
            let cost = stand.cost + price::EARLY;
            stands.push(Stand { early: Some(float), cost, ..self.headed(stand, float) });
        }
        let mut index = place.strip;
        while let Some(part) = chapter.parts.get(index as usize).filter(|part| index == place.strip || !part.forced) {
            let goes_on = index == place.strip && place.unit > 0;
            if !goes_on {
                self.pass(index, part, &mut stands);
            }
            stands.retain_mut(|stand| stand.behind > index || page.part(index, part, stand));
            index += 1;
            any = any.or(self.of_strips[index as usize]);
            if stands.is_empty() {
                break;
            }
        }
        let load = self.least_load(place);
        if load < price::NOTE_SPLIT {
            // Where two floats are left for the next page, more text stands on this one.
            let end = self.top(place.strip) + 4 * self.geometry.lines;
            while self.chapter.parts.get(index as usize).is_some_and(|part| part.top <= end) {
                index += 1;
                any = any.or(self.of_strips[index as usize]);
            }
        }
        page.least.at_most(any.laden + load);
        page.least.at_most(any.light() + price::shortness(FAR + 1).min(price::gap(FAR)));
        (page.least, any)
    }

    /// What can become of the float that starts `part`, which is strip `index`: it is set here, was set
    /// before, or is left for the next page. Those of `stands` go that have no right to pass by `part`.
    fn pass(&self, index: u32, part: &Part, stands: &mut Vec<Stand>) {
        let chapter = self.chapter;
        if let Some(float) = part.float {
            let behind = chapter.floats[float as usize].parts.end;
            for at in 0..stands.len() {
                let stand = stands[at];
                if stand.early == Some(float) {
                    stands[at] = Stand { early: None, behind, ..stand };
                } else if stand.lines > 0 && stand.passed.is_none() {
                    stands.push(Stand { passed: Some(0), cost: stand.cost + price::LATE, behind, ..stand });
                }
            }
            stands.retain(|stand| stand.behind > index || stand.passed.is_none());
        }
        if let Some(barrier) = part.barrier {
            let late = |stand: &Stand| chapter.last_float(index).filter(|_| stand.passed.is_some());
            let passes = |float: u32| chapter.passes(Late { first: float, count: 1 }, barrier);
            stands.retain(|stand| stand.early.is_none() && late(stand).is_none_or(passes));
        }
    }
}

/// A page of which is reckoned what it costs, with all behind it.
struct Page<'a> {
    reckoner: &'a Reckoner<'a>,
    place: Place,
    least: Sides,
}

impl Page<'_> {
    /// Adds strip `index`, which is `part`, to `stand`; whether more may stand on the page.
    fn part(&mut self, index: u32, part: &Part, stand: &mut Stand) -> bool {
        let geometry = self.reckoner.geometry;
        let Place { unit, way, .. } = self.place;
        let goes_on = index == self.place.strip && unit > 0;
        space(part, goes_on, stand);
        let before = *stand;
        let from = if goes_on { self.place } else { Place::at(index) };
        whole(part, from, self.reckoner.places.rest(from), stand);
        if !stand.is_far(geometry) {
            let ways = if goes_on { way..way + 1 } else { 0..part.ways.len() as u32 };
            let from = |way: u32| Place { strip: index, unit: if goes_on { unit } else { 0 }, way };
            ways.for_each(|way| self.breaks(part, from(way), before));
        }
        self.end(Place::at(index + 1), *stand, Break::behind(part));
        let passed = stand.passed.is_some_and(|passed| passed > most_passed(geometry) + stand.less.most);
        !passed && !stand.is_full(geometry)
    }

    /// The breaks within `part`, which is the strip of `from`, from that on.
    fn breaks(&mut self, part: &Part, from: Place, mut stand: Stand) {
        let set = &part.ways[from.way as usize];
        let own = if from.unit > 0 { 0 } else { set.cost };
        let last = set.units.len().saturating_sub(1);
        for (at, unit) in (0_u32..).zip(&set.units).take(last).skip(from.unit as usize) {
            let repeated = if at > 0 && at == from.unit { unit.repeated } else { 0 };
            stand.add(unit.height + repeated, unit.notes_height);
            let parting = Break { cost: own + unit.penalty, awaited: unit.awaited };
            self.end(Place { unit: at + 1, ..from }, stand, parting);
            if stand.is_full(self.reckoner.geometry) {
                return;
            }
        }
    }

    /// The page ends before `place`.
    fn end(&mut self, mut place: Place, mut stand: Stand, Break { cost, awaited }: Break) {
        let Reckoner { chapter, geometry, places, least, .. } = self.reckoner;
        if let Some(float) = stand.early.map(|float| &chapter.floats[float as usize])
            && (place.strip, place.unit) == (float.parts.start, 0)
        {
            (place.strip, stand.early) = (float.parts.end, None);
        }
        let start = Start { strip: place.strip, unit: place.unit, way: place.way, ..State::START.start };
        let next = &least[places.number(place)];
        let cost = cost + stand.cost + chapter.start_price(start);
        let (next, cost) = match (stand.passed, stand.early) {
            (Some(lines), _) => {
                (&next.late, cost + price::PASSED_LINE * i64::from(lines.saturating_sub(stand.less.most)))
            }
            (None, Some(_)) => (&next.early, cost + price::EARLY_FACING),
            (None, None) => (&next.plain, cost),
        };
        let foot = match Foot::before(start, chapter) {
            Foot::Broken if stand.is_far(geometry) => return,
            Foot::Broken => stand.foot(geometry),
            Foot::Forced => return self.least.at_most(cost + next.any()),
            Foot::Last => {
                let total = stand.lines + note_lines(stand.notes, geometry);
                return self.least.at_most(cost + price::short_last(total + stand.more.most) + next.any());
            }
        };
        let overleaf = if stand.passed.is_some() { price::OVERLEAF } else { 0 };
        let at_verso = cost + price::awaited(awaited, false);
        let at_recto = cost + price::awaited(awaited, true) + overleaf;
        for (short, foot) in foot.into_iter().enumerate() {
            self.least.verso = self.least.verso.min(at_verso + foot + next.recto[short]);
            // What stands before its place stands on the same spread.
            if stand.early.is_some() {
                continue;
            }
            for (facing, least) in self.least.recto.iter_mut().enumerate() {
                let uneven = if facing == 2 || facing == short { 0 } else { price::unevenness(Some(0), 1) };
                *least = (*least).min(at_recto + foot + uneven + next.verso);
            }
        }
    }
}
