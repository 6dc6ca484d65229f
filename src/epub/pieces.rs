//! Long chapters in several files: readers hold a whole file in memory, and stores refuse large ones.
//!
//! In come the sizes of a chapter's blocks and notes as they are written; out come the pieces: each
//! starts with a heading where it can, and holds the notes that are first marked in it, so that they
//! pop up there.

use super::survey::is_numbered;
use crate::document::walk::{Visit, each_inline, walk_block};
use crate::document::{Block, BlockKind, Chapter, Inline, NodeId, Passage};
use std::ops::Range;

/// The most bytes of a file of text: what a reader on a small device can lay out at once.
pub(super) const LIMIT: usize = 256 * 1024;
/// Kept free in each file for its head and for links that grow by the names of files.
const SPARE: usize = 12 * 1024;

/// The bytes that the parts of a chapter take.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// Of each block of the chapter.
    pub(super) blocks: Vec<usize>,
    /// Of each note.
    pub(super) notes: Vec<usize>,
}

/// The files of one chapter.
#[derive(Debug)]
pub(super) struct Pieces {
    /// The blocks of each.
    blocks: Vec<Range<usize>>,
    /// The node that each starts with.
    starts: Vec<NodeId>,
    /// The node of each note.
    notes: Vec<NodeId>,
    /// The piece of each note.
    note_piece: Vec<u32>,
    /// The piece of each mark of each note, in the order in which they are written.
    marks: Vec<Vec<u32>>,
    /// Inlines with ids before each block and, after the last, before each note.
    numbered: Vec<u32>,
}

impl Pieces {
    /// The pieces of `chapter`; none if it cannot be cut.
    pub(super) fn new(chapter: &Chapter, sizes: &Sizes) -> Option<Self> {
        let marks: Vec<Vec<usize>> = chapter.blocks.iter().map(|block| contents(block).marks).collect();
        let owners = owners(chapter, &marks);
        let size = |index: usize| {
            let own = sizes.blocks.get(index).copied().unwrap_or(0);
            let notes = owners.iter().zip(&sizes.notes).filter(|(owner, _)| **owner == index);
            own + notes.map(|(_, size)| size).sum::<usize>()
        };
        let all: Vec<usize> = (0..chapter.blocks.len()).map(size).collect();
        let blocks = cut(&chapter.blocks, &all, LIMIT - SPARE);
        if blocks.len() < 2 {
            return None;
        }
        let piece = |block: usize| blocks.iter().position(|range| range.contains(&block)).unwrap_or(0);
        let starts = blocks.iter().map(|range| chapter.blocks[range.start].node).collect();
        let note_piece: Vec<usize> = owners.iter().map(|owner| piece(*owner)).collect();
        let mut pieces = Self {
            starts,
            notes: chapter.notes.iter().map(|note| note.node).collect(),
            marks: vec![Vec::new(); chapter.notes.len()],
            numbered: numbered(chapter),
            note_piece: note_piece.into_iter().map(number).collect(),
            blocks,
        };
        pieces.find_marks(chapter, &marks);
        Some(pieces)
    }

