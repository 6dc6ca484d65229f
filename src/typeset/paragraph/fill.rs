//! How a line is filled: glyphs give what it lacks up to their limit, its spaces give the rest
//! (Hàn Thế Thành, "Micro-typographic extensions to the TeX typesetting system", 2000).
//!
//! Breaking prices by it, rivers are sought by it, and lines are set by it.

use super::linebreak::{BreakKind, Breakpoint, Measure, Sums};
use crate::geometry::Length;

/// What gives a line what it lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filling {
    /// What its glyphs give.
    pub glyphs: Length,
    /// The most that they may give or take.
    pub most: Length,
    /// What is left to its spaces.
    pub spaces: Length,
}

impl Filling {
    /// A line that lacks `lack` and whose glyphs may be widened or narrowed by `limit` thousandths of
    /// their width `elastic`. The last line of a paragraph is only ever narrowed.
    pub fn of(lack: Length, elastic: Length, limit: i64, last: bool) -> Self {
        if last && lack >= Length::ZERO {
            return Self::default();
        }
        let most = elastic.scale(limit, 1000).max(Length::ZERO);
        let glyphs = lack.clamp(-most, most);
        Self { glyphs, most, spaces: lack - glyphs }
    }

    /// What its glyphs give, in thousandths of what they may.
    pub fn effort(&self) -> i64 {
        if self.most > Length::ZERO { self.glyphs.get() * 1000 / self.most.get() } else { 0 }
    }

    /// By how many whole thousandths of their width `elastic` its glyphs are widened, `limit` at most:
    /// by a step less rather than more, so that what is left is never too wide.
    pub fn steps(&self, elastic: Length, limit: i64) -> i64 {
        match self.spaces.get().signum() * self.most.get().signum() {
            0 if elastic > Length::ZERO => (self.glyphs.get() * 1000).div_euclid(elastic.get()).max(-limit),
            side => side * limit,
        }
    }

    /// Line `line` of `measure` (counted from 0), from `start` (none for the first) to `end`.
    pub fn between(start: Option<&Breakpoint>, end: &Breakpoint, measure: &Measure, line: u32) -> Self {
        let elastic = end.before.elastic - line_start(start, measure).0.elastic;
        Self::of(lack(start, end, measure, line), elastic, measure.expansion, end.kind == BreakKind::Forced)
    }
}

/// How far lines stand in from the edge where they start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::typeset) struct Indents {
    /// The first, where no initial stands beside it.
    pub first: Length,
    /// So many lines stand beside an initial …
    pub beside: u32,
    /// … which keeps this width for itself.
    pub initial: Length,
}

impl Indents {
    /// That of line `line`, counted from 0.
    pub fn of(&self, line: u32) -> Length {
        match line {
            _ if line < self.beside => self.initial,
            0 => self.first,
            _ => Length::ZERO,
        }
    }
}

/// Sums up to the start of the line behind `start` (none for the first), and how far it hangs out.
pub(super) fn line_start(start: Option<&Breakpoint>, measure: &Measure) -> (Sums, Length) {
    start.map_or((Sums::default(), measure.hang), |start| (start.after, start.hang_start))
}

/// What line `line` of `measure` from `start` to `end` lacks at its natural width.
fn lack(start: Option<&Breakpoint>, end: &Breakpoint, measure: &Measure, line: u32) -> Length {
    let (from, hang) = line_start(start, measure);
    let room = measure.width - measure.indents.of(line);
    room - (end.before.width - from.width + end.hyphen - hang - end.hang_end)
}

/// The share of `amount` for the first `part` of `whole`.
pub(super) fn share(amount: Length, part: Length, whole: Length) -> Length {
    if whole <= Length::ZERO { Length::ZERO } else { amount.scale(part.get(), whole.get()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_give_first_and_spaces_the_rest() {
        let filling = Filling::of(Length::pt(6), Length::pt(200), 20, false);
        assert_eq!((filling.glyphs, filling.spaces), (Length::pt(4), Length::pt(2)));
        assert_eq!((filling.effort(), filling.steps(Length::pt(200), 20)), (1000, 20));
    }

    #[test]
    fn glyphs_are_narrowed_by_a_whole_thousandth_more_rather_than_less() {
        let elastic = Length::scaled(1_000_000);
        let filling = Filling::of(-Length::scaled(1_500), elastic, 20, false);
        assert_eq!((filling.spaces, filling.steps(elastic, 20)), (Length::ZERO, -2));
    }

    #[test]
    fn lines_beside_an_initial_stand_in_by_its_width_and_the_others_do_not() {
        let indents = Indents { first: Length::pt(14), beside: 2, initial: Length::pt(30) };
        assert_eq!([0, 1, 2].map(|line| indents.of(line)), [Length::pt(30), Length::pt(30), Length::ZERO]);
        let plain = Indents { first: Length::pt(14), ..Indents::default() };
        assert_eq!([0, 1].map(|line| plain.of(line)), [Length::pt(14), Length::ZERO]);
    }

    #[test]
    fn a_last_line_is_not_widened() {
        assert_eq!(Filling::of(Length::pt(50), Length::pt(200), 20, true), Filling::default());
    }

    #[test]
    fn a_line_without_glyphs_that_give_leaves_all_to_its_spaces() {
        let filling = Filling::of(Length::pt(5), Length::ZERO, 20, false);
        assert_eq!((filling.spaces, filling.effort(), filling.steps(Length::ZERO, 20)), (Length::pt(5), 0, 0));
    }
}
