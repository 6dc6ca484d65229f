//! Glyphs of a word.

use crate::fonts::FontId;
use crate::language::Direction;

/// A glyph of a run. Distances are in units of the face's em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font; 0 is the box of a character that no font has.
    pub id: u16,
    /// The byte of the run's text where its cluster starts.
    pub cluster: u32,
    /// How far it moves the pen to the right.
    pub advance: i32,
    /// How far it stands to the right of the pen.
    pub dx: i32,
    /// How far it stands above the pen.
    pub dy: i32,
}

/// A word, or a piece of one, in one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphRun {
    /// The font.
    pub font: FontId,
    /// Units of its em.
    pub units_per_em: u16,
    /// The text, in the order of reading.
    pub text: Box<str>,
    /// Its direction.
    pub direction: Direction,
    /// Its glyphs from left to right.
    pub glyphs: Box<[Glyph]>,
    /// The sum of their advances.
    pub advance: i32,
}
