//! The inlines of a passage → the text that is laid out, in fragments of one style.
//!
//! The text that is laid out is that of the passage with what the program adds: marks of notes,
//! page references, and the isolates of spans in another direction (UAX 9, rule X5c).

use super::addresses::{address_breaks, code_breaks};
use super::initial::Head;
use crate::document::{
    Attributes, Image, Inline, LinkTarget, NodeId, SpanInline, SpanKind, address_of, shows_its_address,
};
use crate::geometry::Length;
use crate::language::{Direction, Language, initial};
use crate::shaping::Shaper;
use crate::source::Span;
use crate::style::{Family, Figures, TextStyle, Weight};
use crate::typeset::Picture;
use std::ops::Range;

/// A stretch of the text in one style.
pub(super) struct Fragment {
    /// Where it stands in the text that is laid out.
    pub range: Range<usize>,
    /// Bytes of the passage's text before it.
    pub offset: u32,
    pub kind: FragmentKind,
    pub style: TextStyle,
    pub language: Language,
    pub rise: Length,
    /// Index into the links of the passage.
    pub link: Option<u32>,
    pub hyphenate: bool,
    pub raised: Raised,
    /// The number of the span that strikes it out.
    pub struck: Option<u32>,
    pub span: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FragmentKind {
    Text,
    NoteMark(u32),
    Generated,
    /// An image in the line, as an index into the pictures of the passage.
    Picture(u32),
    /// Characters that steer the layout and are not set.
    Control,
}

/// Whether text is set in superior forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    Never,
    /// As the letters of ordinals are: where the face has such forms.
    WhereDrawn,
    /// As marks of notes and `<sup>` are: else in small ones.
    Always,
}

/// A passage ready to be cut into words.
#[derive(Default)]
pub(super) struct Collected<'a> {
    /// The passage.
    pub node: NodeId,
    pub layout: String,
    pub fragments: Vec<Fragment>,
    pub links: Vec<LinkTarget>,
    /// Images in the line.
    pub pictures: Vec<Picture>,
    /// Images that are too large for the line: they are set below the paragraph.
    pub images: Vec<&'a Image>,
    /// How many spans are struck out so far.
    pub struck: u32,
    /// Whether the text is still to start with an initial.
    pub drops_initial: bool,
    /// The initial, which is kept out of the lines.
    pub initial: Option<Head>,
    /// Words at the start that are still to be set in small capitals.
    pub lead_in: u32,
    /// Whether the letters of ordinals are superior.
    pub ordinals: bool,
    /// Bytes of the passage's text so far.
    pub offset: u32,
}

/// What inlines inherit.
#[derive(Clone)]
pub(super) struct State {
    pub style: TextStyle,
    pub language: Language,
    pub hyphenate: bool,
    pub rise: Length,
    pub link: Option<u32>,
    /// Whether the text is an address, which is never hyphenated and breaks at its marks.
    pub address: bool,
    pub raised: Raised,
    /// The number of the span that strikes the text out.
    pub struck: Option<u32>,
}

/// What a passage must know of its chapter.
pub(in crate::typeset) trait Surroundings {
    /// The number that the mark of note `note` shows.
    fn note_number(&self, note: u32) -> u32;
    /// What is set after a link into the book that stands in passage `node` behind `offset` bytes of
    /// text: its page.
    fn page_reference(&self, target: &LinkTarget, node: NodeId, offset: u32) -> Option<String>;
    /// What is set for a link into the book that has no words of its own: what it leads to.
    fn reference(&self, target: &LinkTarget) -> Option<String>;
    /// `image` as it is set in a line of text of this size; none if it is too large for that.
    fn picture(&self, _image: &Image, _size: Length) -> Option<Picture> {
        None
    }
    /// What is set in brackets after a link out of the book that does not show its address.
    fn address(&self, _target: &str) -> Option<String> {
        None
    }
}

impl<'a> Collected<'a> {
    pub fn inlines(&mut self, inlines: &'a [Inline], state: &State, around: &dyn Surroundings) {
        for inline in inlines {
            self.inline(inline, state, around);
        }
    }

