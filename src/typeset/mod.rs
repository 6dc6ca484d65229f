//! A chapter of the document → a [`Galley`]: one strip of lines, tables, figures and notes.
//!
//! In come the `Document`, the `StyleSheet`, the fonts and the page numbers found so far; out goes
//! everything that stands between two page breaks, but no page break.

mod galley;
mod paragraph;

pub use galley::*;
