//! Captions with their numbers, and which figures and tables may leave their place.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{BlockSetting, Floating, Strip, StripContent, balanced};
use crate::document::{Block, Caption, CaptionNumber, HandMarks, NodeId, Passage};
use crate::geometry::Length;
use crate::style::Role;

/// Whether `passage` ends with a colon.
pub(super) fn announces(passage: &Passage) -> bool {
    passage.text().trim_end().ends_with([':', '：'])
}

impl<'a> Typesetter<'a> {
    /// The number of the figure or table `node`, if it has one.
    pub fn number(&self, node: NodeId) -> Option<CaptionNumber> {
        self.context.document.numbers.get(&self.position(node)).copied()
    }

    /// The lines of `caption`, which starts with `number`.
    pub fn caption_block(
        &mut self,
        caption: &'a Caption,
        number: Option<(&str, CaptionNumber)>,
        flow: &Flow,
    ) -> BlockSetting {
        let style = *self.context.style.get(Role::Caption);
        let lead = number.map(|(word, number)| format!("{word}\u{A0}{number}\u{2002}")).unwrap_or_default();
        let set = |measure| {
            let narrow = Flow { left: Length::ZERO, right: Length::ZERO, measure, ..flow.clone() };
            self.trial(&caption.text, &lead, &style, &narrow)
        };
        // A word alone on the last line would look like a mistake, and some captions wider than others too.
        let flow = flow.narrowed(balanced(flow.width(), set));
        let lines = self.lines(&caption.text, &lead, &style, &flow, Length::ZERO);
        self.block_of_lines(lines, &style, &flow)
    }

    /// Adds `caption`, above what it belongs to or below.
    pub fn caption(
        &mut self,
        caption: Option<&'a Caption>,
        number: Option<(&str, CaptionNumber)>,
        flow: &Flow,
        above: bool,
    ) {
        let Some(caption) = caption else { return };
        let setting = self.caption_block(caption, number, flow);
        let strip = self.strip(caption.text.node, StripContent::Block(setting));
        let space = (u32::from(above), u32::from(!above));
        self.push(Strip { above: space.0, below: space.1, keep_with_next: above, ..strip });
    }

    /// Whether `block`, whose strips start at `first`, may stand elsewhere than in its place: a figure or table
    /// with a number, by which readers find it, that nothing binds to its place: no box or list around it, no mark
    /// made by hand, no colon before it.
    pub fn may_float(&self, block: &Block, first: usize, flow: &Flow) -> bool {
        let is_bound = flow.depth > 0 || flow.role != Role::Body || block.marks != HandMarks::default();
        let is_announced = || {
            let before = self.last_paragraph.filter(|(end, _)| *end == first);
            before.is_some_and(|(_, passage)| announces(passage))
        };
        let numbered = self.number(block.node).is_some();
        numbered && self.context.document.manifest.look.floats && !is_bound && !is_announced()
    }

    /// Lets `block`, whose strips start at `first`, stand elsewhere than in its place, if it may. Returns whether
    /// it does.
    pub fn float(&mut self, block: &Block, first: usize, flow: &Flow) -> bool {
        if self.number(block.node).is_none() {
            return false;
        }
        // What was set for pages of its own stays on them.
        let has_pages = self.strips[first..].iter().any(|strip| strip.page_break);
        let floats = !has_pages && self.may_float(block, first, flow);
        let float = Floating { block: block.node, section: self.section };
        for strip in &mut self.strips[first..] {
            strip.float = floats.then_some(float);
            strip.barrier = if floats { None } else { Some(0) };
        }
        floats
    }
}
