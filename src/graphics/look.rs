//! How drawings look: inks, widths, marks of series, and how values are said.

use super::canvas::Canvas;
use super::dataset::{Chart, Precision, Series, Value};
use super::drawing::{Segment, Stroke};
use crate::geometry::{Length, Point, Rect, Size};
use crate::language::Language;
use crate::style::{Ink, Role, StyleSheet, TextStyle, Weight};
use crate::wording;

/// Gridlines, tracks and land.
pub(super) const LIGHT: Ink = Ink { cmyk: [0, 0, 0, 180], rgb: [0xD9, 0xD9, 0xD9], overprint: false };
/// White paper.
pub(super) const PAPER: Ink = Ink { cmyk: [0, 0, 0, 0], rgb: [255, 255, 255], overprint: false };
/// Gridlines and leaders.
pub(super) const HAIR: Length = Length::millipt(400);
/// Zero lines and outlines.
pub(super) const FINE: Length = Length::millipt(700);
/// How much of the end of a bar is open where its value is not exact.
const OPEN_END: Length = Length::pt(6);

/// The styles of a drawing.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub title: TextStyle,
    pub label: TextStyle,
    pub strong: TextStyle,
    pub source: TextStyle,
    pub leading: Length,
}

impl Look {
    pub fn of(sheet: &StyleSheet) -> Self {
        let label = sheet.get(Role::ChartLabel).text;
        let mut strong = label;
        strong.face.weight = Weight::Semibold;
        Self {
            title: sheet.get(Role::ChartTitle).text,
            label,
            strong,
            source: sheet.get(Role::ChartSource).text,
            leading: sheet.page.leading,
        }
    }

    /// The style of the name of something that is highlighted or not.
    pub fn name(&self, highlighted: bool) -> TextStyle {
        if highlighted { self.strong } else { self.label }
    }

    /// From the middle of a label down to its baseline.
    pub fn drop(&self) -> Length {
        self.label.size.scale(33, 100)
    }

    /// The least distance of the baselines of two labels.
    pub fn pitch(&self) -> Length {
        self.label.size.scale(115, 100)
    }
}

/// How the values of a chart are said.
pub(super) struct Numbers<'a> {
    language: &'a Language,
    decimals: u32,
    percent: bool,
}

impl<'a> Numbers<'a> {
    pub fn of(chart: &Chart, language: &'a Language) -> Self {
        let percent = chart.heading.unit.as_deref() == Some("%");
        Self { language, decimals: chart.decimals, percent }
    }

    pub fn amount(&self, amount: super::Amount, decimals: u32) -> String {
        let number = amount.format(decimals, self.language);
        match (self.percent, self.language.primary()) {
            (false, _) => number,
            (true, "en" | "zh" | "ja" | "ko" | "it" | "pt") => format!("{number}%"),
            (true, _) => format!("{number}\u{A0}%"),
        }
    }

    /// The value in words: `about 120`.
    pub fn say(&self, value: Value) -> String {
        let words = wording::of(self.language);
        let number = self.amount(value.amount, self.decimals);
        match value.precision {
            Precision::Exact => number,
            Precision::About => format!("{} {number}", words.about),
            Precision::Over => format!("{} {number}", words.over),
        }
    }

    /// The value with a sign, where words do not fit.
    pub fn sign(&self, value: Value) -> String {
        let number = self.amount(value.amount, self.decimals);
        match value.precision {
            Precision::Exact => number,
            Precision::About => format!("≈{number}"),
            Precision::Over => format!(">{number}"),
        }
    }
}

/// How a series is told from the others without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The accent, or 60 % of black.
    pub ink: Ink,
    /// Which of the shapes, fills and dashes it has; 0 is that of the accent.
    pub kind: usize,
}

impl Mark {
    /// The marks of `series`: those that are not highlighted differ by kind.
    pub fn of(series: &[Series]) -> Vec<Self> {
        let mut kind = 0;
        let mark = |series: &Series| {
            if series.highlighted {
                return Self { ink: Ink::ACCENT, kind: 0 };
            }
            kind += 1;
            Self { ink: Ink::GREY, kind }
        };
        series.iter().map(mark).collect()
    }

