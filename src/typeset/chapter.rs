//! Blocks of a chapter → strips of its galley.

use super::code::code_lines;
use super::paragraph::{Dropped, Setter, Shape, Surroundings};
use super::{Artifact, StripContent, figure, note, opener, quote, table};
use super::{
    BlockSetting, Floating, Galley, ItemContent, ItemRole, Line, NoteSetting, PageItem, ParagraphSetting,
    ParagraphSettings, Picture, Strip,
};
use crate::diag::{Code, Diagnostic};
use crate::document::{
    Block, BlockKind, Caption, CaptionKind, CaptionNumber, DefinitionItem, Document, HandMarks, Image, LinkTarget,
    ListItem, NodeId, Passage, PlacedChapter, Reference, SourceEntries, TextPosition, shown_address,
};
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

/// What a passage must know of its chapter.
struct ChapterSurroundings<'a> {
    context: &'a Context<'a>,
    index: u32,
    /// Whether addresses stand in brackets after their links.
    in_brackets: bool,
}

impl Surroundings for ChapterSurroundings<'_> {
    fn note_number(&self, note: u32) -> u32 {
        let notes = &self.context.document.chapters[self.index as usize].chapter.notes;
        notes.get(note as usize).map_or(0, |note| note.number)
    }

    /// None where the reader has the page under his eyes, and for a term of the glossary.
    fn page_reference(&self, target: &LinkTarget, node: NodeId, offset: u32) -> Option<String> {
        if self.context.document.is_term(self.index, target) {
            return None;
        }
        let position = self.context.document.resolve(self.index, target)?;
        if self.context.numbers.is_same(TextPosition { chapter: self.index, node, offset }, position) {
            return None;
        }
        let words = wording::of(&self.context.document.manifest.metadata.language);
        // Before pages are known, a number of usual width keeps its place.
        let number = self.context.numbers.get(position).map_or_else(|| "00".to_owned(), |folio| folio.to_string());
        Some(format!(" ({}\u{A0}{number})", words.page))
    }

    fn picture(&self, image: &Image, size: Length) -> Option<Picture> {
        figure::in_line(self.context, image, size)
    }

    fn address(&self, target: &str) -> Option<String> {
        self.in_brackets.then(|| shown_address(target).to_owned())
    }

    fn reference(&self, target: &LinkTarget) -> Option<String> {
        let words = wording::of(&self.context.document.manifest.metadata.language);
        Some(match self.context.document.reference(self.index, target)? {
            Reference::Captioned(CaptionKind::Figure, number) => format!("{}\u{A0}{number}", words.figure),
            Reference::Captioned(CaptionKind::Table, number) => format!("{}\u{A0}{number}", words.table),
            Reference::Title(title) => title,
        })
    }
}

/// Where blocks stand: their edges, language, role.
#[derive(Clone)]
pub(super) struct Flow {
    /// Distance from the left edge of the text block.
    pub left: Length,
    /// Distance from the right edge.
    pub right: Length,
    /// The width of the text block.
    pub measure: Length,
    pub language: Language,
    pub direction: Direction,
    /// What paragraphs are.
    pub role: Role,
    /// Whether paragraphs stand without space between them, as in tight lists.
    pub depth: u32,
}

impl Flow {
    fn of(language: &Language, style: &StyleSheet) -> Self {
        Self {
            left: Length::ZERO,
            right: Length::ZERO,
            measure: style.page.measure(),
            language: language.clone(),
            direction: language.direction(),
            role: Role::Body,
            depth: 0,
        }
    }

    pub fn width(&self) -> Length {
        self.measure - self.left - self.right
    }

    fn of_block(&self, block: &Block) -> Self {
        let language = block.attributes.language.clone().unwrap_or_else(|| self.language.clone());
        let own = block.attributes.language.as_ref().map(Language::direction);
        let direction = block.attributes.direction.or(own).unwrap_or(self.direction);
        Self { language, direction, ..self.clone() }
    }

    /// The same for `passage`, which runs in the direction of its language where all of it is in one.
    fn of_passage(&self, passage: &Passage) -> Self {
        match passage.sole_language() {
            Some(language) => Self { language: language.clone(), direction: language.direction(), ..self.clone() },
            None => self.clone(),
        }
    }

    /// What the text of lists is: in a box that of the box.
    fn list_role(&self) -> Role {
        if self.role == Role::BoxText { Role::BoxText } else { Role::ListText }
    }

