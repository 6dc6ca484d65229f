//! The spaces of a line: how wide they are, and what they give and take.

use super::opportunities::{is_ideographic, is_ideographic_or_mark};
use crate::geometry::Length;
use crate::language::Script;
use crate::shaping::Setting;
use unicode_script::UnicodeScript;

/// The space between two words, and what it may give.
#[derive(Clone, Copy)]
pub(super) struct Space {
    pub width: Length,
    pub stretch: Length,
    pub shrink: Length,
    /// Whether the manuscript has it.
    pub typed: bool,
}

impl Space {
    /// None at all.
    pub const NONE: Self = Self { width: Length::ZERO, stretch: Length::ZERO, shrink: Length::ZERO, typed: false };

    /// The same where `blank` of a mark in a square stands in it, of which a full line may take the half
    /// (Requirements for Chinese Text Layout, 3.1.6; for Japanese, 3.8.3).
    pub fn with_blank(self, blank: Length) -> Self {
        Self { shrink: self.shrink + blank / 2, ..self }
    }

    /// The same where the blank half of a mark in a square stands beside it: that is the space to be seen.
    pub fn beside_blank(self, setting: &Setting) -> Self {
        let width = (self.width - setting.style.size / 2).max(Length::ZERO);
        Self { width, shrink: self.shrink.min(width), ..self }
    }
}

/// Whether `character` is a bracket that opens and stands in the second half of its square.
pub(super) fn opens_in_square(character: char) -> bool {
    "（「『《〈【〔［｛".contains(character)
}

/// How many bytes of space `text` starts with: all of the spaces that a line may end at, or one
/// that it may not.
pub(super) fn spaces_at(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    if matches!(first, ' ' | '\t' | '\n') {
        return text.len() - text.trim_start_matches([' ', '\t', '\n']).len();
    }
    spaces_at_char(first)
}

pub(super) fn spaces_at_char(character: char) -> usize {
    let space = matches!(
        character,
        ' ' | '\t' | '\n' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    );
    if space { character.len_utf8() } else { 0 }
}

/// Thousandths of an em under which two words run together, for the eye and for programs that take
/// the text from the page.
const NARROWEST_SPACE: i64 = 145;

/// The width of the space `text` in `setting`. Knuth's proportions: a word space gives half of its
/// width and takes a third.
pub(super) fn space_of(text: &str, setting: &Setting) -> Space {
    let em = setting.style.size;
    let fixed = |numerator: i64, denominator: i64| Space {
        width: em.scale(numerator, denominator),
        stretch: Length::ZERO,
        shrink: Length::ZERO,
        typed: true,
    };
    match text.chars().next() {
        Some('\u{2002}') => fixed(1, 2),
        Some('\u{2003}' | '\u{3000}') => fixed(1, 1),
        Some('\u{2004}') => fixed(1, 3),
        Some('\u{2005}') => fixed(1, 4),
        Some('\u{2006}') => fixed(1, 6),
        Some('\u{2009}' | '\u{202F}') => fixed(1, 5),
        Some('\u{200A}') => fixed(1, 10),
        Some('\u{2007}') => fixed(1, 2),
        Some('\u{2008}' | '\u{205F}') => fixed(2, 9),
        _ => {
            let spare = (setting.space - em.scale(NARROWEST_SPACE, 1000)).max(Length::ZERO);
            Space {
                width: setting.space,
                stretch: setting.space / 2,
                shrink: (setting.space / 3).min(spare),
                typed: true,
            }
        }
    }
}

/// The space between Han and Latin in text of the size of `setting`: a quarter of an em that may shrink
/// to an eighth (Requirements for Chinese Text Layout, 3.2.2). It stands in place of the typed one.
pub(super) fn quarter(setting: &Setting, typed: bool) -> Space {
    let em = setting.style.size;
    Space { width: em / 4, stretch: em / 8, shrink: em / 8, typed }
}

/// Whether one of two neighbours is a character of Chinese or Japanese and the other a letter or figure
/// of a script that stands on the baseline.
pub(super) fn are_han_and_latin(before: char, after: char) -> bool {
    let latin = |c: char| {
        c.is_ascii_digit()
            || c.is_ascii_alphabetic()
            || (!c.is_ascii()
                && matches!(c.script(), Script::Latin | Script::Greek | Script::Cyrillic)
                && c.is_alphabetic())
    };
    (is_ideographic(before) && latin(after)) || (is_ideographic(after) && latin(before))
}

/// What a justified line may put between two characters that stand in squares: nothing where it need not,
/// and in the loosest line that is set no tenth of an em, which programs that take the text from a page
/// take for a space.
pub(super) fn between_squares(setting: &Setting) -> Space {
    Space { stretch: setting.style.size / 24, ..Space::NONE }
}

/// The Ethiopic word space, a mark that stands between the words and keeps to the middle between them: what
/// a justified line puts on each side of it, on both together as much as a word space gives.
pub(super) fn beside_word_space(setting: &Setting) -> Space {
    Space { stretch: setting.space / 4, ..Space::NONE }
}

/// The Ethiopic word space.
pub(super) const WORD_SPACE: char = '\u{1361}';

/// Whether both of two neighbours stand in squares, as Han and their marks do.
pub(super) fn are_in_squares(before: char, after: char) -> bool {
    is_ideographic_or_mark(before) && is_ideographic_or_mark(after)
}
