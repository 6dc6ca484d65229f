//! Total-fit line breaking (Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines",
//! Software: Practice and Experience 11, 1981), in integers, with the margins' hanging characters
//! and the widening of glyphs inside the optimization (Hàn Thế Thành, 2000).
//!
//! A line first takes what it lacks from its glyphs, up to their limit, and only the rest from its
//! spaces. What is made small is the square of how far a line's word spaces are from their natural
//! width, with the fourth power so that no single line pays for the others. Nodes are kept by
//! break, line number and fitness class, so that one run gives the best setting for each number of
//! lines.

use super::fill::{Filling, Indents, line_start};
use crate::geometry::Length;
use crate::shaping::ShapedWord;

/// Prices in demerits. A line whose word spaces are a tenth too wide costs 100, of a quarter 1,600, of
/// a half 63,000. They were weighed on a novel of 200,000 words (`benches/peers`): fewer hyphens than
/// TeX sets, and spaces more even. The reasons stand beside them.
pub(super) mod price {
    /// Added to each line, so that fewer lines win where all else is equal.
    pub const LINE: i64 = 50;
    /// A hyphen of the program's: a line whose spaces are half too wide is as bad.
    pub const HYPHEN: i64 = 95_000;
    /// What it costs more in ragged lines, whose edge may go in and out: a line that is a quarter too short
    /// is as bad.
    pub const RAGGED_HYPHEN: i64 = 6_000_000;
    /// What it costs more where two letters alone stand on one side of it.
    pub const STUB: i64 = 40_000;
    /// A line that ends with a hyphen of the author's.
    pub const EXPLICIT_HYPHEN: i64 = 55_000;
    /// A line that ends in a word of code, where nothing tells that it goes on: worse than a hyphen.
    pub const CODE: i64 = 120_000;
    /// A line that ends between two letters of a word that is wider than the line.
    pub const LETTER: i64 = 4_000_000;
    /// A line that ends between things that belong together: number and unit, initial and name.
    pub const TIE: i64 = 3_000_000;
    /// A word of one letter at the end of a line.
    pub const LONE_LETTER: i64 = 400;
    /// Two neighbouring lines both end with a hyphen.
    pub const DOUBLE_HYPHEN: i64 = 8_000;
    /// A third hyphen in a row: a ladder, set only where nothing else is possible.
    pub const LADDER: i64 = 1_000_000_000;
    /// The line before the last ends with a hyphen.
    pub const FINAL_HYPHEN: i64 = 4_000;
    /// The same word at the start, or at the end, of two neighbouring lines.
    pub const STACK: i64 = 800;
    /// The last line is shorter than a fifth of the measure …
    pub const SHORT_LAST_LINE: i64 = 4_000;
    /// … or than two ems of its size, as a single short word is …
    pub const RUNT: i64 = 10_000_000;
    /// … which below ragged lines is better than a hyphen.
    pub const RAGGED_RUNT: i64 = 3_000_000;
    /// A word that is shorter than a quarter of the measure stands alone on the last of ragged lines: a line that is
    /// a fifth too short is as bad.
    pub const RAGGED_LONE_WORD: i64 = 1_500_000;
    /// A line that is wider than its measure, in the pass that always ends.
    pub const IMPOSSIBLE: i64 = 1_000_000_000_000;
    /// Glyphs at the limit of their widening: seen by nobody, and yet not for nothing.
    pub const EXPANSION: i64 = 5;
    /// Thousandths of the square of the step of the word space from line to line.
    pub const STEP: i64 = 20;
}

/// How much wider a word space may be in the first pass, in thousandths: doubled.
const TOLERANCE: i64 = 1_000;

/// More is as bad as this, in thousandths of a word space.
const WORST: i64 = 5_000;

/// Settings are kept that have so many lines more or fewer than the best.
const MOST_VARIATION: u32 = 1;

