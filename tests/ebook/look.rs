//! Package, navigation, notes, elements and style sheet: each point that validators pass over.

use super::tree::Element;
use super::{Book, Expected};
use make_book::language::Language;
use std::collections::{BTreeMap, BTreeSet};
use unicode_script::{Script, UnicodeScript};

/// What catalogues must be told.
const METADATA: [&str; 8] = [
    "dcterms:modified",
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
    "pageBreakSource",
    "title-type",
];

pub fn package(book: &Book<'_>, expected: &Expected, faults: &mut Vec<String>) {
    let title = book.package.all("dc:title").first().map(|title| title.text());
    if title.as_ref() != Some(&expected.title) {
        faults.push(format!("package: the title is {title:?}"));
    }
    let metas = book.package.all("meta");
    for name in METADATA {
        if !metas.iter().any(|meta| meta.get("property") == name && !meta.text().trim().is_empty()) {
            faults.push(format!("package: no {name}"));
        }
    }
    for identifier in book.package.all("dc:identifier") {
        let text = identifier.text();
        if let Some(isbn) = text.strip_prefix("urn:isbn:")
            && !is_isbn(isbn)
        {
            faults.push(format!("package: {isbn} is no ISBN"));
        }
    }
    let ids: BTreeSet<&str> = book.package.each().into_iter().map(|element| element.get("id")).collect();
    for element in book.package.each() {
        if let Some(id) = element.get("refines").strip_prefix('#')
            && !ids.contains(id)
        {
            faults.push(format!("package: nothing has the id {id} that is refined"));
        }
    }
    for (file, content) in &book.spine {
        let items = book.package.all("item");
        let item = items.iter().find(|item| item.get("href") == file);
        for (element, property, name) in [("svg", "svg", "SVG"), ("math", "mathml", "MathML")] {
            let held = !content.all(element).is_empty();
            let declared = item.is_some_and(|item| item.get("properties").split(' ').any(|own| own == property));
            if held != declared {
                faults.push(format!("package: whether {file} has {name} is declared wrongly"));
            }
        }
    }
}

fn is_isbn(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    digits.len() == 13
        && digits.iter().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0
}

pub fn navigation(book: &Book<'_>, _: &Expected, faults: &mut Vec<String>) {
    let mut targets: BTreeMap<String, usize> = BTreeMap::new();
    for (file, content) in &book.spine {
        targets.insert(file.clone(), 1);
        for element in content.each().into_iter().filter(|element| element.has("id")) {
            *targets.entry(format!("{file}#{}", element.get("id"))).or_default() += 1;
        }
    }
    faults.extend(targets.iter().filter(|(_, count)| **count > 1).map(|(id, _)| format!("links: two ids {id}")));
    for (file, content) in &book.spine {
        for link in content.all("a") {
            let address = link.get("href");
            let whole = if address.starts_with('#') { format!("{file}{address}") } else { address.to_owned() };
            if !address.contains(':') && !targets.contains_key(&whole) {
                faults.push(format!("links: {whole} in {file} leads nowhere"));
            }
        }
    }
    let navs = book.nav.all("nav");
    let landmarks: Vec<&str> = navs
        .iter()
        .filter(|nav| nav.get("epub:type") == "landmarks")
        .flat_map(|nav| nav.all("a"))
        .map(|link| link.get("epub:type"))
        .collect();
    for kind in ["cover", "toc", "bodymatter"] {
        if !landmarks.contains(&kind) {
            faults.push(format!("landmarks: no {kind}"));
        }
    }
    let contents = book.listed("toc");
    let points: Vec<String> = book
        .ncx
        .all("navPoint")
        .iter()
        .filter_map(|point| Some(point.all("content").first()?.get("src").to_owned()))
        .collect();
    if points != contents.iter().map(|(address, _)| address.clone()).collect::<Vec<_>>() {
        faults.push("contents: the NCX has other entries".to_owned());
    }
    let identifier = book.package.all("dc:identifier").first().map(|id| id.text()).unwrap_or_default();
    let metas = book.ncx.all("meta");
    if !metas.iter().any(|meta| meta.get("name") == "dtb:uid" && meta.get("content") == identifier) {
        faults.push("contents: the NCX has another identifier".to_owned());
    }
}

pub fn pages(book: &Book<'_>, expected: &Expected, faults: &mut Vec<String>) {
    let wanted: Vec<&String> = expected.pages.iter().map(|(folio, _)| folio).collect();
    let listed = book.listed("page-list");
    if listed.iter().map(|(_, folio)| folio).collect::<Vec<_>>() != wanted {
        faults.push("pages: the list is not that of the printed pages".to_owned());
    }
    let mut marked = Vec::new();
    for (file, content) in &book.spine {
        let breaks = content.each().into_iter().filter(|element| element.get("epub:type") == "pagebreak");
        marked.extend(breaks.map(|page| (format!("{file}#{}", page.get("id")), page.get("aria-label").to_owned())));
    }
    if marked != listed {
        faults.push("pages: the breaks are not those of the list, in its order".to_owned());
    }
    let targets = book.ncx.all("pageTarget");
    if targets.iter().map(|target| target.text()).collect::<Vec<_>>()
        != listed.iter().map(|(_, folio)| folio.clone()).collect::<Vec<_>>()
    {
        faults.push("pages: the NCX lists others".to_owned());
    }
}

/// The address `address` in `file` with its file.
fn whole(file: &str, address: &str) -> String {
    if address.starts_with('#') { format!("{file}{address}") } else { address.to_owned() }
}

