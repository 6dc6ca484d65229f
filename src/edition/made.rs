//! Pages that the program makes: title page, imprint, part pages, contents.

use super::compose::artifact;
use crate::document::{
    CaptionKind, Captioned, Inline, LinkTarget, Matter, NodeId, OutlineEntry, Passage, SpanInline, TextPosition,
};
use crate::geometry::{Length, Point};
use crate::makeup::{self, Page};
use crate::manifest::Metadata;
use crate::pagination::Folio;
use crate::shaping::PlacedRun;
use crate::source::{SourceId, Span};
use crate::style::{BlockStyle, Role, TextStyle};
use crate::typeset::{
    Artifact, BlockSetting, Context, Galley, ItemContent, Line, LineLink, PageItem, Strip, StripContent, lines_outside,
    place_text,
};
use crate::wording;

/// Makes the pages of one book.
pub(super) struct Maker<'a> {
    pub context: &'a Context<'a>,
}

/// More lines of contents than this, and sections are left out of them: three pages.
const MOST_CONTENTS_LINES: u32 = 111;

impl Maker<'_> {
    fn metadata(&self) -> &Metadata {
        &self.context.document.manifest.metadata
    }

    fn style(&self, role: Role) -> &BlockStyle {
        self.context.style.get(role)
    }

    /// Lines of `text` in `role` from grid line `top` on; returns the grid line below them.
    fn text(&self, items: &mut Vec<PageItem>, text: &str, role: Role, top: u32) -> u32 {
        let style = self.style(role);
        let page = &self.context.style.page;
        let passage = Passage { node: NodeId::default(), inlines: vec![plain(text)] };
        let lines = lines_outside(self.context.shaper, &passage, style, &self.metadata().language, page.measure());
        let height = (style.leading * lines.len() as i64).div_ceil(page.leading);
        let drop = style.leading - page.leading + page.baseline();
        for (index, line) in lines.into_iter().enumerate() {
            let y = page.leading * i64::from(top) + style.leading * index as i64 + drop;
            items.push(artifact(Artifact::Text(role), Point::new(Length::ZERO, y), line));
        }
        top + height
    }

    /// The title page: title, subtitle, those who made the book, publisher.
    pub fn title_page(&self) -> Page {
        let metadata = self.metadata();
        let lines = self.context.style.page.lines;
        let mut items = Vec::new();
        let mut line = self.text(&mut items, &metadata.title, Role::BookTitle, lines / 5);
        if let Some(subtitle) = &metadata.subtitle {
            line = self.text(&mut items, subtitle, Role::BookSubtitle, line + 1);
        }
        line += 2;
        for contributor in &metadata.contributors {
            line = self.text(&mut items, &contributor.name, Role::BookAuthor, line);
        }
        if let Some(publisher) = &metadata.publisher {
            self.text(&mut items, publisher, Role::BookAuthor, line.max(lines.saturating_sub(2)));
        }
        Page { items, ..Page::default() }
    }

    /// The imprint, at the foot of the page behind the title.
    pub fn imprint(&self) -> Page {
        let mut items = Vec::new();
        let mut line = 0;
        for paragraph in imprint_lines(self.metadata()) {
            line = self.text(&mut items, &paragraph, Role::Imprint, line);
        }
        let spare = self.context.style.page.lines.saturating_sub(line);
        let drop = self.context.style.page.leading * i64::from(spare);
        items.iter_mut().for_each(|item| item.origin.y += drop);
        Page { items, ..Page::default() }
    }

    /// The page of part `part`.
    pub fn part_page(&self, part: u32) -> Page {
        let title = self.context.document.manifest.parts[part as usize].title.clone().unwrap_or_default();
        let mut items = Vec::new();
        self.text(&mut items, &title, Role::PartTitle, self.context.style.page.lines / 4);
        Page { items, ..Page::default() }
    }

    /// A title over a page that the program makes, and the grid lines it takes with the space below.
    pub fn title(&self, text: &str) -> (Vec<PageItem>, u32) {
        let mut items = Vec::new();
        let below = self.text(&mut items, text, Role::ContentsTitle, 0);
        (items, below + self.style(Role::ContentsTitle).below)
    }

    /// The contents and the lists, with the folios that `folio` knows and that of the index.
    pub fn contents(&self, folio: &dyn Fn(TextPosition) -> Option<Folio>, index: Option<Folio>) -> Vec<Page> {
        let words = wording::of(&self.metadata().language);
        let title = Passage { node: NodeId::default(), inlines: vec![plain(words.contents)] };
        let outline = &self.context.document.outline;
        let with_sections = outline.iter().filter(|entry| entry.level <= 2).count() as u32 <= MOST_CONTENTS_LINES;
        let deepest = if with_sections { 2 } else { 1 };
        let mut strips = vec![self.entry(&title, Role::ContentsTitle, None, None, &[])];
        for entry in outline.iter().filter(|entry| entry.level <= deepest) {
            let link = Some(LinkTarget::Place(entry.position));
            let title = without_notes(&entry.title);
            let number = folio(entry.position);
            strips.push(match entry.level {
                0 => self.entry(&title, Role::ContentsPart, None, None, &[]),
                1 => self.entry(&title, Role::ContentsChapter, number, link, &self.names(entry)),
                _ => self.entry(&title, Role::ContentsSection, number, link, &[]),
            });
        }
        if !self.context.document.index.is_empty() {
            let title = Passage { node: NodeId::default(), inlines: vec![plain(&self.context.document.index.title)] };
            strips.push(self.entry(&title, Role::ContentsChapter, index, None, &[]));
        }
        self.lists(&mut strips, folio);
        let galley = Galley { chapter: u32::MAX, strips, notes: Vec::new() };
        let (mut pages, _) = makeup::pages(galley, &self.context.style.page);
        pages.iter_mut().for_each(|page| page.start = None);
        pages
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
            strips.extend(listed.iter().map(|captioned| self.list_entry(captioned, folio(captioned.position))));
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

    /// The names of the place that the chapter opens, in their own scripts.
    fn names(&self, entry: &OutlineEntry) -> Vec<(crate::language::Language, String)> {
        let document = self.context.document;
        let matter = document.chapters.get(entry.position.chapter as usize).map(|placed| &placed.matter);
        let Some(Matter::Body(Some(part))) = matter else { return Vec::new() };
        document.manifest.parts[*part as usize].place.as_ref().map(|place| place.names.clone()).unwrap_or_default()
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
        // Room for the names and the folio after the last line.
        let measure = page.measure() - style.inset - page.leading * 4;
        let mut lines = lines_outside(self.context.shaper, title, &style, language, measure);
        if let Some(line) = lines.last_mut() {
            for (language, name) in names.iter().filter(|(_, name)| !same(title, name)) {
                self.append(line, name, TextStyle { ink: self.context.style.accent, ..style.text }, language);
            }
            if let Some(folio) = folio {
                self.append(line, &folio.to_string(), self.style(Role::Folio).text, language);
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
        Strip {
            position: TextPosition::default(),
            above: style.above,
            below: style.below,
            keep_with_next: style.keep_with_next,
            keep_together: true,
            page_break: false,
            content: StripContent::Block(block),
        }
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

fn same(title: &Passage, name: &str) -> bool {
    title.text() == name
}

/// Text of the program's, which stands nowhere in the manuscript.
pub(super) fn plain(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), span: Span::new(SourceId(0), 0..0) }
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

fn imprint_lines(metadata: &Metadata) -> Vec<String> {
    let mut lines = Vec::new();
    let mut push = |text: Option<String>| lines.extend(text);
    push(Some(metadata.title.clone()));
    let edition = metadata.edition.as_ref().map(|edition| match metadata.revision {
        Some(revision) => format!("Edition {edition}, revision {revision}"),
        None => format!("Edition {edition}"),
    });
    push(edition);
    let published = match (&metadata.publisher, &metadata.date) {
        (Some(publisher), Some(date)) => Some(format!("{publisher}, {date}")),
        (publisher, date) => publisher.clone().or_else(|| date.clone()),
    };
    push(published);
    push(metadata.isbn_print.as_ref().map(|isbn| format!("ISBN {isbn} (print)")));
    push(metadata.isbn_epub.as_ref().map(|isbn| format!("ISBN {isbn} (e-book)")));
    push(metadata.rights.clone());
    push(Some("Set by make-book in Source Serif, Source Sans and their companions.".to_owned()));
    lines
}
