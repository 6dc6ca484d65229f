//! Titles and headings.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{Strip, StripContent};
use crate::document::Passage;
use crate::geometry::Length;
use crate::language::Direction;
use crate::style::{BlockStyle, Role};

impl<'a> Typesetter<'a> {
    /// `flow` as narrow as `title` can be set in it without another line: no line of a title is to be
    /// much shorter than the others.
    pub fn balanced(&self, title: &Passage, style: &BlockStyle, flow: &Flow) -> Flow {
        let lines = |measure| {
            let narrow = Flow { left: Length::ZERO, right: Length::ZERO, measure, ..flow.clone() };
            self.trial(title, style, &narrow)
        };
        let widest = flow.width();
        let count = lines(widest).len();
        let (mut low, mut high) = (widest / 2, widest);
        while count > 1 && high - low > Length::pt(2) {
            let middle = low + (high - low) / 2;
            let set = lines(middle);
            let whole = set.iter().all(|line| line.width <= middle && !line.hyphenated);
            if set.len() == count && whole { high = middle } else { low = middle }
        }
        match flow.direction {
            Direction::LeftToRight => Flow { right: flow.right + widest - high, ..flow.clone() },
            Direction::RightToLeft => Flow { left: flow.left + widest - high, ..flow.clone() },
        }
    }

    /// Sets the heading `title` of level 2 to 6, or a title within a box.
    pub fn heading(&mut self, level: u8, title: &'a Passage, flow: &Flow) {
        let role = match level {
            _ if flow.role == Role::BoxText => Role::BoxTitle,
            1 | 2 => Role::Heading2,
            3 => Role::Heading3,
            _ => Role::Heading4,
        };
        let style = *self.context.style.get(role);
        let flow = &self.balanced(title, &style, flow);
        let lines = self.lines(title, "", &style, flow, Length::ZERO);
        let setting = self.block_of_lines(lines, &style, flow);
        let strip = self.strip(title.node, StripContent::Block(setting));
        let (above, below) = (style.above, style.below);
        self.push(Strip { above, below, keep_with_next: true, barrier: Some(level), ..strip });
        self.section = level;
    }
}
