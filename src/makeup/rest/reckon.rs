//! The bound of each place, from the end of the chapter backwards.

use super::pages::{Head, Pages};
use super::places::{Place, Places};
use super::stand::{Stand, far, space};
use super::{Any, Least, NEVER, Sides};
use crate::geometry::{Length, PageGeometry};
use crate::makeup::breaks::{Chapter, Part};
use crate::makeup::filling::most_passed;
use crate::makeup::price::{self, Foot};

pub(super) struct Reckoner<'a> {
    pub chapter: &'a Chapter,
    pub geometry: &'a PageGeometry,
    pub places: Places,
    /// By place.
    pub least: Vec<Least>,
    /// The least of all places of a strip that are reckoned.
    pub of_strips: Vec<Any>,
}

/// What is true of all pages that start in one strip.
struct Surroundings {
    strip: u32,
    /// Grid lines of the float before the strip that may stand at the head of the page.
    late: Option<u32>,
    /// What must be paid at least for a page that goes on with a part of a note, or with more than one float
    /// that is out of its place.
    load: i64,
    /// What it costs at least from any place on where such a page may end though others do not.
    beyond: Any,
}

/// By what stands at the head of a page before its text: nothing, the last float before the place, or nothing
/// because the next float stands on the verso that the page faces.
struct Kinds<T> {
    plain: T,
    late: Option<T>,
    early: Option<T>,
}

impl<T> Kinds<T> {
    fn map<U>(&self, map: impl Fn(&T) -> U) -> Kinds<U> {
        Kinds { plain: map(&self.plain), late: self.late.as_ref().map(&map), early: self.early.as_ref().map(&map) }
    }
}

impl<'a> Reckoner<'a> {
    pub fn new(chapter: &'a Chapter, geometry: &'a PageGeometry) -> Self {
        let places = Places::new(chapter);
        let end = places.first[chapter.parts.len()];
        let mut least = vec![Least::NEVER; end + 1];
        least[end] = Least::NOTHING;
        let mut of_strips = vec![Any::NEVER; chapter.parts.len() + 1];
        of_strips[chapter.parts.len()] = Any::NOTHING;
        Self { chapter, geometry, places, least, of_strips }
    }

    /// Reckons all places in `strip`, which is `part`; those behind it are reckoned.
    pub fn strip(&mut self, strip: u32, part: &Part) {
        let last = part.ways.iter().map(|way| way.units.len()).max().unwrap_or(0).saturating_sub(1) as u32;
        // The further on a page starts, the sooner the next float may stand before its place.
        let next = self.chapter.next_float(strip, last, self.geometry);
        let load = self.least_load(strip);
        let late = self.late_float(strip).map(|float| self.headed(Stand::EMPTY, float));
        let around =
            Surroundings { strip, late: late.map(|stand| stand.lines), load, beyond: self.beyond(strip, load) };
        let kinds = Kinds {
            plain: self.stands(Stand::EMPTY, next),
            late: late.map(|stand| self.stands(stand, next)),
            early: next.map(|float| vec![Stand { early: Some(float), ..Stand::EMPTY }]),
        };
        if last > 0 {
            self.within(part, &around, &kinds, last);
        }
        let begun = kinds.map(|stands| Pages::new(self, &[Head::EMPTY]).begun(strip, part, stands.clone()));
        self.settle(&around, Place::at(strip), begun);
    }

    /// Reckons the places behind the first unit of the strip, the last of which is `last`. Pages that start with
    /// as much of it are filled once, whatever the ways are in which that is set.
    fn within(&mut self, part: &Part, around: &Surroundings, kinds: &Kinds<Vec<Stand>>, last: u32) {
        let strip = around.strip;
        let mut starts: Vec<(Place, (u32, Length))> = Vec::new();
        for unit in (1..=last).rev() {
            let ways = (0..).zip(&part.ways).filter(|(_, set)| unit < set.units.len() as u32);
            starts.extend(ways.map(|(way, set)| {
                let place = Place { strip, unit, way };
                let (lines, notes) = self.places.rest(place);
                (place, (lines + set.units[unit as usize].repeated, notes))
            }));
        }
        let mut rests: Vec<(u32, Length)> = starts.iter().map(|(_, rest)| *rest).collect();
        rests.sort_unstable();
        rests.dedup();
        let heads: Vec<Head> = rests.iter().map(|(lines, notes)| Head::new(*lines, *notes)).collect();
        let filled = kinds.map(|stands| {
            let mut stands = stands.clone();
            stands.iter_mut().for_each(|stand| space(part, true, stand));
            let heads = Pages::new(self, &heads).continued(strip, part, stands.clone());
            (stands, heads)
        });
        for (place, rest) in starts {
            let Ok(at) = rests.binary_search(&rest) else { continue };
            let found = filled.map(|(stands, heads)| Pages::new(self, &[heads[at]]).broken(part, place, stands));
            self.settle(around, place, found);
        }
    }

