//! Quotations, alerts and sidebars → XHTML.

use super::chapter::{ChapterWriter, classed};
use super::survey::block_id;
use super::xml::Xml;
use crate::document::{Block, BlockKind, QuoteKind, with_source};

impl<'a> ChapterWriter<'a> {
    /// A quotation; one with a source is a figure, since a source is no part of what is quoted.
    pub(super) fn quotation(&mut self, xml: &mut Xml, block: &'a Block, kind: QuoteKind, blocks: &'a [Block]) {
        let (quoted, source) = with_source(blocks);
        let epigraph = self.chapter.epigraph() == Some(block.node);
        let name = if source.is_some() { "figure" } else { "blockquote" };
        let class = match kind {
            QuoteKind::Display => Some("display"),
            _ if epigraph => Some("epigraph"),
            _ => source.map(|_| "quotation"),
        };
        let mut tag = classed(xml, name, block, class);
        if epigraph {
            tag = tag.attribute("epub:type", "epigraph").attribute("role", "doc-epigraph");
        }
        tag.with(|xml| match source.map(|source| &source.kind) {
            Some(BlockKind::Paragraph(text)) => {
                xml.tag("blockquote").with(|xml| self.blocks(xml, quoted));
                xml.line();
                xml.tag("figcaption").attribute("class", "attribution").with(|xml| self.passage(xml, text));
            }
            _ => self.blocks(xml, blocks),
        });
    }

    /// A text beside the text, under its own heading.
    pub(super) fn sidebar(&mut self, xml: &mut Xml, block: &'a Block, blocks: &'a [Block]) {
        let title = blocks.first().map(|heading| block_id(heading.node));
        let tag = classed(xml, "aside", block, Some("sidebar")).attribute("epub:type", "sidebar");
        tag.maybe("aria-labelledby", title.as_deref()).with(|xml| self.blocks(xml, blocks));
    }

    pub(super) fn alert(&mut self, xml: &mut Xml, block: &'a Block, kind: QuoteKind, blocks: &'a [Block]) {
        let words = self.words;
        let label = match kind {
            QuoteKind::Quotation | QuoteKind::Display | QuoteKind::Sidebar | QuoteKind::Note => words.note,
            QuoteKind::Tip => words.tip,
            QuoteKind::Important => words.important,
            QuoteKind::Warning => words.warning,
            QuoteKind::Caution => words.caution,
        };
        let tag = classed(xml, "aside", block, Some("alert"));
        // Any other aside would be a landmark, which each must have a name of its own.
        let tag = match kind {
            QuoteKind::Tip => tag.attribute("epub:type", "tip").attribute("role", "doc-tip"),
            _ => tag.attribute("role", "note"),
        };
        tag.with(|xml| {
            xml.tag("p").attribute("class", "alert-label").text(label);
            xml.line();
            self.blocks(xml, blocks);
        });
    }
}
