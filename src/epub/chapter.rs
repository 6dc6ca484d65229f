//! A chapter → its XHTML file: blocks, tables and notes. What stands in a line is written in
//! `inline`.

use super::breaks::{PageBreak, Place};
use super::drawing;
use super::pieces::{LIMIT, Pieces, Sizes};
use super::plan::Plan;
use super::sheet::{direction_name, in_language, localized, page_break, sheet};
use super::spine::{Leaf, first_of_part};
use super::survey::{Survey, block_id};
use super::xml::{Tag, Xml};
use crate::document::{
    Block, BlockKind, Caption, Chapter, ColumnAlignment, DefinitionItem, Image, ListItem, Matter, NodeId, Note,
    Passage, QuoteKind, SourceEntries, Table, TableRow, TextPosition, caption, with_source,
};
use crate::language::{Language, initial};
use crate::manifest::Place as CityPlace;
use crate::wording::{self, EbookWording, Wording};
use std::collections::BTreeMap;

/// Kinds of front and back matter: name in the manifest, `epub:type`, role.
const KINDS: [(&str, &str, Option<&str>); 18] = [
    ("acknowledgments", "acknowledgments", Some("doc-acknowledgments")),
    ("acknowledgements", "acknowledgments", Some("doc-acknowledgments")),
    ("afterword", "afterword", Some("doc-afterword")),
    ("appendix", "appendix", Some("doc-appendix")),
    ("bibliography", "bibliography", Some("doc-bibliography")),
    ("colophon", "colophon", Some("doc-colophon")),
    ("conclusion", "conclusion", Some("doc-conclusion")),
    ("contributors", "contributors", None),
    ("dedication", "dedication", Some("doc-dedication")),
    ("epigraph", "epigraph", Some("doc-epigraph")),
    ("epilogue", "epilogue", Some("doc-epilogue")),
    ("foreword", "foreword", Some("doc-foreword")),
    ("glossary", "glossary", Some("doc-glossary")),
    ("index", "index", Some("doc-index")),
    ("introduction", "introduction", Some("doc-introduction")),
    ("preamble", "preamble", None),
    ("preface", "preface", Some("doc-preface")),
    ("prologue", "prologue", Some("doc-prologue")),
];

/// Classes of authors that the style sheet knows. Others are for print.
const CLASSES: [&str; 5] = ["factbox", "source", "lead", "verse", "signature"];

/// The class of a paragraph that starts with an initial.
pub(super) const INITIAL: &str = "initial";

/// A line of print has about so many characters.
const LINE: usize = 70;

/// Above this many columns a table is set as a list of rows on narrow screens.
const WIDE: usize = 4;

/// Writes one chapter.
pub(super) struct ChapterWriter<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) index: u32,
    /// Which file of the chapter this is.
    pub(super) piece: u32,
    pub(super) chapter: &'a Chapter,
    pub(super) survey: &'a Survey<'a>,
    /// The files of the chapter, if it is in several.
    pieces: Option<&'a Pieces>,
    pub(super) words: &'static Wording,
    pub(super) labels: &'static EbookWording,
    /// Page breaks that are still to come.
    pub(super) breaks: &'a [PageBreak],
    /// How often each note was marked so far.
    pub(super) marks: Vec<u32>,
    /// How many inlines with an id were written.
    pub(super) spans: u32,
    /// The place that is written now.
    pub(super) place: Place,
    /// Whether a link is open, in which no other may stand.
    pub(super) in_link: bool,
    /// Whether a definition is open, in which no other may stand.
    pub(super) in_definition: bool,
    /// Notes marked in the open link: their marks follow it.
    pub(super) held: Vec<u32>,
    /// What was written so far.
    sizes: Sizes,
}

/// The pieces of those chapters whose files, of these bytes, are too large and can be cut.
pub(super) fn pieces(plan: &Plan<'_>, files: impl Iterator<Item = (Leaf, usize)>) -> BTreeMap<u32, Pieces> {
    let large = files.filter_map(|(leaf, bytes)| match leaf {
        Leaf::Chapter(index, _) if bytes > LIMIT => Some(index),
        _ => None,
    });
    let cut = |index: u32| {
        let (_, sizes) = measured(plan, index, 0);
        Some((index, Pieces::new(&plan.document.chapters[index as usize].chapter, &sizes)?))
    };
    large.filter_map(cut).collect()
}

/// The XHTML of file `piece` of chapter `index`.
pub(super) fn chapter(plan: &Plan<'_>, index: u32, piece: u32) -> String {
    measured(plan, index, piece).0
}

