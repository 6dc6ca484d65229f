//! The ways into the book: the navigation document (contents, page list, landmarks) and the older
//! NCX with the same entries.

use super::inline::words;
use super::plan::Plan;
use super::sheet::{in_language, localized, sheet};
use super::spine::{Leaf, first_of_part, has_page, part_of};
use super::survey::block_id;
use super::xml::{Prolog, Tag, Xml, document};
use crate::document::{Attributes, CaptionKind, Captioned, Document, Matter, OutlineEntry};
use std::iter::Peekable;

/// Headings down to this level are listed: parts are 0, chapters 1.
const DEEPEST: u8 = 3;

/// An entry of the contents.
#[derive(Debug)]
struct Entry<'a> {
    level: u8,
    address: String,
    label: Label<'a>,
    children: Vec<Entry<'a>>,
}

/// The text of an entry.
#[derive(Debug)]
enum Label<'a> {
    /// A heading, with the attributes of its block.
    Heading { entry: &'a OutlineEntry, attributes: Option<&'a Attributes> },
    /// Plain text in the language of the book.
    Plain(&'a str),
}

impl Label<'_> {
    fn plain(&self) -> &str {
        match self {
            Self::Heading { entry, .. } => &entry.plain,
            Self::Plain(text) => text,
        }
    }
}

/// The navigation document.
pub(super) fn nav(plan: &Plan<'_>) -> String {
    sheet(&plan.document.manifest.metadata.language, plan.words.contents, "frontmatter", |xml| {
        let toc = xml.tag("nav").attribute("epub:type", "toc").attribute("role", "doc-toc");
        toc.attribute("id", "toc").attribute("aria-labelledby", "toc-title").with(|xml| {
            xml.tag("h1").attribute("id", "toc-title").text(plan.words.contents);
            xml.line();
            list(xml, plan, &entries(plan));
        });
        xml.line();
        captions(xml, plan, CaptionKind::Figure, plan.words.figures);
        captions(xml, plan, CaptionKind::Table, plan.words.tables);
        if !plan.breaks.list.is_empty() {
            page_list(xml, plan);
        }
        landmarks(xml, plan);
    })
}

/// The NCX of the book whose identifier is `identifier`.
pub(super) fn ncx(plan: &Plan<'_>, identifier: &str) -> String {
    let metadata = &plan.document.manifest.metadata;
    let entries = entries(plan);
    let root = [
        ("xmlns", "http://www.daisy.org/z3986/2005/ncx/"),
        ("version", "2005-1"),
        ("xml:lang", metadata.language.as_str()),
    ];
    document(Prolog::Xml, "ncx", &root, |xml| {
        xml.line();
        xml.tag("head").with(|xml| {
            let pages = plan.breaks.list.len().to_string();
            let depth = depth(&entries).to_string();
            ncx_meta(xml, "dtb:uid", identifier);
            ncx_meta(xml, "dtb:depth", &depth);
            ncx_meta(xml, "dtb:totalPageCount", &pages);
            ncx_meta(xml, "dtb:maxPageNumber", &highest_page(plan).to_string());
        });
        xml.line();
        xml.tag("docTitle").with(|xml| xml.tag("text").text(&metadata.title));
        xml.line();
        xml.tag("navMap").with(|xml| {
            let mut count = 0;
            points(xml, &entries, &mut count);
        });
        xml.line();
        if !plan.breaks.list.is_empty() {
            ncx_pages(xml, plan);
        }
    })
}

/// The contents as a tree: parts, their chapters, and the sections of each.
fn entries<'a>(plan: &Plan<'a>) -> Vec<Entry<'a>> {
    let document = plan.document;
    let mut top: Vec<Entry<'a>> = Vec::new();
    let mut open = None;
    for (index, _) in document.indexed() {
        if document.index.before == Some(index) {
            top.extend(index_entry(document));
        }
        if let Some(part) = first_of_part(document, index) {
            let entry = part_entry(plan, part, index);
            open = entry.is_some().then_some(part);
            top.extend(entry);
        }
        let own = chapter_entries(plan, index);
        match top.last_mut() {
            Some(part) if open.is_some() && part_of(document, index) == open => part.children.extend(own),
            _ => top.extend(own),
        }
    }
    if document.index.before.is_none() {
        top.extend(index_entry(document));
    }
    top
}

/// The index, if there is one.
fn index_entry(document: &Document) -> Option<Entry<'_>> {
    let label = Label::Plain(&document.index.title);
    let entry = Entry { level: 1, address: Leaf::Index.file(), label, children: Vec::new() };
    (!document.index.is_empty()).then_some(entry)
}

