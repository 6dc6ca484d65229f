//! The one walk over the document: what a reader must be told.

use crate::transcript::{Chapter, Scribe, Transcript};
use make_book::document::{
    Block, BlockKind, Caption, CaptionKind, Document, Image, Inline, LinkTarget, Matter, Passage, QuoteKind, Reference,
    SpanKind, TableRow, TextPosition,
};
use make_book::fonts::FontSet;
use make_book::graphics::{Drawings, illustrate};
use make_book::manifest::{FontChoice, Place};
use make_book::shaping::Shaper;
use make_book::style::sheet;
use make_book::wording;
use std::sync::Arc;

/// Where it is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// In the e-book.
    Screen,
    /// On pages, where a title that a reference repeats is in the language of the text around it.
    Paper,
}

/// What the document says.
pub fn transcript(document: &Document, medium: Medium) -> Transcript {
    let shaper = Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
    let style = sheet(&document.manifest);
    let (drawings, _) = illustrate(document, &style, &shaper, style.page.measure());
    let mut transcript = Transcript::new();
    let mut before = None;
    for (index, placed) in document.indexed() {
        let part = if let Matter::Body(part) = placed.matter { part } else { None };
        let opens = part.filter(|_| part != before);
        before = part;
        let part = opens.and_then(|part| Some((part, document.manifest.parts.get(part as usize)?)));
        if let Some((number, part)) = part
            && document.has_part_page(number)
        {
            let mut scribe = Scribe::default();
            scribe.heading(1);
            scribe.words(document.manifest.metadata.language.as_str(), part.title.as_deref().unwrap_or_default());
            transcript.push(Chapter { said: scribe.finish(), ..Chapter::default() });
        }
        let place = part.and_then(|(_, part)| part.place.as_ref());
        let mut walk = Walk { document, drawings: &drawings, index, medium, scribe: Scribe::default() };
        transcript.push(walk.chapter(place));
    }
    transcript
}

struct Walk<'a> {
    document: &'a Document,
    drawings: &'a Drawings,
    index: u32,
    medium: Medium,
    scribe: Scribe,
}

