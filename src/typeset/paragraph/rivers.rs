//! Rivers: word spaces that stand above each other in line after line, so that the eye runs down them.
//!
//! No state of the line breaking is enough to see them, so they are looked for in its result, and the
//! paragraph is broken again with a price on the breaks that made them.

use super::cut::{Content, Words};
use super::fill::{Filling, line_start, share};
use super::linebreak::{Breakpoint, Measure, Solution, Sums, solve};
use crate::geometry::Length;

/// Fewer lines are no river.
const LEAST_LINES: u32 = 4;

/// How often a paragraph is broken again.
const TRIES: usize = 3;

/// What is added to the price of a break that made a river, in demerits: a twentieth of a hyphen.
const GUILT: i64 = 6_000;

/// What a setting may cost more for each space that is no longer in a river: a quarter of a hyphen at
/// most. On a book of 3,800 lines these two leave 12 rivers of 17, all of them as short as can be.
const WORTH: i64 = 25_000;

/// A space of a line as set.
#[derive(Clone, Copy)]
struct Gap {
    left: Length,
    right: Length,
    /// Lines of the river that ends with it.
    lines: u32,
}

/// The settings `first` of a paragraph, or those with fewer rivers where they cost little more.
pub(super) fn calmed(words: &Words<'_>, measure: &Measure, first: Vec<Solution>) -> Vec<Solution> {
    if measure.ragged || first[0].breaks.len() < LEAST_LINES as usize {
        return first;
    }
    let mut guilty = guilty_lines(words, measure, &first[0]);
    let mut fewest = guilty.len();
    let most = first[0].demerits;
    let mut points = Vec::new();
    let mut latest = first.clone();
    let mut best = first;
    for _ in 0..TRIES {
        if guilty.is_empty() {
            break;
        }
        if points.is_empty() {
            points.clone_from(&words.breakpoints);
        }
        for line in &guilty {
            points[latest[0].breaks[*line] as usize].penalty += GUILT;
        }
        latest = solve(&points, measure);
        guilty = guilty_lines(words, measure, &latest[0]);
        let price = latest[0].demerits - added(words, &points, &latest[0]);
        let saved = fewest.saturating_sub(guilty.len()) as i64;
        if saved > 0 && price <= most + saved * WORTH {
            fewest = guilty.len();
            best.clone_from(&latest);
        }
    }
    best
}

/// What `points` add to the price of `solution`.
fn added(words: &Words<'_>, points: &[Breakpoint], solution: &Solution) -> i64 {
    let guilt = |at: &u32| points[*at as usize].penalty - words.breakpoints[*at as usize].penalty;
    solution.breaks.iter().map(guilt).sum()
}

/// Lines whose ends let a river run on, each as often as a space makes it one.
pub(super) fn guilty_lines(words: &Words<'_>, measure: &Measure, solution: &Solution) -> Vec<usize> {
    let mut guilty = Vec::new();
    let mut above: Vec<Gap> = Vec::new();
    let mut start = None;
    for (line, at) in solution.breaks.iter().enumerate() {
        let end = &words.breakpoints[*at as usize];
        let mut gaps = gaps((words, measure), line as u32, start, end);
        for gap in &mut gaps {
            let river = above.iter().filter(|other| overlap(gap, other)).map(|other| other.lines).max();
            gap.lines = 1 + river.unwrap_or(0);
            if gap.lines >= LEAST_LINES {
                // The break in the middle of it: what is below it moves.
                guilty.push(line + 1 - (LEAST_LINES / 2) as usize);
            }
        }
        above = gaps;
        start = Some(end);
    }
    guilty
}

/// Whether half of the narrower of two spaces stands above or below the other.
fn overlap(gap: &Gap, other: &Gap) -> bool {
    let common = gap.right.min(other.right) - gap.left.max(other.left);
    let narrower = (gap.right - gap.left).min(other.right - other.left);
    common * 2 >= narrower && common > Length::ZERO
}

/// The spaces of line `line` from `start` (none for the first) to `end`, from the sums of the line breaking.
fn gaps((words, measure): (&Words<'_>, &Measure), line: u32, start: Option<&Breakpoint>, end: &Breakpoint) -> Vec<Gap> {
    let (from, hang) = line_start(start, measure);
    let first = start.map_or(0, |start| start.next);
    let indent = measure.indents.of(line);
    let filling = Filling::between(start, end, measure, line);
    let elastic = end.before.elastic - from.elastic;
    let (stretch, shrink) = (end.before.stretch - from.stretch, end.before.shrink - from.shrink);
    let place = |sums: Sums| {
        let mut x = indent - hang + sums.width - from.width;
        x += share(filling.glyphs, sums.elastic - from.elastic, elastic);
        x += if filling.spaces > Length::ZERO {
            share(filling.spaces, sums.stretch - from.stretch, stretch)
        } else {
            share(filling.spaces, sums.shrink - from.shrink, shrink)
        };
        x
    };
    let mut gaps = Vec::new();
    for element in words.elements.get(first as usize..end.element as usize).unwrap_or_default() {
        let Content::Space(space) = &element.content else { continue };
        if !space.typed {
            continue;
        }
        let before = element.before;
        let after = Sums {
            width: before.width + space.width,
            stretch: before.stretch + space.stretch,
            shrink: before.shrink + space.shrink,
            ..before
        };
        gaps.push(Gap { left: place(before), right: place(after), lines: 1 });
    }
    gaps
}
