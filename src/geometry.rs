//! Lengths and shapes on the page.
//!
//! Every measure of the layout is a whole number of scaled points (1/65,536 of a PostScript point of
//! 1/72 inch), so that the same book has the same lines and pages on every processor. A `Length`
//! becomes a float only where an exporter writes it. The origin is the upper left corner of the
//! trimmed page, x to the right, y down.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Scaled points in one point.
const SCALE: i64 = 65_536;

/// A length in scaled points: 1/65,536 of 1/72 inch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0);

    /// A whole number of points.
    #[must_use]
    pub const fn pt(points: i64) -> Self {
        Self(points * SCALE)
    }

    /// Thousandths of a point.
    #[must_use]
    pub const fn millipt(thousandths: i64) -> Self {
        Self(thousandths * SCALE / 1000)
    }

    /// Thousandths of a millimetre.
    #[must_use]
    pub const fn micrometres(thousandths: i64) -> Self {
        Self(thousandths * SCALE * 72 / 25_400)
    }

    /// A count of scaled points.
    #[must_use]
    pub const fn scaled(count: i64) -> Self {
        Self(count)
    }

    /// The count of scaled points.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// `units` of a face of `per_em` units, set at this size.
    #[must_use]
    pub const fn of_em(self, units: i64, per_em: u16) -> Self {
        Self(self.0 * units / per_em as i64)
    }

    /// This length times `numerator / denominator`, rounded towards zero.
    #[must_use]
    pub const fn scale(self, numerator: i64, denominator: i64) -> Self {
        match self.0.checked_mul(numerator) {
            Some(product) => Self(product / denominator),
            None => Self((self.0 as i128 * numerator as i128 / denominator as i128) as i64),
        }
    }

    /// The length without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// How many whole `unit`s cover this length (the ceiling of the quotient); 0 for none or less.
    #[must_use]
    pub const fn div_ceil(self, unit: Self) -> u32 {
        if self.0 <= 0 { 0 } else { ((self.0 + unit.0 - 1) / unit.0) as u32 }
    }

    /// The length in points, for exporters alone.
    #[must_use]
    pub fn to_points(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }
}
impl Div<i64> for Length {
    type Output = Self;
    fn div(self, divisor: i64) -> Self {
        Self(self.0 / divisor)
    }
}
impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

/// A place: from the upper left corner, x to the right, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// Distance to the right.
    pub x: Length,
    /// Distance down.
    pub y: Length,
}

impl Point {
    /// The place `x` to the right and `y` down.
    #[must_use]
    pub const fn new(x: Length, y: Length) -> Self {
        Self { x, y }
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

impl Size {
    /// A size of `width` by `height`.
    #[must_use]
    pub const fn new(width: Length, height: Length) -> Self {
        Self { width, height }
    }
}

/// A rectangle by its upper left corner and its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Upper left corner.
    pub origin: Point,
    /// Width and height.
    pub size: Size,
}

/// The page of a book before its content: boxes, margins and baseline grid.
///
/// Margins are named as a book binder does: inner is the side of the spine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageGeometry {
    /// The page after trimming.
    pub trim: Size,
    /// How far ink may run over each edge of the trim.
    pub bleed: Length,
    /// Margin at the spine.
    pub inner: Length,
    /// Margin at the fore-edge.
    pub outer: Length,
    /// Margin above the text block.
    pub head: Length,
    /// Distance of two baselines of the grid.
    pub leading: Length,
    /// Lines of a full page.
    pub lines: u32,
}

impl PageGeometry {
    /// The width of the text block.
    #[must_use]
    pub fn measure(&self) -> Length {
        self.trim.width - self.inner - self.outer
    }

    /// The left edge of the text block; `recto` is a right-hand page.
    #[must_use]
    pub fn left(&self, recto: bool) -> Length {
        if recto { self.inner } else { self.outer }
    }

    /// The top of grid line `line` (0 is the first of the text block).
    #[must_use]
    pub fn line_top(&self, line: u32) -> Length {
        self.head + self.leading * i64::from(line)
    }

    /// How far the baseline of a grid line lies below its top: three quarters of the leading, which
    /// centres lower-case letters with their ascenders in the line.
    #[must_use]
    pub fn baseline(&self) -> Length {
        self.leading * 3 / 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_millimetres_are_28_346_points() {
        assert_eq!(Length::micrometres(10_000), Length::scaled(1_857_713));
    }

    #[test]
    fn a_length_covers_whole_lines_rounded_up() {
        assert_eq!(Length::pt(29).div_ceil(Length::pt(14)), 3);
        assert_eq!(Length::ZERO.div_ceil(Length::pt(14)), 0);
    }
}
