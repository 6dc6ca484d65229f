//! A chapter of the document → a [`Galley`]: one strip of lines, tables, figures and notes.
//!
//! In come the `Document`, the `StyleSheet`, the fonts and the page numbers found so far; out goes
//! everything that stands between two page breaks, but no page break.

mod caption;
mod chapter;
mod code;
mod dump;
mod figure;
mod flow;
mod galley;
mod list;
mod note;
mod opener;
mod paragraph;
mod quote;
mod surroundings;
mod table;
mod title;

pub(crate) use crate::shaping::place_text;
pub use chapter::{Context, typeset};
pub use galley::*;
pub(crate) use surroundings::{lines_outside, widest_word_outside};
pub(crate) use title::{balanced, fitted};
