//! What stands on a page that is reckoned, and how many lines it may have more or less.

use super::NEVER;
use crate::geometry::{Length, PageGeometry};
use crate::makeup::breaks::Part;
use crate::makeup::filling::spaces;
use crate::makeup::price::{self, Load};

/// Of pages that are more lines short than this, beside the lines that they might have more, only the
/// least price is taken.
pub(super) const FAR: u32 = 6;

/// A paragraph offers to be set with so many lines more or less at most.
pub(super) const MOST_GIVEN: usize = 3;

/// Lines that a page may have more than its best settings have, or less.
#[derive(Clone, Copy)]
pub(super) struct Give {
    pub most: u32,
    /// What the cheapest of them cost, the cheapest first; the others cost no less than the last.
    pub prices: [i64; 6],
}

impl Give {
    pub const NONE: Self = Self { most: 0, prices: [NEVER; 6] };

    /// One line more may be given, for `price`.
    pub fn or(&mut self, price: i64) {
        self.most += 1;
        let at = self.prices.partition_point(|other| *other <= price);
        if let Some(dearer) = self.prices.get_mut(at..).filter(|dearer| !dearer.is_empty()) {
            dearer.rotate_right(1);
            dearer[0] = price;
        }
    }
}

/// What stands on a page so far, everything in its best setting.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    pub lines: u32,
    pub notes: Length,
    pub more: Give,
    pub less: Give,
    /// Grid lines that the last thing wants below it; none at the head of the page.
    pub below: Option<u32>,
    /// Whether a float of the page stands on the next one, and how many lines are set behind its place.
    pub passed: Option<u32>,
    /// The float that is set before its place, while that is not reached.
    pub early: Option<u32>,
    /// What the floats cost that are out of their places.
    pub cost: i64,
    /// The next strip that is not set yet.
    pub behind: u32,
}

impl Stand {
    pub const EMPTY: Self = Self {
        lines: 0,
        notes: Length::ZERO,
        more: Give::NONE,
        less: Give::NONE,
        below: None,
        passed: None,
        early: None,
        cost: 0,
        behind: 0,
    };

    /// Adds so many lines, and the notes of them.
    pub fn add(&mut self, lines: u32, notes: Length) {
        self.lines += lines;
        self.notes += notes;
        self.passed = self.passed.map(|passed| passed + lines);
    }

    /// How many lines more may stand on the page before nothing is left for others, though everything be set as
    /// short as it can be; none if it is too high.
    pub fn room(&self, geometry: &PageGeometry) -> Option<u32> {
        (geometry.lines + self.less.most).checked_sub(self.lines)
    }

    /// Whether a page that ends here with `load` is so short that its price is not reckoned line by line.
    pub fn is_far(&self, load: Load, geometry: &PageGeometry) -> bool {
        load.total(geometry) + self.more.most + FAR < geometry.lines
    }
}

/// What it costs at least that a page has so many lines more than its best settings have, or less.
pub(super) struct Slack {
    more: Prices,
    less: Prices,
}

/// What the lines of a [`Give`] cost.
struct Prices {
    most: u32,
    /// Of as many lines as the index says.
    first: [i64; 7],
    /// Of each line more.
    further: i64,
}

impl Prices {
    fn new(give: &Give) -> Self {
        let mut first = [NEVER; 7];
        let mut sum = 0;
        first[0] = sum;
        for (of_count, price) in first[1..].iter_mut().zip(give.prices).take(give.most as usize) {
            sum += price;
            *of_count = sum;
        }
        Self { most: give.most, first, further: give.prices[5].min(NEVER / 1024) }
    }

    fn of(&self, lines: u32) -> i64 {
        if lines > self.most {
            return NEVER;
        }
        let counted = lines.min(6);
        self.first[counted as usize] + i64::from(lines - counted) * self.further
    }
}

impl Slack {
    pub fn new(stand: &Stand) -> Self {
        Self { more: Prices::new(&stand.more), less: Prices::new(&stand.less) }
    }

    /// What it costs at least that `lines` more stand on the page than its best settings have, or less.
    fn given(&self, lines: i64) -> i64 {
        let count = lines.unsigned_abs() as u32;
        // More stands on a page than fits where a single thing is higher than that.
        if lines >= 0 { self.more.of(count) } else { self.less.of(count).min(price::TOO_HIGH) }
    }

