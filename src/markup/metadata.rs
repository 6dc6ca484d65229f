//! The metadata block at the very start of a chapter: lines of TOML between two lines `+++`. Of YAML, as other
//! programs have it there, the title is read and the rest is left out with a warning.

use super::findings::Findings;
use crate::diag::{Code, Diagnostic};
use crate::language::Language;
use std::ops::Range;

/// What a chapter says about itself.
#[derive(Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) id: Option<String>,
    pub(super) language: Option<Language>,
}

const KEYS: [&str; 3] = ["id", "language", "title"];

/// Keys by which a block between `---` is known to be YAML, and not text between two rules: those of Pandoc, Jekyll
/// and Hugo, as they are written, in lower case.
const YAML_KEYS: [&str; 27] = [
    "abstract",
    "author",
    "authors",
    "categories",
    "category",
    "date",
    "description",
    "draft",
    "id",
    "image",
    "keywords",
    "lang",
    "language",
    "layout",
    "parent",
    "permalink",
    "published",
    "sidebar_position",
    "slug",
    "subtitle",
    "summary",
    "tags",
    "title",
    "toc",
    "type",
    "url",
    "weight",
];

/// Reads the metadata block of `text`; the offset at which the Markdown starts comes with it.
pub(super) fn strip(text: &str, findings: &mut Findings) -> (Metadata, usize) {
    if let Some(end) = yaml_end(text) {
        return (read_yaml(&text[..end], findings), end);
    }
    let Some(start) = text.starts_with("+++").then(|| line_end(text, 0)).filter(|end| text[..*end].trim() == "+++")
    else {
        return (Metadata::default(), 0);
    };
    let Some((end, body)) = closing_line(text, start, &["+++"]) else {
        let fault = Diagnostic::error(Code::BadMetadata, "the metadata block is not closed");
        findings.push(fault.at(findings.span(0..3)).hint("end it with a line `+++`"));
        return (Metadata::default(), 0);
    };
    (read(text, start..end, findings), body)
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |n| from + n + 1)
}

/// Start of the first line that is one of `marks`, and the byte after that line.
fn closing_line(text: &str, from: usize, marks: &[&str]) -> Option<(usize, usize)> {
    let mut start = from;
    while start < text.len() {
        let end = line_end(text, start);
        if marks.contains(&text[start..end].trim_end()) {
            return Some((start, end));
        }
        start = end;
    }
    None
}

/// The end of what can only be a YAML block: `---`; lines with a key or of its value, of which the first has a key and
/// one has a key that is usual; `---`.
fn yaml_end(text: &str) -> Option<usize> {
    let start = text.starts_with("---\n").then_some(4)?;
    let (close, end) = closing_line(text, start, &["---", "..."])?;
    let block = &text[start..close];
    let starts = block.lines().next().and_then(yaml_key).is_some();
    let is_yaml = |line: &str| line.starts_with([' ', '-', '#']) || yaml_key(line).is_some();
    let is_usual = |line: &str| yaml_key(line).is_some_and(|key| YAML_KEYS.contains(&key));
    (starts && block.lines().all(is_yaml) && block.lines().any(is_usual)).then_some(end)
}

/// The key that `line` of YAML starts with.
fn yaml_key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_key && (value.is_empty() || value.starts_with([' ', '\t', '\r']))).then_some(key)
}

/// Reads the title of a YAML block, and says which keys are left out.
fn read_yaml(block: &str, findings: &mut Findings) -> Metadata {
    let title = yaml_title(block);
    let mut left_out: Vec<String> = Vec::new();
    for key in block.lines().filter_map(yaml_key).filter(|key| *key != "title" || title.is_none()) {
        let key = format!("`{key}`");
        if !left_out.contains(&key) {
            left_out.push(key);
        }
    }
    let mut message = "of metadata between `---` only the title is read".to_owned();
    if !left_out.is_empty() {
        message.push_str(&format!("; left out: {}", left_out.join(", ")));
    }
    let fault = Diagnostic::warning(Code::BadMetadata, message).at(findings.span(0..block.len()));
    findings.push(fault.hint("write TOML between two lines `+++`"));
    Metadata { title, ..Metadata::default() }
}

/// The title in a YAML block, where it stands on one line.
fn yaml_title(block: &str) -> Option<String> {
    let value = block.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
    if value.starts_with(['|', '>', '[', '{', '&', '*']) {
        return None;
    }
    let unquoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    let title = unquoted.unwrap_or(value).trim();
    (!title.is_empty()).then(|| super::nfc(title))
}

fn read(text: &str, range: Range<usize>, findings: &mut Findings) -> Metadata {
    let mut metadata = Metadata::default();
    let table = match toml::de::DeTable::parse(&text[range.clone()]) {
        Ok(table) => table,
        Err(error) => {
            let place = error.span().map_or(range.clone(), |span| range.start + span.start..range.start + span.end);
            let fault = Diagnostic::error(Code::BadMetadata, format!("the metadata is not TOML: {}", error.message()));
            findings.push(fault.at(findings.span(place)));
            return metadata;
        }
    };
    for (key, value) in table.get_ref() {
        let place = key.span();
        let place = range.start + place.start..range.start + place.end;
        let name: &str = key.get_ref();
        match (name, value.get_ref().as_str()) {
            ("title" | "id" | "language", Some(value)) if !value.trim().is_empty() => {
                metadata.set(name, value.trim(), place, findings);
            }
            ("title" | "id" | "language", _) => {
                let fault = Diagnostic::error(Code::BadMetadata, format!("`{name}` must be a text that is not empty"));
                findings.push(fault.at(findings.span(place)));
            }
            _ => {
                let fault = Diagnostic::error(Code::BadMetadata, format!("the metadata has no key `{name}`"));
                findings.push_with_nearest(fault.at(findings.span(place)), name, KEYS);
            }
        }
    }
    metadata
}

impl Metadata {
    fn set(&mut self, name: &str, value: &str, place: Range<usize>, findings: &mut Findings) {
        match name {
            "title" => self.title = Some(super::nfc(value)),
            "id" if value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) => {
                self.id = Some(super::nfc(value));
            }
            "id" => {
                let fault = Diagnostic::error(Code::BadMetadata, format!("`{value}` cannot be an id"));
                let hint = "use letters, digits, `-` and `_`";
                findings.push(fault.at(findings.span(place)).hint(hint));
            }
            _ => match Language::new(value) {
                Some(language) => self.language = Some(language),
                None => {
                    let fault = Diagnostic::error(Code::BadLanguage, format!("`{value}` is not a language tag"));
                    findings.push(fault.at(findings.span(place)).hint("write a tag of BCP 47, such as `en-GB`"));
                }
            },
        }
    }
}
