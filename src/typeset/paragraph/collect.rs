//! The inlines of a passage → words and spaces, and the places where a line may end.
//!
//! The text that is laid out is that of the passage with what the program adds: marks of notes,
//! page references, and the isolates of spans in another direction (UAX 9, rule X5c).

use super::direction::levels;
use super::edges;
use super::hyphenate::divisions;
use super::linebreak::{BreakKind, Breakpoint, Sums, price};
use super::opportunities::opportunities;
use super::spaces::{
    Space, are_han_and_latin, are_in_squares, between_squares, quarter, space_of, spaces_at, spaces_at_char,
};
use crate::document::{
    Attributes, Image, Inline, LinkTarget, NodeId, SpanInline, SpanKind, address_of, shows_its_address,
};
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::shaping::{Setting, ShapedWord, Shaper};
use crate::source::Span;
use crate::style::{Exceptions, Family, Figures, TextStyle, Weight};
use crate::typeset::Picture;
use std::ops::Range;
use std::sync::Arc;

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
    /// Words at the start that are still to be set in small capitals.
    pub lead_in: u32,
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
            Inline::Code { text, span } | Inline::Math { source: text, span, .. } => {
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
                let style = TextStyle { figures: Figures::Superior, small_caps: false, ..state.style };
                let state = State { style, ..state.clone() };
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
        let head = text.split_inclusive(' ').take(self.lead_in as usize).map(str::len).sum::<usize>();
        let words = text[..head].split_inclusive(' ').count() as u32;
        self.lead_in = self.lead_in.saturating_sub(words);
        let style = TextStyle { small_caps: true, ..state.style };
        let capitals = State { style, hyphenate: false, ..state.clone() };
        // The space after the last of them is of the text's own style.
        let head = text[..head].trim_end().len();
        self.push(&text[..head], FragmentKind::Text, &capitals, Some(span));
        self.push(&text[head..], FragmentKind::Text, state, Some(span));
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
            struck: state.struck,
            span,
        });
        if kind == FragmentKind::Text {
            self.offset += text.len() as u32;
        }
    }

    /// Whether the text at byte `at` of the text that is laid out is Korean.
    fn is_korean(&self, at: usize) -> bool {
        let index = self.fragments.partition_point(|fragment| fragment.range.end <= at);
        self.fragments.get(index).is_some_and(|fragment| fragment.language.primary() == "ko")
    }

    /// Bytes of the passage's text before byte `at` of the text that is laid out.
    pub fn offset_of(&self, at: usize) -> u32 {
        let index = self.fragments.partition_point(|fragment| fragment.range.end <= at);
        match self.fragments.get(index) {
            Some(fragment) if fragment.kind == FragmentKind::Text => {
                fragment.offset + at.saturating_sub(fragment.range.start) as u32
            }
            Some(fragment) => fragment.offset,
            None => self.offset,
        }
    }
}

/// Where a line may end in an address: after a stroke or colon, before other marks (The Chicago
/// Manual of Style, 7.46).
fn address_breaks(address: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut before = ' ';
    for (at, character) in address.char_indices() {
        let after_stroke = matches!(before, '/' | ':') && !matches!(character, '/' | ':');
        let mark = "~.,_?#%&=+".contains(character) && !matches!(before, '/' | ':');
        if at > 0 && (after_stroke || mark) {
            breaks.push(at);
        }
        before = character;
    }
    breaks
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
    }
    let style = &mut inner.style;
    match kind {
        SpanKind::Emphasis | SpanKind::Cite | SpanKind::Definition => style.face.italic = !style.face.italic,
        SpanKind::Strong => style.face.weight = Weight::Bold,
        SpanKind::Small => style.size = style.size.scale(85, 100),
        SpanKind::Superscript => {
            inner.rise += style.size.scale(33, 100);
            style.size = style.size.scale(70, 100);
        }
        SpanKind::Subscript => {
            inner.rise -= style.size.scale(15, 100);
            style.size = style.size.scale(70, 100);
        }
        _ => {}
    }
    inner
}

/// A word, or a space.
pub(super) struct Element {
    /// Index of its fragment.
    pub fragment: u32,
    /// Where it stands in the text that is laid out.
    pub range: Range<u32>,
    /// Its level of embedding (UAX 9): odd runs from right to left.
    pub level: u8,
    /// Sums up to its start.
    pub before: Sums,
    pub content: Content,
}

