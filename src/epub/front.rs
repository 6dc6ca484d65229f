//! The pages that no chapter holds: title page, imprint, titles of parts.

use super::faces::Faces;
use super::plan::Plan;
use super::sheet::{page_breaks, sheet};
use super::spine::Leaf;
use super::xml::Xml;
use crate::document::{edition_line, publication_date, typefaces};
use crate::wording;

/// The page of the cover, if there is one.
pub(super) fn cover(plan: &Plan<'_>) -> Option<String> {
    let file = plan.cover.as_ref()?;
    let metadata = &plan.document.manifest.metadata;
    let label = plan.labels.cover;
    let text = sheet(&metadata.language, label, "cover", |xml| {
        xml.tag("section").attribute("epub:type", "cover").attribute("class", "cover").with(|xml| {
            let (width, height) = file.cover.raster.shown();
            let tag = xml.tag("img").attribute("role", "doc-cover").attribute("src", file.file);
            let tag = tag.attribute("alt", &format!("{label}: {}", metadata.title));
            tag.attribute("width", &width.to_string()).attribute("height", &height.to_string()).empty();
        });
    });
    Some(text)
}

/// The title page.
pub(super) fn title_page(plan: &Plan<'_>) -> String {
    let metadata = &plan.document.manifest.metadata;
    sheet(&metadata.language, &metadata.title, "frontmatter", |xml| {
        let section = xml.tag("section").attribute("epub:type", "titlepage").attribute("class", "title-page");
        section.attribute("aria-label", plan.labels.title_page).with(|xml| {
            xml.line();
            page_breaks(xml, plan.breaks.of(Leaf::Title));
            line(xml, "h1", "title", Some(&metadata.title));
            if let Some(subtitle) = &metadata.subtitle {
                let tag = xml.tag("p").attribute("class", "subtitle").attribute("epub:type", "subtitle");
                tag.attribute("role", "doc-subtitle").text(subtitle);
                xml.line();
            }
            let authors = metadata.contributors.iter().filter(|person| person.is_creator());
            authors.for_each(|author| line(xml, "p", "author", Some(&author.name)));
            line(xml, "p", "publisher", metadata.publisher.as_deref());
        });
    })
}

/// The imprint: whose book it is, which edition, under which rights, with which fonts.
pub(super) fn imprint(plan: &Plan<'_>, faces: &Faces) -> String {
    let metadata = &plan.document.manifest.metadata;
    let labels = plan.labels;
    sheet(&metadata.language, labels.imprint, "frontmatter", |xml| {
        let section = xml.tag("section").attribute("epub:type", "imprint").attribute("class", "imprint");
        section.attribute("aria-labelledby", "imprint-title").with(|xml| {
            xml.line();
            page_breaks(xml, plan.breaks.of(Leaf::Imprint));
            xml.tag("h1").attribute("id", "imprint-title").text(labels.imprint);
            xml.line();
            line(xml, "p", "book", Some(&metadata.title));
            line(xml, "p", "publisher", metadata.publisher.as_deref());
            line(xml, "p", "edition", edition_line(metadata).as_deref());
            line(xml, "p", "date", publication_date(metadata).as_deref());
            line(xml, "p", "rights", metadata.rights.as_deref());
            let isbn = metadata.isbn_epub.as_ref().map(|isbn| format!("ISBN {isbn}"));
            line(xml, "p", "isbn", isbn.as_deref());
            metadata.imprint.iter().for_each(|paragraph| line(xml, "p", "own", Some(paragraph)));
            if !faces.files.is_empty() {
                let fonts = faces.files.iter().map(|file| (file.font.family.as_str(), file.font.licence));
                let words = wording::imprint(&metadata.language);
                line(xml, "p", "fonts", Some(&format!("{}: {}", words.typefaces, typefaces(fonts))));
            }
        });
    })
}

/// The page of the title of part `part`.
pub(super) fn part(plan: &Plan<'_>, part: u32) -> String {
    let manifest = &plan.document.manifest;
    let title = manifest.parts.get(part as usize).and_then(|part| part.title.as_deref()).unwrap_or_default();
    sheet(&manifest.metadata.language, title, "bodymatter", |xml| {
        let section = xml.tag("section").attribute("epub:type", "part").attribute("role", "doc-part");
        section.attribute("class", "part").attribute("aria-labelledby", "part-title").with(|xml| {
            page_breaks(xml, plan.breaks.of(Leaf::Part(part)));
            xml.tag("h1").attribute("id", "part-title").text(title);
        });
    })
}

fn line(xml: &mut Xml, name: &'static str, class: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        xml.tag(name).attribute("class", class).text(text);
        xml.line();
    }
}
