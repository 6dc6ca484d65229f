//! The numbers of the places where a page may start, and how much stands before each in its strip.

use crate::geometry::Length;
use crate::makeup::breaks::{Chapter, Way};
use crate::makeup::solve::{Start, State};

/// The numbers of the places where a page may start.
pub(super) struct Places {
    /// That of the first of each strip, and of the end.
    pub first: Vec<usize>,
    /// By strip and way.
    ways: Vec<Vec<Units>>,
}

/// The units of a strip in one way.
struct Units {
    /// What makes the index of one of them, but of the first, its number.
    number: usize,
    /// How much stands before each of them, and in all: grid lines, and height of notes.
    before: Vec<(u32, Length)>,
}

impl Units {
    fn new(way: &Way, number: usize) -> Self {
        let mut sum = (0, Length::ZERO);
        let mut before = Vec::with_capacity(way.units.len() + 1);
        before.push(sum);
        before.extend(way.units.iter().map(|unit| {
            sum = (sum.0 + unit.height, sum.1 + unit.notes_height);
            sum
        }));
        Self { number, before }
    }
}

impl Places {
    pub fn new(chapter: &Chapter) -> Self {
        let mut first = Vec::with_capacity(chapter.parts.len() + 1);
        let mut count = 0;
        let of_part = |ways: &Vec<Way>| {
            first.push(count);
            let numbered = ways.iter().map(|way| {
                let units = Units::new(way, count);
                count += way.units.len().saturating_sub(1);
                units
            });
            let units = numbered.collect();
            count += 1;
            units
        };
        let ways = chapter.parts.iter().map(|part| &part.ways).map(of_part).collect();
        first.push(count);
        Self { first, ways }
    }

    pub fn number(&self, Place { strip, unit, way }: Place) -> usize {
        match unit {
            0 => self.first[strip as usize],
            unit => self.ways[strip as usize][way as usize].number + unit as usize,
        }
    }

    /// Grid lines from `place` to the end of its strip, and the height of the notes in them.
    pub fn rest(&self, Place { strip, unit, way }: Place) -> (u32, Length) {
        let sums = &self.ways[strip as usize][way as usize].before;
        let (all, before) = (sums[sums.len() - 1], sums[(unit as usize).min(sums.len() - 1)]);
        (all.0 - before.0, all.1 - before.1)
    }
}

/// A place where a page may start.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub strip: u32,
    pub unit: u32,
    pub way: u32,
}

impl Place {
    pub fn of(Start { strip, unit, way, .. }: Start) -> Self {
        Self { strip, unit, way }
    }

    /// That of a page at whose head nothing stands besides.
    pub fn start(self) -> Start {
        let Self { strip, unit, way } = self;
        Start { strip, unit, way, ..State::START.start }
    }

    pub fn at(strip: u32) -> Self {
        Self { strip, unit: 0, way: 0 }
    }
}
