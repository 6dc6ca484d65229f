//! The package document: what the book is, which files it has, and their order.

use super::accessibility::accessibility;
use super::faces::Faces;
use super::plan::Plan;
use super::sheet::{STYLE_SHEET, direction_name};
use super::spine::Leaf;
use super::xml::{Prolog, Xml, document};
use crate::document::Document;
use crate::language::Language;
use crate::manifest::{Certification, Metadata, Series};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Prefix of the vocabulary in which Apple is told that the fonts are meant.
const PREFIX: &str = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// The id of the image of the cover.
const COVER_ID: &str = "cover-image";

/// The name of the folder of licences, from the package.
pub(super) const LICENCE_FOLDER: &str = "licences/";

/// The identifier of the e-book: the same for each revision, from its ISBN, else from title, authors
/// and language.
pub(super) fn identifier(metadata: &Metadata) -> Uuid {
    match &metadata.isbn_epub {
        Some(isbn) => Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("urn:isbn:{isbn}").as_bytes()),
        None => work_identifier(metadata, "epub"),
    }
}

/// The identifier of the edition whose pages are listed.
fn print_identifier(metadata: &Metadata) -> String {
    match &metadata.isbn_print {
        Some(isbn) => format!("urn:isbn:{isbn}"),
        None => work_identifier(metadata, "print").urn().to_string(),
    }
}

fn work_identifier(metadata: &Metadata, form: &str) -> Uuid {
    let mut name = vec![form, &metadata.title, metadata.language.as_str()];
    name.extend(metadata.contributors.iter().map(|person| person.name.as_str()));
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.join("\u{1F}").as_bytes())
}

/// The moment `seconds` after 1970 as the package wants it.
pub(super) fn moment(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    // Years of four digits alone are valid in the package.
    chrono::DateTime::from_timestamp(seconds.clamp(0, 253_402_300_799), 0).unwrap_or_default()
}

/// The package document.
pub(super) fn package(plan: &Plan<'_>, faces: &Faces<'_>) -> String {
    let metadata = &plan.document.manifest.metadata;
    let root = [
        ("xmlns", "http://www.idpf.org/2007/opf"),
        ("version", "3.0"),
        ("unique-identifier", "pub-id"),
        ("xml:lang", metadata.language.as_str()),
        ("dir", direction_name(metadata.language.direction())),
        ("prefix", PREFIX),
    ];
    document(Prolog::Xml, "package", &root, |xml| {
        xml.line();
        xml.tag("metadata").attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/").with(|xml| {
            xml.line();
            identity(xml, metadata);
            languages(xml, plan);
            people(xml, metadata);
            catalogue(xml, metadata);
            reading(xml, plan);
            font_notes(xml, faces);
            if plan.cover.is_some() {
                // What readers of EPUB 2 know.
                xml.tag("meta").attribute("name", "cover").attribute("content", COVER_ID).empty();
                xml.line();
            }
        });
        xml.line();
        xml.tag("manifest").with(|xml| manifest(xml, plan, faces));
        xml.line();
        spine(xml, plan);
        xml.line();
    })
}

/// `<dc:name id="…">text</dc:name>`
fn dublin_core(xml: &mut Xml, name: &'static str, id: Option<&str>, text: &str) {
    xml.tag(name).maybe("id", id).text(text);
    xml.line();
}

/// `<meta property="…">text</meta>`
fn property(xml: &mut Xml, name: &str, text: &str) {
    xml.tag("meta").attribute("property", name).text(text);
    xml.line();
}

/// `<meta refines="#id" property="…">text</meta>`
fn refinement(xml: &mut Xml, id: &str, name: &str, scheme: Option<&str>, text: &str) {
    let tag = xml.tag("meta").attribute("refines", &format!("#{id}")).attribute("property", name);
    tag.maybe("scheme", scheme).text(text);
    xml.line();
}

