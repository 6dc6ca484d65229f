//! Attributes in braces, `{#id .class width=60% lang=fi}`, after an image, a heading or a caption.

use super::findings::Findings;
use crate::diag::{Code, Diagnostic};
use crate::document::Attributes;
use crate::language::{Direction, Language};
use std::ops::Range;

/// What the braces say.
#[derive(Default)]
pub(super) struct Braces {
    pub(super) attributes: Attributes,
    /// Width in thousandths of the measure.
    pub(super) width: Option<u32>,
}

const KEYS: [&str; 5] = ["class", "dir", "id", "lang", "width"];

/// The braces at the start of `text`: their content and the bytes they take.
pub(super) fn at_start(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['}', '{', '\n'])?;
    let content = &inner[..end];
    (inner[end..].starts_with('}') && is_list(content)).then_some((content, end + 2))
}

/// The braces at the end of `text`: their content and the byte where they start.
pub(super) fn at_end(text: &str) -> Option<(&str, usize)> {
    let trimmed = text.trim_end();
    let inner = trimmed.strip_suffix('}')?;
    let start = inner.rfind(['{', '}', '\n'])?;
    let content = &inner[start + 1..];
    (inner[start..].starts_with('{') && is_list(content)).then_some((content, start))
}

/// Whether `content` is meant as attributes: each word is `#id`, `.class` or `key=value`.
fn is_list(content: &str) -> bool {
    let mut items = content.split_whitespace().peekable();
    items.peek().is_some() && items.all(is_item)
}

fn is_item(item: &str) -> bool {
    let name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c));
    match item.split_once('=') {
        Some((key, value)) => name(key) && !value.is_empty(),
        None => item.strip_prefix(['#', '.']).is_some_and(name),
    }
}

/// Reads the content of braces that stood at `place`.
pub(super) fn read(content: &str, place: Range<usize>, findings: &mut Findings) -> Braces {
    let mut braces = Braces::default();
    for item in content.split_whitespace() {
        if let Some(id) = item.strip_prefix('#') {
            braces.attributes.id = Some(super::nfc(id));
        } else if let Some(class) = item.strip_prefix('.') {
            braces.attributes.classes.push(class.to_owned());
        } else if let Some((key, value)) = item.split_once('=') {
            braces.set(key, value.trim_matches('"'), place.clone(), findings);
        }
    }
    braces
}

impl Braces {
    fn set(&mut self, key: &str, value: &str, place: Range<usize>, findings: &mut Findings) {
        let wrong = |kind: &str, findings: &mut Findings| {
            let fault = Diagnostic::warning(Code::BadAttributes, format!("`{value}` is not a {kind}"));
            findings.push(fault.at(findings.span(place.clone())));
        };
        match key {
            "id" => self.attributes.id = Some(super::nfc(value)),
            "class" => self.attributes.classes.push(value.to_owned()),
            "width" => match width(value) {
                Some(width) => self.width = Some(width),
                None => wrong("width from 1% to 100%", findings),
            },
            "lang" => match Language::new(value) {
                Some(language) => self.attributes.language = Some(language),
                None => wrong("language tag", findings),
            },
            "dir" => match direction(value) {
                Some(direction) => self.attributes.direction = Some(direction),
                None => wrong("direction: `ltr` or `rtl`", findings),
            },
            _ => {
                let fault = Diagnostic::warning(Code::BadAttributes, format!("there is no attribute `{key}`"));
                findings.push_with_nearest(fault.at(findings.span(place)), key, KEYS);
            }
        }
    }
}

/// `60%` or `62.5%` as thousandths of the measure.
pub(super) fn width(value: &str) -> Option<u32> {
    let number = value.strip_suffix('%')?;
    let (whole, tenths) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && (1..=3).contains(&text.len());
    if !digits(whole) || tenths.len() != 1 || !digits(tenths) {
        return None;
    }
    let width = whole.parse::<u32>().ok()? * 10 + tenths.parse::<u32>().ok()?;
    (1..=1000).contains(&width).then_some(width)
}

/// `ltr` or `rtl`.
pub(super) fn direction(value: &str) -> Option<Direction> {
    match value.to_ascii_lowercase().as_str() {
        "ltr" => Some(Direction::LeftToRight),
        "rtl" => Some(Direction::RightToLeft),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_a_percentage_with_at_most_one_decimal() {
        assert_eq!(width("60%"), Some(600));
        assert_eq!(width("62.5%"), Some(625));
        for wrong in ["60", "0%", "101%", "6e1%", "-5%", "1.25%", "%", "٦%"] {
            assert_eq!(width(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn braces_with_plain_words_are_text() {
        assert!(at_end("the set {1, 2}").is_none());
        assert!(at_end("an empty {}").is_none());
        assert_eq!(at_end("A title {#a .b}"), Some(("#a .b", 8)));
    }
}
