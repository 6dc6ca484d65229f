//! What an image of a book is, whatever its file.

use super::{Drawing, Raster};
use std::sync::Arc;

/// An image of a book.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// A raster file.
    Raster(Raster),
    /// An SVG file, as the drawing that print shows.
    Drawing(Arc<Drawing>),
}

impl Picture {
    /// The raster file, if it is one.
    #[must_use]
    pub fn raster(&self) -> Option<&Raster> {
        match self {
            Self::Raster(raster) => Some(raster),
            Self::Drawing(_) => None,
        }
    }

    /// Width and height in pixels as it is shown; those of a drawing are pixels of CSS.
    #[must_use]
    pub fn pixels(&self) -> (u32, u32) {
        match self {
            Self::Raster(raster) => raster.shown(),
            Self::Drawing(drawing) => {
                // A pixel of CSS is 3/4 pt.
                let pixels = |length: crate::geometry::Length| {
                    length.scale(4, 3).div_ceil(crate::geometry::Length::pt(1)).max(1)
                };
                (pixels(drawing.size.width), pixels(drawing.size.height))
            }
        }
    }
}
