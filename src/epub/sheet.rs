//! The frame of an XHTML file, and what all of them share.

use super::breaks::PageBreak;
use super::xml::{Prolog, Tag, Xml, document};
use crate::document::Attributes;
use crate::language::{Direction, Language};

/// The name of the style sheet.
pub(super) const STYLE_SHEET: &str = "book.css";

/// A whole XHTML file: `matter` is the `epub:type` of its body.
pub(super) fn sheet(language: &Language, title: &str, matter: &str, content: impl FnOnce(&mut Xml)) -> String {
    let tag = language.as_str();
    let root = [
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", tag),
        ("xml:lang", tag),
        ("dir", direction_name(language.direction())),
    ];
    document(Prolog::Html, "html", &root, |xml| {
        xml.line();
        xml.tag("head").with(|xml| {
            xml.tag("title").text(title);
            let link = xml.tag("link").attribute("rel", "stylesheet").attribute("type", "text/css");
            link.attribute("href", STYLE_SHEET).empty();
        });
        xml.line();
        xml.tag("body").attribute("epub:type", matter).with(|xml| {
            xml.line();
            content(xml);
            xml.line();
        });
        xml.line();
    })
}

/// The value of attribute `dir`.
pub(super) fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// Adds the language and the direction that follows from it.
pub(super) fn in_language<'a>(tag: Tag<'a>, language: &Language) -> Tag<'a> {
    let name = language.as_str();
    tag.attribute("lang", name).attribute("xml:lang", name).attribute("dir", direction_name(language.direction()))
}

/// Adds the language and direction of `attributes`, where they have them.
pub(super) fn localized<'a>(tag: Tag<'a>, attributes: &Attributes) -> Tag<'a> {
    let tag = tag.maybe("dir", attributes.direction.map(direction_name));
    match &attributes.language {
        Some(language) => in_language(tag, language),
        None => tag,
    }
}

/// Writes the beginning of a printed page.
pub(super) fn page_break(xml: &mut Xml, page: &PageBreak) {
    let tag = xml.tag("span").attribute("epub:type", "pagebreak").attribute("role", "doc-pagebreak");
    tag.attribute("id", &page.id).attribute("aria-label", &page.label).empty();
}

/// Writes all of `pages`.
pub(super) fn page_breaks(xml: &mut Xml, pages: &[PageBreak]) {
    pages.iter().for_each(|page| page_break(xml, page));
}
