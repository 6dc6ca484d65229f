//! What both profiles share, made once.

use super::Fault;
use super::compress::Deflater;
use super::content::content;
use super::frame::{Frame, frame};
use super::image::{EmbeddedImage, embed};
use super::intent::{COATED, OTHER, PressProfile};
use super::painted::{PaintedPage, painted};
use super::strings::Strings;
use super::subset::{Subset, subset};
use super::tags::{ItemTag, Tags, tags};
use super::unicode::GlyphTexts;
use super::usage::{Usage, gather};
use crate::document::Document;
use crate::edition::{Edition, EditionPage};
use crate::fonts::{FontId, FontSet};
use crate::loader::Assets;
use crate::shaping::GlyphRun;
use crate::source::BookPath;
use crate::style::{Ink, sheet};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Fewest pages of one task.
const CHUNK: usize = 16;

/// What the files of one edition share: painted pages, and the frame that holds fonts and images.
pub struct Plan<'a> {
    pub(super) edition: &'a Edition,
    pub(super) document: &'a Document,
    pub(super) words: Words,
    pub(super) frame: Frame,
    pub(super) pages: Vec<PaintedPage>,
    pub(super) tags: Tags,
    pub(super) press: PressProfile<'a>,
    /// The second colour of the book.
    pub(super) accent: Ink,
}

/// What pages are painted with.
pub(super) struct Words {
    /// By page: the numbers of the runs that it shows, in the order of drawing.
    pub numbers: Vec<Vec<u32>>,
    /// The runs by number.
    pub strings: Strings,
    /// The fonts.
    pub subsets: BTreeMap<FontId, Subset>,
    /// The images.
    pub images: BTreeMap<BookPath, EmbeddedImage>,
}

/// Makes ready what the files of `edition` share. Its glyph runs must be of `fonts`, its images in
/// `assets`. `press` is the ICC profile of the press, where it is not that of the build.
///
/// # Errors
/// An image that is missing or broken inside, a font that cannot be cut to a subset.
pub fn plan<'a>(
    edition: &'a Edition,
    document: &'a Document,
    fonts: &FontSet,
    assets: &Assets,
    press: Option<&'a [u8]>,
) -> Result<Plan<'a>, Fault> {
    let (usage, mut tags) = rayon::join(|| gather(edition, fonts), || tags(document, edition));
    let (subsets, images) = rayon::join(|| subsets(&usage, fonts), || images(&usage, assets));
    let (subsets, images) = (subsets?, images?);
    let texts: BTreeMap<FontId, GlyphTexts> =
        usage.glyphs.into_iter().map(|(id, tallies)| (id, tallies.decide(fonts.get(id)))).collect();
    let strings = strings(&usage.runs, &subsets, &texts);
    let words = Words { numbers: usage.numbers, strings, subsets, images };
    let (frame, pages) = rayon::join(|| frame(&words.subsets, &texts, &words.images), || paint(&words, edition, &tags));
    tags.tree.with_marks(pages.iter().map(|page| page.marks.as_slice()));
    let press = press.map_or(COATED, |bytes| PressProfile { bytes, ..OTHER });
    let accent = sheet(&document.manifest).accent;
    Ok(Plan { edition, document, words, frame: frame?, pages, tags, press, accent })
}

/// The pages in order, painted over threads.
fn paint(words: &Words, edition: &Edition, tags: &Tags) -> Vec<PaintedPage> {
    let paint = |deflater: &mut Deflater, ((page, items), numbers): ((&EditionPage, &Vec<ItemTag>), &Vec<u32>)| {
        painted(content(words, &edition.geometry, (page, numbers), (tags, items)), deflater)
    };
    let pages = edition.pages.par_iter().zip(&tags.items).zip(&words.numbers);
    pages.with_min_len(CHUNK).map_init(Deflater::new, paint).collect()
}

fn subsets(usage: &Usage<'_>, fonts: &FontSet) -> Result<BTreeMap<FontId, Subset>, Fault> {
    let used: Vec<_> = usage.glyphs.iter().collect();
    used.into_par_iter()
        .map(|(id, glyphs)| Ok((*id, subset(fonts.get(*id), &glyphs.glyphs(), usage.hyphens.contains(id))?)))
        .collect()
}

fn images(usage: &Usage<'_>, assets: &Assets) -> Result<BTreeMap<BookPath, EmbeddedImage>, Fault> {
    let embed_one = |(number, path): (usize, &&BookPath)| {
        let path = *path;
        let missing = || Fault::new(format!("the image {path} is not among the files of the book"));
        Ok((path.clone(), embed(number, path, assets.get(path).ok_or_else(missing)?)?))
    };
    usage.images.par_iter().enumerate().map(embed_one).collect()
}

fn strings(runs: &[&GlyphRun], subsets: &BTreeMap<FontId, Subset>, texts: &BTreeMap<FontId, GlyphTexts>) -> Strings {
    let mut strings = Strings::default();
    for run in runs {
        strings.add(run, &subsets[&run.font], &texts[&run.font]);
    }
    strings
}
