//! `book.toml`: from the file as written (`schema`) to the [`Manifest`] as resolved.
//!
//! In comes the text of the manifest, out go a [`Manifest`] and everything that is wrong with the
//! text. Whether the files exist that it names is found out by `loader`.

mod catalogue;
mod hyphenation;
mod length;
mod look;
mod matter;
mod page;
mod print;
mod read;
mod resolve;
mod schema;
mod typography;

pub use look::{
    AlignmentChoice, FamilyChoice, FiguresChoice, InkChoice, LookChoice, ROLE_NAMES, RoleChange, WeightChoice,
};
pub use matter::stands_before_contents;
pub use read::{read, read_references};
pub use resolve::*;
