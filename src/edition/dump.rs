//! The pages as text: what stands where, for tests that are read as a diff.

use super::{Edition, EditionPage};
use crate::geometry::Length;
use crate::typeset::{ItemContent, ItemRole, PageItem};
use std::fmt::Write as _;

impl Edition {
    /// Each page with its folio, and each line on it: place in points, text, stretch of its spaces.
    #[must_use]
    pub fn dump(&self) -> String {
        let mut text = String::new();
        for page in &self.pages {
            dump_page(page, &mut text);
        }
        text
    }
}

fn dump_page(page: &EditionPage, text: &mut String) {
    let side = if page.recto { "recto" } else { "verso" };
    let kind = format!("{:?}", page.kind);
    let kind = kind.split('(').next().unwrap_or(&kind);
    let _ = writeln!(text, "== {} {side} {kind}", page.folio);
    for item in page.furniture.iter().chain(&page.body.items) {
        dump_item(item, text);
    }
}

fn dump_item(item: &PageItem, text: &mut String) {
    let role = match item.role {
        ItemRole::Content(at) => format!("{}.{}+{}", at.chapter, at.node.0, at.offset),
        ItemRole::Artifact(artifact) => format!("{artifact:?}"),
    };
    let place = format!("{:>7} {:>7}", points(item.origin.x), points(item.origin.y));
    let _ = writeln!(text, "{place} {role} {}", content(&item.content));
}

fn content(content: &ItemContent) -> String {
    match content {
        ItemContent::Line(line) => format!("{:+5}‰ {}", line.ratio, line.text()),
        ItemContent::Fill { size, .. } => format!("fill {} x {}", points(size.width), points(size.height)),
        ItemContent::Image { path, size } => {
            format!("image {path} {} x {}", points(size.width), points(size.height))
        }
        ItemContent::Drawing(drawing) => format!("drawing of {} shapes", drawing.shapes.len()),
        ItemContent::Turned(content) => format!("turned {}", self::content(content)),
    }
}

fn points(length: Length) -> String {
    format!("{:.2}", length.to_points())
}
