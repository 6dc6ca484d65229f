//! Figures and captions: an image alone in its paragraph, and the paragraphs `Figure: …` and
//! `Table: …` beside what they describe.

use super::braces::{self, Braces};
use super::build::unnumbered;
use super::findings::Findings;
use super::passage::{Finished, dropped_title};
use super::smarten::SOFT_END;
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, Block, BlockKind, Caption, Image, Inline, Passage};
use crate::source::Span;

const FIGURE: &str = "Figure:";
const TABLE: &str = "Table:";

/// What a paragraph becomes: a figure if an image is alone in it, nothing if there is nothing to set.
pub(super) fn paragraph(finished: Finished, text: &str, findings: &mut Findings) -> Option<(BlockKind, Attributes)> {
    let Finished { mut inlines, titles, place } = finished;
    trim(&mut inlines);
    if inlines.iter().all(|inline| matches!(inline, Inline::LineBreak | Inline::BreakOpportunity)) {
        return None;
    }
    match figure(inlines, text, findings) {
        Ok((mut figure, attributes)) => {
            give_title(&mut figure, titles, findings);
            Some((figure, attributes))
        }
        Err(inlines) => {
            let inlines = Finished { inlines, titles, place }.without_titles(findings);
            Some((BlockKind::Paragraph(unnumbered(inlines)), Attributes::default()))
        }
    }
}

/// An image alone, or with a line `Figure: …` below it; else the inlines as they were.
fn figure(
    mut inlines: Vec<Inline>,
    text: &str,
    findings: &mut Findings,
) -> Result<(BlockKind, Attributes), Vec<Inline>> {
    let captioned = match inlines.get(1) {
        None => false,
        Some(Inline::Text { text, .. }) => text.strip_prefix(SOFT_END).is_some_and(|rest| rest.starts_with(FIGURE)),
        Some(_) => return Err(inlines),
    };
    if !matches!(inlines.first(), Some(Inline::Image(_))) || (inlines.len() > 1 && !captioned) {
        return Err(inlines);
    }
    let Inline::Image(mut image) = inlines.remove(0) else { return Err(inlines) };
    let mut attributes = std::mem::take(&mut image.attributes);
    let mut kind = BlockKind::Figure { image, caption: None };
    if captioned {
        trim(&mut inlines);
        describe(&mut kind, &mut attributes, inlines, text, findings);
    }
    Ok((kind, attributes))
}

fn give_title(kind: &mut BlockKind, titles: Vec<(Span, String)>, findings: &mut Findings) {
    let BlockKind::Figure { image, caption } = kind else { return };
    for (place, title) in titles {
        if place == image.span && caption.is_none() {
            let inlines = vec![Inline::Text { text: title, span: place }];
            *caption = Some(Caption { text: unnumbered(inlines) });
        } else {
            dropped_title(&title, place, findings);
        }
    }
}

/// Gives the captions among `blocks` to the figures, drawings and tables beside them.
pub(super) fn attach(blocks: Vec<Block>, text: &str, findings: &mut Findings) -> Vec<Block> {
    let mut attached: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut waiting: Option<Block> = None;
    for mut block in blocks {
        if let Some(caption) = waiting.take() {
            if takes_table_caption(&block.kind) {
                give(&mut block, caption, text, findings);
                attached.push(block);
                continue;
            }
            stray(&caption, TABLE, findings);
            attached.push(caption);
        }
        match word(&block) {
            Some(FIGURE) => match attached.last_mut().filter(|last| takes_figure_caption(&last.kind)) {
                Some(last) => give(last, block, text, findings),
                None => {
                    stray(&block, FIGURE, findings);
                    attached.push(block);
                }
            },
            Some(_) => match attached.last_mut().filter(|last| takes_table_caption(&last.kind)) {
                Some(last) => give(last, block, text, findings),
                None => waiting = Some(block),
            },
            None => attached.push(block),
        }
    }
    if let Some(caption) = waiting {
        stray(&caption, TABLE, findings);
        attached.push(caption);
    }
    attached
}

/// The word that a caption starts with, if `block` is one.
fn word(block: &Block) -> Option<&'static str> {
    let BlockKind::Paragraph(Passage { inlines, .. }) = &block.kind else { return None };
    let Some(Inline::Text { text, .. }) = inlines.first() else { return None };
    [FIGURE, TABLE].into_iter().find(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', SOFT_END]))
    })
}

/// Whether the line `written` of a table is its caption.
pub(super) fn is_table_caption(written: &str) -> bool {
    written.starts_with(TABLE) && written[TABLE.len()..].starts_with(' ') && !written.contains('|')
}