/// Chapter `index` and its sections.
fn chapter_entries<'a>(plan: &Plan<'a>, index: u32) -> Vec<Entry<'a>> {
    let document = plan.document;
    let listed = |entry: &&OutlineEntry| {
        entry.position.chapter == index && (1..=DEEPEST).contains(&entry.level) && !entry.plain.trim().is_empty()
    };
    let mut flat: Vec<Entry<'a>> =
        document.outline.iter().filter(listed).map(|entry| heading_entry(plan, entry)).collect();
    if flat.first().is_none_or(|first| first.level != 1) {
        let chapter = &document.chapters[index as usize].chapter;
        let title = if chapter.title.trim().is_empty() { &chapter.id } else { &chapter.title };
        let entry = Entry {
            level: 1,
            address: Leaf::Chapter(index, 0).file(),
            label: Label::Plain(title),
            children: Vec::new(),
        };
        flat.insert(0, entry);
    }
    nest(&mut flat.into_iter().peekable(), 0)
}

/// The entries from here on that lie deeper than level `above`, each with those below it.
fn nest<'a>(flat: &mut Peekable<std::vec::IntoIter<Entry<'a>>>, above: u8) -> Vec<Entry<'a>> {
    let mut nested = Vec::new();
    while let Some(entry) = flat.next_if(|entry| entry.level > above) {
        let children = nest(flat, entry.level);
        nested.push(Entry { children, ..entry });
    }
    nested
}

/// Part `part`, which starts with chapter `chapter`: on a page of its own, or above its chapters
/// where it has several.
fn part_entry<'a>(plan: &Plan<'a>, part: u32, chapter: u32) -> Option<Entry<'a>> {
    let title = plan.document.manifest.parts.get(part as usize)?.title.as_deref()?;
    let address = match has_page(plan.document, part) {
        true => Leaf::Part(part).file(),
        false if part_of(plan.document, chapter + 1) == Some(part) => Leaf::Chapter(chapter, 0).file(),
        false => return None,
    };
    let label = Label::Plain(if title.trim().is_empty() { plan.labels.start } else { title });
    Some(Entry { level: 0, address, label, children: Vec::new() })
}

fn heading_entry<'a>(plan: &Plan<'a>, entry: &'a OutlineEntry) -> Entry<'a> {
    let chapter = entry.position.chapter;
    let file = plan.leaf_of(chapter, entry.position.node).file();
    let heading = plan.surveys[chapter as usize].headings.get(&entry.position.node).copied();
    let first = plan.document.chapters[chapter as usize].chapter.blocks.first().map(|block| block.node);
    let address = match heading {
        Some(block) if first != Some(block.node) => format!("{file}#{}", block_id(block.node)),
        _ => file,
    };
    let label = Label::Heading { entry, attributes: heading.map(|block| &block.attributes) };
    Entry { level: entry.level, address, label, children: Vec::new() }
}

fn list(xml: &mut Xml, plan: &Plan<'_>, entries: &[Entry<'_>]) {
    xml.tag("ol").with(|xml| {
        xml.line();
        for entry in entries {
            xml.tag("li").with(|xml| {
                link(xml, plan, entry);
                if !entry.children.is_empty() {
                    xml.line();
                    list(xml, plan, &entry.children);
                }
            });
            xml.line();
        }
    });
}

/// The link of `entry`, in the language of its heading.
fn link(xml: &mut Xml, plan: &Plan<'_>, entry: &Entry<'_>) {
    let tag = xml.tag("a").attribute("href", &entry.address);
    match &entry.label {
        Label::Plain(text) => tag.text(text),
        Label::Heading { entry, attributes } => {
            let tag = heading_language(tag, plan, entry, *attributes);
            tag.with(|xml| {
                words(xml, &entry.title.inlines);
                for (language, name) in plan.document.names_behind(entry) {
                    xml.text(" ");
                    in_language(xml.tag("bdi"), language).text(name);
                }
            });
        }
    }
}

fn heading_language<'x>(
    tag: Tag<'x>,
    plan: &Plan<'_>,
    entry: &OutlineEntry,
    attributes: Option<&Attributes>,
) -> Tag<'x> {
    let chapter = &plan.document.chapters[entry.position.chapter as usize].chapter.language;
    let tag = attributes.into_iter().fold(tag, localized);
    if *chapter == plan.document.manifest.metadata.language { tag } else { in_language(tag, chapter) }
}

/// The list of figures or of tables, where there is one.
fn captions(xml: &mut Xml, plan: &Plan<'_>, kind: CaptionKind, title: &str) {
    let listed = plan.document.listed(kind);
    if listed.is_empty() {
        return;
    }
    let (name, label) = match kind {
        CaptionKind::Figure => ("loi", plan.words.figure),
        CaptionKind::Table => ("lot", plan.words.table),
    };
    let heading = format!("{name}-title");
    let nav = xml.tag("nav").attribute("epub:type", name).attribute("id", name);
    nav.attribute("aria-labelledby", &heading).with(|xml| {
        xml.tag("h2").attribute("id", &heading).text(title);
        xml.line();
        xml.tag("ol").with(|xml| listed.iter().for_each(|captioned| listed_caption(xml, plan, captioned, label)));
    });
    xml.line();
}

