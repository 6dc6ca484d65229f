//! What catalogues are told of how the book can be read: computed from what is in it.

use super::plan::Plan;
use crate::document::NodeId;
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
    let (maths, notation) = maths(plan);
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
        ("MathML", maths),
        ("alternativeText", images && undescribed == 0),
        ("describedMath", maths && !notation),
        ("displayTransformability", true),
        ("index", !plan.document.index.is_empty()),
        ("latex", notation),
        ("pageBreakMarkers", pages),
        ("pageNavigation", pages),
        ("readingOrder", true),
        ("structuralNavigation", true),
        ("tableOfContents", true),
        ("unlocked", true),
    ];
    let features = features.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect();
    let words = wording::access(&plan.document.manifest.metadata.language);
    let summary = (
        words.language,
        summary(
            words,
            (described, undescribed),
            &[(words.tables, tables), (words.maths, maths && !notation), (words.pages, pages)],
        ),
    );
    Accessibility { modes, sufficient, features, summary }
}

/// Whether some formulas are MathML, and whether some are in their notation.
fn maths(plan: &Plan<'_>) -> (bool, bool) {
    let formulas = plan.surveys.iter().flat_map(|survey| &survey.maths);
    let (read, unread): (Vec<&(NodeId, &str, bool)>, Vec<_>) =
        formulas.partition(|(_, source, display)| plan.formula(source, *display).is_some());
    (!read.is_empty(), !unread.is_empty())
}

/// The same in plain words: how many images are described and how many are not, and the statements
/// that hold.
fn summary(words: &AccessWording, images: (u32, u32), further: &[(&'static str, bool)]) -> String {
    let images = match images {
        (0, 0) => None,
        (_, 0) => Some(words.described),
        (0, _) => Some(words.undescribed),
        _ => Some(words.partly_described),
    };
    let further = further.iter().filter(|(_, holds)| *holds).map(|(statement, _)| *statement);
    let statements = [Some(words.text), Some(words.navigation), images].into_iter().flatten().chain(further);
    words.sentence(&statements.collect::<Vec<_>>())
}
