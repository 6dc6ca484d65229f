//! Total-fit line breaking (Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines",
//! Software: Practice and Experience 11, 1981), in integers.
//!
//! Nodes are kept by break, line number and fitness class, so that one run gives the best setting
//! for each number of lines.

use crate::geometry::Length;

/// Prices, in the units of TeX's demerits. The reasons stand beside them.
mod price {
    /// Added to each line's badness, so that fewer lines win where all else is equal.
    pub const LINE: i64 = 10;
    /// Two neighbouring lines both end with a hyphen.
    pub const DOUBLE_HYPHEN: i64 = 20_000;
    /// A third hyphen in a row: a ladder, set only where nothing else is possible.
    pub const LADDER: i64 = 2_000_000;
    /// The line before the last ends with a hyphen.
    pub const FINAL_HYPHEN: i64 = 8_000;
    /// A tight line beside a loose one.
    pub const FITNESS_JUMP: i64 = 10_000;
    /// The last line is shorter than a fifth of the measure.
    pub const SHORT_LAST_LINE: i64 = 8_000;
    /// A line that cannot be set within its bounds, in the pass that always ends.
    pub const IMPOSSIBLE: i64 = 1_000_000_000;
    /// The worst badness.
    pub const INFINITE_BADNESS: i64 = 10_000;
}

/// Badness that the first pass allows: a line stretched to 1.7 times what its spaces give.
const TOLERANCE: i64 = 500;

/// Settings are kept that have so many lines more or fewer than the best.
const MOST_VARIATION: u32 = 2;

/// Sums from the start of the paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub width: Length,
    pub stretch: Length,
    pub shrink: Length,
}

/// How a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// At a space or between two parts of a word.
    Free,
    /// With a hyphen of the program's.
    Hyphen,
    /// It must.
    Forced,
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Breakpoint {
    /// The line ends before this element …
    pub element: u32,
    /// … or, if this is not 0, before this byte of the element's word.
    pub inner: u32,
    /// The first element of the next line, where the break is not in a word.
    pub next: u32,
    pub kind: BreakKind,
    /// What it costs, as a penalty of TeX.
    pub penalty: i64,
    /// The width of what is added at the end of the line.
    pub hyphen: Length,
    /// Sums up to the end of the line.
    pub before: Sums,
    /// Sums up to the start of the next.
    pub after: Sums,
}

/// The lines to fill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// The width of a line.
    pub width: Length,
    /// The width of the first line.
    pub first: Length,
    /// What each line may lack, beyond the stretch of its spaces: of ragged lines nearly all.
    pub slack: Length,
    /// Whether spaces are set at their natural width.
    pub ragged: bool,
}

/// One way to set the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Solution {
    /// Indices of the breakpoints at the ends of its lines.
    pub breaks: Vec<u32>,
    pub demerits: i64,
}

#[derive(Clone, Copy)]
struct Node {
    /// Index of the breakpoint; `u32::MAX` is the start.
    at: u32,
    line: u32,
    fitness: u8,
    /// Hyphens in a row that end here.
    hyphens: u8,
    demerits: i64,
    previous: u32,
}

/// The best settings of the paragraph whose places to break are `breakpoints` (the last is forced),
/// one for each possible number of lines, the best of all first.
pub(super) fn solve(breakpoints: &[Breakpoint], measure: &Measure) -> Vec<Solution> {
    let strict = Pass { breakpoints, measure, emergency: Length::ZERO, rescue: false };
    strict.run().unwrap_or_else(|| {
        let emergency = measure.width / 6;
        let last = Pass { emergency, rescue: true, ..strict };
        last.run().expect("the last pass breaks every paragraph")
    })
}

#[derive(Clone, Copy)]
struct Pass<'a> {
    breakpoints: &'a [Breakpoint],
    measure: &'a Measure,
    /// Stretch added to each line.
    emergency: Length,
    /// Whether a line that cannot be set is set all the same.
    rescue: bool,
}

/// A line between two breaks.
struct Fit {
    badness: i64,
    fitness: u8,
    overfull: bool,
    /// Whether shorter lines to the same end are too loose as well.
    hopeless: bool,
}