    /// Adds text of the program's.
    pub fn generated(&mut self, text: &str, state: &State) {
        self.push(text, FragmentKind::Generated, state, None);
    }

    fn inline(&mut self, inline: &'a Inline, state: &State, around: &dyn Surroundings) {
        match inline {
            Inline::Text { text, span } => self.text(text, state, *span),
            Inline::Code { text, span } => self.code(text, &code_state(state), *span),
            Inline::Math { source: text, span, .. } => {
                self.push(text, FragmentKind::Text, &code_state(state), Some(*span));
            }
            Inline::LineBreak => self.control("\u{2028}", state),
            Inline::BreakOpportunity => self.control("\u{200B}", state),
            Inline::Image(image) => match around.picture(image, state.style.size) {
                Some(picture) => {
                    let index = self.pictures.len() as u32;
                    self.pictures.push(picture);
                    self.push("\u{FFFC}", FragmentKind::Picture(index), state, Some(image.span));
                }
                None => self.images.push(image),
            },
            Inline::NoteMark { note, span } => {
                let style = TextStyle { small_caps: false, ..state.style };
                let state = State { style, raised: Raised::Always, ..state.clone() };
                self.control("\u{2060}", &state);
                let number = around.note_number(*note).to_string();
                self.push(&number, FragmentKind::NoteMark(*note), &state, Some(*span));
            }
            Inline::Span(span) => self.span(span, state, around),
        }
    }

    /// Running text; the first words of a chapter are set in small capitals.
    fn text(&mut self, text: &str, state: &State, span: Span) {
        if state.address {
            return self.address(text, FragmentKind::Text, state, Some(span));
        }
        let text = self.after_initial(text, state, span);
        let head = text.split_inclusive(' ').take(self.lead_in as usize).map(str::len).sum::<usize>();
        let words = text[..head].split_inclusive(' ').count() as u32;
        self.lead_in = self.lead_in.saturating_sub(words);
        let style = TextStyle { small_caps: true, ..state.style };
        let capitals = State { style, hyphenate: false, ..state.clone() };
        // The space after the last of them is of the text's own style.
        let head = text[..head].trim_end().len();
        self.push(&text[..head], FragmentKind::Text, &capitals, Some(span));
        self.running(&text[head..], state, span);
    }

    /// Running text, with the letters of its ordinals raised.
    fn running(&mut self, text: &str, state: &State, span: Span) {
        let wanted = self.ordinals && state.raised == Raised::Never;
        let ordinals = if wanted { state.language.ordinals(text) } else { Vec::new() };
        let mut start = 0;
        for letters in ordinals {
            self.push(&text[start..letters.start], FragmentKind::Text, state, Some(span));
            let raised = State { raised: Raised::WhereDrawn, hyphenate: false, ..state.clone() };
            start = letters.end;
            self.push(&text[letters], FragmentKind::Text, &raised, Some(span));
        }
        self.push(&text[start..], FragmentKind::Text, state, Some(span));
    }

