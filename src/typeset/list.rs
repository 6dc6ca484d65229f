//! Lists and definition lists: labels, indents, and the items' blocks.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{ParagraphSetting, ParagraphSettings, Strip, StripContent};
use crate::document::{BlockKind, DefinitionItem, ListItem};
use crate::geometry::Length;
use crate::language::Direction;
use crate::shaping::PlacedRun;
use crate::style::{Role, TextStyle};

impl<'a> Typesetter<'a> {
    /// Sets a list, whose numbers count from `start` if it has any.
    pub fn list(&mut self, start: Option<u64>, items: &'a [ListItem], flow: &Flow) {
        let first = self.strips.len();
        let labels: Vec<String> = items
            .iter()
            .enumerate()
            .map(|(index, item)| label(start.map(|start| start.saturating_add(index as u64)), item.checked, flow.depth))
            .collect();
        let style = *self.context.style.get(flow.list_role());
        let widest = labels.iter().map(|label| self.generated(label, style.text, &flow.language).1).max();
        let indent = (widest.unwrap_or_default() + style.text.size / 2).max(self.grid());
        let inner = Flow { role: flow.list_role(), depth: flow.depth + 1, ..flow.indented(indent) };
        for (item, label) in items.iter().zip(labels) {
            self.after_paragraph = false;
            self.label = Some(label);
            self.item(item, &inner);
        }
        let space = u32::from(flow.depth == 0 && flow.role != Role::BoxText);
        self.surround(first, space, space);
    }

    fn item(&mut self, item: &'a ListItem, flow: &Flow) {
        if !matches!(item.blocks.first().map(|block| &block.kind), Some(BlockKind::Paragraph(_))) {
            self.bare_label(item, flow);
        }
        self.blocks(&item.blocks, flow);
    }

    /// The label of an item that does not start with a paragraph, on a line of its own.
    fn bare_label(&mut self, item: &ListItem, flow: &Flow) {
        let Some(label) = self.label.take() else { return };
        let style = self.context.style.get(Role::ListText).text;
        let mut line = self.made_line(&label, style, &flow.language);
        let shift = line.width + style.size / 2;
        line.runs.iter_mut().for_each(|run| run.x -= shift);
        line.node = item.node;
        let settings = ParagraphSettings::new(ParagraphSetting { lines: vec![line], demerits: 0 }, []);
        let strip = self.strip(item.node, StripContent::Paragraph { settings, x: flow.left });
        self.push(Strip { keep_with_next: !item.blocks.is_empty(), ..strip });
    }

    /// Sets terms and, further in, their definitions.
    pub fn definitions(&mut self, items: &'a [DefinitionItem], flow: &Flow) {
        let first = self.strips.len();
        let style = *self.context.style.get(Role::Term);
        let inner = Flow { role: flow.list_role(), depth: flow.depth + 1, ..flow.indented(self.grid()) };
        for item in items {
            for term in &item.terms {
                let settings = self.settings(term, &style, flow, Length::ZERO, 0);
                let strip = self.strip(term.node, StripContent::Paragraph { settings, x: flow.left });
                self.push(Strip { keep_with_next: true, ..strip });
            }
            for blocks in &item.definitions {
                self.after_paragraph = false;
                self.blocks(blocks, &inner);
            }
        }
        self.surround(first, 1, 1);
    }

    /// `settings` with `label` hung before the first line.
    pub fn labelled(
        &self,
        settings: ParagraphSettings,
        label: &str,
        style: TextStyle,
        flow: &Flow,
    ) -> ParagraphSettings {
        let (runs, width) = self.generated(label, style, &flow.language);
        let gap = style.size / 2;
        let x = match flow.direction {
            Direction::LeftToRight => -(width + gap),
            Direction::RightToLeft => flow.width() + gap,
        };
        settings.map_first_line(|line| {
            let runs = runs.iter().map(|run| PlacedRun { x: run.x + x, ..run.clone() });
            line.runs.first_mut().into_iter().for_each(|run| run.space_before = true);
            line.runs.splice(0..0, runs);
        })
    }
}

/// What stands before an item: its number, a box, a bullet by its depth among lists.
pub(super) fn label(number: Option<u64>, checked: Option<bool>, depth: u32) -> String {
    match (number, checked, depth) {
        (_, Some(true), _) => "☑".to_owned(),
        (_, Some(false), _) => "☐".to_owned(),
        (Some(number), None, _) => format!("{number}."),
        (None, None, 0) => "•".to_owned(),
        (None, None, 1) => "–".to_owned(),
        (None, None, _) => "·".to_owned(),
    }
}
