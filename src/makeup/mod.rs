//! A galley → pages: where they break, and what stands at their foot.
//!
//! In comes a `Galley`, out go [`Page`]s; folios and running heads are not known here.

mod alternatives;
mod bill;
mod breaks;
mod cut;
mod fill;
mod filling;
mod frozen;
mod page;
mod price;
mod rest;
mod solve;
#[cfg(test)]
mod tests;

pub use alternatives::{Alternatives, Edit, alternatives};
pub use bill::{Item, What};
pub use page::Page;

use crate::document::TextPosition;
use crate::geometry::PageGeometry;
use crate::typeset::Galley;
use std::ops::RangeInclusive;

/// The pages of `galley`: no others cost less. Where its pages were `frozen`, those after the first start
/// in these ranges, unless that costs more than to start them elsewhere.
#[must_use]
pub fn pages(galley: Galley, geometry: &PageGeometry, frozen: Option<&[RangeInclusive<TextPosition>]>) -> Vec<Page> {
    let galley = cut::cut(galley, geometry);
    let mut chapter = breaks::chapter(&galley, geometry);
    if let Some(breaks) = frozen {
        frozen::mark(&mut chapter, &galley, breaks);
    }
    let plans = solve::solve(&chapter, geometry);
    fill::fill(galley, &chapter, &plans, geometry)
}