    pub fn single(highlighted: bool) -> Self {
        Self { ink: if highlighted { Ink::ACCENT } else { Ink::GREY }, kind: 0 }
    }

    pub fn dashes(self) -> Vec<Length> {
        let tenths: &[i64] = match self.kind {
            0 | 1 => &[],
            2 => &[40, 20],
            3 => &[12, 15],
            4 => &[80, 20],
            _ => &[60, 15, 12, 15],
        };
        tenths.iter().map(|tenths| Length::millipt(tenths * 100)).collect()
    }

    pub fn line_width(self) -> Length {
        if self.ink == Ink::ACCENT { Length::millipt(1_500) } else { Length::pt(1) }
    }

    /// The area of a bar in this mark's fill.
    pub fn fill(self, canvas: &mut Canvas, area: Rect) {
        match self.kind {
            0 | 1 => canvas.area(area, self.ink),
            2 => canvas.outline(area, self.ink, FINE),
            3 => canvas.area(area, LIGHT),
            _ => {
                canvas.area(area, LIGHT);
                canvas.outline(area, self.ink, FINE);
            }
        }
    }

    /// The mark of a dot chart with its middle at `centre`; hollow where the value is not exact.
    pub fn dot(self, canvas: &mut Canvas, centre: Point, precision: Precision) {
        let radius = Length::millipt(2_700);
        let hollow = precision != Precision::Exact;
        let stroke = Stroke { ink: self.ink, width: Length::pt(1), dashes: Vec::new() };
        let (fill, stroke) = if hollow { (Some(PAPER), Some(stroke)) } else { (Some(self.ink), None) };
        let at = |x: i64, y: i64| centre + Point::new(radius.scale(x, 100), radius.scale(y, 100));
        let corners = match self.kind {
            0 => return canvas.circle(centre, radius, fill, stroke),
            1 => [at(-90, -90), at(90, -90), at(90, 90), at(-90, 90)].to_vec(),
            2 => [at(0, -120), at(110, 80), at(-110, 80)].to_vec(),
            _ => [at(0, -125), at(125, 0), at(0, 125), at(-125, 0)].to_vec(),
        };
        let mut segments = vec![Segment::Move(corners[0])];
        segments.extend(corners[1..].iter().map(|corner| Segment::Line(*corner)));
        segments.push(Segment::Close);
        canvas.path(segments, fill, stroke);
    }
}

/// A bar from `base` to `end`, `thick` across the other way, from `edge` on.
#[derive(Clone, Copy)]
pub(super) struct Bar {
    pub base: Length,
    pub end: Length,
    pub edge: Length,
    pub thick: Length,
    /// Whether it lies, as in rows; else it stands.
    pub lies: bool,
}

impl Bar {
    fn part(&self, from: Length, to: Length) -> Rect {
        let (low, high) = (from.min(to), from.max(to));
        match self.lies {
            true => Rect { origin: Point::new(low, self.edge), size: Size::new(high - low, self.thick) },
            false => Rect { origin: Point::new(self.edge, low), size: Size::new(self.thick, high - low) },
        }
    }

    fn point(&self, along: Length, across: Length) -> Point {
        if self.lies { Point::new(along, across) } else { Point::new(across, along) }
    }

    /// Draws it; the end is hollow for about so much, and has no end for more than so much.
    pub fn draw(&self, canvas: &mut Canvas, mark: Mark, precision: Precision) {
        let length = self.end - self.base;
        let open = OPEN_END.min(length.abs() / 2);
        let open = if length < Length::ZERO { -open } else { open };
        let exact = if precision == Precision::Exact { Length::ZERO } else { open };
        mark.fill(canvas, self.part(self.base, self.end - exact));
        match precision {
            Precision::Exact => {}
            Precision::About => canvas.outline(self.part(self.end - open, self.end), mark.ink, FINE),
            Precision::Over => {
                for across in [self.edge + FINE / 2, self.edge + self.thick - FINE / 2] {
                    let points = [self.point(self.end - open, across), self.point(self.end, across)];
                    canvas.line(&points, mark.ink, FINE, &[Length::millipt(1_500), Length::millipt(1_000)]);
                }
            }
        }
    }
}
