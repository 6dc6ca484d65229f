//! Families by role, fallback by script, metrics.
//!
//! In come the bytes of font files, those built into the program or those of the book's own `fonts`
//! folder; out goes a [`FontSet`], which says which face a style asks for and which one has a
//! character. Shaping is not done here, and subsets are cut in `pdf`.

mod builtin;
mod face;
mod set;

pub use builtin::{FILES, FontFile, LICENCES};
pub use face::{Font, FontId, Metrics};
pub use set::FontSet;