    /// What of `text` follows the initial, if it starts with one: that is kept aside. The rest of its word is
    /// not divided, since the patterns do not know that it is a rest.
    fn after_initial<'t>(&mut self, text: &'t str, state: &State, span: Span) -> &'t str {
        let plain = state.raised == Raised::Never && state.rise == Length::ZERO && state.struck.is_none();
        let starts = std::mem::take(&mut self.drops_initial) && self.layout.is_empty() && plain;
        let Some(letter) = initial(text).filter(|_| starts) else { return text };
        let rest = &text[letter.end..];
        let (marks, first) = (text[..letter.start].to_owned(), text[letter.clone()].to_owned());
        self.initial = Some(Head { marks, letter: first, state: state.clone() });
        self.offset += letter.end as u32;
        if self.lead_in > 0 {
            return rest;
        }
        let (word, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        self.push(word, FragmentKind::Text, &State { hyphenate: false, ..state.clone() }, Some(span));
        rest
    }

    /// Whether a space follows what is kept aside, however it is marked up: then that is a word by itself.
    pub fn starts_with_space(&self) -> bool {
        let controls = ['\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];
        self.layout.trim_start_matches(controls).starts_with(char::is_whitespace)
    }

    /// An address, in pieces between which a line may end.
    fn address(&mut self, text: &str, kind: FragmentKind, state: &State, span: Option<Span>) {
        let state = State { hyphenate: false, ..state.clone() };
        // The scheme, which says nothing, is not left alone at the end of a line.
        let scheme = text.find("://").map_or(0, |at| at + 3);
        self.push(&text[..scheme], kind, &state, span);
        self.control("\u{2060}", &state);
        let mut start = scheme;
        for at in address_breaks(text).into_iter().filter(|at| *at > scheme) {
            self.push(&text[start..at], kind, &state, span);
            self.control("\u{200B}", &state);
            start = at;
        }
        self.push(&text[start..], kind, &state, span);
    }

    /// Code: long words of it may be broken as addresses are.
    fn code(&mut self, text: &str, state: &State, span: Span) {
        let (mut start, mut word) = (0, 0);
        for piece in text.split_inclusive(' ') {
            for at in code_breaks(piece.trim_end()) {
                self.push(&text[start..word + at], FragmentKind::Text, state, Some(span));
                self.control("\u{200B}", state);
                start = word + at;
            }
            word += piece.len();
        }
        self.push(&text[start..], FragmentKind::Text, state, Some(span));
    }

    fn span(&mut self, span: &'a SpanInline, state: &State, around: &dyn Surroundings) {
        let mut inner = span_state(&span.kind, &span.attributes, state);
        if let SpanKind::Link(target) = &span.kind {
            inner.link = u32::try_from(self.links.len()).ok();
            self.links.push(target.clone());
        }
        if span.kind == SpanKind::Strikethrough {
            inner.struck = Some(self.struck);
            self.struck += 1;
        }
        inner.address |= shows_its_address(span);
        let start = self.offset;
        let isolate = isolate(span, state);
        if let Some(open) = isolate {
            self.control(open, &inner);
        }
        self.inlines(&span.content, &inner, around);
        if isolate.is_some() {
            self.control("\u{2069}", &inner);
        }
        if let SpanKind::Link(target) = &span.kind {
            let words = if span.content.is_empty() { around.reference(target) } else { None };
            let page = around.page_reference(target, self.node, start);
            [words, page].iter().flatten().for_each(|text| self.generated(text, &inner));
        }
        if let Some(address) = address_of(span).filter(|_| !inner.address).and_then(|address| around.address(address)) {
            self.generated(" (", &inner);
            self.address(&address, FragmentKind::Generated, &inner, None);
            self.generated(")", &inner);
        }
    }

    fn control(&mut self, text: &str, state: &State) {
        self.push(text, FragmentKind::Control, state, None);
    }

    fn push(&mut self, text: &str, kind: FragmentKind, state: &State, span: Option<Span>) {
        if text.is_empty() {
            return;
        }
        let start = self.layout.len();
        self.layout.push_str(text);
        self.fragments.push(Fragment {
            range: start..self.layout.len(),
            offset: self.offset,
            kind,
            style: state.style,
            language: state.language.clone(),
            rise: state.rise,
            link: state.link,
            hyphenate: state.hyphenate,
            raised: state.raised,
            struck: state.struck,
            span,
        });
        if kind == FragmentKind::Text {
            self.offset += text.len() as u32;
        }
    }

    /// Sets marks of notes and what else is raised in the superior forms of its face, or small.
    pub fn raise(&mut self, shaper: &Shaper) {
        let layout = &self.layout;
        for fragment in self.fragments.iter_mut().filter(|fragment| fragment.raised != Raised::Never) {
            let text = &layout[fragment.range.clone()];
            let drawn = || shaper.has_superiors(text, fragment.style, &fragment.language);
            if fragment.raised == Raised::WhereDrawn && !drawn() {
                continue;
            }
            let (style, rise) = superior(text, fragment.style, &fragment.language, shaper);
            fragment.style = style;
            fragment.rise += rise;
        }
    }

    /// Whether the text at byte `at` of the text that is laid out is Korean.
    pub fn is_korean(&self, at: usize) -> bool {
        let index = self.fragments.partition_point(|fragment| fragment.range.end <= at);
        self.fragments.get(index).is_some_and(|fragment| fragment.language.primary() == "ko")
    }

    /// Bytes of the passage's text before byte `at` of the text that is laid out.
    pub fn offset_of(&self, at: usize) -> u32 {
        let index = self.fragments.partition_point(|fragment| fragment.range.end <= at);
        self.fragments.get(index).map_or(self.offset, |fragment| fragment.offset_of(at))
    }
}

