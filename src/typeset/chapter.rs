//! Blocks of a chapter → strips of its galley.

use super::caption::announces;
use super::code::code_lines;
use super::flow::Flow;
use super::paragraph::{Dropped, Shape};
use super::surroundings::{ChapterSurroundings, setter, shape};
use super::{Artifact, StripContent, figure, note, opener, quote, table};
use super::{
    BlockSetting, Galley, ItemContent, ItemRole, Line, NoteSetting, PageItem, ParagraphSetting, ParagraphSettings,
    Strip,
};
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Document, NodeId, Passage, PlacedChapter, SourceEntries, TextPosition};
use crate::geometry::{Length, Point};
use crate::graphics::Drawings;
use crate::language::{Direction, Language};
use crate::loader::Assets;
use crate::pagination::PageNumbers;
use crate::shaping::{PlacedRun, Shaper, place_text};
use crate::style::{BlockStyle, Opening, Role, StyleSheet, TextStyle};
use crate::wording::{self, Wording};
use std::collections::BTreeSet;

/// What the chapters of a book share.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// The look.
    pub style: &'a StyleSheet,
    /// The shaper with the fonts of the book.
    pub shaper: &'a Shaper,
    /// The images.
    pub assets: &'a Assets,
    /// The charts and maps.
    pub drawings: &'a Drawings,
    /// The page numbers found in the pass before; none in the first.
    pub numbers: &'a PageNumbers,
}

/// The galley of chapter `index`, with what could not be set as it should.
#[must_use]
pub fn typeset<'a>(context: &'a Context<'a>, index: u32) -> (Galley, Vec<Diagnostic>) {
    let placed = &context.document.chapters[index as usize];
    let entries = placed.source_entries();
    let look = &context.document.manifest.look;
    let mut typesetter = Typesetter {
        context: *context,
        around: ChapterSurroundings { context, index, in_brackets: look.link_notes && entries.is_some() },
        index,
        strips: Vec::new(),
        label: None,
        opening: Opening::NONE,
        opened: false,
        lists_sources: entries == Some(SourceEntries::Items),
        after_paragraph: false,
        set_notes: BTreeSet::new(),
        following: None,
        last_paragraph: None,
        section: 1,
        diagnostics: Vec::new(),
    };
    let role = if entries == Some(SourceEntries::Paragraphs) { Role::SourceEntry } else { Role::Body };
    let flow = Flow { role, ..Flow::of(&placed.chapter.language, context.style) };
    typesetter.chapter(placed, &flow);
    let notes = (0..placed.chapter.notes.len() as u32).map(|note| typesetter.foot_note(note, &flow)).collect();
    (Galley { chapter: index, strips: typesetter.strips, notes }, typesetter.diagnostics)
}

