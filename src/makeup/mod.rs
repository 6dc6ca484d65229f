//! A galley → pages: where they break, and what stands at their foot.
//!
//! In comes a `Galley`, out go [`Page`]s; folios and running heads are not known here.

mod bill;
mod breaks;
mod cut;
mod fill;
mod filling;
mod page;
mod price;
mod rest;
mod solve;
#[cfg(test)]
mod tests;

pub use bill::{Item, What};
pub use page::Page;

use crate::geometry::PageGeometry;
use crate::typeset::Galley;

/// The pages of `galley`: no others cost less.
#[must_use]
pub fn pages(galley: Galley, geometry: &PageGeometry) -> Vec<Page> {
    let galley = cut::cut(galley, geometry);
    let chapter = breaks::chapter(&galley, geometry);
    let plans = solve::solve(&chapter, geometry);
    fill::fill(galley, &chapter, &plans, geometry)
}
