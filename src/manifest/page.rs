//! Boxes, margins, grid and size of the text.

use super::length;
use super::schema::{At, Faults, ManifestFile};
use crate::diag::Code;
use crate::geometry::{Length, PageGeometry, Size};
use crate::source::Span;

/// The page of the book's design; the margins of another page are in proportion to it.
mod design {
    use crate::geometry::Length;
    pub const WIDTH: Length = Length::micrometres(170_000);
    pub const HEIGHT: Length = Length::micrometres(240_000);
    pub const BLEED: Length = Length::micrometres(3_000);
    pub const INNER: Length = Length::micrometres(24_000);
    pub const OUTER: Length = Length::micrometres(36_000);
    pub const HEAD: Length = Length::micrometres(22_000);
    pub const FOOT: Length = Length::micrometres(35_300);
    pub const SIZE: Length = Length::millipt(10_500);
    pub const LEADING: Length = Length::pt(14);
}

/// A page has a purpose only between these.
mod limit {
    use crate::geometry::Length;
    pub const MIN_TRIM: Length = Length::micrometres(70_000);
    pub const MAX_TRIM: Length = Length::micrometres(600_000);
    pub const MAX_BLEED: Length = Length::micrometres(20_000);
    /// Fewer than 20 letters to a line cannot be justified.
    pub const MIN_MEASURE: Length = Length::micrometres(40_000);
    pub const MIN_LINES: u32 = 10;
    pub const MIN_SIZE: Length = Length::pt(5);
    pub const MAX_SIZE: Length = Length::pt(36);
    pub const MAX_LEADING: Length = Length::pt(72);
    /// Margins are written in tenths of a millimetre: half of one is no line lost.
    pub const ROUNDING: Length = Length::micrometres(50);
}

/// Geometry and size of the running text: of the design where the manifest says nothing or nonsense.
pub(super) fn geometry(file: &ManifestFile, faults: &mut Faults) -> (PageGeometry, Length) {
    let trim = trim(file, faults);
    let (size, leading) = size_and_leading(file, faults);
    let bleed = within(file.page.bleed.as_ref(), "bleed", Length::ZERO, limit::MAX_BLEED, faults);
    let page = &file.page;
    let mut margin = |written: Option<&At<String>>, key, default: Length, side: Length, whole: Length| {
        let read = within(written, key, Length::ZERO, limit::MAX_TRIM, faults);
        read.unwrap_or_else(|| default.scale(side.get(), whole.get()))
    };
    let inner = margin(page.inner.as_ref(), "inner", design::INNER, trim.width, design::WIDTH);
    let outer = margin(page.outer.as_ref(), "outer", design::OUTER, trim.width, design::WIDTH);
    let head = margin(page.head.as_ref(), "head", design::HEAD, trim.height, design::HEIGHT);
    let foot = margin(page.foot.as_ref(), "foot", design::FOOT, trim.height, design::HEIGHT);
    let lines = lines(trim.height - head - foot, leading);
    let geometry = PageGeometry { trim, bleed: bleed.unwrap_or(design::BLEED), inner, outer, head, leading, lines };
    check_block(&geometry, file, faults);
    (geometry, size)
}

fn trim(file: &ManifestFile, faults: &mut Faults) -> Size {
    let (min, max) = (limit::MIN_TRIM, limit::MAX_TRIM);
    let width = within(file.page.width.as_ref(), "width", min, max, faults);
    let height = within(file.page.height.as_ref(), "height", min, max, faults);
    Size::new(width.unwrap_or(design::WIDTH), height.unwrap_or(design::HEIGHT))
}

/// Where one of the two is missing it keeps its proportion to the other.
fn size_and_leading(file: &ManifestFile, faults: &mut Faults) -> (Length, Length) {
    let size = within(file.type_size.as_ref(), "size", limit::MIN_SIZE, limit::MAX_SIZE, faults);
    let leading = within(file.leading.as_ref(), "leading", limit::MIN_SIZE, limit::MAX_LEADING, faults);
    let (size, leading) = match (size, leading) {
        (Some(size), Some(leading)) => (size, leading),
        (Some(size), None) => (size, size.scale(design::LEADING.get(), design::SIZE.get())),
        (None, Some(leading)) => (leading.scale(design::SIZE.get(), design::LEADING.get()), leading),
        (None, None) => (design::SIZE, design::LEADING),
    };
    if let (true, Some(written)) = (leading < size, file.leading.as_ref().or(file.type_size.as_ref())) {
        let message = "the leading is less than the size of the text, so that lines would touch";
        faults.error::<()>(written.span, Code::WrongValue, message, "a third more than the size reads well");
        return (design::SIZE, design::LEADING);
    }
    (size, leading)
}

/// The length `written`, between `min` and `max`.
fn within(written: Option<&At<String>>, key: &str, min: Length, max: Length, faults: &mut Faults) -> Option<Length> {
    let written = written?;
    let length = length::read(written, key, faults)?;
    if (min..=max).contains(&length) {
        return Some(length);
    }
    let message = format!("`{key}` of {} makes no page", written.value);
    let hint = format!("write a length from {} to {} mm", millimetres(min), millimetres(max));
    faults.error(written.span, Code::WrongValue, message, hint)
}

/// Whole lines in a height.
fn lines(height: Length, leading: Length) -> u32 {
    let whole = (height + limit::ROUNDING).get() / leading.get();
    u32::try_from(whole.max(0)).unwrap_or(0)
}

/// The text block has room for text.
fn check_block(geometry: &PageGeometry, file: &ManifestFile, faults: &mut Faults) {
    let page = &file.page;
    if geometry.measure() < limit::MIN_MEASURE {
        let at = place([&page.inner, &page.outer, &page.width], page.span, faults);
        let message = format!("the margins leave a measure of {} mm", millimetres(geometry.measure()));
        let hint = format!("leave {} mm or more for the lines", millimetres(limit::MIN_MEASURE));
        faults.error::<()>(at, Code::WrongValue, message, hint);
    }
    if geometry.lines < limit::MIN_LINES {
        let at = place([&page.head, &page.foot, &page.height], page.span, faults);
        let message = format!("the margins leave {} lines of text", geometry.lines);
        let hint = format!("leave {} lines or more", limit::MIN_LINES);
        faults.error::<()>(at, Code::WrongValue, message, hint);
    }
}

/// The first that is written.
fn place(written: [&Option<At<String>>; 3], otherwise: Option<Span>, faults: &Faults) -> Span {
    let written = written.into_iter().flatten().map(|written| written.span).next();
    written.or(otherwise).unwrap_or_else(|| faults.span(0..0))
}

/// A length in whole millimetres, for messages.
fn millimetres(length: Length) -> i64 {
    let unit = Length::micrometres(1_000).get();
    (length.get() + unit / 2).div_euclid(unit)
}
