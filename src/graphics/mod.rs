//! Raster images, and drawings that every exporter can draw.
//!
//! In come bytes and data, out go [`Raster`] (what a raster file is) and [`Drawing`] (paths, text
//! and images in a box). Nothing is placed on a page here.

mod drawing;
mod raster;
#[cfg(test)]
pub(crate) mod samples;

pub use drawing::{Drawing, Segment, Shape, Stroke};
pub use raster::{Colour, ImageFault, ImageFormat, MAX_BYTES, Raster, inspect};
