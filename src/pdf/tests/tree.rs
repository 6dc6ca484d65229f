//! The structure tree read back: by its kids, with the text of their marks, as a screen reader does.

use super::reader::Reader;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeMap;

/// An element as a reader finds it.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) tag: String,
    pub(super) language: Option<String>,
    pub(super) dictionary: Dictionary,
    pub(super) kids: Vec<Part>,
}

/// What hangs below an element.
#[derive(Debug)]
pub(super) enum Part {
    Node(Node),
    Text(String),
    Annotation,
}

impl Node {
    /// The text in it, but for what hangs below elements of the types `without`.
    pub(super) fn text(&self, without: &[&str]) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Node(node) if without.contains(&node.tag.as_str()) => String::new(),
            Part::Node(node) => node.text(without),
            Part::Annotation => String::new(),
        };
        self.kids.iter().map(part).collect()
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.kids.iter().filter_map(|part| match part {
            Part::Node(node) => Some(node),
            _ => None,
        })
    }

    /// All elements of type `tag` in reading order.
    fn all<'a>(&'a self, tag: &str, found: &mut Vec<&'a Node>) {
        if self.tag == tag {
            found.push(self);
        }
        self.nodes().for_each(|node| node.all(tag, found));
    }

    pub(super) fn find(&self, tag: &str) -> Vec<&Node> {
        let mut found = Vec::new();
        self.all(tag, &mut found);
        found
    }
}

impl Reader {
    /// The text of each mark, by page and number. What runs from right to left is turned, as readers do.
    fn marks(&self) -> BTreeMap<(ObjectId, i64), String> {
        let mut marks: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
        for (number, page) in self.pages.iter().enumerate() {
            for glyph in self.shown(number) {
                if let Some(mark) = glyph.mark {
                    marks.entry((*page, mark)).or_default().push_str(&glyph.text);
                }
            }
        }
        marks.values_mut().for_each(|text| *text = turned(text));
        marks
    }

    /// The root of the structure.
    pub(super) fn structure(&self) -> Node {
        let root = self.follow(self.catalog().get(b"StructTreeRoot").expect("a structure"));
        let document = root.as_dict().and_then(|root| root.get(b"K")).expect("a document");
        self.node(document, None, &self.marks())
    }

    fn node(&self, object: &Object, page: Option<ObjectId>, marks: &BTreeMap<(ObjectId, i64), String>) -> Node {
        let dictionary = self.follow(object).as_dict().expect("an element").clone();
        let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).map(<[u8]>::to_vec).unwrap_or_default();
        let tag = String::from_utf8(name(b"S")).expect("ASCII");
        let language = dictionary.get(b"Lang").and_then(Object::as_str).ok();
        let language = language.map(|language| String::from_utf8_lossy(language).into_owned());
        let kids = match dictionary.get(b"K") {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(kid) => vec![kid.clone()],
            Err(_) => Vec::new(),
        };
        let text = |page: Option<ObjectId>, mark: i64| {
            Part::Text(marks.get(&(page.expect("a page"), mark)).cloned().unwrap_or_default())
        };
        let part = |kid: &Object| match kid {
            Object::Integer(mark) => text(page, *mark),
            kid => {
                let dictionary = self.follow(kid).as_dict().expect("a kid");
                match dictionary.get(b"Type").and_then(Object::as_name) {
                    Ok(b"MCR") => {
                        let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                        text(page, dictionary.get(b"MCID").and_then(Object::as_i64).expect("a number"))
                    }
                    Ok(b"OBJR") => Part::Annotation,
                    _ => Part::Node(self.node(kid, page, marks)),
                }
            }
        };
        let kids = kids.iter().map(part).collect();
        Node { tag, language, kids, dictionary }
    }
}

/// `text` with its stretches of Arabic turned: the content has each word from left to right.
fn turned(text: &str) -> String {
    let arabic = |c: &char| matches!(c, '\u{600}'..='\u{6FF}');
    let mut out = String::new();
    let mut word = Vec::new();
    for character in text.chars() {
        if arabic(&character) {
            word.push(character);
        } else {
            out.extend(word.drain(..).rev());
            out.push(character);
        }
    }
    out.extend(word.drain(..).rev());
    out
}