/// Sums from the start of the paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub width: Length,
    pub stretch: Length,
    pub shrink: Length,
    /// The part of the width that is of glyphs that may be widened or narrowed.
    pub elastic: Length,
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
    /// What it costs.
    pub penalty: i64,
    /// Whether the line ends with a hyphen, of the program's or of the author's.
    pub hyphenated: bool,
    /// The width of what is added at the end of the line.
    pub hyphen: Length,
    /// How far the end of the line hangs into the margin.
    pub hang_end: Length,
    /// How far the start of the next line hangs into the margin.
    pub hang_start: Length,
    /// Sums up to the end of the line.
    pub before: Sums,
    /// Sums up to the start of the next.
    pub after: Sums,
    /// The words at the end of the line and at the start of the next, each as a number that is equal
    /// for equal words; 0 for what may stand in a stack.
    pub words: [u32; 2],
}

impl Sums {
    /// The sums within `word`, which starts here, behind `width` of it.
    pub fn within(self, word: &ShapedWord, width: Length) -> Self {
        let elastic = word.elastic.scale(width.get(), word.width.get().max(1));
        Self { width: self.width + width, elastic: self.elastic + elastic, ..self }
    }
}

impl Breakpoint {
    /// A place to break before `element`, behind `sums`.
    pub fn new(element: u32, kind: BreakKind, penalty: i64, sums: Sums) -> Self {
        Self {
            element,
            inner: 0,
            next: element,
            kind,
            penalty,
            hyphenated: false,
            hyphen: Length::ZERO,
            hang_end: Length::ZERO,
            hang_start: Length::ZERO,
            before: sums,
            after: sums,
            words: [0; 2],
        }
    }

    /// The same where `hyphen` is set at the end of the line.
    pub fn with_hyphen(self, hyphen: &ShapedWord) -> Self {
        Self { hyphenated: true, hyphen: hyphen.width, hang_end: hyphen.hang_end, ..self }
    }
}

/// The lines to fill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// The width of a line, with its indent.
    pub width: Length,
    /// How far each stands in.
    pub indents: Indents,
    /// How far the start of the first line hangs out.
    pub hang: Length,
    /// What each line may lack, beyond the stretch of its spaces: of ragged lines nearly all.
    pub slack: Length,
    /// Whether spaces are set at their natural width.
    pub ragged: bool,
    /// How much glyphs may be widened or narrowed, in thousandths of their width.
    pub expansion: i64,
    /// The size of the text.
    pub em: Length,
}

impl Measure {
    /// From this line on (counted from 0) all lines are of one width, even in a setting of some lines
    /// fewer: only there are shorter lines to one end looser, too.
    fn uneven_lines(&self) -> u32 {
        if self.indents.beside == 0 { 0 } else { self.indents.beside + 2 * MOST_VARIATION }
    }
}

/// One way to set the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Solution {
    /// Indices of the breakpoints at the ends of its lines.
    pub breaks: Vec<u32>,
    /// What each line costs, with what it costs beside the lines before it.
    pub prices: Vec<i64>,
    pub demerits: i64,
}

#[derive(Clone, Copy, Default)]
struct Node {
    /// Index of the breakpoint; `u32::MAX` is the start.
    at: u32,
    line: u32,
    fitness: u8,
    /// Hyphens in a row that end here.
    hyphens: u8,
    /// How far the spaces of the line that ends here are from their natural width, in thousandths.
    deviation: i32,
    demerits: i64,
    previous: u32,
}

/// The best settings of the paragraph whose places to break are `breakpoints` (the last is forced),
/// one for each possible number of lines, the best of all first.
pub(super) fn solve(breakpoints: &[Breakpoint], measure: &Measure) -> Vec<Solution> {
    let strict = Pass { breakpoints, measure, rescue: false, furthest: furthest(breakpoints) };
    strict.run().unwrap_or_else(|| Pass { rescue: true, ..strict }.run().expect("the last pass breaks every paragraph"))
}

