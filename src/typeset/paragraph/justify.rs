//! Words between two breaks → a line: spaces set, directions reordered (UAX 9, rule L2), runs placed.

use super::collect::{Collected, Fragment, FragmentKind};
use super::cut::{Content, Words};
use super::direction::visual_order;
use super::fill::{Filling, share};
use super::linebreak::{BreakKind, Breakpoint};
use crate::document::NodeId;
use crate::geometry::Length;
use crate::shaping::{PlacedRun, RunKind, ShapedWord, Shaper};
use crate::style::{Alignment, TextStyle};
use crate::typeset::{Line, LineLink, Picture, Strike};
use std::ops::Range;
use std::sync::Arc;

/// What a line is filled into.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub width: Length,
    /// Indent of this line.
    pub indent: Length,
    pub alignment: Alignment,
    /// How much its glyphs may be widened or narrowed, in thousandths of their width.
    pub expansion: i64,
    /// Whether it ends the paragraph, or stands before a forced break.
    pub last: bool,
    /// Whether the paragraph runs from right to left.
    pub right_to_left: bool,
}

/// A word or a space with its width as set.
struct Part<'a> {
    fragment: Option<&'a Fragment>,
    level: u8,
    width: Length,
    stretch: Length,
    shrink: Length,
    word: Option<&'a ShapedWord>,
    picture: Option<&'a Picture>,
    /// Bytes of the passage's text before it.
    offset: u32,
    hyphen: bool,
    /// Whether it is a space of the manuscript.
    space: bool,
}

/// Sets lines of one passage.
pub(super) struct Justifier<'a, 'p> {
    pub collected: &'a Collected<'p>,
    pub words: &'a Words<'a>,
    pub shaper: &'a Shaper,
    pub node: NodeId,
}

impl Justifier<'_, '_> {
    /// The line from `start` (none for the first) to `end`.
    pub fn line(&self, start: Option<&Breakpoint>, end: &Breakpoint, frame: Frame) -> Line {
        let mut parts = self.parts(start, end);
        let hang_start = start.map_or(self.words.hang_start, |start| start.hang_start);
        let hang = hang_start + end.hang_end;
        let natural: Length = parts.iter().map(|part| part.width).sum();
        let room = frame.width - frame.indent + hang;
        let stretch = widen(&mut parts, room - natural, frame);
        let widened: Length = parts.iter().map(|part| part.width).sum();
        let ratio = justify(&mut parts, room - widened, frame);
        let width = parts.iter().map(|part| part.width).sum::<Length>() - hang;
        let rest = frame.width - frame.indent - width;
        let shift = match (frame.alignment, frame.right_to_left) {
            (Alignment::Centre, _) => rest / 2,
            (Alignment::End, false) | (Alignment::Start | Alignment::Justified, true) => rest,
            _ => Length::ZERO,
        };
        // The indent of a paragraph that runs from right to left is at its right.
        let left = if frame.right_to_left { Length::ZERO } else { frame.indent };
        let places = places(&parts, left + shift - hang_start);
        let from = start.map_or(0, |start| self.layout_position(start, true));
        // A book has millions of runs: no room for more than there are.
        let runs = parts.iter().filter_map(|part| part.word.as_ref()).map(|word| word.pieces.len()).sum();
        let mut line = Line {
            node: self.node,
            start: self.collected.offset_of(from),
            end: self.collected.offset_of(self.layout_position(end, false)),
            runs: Vec::with_capacity(runs),
            width,
            ratio,
            demerits: 0,
            hyphenated: end.kind == BreakKind::Hyphen,
            // A line that the author ends parts words as a space does.
            space_after: self.is_typed_space(end) || (frame.last && (end.element as usize) < self.words.elements.len()),
            notes: Vec::new(),
            links: Vec::new(),
            strikes: Vec::new(),
            pictures: Vec::new(),
        };
        self.place(&mut line, &parts, &places, stretch);
        line
    }

    /// Whether the manuscript has a space at a break.
    fn is_typed_space(&self, at: &Breakpoint) -> bool {
        let element = self.words.elements.get(at.element as usize);
        at.next > at.element && element.is_none_or(|element| !matches!(&element.content, Content::Space(s) if !s.typed))
    }

