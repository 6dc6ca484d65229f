//! Raster images, and drawings that every exporter can draw.
//!
//! In come bytes and data, out go [`Raster`] (what a raster file is) and [`Drawing`] (paths, text
//! and images in a box), which SVG files become too. Nothing is placed on a page here.

mod drawing;
mod orientation;
mod picture;
mod raster;
#[cfg(test)]
pub(crate) mod samples;
mod svg;

pub use drawing::{Drawing, Segment, Shape, Stroke};
pub use orientation::Orientation;
pub use picture::Picture;
pub use raster::{Colour, ImageFault, ImageFormat, MAX_BYTES, Raster, inspect};
pub use svg::{DrawingFaces, Svg, SvgFault, SvgFaultKind, SvgLoss, looks_like_svg, read_svg};
