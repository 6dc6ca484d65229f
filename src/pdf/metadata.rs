//! What a file says of itself, twice and the same: the information dictionary (ISO 32000-1, 14.3.3)
//! and XMP (ISO 16684-1).

use super::finish::text_string;
use super::{Claims, Profile};
use crate::manifest::Metadata;
use chrono::{DateTime, Datelike, Timelike};
use lopdf::{Dictionary, Object, dictionary};
use std::fmt::Write;

/// Who writes the file.
const PROGRAM: &str = concat!("make-book ", env!("CARGO_PKG_VERSION"));

/// Facts of a book in the form of a file's.
pub(super) struct Facts<'a> {
    metadata: &'a Metadata,
    profile: Profile,
    claims: Claims,
    /// Those who made the book and stand first.
    authors: Vec<&'a str>,
    /// The time of this revision, where one is known.
    time: Option<DateTime<chrono::Utc>>,
}

impl<'a> Facts<'a> {
    /// The facts that `metadata` gives for the file of `profile`, which makes `claims`.
    pub(super) fn new(metadata: &'a Metadata, profile: Profile, claims: Claims) -> Self {
        let authors = metadata.contributors.iter().filter(|person| person.is_creator());
        let authors = authors.map(|person| person.name.as_str()).collect();
        // PDF/X wants dates; no clock is asked for one.
        let known = metadata.modified != 0 || claims.x4;
        let time = DateTime::from_timestamp(metadata.modified, 0).filter(|_| known);
        Self { metadata, profile, claims, authors, time }
    }

    /// The information dictionary.
    pub(super) fn information(&self) -> Dictionary {
        let mut information = dictionary! {
            "Title" => text_string(&self.metadata.title),
            "Creator" => text_string(PROGRAM),
            "Producer" => text_string(PROGRAM),
        };
        if !self.authors.is_empty() {
            information.set("Author", text_string(&self.authors.join(", ")));
        }
        if let Some(description) = &self.metadata.description {
            information.set("Subject", text_string(description));
        }
        if !self.metadata.subjects.is_empty() {
            information.set("Keywords", text_string(&self.metadata.subjects.join(", ")));
        }
        if let Some(time) = self.time {
            information.set("CreationDate", Object::string_literal(date(time)));
            information.set("ModDate", Object::string_literal(date(time)));
        }
        if self.profile == Profile::Print {
            information.set("Trapped", "False");
        }
        information
    }

    /// The packet of XMP. `identifier` is that of the file.
    pub(super) fn packet(&self, identifier: &[u8]) -> String {
        let metadata = self.metadata;
        let mut packet = Packet(String::from(HEAD));
        packet.alternative("dc:title", &metadata.title);
        packet.list("dc:creator", "Seq", self.authors.iter().copied());
        let others = metadata.contributors.iter().filter(|person| !person.is_creator());
        packet.list("dc:contributor", "Bag", others.map(|person| person.name.as_str()));
        metadata.description.iter().for_each(|text| packet.alternative("dc:description", text));
        packet.list("dc:subject", "Bag", metadata.subjects.iter().map(String::as_str));
        packet.list("dc:language", "Bag", [metadata.language.as_str()]);
        packet.list("dc:publisher", "Bag", metadata.publisher.as_deref());
        packet.list("dc:date", "Seq", metadata.date.as_deref());
        let isbn = match self.profile {
            Profile::Print => &metadata.isbn_print,
            Profile::Screen => &metadata.isbn_epub,
            // A proof is no edition.
            Profile::Proof => &None,
        };
        isbn.iter().for_each(|isbn| packet.text("dc:identifier", &format!("urn:isbn:{isbn}")));
        packet.text("dc:format", "application/pdf");
        if let Some(rights) = &metadata.rights {
            packet.alternative("dc:rights", rights);
            address(rights).into_iter().for_each(|address| packet.text("xmpRights:WebStatement", address));
        }
        if !metadata.subjects.is_empty() {
            packet.text("pdf:Keywords", &metadata.subjects.join(", "));
        }
        packet.text("pdf:Producer", PROGRAM);
        packet.text("xmp:CreatorTool", PROGRAM);
        if let Some(time) = self.time {
            let time = time.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"].iter().for_each(|name| packet.text(name, &time));
        }
        let identifier = uuid(identifier);
        packet.text("xmpMM:DocumentID", &identifier);
        packet.text("xmpMM:InstanceID", &identifier);
        packet.text("xmpMM:RenditionClass", "default");
        packet.text("xmpMM:VersionID", &metadata.revision.unwrap_or(1).to_string());
        self.claims(&mut packet);
        packet.0.push_str(TAIL);
        packet.0
    }

