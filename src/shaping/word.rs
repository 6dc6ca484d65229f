//! A word as it is shaped.

use super::GlyphRun;
use super::squares::SquareMark;
use crate::geometry::Length;
use smallvec::SmallVec;
use std::sync::{Arc, OnceLock};

/// A word in a setting: its runs from left to right.
#[derive(Debug)]
pub struct ShapedWord {
    /// Its runs in visual order, each of one font.
    pub pieces: SmallVec<[ShapedPiece; 1]>,
    /// The sum of their widths.
    pub width: Length,
    /// The sum of the widths of those that may be widened or narrowed.
    pub elastic: Length,
    /// How far its first glyph hangs past the left edge of a line, of words that run to the right.
    pub hang_start: Length,
    /// How far its last glyph hangs past the right edge.
    pub hang_end: Length,
    /// A number that is equal for words of the same letters, whatever marks stand beside them; 0 where there
    /// are fewer than three.
    pub likeness: u32,
    /// What it is known by among the words of its setting; 0 if it is too long for that.
    pub(super) number: u128,
    pub(super) rare: Option<Box<Rare>>,
    pub(super) divisions: OnceLock<SmallVec<[Division; 4]>>,
}

/// What few words have.
#[derive(Debug, Default)]
pub(super) struct Rare {
    pub first_mark: Option<SquareMark>,
    pub last_mark: Option<SquareMark>,
    pub missing: Vec<char>,
}

/// A place where a word may be divided.
#[derive(Clone, Copy, Debug)]
pub struct Division {
    at: u16,
    width: i32,
    is_stub: bool,
}

impl Division {
    /// The byte of the word behind it.
    #[must_use]
    pub fn at(self) -> u32 {
        u32::from(self.at)
    }

    /// The width of the word before it.
    #[must_use]
    pub fn width(self) -> Length {
        Length::scaled(i64::from(self.width))
    }

    /// Whether it leaves two letters alone, as "re-" and "-ly" are.
    #[must_use]
    pub fn is_stub(self) -> bool {
        self.is_stub
    }
}

/// A run of a word.
#[derive(Debug)]
pub struct ShapedPiece {
    /// Its glyphs.
    pub run: Arc<GlyphRun>,
    /// The byte of the word where it starts.
    pub start: u32,
    /// Its size in thousandths of that of the text.
    pub(super) scale: u16,
    /// The size it is set at.
    pub size: Length,
    /// Its width.
    pub width: Length,
    /// Whether its glyphs may be widened or narrowed a little to fill a line.
    pub elastic: bool,
}

impl ShapedPiece {
    /// The same in text of `size`.
    pub(super) fn in_text_of(&self, size: Length) -> Self {
        let size = size.scale(i64::from(self.scale), 1000);
        let width = size.of_em(i64::from(self.run.advance), self.run.units_per_em);
        Self { run: Arc::clone(&self.run), size, width, ..*self }
    }

    /// Its width with its glyphs widened by `stretch` thousandths, if they may be.
    #[must_use]
    pub fn width_at(&self, stretch: i16) -> Length {
        if self.elastic && stretch != 0 { self.width.scale(1000 + i64::from(stretch), 1000) } else { self.width }
    }
}

impl ShapedWord {
    /// Its width with its glyphs widened by `stretch` thousandths, where they may be.
    #[must_use]
    pub fn width_at(&self, stretch: i16) -> Length {
        if stretch == 0 { self.width } else { self.pieces.iter().map(|piece| piece.width_at(stretch)).sum() }
    }

    /// Where the word, which is `text`, may be divided; `find` is asked once a word and must depend on nothing
    /// but its text and language.
    pub fn divisions(&self, text: &str, find: impl FnOnce() -> Vec<u32>) -> &[Division] {
        // Nothing as long or as wide as would not fit into these numbers is a word with letters alone in it.
        let division = |at: u32| {
            let width = i32::try_from(self.width_before(at).get()).ok()?;
            Some(Division { at: u16::try_from(at).ok()?, width, is_stub: is_stub(text, at as usize) })
        };
        self.divisions.get_or_init(|| find().into_iter().filter_map(division).collect())
    }

    /// The mark in a square that it starts with.
    #[must_use]
    pub fn first_mark(&self) -> Option<SquareMark> {
        self.rare.as_ref()?.first_mark
    }

    /// The mark in a square that it ends with.
    #[must_use]
    pub fn last_mark(&self) -> Option<SquareMark> {
        self.rare.as_ref()?.last_mark
    }

    /// Characters that no font has.
    #[must_use]
    pub fn missing(&self) -> &[char] {
        self.rare.as_ref().map_or(&[], |rare| &rare.missing)
    }

    /// The width of the word's text before byte `offset`, in a word that runs from left to right.
    /// Within a ligature the width is shared out by bytes.
    #[must_use]
    pub fn width_before(&self, offset: u32) -> Length {
        let mut width = Length::ZERO;
        for piece in &self.pieces {
            let end = piece.start + piece.run.text.len() as u32;
            if end <= offset {
                width += piece.width;
            } else if piece.start < offset {
                let units = advance_before(&piece.run, offset - piece.start);
                width += piece.size.of_em(i64::from(units), piece.run.units_per_em);
            }
        }
        width
    }
}

/// Fewer letters are no word that the eye finds again in the line below.
const LEAST_ALIKE: usize = 3;

/// What [`ShapedWord::likeness`] of `text` is (FNV-1a).
pub(super) fn likeness(text: &str) -> u32 {
    let letters = text.trim_matches(|c: char| !c.is_alphanumeric());
    if letters.chars().take(LEAST_ALIKE).count() < LEAST_ALIKE {
        return 0;
    }
    letters.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) | 1
}

/// Whether a division of `word` before byte `at` leaves two letters alone.
fn is_stub(word: &str, at: usize) -> bool {
    // No more letters are looked at than must be: a word may be as long as a file.
    let few = |letters: &mut dyn Iterator<Item = char>| letters.filter(|c| c.is_alphabetic()).nth(2).is_none();
    few(&mut word[..at].chars()) || few(&mut word[at..].chars().rev())
}

/// Units of advance of the clusters before byte `offset` of `run`.
fn advance_before(run: &GlyphRun, offset: u32) -> i32 {
    let mut units = 0;
    let mut index = 0;
    while index < run.glyphs.len() {
        let cluster = run.glyphs[index].cluster;
        let mut advance = 0;
        let mut next = index;
        while next < run.glyphs.len() && run.glyphs[next].cluster == cluster {
            advance += run.glyphs[next].advance;
            next += 1;
        }
        let end = run.glyphs.get(next).map_or(run.text.len() as u32, |glyph| glyph.cluster);
        if end <= offset {
            units += advance;
        } else if cluster < offset {
            units += advance * (offset - cluster) as i32 / (end - cluster) as i32;
        }
        index = next;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_before_or_behind_a_hyphen_are_a_stub_whatever_marks_stand_beside_them() {
        let stub = |divided: &str| is_stub(&divided.replace('|', ""), divided.find('|').expect("a stroke"));
        assert!(stub("re|turn") && stub("“re|turn") && stub("kor|ko,"));
        assert!(!stub("ret|urn") && !stub("city|wide"));
    }

    #[test]
    fn words_are_alike_whatever_marks_stand_beside_them_and_short_ones_never() {
        assert_eq!(likeness("(city),"), likeness("city"));
        assert_ne!(likeness("city"), likeness("cities"));
        assert_eq!([likeness("of"), likeness("“a”")], [0, 0]);
    }
}
