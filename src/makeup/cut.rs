//! Blocks that are higher than a page → pieces that are not.
//!
//! A heading or a caption of a thousand words is a block, which no page break may part; without this
//! it would run off the page and be lost. A single thing that is higher than the page stays whole.

use crate::geometry::PageGeometry;
use crate::typeset::{BlockSetting, Galley, ItemContent, Strip, StripContent};

/// `galley` with each block that is higher than a page as several, cut between its lines.
pub(super) fn cut(galley: Galley, geometry: &PageGeometry) -> Galley {
    let strips = galley.strips.into_iter().flat_map(|strip| pieces(strip, geometry)).collect();
    Galley { strips, ..galley }
}

fn pieces(strip: Strip, geometry: &PageGeometry) -> Vec<Strip> {
    let block = match strip.content {
        StripContent::Block(block) if block.height > geometry.lines => block,
        content => return vec![Strip { content, ..strip }],
    };
    let blocks = parted(block, geometry);
    let last = blocks.len() - 1;
    let piece = |(index, block)| Strip {
        above: if index == 0 { strip.above } else { 0 },
        below: if index == last { strip.below } else { 0 },
        keep_with_next: strip.keep_with_next && index == last,
        page_break: strip.page_break && index == 0,
        content: StripContent::Block(block),
        ..strip
    };
    blocks.into_iter().enumerate().map(piece).collect()
}

/// `block` in pieces of a page's height, each thing in that where it starts. There is one at least.
fn parted(block: BlockSetting, geometry: &PageGeometry) -> Vec<BlockSetting> {
    let page = geometry.leading * i64::from(geometry.lines);
    let piece_of = |y: crate::geometry::Length| (y.get().max(0) / page.get()) as usize;
    let count = 1 + block.items.iter().map(|item| piece_of(item.origin.y)).max().unwrap_or(0);
    let mut pieces = vec![BlockSetting { height: geometry.lines, ..BlockSetting::default() }; count];
    pieces[count - 1].height = block.height - geometry.lines * (count as u32 - 1);
    let mut unmarked = block.notes;
    for mut item in block.items {
        let index = piece_of(item.origin.y);
        item.origin.y -= page * index as i64;
        if let ItemContent::Line(line) = &item.content {
            pieces[index].notes.extend(&line.notes);
            unmarked.retain(|note| !line.notes.contains(note));
        }
        pieces[index].items.push(item);
    }
    pieces[count - 1].notes.extend(unmarked);
    pieces
}
