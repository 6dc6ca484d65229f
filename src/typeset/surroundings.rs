//! What passages must know of what is around them: that of a chapter, and that of text outside the chapters.

use super::chapter::Context;
use super::paragraph::{Setter, Shape, Surroundings};
use super::{Line, Picture, figure};
use crate::document::{CaptionKind, Image, LinkTarget, NodeId, Passage, Reference, TextPosition, shown_address};
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::style::{BlockStyle, StyleSheet, TextStyle};
use crate::wording;

/// What a passage must know of its chapter.
pub(super) struct ChapterSurroundings<'a> {
    pub context: &'a Context<'a>,
    /// Index of the chapter.
    pub index: u32,
    /// Whether addresses stand in brackets after their links.
    pub in_brackets: bool,
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

/// The width of the widest word of a passage that stands outside the chapters.
pub(crate) fn widest_word_outside(
    context: &Context<'_>,
    passage: &Passage,
    style: TextStyle,
    language: &Language,
) -> Length {
    setter(context, &NoSurroundings).extent(passage, style, language, language.direction()).0
}

/// What sets passages in the midst of `around`.
pub(super) fn setter<'a>(context: &Context<'a>, around: &'a dyn Surroundings) -> Setter<'a> {
    let StyleSheet { exceptions, ordinals, .. } = context.style;
    Setter { shaper: context.shaper, exceptions, ordinals: *ordinals, around }
}

/// Lines of `measure` in `style`, without an indent, and of no other number than is best.
pub(super) fn shape(style: &BlockStyle, measure: Length, direction: Direction) -> Shape {
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
