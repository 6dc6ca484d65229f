//! Images and data that the chapters name.

use super::images::images;
use super::root::Root;
use crate::diag::{Code, Diagnostic};
use crate::document::Chapter;
use crate::graphics::{DrawingFaces, ImageFault, Picture, SvgFault, SvgLoss, inspect, looks_like_svg, read_svg};
use crate::source::{BookPath, Span};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file that a chapter names.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// What it is.
    pub picture: Picture,
}

/// All files that the chapters name, by path.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<BookPath, Asset>);

impl Assets {
    /// The files `assets`.
    #[must_use]
    pub fn new(assets: BTreeMap<BookPath, Asset>) -> Self {
        Self(assets)
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &BookPath) -> Option<&Asset> {
        self.0.get(path)
    }

    /// All of them in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&BookPath, &Asset)> {
        self.0.iter()
    }
}

/// Reads every image that `chapters` name, each once; text in drawings is set in `faces`. A file that
/// is missing or not an image is a diagnostic at every place that names it.
#[must_use]
pub fn load(root: &Root, chapters: &[Chapter], faces: &DrawingFaces<'_>) -> (Assets, Vec<Diagnostic>) {
    let mut named: BTreeMap<&BookPath, Vec<Span>> = BTreeMap::new();
    for image in chapters.iter().flat_map(images) {
        named.entry(&image.path).or_default().push(image.span);
    }
    let named: Vec<_> = named.into_iter().collect();
    let read: Vec<_> = named.par_iter().map(|(path, _)| read(root, path, faces)).collect();
    let (mut assets, mut diagnostics) = (BTreeMap::new(), Vec::new());
    for ((path, spans), read) in named.into_iter().zip(read) {
        match read {
            Ok((asset, losses)) => {
                let everywhere = |loss| spans.iter().map(move |span| lost(path, loss).at(*span));
                diagnostics.extend(losses.into_iter().flat_map(everywhere));
                assets.insert(path.clone(), asset);
            }
            Err(fault) => diagnostics.extend(spans.into_iter().map(|span| fault.clone().at(span))),
        }
    }
    (Assets(assets), diagnostics)
}

/// Reads the raster image at `path`, which the book names at `at`.
///
/// # Errors
/// A diagnostic at `at` if the file is missing or not an image.
pub fn load_raster(root: &Root, path: &BookPath, at: Span) -> Result<Asset, Diagnostic> {
    let bytes = root.read_bytes(path, Some(at))?;
    raster(path, bytes).map_err(|fault| fault.at(at))
}

fn read(root: &Root, path: &BookPath, faces: &DrawingFaces<'_>) -> Result<(Asset, BTreeSet<SvgLoss>), Diagnostic> {
    let bytes = root.read_bytes(path, None)?;
    if !looks_like_svg(&bytes) {
        return Ok((raster(path, bytes)?, BTreeSet::new()));
    }
    let svg = read_svg(&bytes, faces).map_err(|fault| bad_drawing(path, &fault))?;
    let picture = Picture::Drawing(svg.drawing);
    Ok((Asset { hash: Sha256::digest(&bytes).into(), bytes, picture }, svg.losses))
}

fn raster(path: &BookPath, bytes: Arc<[u8]>) -> Result<Asset, Diagnostic> {
    let raster = inspect(&bytes).map_err(|fault| bad_image(path, fault))?;
    Ok(Asset { hash: Sha256::digest(&bytes).into(), bytes, picture: Picture::Raster(raster) })
}

fn bad_drawing(path: &BookPath, fault: &SvgFault) -> Diagnostic {
    Diagnostic::error(Code::BadImage, format!("`{path}` cannot be used: {fault}")).hint(fault.kind.hint())
}

fn lost(path: &BookPath, loss: SvgLoss) -> Diagnostic {
    let message = format!("`{path}`: {loss}");
    let diagnostic = match loss.is_grave() {
        true => Diagnostic::error(Code::PlainerDrawing, message),
        false => Diagnostic::warning(Code::PlainerDrawing, message),
    };
    diagnostic.hint(loss.hint())
}

