//! The passages, images and spans of a chapter in reading order.

use super::{Block, BlockKind, Caption, Chapter, Image, Inline, Passage, SpanInline, Table, TableRow};

/// Takes in what a [`walk`] finds, in reading order.
pub trait Visit<'a> {
    /// A block, before what is in it.
    fn block(&mut self, _block: &'a Block) {}
    /// The end of a block.
    fn block_end(&mut self, _block: &'a Block) {}
    /// A passage, with the block that it is in.
    fn passage(&mut self, _passage: &'a Passage, _block: &'a Block) {}
    /// The image of a figure.
    fn figure(&mut self, _image: &'a Image) {}
}

/// Visits the blocks of `chapter` and then those of its notes.
pub fn walk<'a>(chapter: &'a Chapter, visit: &mut impl Visit<'a>) {
    walk_blocks(&chapter.blocks, visit);
    for note in &chapter.notes {
        walk_blocks(&note.blocks, visit);
    }
}

fn walk_blocks<'a>(blocks: &'a [Block], visit: &mut impl Visit<'a>) {
    blocks.iter().for_each(|block| walk_block(block, visit));
}

/// Visits `block` and what is in it.
pub fn walk_block<'a>(block: &'a Block, visit: &mut impl Visit<'a>) {
    visit.block(block);
    walk_content(block, visit);
    visit.block_end(block);
}

fn walk_content<'a>(block: &'a Block, visit: &mut impl Visit<'a>) {
    match &block.kind {
        BlockKind::Paragraph(text) | BlockKind::Heading { title: text, .. } | BlockKind::Code { text, .. } => {
            visit.passage(text, block);
        }
        BlockKind::Quote { blocks, .. } => walk_blocks(blocks, visit),
        BlockKind::List { items, .. } => items.iter().for_each(|item| walk_blocks(&item.blocks, visit)),
        BlockKind::Definitions(items) => {
            for item in items {
                item.terms.iter().for_each(|term| visit.passage(term, block));
                item.definitions.iter().for_each(|blocks| walk_blocks(blocks, visit));
            }
        }
        BlockKind::Drawing { data, caption, .. } => {
            visit.passage(data, block);
            walk_caption(caption.as_ref(), block, visit);
        }
        BlockKind::Table(table) => walk_table(table, block, visit),
        BlockKind::Figure { image, caption } => {
            visit.figure(image);
            walk_caption(caption.as_ref(), block, visit);
        }
        BlockKind::ThematicBreak => {}
    }
}

fn walk_caption<'a>(caption: Option<&'a Caption>, block: &'a Block, visit: &mut impl Visit<'a>) {
    if let Some(caption) = caption {
        visit.passage(&caption.text, block);
    }
}

fn walk_table<'a>(table: &'a Table, block: &'a Block, visit: &mut impl Visit<'a>) {
    walk_caption(table.caption.as_ref(), block, visit);
    let rows = std::iter::once(&table.head).chain(&table.rows);
    for cell in rows.flat_map(|row: &TableRow| &row.cells) {
        visit.passage(cell, block);
    }
}

/// All passages of `chapter` in reading order: captions where they are set (above tables, below
/// figures), cells row by row, notes last.
#[must_use]
pub fn passages(chapter: &Chapter) -> Vec<&Passage> {
    struct Passages<'a>(Vec<&'a Passage>);
    impl<'a> Visit<'a> for Passages<'a> {
        fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
            self.0.push(passage);
        }
    }
    let mut found = Passages(Vec::new());
    walk(chapter, &mut found);
    found.0
}

/// All images of `chapter` in reading order, in figures and in lines.
#[must_use]
pub fn images(chapter: &Chapter) -> Vec<&Image> {
    struct Images<'a>(Vec<&'a Image>);
    impl<'a> Visit<'a> for Images<'a> {
        fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
            each_inline(&passage.inlines, &mut |inline, _| {
                if let Inline::Image(image) = inline {
                    self.0.push(image);
                }
            });
        }
        fn figure(&mut self, image: &'a Image) {
            self.0.push(image);
        }
    }
    let mut found = Images(Vec::new());
    walk(chapter, &mut found);
    found.0
}

/// Visits each inline with the bytes of text before it, a span before its content.
pub fn each_inline<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline, u32)) {
    inlines_from(inlines, 0, visit);
}

fn inlines_from<'a>(inlines: &'a [Inline], mut offset: u32, visit: &mut impl FnMut(&'a Inline, u32)) -> u32 {
    for inline in inlines {
        visit(inline, offset);
        match inline {
            Inline::Text { text: leaf, .. } | Inline::Code { text: leaf, .. } | Inline::Math { source: leaf, .. } => {
                offset = offset.saturating_add(u32::try_from(leaf.len()).unwrap_or(u32::MAX));
            }
            Inline::Span(SpanInline { content, .. }) => offset = inlines_from(content, offset, visit),
            Inline::Image(_) | Inline::LineBreak | Inline::BreakOpportunity | Inline::NoteMark { .. } => {}
        }
    }
    offset
}

/// The text of `chapter`, a line for each passage, without the data of drawings; line breaks in a
/// passage are spaces.
#[must_use]
pub fn plain_text(chapter: &Chapter) -> String {
    struct Plain(String);
    impl<'a> Visit<'a> for Plain {
        fn passage(&mut self, passage: &'a Passage, block: &'a Block) {
            if matches!(&block.kind, BlockKind::Drawing { data, .. } if std::ptr::eq(data, passage)) {
                return;
            }
            each_inline(&passage.inlines, &mut |inline, _| match inline {
                Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
                    self.0.push_str(text);
                }
                Inline::LineBreak => self.0.push(' '),
                _ => {}
            });
            self.0.push('\n');
        }
    }
    let mut found = Plain(String::new());
    walk(chapter, &mut found);
    found.0
}
