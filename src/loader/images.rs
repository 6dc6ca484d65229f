//! The images that a chapter names, wherever they stand in it.

use crate::document::{Block, BlockKind, Caption, Chapter, Image, Inline, Passage};

/// All images of `chapter`: those of its blocks in order, then those of its notes.
pub(super) fn images(chapter: &Chapter) -> Vec<&Image> {
    let mut images = Vec::new();
    in_blocks(&chapter.blocks, &mut images);
    for note in &chapter.notes {
        in_blocks(&note.blocks, &mut images);
    }
    images
}

fn in_blocks<'a>(blocks: &'a [Block], images: &mut Vec<&'a Image>) {
    for block in blocks {
        in_block(block, images);
    }
}

fn in_block<'a>(block: &'a Block, images: &mut Vec<&'a Image>) {
    match &block.kind {
        BlockKind::Paragraph(passage) | BlockKind::Heading { title: passage, .. } => in_passage(passage, images),
        BlockKind::Quote { blocks, .. } => in_blocks(blocks, images),
        BlockKind::List { items, .. } => items.iter().for_each(|item| in_blocks(&item.blocks, images)),
        BlockKind::Definitions(items) => {
            for item in items {
                item.terms.iter().for_each(|term| in_passage(term, images));
                item.definitions.iter().for_each(|blocks| in_blocks(blocks, images));
            }
        }
        BlockKind::Table(table) => {
            let rows = std::iter::once(&table.head).chain(&table.rows);
            rows.flat_map(|row| &row.cells).for_each(|cell| in_passage(cell, images));
            in_caption(table.caption.as_ref(), images);
        }
        BlockKind::Figure { image, caption } => {
            images.push(image);
            in_caption(caption.as_ref(), images);
        }
        BlockKind::Drawing { caption, .. } => in_caption(caption.as_ref(), images),
        BlockKind::Code { .. } | BlockKind::ThematicBreak => {}
    }
}

fn in_caption<'a>(caption: Option<&'a Caption>, images: &mut Vec<&'a Image>) {
    if let Some(caption) = caption {
        in_passage(&caption.text, images);
    }
}

fn in_passage<'a>(passage: &'a Passage, images: &mut Vec<&'a Image>) {
    in_inlines(&passage.inlines, images);
}

fn in_inlines<'a>(inlines: &'a [Inline], images: &mut Vec<&'a Image>) {
    for inline in inlines {
        match inline {
            Inline::Image(image) => images.push(image),
            Inline::Span(span) => in_inlines(&span.content, images),
            _ => {}
        }
    }
}
