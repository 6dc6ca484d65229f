//! Pages that start in one strip, filled together: they differ in how much of it stands at their heads.

use super::places::Place;
use super::reckon::Reckoner;
use super::stand::{Feet, Slack, Stand, space, whole};
use super::{Any, Sides};
use crate::geometry::Length;
use crate::makeup::breaks::{Break, Part};
use crate::makeup::filling::most_passed;
use crate::makeup::price::{self, Foot, Load};
use crate::makeup::solve::Late;

/// What is left of a strip at the head of a page.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// Grid lines of it.
    lines: u32,
    /// The height of the notes in them.
    notes: Length,
    /// What it costs at least from the page on.
    pub least: Sides,
    /// What it costs at least from any place on where the page may end.
    pub any: Any,
}

impl Head {
    /// Nothing is left.
    pub const EMPTY: Self = Self::new(0, Length::ZERO);

    pub const fn new(lines: u32, notes: Length) -> Self {
        Self { lines, notes, least: Sides::NEVER, any: Any::NEVER }
    }

    /// What stands on its page with `stand`.
    fn load(&self, stand: &Stand) -> Load {
        Load { lines: self.lines + stand.lines, notes: self.notes + stand.notes, solid: false }
    }
}

/// A break with what is behind it.
struct Ending<'a> {
    foot: Foot,
    next: &'a Sides,
    /// What it costs on a verso, but for the foot, and on a recto; none where it may not be there.
    at_verso: i64,
    at_recto: Option<i64>,
}

/// Pages that start in one strip.
pub(super) struct Pages<'a> {
    reckoner: &'a Reckoner<'a>,
    /// The lowest first.
    heads: Vec<Head>,
}

impl<'a> Pages<'a> {
    pub fn new(reckoner: &'a Reckoner<'a>, heads: &[Head]) -> Self {
        Self { reckoner, heads: heads.to_vec() }
    }

    /// The page that starts with `strip`, which is `part`, behind `stands`.
    pub fn begun(mut self, strip: u32, part: &Part, mut stands: Vec<Stand>) -> Head {
        self.strip(strip, part, &mut stands);
        self.strips(strip + 1, stands);
        self.heads[0]
    }

    /// Pages that start with the rest of `strip`, which is `part`, behind `stands`.
    pub fn continued(mut self, strip: u32, part: &Part, mut stands: Vec<Stand>) -> Vec<Head> {
        self.reach(strip + 1, u32::MAX);
        stands.retain_mut(|stand| {
            stand.below = Some(part.below);
            self.close(strip, part, stand, u32::MAX)
        });
        self.strips(strip + 1, stands);
        self.heads
    }

    /// The page that starts at `place` in `part`, behind `stands`, if it ends there, too.
    pub fn broken(mut self, part: &Part, place: Place, stands: &[Stand]) -> Head {
        let Some(Head { lines, notes, .. }) = self.heads.first().copied() else { return Head::EMPTY };
        for stand in stands {
            if !stand.is_far(Head::new(lines, notes).load(stand), self.reckoner.geometry) {
                (self.heads[0].lines, self.heads[0].notes) = (0, Length::ZERO);
                self.breaks(part, place, *stand, &mut Feet::new(stand));
            }
        }
        self.heads[0]
    }

    /// Sets the strips from `first` on behind `stands`.
    fn strips(&mut self, first: u32, mut stands: Vec<Stand>) {
        for (index, part) in (first..).zip(&self.reckoner.chapter.parts[first as usize..]) {
            if part.forced || stands.is_empty() {
                return;
            }
            self.strip(index, part, &mut stands);
        }
    }

    /// Adds strip `index`, which is `part`, to `stands`; those go behind which nothing more may stand.
    fn strip(&mut self, index: u32, part: &Part, stands: &mut Vec<Stand>) {
        self.pass(index, part, stands);
        let room = stands.iter().filter_map(|stand| stand.room(self.reckoner.geometry)).max();
        self.reach(index + 1, room.unwrap_or(0));
        stands.retain_mut(|stand| stand.behind > index || self.part(index, part, stand));
    }

    /// Pages with heads of at most `room` lines may end in the strip before `strip`, or before that.
    fn reach(&mut self, strip: u32, room: u32) {
        let of_strip = self.reckoner.of_strips[strip as usize];
        self.heads.iter_mut().filter(|head| head.lines <= room).for_each(|head| head.any = head.any.or(of_strip));
    }

