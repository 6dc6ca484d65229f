//! What a printer or a store would refuse, and why.
//!
//! In come the [`Document`], its images and its cover; out go diagnostics. What `markup` and `document` have said already is
//! not said again.

mod images;
mod press;
mod scripts;

pub use press::press;

use crate::cover::Cover;
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, walk};
use crate::loader::Assets;

/// Everything in `document`, its images `assets` and the `cover` that it brings that a printer, a
/// store or a reader would stumble over.
#[must_use]
pub fn report(document: &Document, assets: &Assets, cover: Option<&Cover>) -> Vec<Diagnostic> {
    let mut diagnostics = metadata(document);
    diagnostics.extend(images::cover(document, cover));
    diagnostics.extend(images::images(document, assets));
    for placed in &document.chapters {
        let images = walk::images(&placed.chapter).into_iter();
        let silent = images.filter(|image| image.alternative.trim().is_empty() && !image.decorative);
        diagnostics.extend(silent.map(|image| {
            let message = format!("image {} has no alternative text", image.path);
            let hint = "say what it shows: `![a bridge at dusk](…)`, or add `{.decorative}` if that is nothing";
            Diagnostic::warning(Code::NoAlternative, message).at(image.span).hint(hint)
        }));
        diagnostics.extend(scripts::check(&placed.chapter));
    }
    diagnostics
}

fn metadata(document: &Document) -> Vec<Diagnostic> {
    if !document.manifest.metadata.contributors.is_empty() {
        return Vec::new();
    }
    let fault = Diagnostic::warning(Code::Preflight, "the book names no author");
    vec![fault.hint("add `authors = [{ name = \"…\" }]` to `[book]`")]
}
