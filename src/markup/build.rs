//! Events of the Markdown parser → blocks, on a stack instead of by recursion.

mod anchors;
mod blocks;
mod html;
mod table;

use super::captions;
use super::findings::Findings;
use super::notes::{Labels, WrittenNote};
use super::passage::{self, Finished, OpenPassage, Surroundings};
use super::raw::RawHtml;
use super::smarten;
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, Block, BlockKind, DefinitionItem, Inline, NodeId, Passage, SpanKind};
use crate::source::BookPath;
use anchors::Anchor;
use blocks::{Container, OpenBlock, Verbatim, quote_kind};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;
use table::OpenTable;

/// Builds the blocks and notes of a chapter from the events of `text`.
pub(super) fn build<'e>(
    events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
    text: &str,
    path: &BookPath,
    findings: &mut Findings,
) -> (Vec<Block>, Vec<WrittenNote>) {
    let mut builder = Builder {
        around: Surroundings { text, path },
        findings,
        open: vec![OpenBlock::new(Container::Root, 0)],
        skipped: 0,
        anchors: Vec::new(),
        passage: None,
        verbatim: None,
        labels: Labels::default(),
        notes: Vec::new(),
    };
    for (event, range) in events {
        builder.event(event, range);
    }
    builder.finish()
}

struct Builder<'a> {
    around: Surroundings<'a>,
    findings: &'a mut Findings,
    /// The containers that are open; the first is the chapter.
    open: Vec<OpenBlock>,
    /// How many containers are open that were too deep to be kept.
    skipped: usize,
    /// The ids of open elements that the book does not know, which wait for the blocks of their text.
    anchors: Vec<Anchor>,
    passage: Option<(Role, OpenPassage)>,
    verbatim: Option<Verbatim>,
    labels: Labels,
    notes: Vec<WrittenNote>,
}

/// What becomes of the open passage.
#[derive(Clone, Copy)]
enum Role {
    Paragraph,
    /// A paragraph of a tight list: the parser does not announce it.
    Implicit,
    Heading(u8),
    Cell,
    Term,
}