/// The same where every way is followed, however little it promises.
#[cfg(test)]
pub(super) fn solve_with_all_nodes(breakpoints: &[Breakpoint], measure: &Measure) -> Vec<Solution> {
    let strict = Pass { breakpoints, measure, rescue: false, furthest: i64::from(u32::MAX) };
    strict.run().unwrap_or_else(|| Pass { rescue: true, ..strict }.run().expect("the last pass breaks every paragraph"))
}

#[derive(Clone, Copy)]
struct Pass<'a> {
    breakpoints: &'a [Breakpoint],
    measure: &'a Measure,
    /// Whether lines of any looseness are set, and what cannot be set is set all the same: the
    /// emergency stretch before a line that is too wide.
    rescue: bool,
    /// No line is further from its natural width, in thousandths of its spaces, or twice the tolerance.
    furthest: i64,
}

/// A line between two breaks.
#[derive(Clone, Copy)]
struct Fit {
    /// How far its spaces are from their natural width, in thousandths of it.
    deviation: i64,
    overfull: bool,
    /// What it costs by itself.
    demerits: i64,
}

impl Pass<'_> {
    fn run(self) -> Option<Vec<Solution>> {
        let mut nodes = vec![Node { at: u32::MAX, line: 0, fitness: 1, ..Node::default() }];
        // Nodes from `first` on are active. They stand in the order of their places, so that the
        // lines from them grow shorter: what no longer fits is at the front, what is still too
        // loose at the end.
        let mut first = 0;
        let mut found: Vec<Node> = Vec::new();
        for at in 0..self.breakpoints.len() as u32 {
            found.clear();
            let end = &self.breakpoints[at as usize];
            let forced = end.kind == BreakKind::Forced;
            // Lines of one width from one place are the same line.
            let mut latest = None;
            for (id, node) in nodes.iter().enumerate().skip(first) {
                let line = (node.at, self.measure.indents.of(node.line));
                let fit = match latest {
                    Some((of, fit)) if of == line => fit,
                    _ => latest.insert((line, self.fit(node, end))).1,
                };
                if fit.overfull {
                    first += usize::from(first == id);
                } else if fit.deviation > self.tolerance() {
                    // Shorter lines to the same end are too loose as well.
                    if node.line > self.measure.uneven_lines() && !forced {
                        break;
                    }
                } else if self.rescue || !is_ladder(node, end) {
                    keep_best(&mut found, node, &fit, || self.successor(&nodes, node, id as u32, at, &fit));
                }
            }
            if found.is_empty() && (first == nodes.len() || forced) {
                if !self.rescue {
                    return None;
                }
                found.push(impossible(&nodes, at));
            }
            keep_near(&mut found);
            self.leave_hopeless(&mut found);
            if forced {
                first = nodes.len();
            }
            nodes.extend_from_slice(&found);
        }
        let active: Vec<u32> = (first as u32..nodes.len() as u32).collect();
        Some(solutions(&nodes, &active))
    }

    /// Leaves out nodes that can begin no best setting: from another one at the same break, with as many lines and
    /// no more hyphens, every way goes on as well, and it costs less whatever comes.
    fn leave_hopeless(self, found: &mut Vec<Node>) {
        let is_better = |node: &Node, other: &Node| {
            let same = other.line == node.line && other.hyphens <= node.hyphens;
            same && other.demerits + self.most_lost(node, other) < node.demerits
        };
        for index in (0..found.len()).rev() {
            if found.iter().any(|other| is_better(&found[index], other)) {
                found.remove(index);
            }
        }
    }

    /// The most that the line behind one of two lines can cost more than behind the other, by its step and its
    /// stacks.
    fn most_lost(self, one: &Node, other: &Node) -> i64 {
        let [one, other] = [one, other].map(|node| i64::from(node.deviation).min(2 * TOLERANCE));
        let steps = (one - other).abs() * (2 * self.furthest + one.abs() + other.abs());
        price::STEP * steps / 1_000 + 1 + 2 * price::STACK
    }

    fn tolerance(self) -> i64 {
        if self.rescue { WORST } else { TOLERANCE }
    }

    /// Where the line after `node` starts; none at the start of the paragraph.
    fn start(&self, node: &Node) -> Option<&Breakpoint> {
        self.breakpoints.get(node.at as usize)
    }

    fn fit(self, node: &Node, end: &Breakpoint) -> Fit {
        let start = self.start(node);
        let (from, _) = line_start(start, self.measure);
        let filling = Filling::between(start, end, self.measure, node.line);
        let rest = filling.spaces;
        // A word space stretches by half of its width: twice the stretch is the space.
        let stretch = if self.measure.ragged { self.measure.slack / 2 } else { end.before.stretch - from.stretch };
        let shrink = if self.measure.ragged { Length::ZERO } else { end.before.shrink - from.shrink };
        let overfull = -rest > shrink;
        // Most lines that are tried are far too loose, which a product tells as well as a quotient.
        let hopeless = rest.get().saturating_mul(1000) > (stretch * (2 * (TOLERANCE + 1))).get() && !self.rescue;
        if overfull || hopeless {
            return Fit { deviation: WORST, overfull, demerits: 0 };
        }
        let deviation = thousandths(rest, stretch * 2);
        let mut demerits = price::LINE + of_deviation(deviation) + end.penalty;
        let expansion = filling.effort();
        demerits += price::EXPANSION * expansion * expansion / 1_000_000;
        if self.measure.ragged && end.kind == BreakKind::Hyphen {
            demerits += price::RAGGED_HYPHEN;
        }
        Fit { deviation, overfull, demerits }
    }

    fn successor(self, nodes: &[Node], node: &Node, id: u32, at: u32, fit: &Fit) -> Node {
        let end = &self.breakpoints[at as usize];
        let mut demerits = fit.demerits;
        if node.line > 0 {
            let step = fit.deviation.min(2 * TOLERANCE) - i64::from(node.deviation).min(2 * TOLERANCE);
            demerits += price::STEP * step * step / 1_000;
            demerits += self.stacks(nodes, node, end);
        }
        let hyphens = if end.hyphenated { node.hyphens + 1 } else { 0 };
        demerits += match hyphens {
            0 | 1 => 0,
            2 => price::DOUBLE_HYPHEN,
            _ => price::LADDER,
        };
        if end.kind == BreakKind::Forced && node.line > 0 {
            let (from, _) = line_start(self.start(node), self.measure);
            demerits += self.last_line(node, at, end.before.width - from.width);
        }
        Node {
            at,
            line: node.line + 1,
            fitness: fitness(fit),
            hyphens: hyphens.min(3),
            deviation: fit.deviation as i32,
            demerits: node.demerits + demerits,
            previous: id,
        }
    }

    /// Whether no space is between `node` and `at`.
    fn is_word(self, node: &Node, at: u32) -> bool {
        self.breakpoints[node.at as usize + 1..at as usize].iter().all(|inner| inner.next <= inner.element)
    }

    /// What a last line of `width` from `node` to `at` costs.
    fn last_line(self, node: &Node, at: u32, width: Length) -> i64 {
        let mut demerits = 0;
        if node.hyphens > 0 {
            demerits += price::FINAL_HYPHEN;
        }
        if width * 5 < self.measure.width {
            demerits += price::SHORT_LAST_LINE;
        }
        if self.measure.ragged && width * 4 < self.measure.width && self.is_word(node, at) {
            demerits += price::RAGGED_LONE_WORD;
        }
        if width < self.measure.em * 2 {
            demerits += if self.measure.ragged { price::RAGGED_RUNT } else { price::RUNT };
        }
        demerits
    }

    /// What it costs that the line from `node` to `end` starts, or ends, as the line before it.
    fn stacks(self, nodes: &[Node], node: &Node, end: &Breakpoint) -> i64 {
        let before = &self.breakpoints[node.at as usize];
        let mut count = i64::from(before.words[0] != 0 && before.words[0] == end.words[0]);
        if let Some(start) = nodes.get(node.previous as usize).and_then(|node| self.breakpoints.get(node.at as usize)) {
            count += i64::from(before.words[1] != 0 && before.words[1] == start.words[1]);
        }
        count * price::STACK
    }
}

