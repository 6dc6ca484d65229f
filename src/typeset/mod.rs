//! A chapter of the document → a [`Galley`]: one strip of lines, tables, figures and notes.
//!
//! In come the `Document`, the `StyleSheet`, the fonts and the page numbers found so far; out goes
//! everything that stands between two page breaks, but no page break.

mod chapter;
mod code;
mod dump;
mod figure;
mod galley;
mod note;
mod opener;
mod paragraph;
mod quote;
mod table;

pub(crate) use crate::shaping::place_text;
pub(crate) use chapter::lines_outside;
pub use chapter::{Context, typeset};
pub use galley::*;
