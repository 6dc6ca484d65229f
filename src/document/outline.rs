//! The headings of the book as one list, for contents, bookmarks and navigation.

use super::{Document, Matter, Passage, TextPosition};
use crate::language::Language;
use crate::manifest::Place;

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

    /// The place that chapter `chapter` is about.
    #[must_use]
    pub fn place(&self, chapter: u32) -> Option<&Place> {
        let Some(Matter::Body(Some(part))) = self.chapters.get(chapter as usize).map(|placed| &placed.matter) else {
            return None;
        };
        self.manifest.parts.get(*part as usize)?.place.as_ref()
    }

    /// The place that chapter `chapter` opens: that of its part, if it is the part's first chapter.
    #[must_use]
    pub fn opened_place(&self, chapter: u32) -> Option<&Place> {
        let matter = |chapter: u32| self.chapters.get(chapter as usize).map(|placed| &placed.matter);
        let goes_on = chapter.checked_sub(1).is_some_and(|before| matter(before) == matter(chapter));
        self.place(chapter).filter(|_| !goes_on)
    }

    /// What stands behind `entry` in the contents: the names of the place that a chapter opens, in their own
    /// languages, where they say more than its title.
    pub fn names_behind<'a>(&'a self, entry: &'a OutlineEntry) -> impl Iterator<Item = &'a (Language, String)> + Clone {
        let place = self.opened_place(entry.position.chapter).filter(|_| entry.level == 1);
        let names = place.into_iter().flat_map(|place| &place.names);
        names.filter(|(_, name)| *name != entry.plain)
    }
}