    fn find_marks(&mut self, chapter: &Chapter, marks: &[Vec<usize>]) {
        for piece in 0..self.count() {
            let of_blocks = self.blocks(piece).flat_map(|block| marks[block].clone());
            let notes = self.notes_of(piece).into_iter().flat_map(|note| &chapter.notes[note].blocks);
            let of_notes = notes.flat_map(|block| contents(block).marks);
            for note in of_blocks.chain(of_notes).collect::<Vec<_>>() {
                self.marks.get_mut(note).into_iter().for_each(|of| of.push(piece));
            }
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        number(self.blocks.len())
    }

    /// The blocks of piece `piece`.
    pub(super) fn blocks(&self, piece: u32) -> Range<usize> {
        self.blocks[piece as usize].clone()
    }

    /// The notes of piece `piece`, by index.
    pub(super) fn notes_of(&self, piece: u32) -> Vec<usize> {
        (0..self.notes.len()).filter(|note| self.note_piece[*note] == piece).collect()
    }

    /// The piece that note `note` is in.
    pub(super) fn of_note(&self, note: usize) -> u32 {
        self.note_piece.get(note).copied().unwrap_or(0)
    }

    /// The piece of the `count`-th mark of note `note`, counted from 1.
    pub(super) fn of_mark(&self, note: usize, count: u32) -> u32 {
        let marks = self.marks.get(note).map(Vec::as_slice).unwrap_or_default();
        marks.get(count.saturating_sub(1) as usize).copied().unwrap_or(0)
    }

    /// How often each note is marked before piece `piece`.
    pub(super) fn marks_before(&self, piece: u32) -> Vec<u32> {
        self.marks.iter().map(|marks| number(marks.iter().filter(|of| **of < piece).count())).collect()
    }

    /// Inlines with ids before block `block`.
    pub(super) fn numbered_before_block(&self, block: usize) -> u32 {
        self.numbered.get(block).copied().unwrap_or(0)
    }

    /// Inlines with ids before note `note`: notes come after all blocks.
    pub(super) fn numbered_before_note(&self, note: usize) -> u32 {
        let blocks = self.blocks.last().map_or(0, |range| range.end);
        self.numbered.get(blocks + note).copied().unwrap_or(0)
    }

    /// The piece that `node` is in.
    pub(super) fn of_node(&self, node: NodeId) -> u32 {
        let note = self.notes.partition_point(|first| *first <= node);
        match note.checked_sub(1) {
            Some(note) => self.of_note(note),
            None => number(self.starts.partition_point(|start| *start <= node).saturating_sub(1)),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The block that each note stands with: that of its first mark, or of the first mark of the note that
/// marks it; the last where nothing does.
fn owners(chapter: &Chapter, marks: &[Vec<usize>]) -> Vec<usize> {
    let mut owners: Vec<Option<usize>> = vec![None; chapter.notes.len()];
    for (block, marks) in marks.iter().enumerate() {
        let mut open = marks.clone();
        while let Some(note) = open.pop() {
            if let Some(owner @ None) = owners.get_mut(note) {
                *owner = Some(block);
                open.extend(chapter.notes[note].blocks.iter().flat_map(|block| contents(block).marks));
            }
        }
    }
    let last = chapter.blocks.len().saturating_sub(1);
    owners.into_iter().map(|owner| owner.unwrap_or(last)).collect()
}

/// Cuts blocks of these sizes into runs of at most `limit` bytes: at headings, the highest that will do;
/// before any block where there are none.
fn cut(blocks: &[Block], sizes: &[usize], limit: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for section in sections(blocks, sizes, 0..blocks.len(), 2, limit) {
        let joined = parts.last().map(|part| part.start..section.end);
        match (parts.last_mut(), joined) {
            (Some(part), Some(joined)) if sizes[joined.clone()].iter().sum::<usize>() <= limit => *part = joined,
            _ => parts.push(section),
        }
    }
    parts
}

/// The sections of `range` at headings down to `level`; those over the limit cut again deeper down.
fn sections(blocks: &[Block], sizes: &[usize], range: Range<usize>, level: u8, limit: usize) -> Vec<Range<usize>> {
    if sizes[range.clone()].iter().sum::<usize>() <= limit || range.len() < 2 {
        return vec![range];
    }
    if level > 6 {
        return range.map(|block| block..block + 1).collect();
    }
    let heads = |block: &Block| matches!(block.kind, BlockKind::Heading { level: own, .. } if own <= level);
    let mut bounds = vec![range.start];
    bounds.extend((range.start + 1..range.end).filter(|at| heads(&blocks[*at])));
    bounds.push(range.end);
    bounds.windows(2).flat_map(|pair| sections(blocks, sizes, pair[0]..pair[1], level + 1, limit)).collect()
}

/// What of a block must be counted.
#[derive(Default)]
struct Contents {
    /// The notes marked in it, in order.
    marks: Vec<usize>,
    /// Its inlines with ids.
    numbered: u32,
}

impl<'a> Visit<'a> for Contents {
    fn passage(&mut self, passage: &'a Passage, _: &'a Block) {
        each_inline(&passage.inlines, &mut |inline, _| {
            let numbered = match inline {
                Inline::Span(span) => is_numbered(&span.attributes, Some(&span.kind)),
                Inline::Image(image) => is_numbered(&image.attributes, None),
                Inline::NoteMark { note, .. } => {
                    self.marks.push(*note as usize);
                    false
                }
                _ => false,
            };
            self.numbered += u32::from(numbered);
        });
    }
}

fn contents(block: &Block) -> Contents {
    let mut found = Contents::default();
    walk_block(block, &mut found);
    found
}

/// The inlines with ids before each block, then before each note.
fn numbered(chapter: &Chapter) -> Vec<u32> {
    let blocks = chapter.blocks.iter().map(|block| contents(block).numbered);
    let notes = chapter.notes.iter().map(|note| note.blocks.iter().map(|block| contents(block).numbered).sum());
    let sums = blocks.chain(notes).scan(0, |sum, count: u32| {
        let before = *sum;
        *sum += count;
        Some(before)
    });
    sums.collect()
}