fn measured(plan: &Plan<'_>, index: u32, piece: u32) -> (String, Sizes) {
    let placed = &plan.document.chapters[index as usize];
    let chapter = &placed.chapter;
    let survey = &plan.surveys[index as usize];
    let pieces = plan.pieces.get(&index);
    let first = pieces.map_or(0, |pieces| pieces.blocks(piece).start);
    let mut writer = ChapterWriter {
        plan,
        index,
        piece,
        pieces,
        chapter,
        survey,
        words: wording::of(&chapter.language),
        labels: wording::ebook(&chapter.language),
        breaks: plan.breaks.of(Leaf::Chapter(index, piece)),
        marks: pieces.map_or_else(|| vec![0; chapter.notes.len()], |pieces| pieces.marks_before(piece)),
        spans: pieces.map_or(0, |pieces| pieces.numbered_before_block(first)),
        place: (0, 0),
        in_link: false,
        in_definition: false,
        held: Vec::new(),
        sizes: Sizes::default(),
    };
    let (matter, kind, role) = semantics(&placed.matter);
    let title = if chapter.title.trim().is_empty() { &plan.document.manifest.metadata.title } else { &chapter.title };
    // What goes on in another file is no chapter of its own.
    let (kind, role) = if piece == 0 { (kind, role) } else { (None, None) };
    let text = sheet(&chapter.language, title, matter, |xml| {
        let section = xml.tag("section").maybe("epub:type", kind).maybe("role", role);
        let paragraphs = placed.source_entries() == Some(SourceEntries::Paragraphs);
        let section = section.maybe("class", paragraphs.then_some("entries"));
        let section = match opening(&chapter.blocks[first..]) {
            Some(heading) => section.attribute("aria-labelledby", &block_id(heading)),
            None => section.attribute("aria-label", title),
        };
        section.with(|xml| writer.content(xml));
    });
    (text, writer.sizes)
}

/// The `epub:type` of the body, and that and the role of the section.
fn semantics(matter: &Matter) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    let (matter, kind) = match matter {
        Matter::Body(_) => return ("bodymatter", Some("chapter"), Some("doc-chapter")),
        Matter::Front(kind) => ("frontmatter", kind),
        Matter::Back(kind) => ("backmatter", kind),
    };
    let known = KINDS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(kind));
    known.map_or((matter, None, None), |(_, kind, role)| (matter, Some(kind), *role))
}

/// The heading that a chapter of `blocks` starts with.
fn opening(blocks: &[Block]) -> Option<NodeId> {
    let first = blocks.first()?;
    matches!(first.kind, BlockKind::Heading { .. }).then_some(first.node)
}

/// The first node in `block` with text of its own: a page that starts there starts with the block.
fn lead(block: &Block) -> NodeId {
    let inner = match &block.kind {
        BlockKind::Paragraph(text) | BlockKind::Code { text, .. } => Some(text.node),
        BlockKind::Heading { title, .. } => Some(title.node),
        BlockKind::Drawing { data, .. } => Some(data.node),
        BlockKind::Quote { blocks, .. } => blocks.first().map(lead),
        BlockKind::List { items, .. } => items.first().map(|item| item.blocks.first().map_or(item.node, lead)),
        BlockKind::Definitions(items) => items.first().and_then(|item| item.terms.first()).map(|term| term.node),
        BlockKind::Table(table) => {
            let mut rows = std::iter::once(&table.head).chain(&table.rows);
            rows.find_map(|row| row.cells.first()).map(|cell| cell.node)
        }
        BlockKind::Figure { .. } | BlockKind::ThematicBreak => None,
    };
    inner.unwrap_or(block.node)
}

impl<'a> ChapterWriter<'a> {
    /// Writes the page breaks up to `place`.
    pub(super) fn breaks_until(&mut self, xml: &mut Xml, place: Place) {
        let count = self.breaks.iter().take_while(|page| page.place <= place).count();
        let (now, later) = self.breaks.split_at(count);
        now.iter().for_each(|page| page_break(xml, page));
        self.breaks = later;
    }