    /// The byte of the laid-out text at a break, before or after the space there.
    fn layout_position(&self, at: &Breakpoint, after: bool) -> usize {
        let index = if after { at.next } else { at.element };
        match self.words.elements.get(index as usize) {
            Some(element) => element.range.start as usize + at.inner as usize,
            None => self.collected.layout.len(),
        }
    }

    fn parts(&self, start: Option<&Breakpoint>, end: &Breakpoint) -> Vec<Part<'_>> {
        let (first, inner) = start.map_or((0, 0), |start| (start.next, start.inner));
        let mut parts = Vec::with_capacity((end.element - first + 2) as usize);
        for index in first..end.element {
            let cut = if index == first { inner } else { 0 };
            self.part(index, cut..u32::MAX, &mut parts);
        }
        if end.inner > 0 {
            let cut = if end.element == first { inner } else { 0 };
            self.part(end.element, cut..end.inner, &mut parts);
        }
        if end.kind == BreakKind::Hyphen {
            self.hyphen(end, &mut parts);
        }
        parts
    }

    fn part<'a>(&'a self, index: u32, cut: Range<u32>, parts: &mut Vec<Part<'a>>) {
        let element = &self.words.elements[index as usize];
        let fragment = &self.collected.fragments[element.fragment as usize];
        let start = element.range.start + cut.start;
        let mut part = Part {
            fragment: Some(fragment),
            level: element.level,
            width: Length::ZERO,
            stretch: Length::ZERO,
            shrink: Length::ZERO,
            word: None,
            picture: None,
            offset: fragment.offset_of(start as usize),
            hyphen: false,
            space: false,
        };
        match &element.content {
            Content::Picture(index) => {
                let picture = &self.collected.pictures[*index as usize];
                part.width = picture.size.width;
                part.picture = Some(picture);
            }
            Content::Space(space) => {
                part.width = space.width;
                part.stretch = space.stretch;
                part.shrink = space.shrink;
                part.space = space.typed;
            }
            Content::Word(word, setting) => {
                let whole = cut.start == 0 && cut.end == u32::MAX;
                let word = if whole {
                    word
                } else {
                    let end = element.range.end.min(element.range.start.saturating_add(cut.end));
                    let text = &self.collected.layout[start as usize..end as usize];
                    self.shaper.word(setting, text)
                };
                part.width = word.width;
                part.word = Some(word);
            }
        }
        parts.push(part);
    }

    fn hyphen<'a>(&'a self, end: &Breakpoint, parts: &mut Vec<Part<'a>>) {
        let index = if end.inner > 0 { end.element } else { end.element.saturating_sub(1) };
        let element = &self.words.elements[index as usize];
        let Content::Word(_, setting) = &element.content else { return };
        let word = self.shaper.hyphen(setting);
        parts.push(Part {
            fragment: Some(&self.collected.fragments[element.fragment as usize]),
            level: element.level,
            width: word.width,
            stretch: Length::ZERO,
            shrink: Length::ZERO,
            word: Some(word),
            picture: None,
            offset: 0,
            hyphen: true,
            space: false,
        });
    }

    /// Runs stand in the order of the text, so that what reads the page reads it in that order.
    fn place(&self, line: &mut Line, parts: &[Part<'_>], places: &[Length], stretch: i16) {
        let mut space_before = false;
        for (part, x) in parts.iter().zip(places) {
            let mut x = *x;
            if let Some(picture) = part.picture {
                line.pictures.push((x, picture.clone()));
                continue;
            }
            let (Some(word), Some(fragment)) = (&part.word, part.fragment) else {
                space_before |= part.space;
                continue;
            };
            if let FragmentKind::NoteMark(note) = fragment.kind {
                line.notes.push(note);
            }
            if let Some(link) = fragment.link {
                self.link(line, link, x, part.width);
            }
            if let Some(span) = fragment.struck {
                let TextStyle { size, ink, .. } = fragment.style;
                strike(line, Strike { x, width: part.width, span, size, ink });
            }
            for piece in &word.pieces {
                let kind = match fragment.kind {
                    _ if part.hyphen => RunKind::Hyphen,
                    FragmentKind::Text => RunKind::Text(part.offset + piece.start),
                    FragmentKind::NoteMark(note) => RunKind::NoteMark(note),
                    FragmentKind::Generated | FragmentKind::Picture(_) | FragmentKind::Control => RunKind::Generated,
                };
                line.runs.push(PlacedRun {
                    run: Arc::clone(&piece.run),
                    x,
                    rise: fragment.rise,
                    size: piece.size,
                    stretch: if piece.elastic { stretch } else { 0 },
                    ink: fragment.style.ink,
                    space_before,
                    kind,
                });
                x += piece.width_at(stretch);
                space_before = false;
            }
        }
    }

    /// Adds `width` from `x` on to the area of link `link`, which may have started already.
    fn link(&self, line: &mut Line, link: u32, x: Length, width: Length) {
        let target = &self.collected.links[link as usize];
        match line.links.last_mut() {
            Some(last) if last.number == link => {
                let right = (last.x + last.width).max(x + width);
                last.x = last.x.min(x);
                last.width = right - last.x;
            }
            _ => line.links.push(LineLink { x, width, target: target.clone(), number: link }),
        }
    }
}

