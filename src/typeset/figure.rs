//! Images and drawings → blocks of whole grid lines.

use super::chapter::{Context, Typesetter};
use super::flow::Flow;
use super::{BlockSetting, ItemContent, ItemRole, PageItem, Picture as InLine};
use crate::diag::{Code, Diagnostic};
use crate::document::{Image, NodeId};
use crate::geometry::{Length, Point, Size};
use crate::graphics::{Drawing, Drawn, Picture, Raster};
use crate::style::Role;
use std::sync::Arc;

/// Pixels in an inch at which an image is set where the author gives no width.
const NATURAL_RESOLUTION: i64 = 300;
/// Pixels in an inch below which print shows pixels to those who look for them.
const FINE_RESOLUTION: i64 = 300;
/// Pixels in an inch below which print shows them to everybody.
const COARSE_RESOLUTION: i64 = 200;
/// Grid lines of a page that an image leaves for its caption.
const CAPTION_LINES: u32 = 4;

/// The block of `image`; its alternative text where the file is not among the assets.
pub(super) fn set(typesetter: &mut Typesetter<'_>, image: &Image, node: NodeId, flow: &Flow) -> BlockSetting {
    let Some(asset) = typesetter.context.assets.get(&image.path) else {
        return missing(typesetter, image, node, flow);
    };
    let (natural, proportion) = natural(&asset.picture);
    let size = printed(typesetter, image, natural, proportion, flow);
    if let Picture::Raster(raster) = &asset.picture {
        let fault = coarse(typesetter, image, raster, size.width);
        typesetter.diagnostics.extend(fault);
    }
    let content = content(image, &asset.picture, size);
    let grid = typesetter.grid();
    let lines = size.height.div_ceil(grid);
    let spare = grid * i64::from(lines) - size.height;
    let origin = Point::new(flow.left + (flow.width() - size.width) / 2, spare / 2);
    let role = ItemRole::Content(typesetter.position(node));
    BlockSetting { height: lines, items: vec![PageItem { origin, content, role }], notes: Vec::new() }
}

/// What is drawn of `picture`, the file of `image`, at `size`.
fn content(image: &Image, picture: &Picture, size: Size) -> ItemContent {
    match picture {
        Picture::Raster(_) => ItemContent::Image { path: image.path.clone(), size },
        Picture::Drawing(drawing) => {
            let scaled = drawing.scaled(size.width.get(), drawing.size.width.get().max(1));
            ItemContent::Drawing(Arc::new(Drawing { alternative: image.alternative.clone(), ..scaled }))
        }
    }
}

/// `image` in a line of text of size `text`: on the baseline if it is no higher than a capital, else
/// in the middle of the line; none if it is higher than the line.
pub(super) fn in_line(context: &Context<'_>, image: &Image, text: Length) -> Option<InLine> {
    let asset = context.assets.get(&image.path)?;
    let (natural, (wide, high)) = natural(&asset.picture);
    let width = image.width.map_or(natural, |width| context.style.page.measure().scale(i64::from(width), 1000));
    let size = Size::new(width, width.scale(high, wide));
    if size.height > text.scale(4, 3) {
        return None;
    }
    let capital = text.scale(2, 3);
    let drop = ((size.height - capital) / 2).max(Length::ZERO);
    Some(InLine { size, drop, content: content(image, &asset.picture, size) })
}

/// The width of `picture` where the author gives none, and how wide and high it is in units of its
/// own.
fn natural(picture: &Picture) -> (Length, (i64, i64)) {
    match picture {
        Picture::Raster(raster) => {
            let (width, height) = raster.shown();
            let (width, height) = (i64::from(width), i64::from(height));
            (Length::pt(72) * width / NATURAL_RESOLUTION, (width, height))
        }
        Picture::Drawing(drawing) => {
            let Size { width, height } = drawing.size;
            (width, (width.get().max(1), height.get().max(1)))
        }
    }
}

/// The size at which an image is printed: as wide as the author says, but no wider than its column
/// and no higher than a page that keeps room for a caption.
fn printed(typesetter: &Typesetter<'_>, image: &Image, natural: Length, (wide, high): (i64, i64), flow: &Flow) -> Size {
    let wanted = image.width.map_or(natural, |width| flow.measure.scale(i64::from(width), 1000));
    let lines = typesetter.context.style.page.lines.saturating_sub(CAPTION_LINES).max(1);
    let by_height = (typesetter.grid() * i64::from(lines)).scale(wide, high);
    let width = wanted.min(flow.width()).min(by_height).max(Length::pt(1));
    Size::new(width, width.scale(high, wide).max(Length::scaled(1)))
}

/// What print would show of the pixels of `raster`, which is printed `width` wide.
fn coarse(typesetter: &Typesetter<'_>, image: &Image, raster: &Raster, width: Length) -> Option<Diagnostic> {
    if !typesetter.context.document.manifest.output.print {
        return None;
    }
    let (pixels, _) = raster.shown();
    let inch = Length::pt(72).get();
    // Half a pixel of tolerance: lengths are whole scaled points.
    let resolution = (i64::from(pixels) * inch + width.get() / 2) / width.get().max(1);
    if resolution >= FINE_RESOLUTION {
        return None;
    }
    let needed = (width.get() * FINE_RESOLUTION + inch - 1) / inch;
    let message = format!("`{}` has {resolution} pixels to the inch at its printed size", image.path);
    let diagnostic = match resolution < COARSE_RESOLUTION {
        true => Diagnostic::error(Code::LowResolution, message),
        false => Diagnostic::warning(Code::LowResolution, message),
    };
    let hint = format!("give it {needed} pixels in width ({FINE_RESOLUTION} to the inch), or a smaller `width`");
    Some(diagnostic.at(image.span).hint(hint))
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