    fn content(&mut self, xml: &mut Xml) {
        xml.line();
        let blocks = self.pieces.map_or(0..self.chapter.blocks.len(), |pieces| pieces.blocks(self.piece));
        let blocks = &self.chapter.blocks[blocks];
        let opening = if self.piece == 0 { usize::from(opening(blocks).is_some()) } else { 0 };
        for (index, block) in blocks.iter().enumerate() {
            if index == opening && self.piece == 0 {
                self.city(xml);
            }
            let before = xml.written();
            self.blocks(xml, std::slice::from_ref(block));
            self.sizes.blocks.push(xml.written() - before);
        }
        if blocks.len() == opening {
            self.city(xml);
        }
        let all = || (0..self.chapter.notes.len()).collect();
        let notes: Vec<usize> = self.pieces.map_or_else(all, |pieces| pieces.notes_of(self.piece));
        for note in notes {
            let before = xml.written();
            self.spans = self.pieces.map_or(self.spans, |pieces| pieces.numbered_before_note(note));
            self.note(xml, &self.chapter.notes[note]);
            self.sizes.notes.push(xml.written() - before);
        }
        self.breaks_until(xml, (u32::MAX, u32::MAX));
    }

    /// The name of the file of the chapter that `piece` picks, where it is not this one.
    pub(super) fn file_of(&self, piece: impl Fn(&Pieces) -> u32) -> String {
        let piece = self.pieces.map_or(self.piece, piece);
        if piece == self.piece { String::new() } else { Leaf::Chapter(self.index, piece).file() }
    }

    /// Below the title of a city's first chapter: its country, its region and its own names.
    fn city(&mut self, xml: &mut Xml) {
        let part = first_of_part(self.plan.document, self.index);
        let part = part.and_then(|part| self.plan.document.manifest.parts.get(part as usize));
        let Some(place) = part.and_then(|part| part.place.as_ref()) else { return };
        city_lines(xml, place);
    }

    fn blocks(&mut self, xml: &mut Xml, blocks: &'a [Block]) {
        for block in blocks {
            self.block(xml, block);
            xml.line();
        }
    }

    fn block(&mut self, xml: &mut Xml, block: &'a Block) {
        self.breaks_until(xml, (self.survey.rank(lead(block)), 0));
        match &block.kind {
            BlockKind::Paragraph(text) => {
                let class = self.drops_initial(block, text).then_some(INITIAL);
                let direction = text.sole_language().map(Language::direction);
                let own = block.attributes.language.is_some() || block.attributes.direction.is_some();
                let turned = direction.filter(|direction| !own && *direction != self.chapter.language.direction());
                let tag = classed(xml, "p", block, class).maybe("dir", turned.map(direction_name));
                tag.with(|xml| self.passage(xml, text));
            }
            BlockKind::Heading { level, title } => {
                element(xml, heading_name(*level), block).with(|xml| self.passage(xml, title));
            }
            BlockKind::Quote { kind: kind @ (QuoteKind::Quotation | QuoteKind::Display), blocks } => {
                self.quotation(xml, block, *kind, blocks);
            }
            BlockKind::Quote { kind: QuoteKind::Sidebar, blocks } => self.sidebar(xml, block, blocks),
            BlockKind::Quote { kind, blocks } => self.alert(xml, block, *kind, blocks),
            BlockKind::List { start, tight, items } => self.list(xml, block, *start, *tight, items),
            BlockKind::Definitions(items) => self.definitions(xml, block, items),
            BlockKind::Code { text, .. } => self.code(element(xml, "pre", block), text),
            BlockKind::Drawing { data, caption, .. } => self.drawing(xml, block, data, caption.as_ref()),
            BlockKind::Table(table) => self.table(xml, block, table),
            BlockKind::Figure { image, caption } => self.figure(xml, block, image, caption.as_ref()),
            BlockKind::ThematicBreak => element(xml, "hr", block).empty(),
        }
    }

    /// Whether `text` of `block` starts with an initial that drops over several lines, as it does in print: the
    /// first of the chapter, where it is long enough to stand beside it.
    fn drops_initial(&self, block: &Block, text: &Passage) -> bool {
        let lines = self.plan.document.manifest.look.drop_caps as usize;
        let text = text.text();
        lines > 0
            && self.chapter.first_paragraph() == Some(block.node)
            && initial(&text).is_some()
            && text.chars().count() >= lines * LINE
    }

