//! What an SVG file may not hold, found in its XML before anything is made of it.
//!
//! A reader of e-books may show the file in a browser, so what could run or fetch there is refused
//! too, although nothing of it would run here.

use super::{SvgFault, SvgFaultKind};
use std::collections::{BTreeMap, BTreeSet};
use usvg::roxmltree::{self, Document, Node, ParsingOptions};

/// Bounds on what a file may ask for.
mod limit {
    /// Nodes of the XML. Maps of a whole country have some 50,000.
    pub const NODES: u32 = 200_000;
    /// Elements once every use stands in its place.
    pub const ELEMENTS: u64 = 200_000;
    /// Elements within one another, likewise. The recursion of the parsers needs some kilobytes each.
    pub const DEPTH: u32 = 96;
    /// The same where style sheets bring in patterns, clips and masks.
    pub const STYLED: u64 = 2_000_000;
    /// Rules of style times elements.
    pub const MATCHES: u64 = 20_000_000;
    /// Vertices that could have a marker times the elements of the largest marker.
    pub const MARKS: u64 = 200_000;
    /// Bytes of text that is set.
    pub const TEXT: usize = 65_536;
    /// The largest number in an attribute of size.
    pub const EXTENT: f64 = 1_000_000.0;
}

/// Elements that run, fetch, move or hold what is not SVG.
const ELEMENTS: [&str; 21] = [
    "script",
    "foreignObject",
    "handler",
    "listener",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "canvas",
    "link",
    "meta",
    "base",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "animation",
    "set",
    "discard",
    "font-face-uri",
];
/// Style that fetches or moves.
const STYLE: [&str; 7] = ["@import", "@font-face", "@keyframes", "image-set(", "src(", "expression(", "-moz-binding"];
/// Addresses of embedded images.
const EMBEDDED: [&str; 3] = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,"];
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

/// The XML `text`, once nothing in it is to be refused.
pub(super) fn parse(text: &str) -> Result<Document<'_>, SvgFault> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: limit::NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| unparsed(&error))?;
    check(&document)?;
    Ok(document)
}

fn unparsed(error: &roxmltree::Error) -> SvgFault {
    let kind = match error {
        roxmltree::Error::DtdDetected => SvgFaultKind::DocumentType,
        roxmltree::Error::NodesLimitReached => SvgFaultKind::TooComplex,
        error => SvgFaultKind::Broken(error.to_string()),
    };
    kind.at(0)
}

fn check(document: &Document<'_>) -> Result<(), SvgFault> {
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return Err(SvgFaultKind::NotSvg.at(line(&root)));
    }
    for node in document.descendants() {
        let fault = if let Some(instruction) = node.pi() {
            instruction.target.contains("stylesheet").then(|| SvgFaultKind::Address(instruction.target.to_owned()))
        } else if node.is_element() {
            element(&node)
        } else {
            None
        };
        if let Some(kind) = fault {
            return Err(kind.at(line(&node)));
        }
    }
    size(&root).ok_or_else(|| SvgFaultKind::Size.at(line(&root)))?;
    extent(document)
}

