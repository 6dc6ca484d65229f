//! The edition as a proof that shows what its pages are built on: the lines of the grid, the text block, the
//! edges of trim and bleed, and the boxes of the strips. Nothing of the pages themselves is changed.

use super::{Edition, EditionPage};
use crate::geometry::{Length, PageGeometry, Point, Rect, Size};
use crate::style::Ink;
use crate::typeset::{Artifact, ItemContent, ItemRole, PageItem};

/// The lines of the proof: thin enough not to hide what stands on them.
const LINE: Length = Length::millipt(250);
/// How far the box of a strip is drawn within it, so that neighbours do not run together.
const INSET: Length = Length::millipt(500);
/// Grid lines above the text block to the line of running heads and folios, and below it to that of folios at foot.
const FURNITURE_LINES: (i64, i64) = (2, 2);

/// Baselines.
const GRID: Ink = Ink { cmyk: [400, 0, 0, 0], rgb: [0x7F, 0xC4, 0xF0], overprint: false };
/// The text block.
const BLOCK: Ink = Ink { cmyk: [0, 1000, 0, 0], rgb: [0xD0, 0x2F, 0x8C], overprint: false };
/// Trim and bleed.
const EDGE: Ink = Ink { cmyk: [0, 800, 900, 0], rgb: [0xE0, 0x4B, 0x1F], overprint: false };
/// Boxes of strips.
const STRIP: Ink = Ink { cmyk: [700, 0, 900, 0], rgb: [0x3C, 0x9A, 0x3C], overprint: false };

/// `edition` with its grid over each page.
#[must_use]
pub fn with_grid(edition: &Edition) -> Edition {
    let mut proof = edition.clone();
    for page in &mut proof.pages {
        let items = overlay(page, &edition.geometry);
        page.furniture.extend(items);
    }
    proof
}

/// What is drawn over `page`, placed from its text block as its furniture is.
fn overlay(page: &EditionPage, geometry: &PageGeometry) -> Vec<PageItem> {
    let PageGeometry { trim, bleed, leading, .. } = *geometry;
    let measure = geometry.measure();
    let mut items = Vec::new();
    let lines = -FURNITURE_LINES.0..i64::from(geometry.lines) + FURNITURE_LINES.1;
    for line in lines {
        let baseline = leading * line + geometry.baseline();
        items.push(area(Point::new(Length::ZERO, baseline), Size::new(measure, LINE), GRID));
    }
    let text_block = Size::new(measure, leading * i64::from(geometry.lines));
    let trimmed = Rect { origin: Point::new(-page.origin.x, -page.origin.y), size: trim };
    page.body.boxes.iter().for_each(|strip| frame(grown(*strip, -INSET), STRIP, &mut items));
    frame(Rect { origin: Point::default(), size: text_block }, BLOCK, &mut items);
    frame(trimmed, EDGE, &mut items);
    frame(grown(trimmed, bleed), EDGE, &mut items);
    items
}

/// `rect` with each of its edges moved outwards by `by`.
fn grown(rect: Rect, by: Length) -> Rect {
    let Rect { origin, size } = rect;
    let corner = Point::new(origin.x - by, origin.y - by);
    Rect { origin: corner, size: Size::new(size.width + by * 2, size.height + by * 2) }
}

/// Draws the four edges of `rect`, each within it.
fn frame(rect: Rect, ink: Ink, items: &mut Vec<PageItem>) {
    let Rect { origin, size: Size { width, height } } = rect;
    let (right, bottom) = (origin.x + width - LINE, origin.y + height - LINE);
    items.push(area(origin, Size::new(width, LINE), ink));
    items.push(area(Point::new(origin.x, bottom), Size::new(width, LINE), ink));
    items.push(area(origin, Size::new(LINE, height), ink));
    items.push(area(Point::new(right, origin.y), Size::new(LINE, height), ink));
}

fn area(origin: Point, size: Size, ink: Ink) -> PageItem {
    PageItem { origin, content: ItemContent::Fill { size, ink }, role: ItemRole::Artifact(Artifact::Rule) }
}
