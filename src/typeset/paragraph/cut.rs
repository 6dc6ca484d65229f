//! The text of a passage → words and spaces, and the places where a line may end.

use super::collect::{Collected, Fragment, FragmentKind};
use super::direction::levels;
use super::edges;
use super::hyphenate::divisions;
use super::linebreak::{BreakKind, Breakpoint, Sums, price};
use super::opportunities::opportunities;
use super::spaces::{
    Space, WORD_SPACE, are_han_and_latin, are_in_squares, beside_word_space, between_squares, opens_in_square, quarter,
    space_of, spaces_at, spaces_at_char,
};
use crate::geometry::Length;
use crate::language::Direction;
use crate::shaping::{Blank, Division, Setting, ShapedWord, Shaper};
use crate::style::{Exceptions, Family};
use std::ops::Range;

/// A word, or a space.
pub(super) struct Element<'a> {
    /// Index of its fragment.
    pub fragment: u32,
    /// Where it stands in the text that is laid out.
    pub range: Range<u32>,
    /// Its level of embedding (UAX 9): odd runs from right to left.
    pub level: u8,
    /// Sums up to its start.
    pub before: Sums,
    pub content: Content<'a>,
}

pub(super) enum Content<'a> {
    Word(&'a ShapedWord, &'a Setting),
    Picture(u32),
    Space(Space),
}

/// A passage in words.
#[derive(Default)]
pub(super) struct Words<'a> {
    pub elements: Vec<Element<'a>>,
    pub breakpoints: Vec<Breakpoint>,
    /// Ranges of words that are wider than the measure.
    pub too_wide: Vec<Range<u32>>,
    /// How far the start of the first line hangs into the margin.
    pub hang_start: Length,
}

/// Cuts `collected` into words and finds where lines of `measure` may end; where they `hang`, marks at
/// their edges stand in the margin.
pub(super) fn cut<'a>(
    collected: &Collected<'_>,
    shaper: &'a Shaper,
    exceptions: &Exceptions,
    base: Direction,
    measure: Length,
    hang: bool,
) -> Words<'a> {
    let levels = levels(&collected.layout, base);
    let opportunities = opportunities(&collected.layout, |at| collected.is_korean(at));
    // A word and a space for each of them, and two divisions.
    let words = Words {
        elements: Vec::with_capacity(2 * opportunities.len() + collected.fragments.len()),
        breakpoints: Vec::with_capacity(3 * opportunities.len()),
        ..Words::default()
    };
    let mut cutter = Cutter {
        collected,
        shaper,
        exceptions,
        measure,
        levels: levels.as_deref(),
        base_level: u8::from(base == Direction::RightToLeft),
        opportunities,
        next_opportunity: 0,
        sums: Sums::default(),
        words,
    };
    cutter.run();
    let mut words = cutter.words;
    edges::finish(&mut words, collected, hang && base == Direction::LeftToRight);
    words
}

/// A word or a space before it is shaped.
#[derive(Clone)]
struct Unit {
    range: Range<usize>,
    level: u8,
    is_space: bool,
}

impl Unit {
    fn direction(&self) -> Direction {
        if self.level % 2 == 1 { Direction::RightToLeft } else { Direction::LeftToRight }
    }
}

struct Cutter<'a, 'c> {
    collected: &'c Collected<'c>,
    shaper: &'a Shaper,
    exceptions: &'c Exceptions,
    measure: Length,
    levels: Option<&'c [unicode_bidi::Level]>,
    base_level: u8,
    opportunities: Vec<usize>,
    next_opportunity: usize,
    sums: Sums,
    words: Words<'a>,
}

