//! XML as a tree, with as much of it as the checks look at.

use quick_xml::XmlVersion::Implicit1_0;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    attributes: BTreeMap<String, String>,
    pub content: Vec<Node>,
}

/// What is in an element.
#[derive(Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

/// The root element of `xml`; `None` if it is not well formed.
pub fn parse(xml: &str) -> Option<Element> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => open.push(element(&tag)?),
            Event::Empty(tag) => open.last_mut()?.content.push(Node::Element(element(&tag)?)),
            Event::End(_) => {
                let closed = open.pop()?;
                open.last_mut()?.content.push(Node::Element(closed));
            }
            Event::Text(text) => open.last_mut()?.content.push(Node::Text(text.to_string())),
            Event::GeneralRef(name) => {
                let character = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => char::from_u32(other.strip_prefix('#')?.parse().ok()?)?,
                };
                open.last_mut()?.content.push(Node::Text(character.into()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let top = (open.len() == 1).then(|| open.pop())??;
    top.content.into_iter().find_map(|node| match node {
        Node::Element(root) => Some(root),
        Node::Text(_) => None,
    })
}

fn element(tag: &BytesStart<'_>) -> Option<Element> {
    let mut attributes = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(Implicit1_0).ok()?.into_owned();
        attributes.insert(attribute.key.as_ref().to_owned(), value);
    }
    Some(Element { name: tag.name().as_ref().to_owned(), attributes, content: Vec::new() })
}

impl Element {
    /// The value of attribute `name`; empty if it has none.
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|own| own == class)
    }

    /// All elements in it and itself, in order.
    pub fn each(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for node in &self.content {
            if let Node::Element(element) = node {
                found.extend(element.each());
            }
        }
        found
    }

    /// All elements `name` in it.
    pub fn all(&self, name: &str) -> Vec<&Self> {
        self.each().into_iter().filter(|element| element.name == name).collect()
    }

    /// All its text.
    pub fn text(&self) -> String {
        let piece = |node: &Node| match node {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        };
        self.content.iter().map(piece).collect()
    }
}