/// Whether a line from `node` to `end` is the third in a row that ends with a hyphen.
fn is_ladder(node: &Node, end: &Breakpoint) -> bool {
    node.hyphens >= 2 && end.hyphenated
}

/// A line that cannot be, from the last place of `nodes` to `at`: behind the cheapest way there.
fn impossible(nodes: &[Node], at: u32) -> Node {
    let last = nodes.last().map_or(u32::MAX, |node| node.at);
    let latest = nodes.iter().enumerate().rev().take_while(|(_, node)| node.at == last);
    let (id, node) = latest.min_by_key(|(_, node)| node.demerits).expect("the start is a node");
    let demerits = node.demerits + price::IMPOSSIBLE;
    Node { at, line: node.line + 1, fitness: 1, hyphens: 0, deviation: 0, demerits, previous: id as u32 }
}

/// What a line costs whose spaces are `deviation` thousandths from their natural width.
fn of_deviation(deviation: i64) -> i64 {
    let square = deviation * deviation;
    square / 100 + square / 4_000 * (square / 4_000) * (square / 4_000) / 3
}

/// Classes of lines between which the best is kept: tight, natural, loose, very loose.
fn fitness(fit: &Fit) -> u8 {
    match fit.deviation {
        ..0 => 0,
        0 => 1,
        1..=200 => 2,
        _ => 3,
    }
}

