//! The numbers of the places where a page may start, and how much stands before each in its strip.

use crate::geometry::Length;
use crate::makeup::breaks::{Chapter, Way};
use crate::makeup::solve::Start;

/// The numbers of the places where a page may start.
pub(super) struct Places {
    /// That of the first of each strip, and of the end.
    pub first: Vec<usize>,
    /// By strip and way.
    ways: Vec<Vec<Units>>,
}

/// How much stands before each unit of a strip in one way, and in all of it: grid lines, and height of notes.
struct Units(Vec<(u32, Length)>);

impl Units {
    fn count(&self) -> usize {
        self.0.len() - 1
    }
}

impl Places {
    pub fn new(chapter: &Chapter) -> Self {
        let before = |way: &Way| {
            let mut sum = (0, Length::ZERO);
            let sums = way.units.iter().map(|unit| {
                sum = (sum.0 + unit.height, sum.1 + unit.notes_height);
                sum
            });
            Units(std::iter::once((0, Length::ZERO)).chain(sums).collect())
        };
        let ways: Vec<Vec<Units>> = chapter.parts.iter().map(|part| part.ways.iter().map(before).collect()).collect();
        let mut first = Vec::with_capacity(ways.len() + 1);
        let mut count = 0;
        for ways in &ways {
            first.push(count);
            count += 1 + ways.iter().map(|units| units.count().saturating_sub(1)).sum::<usize>();
        }
        first.push(count);
        Self { first, ways }
    }

    pub fn number(&self, Place { strip, unit, way }: Place) -> usize {
        let first = self.first[strip as usize];
        if unit == 0 {
            return first;
        }
        let before = self.ways[strip as usize][..way as usize].iter();
        first + unit as usize + before.map(|units| units.count().saturating_sub(1)).sum::<usize>()
    }

    /// Grid lines from `place` to the end of its strip, and the height of the notes in them.
    pub fn rest(&self, Place { strip, unit, way }: Place) -> (u32, Length) {
        let Units(sums) = &self.ways[strip as usize][way as usize];
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

    pub fn at(strip: u32) -> Self {
        Self { strip, unit: 0, way: 0 }
    }
}
