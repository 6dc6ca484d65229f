//! Page numbers: folios, the page of each place, the pages in order.
//!
//! `edition` makes them; `typeset` reads them for references, and `epub` for its page list.

mod folio;
mod locator;

pub use folio::Folio;
pub use locator::{Locator, locators, ranges};

use crate::document::TextPosition;

/// Values by the place in the text that they hold from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByPosition<T>(Vec<(TextPosition, T)>);

impl<T> Default for ByPosition<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> ByPosition<T> {
    /// The values of `entries`, in any order; the first of two at one place counts.
    #[must_use]
    pub fn new(mut entries: Vec<(TextPosition, T)>) -> Self {
        entries.sort_by_key(|(position, _)| *position);
        entries.dedup_by_key(|(position, _)| *position);
        Self(entries)
    }

    /// The values of `entries`, which are in order and of which no two are at one place.
    pub fn sorted(entries: impl IntoIterator<Item = (TextPosition, T)>) -> Self {
        Self(entries.into_iter().collect())
    }

    /// All values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (TextPosition, T)> {
        self.0.iter().copied()
    }

    /// The value at `position`: that of the last entry of its node at or before it; for a node
    /// without one (a block is found by its first passage), that of the next entry of the chapter,
    /// else of the last before.
    #[must_use]
    pub fn get(&self, position: TextPosition) -> Option<T> {
        let after = self.0.partition_point(|(at, _)| *at <= position);
        let before = after.checked_sub(1).map(|index| self.0[index]);
        let same_node = before.filter(|(at, _)| (at.chapter, at.node) == (position.chapter, position.node));
        let in_chapter = |(at, _): &(TextPosition, T)| at.chapter == position.chapter;
        let next = || self.0.get(after).copied().filter(in_chapter);
        same_node.or_else(next).or_else(|| before.filter(in_chapter)).map(|(_, value)| value)
    }
}

impl<T: Copy + PartialEq> ByPosition<T> {
    /// Whether two places have the same value, where both are known.
    #[must_use]
    pub fn is_same(&self, one: TextPosition, other: TextPosition) -> bool {
        self.get(one).is_some_and(|value| self.get(other) == Some(value))
    }
}

/// The folio of the page on which each place stands: the input of references.
pub type PageNumbers = ByPosition<Folio>;

/// What stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Nothing.
    Blank,
    /// The title alone, on the first page.
    HalfTitle,
    /// The volumes of the series.
    Series,
    /// The title page.
    Title,
    /// The imprint.
    Imprint,
    /// The printed contents.
    Contents,
    /// The title of part `n` on a page of its own.
    Part(u32),
    /// The index from this entry on, by its place among the entries.
    Index(u32),
    /// Text from this place on.
    Text(TextPosition),
}

/// The pages in order and what stands on them: what the e-book lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    /// The pages.
    pub pages: Vec<PageMapEntry>,
    /// The page of each place.
    pub numbers: PageNumbers,
}

/// A page of the printed book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageMapEntry {
    /// Its number.
    pub folio: Folio,
    /// What stands on it, and where its text starts.
    pub kind: PageKind,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::NodeId;

    fn at(node: u32, offset: u32) -> TextPosition {
        TextPosition { chapter: 1, node: NodeId(node), offset }
    }

    #[test]
    fn a_place_is_on_the_page_where_the_line_before_it_starts() {
        let pages = ByPosition::new(vec![(at(4, 0), 7), (at(4, 90), 8), (at(6, 0), 9)]);
        assert_eq!(pages.get(at(4, 50)), Some(7));
        assert_eq!(pages.get(at(4, 95)), Some(8));
    }

    #[test]
    fn a_block_is_where_its_first_passage_is() {
        let pages = ByPosition::new(vec![(at(4, 0), 7), (at(6, 0), 9)]);
        assert_eq!(pages.get(at(5, 0)), Some(9));
        assert_eq!(pages.get(at(7, 0)), Some(9));
        assert_eq!(pages.get(TextPosition { chapter: 2, ..at(1, 0) }), None);
    }
}
