//! The loop of the design: typeset → makeup → edition, again with the page numbers found for the
//! chapters that use a changed one, until nothing moves.

mod faults;
mod why;

pub use why::{Account, Reason, why};

use crate::diag::{Code, Diagnostic};
use crate::document::{Document, Inline, SpanInline, SpanKind, TextPosition, each_inline, passages};
use crate::edition::{self, Edition};
use crate::frozen::Breaks;
use crate::graphics::Drawings;
use crate::loader::Assets;
use crate::makeup::{self, Page};
use crate::pagination::PageNumbers;
use crate::shaping::Shaper;
use crate::style::StyleSheet;
use crate::typeset::{Context, typeset};
use rayon::prelude::*;

/// Passes after which a page reference stays as it is though its target came to its own page: else
/// each could move the other for ever.
const SETTLED: usize = 3;

/// Passes after which the pages are taken as they are: in practice three settle every book.
const MOST_PASSES: usize = 8;

/// The pages of `document`, which start where they did when they were `frozen`, and what could not be set
/// as it should.
#[must_use]
pub fn layout(
    document: &Document,
    style: &StyleSheet,
    shaper: &Shaper,
    assets: &Assets,
    drawings: &Drawings,
    frozen: &Breaks,
) -> (Edition, Vec<Diagnostic>) {
    let references: Vec<Vec<(TextPosition, TextPosition)>> =
        document.indexed().map(|(index, _)| references(document, index)).collect();
    let mut numbers = PageNumbers::default();
    let mut chapters: Vec<(Vec<Page>, Vec<Diagnostic>)> = Vec::new();
    let mut stale: Vec<bool> = vec![true; document.chapters.len()];
    for pass in 0..MOST_PASSES {
        let context = Context { document, style, shaper, assets, drawings, numbers: &numbers };
        let fresh: Vec<Option<(Vec<Page>, Vec<Diagnostic>)>> = (0..document.chapters.len())
            .into_par_iter()
            .map(|index| stale[index].then(|| chapter(&context, index as u32, frozen)))
            .collect();
        replace(&mut chapters, fresh);
        let pages = chapters.iter_mut().map(|(pages, _)| std::mem::take(pages)).collect();
        let bound = edition::bind(&context, pages);
        let found = bound.numbers();
        stale = references
            .iter()
            .map(|references| {
                references.iter().any(|(from, to)| {
                    let moved = found.get(*to) != numbers.get(*to);
                    let (is, was) = (found.is_same(*from, *to), numbers.is_same(*from, *to));
                    // One that lacks the page that it now needs is never left so.
                    moved || (was && !is) || (pass < SETTLED && is != was)
                })
            })
            .collect();
        if !stale.contains(&true) {
            let edition = bound.finish();
            let mut diagnostics: Vec<_> = chapters.into_iter().flat_map(|(_, diagnostics)| diagnostics).collect();
            diagnostics.extend(faults::faults(&edition, document));
            return (edition, diagnostics);
        }
        let (pages, found) = bound.into_chapters();
        chapters.iter_mut().zip(pages).for_each(|(slot, pages)| slot.0 = pages);
        numbers = found;
    }
    let context = Context { document, style, shaper, assets, drawings, numbers: &numbers };
    let (pages, mut diagnostics): (Vec<_>, Vec<_>) = chapters.into_iter().unzip();
    diagnostics.push(vec![Diagnostic::warning(
        Code::RuleBroken,
        format!("the page numbers in references did not settle in {MOST_PASSES} passes"),
    )]);
    let edition = edition::compose(&context, pages);
    diagnostics.push(faults::faults(&edition, document));
    (edition, diagnostics.concat())
}

fn chapter(context: &Context<'_>, index: u32, frozen: &Breaks) -> (Vec<Page>, Vec<Diagnostic>) {
    let (galley, diagnostics) = typeset(context, index);
    (makeup::pages(galley, &context.style.page, frozen.of(index)), diagnostics)
}

/// Puts the fresh chapters in the places of the stale ones.
fn replace<T>(chapters: &mut Vec<T>, fresh: Vec<Option<T>>) {
    if chapters.is_empty() {
        chapters.extend(fresh.into_iter().flatten());
        return;
    }
    for (slot, chapter) in chapters.iter_mut().zip(fresh) {
        if let Some(chapter) = chapter {
            *slot = chapter;
        }
    }
}

/// Links of chapter `index` into the book: where each stands, and where it leads.
fn references(document: &Document, index: u32) -> Vec<(TextPosition, TextPosition)> {
    let mut references = Vec::new();
    for passage in passages(&document.chapters[index as usize].chapter) {
        each_inline(&passage.inlines, &mut |inline, offset| {
            if let Inline::Span(SpanInline { kind: SpanKind::Link(target), .. }) = inline {
                let from = TextPosition { chapter: index, node: passage.node, offset };
                // A term of the glossary is set without its page.
                let target = Some(target).filter(|target| !document.is_term(index, target));
                references.extend(target.and_then(|target| document.resolve(index, target)).map(|to| (from, to)));
            }
        });
    }
    references
}