fn listed_caption(xml: &mut Xml, plan: &Plan<'_>, captioned: &Captioned<'_>, label: &str) {
    let position = captioned.position;
    let address = format!("{}#{}", plan.leaf_of(position.chapter, position.node).file(), block_id(position.node));
    xml.tag("li").with(|xml| {
        xml.tag("a").attribute("href", &address).with(|xml| {
            xml.text(&format!("{label} {} ", captioned.number));
            words(xml, &captioned.caption.text.inlines);
        });
    });
    xml.line();
}

fn page_list(xml: &mut Xml, plan: &Plan<'_>) {
    let nav = xml.tag("nav").attribute("epub:type", "page-list").attribute("role", "doc-pagelist");
    let nav = nav.attribute("id", "page-list").attribute("aria-labelledby", "page-list-title");
    nav.attribute("hidden", "hidden").with(|xml| {
        xml.tag("h2").attribute("id", "page-list-title").text(plan.labels.pages);
        xml.line();
        xml.tag("ol").with(|xml| {
            for (folio, address) in &plan.breaks.list {
                xml.tag("li").with(|xml| xml.tag("a").attribute("href", address).text(folio));
                xml.line();
            }
        });
    });
    xml.line();
}

/// The main places.
fn landmarks(xml: &mut Xml, plan: &Plan<'_>) {
    let labels = plan.labels;
    let body = plan.spine.iter().find(|leaf| match leaf {
        Leaf::Part(_) => true,
        Leaf::Chapter(index, _) => matches!(plan.document.chapters[*index as usize].matter, Matter::Body(_)),
        Leaf::Cover | Leaf::Title | Leaf::Imprint | Leaf::Contents | Leaf::Index => false,
    });
    let places = [
        ("cover", plan.cover.as_ref().map(|_| Leaf::Cover.file()), labels.cover),
        ("titlepage", Some(Leaf::Title.file()), labels.title_page),
        ("imprint", Some(Leaf::Imprint.file()), labels.imprint),
        ("toc", Some(format!("{}#toc", Leaf::Contents.file())), plan.words.contents),
        ("bodymatter", body.map(|leaf| leaf.file()), labels.start),
        ("index", index_entry(plan.document).map(|entry| entry.address), &plan.document.index.title),
    ];
    let nav = xml.tag("nav").attribute("epub:type", "landmarks").attribute("id", "landmarks");
    nav.attribute("aria-labelledby", "landmarks-title").attribute("hidden", "hidden").with(|xml| {
        xml.tag("h2").attribute("id", "landmarks-title").text(labels.landmarks);
        xml.line();
        xml.tag("ol").with(|xml| {
            for (kind, address, label) in &places {
                let Some(address) = address else { continue };
                xml.tag("li")
                    .with(|xml| xml.tag("a").attribute("epub:type", kind).attribute("href", address).text(label));
                xml.line();
            }
        });
    });
}

fn ncx_meta(xml: &mut Xml, name: &str, content: &str) {
    xml.tag("meta").attribute("name", name).attribute("content", content).empty();
}

fn depth(entries: &[Entry<'_>]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.children)).max().unwrap_or(0)
}

/// The highest arabic folio.
fn highest_page(plan: &Plan<'_>) -> u32 {
    plan.breaks.list.iter().filter_map(|(folio, _)| folio.parse().ok()).max().unwrap_or(0)
}

fn points(xml: &mut Xml, entries: &[Entry<'_>], count: &mut u32) {
    for entry in entries {
        *count += 1;
        xml.tag("navPoint").attribute("id", &format!("np-{count}")).with(|xml| {
            xml.tag("navLabel").with(|xml| xml.tag("text").text(entry.label.plain()));
            xml.tag("content").attribute("src", &entry.address).empty();
            points(xml, &entry.children, count);
        });
        xml.line();
    }
}

fn ncx_pages(xml: &mut Xml, plan: &Plan<'_>) {
    xml.tag("pageList").with(|xml| {
        xml.tag("navLabel").with(|xml| xml.tag("text").text(plan.labels.pages));
        xml.line();
        for (number, (folio, address)) in (1..).zip(&plan.breaks.list) {
            let arabic = folio.parse::<u32>().is_ok();
            let tag = xml.tag("pageTarget").attribute("id", &format!("pt-{number}"));
            let tag = tag.attribute("type", if arabic { "normal" } else { "front" });
            tag.maybe("value", arabic.then_some(folio)).with(|xml| {
                xml.tag("navLabel").with(|xml| xml.tag("text").text(folio));
                xml.tag("content").attribute("src", address).empty();
            });
            xml.line();
        }
    });
    xml.line();
}
