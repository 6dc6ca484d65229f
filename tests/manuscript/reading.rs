//! The manuscript as the checks see it: manifest, files, blocks and runs of text, each with its line.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::path::Path;

/// The cities in the order of the award: name and id.
pub const CITIES: [(&str, &str); 12] = [
    ("Melton", "melton"),
    ("Sorocaba", "sorocaba"),
    ("Beijing", "beijing"),
    ("Bahir Dar", "bahir-dar"),
    ("Espoo", "espoo"),
    ("Cork", "cork"),
    ("Amman", "amman"),
    ("Mexico City", "mexico-city"),
    ("Ybycuí", "ybycui"),
    ("Balanga", "balanga"),
    ("Namyangju", "namyangju"),
    ("Swansea", "swansea"),
];

/// A manifest and the chapters that it names, in its order.
pub struct Book {
    pub manifest: toml::Table,
    pub chapters: Vec<Chapter>,
}

/// A file of Markdown.
pub struct Chapter {
    pub path: String,
    pub text: String,
    pub blocks: Vec<Block>,
    pub runs: Vec<Run>,
}

/// A block on the top level of a file.
pub struct Block {
    pub start: usize,
    /// Its source.
    pub source: String,
    /// Its text, without marks of notes and without tags.
    pub text: String,
    pub kind: Kind,
}

pub enum Kind {
    Heading { level: HeadingLevel, classes: Vec<String> },
    Table(Table),
    Drawing { kind: String, data: String },
    Image { alternative: String },
    Note { name: String },
    Paragraph,
    Other,
}

/// A table with its caption.
pub struct Table {
    pub caption: Option<String>,
    pub id: Option<String>,
    pub factbox: bool,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Text that stands in one place.
pub struct Run {
    pub start: usize,
    pub text: String,
    pub place: Place,
    /// The languages and directions of the spans around it, the innermost last.
    pub spans: Vec<(String, String)>,
    pub emphasis: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Prose,
    Table,
    Note,
    Drawing,
}

impl Book {
    /// The book whose manifest lies in `folder`.
    pub fn open(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("book.toml")).expect("the manifest is readable");
        let manifest: toml::Table = text.parse().expect("the manifest is TOML");
        let root = folder.join(manifest["book"].get("root").and_then(toml::Value::as_str).unwrap_or("."));
        let chapters = files(&manifest)
            .into_iter()
            .map(|path| {
                let text = std::fs::read_to_string(root.join(&path)).unwrap_or_else(|fault| panic!("{path}: {fault}"));
                Chapter::new(&path, &text)
            })
            .collect();
        Self { manifest, chapters }
    }

    /// A book of the one file `path`.
    pub fn of(path: &str, text: &str) -> Self {
        Self { manifest: toml::Table::new(), chapters: vec![Chapter::new(path, text)] }
    }

    pub fn chapter(&self, path: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.path == path)
    }

    /// The chapters of cities, each with the name of its city.
    pub fn cities(&self) -> impl Iterator<Item = (&'static str, &Chapter)> {
        CITIES.iter().filter_map(|(name, id)| Some((*name, self.chapter(&format!("cities/{id}.md"))?)))
    }
}

/// The files of Markdown that a manifest names, in its order.
fn files(manifest: &toml::Table) -> Vec<String> {
    let entries = |key: &str| manifest.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let file = |entry: &toml::Value| entry.get("file").and_then(toml::Value::as_str).map(str::to_owned);
    let mut found: Vec<String> = entries("front").iter().filter_map(file).collect();
    for city in entries("city") {
        let chapters = city.get("chapters").and_then(toml::Value::as_array).cloned().unwrap_or_default();
        found.extend(chapters.iter().filter_map(toml::Value::as_str).map(str::to_owned));
    }
    found.extend(entries("back").iter().filter_map(file));
    found.retain(|path| path.ends_with(".md"));
    found
}

impl Chapter {
    pub fn new(path: &str, text: &str) -> Self {
        let (blocks, runs) = read(text);
        Self { path: path.to_owned(), text: text.to_owned(), blocks, runs }
    }

    /// `file:line: message`.
    pub fn finding(&self, at: usize, message: &str) -> String {
        let line = self.text[..at.min(self.text.len())].matches('\n').count() + 1;
        format!("{}:{line}: {message}", self.path)
    }

    pub fn tables(&self) -> impl Iterator<Item = (&Block, &Table)> {
        self.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Table(table) => Some((block, table)),
            _ => None,
        })
    }

    /// Drawings with the kind of their fence, their data and the block after them.
    pub fn drawings(&self) -> impl Iterator<Item = (&Block, &str, &str, Option<&Block>)> {
        self.blocks.iter().enumerate().filter_map(|(index, block)| match &block.kind {
            Kind::Drawing { kind, data } => Some((block, kind.as_str(), data.as_str(), self.blocks.get(index + 1))),
            _ => None,
        })
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
}

/// What is read of one block while its events come.
#[derive(Default)]
struct Open {
    depth: usize,
    cells: Vec<String>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    spans: Vec<Option<(String, String)>>,
    emphasis: usize,
    images: usize,
}

