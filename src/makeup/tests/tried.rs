//! The cheapest pages of a small chapter, found by trying every way.

use crate::geometry::{Length, PageGeometry};
use crate::makeup::breaks::{Awaited, Chapter, Unit, note_lines};
use crate::makeup::filling::{most_passed, spaces};
use crate::makeup::price::{self, Foot, Load};
use crate::makeup::solve::{Late, Side, Start, State};

/// The least that pages can cost from `state` on, every way of every page tried.
pub(super) fn cheapest(chapter: &Chapter, geometry: &PageGeometry, state: State) -> i64 {
    if state.start.is_end(chapter) {
        return 0;
    }
    let mut ends = Vec::new();
    Tried { chapter, geometry, start: state.start, side: state.side }.page(&mut ends);
    ends.into_iter().map(|(next, cost)| cost + cheapest(chapter, geometry, next)).min().unwrap_or(i64::MAX / 4)
}

/// What stands on a page that is tried.
#[derive(Clone, Copy)]
struct Desk {
    lines: u32,
    notes: Length,
    below: u32,
    solid: bool,
    awaited: Awaited,
    late: Late,
    passed: u32,
    early: Option<u32>,
    cost: i64,
}

/// A page of which every way is tried.
struct Tried<'a> {
    chapter: &'a Chapter,
    geometry: &'a PageGeometry,
    start: Start,
    side: Side,
}