impl Pass<'_> {
    fn run(self) -> Option<Vec<Solution>> {
        let start = Node { at: u32::MAX, line: 0, fitness: 1, hyphens: 0, demerits: 0, previous: u32::MAX };
        let mut nodes = vec![start];
        // Nodes from `first` on are active. They stand in the order of their places, so that the
        // lines from them grow shorter: what no longer fits is at the front, what is still too
        // loose at the end.
        let mut first = 0;
        let mut found: Vec<Node> = Vec::new();
        for at in 0..self.breakpoints.len() as u32 {
            found.clear();
            let forced = self.breakpoints[at as usize].kind == BreakKind::Forced;
            for (id, node) in nodes.iter().enumerate().skip(first) {
                let node = *node;
                let fit = self.fit(node, at);
                if fit.overfull {
                    first += usize::from(first == id);
                } else if fit.badness <= self.tolerance() {
                    keep_best(&mut found, self.successor(node, id as u32, at, &fit));
                } else if fit.hopeless && !forced {
                    break;
                }
            }
            if found.is_empty() && (first == nodes.len() || forced) {
                let id = nodes.len() - 1;
                if !self.rescue {
                    return None;
                }
                found.push(self.impossible(nodes[id], id as u32, at));
            }
            keep_near(&mut found);
            if forced {
                first = nodes.len();
            }
            nodes.extend_from_slice(&found);
        }
        let active: Vec<u32> = (first as u32..nodes.len() as u32).collect();
        Some(solutions(&nodes, &active))
    }

    fn tolerance(self) -> i64 {
        if self.rescue { price::INFINITE_BADNESS } else { TOLERANCE }
    }

    fn line_start(self, node: Node) -> Sums {
        match node.at {
            u32::MAX => Sums::default(),
            at => self.breakpoints[at as usize].after,
        }
    }

    fn width(self, line: u32) -> Length {
        if line == 0 { self.measure.first } else { self.measure.width }
    }

    fn fit(self, node: Node, at: u32) -> Fit {
        let end = &self.breakpoints[at as usize];
        let start = self.line_start(node);
        let natural = end.before.width - start.width + end.hyphen;
        let lack = self.width(node.line) - natural;
        let last = end.kind == BreakKind::Forced;
        if lack >= Length::ZERO {
            if last {
                return Fit { badness: 0, fitness: 1, overfull: false, hopeless: false };
            }
            let own = if self.measure.ragged { Length::ZERO } else { end.before.stretch - start.stretch };
            let ratio = ratio(lack, own + self.measure.slack + self.emergency);
            let fitness = match ratio {
                ..=500 => 1,
                501..=1000 => 2,
                _ => 3,
            };
            return Fit { badness: badness(ratio), fitness, overfull: false, hopeless: node.line > 0 };
        }
        let shrink = if self.measure.ragged { Length::ZERO } else { end.before.shrink - start.shrink };
        let ratio = ratio(-lack, shrink);
        Fit { badness: badness(ratio), fitness: u8::from(ratio <= 500), overfull: ratio > 1000, hopeless: false }
    }

    fn successor(self, node: Node, id: u32, at: u32, fit: &Fit) -> Node {
        let end = &self.breakpoints[at as usize];
        let mut demerits = (price::LINE + fit.badness).pow(2) + end.penalty * end.penalty;
        let hyphens = if end.kind == BreakKind::Hyphen { node.hyphens + 1 } else { 0 };
        demerits += match hyphens {
            0 | 1 => 0,
            2 => price::DOUBLE_HYPHEN,
            _ => price::LADDER,
        };
        if fit.fitness.abs_diff(node.fitness) > 1 {
            demerits += price::FITNESS_JUMP;
        }
        if end.kind == BreakKind::Forced && node.line > 0 {
            if node.hyphens > 0 {
                demerits += price::FINAL_HYPHEN;
            }
            let natural = end.before.width - self.line_start(node).width;
            if natural * 5 < self.measure.width {
                demerits += price::SHORT_LAST_LINE;
            }
        }
        Node {
            at,
            line: node.line + 1,
            fitness: fit.fitness,
            hyphens: hyphens.min(3),
            demerits: node.demerits + demerits,
            previous: id,
        }
    }

    fn impossible(self, node: Node, id: u32, at: u32) -> Node {
        let demerits = node.demerits + price::IMPOSSIBLE;
        Node { at, line: node.line + 1, fitness: 1, hyphens: 0, demerits, previous: id }
    }
}

/// `amount / available` in thousandths; very large where nothing is available.
fn ratio(amount: Length, available: Length) -> i64 {
    if amount == Length::ZERO {
        return 0;
    }
    if available <= Length::ZERO {
        return i64::from(u16::MAX);
    }
    amount.get().saturating_mul(1000) / available.get()
}

/// 100 times the cube of the ratio, which is in thousandths.
fn badness(ratio: i64) -> i64 {
    if ratio > 4_641 { price::INFINITE_BADNESS } else { ratio * ratio * ratio / 10_000_000 }
}

/// Keeps the cheapest node of each line number and fitness class; the first of two equal ones.
fn keep_best(found: &mut Vec<Node>, node: Node) {
    match found.iter_mut().find(|other| other.line == node.line && other.fitness == node.fitness) {
        Some(other) if other.demerits <= node.demerits => {}
        Some(other) => *other = node,
        None => found.push(node),
    }
}

/// Of the nodes at one break keeps those that have nearly as many lines as the cheapest.
fn keep_near(found: &mut Vec<Node>) {
    if let Some(best) = found.iter().min_by_key(|node| node.demerits).map(|node| node.line) {
        found.retain(|node| node.line.abs_diff(best) <= MOST_VARIATION);
    }
}

fn solutions(nodes: &[Node], active: &[u32]) -> Vec<Solution> {
    let mut ends: Vec<Node> = Vec::new();
    for id in active {
        let node = nodes[*id as usize];
        match ends.iter_mut().find(|other| other.line == node.line) {
            Some(other) if other.demerits <= node.demerits => {}
            Some(other) => *other = node,
            None => ends.push(node),
        }
    }
    ends.sort_by_key(|node| (node.demerits, node.line));
    ends.iter()
        .map(|end| {
            let mut breaks = Vec::with_capacity(end.line as usize);
            let mut node = *end;
            while node.at != u32::MAX {
                breaks.push(node.at);
                node = nodes[node.previous as usize];
            }
            breaks.reverse();
            Solution { breaks, demerits: end.demerits }
        })
        .collect()
}
