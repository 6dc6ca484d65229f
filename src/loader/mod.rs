//! Reads the book's folder and nothing outside it.

mod assets;

pub use assets::{Asset, Assets};
