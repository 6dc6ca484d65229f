//! Images and data that the chapters name.

use crate::graphics::Raster;
use crate::source::BookPath;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that a chapter names.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// What kind of image it is.
    pub raster: Raster,
}

/// All files that the chapters name, by path.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<BookPath, Asset>);

impl Assets {
    /// The files `assets`.
    #[must_use]
    pub fn new(assets: BTreeMap<BookPath, Asset>) -> Self {
        Self(assets)
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &BookPath) -> Option<&Asset> {
        self.0.get(path)
    }

    /// All of them in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&BookPath, &Asset)> {
        self.0.iter()
    }
}
