//! The running text of a chapter in one piece, and where in it each block and passage starts.

use crate::document::walk::{Visit, each_inline, walk_block};
use crate::document::{Block, Chapter, Image, Inline, NodeId, Passage, TextPosition};

/// So many bytes on each side of a break tell it from others.
const AROUND: usize = 32;

/// Stands for an image, so that the places before and behind it differ.
const IMAGE: char = '\u{fffc}';

/// The running text of a chapter: its passages in reading order without the notes, spaces between them.
pub(super) struct Flow {
    pub text: String,
    /// Where blocks and passages start, in reading order, as which their numbers grow.
    nodes: Vec<(NodeId, usize)>,
}

impl Flow {
    pub fn new(chapter: &Chapter) -> Self {
        let mut flow = Self { text: String::new(), nodes: Vec::new() };
        chapter.blocks.iter().for_each(|block| walk_block(block, &mut flow));
        flow
    }

    /// The place in the text of `position`.
    pub fn at(&self, position: TextPosition) -> usize {
        let count = self.nodes.partition_point(|(node, _)| *node <= position.node);
        let start = count.checked_sub(1).map_or(0, |last| self.nodes[last].1);
        self.floor(start + position.offset as usize)
    }

    /// The place in the tree of the place `at` in the text, for `chapter`: the outermost block that starts
    /// there, or a place in a passage.
    pub fn position(&self, at: usize, chapter: u32) -> TextPosition {
        let behind = self.nodes.partition_point(|(_, start)| *start <= at);
        let start = behind.checked_sub(1).map_or(0, |last| self.nodes[last].1);
        let first = self.nodes.partition_point(|(_, other)| *other < start);
        let index = if start == at { first } else { behind.saturating_sub(1) };
        let node = self.nodes.get(index).map_or(NodeId(0), |(node, _)| *node);
        TextPosition { chapter, node, offset: u32::try_from(at - start).unwrap_or(u32::MAX) }
    }

    /// The words before and behind the place `at`.
    pub fn around(&self, at: usize) -> (&str, &str) {
        let before = self.ceiling(at.saturating_sub(AROUND));
        (&self.text[before..at], &self.text[at..self.floor(at + AROUND)])
    }

    /// The last place at `at` or before it where a character starts.
    fn floor(&self, at: usize) -> usize {
        (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }

    fn ceiling(&self, at: usize) -> usize {
        (at..self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.text.len())
    }
}

impl<'a> Visit<'a> for Flow {
    fn block(&mut self, block: &'a Block) {
        self.nodes.push((block.node, self.text.len()));
    }

    fn passage(&mut self, passage: &'a Passage, _: &'a Block) {
        self.nodes.push((passage.node, self.text.len()));
        each_inline(&passage.inlines, &mut |inline, _| match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
                self.text.push_str(text);
            }
            _ => {}
        });
        self.text.push(' ');
    }

    fn figure(&mut self, _: &'a Image) {
        self.text.push(IMAGE);
    }
}