    /// A quotation; one with a source is a figure, since a source is no part of what is quoted.
    fn quotation(&mut self, xml: &mut Xml, block: &'a Block, kind: QuoteKind, blocks: &'a [Block]) {
        let (quoted, source) = with_source(blocks);
        let epigraph = self.chapter.epigraph() == Some(block.node);
        let name = if source.is_some() { "figure" } else { "blockquote" };
        let class = match kind {
            QuoteKind::Display => Some("display"),
            _ if epigraph => Some("epigraph"),
            _ => source.map(|_| "quotation"),
        };
        let mut tag = classed(xml, name, block, class);
        if epigraph {
            tag = tag.attribute("epub:type", "epigraph").attribute("role", "doc-epigraph");
        }
        tag.with(|xml| match source.map(|source| &source.kind) {
            Some(BlockKind::Paragraph(text)) => {
                xml.tag("blockquote").with(|xml| self.blocks(xml, quoted));
                xml.line();
                xml.tag("figcaption").attribute("class", "attribution").with(|xml| self.passage(xml, text));
            }
            _ => self.blocks(xml, blocks),
        });
    }

    /// A text beside the text, under its own heading.
    fn sidebar(&mut self, xml: &mut Xml, block: &'a Block, blocks: &'a [Block]) {
        let title = blocks.first().map(|heading| block_id(heading.node));
        let tag = classed(xml, "aside", block, Some("sidebar")).attribute("epub:type", "sidebar");
        tag.maybe("aria-labelledby", title.as_deref()).with(|xml| self.blocks(xml, blocks));
    }

    fn alert(&mut self, xml: &mut Xml, block: &'a Block, kind: QuoteKind, blocks: &'a [Block]) {
        let words = self.words;
        let label = match kind {
            QuoteKind::Quotation | QuoteKind::Display | QuoteKind::Sidebar | QuoteKind::Note => words.note,
            QuoteKind::Tip => words.tip,
            QuoteKind::Important => words.important,
            QuoteKind::Warning => words.warning,
            QuoteKind::Caution => words.caution,
        };
        let tag = classed(xml, "aside", block, Some("alert"));
        // Any other aside would be a landmark, which each must have a name of its own.
        let tag = match kind {
            QuoteKind::Tip => tag.attribute("epub:type", "tip").attribute("role", "doc-tip"),
            _ => tag.attribute("role", "note"),
        };
        tag.with(|xml| {
            xml.tag("p").attribute("class", "alert-label").text(label);
            xml.line();
            self.blocks(xml, blocks);
        });
    }

    fn list(&mut self, xml: &mut Xml, block: &'a Block, start: Option<u64>, tight: bool, items: &'a [ListItem]) {
        if items.is_empty() {
            return;
        }
        let tasks = items.iter().all(|item| item.checked.is_some());
        let class = if tasks { Some("tasks") } else { None };
        let tag = classed(xml, if start.is_some() { "ol" } else { "ul" }, block, class);
        let start = start.filter(|start| *start != 1).map(|start| start.to_string());
        tag.maybe("start", start.as_deref()).with(|xml| {
            for item in items {
                xml.tag("li").with(|xml| self.item(xml, item, tight));
                xml.line();
            }
        });
    }

    fn item(&mut self, xml: &mut Xml, item: &'a ListItem, tight: bool) {
        self.breaks_until(xml, (self.survey.rank(item.node), 0));
        if let Some(done) = item.checked {
            xml.text(if done { "☑ " } else { "☐ " });
        }
        self.cell_blocks(xml, &item.blocks, tight);
    }

