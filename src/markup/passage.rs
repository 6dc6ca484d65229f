//! A passage while its events come in: a stack of open spans, from Markdown and from HTML.

use super::findings::Findings;
use super::html::{self, Piece, Tag};
use super::links::{self, LinkFault};
use super::smarten::{CLOSING_MARK, OPENING_MARK};
use super::tags::{self, Meaning};
use super::{DEPTH, braces};
use crate::diag::{Code, Diagnostic};
use crate::document::{Attributes, Image, Inline, SpanInline, SpanKind};
use crate::source::{BookPath, Span};
use std::ops::Range;

/// A passage that is being filled.
pub(super) struct OpenPassage {
    /// The spans that are open; the first is the passage itself.
    spans: Vec<OpenSpan>,
    /// How many Markdown spans are open that were too deep to be kept.
    skipped: usize,
    /// Titles of images, by the image's place.
    titles: Vec<(Span, String)>,
    pub(super) start: usize,
    pub(super) end: usize,
}

struct OpenSpan {
    role: Role,
    attributes: Attributes,
    start: usize,
    content: Vec<Inline>,
}

/// What becomes of the content of an open span.
enum Role {
    /// The passage itself, and spans of Markdown that leave no trace.
    Bare,
    /// A span of Markdown.
    Markdown(SpanKind),
    /// An image: the content is its alternative text.
    Image { written: String, title: String },
    /// An HTML element.
    Html { name: String, becomes: Becomes },
}

/// What becomes of the content of an HTML element.
enum Becomes {
    Span(SpanKind),
    Quote,
    Code,
    Nothing,
    Itself,
}

/// What a passage needs of its chapter.
pub(super) struct Surroundings<'a> {
    pub(super) text: &'a str,
    pub(super) path: &'a BookPath,
}

impl OpenPassage {
    pub(super) fn new(start: usize) -> Self {
        let root = OpenSpan { role: Role::Bare, attributes: Attributes::default(), start, content: Vec::new() };
        Self { spans: vec![root], skipped: 0, titles: Vec::new(), start, end: start }
    }

    fn top(&mut self) -> &mut OpenSpan {
        self.spans.last_mut().expect("the passage itself is open until it is finished")
    }

    /// Adds a piece to the innermost span; text joins the text before it.
    pub(super) fn push(&mut self, inline: Inline) {
        join(&mut self.top().content, inline);
    }

    /// Adds text that stood at `place`.
    pub(super) fn push_text(&mut self, text: &str, place: Span) {
        let content = &mut self.top().content;
        if !text.is_empty() && !extend(content, text, place) {
            content.push(Inline::Text { text: text.to_owned(), span: place });
        }
    }

    fn open(&mut self, role: Role, attributes: Attributes, start: usize, findings: &mut Findings) -> bool {
        if self.spans.len() > DEPTH {
            findings.once("inlines", too_deep("spans").at(findings.span(start..start)));
            return false;
        }
        self.spans.push(OpenSpan { role, attributes, start, content: Vec::new() });
        true
    }

    /// Opens a span of Markdown; `None` is one that leaves no trace.
    pub(super) fn open_markdown(&mut self, kind: Option<SpanKind>, start: usize, findings: &mut Findings) {
        let role = kind.map_or(Role::Bare, Role::Markdown);
        if self.skipped > 0 || !self.open(role, Attributes::default(), start, findings) {
            self.skipped += 1;
        }
    }

    /// Opens an image of Markdown.
    pub(super) fn open_image(&mut self, written: String, title: String, start: usize, findings: &mut Findings) {
        let role = Role::Image { written, title };
        if self.skipped > 0 || !self.open(role, Attributes::default(), start, findings) {
            self.skipped += 1;
        }
    }

