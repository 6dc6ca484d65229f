//! All that the files of the e-book need to know of one another, found before any is written.

use super::breaks::{Breaks, breaks};
use super::pieces::Pieces;
use super::spine::{Leaf, spine};
use super::survey::{Survey, block_id, survey};
use crate::cover::Cover;
use crate::document::{Document, LinkTarget, NodeId, TextPosition};
use crate::edition::PageMap;
use crate::fonts::FontSet;
use crate::graphics::{Drawings, ImageFormat, Picture, Raster};
use crate::loader::{Asset, Assets};
use crate::maths::{Element, Formulas};
use crate::pagination::PageNumbers;
use crate::source::BookPath;
use crate::wording::{self, EbookWording, Wording};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An image that the e-book carries.
#[derive(Debug)]
pub(super) struct ImageFile<'a> {
    /// Its name.
    pub(super) file: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// What it is.
    pub(super) asset: &'a Asset,
}

/// The image of the cover, as a file of the e-book.
#[derive(Debug)]
pub(super) struct CoverImage<'a> {
    /// Its name.
    pub(super) file: &'static str,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// What it is.
    pub(super) cover: &'a Cover,
}

/// All that the files need to know of one another.
pub(super) struct Plan<'a> {
    /// The book.
    pub(super) document: &'a Document,
    /// The words of its language in all editions, and those of the e-book.
    pub(super) words: &'static Wording,
    pub(super) labels: &'static EbookWording,
    /// The files in reading order.
    pub(super) spine: Vec<Leaf>,
    /// The chapters that are in several files.
    pub(super) pieces: BTreeMap<u32, Pieces>,
    /// What each chapter holds.
    pub(super) surveys: Vec<Survey<'a>>,
    /// Where the printed pages begin.
    pub(super) breaks: Breaks,
    /// The printed page of each place.
    pub(super) numbers: &'a PageNumbers,
    /// The images by path.
    pub(super) images: BTreeMap<&'a BookPath, ImageFile<'a>>,
    /// The image of the cover.
    pub(super) cover: Option<CoverImage<'a>>,
    /// The fonts of the book.
    pub(super) fonts: &'a FontSet,
    /// Its charts and maps.
    pub(super) drawings: &'a Drawings,
    /// Its formulas.
    pub(super) formulas: &'a Formulas,
}

impl<'a> Plan<'a> {
    /// The plan of the e-book of `document`.
    pub(super) fn new(
        document: &'a Document,
        map: &'a PageMap,
        fonts: &'a FontSet,
        assets: &'a Assets,
        (drawings, formulas): (&'a Drawings, &'a Formulas),
        cover: Option<&'a Cover>,
    ) -> Self {
        let surveys: Vec<Survey<'a>> = document.chapters.par_iter().map(|placed| survey(&placed.chapter)).collect();
        let images = images(&surveys, assets);
        let language = &document.manifest.metadata.language;
        let (words, labels) = (wording::of(language), wording::ebook(language));
        let cover = cover.map(cover_image);
        let (spine, breaks, pieces) = (Vec::new(), Breaks::default(), BTreeMap::new());
        let numbers = &map.numbers;
        Self {
            cover,
            document,
            words,
            labels,
            spine,
            pieces,
            surveys,
            breaks,
            numbers,
            images,
            fonts,
            drawings,
            formulas,
        }
        .divided(map)
    }

    /// The same with these chapters in several files.
    pub(super) fn in_pieces(self, map: &PageMap, pieces: BTreeMap<u32, Pieces>) -> Self {
        Self { pieces, ..self }.divided(map)
    }

    /// The same with its files in order, and the breaks of pages in them.
    fn divided(mut self, map: &PageMap) -> Self {
        let count = |chapter: u32| self.pieces.get(&chapter).map_or(1, Pieces::count);
        self.spine = spine(self.document, self.cover.is_some(), count);
        if self.document.manifest.output.page_list {
            let leaf_of = |chapter, node| self.leaf_of(chapter, node);
            self.breaks = breaks(self.document, &self.spine, &self.surveys, map, leaf_of);
        }
        self
    }

    /// The file that node `node` of chapter `chapter` is in.
    pub(super) fn leaf_of(&self, chapter: u32, node: NodeId) -> Leaf {
        Leaf::Chapter(chapter, self.pieces.get(&chapter).map_or(0, |pieces| pieces.of_node(node)))
    }

    /// Whether `leaf` holds a drawing.
    pub(super) fn draws(&self, leaf: Leaf) -> bool {
        self.drawings.keys().any(|place| self.leaf_of(place.chapter, place.node) == leaf)
    }

