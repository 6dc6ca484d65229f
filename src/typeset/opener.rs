//! The title of a chapter on its first page; for a city with its country, region, own names, and
//! where it lies.

use super::chapter::Typesetter;
use super::flow::Flow;
use super::{Artifact, BlockSetting, ItemContent, ItemRole, Line, PageItem, balanced, fitted, lines_outside};
use crate::document::{Inline, NodeId, Passage};
use crate::geometry::{Length, Point, Size};
use crate::graphics;
use crate::language::Language;
use crate::manifest::Place;
use crate::source::{SourceId, Span};
use crate::style::{BlockStyle, Role};
use std::sync::Arc;

/// Grid lines above the title.
const SINK: i64 = 3;
/// Grid lines of the strip of coast that shows where a place lies.
const LOCATOR: i64 = 4;
/// The rule below the names of a place.
const RULE: Length = Length::millipt(500);

/// The block of the title: as many grid lines as the style sheet gives it, or more if it is long.
pub(super) fn set<'a>(
    typesetter: &mut Typesetter<'a>,
    title: &'a Passage,
    place: Option<&'a Place>,
    flow: &Flow,
) -> BlockSetting {
    let usual = *typesetter.context.style.get(Role::ChapterTitle);
    let grid = typesetter.grid();
    let mut block = BlockSetting::default();
    let sink = place.map_or(grid * SINK, |place| region(typesetter, &mut block, place, flow));
    let style = typesetter.fitted(title, &usual, flow);
    let narrowed = typesetter.balanced(title, &style, flow);
    let lines = typesetter.lines(title, "", &style, &narrowed, Length::ZERO);
    // The first line of a smaller title stands where that of others does.
    let top = sink + usual.leading - style.leading;
    let below_title = top + style.leading * lines.len() as i64;
    typesetter.stack(&mut block, lines, &style, Point::new(narrowed.left, top));
    let mut bottom = below_title;
    if let Some(place) = place {
        bottom = names(typesetter, &mut block, (title, place), below_title, flow);
        let below_names = bottom;
        bottom += locator(typesetter, &mut block, place, below_names + grid / 2, flow);
        // Over the land, which would else cover half of it.
        rule(typesetter, &mut block, below_names, flow);
    }
    let needed = (bottom + grid).div_ceil(grid);
    block.height = needed.max(typesetter.context.style.opener_lines);
    block
}

/// The country and the region of the place, the last of their lines directly above the title; returns where that
/// starts.
fn region(typesetter: &Typesetter<'_>, block: &mut BlockSetting, place: &Place, flow: &Flow) -> Length {
    let parts: Vec<&str> = [&place.country, &place.region].into_iter().flatten().map(String::as_str).collect();
    let style = *typesetter.context.style.get(Role::PlaceRegion);
    let lines = made_lines(typesetter, &parts.join(" · "), &style, &flow.language, flow);
    let height = style.leading * lines.len() as i64;
    let sink = height.max(typesetter.grid() * SINK);
    made(typesetter, block, lines, &style, Point::new(flow.left, sink - height));
    sink
}

/// The names of the place in its own languages, beside each other as far as they fit, each no larger than that
/// it fits; returns where they end. A name that is the title is not said again, and their line is there without
/// them, so that all places open alike.
fn names(
    typesetter: &Typesetter<'_>,
    block: &mut BlockSetting,
    (title, place): (&Passage, &Place),
    top: Length,
    flow: &Flow,
) -> Length {
    let usual = *typesetter.context.style.get(Role::PlaceNames);
    let (mut x, mut y) = (Length::ZERO, top);
    for (language, name) in place.names.iter().filter(|(_, name)| *name != title.text()) {
        let (_, width) = typesetter.generated(name, usual.text, language);
        let style =
            BlockStyle { leading: usual.leading, ..fitted(&usual, width, flow.width(), typesetter.context.style) };
        let lines = made_lines(typesetter, name, &style, language, flow);
        let width = lines.iter().map(|line| line.width).max().unwrap_or_default();
        if x > Length::ZERO && x + width > flow.width() {
            (x, y) = (Length::ZERO, y + usual.leading);
        }
        let more = style.leading * (lines.len() as i64 - 1).max(0);
        made(typesetter, block, lines, &style, Point::new(flow.left + x, y));
        y += more;
        x += width + usual.text.size * 2;
    }
    y + usual.leading
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

/// Lines of `text`, which the program sets, as few as they can be and none much shorter than the others.
fn made_lines(
    typesetter: &Typesetter<'_>,
    text: &str,
    style: &BlockStyle,
    language: &Language,
    flow: &Flow,
) -> Vec<Line> {
    let (runs, width) = typesetter.generated(text, style.text, language);
    if width <= flow.width() {
        return if runs.is_empty() { Vec::new() } else { vec![Line::made(runs, width)] };
    }
    let text = Inline::Text { text: text.to_owned(), span: Span::new(SourceId(0), 0..0) };
    let passage = Passage { node: NodeId::default(), inlines: vec![text] };
    let set = |measure| lines_outside(&typesetter.context, &passage, style, language, measure);
    set(balanced(flow.width(), set))
}

/// Adds `lines` with their first line's top at `origin`.
fn made(typesetter: &Typesetter<'_>, block: &mut BlockSetting, lines: Vec<Line>, style: &BlockStyle, origin: Point) {
    let drop = style.leading - typesetter.grid() + typesetter.context.style.page.baseline();
    for (line, index) in lines.into_iter().zip(0..) {
        let origin = Point::new(origin.x, origin.y + style.leading * index + drop);
        let role = ItemRole::Artifact(Artifact::Made);
        block.items.push(PageItem { origin, content: ItemContent::Line(line), role });
    }
}