fn takes_table_caption(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Table(table) if table.caption.is_none())
}

fn takes_figure_caption(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Figure { .. } | BlockKind::Drawing { caption: None, .. })
}

fn stray(block: &Block, word: &str, findings: &mut Findings) {
    let what = if word == FIGURE { "directly after no figure" } else { "beside no table" };
    let fault = Diagnostic::warning(Code::StrayCaption, format!("a caption `{word}` stands {what}"));
    findings.push(fault.at(block.span).hint("it is set as a paragraph"));
}

/// Makes `caption`, a paragraph, the caption of `block`.
fn give(block: &mut Block, caption: Block, text: &str, findings: &mut Findings) {
    block.marks.page_break |= caption.marks.page_break;
    block.marks.no_break |= caption.marks.no_break;
    if let BlockKind::Paragraph(passage) = caption.kind {
        describe(&mut block.kind, &mut block.attributes, passage.inlines, text, findings);
    }
    block.attributes.id = block.attributes.id.take().or(caption.attributes.id);
}

/// Makes `inlines`, which start with the word of captions, the caption of a block.
pub(super) fn describe(
    kind: &mut BlockKind,
    attributes: &mut Attributes,
    mut inlines: Vec<Inline>,
    text: &str,
    findings: &mut Findings,
) {
    if let Some(Inline::Text { text: leaf, .. }) = inlines.first_mut() {
        let rest = leaf.strip_prefix(FIGURE).or(leaf.strip_prefix(TABLE)).map(str::to_owned);
        *leaf = rest.unwrap_or_else(|| std::mem::take(leaf));
    }
    let read = take_braces_at_end(&mut inlines, text, findings);
    trim(&mut inlines);
    let described = Some(Caption { text: unnumbered(inlines) });
    let replaced = match kind {
        BlockKind::Table(table) => std::mem::replace(&mut table.caption, described),
        BlockKind::Drawing { caption, .. } => std::mem::replace(caption, described),
        BlockKind::Figure { image, caption } => {
            set_width(image, &read);
            std::mem::replace(caption, described)
        }
        _ => None,
    };
    if let Some(Inline::Text { text, span }) = replaced.as_ref().and_then(|caption| caption.text.inlines.first()) {
        dropped_title(text, *span, findings);
    }
    merge(kind, attributes, read.attributes);
}

fn set_width(image: &mut Image, read: &Braces) {
    image.width = read.width.or(image.width);
    image.decorative |= read.attributes.has_class("decorative");
}

/// Adds what a caption's braces say to the attributes of its block; an id of the image that has to
/// give way stays with the image.
fn merge(kind: &mut BlockKind, attributes: &mut Attributes, more: Attributes) {
    if more.id.is_some() {
        let other = std::mem::replace(&mut attributes.id, more.id);
        if let BlockKind::Figure { image, .. } = kind {
            image.attributes.id = other;
        }
    }
    attributes.classes.extend(more.classes.into_iter().filter(|class| class != "decorative"));
    attributes.language = more.language.or(attributes.language.take());
    attributes.direction = more.direction.or(attributes.direction);
}

/// Takes the braces off the end of a heading or caption.
pub(super) fn take_braces_at_end(inlines: &mut Vec<Inline>, text: &str, findings: &mut Findings) -> Braces {
    let Some(Inline::Text { text: leaf, span }) = inlines.last_mut() else { return Braces::default() };
    let Some((content, start)) = braces::at_end(leaf) else { return Braces::default() };
    let length = leaf.trim_end().len() - start;
    let end = text[..(span.end as usize).min(text.len())].trim_end().len();
    let place = end.saturating_sub(length)..end;
    let as_written = text.get(place.clone()) == Some(&leaf[start..start + length]);
    if !as_written || text[..place.start].ends_with('\\') {
        return Braces::default();
    }
    let read = braces::read(content, place.clone(), findings);
    leaf.truncate(start);
    span.end = findings.span(place).start;
    trim(inlines);
    read
}

/// Takes white space and line breaks off both ends of a passage.
fn trim(inlines: &mut Vec<Inline>) {
    let space = |c: char| c == SOFT_END || matches!(c, ' ' | '\t' | '\n');
    while let Some(Inline::Text { text, .. }) = inlines.last_mut() {
        text.truncate(text.trim_end_matches(space).len());
        if !text.is_empty() {
            break;
        }
        inlines.pop();
    }
    while let Some(Inline::Text { text, .. }) = inlines.first_mut() {
        let start = text.len() - text.trim_start_matches(space).len();
        text.drain(..start);
        if !text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
}
