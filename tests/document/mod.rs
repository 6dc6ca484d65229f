//! The books of the repository: each as the document that the program reads, and as the files it makes.

use make_book::document::{Document, assemble};
use make_book::loader::Root;
use make_book::pipeline::{Format, Outcome, Progress, Request, build};
use make_book::source::{BookPath, SourceId, Sources};
use make_book::{manifest, markup};
use std::path::Path;

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &'static str, _: u64) {}
    fn step(&self) {}
}

/// What is built of the book in `folder`.
pub fn built(folder: &Path, only: &[Format]) -> Outcome {
    let root = Root::open(folder).expect("the book is a folder");
    let request = Request { only: only.to_vec(), epoch: Some(0), ..Request::default() };
    build(&request, &root, &BookPath::new("book.toml").expect("a plain path"), &Quiet)
}

/// The document of the book in `folder`.
pub fn document_of(folder: &Path) -> Document {
    let root = Root::open(folder).expect("the book is a folder");
    let path = BookPath::new("book.toml").expect("a plain path");
    let mut sources = Sources::default();
    let text = root.read_text(&path, None).expect("a manifest");
    let id = sources.add(path, text);
    let (manifest, _) = manifest::read(sources.get(id).expect("just added"), None);
    let mut manifest = manifest.expect("a good manifest");
    if let Some(file) = &manifest.index.file {
        let path = manifest.path_of(file);
        let text = root.read_text(&path, None).expect("the file of the index");
        let id = sources.add(path, text);
        manifest.index.references = manifest::read_references(sources.get(id).expect("just added")).0;
    }
    let read = |(number, chapter)| {
        let text = root.read_text(&manifest.path_of(chapter), None).expect("a chapter");
        let language = manifest.metadata.language.clone();
        let context = markup::Context { source: SourceId(number), path: chapter.path.clone(), language };
        markup::parse(&text, &context).0
    };
    let chapters = (1..).zip(manifest.chapters()).map(read).collect();
    assemble(manifest, chapters).0
}
