//! The whole book in pages.

use super::Folio;
use crate::document::{NodeId, TextPosition};
use crate::geometry::{Length, PageGeometry, Point};
use crate::makeup::Page;
use crate::typeset::PageItem;
use std::collections::BTreeMap;

/// All pages of the book, in order, from the half-title on.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Boxes, margins and grid.
    pub geometry: PageGeometry,
    /// The pages; the first is a recto.
    pub pages: Vec<EditionPage>,
    /// Where each node stands first.
    places: BTreeMap<TextPosition, Place>,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the page.
    pub page: u32,
    /// Distance of its baseline or upper edge from the head of the trimmed page.
    pub y: Length,
}

/// A page with its folio.
#[derive(Clone, Debug, PartialEq)]
pub struct EditionPage {
    /// Its number, printed or not.
    pub folio: Folio,
    /// Whether it is a right-hand page.
    pub recto: bool,
    /// What stands on it.
    pub kind: PageKind,
    /// The upper left corner of its text block, from that of the trimmed page.
    pub origin: Point,
    /// Its text block.
    pub body: Page,
    /// Running head and folio, placed from `origin` as the body is.
    pub furniture: Vec<PageItem>,
}

/// What stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Nothing.
    Blank,
    /// The title page.
    Title,
    /// The imprint.
    Imprint,
    /// The printed contents.
    Contents,
    /// The title of part `n` on a page of its own.
    Part(u32),
    /// Text from this place on.
    Text(TextPosition),
}

/// The pages in order: what the e-book lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap(pub Vec<PageMapEntry>);

/// A page of the printed book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageMapEntry {
    /// Its number.
    pub folio: Folio,
    /// What stands on it, and where its text starts.
    pub kind: PageKind,
}

/// The page on which each node starts: the input of references.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageNumbers(BTreeMap<(u32, NodeId), Folio>);

impl PageNumbers {
    /// The folio of the page on which `position` stands, if pages were made already.
    #[must_use]
    pub fn get(&self, position: TextPosition) -> Option<Folio> {
        let key = (position.chapter, position.node);
        self.0.range((position.chapter, NodeId(0))..=key).next_back().map(|(_, folio)| *folio)
    }
}

impl Edition {
    /// The edition of `pages`.
    #[must_use]
    pub fn new(geometry: PageGeometry, pages: Vec<EditionPage>) -> Self {
        let mut places = BTreeMap::new();
        for (index, page) in (0_u32..).zip(&pages) {
            for item in &page.body.items {
                if let crate::typeset::ItemRole::Content(position) = item.role {
                    places.entry(position).or_insert(Place { page: index, y: page.origin.y + item.origin.y });
                }
            }
        }
        Self { geometry, pages, places }
    }

    /// Where `position` stands: the last thing of its chapter that starts at it or before it.
    #[must_use]
    pub fn locate(&self, position: TextPosition) -> Option<Place> {
        let start = TextPosition { chapter: position.chapter, ..TextPosition::default() };
        let before = self.places.range(start..=position).next_back();
        let after = || self.places.range(position..).next().filter(|(at, _)| at.chapter == position.chapter);
        before.or_else(after).map(|(_, place)| *place)
    }

    /// The pages as the e-book lists them.
    #[must_use]
    pub fn map(&self) -> PageMap {
        PageMap(self.pages.iter().map(|page| PageMapEntry { folio: page.folio, kind: page.kind }).collect())
    }

    /// The page on which each node starts.
    #[must_use]
    pub fn numbers(&self) -> PageNumbers {
        let mut numbers = BTreeMap::new();
        for (position, place) in &self.places {
            let folio = self.pages[place.page as usize].folio;
            numbers.entry((position.chapter, position.node)).or_insert(folio);
        }
        PageNumbers(numbers)
    }
}
