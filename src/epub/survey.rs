//! What a chapter holds, found before it is written: the order of its nodes, the names in it, how
//! often its notes are marked, and what catalogues are told of it.

use super::walk::{Setting, Visitor, walk};
use crate::document::{Attributes, Block, BlockKind, Chapter, Image, Inline, NodeId, Passage, SpanKind, TextPosition};
use crate::language::Language;
use crate::source::BookPath;
use std::collections::{BTreeMap, BTreeSet};

/// What a chapter holds.
#[derive(Debug, Default)]
pub(super) struct Survey<'a> {
    /// Its passages by node.
    pub(super) passages: BTreeMap<NodeId, &'a Passage>,
    /// Its headings, by their own node and by that of their text.
    pub(super) headings: BTreeMap<NodeId, &'a Block>,
    /// How often each note is marked.
    pub(super) marks: Vec<u32>,
    /// Its images.
    pub(super) images: BTreeSet<&'a BookPath>,
    /// Widths that its images ask for.
    pub(super) widths: BTreeSet<u32>,
    /// Languages in it.
    pub(super) languages: BTreeSet<&'a Language>,
    /// Images with a description.
    pub(super) described: u32,
    /// Images that lack one.
    pub(super) undescribed: u32,
    /// Tables with header cells.
    pub(super) headed: u32,
    /// Tables without.
    pub(super) headless: u32,
    /// Its formulas: the passage, the notation, whether on a line of its own.
    pub(super) maths: Vec<(NodeId, &'a str, bool)>,
    /// Ids of the marks of the index, by passage and bytes of its text before them.
    indexed: BTreeMap<(NodeId, u32), String>,
    /// The place that the survey has come to.
    place: (NodeId, u32),
    names: BTreeMap<&'a str, String>,
    ranks: BTreeMap<NodeId, u32>,
    spans: u32,
}

/// The id of the element of block `node`.
pub(super) fn block_id(node: NodeId) -> String {
    format!("n{}", node.0)
}

/// The id of span `number` of a chapter, counted by [`is_numbered`].
pub(super) fn span_id(number: u32) -> String {
    format!("s{number}")
}

/// Whether an inline has an id of its own: one with a name, or a place that the index leads to.
pub(super) fn is_numbered(attributes: &Attributes, kind: Option<&SpanKind>) -> bool {
    attributes.id.is_some() || matches!(kind, Some(SpanKind::Index(_)))
}

/// Surveys `chapter`.
pub(super) fn survey(chapter: &Chapter) -> Survey<'_> {
    let mut survey = Survey { marks: vec![0; chapter.notes.len()], ..Survey::default() };
    survey.languages.insert(&chapter.language);
    walk(chapter, &mut survey);
    survey
}

impl<'a> Survey<'a> {
    /// The rank of `node` in reading order, or of the node before it if the walk did not meet it.
    pub(super) fn rank(&self, node: NodeId) -> u32 {
        self.ranks.range(..=node).next_back().map_or(0, |(_, rank)| *rank)
    }

    /// The id in the file of what the author named `name`.
    pub(super) fn id_of(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    /// The id in the file of the mark of the index at `place`.
    pub(super) fn mark_at(&self, place: TextPosition) -> Option<&str> {
        self.indexed.get(&(place.node, place.offset)).map(String::as_str)
    }

    fn name(&mut self, attributes: &'a Attributes, id: impl FnOnce() -> String) {
        if let Some(name) = &attributes.id {
            self.names.entry(name).or_insert_with(id);
        }
    }

    fn image(&mut self, image: &'a Image) {
        self.images.insert(&image.path);
        self.widths.extend(image.width);
        self.languages.extend(&image.attributes.language);
        match (image.decorative, image.alternative.trim().is_empty()) {
            (true, _) => {}
            (false, true) => self.undescribed += 1,
            (false, false) => self.described += 1,
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Span(span) => {
                    self.inline_id(&span.attributes, Some(&span.kind));
                    self.languages.extend(&span.attributes.language);
                    self.inlines(&span.content);
                }
                Inline::Image(image) => {
                    self.inline_id(&image.attributes, None);
                    self.image(image);
                }
                Inline::NoteMark { note, .. } => {
                    self.marks.get_mut(*note as usize).into_iter().for_each(|count| *count += 1);
                }
                Inline::Text { text, .. } | Inline::Code { text, .. } => self.pass(text),
                Inline::Math { source, display, .. } => {
                    self.maths.push((self.place.0, source, *display));
                    self.pass(source);
                }
                Inline::LineBreak | Inline::BreakOpportunity => {}
            }
        }
    }

    fn pass(&mut self, text: &str) {
        self.place.1 = self.place.1.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
    }

    fn inline_id(&mut self, attributes: &'a Attributes, kind: Option<&SpanKind>) {
        if is_numbered(attributes, kind) {
            self.spans += 1;
            let number = self.spans;
            if let Some(SpanKind::Index(_)) = kind {
                self.indexed.entry(self.place).or_insert_with(|| span_id(number));
            }
            self.name(attributes, || span_id(number));
        }
    }
}

impl<'a> Visitor<'a> for Survey<'a> {
    fn node(&mut self, node: NodeId) {
        let rank = u32::try_from(self.ranks.len()).unwrap_or(u32::MAX);
        self.ranks.entry(node).or_insert(rank);
    }

    fn block(&mut self, block: &'a Block) {
        self.name(&block.attributes, || block_id(block.node));
        self.languages.extend(&block.attributes.language);
        match &block.kind {
            BlockKind::Heading { title, .. } => {
                self.headings.insert(block.node, block);
                self.headings.entry(title.node).or_insert(block);
            }
            BlockKind::Figure { image, .. } => {
                self.name(&image.attributes, || block_id(block.node));
                self.image(image);
            }
            BlockKind::Table(table) => {
                let headed = table.head.cells.iter().any(|cell| !cell.is_empty());
                let count =
                    if headed || block.attributes.has_class("factbox") { &mut self.headed } else { &mut self.headless };
                *count += 1;
            }
            _ => {}
        }
    }

    fn passage(&mut self, passage: &'a Passage, _: Setting, _: &'a Language) {
        self.passages.insert(passage.node, passage);
        self.place = (passage.node, 0);
        self.inlines(&passage.inlines);
    }
}
