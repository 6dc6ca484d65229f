//! The look as data: every role of the book with its face, size, leading, space and ink.

mod change;
mod hyphenation;
mod roles;

pub use hyphenation::Exceptions;
pub use roles::*;
