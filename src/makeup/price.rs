//! What is unwelcome, and its price. A thousand is the smallest fault that an eye might see; nothing
//! is less than nothing, so that a search may drop what costs more than a way that it knows.

use super::breaks::{Awaited, Chapter, Parting, note_lines};
use super::solve::Start;
use crate::geometry::{Length, PageGeometry};

/// A page one line short, like the page that faces it.
const SHORT: i64 = 1_000;
/// A page two lines short or more …
const TOO_SHORT: i64 = 20_000;
/// … and for each line of it, squared.
const SHORT_SQUARED: i64 = 1_000;
/// Facing pages of unequal depth: forbidden where anything else is possible.
const UNEVEN: i64 = 100_000;
/// A line of white between text and notes, as their smaller leading may leave …
const GAP: i64 = 300;
/// … and for each line more, squared: the page still ends at its foot.
const WIDE_GAP: i64 = 3_000;
/// No white between a figure, table or box and the notes, whose rule it all but touches: worse than some lines of
/// white there, better than pages of unequal depth.
const CROWDED: i64 = 60_000;
/// A line more above a heading, figure or table than its style has.
pub(super) const MORE_SPACE: i64 = 3_000;
/// Two lines more there: both pages of a spread two lines short are worse.
pub(super) const TWICE_MORE_SPACE: i64 = 12_000;
/// A line less there: a heading then stands no nearer to its own text than to what is before it.
pub(super) const LESS_SPACE: i64 = 9_000;
/// A paragraph with a line more or less than it is best set with, beside what its lines lose …
pub(super) const VARIANT: i64 = 2_000;
/// … of which so many demerits count as one: a variant whose spaces are a half too wide in one
/// line more costs a thousand.
pub(super) const DEMERITS: i64 = 10;
/// The last line of a paragraph alone at the head of a page: worse than a page of 30 lines less.
const WIDOW: i64 = 1_000_000;
/// The first line of a paragraph alone at the foot of a page.
const ORPHAN: i64 = 1_000_000;
/// Something parted from what must follow on the same page: a heading from its text.
const PARTED: i64 = 5_000_000;
/// A word divided between facing pages.
const HYPHEN: i64 = 4_000;
/// A word divided where the leaf is turned.
const HYPHEN_AT_TURN: i64 = 60_000;
/// A colon at the foot of a verso, of which the page beside it tells the rest …
const COLON: i64 = 2_500;
/// … or at that of a recto.
const COLON_AT_TURN: i64 = 20_000;
/// The first or last row of a table alone: worse than any page left white.
const LONE_ROW: i64 = 4_000_000;
/// A table broken that would stand on one page: worse than half a page left white.
const SMALL_TABLE: i64 = 350_000;
/// A chapter's last page with fewer than five lines.
const SHORT_LAST: i64 = 200_000;
/// A note that goes on overleaf: only where a page would else be four lines short.
pub(super) const NOTE_SPLIT: i64 = 40_000;
/// A page that does not start where it does in the frozen edition: worse than facing pages of unequal
/// depth, or than half a page left white; better than a widow.
pub(super) const MOVED: i64 = 300_000;
/// A page that starts where none is to start: worse than anything else.
pub(super) const BARRED: i64 = 1_000_000_000;
/// A figure or table at the head of the page after that of its place …
pub(super) const LATE: i64 = 2_000;
/// … where the leaf must be turned to see it …
pub(super) const OVERLEAF: i64 = 4_000;
/// … and each line of text that is read before it.
pub(super) const PASSED_LINE: i64 = 150;
/// A figure or table at the head of the page of its place, before the text that it belongs to …
pub(super) const EARLY: i64 = 4_000;
/// … or at the head of the page that faces that.
pub(super) const EARLY_FACING: i64 = 4_000;
/// More on a page than fits: only where a single thing is higher than the page.
pub(super) const TOO_HIGH: i64 = 100_000_000;

/// Facing pages that differ by more lines than this are no worse.
const MOST_UNEVEN: u32 = 4;

/// Lines that a chapter's last page should have.
pub(super) const LAST_PAGE_LINES: u32 = 5;

/// Lines of text, and what they need.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub lines: u32,
    /// Height of the notes.
    pub notes: Length,
    /// Whether a figure, a table or a box ends the text.
    pub solid: bool,
}