impl Tried<'_> {
    fn page(&self, ends: &mut Vec<(State, i64)>) {
        let Start { carried, late, early, .. } = self.start;
        let mut desk = Desk {
            lines: 0,
            notes: Length::ZERO,
            below: 0,
            solid: false,
            awaited: Awaited::Nothing,
            late: Late::default(),
            passed: 0,
            early,
            cost: 0,
        };
        if let Some(carried) = carried {
            let rest = self.chapter.carried_on(carried, self.geometry);
            let height = |of| self.chapter.carried_height(of);
            let notes = height(carried) - rest.map_or(Length::ZERO, height);
            let alone = Desk { notes, late, cost: price::NOTE_SPLIT, ..desk };
            self.end(Start { carried: rest, ..self.start }, alone, ends);
            desk.notes = height(carried);
        }
        let Some(desk) = late.floats().try_fold(desk, |desk, float| self.at_head(desk, float)) else { return };
        let here = Start { carried: None, ..self.start };
        if !late.is_empty() {
            self.end(here, desk, ends);
        }
        self.text(self.start.strip, desk, ends);
        let strip = self.start.strip;
        let next = (0_u32..).zip(&self.chapter.floats).find(|(_, float)| float.parts.start > strip);
        let Some((float, place)) = next.map(|(float, moved)| (float, moved.parts.start)) else { return };
        let between = &self.chapter.parts[strip as usize..place as usize];
        let barred = between.iter().any(|part| part.barrier.is_some());
        let within = self.chapter.floats.iter().any(|float| float.parts.contains(&strip));
        let forced = between.iter().skip(1).any(|part| part.forced);
        if early.is_none()
            && !barred
            && !within
            && !forced
            && let Some(set) = self.at_head(desk, float)
        {
            self.text(strip, Desk { early: Some(float), cost: set.cost + price::EARLY, ..set }, ends);
        }
    }

    fn at_head(&self, mut desk: Desk, float: u32) -> Option<Desk> {
        for part in self.chapter.floats[float as usize].parts.clone() {
            let part = &self.chapter.parts[part as usize];
            desk.lines += if desk.lines > 0 { desk.below.max(part.above) } else { 0 };
            desk.lines += part.ways[0].units.iter().map(|unit| unit.height).sum::<u32>();
            (desk.below, desk.solid) = (part.below, part.solid);
        }
        (desk.lines + note_lines(desk.notes, self.geometry) <= self.geometry.lines).then_some(desk)
    }

    /// Tries all from strip `index` on.
    fn text(&self, index: u32, mut desk: Desk, ends: &mut Vec<(State, i64)>) {
        let Some(part) = self.chapter.parts.get(index as usize) else { return };
        let goes_on = index == self.start.strip && self.start.unit > 0;
        if part.forced && index > self.start.strip {
            return;
        }
        if let Some(float) = part.float.filter(|_| !goes_on) {
            let behind = self.chapter.floats[float as usize].parts.end;
            if desk.early == Some(float) {
                desk.early = None;
                return self.text(behind, desk, ends);
            }
            if let Some(late) = desk.late.and(float).filter(|_| desk.lines > 0) {
                let price = price::LATE + if self.side.recto { price::OVERLEAF } else { 0 };
                self.text(behind, Desk { late, cost: desk.cost + price, ..desk }, ends);
            }
            if !desk.late.is_empty() {
                return;
            }
        }
        let passes = |barrier| desk.early.is_none() && self.chapter.passes(desk.late, barrier);
        if !goes_on && part.barrier.is_some_and(|barrier| !passes(barrier)) {
            return;
        }
        for (before, space) in spaces(part, (desk.lines > 0).then_some(desk.below), goes_on) {
            for (way, set) in (0_u32..).zip(&part.ways) {
                if !goes_on || way == self.start.way {
                    let own = if goes_on { 0 } else { set.cost };
                    let lines = desk.lines + before;
                    let cost = desk.cost + space + own;
                    let spaced = Desk { lines, below: part.below, solid: part.solid, cost, ..desk };
                    self.units(index, (way, &set.units), spaced, desk.lines == 0, ends);
                }
            }
        }
    }

    /// Tries all breaks in `units` of strip `index`, which is the first thing on the page or not.
    fn units(
        &self,
        index: u32,
        (way, units): (u32, &[Unit]),
        mut desk: Desk,
        first: bool,
        ends: &mut Vec<(State, i64)>,
    ) {
        let goes_on = index == self.start.strip && self.start.unit > 0;
        let from = if goes_on { self.start.unit } else { 0 };
        let first = first && desk.notes == Length::ZERO;
        let mut splits: Option<&Unit> = None;
        for (at, unit) in (0_u32..).zip(units).skip(from as usize) {
            let height = unit.height + if at == from && from > 0 { unit.repeated } else { 0 };
            desk.lines += height;
            desk.notes += unit.notes_height;
            desk.passed += if desk.late.is_empty() { 0 } else { height };
            if desk.passed > most_passed(self.geometry) || splits.is_some() && !unit.notes.is_empty() {
                return;
            }
            let high = desk.lines + note_lines(desk.notes, self.geometry) > self.geometry.lines;
            let mut carried = None;
            if high {
                splits = splits.or(Some(unit)).filter(|unit| !unit.notes.is_empty());
                let room = self.geometry.lines.checked_sub(desk.lines);
                carried =
                    splits.zip(room).and_then(|(unit, room)| self.chapter.split(unit, desk.notes, room, self.geometry));
                if carried.is_none() && !(first && at == from) {
                    return;
                }
            }
            let whole = at as usize + 1 == units.len();
            let next = match whole {
                true => Start { strip: index + 1, unit: 0, way: 0, carried, ..self.start },
                false => Start { strip: index, unit: at + 1, way, carried, ..self.start },
            };
            let split = if carried.is_some() { price::NOTE_SPLIT } else { 0 };
            let set = desk.notes - carried.map_or(Length::ZERO, |carried| self.chapter.carried_height(carried));
            let cost = desk.cost + unit.penalty + split;
            self.end(next, Desk { notes: set, awaited: unit.awaited, cost, ..desk }, ends);
            if high && carried.is_none() {
                return;
            }
            if whole && !high {
                self.text(index + 1, desk, ends);
            }
        }
    }

    fn end(&self, next: Start, desk: Desk, ends: &mut Vec<(State, i64)>) {
        let mut next = Start { late: desk.late, early: desk.early, ..next };
        let place = desk.early.map(|float| self.chapter.floats[float as usize].parts.clone());
        if let Some(place) = place.filter(|place| next.unit == 0 && place.start == next.strip) {
            next = Start { strip: place.end, early: None, ..next };
        }
        let foot = Foot::before(next, self.chapter);
        if next.early.is_some() && self.side.recto || foot == Foot::Forced && !next.late.is_empty() {
            return;
        }
        let load = Load { lines: desk.lines, notes: desk.notes, solid: desk.solid };
        let free = load.free(self.geometry);
        let passed = if next.late.is_empty() { 0 } else { price::PASSED_LINE * i64::from(desk.passed) };
        let facing_price = if next.early.is_some() { price::EARLY_FACING } else { 0 };
        let awaited = if foot == Foot::Broken { price::awaited(desk.awaited, self.side.recto) } else { 0 };
        let raised = if desk.notes > Length::ZERO { 0..=free.min(1) } else { free..=free };
        for short in raised {
            let facing = (!self.side.recto && foot == Foot::Broken).then_some(short);
            let foot = price::foot(self.geometry, self.side.facing, load, (free, short), foot);
            let side = Side { recto: !self.side.recto, facing };
            ends.push((
                State { start: next, side },
                desk.cost + awaited + passed + facing_price + foot + self.chapter.start_price(next),
            ));
        }
    }
}