    /// Keeps what was `found` for `place`.
    fn settle(&mut self, around: &Surroundings, place: Place, found: Kinds<Head>) {
        let of_strip = self.of_strips[place.strip as usize];
        let any = found.plain.any.or(of_strip).or(around.beyond);
        let loaded = any.laden + around.load;
        let far = any.light() + far();
        let least = |head: &Head| {
            let mut least = head.least;
            least.at_most(loaded.min(far));
            least
        };
        let plain = least(&found.plain);
        let mut late = found.late.as_ref().map_or(Sides::NEVER, least);
        if let Some(height) = around.late {
            late.at_most(self.alone(place, height) + plain.any());
        }
        let early = found.early.as_ref().map_or(Sides::NEVER, least);
        let own = Any { plain: plain.any(), late: late.any(), early: early.any(), laden: NEVER };
        let laden = any.light().min(own.light()).min(loaded);
        self.least[self.places.number(place)] = Least { plain, late, early, laden, behind: any.light().min(any.laden) };
        self.of_strips[place.strip as usize] = of_strip.or(Any { laden, ..own });
    }

    /// What a page costs at least that ends before `place` with nothing but a float of `height` lines on it.
    fn alone(&self, place: Place, height: u32) -> i64 {
        match Foot::before(place.start(), self.chapter) {
            Foot::Broken => price::shortness(self.geometry.lines.saturating_sub(height)),
            Foot::Forced | Foot::Last => 0,
        }
    }

    /// What may stand at the head of a page: `stand`, or the next float behind that.
    fn stands(&self, stand: Stand, next: Option<u32>) -> Vec<Stand> {
        let early = next.map(|float| {
            let cost = stand.cost + price::EARLY;
            Stand { early: Some(float), cost, ..self.headed(stand, float) }
        });
        std::iter::once(stand).chain(early).collect()
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

    /// The float before `strip` that may stand at the head of a page that starts there.
    fn late_float(&self, strip: u32) -> Option<u32> {
        let float = self.chapter.last_float(strip)?;
        let passed = self.top(strip).saturating_sub(self.top(self.chapter.floats[float as usize].parts.end));
        // Lines of their best settings, of which there may be fewer.
        (passed <= 2 * most_passed(self.geometry)).then_some(float)
    }

    /// Grid lines from the start of the chapter to `strip`, or to its end.
    fn top(&self, strip: u32) -> u32 {
        self.chapter.parts.get(strip as usize).or(self.chapter.parts.last()).map_or(0, |part| part.top)
    }

    /// What must be paid at least for a page that starts in `strip` and goes on with a part of a note, or with more
    /// than one float that is out of its place.
    fn least_load(&self, strip: u32) -> i64 {
        let floats = &self.chapter.floats;
        let next = floats.partition_point(|float| float.parts.end <= strip);
        let near = |float: usize, from: u32, lines: u32| {
            floats.get(float).is_some_and(|float| self.top(float.parts.start).saturating_sub(from) <= lines)
        };
        let first = near(next, self.top(strip), 3 * self.geometry.lines);
        let both = first && near(next + 1, self.top(floats[next].parts.end), self.geometry.lines);
        if both { (2 * price::LATE).min(price::NOTE_SPLIT) } else { price::NOTE_SPLIT }
    }

    /// What it costs at least from any place on where a page that starts in `strip` may end because two floats
    /// are left for the next one, so that more text stands on it; their load is `load`.
    fn beyond(&self, strip: u32, load: i64) -> Any {
        if load >= price::NOTE_SPLIT {
            return Any::NEVER;
        }
        let end = self.top(strip) + 4 * self.geometry.lines;
        let parts = self.chapter.parts[strip as usize..].iter().take_while(|part| part.top <= end).count();
        let behind = &self.of_strips[strip as usize + 1..=strip as usize + parts];
        behind.iter().fold(Any::NEVER, |any, of_strip| any.or(*of_strip))
    }
}