impl Load {
    /// Grid lines that text and notes take.
    pub fn total(self, geometry: &PageGeometry) -> u32 {
        self.lines + note_lines(self.notes, geometry)
    }

    /// Grid lines of the page that are left white.
    pub fn free(self, geometry: &PageGeometry) -> u32 {
        geometry.lines.saturating_sub(self.total(geometry))
    }
}

/// What the foot of a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Foot {
    /// Text goes on overleaf.
    Broken,
    /// The next strip asks for a new page.
    Forced,
    /// The chapter ends.
    Last,
}

impl Foot {
    /// That of a page before `next`.
    pub fn before(next: Start, chapter: &Chapter) -> Self {
        match chapter.parts.get(next.strip as usize) {
            _ if next.is_end(chapter) => Self::Last,
            Some(part) if part.forced && next.unit == 0 => Self::Forced,
            _ => Self::Broken,
        }
    }
}

/// What it costs that a page `short` lines short faces one that is `facing` lines short.
pub(super) fn unevenness(facing: Option<u32>, short: u32) -> i64 {
    match facing {
        Some(facing) if facing != short => {
            UNEVEN + SHORT_SQUARED * i64::from(facing.abs_diff(short).min(MOST_UNEVEN)).pow(2)
        }
        _ => 0,
    }
}

/// What a page costs that ends `short` lines above its foot.
pub(super) fn shortness(short: u32) -> i64 {
    match i64::from(short) {
        0 => 0,
        1 => SHORT,
        short => TOO_SHORT + SHORT_SQUARED * short * short,
    }
}

/// What `lines` of white between text and notes cost.
pub(super) fn gap(lines: u32) -> i64 {
    match i64::from(lines).min(20) {
        0 => 0,
        lines => GAP + WIDE_GAP * (lines - 1) * (lines - 1),
    }
}

/// What a break costs that does `parting`.
pub(super) fn parting(parting: Parting) -> i64 {
    let Parting { widow, orphan, parted, lone_row, small_table } = parting;
    let prices = [(widow, WIDOW), (orphan, ORPHAN), (parted, PARTED), (lone_row, LONE_ROW), (small_table, SMALL_TABLE)];
    prices.into_iter().map(|(broken, price)| if broken { price } else { 0 }).sum()
}

/// What it costs that something is `awaited` at the foot of a recto or of a verso.
pub(super) fn awaited(awaited: Awaited, recto: bool) -> i64 {
    match (awaited, recto) {
        (Awaited::Nothing, _) => 0,
        (Awaited::Word, false) => HYPHEN,
        (Awaited::Word, true) => HYPHEN_AT_TURN,
        (Awaited::Announced, false) => COLON,
        (Awaited::Announced, true) => COLON_AT_TURN,
    }
}

/// What the foot of a page costs that has `load`, and of its `free` lines `short` below its notes,
/// and faces a page that is `facing` lines short.
pub(super) fn foot(
    geometry: &PageGeometry,
    facing: Option<u32>,
    load: Load,
    (free, short): (u32, u32),
    foot: Foot,
) -> i64 {
    let total = load.total(geometry);
    too_high(total, geometry)
        + crowded(load, free - short)
        + match foot {
            Foot::Last => short_last(total),
            Foot::Forced => 0,
            Foot::Broken => shortness(short) + white(load, free - short) + unevenness(facing, short),
        }
}

/// What a page costs that has `total` lines.
pub(super) fn too_high(total: u32, geometry: &PageGeometry) -> i64 {
    if total > geometry.lines { TOO_HIGH } else { 0 }
}

/// What the last page of a chapter costs that has `total` lines.
pub(super) fn short_last(total: u32) -> i64 {
    if total < LAST_PAGE_LINES { SHORT_LAST } else { 0 }
}

/// What it costs that `lines` of white stand above the notes, if there are notes, where a line ought to.
pub(super) fn crowded(load: Load, lines: u32) -> i64 {
    if load.solid && load.notes > Length::ZERO && lines == 0 { CROWDED } else { 0 }
}

/// What `lines` of white above the notes cost, if there are notes.
pub(super) fn white(load: Load, lines: u32) -> i64 {
    if load.notes > Length::ZERO { gap(lines) } else { 0 }
}