fn line(node: &Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

fn element(node: &Node<'_, '_>) -> Option<SvgFaultKind> {
    let name = node.tag_name().name();
    if ELEMENTS.iter().any(|refused| refused.eq_ignore_ascii_case(name)) || node.tag_name().namespace() == Some(XHTML) {
        return Some(SvgFaultKind::Element(name.to_owned()));
    }
    let text = (name == "style").then(|| node.descendants().filter_map(|node| node.text()).collect::<String>());
    let in_text = text.and_then(|text| style(&text));
    in_text.or_else(|| node.attributes().find_map(|found| attribute(found.name(), found.value())))
}

fn attribute(name: &str, value: &str) -> Option<SvgFaultKind> {
    let is_handler = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
    match name {
        _ if is_handler => Some(SvgFaultKind::Handler(name.to_owned())),
        "href" | "src" | "base" => address(value),
        "style" => style(value),
        _ => outside(value),
    }
}

/// An address that is neither an id nor an embedded image.
fn address(written: &str) -> Option<SvgFaultKind> {
    let own = written.trim_ascii();
    let embedded = || EMBEDDED.iter().any(|start| own.starts_with(start));
    (!own.starts_with('#') && !embedded()).then(|| SvgFaultKind::Address(own.chars().take(60).collect()))
}

fn style(text: &str) -> Option<SvgFaultKind> {
    let lower = text.to_ascii_lowercase();
    if lower.contains('\\') {
        // Could spell any of the others.
        return Some(SvgFaultKind::Style("\\"));
    }
    let refused = STYLE.iter().find(|refused| lower.contains(**refused));
    refused.map(|refused| SvgFaultKind::Style(refused)).or_else(|| outside(text))
}

/// The first `url(…)` in `text` that is no id of the file.
fn outside(text: &str) -> Option<SvgFaultKind> {
    let lower = text.to_ascii_lowercase();
    let ends = lower.match_indices("url(").map(|(at, start)| at + start.len());
    let inner = ends.map(|at| text[at..].trim_ascii_start().trim_start_matches(['"', '\'']).trim_ascii_start());
    let outside = inner.into_iter().find(|inner| !inner.starts_with('#'))?;
    Some(SvgFaultKind::Address(outside.chars().take_while(|c| !matches!(c, ')' | '"' | '\'')).take(60).collect()))
}

/// Whether the size of the outermost element is known, and of this world.
fn size(root: &Node<'_, '_>) -> Option<()> {
    let within = |number: f64| (number > 0.0 && number <= limit::EXTENT).then_some(number);
    let sides: Vec<Option<&str>> = ["width", "height"].iter().map(|name| root.attribute(*name)).collect();
    for side in sides.iter().flatten() {
        let number = side.trim_ascii().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        within(number.parse().ok()?)?;
    }
    match root.attribute("viewBox") {
        Some(written) => {
            let numbers = written.split([' ', ',', '\t', '\n']).filter(|number| !number.is_empty());
            let numbers: Option<Vec<f64>> = numbers.map(|number| number.parse().ok()).collect();
            let [x, y, width, height] = numbers?[..] else { return None };
            (x.abs() <= limit::EXTENT && y.abs() <= limit::EXTENT).then_some(())?;
            within(width)?;
            within(height)?;
        }
        None => (sides.iter().flatten().filter(|side| !side.contains('%')).count() == 2).then_some(())?,
    }
    Some(())
}

/// Elements and depth of an element with all that it uses.
type Weight = (u64, u32);

/// How large the drawing becomes once every use stands in its place.
fn extent(document: &Document<'_>) -> Result<(), SvgFault> {
    let ids: BTreeMap<&str, Node<'_, '_>> =
        document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let mut known = BTreeMap::new();
    let root = document.root_element();
    let (elements, _) = weigh(root, &ids, &mut known, 0)?;
    let styles: String =
        named(document, "style").flat_map(|node| node.descendants()).filter_map(|n| n.text()).collect();
    let rules = styles.matches('{').count() as u64;
    let text: usize =
        named(document, "text").flat_map(|node| node.descendants()).filter_map(|n| n.text()).map(str::len).sum();
    let marker =
        named(document, "marker").filter_map(|node| known.get(&node.id().get())).map(|(count, _)| *count).max();
    let outlines = document.descendants().flat_map(|node| [node.attribute("d"), node.attribute("points")]);
    let vertices: usize = outlines.flatten().map(|outline| outline.len() / 2 + 1).sum();
    let marks = marker.unwrap_or(0).saturating_mul(vertices as u64);
    let fits = elements <= limit::ELEMENTS
        && elements.saturating_mul(brought_in(&styles, &ids, &known)) <= limit::STYLED
        && rules.saturating_mul(elements) <= limit::MATCHES
        && marks <= limit::MARKS
        && text <= limit::TEXT;
    if fits { Ok(()) } else { Err(SvgFaultKind::TooComplex.at(0)) }
}

/// By how much the patterns, clips and masks that `styles` name could multiply the elements: as if
/// each stood in each element of the others.
fn brought_in(styles: &str, ids: &BTreeMap<&str, Node<'_, '_>>, known: &BTreeMap<u32, Weight>) -> u64 {
    let named: BTreeSet<&str> = references(styles).collect();
    let nodes = named.into_iter().filter_map(|id| ids.get(id));
    let nodes = nodes.filter(|node| matches!(node.tag_name().name(), "pattern" | "clipPath" | "mask"));
    let weights = nodes.filter_map(|node| known.get(&node.id().get())).map(|(elements, _)| elements);
    weights.fold(1, |product, elements| product.saturating_mul(*elements))
}

/// The ids that `text` names as `url(#id)`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let id = rest.trim_ascii_start().trim_start_matches(['"', '\'']).strip_prefix('#')?;
        id.split([')', '"', '\'']).next()
    })
}

fn named<'a, 'i>(document: &'a Document<'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    document.descendants().filter(move |node| node.tag_name().name() == name)
}

/// The weight of `node`, which stands `depth` deep; each element is weighed once.
fn weigh<'a, 'i>(
    node: Node<'a, 'i>,
    ids: &BTreeMap<&str, Node<'a, 'i>>,
    known: &mut BTreeMap<u32, Weight>,
    depth: u32,
) -> Result<Weight, SvgFault> {
    if depth > limit::DEPTH {
        return Err(SvgFaultKind::TooComplex.at(line(&node)));
    }
    if let Some(weight) = known.get(&node.id().get()) {
        // An element that is being weighed has no weight yet: it contains itself.
        return if weight.1 == 0 { Err(SvgFaultKind::Circular.at(line(&node))) } else { Ok(*weight) };
    }
    known.insert(node.id().get(), (0, 0));
    let uses = node.attributes().filter(|found| found.name() == "href");
    let uses = uses.filter_map(|found| found.value().trim_ascii().strip_prefix('#'));
    let painted = node.attributes().flat_map(|found| references(found.value()));
    let used = uses.chain(painted).filter_map(|id| ids.get(id).copied());
    let (mut elements, mut deepest) = (1_u64, 0);
    for inner in node.children().filter(Node::is_element).chain(used) {
        let (count, below) = weigh(inner, ids, known, depth + 1)?;
        elements = elements.saturating_add(count);
        deepest = deepest.max(below);
    }
    let weight = (elements, deepest + 1);
    if weight.1 > limit::DEPTH {
        return Err(SvgFaultKind::TooComplex.at(line(&node)));
    }
    known.insert(node.id().get(), weight);
    Ok(weight)
}
