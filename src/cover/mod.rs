//! The cover of the e-book, where the book brings none of its own.
//!
//! In come the manifest and the faces, out goes a JPEG. `compose` says where everything stands, as a
//! [`Drawing`](crate::graphics::Drawing) of any size, so that a printed cover can have the same
//! front; `paint` makes pixels of it.

mod compose;
mod jpeg;
mod paint;
#[cfg(test)]
mod tests;

use crate::geometry::{Length, Size};
use crate::graphics::{Colour, ImageFormat, Orientation, Raster};
use crate::manifest::Manifest;
use crate::shaping::Shaper;
use std::sync::Arc;

pub use compose::compose;

/// The size in pixels that stores ask for.
pub const PIXELS: (u16, u16) = (1600, 2560);
/// Quality of the JPEG: edges of letters are clean, and the file stays well under a megabyte.
const QUALITY: u16 = 90;

/// The cover of an e-book.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// The bytes of its file.
    pub bytes: Arc<[u8]>,
    /// What they are.
    pub raster: Raster,
}

/// The cover of the book of `manifest`, drawn.
#[must_use]
pub fn draw(manifest: &Manifest, shaper: &Shaper) -> Cover {
    let (width, height) = PIXELS;
    let size = Size::new(Length::pt(i64::from(width)), Length::pt(i64::from(height)));
    let pixels = paint::paint(&compose(manifest, shaper, size), shaper.fonts(), width.into(), height.into());
    let bytes = jpeg::encode(&pixels, width, height, QUALITY);
    let raster = Raster {
        format: ImageFormat::Jpeg,
        width: width.into(),
        height: height.into(),
        colour: Colour::Rgb,
        alpha: false,
        orientation: Orientation::Upright,
    };
    Cover { bytes: bytes.into(), raster }
}
