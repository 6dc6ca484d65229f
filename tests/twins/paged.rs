//! The screen edition read back from its structure.

use crate::transcript::{Chapter, Said, Scribe, Transcript};
use crate::tree::{Node, Part};
use lopdf::Object;
use std::collections::BTreeMap;

/// What the chapters below `root` say, of which there are `count`: pages that the program makes come before
/// them, and the index is no chapter.
pub fn transcript(root: &Node, language: &str, count: usize) -> Transcript {
    let mut chapters = Transcript::new();
    for node in root.nodes().filter(|node| node.find("Index").is_empty()) {
        match node.tag.as_str() {
            "Part" => part(node, language, &mut chapters),
            _ => chapters.push(read(node, language)),
        }
    }
    chapters.split_off(chapters.len().saturating_sub(count))
}

/// A part: its title, then its chapters, whose headings stand a level below it.
fn part(part: &Node, language: &str, chapters: &mut Transcript) {
    let mut title = Reader::default();
    part.nodes().filter(|node| node.tag != "Sect").for_each(|node| title.node(node, language));
    let said = title.scribe.finish();
    if !said.is_empty() {
        chapters.push(Chapter { said, ..Chapter::default() });
    }
    for section in part.nodes().filter(|node| node.tag == "Sect") {
        let mut chapter = read(section, language);
        for said in &mut chapter.said {
            if let Said::Heading(level, _) = said {
                *level -= 1;
            }
        }
        chapters.push(chapter);
    }
}

fn read(section: &Node, language: &str) -> Chapter {
    let mut reader = Reader::default();
    reader.node(section, language);
    Chapter { said: reader.scribe.finish(), notes: reader.notes, ..Chapter::default() }
}

#[derive(Default)]
struct Reader {
    scribe: Scribe,
    notes: BTreeMap<u32, Vec<Said>>,
}

impl Reader {
    fn node(&mut self, node: &Node, language: &str) {
        let language = node.language.as_deref().unwrap_or(language);
        match node.tag.as_str() {
            "Figure" => {
                let alternative = node.dictionary.get(b"Alt").and_then(Object::as_str);
                self.scribe.picture(&text_of(alternative.unwrap_or_default()));
            }
            "Note" => self.note(node, language),
            "Reference" => {
                let text = node.text(&[]);
                match text.trim().parse() {
                    Ok(number) => self.scribe.mark(number),
                    Err(_) => self.scribe.words(language, &text),
                }
            }
            "Lbl" => {
                let text = node.text(&[]);
                let label = text.trim();
                let number = label.strip_suffix('.').filter(|number| number.parse::<u32>().is_ok());
                let is_label = number.is_some() || matches!(label, "•" | "–" | "·" | "☐" | "☑");
                let label = number.unwrap_or(label);
                if is_label {
                    return self.scribe.item(label.trim_matches(['•', '–', '·']));
                }
                self.block(node, language);
            }
            "Code" if node.dictionary.has(b"A") => self.scribe.code(language, &node.text(&[])),
            "Span" | "Link" | "Quote" | "Code" | "Formula" => self.kids(node, language),
            heading if heading.len() == 2 && heading.starts_with('H') => {
                self.scribe.heading(heading[1..].parse().expect("a level"));
                self.kids(node, language);
                self.scribe.end();
            }
            _ => self.block(node, language),
        }
    }

    fn block(&mut self, node: &Node, language: &str) {
        self.scribe.end();
        self.kids(node, language);
        self.scribe.end();
    }

    fn kids(&mut self, node: &Node, language: &str) {
        for part in &node.kids {
            match part {
                Part::Node(inner) => self.node(inner, language),
                Part::Text(text) => self.scribe.words(language, text),
                Part::Annotation => {}
            }
        }
    }

    fn note(&mut self, note: &Node, language: &str) {
        let mut reader = Self::default();
        let mut number = 0;
        for node in note.nodes() {
            match node.tag.as_str() {
                "Lbl" if number == 0 => number = node.text(&[]).trim().parse().expect("the number of a note"),
                _ => reader.node(node, language),
            }
        }
        self.notes.insert(number, reader.scribe.finish());
        self.notes.extend(reader.notes);
    }
}

/// A text string of PDF.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, units @ ..] => {
            let units = units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>();
            String::from_utf16_lossy(&units)
        }
        ascii => String::from_utf8_lossy(ascii).into_owned(),
    }
}
