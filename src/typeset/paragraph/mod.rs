//! A passage → lines: collect, cut, hyphenate, break, justify.
//!
//! In come the inlines of a passage and a measure, out go [`ParagraphSettings`](super::ParagraphSettings).

mod collect;
#[cfg(test)]
mod conformance_tests;
mod cut;
mod direction;
mod edges;
mod fill;
mod hyphenate;
mod justify;
mod linebreak;
mod opportunities;
mod rivers;
mod set;
mod spaces;
#[cfg(test)]
mod tests;

pub(super) use collect::{Surroundings, superior};
pub(super) use set::{Setter, Shape};