    /// Blocks of an item or definition; in a tight one, paragraphs stand without an element of
    /// their own.
    fn cell_blocks(&mut self, xml: &mut Xml, blocks: &'a [Block], tight: bool) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(text) if tight && is_bare(block) => self.passage(xml, text),
                _ => self.block(xml, block),
            }
            if blocks.len() > 1 {
                xml.line();
            }
        }
    }

    fn definitions(&mut self, xml: &mut Xml, block: &'a Block, items: &'a [DefinitionItem]) {
        let whole = |item: &&DefinitionItem| !item.terms.is_empty() || !item.definitions.is_empty();
        if !items.iter().any(|item| whole(&item)) {
            return;
        }
        let explains = self.plan.document.chapters[self.index as usize].matter.is_kind("glossary");
        let of_glossary = |name| explains.then_some(name);
        element(xml, "dl", block).with(|xml| {
            for item in items {
                for term in &item.terms {
                    xml.tag("dt").maybe("epub:type", of_glossary("glossterm")).with(|xml| self.term(xml, term));
                    xml.line();
                }
                for definition in &item.definitions {
                    let tight = definition.len() == 1;
                    xml.tag("dd")
                        .maybe("epub:type", of_glossary("glossdef"))
                        .with(|xml| self.cell_blocks(xml, definition, tight));
                    xml.line();
                }
            }
        });
    }

    /// A term; one of a glossary is what glossary references lead to.
    fn term(&mut self, xml: &mut Xml, term: &'a Passage) {
        let place = TextPosition { chapter: self.index, node: term.node, offset: 0 };
        if !self.plan.document.terms.contains_key(&place) {
            return self.passage(xml, term);
        }
        self.in_definition = true;
        xml.tag("dfn").attribute("id", &block_id(term.node)).with(|xml| self.passage(xml, term));
        self.in_definition = false;
    }

    fn code(&mut self, tag: Tag<'_>, text: &'a Passage) {
        tag.with(|xml| xml.tag("code").with(|xml| self.verbatim(xml, text)));
    }

    /// The picture and its data; the data as it was written where there is none.
    fn drawing(&mut self, xml: &mut Xml, block: &'a Block, data: &'a Passage, caption: Option<&'a Caption>) {
        let place = TextPosition { chapter: self.index, node: block.node, offset: 0 };
        let drawn = self.plan.drawings.get(&place);
        element(xml, "figure", block).with(|xml| {
            match drawn {
                Some(drawn) => drawing::svg(xml, drawn, self.plan.fonts, &block_id(block.node)),
                None => self.code(xml.tag("pre"), data),
            }
            self.caption(xml, "figcaption", self.words.figure, block, caption);
        });
        if let Some(drawn) = drawn {
            xml.line();
            drawing::data(xml, &drawn.table, self.labels.data);
        }
    }

    fn figure(&mut self, xml: &mut Xml, block: &'a Block, image: &'a Image, caption: Option<&'a Caption>) {
        element(xml, "figure", block).with(|xml| {
            self.image(xml, image, None);
            self.caption(xml, "figcaption", self.words.figure, block, caption);
        });
    }

    fn caption(&mut self, xml: &mut Xml, name: &'static str, label: &str, block: &Block, caption: Option<&'a Caption>) {
        let Some(caption) = caption else { return };
        let place = TextPosition { chapter: self.index, node: block.node, offset: 0 };
        let number = self.plan.document.numbers.get(&place);
        xml.tag(name).with(|xml| {
            if let Some(number) = number {
                xml.tag("span").attribute("class", "label").text(&format!("{label} {number}"));
                xml.text(" ");
            }
            self.passage(xml, &caption.text);
        });
    }

    fn table(&mut self, xml: &mut Xml, block: &'a Block, table: &'a Table) {
        let wide = table.columns.len() > WIDE;
        let labels: Vec<String> = match wide {
            true => table.head.cells.iter().map(Passage::text).collect(),
            false => Vec::new(),
        };
        let factbox = block.attributes.has_class("factbox");
        classed(xml, "table", block, wide.then_some("wide")).with(|xml| {
            self.caption(xml, "caption", self.words.table, block, table.caption.as_ref());
            self.head(xml, table);
            xml.tag("tbody").with(|xml| {
                for row in &table.rows {
                    xml.tag("tr").with(|xml| self.row(xml, &table.columns, row, &labels, factbox));
                    xml.line();
                }
            });
        });
    }

    fn head(&mut self, xml: &mut Xml, table: &'a Table) {
        if table.head.cells.iter().all(Passage::is_empty) {
            return;
        }
        let columns = &table.columns;
        xml.tag("thead").with(|xml| {
            xml.tag("tr").with(|xml| {
                for (index, cell) in table.head.cells.iter().enumerate() {
                    let scope = (!cell.is_empty()).then_some("col");
                    let name = if scope.is_some() { "th" } else { "td" };
                    let tag = xml.tag(name).maybe("scope", scope).maybe("class", column_class(columns, index));
                    tag.with(|xml| self.passage(xml, cell));
                }
            });
        });
        xml.line();
    }

    fn row(&mut self, xml: &mut Xml, columns: &[ColumnAlignment], row: &'a TableRow, labels: &[String], factbox: bool) {
        for (index, cell) in row.cells.iter().enumerate() {
            let head = factbox && index == 0 && !cell.is_empty();
            let label = labels.get(index).filter(|label| !label.is_empty()).map(String::as_str);
            let tag = xml.tag(if head { "th" } else { "td" }).maybe("scope", head.then_some("row"));
            let tag = tag.maybe("class", column_class(columns, index)).maybe("data-label", label);
            tag.with(|xml| self.passage(xml, cell));
        }
    }

    fn note(&mut self, xml: &mut Xml, note: &'a Note) {
        let id = format!("fn-{}", note.number);
        let tag = xml.tag("aside").attribute("epub:type", "footnote").attribute("role", "doc-footnote");
        tag.attribute("id", &id).with(|xml| {
            let first = note.blocks.first().and_then(|block| Some((block, paragraph(block)?)));
            let Some((block, text)) = first else {
                xml.tag("p").with(|xml| self.backlinks(xml, note));
                return self.blocks(xml, &note.blocks);
            };
            self.breaks_until(xml, (self.survey.rank(lead(block)), 0));
            element(xml, "p", block).with(|xml| {
                self.backlinks(xml, note);
                self.passage(xml, text);
            });
            self.blocks(xml, &note.blocks[1..]);
        });
        xml.line();
    }

    /// The note's number, which leads back to its first mark, and a link to each further one.
    fn backlinks(&mut self, xml: &mut Xml, note: &Note) {
        let index = self.chapter.notes.iter().position(|other| std::ptr::eq(other, note));
        let index = index.unwrap_or(usize::MAX);
        let count = self.survey.marks.get(index).copied().unwrap_or(0);
        let number = note.number.to_string();
        if count == 0 {
            xml.text(&number);
        }
        for mark in 1..=count {
            let again = if mark == 1 { String::new() } else { format!(" ({mark})") };
            let label = format!("{} {number}: {}{again}", self.words.footnote, self.labels.back);
            let tag = xml.tag("a").attribute("epub:type", "backlink").attribute("role", "doc-backlink");
            let file = self.file_of(|pieces| pieces.of_mark(index, mark));
            let tag = tag.attribute("href", &format!("{file}#{}", mark_id(note.number, mark)));
            tag.attribute("aria-label", &label).text(if mark == 1 { &number } else { "↩" });
            xml.text(" ");
        }
        if count == 0 {
            xml.text(" ");
        }
    }
}

