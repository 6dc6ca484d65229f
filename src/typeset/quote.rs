//! Quotations with their sources, display text, and boxes: alerts and sidebars.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{BlockSetting, Ground, ItemContent, ItemRole, PageItem, Strip, StripContent};
use crate::document::{Block, BlockKind, QuoteKind, with_source};
use crate::geometry::{Length, Point};
use crate::style::{BlockStyle, Role};

/// The rule on top of a box.
const RULE: Length = Length::pt(1);
/// The rule on top of a box that warns.
const WARNING_RULE: Length = Length::pt(3);
/// Grid lines above and below a box, of which its ground takes a half.
const BOX_SPACE: u32 = 2;
/// A box of so many grid lines is kept whole where it can be.
const SMALL_BOX: u32 = 15;

/// Sets `blocks`, the content of the quotation or box `block`.
pub(super) fn set<'a>(
    typesetter: &mut Typesetter<'a>,
    kind: QuoteKind,
    block: &'a Block,
    blocks: &'a [Block],
    flow: &Flow,
) {
    let words = typesetter.words();
    let (title, rule) = match kind {
        QuoteKind::Quotation => return quotation(typesetter, block, blocks, flow),
        QuoteKind::Display => return display(typesetter, blocks, flow),
        QuoteKind::Sidebar => (None, RULE),
        QuoteKind::Note => (Some(words.note), RULE),
        QuoteKind::Tip => (Some(words.tip), RULE),
        QuoteKind::Important => (Some(words.important), RULE),
        QuoteKind::Warning => (Some(words.warning), WARNING_RULE),
        QuoteKind::Caution => (Some(words.caution), WARNING_RULE),
    };
    let first = typesetter.strips.len();
    let inset = typesetter.grid() / 2;
    let inner = Flow { left: flow.left + inset, right: flow.right + inset, role: Role::BoxText, ..flow.clone() };
    if let Some(title) = title {
        label(typesetter, block, title, &inner);
    }
    typesetter.after_paragraph = false;
    typesetter.blocks(blocks, &inner);
    let (accent, tint) = (typesetter.context.style.accent, typesetter.context.style.tint);
    let ground = Ground { block: block.node, left: flow.left, width: flow.width(), rule, accent, tint };
    for strip in &mut typesetter.strips[first..] {
        strip.ground.get_or_insert(ground);
    }
    keep_small(&mut typesetter.strips[first..]);
    // Space may grow between boxes, and not within them.
    typesetter.strips[first..].iter_mut().skip(1).for_each(|strip| strip.rigid = true);
    // A title keeps its own distance to the text before it, and none to the edge of its box.
    typesetter.strips[first..].iter_mut().take(1).for_each(|strip| strip.above = 0);
    typesetter.strips[first..].iter_mut().next_back().into_iter().for_each(|strip| strip.below = 0);
    typesetter.surround(first, BOX_SPACE, BOX_SPACE);
}

/// Keeps a box of few lines on one page.
fn keep_small(strips: &mut [Strip]) {
    if strips.iter().map(Strip::lines).sum::<u32>() > SMALL_BOX {
        return;
    }
    let count = strips.len();
    for (index, strip) in strips.iter_mut().enumerate() {
        strip.keep_together = true;
        strip.keep_with_next |= index + 1 < count;
    }
}

fn label(typesetter: &mut Typesetter<'_>, block: &Block, title: &str, flow: &Flow) {
    let style = *typesetter.context.style.get(Role::BoxTitle);
    let line = typesetter.made_line(title, style.text, &flow.language);
    let mut setting = BlockSetting { height: 1, ..BlockSetting::default() };
    let origin = Point::new(flow.left, typesetter.context.style.page.baseline());
    let role = ItemRole::Content(typesetter.position(block.node));
    setting.items.push(PageItem { origin, content: ItemContent::Line(line), role });
    typesetter.push_block(block.node, setting, true);
}

fn quotation<'a>(typesetter: &mut Typesetter<'a>, block: &'a Block, blocks: &'a [Block], flow: &Flow) {
    let chapter = &typesetter.context.document.chapters[typesetter.index as usize].chapter;
    let is_epigraph = chapter.epigraph() == Some(block.node);
    let role = if is_epigraph { Role::Epigraph } else { Role::Quotation };
    let style = *typesetter.context.style.get(role);
    let inner = match is_epigraph {
        true => Flow { role, ..flow.indented(style.inset) },
        false => Flow { left: flow.left + style.inset, right: flow.right + style.inset, role, ..flow.clone() },
    };
    let first = typesetter.strips.len();
    let (blocks, source) = with_source(blocks);
    typesetter.after_paragraph = false;
    typesetter.blocks(blocks, &inner);
    attribution(typesetter, source, &inner);
    typesetter.surround(first, style.above, style.below);
    // The text of the chapter starts after its epigraph.
    typesetter.opened = is_epigraph;
}

/// The source of a quotation below it.
fn attribution<'a>(typesetter: &mut Typesetter<'a>, source: Option<&'a Block>, flow: &Flow) {
    let style = *typesetter.context.style.get(Role::Attribution);
    source_in(typesetter, source, &style, flow);
}

fn source_in<'a>(typesetter: &mut Typesetter<'a>, source: Option<&'a Block>, style: &BlockStyle, flow: &Flow) {
    let Some(BlockKind::Paragraph(passage)) = source.map(|source| &source.kind) else { return };
    if let Some(last) = typesetter.strips.last_mut() {
        last.keep_with_next = true;
    }
    let flow = &typesetter.balanced(passage, style, flow);
    let settings = typesetter.settings(passage, style, flow, Length::ZERO, 0);
    let strip = typesetter.strip(passage.node, StripContent::Paragraph { settings, x: flow.left });
    typesetter.push(Strip { above: style.above, ..strip });
}

/// A statement in large type over the whole measure, which is kept on one page.
fn display<'a>(typesetter: &mut Typesetter<'a>, blocks: &'a [Block], flow: &Flow) {
    let usual = *typesetter.context.style.get(Role::DisplayText);
    let first = typesetter.strips.len();
    let (statement, source) = with_source(blocks);
    for block in statement {
        let BlockKind::Paragraph(passage) = &block.kind else {
            typesetter.blocks(std::slice::from_ref(block), flow);
            continue;
        };
        let style = typesetter.fitted(passage, &usual, flow);
        let narrowed = typesetter.balanced(passage, &style, flow);
        let lines = typesetter.lines(passage, "", &style, &narrowed, Length::ZERO);
        let setting = typesetter.block_of_lines(lines, &style, &narrowed);
        typesetter.push_block(passage.node, setting, false);
    }
    // The source starts where the statement does, and clear of its large descenders.
    let style = BlockStyle { alignment: usual.alignment, above: 1, ..*typesetter.context.style.get(Role::Attribution) };
    source_in(typesetter, source, &style, flow);
    typesetter.surround(first, usual.above, usual.below);
}
