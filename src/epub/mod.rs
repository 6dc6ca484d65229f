//! Document + page map → EPUB 3.
//!
//! In come the [`Document`], the [`PageMap`] of the print edition, the fonts and the images; out go
//! the bytes of the e-book. Nothing is decided about the text here: no line, no page, no number.
//! Where a printed page begins, the text gets a page break at the very place.
//!
//! `plan` finds all that the files must know of one another; `chapter` writes a chapter, with
//! `quotes`, `lists`, `figures`, `drawing`, `notes`, `inline` and `formula` for its parts, and `pieces` cuts it if
//! it is long; `front` and `navigation` write the pages that we add, `package` what catalogues read, `style` the
//! look; `container` joins them, and `archive` packs them. All markup goes through `xml`.

mod accessibility;
mod archive;
mod breaks;
mod chapter;
mod container;
mod drawing;
mod faces;
mod figures;
mod formula;
mod front;
mod index;
mod inline;
mod lists;
mod navigation;
mod notes;
mod package;
mod pieces;
mod plan;
mod quotes;
mod sheet;
mod spine;
mod style;
mod survey;
#[cfg(test)]
mod tests;
mod walk;
mod xml;

use crate::cover::Cover;
use crate::document::Document;
use crate::edition::PageMap;
use crate::fonts::FontSet;
use crate::graphics::Drawings;
use crate::loader::Assets;
use crate::maths::Formulas;
use container::{Entry, container};
use faces::Faces;
use plan::Plan;
use rayon::prelude::*;
use spine::Leaf;
use std::fmt;

pub use drawing::MEASURE as DRAWING_MEASURE;

/// Why no e-book could be written.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    fn new(error: &dyn fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the e-book could not be packed: {}", self.0)
    }
}

impl std::error::Error for Fault {}

/// The e-book of `document` as the bytes of an EPUB 3 file, with the pages of `map` listed and the
/// fonts that its text needs inside, unless the manifest says otherwise, and behind `cover`. The bytes depend on the
/// arguments alone.
///
/// # Errors
/// If the container cannot be packed, which no content of a book should bring about.
pub fn write(
    document: &Document,
    map: &PageMap,
    fonts: &FontSet,
    assets: &Assets,
    drawings: &Drawings,
    formulas: &Formulas,
    cover: Option<&Cover>,
) -> Result<Vec<u8>, Fault> {
    let mut plan = Plan::new(document, map, fonts, assets, (drawings, formulas), cover);
    let faces = faces::faces(&plan, fonts);
    let mut pages = written(&plan, &faces);
    let pieces = chapter::pieces(&plan, pages.iter().map(|(leaf, entry)| (*leaf, entry.bytes.len())));
    if !pieces.is_empty() {
        plan = plan.in_pieces(map, pieces);
        pages = written(&plan, &faces);
    }
    let mut pages: Vec<Entry<'_>> = pages.into_iter().map(|(_, entry)| entry).collect();
    pages.push(Entry::text(sheet::STYLE_SHEET, style::style_sheet(&plan, &faces)));
    let identifier = package::identifier(&document.manifest.metadata).urn().to_string();
    let mut own = vec![
        Entry::text("content.opf", package::package(&plan, &faces)),
        Entry::text("nav.xhtml", navigation::nav(&plan)),
        Entry::text("toc.ncx", navigation::ncx(&plan, &identifier)),
    ];
    own.extend(plan.cover.iter().map(|file| Entry::bytes(file.file, &file.cover.bytes)));
    own.extend(plan.images.values().map(|image| Entry::bytes(image.file.clone(), &image.asset.bytes)));
    own.extend(faces.files.iter().map(|file| Entry::bytes(file.file.clone(), &file.data).deflated(file.deflated)));
    let licences = faces.licences.iter();
    own.extend(licences.map(|(name, text)| Entry::bytes(licence_path(name), text.as_bytes())));
    container(&pages, &own)
}

fn licence_path(name: &str) -> String {
    format!("{}{name}", package::LICENCE_FOLDER)
}

/// The files of the reading order.
fn written(plan: &Plan<'_>, faces: &Faces<'_>) -> Vec<(Leaf, Entry<'static>)> {
    plan.spine.par_iter().filter_map(|leaf| Some((*leaf, page(plan, faces, *leaf)?))).collect()
}

/// The file of `leaf`; the contents are written beside the package.
fn page(plan: &Plan<'_>, faces: &Faces<'_>, leaf: Leaf) -> Option<Entry<'static>> {
    let text = match leaf {
        Leaf::Cover => front::cover(plan)?,
        Leaf::Title => front::title_page(plan),
        Leaf::Imprint => front::imprint(plan, faces),
        Leaf::Part(part) => front::part(plan, part),
        Leaf::Chapter(index, piece) => chapter::chapter(plan, index, piece),
        Leaf::Index => index::index(plan),
        Leaf::Contents => return None,
    };
    Some(Entry::text(leaf.file(), text))
}
