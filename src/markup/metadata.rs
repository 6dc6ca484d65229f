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

/// Reads the metadata block of `text`; the offset at which the Markdown starts comes with it.
pub(super) fn strip(text: &str, findings: &mut Findings) -> (Metadata, usize) {
    if let Some(end) = yaml_end(text) {
        let fault = Diagnostic::warning(Code::BadMetadata, "of metadata between `---` only the title is read");
        findings.push(fault.at(findings.span(0..end)).hint("write TOML between two lines `+++`"));
        return (Metadata { title: yaml_title(&text[..end]), ..Metadata::default() }, end);
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

/// The end of what looks like a YAML block: `---`, lines with a key or indented, `---`.
fn yaml_end(text: &str) -> Option<usize> {
    let start = text.starts_with("---\n").then_some(4)?;
    let (close, end) = closing_line(text, start, &["---", "..."])?;
    let key =
        |line: &str| line.starts_with([' ', '-', '#']) || line.split(' ').next().is_some_and(|w| w.ends_with(':'));
    let lines = &text[start..close];
    (!lines.is_empty() && lines.lines().all(key)).then_some(end)
}

/// The title in a YAML block, where it stands on one line.
fn yaml_title(block: &str) -> Option<String> {
    let value = block.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
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
