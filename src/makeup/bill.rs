//! What each page cost, item by item, and which rules gave way on it.
//!
//! It is reckoned from the plan alone, so that it holds the solver to its own prices.

use super::breaks::{Awaited, Chapter, Parting};
use super::filling::spaces;
use super::price::{self, Foot, Load};
use super::solve::{PagePlan, Piece, Start};
use crate::document::TextPosition;
use crate::geometry::{Length, PageGeometry};

/// What something costs on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub what: What,
    /// Its price; a thousand is the smallest fault that an eye might see.
    pub cost: i64,
    /// What it is about: where that strip starts.
    pub position: TextPosition,
}

/// What a page pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A paragraph set with so many lines more than its best setting has.
    Variant(i32),
    /// So many lines more than the style has above a heading, figure or table.
    Space(i32),
    /// The last line of a paragraph alone on the next page.
    Widow,
    /// The first line of a paragraph alone at the foot.
    Orphan,
    /// Something at the foot whose sequel is on the next page.
    Parted,
    /// The first or last row of a table alone.
    LoneRow,
    /// A small table broken.
    BrokenTable,
    /// A word divided between this page and the next.
    Hyphen,
    /// A colon at its foot.
    Colon,
    /// The page ends so many lines above its foot.
    Short(u32),
    /// So many lines are white above its notes.
    Gap(u32),
    /// No line is white between a figure, table or box and its notes.
    Crowded,
    /// It is so many lines shorter than the page that it faces, or longer.
    Uneven(u32),
    /// The last page of a chapter has so few lines.
    ShortLast(u32),
    /// A note goes on overleaf.
    NoteSplit,
    /// A figure or table stands on the next page, and so many lines of text before it.
    Late(u32),
    /// A figure or table stands before the text that it belongs to.
    Early,
    /// More stands on the page than fits.
    TooHigh,
    /// The next page does not start where it did in the frozen edition.
    Moved,
}

impl What {
    /// Whether a reader may see it as a fault, so that the author is told.
    #[must_use]
    pub fn is_fault(self) -> bool {
        match self {
            Self::Variant(_) | Self::Space(_) | Self::Colon | Self::Late(_) | Self::Early => false,
            Self::Short(lines) => lines >= 2,
            Self::Gap(lines) => lines >= 3,
            _ => true,
        }
    }
}

/// What the page of `plan` costs.
pub(super) fn bill(chapter: &Chapter, geometry: &PageGeometry, plan: &PagePlan) -> Vec<Item> {
    let mut bill = Bill { chapter, plan, items: Vec::new() };
    let load = bill.pieces();
    let foot = Foot::before(plan.to.start, chapter);
    bill.last_break(foot);
    bill.moved();
    bill.add(What::Moved, chapter.start_price(plan.to.start), bill.last_strip());
    let strip = bill.last_strip();
    let (total, free) = (load.total(geometry), load.free(geometry));
    bill.add(What::TooHigh, price::too_high(total, geometry), strip);
    bill.add(What::Crowded, price::crowded(load, free - plan.short), strip);
    match foot {
        Foot::Forced => {}
        Foot::Last => bill.add(What::ShortLast(total), price::short_last(total), strip),
        Foot::Broken => {
            let uneven = plan.from.side.facing.map_or(0, |facing| facing.abs_diff(plan.short));
            bill.add(What::Short(plan.short), price::shortness(plan.short), strip);
            bill.add(What::Gap(free - plan.short), price::white(load, free - plan.short), strip);
            bill.add(What::Uneven(uneven), price::unevenness(plan.from.side.facing, plan.short), strip);
        }
    }
    bill.items
}

struct Bill<'a> {
    chapter: &'a Chapter,
    plan: &'a PagePlan,
    items: Vec<Item>,
}

impl<'a> Bill<'a> {
    fn add(&mut self, what: What, cost: i64, strip: u32) {
        if cost != 0 {
            let position =
                self.chapter.parts.get(strip as usize).map_or_else(TextPosition::default, |part| part.position);
            self.items.push(Item { what, cost, position });
        }
    }

    fn last_strip(&self) -> u32 {
        self.plan.pieces.last().map_or(self.plan.to.start.strip.saturating_sub(1), |piece| piece.strip)
    }

