//! A page before it has a folio.

use super::bill::Item;
use crate::document::TextPosition;
use crate::geometry::{Length, Rect};
use crate::typeset::PageItem;

/// What stands in the text block of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Everything drawn, in reading order, from the upper left corner of the text block.
    pub items: Vec<PageItem>,
    /// The first place of the document that stands on it; none for a page that the program made.
    pub start: Option<TextPosition>,
    /// Places on it that no item bears, each with its distance from the head of the text block: entries
    /// of the index.
    pub places: Vec<(TextPosition, Length)>,
    /// The lines that each strip on it takes, from the upper left corner of the text block.
    pub boxes: Vec<Rect>,
    /// Whether the page opens a chapter, and so has no running head.
    pub opener: bool,
    /// What it costs.
    pub bill: Vec<Item>,
}
