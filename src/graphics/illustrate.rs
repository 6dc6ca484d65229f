//! Document → the drawings of its charts and maps for one measure: that of the page, or of the e-book.

use super::draw::{Drawn, draw};
use super::schema;
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Document, TextPosition, Visit, walk};
use crate::geometry::Length;
use crate::language::Language;
use crate::shaping::Shaper;
use crate::style::StyleSheet;
use std::collections::BTreeMap;

/// The drawings of a document by the place of their block. One whose data is wrong is not among
/// them.
pub type Drawings = BTreeMap<TextPosition, Drawn>;

/// The drawings of `document`, each over `measure`, and what is wrong with their data.
#[must_use]
pub fn illustrate(
    document: &Document,
    sheet: &StyleSheet,
    shaper: &Shaper,
    measure: Length,
) -> (Drawings, Vec<Diagnostic>) {
    let mut found = Illustrator {
        sheet,
        shaper,
        measure,
        chapter: 0,
        languages: Vec::new(),
        drawings: Drawings::new(),
        diagnostics: Vec::new(),
    };
    for (index, placed) in document.indexed() {
        found.chapter = index;
        found.languages = vec![&placed.chapter.language];
        walk(&placed.chapter, &mut found);
    }
    (found.drawings, found.diagnostics)
}

struct Illustrator<'a> {
    sheet: &'a StyleSheet,
    shaper: &'a Shaper,
    measure: Length,
    chapter: u32,
    /// The languages of the blocks that are open.
    languages: Vec<&'a Language>,
    drawings: Drawings,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Illustrator<'a> {
    fn block(&mut self, block: &'a Block) {
        let around = self.languages.last().copied();
        self.languages.extend(block.attributes.language.as_ref().or(around));
        let (BlockKind::Drawing { kind, data, .. }, Some(language)) = (&block.kind, self.languages.last()) else {
            return;
        };
        let (dataset, diagnostics) = schema::read(*kind, data, block.span);
        self.diagnostics.extend(diagnostics);
        let Some(mut dataset) = dataset else { return };
        dataset.each_text(|text| *text = language.curled(text));
        let drawn = draw(&dataset, self.shaper, self.sheet, self.measure, language);
        for lost in &drawn.lost {
            let fault = Diagnostic::warning(Code::DroppedLabel, lost.clone()).at(block.span);
            self.diagnostics.push(fault.hint("shorten it, or give the drawing more `lines`"));
        }
        self.drawings.insert(TextPosition { chapter: self.chapter, node: block.node, offset: 0 }, drawn);
    }

    fn block_end(&mut self, _: &'a Block) {
        self.languages.pop();
    }
}
