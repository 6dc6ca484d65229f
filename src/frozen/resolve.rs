//! Frozen breaks → the places in the text of today.

use super::flow::Flow;
use super::schema::{FrozenChapter, FrozenFile, FrozenPage};
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, TextPosition};

/// Words on one side of a break tell it only if they have so many bytes.
const LEAST: usize = 12;

/// Where the pages of each chapter broke when they were frozen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// By chapter; none of one that was not frozen.
    chapters: Vec<Option<Vec<TextPosition>>>,
}

impl Breaks {
    /// Where the pages of chapter `chapter` after its first started, in order; none if it was not frozen.
    #[must_use]
    pub fn of(&self, chapter: u32) -> Option<&[TextPosition]> {
        self.chapters.get(chapter as usize)?.as_deref()
    }
}

/// The breaks of `file` in the text of `document`, and what speaks against them: a break whose words on
/// both sides are gone is not kept, nor are those of a chapter that is gone. `fonts` tells the fonts of today.
#[must_use]
pub fn resolve(file: &FrozenFile, document: &Document, fonts: &str) -> (Breaks, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let warning = |message: String| Diagnostic::warning(Code::FrozenPages, message);
    if file.program != env!("CARGO_PKG_VERSION") {
        let made = format!("the pages were frozen with make-book {}", file.program);
        diagnostics.push(warning(made).hint("compare the pages with the printed ones, then freeze them again"));
    }
    if file.fonts != fonts {
        let made = warning("the pages were frozen with other fonts".into());
        diagnostics.push(made.hint("put back the fonts of the edition, or freeze the pages again"));
    }
    let mut chapters = vec![None; document.chapters.len()];
    for chapter in &file.chapters {
        let known = document.indexed().find(|(_, placed)| placed.chapter.id == chapter.id);
        let Some((index, placed)) = known else {
            diagnostics.push(warning(format!("the chapter `{}` was frozen and is no more", chapter.id)));
            continue;
        };
        let flow = Flow::new(&placed.chapter);
        let (found, lost) = find(chapter, &flow);
        diagnostics.extend(lost.into_iter().map(|page| {
            let fault = format!("the start of page {} of `{}` is not found: “{}”", page.page, chapter.id, page.after);
            warning(fault).hint("the words around it were changed; the page breaks where it costs least")
        }));
        chapters[index as usize] = Some(found.into_iter().map(|at| flow.position(at, index)).collect());
    }
    (Breaks { chapters }, diagnostics)
}

/// Where in `flow` the pages of `chapter` start, and those that are not found.
fn find<'a>(chapter: &'a FrozenChapter, flow: &Flow) -> (Vec<usize>, Vec<&'a FrozenPage>) {
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    // Edits before a break move it; what moved the last one moves the next.
    let mut moved = 0;
    for page in &chapter.pages {
        let expected = page.at.saturating_add_signed(moved);
        let after = found.last().copied().unwrap_or(0);
        match nearest(page, &flow.text, expected).filter(|at| *at > after) {
            Some(at) => {
                moved = at.cast_signed() - page.at.cast_signed();
                found.push(at);
            }
            None => lost.push(page),
        }
    }
    (found, lost)
}

/// The place in `text` nearest to `expected` that has the words of `page` on both sides; else behind it,
/// else before it.
fn nearest(page: &FrozenPage, text: &str, expected: usize) -> Option<usize> {
    let FrozenPage { before, after, .. } = page;
    let places = |words: &str, back: usize| {
        let place = text.match_indices(words).map(|(at, _)| at + back).min_by_key(|at| at.abs_diff(expected));
        place.filter(|_| words.len() >= LEAST)
    };
    let both = places(&format!("{before}{after}"), before.len());
    both.or_else(|| places(after, 0)).or_else(|| places(before, before.len()))
}