fn identity(xml: &mut Xml, metadata: &Metadata) {
    dublin_core(xml, "dc:identifier", Some("pub-id"), &identifier(metadata).urn().to_string());
    if let Some(isbn) = &metadata.isbn_epub {
        dublin_core(xml, "dc:identifier", Some("isbn"), &format!("urn:isbn:{isbn}"));
        refinement(xml, "isbn", "identifier-type", Some("onix:codelist5"), "15");
    }
    dublin_core(xml, "dc:title", Some("title"), &metadata.title);
    refinement(xml, "title", "title-type", None, "main");
    if let Some(subtitle) = &metadata.subtitle {
        dublin_core(xml, "dc:title", Some("subtitle"), subtitle);
        refinement(xml, "subtitle", "title-type", None, "subtitle");
    }
}

/// The language of the book, then the others in it.
fn languages(xml: &mut Xml, plan: &Plan<'_>) {
    let main = &plan.document.manifest.metadata.language;
    dublin_core(xml, "dc:language", None, main.as_str());
    let names = plan.document.manifest.parts.iter().flat_map(|part| &part.place).flat_map(|place| &place.names);
    let mut others: BTreeSet<&Language> = names.map(|(language, _)| language).collect();
    others.extend(plan.surveys.iter().flat_map(|survey| survey.languages.iter().copied()));
    others.remove(main);
    others.iter().for_each(|language| dublin_core(xml, "dc:language", None, language.as_str()));
}

fn people(xml: &mut Xml, metadata: &Metadata) {
    for (number, person) in (1..).zip(&metadata.contributors) {
        let id = format!("person-{number}");
        let creator = person.is_creator();
        dublin_core(xml, if creator { "dc:creator" } else { "dc:contributor" }, Some(&id), &person.name);
        refinement(xml, &id, "role", Some("marc:relators"), &person.role);
        refinement(xml, &id, "file-as", None, person.file_as.as_ref().unwrap_or(&person.name));
        refinement(xml, &id, "display-seq", None, &number.to_string());
    }
}

fn catalogue(xml: &mut Xml, metadata: &Metadata) {
    let fields = [
        ("dc:publisher", &metadata.publisher),
        ("dc:date", &metadata.date),
        ("dc:rights", &metadata.rights),
        ("dc:description", &metadata.description),
    ];
    for (name, value) in fields {
        value.iter().for_each(|value| dublin_core(xml, name, None, value));
    }
    metadata.subjects.iter().for_each(|subject| dublin_core(xml, "dc:subject", None, subject));
    metadata.series.iter().for_each(|one| series(xml, one));
    let modified = moment(metadata.modified).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    property(xml, "dcterms:modified", &modified);
    let edition = metadata.edition.as_ref().and_then(|edition| edition.parse::<u32>().ok());
    if let Some(edition) = edition {
        property(xml, "ibooks:version", &format!("{edition}.{}.0", metadata.revision.unwrap_or(0)));
    }
}

/// Where the page list is from, and how the book can be read.
fn reading(xml: &mut Xml, plan: &Plan<'_>) {
    let metadata = &plan.document.manifest.metadata;
    if !plan.breaks.list.is_empty() {
        let print = print_identifier(metadata);
        dublin_core(xml, "dc:source", Some("print"), &print);
        refinement(xml, "print", "source-of", None, "pagination");
        property(xml, "pageBreakSource", &print);
    }
    let access = accessibility(plan);
    let lists = [
        ("schema:accessMode", &access.modes),
        ("schema:accessModeSufficient", &access.sufficient),
        ("schema:accessibilityFeature", &access.features),
    ];
    for (name, values) in lists {
        values.iter().for_each(|value| property(xml, name, value));
    }
    property(xml, "schema:accessibilityHazard", "none");
    let tag = xml.tag("meta").attribute("property", "schema:accessibilitySummary");
    let (language, summary) = &access.summary;
    tag.attribute("xml:lang", language).text(summary);
    xml.line();
    if let Some(certification) = &plan.document.manifest.certification {
        certified(xml, certification);
    }
}

