//! The page breaks of an edition that was printed: frozen in a file, and found again in a text that was
//! corrected since.
//!
//! A break is known by the words on both sides of it, so that it is found wherever an edit elsewhere has
//! moved it. What breaks cost is not known here: `makeup` prices those that move.

mod flow;
mod resolve;
mod schema;
#[cfg(test)]
mod tests;

pub use resolve::{Breaks, resolve};
pub use schema::{FrozenFile, read};

use crate::document::{Document, TextPosition};
use flow::Flow;
use schema::{FrozenChapter, FrozenPage};
use sha2::{Digest, Sha256};

/// The file that holds the frozen breaks of a book: `starts` are the pages that have text, each with its
/// folio and the place in `document` where it starts, in order. `fonts` tells the book's own fonts, as
/// [`fonts_digest`] does.
#[must_use]
pub fn freeze(document: &Document, starts: &[(String, TextPosition)], fonts: String) -> String {
    let chapters = starts.chunk_by(|(_, one), (_, other)| one.chapter == other.chapter);
    let chapter = |pages: &[(String, TextPosition)]| {
        let placed = &document.chapters[pages[0].1.chapter as usize];
        let flow = Flow::new(&placed.chapter);
        let page = |(folio, start): &(String, TextPosition)| {
            let at = flow.at(*start);
            let (before, after) = flow.around(at);
            FrozenPage { page: folio.clone(), at, before: before.into(), after: after.into() }
        };
        // Where a chapter starts is no break of its own.
        FrozenChapter { id: placed.chapter.id.clone(), pages: pages[1..].iter().map(page).collect() }
    };
    FrozenFile { program: env!("CARGO_PKG_VERSION").into(), fonts, chapters: chapters.map(chapter).collect() }.text()
}

/// What tells the fonts `files` apart from others: a digest of their names, lengths and tables of contents,
/// which hold a sum of each of their tables (OpenType 1.9, "Table directory").
#[must_use]
pub fn fonts_digest(files: &[(String, Vec<u8>)]) -> String {
    let mut digest = Sha256::new();
    for (name, bytes) in files {
        let tables = bytes.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
        digest.update(name.as_bytes());
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(&bytes[..bytes.len().min(12 + 16 * tables)]);
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