    /// Closes the innermost span of Markdown and the HTML elements left open in it.
    pub(super) fn close_markdown(&mut self, end: usize, around: &Surroundings, findings: &mut Findings) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        while self.spans.len() > 1 {
            let html = matches!(self.top().role, Role::Html { .. });
            self.close_top(end, !html, around, findings);
            if !html {
                return;
            }
        }
    }

    /// Takes in a piece of HTML that is not text.
    pub(super) fn html(&mut self, piece: Piece, place: Range<usize>, around: &Surroundings, findings: &mut Findings) {
        match piece {
            Piece::Open(tag) => self.open_tag(&tag, place, around, findings),
            Piece::Close(name) => self.close_tag(&name, place, around, findings),
            Piece::Verbatim(text) => {
                unknown("[CDATA[", place.clone(), findings);
                self.push_text(text, findings.span(place));
            }
            Piece::Declaration => {
                let fault = Diagnostic::warning(Code::UnknownHtml, "a declaration or instruction is dropped");
                findings.once("declaration", fault.at(findings.span(place)));
            }
            Piece::Unclosed => {
                let fault = Diagnostic::error(Code::UnbalancedTag, "a comment is not closed, and its text is lost");
                findings.push(fault.at(findings.span(place)).hint("end it with `-->`"));
            }
            Piece::Text(_) | Piece::Comment(_) => {}
        }
    }

    fn open_tag(&mut self, tag: &Tag, place: Range<usize>, around: &Surroundings, findings: &mut Findings) {
        let becomes = match tags::meaning(tag) {
            Meaning::Break => return self.push(Inline::LineBreak),
            Meaning::Opportunity => return self.push(Inline::BreakOpportunity),
            Meaning::Image => return self.tag_image(tag, place, around, findings),
            Meaning::Span(kind) => Becomes::Span(kind),
            Meaning::Quote => Becomes::Quote,
            Meaning::Code => Becomes::Code,
            Meaning::Link => {
                let written = tag.get("href").unwrap_or_default();
                link(written, place.clone(), around, findings).map_or(Becomes::Itself, Becomes::Span)
            }
            Meaning::Unsafe => {
                unsafe_tag(&tag.name, place.clone(), findings);
                Becomes::Nothing
            }
            Meaning::Block | Meaning::Unknown => {
                unknown(&tag.name, place.clone(), findings);
                Becomes::Itself
            }
        };
        let attributes = match becomes {
            Becomes::Nothing => Attributes::default(),
            _ => tags::attributes(tag, place.clone(), findings),
        };
        let becomes = match becomes {
            Becomes::Itself if attributes.id.is_some() || attributes.language.is_some() => {
                Becomes::Span(SpanKind::Plain)
            }
            other => other,
        };
        if !tags::is_void(&tag.name) && self.skipped == 0 {
            self.open(Role::Html { name: tag.name.clone(), becomes }, attributes, place.start, findings);
        }
    }

    fn close_tag(&mut self, name: &str, place: Range<usize>, around: &Surroundings, findings: &mut Findings) {
        let of_html = self.spans.iter().rev().take_while(|span| matches!(span.role, Role::Html { .. }));
        let depth = of_html.map(|span| span.role.tag_name()).position(|open| open == Some(name));
        let Some(depth) = depth.filter(|_| self.skipped == 0) else {
            if name == "br" {
                return self.push(Inline::LineBreak);
            }
            let fault = Diagnostic::warning(Code::UnbalancedTag, format!("`</{name}>` closes nothing here"));
            return findings.once(name, fault.at(findings.span(place)));
        };
        for _ in 0..depth {
            self.close_top(place.end, false, around, findings);
        }
        self.close_top(place.end, true, around, findings);
    }

    /// Closes the innermost span; `by_author` says that it was closed where it should be.
    fn close_top(&mut self, end: usize, by_author: bool, around: &Surroundings, findings: &mut Findings) {
        if self.spans.len() < 2 {
            return;
        }
        let Some(OpenSpan { role, attributes, start, content }) = self.spans.pop() else { return };
        let place = findings.span(start..end);
        let becomes = match role {
            Role::Bare => Becomes::Itself,
            Role::Markdown(kind) => Becomes::Span(kind),
            Role::Image { written, title } => {
                let alternative = alternative(&content);
                return self.image(&written, alternative, &title, place, around, findings);
            }
            Role::Html { name, becomes } => {
                let becomes = if by_author { becomes } else { left_open(&name, becomes, start, findings) };
                if matches!(becomes, Becomes::Code) {
                    return content.into_iter().for_each(|inline| self.push(as_code(inline)));
                }
                becomes
            }
        };
        match becomes {
            Becomes::Nothing => {}
            Becomes::Span(kind) => self.push(Inline::Span(SpanInline { kind, attributes, content, span: place })),
            Becomes::Quote => {
                let content = with_marks(content, place);
                self.push(Inline::Span(SpanInline { kind: SpanKind::Quote, attributes, content, span: place }));
            }
            Becomes::Code | Becomes::Itself => content.into_iter().for_each(|inline| self.push(inline)),
        }
    }

    fn tag_image(&mut self, tag: &Tag, place: Range<usize>, around: &Surroundings, findings: &mut Findings) {
        let written = tag.get("src").unwrap_or_default().to_owned();
        let alternative = tag.get("alt").unwrap_or_default().to_owned();
        let title = tag.get("title").unwrap_or_default().to_owned();
        let attributes = tags::attributes(tag, place.clone(), findings);
        let width = tag.get("width").and_then(braces::width);
        self.image(&written, alternative, &title, findings.span(place), around, findings);
        if let Some(Inline::Image(image)) = self.top().content.last_mut() {
            image.decorative = attributes.has_class("decorative");
            image.attributes = attributes;
            image.width = width;
        }
    }

    fn image(
        &mut self,
        written: &str,
        alternative: String,
        title: &str,
        place: Span,
        around: &Surroundings,
        findings: &mut Findings,
    ) {
        let alternative = super::nfc(&alternative);
        match around.path.join(written) {
            Ok(path) => {
                let attributes = Attributes::default();
                let image = Image { path, alternative, decorative: false, width: None, attributes, span: place };
                self.push(Inline::Image(image));
                if !title.trim().is_empty() {
                    self.titles.push((place, title.trim().to_owned()));
                }
            }
            Err(fault) => {
                let fault = Diagnostic::error(Code::PathOutside, format!("image `{}`: {fault}", excerpt(written)));
                findings.push(fault.at(place).hint("copy the image into the book's folder and name it from there"));
                let shown = [alternative.trim(), title.trim()].join(" ");
                self.push_text(shown.trim(), place);
            }
        }
    }

    /// All spans closed: the content of the passage, and the titles of its images by their place.
    pub(super) fn finish(mut self, around: &Surroundings, findings: &mut Findings) -> Finished {
        let end = self.end;
        while self.spans.len() > 1 {
            self.close_top(end, false, around, findings);
        }
        let mut content = self.spans.pop().map(|root| root.content).unwrap_or_default();
        attach_braces(&mut content, around.text, findings);
        Finished { inlines: content, titles: self.titles, place: findings.span(self.start..end) }
    }
}