    /// The same, indented at the side where reading starts.
    pub fn indented(&self, by: Length) -> Self {
        match self.direction {
            Direction::LeftToRight => Self { left: self.left + by, ..self.clone() },
            Direction::RightToLeft => Self { right: self.right + by, ..self.clone() },
        }
    }
}

pub(super) struct Typesetter<'a> {
    pub context: Context<'a>,
    around: ChapterSurroundings<'a>,
    pub index: u32,
    pub strips: Vec<Strip>,
    /// What stands before the first line of the next paragraph.
    label: Option<String>,
    /// How the next paragraph starts.
    opening: Opening,
    /// Whether nothing was set since the chapter's title.
    pub opened: bool,
    /// Whether the items of its bulleted lists are entries of a list of sources.
    lists_sources: bool,
    pub after_paragraph: bool,
    /// Notes that stand with what bears their marks, and not at the foot of its page.
    pub set_notes: BTreeSet<u32>,
    /// The last paragraph, with the number of strips up to its end.
    last_paragraph: Option<(usize, &'a Passage)>,
    /// The level of the last heading.
    section: u8,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Typesetter<'a> {
    fn chapter(&mut self, placed: &'a PlacedChapter, flow: &Flow) {
        for (index, block) in placed.chapter.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Heading { level: 1, title } => {
                    let place = if index == 0 { opener::place(self.context.document, self.index) } else { None };
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

    /// Adds `content` for `node`.
    pub fn push_content(&mut self, node: NodeId, content: StripContent) {
        self.push(self.strip(node, content));
    }

    /// Adds `strip` below the others.
    pub fn push(&mut self, strip: Strip) {
        self.after_paragraph = false;
        self.opened = false;
        self.strips.push(strip);
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
            BlockKind::Heading { level, title } => self.heading(*level, block, title, &flow),
            BlockKind::Quote { kind, blocks } => quote::set(self, *kind, block, blocks, &flow),
            BlockKind::List { start: None, items, .. } if self.lists_sources && flow.depth == 0 => {
                let flow = Flow { role: Role::SourceEntry, depth: 1, ..flow.clone() };
                items.iter().for_each(|item| self.blocks(&item.blocks, &flow));
                self.after_paragraph = false;
            }
            BlockKind::List { start, items, .. } => self.list(*start, items, &flow),
            BlockKind::Definitions(items) => self.definitions(items, &flow),
            BlockKind::Code { text, .. } => self.code(block, text, &flow),
            BlockKind::Drawing { data, caption, .. } => {
                match self.context.drawings.get(&self.position(block.node)) {
                    Some(drawn) => {
                        let keep_with_next = caption.is_some();
                        let strip =
                            self.strip(block.node, StripContent::Block(figure::drawing(self, drawn, block.node)));
                        self.push(Strip { above: 1, below: u32::from(!keep_with_next), keep_with_next, ..strip });
                    }
                    None => self.code(block, data, &flow),
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
        if self.float(block, first, &flow) {
            // The text goes on behind it as if it were not there.
            self.after_paragraph = after_paragraph;
        }
        self.mark(block, first);
    }

    /// Lets `block`, whose strips start at `first`, stand elsewhere than in its place, if it is a figure or
    /// table with a number, by which readers find it, and nothing binds it to its place: no box or list
    /// around it, no mark made by hand, no colon before it. Returns whether it may.
    fn float(&mut self, block: &Block, first: usize, flow: &Flow) -> bool {
        let is_bound = flow.depth > 0 || flow.role != Role::Body || block.marks != HandMarks::default();
        let is_announced = || {
            let before = self.last_paragraph.filter(|(end, _)| *end == first);
            before.is_some_and(|(_, passage)| passage.text().trim_end().ends_with([':', '：']))
        };
        if self.number(block.node).is_none() {
            return false;
        }
        let floats = self.context.document.manifest.look.floats && !is_bound && !is_announced();
        let float = Floating { block: block.node, section: self.section };
        for strip in &mut self.strips[first..] {
            strip.float = floats.then_some(float);
            strip.barrier = if floats { None } else { Some(0) };
        }
        floats
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

    pub fn number(&self, node: NodeId) -> Option<CaptionNumber> {
        self.context.document.numbers.get(&self.position(node)).copied()
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

    /// The lines that `passage` would have in `style` within `flow`: to find out how it is best set.
    pub fn trial(&self, passage: &Passage, style: &BlockStyle, flow: &Flow) -> Vec<Line> {
        setter(&self.context, &self.around)
            .set(passage, "", style.text, &flow.language, &shape(style, flow.width(), flow.direction))
            .settings
            .into_best()
            .lines
    }

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

    fn paragraph(&mut self, block: &'a Block, passage: &'a Passage, flow: &Flow) {
        let style = *self.context.style.get(flow.role);
        let label = self.label.take();
        let flow = &if label.is_none() { flow.of_passage(passage) } else { flow.clone() };
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
        self.strips.insert(images, strip);
        self.after_paragraph = self.strips.len() == images + 1;
        self.last_paragraph = Some((self.strips.len(), passage));
    }

    /// The indent of Chinese (Requirements for Chinese Text Layout, 3.3.1).
    fn two_characters(&self, style: &BlockStyle, flow: &Flow) -> Length {
        self.generated("中中", style.text, &flow.language).1
    }

    /// `settings` with `label` hung before the first line.
    fn labelled(&self, settings: ParagraphSettings, label: &str, style: TextStyle, flow: &Flow) -> ParagraphSettings {
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

    /// Text of the program's from x = 0 on, and its width.
    pub fn generated(&self, text: &str, style: TextStyle, language: &Language) -> (Vec<PlacedRun>, Length) {
        place_text(self.context.shaper, text, style, language)
    }

    fn heading(&mut self, level: u8, block: &'a Block, title: &'a Passage, flow: &Flow) {
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
        let _ = block;
        self.push(Strip { above, below, keep_with_next: true, barrier: Some(level), ..strip });
        self.section = level;
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

    fn list(&mut self, start: Option<u64>, items: &'a [ListItem], flow: &Flow) {
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

    fn definitions(&mut self, items: &'a [DefinitionItem], flow: &Flow) {
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

    fn code(&mut self, block: &'a Block, text: &'a Passage, flow: &Flow) {
        let style = *self.context.style.get(Role::Code);
        let content = text.text();
        let lines = code_lines(self.context.shaper, &content, text.node, style.text, &flow.language, flow.width());
        if lines.is_empty() {
            return;
        }
        let keep_together = lines.len() <= 6;
        let settings = ParagraphSettings::new(ParagraphSetting { lines, demerits: 0 }, []);
        let strip = self.strip(text.node, StripContent::Paragraph { settings, x: flow.left });
        let _ = block;
        self.push(Strip { above: style.above, below: style.below, keep_together, ..strip });
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
        let lines = self.lines(&caption.text, &lead, &style, flow, Length::ZERO);
        self.block_of_lines(lines, &style, flow)
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

/// No chapter: text of the program's has neither notes nor references.
struct NoSurroundings;

impl Surroundings for NoSurroundings {
    fn note_number(&self, _: u32) -> u32 {
        0
    }

    fn page_reference(&self, _: &LinkTarget, _: NodeId, _: u32) -> Option<String> {
        None
    }

    fn reference(&self, _: &LinkTarget) -> Option<String> {
        None
    }
}

/// The lines of a passage that stands outside the chapters: in contents, title page, imprint, index.
pub(crate) fn lines_outside(
    context: &Context<'_>,
    passage: &Passage,
    style: &BlockStyle,
    language: &Language,
    measure: Length,
) -> Vec<Line> {
    let shape = Shape { indent: style.indent, ..shape(style, measure, language.direction()) };
    setter(context, &NoSurroundings).set(passage, "", style.text, language, &shape).settings.into_best().lines
}

/// What sets passages in the midst of `around`.
fn setter<'a>(context: &Context<'a>, around: &'a dyn Surroundings) -> Setter<'a> {
    let StyleSheet { exceptions, ordinals, .. } = context.style;
    Setter { shaper: context.shaper, exceptions, ordinals: *ordinals, around }
}

/// Lines of `measure` in `style`, without an indent, and of no other number than is best.
fn shape(style: &BlockStyle, measure: Length, direction: Direction) -> Shape {
    Shape {
        measure,
        indent: Length::ZERO,
        alignment: style.alignment,
        hyphenate: style.hyphenate,
        direction,
        lead_in: 0,
        initial: None,
        looseness: 0,
        variants: false,
        micro: style.micro,
    }
}
