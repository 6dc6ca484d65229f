//! What is wrong with a chapter, gathered while it is read.

use crate::diag::{Code, Diagnostic, nearest};
use crate::source::{SourceId, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// The nearest name is sought for this many faults of a chapter; then seeking would take more time
/// than reading.
const HINTS: u32 = 10;

/// The diagnostics of one chapter.
pub(super) struct Findings {
    source: SourceId,
    diagnostics: Vec<Diagnostic>,
    said: BTreeSet<(Code, String)>,
    hints: u32,
}

impl Findings {
    pub(super) fn new(source: SourceId) -> Self {
        Self { source, diagnostics: Vec::new(), said: BTreeSet::new(), hints: 0 }
    }

    /// The place of bytes `range` of the chapter.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Says `diagnostic` unless one of its kind about `subject` has been said.
    pub(super) fn once(&mut self, subject: &str, diagnostic: Diagnostic) {
        if self.said.insert((diagnostic.code, subject.to_owned())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Says `diagnostic` with the name among `known` that `written` may have meant.
    pub(super) fn push_with_nearest<'n>(
        &mut self,
        diagnostic: Diagnostic,
        written: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        self.hints += 1;
        let meant = if self.hints <= HINTS { nearest(written, known) } else { None };
        self.diagnostics.push(match meant {
            Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
            None => diagnostic,
        });
    }

    /// All diagnostics in the order of their places.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.map_or(0, |span| span.start));
        diagnostics
    }
}
