//! One walk over a chapter in the order in which its XHTML reads: blocks first, notes last; a
//! table's caption before its rows.

use crate::document::{Block, BlockKind, Chapter, NodeId, Passage, Table};
use crate::language::Language;

/// What a passage is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Running text.
    Text,
    /// A heading of this level.
    Heading(u8),
    /// A term of a list of definitions.
    Term,
    /// A caption.
    Caption,
    /// The head of a table.
    Head,
    /// Any other cell.
    Cell,
    /// Code.
    Code,
    /// The data of a drawing, which is written as such only where it is wrong.
    Data,
}

/// What is told of each thing on the way. The language is that of the surroundings.
pub(super) trait Visitor<'a> {
    /// Node `node` comes next in reading order.
    fn node(&mut self, node: NodeId);
    /// Block `block` starts; its node was told.
    fn block(&mut self, block: &'a Block);
    /// Passage `passage` comes; its node was told.
    fn passage(&mut self, passage: &'a Passage, setting: Setting, language: &'a Language);
}

/// Walks over `chapter`.
pub(super) fn walk<'a>(chapter: &'a Chapter, visitor: &mut impl Visitor<'a>) {
    blocks(&chapter.blocks, &chapter.language, visitor);
    for note in &chapter.notes {
        visitor.node(note.node);
        blocks(&note.blocks, &chapter.language, visitor);
    }
}

fn blocks<'a>(list: &'a [Block], language: &'a Language, visitor: &mut impl Visitor<'a>) {
    for item in list {
        block(item, language, visitor);
    }
}

fn block<'a>(block: &'a Block, language: &'a Language, visitor: &mut impl Visitor<'a>) {
    let language = block.attributes.language.as_ref().unwrap_or(language);
    visitor.node(block.node);
    visitor.block(block);
    match &block.kind {
        BlockKind::Paragraph(text) => passage(text, Setting::Text, language, visitor),
        BlockKind::Heading { level, title } => passage(title, Setting::Heading(*level), language, visitor),
        BlockKind::Quote { blocks: inner, .. } => blocks(inner, language, visitor),
        BlockKind::List { items, .. } => {
            for item in items {
                visitor.node(item.node);
                blocks(&item.blocks, language, visitor);
            }
        }
        BlockKind::Definitions(items) => {
            for item in items {
                item.terms.iter().for_each(|term| passage(term, Setting::Term, language, visitor));
                item.definitions.iter().for_each(|definition| blocks(definition, language, visitor));
            }
        }
        BlockKind::Code { text, .. } => passage(text, Setting::Code, language, visitor),
        BlockKind::Drawing { data, caption, .. } => {
            passage(data, Setting::Data, language, visitor);
            let caption = caption.iter();
            caption.for_each(|caption| passage(&caption.text, Setting::Caption, language, visitor));
        }
        BlockKind::Table(inner) => table(inner, language, visitor),
        BlockKind::Figure { caption, .. } => {
            let caption = caption.iter();
            caption.for_each(|caption| passage(&caption.text, Setting::Caption, language, visitor));
        }
        BlockKind::ThematicBreak => {}
    }
}

fn table<'a>(table: &'a Table, language: &'a Language, visitor: &mut impl Visitor<'a>) {
    if let Some(caption) = &table.caption {
        passage(&caption.text, Setting::Caption, language, visitor);
    }
    visitor.node(table.head.node);
    table.head.cells.iter().for_each(|cell| passage(cell, Setting::Head, language, visitor));
    for row in &table.rows {
        visitor.node(row.node);
        row.cells.iter().for_each(|cell| passage(cell, Setting::Cell, language, visitor));
    }
}

fn passage<'a>(passage: &'a Passage, setting: Setting, language: &'a Language, visitor: &mut impl Visitor<'a>) {
    visitor.node(passage.node);
    visitor.passage(passage, setting, language);
}
