//! A drawing → inline SVG that a screen reader tells by its alternative, and its data as a table.
//!
//! Black and its tints are the reader's own text colour, so that a drawing is seen by night; the
//! accent is a class of the style sheet; paper is left open.

use super::xml::{Tag, Xml};
use crate::fonts::FontSet;
use crate::geometry::{Length, Point};
use crate::graphics::{Anchor, DataTable, Drawing, Drawn, Segment, Shape, Stroke};
use crate::shaping::PlacedRun;
use crate::style::{Ink, Weight};
use std::fmt::Write as _;

/// The measure that charts and maps of the e-book are drawn for: on a phone they fill the page, and
/// their words are then about as large as notes.
pub const MEASURE: Length = Length::pt(230);

/// Writes the picture of `drawn`, with `id` as the start of the ids in it.
pub(super) fn svg(xml: &mut Xml, drawn: &Drawn, fonts: &FontSet, id: &str) {
    let drawing: &Drawing = &drawn.drawing;
    let (title, description) = (format!("{id}-title"), format!("{id}-desc"));
    let named = !drawn.table.title.is_empty();
    let label = if named { format!("{title} {description}") } else { description.clone() };
    let view = format!("0 0 {} {}", decimal(drawing.size.width), decimal(drawing.size.height));
    let tag = xml.tag("svg").attribute("xmlns", "http://www.w3.org/2000/svg").attribute("class", "chart");
    tag.attribute("viewBox", &view).attribute("role", "img").attribute("aria-labelledby", &label).with(|xml| {
        if named {
            xml.tag("title").attribute("id", &title).text(&drawn.table.title);
        }
        xml.tag("desc").attribute("id", &description).text(&drawing.alternative);
        xml.line();
        for shape in &drawing.shapes {
            self::shape(xml, shape, fonts);
        }
    });
    xml.line();
}

fn shape(xml: &mut Xml, shape: &Shape, fonts: &FontSet) {
    match shape {
        Shape::Path { segments, fill, stroke } => path(xml, segments, *fill, stroke.as_ref()),
        Shape::Text { origin, runs, anchor } => text(xml, *origin, runs, *anchor, fonts),
        // No chart or map holds an image.
        Shape::Image { .. } => return,
    }
    xml.line();
}

fn path(xml: &mut Xml, segments: &[Segment], fill: Option<Ink>, stroke: Option<&Stroke>) {
    let fill = fill.filter(|ink| !is_paper(*ink));
    if segments.is_empty() || (fill.is_none() && stroke.is_none()) {
        return;
    }
    let mut tag = xml.tag("path").attribute("d", &outline(segments));
    let class = match (fill, stroke.map(|stroke| stroke.ink)) {
        (Some(ink), _) if is_accent(ink) => Some("accent"),
        (_, Some(ink)) if is_accent(ink) => Some("accent-line"),
        _ => None,
    };
    tag = tag.maybe("class", class);
    tag = match fill {
        Some(ink) => inked(tag, ink, "fill", "fill-opacity"),
        None => tag.attribute("fill", "none"),
    };
    if let Some(stroke) = stroke {
        tag = inked(tag, stroke.ink, "stroke", "stroke-opacity").attribute("stroke-width", &decimal(stroke.width));
        let dashes: Vec<String> = stroke.dashes.iter().map(|length| decimal(*length)).collect();
        tag = tag.maybe("stroke-dasharray", (!dashes.is_empty()).then(|| dashes.join(" ")).as_deref());
    }
    tag.empty();
}

/// On the screen the accent is the same also in a book that prints in black.
fn is_accent(ink: Ink) -> bool {
    ink.rgb == Ink::ACCENT.rgb
}

fn is_paper(ink: Ink) -> bool {
    ink.cmyk == [0; 4]
}

/// Says `ink` with the attributes `colour` and `opacity`; the accent is a class.
fn inked<'x>(tag: Tag<'x>, ink: Ink, colour: &'static str, opacity: &'static str) -> Tag<'x> {
    match ink.cmyk {
        _ if is_accent(ink) => tag,
        [0, 0, 0, 1000] => tag.attribute(colour, "currentColor"),
        [0, 0, 0, black] => tag.attribute(colour, "currentColor").attribute(opacity, &thousandths(black)),
        _ => {
            let [red, green, blue] = ink.rgb;
            tag.attribute(colour, &format!("#{red:02X}{green:02X}{blue:02X}"))
        }
    }
}

