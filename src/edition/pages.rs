//! The whole book in pages.

use crate::document::{Index, TextPosition};
use crate::geometry::{Length, PageGeometry, Point};
use crate::makeup::Page;
use crate::pagination::{ByPosition, Folio, PageKind, PageMap, PageMapEntry, PageNumbers};
use crate::typeset::{ItemRole, PageItem};

/// All pages of the book, in order, from the half-title on.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Boxes, margins and grid.
    pub geometry: PageGeometry,
    /// The pages; the first is a recto.
    pub pages: Vec<EditionPage>,
    /// Where each line and block stands.
    places: ByPosition<Place>,
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

impl Edition {
    /// The edition of `pages`.
    #[must_use]
    pub fn new(geometry: PageGeometry, pages: Vec<EditionPage>) -> Self {
        let mut places = placed(&pages);
        for (index, page) in (0_u32..).zip(&pages) {
            let place = |y: &Length| Place { page: index, y: page.origin.y + *y };
            places.extend(page.body.places.iter().map(|(position, y)| (*position, place(y))));
        }
        Self { geometry, places: ByPosition::new(places), pages }
    }

    /// The same with `contents` as the bodies of the pages from index `first` on.
    pub(super) fn with_contents(mut self, first: usize, contents: Vec<Page>) -> Self {
        for (page, body) in self.pages[first..].iter_mut().zip(contents) {
            page.body = body;
        }
        self
    }

    /// The pages of each of `count` chapters, as they were before folios.
    #[must_use]
    pub fn into_chapters(self, count: usize) -> Vec<Vec<Page>> {
        let mut chapters = vec![Vec::new(); count];
        for page in self.pages {
            if let PageKind::Text(start) = page.kind {
                chapters[start.chapter as usize].push(page.body);
            }
        }
        chapters
    }

    /// Where `position` stands.
    #[must_use]
    pub fn locate(&self, position: TextPosition) -> Option<Place> {
        self.places.get(position)
    }

    /// The pages as the e-book lists them.
    #[must_use]
    pub fn map(&self) -> PageMap {
        let pages = self.pages.iter().map(|page| PageMapEntry { folio: page.folio, kind: page.kind });
        PageMap { pages: pages.collect(), numbers: self.numbers() }
    }

    /// The page on which each place stands.
    #[must_use]
    pub fn numbers(&self) -> PageNumbers {
        let in_text = self.places.iter().filter(|(position, _)| position.chapter != Index::place(0).chapter);
        PageNumbers::sorted(in_text.map(|(position, place)| (position, self.pages[place.page as usize].folio)))
    }
}

impl EditionPage {
    /// Distance of the baseline or the upper edge of `item` from the head of the trimmed page. What is
    /// turned is read from the head of the text block on.
    #[must_use]
    pub fn y_of(&self, item: &PageItem) -> Length {
        self.origin.y + if item.content.is_turned() { Length::ZERO } else { item.origin.y }
    }
}

/// Where each thing of the document stands on `pages`.
fn placed(pages: &[EditionPage]) -> Vec<(TextPosition, Place)> {
    let mut entries = Vec::with_capacity(pages.iter().map(|page| page.body.items.len()).sum());
    for (index, page) in (0_u32..).zip(pages) {
        entries.extend(page.body.items.iter().filter_map(|item| match item.role {
            ItemRole::Content(position) => Some((position, Place { page: index, y: page.y_of(item) })),
            ItemRole::Artifact(_) => None,
        }));
    }
    entries
}
