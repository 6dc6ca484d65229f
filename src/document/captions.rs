//! Captioned figures and tables: what lists and references call them.

use super::walk::{Visit, walk};
use super::{Block, BlockKind, Caption, Chapter, Document, LinkTarget, TextPosition};
use std::fmt;

/// So many of a kind, and a reader looks for a list of them.
const WORTH_A_LIST: usize = 3;

/// What is captioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionKind {
    /// Images and drawings.
    Figure,
    /// Tables.
    Table,
}

/// The number of a figure or table, each kind counted for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaptionNumber {
    /// The number of the chapter, where they are counted by chapter.
    pub chapter: Option<u32>,
    /// The number in the book, or in the chapter.
    pub count: u32,
}

impl fmt::Display for CaptionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.chapter {
            Some(chapter) => write!(f, "{chapter}.{}", self.count),
            None => write!(f, "{}", self.count),
        }
    }
}

/// A figure or table with a number and a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Captioned<'a> {
    /// Which of the two it is.
    pub kind: CaptionKind,
    /// Its number.
    pub number: CaptionNumber,
    /// Its block.
    pub position: TextPosition,
    /// Its caption.
    pub caption: &'a Caption,
}

/// What a reference without words of its own is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// By the word for its kind and its number.
    Captioned(CaptionKind, CaptionNumber),
    /// By the title of the section or chapter, or by the term that is explained.
    Title(String),
}

impl Document {
    /// The figures or tables that are to be listed: none where there are too few, or where the
    /// manifest wants no lists.
    #[must_use]
    pub fn listed(&self, kind: CaptionKind) -> Vec<Captioned<'_>> {
        let chapters = self.indexed().filter(|_| self.manifest.lists);
        let all = chapters.flat_map(|(index, placed)| self.captioned(index, &placed.chapter));
        let all: Vec<Captioned<'_>> = all.filter(|captioned| captioned.kind == kind).collect();
        if all.len() < WORTH_A_LIST { Vec::new() } else { all }
    }

    /// What the place that `target` leads to from chapter `chapter` is called.
    #[must_use]
    pub fn reference(&self, chapter: u32, target: &LinkTarget) -> Option<Reference> {
        let position = self.resolve(chapter, target)?;
        let placed = self.chapters.get(position.chapter as usize)?;
        let captioned = self.captioned(position.chapter, &placed.chapter);
        if let Some(found) = captioned.iter().find(|captioned| captioned.position == position) {
            return Some(Reference::Captioned(found.kind, found.number));
        }
        if let Some(term) = self.terms.get(&position) {
            return Some(Reference::Title(term.clone()));
        }
        let heading = self.outline.iter().find(|entry| entry.position == position && entry.level > 0);
        Some(Reference::Title(heading.map_or(&placed.chapter.title, |heading| &heading.plain).clone()))
    }

    /// The captioned figures and tables of one chapter.
    fn captioned<'a>(&self, index: u32, chapter: &'a Chapter) -> Vec<Captioned<'a>> {
        struct Captions<'a>(Vec<(CaptionKind, &'a Block, &'a Caption)>);
        impl<'a> Visit<'a> for Captions<'a> {
            fn block(&mut self, block: &'a Block) {
                self.0.extend(caption(block).map(|(kind, caption)| (kind, block, caption)));
            }
        }
        let mut found = Captions(Vec::new());
        walk(chapter, &mut found);
        let numbered = |(kind, block, caption): (CaptionKind, &Block, &'a Caption)| {
            let position = TextPosition { chapter: index, node: block.node, offset: 0 };
            Some(Captioned { kind, number: *self.numbers.get(&position)?, position, caption })
        };
        found.0.into_iter().filter_map(numbered).collect()
    }
}

/// The caption of `block` and what it is the caption of.
#[must_use]
pub fn caption(block: &Block) -> Option<(CaptionKind, &Caption)> {
    match &block.kind {
        BlockKind::Table(table) => table.caption.as_ref().map(|caption| (CaptionKind::Table, caption)),
        BlockKind::Figure { caption, .. } | BlockKind::Drawing { caption, .. } => {
            caption.as_ref().map(|caption| (CaptionKind::Figure, caption))
        }
        _ => None,
    }
}
