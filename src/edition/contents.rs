//! The contents, and the lists of figures and of tables.

use super::compose::artifact;
use super::made::{Maker, plain};
use crate::document::{CaptionKind, Captioned, Index, Inline, LinkTarget, NodeId, Passage, SpanInline, TextPosition};
use crate::geometry::{Length, Point};
use crate::makeup::{self, Page};
use crate::pagination::Folio;
use crate::shaping::{PlacedRun, place_text};
use crate::style::{BlockStyle, Role, TextStyle};
use crate::typeset::{
    Artifact, BlockSetting, Galley, ItemContent, Line, LineLink, Strip, StripContent, fitted, lines_outside,
    widest_word_outside,
};
use crate::wording;

/// Folios are no wider than this.
const WIDEST_FOLIO: &str = "0000";

/// How close the contents stand.
#[derive(Clone, Copy)]
pub(super) struct Density {
    /// Levels of headings that are shown: 2 with sections.
    deepest: u8,
    /// Whether chapters that are about no place stand without space between them.
    close: bool,
    /// It is taken if the contents have no more pages.
    most_pages: usize,
}

/// Chapters alone, with space between them.
const ROOMY: Density = Density { deepest: 1, close: false, most_pages: 1 };
/// The same with chapters that are about no place close to one another.
const CLOSE: Density = Density { close: true, ..ROOMY };
/// What is tried in turn: sections where they fit, then one page for all chapters, then two; more chapters stand
/// close.
const DENSITIES: [Density; 4] =
    [Density { deepest: 2, close: false, most_pages: 3 }, ROOMY, CLOSE, Density { most_pages: 2, ..ROOMY }];