    /// The formula written as `source`, if it could be read.
    pub(super) fn formula(&self, source: &str, display: bool) -> Option<&'a Element> {
        self.formulas.get(source, display)
    }

    /// Whether `leaf` holds MathML.
    pub(super) fn has_maths(&self, leaf: Leaf) -> bool {
        let Leaf::Chapter(index, _) = leaf else { return false };
        let Some(survey) = self.surveys.get(index as usize) else { return false };
        survey.maths.iter().any(|(node, source, display)| {
            self.leaf_of(index, *node) == leaf && self.formula(source, *display).is_some()
        })
    }

    /// The address, from file `piece` of chapter `chapter`, that `target` leads to; `None` if it leads
    /// nowhere.
    pub(super) fn address(&self, (chapter, piece): (u32, u32), target: &LinkTarget) -> Option<String> {
        let id = match target {
            LinkTarget::External(address) => return web_address(address),
            LinkTarget::Internal { id, .. } => id,
            LinkTarget::Place(_) => return None,
        };
        let place = self.document.resolve(chapter, target)?;
        let survey = self.surveys.get(place.chapter as usize)?;
        let leaf = self.leaf_of(place.chapter, place.node);
        let file = if leaf == Leaf::Chapter(chapter, piece) && id.is_some() { String::new() } else { leaf.file() };
        if self.document.terms.contains_key(&place) {
            return Some(format!("{file}#{}", block_id(place.node)));
        }
        match id.as_ref().and_then(|id| survey.id_of(id)) {
            Some(id) => Some(format!("{file}#{id}")),
            None => Some(leaf.file()),
        }
    }

    /// The address of the mark of the index at `place`.
    pub(super) fn address_of(&self, place: TextPosition) -> Option<String> {
        let id = self.surveys.get(place.chapter as usize)?.mark_at(place)?;
        Some(format!("{}#{id}", self.leaf_of(place.chapter, place.node).file()))
    }
}

fn images<'a>(surveys: &[Survey<'a>], assets: &'a Assets) -> BTreeMap<&'a BookPath, ImageFile<'a>> {
    let paths: BTreeSet<&BookPath> = surveys.iter().flat_map(|survey| survey.images.iter().copied()).collect();
    let found = paths.into_iter().filter_map(|path| Some((path, assets.get(path)?)));
    let file = |(number, (path, asset)): (usize, (&'a BookPath, &'a Asset))| {
        let (extension, media_type) = match &asset.picture {
            Picture::Raster(raster) => kind_of(raster),
            Picture::Drawing(_) => ("svg", "image/svg+xml"),
        };
        (path, ImageFile { file: format!("i{number:03}.{extension}"), media_type, asset })
    };
    (1..).zip(found).map(file).collect()
}

fn cover_image(cover: &Cover) -> CoverImage<'_> {
    let (_, media_type) = kind_of(&cover.raster);
    let file = match cover.raster.format {
        ImageFormat::Png => "cover.png",
        ImageFormat::Jpeg => "cover.jpg",
    };
    CoverImage { file, media_type, cover }
}

/// The extension and the media type of a raster file.
fn kind_of(raster: &Raster) -> (&'static str, &'static str) {
    match raster.format {
        ImageFormat::Png => ("png", "image/png"),
        ImageFormat::Jpeg => ("jpg", "image/jpeg"),
    }
}

/// `address` with every character encoded that an address cannot have; `None` if it is none of the
/// web or of mail.
fn web_address(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let (start, tail) = match scheme.as_str() {
        "mailto" if rest.contains('@') => ("", rest),
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let (host, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            (is_host(host).then_some(host)?, tail)
        }
        _ => return None,
    };
    let mut encoded = if scheme == "mailto" { "mailto:".to_owned() } else { format!("{scheme}://{start}") };
    encode(tail, &mut encoded);
    Some(encoded)
}

/// Whether `host` can name a host, with a port or without one.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let labels = name
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'));
    labels && port.parse::<u16>().is_ok()
}

fn encode(text: &str, encoded: &mut String) {
    let mut fragment = false;
    for (at, character) in text.char_indices() {
        let hex = || text.as_bytes().get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let allowed = match character {
            '%' => hex(),
            '#' => !std::mem::replace(&mut fragment, true),
            c => c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(c),
        };
        if allowed {
            encoded.push(character);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_encoded_and_others_are_refused() {
        let check =
            |written, expected: Option<&str>| assert_eq!(web_address(written).as_deref(), expected, "{written}");
        check("https://example.org/a b?q=[1]#x#y", Some("https://example.org/a%20b?q=%5B1%5D#x%23y"));
        check("HTTP://example.org:80/100%", Some("http://example.org:80/100%25"));
        check("https://example.org/%E5%8C%97/京", Some("https://example.org/%E5%8C%97/%E4%BA%AC"));
        check("mailto:a@example.org", Some("mailto:a@example.org"));
        check("javascript:alert(1)", None);
        check("https://", None);
        check("https://a\"b/", None);
    }
}
