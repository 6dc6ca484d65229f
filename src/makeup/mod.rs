//! A galley → pages: where they break, and what stands at their foot.
//!
//! In comes a `Galley`, out go [`Page`]s; folios and running heads are not known here, nor is
//! whether a page is verso or recto but by counting from the chapter's first.

mod page;

pub use page::Page;