fn bad_image(path: &BookPath, fault: ImageFault) -> Diagnostic {
    let hint = match fault {
        ImageFault::UnknownFormat | ImageFault::Unsupported => "save it as PNG or as a plain JPEG",
        ImageFault::TooLarge => "scale it down: 300 pixels to the inch of its printed size are enough",
        ImageFault::Broken => "copy it anew from where it came from",
    };
    Diagnostic::error(Code::BadImage, format!("`{path}` cannot be used: {fault}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{
        Attributes, Block, BlockKind, HandMarks, Image, Inline, NodeId, Note, Passage, SpanInline, SpanKind, Table,
        TableRow,
    };
    use crate::fonts::FontSet;
    use crate::graphics::samples::png;
    use crate::language::Language;
    use crate::manifest::FontChoice;
    use crate::source::SourceId;
    use std::fs;

    fn image(path: &str, start: usize) -> Image {
        Image {
            path: BookPath::new(path).expect("a plain path"),
            alternative: String::new(),
            decorative: true,
            width: None,
            attributes: Attributes::default(),
            span: Span::new(SourceId(1), start..start + 1),
        }
    }

    fn block(kind: BlockKind) -> Block {
        let (attributes, marks) = (Attributes::default(), HandMarks::default());
        Block { node: NodeId(0), attributes, marks, span: Span::new(SourceId(1), 0..9), kind }
    }

    fn passage(image: Image) -> Passage {
        let span = image.span;
        let content = vec![Inline::Image(image)];
        let emphasis = SpanInline { kind: SpanKind::Emphasis, attributes: Attributes::default(), content, span };
        Passage { node: NodeId(0), inlines: vec![Inline::Span(emphasis)] }
    }

    /// A chapter with `figure` as a figure, `cell` in a table and `note` in a note.
    fn chapter(figure: &str, cell: &str, note: &str) -> Chapter {
        let head = TableRow { node: NodeId(0), cells: vec![passage(image(cell, 1))] };
        let table = Table { columns: vec![], head, rows: vec![], caption: None };
        let blocks =
            vec![block(BlockKind::Figure { image: image(figure, 0), caption: None }), block(BlockKind::Table(table))];
        let note_blocks = vec![block(BlockKind::Paragraph(passage(image(note, 2))))];
        let span = Span::new(SourceId(1), 0..9);
        Chapter {
            source: SourceId(1),
            path: BookPath::new("a.md").expect("a plain path"),
            id: "a".into(),
            language: Language::new("en").expect("a tag"),
            title: "A".into(),
            blocks,
            notes: vec![Note { number: 1, label: "1".into(), blocks: note_blocks, node: NodeId(0), span }],
            nodes: 1,
        }
    }

    #[track_caller]
    fn check(chapter: Chapter, expected: &[&str], faults: &[(Code, u32)]) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["A.png", "a.png"] {
            fs::write(folder.path().join(name), png(2, 3)).expect("writable");
        }
        fs::write(folder.path().join("text.jpg"), "text").expect("writable");
        let root = Root::open(folder.path()).expect("a folder");
        let fonts = FontSet::builtin(&FontChoice::default()).0;
        let (assets, diagnostics) = load(&root, &[chapter], &DrawingFaces::new(&fonts));
        let paths: Vec<_> = assets.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, expected);
        let found: Vec<_> = diagnostics.iter().map(|d| (d.code, d.span.map_or(u32::MAX, |span| span.start))).collect();
        assert_eq!(found, faults, "{diagnostics:?}");
    }

    #[test]
    fn images_are_found_in_figures_cells_and_notes_and_each_is_read_once() {
        check(chapter("A.png", "a.png", "a.png"), &["A.png", "a.png"], &[]);
    }

    #[test]
    fn a_bad_image_is_reported_at_every_place_that_names_it() {
        let faults = [(Code::MissingFile, 2), (Code::BadImage, 0), (Code::BadImage, 1)];
        check(chapter("text.jpg", "text.jpg", "b.png"), &[], &faults);
    }

    #[test]
    fn the_kind_of_an_image_is_read_from_its_content() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.jpg"), png(2, 3)).expect("writable");
        let root = Root::open(folder.path()).expect("a folder");
        let fonts = FontSet::builtin(&FontChoice::default()).0;
        let (assets, _) = load(&root, &[chapter("a.jpg", "a.jpg", "a.jpg")], &DrawingFaces::new(&fonts));
        let path = BookPath::new("a.jpg").expect("a plain path");
        assert_eq!(assets.get(&path).map(|asset| asset.picture.pixels()), Some((2, 3)));
    }
}
