//! What catalogues are told of how the book can be read: computed from what is in it.

use super::plan::Plan;
use crate::wording::{self, AccessWording};

/// How the book can be read, in the vocabulary of schema.org. No conformance is claimed here: that
/// needs a person who checked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Accessibility {
    /// How its content is perceived.
    pub(super) modes: Vec<&'static str>,
    /// Sets of modes that are enough to read it.
    pub(super) sufficient: Vec<&'static str>,
    /// What makes it accessible.
    pub(super) features: Vec<&'static str>,
    /// The same for people, and its language.
    pub(super) summary: (&'static str, String),
}

/// How the book of `plan` can be read.
pub(super) fn accessibility(plan: &Plan<'_>) -> Accessibility {
    // Every drawing has its alternative, from the author or from its data.
    let drawn = u32::try_from(plan.drawings.len()).unwrap_or(u32::MAX);
    let described: u32 = plan.surveys.iter().map(|survey| survey.described).sum::<u32>() + drawn;
    let undescribed: u32 = plan.surveys.iter().map(|survey| survey.undescribed).sum();
    let headed: u32 = plan.surveys.iter().map(|survey| survey.headed).sum();
    let headless: u32 = plan.surveys.iter().map(|survey| survey.headless).sum();
    let tables = headed > 0 && headless == 0;
    let pages = !plan.breaks.list.is_empty();
    let images = described + undescribed > 0;
    let (mut modes, mut sufficient) = (vec!["textual"], Vec::new());
    if images {
        modes.push("visual");
        sufficient.push("textual,visual");
    }
    if undescribed == 0 {
        sufficient.push("textual");
    }
    let features = [
        ("ARIA", true),
        ("alternativeText", images && undescribed == 0),
        ("displayTransformability", true),
        ("index", !plan.document.index.is_empty()),
        ("pageBreakMarkers", pages),
        ("pageNavigation", pages),
        ("readingOrder", true),
        ("structuralNavigation", true),
        ("tableOfContents", true),
        ("unlocked", true),
    ];
    let features = features.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect();
    let words = wording::access(&plan.document.manifest.metadata.language);
    let summary = (words.language, summary(words, described, undescribed, tables, pages));
    Accessibility { modes, sufficient, features, summary }
}

/// The same in plain words.
fn summary(words: &AccessWording, described: u32, undescribed: u32, tables: bool, pages: bool) -> String {
    let images = match (described, undescribed) {
        (0, 0) => None,
        (_, 0) => Some(words.described),
        (0, _) => Some(words.undescribed),
        _ => Some(words.partly_described),
    };
    let statements = [
        Some(words.text),
        Some(words.navigation),
        images,
        tables.then_some(words.tables),
        pages.then_some(words.pages),
    ];
    words.sentence(&statements.into_iter().flatten().collect::<Vec<_>>())
}
