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

/// The texts of glyphs by page and number of their mark.
type Marks = BTreeMap<(ObjectId, i64), Vec<String>>;

impl Reader {
    /// The texts of the glyphs of each mark, by page and number.
    fn marks(&self) -> Marks {
        let mut marks = Marks::new();
        for (number, page) in self.pages.iter().enumerate() {
            for glyph in self.shown(number) {
                if let Some(mark) = glyph.mark {
                    marks.entry((*page, mark)).or_default().push(glyph.text);
                }
            }
        }
        marks
    }

    /// The root of the structure.
    pub(super) fn structure(&self) -> Node {
        let root = self.follow(self.catalog().get(b"StructTreeRoot").expect("a structure"));
        let document = root.as_dict().and_then(|root| root.get(b"K")).expect("a document");
        self.node(document, None, &self.marks())
    }

    fn node(&self, object: &Object, page: Option<ObjectId>, marks: &Marks) -> Node {
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
        let mut parts = Vec::new();
        // Marks beside each other are read as one.
        let mut glyphs: Vec<String> = Vec::new();
        let texts = |page: Option<ObjectId>, mark: i64| marks.get(&(page.expect("a page"), mark)).cloned();
        let part = |kid: &Object| match kid {
            Object::Integer(mark) => Err(texts(page, *mark)),
            kid => {
                let dictionary = self.follow(kid).as_dict().expect("a kid");
                match dictionary.get(b"Type").and_then(Object::as_name) {
                    Ok(b"MCR") => {
                        let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                        Err(texts(page, dictionary.get(b"MCID").and_then(Object::as_i64).expect("a number")))
                    }
                    Ok(b"OBJR") => Ok(Part::Annotation),
                    _ => Ok(Part::Node(self.node(kid, page, marks))),
                }
            }
        };
        for kid in &kids {
            match part(kid) {
                Err(texts) => glyphs.extend(texts.unwrap_or_default()),
                Ok(part) => {
                    parts.extend((!glyphs.is_empty()).then(|| Part::Text(turned(&glyphs))));
                    glyphs.clear();
                    parts.push(part);
                }
            }
        }
        parts.extend((!glyphs.is_empty()).then(|| Part::Text(turned(&glyphs))));
        Node { tag, language, kids: parts, dictionary }
    }
}

/// The text of `glyphs` with stretches of Arabic turned: the content has each word from left to right.
fn turned(glyphs: &[String]) -> String {
    let is_arabic = |text: &str| !text.is_empty() && text.chars().all(|c| matches!(c, '\u{600}'..='\u{6FF}'));
    let mut out = String::new();
    let mut word: Vec<&str> = Vec::new();
    let glyphs: Vec<&str> = glyphs.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    for (index, text) in glyphs.iter().enumerate() {
        // What ends a word stands to the left of it.
        let ends_one =
            matches!(*text, ":" | "." | "!" | "،" | "؟") && glyphs.get(index + 1).is_some_and(|next| is_arabic(next));
        if is_arabic(text) || ends_one {
            word.push(text);
        } else {
            out.extend(word.drain(..).rev());
            out.push_str(text);
        }
    }
    out.extend(word.drain(..).rev());
    out
}
