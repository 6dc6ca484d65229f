//! Words that are wider than their line: cut between any two letters, and told.

use super::cut::{Content, Words};
use super::linebreak::{BreakKind, Breakpoint, price};
use crate::geometry::Length;
use crate::shaping::ShapedWord;
use std::ops::Range;

impl Words<'_> {
    /// Where nothing between two places to break fits into `measure`, lets lines end between any two
    /// letters there.
    pub(super) fn cut_what_is_too_wide(&mut self, measure: Length) {
        self.breakpoints.dedup_by_key(|point| (point.element, point.inner, point.next, point.kind));
        let mut line = Length::ZERO;
        let fits = |point: &Breakpoint| {
            let start = std::mem::replace(&mut line, point.after.width);
            point.before.width - start <= measure
        };
        if self.breakpoints.iter().all(fits) {
            return;
        }
        let mut start = (0, Length::ZERO);
        let mut points = Vec::with_capacity(self.breakpoints.len());
        for point in std::mem::take(&mut self.breakpoints) {
            if point.before.width - start.1 > measure {
                let last = point.element + u32::from(point.inner > 0);
                self.cut_letters(start.0..last, &mut points);
            }
            start = (point.next, point.after.width);
            points.push(point);
        }
        // Divisions of words that were cut stand among the new places.
        points.sort_by_key(|point| (point.element, point.inner, point.next));
        points.dedup_by_key(|point| (point.element, point.inner, point.next, point.kind));
        self.breakpoints = points;
    }

    fn cut_letters(&mut self, elements: Range<u32>, points: &mut Vec<Breakpoint>) {
        for index in elements {
            let element = &self.elements[index as usize];
            let Content::Word(word, _) = &element.content else { continue };
            self.too_wide.push(element.range.clone());
            let point = Breakpoint::new(index, BreakKind::Free, price::LETTER, element.before);
            if index > 0 {
                points.push(point);
            }
            if element.level.is_multiple_of(2) {
                for (at, width) in letters(word) {
                    let sums = element.before.within(word, width);
                    points.push(Breakpoint { inner: at, before: sums, after: sums, ..point });
                }
            }
        }
    }
}

/// Bytes of `word` at which a cluster of letters starts, but for the first, each with the width
/// before it.
fn letters(word: &ShapedWord) -> Vec<(u32, Length)> {
    let mut places: Vec<(u32, Length)> = Vec::new();
    let mut width = Length::ZERO;
    for piece in &word.pieces {
        for glyph in &piece.run.glyphs {
            let at = piece.start + glyph.cluster;
            if at > 0 && places.last().is_none_or(|(last, _)| *last < at) {
                places.push((at, width));
            }
            width += piece.size.of_em(i64::from(glyph.advance), piece.run.units_per_em);
        }
    }
    places
}
