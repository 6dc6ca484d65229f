//! What SVG files are refused for, and what becomes of those that are not.

use super::*;
use crate::fonts::FontSet;
use crate::geometry::Length;
use crate::graphics::{Segment, Shape};
use crate::manifest::FontChoice;
use std::fmt::Write;
use std::sync::OnceLock;

fn faces() -> &'static DrawingFaces<'static> {
    static FONTS: OnceLock<FontSet> = OnceLock::new();
    static FACES: OnceLock<DrawingFaces<'static>> = OnceLock::new();
    FACES.get_or_init(|| DrawingFaces::new(FONTS.get_or_init(|| FontSet::builtin(&FontChoice::default()).0)))
}

const HEAD: &str =
    r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">"##;

fn whole(inner: &str) -> String {
    format!("{HEAD}{inner}</svg>")
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let fault = read_svg(text.as_bytes(), faces()).expect_err("refused");
    assert_eq!(fault.to_string(), expected);
}

fn svg(inner: &str) -> Svg {
    read_svg(whole(inner).as_bytes(), faces()).expect("a drawing")
}

/// A line for each shape: its outline in hundredths of a point, its inks.
fn dump(drawing: &Drawing) -> String {
    let number = |length: Length| (length.to_points() * 100.0).round() as i64;
    let mut text = String::new();
    for shape in &drawing.shapes {
        let Shape::Path { segments, fill, stroke } = shape else { panic!("an outline") };
        for segment in segments {
            text.push(match segment {
                Segment::Move(_) => 'm',
                Segment::Line(_) => 'l',
                Segment::Curve(..) => 'c',
                Segment::Close => 'z',
            });
            let points: Vec<String> =
                segment.points().iter().map(|at| format!("{},{}", number(at.x), number(at.y))).collect();
            text.push_str(&points.join(" "));
            text.push(' ');
        }
        if let Some(ink) = fill {
            write!(text, "fill {:?} ", ink.cmyk).expect("a text takes all");
        }
        if let Some(stroke) = stroke {
            let dashes: Vec<_> = stroke.dashes.iter().map(|dash| number(*dash)).collect();
            let (ink, width) = (stroke.ink.cmyk, number(stroke.width));
            write!(text, "stroke {ink:?} {width} {dashes:?} ").expect("a text takes all");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[track_caller]
fn check(inner: &str, expected: &str) {
    let svg = svg(inner);
    assert_eq!(dump(&svg.drawing), expected);
    assert_eq!(svg.losses, BTreeSet::new());
}

#[track_caller]
fn loses(inner: &str, expected: &[SvgLoss]) {
    assert_eq!(svg(inner).losses.into_iter().collect::<Vec<_>>(), expected);
}

// ---- refused -----------------------------------------------------------------------------------

#[test]
fn b23_entities_that_multiply_are_refused_before_they_do() {
    let mut bomb = String::from("<!DOCTYPE svg [<!ENTITY a0 \"lol\">");
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        write!(bomb, "<!ENTITY a{level} \"{inner}\">").expect("a text takes all");
    }
    bomb.push_str("]>");
    refused(&format!("{bomb}{}", whole("<text>&a29;</text>")), "it has a document type, which could hold entities");
}

#[test]
fn b24_an_entity_of_the_system_is_refused() {
    let text = "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>";
    refused(&format!("{text}{}", whole("&x;")), "it has a document type, which could hold entities");
}

#[test]
fn b25_addresses_outside_the_file_are_refused() {
    let outside = |address: &str| format!("it points outside itself, to `{address}` (line 1 of it)");
    for address in
        ["http://a.example/x.png", "file:///x", "x.png", "data:image/svg+xml;base64,AA", "//a.example", " JavaScript:x"]
    {
        refused(&whole(&format!("<image href=\"{address}\"/>")), &outside(address.trim()));
        refused(&whole(&format!("<use xlink:href=\"{address}#a\"/>")), &outside(format!("{address}#a").trim()));
        refused(&whole(&format!("<path fill=\"URL( '{address}' )\" d=\"\"/>")), &outside(address.trim()));
        refused(&whole(&format!("<style>a{{fill:url({address})}}</style>")), &outside(address.trim()));
    }
    refused(&format!("<?xml-stylesheet href=\"x.css\"?>{}", whole("")), &outside("xml-stylesheet"));
    refused(&whole("<style>@import 'x.css';</style>"), "its style holds `@import` (line 1 of it)");
    refused(&whole("<g style=\"fill:\\75rl(x)\"/>"), "its style holds `\\` (line 1 of it)");
    refused(&whole("<g xml:base=\"http://a.example\"/>"), &outside("http://a.example"));
}

#[test]
fn b26_what_runs_or_moves_is_refused() {
    for name in ["script", "foreignObject", "animate", "set", "iframe"] {
        refused(&whole(&format!("<g>\n<{name}/></g>")), &format!("it has an element `{name}` (line 2 of it)"));
    }
    refused(&whole("<h:p xmlns:h=\"http://www.w3.org/1999/xhtml\"/>"), "it has an element `p` (line 1 of it)");
    refused(&whole("<g onload=\"x()\"/>"), "it has an attribute `onload` (line 1 of it)");
    refused(&whole("<g ONCLICK=\"x()\"/>"), "it has an attribute `ONCLICK` (line 1 of it)");
}

#[test]
fn b27_sizes_out_of_this_world_are_refused() {
    let size = "its size is missing or out of bounds (line 1 of it)";
    for attributes in [
        "",
        "width=\"1000000000\" height=\"1\"",
        "width=\"100%\" height=\"100%\"",
        "viewBox=\"0 0 NaN 1\"",
        "viewBox=\"0 0 inf 1\"",
        "viewBox=\"0 0 1\"",
        "viewBox=\"0 0 0 1\"",
        "viewBox=\"0 0 1 -1\"",
        "viewBox=\"0 0 1e9 1e9\"",
        "viewBox=\"0 0 500000 1\"",
        "viewBox=\"0 0 1 1\" width=\"1e300\"",
    ] {
        refused(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>"), size);
    }
}

#[test]
fn b27_uses_that_go_round_or_multiply_are_refused() {
    let round = "an element in it uses itself (line 1 of it)";
    refused(&whole("<g id=\"a\"><use href=\"#a\"/></g>"), round);
    refused(&whole("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>"), round);
    let mut bomb = String::from("<g id=\"a0\"><path d=\"M0 0h1\"/></g>");
    let mut patterns = bomb.clone();
    for level in 1..20 {
        let before = level - 1;
        let uses = format!("<use href=\"#a{before}\"/>").repeat(10);
        write!(bomb, "<g id=\"a{level}\">{uses}</g>").expect("a text takes all");
        let filled = format!("<path d=\"M0 0h1v1z\" style=\"fill:url(#a{before})\"/>").repeat(10);
        write!(patterns, "<pattern id=\"a{level}\" width=\"1\" height=\"1\">{filled}</pattern>")
            .expect("a text takes all");
    }
    let complex = "it has too many elements, or they are nested too deeply";
    refused(&whole(&bomb), complex);
    refused(&whole(&patterns), complex);
    let deep = format!("{}{}", "<g>".repeat(5_000), "</g>".repeat(5_000));
    refused(&whole(&deep), &format!("{complex} (line 1 of it)"));
}

#[test]
fn what_is_no_svg_is_refused() {
    refused("<html/>", "its outermost element is not `svg` (line 1 of it)");
    refused("<svg viewBox=\"0 0 1 1\"/>", "its outermost element is not `svg` (line 1 of it)");
    assert!(matches!(read_svg(b"<svg", faces()).expect_err("cut").kind, SvgFaultKind::Broken(_)));
    assert!(matches!(read_svg(b"<\xFF>", faces()).expect_err("bytes").kind, SvgFaultKind::Broken(_)));
    let large = " ".repeat(MAX_SVG_BYTES + 1);
    assert_eq!(read_svg(large.as_bytes(), faces()).expect_err("large").kind, SvgFaultKind::TooLarge);
}

// ---- drawn -------------------------------------------------------------------------------------

#[test]
fn a_path_with_line_and_transform_is_flattened() {
    let inner = r##"<g transform="translate(10 20) scale(2)">
        <path d="M0 0L10 0Q10 10 0 10Z" fill="#0B5F6B" stroke="#000" stroke-width="2" stroke-dasharray="4 2"/></g>"##;
    check(
        inner,
        "m750,1500 l2250,1500 c2250,2500 1750,3000 750,3000 z fill [950, 150, 300, 400]\n\
         m750,1500 l2250,1500 c2250,2500 1750,3000 750,3000 z stroke [0, 0, 0, 1000] 300 [600, 300]\n",
    );
}

#[test]
fn greys_are_black_ink_alone_and_colours_of_three() {
    check(
        r##"<rect width="4" height="4" fill="#808080"/><rect width="4" height="4" fill="#ff8000"/>"##,
        "m0,0 l300,0 l300,300 l0,300 z fill [0, 0, 0, 498]\nm0,0 l300,0 l300,300 l0,300 z fill [0, 498, 1000, 0]\n",
    );
}

#[test]
fn a_hole_by_the_even_odd_rule_runs_against_what_is_around_it() {
    check(
        r##"<path fill-rule="evenodd" d="M0 0H40V40H0ZM8 8H32V32H8Z"/>"##,
        "m0,0 l3000,0 l3000,3000 l0,3000 z m600,2400 l2400,2400 l2400,600 l600,600 z fill [0, 0, 0, 1000]\n",
    );
}

#[test]
fn text_becomes_outlines_of_the_faces_of_the_book() {
    let svg = svg("<text x=\"10\" y=\"50\" font-size=\"20\" font-family=\"Helvetica\">Oo</text>");
    let [Shape::Path { segments, fill: Some(ink), .. }] = &svg.drawing.shapes[..] else { panic!("{svg:?}") };
    assert_eq!(segments.iter().filter(|segment| matches!(segment, Segment::Move(_))).count(), 4);
    assert!(ink.overprint && svg.losses.is_empty());
    let inside = |at: &crate::geometry::Point| at.x > Length::pt(7) && at.y > Length::pt(20) && at.y < Length::pt(40);
    assert!(segments.iter().flat_map(|segment| segment.points()).all(|at| inside(&at)), "{segments:?}");
}

#[test]
fn what_print_shows_otherwise_is_said() {
    let gradient =
        "<linearGradient id=\"a\"><stop stop-color=\"#fff\"/><stop offset=\"1\" stop-color=\"#000\"/></linearGradient>";
    let filled = format!("{gradient}<rect width=\"4\" height=\"4\" fill=\"url(#a)\"/>");
    loses(&filled, &[SvgLoss::Gradient]);
    assert!(dump(&svg(&filled).drawing).ends_with("fill [0, 0, 0, 498]\n"));
    loses("<rect width=\"4\" height=\"4\" opacity=\"0.5\"/>", &[SvgLoss::Transparency]);
    loses("<text y=\"9\">a\u{1F600}</text>", &[SvgLoss::Character('\u{1F600}')]);
    let clip = "<clipPath id=\"c\"><rect width=\"9\" height=\"9\"/></clipPath>";
    loses(&format!("{clip}<g clip-path=\"url(#c)\"><rect width=\"9\" height=\"9\"/></g>"), &[]);
    loses(&format!("{clip}<g clip-path=\"url(#c)\"><rect width=\"12\" height=\"9\"/></g>"), &[SvgLoss::Clip]);
    let pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
    loses(&format!("<image width=\"9\" height=\"9\" href=\"data:image/png;base64,{pixel}\"/>"), &[SvgLoss::Image]);
}
