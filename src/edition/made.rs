//! What the pages that the program makes have in common, and the pages of parts.

use super::compose::artifact;
use crate::document::{Inline, NodeId, Passage};
use crate::geometry::{Length, Point, Size};
use crate::makeup::Page;
use crate::manifest::Metadata;
use crate::source::{SourceId, Span};
use crate::style::{BlockStyle, Role};
use crate::typeset::{
    Artifact, Context, ItemContent, ItemRole, PageItem, balanced, fitted, lines_outside, widest_word_outside,
};

/// The thickness of a rule below a title.
const RULE: Length = Length::millipt(500);

/// Makes the pages of one book.
pub(super) struct Maker<'a> {
    pub context: &'a Context<'a>,
}

impl Maker<'_> {
    pub fn metadata(&self) -> &Metadata {
        &self.context.document.manifest.metadata
    }

    pub fn style(&self, role: Role) -> &BlockStyle {
        self.context.style.get(role)
    }

    /// Lines of `text` in `role` from grid line `top` on; returns the grid line below them.
    pub fn text(&self, items: &mut Vec<PageItem>, text: &str, role: Role, top: u32) -> u32 {
        let page = &self.context.style.page;
        let language = &self.metadata().language;
        let passage = Passage { node: NodeId::default(), inlines: vec![plain(text)] };
        let style = self.style(role);
        let word = widest_word_outside(self.context, &passage, style.text, language);
        let style = fitted(style, word, page.measure(), self.context.style);
        let set = |measure| lines_outside(self.context, &passage, &style, language, measure);
        let lines = set(balanced(page.measure(), set));
        let height = (style.leading * lines.len() as i64).div_ceil(page.leading);
        let drop = style.leading - page.leading + page.baseline();
        for (index, line) in lines.into_iter().enumerate() {
            let y = page.leading * i64::from(top) + style.leading * index as i64 + drop;
            items.push(artifact(Artifact::Text(role), Point::new(Length::ZERO, y), line));
        }
        top + height
    }

    /// The rule below a title, in the middle of grid line `line`, as on the openers of places.
    pub fn rule(&self, line: u32) -> PageItem {
        let sheet = self.context.style;
        let y = sheet.page.leading * i64::from(line) + sheet.page.leading / 2;
        let content = ItemContent::Fill { size: Size::new(sheet.page.measure(), RULE), ink: sheet.accent };
        let role = ItemRole::Artifact(Artifact::Rule);
        PageItem { origin: Point::new(Length::ZERO, y), content, role }
    }

    /// The page of part `part`.
    pub fn part_page(&self, part: u32) -> Page {
        let title = self.context.document.manifest.parts[part as usize].title.clone().unwrap_or_default();
        let mut items = Vec::new();
        let below = self.text(&mut items, &title, Role::PartTitle, self.context.style.page.lines / 4);
        items.push(self.rule(below));
        Page { items, ..Page::default() }
    }

    /// A title over a page that the program makes, and the grid lines it takes with the space below.
    pub fn title(&self, text: &str) -> (Vec<PageItem>, u32) {
        let mut items = Vec::new();
        let below = self.text(&mut items, text, Role::ContentsTitle, 0);
        (items, below + self.style(Role::ContentsTitle).below)
    }
}

/// Text of the program's, which stands nowhere in the manuscript.
pub(super) fn plain(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), span: Span::new(SourceId(0), 0..0) }
}
