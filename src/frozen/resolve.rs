//! Frozen breaks → the places in the text of today.

use super::flow::Flow;
use super::schema::{FrozenChapter, FrozenFile, FrozenPage};
use super::{Digests, schema};
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, NodeId, TextPosition};
use std::ops::RangeInclusive;

/// Words on one side of a break tell it only if they have so many bytes.
const LEAST: usize = 12;

/// A break is looked for within so many bytes of its old place first.
const NEAR: usize = 32 * 1024;

/// Where the pages of each chapter broke when they were frozen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// By chapter; none of one that was not frozen.
    chapters: Vec<Option<Vec<RangeInclusive<TextPosition>>>>,
}

impl Breaks {
    /// Where the pages of chapter `chapter` after its first started, in order; none if it was not frozen. A range is
    /// one place, but where a break is lost: that may come to stand anywhere between its neighbours.
    #[must_use]
    pub fn of(&self, chapter: u32) -> Option<&[RangeInclusive<TextPosition>]> {
        self.chapters.get(chapter as usize)?.as_deref()
    }
}

/// The breaks of `file` in the text of `document`, and what speaks against them: a break whose words on
/// both sides are gone is not kept, nor are those of a chapter that is gone. `digests` tell the fonts and the look
/// of today.
#[must_use]
pub fn resolve(file: &FrozenFile, document: &Document, digests: &Digests) -> (Breaks, Vec<Diagnostic>) {
    let mut diagnostics = differences(file, digests);
    let mut chapters = vec![None; document.chapters.len()];
    for chapter in &file.written.chapters {
        let known = document.indexed().find(|(_, placed)| placed.chapter.id == *chapter.id.get_ref());
        let Some((index, placed)) = known else {
            let fault = warning(format!("the chapter `{}` was frozen and is no more", chapter.id.get_ref()));
            diagnostics.push(fault.at(file.span(&chapter.id)).hint("freeze the pages again"));
            continue;
        };
        let flow = Flow::new(&placed.chapter);
        let found = find(chapter, &flow);
        let lost = chapter.pages.iter().zip(&found).filter(|(_, found)| found.is_none());
        diagnostics.extend(lost.map(|(page, _)| {
            let fault = warning(format!("the start of page {} is not found: “{}”", page.page.get_ref(), page.after));
            let hint = "the words around it were changed or moved; the page breaks where it costs least";
            fault.at(file.span(&page.page)).hint(hint)
        }));
        chapters[index as usize] = Some(ranges(&found, &flow, index));
    }
    (Breaks { chapters }, diagnostics)
}

fn warning(message: String) -> Diagnostic {
    Diagnostic::warning(Code::FrozenPages, message)
}

/// What was not the same when the pages were frozen.
fn differences(file: &FrozenFile, digests: &Digests) -> Vec<Diagnostic> {
    let schema::Written { program, fonts, look, .. } = &file.written;
    let version = env!("CARGO_PKG_VERSION");
    let differs = |written: &toml::Spanned<String>, today: &str, message: String| {
        let hint = "compare the pages with the printed ones, then freeze them again";
        (written.get_ref() != today).then(|| warning(message).at(file.span(written)).hint(hint))
    };
    let made = format!("the pages were frozen with make-book {}", program.get_ref());
    let all = [
        differs(program, version, made),
        differs(fonts, &digests.fonts, "the pages were frozen with other fonts".into()),
        differs(look, &digests.look, "the pages were frozen with another page or type".into()),
    ];
    all.into_iter().flatten().collect()
}

/// Where in `flow` each page of `chapter` starts; none of those that are not found, or not in their order.
fn find(chapter: &FrozenChapter, flow: &Flow) -> Vec<Option<usize>> {
    // Edits before a break move it; what moved the last one moves the next.
    let mut moved = 0;
    let mut last = 0;
    let places: Vec<Option<usize>> = chapter
        .pages
        .iter()
        .map(|page| {
            let at = nearest(page, &flow.text, page.at.saturating_add_signed(moved))?;
            if at > last {
                (moved, last) = (at.cast_signed() - page.at.cast_signed(), at);
            }
            Some(at)
        })
        .collect();
    in_order(&places)
}

/// `places` without those that must go for the others to rise: as few as can be.
fn in_order(places: &[Option<usize>]) -> Vec<Option<usize>> {
    // The longest rising row that ends at each place, and the place before it in that.
    let mut rows: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let before = (0..index).filter(|other| place.is_some() && places[*other].is_some() && places[*other] < *place);
        let longest = before.max_by_key(|other| rows[*other].0);
        rows.push((longest.map_or(1, |other| rows[other].0 + 1), longest));
    }
    let mut kept = vec![None; places.len()];
    let ends = (0..places.len()).filter(|index| places[*index].is_some());
    let mut at = ends.max_by_key(|index| rows[*index].0);
    while let Some(index) = at {
        kept[index] = places[index];
        at = rows[index].1;
    }
    kept
}

/// The place in `text` where the words of `page` stand on both sides, of several the one nearest to `expected`; else
/// that where those at its head stand alone, or those before it, if there is one such place only.
fn nearest(page: &FrozenPage, text: &str, expected: usize) -> Option<usize> {
    let FrozenPage { before, after, .. } = page;
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let near = boundary(expected.saturating_sub(NEAR))..boundary(expected.saturating_add(NEAR));
    let both = format!("{before}{after}");
    let within = |range: std::ops::Range<usize>| {
        let places = text[range.clone()].match_indices(&both).map(move |(at, _)| range.start + at + before.len());
        places.min_by_key(|at| at.abs_diff(expected))
    };
    let only = |words: &str, back: usize| {
        let mut places = text.match_indices(words).filter(|_| words.len() >= LEAST).map(|(at, _)| at + back);
        places.next().filter(|_| places.next().is_none())
    };
    let found = within(near).or_else(|| within(0..text.len())).filter(|_| both.len() >= LEAST);
    found.or_else(|| only(after, 0)).or_else(|| only(before, before.len()))
}

/// The places `found` in `flow` of chapter `chapter`, and for each break that is lost all that lies between its
/// neighbours.
fn ranges(found: &[Option<usize>], flow: &Flow, chapter: u32) -> Vec<RangeInclusive<TextPosition>> {
    let position = |at: &usize| flow.position(*at, chapter);
    let first = TextPosition { chapter, ..TextPosition::default() };
    let last = TextPosition { chapter, node: NodeId(u32::MAX), offset: u32::MAX };
    let range = |(index, found_at): (usize, &Option<usize>)| match found_at {
        Some(at) => position(at)..=position(at),
        None => {
            let before = found[..index].iter().flatten().next_back();
            let behind = found[index..].iter().flatten().next();
            before.map_or(first, position)..=behind.map_or(last, position)
        }
    };
    found.iter().enumerate().map(range).collect()
}