/// What somebody has found who checked the book (EPUB Accessibility 1.1, sections 4 and 5).
fn certified(xml: &mut Xml, found: &Certification) {
    let standard = format!("EPUB Accessibility 1.1 - WCAG 2.2 Level {}", found.level);
    xml.tag("meta").attribute("property", "dcterms:conformsTo").attribute("id", "conformance").text(&standard);
    xml.line();
    let tag = xml.tag("meta").attribute("refines", "#conformance").attribute("property", "a11y:certifiedBy");
    tag.attribute("id", "certifier").text(&found.certified_by);
    xml.line();
    if let Some(credential) = &found.credential {
        refinement(xml, "certifier", "a11y:certifierCredential", None, credential);
    }
    if let Some(report) = &found.report {
        let tag = xml.tag("link").attribute("refines", "#certifier").attribute("rel", "a11y:certifierReport");
        tag.attribute("href", report).empty();
        xml.line();
    }
}

/// The series that the book belongs to.
fn series(xml: &mut Xml, series: &Series) {
    xml.tag("meta").attribute("property", "belongs-to-collection").attribute("id", "series").text(&series.title);
    xml.line();
    refinement(xml, "series", "collection-type", None, "series");
    if let Some(number) = series.number {
        refinement(xml, "series", "group-position", None, &number.to_string());
    }
}

/// That the fonts are meant, and the licence of each. A linked licence is no item of the manifest.
fn font_notes(xml: &mut Xml, faces: &Faces<'_>) {
    if !faces.files.is_empty() {
        property(xml, "ibooks:specified-fonts", "true");
    }
    for file in &faces.files {
        let Some((name, _)) = file.licence.and_then(|index| faces.licences.get(index)) else { continue };
        let tag = xml.tag("link").attribute("refines", &format!("#{}", item_id(&file.file)));
        let tag = tag.attribute("rel", "dcterms:license").attribute("href", &format!("{LICENCE_FOLDER}{name}"));
        tag.attribute("media-type", "text/plain").empty();
        xml.line();
    }
}

/// The id of the item of `file`. None of our names has a second dot.
fn item_id(file: &str) -> String {
    file.replace('.', "-")
}

fn manifest(xml: &mut Xml, plan: &Plan<'_>, faces: &Faces<'_>) {
    xml.line();
    item(xml, "ncx", "toc.ncx", "application/x-dtbncx+xml", None);
    for leaf in &plan.spine {
        let properties = match leaf {
            Leaf::Contents => "nav",
            Leaf::Chapter(..) => match (plan.draws(*leaf), plan.has_maths(*leaf)) {
                (true, true) => "mathml svg",
                (true, false) => "svg",
                (false, true) => "mathml",
                (false, false) => "",
            },
            _ => "",
        };
        let properties = (!properties.is_empty()).then_some(properties);
        item(xml, &item_id(&leaf.file()), &leaf.file(), "application/xhtml+xml", properties);
    }
    if let Some(cover) = &plan.cover {
        item(xml, COVER_ID, cover.file, cover.media_type, Some("cover-image"));
    }
    item(xml, "css", STYLE_SHEET, "text/css", None);
    for image in plan.images.values() {
        item(xml, &item_id(&image.file), &image.file, image.media_type, None);
    }
    for file in &faces.files {
        let media_type = if file.font.cff { "font/otf" } else { "font/ttf" };
        item(xml, &item_id(&file.file), &file.file, media_type, None);
    }
}

fn item(xml: &mut Xml, id: &str, file: &str, media_type: &str, properties: Option<&str>) {
    let tag = xml.tag("item").attribute("id", id).attribute("href", file).attribute("media-type", media_type);
    tag.maybe("properties", properties).empty();
    xml.line();
}

fn spine(xml: &mut Xml, plan: &Plan<'_>) {
    let direction = direction_name(direction(plan.document));
    xml.tag("spine").attribute("toc", "ncx").attribute("page-progression-direction", direction).with(|xml| {
        xml.line();
        for leaf in &plan.spine {
            // The cover is shown by the shelf, and seldom wanted between shelf and text.
            let linear = (*leaf == Leaf::Cover).then_some("no");
            xml.tag("itemref").attribute("idref", &item_id(&leaf.file())).maybe("linear", linear).empty();
            xml.line();
        }
    });
}

fn direction(document: &Document) -> crate::language::Direction {
    document.manifest.metadata.language.direction()
}
