//! Families by role, fallback by script, metrics.
//!
//! In come the bytes of font files, those built into the program or those of the book's own `fonts`
//! folder; out goes a [`FontSet`], which says which face a style asks for and which one has a
//! character. A font can be cut to what is used of it. Shaping is not done here.

mod balance;
mod builtin;
mod cut;
mod face;
mod set;

pub use builtin::{FILES, FontFile, LICENCES};
pub use cut::{Cut, Uncuttable};
pub use face::{Font, FontId, Metrics};
pub use set::FontSet;
