//! Titles and headings: their size, lines of about the same length.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{BlockSetting, Line, Strip, StripContent};
use crate::document::Passage;
use crate::geometry::Length;
use crate::style::{BlockStyle, Role, StyleSheet, TextStyle};

/// Sizes of a title in hundredths of that of its style: the first in which its widest word fits is taken.
const SIZES: [i64; 5] = [100, 90, 80, 70, 60];

/// `style` in the greatest size in which a word that is `word` wide in it fits `measure`, but no smaller than the
/// text of the book: words that do not fit even so may be divided.
pub(crate) fn fitted(style: &BlockStyle, word: Length, measure: Length, sheet: &StyleSheet) -> BlockStyle {
    let least = sheet.get(Role::Body).text.size.min(style.text.size);
    let of = |part: i64| style.text.size.scale(part, 100);
    let mut sizes = SIZES.into_iter().filter(|part| of(*part) >= least);
    let fits = |part: &i64| word.scale(*part, 100) <= measure;
    let (part, hyphenate) = match sizes.clone().find(fits) {
        Some(part) => (part, style.hyphenate),
        None => (sizes.next_back().unwrap_or(100), true),
    };
    let grid = sheet.page.leading;
    // Lines stay on the grid, as far apart as those of larger type where they need it.
    let leading =
        if part == 100 { style.leading } else { grid * i64::from(style.leading.scale(part, 100).div_ceil(grid)) };
    let text = TextStyle { size: of(part), ..style.text };
    BlockStyle { text, leading: leading.min(style.leading), hyphenate, ..*style }
}

/// The narrowest measure in which `set` makes no more lines than in `widest`, so that no line of a title is much
/// shorter than the others.
pub(crate) fn balanced(widest: Length, set: impl Fn(Length) -> Vec<Line>) -> Length {
    let lines = set(widest);
    // Words that had to be divided are divided no further.
    let count = if lines.iter().any(is_divided) { 1 } else { lines.len() };
    let (mut low, mut high) = (widest / 2, widest);
    while count > 1 && high - low > Length::pt(2) {
        let middle = low + (high - low) / 2;
        let lines = set(middle);
        let whole = lines.iter().all(|line| line.width <= middle && !is_divided(line));
        if lines.len() == count && whole { high = middle } else { low = middle }
    }
    high
}

/// Whether `line` ends with a hyphen, of the program's or of the author's.
fn is_divided(line: &Line) -> bool {
    line.hyphenated || line.runs.last().is_some_and(|run| run.run.text.ends_with('-'))
}

impl<'a> Typesetter<'a> {
    /// The style in which `title` is set within `flow`, whose widest word is to fit its lines.
    pub fn fitted(&self, title: &Passage, style: &BlockStyle, flow: &Flow) -> BlockStyle {
        let (word, _) = self.extent(title, style.text, flow);
        fitted(style, word, flow.width(), self.context.style)
    }

    /// `flow` as narrow as `title` can be set in it without another line.
    pub fn balanced(&self, title: &Passage, style: &BlockStyle, flow: &Flow) -> Flow {
        let set = |measure| {
            let narrow = Flow { left: Length::ZERO, right: Length::ZERO, measure, ..flow.clone() };
            self.trial(title, "", style, &narrow)
        };
        flow.narrowed_at(style.alignment, balanced(flow.width(), set))
    }

    /// `flow` for `cell` of a table: as narrow as makes its lines about as long as one another, where a short word would
    /// stand alone on the last of them.
    pub fn without_lone_word(&self, cell: &Passage, style: &BlockStyle, flow: &Flow) -> Flow {
        let lines = self.trial(cell, "", style, flow);
        let is_lone =
            |line: &Line| line.width * 3 < flow.width() && line.runs.iter().skip(1).all(|run| !run.space_before);
        let has_lone = lines.len() > 1 && lines.last().is_some_and(is_lone);
        let whole = BlockStyle { hyphenate: false, ..*style };
        if has_lone { self.balanced(cell, &whole, flow) } else { flow.clone() }
    }

    /// Sets the heading `title` of level 2 to 6, or a title within a box.
    pub fn heading(&mut self, level: u8, title: &'a Passage, flow: &Flow) {
        let role = match level {
            _ if flow.role == Role::BoxText => Role::BoxTitle,
            1 | 2 => Role::Heading2,
            3 => Role::Heading3,
            _ => Role::Heading4,
        };
        let style = self.fitted(title, self.context.style.get(role), flow);
        let flow = &self.balanced(title, &style, flow);
        let lines = self.lines(title, "", &style, flow, Length::ZERO);
        let setting = self.block_of_lines(lines, &style, flow);
        let strip = self.strip(title.node, StripContent::Block(setting));
        let (above, below) = (style.above, style.below);
        self.push(Strip { above, below, keep_with_next: true, barrier: Some(level), ..strip });
        self.section = level;
    }

    /// The heading that was set last, if nothing stands behind it.
    pub fn last_heading(&self) -> Option<&BlockSetting> {
        let strip = self.strips.last()?;
        let is_heading = strip.keep_with_next && strip.barrier.is_some_and(|level| level > 1);
        match &strip.content {
            StripContent::Block(setting) if is_heading => Some(setting),
            _ => None,
        }
    }

    /// Takes that heading back.
    pub fn take_heading(&mut self) -> Option<BlockSetting> {
        let heading = self.last_heading()?.clone();
        self.strips.pop();
        Some(heading)
    }
}