impl Maker<'_> {
    /// How close the contents stand, and how many pages they take with the lists, whatever folios they show.
    pub fn extent(&self) -> (Density, usize) {
        let unknown = |_| None;
        let fitting = DENSITIES.into_iter().filter(|density| self.may_fit(*density)).find_map(|density| {
            let strips = self.entries(density, &unknown, None);
            let pages = self.pages(strips).len();
            (pages <= density.most_pages).then_some((density, pages))
        });
        match fitting {
            Some(extent) if !self.has_lists() => extent,
            _ => {
                let density = fitting.map_or(CLOSE, |(density, _)| density);
                (density, self.contents(density, &unknown, None).len())
            }
        }
    }

    /// Whether the contents have few enough entries for that they may stand so close: each takes a line at least.
    fn may_fit(&self, density: Density) -> bool {
        let outline = self.context.document.outline.iter();
        let shown = outline.filter(|entry| entry.level <= density.deepest && !entry.plain.trim().is_empty());
        shown.count() <= density.most_pages * self.context.style.page.lines as usize
    }

    fn has_lists(&self) -> bool {
        [CaptionKind::Figure, CaptionKind::Table].iter().any(|kind| !self.context.document.listed(*kind).is_empty())
    }

    /// The contents and the lists, with the folios that `folio` knows and that of the index.
    pub fn contents(
        &self,
        density: Density,
        folio: &dyn Fn(TextPosition) -> Option<Folio>,
        index: Option<Folio>,
    ) -> Vec<Page> {
        let mut strips = self.entries(density, folio, index);
        if self.pages(strips.clone()).len() == 1 {
            // What stands on one page does so for the sake of no other.
            let last = strips.len() - 1;
            strips[..last].iter_mut().for_each(|strip| strip.keep_with_next = true);
        }
        self.lists(&mut strips, folio);
        self.pages(strips)
    }

    fn pages(&self, strips: Vec<Strip>) -> Vec<Page> {
        let galley = Galley { chapter: u32::MAX, strips, notes: Vec::new() };
        let mut pages = makeup::pages(galley, &self.context.style.page, None);
        pages.iter_mut().for_each(|page| page.start = None);
        pages
    }

    /// The title of the contents and its entries.
    fn entries(
        &self,
        density: Density,
        folio: &dyn Fn(TextPosition) -> Option<Folio>,
        index: Option<Folio>,
    ) -> Vec<Strip> {
        let words = wording::of(&self.metadata().language);
        let title = Passage { node: NodeId::default(), inlines: vec![plain(words.contents)] };
        let title = self.entry(&title, Role::ContentsTitle, None, None, &[]);
        let below = if density.close { title.below.min(1) } else { title.below };
        let mut strips = vec![Strip { below, ..title }];
        let document = self.context.document;
        let mut entries = document.outline.iter().filter(|entry| entry.level <= density.deepest).peekable();
        let mut after_place = true;
        while let Some(entry) = entries.next() {
            if entry.level == 1 && document.index.before == Some(entry.position.chapter) {
                strips.extend(self.index_entry(index, density.close && !after_place));
                after_place = false;
            }
            let link = Some(LinkTarget::Place(entry.position));
            let title = without_notes(&entry.title);
            let number = folio(entry.position);
            let strip = match entry.level {
                0 => self.entry(&title, Role::ContentsPart, None, None, &[]),
                1 => self.entry(
                    &title,
                    Role::ContentsChapter,
                    number,
                    link,
                    &document.names_behind(entry).cloned().collect::<Vec<_>>(),
                ),
                _ => self.entry(&title, Role::ContentsSection, number, link, &[]),
            };
            // A chapter stands on one page with its sections.
            let goes_on = entries.peek().is_some_and(|next| next.level > entry.level.max(1) || next.level == 2);
            let is_place = document.place(entry.position.chapter).is_some();
            let above = if density.close && !is_place && !after_place { 0 } else { strip.above };
            after_place = is_place;
            strips.push(Strip { above, keep_with_next: strip.keep_with_next || goes_on, ..strip });
        }
        if document.index.before.is_none() {
            strips.extend(self.index_entry(index, density.close && !after_place));
        }
        strips
    }

    /// The entry of the index, if there is one; `close` to the one before.
    fn index_entry(&self, folio: Option<Folio>, close: bool) -> Option<Strip> {
        let index = &self.context.document.index;
        if index.is_empty() {
            return None;
        }
        let title = Passage { node: NodeId::default(), inlines: vec![plain(&index.title)] };
        let link = LinkTarget::Place(Index::place(0));
        let strip = self.entry(&title, Role::ContentsChapter, folio, Some(link), &[]);
        Some(Strip { above: if close { 0 } else { strip.above }, ..strip })
    }

    /// The lists of figures and of tables, on pages of their own after the contents.
    fn lists(&self, strips: &mut Vec<Strip>, folio: &dyn Fn(TextPosition) -> Option<Folio>) {
        let words = wording::of(&self.metadata().language);
        let mut page_break = true;
        for (kind, title) in [(CaptionKind::Figure, words.figures), (CaptionKind::Table, words.tables)] {
            let listed = self.context.document.listed(kind);
            if listed.is_empty() {
                continue;
            }
            let title = Passage { node: NodeId::default(), inlines: vec![plain(title)] };
            let title = self.entry(&title, Role::ContentsTitle, None, None, &[]);
            strips.push(Strip { page_break, above: 2, ..title });
            let last = listed.len() - 1;
            let entry = |(index, captioned): (usize, &Captioned<'_>)| {
                // Neither the first nor the last of them stands alone on a page.
                let keep_with_next = index == 0 && last > 0 || index + 1 == last;
                Strip { keep_with_next, ..self.list_entry(captioned, folio(captioned.position)) }
            };
            strips.extend(listed.iter().enumerate().map(entry));
            page_break = false;
        }
    }

    /// An entry of a list, with its number in the space before it.
    fn list_entry(&self, captioned: &Captioned<'_>, folio: Option<Folio>) -> Strip {
        let title = without_notes(&captioned.caption.text);
        let target = LinkTarget::Place(captioned.position);
        let mut strip = self.entry(&title, Role::ListEntry, folio, Some(target), &[]);
        let style = self.style(Role::ListEntry);
        let language = &self.metadata().language;
        let number = captioned.number.to_string();
        let (runs, _) = place_text(self.context.shaper, &number, style.text, language);
        if let StripContent::Block(block) = &mut strip.content
            && let Some(ItemContent::Line(line)) = block.items.first_mut().map(|item| &mut item.content)
        {
            line.runs.first_mut().into_iter().for_each(|run| run.space_before = true);
            line.runs.splice(0..0, runs.into_iter().map(|run| PlacedRun { x: run.x - style.inset, ..run }));
        }
        strip
    }

    fn entry(
        &self,
        title: &Passage,
        role: Role,
        folio: Option<Folio>,
        target: Option<LinkTarget>,
        names: &[(crate::language::Language, String)],
    ) -> Strip {
        let style = *self.style(role);
        let page = &self.context.style.page;
        let language = &self.metadata().language;
        let accent = TextStyle { ink: self.context.style.accent, ..style.text };
        let folio_style = self.style(Role::Folio).text;
        let room = |text: &str, style: TextStyle, language| {
            page.leading + place_text(self.context.shaper, text, style, language).1
        };
        let mut measure = page.measure() - style.inset;
        let least = if names.is_empty() { Length::ZERO } else { self.widest(title, &style, measure).min(measure / 2) };
        // Room for the folio after the last line, whatever it will be, and before it for the names that leave enough
        // of the line to the title: longer ones stand on the opener alone.
        measure -= room(WIDEST_FOLIO, folio_style, language);
        let mut shown = Vec::new();
        for (language, name) in names {
            let left = measure - room(name, accent, language);
            if left >= least {
                measure = left;
                shown.push((language, name));
            }
        }
        let word = widest_word_outside(self.context, title, style.text, language);
        let fitted = fitted(&style, word, measure, self.context.style);
        let mut lines = lines_outside(self.context, title, &fitted, language, measure);
        if let Some(line) = lines.last_mut() {
            for (language, name) in shown {
                self.append(line, name, accent, language);
            }
            if let Some(folio) = folio {
                self.append(line, &folio.to_string(), folio_style, language);
            }
        }
        let mut block = BlockSetting::default();
        let drop = style.leading - page.leading + page.baseline();
        for (index, mut line) in lines.into_iter().enumerate() {
            if let Some(target) = &target {
                line.links = vec![LineLink { x: Length::ZERO, width: line.width, target: target.clone(), number: 0 }];
            }
            let origin = Point::new(style.inset, style.leading * index as i64 + drop);
            block.items.push(artifact(Artifact::Text(role), origin, line));
        }
        block.height = (style.leading * block.items.len() as i64).div_ceil(page.leading);
        let content = StripContent::Block(block);
        Strip {
            above: style.above,
            below: style.below,
            keep_with_next: style.keep_with_next,
            keep_together: true,
            // Entries of one kind stand equally far apart.
            rigid: true,
            ..Strip::new(TextPosition::default(), content)
        }
    }

    /// The width of the widest line of `title`.
    fn widest(&self, title: &Passage, style: &BlockStyle, measure: Length) -> Length {
        let lines = lines_outside(self.context, title, style, &self.metadata().language, measure);
        lines.iter().map(|line| line.width).max().unwrap_or_default()
    }

    /// Puts `text` one em behind the end of `line`.
    fn append(&self, line: &mut Line, text: &str, style: TextStyle, language: &crate::language::Language) {
        let (runs, width) = place_text(self.context.shaper, text, style, language);
        let x = line.width + self.context.style.page.leading;
        line.runs.extend(runs.into_iter().enumerate().map(|(index, run)| PlacedRun {
            x: run.x + x,
            space_before: run.space_before || index == 0,
            ..run
        }));
        line.width = x + width;
    }
}

fn without_notes(passage: &Passage) -> Passage {
    Passage { node: passage.node, inlines: inlines_without_notes(&passage.inlines) }
}

fn inlines_without_notes(inlines: &[Inline]) -> Vec<Inline> {
    inlines
        .iter()
        .filter(|inline| !matches!(inline, Inline::NoteMark { .. } | Inline::LineBreak | Inline::Image(_)))
        .map(|inline| match inline {
            Inline::Span(span) => {
                Inline::Span(SpanInline { content: inlines_without_notes(&span.content), ..span.clone() })
            }
            inline => inline.clone(),
        })
        .collect()
}
