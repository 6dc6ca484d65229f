//! Pages → the [`Edition`]: folios, running heads, half title, title page, imprint, contents, lists,
//! index.
//!
//! In come the pages of each chapter, out go all pages of the book in order. The [`PageNumbers`] and
//! the [`PageMap`] fall out.

mod compose;
mod contents;
mod dump;
mod front;
mod grid;
mod index;
mod made;
mod pages;
#[cfg(test)]
mod tests;

pub use crate::pagination::{Folio, PageKind, PageMap, PageMapEntry, PageNumbers};
pub use compose::{Bound, bind, compose};
pub use grid::with_grid;
pub use pages::*;
