//! What stands at the two sides of a place to break: marks that hang into the margin, words that
//! would stand above each other, things that belong together.

use super::collect::{Collected, FragmentKind};
use super::cut::{Content, Element, Words};
use super::linebreak::{BreakKind, Breakpoint, price};
use crate::geometry::Length;
use crate::language::Language;
use crate::shaping::{Blank, ShapedWord};

/// Completes the breakpoints of `words`: what hangs (if lines `hang`), what belongs together, which
/// words end and start the lines.
pub(super) fn finish(words: &mut Words<'_>, collected: &Collected<'_>, hang: bool) {
    let Words { elements, breakpoints, .. } = words;
    let sides = Sides { collected, elements };
    for point in breakpoints.iter_mut() {
        let (before, after) = sides.of(point);
        point.words = [before, after].map(|side| side.map_or(0, |side| side.likeness));
        if let (Some(before), true) = (before, point.next > point.element) {
            point.penalty += between(&before, after.map_or("", |after| after.text));
        }
        if point.inner == 0 {
            point.hang_start = sides.hang_start(point.next, hang);
        }
        if point.kind != BreakKind::Hyphen && point.inner == 0 {
            point.hang_end = sides.hang_end(point.element.checked_sub(1), hang);
        } else if !hang {
            point.hang_end = Length::ZERO;
        }
    }
    words.hang_start = sides.hang_start(0, hang);
}

/// A word at a place to break.
#[derive(Clone, Copy)]
struct Side<'a> {
    text: &'a str,
    likeness: u32,
    language: &'a Language,
}

struct Sides<'a> {
    collected: &'a Collected<'a>,
    elements: &'a [Element<'a>],
}

impl<'a> Sides<'a> {
    /// The texts before and after `point`, each up to the next place to break.
    fn of(&self, point: &Breakpoint) -> (Option<Side<'a>>, Option<Side<'a>>) {
        if point.inner > 0 {
            return (None, None);
        }
        let side = |index: Option<u32>| {
            let element = self.elements.get(index? as usize)?;
            let Content::Word(word, setting) = &element.content else { return None };
            let text = &self.collected.layout[element.range.start as usize..element.range.end as usize];
            Some(Side { text, likeness: word.likeness, language: &setting.language })
        };
        (side(point.element.checked_sub(1)), side(Some(point.next)))
    }

    /// How far element `index` hangs out at the start of a line: the blank half of a mark in a square
    /// always, what the marks of a face hang where lines `hang`.
    fn hang_start(&self, index: u32, hang: bool) -> Length {
        let Some((word, text)) = self.word(index) else { return Length::ZERO };
        match word.first_mark() {
            Some(mark) if mark.blank == Blank::Before => mark.half(),
            _ if hang && text => word.hang_start,
            _ => Length::ZERO,
        }
    }

    /// The same at the end of a line.
    fn hang_end(&self, index: Option<u32>, hang: bool) -> Length {
        let Some((word, text)) = index.and_then(|index| self.word(index)) else { return Length::ZERO };
        match word.last_mark() {
            Some(mark) if mark.blank == Blank::Behind => mark.half(),
            _ if hang && text => word.hang_end,
            _ => Length::ZERO,
        }
    }

    /// Element `index` if it is a word that runs to the right, and whether it is of the text itself.
    fn word(&self, index: u32) -> Option<(&ShapedWord, bool)> {
        let element = self.elements.get(index as usize)?;
        match &element.content {
            Content::Word(word, _) if element.level == 0 => {
                Some((word, self.collected.fragments[element.fragment as usize].kind == FragmentKind::Text))
            }
            _ => None,
        }
    }
}

/// What a line end costs between `before` and `after`, which a space parts.
fn between(before: &Side<'_>, after: &str) -> i64 {
    if belong_together(before.text, after, before.language) {
        return price::TIE;
    }
    let mut letters = before.text.chars();
    let lone = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    if lone { price::LONE_LETTER } else { 0 }
}

/// Whether no line should end between `before` and `after`: a dash after its space, initial and name,
/// number and unit, "p." and figure.
fn belong_together(before: &str, after: &str, language: &Language) -> bool {
    let starts_with_digit = after.chars().next().is_some_and(|c| c.is_ascii_digit());
    if after == "–" || after == "—" || (starts_with_digit && language.ties().binds_before(before)) {
        return true;
    }
    let mut letters = before.trim_start_matches(['(', '[', '‘', '“']).chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.as_str() == ".";
    if initial && after.chars().next().is_some_and(char::is_uppercase) {
        return true;
    }
    let number = before.chars().next_back().is_some_and(|c| c.is_ascii_digit())
        && before
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{2009}' | '-' | '–' | '(' | '$' | '£' | '€'));
    number && language.ties().binds_behind(after)
}
