//! Notes → XHTML, with their ways back.

use super::chapter::{ChapterWriter, element, lead};
use super::xml::Xml;
use crate::document::{Block, BlockKind, Note, Passage};

impl<'a> ChapterWriter<'a> {
    pub(super) fn note(&mut self, xml: &mut Xml, note: &'a Note) {
        let id = format!("fn-{}", note.number);
        let tag = xml.tag("aside").attribute("epub:type", "footnote").attribute("role", "doc-footnote");
        tag.attribute("id", &id).with(|xml| {
            let first = note.blocks.first().and_then(|block| Some((block, paragraph(block)?)));
            let Some((block, text)) = first else {
                xml.tag("p").with(|xml| self.backlinks(xml, note));
                return self.blocks(xml, &note.blocks);
            };
            self.breaks_until(xml, (self.survey.rank(lead(block)), 0));
            element(xml, "p", block).with(|xml| {
                self.backlinks(xml, note);
                self.passage(xml, text);
            });
            self.blocks(xml, &note.blocks[1..]);
        });
        xml.line();
    }

    /// The note's number, which leads back to its first mark, and a link to each further one.
    fn backlinks(&mut self, xml: &mut Xml, note: &Note) {
        let index = self.chapter.notes.iter().position(|other| std::ptr::eq(other, note));
        let index = index.unwrap_or(usize::MAX);
        let count = self.survey.marks.get(index).copied().unwrap_or(0);
        let number = note.number.to_string();
        if count == 0 {
            xml.text(&number);
        }
        for mark in 1..=count {
            let again = if mark == 1 { String::new() } else { format!(" ({mark})") };
            let label = format!("{} {number}: {}{again}", self.words.footnote, self.labels.back);
            let tag = xml.tag("a").attribute("epub:type", "backlink").attribute("role", "doc-backlink");
            let file = self.file_of(|pieces| pieces.of_mark(index, mark));
            let tag = tag.attribute("href", &format!("{file}#{}", mark_id(note.number, mark)));
            tag.attribute("aria-label", &label).text(if mark == 1 { &number } else { "↩" });
            xml.text(" ");
        }
        if count == 0 {
            xml.text(" ");
        }
    }
}

/// The id of the `count`-th mark of note `number`.
pub(super) fn mark_id(number: u32, count: u32) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}

fn paragraph(block: &Block) -> Option<&Passage> {
    match &block.kind {
        BlockKind::Paragraph(text) => Some(text),
        _ => None,
    }
}
