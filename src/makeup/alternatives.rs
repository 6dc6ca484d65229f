//! What a page could have been instead: other places for its end, and edits that would heal it.
//!
//! Each is found by solving the chapter again with one thing changed.

use super::bill::{Item, bill};
use super::breaks::{self, Awaited, Chapter, Part, Unit};
use super::solve::{PagePlan, Start, solve};
use super::{cut, frozen};
use crate::document::TextPosition;
use crate::geometry::PageGeometry;
use crate::typeset::{Galley, StripContent};
use std::ops::RangeInclusive;

/// So many other ends of a page are shown …
const MOST_ENDS: usize = 3;
/// … and so many edits.
const MOST_EDITS: usize = 3;
/// Paragraphs on so many pages before the page are tried.
const PAGES_BEFORE: usize = 2;
/// A paragraph of fewer lines is not made shorter, nor longer: it would be another paragraph.
const LEAST_LINES: usize = 4;

/// What a page could have been instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alternatives {
    /// Where the next page could start instead, and how much more the pages of the chapter then cost; the
    /// cheapest first.
    pub ends: Vec<(TextPosition, i64)>,
    /// Edits that leave the page without a fault, the best first; none where it has none.
    pub edits: Vec<Edit>,
}

/// A paragraph made longer or shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it starts.
    pub position: TextPosition,
    /// By so many lines; shorter where less than nothing.
    pub lines: i32,
    /// How much less the pages of the chapter then cost.
    pub saved: i64,
}

/// What page `page` of the pages of `galley`, counted from nothing, could have been instead; `breaks` are its
/// frozen breaks, if it has any.
#[must_use]
pub fn alternatives(
    galley: Galley,
    geometry: &PageGeometry,
    breaks: Option<&[RangeInclusive<TextPosition>]>,
    page: usize,
) -> Alternatives {
    let galley = cut::cut(galley, geometry);
    let mut chapter = breaks::chapter(&galley, geometry);
    if let Some(breaks) = breaks {
        frozen::mark(&mut chapter, &galley, breaks);
    }
    let plans = solve(&chapter, geometry);
    let mut trial = Trial { galley: &galley, chapter, geometry, page };
    let Some(plan) = plans.get(page) else { return Alternatives::default() };
    let cost = trial.cost(&plans);
    let faulty = trial.bill(plan).iter().any(|item| item.what.is_fault());
    let edits = if faulty { trial.edits(&plans, cost) } else { Vec::new() };
    Alternatives { ends: trial.ends(plan, cost), edits }
}

struct Trial<'a> {
    galley: &'a Galley,
    chapter: Chapter,
    geometry: &'a PageGeometry,
    page: usize,
}

impl Trial<'_> {
    fn bill(&self, plan: &PagePlan) -> Vec<Item> {
        bill(&self.chapter, self.geometry, plan)
    }

    fn cost(&self, plans: &[PagePlan]) -> i64 {
        plans.iter().flat_map(|plan| self.bill(plan)).map(|item| item.cost).sum()
    }

    /// Where the page, which is `plan`, can end instead: each place is found by barring those before it.
    fn ends(&mut self, plan: &PagePlan, cost: i64) -> Vec<(TextPosition, i64)> {
        let mut ends = Vec::new();
        let mut end = plan.to.start;
        while ends.len() < MOST_ENDS && !end.is_end(&self.chapter) {
            self.chapter.barred.push((end.strip, end.unit));
            let plans = solve(&self.chapter, self.geometry);
            let Some(next) = plans.get(self.page).map(|plan| plan.to.start) else { break };
            if next.is_end(&self.chapter) || self.chapter.barred.contains(&(next.strip, next.unit)) {
                break;
            }
            // Behind the text only the rest of a note or a figure may stand.
            let Some(position) = self.position(next) else { break };
            if ends.iter().all(|(known, _)| *known != position) {
                ends.push((position, self.cost(&plans) - cost));
            }
            end = next;
        }
        self.chapter.barred.clear();
        ends
    }

    /// Where the text of a page starts that starts at `start`.
    fn position(&self, Start { strip, way, unit, .. }: Start) -> Option<TextPosition> {
        let strip = self.galley.strips.get(strip as usize)?;
        let place = match &strip.content {
            StripContent::Paragraph { settings, .. } => {
                let setting = settings.all().get(if unit == 0 { 0 } else { way as usize });
                let line = setting.and_then(|setting| setting.lines.get(unit as usize));
                line.map(|line| TextPosition { node: line.node, offset: line.start, ..strip.position })
            }
            StripContent::Block(_) | StripContent::Table { .. } => None,
        };
        Some(place.unwrap_or(strip.position))
    }

    /// The edits of a paragraph on the page, or on one shortly before it, that leave the page without a fault
    /// and the chapter cheaper than `cost`.
    fn edits(&mut self, plans: &[PagePlan], cost: i64) -> Vec<Edit> {
        let near = &plans[self.page.saturating_sub(PAGES_BEFORE)..=self.page];
        let mut strips: Vec<u32> = near.iter().flat_map(|plan| &plan.pieces).map(|piece| piece.strip).collect();
        strips.sort_unstable();
        strips.dedup();
        strips.retain(|strip| self.is_text(*strip));
        let mut edits = Vec::new();
        for strip in strips.into_iter().rev() {
            for lines in [-1, 1] {
                edits.extend(self.edit(strip, lines, cost));
            }
        }
        // The nearest of those that save as much.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.saved));
        edits.truncate(MOST_EDITS);
        edits
    }

    /// Whether `strip` is a paragraph of running text that is long enough.
    fn is_text(&self, strip: u32) -> bool {
        let strip = &self.galley.strips[strip as usize];
        match &strip.content {
            StripContent::Paragraph { settings, .. } => {
                settings.best().lines.len() >= LEAST_LINES && !strip.keep_with_next && !strip.keep_together
            }
            StripContent::Block(_) | StripContent::Table { .. } => false,
        }
    }

    fn edit(&mut self, strip: u32, lines: i32, cost: i64) -> Option<Edit> {
        let part = &mut self.chapter.parts[strip as usize];
        let units = edited(part, lines)?;
        let ways = std::mem::replace(&mut part.ways, vec![breaks::Way { cost: 0, units }]);
        let plans = solve(&self.chapter, self.geometry);
        let healed = plans.get(self.page).is_some_and(|plan| !self.bill(plan).iter().any(|item| item.what.is_fault()));
        let saved = cost - self.cost(&plans);
        self.chapter.parts[strip as usize].ways = ways;
        let position = self.galley.strips[strip as usize].position;
        (healed && saved > 0).then_some(Edit { position, lines, saved })
    }
}

/// The lines of `part` in its best way with one more or one less behind its first; none where that has a note.
fn edited(part: &Part, lines: i32) -> Option<Vec<Unit>> {
    let mut units = part.ways[0].units.clone();
    if lines > 0 {
        let more = Unit { notes: Vec::new(), notes_height: crate::geometry::Length::ZERO, ..units[1].clone() };
        units.insert(1, Unit { awaited: Awaited::Nothing, frozen: false, ..more });
        return Some(units);
    }
    let spare = (1..units.len() - 2).find(|at| units[*at].notes.is_empty() && !units[*at].frozen)?;
    units.remove(spare);
    Some(units)
}