/// Adds `strike`, with the space between it and what is struck out before it in the same span.
fn strike(line: &mut Line, strike: Strike) {
    let Strike { x, width, .. } = strike;
    match line.strikes.last_mut().filter(|last| last.span == strike.span) {
        Some(last) => {
            let right = (last.x + last.width).max(x + width);
            last.x = last.x.min(x);
            last.width = right - last.x;
        }
        None => line.strikes.push(strike),
    }
}

/// Widens or narrows the glyphs of a line that lacks `lack`, within their limit; returns by how much,
/// in thousandths of their width.
fn widen(parts: &mut [Part<'_>], lack: Length, frame: Frame) -> i16 {
    let fills = frame.alignment == Alignment::Justified && (lack < Length::ZERO || !frame.last);
    let elastic: Length = parts.iter().filter_map(|part| part.word.as_ref()).map(|word| word.elastic).sum();
    if !fills || elastic <= Length::ZERO || frame.expansion == 0 {
        return 0;
    }
    let stretch = Filling::of(lack, elastic, frame.expansion, false).steps(elastic, frame.expansion) as i16;
    for part in parts.iter_mut() {
        if let Some(word) = &part.word {
            part.width = word.width_at(stretch);
        }
    }
    stretch
}

/// Sets the spaces of a line that lacks `lack`; returns how far they were stretched or shrunk, in
/// thousandths of what they may give.
fn justify(parts: &mut [Part<'_>], lack: Length, frame: Frame) -> i32 {
    let stretches = lack > Length::ZERO && frame.alignment == Alignment::Justified && !frame.last;
    let shrinks = lack < Length::ZERO && frame.alignment == Alignment::Justified;
    if !stretches && !shrinks {
        return 0;
    }
    let gives = |part: &Part<'_>| if stretches { part.stretch } else { part.shrink };
    let total: Length = parts.iter().map(gives).sum();
    if total <= Length::ZERO {
        return 0;
    }
    // A line that cannot shrink enough stays too wide rather than lose its spaces.
    let amount = if shrinks && -lack > total { -total } else { lack };
    let (mut given, mut set) = (Length::ZERO, Length::ZERO);
    for part in parts.iter_mut() {
        given += gives(part);
        let goal = share(amount, given, total);
        part.width += goal - set;
        set = goal;
    }
    i32::try_from(amount.get() * 1000 / total.get()).unwrap_or(i32::MAX)
}

/// The left edge of each part, the first in sight at `start`.
fn places(parts: &[Part<'_>], start: Length) -> Vec<Length> {
    let mut places = vec![Length::ZERO; parts.len()];
    let mut x = start;
    let mut place = |index: usize| {
        places[index] = x;
        x += parts[index].width;
    };
    if parts.iter().all(|part| part.level == 0) {
        (0..parts.len()).for_each(place);
    } else {
        let levels: Vec<u8> = parts.iter().map(|part| part.level).collect();
        visual_order(&levels).into_iter().for_each(&mut place);
    }
    places
}
