//! The headings of the book as one list, for contents, bookmarks and navigation.

use super::{Document, Passage, TextPosition};

/// A heading of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// The heading, or the start of a chapter that has none, or of a part's first chapter.
    pub position: TextPosition,
    /// 0 for a part, 1 for a chapter, 2 and more for the sections in it.
    pub level: u8,
    /// Its text with inline structure.
    pub title: Passage,
    /// Its text alone.
    pub plain: String,
}

impl Document {
    /// The headings of one chapter below its title, in order.
    pub fn sections(&self, chapter: u32) -> impl Iterator<Item = &OutlineEntry> {
        self.outline.iter().filter(move |entry| entry.position.chapter == chapter && entry.level > 1)
    }
}