pub(super) struct Typesetter<'a> {
    pub context: Context<'a>,
    around: ChapterSurroundings<'a>,
    pub index: u32,
    pub strips: Vec<Strip>,
    /// What stands before the first line of the next paragraph.
    pub label: Option<String>,
    /// How the next paragraph starts.
    opening: Opening,
    /// Whether nothing was set since the chapter's title.
    pub opened: bool,
    /// Whether the items of its bulleted lists are entries of a list of sources.
    lists_sources: bool,
    pub after_paragraph: bool,
    /// Notes that stand with what bears their marks, and not at the foot of its page.
    pub set_notes: BTreeSet<u32>,
    /// The block of the chapter behind the one that is set.
    following: Option<&'a Block>,
    /// The last paragraph, with the number of strips up to its end.
    pub last_paragraph: Option<(usize, &'a Passage)>,
    /// The level of the last heading.
    pub section: u8,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Typesetter<'a> {
    fn chapter(&mut self, placed: &'a PlacedChapter, flow: &Flow) {
        let blocks = &placed.chapter.blocks;
        for (index, block) in blocks.iter().enumerate() {
            self.following = blocks.get(index + 1);
            match &block.kind {
                BlockKind::Heading { level: 1, title } => {
                    let place = if index == 0 { self.context.document.opened_place(self.index) } else { None };
                    self.opener(block, title, place, index > 0, flow);
                }
                _ => self.block(block, flow),
            }
        }
    }

    fn opener(
        &mut self,
        block: &'a Block,
        title: &'a Passage,
        place: Option<&'a crate::manifest::Place>,
        page_break: bool,
        flow: &Flow,
    ) {
        let setting = opener::set(self, title, place, &flow.of_block(block));
        let strip = self.strip(block.node, StripContent::Block(setting));
        self.push(Strip { keep_with_next: true, barrier: Some(1), page_break, ..strip });
        self.opened = true;
    }

    /// Note `index` for the foot of a page; nothing, if it was set elsewhere.
    fn foot_note(&mut self, index: u32, flow: &Flow) -> NoteSetting {
        if self.set_notes.contains(&index) { NoteSetting::default() } else { self.note(index, flow) }
    }

    /// Note `index`, in which the addresses of links follow in brackets.
    pub fn note(&mut self, index: u32, flow: &Flow) -> NoteSetting {
        let document = self.context.document;
        let note = &document.chapters[self.index as usize].chapter.notes[index as usize];
        let in_brackets = std::mem::replace(&mut self.around.in_brackets, document.manifest.look.link_notes);
        let setting = note::set(self, note, flow);
        self.around.in_brackets = in_brackets;
        setting
    }

    pub fn words(&self) -> &'static Wording {
        wording::of(&self.context.document.manifest.metadata.language)
    }

    pub fn grid(&self) -> Length {
        self.context.style.page.leading
    }

    pub fn position(&self, node: NodeId) -> TextPosition {
        TextPosition { chapter: self.index, node, offset: 0 }
    }

    pub fn strip(&self, node: NodeId, content: StripContent) -> Strip {
        Strip::new(self.position(node), content)
    }

    /// Adds a block for `node`, which may have to stand with what follows.
    pub fn push_block(&mut self, node: NodeId, setting: BlockSetting, keep_with_next: bool) {
        self.push(Strip { keep_with_next, ..self.strip(node, StripContent::Block(setting)) });
    }

    /// Adds `strip` below the others.
    pub fn push(&mut self, strip: Strip) {
        self.after_paragraph = false;
        self.opened = false;
        self.strips.push(strip);
    }

    /// Whether a section ends with the block of the chapter that is set.
    pub fn ends_section(&self) -> bool {
        self.following.is_none_or(|block| matches!(block.kind, BlockKind::Heading { .. }))
    }

    pub fn blocks(&mut self, blocks: &'a [Block], flow: &Flow) {
        for block in blocks {
            self.block(block, flow);
        }
    }

    fn block(&mut self, block: &'a Block, flow: &Flow) {
        let flow = flow.of_block(block);
        let (first, after_paragraph) = (self.strips.len(), self.after_paragraph);
        match &block.kind {
            BlockKind::Paragraph(passage) => self.paragraph(block, passage, &flow),
            BlockKind::Heading { level, title } => self.heading(*level, title, &flow),
            BlockKind::Quote { kind, blocks } => quote::set(self, *kind, block, blocks, &flow),
            BlockKind::List { start: None, items, .. } if self.lists_sources && flow.depth == 0 => {
                let flow = Flow { role: Role::SourceEntry, depth: 1, ..flow.clone() };
                items.iter().for_each(|item| self.blocks(&item.blocks, &flow));
                self.after_paragraph = false;
            }
            BlockKind::List { start, items, .. } => self.list(*start, items, &flow),
            BlockKind::Definitions(items) => self.definitions(items, &flow),
            BlockKind::Code { text, .. } => self.code(text, &flow),
            BlockKind::Drawing { data, caption, .. } => {
                match self.context.drawings.get(&self.position(block.node)) {
                    Some(drawn) => {
                        let keep_with_next = caption.is_some();
                        let strip =
                            self.strip(block.node, StripContent::Block(figure::drawing(self, drawn, block.node)));
                        self.push(Strip { above: 1, below: u32::from(!keep_with_next), keep_with_next, ..strip });
                    }
                    None => self.code(data, &flow),
                }
                let number = self.number(block.node);
                self.caption(caption.as_ref(), number.map(|n| (self.words().figure, n)), &flow, false);
            }
            BlockKind::Table(content) => table::set(self, block, content, &flow),
            BlockKind::Figure { image, caption } => {
                let setting = figure::set(self, image, block.node, &flow);
                let keep_with_next = caption.is_some();
                let strip = self.strip(block.node, StripContent::Block(setting));
                self.push(Strip { above: 1, below: 1, keep_with_next, ..strip });
                let number = self.number(block.node);
                self.caption(caption.as_ref(), number.map(|n| (self.words().figure, n)), &flow, false);
            }
            BlockKind::ThematicBreak => self.thematic_break(block, &flow),
        }
        let first = self.start_of(block, first);
        if self.float(block, first, &flow) {
            // The text goes on behind it as if it were not there.
            self.after_paragraph = after_paragraph;
        }
        self.mark(block, first);
    }

    /// Where the strips of `block` start, before which there were `before`: it may have taken the place of the heading
    /// over it.
    fn start_of(&self, block: &Block, before: usize) -> usize {
        let taken = before
            .checked_sub(1)
            .filter(|last| self.strips.get(*last).is_some_and(|strip| strip.position.node == block.node));
        taken.unwrap_or(before)
    }

    /// Does as the marks made by hand before `block` ask, whose strips start at `first`.
    fn mark(&mut self, block: &Block, first: usize) {
        if let Some(strip) = self.strips.get_mut(first) {
            strip.page_break |= block.marks.page_break;
        }
        if block.marks.no_break {
            let count = self.strips.len() - first;
            for (index, strip) in self.strips[first..].iter_mut().enumerate() {
                strip.keep_together = true;
                strip.keep_with_next |= index + 1 < count;
            }
        }
    }

    /// The settings of `passage` in `style` within `flow`, `looseness` lines longer than is best.
    pub fn settings(
        &mut self,
        passage: &'a Passage,
        style: &BlockStyle,
        flow: &Flow,
        indent: Length,
        looseness: i8,
    ) -> ParagraphSettings {
        let shape = Shape { indent, ..self.opened(shape(style, flow.width(), flow.direction)) };
        self.set(passage, "", style, flow, &Shape { looseness, variants: true, ..shape })
    }

    /// The best lines of `passage` in `style` within `flow`, with `lead` before its text.
    pub fn lines(
        &mut self,
        passage: &'a Passage,
        lead: &str,
        style: &BlockStyle,
        flow: &Flow,
        indent: Length,
    ) -> Vec<Line> {
        let shape = Shape { indent, ..shape(style, flow.width(), flow.direction) };
        self.set(passage, lead, style, flow, &shape).into_best().lines
    }

    /// `shape` with the initial and the small capitals of a chapter's first paragraph.
    fn opened(&mut self, shape: Shape) -> Shape {
        let Opening { initial, lead_in } = std::mem::replace(&mut self.opening, Opening::NONE);
        let style = self.context.style.get(Role::Initial).text;
        let drop = Dropped { style, lines: initial, leading: self.grid() };
        let drops = initial > 0 && shape.direction == Direction::LeftToRight;
        Shape { initial: drops.then_some(drop), lead_in, ..shape }
    }

    /// Sets `passage`, with its images in the line set below it.
    fn set(
        &mut self,
        passage: &'a Passage,
        lead: &str,
        style: &BlockStyle,
        flow: &Flow,
        shape: &Shape,
    ) -> ParagraphSettings {
        let set = setter(&self.context, &self.around).set(passage, lead, style.text, &flow.language, shape);
        self.diagnostics.extend(set.diagnostics);
        for image in set.images {
            let fault = Diagnostic::warning(
                Code::ImageInLine,
                "an image that is higher than its line is set below the paragraph",
            );
            self.diagnostics.push(
                fault.at(image.span).hint("give it a smaller `width`, or a paragraph of its own, where it is a figure"),
            );
            let setting = figure::set(self, image, passage.node, flow);
            let strip = self.strip(passage.node, StripContent::Block(setting));
            self.strips.push(Strip { above: 1, below: 1, ..strip });
        }
        set.settings
    }

    /// The narrowest and the natural width of `passage` in `style`.
    pub fn extent(&self, passage: &Passage, style: TextStyle, flow: &Flow) -> (Length, Length) {
        setter(&self.context, &self.around).extent(passage, style, &flow.language, flow.direction)
    }

    /// The lines that `passage` would have with `lead` before it in `style` within `flow`: to find out how it is best set.
    pub fn trial(&self, passage: &Passage, lead: &str, style: &BlockStyle, flow: &Flow) -> Vec<Line> {
        setter(&self.context, &self.around)
            .set(passage, lead, style.text, &flow.language, &shape(style, flow.width(), flow.direction))
            .settings
            .into_best()
            .lines
    }

    fn paragraph(&mut self, block: &'a Block, passage: &'a Passage, flow: &Flow) {
        let label = self.label.take();
        let flow = &if label.is_none() { flow.of_passage(passage) } else { flow.clone() };
        let style = *self.context.style.get(flow.role);
        // A negative indent hangs: all lines but the first stand further in.
        let hanging = (-style.indent).max(Length::ZERO);
        let flow = &flow.indented(hanging);
        let indent = match self.after_paragraph || hanging > Length::ZERO {
            true if flow.language.is_chinese() && hanging == Length::ZERO => self.two_characters(&style, flow),
            true => style.indent,
            false => Length::ZERO,
        };
        if std::mem::take(&mut self.opened) && flow.role == Role::Body {
            self.opening = self.context.style.opening;
        }
        let images = self.strips.len();
        let settings = self.settings(passage, &style, flow, indent, block.marks.looseness);
        let settings = match label {
            Some(label) => self.labelled(settings, &label, style.text, flow),
            None => settings,
        };
        let strip = self.strip(passage.node, StripContent::Paragraph { settings, x: flow.left });
        // Its images were set meanwhile, and stand below it.
        self.strips.insert(images, Strip { announces: announces(passage), ..strip });
        self.after_paragraph = self.strips.len() == images + 1;
        self.last_paragraph = Some((self.strips.len(), passage));
    }

    /// The indent of Chinese (Requirements for Chinese Text Layout, 3.3.1).
    fn two_characters(&self, style: &BlockStyle, flow: &Flow) -> Length {
        self.generated("中中", style.text, &flow.language).1
    }

    /// Text of the program's from x = 0 on, and its width.
    pub fn generated(&self, text: &str, style: TextStyle, language: &Language) -> (Vec<PlacedRun>, Length) {
        place_text(self.context.shaper, text, style, language)
    }

    /// A block of `lines`, each as high as the leading of `style`.
    pub fn block_of_lines(&self, lines: Vec<Line>, style: &BlockStyle, flow: &Flow) -> BlockSetting {
        let count = lines.len() as i64;
        let mut block = BlockSetting::default();
        self.stack(&mut block, lines, style, Point::new(flow.left, Length::ZERO));
        block.height = (style.leading * count).div_ceil(self.grid());
        block
    }

    /// Puts `lines` into `block`, the first with its top at `origin`.
    pub fn stack(&self, block: &mut BlockSetting, lines: Vec<Line>, style: &BlockStyle, origin: Point) {
        // The baseline stands where that of the last grid line of its height does, so that large
        // type keeps to the grid.
        let drop = style.leading - self.grid() + self.context.style.page.baseline();
        for (index, line) in lines.into_iter().enumerate() {
            block.notes.extend(&line.notes);
            let y = origin.y + style.leading * index as i64 + drop;
            let role = ItemRole::Content(TextPosition { chapter: self.index, node: line.node, offset: line.start });
            block.items.extend(line.drawn(self.index, Point::new(origin.x, y)));
            block.items.push(PageItem { origin: Point::new(origin.x, y), content: ItemContent::Line(line), role });
        }
    }

    /// A line of the program's.
    pub fn made_line(&self, text: &str, style: TextStyle, language: &Language) -> Line {
        let (runs, width) = self.generated(text, style, language);
        Line::made(runs, width)
    }

    /// Space above the strips from `first` on and below the last.
    pub fn surround(&mut self, first: usize, above: u32, below: u32) {
        if let Some(strip) = self.strips.get_mut(first) {
            strip.above = strip.above.max(above);
        }
        if first < self.strips.len()
            && let Some(strip) = self.strips.last_mut()
        {
            strip.below = strip.below.max(below);
        }
        self.after_paragraph = false;
    }

    fn code(&mut self, text: &'a Passage, flow: &Flow) {
        let style = *self.context.style.get(Role::Code);
        let content = text.text();
        let lines = code_lines(self.context.shaper, &content, text.node, style.text, &flow.language, flow.width());
        if lines.is_empty() {
            return;
        }
        let keep_together = lines.len() <= 6;
        let settings = ParagraphSettings::new(ParagraphSetting { lines, demerits: 0 }, []);
        let strip = self.strip(text.node, StripContent::Paragraph { settings, x: flow.left });
        self.push(Strip { above: style.above, below: style.below, keep_together, ..strip });
    }

    fn thematic_break(&mut self, block: &Block, flow: &Flow) {
        let style = self.context.style.get(Role::Body).text;
        let mut line = self.made_line("*\u{2003}*\u{2003}*", style, &flow.language);
        let shift = (flow.width() - line.width) / 2;
        line.runs.iter_mut().for_each(|run| run.x += shift);
        let origin = Point::new(flow.left, self.context.style.page.baseline());
        let role = ItemRole::Artifact(Artifact::Rule);
        let item = PageItem { origin, content: ItemContent::Line(line), role };
        let setting = BlockSetting { height: 1, items: vec![item], notes: Vec::new() };
        let strip = self.strip(block.node, StripContent::Block(setting));
        self.push(Strip { above: 1, below: 1, keep_with_next: true, ..strip });
    }
}
