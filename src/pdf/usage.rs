//! What the pages use: glyph runs, glyphs by font, images; each once, in page order. What is asked of a run is asked
//! as soon as it is met, while it is near in memory.

use super::unicode::GlyphTallies;
use crate::edition::Edition;
use crate::fonts::{FontId, FontSet};
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
    /// By page: the numbers in `runs` of all that it shows, in the order of drawing.
    pub numbers: Vec<Vec<u32>>,
    /// The glyphs of each font with the texts that runs have for them.
    pub glyphs: BTreeMap<FontId, GlyphTallies>,
    /// Fonts in which hyphens end lines.
    pub hyphens: BTreeSet<FontId>,
    /// The images, each once, in the order of their first use.
    pub images: Vec<&'a BookPath>,
}

/// Numbers of runs by where they lie in memory; only ever looked up, never walked.
type RunIndex = HashMap<usize, u32, BuildHasherDefault<AddressHasher>>;

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

/// What the pages of `edition` use, whose runs are of `fonts`.
pub(super) fn gather<'a>(edition: &'a Edition, fonts: &'a FontSet) -> Usage<'a> {
    let mut gatherer = Gatherer { usage: Usage::default(), fonts, index: RunIndex::default(), page: Vec::new() };
    for page in &edition.pages {
        page.body.items.iter().chain(&page.furniture).for_each(|item| gatherer.item(item));
        gatherer.usage.numbers.push(std::mem::take(&mut gatherer.page));
    }
    gatherer.usage
}

struct Gatherer<'a> {
    usage: Usage<'a>,
    fonts: &'a FontSet,
    index: RunIndex,
    /// The numbers of the runs of the page.
    page: Vec<u32>,
}

impl<'a> Gatherer<'a> {
    fn item(&mut self, item: &'a PageItem) {
        match item.content.upright() {
            ItemContent::Line(line) => self.runs(&line.runs),
            ItemContent::Image { path, .. } => self.image(path),
            ItemContent::Drawing(drawing) => self.drawing(drawing),
            ItemContent::Fill { .. } | ItemContent::Turned(_) => {}
        }
    }

    fn drawing(&mut self, drawing: &'a Drawing) {
        for shape in &drawing.shapes {
            match shape {
                Shape::Text { runs, .. } => self.runs(runs),
                Shape::Image { path, .. } => self.image(path),
                Shape::Path { .. } => {}
            }
        }
    }

    fn image(&mut self, path: &'a BookPath) {
        if !self.usage.images.contains(&path) {
            self.usage.images.push(path);
        }
    }

    fn runs(&mut self, runs: &'a [PlacedRun]) {
        let usage = &mut self.usage;
        for placed in runs {
            if placed.kind == RunKind::Hyphen {
                usage.hyphens.insert(placed.run.font);
            }
            let number = u32::try_from(usage.runs.len()).expect("a book has fewer than 2^32 different words");
            let known = *self.index.entry(address(&placed.run)).or_insert(number);
            self.page.push(known);
            if known == number {
                usage.runs.push(&placed.run);
                let font = self.fonts.get(placed.run.font);
                let tallies = usage.glyphs.entry(font.id).or_insert_with(|| GlyphTallies::new(font));
                tallies.learn(&placed.run, font);
            }
        }
    }
}