fn read(source: &str) -> (Vec<Block>, Vec<Run>) {
    let (mut blocks, mut runs): (Vec<Block>, Vec<Run>) = (Vec::new(), Vec::new());
    let mut open = Open::default();
    let mut place = Place::Prose;
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if open.depth == 0 {
                    open = Open::default();
                    place = match &tag {
                        Tag::Table(_) => Place::Table,
                        Tag::FootnoteDefinition(_) => Place::Note,
                        Tag::CodeBlock(_) => Place::Drawing,
                        _ => Place::Prose,
                    };
                    let source = source[range.clone()].to_owned();
                    blocks.push(Block { start: range.start, source, text: String::new(), kind: kind(&tag) });
                }
                match tag {
                    Tag::TableCell => open.cells.push(String::new()),
                    Tag::Emphasis => open.emphasis += 1,
                    Tag::Image { .. } => open.images += 1,
                    _ => {}
                }
                open.depth += 1;
            }
            Event::End(tag) => {
                open.depth -= 1;
                match tag {
                    TagEnd::TableHead => open.head = std::mem::take(&mut open.cells),
                    TagEnd::TableRow => open.rows.push(std::mem::take(&mut open.cells)),
                    TagEnd::Emphasis => open.emphasis -= 1,
                    TagEnd::TableCell | TagEnd::Paragraph | TagEnd::Item => {
                        if let Some(block) = blocks.last_mut() {
                            block.text.push(' ');
                        }
                    }
                    _ => {}
                }
                if open.depth == 0 {
                    finish(&mut blocks, &mut open);
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(block) = blocks.last_mut() {
                    block.text.push_str(&text);
                }
                if let Some(cell) = open.cells.last_mut() {
                    cell.push_str(&text);
                }
                let spans = open.spans.iter().flatten().cloned().collect();
                runs.push(Run {
                    start: range.start,
                    text: text.to_string(),
                    place,
                    spans,
                    emphasis: open.emphasis > 0,
                });
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(block) = blocks.last_mut() {
                    block.text.push(' ');
                }
            }
            Event::InlineHtml(html) => tag(&html, &mut open.spans),
            _ => {}
        }
    }
    (blocks, runs)
}

fn kind(tag: &Tag) -> Kind {
    match tag {
        Tag::Heading { level, classes, .. } => {
            Kind::Heading { level: *level, classes: classes.iter().map(ToString::to_string).collect() }
        }
        Tag::Table(_) => {
            Kind::Table(Table { caption: None, id: None, factbox: false, head: Vec::new(), rows: Vec::new() })
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(kind)) => Kind::Drawing { kind: kind.to_string(), data: String::new() },
        Tag::FootnoteDefinition(name) => Kind::Note { name: name.to_string() },
        Tag::Paragraph => Kind::Paragraph,
        _ => Kind::Other,
    }
}

/// Puts what was read into the last block.
fn finish(blocks: &mut [Block], open: &mut Open) {
    let Some((block, before)) = blocks.split_last_mut() else { return };
    match &mut block.kind {
        Kind::Drawing { data, .. } => *data = block.text.clone(),
        Kind::Table(table) => {
            table.head = std::mem::take(&mut open.head);
            table.rows = std::mem::take(&mut open.rows);
            if let Some(words) = before.last().and_then(|block| block.text.strip_prefix("Table: ")) {
                let (caption, braces) = words.split_once('{').unwrap_or((words, ""));
                let names = braces.trim_end().trim_end_matches('}').split_whitespace();
                table.caption = Some(caption.trim().to_owned());
                table.id = names.clone().find_map(|name| name.strip_prefix('#')).map(str::to_owned);
                table.factbox = names.clone().any(|name| name == ".factbox");
            }
        }
        Kind::Paragraph if open.images > 0 => block.kind = Kind::Image { alternative: block.text.clone() },
        _ => {}
    }
}

/// Notes a tag of HTML: spans open and close.
fn tag(html: &str, spans: &mut Vec<Option<(String, String)>>) {
    if html.starts_with("</span") {
        spans.pop();
    } else if html.starts_with("<span") {
        let language = attribute(html, "lang");
        let direction = attribute(html, "dir").unwrap_or_default();
        spans.push(language.map(|language| (language, direction)));
    }
}

/// The value of an attribute of a tag.
pub fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// A number as it is written: its value, and the value of its last place.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    pub value: f64,
    pub step: f64,
    pub start: usize,
    pub end: usize,
}

impl Number {
    /// Whether one is the other, or its rounding to the places that are written.
    pub fn is(self, other: Self) -> bool {
        (self.value - other.value).abs() <= self.step.max(other.step) / 2.0
    }
}

/// The numbers of `text`: with commas in the thousands, decimals, and the word 'million' after them.
pub fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
        while digit(at) || (bytes.get(at) == Some(&b',') && (1..4).all(|ahead| digit(at + ahead)) && !digit(at + 4)) {
            at += 1;
        }
        let mut places = 0;
        if bytes.get(at) == Some(&b'.') && digit(at + 1) {
            at += 1;
            while digit(at) {
                at += 1;
                places += 1;
            }
        }
        let written: String = text[start..at].chars().filter(|c| *c != ',').collect();
        let scale = if text[at..].starts_with(" million") { 1e6 } else { 1.0 };
        let value = written.parse::<f64>().expect("digits are a number") * scale;
        found.push(Number { value, step: scale / 10_f64.powi(places), start, end: at });
    }
    found
}

/// The first year in `text`, from 1900 to 2099.
pub fn year(text: &str) -> Option<u32> {
    years(text).first().copied()
}

pub fn years(text: &str) -> Vec<u32> {
    let is_year = |number: &Number| {
        number.end - number.start == 4 && (1900.0..2100.0).contains(&number.value) && number.step == 1.0
    };
    numbers(text).iter().filter(|number| is_year(number)).map(|number| number.value as u32).collect()
}
