//! The book as it is meant: blocks, inlines, notes, numbers, references, outline. Nothing visual.
//!
//! In come the [`Chapter`]s that `markup` parsed and the resolved `Manifest`; out goes the
//! [`Document`], which every later room reads and none changes.

mod addresses;
mod assemble;
mod captions;
pub mod dump;
mod imprint;
mod index;
mod order;
mod outline;
mod quotations;
mod slug;
mod sources;
mod tree;
pub mod walk;

pub use addresses::{address_of, shown_address, shows_its_address, with_address_notes};
pub use assemble::assemble;
pub use captions::{CaptionKind, CaptionNumber, Captioned, Reference, caption};
pub use imprint::{edition_line, publication_date, typefaces};
pub use index::{Index, IndexEntry, IndexMark, IndexReference};
pub use outline::OutlineEntry;
pub use quotations::with_source;
pub use slug::slug;
pub use sources::SourceEntries;
pub use tree::*;
pub use walk::{Visit, each_inline, images, passages, plain_text, walk};
