//! Writes XML that cannot be ill-formed: every element closes where it opened, every attribute
//! stands once, every text is escaped, and a character that XML does not have is replaced.

/// What stands before the root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prolog {
    /// The XML declaration.
    Xml,
    /// The XML declaration and the document type of HTML.
    Html,
}

/// The content of an element that is being written.
#[derive(Debug)]
pub(super) struct Xml {
    out: String,
}

/// A document of one root element `name` with `attributes`, filled by `content`.
pub(super) fn document(
    prolog: Prolog,
    name: &'static str,
    attributes: &[(&'static str, &str)],
    content: impl FnOnce(&mut Xml),
) -> String {
    let mut xml = Xml { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") };
    if prolog == Prolog::Html {
        xml.out.push_str("<!DOCTYPE html>\n");
    }
    let mut root = xml.tag(name);
    for (attribute, value) in attributes {
        root = root.attribute(attribute, value);
    }
    root.with(content);
    xml.out.push('\n');
    xml.out
}

impl Xml {
    /// Bytes written so far.
    pub(super) fn written(&self) -> usize {
        self.out.len()
    }

    /// Starts element `name`. Nothing is written before the tag is finished.
    pub(super) fn tag(&mut self, name: &'static str) -> Tag<'_> {
        Tag { xml: self, name, names: Vec::new(), attributes: String::new() }
    }

    /// Writes `text`.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// Ends the line, for those who read the file. Not for places where white space counts.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }
}

/// The start of an element, to be finished by [`Tag::with`], [`Tag::text`] or [`Tag::empty`].
#[derive(Debug)]
#[must_use = "an element is written when it is finished"]
pub(super) struct Tag<'a> {
    xml: &'a mut Xml,
    name: &'static str,
    names: Vec<&'static str>,
    attributes: String,
}

impl Tag<'_> {
    /// Adds attribute `name`; the first of two with one name stays.
    pub(super) fn attribute(mut self, name: &'static str, value: &str) -> Self {
        if !self.names.contains(&name) {
            self.names.push(name);
            self.attributes.push(' ');
            self.attributes.push_str(name);
            self.attributes.push_str("=\"");
            escape(value, &mut self.attributes);
            self.attributes.push('"');
        }
        self
    }

    /// Adds attribute `name` where there is a value.
    pub(super) fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// Writes the element with what `content` writes.
    pub(super) fn with(self, content: impl FnOnce(&mut Xml)) {
        let Self { xml, name, attributes, .. } = self;
        xml.out.push('<');
        xml.out.push_str(name);
        xml.out.push_str(&attributes);
        xml.out.push('>');
        content(xml);
        xml.out.push_str("</");
        xml.out.push_str(name);
        xml.out.push('>');
    }

    /// Writes the element with `text` in it.
    pub(super) fn text(self, text: &str) {
        self.with(|xml| xml.text(text));
    }

    /// Writes the element without content.
    pub(super) fn empty(self) {
        let Self { xml, name, attributes, .. } = self;
        xml.out.push('<');
        xml.out.push_str(name);
        xml.out.push_str(&attributes);
        xml.out.push_str("/>");
    }
}

/// Appends `text` escaped for text and attributes alike.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(may_be_special) {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = tail.chars();
        match characters.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\r') => out.push_str("&#13;"),
            Some(character @ '\u{F000}'..'\u{FFFE}') => out.push(character),
            _ => out.push('\u{FFFD}'),
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

/// Whether a character that cannot stand as it is starts with `byte`, or may do so (XML 1.0, section 2.2): U+FFFE and
/// U+FFFF share their first byte with all from U+F000 on.
fn may_be_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..=8 | 0xB..=0x1F | 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: impl FnOnce(&mut Xml), expected: &str) {
        let written = document(Prolog::Xml, "r", &[], content);
        let expected = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r>{expected}</r>\n");
        assert_eq!(written, expected);
    }

    #[test]
    fn hostile_text_stays_text() {
        check(|xml| xml.tag("p").attribute("title", "a\"/><evil x=\"").text("&<>"), {
            "<p title=\"a&quot;/&gt;&lt;evil x=&quot;\">&amp;&lt;&gt;</p>"
        });
    }

    #[test]
    fn a_character_that_xml_lacks_is_replaced() {
        check(|xml| xml.text("a\u{7}b\u{FFFE}c\td，\u{F000}"), "a\u{FFFD}b\u{FFFD}c\td，\u{F000}");
    }

    #[test]
    fn an_attribute_stands_once_and_its_name_is_not_found_in_values_or_longer_names() {
        let tag = |xml: &mut Xml| {
            let tag = xml.tag("p").attribute("xml:lang", "x lang=").attribute("lang", "en");
            tag.attribute("lang", "fr").empty();
        };
        check(tag, "<p xml:lang=\"x lang=\" lang=\"en\"/>");
    }

    #[test]
    fn a_tag_that_nobody_finishes_is_not_written() {
        check(|xml| drop(xml.tag("p").attribute("id", "a")), "");
    }
}
