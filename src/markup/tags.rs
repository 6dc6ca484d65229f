//! The HTML that a book knows: what each tag means, and which are never let in.

use super::braces;
use super::findings::Findings;
use super::html::Tag;
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, IndexTerm, SpanKind};
use crate::language::Language;
use std::ops::Range;

/// What a tag means.
pub(super) enum Meaning {
    /// A span.
    Span(SpanKind),
    /// A span with marks of quotation.
    Quote,
    /// A link.
    Link,
    /// Code within a line.
    Code,
    /// A line break.
    Break,
    /// A place where a line may break.
    Opportunity,
    /// An image.
    Image,
    /// Something that could run or fetch: never let in, with its content.
    Unsafe,
    /// A block of HTML that the book does not know: its text stands on its own.
    Block,
    /// An inline tag that the book does not know.
    Unknown,
}

/// What `tag` means.
pub(super) fn meaning(tag: &Tag) -> Meaning {
    Meaning::Span(match tag.name.as_str() {
        "span" => return span(tag),
        "a" if tag.get("href").is_some() => return Meaning::Link,
        "a" => SpanKind::Plain,
        "bdi" => SpanKind::Isolate,
        "cite" => SpanKind::Cite,
        "abbr" => SpanKind::Abbreviation(super::nfc(tag.get("title").unwrap_or_default().trim())),
        "dfn" => SpanKind::Definition,
        "small" => SpanKind::Small,
        "sup" => SpanKind::Superscript,
        "sub" => SpanKind::Subscript,
        "em" | "i" => SpanKind::Emphasis,
        "strong" | "b" => SpanKind::Strong,
        "s" | "del" => SpanKind::Strikethrough,
        "q" => return Meaning::Quote,
        "code" | "kbd" | "samp" => return Meaning::Code,
        "br" => return Meaning::Break,
        "wbr" => return Meaning::Opportunity,
        "img" => return Meaning::Image,
        name if is_unsafe(name) => return Meaning::Unsafe,
        name if is_block(name) => return Meaning::Block,
        _ => return Meaning::Unknown,
    })
}

fn span(tag: &Tag) -> Meaning {
    Meaning::Span(match tag.get("data-index") {
        Some(terms) => SpanKind::Index(index_terms(terms)),
        None if tag.get("dir") == Some("auto") => SpanKind::Isolate,
        None => SpanKind::Plain,
    })
}

/// `festival!Cork; learning festival` as entries with their heads.
fn index_terms(written: &str) -> Vec<IndexTerm> {
    let heads = |term: &str| term.split('!').map(|head| super::nfc(head.trim())).filter(|h| !h.is_empty()).collect();
    written.split(';').map(|term| IndexTerm(heads(term))).filter(|term| !term.0.is_empty()).collect()
}

/// Elements that run or fetch something, with what belongs to them.
pub(super) fn is_unsafe(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "iframe"
            | "object"
            | "embed"
            | "applet"
            | "form"
            | "svg"
            | "math"
            | "template"
            | "audio"
            | "video"
            | "canvas"
            | "noscript"
            | "link"
            | "meta"
            | "base"
            | "frame"
            | "frameset"
            | "input"
            | "button"
            | "select"
            | "textarea"
    )
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that start and end a paragraph (the block elements of CommonMark 4.6).
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}

/// Attributes that carry out something when they are left out of a tag that the book knows.
const READ_ELSEWHERE: [&str; 7] = ["alt", "data-index", "height", "href", "src", "title", "width"];

/// The attributes of `tag`, which stood at `place`. What is none of a book is dropped with a warning.
pub(super) fn attributes(tag: &Tag, place: Range<usize>, findings: &mut Findings) -> Attributes {
    let mut attributes = Attributes::default();
    for (name, value) in &tag.attributes {
        match name.as_str() {
            "id" if !value.is_empty() && !value.contains(char::is_whitespace) => {
                attributes.id = Some(super::nfc(value));
            }
            "class" => attributes.classes.extend(value.split_whitespace().map(str::to_owned)),
            "lang" | "xml:lang" => attributes.language = language(value, place.clone(), findings),
            "dir" => attributes.direction = braces::direction(value),
            name if READ_ELSEWHERE.contains(&name) => {}
            name => dropped(name, &tag.name, place.clone(), findings),
        }
    }
    attributes
}

fn dropped(name: &str, tag: &str, place: Range<usize>, findings: &mut Findings) {
    let unsafe_name = name.starts_with("on") || matches!(name, "style" | "srcset" | "srcdoc" | "action" | "formaction");
    let code = if unsafe_name { Code::UnsafeHtml } else { Code::UnknownHtml };
    let fault = Diagnostic::warning(code, format!("attribute `{name}` of `<{tag}>` is dropped"));
    findings.once(&format!("{tag} {name}"), fault.at(findings.span(place)));
}

fn language(value: &str, place: Range<usize>, findings: &mut Findings) -> Option<Language> {
    let language = Language::new(value);
    if language.is_none() {
        let fault = Diagnostic::warning(Code::BadLanguage, format!("`{value}` is not a language tag"));
        findings.push(fault.at(findings.span(place)).hint("write a tag of BCP 47, such as `zh-Hans`"));
    }
    language
}
