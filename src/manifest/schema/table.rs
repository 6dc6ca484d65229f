//! Tables of TOML, taken apart key by key.
//!
//! serde stops at the first fault of a file; a person mends all of them at once. So the tree with
//! its places is walked here, and every getter notes what is wrong and goes on.

use super::moment::Moment;
use crate::diag::{Code, Diagnostic, nearest};
use crate::source::{SourceId, Span};
use serde_spanned::Spanned;
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

/// A value with its place in the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::manifest) struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The faults found so far in one manifest.
pub(in crate::manifest) struct Faults {
    source: SourceId,
    list: Vec<Diagnostic>,
}

impl Faults {
    pub fn new(source: SourceId) -> Self {
        Self { source, list: Vec::new() }
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Notes an error and gives nothing, so that a check can end with it.
    pub fn error<T>(
        &mut self,
        span: Span,
        code: Code,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<T> {
        self.push(Diagnostic::error(code, message).at(span).hint(hint));
        None
    }

    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}

/// One table, whose known keys are taken out of it; what is left at the end is unknown.
pub(in crate::manifest) struct Table<'a, 't> {
    /// Its name in messages, such as `[book]`.
    name: &'static str,
    entries: Vec<(&'a Spanned<std::borrow::Cow<'t, str>>, &'a Spanned<DeValue<'t>>)>,
    known: &'static [&'static str],
    /// Where it stands.
    pub span: Span,
}

impl<'a, 't> Table<'a, 't> {
    pub fn new(name: &'static str, table: &'a DeTable<'t>, span: Span, known: &'static [&'static str]) -> Self {
        Self { name, entries: table.iter().collect(), known, span }
    }

    /// Notes every key that is not known, with the nearest that is.
    pub fn reject_unknown(&self, faults: &mut Faults) {
        for (key, _) in &self.entries {
            let written: &str = key.get_ref();
            if self.known.contains(&written) {
                continue;
            }
            let hint = match nearest(written, self.known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", self.known.join(", ")),
            };
            let message = format!("{} has no key `{}`", self.name, shortened(written));
            faults.error::<()>(faults.span(key.span()), Code::UnknownKey, message, hint);
        }
    }

    pub fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'t>>> {
        debug_assert!(self.known.contains(&key), "`{key}` would be refused as unknown");
        self.entries.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| *value)
    }

    /// Text on one line: spaces in it are single, and it is not empty.
    pub fn line(&self, key: &str, faults: &mut Faults) -> Option<At<String>> {
        line(self.get(key)?, key, faults)
    }

