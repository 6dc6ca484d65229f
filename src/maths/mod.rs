//! Maths in TeX notation → trees of MathML, for each formula of the document.
//!
//! In comes the [`Document`]; out go its [`Formulas`] and a warning for each formula that cannot be read,
//! which keeps its notation. `notation` refuses what the parser cannot take, `read` takes its events in, `table`
//! those of tables and `token` single signs; `letters` knows the alphabets of Unicode. Nothing is written here: an exporter turns the [`Element`]s into its own markup.

mod element;
mod letters;
mod notation;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod token;

pub use element::{Content, Element};

use crate::diag::{Code, Diagnostic};
use crate::document::{Chapter, Document, Inline, each_inline, passages};
use crate::source::Span;
use std::collections::BTreeMap;

/// The formulas of a document that could be read, by their notation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formulas {
    in_line: BTreeMap<String, Element>,
    displayed: BTreeMap<String, Element>,
}

impl Formulas {
    /// The formula written as `source`, which stands on a line of its own if it is `display`ed; none if
    /// it could not be read.
    #[must_use]
    pub fn get(&self, source: &str, display: bool) -> Option<&Element> {
        if display { self.displayed.get(source) } else { self.in_line.get(source) }
    }
}

/// The formulas of `document` and a warning for each that cannot be read, if an e-book is made of it; and a
/// warning for each chapter whose printed pages show formulas in their notation.
#[must_use]
pub fn formulas(document: &Document) -> (Formulas, Vec<Diagnostic>) {
    let (mut formulas, mut diagnostics) = (Formulas::default(), Vec::new());
    let output = &document.manifest.output;
    for placed in &document.chapters {
        let found = found(&placed.chapter);
        if let (Some((_, _, first)), true) = (found.first(), output.print || output.screen) {
            diagnostics.push(as_source(found.len()).at(*first));
        }
        // Only the e-book shows formulas as such.
        for (source, display, span) in found.into_iter().filter(|_| output.epub) {
            let own = if display { &mut formulas.displayed } else { &mut formulas.in_line };
            match read::read(source, display) {
                Ok(formula) => drop(own.insert(source.to_owned(), formula)),
                Err(fault) => diagnostics.push(unread(&fault).at(span)),
            }
        }
    }
    (formulas, diagnostics)
}

/// The formulas of `chapter`: notation, whether on a line of its own, place.
fn found(chapter: &Chapter) -> Vec<(&str, bool, Span)> {
    let mut found = Vec::new();
    for passage in passages(chapter) {
        each_inline(&passage.inlines, &mut |inline, _| {
            if let Inline::Math { source, display, span } = inline {
                found.push((source.as_str(), *display, *span));
            }
        });
    }
    found
}

fn as_source(count: usize) -> Diagnostic {
    let message = match count {
        1 => "a formula of this chapter stands in its TeX notation in the PDF editions".to_owned(),
        _ => format!("{count} formulas of this chapter stand in their TeX notation in the PDF editions"),
    };
    let hint = "set it in words or as an SVG figure, if readers are not to see the notation";
    Diagnostic::warning(Code::MathsAsSource, message).hint(hint)
}

fn unread(fault: &str) -> Diagnostic {
    let hint = "mend its TeX notation; until then the e-book shows the notation too";
    Diagnostic::warning(Code::UnreadMaths, format!("a formula cannot be read: {fault}")).hint(hint)
}