/// `amount / whole` in thousandths, within bounds; the worst where there is no whole.
fn thousandths(amount: Length, whole: Length) -> i64 {
    if amount == Length::ZERO {
        return 0;
    }
    if whole <= Length::ZERO {
        return WORST * amount.get().signum();
    }
    (amount.get().saturating_mul(1000) / whole.get()).clamp(-WORST, WORST)
}

/// Keeps the cheapest node of each line number and fitness class; the first of two equal ones. `next` makes the one
/// behind `node` and a line of `fit`, which costs more than they do.
fn keep_best(found: &mut Vec<Node>, node: &Node, fit: &Fit, next: impl FnOnce() -> Node) {
    let (line, fitness) = (node.line + 1, fitness(fit));
    match found.iter_mut().find(|other| other.line == line && other.fitness == fitness) {
        Some(other) if other.demerits <= node.demerits + fit.demerits => {}
        Some(other) => {
            let next = next();
            if next.demerits < other.demerits {
                *other = next;
            }
        }
        None => found.push(next()),
    }
}

/// Of the nodes at one break keeps those that have nearly as many lines as the cheapest.
fn keep_near(found: &mut Vec<Node>) {
    if let Some(best) = found.iter().min_by_key(|node| node.demerits).map(|node| node.line) {
        found.retain(|node| node.line.abs_diff(best) <= MOST_VARIATION);
    }
}

/// How far the spaces between `breakpoints` may be from their natural width in any line, up or down, where what is
/// looser than twice the tolerance counts as that. No line of word spaces is set as much tighter.
fn furthest(breakpoints: &[Breakpoint]) -> i64 {
    let mut latest = Sums::default();
    let are_words = breakpoints.iter().all(|point| {
        let Sums { stretch, shrink, .. } = std::mem::replace(&mut latest, point.before);
        point.before.shrink - shrink <= (point.before.stretch - stretch) * 2
    });
    if are_words { 2 * TOLERANCE } else { WORST }
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
            let mut prices = Vec::with_capacity(end.line as usize);
            let mut node = *end;
            while node.at != u32::MAX {
                let previous = nodes[node.previous as usize];
                breaks.push(node.at);
                prices.push(node.demerits - previous.demerits);
                node = previous;
            }
            breaks.reverse();
            prices.reverse();
            Solution { breaks, prices, demerits: end.demerits }
        })
        .collect()
}
