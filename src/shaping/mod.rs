//! Text in a style → glyph runs.
//!
//! A run is one word, or a piece of one, in one face, script, language and direction. Runs are kept
//! by what they were made from, so that a word that stands a thousand times is shaped once.

#[cfg(test)]
mod conformance_tests;
mod itemize;
mod micro;
mod place;
mod placed;
mod run;
mod shaper;
mod squares;
mod table;
mod word;

pub(crate) use place::place_text;
pub use placed::{PlacedRun, RunKind};
pub use run::{Glyph, GlyphRun};
pub use shaper::{Setting, Shaper};
pub use squares::{Blank, SquareMark};
pub use word::{Division, ShapedPiece, ShapedWord};
