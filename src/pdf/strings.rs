//! Glyph runs as the strings and kerns between the brackets of a `TJ`: made once a word, copied
//! wherever the word stands.
//!
//! All distances are in ten-thousandths of an em, so that a run's strings serve at every size.

use super::codes::push_code;
use super::number::write_decimal;
use super::subset::Subset;
use super::unicode::{GlyphTexts, clusters};
use crate::fonts::FontId;
use crate::language::Direction;
use crate::shaping::GlyphRun;
use std::ops::Range;

/// Kerns below this are carried to the next glyph: 1/2000 em.
pub(super) const LEAST_KERN: i64 = 5;

/// A part of a run that is shown at one height and says its text in one way.
///
/// A cluster that its glyphs cannot express may take several pieces: the first says the text, the
/// last ends it.
pub(super) struct Piece {
    /// What stands between the brackets: strings, and kerns in thousandths of an em.
    strings: Range<u32>,
    /// Distance of its first glyph from the start of the run.
    pub start: i64,
    /// How far it moves the pen.
    pub advance: i64,
    /// How far it stands above the baseline of the run.
    pub rise: i64,
    /// A text that starts here, where the glyphs do not say it.
    pub actual: Option<Box<str>>,
    /// Whether such a text ends here.
    pub ends_actual: bool,
}

/// What of a run is asked for wherever it stands: the rest of it lies far away in memory.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// Its pieces.
    first: u32,
    end: u32,
    /// Its font.
    pub font: FontId,
    /// How far it moves the pen, in ten-thousandths of an em.
    pub advance: i64,
    /// Whether it runs from right to left.
    pub leftwards: bool,
}

/// The strings of all runs.
#[derive(Default)]
pub(super) struct Strings {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
    runs: Vec<Run>,
}

impl Strings {
    /// The run of this number.
    pub(super) fn run(&self, number: u32) -> Run {
        self.runs[number as usize]
    }

    /// The pieces of `run`, from left to right.
    pub(super) fn pieces(&self, run: Run) -> &[Piece] {
        &self.pieces[run.first as usize..run.end as usize]
    }

    /// What stands between the brackets for `piece`.
    pub(super) fn of(&self, piece: &Piece) -> &[u8] {
        &self.bytes[piece.strings.start as usize..piece.strings.end as usize]
    }

    /// Adds `run`, whose glyphs are in `subset` and have `texts`.
    pub(super) fn add(&mut self, run: &GlyphRun, subset: &Subset, texts: &GlyphTexts) {
        let first = place(self.pieces.len());
        let mut builder = Builder { strings: self, run, subset, open: None, origin: 0, string: false };
        for (glyphs, text) in clusters(run) {
            let expressed = texts.express(run, glyphs.clone(), text);
            builder.begin_cluster(if expressed { None } else { Some(text) });
            glyphs.for_each(|index| builder.show(index));
            builder.end_cluster(expressed);
        }
        builder.close();
        let advance = builder.em(builder.origin);
        let (font, leftwards) = (run.font, run.direction == Direction::RightToLeft);
        self.runs.push(Run { first, end: place(self.pieces.len()), font, advance, leftwards });
    }
}

/// A run on its way into strings.
struct Builder<'a> {
    strings: &'a mut Strings,
    run: &'a GlyphRun,
    subset: &'a Subset,
    /// The piece that is being written.
    open: Option<Piece>,
    /// The sum of the advances so far, in units of the face.
    origin: i64,
    /// Whether a string is open.
    string: bool,
}

impl Builder<'_> {
    fn begin_cluster(&mut self, actual: Option<&str>) {
        if let Some(text) = actual {
            self.close();
            self.open = Some(self.piece(0, Some(text.into())));
        }
    }

    fn end_cluster(&mut self, expressed: bool) {
        if let (false, Some(piece)) = (expressed, &mut self.open) {
            piece.ends_actual = true;
            self.close();
        }
    }

    /// A piece that starts here.
    fn piece(&self, rise: i64, actual: Option<Box<str>>) -> Piece {
        let at = place(self.strings.bytes.len());
        Piece { strings: at..at, start: self.em(self.origin), advance: 0, rise, actual, ends_actual: false }
    }

    fn em(&self, units: i64) -> i64 {
        let per_em = i64::from(self.run.units_per_em).max(1);
        if per_em == 1000 {
            return units * 10;
        }
        (units * 10_000 + per_em / 2).div_euclid(per_em)
    }

    fn show(&mut self, index: usize) {
        let glyph = self.run.glyphs[index];
        let rise = self.em(i64::from(glyph.dy));
        let target = self.em(self.origin + i64::from(glyph.dx));
        let mut piece = self.piece_at(rise);
        if piece.strings.is_empty() {
            piece.start = target;
        }
        let gap = target - (piece.start + piece.advance);
        if gap.abs() >= LEAST_KERN {
            self.end_string();
            write_decimal(&mut self.strings.bytes, -gap, 1);
            piece.advance += gap;
        }
        let code = self.subset.code(glyph.id);
        self.push_code(code);
        piece.advance += self.subset.advance(code);
        piece.strings.end = place(self.strings.bytes.len());
        self.origin += i64::from(glyph.advance);
        self.open = Some(piece);
    }

    /// The open piece if it is at height `rise`, else a new one.
    fn piece_at(&mut self, rise: i64) -> Piece {
        match self.open.take() {
            Some(piece) if piece.rise == rise => piece,
            Some(piece) if piece.strings.is_empty() => Piece { rise, ..piece },
            before => {
                self.open = before;
                self.close();
                self.piece(rise, None)
            }
        }
    }

    fn push_code(&mut self, code: u16) {
        if !self.string {
            self.strings.bytes.push(b'(');
            self.string = true;
        }
        push_code(&mut self.strings.bytes, code, self.subset.short);
    }

    fn end_string(&mut self) {
        if self.string {
            self.strings.bytes.push(b')');
            self.string = false;
        }
    }

    fn close(&mut self) {
        self.end_string();
        if let Some(mut piece) = self.open.take() {
            piece.strings.end = place(self.strings.bytes.len());
            self.strings.pieces.push(piece);
        }
    }
}

/// A place in what the words of a book take.
fn place(length: usize) -> u32 {
    u32::try_from(length).expect("the strings of a book take less than four gigabytes")
}
