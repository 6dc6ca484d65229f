//! Lists and definitions → XHTML.

use super::chapter::{ChapterWriter, classed, element};
use super::survey::block_id;
use super::xml::Xml;
use crate::document::{Block, BlockKind, DefinitionItem, ListItem, Passage, TextPosition};

impl<'a> ChapterWriter<'a> {
    pub(super) fn list(
        &mut self,
        xml: &mut Xml,
        block: &'a Block,
        start: Option<u64>,
        tight: bool,
        items: &'a [ListItem],
    ) {
        if items.is_empty() {
            return;
        }
        let tasks = items.iter().all(|item| item.checked.is_some());
        let class = if tasks { Some("tasks") } else { None };
        let tag = classed(xml, if start.is_some() { "ol" } else { "ul" }, block, class);
        let start = start.filter(|start| *start != 1).map(|start| start.to_string());
        tag.maybe("start", start.as_deref()).with(|xml| {
            for item in items {
                xml.tag("li").with(|xml| self.item(xml, item, tight));
                xml.line();
            }
        });
    }

    fn item(&mut self, xml: &mut Xml, item: &'a ListItem, tight: bool) {
        self.breaks_until(xml, (self.survey.rank(item.node), 0));
        if let Some(done) = item.checked {
            xml.text(if done { "☑ " } else { "☐ " });
        }
        self.cell_blocks(xml, &item.blocks, tight);
    }

    /// Blocks of an item or definition; in a tight one, paragraphs stand without an element of
    /// their own.
    fn cell_blocks(&mut self, xml: &mut Xml, blocks: &'a [Block], tight: bool) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(text) if tight && is_bare(block) => self.passage(xml, text),
                _ => self.block(xml, block),
            }
            if blocks.len() > 1 {
                xml.line();
            }
        }
    }

    pub(super) fn definitions(&mut self, xml: &mut Xml, block: &'a Block, items: &'a [DefinitionItem]) {
        let whole = |item: &&DefinitionItem| !item.terms.is_empty() || !item.definitions.is_empty();
        if !items.iter().any(|item| whole(&item)) {
            return;
        }
        let explains = self.plan.document.chapters[self.index as usize].matter.is_kind("glossary");
        let of_glossary = |name| explains.then_some(name);
        element(xml, "dl", block).with(|xml| {
            for item in items {
                for term in &item.terms {
                    xml.tag("dt").maybe("epub:type", of_glossary("glossterm")).with(|xml| self.term(xml, term));
                    xml.line();
                }
                for definition in &item.definitions {
                    let tight = definition.len() == 1;
                    xml.tag("dd")
                        .maybe("epub:type", of_glossary("glossdef"))
                        .with(|xml| self.cell_blocks(xml, definition, tight));
                    xml.line();
                }
            }
        });
    }

    /// A term; one of a glossary is what glossary references lead to.
    fn term(&mut self, xml: &mut Xml, term: &'a Passage) {
        let place = TextPosition { chapter: self.index, node: term.node, offset: 0 };
        if !self.plan.document.terms.contains_key(&place) {
            return self.passage(xml, term);
        }
        self.in_definition = true;
        xml.tag("dfn").attribute("id", &block_id(term.node)).with(|xml| self.passage(xml, term));
        self.in_definition = false;
    }
}

/// Whether nothing is said of `block` that would need an element.
fn is_bare(block: &Block) -> bool {
    block.attributes == crate::document::Attributes::default()
}
