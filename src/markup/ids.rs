//! Names that links lead to: given ones are unique in their chapter, headings without one get a slug
//! of their text in the manner of GitHub.

use super::findings::Findings;
use super::settle::{Step, walk};
use super::smarten::SOFT_END;
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, Block, BlockKind, Inline, Note, slug};
use crate::source::Span;
use std::collections::BTreeMap;

/// Gives every heading an id and takes away ids that are given twice.
pub(super) fn assign(blocks: &mut [Block], notes: &mut [Note], findings: &mut Findings) {
    let mut ids = Ids::default();
    for_all(blocks, notes, &mut |block| ids.claim_block(block, findings));
    for_all(blocks, notes, &mut |block| ids.name_heading(block));
}

fn for_all(blocks: &mut [Block], notes: &mut [Note], visit: &mut dyn FnMut(&mut Block)) {
    each_block(blocks, visit);
    for note in notes {
        each_block(&mut note.blocks, visit);
    }
}

/// Visits each block and then the blocks in it.
fn each_block(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match &mut block.kind {
            BlockKind::Quote { blocks, .. } => each_block(blocks, visit),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| each_block(&mut item.blocks, visit)),
            BlockKind::Definitions(items) => {
                let definitions = items.iter_mut().flat_map(|item| &mut item.definitions);
                definitions.for_each(|blocks| each_block(blocks, visit));
            }
            _ => {}
        }
    }
}

/// The ids taken, each with the suffix that was tried last.
#[derive(Default)]
struct Ids(BTreeMap<String, u32>);

impl Ids {
    fn claim_block(&mut self, block: &mut Block, findings: &mut Findings) {
        self.claim(&mut block.attributes, block.span, findings);
        if let BlockKind::Figure { image, .. } = &mut block.kind {
            self.claim(&mut image.attributes, image.span, findings);
        }
        if matches!(block.kind, BlockKind::Quote { .. } | BlockKind::List { .. }) {
            return;
        }
        own_passages(block, &mut |inlines| self.claim_inlines(inlines, findings));
    }

    fn claim_inlines(&mut self, inlines: &mut [Inline], findings: &mut Findings) {
        for inline in inlines {
            match inline {
                Inline::Span(span) => {
                    self.claim(&mut span.attributes, span.span, findings);
                    self.claim_inlines(&mut span.content, findings);
                }
                Inline::Image(image) => self.claim(&mut image.attributes, image.span, findings),
                _ => {}
            }
        }
    }

    fn claim(&mut self, attributes: &mut Attributes, place: Span, findings: &mut Findings) {
        let Some(id) = &attributes.id else { return };
        if self.0.insert(id.clone(), 0).is_some() {
            let fault = Diagnostic::error(Code::DuplicateId, format!("id `{id}` is given twice in this chapter"));
            findings.push(fault.at(place).hint("links lead to the first; choose another name here"));
            attributes.id = None;
        }
    }

    fn name_heading(&mut self, block: &mut Block) {
        if let BlockKind::Heading { title, .. } = &block.kind
            && block.attributes.id.is_none()
        {
            block.attributes.id = Some(self.free(slug(&title.text().replace(SOFT_END, " "))));
        }
    }

    /// `base`, or `base-1`, `base-2` …, whichever is free first.
    fn free(&mut self, base: String) -> String {
        let Some(mut tried) = self.0.get(&base).copied() else {
            self.0.insert(base.clone(), 0);
            return base;
        };
        loop {
            tried += 1;
            let name = format!("{base}-{tried}");
            if !self.0.contains_key(&name) {
                self.0.insert(name.clone(), 0);
                self.0.insert(base, tried);
                return name;
            }
        }
    }
}

/// Visits the passages of `block` that are not in a block of their own.
fn own_passages(block: &mut Block, visit: &mut dyn FnMut(&mut [Inline])) {
    let definitions = match &mut block.kind {
        BlockKind::Definitions(items) => items,
        _ => {
            return walk(std::slice::from_mut(block), &mut |step| {
                if let Step::Passage(passage, _) = step {
                    visit(&mut passage.inlines);
                }
            });
        }
    };
    for term in definitions.iter_mut().flat_map(|item| &mut item.terms) {
        visit(&mut term.inlines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_that_is_taken_gets_a_number() {
        let mut ids = Ids::default();
        let names: Vec<_> = ["a", "a", "a-1", "a"].into_iter().map(|name| ids.free(name.to_owned())).collect();
        assert_eq!(names, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
