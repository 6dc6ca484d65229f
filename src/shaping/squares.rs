//! Marks that stand in squares, as Chinese and Japanese have them: each fills one half of its square
//! and leaves the other blank. Between two marks, and at the edges of a line, the blank half is left
//! out (Requirements for Japanese Text Layout, 3.1.4; Requirements for Chinese Text Layout, 3.1.6).

use super::Glyph;
use crate::fonts::Font;
use crate::geometry::Length;

/// Thousandths of an em that are left out between two marks: half of it but for a hair, since programs
/// that take the text from a page take a step back of a half for the start of another line.
const LEFT_OUT: i64 = 480;

/// Which half of its square a mark leaves blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The half before it: of brackets that open.
    Before,
    /// The half behind it: of stops and brackets that close.
    Behind,
}

/// A mark in a square at the edge of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SquareMark {
    /// The half that is blank.
    pub blank: Blank,
    /// The width of its square.
    pub em: Length,
}

impl SquareMark {
    /// How far it hangs out at an edge of a line where its blank half would stand.
    #[must_use]
    pub fn half(self) -> Length {
        self.em / 2
    }

    /// What is left out between this mark and `next`: half a square, between all but a bracket that opens
    /// and what closes it.
    #[must_use]
    pub fn closes_up(self, next: Self) -> Option<Length> {
        closes_up(self.blank, next.blank).then(|| self.em.scale(LEFT_OUT, 1000))
    }
}

fn closes_up(mark: Blank, next: Blank) -> bool {
    mark == Blank::Behind || next == Blank::Before
}

/// Whether `character` may be a mark in a square.
pub(super) fn may_be_mark(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{301F}' | '\u{FF01}'..='\u{FF65}' | '‘'..='’' | '“'..='”')
        && !character.is_alphanumeric()
}

/// Whether the mark at byte `at` of `text`, which is Chinese, is one that Latin has, too, and here stands in a
/// square: quotation marks, but no apostrophe between letters, and dash and ellipsis, which stand in the
/// middle of their height (Requirements for Chinese Text Layout, 3.1.3).
pub(super) fn is_square_in_chinese(text: &str, at: usize, character: char) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match character {
        '“' | '”' | '…' | '—' => true,
        '‘' | '’' => {
            let before = text[..at].chars().next_back();
            !(latin(before) && latin(text[at + character.len_utf8()..].chars().next()))
        }
        _ => false,
    }
}

/// The blank half of `glyph`, which stands for `character`, by its outline: faces of one region centre
/// marks that those of another set to a side.
pub(super) fn blank_of(font: &Font, glyph: &Glyph, character: char) -> Option<Blank> {
    let em = i32::from(font.metrics.units_per_em);
    if !may_be_mark(character) || font.advance(glyph.id) * 10 < em * 9 {
        return None;
    }
    let (left, right) = font.ink(glyph.id)?;
    // A bracket may reach over the middle by a hair.
    if left * 100 >= em * 45 { Some(Blank::Before) } else { (right * 100 <= em * 55).then_some(Blank::Behind) }
}

/// Leaves out the blank half between neighbouring marks of `text`; returns by how much the row grew:
/// less than nothing.
pub(super) fn close_up(font: &Font, text: &str, glyphs: &mut [Glyph]) -> i32 {
    let left_out = (i64::from(font.metrics.units_per_em) * LEFT_OUT / 1000) as i32;
    let mut grown = 0;
    for index in 1..glyphs.len() {
        let [before, next] = [index - 1, index].map(|index| {
            let character = text[glyphs[index].cluster as usize..].chars().next()?;
            blank_of(font, &glyphs[index], character)
        });
        if let (Some(before), Some(next)) = (before, next)
            && closes_up(before, next)
        {
            glyphs[index - 1].advance -= left_out;
            grown -= left_out;
        }
    }
    grown
}
