//! Runs in their place on a line.

use super::{GlyphRun, ShapedWord};
use crate::geometry::Length;
use crate::style::Ink;
use std::sync::Arc;

/// A glyph run in its place on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedRun {
    /// The glyphs.
    pub run: Arc<GlyphRun>,
    /// Distance from the origin of the line.
    pub x: Length,
    /// How far its baseline stands above that of the line.
    pub rise: Length,
    /// The size it is set at.
    pub size: Length,
    /// How much its glyphs are widened (or, below zero, narrowed), in thousandths of their width.
    pub stretch: i16,
    /// Its ink.
    pub ink: Ink,
    /// Whether the manuscript has a space before it.
    pub space_before: bool,
    /// What it is in the text.
    pub kind: RunKind,
}

impl PlacedRun {
    /// Its width as set.
    #[must_use]
    pub fn width(&self) -> Length {
        let width = self.size.of_em(i64::from(self.run.advance), self.run.units_per_em.max(1));
        if self.stretch == 0 { width } else { width.scale(1000 + i64::from(self.stretch), 1000) }
    }
}

impl ShapedWord {
    /// Its runs from `x` on in `ink`, where no line widens them: what one is of which the first byte is so far from
    /// that of the word is told by `kind`.
    pub(crate) fn placed(&self, mut x: Length, ink: Ink, kind: impl Fn(u32) -> RunKind) -> Vec<PlacedRun> {
        let mut placed = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            placed.push(PlacedRun {
                run: Arc::clone(&piece.run),
                x,
                rise: Length::ZERO,
                size: piece.size,
                stretch: 0,
                ink,
                space_before: false,
                kind: kind(piece.start),
            });
            x += piece.width;
        }
        placed
    }
}

/// What a run is in the text of the manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Text that starts at this byte of the passage.
    Text(u32),
    /// The same, a letter dropped over several lines: the rest of its word follows, unless a space does.
    Initial(u32),
    /// A hyphen that stands only because the line ends there.
    Hyphen,
    /// The mark of note `n` (index into the chapter's notes), or its number before the note.
    NoteMark(u32),
    /// Text of the program: a bullet, a number, a page reference.
    Generated,
}