pub(super) enum Content {
    Word(Arc<ShapedWord>, Arc<Setting>),
    Picture(u32),
    Space(Space),
}

/// A passage in words.
#[derive(Default)]
pub(super) struct Words {
    pub elements: Vec<Element>,
    pub breakpoints: Vec<Breakpoint>,
    /// Ranges of words that are wider than the measure.
    pub too_wide: Vec<Range<u32>>,
    /// How far the start of the first line hangs into the margin.
    pub hang_start: Length,
}

/// Cuts `collected` into words and finds where lines of `measure` may end; where they `hang`, marks at
/// their edges stand in the margin.
pub(super) fn cut(
    collected: &Collected<'_>,
    shaper: &Shaper,
    exceptions: &Exceptions,
    base: Direction,
    measure: Length,
    hang: bool,
) -> Words {
    let levels = levels(&collected.layout, base);
    let mut cutter = Cutter {
        collected,
        shaper,
        exceptions,
        measure,
        levels: levels.as_deref(),
        base_level: u8::from(base == Direction::RightToLeft),
        opportunities: opportunities(&collected.layout, |at| collected.is_korean(at)),
        next_opportunity: 0,
        sums: Sums::default(),
        words: Words::default(),
    };
    cutter.run();
    let mut words = cutter.words;
    edges::finish(&mut words, collected, hang && base == Direction::LeftToRight);
    words
}

struct Cutter<'a> {
    collected: &'a Collected<'a>,
    shaper: &'a Shaper,
    exceptions: &'a Exceptions,
    measure: Length,
    levels: Option<&'a [unicode_bidi::Level]>,
    base_level: u8,
    opportunities: Vec<usize>,
    next_opportunity: usize,
    sums: Sums,
    words: Words,
}