/// A passage with all its spans closed.
pub(super) struct Finished {
    pub(super) inlines: Vec<Inline>,
    /// Titles of images, by the image's place.
    pub(super) titles: Vec<(Span, String)>,
    pub(super) place: Span,
}

impl Finished {
    /// The inlines, with a warning for each title, which has no place in a line.
    pub(super) fn without_titles(self, findings: &mut Findings) -> Vec<Inline> {
        for (place, title) in self.titles {
            dropped_title(&title, place, findings);
        }
        self.inlines
    }
}

/// Says that a title has no place in a book.
pub(super) fn dropped_title(title: &str, place: Span, findings: &mut Findings) {
    let fault = Diagnostic::warning(Code::DroppedTitle, format!("title \"{}\" is not shown", excerpt(title)));
    findings.push(fault.at(place).hint("only the title of a figure is set: as its caption"));
}

impl Role {
    fn tag_name(&self) -> Option<&str> {
        match self {
            Self::Html { name, .. } => Some(name),
            _ => None,
        }
    }
}

fn join(content: &mut Vec<Inline>, inline: Inline) {
    if !matches!(&inline, Inline::Text { text, span } if extend(content, text, *span)) {
        content.push(inline);
    }
}

/// Adds text that stood at `place` to the text at the end of `content`, if there is one.
fn extend(content: &mut [Inline], more: &str, place: Span) -> bool {
    let Some(Inline::Text { text, span }) = content.last_mut() else { return false };
    text.push_str(more);
    span.end = span.end.max(place.end);
    true
}

fn left_open(name: &str, becomes: Becomes, start: usize, findings: &mut Findings) -> Becomes {
    let fault = Diagnostic::warning(Code::UnbalancedTag, format!("`<{name}>` is not closed in its paragraph"));
    findings.once(&format!("open {name}"), fault.at(findings.span(start..start + 1 + name.len())));
    match becomes {
        Becomes::Nothing => Becomes::Itself,
        other => other,
    }
}

fn with_marks(mut content: Vec<Inline>, place: Span) -> Vec<Inline> {
    let mark = |mark: char| Inline::Text { text: mark.to_string(), span: place };
    match content.first_mut() {
        Some(Inline::Text { text, .. }) => text.insert(0, OPENING_MARK),
        _ => content.insert(0, mark(OPENING_MARK)),
    }
    join(&mut content, mark(CLOSING_MARK));
    content
}

fn as_code(inline: Inline) -> Inline {
    match inline {
        Inline::Text { text, span } => Inline::Code { text: super::smarten::plain(&text), span },
        Inline::Span(span) => {
            let content = span.content.into_iter().map(as_code).collect();
            Inline::Span(SpanInline { content, ..span })
        }
        other => other,
    }
}

