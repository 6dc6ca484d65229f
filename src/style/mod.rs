//! The look as data: every role of the book with its face, size, leading, space and ink.

mod change;
mod roles;

pub use roles::*;
