//! Which units of a chapter start a page in the frozen edition.

use super::breaks::Chapter;
use crate::document::TextPosition;
use crate::typeset::{Galley, ItemRole, Line, PageItem, Strip, StripContent};
use std::ops::RangeInclusive;

/// Marks in `chapter`, which is made of `galley`, the units with which pages of the frozen edition start:
/// those at `breaks`, which are in order. A page that started within a paragraph starts with the line of
/// today that is nearest; one whose place is not known starts anywhere in its range.
pub(super) fn mark(chapter: &mut Chapter, galley: &Galley, breaks: &[RangeInclusive<TextPosition>]) {
    chapter.frozen = true;
    let places: Vec<Vec<Vec<TextPosition>>> = galley.strips.iter().map(places).collect();
    for frozen in breaks {
        if frozen.start() == frozen.end() {
            mark_place(chapter, &places, *frozen.start());
        } else {
            mark_range(chapter, &places, frozen);
        }
    }
}

fn mark_range(chapter: &mut Chapter, places: &[Vec<Vec<TextPosition>>], range: &RangeInclusive<TextPosition>) {
    for (part, places) in chapter.parts.iter_mut().zip(places) {
        for (way, places) in part.ways.iter_mut().zip(places) {
            let units = way.units.iter_mut().zip(places).filter(|(_, place)| range.contains(place));
            units.for_each(|(unit, _)| unit.frozen = true);
        }
    }
}

fn mark_place(chapter: &mut Chapter, places: &[Vec<Vec<TextPosition>>], frozen: TextPosition) {
    let first = |strip: &[Vec<TextPosition>]| strip[0].first().copied();
    // The last strip that starts at the place or before it; strips without a place are passed over.
    let known = places.iter().rposition(|strip| first(strip).is_some_and(|first| first <= frozen));
    let mut marked = false;
    for (way, units) in known.map(|strip| &places[strip]).into_iter().flatten().enumerate() {
        if let (Some(strip), Some(unit)) = (known, nearest(units, frozen)) {
            chapter.parts[strip].ways[way].units[unit].frozen = true;
            marked = true;
        }
    }
    // What it stood before starts no line of its own: a block with others in it.
    let behind = known.map_or(0, |strip| strip + 1);
    if !marked && let Some(next) = (behind..places.len()).find(|strip| first(&places[*strip]).is_some()) {
        let ways = &mut chapter.parts[next].ways;
        ways.iter_mut().filter_map(|way| way.units.first_mut()).for_each(|unit| unit.frozen = true);
    }
}

/// Of units that start at `places` the one nearest to `frozen` in the same passage; else the first behind it.
fn nearest(places: &[TextPosition], frozen: TextPosition) -> Option<usize> {
    let same = places.iter().enumerate().filter(|(_, place)| place.node == frozen.node);
    let near = same.min_by_key(|(_, place)| place.offset.abs_diff(frozen.offset));
    near.map(|(unit, _)| unit).or_else(|| places.iter().position(|place| *place >= frozen))
}

/// Where the units of `strip` start, in each of its ways.
fn places(strip: &Strip) -> Vec<Vec<TextPosition>> {
    let chapter = strip.position.chapter;
    match &strip.content {
        StripContent::Paragraph { settings, .. } => {
            let ways = settings.all().iter();
            let place = |line: &Line| TextPosition { chapter, node: line.node, offset: line.start };
            ways.map(|setting| setting.lines.iter().map(place).collect()).collect()
        }
        StripContent::Block(block) => vec![vec![item_place(&block.items).unwrap_or(strip.position)]],
        StripContent::Table { head, rows, .. } => {
            let of_rows = rows.iter().map(|row| item_place(&row.items).unwrap_or(strip.position));
            let mut places: Vec<_> = of_rows.collect();
            if let Some(place) = item_place(&head.items) {
                places.splice(..places.len().min(1), [place]);
            }
            vec![places]
        }
    }
}

/// The place of the first thing of the text among `items`.
fn item_place(items: &[PageItem]) -> Option<TextPosition> {
    items.iter().find_map(|item| match item.role {
        ItemRole::Content(position) => Some(position),
        ItemRole::Artifact(_) => None,
    })
}
