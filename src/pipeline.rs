//! The whole way from a book's folder to its outputs.
//!
//! In come a [`Request`] and a [`Root`], out comes an [`Outcome`]: files in memory and everything
//! that is wrong with the book. Nothing is written or printed here.

use crate::diag::{Code, Diagnostic, Severity};
use crate::loader::Root;
use crate::manifest::{self, Manifest};
use crate::source::{BookPath, SourceId, Sources};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A kind of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `NAME.epub`.
    Epub,
    /// `NAME-print.pdf`.
    Print,
    /// `NAME-screen.pdf`.
    Screen,
}

/// What is to be built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The outputs; all that the manifest names if empty.
    pub only: Vec<Format>,
    /// The chapter that is built alone, by its id.
    pub chapter: Option<String>,
    /// Whether outputs are made in spite of errors.
    pub draft: bool,
    /// The time of this revision in seconds since 1970, where the manifest does not say it.
    pub epoch: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Names and bytes of the outputs; empty if nothing could be made of the book.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is wrong with the book, in the order of its text, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read, for the places of diagnostics.
    pub sources: Sources,
    /// Pages of the print edition.
    pub pages: usize,
    /// Words of the manuscript.
    pub words: usize,
}

impl Outcome {
    /// The worst of its diagnostics.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.severity).max()
    }
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// A stage of `steps` steps starts; 0 if they cannot be counted.
    fn stage(&self, name: &'static str, steps: u64);
    /// A step of it is done.
    fn step(&self);
}

/// Builds what `request` asks for from the manifest at `manifest` in `root`.
#[must_use]
pub fn build(request: &Request, root: &Root, manifest: &BookPath, progress: &dyn Progress) -> Outcome {
    let mut outcome = Outcome::default();
    run(request, root, manifest, progress, &mut outcome);
    outcome.diagnostics = in_order(std::mem::take(&mut outcome.diagnostics));
    outcome
}

fn run(request: &Request, root: &Root, path: &BookPath, progress: &dyn Progress, outcome: &mut Outcome) {
    progress.stage("reading", 0);
    let Some(manifest) = read_manifest(request, root, path, outcome) else { return };
    let chapters = read_chapters(root, &manifest, progress, outcome);
    outcome.words = chapters.iter().filter_map(|id| outcome.sources.get(*id)).map(|source| words(&source.text)).sum();
    // From here on: markup, assets, document, pages, bytes.
}

fn read_manifest(request: &Request, root: &Root, path: &BookPath, outcome: &mut Outcome) -> Option<Manifest> {
    let text = match root.read_text(path, None) {
        Ok(text) => text,
        Err(diagnostic) => {
            outcome.diagnostics.push(unreadable_manifest(diagnostic));
            return None;
        }
    };
    let id = outcome.sources.add(path.clone(), text);
    let source = outcome.sources.get(id)?;
    let (manifest, diagnostics) = manifest::read(source, request.epoch);
    outcome.diagnostics.extend(diagnostics);
    manifest
}

/// Without a manifest there is no book.
fn unreadable_manifest(diagnostic: Diagnostic) -> Diagnostic {
    let hint = diagnostic.hint.or_else(|| Some("name the manifest, or start a book with `make-book new`".into()));
    Diagnostic { severity: Severity::Fatal, hint, ..diagnostic }
}

/// Reads the chapters side by side and numbers them in the order of the book. One that cannot be
/// read is noted and left out.
fn read_chapters(root: &Root, manifest: &Manifest, progress: &dyn Progress, outcome: &mut Outcome) -> Vec<SourceId> {
    let chapters: Vec<_> = manifest.chapters().collect();
    progress.stage("reading", chapters.len() as u64);
    let read = |chapter: &&manifest::ChapterFile| {
        let path = manifest.path_of(chapter);
        let text = root.read_text(&path, Some(chapter.span));
        progress.step();
        (path, text)
    };
    let texts: Vec<_> = chapters.par_iter().map(read).collect();
    let mut ids = Vec::new();
    for (path, text) in texts {
        match text {
            Ok(text) => ids.push(outcome.sources.add(path, text)),
            Err(diagnostic) => outcome.diagnostics.push(diagnostic),
        }
    }
    ids
}

/// Words of `text` between spaces.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// `diagnostics` in the order of the places they name, those without one last; each once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = |diagnostic: &Diagnostic| (diagnostic.span.is_none(), diagnostic.span, diagnostic.code);
    diagnostics.sort_by_key(place);
    let mut seen: BTreeSet<(Option<crate::source::Span>, Code, String)> = BTreeSet::new();
    diagnostics.retain(|diagnostic| seen.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone())));
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn diagnostics_come_once_and_in_the_order_of_the_text() {
        let at = |source, start: usize| Span::new(SourceId(source), start..start + 1);
        let without = Diagnostic::error(Code::Internal, "x");
        let (first, second) = (without.clone().at(at(0, 9)), without.clone().at(at(1, 2)));
        let list = vec![without.clone(), second.clone(), first.clone(), second.clone()];
        assert_eq!(in_order(list), vec![first, second, without]);
    }
}