impl Cutter<'_> {
    fn run(&mut self) {
        for index in 0..self.collected.fragments.len() {
            let fragment = &self.collected.fragments[index];
            match fragment.kind {
                FragmentKind::Control => self.control(fragment),
                FragmentKind::Picture(picture) => self.picture(index, fragment, picture),
                _ => self.fragment(index, fragment),
            }
        }
        if let Some(Element { content: Content::Space(_), .. }) = self.words.elements.last() {
            self.words.elements.pop();
        }
        // What a trailing space added is not part of the last line.
        if let Some(last) = self.words.breakpoints.last()
            && last.element as usize == self.words.elements.len()
        {
            self.sums = last.before;
            self.words.breakpoints.pop();
        }
        // A word piece does not end a paragraph: its last word is not divided.
        let last = self.words.elements.len().saturating_sub(1) as u32;
        self.words.breakpoints.retain(|at| at.element != last || at.inner == 0 || at.penalty == price::LETTER);
        self.breakpoint(BreakKind::Forced);
        self.words.cut_what_is_too_wide(self.measure);
    }

    fn control(&mut self, fragment: &Fragment) {
        if self.collected.layout[fragment.range.clone()].starts_with('\u{2028}') {
            self.breakpoint(BreakKind::Forced);
        } else if self.is_opportunity(fragment.range.end) && !self.words.elements.is_empty() {
            self.breakpoint(BreakKind::Free);
        }
    }

    fn fragment(&mut self, index: usize, fragment: &Fragment) {
        let text = &self.collected.layout;
        let mut settings: [Option<Arc<Setting>>; 2] = [None, None];
        let mut at = fragment.range.start;
        while at < fragment.range.end {
            let level = self.level(at);
            let direction = if level % 2 == 1 { Direction::RightToLeft } else { Direction::LeftToRight };
            let setting = settings[usize::from(level % 2)]
                .get_or_insert_with(|| self.shaper.setting(fragment.style, &fragment.language, direction));
            let setting = Arc::clone(setting);
            let spaces = spaces_at(&text[at..fragment.range.end]);
            if spaces > 0 {
                self.space(index, at..at + spaces, level, &setting);
                at += spaces;
                continue;
            }
            let end = self.word_end(at, fragment.range.end, level);
            self.word(index, fragment, at..end, level, &setting);
            at = end;
        }
    }

    fn picture(&mut self, index: usize, fragment: &Fragment, picture: u32) {
        let range = fragment.range.clone();
        let before = self.sums;
        self.sums.width += self.collected.pictures[picture as usize].size.width;
        self.words.elements.push(Element {
            fragment: index as u32,
            range: range.start as u32..range.end as u32,
            level: self.level(range.start),
            before,
            content: Content::Picture(picture),
        });
        let followed = self.collected.layout[range.end..].chars().next().is_some_and(|c| spaces_at_char(c) == 0);
        if followed && self.is_opportunity(range.end) {
            self.breakpoint(BreakKind::Free);
        }
    }

    fn level(&self, at: usize) -> u8 {
        self.levels.and_then(|levels| levels.get(at)).map_or(self.base_level, |level| level.number())
    }

    /// Where the word that starts at `at` ends: at a space, a place to break, another level.
    fn word_end(&mut self, at: usize, limit: usize, level: u8) -> usize {
        while self.opportunities.get(self.next_opportunity).is_some_and(|opportunity| *opportunity <= at) {
            self.next_opportunity += 1;
        }
        let limit = self.opportunities.get(self.next_opportunity).map_or(limit, |opportunity| limit.min(*opportunity));
        let text = &self.collected.layout[at..limit];
        for (index, character) in text.char_indices().skip(1) {
            if spaces_at_char(character) > 0 || (self.levels.is_some() && self.level(at + index) != level) {
                return at + index;
            }
            debug_assert!(character != '\n', "line ends are spaces");
        }
        limit
    }

    fn is_opportunity(&self, at: usize) -> bool {
        self.opportunities.binary_search(&at).is_ok()
    }

    fn space(&mut self, index: usize, range: Range<usize>, level: u8, setting: &Setting) {
        if matches!(self.words.elements.last(), None | Some(Element { content: Content::Space(_), .. })) {
            return;
        }
        let text = &self.collected.layout[range.clone()];
        let replaced = self.unwritten(range.end, setting, true).filter(|_| text == " ");
        let space = replaced.unwrap_or_else(|| space_of(text, setting));
        let stretches = text.starts_with([' ', '\t', '\n']);
        let element = self.words.elements.len() as u32;
        let before = self.sums;
        self.push_space(index, range.clone(), level, space);
        if stretches && self.is_opportunity(range.end) {
            let point = Breakpoint::new(element, BreakKind::Free, 0, before);
            self.words.breakpoints.push(Breakpoint { next: element + 1, after: self.sums, ..point });
        }
    }

    fn push_space(&mut self, index: usize, range: Range<usize>, level: u8, space: Space) {
        let before = self.sums;
        self.sums.width += space.width;
        self.sums.stretch += space.stretch;
        self.sums.shrink += space.shrink;
        self.words.elements.push(Element {
            fragment: index as u32,
            range: range.start as u32..range.end as u32,
            level,
            before,
            content: Content::Space(space),
        });
    }

    /// The space that nobody typed between the word before byte `at` and the text after it; `typed` stands
    /// there otherwise.
    fn unwritten(&self, at: usize, setting: &Setting, typed: bool) -> Option<Space> {
        let Some(Element { range, content: Content::Word(..), fragment, .. }) = self.words.elements.last() else {
            return None;
        };
        if matches!(self.collected.fragments[*fragment as usize].kind, FragmentKind::NoteMark(_)) {
            return None;
        }
        let before = self.collected.layout[..range.end as usize].chars().next_back()?;
        let after = self.collected.layout[at..].chars().next()?;
        if are_han_and_latin(before, after) {
            return Some(quarter(setting, typed));
        }
        (!typed && self.is_opportunity(at) && are_in_squares(before, after)).then(|| between_squares(setting))
    }

    /// Sets `space`, which nobody typed, before byte `at`. At the edge of a line it vanishes.
    fn unwritten_space(&mut self, index: usize, at: usize, level: u8, space: Space) {
        let element = self.words.elements.len() as u32;
        self.push_space(index, at..at, level, space);
        if let Some(point) =
            self.words.breakpoints.last_mut().filter(|point| (point.element, point.inner) == (element, 0))
        {
            point.next = element + 1;
            point.after = self.sums;
        }
    }

    fn word(&mut self, index: usize, fragment: &Fragment, range: Range<usize>, level: u8, setting: &Arc<Setting>) {
        let text = &self.collected.layout[range.clone()];
        let word = self.shaper.word(setting, text);
        let note_mark = matches!(fragment.kind, FragmentKind::NoteMark(_));
        if let Some(space) = self.unwritten(range.start, setting, false).filter(|_| !note_mark) {
            self.unwritten_space(index, range.start, level, space);
        }
        let element = self.words.elements.len() as u32;
        let hyphen = || self.shaper.hyphen(setting);
        if level.is_multiple_of(2) && fragment.hyphenate && fragment.kind == FragmentKind::Text {
            let places = word.divisions(|| divisions(text, &setting.language, self.exceptions));
            for (inner, width) in places {
                self.inner(element, *inner, &word, *width, hyphen());
            }
        }
        let before = self.sums;
        self.sums.width += word.width;
        self.sums.elastic += word.elastic;
        let soft = text.ends_with('\u{AD}');
        let explicit = text.ends_with(['-', '\u{2010}']);
        self.words.elements.push(Element {
            fragment: index as u32,
            range: range.start as u32..range.end as u32,
            level,
            before,
            content: Content::Word(word, Arc::clone(setting)),
        });
        let followed = self.collected.layout[range.end..].chars().next().is_some_and(|c| spaces_at_char(c) == 0);
        if followed && self.is_opportunity(range.end) {
            match (soft, explicit) {
                (true, _) => {
                    let point = Breakpoint::new(element + 1, BreakKind::Hyphen, price::HYPHEN, self.sums);
                    self.words.breakpoints.push(point.with_hyphen(hyphen()));
                }
                (_, true) => {
                    let point = Breakpoint::new(element + 1, BreakKind::Free, price::EXPLICIT_HYPHEN, self.sums);
                    self.words.breakpoints.push(Breakpoint { hyphenated: true, ..point });
                }
                _ => self.breakpoint(BreakKind::Free),
            }
        }
    }

    /// A division of `word`, which is element `element`, behind `width` of it.
    fn inner(&mut self, element: u32, inner: u32, word: &ShapedWord, width: Length, hyphen: &ShapedWord) {
        let sums = self.sums.within(word, width);
        let point = Breakpoint { inner, ..Breakpoint::new(element, BreakKind::Hyphen, price::HYPHEN, sums) };
        self.words.breakpoints.push(point.with_hyphen(hyphen));
    }

    /// A place to break after all that came so far.
    fn breakpoint(&mut self, kind: BreakKind) {
        let element = self.words.elements.len() as u32;
        self.words.breakpoints.push(Breakpoint::new(element, kind, 0, self.sums));
    }
}

