//! The e-book read back from its XHTML.

use crate::transcript::{Chapter, Scribe, Transcript, spaced};
use crate::xml::{Element, Node, parse};
use std::collections::BTreeMap;

/// The files of an e-book by name.
pub type Files = BTreeMap<String, String>;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 22] = [
    "aside",
    "blockquote",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "ol",
    "p",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "hr",
    "svg",
    "body",
];

/// What the chapters of the e-book `files` say. A chapter that is split is one all the same.
pub fn transcript(files: &Files) -> Transcript {
    let package = parse(&files["content.opf"]).expect("XML");
    let items = package.all("item");
    let href = |id: &str| items.iter().find(|item| item.get("id") == id).map(|item| item.get("href").to_owned());
    let order = package.all("itemref").iter().filter_map(|item| href(item.get("idref"))).collect::<Vec<_>>();
    let mut transcript = Transcript::new();
    let mut open = String::new();
    for file in order.iter().filter(|file| file.starts_with(['c', 'p']) && file.as_bytes()[1].is_ascii_digit()) {
        let whole = file.split(['.', '-']).next().unwrap_or_default();
        if open != whole {
            transcript.push(Chapter::default());
            open = whole.to_owned();
        }
        let chapter = transcript.last_mut().expect("just added");
        read(&parse(&files[file]).expect("XML"), chapter);
    }
    transcript
}

fn read(file: &Element, chapter: &mut Chapter) {
    let mut reader = Reader { chapter, scribe: Scribe::default() };
    reader.element(file, "");
    let said = reader.scribe.finish();
    chapter.said.extend(said);
    let title = chapter.said.iter().find_map(|said| match said {
        crate::transcript::Said::Heading(..) => Some(crate::transcript::plain(std::slice::from_ref(said))),
        _ => None,
    });
    chapter.place.retain(|(_, name)| Some(name) != title.as_ref());
}

struct Reader<'a> {
    chapter: &'a mut Chapter,
    scribe: Scribe,
}

impl Reader<'_> {
    fn element(&mut self, element: &Element, language: &str) {
        let language = if element.has("lang") { element.get("lang") } else { language };
        let name = element.name.as_str();
        if name == "head" || name == "details" || element.get("epub:type") == "backlink" {
            return;
        }
        if element.get("epub:type") == "footnote" {
            return self.note(element, language);
        }
        if element.get("epub:type") == "noteref" {
            return self.scribe.mark(element.text().parse().expect("the number of a note"));
        }
        if element.has_class("place") || element.has_class("names") {
            return self.place(element, language);
        }
        let block = BLOCKS.contains(&name);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.scribe.heading(name[1..].parse().expect("a level"));
                self.content(element, language);
                return self.scribe.end();
            }
            "pre" => return self.scribe.code(language, &element.text()),
            "img" => return self.scribe.picture(element.get("alt")),
            "math" => return self.scribe.words(language, element.get("alttext")),
            "br" => return self.scribe.words(language, " "),
            "svg" => {
                let description = element.all("desc").first().map(|text| text.text()).unwrap_or_default();
                self.scribe.picture(&description);
                return self.scribe.end();
            }
            "ol" | "ul" => return self.list(element, language),
            _ => {}
        }
        if block {
            self.scribe.end();
        }
        self.content(element, language);
        if block {
            self.scribe.end();
        }
    }

    fn content(&mut self, element: &Element, language: &str) {
        for node in &element.content {
            match node {
                Node::Element(inner) => self.element(inner, language),
                Node::Text(text) => self.scribe.words(language, text),
            }
        }
    }

    fn list(&mut self, list: &Element, language: &str) {
        self.scribe.end();
        let language = if list.has("lang") { list.get("lang") } else { language };
        let start = (list.name == "ol").then(|| list.get("start").parse::<u64>().unwrap_or(1));
        let items = list.content.iter().filter_map(|node| match node {
            Node::Element(item) => Some(item),
            Node::Text(_) => None,
        });
        for (number, item) in (start.unwrap_or(0)..).zip(items) {
            let task = item.text().trim_start().chars().next().filter(|first| matches!(first, '☐' | '☑'));
            let label = task.map(String::from).or_else(|| start.map(|_| number.to_string()));
            self.scribe.item(&label.unwrap_or_default());
            let mut before = task.is_some();
            for node in &item.content {
                match node {
                    Node::Text(text) if before => {
                        self.scribe.words(language, text.trim_start().trim_start_matches(['☐', '☑']));
                        before = text.trim().is_empty();
                    }
                    Node::Text(text) => self.scribe.words(language, text),
                    Node::Element(inner) => self.element(inner, language),
                }
            }
            self.scribe.end();
        }
    }

    fn note(&mut self, note: &Element, language: &str) {
        let number = note.get("id").trim_start_matches("fn-").parse().expect("the number of a note");
        let around = std::mem::take(&mut self.scribe);
        self.content(note, language);
        let said = std::mem::replace(&mut self.scribe, around).finish();
        self.chapter.notes.insert(number, said);
    }

    fn place(&mut self, element: &Element, language: &str) {
        let names = element.all("bdi");
        if names.is_empty() {
            self.chapter.place.insert((language.to_owned(), spaced(&element.text())));
        }
        self.chapter.place.extend(names.iter().map(|name| (name.get("lang").to_owned(), spaced(&name.text()))));
    }
}
