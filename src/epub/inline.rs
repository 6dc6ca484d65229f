//! What stands in a line of a chapter → XHTML.

use super::chapter::ChapterWriter;
use super::formula::{formula, parted};
use super::notes::mark_id;
use super::sheet::{direction_name, localized};
use super::survey::{is_numbered, span_id};
use super::xml::{Tag, Xml};
use crate::document::{CaptionKind, Image, Inline, LinkTarget, Passage, Reference, SpanInline, SpanKind};

/// The class of an image that is `width` thousandths of the measure wide.
pub(super) fn width_class(width: u32) -> String {
    format!("w{width}")
}

impl<'a> ChapterWriter<'a> {
    /// Writes `passage` with the page breaks in it.
    pub(super) fn passage(&mut self, xml: &mut Xml, passage: &'a Passage) {
        self.start(xml, passage);
        self.inlines(xml, &passage.inlines);
        self.finish(xml);
    }

    /// Writes `passage` without elements: code and data.
    pub(super) fn verbatim(&mut self, xml: &mut Xml, passage: &'a Passage) {
        self.start(xml, passage);
        self.leaf(xml, &passage.text());
        self.finish(xml);
    }

    fn start(&mut self, xml: &mut Xml, passage: &Passage) {
        self.place = (self.survey.rank(passage.node), 0);
        self.breaks_until(xml, self.place);
    }

    fn finish(&mut self, xml: &mut Xml) {
        let (rank, _) = self.place;
        self.breaks_until(xml, (rank, u32::MAX));
    }

    fn inlines(&mut self, xml: &mut Xml, inlines: &'a [Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text { .. } => {
                    let [_, text, _] = self.between_formulas(inlines, Some(index));
                    self.leaf(xml, text);
                }
                Inline::Code { text, .. } => xml.tag("code").with(|xml| self.leaf(xml, text)),
                Inline::Math { source, display, .. } => {
                    let [.., opening] = self.between_formulas(inlines, index.checked_sub(1));
                    let [closing, ..] = self.between_formulas(inlines, Some(index + 1));
                    self.math_with_marks(xml, opening, (source, *display), closing);
                }
                Inline::LineBreak => xml.tag("br").empty(),
                Inline::BreakOpportunity => xml.tag("wbr").empty(),
                Inline::Span(span) => self.span(xml, span),
                Inline::Image(image) => {
                    let id = self.inline_id(is_numbered(&image.attributes, None));
                    self.image(xml, image, id.as_deref());
                }
                Inline::NoteMark { note, .. } if self.in_link => self.held.push(*note),
                Inline::NoteMark { note, .. } => self.note_mark(xml, *note),
            }
        }
    }

    /// Writes a leaf of text, with each page break before the byte that its page starts with.
    fn leaf(&mut self, xml: &mut Xml, text: &str) {
        let (rank, start) = self.place;
        let mut written = 0;
        while let Some(at) = self.next_break(text) {
            xml.text(&text[written..at]);
            self.breaks_until(xml, (rank, start + length(&text[..at])));
            written = at;
        }
        xml.text(&text[written..]);
        self.place = (rank, start + length(text));
    }

    /// Where in the leaf `text`, which starts at the present place, the next break stands.
    fn next_break(&self, text: &str) -> Option<usize> {
        let (rank, start) = self.place;
        let (break_rank, offset) = self.breaks.first()?.place;
        let at = offset.saturating_sub(start) as usize;
        (break_rank == rank && at < text.len() && text.is_char_boundary(at)).then_some(at)
    }

    /// The text at `index` in three: marks of a formula before it, what stands between, marks of a formula after it.
    fn between_formulas(&self, inlines: &'a [Inline], index: Option<usize>) -> [&'a str; 3] {
        let Some((index, Inline::Text { text, .. })) = index.and_then(|index| Some((index, inlines.get(index)?)))
        else {
            return [""; 3];
        };
        let is_formula = |index: usize| match inlines.get(index) {
            Some(Inline::Math { source, display: false, .. }) => self.plan.formula(source, false).is_some(),
            _ => false,
        };
        parted(text, index.checked_sub(1).is_some_and(is_formula), is_formula(index + 1))
    }

    /// Maths with the marks beside it. A reader may end a line at either side of MathML, whatever stands there.
    fn math_with_marks(&mut self, xml: &mut Xml, opening: &str, (source, display): (&str, bool), closing: &str) {
        if opening.is_empty() && closing.is_empty() {
            return self.math(xml, source, display);
        }
        xml.tag("span").attribute("class", "unbroken").with(|xml| {
            self.leaf(xml, opening);
            self.math(xml, source, display);
            self.leaf(xml, closing);
        });
    }

    /// Maths as MathML; in its notation where that could not be read. No page begins inside.
    fn math(&mut self, xml: &mut Xml, source: &str, display: bool) {
        let (rank, start) = self.place;
        let end = start + length(source);
        self.breaks_until(xml, (rank, end.saturating_sub(1)));
        match self.plan.formula(source, display) {
            Some(read) => formula(xml, read),
            None => xml.tag("code").attribute("class", if display { "math display" } else { "math" }).text(source),
        }
        self.place = (rank, end);
    }

    fn inline_id(&mut self, numbered: bool) -> Option<String> {
        numbered.then(|| {
            self.spans += 1;
            span_id(self.spans)
        })
    }

    fn span(&mut self, xml: &mut Xml, span: &'a SpanInline) {
        let id = self.inline_id(is_numbered(&span.attributes, Some(&span.kind)));
        let id = id.as_deref();
        match &span.kind {
            SpanKind::Link(target) => {
                let address = self.plan.address((self.index, self.piece), target).filter(|_| !self.in_link);
                match address {
                    Some(address) => self.link(xml, span, id, &address),
                    None => self.element(xml, "span", span, id),
                }
            }
            SpanKind::Abbreviation(long) => {
                let tag = localized(xml.tag("abbr").maybe("id", id), &span.attributes);
                let long = (!long.trim().is_empty()).then_some(long.as_str());
                tag.maybe("title", long).with(|xml| self.inlines(xml, &span.content));
            }
            SpanKind::Definition if self.in_definition => self.element(xml, "span", span, id),
            SpanKind::Definition => {
                self.in_definition = true;
                self.element(xml, "dfn", span, id);
                self.in_definition = false;
            }
            kind => self.element(xml, element_name(kind), span, id),
        }
    }

    fn element(&mut self, xml: &mut Xml, name: &'static str, span: &'a SpanInline, id: Option<&str>) {
        let tag = localized(xml.tag(name).maybe("id", id), &span.attributes);
        tag.with(|xml| self.inlines(xml, &span.content));
    }

    fn link(&mut self, xml: &mut Xml, span: &'a SpanInline, id: Option<&str>, address: &str) {
        self.in_link = true;
        let mut tag = xml.tag("a").maybe("id", id);
        if let SpanKind::Link(target) = &span.kind
            && self.plan.document.is_term(self.index, target)
        {
            tag = tag.attribute("epub:type", "glossref").attribute("role", "doc-glossref");
        }
        let tag = localized(tag.attribute("href", address), &span.attributes);
        tag.with(|xml| match &span.kind {
            SpanKind::Link(target) if span.content.is_empty() => self.reference(xml, target),
            _ => self.inlines(xml, &span.content),
        });
        self.in_link = false;
        for note in std::mem::take(&mut self.held) {
            self.note_mark(xml, note);
        }
    }

    /// What a link without words of its own is called: a title with the languages in it.
    fn reference(&self, xml: &mut Xml, target: &LinkTarget) {
        let document = self.plan.document;
        let label = match document.reference(self.index, target) {
            Some(Reference::Captioned(CaptionKind::Figure, number)) => format!("{} {number}", self.words.figure),
            Some(Reference::Captioned(CaptionKind::Table, number)) => format!("{} {number}", self.words.table),
            Some(Reference::Title(title)) => {
                let place = document.resolve(self.index, target);
                let heading = document.outline.iter().find(|entry| Some(entry.position) == place);
                return match heading.filter(|heading| heading.plain == title) {
                    Some(heading) => words(xml, &heading.title.inlines),
                    None => xml.text(&title),
                };
            }
            None => return,
        };
        xml.text(&label);
    }

    fn note_mark(&mut self, xml: &mut Xml, index: u32) {
        let note = self.chapter.notes.get(index as usize);
        let (Some(note), Some(count)) = (note, self.marks.get_mut(index as usize)) else { return };
        *count += 1;
        let count = *count;
        let tag = xml.tag("a").attribute("epub:type", "noteref").attribute("role", "doc-noteref");
        let file = self.file_of(|pieces| pieces.of_note(index as usize));
        let tag = tag.attribute("href", &format!("{file}#fn-{}", note.number));
        tag.attribute("id", &mark_id(note.number, count)).text(&note.number.to_string());
    }

    /// Writes `image`, or its description where the file is missing.
    pub(super) fn image(&mut self, xml: &mut Xml, image: &Image, id: Option<&str>) {
        let Some(file) = self.plan.images.get(&image.path) else {
            let tag = xml.tag("span").maybe("id", id).attribute("class", "missing");
            return localized(tag, &image.attributes).text(&image.alternative);
        };
        let alternative = if image.decorative { "" } else { image.alternative.as_str() };
        let class = image.width.map(width_class);
        let tag: Tag<'_> = xml.tag("img").maybe("id", id).maybe("class", class.as_deref());
        let tag = tag.attribute("src", &file.file).attribute("alt", alternative);
        let (width, height) = file.asset.picture.pixels();
        let tag = tag.attribute("width", &width.to_string()).attribute("height", &height.to_string());
        localized(tag, &image.attributes).empty();
    }
}