    /// The standards that the file says it keeps to.
    fn claims(&self, packet: &mut Packet) {
        if let Some(level) = self.claims.archive {
            packet.text("pdfaid:part", "2");
            packet.text("pdfaid:conformance", level);
        }
        if self.claims.accessible {
            packet.text("pdfuaid:part", "1");
            packet.0.push_str(UA_SCHEMA);
        }
        if self.claims.x4 {
            packet.text("pdf:Trapped", "False");
            packet.text("pdfxid:GTS_PDFXVersion", "PDF/X-4");
        }
    }
}

/// A packet on its way.
struct Packet(String);

impl Packet {
    fn text(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "<{name}>{}</{name}>", escaped(text));
    }

    /// A text in one language, whatever it is.
    fn alternative(&mut self, name: &str, text: &str) {
        let item = format!("<rdf:li xml:lang=\"x-default\">{}</rdf:li>", escaped(text));
        let _ = writeln!(self.0, "<{name}><rdf:Alt>{item}</rdf:Alt></{name}>");
    }

    fn list<'a>(&mut self, name: &str, kind: &str, items: impl IntoIterator<Item = &'a str>) {
        let items: String = items.into_iter().map(|item| format!("<rdf:li>{}</rdf:li>", escaped(item))).collect();
        if !items.is_empty() {
            let _ = writeln!(self.0, "<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>");
        }
    }
}

const HEAD: &str = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" \
xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n";

const TAIL: &str = "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

/// PDF/A-2 knows no properties of PDF/UA unless the packet describes them (ISO 19005-2, 6.6.2.3).
const UA_SCHEMA: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>part of PDF/UA</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

/// `text` as XML has it; what XML cannot have is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(character),
        }
    }
    out
}

/// The first address in `text`: that of the licence.
fn address(text: &str) -> Option<&str> {
    let start = text.find("https://").or_else(|| text.find("http://"))?;
    let rest = &text[start..];
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | ',')).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches('.'))
}

/// 16 bytes as the name of a resource; the bits of version and variant are those of a name by hash (RFC 9562, 5.8).
fn uuid(identifier: &[u8]) -> String {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(identifier).for_each(|(byte, given)| *byte = *given);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A date of the format.
fn date(time: DateTime<chrono::Utc>) -> String {
    let day = format!("D:{:04}{:02}{:02}", time.year(), time.month(), time.day());
    format!("{day}{:02}{:02}{:02}Z", time.hour(), time.minute(), time.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_that_of_the_manifest() {
        let time = DateTime::from_timestamp(1_796_083_200, 0).expect("a time");
        assert_eq!(date(time), "D:20261201000000Z");
    }

    #[test]
    fn the_address_of_the_licence_is_found_in_the_rights() {
        assert_eq!(address("CC BY 4.0: https://example.org/by/."), Some("https://example.org/by/"));
        assert_eq!(address("All rights reserved"), None);
    }

    #[test]
    fn the_packet_is_xml_whatever_the_title_is() {
        assert_eq!(escaped("a & b <c>\u{1}\n"), "a &amp; b &lt;c&gt; ");
    }
}
