//! A chapter → its XHTML file: its blocks in order. Blocks of several parts are written in `quotes`, `lists`,
//! `figures` and `notes`, what stands in a line in `inline`.

use super::breaks::{PageBreak, Place};
use super::pieces::{LIMIT, Pieces, Sizes};
use super::plan::Plan;
use super::sheet::{direction_name, in_language, localized, page_break, sheet};
use super::spine::{Leaf, first_of_part};
use super::survey::{Survey, block_id};
use super::xml::{Tag, Xml};
use crate::document::{Block, BlockKind, Chapter, Matter, NodeId, Passage, QuoteKind, SourceEntries, caption};
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
pub(super) fn lead(block: &Block) -> NodeId {
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

    pub(super) fn blocks(&mut self, xml: &mut Xml, blocks: &'a [Block]) {
        for block in blocks {
            self.block(xml, block);
            xml.line();
        }
    }

    pub(super) fn block(&mut self, xml: &mut Xml, block: &'a Block) {
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

    pub(super) fn code(&mut self, tag: Tag<'_>, text: &'a Passage) {
        tag.with(|xml| xml.tag("code").with(|xml| self.verbatim(xml, text)));
    }
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
pub(super) fn element<'x>(xml: &'x mut Xml, name: &'static str, block: &Block) -> Tag<'x> {
    classed(xml, name, block, None)
}

/// As [`element`], with a class of ours.
pub(super) fn classed<'x>(xml: &'x mut Xml, name: &'static str, block: &Block, class: Option<&'static str>) -> Tag<'x> {
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
