//! Turns a manifest and Markdown chapters into an EPUB 3 and a typeset PDF.

pub mod cli;
pub mod cover;
pub mod diag;
pub mod document;
pub mod edition;
pub mod epub;
pub mod fonts;
pub mod geometry;
pub mod graphics;
pub mod language;
pub mod layout;
pub mod loader;
pub mod makeup;
pub mod manifest;
pub mod markup;
pub mod maths;
pub mod pagination;
pub mod pdf;
pub mod pipeline;
pub mod preflight;
pub mod shaping;
pub mod source;
pub mod store;
pub mod style;
pub mod typeset;
pub mod wording;
