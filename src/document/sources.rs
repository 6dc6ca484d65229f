//! Lists of sources: chapters of kind `bibliography`.

use super::{BlockKind, PlacedChapter};

/// What the entries of a list of sources are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceEntries {
    /// Its paragraphs.
    Paragraphs,
    /// The items of its bulleted lists; its paragraphs are text between them.
    Items,
}

impl PlacedChapter {
    /// What the entries of the chapter are, if it is a list of sources.
    #[must_use]
    pub fn source_entries(&self) -> Option<SourceEntries> {
        let bulleted =
            self.chapter.blocks.iter().any(|block| matches!(block.kind, BlockKind::List { start: None, .. }));
        let entries = if bulleted { SourceEntries::Items } else { SourceEntries::Paragraphs };
        self.matter.is_kind("bibliography").then_some(entries)
    }
}
