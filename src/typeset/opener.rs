//! The title of a chapter on its first page; for a city with its country, region, own names, and
//! where it lies.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{Artifact, BlockSetting, ItemContent, ItemRole, PageItem};
use crate::document::{Document, Matter, Passage};
use crate::geometry::{Length, Point, Size};
use crate::graphics;
use crate::manifest::Place;
use crate::style::{BlockStyle, Role};
use std::sync::Arc;

/// Grid lines above the title.
const SINK: i64 = 3;
/// Grid lines of the strip of coast that shows where a place lies.
const LOCATOR: i64 = 4;
/// The rule below the names of a place.
const RULE: Length = Length::millipt(500);

/// The place that chapter `index` opens: that of its part, if it is the part's first chapter.
pub(super) fn place(document: &Document, index: u32) -> Option<&Place> {
    let Matter::Body(Some(part)) = document.chapters[index as usize].matter else { return None };
    let before = index.checked_sub(1).map(|before| &document.chapters[before as usize].matter);
    if before == Some(&Matter::Body(Some(part))) {
        return None;
    }
    document.manifest.parts[part as usize].place.as_ref()
}

/// The block of the title: as many grid lines as the style sheet gives it, or more if it is long.
pub(super) fn set<'a>(
    typesetter: &mut Typesetter<'a>,
    title: &'a Passage,
    place: Option<&'a Place>,
    flow: &Flow,
) -> BlockSetting {
    let style = *typesetter.context.style.get(Role::ChapterTitle);
    let grid = typesetter.grid();
    let mut block = BlockSetting::default();
    if let Some(place) = place {
        region(typesetter, &mut block, place, flow);
    }
    let narrowed = typesetter.balanced(title, &style, flow);
    let lines = typesetter.lines(title, "", &style, &narrowed, Length::ZERO);
    let below_title = grid * SINK + style.leading * lines.len() as i64;
    typesetter.stack(&mut block, lines, &style, Point::new(narrowed.left, grid * SINK));
    let mut bottom = below_title;
    if let Some(place) = place {
        bottom = names(typesetter, &mut block, (title, place), below_title, flow);
        rule(typesetter, &mut block, bottom, flow);
        bottom += locator(typesetter, &mut block, place, bottom + grid / 2, flow);
    }
    let needed = (bottom + grid).div_ceil(grid);
    block.height = needed.max(typesetter.context.style.opener_lines);
    block
}

fn region(typesetter: &Typesetter<'_>, block: &mut BlockSetting, place: &Place, flow: &Flow) {
    let parts: Vec<&str> = [&place.country, &place.region].into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() {
        return;
    }
    let style = *typesetter.context.style.get(Role::PlaceRegion);
    made(typesetter, block, &parts.join(" · "), &style, typesetter.grid() * 2, flow);
}

/// The names of the place in its own languages, beside each other as far as they fit; returns where
/// they end. A name that is the title is not said again, and their line is there without them, so that
/// all places open alike.
fn names(
    typesetter: &Typesetter<'_>,
    block: &mut BlockSetting,
    (title, place): (&Passage, &Place),
    top: Length,
    flow: &Flow,
) -> Length {
    let style = *typesetter.context.style.get(Role::PlaceNames);
    let baseline = style.leading - typesetter.grid() + typesetter.context.style.page.baseline();
    let (mut x, mut y) = (Length::ZERO, top);
    for (language, name) in place.names.iter().filter(|(_, name)| *name != title.text()) {
        let (runs, width) = typesetter.generated(name, style.text, language);
        if x > Length::ZERO && x + width > flow.width() {
            (x, y) = (Length::ZERO, y + style.leading);
        }
        let content = ItemContent::Line(super::Line::made(runs, width));
        let role = ItemRole::Artifact(Artifact::Made);
        block.items.push(PageItem { origin: Point::new(flow.left + x, y + baseline), content, role });
        x += width + style.text.size * 2;
    }
    y + style.leading
}

/// Where the place lies, from `top` on; returns its height.
fn locator(typesetter: &Typesetter<'_>, block: &mut BlockSetting, place: &Place, top: Length, flow: &Flow) -> Length {
    let Some(location) = place.location else { return Length::ZERO };
    let height = typesetter.grid() * LOCATOR;
    let size = Size::new(flow.width(), height);
    let style = typesetter.context.style;
    let drawing = graphics::locator(location, size, style.land, style.accent);
    let content = ItemContent::Drawing(Arc::new(drawing));
    let role = ItemRole::Artifact(Artifact::Rule);
    block.items.push(PageItem { origin: Point::new(flow.left, top), content, role });
    height
}

/// The rule below the names, in the middle of its grid line.
fn rule(typesetter: &Typesetter<'_>, block: &mut BlockSetting, top: Length, flow: &Flow) {
    let origin = Point::new(flow.left, top + typesetter.grid() / 2);
    let content = ItemContent::Fill { size: Size::new(flow.width(), RULE), ink: typesetter.context.style.accent };
    block.items.push(PageItem { origin, content, role: ItemRole::Artifact(Artifact::Rule) });
}

fn made(
    typesetter: &Typesetter<'_>,
    block: &mut BlockSetting,
    text: &str,
    style: &BlockStyle,
    top: Length,
    flow: &Flow,
) {
    let (runs, width) = typesetter.generated(text, style.text, &flow.language);
    let line = super::Line::made(runs, width);
    let y = top + style.leading - typesetter.grid() + typesetter.context.style.page.baseline();
    let origin = Point::new(flow.left, y);
    let role = ItemRole::Artifact(Artifact::Made);
    block.items.push(PageItem { origin, content: ItemContent::Line(line), role });
}