    /// What can become of the float that starts `part`, which is strip `index`: it is set here, was set
    /// before, or is left for the next page. Those of `stands` go that have no right to pass by `part`.
    fn pass(&self, index: u32, part: &Part, stands: &mut Vec<Stand>) {
        let chapter = self.reckoner.chapter;
        if let Some(float) = part.float {
            let behind = chapter.floats[float as usize].parts.end;
            for at in 0..stands.len() {
                let stand = stands[at];
                if stand.early == Some(float) {
                    stands[at] = Stand { early: None, behind, ..stand };
                } else if stand.below.is_some() && stand.passed.is_none() {
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

    /// Adds strip `index`, which is `part`, to `stand`; whether more may stand on the page.
    fn part(&mut self, index: u32, part: &Part, stand: &mut Stand) -> bool {
        let geometry = self.reckoner.geometry;
        let room = stand.room(geometry).unwrap_or(0);
        space(part, false, stand);
        let before = *stand;
        let place = Place::at(index);
        whole(part, self.reckoner.places.rest(place), stand);
        if self.heads.iter().any(|head| !stand.is_far(head.load(stand), geometry)) {
            let mut feet = Feet::new(&before);
            let ways = 0..part.ways.len() as u32;
            ways.for_each(|way| self.breaks(part, Place { way, ..place }, before, &mut feet));
        }
        self.close(index, part, stand, room)
    }

    /// The pages end behind strip `index`, which is `part`; heads of more than `room` lines leave none for it.
    /// Whether more may stand on them.
    fn close(&mut self, index: u32, part: &Part, stand: &Stand, room: u32) -> bool {
        let geometry = self.reckoner.geometry;
        let parting = Break::behind(part);
        let slack = Slack::new(stand);
        self.end(Place::at(index + 1), stand, parting, room, |free, noted| slack.foot(free, noted));
        let passed = stand.passed.is_some_and(|passed| passed > most_passed(geometry) + stand.less.most);
        !passed && stand.room(geometry).is_some_and(|room| self.heads[0].lines <= room)
    }

    /// The breaks within `part`, which is the strip of `from`, from that on, where pages have `feet`.
    fn breaks(&mut self, part: &Part, from: Place, mut stand: Stand, feet: &mut Feet) {
        let set = &part.ways[from.way as usize];
        let own = if from.unit > 0 { 0 } else { set.cost };
        let last = set.units.len().saturating_sub(1);
        let mut room = u32::MAX;
        for (at, unit) in (0_u32..).zip(&set.units).take(last).skip(from.unit as usize) {
            let repeated = if at > 0 && at == from.unit { unit.repeated } else { 0 };
            stand.add(unit.height + repeated, unit.notes_height);
            let parting = Break { cost: own + unit.penalty, awaited: unit.awaited };
            let place = Place { unit: at + 1, ..from };
            self.end(place, &stand, parting, room, |free, noted| feet.foot(free, noted));
            room = match stand.room(self.reckoner.geometry) {
                Some(room) if self.heads[0].lines <= room => room,
                _ => return,
            };
        }
    }

    /// The pages end before `place`; heads of more than `room` lines leave none for what stands before that.
    fn end(
        &mut self,
        place: Place,
        stand: &Stand,
        parting: Break,
        room: u32,
        mut foot: impl FnMut(i64, bool) -> Option<[i64; 3]>,
    ) {
        let geometry = self.reckoner.geometry;
        let ending = self.ending(place, stand, parting);
        for head in self.heads.iter_mut().take_while(|head| head.lines <= room) {
            let load = head.load(stand);
            match ending.foot {
                Foot::Broken => {
                    let free = i64::from(geometry.lines) - i64::from(load.total(geometry));
                    if let Some(foot) = foot(free, load.notes > Length::ZERO) {
                        ending.offer(&foot, &mut head.least);
                    }
                }
                Foot::Forced => head.least.at_most(ending.at_verso + ending.next.any()),
                Foot::Last => {
                    let short = price::short_last(load.total(geometry) + stand.more.most);
                    head.least.at_most(ending.at_verso + short + ending.next.any());
                }
            }
        }
    }

    /// What it is that a page ends behind `stand`, before `place`.
    fn ending(&self, mut place: Place, stand: &Stand, Break { cost, awaited }: Break) -> Ending<'a> {
        let Reckoner { chapter, places, least, .. } = self.reckoner;
        let mut early = stand.early;
        if let Some(float) = early.map(|float| &chapter.floats[float as usize])
            && (place.strip, place.unit) == (float.parts.start, 0)
        {
            (place.strip, early) = (float.parts.end, None);
        }
        let start = place.start();
        let least = &least[places.number(place)];
        let cost = cost + stand.cost + chapter.start_price(start);
        let (next, cost) = match (stand.passed, early) {
            (Some(lines), _) => {
                (&least.late, cost + price::PASSED_LINE * i64::from(lines.saturating_sub(stand.less.most)))
            }
            (None, Some(_)) => (&least.early, cost + price::EARLY_FACING),
            (None, None) => (&least.plain, cost),
        };
        let overleaf = if stand.passed.is_some() { price::OVERLEAF } else { 0 };
        let foot = Foot::before(start, chapter);
        let awaited = |recto| if foot == Foot::Broken { price::awaited(awaited, recto) } else { 0 };
        let at_recto = cost + awaited(true) + overleaf;
        Ending {
            foot,
            next,
            at_verso: cost + awaited(false),
            // What stands before its place stands on the same spread.
            at_recto: early.is_none().then_some(at_recto),
        }
    }
}

impl Ending<'_> {
    /// Tells `least` what pages cost that end so, with feet that are full, a line short, or shorter.
    fn offer(&self, foot: &[i64; 3], least: &mut Sides) {
        let cheapest = self.at_verso + foot[0].min(foot[1]).min(foot[2]) + self.next.any();
        if cheapest >= least.most() {
            return;
        }
        for (short, foot) in foot.iter().enumerate() {
            least.verso = least.verso.min(self.at_verso + foot + self.next.recto[short]);
            let Some(at_recto) = self.at_recto else { continue };
            for (facing, least) in least.recto.iter_mut().enumerate() {
                let uneven = if facing == 2 || facing == short { 0 } else { price::unevenness(Some(0), 1) };
                *least = (*least).min(at_recto + foot + uneven + self.next.verso);
            }
        }
    }
}
