//! A passage → lines: collect, cut, hyphenate, break, justify.
//!
//! In come the inlines of a passage and a measure, out go [`ParagraphSettings`](super::ParagraphSettings).

mod addresses;
mod collect;
#[cfg(test)]
mod conformance_tests;
mod cut;
mod direction;
mod edges;
mod fill;
mod hyphenate;
mod initial;
mod justify;
mod linebreak;
#[cfg(test)]
mod opening_tests;
mod opportunities;
mod rivers;
#[cfg(test)]
mod script_tests;
mod set;
mod spaces;
#[cfg(test)]
mod tests;
mod too_wide;

pub(super) use collect::{Surroundings, superior};
pub(super) use initial::Dropped;
pub(super) use set::{Setter, Shape};
