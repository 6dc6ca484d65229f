//! What the pages use: glyph runs, glyphs by font, images; each once, in page order.

use crate::edition::Edition;
use crate::fonts::FontId;
use crate::graphics::{Drawing, Shape};
use crate::shaping::{GlyphRun, PlacedRun, RunKind};
use crate::source::BookPath;
use crate::typeset::{ItemContent, PageItem};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// All that the pages use.
#[derive(Default)]
pub(super) struct Usage<'a> {
    /// The runs, each once, in the order of their first use.
    pub runs: Vec<&'a GlyphRun>,
    /// Where in `runs` a run is.
    pub index: RunIndex,
    /// The glyphs of each font, by number.
    pub glyphs: BTreeMap<FontId, BTreeSet<u16>>,
    /// Fonts in which hyphens end lines.
    pub hyphens: BTreeSet<FontId>,
    /// The images, each once, in the order of their first use.
    pub images: Vec<&'a BookPath>,
}

/// Numbers of runs by where they lie in memory; only ever looked up, never walked.
#[derive(Clone, Debug, Default)]
pub(super) struct RunIndex(HashMap<usize, u32, BuildHasherDefault<AddressHasher>>);

impl RunIndex {
    /// The number of `run`.
    pub(super) fn get(&self, run: &Arc<GlyphRun>) -> Option<usize> {
        self.0.get(&address(run)).map(|index| *index as usize)
    }
}

fn address(run: &Arc<GlyphRun>) -> usize {
    Arc::as_ptr(run) as usize
}

/// Spreads addresses over a table by a multiplication (Fibonacci hashing, Knuth 1973, 6.4): a
/// lookup a word of the book has to be cheap.
#[derive(Default)]
pub(super) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }
    fn write_usize(&mut self, address: usize) {
        self.0 = (self.0 ^ (address as u64 >> 4)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(20);
    }
}

/// What the pages of `edition` use.
pub(super) fn gather(edition: &Edition) -> Usage<'_> {
    let mut usage = Usage::default();
    for item in edition.pages.iter().flat_map(|page| page.body.items.iter().chain(&page.furniture)) {
        usage.add_item(item);
    }
    usage
}

impl<'a> Usage<'a> {
    fn add_item(&mut self, item: &'a PageItem) {
        match item.content.upright() {
            ItemContent::Line(line) => self.add_runs(&line.runs),
            ItemContent::Image { path, .. } => self.add_image(path),
            ItemContent::Drawing(drawing) => self.add_drawing(drawing),
            ItemContent::Fill { .. } | ItemContent::Turned(_) => {}
        }
    }

    fn add_drawing(&mut self, drawing: &'a Drawing) {
        for shape in &drawing.shapes {
            match shape {
                Shape::Text { runs, .. } => self.add_runs(runs),
                Shape::Image { path, .. } => self.add_image(path),
                Shape::Path { .. } => {}
            }
        }
    }

    fn add_image(&mut self, path: &'a BookPath) {
        if !self.images.contains(&path) {
            self.images.push(path);
        }
    }

    fn add_runs(&mut self, runs: &'a [PlacedRun]) {
        for placed in runs {
            if placed.kind == RunKind::Hyphen {
                self.hyphens.insert(placed.run.font);
            }
            let number = u32::try_from(self.runs.len()).expect("a book has fewer than 2^32 different words");
            let known = *self.index.0.entry(address(&placed.run)).or_insert(number);
            if known == number {
                self.runs.push(&placed.run);
                let glyphs = self.glyphs.entry(placed.run.font).or_default();
                glyphs.extend(placed.run.glyphs.iter().map(|glyph| glyph.id));
            }
        }
    }
}
