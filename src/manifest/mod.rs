//! `book.toml`: from the file as written (`schema`) to the [`Manifest`] as resolved.

mod resolve;
mod schema;

pub use resolve::*;