    /// Adds what the pieces cost; returns what they take, with the notes.
    fn pieces(&mut self) -> Load {
        let (chapter, plan) = (self.chapter, self.plan);
        let carried = |start: Start| start.carried.map_or(Length::ZERO, |carried| chapter.carried_height(carried));
        let (mut lines, mut notes) = (0, carried(plan.from.start) - carried(plan.to.start));
        let mut below = 0;
        for (index, piece) in plan.pieces.iter().enumerate() {
            let part = &chapter.parts[piece.strip as usize];
            let way = &part.ways[piece.way as usize];
            let goes_on = piece.units.start > 0;
            if index >= plan.floats {
                let mut offered = spaces(part, (lines > 0).then_some(below), goes_on);
                let usual = offered.next().map_or(0, |(before, _)| before);
                let other = offered.find(|(before, _)| *before == piece.before && *before != usual);
                let cost = other.map_or(0, |(_, cost)| cost);
                self.add(What::Space(piece.before as i32 - usual as i32), cost, piece.strip);
            }
            if !goes_on {
                let more = way.units.len() as i32 - part.ways[0].units.len() as i32;
                self.add(What::Variant(more), way.cost, piece.strip);
            }
            let units = &way.units[piece.units.start as usize..piece.units.end as usize];
            let repeated = units.first().filter(|_| goes_on).map_or(0, |unit| unit.repeated);
            lines += piece.before + repeated + units.iter().map(|unit| unit.height).sum::<u32>();
            notes += units.iter().map(|unit| unit.notes_height).sum::<Length>();
            below = part.below;
        }
        let solid = plan.pieces.last().is_some_and(|piece| chapter.parts[piece.strip as usize].solid);
        Load { lines, notes, solid }
    }

    /// Adds what the break at the foot parts.
    fn last_break(&mut self, foot: Foot) {
        let plan = self.plan;
        let split = price::NOTE_SPLIT;
        let Some(piece) = plan.pieces.last() else {
            return self.add(What::NoteSplit, split, plan.from.start.strip);
        };
        let units = &self.chapter.parts[piece.strip as usize].ways[piece.way as usize].units;
        let is_text = plan.floats < plan.pieces.len();
        if let Some(unit) = piece.units.end.checked_sub(1).map(|last| &units[last as usize]).filter(|_| is_text) {
            let Parting { widow, orphan, parted, lone_row, small_table } = unit.parting;
            let none = Parting::default();
            let all = [
                (What::Widow, Parting { widow, ..none }),
                (What::Orphan, Parting { orphan, ..none }),
                (What::Parted, Parting { parted, ..none }),
                (What::LoneRow, Parting { lone_row, ..none }),
                (What::BrokenTable, Parting { small_table, ..none }),
            ];
            for (what, parting) in all {
                self.add(what, price::parting(parting), piece.strip);
            }
            if foot == Foot::Broken {
                let what = if unit.awaited == Awaited::Announced { What::Colon } else { What::Hyphen };
                self.add(what, price::awaited(unit.awaited, plan.from.side.recto), piece.strip);
            }
        }
        if plan.to.start.carried.is_some() {
            self.add(What::NoteSplit, split, piece.strip);
        }
    }

    /// Adds what figures and tables cost that do not stand in their place.
    fn moved(&mut self) {
        let (chapter, plan) = (self.chapter, self.plan);
        let set_early = plan.pieces[..plan.floats].iter().find(|piece| piece.strip > plan.from.start.strip);
        if let Some(piece) = set_early {
            self.add(What::Early, price::EARLY, piece.strip);
        }
        if plan.to.start.early.is_some() {
            let float = plan.to.start.early.map_or(0, |float| chapter.floats[float as usize].parts.start);
            self.add(What::Early, price::EARLY_FACING, float);
        }
        if plan.pieces.is_empty() || plan.to.start.late.is_empty() {
            return;
        }
        let place = chapter.floats[plan.to.start.late.first as usize].parts.clone();
        let behind = plan.pieces[plan.floats..].iter().filter(|piece| piece.strip >= place.end);
        let height = |piece: &Piece| {
            let units = &chapter.parts[piece.strip as usize].ways[piece.way as usize].units;
            units[piece.units.start as usize..piece.units.end as usize].iter().map(|unit| unit.height).sum::<u32>()
        };
        let passed = behind.map(height).sum();
        let each = price::LATE + if plan.from.side.recto { price::OVERLEAF } else { 0 };
        let cost = each * i64::from(plan.to.start.late.count) + price::PASSED_LINE * i64::from(passed);
        self.add(What::Late(passed), cost, place.start);
    }
}