impl Builder<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Html(text) => self.text(&text, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::Code(code) => {
                let inline = Inline::Code { text: super::nfc(&code), span: self.findings.span(range.clone()) };
                self.inline(range).push(inline);
            }
            Event::InlineMath(source) => self.maths(&source, false, range),
            Event::DisplayMath(source) => self.maths(&source, true, range),
            Event::FootnoteReference(label) => {
                let note = self.labels.number(&label);
                let span = self.findings.span(range.clone());
                self.inline(range).push(Inline::NoteMark { note, span });
            }
            Event::SoftBreak => {
                let span = self.findings.span(range.clone());
                let mut end = [0; 4];
                self.inline(range).push_text(smarten::SOFT_END.encode_utf8(&mut end), span);
            }
            Event::HardBreak => self.inline(range).push(Inline::LineBreak),
            Event::Rule => {
                self.close_implicit();
                self.block(BlockKind::ThematicBreak, Attributes::default(), range);
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.open_span(Some(SpanKind::Emphasis), range),
            Tag::Strong => self.open_span(Some(SpanKind::Strong), range),
            Tag::Strikethrough => self.open_span(Some(SpanKind::Strikethrough), range),
            Tag::Superscript => self.open_span(Some(SpanKind::Superscript), range),
            Tag::Subscript => self.open_span(Some(SpanKind::Subscript), range),
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => {
                let (start, (written, title)) = (range.start, (dest_url.into_string(), title.into_string()));
                let passage = open_passage(&mut self.passage, range);
                passage.open_image(written, title, start, self.findings);
            }
            block => {
                self.close_implicit();
                self.start_block(block, range);
            }
        }
    }

    fn start_block(&mut self, tag: Tag, range: Range<usize>) {
        let start = range.start;
        match tag {
            Tag::Paragraph => {
                self.loosen();
                self.passage = Some((Role::Paragraph, OpenPassage::new(start)));
            }
            Tag::Heading { level, .. } => self.passage = Some((Role::Heading(rank(level)), OpenPassage::new(start))),
            Tag::TableCell => self.passage = Some((Role::Cell, OpenPassage::new(start))),
            Tag::DefinitionListTitle => self.passage = Some((Role::Term, OpenPassage::new(start))),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.verbatim = Some(Verbatim::Code { info, pieces: Vec::new() });
            }
            Tag::HtmlBlock => self.verbatim = Some(Verbatim::Html(RawHtml::default())),
            Tag::BlockQuote(kind) => self.open_container(Container::Quote(quote_kind(kind)), start),
            Tag::List(first) => {
                self.open_container(Container::List { start: first, tight: true, items: Vec::new() }, start);
            }
            Tag::Item => self.open_container(Container::Item { checked: None }, start),
            Tag::FootnoteDefinition(label) => self.open_container(Container::Note(label.into_string()), start),
            Tag::DefinitionList => self.open_container(Container::Definitions(Vec::new()), start),
            Tag::DefinitionListDefinition => self.open_container(Container::Definition, start),
            Tag::Table(columns) => {
                self.open_container(Container::Table(OpenTable::new(&columns)), start);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                let end = range.end;
                let passage = open_passage(&mut self.passage, range);
                passage.close_markdown(end, &self.around, self.findings);
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::DefinitionListTitle => {
                self.close_passage(range.end);
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close_verbatim(range),
            TagEnd::TableHead | TagEnd::TableRow => self.close_row(range),
            TagEnd::MetadataBlock(_) => {}
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table => {
                self.close_implicit();
                self.close_container(range.end);
            }
        }
    }

    /// The open passage, or a new one: the parser announces no paragraphs in tight lists.
    fn inline(&mut self, range: Range<usize>) -> &mut OpenPassage {
        open_passage(&mut self.passage, range)
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        match &mut self.verbatim {
            Some(Verbatim::Code { pieces, .. }) => pieces.push((text.to_owned(), range)),
            Some(Verbatim::Html(html)) => html.push(text, range.start),
            None => {
                let text = protect(text, range.clone(), self.around.text);
                let span = self.findings.span(range.clone());
                self.inline(range).push_text(&text, span);
            }
        }
    }

    fn maths(&mut self, source: &str, display: bool, range: Range<usize>) {
        let inline = Inline::Math { source: super::nfc(source), display, span: self.findings.span(range.clone()) };
        self.inline(range).push(inline);
    }

    fn open_span(&mut self, kind: Option<SpanKind>, range: Range<usize>) {
        let start = range.start;
        let passage = open_passage(&mut self.passage, range);
        passage.open_markdown(kind, start, self.findings);
    }

    fn open_link(&mut self, link_type: LinkType, written: &str, title: &str, range: Range<usize>) {
        let written = match link_type {
            LinkType::Email if !written.starts_with("mailto:") => Cow::Owned(format!("mailto:{written}")),
            _ => Cow::Borrowed(written),
        };
        if !title.trim().is_empty() {
            passage::dropped_title(title, self.findings.span(range.clone()), self.findings);
        }
        let kind = passage::link(&written, range.clone(), &self.around, self.findings);
        self.open_span(kind, range);
    }

    fn close_implicit(&mut self) {
        if let Some((Role::Implicit, passage)) = &self.passage {
            let end = passage.end;
            self.close_passage(end);
        }
    }

    fn close_passage(&mut self, end: usize) {
        let Some((role, mut passage)) = self.passage.take() else { return };
        passage.end = end.max(passage.end);
        let range = passage.start..trimmed_end(self.around.text, passage.start, passage.end);
        let finished = passage.finish(&self.around, self.findings);
        match role {
            Role::Paragraph | Role::Implicit => self.paragraph(finished, range),
            Role::Heading(level) => self.heading(level, finished, range),
            Role::Cell => {
                let cell = unnumbered(finished.without_titles(self.findings));
                if let Some(Container::Table(table)) = self.open.last_mut().map(|open| &mut open.container) {
                    table.cells.push(cell);
                    table.cell_end = range.end;
                }
            }
            Role::Term => self.term(finished),
        }
    }

    fn paragraph(&mut self, finished: Finished, range: Range<usize>) {
        let kind = captions::paragraph(finished, self.around.text, self.findings);
        if let Some((kind, attributes)) = kind {
            self.block(kind, attributes, range);
        }
    }

    fn heading(&mut self, level: u8, finished: Finished, range: Range<usize>) {
        let mut inlines = finished.without_titles(self.findings);
        let read = captions::take_braces_at_end(&mut inlines, self.around.text, self.findings);
        if read.width.is_some() {
            let fault = Diagnostic::warning(Code::BadAttributes, "a heading has no width");
            self.findings.push(fault.at(self.findings.span(range.clone())));
        }
        self.block(BlockKind::Heading { level, title: unnumbered(inlines) }, read.attributes, range);
    }

    fn term(&mut self, finished: Finished) {
        let term = unnumbered(finished.without_titles(self.findings));
        let Some(Container::Definitions(items)) = self.open.last_mut().map(|open| &mut open.container) else { return };
        match items.last_mut() {
            Some(item) if item.definitions.is_empty() => item.terms.push(term),
            _ => items.push(DefinitionItem { terms: vec![term], definitions: Vec::new() }),
        }
    }

    fn finish(mut self) -> (Vec<Block>, Vec<WrittenNote>) {
        self.close_implicit();
        let end = self.around.text.len();
        while self.open.len() > 1 {
            self.skipped = 0;
            self.close_container(end);
        }
        let Some(root) = self.open.pop() else { return (Vec::new(), self.notes) };
        self.end_anchors();
        self.stray_marks(root.marks);
        (captions::attach(root.blocks, self.around.text, self.findings), self.notes)
    }
}

fn open_passage(passage: &mut Option<(Role, OpenPassage)>, range: Range<usize>) -> &mut OpenPassage {
    let (_, open) = passage.get_or_insert_with(|| (Role::Implicit, OpenPassage::new(range.start)));
    open.end = open.end.max(range.end);
    open
}

/// A passage without its number yet: `settle` numbers all in reading order.
pub(super) fn unnumbered(inlines: Vec<Inline>) -> Passage {
    Passage { node: NodeId::default(), inlines }
}

/// `text` with its first character marked as literal, if that was written with a backslash or as a
/// character reference.
fn protect<'t>(text: &'t str, range: Range<usize>, source: &str) -> Cow<'t, str> {
    let Some(stand_in) = text.chars().next().and_then(smarten::literal) else { return Cow::Borrowed(text) };
    let escaped = source[..range.start].ends_with('\\');
    let referenced = source[range].starts_with('&');
    if escaped || referenced { Cow::Owned(format!("{stand_in}{}", &text[1..])) } else { Cow::Borrowed(text) }
}

/// The end of `start..end` without the white space at it.
fn trimmed_end(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(end, |slice| start + slice.trim_end().len())
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
