//! Raster images, and drawings that every exporter can draw.
//!
//! In come bytes and data, out go [`Raster`] (what a raster file is) and [`Drawing`] (paths, text
//! and images in a box), which SVG files become too. Nothing is placed on a page here.
//!
//! A chart or map goes from its fence through `schema` (its form), `dataset` (what it says), `draw`
//! with `rows`, `columns` and `map` (where everything stands, on a `canvas` that knows every label)
//! to a [`Drawing`] and a [`DataTable`].

mod amount;
mod canvas;
mod columns;
mod dataset;
mod draw;
mod drawing;
mod illustrate;
mod land;
mod look;
mod map;
mod orientation;
mod picture;
mod projection;
mod raster;
mod rows;
#[cfg(test)]
pub(crate) mod samples;
mod scale;
mod schema;
mod svg;
mod table;
#[cfg(test)]
mod tests;

pub use amount::Amount;
pub use draw::{Drawn, draw};
pub use drawing::{Anchor, Drawing, Segment, Shape, Stroke, circle};
pub use illustrate::{Drawings, illustrate};
pub use land::{ground, locator, strip};

pub use orientation::Orientation;
pub use picture::Picture;
pub use raster::{Colour, ImageFault, ImageFormat, MAX_BYTES, Raster, inspect};
pub use svg::{DrawingFaces, Svg, SvgFault, SvgFaultKind, SvgLoss, looks_like_svg, read_svg};
pub use table::DataTable;