impl Words {
    /// Where nothing between two places to break fits into `measure`, lets lines end between any two
    /// letters there.
    fn cut_what_is_too_wide(&mut self, measure: Length) {
        let mut start = (0, Length::ZERO);
        let mut points = Vec::with_capacity(self.breakpoints.len());
        for point in std::mem::take(&mut self.breakpoints) {
            if point.before.width - start.1 > measure {
                let last = point.element + u32::from(point.inner > 0);
                self.cut_letters(start.0..last, &mut points);
            }
            start = (point.next, point.after.width);
            points.push(point);
        }
        // Divisions of words that were cut stand among the new places.
        points.sort_by_key(|point| (point.element, point.inner, point.next));
        points.dedup_by_key(|point| (point.element, point.inner, point.next, point.kind));
        self.breakpoints = points;
    }

    fn cut_letters(&mut self, elements: Range<u32>, points: &mut Vec<Breakpoint>) {
        for index in elements {
            let element = &self.elements[index as usize];
            let Content::Word(word, _) = &element.content else { continue };
            self.too_wide.push(element.range.clone());
            let point = Breakpoint::new(index, BreakKind::Free, price::LETTER, element.before);
            if index > 0 {
                points.push(point);
            }
            if element.level.is_multiple_of(2) {
                for (at, width) in letters(word) {
                    let sums = element.before.within(word, width);
                    points.push(Breakpoint { inner: at, before: sums, after: sums, ..point });
                }
            }
        }
    }
}

/// Bytes of `word` at which a cluster of letters starts, but for the first, each with the width
/// before it.
fn letters(word: &ShapedWord) -> Vec<(u32, Length)> {
    let mut places: Vec<(u32, Length)> = Vec::new();
    let mut width = Length::ZERO;
    for piece in &word.pieces {
        for glyph in &piece.run.glyphs {
            let at = piece.start + glyph.cluster;
            if at > 0 && places.last().is_none_or(|(last, _)| *last < at) {
                places.push((at, width));
            }
            width += piece.size.of_em(i64::from(glyph.advance), piece.run.units_per_em);
        }
    }
    places
}
