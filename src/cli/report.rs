//! Diagnostics as people and as programs read them.

use super::arguments::MessageFormat;
use crate::diag::{Diagnostic, Severity};
use crate::source::{Source, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::ops::Range;

/// Most diagnostics that a person is shown.
const MAX_SHOWN: usize = 100;
/// Most lines of the source that one of them shows.
const MAX_LINES: usize = 4;
/// Longest excerpt of the source, in bytes; a longer one is named by line and column alone.
const MAX_EXCERPT: usize = 64 * 1024;

/// Writes diagnostics to standard error, and the result to standard output.
pub(super) struct Reporter {
    format: MessageFormat,
    renderer: Renderer,
}

/// What a build made.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// The outputs with their sizes in bytes.
    pub files: Vec<(String, usize)>,
    pub pages: usize,
    pub words: usize,
    pub errors: usize,
    pub warnings: usize,
    pub milliseconds: u128,
}

impl Reporter {
    pub fn new(format: MessageFormat) -> Self {
        let coloured =
            std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { format, renderer: if coloured { Renderer::styled() } else { Renderer::plain() } }
    }

    /// Whether a person reads the reports.
    pub fn is_human(&self) -> bool {
        self.format == MessageFormat::Human
    }

    /// Writes `diagnostics`, which lie in `sources`.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let shown = if self.is_human() { MAX_SHOWN } else { usize::MAX };
        for diagnostic in diagnostics.iter().take(shown) {
            self.diagnostic(diagnostic, sources);
        }
        if diagnostics.len() > shown {
            self.note(&format!("{} more are not shown", diagnostics.len() - shown));
        }
    }

    /// Writes a fault that lies in no source.
    pub fn fatal(&self, diagnostic: &Diagnostic) {
        self.diagnostic(diagnostic, &Sources::default());
    }

    /// Writes a remark for people.
    pub fn note(&self, text: &str) {
        if self.is_human() {
            write_line(std::io::stderr().lock(), text);
        }
    }

    /// Writes `text` on standard output.
    pub fn text(&self, text: &str) {
        // A closed pipe is no reason to fail: nobody reads on.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Writes the last line.
    pub fn summary(&self, summary: &Summary) {
        let line = if self.is_human() { human_summary(summary) } else { json(summary) };
        write_line(std::io::stdout().lock(), &line);
    }

    fn diagnostic(&self, diagnostic: &Diagnostic, sources: &Sources) {
        let text = match self.format {
            MessageFormat::Human => human(&self.renderer, diagnostic, sources) + "\n",
            MessageFormat::Json => json(&Message::new(diagnostic, sources)),
        };
        write_line(std::io::stderr().lock(), &text);
    }
}

/// A reader that has gone away is no fault of the book.
fn write_line(mut stream: impl Write, text: &str) {
    let _ = writeln!(stream, "{text}");
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers have a form in JSON")
}

/// A diagnostic for programs; lines and columns count from 1, columns in characters, and the end is
/// the place after the last character.
#[derive(Serialize)]
struct Message<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    hint: Option<&'a str>,
}

impl<'a> Message<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Self {
        let place = place(diagnostic, sources);
        let start = place.map(|(source, span)| source.line_column(span.start));
        let end = place.map(|(source, span)| source.line_column(span.end));
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            file: place.map(|(source, _)| source.path.as_str()),
            line: start.map(|(line, _)| line),
            column: start.map(|(_, column)| column),
            end_line: end.map(|(line, _)| line),
            end_column: end.map(|(_, column)| column),
            hint: diagnostic.hint.as_deref(),
        }
    }
}

fn place<'a>(diagnostic: &Diagnostic, sources: &'a Sources) -> Option<(&'a Source, Span)> {
    let span = diagnostic.span?;
    Some((sources.get(span.source)?, span))
}

/// A diagnostic for people, in the manner of rustc.
fn human(renderer: &Renderer, diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
        Severity::Fatal => Level::ERROR.with_name("fatal"),
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some((source, span)) = place(diagnostic, sources) {
        group = with_place(group, source, span);
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint));
    }
    renderer.render(&[group])
}

