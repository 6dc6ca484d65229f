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
use schema::{FrozenChapter, FrozenPage, Written, unplaced};
use sha2::{Digest, Sha256};

/// What the lines of a book depend on beside its text and the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    /// Tells the book's own fonts apart from others.
    pub fonts: String,
    /// Tells page and type apart from others.
    pub look: String,
}

impl Digests {
    /// Those of the book's own `fonts`, by name and bytes, and of its `look`, a text that differs where that does.
    ///
    /// A font is told by its name, its length and its table of contents, which holds a sum of each of its tables
    /// (OpenType 1.9, "Table directory").
    #[must_use]
    pub fn new(fonts: &[(String, Vec<u8>)], look: &str) -> Self {
        let mut digest = Sha256::new();
        for (name, bytes) in fonts {
            let tables = bytes.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
            digest.update(name.as_bytes());
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(&bytes[..bytes.len().min(12 + 16 * tables)]);
        }
        Self { fonts: hexadecimal(digest), look: hexadecimal(Sha256::new().chain_update(look)) }
    }
}

fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The file that holds the frozen breaks of a book: `starts` are the pages that have text, each with its
/// folio and the place in `document` where it starts, in order.
#[must_use]
pub fn freeze(document: &Document, starts: &[(String, TextPosition)], digests: &Digests) -> String {
    let chapters = starts.chunk_by(|(_, one), (_, other)| one.chapter == other.chapter);
    let chapter = |pages: &[(String, TextPosition)]| {
        let placed = &document.chapters[pages[0].1.chapter as usize];
        let flow = Flow::new(&placed.chapter);
        let page = |(folio, start): &(String, TextPosition)| {
            let at = flow.at(*start);
            let (before, after) = flow.around(at);
            FrozenPage { page: unplaced(folio), at, before: before.into(), after: after.into() }
        };
        // Where a chapter starts is no break of its own; nor is where a note goes on on a page without text.
        let first_note = placed.chapter.notes.first().map(|note| note.node);
        let is_text = |start: TextPosition| first_note.is_none_or(|note| start.node < note);
        let pages = pages[1..].iter().filter(|(_, start)| is_text(*start)).map(page).collect();
        FrozenChapter { id: unplaced(&placed.chapter.id), pages }
    };
    let Digests { fonts, look } = digests;
    let program = unplaced(env!("CARGO_PKG_VERSION"));
    Written { program, fonts: unplaced(fonts), look: unplaced(look), chapters: chapters.map(chapter).collect() }.text()
}
