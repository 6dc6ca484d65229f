//! Images and drawings → blocks of whole grid lines.

use super::chapter::{Flow, Typesetter};
use super::{BlockSetting, ItemContent, ItemRole, PageItem};
use crate::document::{Image, NodeId};
use crate::geometry::{Length, Point, Size};
use crate::graphics::Drawn;
use crate::style::Role;
use std::sync::Arc;

/// Pixels in an inch at which an image is set where the author gives no width.
const NATURAL_RESOLUTION: i64 = 300;
/// Grid lines of a page that an image leaves for its caption.
const CAPTION_LINES: u32 = 4;

/// The block of `image`; its alternative text where the file is not among the assets.
pub(super) fn set(typesetter: &Typesetter<'_>, image: &Image, node: NodeId, flow: &Flow) -> BlockSetting {
    let Some(asset) = typesetter.context.assets.get(&image.path) else {
        return missing(typesetter, image, node, flow);
    };
    let grid = typesetter.grid();
    let page = &typesetter.context.style.page;
    let pixels = (i64::from(asset.raster.width), i64::from(asset.raster.height));
    let natural = Length::pt(72) * pixels.0 / NATURAL_RESOLUTION;
    let wanted = image.width.map_or(natural, |width| flow.measure.scale(i64::from(width), 1000));
    let highest = grid * i64::from(page.lines.saturating_sub(CAPTION_LINES).max(1));
    let by_height = highest.scale(pixels.0, pixels.1);
    let width = wanted.min(flow.width()).min(by_height).max(Length::pt(1));
    let height = width.scale(pixels.1, pixels.0).max(Length::scaled(1));
    let lines = height.div_ceil(grid);
    let spare = grid * i64::from(lines) - height;
    let origin = Point::new(flow.left + (flow.width() - width) / 2, spare / 2);
    let content = ItemContent::Image { path: image.path.clone(), size: Size::new(width, height) };
    let role = ItemRole::Content(typesetter.position(node));
    BlockSetting { height: lines, items: vec![PageItem { origin, content, role }], notes: Vec::new() }
}

/// The block of a chart or map: over the whole measure, wherever it stands.
pub(super) fn drawing(typesetter: &Typesetter<'_>, drawn: &Drawn, node: NodeId) -> BlockSetting {
    let content = ItemContent::Drawing(Arc::clone(&drawn.drawing));
    let role = ItemRole::Content(typesetter.position(node));
    let item = PageItem { origin: Point::default(), content, role };
    BlockSetting { height: drawn.lines, items: vec![item], notes: Vec::new() }
}

fn missing(typesetter: &Typesetter<'_>, image: &Image, node: NodeId, flow: &Flow) -> BlockSetting {
    let style = typesetter.context.style.get(Role::Caption).text;
    let line = typesetter.made_line(&format!("[{}]", image.alternative), style, &flow.language);
    let origin = Point::new(flow.left, typesetter.context.style.page.baseline());
    let role = ItemRole::Content(typesetter.position(node));
    BlockSetting {
        height: 1,
        items: vec![PageItem { origin, content: ItemContent::Line(line), role }],
        notes: Vec::new(),
    }
}
