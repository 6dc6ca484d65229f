//! Which standards a file says it keeps to: only those that the book allows.

use super::Profile;
use super::plan::Plan;
use crate::document::{Document, walk};

/// The standards that a file claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claims {
    /// PDF/UA-1 (ISO 14289-1).
    pub accessible: bool,
    /// PDF/A-2 (ISO 19005-2), and its level.
    pub archive: Option<&'static str>,
    /// PDF/X-4 (ISO 15930-7).
    pub x4: bool,
}

impl Plan<'_> {
    /// What the file of `profile` may claim. An image that nobody described shuts out PDF/UA and the
    /// level A of PDF/A; a character that no font has shuts out both. A font that forbids to be embedded
    /// shuts out every claim: only a draft has it.
    pub(super) fn claims(&self, profile: Profile) -> Claims {
        let permitted = self.words.subsets.values().all(|subset| subset.permitted);
        match profile {
            Profile::Print => {
                Claims { accessible: false, archive: None, x4: permitted && self.document.manifest.print.x4 }
            }
            Profile::Proof => Claims { accessible: false, archive: None, x4: false },
            Profile::Screen => {
                let described = is_described(self.document);
                let complete = permitted && self.words.subsets.values().all(|subset| !subset.has_boxes);
                let level = if described { "A" } else { "U" };
                Claims { accessible: described && complete, archive: complete.then_some(level), x4: false }
            }
        }
    }
}

/// Whether each image has an alternative text or needs none.
fn is_described(document: &Document) -> bool {
    let images = document.chapters.iter().flat_map(|placed| walk::images(&placed.chapter));
    images.into_iter().all(|image| image.decorative || !image.alternative.trim().is_empty())
}