impl<'a> Cutter<'a, '_> {
    fn run(&mut self) {
        for index in 0..self.collected.fragments.len() {
            let fragment = &self.collected.fragments[index];
            self.pass_opportunities(fragment.range.start);
            match fragment.kind {
                FragmentKind::Control => self.control(fragment),
                FragmentKind::Picture(picture) => self.picture(index, fragment, picture),
                _ => self.fragment(index, fragment),
            }
        }
        self.end_line();
        // Breaks by hand at the end of the paragraph break nothing.
        let end = self.words.elements.len() as u32;
        while self.words.breakpoints.pop_if(|last| last.element == end).is_some() {}
        self.keep_last_word();
        self.breakpoint(BreakKind::Forced);
        self.words.cut_what_is_too_wide(self.measure);
    }

    /// A space at the end of a line that must end there is no part of it, nor is a place to break before it.
    fn end_line(&mut self) {
        let is_space = |element: &mut Element<'_>| matches!(element.content, Content::Space(_));
        if let Some(space) = self.words.elements.pop_if(is_space) {
            self.sums = space.before;
            let end = self.words.elements.len() as u32;
            self.words.breakpoints.pop_if(|last| last.element == end && last.kind == BreakKind::Free);
        }
    }

    /// A word piece does not end a paragraph: its last word is not divided, unless it is wider than its line.
    fn keep_last_word(&mut self) {
        let Some(last) = self.words.elements.last() else { return };
        if self.sums.width - last.before.width <= self.measure {
            let last = self.words.elements.len() as u32 - 1;
            let points = &mut self.words.breakpoints;
            let behind = points.split_off(points.partition_point(|at| at.element < last));
            points.extend(behind.into_iter().filter(|at| at.element != last || at.inner == 0));
        }
    }

    fn control(&mut self, fragment: &Fragment) {
        if self.collected.layout[fragment.range.clone()].starts_with('\u{2028}') {
            self.end_line();
            self.breakpoint(BreakKind::Forced);
        } else if self.is_opportunity(fragment.range.end) && !self.words.elements.is_empty() {
            self.breakpoint(BreakKind::Free);
            if fragment.style.face.family == Family::Mono
                && let Some(point) = self.words.breakpoints.last_mut()
            {
                point.penalty = price::CODE;
            }
        }
    }

    fn fragment(&mut self, index: usize, fragment: &Fragment) {
        let (shaper, layout) = (self.shaper, &self.collected.layout);
        let units = self.units(fragment);
        // Of each direction its setting and the words in it that are known.
        let mut ways = [Direction::LeftToRight, Direction::RightToLeft].map(|direction| {
            let units = || units.iter().filter(|unit| unit.direction() == direction);
            units().next()?;
            let texts: Vec<&str> =
                units().filter(|unit| !unit.is_space).map(|unit| &layout[unit.range.clone()]).collect();
            let setting = shaper.setting(fragment.style, &fragment.language, direction);
            Some((setting, shaper.known(setting, &texts).into_iter()))
        });
        for unit in &units {
            self.pass_opportunities(unit.range.start);
            let Some((setting, known)) = &mut ways[usize::from(unit.level % 2)] else { continue };
            if unit.is_space {
                self.space(index, unit, setting);
            } else {
                let known = known.next().flatten();
                let word = known.unwrap_or_else(|| shaper.word(setting, &layout[unit.range.clone()]));
                self.word(index, fragment, unit, (word, setting));
            }
        }
    }

    /// The words of `fragment` and the spaces between them.
    fn units(&mut self, fragment: &Fragment) -> Vec<Unit> {
        let next_opportunity = self.next_opportunity;
        let mut units = Vec::with_capacity(fragment.range.len() / 3 + 1);
        let mut at = fragment.range.start;
        while at < fragment.range.end {
            let level = self.level(at);
            let spaces = spaces_at(&self.collected.layout[at..fragment.range.end]);
            let end = if spaces > 0 { at + spaces } else { self.word_end(at, fragment.range.end, level) };
            units.push(Unit { range: at..end, level, is_space: spaces > 0 });
            at = end;
        }
        self.next_opportunity = next_opportunity;
        units
    }

    fn picture(&mut self, index: usize, fragment: &Fragment, picture: u32) {
        let range = fragment.range.clone();
        let before = self.sums;
        self.sums.width += self.collected.pictures[picture as usize].size.width;
        self.words.elements.push(Element {
            fragment: index as u32,
            range: range.start as u32..range.end as u32,
            level: self.level(range.start),
            before,
            content: Content::Picture(picture),
        });
        let followed = self.collected.layout[range.end..].chars().next().is_some_and(|c| spaces_at_char(c) == 0);
        if followed && self.is_opportunity(range.end) {
            self.breakpoint(BreakKind::Free);
        }
    }

    fn level(&self, at: usize) -> u8 {
        self.levels.and_then(|levels| levels.get(at)).map_or(self.base_level, |level| level.number())
    }

    /// Where the word that starts at `at` ends: at a space, a place to break, another level, and before the
    /// word space of Ethiopic.
    fn word_end(&mut self, at: usize, limit: usize, level: u8) -> usize {
        self.pass_opportunities(at);
        let limit = self.opportunities.get(self.next_opportunity).map_or(limit, |opportunity| limit.min(*opportunity));
        let text = &self.collected.layout[at..limit];
        for (index, character) in text.char_indices().skip(1) {
            if spaces_at_char(character) > 0
                || character == WORD_SPACE
                || (self.levels.is_some() && self.level(at + index) != level)
            {
                return at + index;
            }
            debug_assert!(character != '\n', "line ends are spaces");
        }
        limit
    }

    /// Leaves behind what stands up to byte `at`.
    fn pass_opportunities(&mut self, at: usize) {
        while self.opportunities.get(self.next_opportunity).is_some_and(|opportunity| *opportunity <= at) {
            self.next_opportunity += 1;
        }
    }

    /// Whether a line may end before byte `at`, which is not far behind what was passed last.
    fn is_opportunity(&self, at: usize) -> bool {
        let near = self.opportunities.iter().skip(self.next_opportunity.saturating_sub(1));
        near.take_while(|opportunity| **opportunity <= at).any(|opportunity| *opportunity == at)
    }

    fn space(&mut self, index: usize, unit: &Unit, setting: &Setting) {
        if matches!(self.words.elements.last(), None | Some(Element { content: Content::Space(_), .. })) {
            return;
        }
        let Unit { range, level, .. } = unit.clone();
        let text = &self.collected.layout[range.clone()];
        let replaced = self.unwritten(range.end, setting, true).filter(|_| text == " ");
        let space = replaced.unwrap_or_else(|| space_of(text, setting));
        let space = if text == " " && self.is_beside_blank(range.end) { space.beside_blank(setting) } else { space };
        let stretches = text.starts_with([' ', '\t', '\n']);
        let element = self.words.elements.len() as u32;
        let before = self.sums;
        self.push_space(index, range.clone(), level, space);
        if stretches && self.is_opportunity(range.end) {
            let point = Breakpoint::new(element, BreakKind::Free, 0, before);
            self.words.breakpoints.push(Breakpoint { next: element + 1, after: self.sums, ..point });
        }
    }

    /// Whether the blank half of a mark in a square stands before or behind the space that ends at `at`.
    fn is_beside_blank(&self, at: usize) -> bool {
        let behind = |word: &ShapedWord| word.last_mark().is_some_and(|mark| mark.blank == Blank::Behind);
        let last = self.words.elements.last();
        last.is_some_and(|element| matches!(&element.content, Content::Word(word, _) if behind(word)))
            || self.collected.layout[at..].starts_with(opens_in_square)
    }

    fn push_space(&mut self, index: usize, range: Range<usize>, level: u8, space: Space) {
        let before = self.sums;
        self.sums.width += space.width;
        self.sums.stretch += space.stretch;
        self.sums.shrink += space.shrink;
        self.words.elements.push(Element {
            fragment: index as u32,
            range: range.start as u32..range.end as u32,
            level,
            before,
            content: Content::Space(space),
        });
    }

    /// The space that nobody typed between the word before byte `at` and the text after it; `typed` stands
    /// there otherwise.
    fn unwritten(&self, at: usize, setting: &Setting, typed: bool) -> Option<Space> {
        let Some(Element { range, content: Content::Word(..), fragment, .. }) = self.words.elements.last() else {
            return None;
        };
        if matches!(self.collected.fragments[*fragment as usize].kind, FragmentKind::NoteMark(_)) {
            return None;
        }
        let before = self.collected.layout[..range.end as usize].chars().next_back()?;
        let after = self.collected.layout[at..].chars().next()?;
        if are_han_and_latin(before, after) {
            return Some(quarter(setting, typed));
        }
        if !typed && (before == WORD_SPACE || after == WORD_SPACE) {
            return Some(beside_word_space(setting));
        }
        (!typed && self.is_opportunity(at) && are_in_squares(before, after)).then(|| between_squares(setting))
    }

    /// `space` before `word`, narrower where a full line wants it, if the blank half of a mark stands there.
    fn beside_mark(&self, word: &ShapedWord, space: Option<Space>) -> Option<Space> {
        let Some(Element { content: Content::Word(before, _), level: 0, .. }) = self.words.elements.last() else {
            return space;
        };
        let mark = before.last_mark().filter(|mark| mark.blank == Blank::Behind);
        let mark = mark.or(word.first_mark().filter(|mark| mark.blank == Blank::Before));
        mark.map(|mark| space.unwrap_or(Space::NONE).with_blank(mark.half())).or(space)
    }

    /// `space` before `word` where two marks in squares meet: half a square less.
    fn closed_up(&self, word: &ShapedWord, space: Option<Space>) -> Option<Space> {
        let Some(Element { content: Content::Word(before, _), level: 0, .. }) = self.words.elements.last() else {
            return None;
        };
        let left_out = before.last_mark()?.closes_up(word.first_mark()?)?;
        let apart = space.unwrap_or(Space::NONE);
        Some(Space { width: apart.width - left_out, ..apart })
    }

    /// Sets `space`, which nobody typed, before byte `at`. At the edge of a line it vanishes.
    fn unwritten_space(&mut self, index: usize, at: usize, level: u8, space: Space) {
        let element = self.words.elements.len() as u32;
        self.push_space(index, at..at, level, space);
        if let Some(point) =
            self.words.breakpoints.last_mut().filter(|point| (point.element, point.inner) == (element, 0))
        {
            point.next = element + 1;
            point.after = self.sums;
        }
    }

    fn word(&mut self, index: usize, fragment: &Fragment, unit: &Unit, (word, setting): (&'a ShapedWord, &'a Setting)) {
        let Unit { range, level, .. } = unit.clone();
        let text = &self.collected.layout[range.clone()];
        let note_mark = matches!(fragment.kind, FragmentKind::NoteMark(_));
        let space = self.unwritten(range.start, setting, false).filter(|_| !note_mark);
        let beside = || self.beside_mark(word, space).filter(|_| !note_mark && self.is_opportunity(range.start));
        if let Some(space) = self.closed_up(word, space).or_else(beside).or(space) {
            self.unwritten_space(index, range.start, level, space);
        }
        let element = self.words.elements.len() as u32;
        let hyphen = || self.shaper.hyphen(setting);
        if level.is_multiple_of(2) && fragment.hyphenate && fragment.kind == FragmentKind::Text {
            let places = word.divisions(text, || divisions(text, &setting.language, self.exceptions));
            places.iter().for_each(|division| self.inner(element, word, *division, hyphen()));
        }
        let before = self.sums;
        self.sums.width += word.width;
        self.sums.elastic += word.elastic;
        let soft = text.ends_with('\u{AD}');
        let explicit = text.ends_with(['-', '\u{2010}']);
        self.words.elements.push(Element {
            fragment: index as u32,
            range: range.start as u32..range.end as u32,
            level,
            before,
            content: Content::Word(word, setting),
        });
        let followed = self.collected.layout[range.end..].chars().next().is_some_and(|c| spaces_at_char(c) == 0);
        if followed && self.is_opportunity(range.end) {
            match (soft, explicit) {
                (true, _) => {
                    let point = Breakpoint::new(element + 1, BreakKind::Hyphen, price::HYPHEN, self.sums);
                    self.words.breakpoints.push(point.with_hyphen(hyphen()));
                }
                (_, true) => {
                    let point = Breakpoint::new(element + 1, BreakKind::Free, price::EXPLICIT_HYPHEN, self.sums);
                    self.words.breakpoints.push(Breakpoint { hyphenated: true, ..point });
                }
                _ => self.breakpoint(BreakKind::Free),
            }
        }
    }

    /// A place to break at `division` of `word`, which is element `element`.
    fn inner(&mut self, element: u32, word: &ShapedWord, division: Division, hyphen: &ShapedWord) {
        let sums = self.sums.within(word, division.width());
        let penalty = price::HYPHEN + if division.is_stub() { price::STUB } else { 0 };
        let point = Breakpoint { inner: division.at(), ..Breakpoint::new(element, BreakKind::Hyphen, penalty, sums) };
        self.words.breakpoints.push(point.with_hyphen(hyphen));
    }

    /// A place to break after all that came so far.
    fn breakpoint(&mut self, kind: BreakKind) {
        let element = self.words.elements.len() as u32;
        self.words.breakpoints.push(Breakpoint::new(element, kind, 0, self.sums));
    }
}