pub fn notes(book: &Book<'_>, faults: &mut Vec<String>) {
    let of = |attribute: &'static str, value: &'static str| {
        let files =
            book.spine.iter().flat_map(|(file, content)| content.each().into_iter().map(move |one| (file, one)));
        files.filter(move |(_, element)| element.get(attribute) == value).collect::<Vec<(&String, &Element)>>()
    };
    let (marks, notes) = (of("epub:type", "noteref"), of("role", "doc-footnote"));
    let address = |(file, element): (&String, &Element)| format!("{file}#{}", element.get("id"));
    let popping: BTreeSet<String> =
        notes.iter().filter(|(_, note)| note.name == "aside").map(|note| address(*note)).collect();
    let targets: BTreeMap<String, String> =
        marks.iter().map(|mark| (address(*mark), whole(mark.0, mark.1.get("href")))).collect();
    for (file, mark) in &marks {
        if mark.get("role") != "doc-noteref" {
            faults.push(format!("notes: a mark in {file} has no role"));
        }
        if !popping.contains(&whole(file, mark.get("href"))) {
            let target = mark.get("href").trim_start_matches('#');
            faults.push(format!("notes: the mark to {target} in {file} leads to no note that pops up"));
        }
    }
    for (file, note) in &notes {
        let own = address((file, note));
        let links = note.all("a");
        let back = |link: &&&Element| link.get("role") == "doc-backlink" && !link.get("aria-label").is_empty();
        let home = links.iter().filter(back).map(|link| whole(file, link.get("href")));
        let marked = |mark: String| targets.get(&mark) == Some(&own);
        if !home.clone().any(marked) || !home.clone().all(marked) {
            faults.push(format!("notes: #{} in {file} does not lead back to its marks", note.get("id")));
        }
    }
}

pub fn elements(book: &Book<'_>, expected: &Expected, faults: &mut Vec<String>) {
    for (file, content) in &book.spine {
        if content.get("lang").is_empty() || content.get("lang") != content.get("xml:lang") {
            faults.push(format!("language: {file} has none"));
        }
        languages(content, content.get("lang"), false, &mut |text| {
            faults.push(format!("language: `{text}` in {file} is in another script than its language or direction"));
        });
        for element in content.each() {
            let wrong = match element.name.as_str() {
                "th" => !element.has("scope"),
                "img" => !element.has("alt"),
                "svg" => element.get("role") != "img" || !element.has("aria-labelledby"),
                "math" => element.get("alttext").is_empty(),
                "script" | "style" => true,
                "li" | "p" => element.get("epub:type").contains("footnote"),
                _ => element.has("style"),
            };
            if wrong {
                faults.push(format!("element: <{}> in {file} is not as it must be", element.name));
            }
        }
    }
    for (index, wanted) in (1..).zip(&expected.alternatives) {
        let name = format!("c{index:03}.xhtml");
        let images = book.chapter(index).into_iter().flat_map(|content| content.all("img")).collect::<Vec<_>>();
        if images.iter().map(|image| image.get("alt")).collect::<Vec<_>>() != *wanted {
            faults.push(format!("element: the images of {name} have other alternatives than the author wrote"));
        }
    }
}

/// Tells each text whose script is not that of its language, or whose direction is not that of its
/// script.
fn languages(element: &Element, language: &str, to_the_left: bool, tell: &mut impl FnMut(&str)) {
    let language = if element.has("lang") { element.get("lang") } else { language };
    let to_the_left = if element.has("dir") { element.get("dir") == "rtl" } else { to_the_left };
    if element.name == "head" {
        return;
    }
    for node in &element.content {
        match node {
            super::tree::Node::Element(inner) => languages(inner, language, to_the_left, tell),
            super::tree::Node::Text(text) => {
                let wrong = text.chars().any(|character| {
                    let wanted: &[&str] = match character.script() {
                        Script::Arabic => &["ar", "fa", "ur"],
                        Script::Ethiopic => &["am", "ti"],
                        Script::Han => &["zh", "ja", "ko"],
                        Script::Hangul => &["ko"],
                        Script::Hebrew => &["he"],
                        _ => return false,
                    };
                    let leftwards = matches!(character.script(), Script::Arabic | Script::Hebrew);
                    let primary = Language::new(language).map(|tag| tag.primary().to_owned()).unwrap_or_default();
                    !wanted.contains(&primary.as_str()) || leftwards != to_the_left
                });
                if wrong {
                    tell(text.trim());
                }
            }
        }
    }
}

pub fn style(book: &Book<'_>, faults: &mut Vec<String>) {
    let css = book.files.get("book.css").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let mut outside = String::new();
    let mut rest = &*css;
    while let Some((before, after)) = rest.split_once("/*") {
        outside.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    outside.push_str(rest);
    for declaration in outside.split(['{', ';', '}']).map(str::trim) {
        let (name, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let fights = match name.trim() {
            "color" | "background" | "background-color" => value.trim() != "inherit",
            "direction" | "unicode-bidi" | "position" => value.trim() != "absolute",
            "font-size" | "line-height" => ["px", "pt", "mm"].iter().any(|unit| value.contains(unit)),
            _ => false,
        };
        if fights {
            faults.push(format!("style: `{declaration}` fights the reader's settings"));
        }
    }
    let items = book.package.all("item");
    for font in items.iter().filter(|item| item.get("media-type").starts_with("font/")) {
        let licensed =
            book.package.all("link").iter().any(|link| {
                link.get("rel") == "dcterms:license" && link.get("refines") == format!("#{}", font.get("id"))
            });
        if !css.contains(font.get("href")) || !licensed {
            faults.push(format!("style: the font {} is not used, or has no licence", font.get("href")));
        }
    }
}