/// The id of the `count`-th mark of note `number`.
pub(super) fn mark_id(number: u32, count: u32) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}

/// Writes country, region and own names of a city.
fn city_lines(xml: &mut Xml, place: &CityPlace) {
    let where_it_is: Vec<&str> = place.country.iter().chain(&place.region).map(String::as_str).collect();
    if !where_it_is.is_empty() {
        let class = if place.names.is_empty() { "place alone" } else { "place" };
        xml.tag("p").attribute("class", class).text(&where_it_is.join(" · "));
        xml.line();
    }
    if place.names.is_empty() {
        return;
    }
    xml.tag("p").attribute("class", "names").with(|xml| {
        for (index, (language, name)) in place.names.iter().enumerate() {
            if index > 0 {
                xml.text(" · ");
            }
            in_language(xml.tag("bdi"), language).text(name);
        }
    });
    xml.line();
}

/// The start of element `name` for `block`: its id if it has one, classes, language.
fn element<'x>(xml: &'x mut Xml, name: &'static str, block: &Block) -> Tag<'x> {
    classed(xml, name, block, None)
}

/// As [`element`], with a class of ours.
fn classed<'x>(xml: &'x mut Xml, name: &'static str, block: &Block, class: Option<&'static str>) -> Tag<'x> {
    let known = CLASSES.into_iter().filter(|class| block.attributes.has_class(class));
    let classes: Vec<&str> = class.into_iter().chain(known).collect();
    let classes = (!classes.is_empty()).then(|| classes.join(" "));
    let id = is_target(block).then(|| block_id(block.node));
    localized(xml.tag(name).maybe("id", id.as_deref()).maybe("class", classes.as_deref()), &block.attributes)
}

/// Whether something may lead to `block`.
fn is_target(block: &Block) -> bool {
    let inner = match &block.kind {
        BlockKind::Heading { .. } => true,
        BlockKind::Figure { image, .. } => image.attributes.id.is_some(),
        _ => false,
    };
    inner || block.attributes.id.is_some() || caption(block).is_some()
}

/// Whether nothing is said of `block` that would need an element.
fn is_bare(block: &Block) -> bool {
    block.attributes == crate::document::Attributes::default()
}

fn paragraph(block: &Block) -> Option<&Passage> {
    match &block.kind {
        BlockKind::Paragraph(text) => Some(text),
        _ => None,
    }
}

fn heading_name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn column_class(columns: &[ColumnAlignment], index: usize) -> Option<&'static str> {
    match columns.get(index)? {
        ColumnAlignment::Start => None,
        ColumnAlignment::Centre => Some("centre"),
        ColumnAlignment::End => Some("end"),
    }
}
