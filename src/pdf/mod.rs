//! Pages → PDF: two profiles of one writer.
//!
//! In come the [`Edition`](crate::edition::Edition) and what it names; out go the bytes of a file.
//! Nothing is broken into lines or placed here. [`plan`] does what both profiles share: it finds
//! what the pages use, cuts fonts to subsets, writes each word's strings once, lets printpdf make the
//! frame (fonts and images), and paints the pages over threads, in page order.
//! [`write`] puts the pages into the frame with the inks of a profile and finishes the file through
//! lopdf: boxes, labels, outline, links, information, identifier, object streams.
//!
//! The same input gives the same bytes on any number of threads: objects are named and numbered in
//! page order, and nothing is taken from a clock or from chance. `save` writes the objects one by one.

mod boxes;
mod claims;
mod cmyk;
mod codes;
mod compress;
mod content;
mod finish;
mod frame;
mod image;
mod intent;
mod metadata;
mod navigation;
mod number;
mod painted;
mod plan;
mod save;
mod separate;
mod strings;
mod subset;
mod tags;
mod unicode;
mod usage;

use claims::Claims;
pub use finish::write;
pub use plan::{Plan, plan};

use std::fmt;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The press: bleed, process inks, black that overprints; no links, no outline.
    Print,
    /// The screen: the trimmed page, RGB, links, outline.
    Screen,
    /// A proof: the trimmed page with its bleed, RGB, links, outline; keeps to no standard.
    Proof,
}

/// Why no file was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests;