impl Walk<'_> {
    fn chapter(&mut self, place: Option<&Place>) -> Chapter {
        let chapter = &self.document.chapters[self.index as usize].chapter;
        let language = chapter.language.as_str();
        self.blocks(&chapter.blocks, language);
        let said = std::mem::take(&mut self.scribe).finish();
        let notes = chapter.notes.iter().map(|note| {
            self.blocks(&note.blocks, language);
            (note.number, std::mem::take(&mut self.scribe).finish())
        });
        let notes = notes.collect();
        let mut found = Chapter { said, notes, ..Chapter::default() };
        if let Some(place) = place {
            let lies: Vec<&str> = place.country.iter().chain(&place.region).map(String::as_str).collect();
            if !lies.is_empty() {
                found.place.insert((language.to_owned(), lies.join(" · ")));
            }
            let names = place.names.iter().filter(|(_, name)| *name != chapter.title);
            found.place.extend(names.map(|(language, name)| (language.as_str().to_owned(), name.clone())));
        }
        found
    }

    fn blocks(&mut self, blocks: &[Block], language: &str) {
        blocks.iter().for_each(|block| self.block(block, language));
    }

    fn block(&mut self, block: &Block, language: &str) {
        let language = block.attributes.language.as_ref().map_or(language, |own| own.as_str());
        self.scribe.end();
        match &block.kind {
            BlockKind::Paragraph(text) => self.inlines(&text.inlines, language),
            BlockKind::Heading { level, title } => {
                self.scribe.heading(*level);
                self.inlines(&title.inlines, language);
            }
            BlockKind::Quote { kind, blocks } => {
                self.alert(*kind, language);
                self.blocks(blocks, language);
            }
            BlockKind::List { start, items, .. } => {
                for (number, item) in (start.unwrap_or(0)..).zip(items) {
                    let task = item.checked.map(|done| if done { "☑" } else { "☐" }.to_owned());
                    let label = task.or_else(|| start.map(|_| number.to_string()));
                    self.scribe.item(&label.unwrap_or_default());
                    self.blocks(&item.blocks, language);
                }
            }
            BlockKind::Definitions(items) => {
                for item in items {
                    item.terms.iter().for_each(|term| self.passage(term, language));
                    item.definitions.iter().for_each(|blocks| self.blocks(blocks, language));
                }
            }
            BlockKind::Code { text, .. } => self.scribe.code(language, &text.text()),
            BlockKind::Drawing { data, caption, .. } => {
                let place = TextPosition { chapter: self.index, node: block.node, offset: 0 };
                match self.drawings.get(&place) {
                    Some(drawn) => self.scribe.picture(&drawn.drawing.alternative),
                    None => self.scribe.code(language, &data.text()),
                }
                self.caption(CaptionKind::Figure, block, caption.as_ref(), language);
            }
            BlockKind::Table(table) => {
                self.caption(CaptionKind::Table, block, table.caption.as_ref(), language);
                self.row(&table.head, language);
                table.rows.iter().for_each(|row| self.row(row, language));
            }
            BlockKind::Figure { image, caption } => {
                self.image(image);
                self.caption(CaptionKind::Figure, block, caption.as_ref(), language);
            }
            BlockKind::ThematicBreak => {}
        }
        self.scribe.end();
    }

    fn alert(&mut self, kind: QuoteKind, language: &str) {
        let words = wording::of(&self.document.manifest.metadata.language);
        let label = match kind {
            QuoteKind::Quotation | QuoteKind::Display | QuoteKind::Sidebar => return,
            QuoteKind::Note => words.note,
            QuoteKind::Tip => words.tip,
            QuoteKind::Important => words.important,
            QuoteKind::Warning => words.warning,
            QuoteKind::Caution => words.caution,
        };
        self.scribe.words(language, label);
        self.scribe.end();
    }

    fn row(&mut self, row: &TableRow, language: &str) {
        row.cells.iter().for_each(|cell| self.passage(cell, language));
    }

    fn passage(&mut self, passage: &Passage, language: &str) {
        self.scribe.end();
        self.inlines(&passage.inlines, language);
        self.scribe.end();
    }

    fn caption(&mut self, kind: CaptionKind, block: &Block, caption: Option<&Caption>, language: &str) {
        self.scribe.end();
        let Some(caption) = caption else { return };
        let place = TextPosition { chapter: self.index, node: block.node, offset: 0 };
        if let Some(number) = self.document.numbers.get(&place) {
            self.scribe.words(language, &format!("{} {number} ", self.kind(kind)));
        }
        self.passage_goes_on(&caption.text, language);
    }

    fn passage_goes_on(&mut self, passage: &Passage, language: &str) {
        self.inlines(&passage.inlines, language);
        self.scribe.end();
    }

    fn kind(&self, kind: CaptionKind) -> &'static str {
        let words = wording::of(&self.document.manifest.metadata.language);
        match kind {
            CaptionKind::Figure => words.figure,
            CaptionKind::Table => words.table,
        }
    }

    fn image(&mut self, image: &Image) {
        if !image.decorative {
            self.scribe.picture(&image.alternative);
        }
    }

    /// What a link without words says: a title in its languages, which pages leave out.
    fn reference(&mut self, target: &LinkTarget, language: &str) {
        match self.document.reference(self.index, target) {
            Some(Reference::Captioned(kind, number)) => {
                let label = format!("{} {number}", self.kind(kind));
                self.scribe.words(language, &label);
            }
            Some(Reference::Title(title)) => {
                let place = self.document.resolve(self.index, target);
                let heading = self.document.outline.iter().find(|entry| Some(entry.position) == place);
                match heading.filter(|heading| self.medium == Medium::Screen && heading.plain == title) {
                    Some(heading) => self.inlines(&heading.title.inlines, language),
                    None => self.scribe.words(language, &title),
                }
            }
            None => {}
        }
    }

    fn inlines(&mut self, inlines: &[Inline], language: &str) {
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
                    self.scribe.words(language, text);
                }
                Inline::LineBreak => self.scribe.words(language, " "),
                Inline::BreakOpportunity => {}
                Inline::Image(image) => self.image(image),
                Inline::NoteMark { note, .. } => {
                    let notes = &self.document.chapters[self.index as usize].chapter.notes;
                    self.scribe.mark(notes[*note as usize].number);
                }
                Inline::Span(span) => {
                    let language = span.attributes.language.as_ref().map_or(language, |own| own.as_str());
                    self.inlines(&span.content, language);
                    if let (SpanKind::Link(target), true) = (&span.kind, span.content.is_empty()) {
                        self.reference(target, language);
                    }
                }
            }
        }
    }
}