    /// A length as written, such as `"3mm"`.
    pub fn length(&self, key: &str, faults: &mut Faults) -> Option<At<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(_) => line(value, key, faults),
            _ => wrong_type(value, key, "a length in quotes, such as \"3mm\"", faults),
        }
    }

    /// A line for a key that the table must have.
    pub fn required_line(&self, key: &str, faults: &mut Faults) -> Option<At<String>> {
        if self.get(key).is_none() {
            return self.missing(key, "\"…\"", faults);
        }
        self.line(key, faults)
    }

    fn missing<T>(&self, key: &str, example: &str, faults: &mut Faults) -> Option<T> {
        let message = format!("{} has no `{key}`", self.name);
        faults.error(self.span, Code::MissingField, message, format!("add `{key} = {example}`"))
    }

    /// Text that may have several lines.
    pub fn text(&self, key: &str, faults: &mut Faults) -> Option<At<String>> {
        let text = string(self.get(key)?, key, faults)?;
        Some(At { value: text.value.trim().nfc().collect(), ..text })
    }

    pub fn flag(&self, key: &str, faults: &mut Faults) -> Option<bool> {
        let value = self.get(key)?;
        value.get_ref().as_bool().or_else(|| wrong_type(value, key, "true or false", faults))
    }

    pub fn whole_number(&self, key: &str, faults: &mut Faults) -> Option<At<u32>> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer().map(|n| u32::from_str_radix(n.as_str(), n.radix()));
        match number {
            Some(Ok(number)) => Some(At { value: number, span: faults.span(value.span()) }),
            _ => wrong_type(value, key, "a whole number of 0 or more", faults),
        }
    }

    /// A number of degrees in millionths, which the table must have.
    pub fn millionths(&self, key: &str, faults: &mut Faults) -> Option<At<i64>> {
        let Some(value) = self.get(key) else { return self.missing(key, "39.9075", faults) };
        let written = match value.get_ref() {
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            _ => return wrong_type(value, key, "a number", faults),
        };
        match written.parse::<f64>() {
            Ok(number) if number.abs() <= 1e6 => {
                Some(At { value: (number * 1e6).round() as i64, span: faults.span(value.span()) })
            }
            _ => wrong_type(value, key, "a number of degrees", faults),
        }
    }

    /// A date or a time, as TOML writes it or as the same in quotes.
    pub fn moment(&self, key: &str, faults: &mut Faults) -> Option<At<Moment>> {
        let value = self.get(key)?;
        let moment = match value.get_ref() {
            DeValue::Datetime(moment) => Some(*moment),
            DeValue::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match moment.and_then(Moment::new) {
            Some(moment) => Some(At { value: moment, span: faults.span(value.span()) }),
            None => wrong_type(value, key, "a date of the years 1 to 9999, such as 2026-11-30", faults),
        }
    }

    /// A table in the table.
    pub fn table(
        &self,
        key: &'static str,
        name: &'static str,
        known: &'static [&'static str],
        faults: &mut Faults,
    ) -> Option<Table<'a, 't>> {
        table(self.get(key)?, name, known, faults)
    }

    /// A list of tables; what is no table is noted and left out.
    pub fn tables(
        &self,
        key: &'static str,
        name: &'static str,
        known: &'static [&'static str],
        faults: &mut Faults,
    ) -> Vec<Table<'a, 't>> {
        let items = self.items(key, "a list of tables", faults);
        items.into_iter().filter_map(|item| table(item, name, known, faults)).collect()
    }

    /// A list of lines; what is none is noted and left out.
    pub fn lines(&self, key: &str, faults: &mut Faults) -> Vec<At<String>> {
        let items = self.items(key, "a list of texts, such as [\"…\"]", faults);
        items.into_iter().filter_map(|item| line(item, key, faults)).collect()
    }

    /// The lists of lines in the table at `key`, whose own keys may be any, each with its key.
    pub fn lists_by_name(&self, key: &str, faults: &mut Faults) -> Vec<(At<String>, Vec<At<String>>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Table(lists) = value.get_ref() else {
            return wrong_type(value, key, "a table", faults).unwrap_or_default();
        };
        let named = lists.iter().map(|(name, list)| {
            let at = At { value: name.get_ref().to_string(), span: faults.span(name.span()) };
            let lines = match list.get_ref() {
                DeValue::Array(items) => items.iter().filter_map(|item| line(item, &at.value, faults)).collect(),
                _ => wrong_type(list, &at.value, "a list of words", faults).unwrap_or_default(),
            };
            (at, lines)
        });
        named.collect()
    }

    pub fn items(&self, key: &str, expected: &str, faults: &mut Faults) -> Vec<&'a Spanned<DeValue<'t>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => wrong_type(value, key, expected, faults).unwrap_or_default(),
        }
    }
}

/// `value` as a table.
pub(in crate::manifest) fn table<'a, 't>(
    value: &'a Spanned<DeValue<'t>>,
    name: &'static str,
    known: &'static [&'static str],
    faults: &mut Faults,
) -> Option<Table<'a, 't>> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let table = Table::new(name, table, faults.span(value.span()), known);
            table.reject_unknown(faults);
            Some(table)
        }
        _ => wrong_type(value, name, "a table", faults),
    }
}

/// `value` as text on one line.
pub(in crate::manifest) fn line(value: &Spanned<DeValue>, key: &str, faults: &mut Faults) -> Option<At<String>> {
    let text = string(value, key, faults)?;
    let words: Vec<&str> = text.value.split_whitespace().collect();
    if words.is_empty() {
        return faults.error(
            text.span,
            Code::WrongValue,
            format!("`{key}` is empty"),
            "give it a text, or leave it out",
        );
    }
    Some(At { value: words.join(" ").nfc().collect(), span: text.span })
}

fn string(value: &Spanned<DeValue>, key: &str, faults: &mut Faults) -> Option<At<String>> {
    let DeValue::String(text) = value.get_ref() else {
        return wrong_type(value, key, "a text in quotes", faults);
    };
    let span = faults.span(value.span());
    if let Some(control) = text.chars().find(|c| is_refused(*c)) {
        let message = format!("`{key}` has the control character U+{:04X}", u32::from(control));
        return faults.error(span, Code::ControlCharacter, message, "remove it");
    }
    Some(At { value: text.clone().into_owned(), span })
}

/// Notes that `value` is not `expected`.
pub(in crate::manifest) fn wrong_type<T>(
    value: &Spanned<DeValue>,
    key: &str,
    expected: &str,
    faults: &mut Faults,
) -> Option<T> {
    let found = match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let span = faults.span(value.span());
    let same = expected.starts_with(found) || (found == "a number" && expected.contains("number"));
    let message =
        if same { format!("`{key}` is not {expected}") } else { format!("`{key}` is {found}, not {expected}") };
    faults.error(span, Code::WrongValue, message, format!("write {expected}"))
}

/// Control characters but tab and line ends, and the two code points that XML does not have: TOML
/// can write them as escapes.
fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// `text`, cut where a message would be too long.
pub(in crate::manifest) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