/// The text of an image's description.
fn alternative(content: &[Inline]) -> String {
    let mut text = String::new();
    collect_alternative(content, &mut text);
    super::smarten::plain(&text)
}

fn collect_alternative(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text: leaf, .. } | Inline::Code { text: leaf, .. } | Inline::Math { source: leaf, .. } => {
                text.push_str(leaf);
            }
            Inline::Span(span) => collect_alternative(&span.content, text),
            Inline::Image(image) => text.push_str(&image.alternative),
            Inline::LineBreak => text.push(' '),
            Inline::BreakOpportunity | Inline::NoteMark { .. } => {}
        }
    }
}

/// Reads the braces after each image, here and in the spans.
fn attach_braces(content: &mut Vec<Inline>, text: &str, findings: &mut Findings) {
    let mut image: Option<usize> = None;
    for index in 0..content.len() {
        let (before, rest) = content.split_at_mut(index);
        match &mut rest[0] {
            Inline::Image(_) => image = Some(index),
            Inline::Span(span) => {
                attach_braces(&mut span.content, text, findings);
                image = None;
            }
            Inline::Text { text: leaf, span } => {
                if let Some(Inline::Image(image)) = image.take().map(|at| &mut before[at]) {
                    take_braces(image, leaf, span, text, findings);
                }
            }
            _ => image = None,
        }
    }
    content.retain(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty()));
}

fn take_braces(image: &mut Image, leaf: &mut String, span: &mut Span, text: &str, findings: &mut Findings) {
    let Some((content, length)) = braces::at_start(leaf) else { return };
    let start = image.span.end as usize;
    if text.get(start..start + length) != Some(&leaf[..length]) {
        return;
    }
    let read = braces::read(content, start..start + length, findings);
    image.decorative = read.attributes.has_class("decorative");
    image.attributes = read.attributes;
    image.attributes.classes.retain(|class| class != "decorative");
    image.width = read.width;
    leaf.replace_range(..length, "");
    span.start = span.start.max(image.span.end + u32::try_from(length).unwrap_or(0)).min(span.end);
}

/// The span of a link to `written`, or `None` where it may not lead.
pub(super) fn link(
    written: &str,
    place: Range<usize>,
    around: &Surroundings,
    findings: &mut Findings,
) -> Option<SpanKind> {
    let place = findings.span(place);
    match links::target(written, around.path) {
        Ok(target) => return Some(SpanKind::Link(target)),
        Err(LinkFault::Scheme(scheme)) => {
            let fault = Diagnostic::warning(Code::UnsafeLink, format!("a link with scheme `{}`", excerpt(&scheme)));
            let hint = "use `http`, `https` or `mailto`; the text is kept without the link";
            findings.push(fault.at(place).hint(hint));
        }
        Err(LinkFault::Path(fault)) => {
            let fault = Diagnostic::error(Code::PathOutside, format!("link `{}`: {fault}", excerpt(written)));
            findings.push(fault.at(place).hint("name a file of the book from the folder of this one"));
        }
    }
    None
}

/// `text` short enough for a message.
pub(super) fn excerpt(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if visible.len() < text.len() && text.chars().count() > 60 { format!("{visible}…") } else { visible }
}

/// Says that tag `name` is not one of a book.
pub(super) fn unknown(name: &str, place: Range<usize>, findings: &mut Findings) {
    let fault = Diagnostic::warning(Code::UnknownHtml, format!("`<{name}>` is not known here; its text is kept"));
    findings.once(name, fault.at(findings.span(place)));
}

/// Says that tag `name` is dropped.
pub(super) fn unsafe_tag(name: &str, place: Range<usize>, findings: &mut Findings) {
    let fault = Diagnostic::warning(Code::UnsafeHtml, format!("`<{name}>` is dropped"));
    findings.once(name, fault.at(findings.span(place)).hint("a book runs and fetches nothing"));
}

/// Says that `what` are nested too deeply.
pub(super) fn too_deep(what: &str) -> Diagnostic {
    let fault = Diagnostic::error(Code::TooDeep, format!("{what} are nested more than {DEPTH} deep"));
    fault.hint("the text is kept without the inner levels")
}

/// The first piece of an inline HTML event.
pub(super) fn single_piece(html: &str) -> Option<Piece<'_>> {
    html::pieces(html).into_iter().next().map(|(_, piece)| piece)
}
