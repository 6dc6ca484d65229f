//! Reads the book's folder and nothing outside it.
//!
//! In come paths that the manifest and the chapters name, out go texts and bytes. This is the only
//! room that reads files; after it the build is a pure function. Files are checked before they are
//! opened, so that a device or a pipe never holds a build up. What is in them is not looked at here,
//! beyond that texts are clean Unicode and that images are images.

mod assets;
mod decode;
mod images;
mod root;

pub use assets::{Asset, Assets, load, load_raster};
pub use root::{MAX_TEXT_BYTES, Root};