fn with_place<'a>(group: Group<'a>, source: &'a Source, span: Span) -> Group<'a> {
    let (line, column) = source.line_column(span.start);
    let excerpt = excerpt(&source.text, span);
    if excerpt.text.len() > MAX_EXCERPT || excerpt.text.is_empty() {
        return group.element(Origin::path(source.path.as_str()).line(line).char_column(column));
    }
    let annotation = AnnotationKind::Primary.span(excerpt.range);
    group.element(Snippet::source(excerpt.text).path(source.path.as_str()).line_start(line).annotation(annotation))
}

/// Some whole lines of a source.
struct Excerpt<'a> {
    text: &'a str,
    /// What is marked in it.
    range: Range<usize>,
}

/// The lines in which `span` lies; the first alone, if they are many.
fn excerpt(text: &str, span: Span) -> Excerpt<'_> {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at);
    let inner = text[start..end].trim_end_matches('\n').len();
    let end = if text[start..end].matches('\n').count() < MAX_LINES { start + inner } else { line_end(start) };
    Excerpt { text: &text[first..line_end(end)], range: start - first..end - first }
}

/// The last boundary of characters at `offset` or before it.
fn boundary(text: &str, offset: u32) -> usize {
    let offset = (offset as usize).min(text.len());
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn human_summary(summary: &Summary) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(summary.files.iter().map(|(path, bytes)| format!("{path} ({})", size(*bytes))));
    parts.push(counted(summary.pages, "page"));
    parts.push(counted(summary.words, "word"));
    parts.extend((summary.errors > 0).then(|| counted(summary.errors, "error")));
    parts.extend((summary.warnings > 0).then(|| counted(summary.warnings, "warning")));
    parts.push(format!("{}.{:02} s", summary.milliseconds / 1000, summary.milliseconds % 1000 / 10));
    parts.join(", ")
}

fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A number with its thousands set apart.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::{BookPath, SourceId};

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add(BookPath::new("book.toml").expect("a plain path"), text.into());
        sources
    }

    #[track_caller]
    fn check(text: &str, range: Range<usize>, expected: &str) {
        let diagnostic =
            Diagnostic::error(Code::UnknownKey, "no such key").at(Span::new(SourceId(0), range)).hint("another");
        assert_eq!(human(&Renderer::plain(), &diagnostic, &sources(text)), expected);
    }

    #[test]
    fn a_person_sees_the_line_with_a_caret_and_the_hint_as_help() {
        let text = "[book]\ntitel = \"é\"\nlanguage = \"en\"\n";
        check(
            text,
            7..12,
            "error[M002]: no such key\n --> book.toml:2:1\n  |\n2 | titel = \"é\"\n  | ^^^^^\n  |\n  = help: another",
        );
    }

    #[test]
    fn every_place_of_every_text_can_be_shown() {
        for text in ["", "\n", "a", "é\n\ny", "a\nb\nc\nd\ne\nf\n", "\u{202E}\t中文\n"] {
            for start in 0..text.len() + 2 {
                for end in start..text.len() + 2 {
                    let diagnostic = Diagnostic::error(Code::UnknownKey, "x").at(Span::new(SourceId(0), start..end));
                    assert!(human(&Renderer::plain(), &diagnostic, &sources(text)).contains("book.toml"));
                }
            }
        }
    }

    #[test]
    fn a_program_reads_one_object_with_lines_and_columns_from_1() {
        let diagnostic = Diagnostic::warning(Code::UnknownKey, "x\ny").at(Span::new(SourceId(0), 2..4));
        assert_eq!(
            json(&Message::new(&diagnostic, &sources("a\néb\n"))),
            r#"{"code":"M002","severity":"warning","message":"x\ny","file":"book.toml","line":2,"column":1,"end_line":2,"end_column":2,"hint":null}"#
        );
    }

    #[test]
    fn the_last_line_has_files_pages_words_and_time() {
        let files = vec![("dist/a.epub".into(), 1_234_567), ("dist/a-print.pdf".into(), 12_345)];
        let summary = Summary { files, pages: 1, words: 1_234_567, errors: 0, warnings: 2, milliseconds: 1_204 };
        assert_eq!(
            human_summary(&summary),
            "dist/a.epub (1.2 MB), dist/a-print.pdf (12 kB), 1 page, 1,234,567 words, 2 warnings, 1.20 s"
        );
    }
}