impl Fragment {
    /// Bytes of the passage's text before byte `at` of the text that is laid out, which stands in it.
    pub fn offset_of(&self, at: usize) -> u32 {
        match self.kind {
            FragmentKind::Text => self.offset + at.saturating_sub(self.range.start) as u32,
            _ => self.offset,
        }
    }
}

/// Size and rise of what is raised in a face without superior forms, in hundredths of the text's size.
const RAISED: (i64, i64) = (70, 33);

/// The style of `text` where it is raised in text of `style`, and how far: forms that the face has for it,
/// which are as dark as the text, else small ones.
pub(in crate::typeset) fn superior(
    text: &str,
    style: TextStyle,
    language: &Language,
    shaper: &Shaper,
) -> (TextStyle, Length) {
    if shaper.has_superiors(text, style, language) {
        return (TextStyle { figures: Figures::Superior, ..style }, Length::ZERO);
    }
    let size = style.size.scale(RAISED.0, 100);
    (TextStyle { figures: Figures::Lining, size, ..style }, style.size.scale(RAISED.1, 100))
}

/// The character that opens the isolate of `span`, if it needs one.
fn isolate(span: &SpanInline, state: &State) -> Option<&'static str> {
    let language = span.attributes.language.as_ref();
    let differs = language.is_some_and(|language| language.direction() != state.language.direction());
    match (span.attributes.direction, &span.kind) {
        (Some(Direction::RightToLeft), _) => Some("\u{2067}"),
        (Some(Direction::LeftToRight), _) => Some("\u{2066}"),
        (None, SpanKind::Isolate) => Some("\u{2068}"),
        (None, _) if differs => match language.map(Language::direction) {
            Some(Direction::RightToLeft) => Some("\u{2067}"),
            _ => Some("\u{2066}"),
        },
        _ => None,
    }
}

/// The figures of text in `language` where those around it are `figures`.
pub(super) fn figures_in(language: &Language, figures: Figures) -> Figures {
    match figures {
        Figures::OldStyle if !language.has_lower_case() => Figures::Lining,
        figures => figures,
    }
}

fn code_state(state: &State) -> State {
    let face = crate::style::Face { family: Family::Mono, ..state.style.face };
    // The capitals of the mono face are as high as those of the text face at 88 % of the size.
    let size = if state.style.face.family == Family::Mono { state.style.size } else { state.style.size.scale(88, 100) };
    State { style: TextStyle { face, size, ..state.style }, hyphenate: false, ..state.clone() }
}

fn span_state(kind: &SpanKind, attributes: &Attributes, state: &State) -> State {
    let mut inner = state.clone();
    if let Some(language) = &attributes.language {
        inner.language = language.clone();
        inner.style.figures = figures_in(language, inner.style.figures);
    }
    let style = &mut inner.style;
    match kind {
        SpanKind::Emphasis | SpanKind::Cite | SpanKind::Definition => style.face.italic = !style.face.italic,
        SpanKind::Strong => style.face.weight = Weight::Bold,
        SpanKind::Small => style.size = style.size.scale(85, 100),
        SpanKind::Superscript => inner.raised = Raised::Always,
        SpanKind::Subscript => {
            inner.rise -= style.size.scale(15, 100);
            style.size = style.size.scale(70, 100);
        }
        _ => {}
    }
    inner
}
