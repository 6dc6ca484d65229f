//! The structure of the screen edition (ISO 32000-1, 14.7): what each drawn thing is.
//!
//! In come the [`Document`](crate::document::Document) and its pages, out go the elements of the
//! structure tree and, for each item of each page, the element that it belongs to. Elements come
//! from the document: a paragraph is one element on however many pages it stands. What is drawn for
//! them is known only when the pages are painted; [`Tree::with_marks`] then hangs it in.

mod blocks;
mod element;
mod inlines;
mod items;
mod write;

pub(super) use element::ElementId;
pub(super) use items::{ItemTag, LineStart, Owner, Tags, tags};
pub(super) use write::{Annotation, Structure};