    /// What the foot of a page costs at least that is full, a line short, or shorter, where the best settings
    /// leave `free` lines above it, and above its notes where it is `noted`. None if that comes to [`far`] for all
    /// of them: more than [`FAR`] lines are white then, or as many are given for as much.
    pub fn foot(&self, free: i64, noted: bool) -> Option<[i64; 3]> {
        // The fewest lines are given where as many are white as may be.
        if self.given(free - free.clamp(0, i64::from(FAR))) >= far() {
            return None;
        }
        let white: [i64; FAR as usize + 1] = std::array::from_fn(|lines| self.given(free - lines as i64));
        let least = |short: u32, cost: fn(u32) -> i64| {
            let white = (0..).zip(&white[short as usize..]).map(|(lines, given)| given + cost(lines));
            white.min().unwrap_or(NEVER)
        };
        let one_short = price::shortness(1);
        Some(match noted {
            true => [least(0, price::gap), one_short + least(1, price::gap), NEVER],
            false => [white[0], one_short + white[1], least(2, |lines| price::shortness(lines + 2))],
        })
    }
}

/// Feet that are known, of pages that differ in nothing but how many lines are free, and whether they are noted.
pub(super) struct Feet {
    slack: Slack,
    known: [[Option<Option<[i64; 3]>>; 32]; 2],
}

impl Feet {
    /// Of so many lines too many a foot is known at most.
    const LEAST_FREE: i64 = -6;

    pub fn new(stand: &Stand) -> Self {
        Self { slack: Slack::new(stand), known: [[None; 32]; 2] }
    }

    /// The same as [`Slack::foot`].
    pub fn foot(&mut self, free: i64, noted: bool) -> Option<[i64; 3]> {
        let at = usize::try_from(free - Self::LEAST_FREE).ok();
        match at.and_then(|at| self.known[usize::from(noted)].get_mut(at)) {
            Some(known) => *known.get_or_insert_with(|| self.slack.foot(free, noted)),
            None => self.slack.foot(free, noted),
        }
    }
}

/// What the foot of a page costs at least that is more than [`FAR`] lines short.
pub(super) fn far() -> i64 {
    price::shortness(FAR + 1).min(price::gap(FAR))
}

/// Adds the space above `part`.
pub(super) fn space(part: &Part, goes_on: bool, stand: &mut Stand) {
    let mut spaces = spaces(part, stand.below, goes_on);
    let usual = spaces.next().map_or(0, |(before, _)| before);
    stand.lines += usual;
    let (mut more, mut less) = ([NEVER; MOST_GIVEN], [NEVER; MOST_GIVEN]);
    for (before, price) in spaces {
        let give = if before > usual { &mut more } else { &mut less };
        give[before.abs_diff(usual).min(MOST_GIVEN as u32) as usize - 1] = price;
    }
    offer(more, &mut stand.more);
    offer(less, &mut stand.less);
}

/// Adds to `give` the lines that one thing offers, of which `costs` tells what one costs, two and more:
/// line by line along the lower hull of that, so that no number of them is dearer than it is.
pub(super) fn offer(costs: [i64; MOST_GIVEN], give: &mut Give) {
    let (mut lines, mut paid) = (0, 0);
    loop {
        let each = |count: usize| {
            (costs[count - 1] < NEVER).then(|| ((costs[count - 1] - paid) / (count - lines) as i64, count))
        };
        let Some((price, count)) = (lines + 1..=MOST_GIVEN).filter_map(each).min() else { return };
        (lines..count).for_each(|_| give.or(price));
        (lines, paid) = (count, costs[count - 1]);
    }
}

/// Adds `part` in the best of its ways: so many grid lines with so high notes.
pub(super) fn whole(part: &Part, (lines, notes): (u32, Length), stand: &mut Stand) {
    let units = &part.ways[0].units;
    stand.add(lines, notes);
    stand.below = Some(part.below);
    let (mut more, mut less) = ([NEVER; MOST_GIVEN], [NEVER; MOST_GIVEN]);
    for way in &part.ways[1..] {
        let by = way.units.len() as i64 - units.len() as i64;
        let give = if by > 0 { &mut more } else { &mut less };
        if let Some(known) = by.unsigned_abs().checked_sub(1).and_then(|by| give.get_mut(by as usize)) {
            *known = way.cost.min(*known);
        }
    }
    offer(more, &mut stand.more);
    offer(less, &mut stand.less);
}