fn thousandths(number: u16) -> String {
    format!("0.{:02}", number / 10)
}

fn outline(segments: &[Segment]) -> String {
    let mut data = String::new();
    let mut step = |letter: char, points: &[Point]| {
        data.push(letter);
        for (index, point) in points.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            let _ = write!(data, "{space}{} {}", decimal(point.x), decimal(point.y));
        }
    };
    for segment in segments {
        match *segment {
            Segment::Move(to) => step('M', &[to]),
            Segment::Line(to) => step('L', &[to]),
            Segment::Curve(first, second, to) => step('C', &[first, second, to]),
            Segment::Close => step('Z', &[]),
        }
    }
    data
}

fn text(xml: &mut Xml, origin: Point, runs: &[PlacedRun], anchor: Anchor, fonts: &FontSet) {
    let Some(first) = runs.first() else { return };
    let width = runs.last().map_or(Length::ZERO, |run| run.x + run.width());
    let (x, anchor) = match anchor {
        Anchor::Start => (origin.x, None),
        Anchor::Middle => (origin.x + width / 2, Some("middle")),
        Anchor::End => (origin.x + width, Some("end")),
    };
    let weight = match fonts.get(first.run.font).weight {
        Weight::Regular => None,
        Weight::Semibold => Some("600"),
        Weight::Bold => Some("700"),
    };
    let tag = xml.tag("text").attribute("x", &decimal(x)).attribute("y", &decimal(origin.y));
    let tag = tag.attribute("font-size", &decimal(first.size)).maybe("font-weight", weight);
    tag.maybe("text-anchor", anchor).attribute("fill", "currentColor").text(&words(runs));
}

/// The text of `runs`.
pub(super) fn words(runs: &[PlacedRun]) -> String {
    let mut text = String::new();
    for run in runs {
        if run.space_before {
            text.push(' ');
        }
        text.push_str(&run.run.text);
    }
    text
}

/// `length` in points with at most two decimals.
fn decimal(length: Length) -> String {
    let hundredths = (length.get() * 100 + 32_768).div_euclid(65_536);
    let (sign, size) = if hundredths < 0 { ("-", -hundredths) } else { ("", hundredths) };
    let text = format!("{sign}{}.{:02}", size / 100, size % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Writes the data of a drawing, which `label` opens. A reading system that cannot fold it away shows
/// it.
pub(super) fn data(xml: &mut Xml, table: &DataTable, label: &str) {
    xml.tag("details").attribute("class", "chart-data").with(|xml| {
        xml.tag("summary").text(label);
        xml.line();
        self::table(xml, table);
    });
    xml.line();
}

fn table(xml: &mut Xml, table: &DataTable) {
    xml.tag("table").with(|xml| {
        if !table.title.is_empty() {
            xml.tag("caption").text(&table.title);
        }
        if table.head.iter().any(|cell| !cell.is_empty()) {
            xml.tag("thead").with(|xml| xml.tag("tr").with(|xml| head(xml, &table.head)));
        }
        xml.tag("tbody").with(|xml| {
            for row in &table.rows {
                xml.tag("tr").with(|xml| self::row(xml, row));
                xml.line();
            }
        });
    });
}

fn head(xml: &mut Xml, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        let class = (index > 0).then_some("end");
        match cell.as_str() {
            "" => xml.tag("td").empty(),
            name => xml.tag("th").attribute("scope", "col").maybe("class", class).text(name),
        }
    }
}

fn row(xml: &mut Xml, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        match index {
            0 => xml.tag("th").attribute("scope", "row").text(cell),
            _ => xml.tag("td").attribute("class", "end").text(cell),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_two_decimals_at_most() {
        let check = |length, expected: &str| assert_eq!(decimal(length), expected);
        check(Length::pt(12), "12");
        check(Length::millipt(12_345), "12.34");
        check(Length::millipt(-500), "-0.5");
        check(Length::ZERO, "0");
        check(Length::pt(100), "100");
    }
}