/// The element of a span without more than its kind.
pub(super) fn element_name(kind: &SpanKind) -> &'static str {
    match kind {
        SpanKind::Emphasis => "em",
        SpanKind::Strong => "strong",
        SpanKind::Strikethrough => "del",
        SpanKind::Isolate => "bdi",
        SpanKind::Cite => "cite",
        SpanKind::Small => "small",
        SpanKind::Superscript => "sup",
        SpanKind::Subscript => "sub",
        SpanKind::Link(_)
        | SpanKind::Plain
        | SpanKind::Quote
        | SpanKind::Abbreviation(_)
        | SpanKind::Definition
        | SpanKind::Index(_) => "span",
    }
}

/// Writes the inlines of a heading where only its words count: no links, notes, images or ids.
pub(super) fn words(xml: &mut Xml, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => xml.text(text),
            Inline::Code { text, .. } | Inline::Math { source: text, .. } => xml.tag("code").text(text),
            Inline::LineBreak => xml.text(" "),
            Inline::BreakOpportunity | Inline::Image(_) | Inline::NoteMark { .. } => {}
            Inline::Span(span) => words_of_span(xml, span),
        }
    }
}

fn words_of_span(xml: &mut Xml, span: &SpanInline) {
    let name = element_name(&span.kind);
    let direction = span.attributes.direction.map(direction_name);
    if name == "span" && span.attributes.language.is_none() && direction.is_none() {
        return words(xml, &span.content);
    }
    localized(xml.tag(name), &span.attributes).with(|xml| words(xml, &span.content));
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
