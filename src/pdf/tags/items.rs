//! The items of the pages and the elements that they belong to.

use super::blocks::{self, heading};
use super::element::{Element, ElementId, Kid, NONE, Tree, corners};
use crate::document::{Document, LinkTarget, NodeId, TextPosition};
use crate::edition::{Edition, EditionPage, PageKind};
use crate::geometry::{Point, Rect, Size};
use crate::language::Language;
use crate::shaping::{PlacedRun, RunKind};
use crate::style::Role;
use crate::typeset::{Artifact, ItemContent, ItemRole, Line, PageItem};
use std::collections::{BTreeMap, BTreeSet};

/// What a drawn thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Owner {
    /// An element.
    Element(ElementId),
    /// None: a running head.
    Head,
    /// None: a folio.
    Folio,
    /// None: a rule, a ground, the head of a table set again.
    Layout,
}

/// What an item belongs to.
#[derive(Clone, Debug)]
pub(in crate::pdf) struct ItemTag {
    /// What the item belongs to.
    pub owner: Owner,
    /// The elements of its links, in the order of [`Line::links`]; none for one that leads nowhere.
    pub links: Box<[Option<ElementId>]>,
}

/// The elements of a book and what each item of its pages belongs to.
#[derive(Debug)]
pub(in crate::pdf) struct Tags {
    /// The elements.
    pub tree: Tree,
    /// By page: the items of the body, then the furniture.
    pub items: Vec<Vec<ItemTag>>,
}

impl Tags {
    /// The element of `run` of a line of `tag`; `opens` before the first text of a passage.
    pub(in crate::pdf) fn of_run(
        &self,
        tag: &ItemTag,
        line: &[PlacedRun],
        run: &PlacedRun,
        at: LineStart<'_>,
    ) -> Owner {
        let Owner::Element(id) = tag.owner else { return tag.owner };
        let element = self.tree.get(id);
        let inlines = element.inlines.as_deref();
        let found = match run.kind {
            RunKind::Text(offset) | RunKind::Initial(offset) => {
                self.in_link(tag, at, run, element).or_else(|| inlines?.at(offset))
            }
            RunKind::Hyphen => return self.before(tag, line, run, at),
            RunKind::NoteMark(note) => {
                let marked = inlines.and_then(|inlines| inlines.note(note, text_before(line, run, at)));
                marked.or(element.label)
            }
            RunKind::Generated if at.opens && element.label.is_some() && opens(line, run) => element.label,
            RunKind::Generated => covering(tag, at, run),
        };
        Owner::Element(found.unwrap_or(id))
    }

    /// In a line of the program's, text is placed by its links.
    fn in_link(&self, tag: &ItemTag, at: LineStart<'_>, run: &PlacedRun, element: &Element) -> Option<ElementId> {
        if element.inlines.is_some() { None } else { covering(tag, at, run) }
    }

    /// What the run before `run` belongs to.
    fn before(&self, tag: &ItemTag, line: &[PlacedRun], run: &PlacedRun, at: LineStart<'_>) -> Owner {
        let index = line.iter().position(|other| std::ptr::eq(other, run)).unwrap_or(0);
        let before = line[..index].iter().rev().find(|other| other.kind != RunKind::Hyphen);
        before.map_or(tag.owner, |before| self.of_run(tag, line, before, at))
    }
}

/// What must be known of a line to place its runs.
#[derive(Clone, Copy, Default)]
pub(in crate::pdf) struct LineStart<'a> {
    /// Whether a passage starts with it.
    pub opens: bool,
    /// Bytes of the passage's text before it.
    pub start: u32,
    /// Its links.
    pub links: &'a [crate::typeset::LineLink],
}

impl<'a> LineStart<'a> {
    /// That of `line`.
    pub(in crate::pdf) fn of(line: &'a Line) -> Self {
        Self { opens: line.start == 0, start: line.start, links: &line.links }
    }
}

/// Bytes of the passage's text before `run`.
fn text_before(line: &[PlacedRun], run: &PlacedRun, at: LineStart<'_>) -> u32 {
    let before = line.iter().take_while(|other| !std::ptr::eq(*other, run));
    let ends = before.filter_map(|other| match other.kind {
        RunKind::Text(offset) | RunKind::Initial(offset) => {
            Some(offset + u32::try_from(other.run.text.len()).unwrap_or(0))
        }
        _ => None,
    });
    ends.max().unwrap_or(at.start)
}

/// Whether nothing of the text stands before `run`.
fn opens(line: &[PlacedRun], run: &PlacedRun) -> bool {
    let before = line.iter().take_while(|other| !std::ptr::eq(*other, run));
    before.into_iter().all(|other| other.kind == RunKind::Generated)
}

/// The element of the link over `run`.
fn covering(tag: &ItemTag, at: LineStart<'_>, run: &PlacedRun) -> Option<ElementId> {
    let over = |link: &crate::typeset::LineLink| (link.x..link.x + link.width).contains(&run.x);
    at.links.iter().zip(&tag.links).find(|(link, _)| over(link)).and_then(|(_, element)| *element)
}

/// The elements of `document` and of the pages of `edition`.
pub(in crate::pdf) fn tags(document: &Document, edition: &Edition) -> Tags {
    let mut tagger = Tagger {
        tree: blocks::tree(document),
        document,
        edition,
        made: Made::default(),
        seen: BTreeSet::new(),
        anchors: BTreeMap::new(),
    };
    let items = edition.pages.iter().map(|page| tagger.page(page)).collect();
    tagger.order();
    Tags { tree: tagger.tree, items }
}

/// The open elements of pages that the program makes.
#[derive(Default)]
struct Made {
    /// The kind of the pages.
    kind: Option<std::mem::Discriminant<PageKind>>,
    /// The section of the pages.
    section: ElementId,
    /// The list of entries in it.
    list: Option<ElementId>,
    /// The paragraph, title or entry that goes on.
    open: Option<ElementId>,
}

struct Tagger<'a> {
    tree: Tree,
    document: &'a Document,
    edition: &'a Edition,
    made: Made,
    /// Places in heads of tables that were set already.
    seen: BTreeSet<TextPosition>,
    /// By chapter: the block that was set last, behind which what the program made comes.
    anchors: BTreeMap<u32, ElementId>,
}

impl Tagger<'_> {
    fn page(&mut self, page: &EditionPage) -> Vec<ItemTag> {
        let kind = std::mem::discriminant(&page.kind);
        if page.kind != PageKind::Blank && self.made.kind != Some(kind) {
            self.made = Made { kind: Some(kind), section: self.section(page), list: None, open: None };
        }
        page.body.items.iter().chain(&page.furniture).map(|item| self.item(page, item)).collect()
    }

    /// The section of made pages of this kind, or that of a part.
    fn section(&mut self, page: &EditionPage) -> ElementId {
        match page.kind {
            PageKind::Text(_) | PageKind::Blank => NONE,
            PageKind::Part(part) => self.part(part),
            _ => self.tree.loose("Sect", 0),
        }
    }

    /// The element of part `part`.
    fn part(&mut self, part: u32) -> ElementId {
        let matter = crate::document::Matter::Body(Some(part));
        let chapter = self.document.chapters.iter().position(|placed| placed.matter == matter);
        chapter.map_or(0, |chapter| self.tree.get(self.tree.chapters[chapter]).parent)
    }

    fn item(&mut self, page: &EditionPage, item: &PageItem) -> ItemTag {
        let place = page.origin + item.origin;
        let turned = item.content.is_turned();
        let (owner, links) = match (item.content.upright(), item.role) {
            (ItemContent::Fill { .. }, _) | (_, ItemRole::Artifact(Artifact::Rule)) => (Owner::Layout, Vec::new()),
            (_, ItemRole::Artifact(Artifact::RunningHead)) => (Owner::Head, Vec::new()),
            (_, ItemRole::Artifact(Artifact::Folio)) => (Owner::Folio, Vec::new()),
            (ItemContent::Line(line), ItemRole::Artifact(Artifact::Made)) => self.made(page, line, None),
            (ItemContent::Line(line), ItemRole::Artifact(Artifact::Text(role))) => self.made(page, line, Some(role)),
            (_, ItemRole::Artifact(_)) | (ItemContent::Turned(_), _) => (Owner::Layout, Vec::new()),
            (ItemContent::Line(line), ItemRole::Content(position)) => self.line(line, position),
            (ItemContent::Image { size, .. }, ItemRole::Content(position)) => {
                (self.figure(position, standing(place, *size, turned), None), Vec::new())
            }
            (ItemContent::Drawing(drawing), ItemRole::Content(position)) => {
                let area = standing(place, drawing.size, turned);
                (self.figure(position, area, Some(&drawing.alternative)), Vec::new())
            }
        };
        ItemTag { owner, links: links.into() }
    }

    fn line(&mut self, line: &Line, position: TextPosition) -> (Owner, Vec<Option<ElementId>>) {
        let id = self.element(position);
        if self.tree.get(id).repeated && !self.seen.insert(position) {
            return (Owner::Layout, Vec::new());
        }
        self.anchors.insert(position.chapter, id);
        let inlines = self.tree.get(id).inlines.as_deref();
        let links = line.links.iter().map(|link| inlines.and_then(|inlines| inlines.link(link.number)));
        (Owner::Element(id), links.collect())
    }

    /// The element at `position`; what the document has no element for is a paragraph of its chapter.
    fn element(&mut self, position: TextPosition) -> ElementId {
        if let Some(id) = self.tree.of_node(position.chapter, position.node) {
            return id;
        }
        let id = self.in_chapter(position.chapter, "P");
        if let Some(entry) =
            self.tree.nodes.get_mut(position.chapter as usize).and_then(|nodes| nodes.get_mut(position.node.0 as usize))
        {
            *entry = id;
        }
        id
    }

    fn figure(&mut self, position: TextPosition, area: Rect, alternative: Option<&str>) -> Owner {
        let Some(found) = self.tree.of_node(position.chapter, position.node) else { return Owner::Layout };
        let id = if self.tree.get(found).tag == "Figure" {
            found
        } else {
            let Some(figure) = self.inline_figure(position, found) else { return Owner::Layout };
            figure
        };
        self.anchors.insert(position.chapter, id);
        let element = self.tree.get_mut(id);
        element.attribute = corners(area.origin, area.size);
        if element.alternative.is_none() {
            element.alternative = alternative.map(str::to_owned);
        }
        Owner::Element(id)
    }

    /// An image that stood in a line of `passage` and is set below it: the next one that is not
    /// tagged yet; none if it shows nothing to describe.
    fn inline_figure(&mut self, position: TextPosition, passage: ElementId) -> Option<ElementId> {
        let count = self
            .tree
            .elements
            .iter()
            .skip(passage as usize)
            .filter(|element| element.tag == "Figure" && element.parent == passage);
        let before = count.count();
        let image = images(self.document, position.chapter, position.node).into_iter().nth(before)?;
        let figure = self.tree.loose("Figure", passage);
        self.tree.get_mut(figure).alternative = Some(image.alternative.clone());
        if image.decorative {
            return None;
        }
        Some(figure)
    }

    /// A new element in chapter `chapter`, behind what was set last.
    fn in_chapter(&mut self, chapter: u32, tag: &'static str) -> ElementId {
        let Some(parent) = self.tree.chapters.get(chapter as usize).copied() else { return self.tree.add(tag, 0) };
        let id = self.tree.loose(tag, parent);
        let behind = self.anchors.get(&chapter).copied().and_then(|anchor| self.below(parent, anchor));
        let at = behind.and_then(|behind| {
            self.tree.get(parent).kids.iter().position(|kid| *kid == Kid::Element(behind)).map(|at| at + 1)
        });
        self.tree.get_mut(id).attached = true;
        self.tree.attach(parent);
        self.tree.get_mut(parent).kids.insert(at.unwrap_or(0), Kid::Element(id));
        self.anchors.insert(chapter, id);
        id
    }

    /// What hangs directly below `parent` and has `id` in it.
    fn below(&self, parent: ElementId, id: ElementId) -> Option<ElementId> {
        let mut at = id;
        while at != NONE && self.tree.get(at).parent != parent {
            at = self.tree.get(at).parent;
        }
        (at != NONE).then_some(at)
    }

    /// A line of the program's: the element that it opens or goes on with, and its links.
    fn made(&mut self, page: &EditionPage, line: &Line, role: Option<Role>) -> (Owner, Vec<Option<ElementId>>) {
        let open = match self.made.open {
            Some(open) if line.start > 0 => open,
            _ => self.open(page, line, role),
        };
        self.made.open = Some(open);
        let reference = |tagger: &mut Self| {
            let above = if tagger.tree.get(open).tag == "TOCI" { tagger.tree.loose("Reference", open) } else { open };
            tagger.tree.loose("Link", above)
        };
        let leads = |link: &crate::typeset::LineLink| match &link.target {
            LinkTarget::Place(place) => self.edition.locate(*place).is_some(),
            LinkTarget::External(_) => true,
            LinkTarget::Internal { .. } => false,
        };
        let links: Vec<bool> = line.links.iter().map(leads).collect();
        let links = links.into_iter().map(|leads| leads.then(|| reference(self))).collect();
        (Owner::Element(open), links)
    }

    fn open(&mut self, page: &EditionPage, line: &Line, role: Option<Role>) -> ElementId {
        let text = text_of(line);
        let id = match (page.kind, role) {
            (PageKind::Text(start), _) => self.in_chapter(start.chapter, "P"),
            (PageKind::Part(_), _) => {
                let part = self.made.section;
                let id = self.tree.loose(heading(1), part);
                self.tree.get_mut(id).attached = true;
                self.tree.attach(part);
                let first = self.tree.get(part).kids.first().copied();
                let again = matches!(first, Some(Kid::Element(first)) if self.tree.get(first).tag == heading(1));
                self.tree.get_mut(part).kids.insert(usize::from(again), Kid::Element(id));
                id
            }
            (PageKind::Contents, Some(Role::ContentsTitle)) | (PageKind::Index(_), Some(Role::ContentsTitle)) => {
                self.made.list = None;
                self.tree.add(heading(1), self.made.section)
            }
            (PageKind::Contents, Some(_)) => {
                let list = self.list("TOC");
                self.tree.add("TOCI", list)
            }
            (PageKind::Index(_), Some(_)) => {
                let list = self.list("Index");
                self.tree.add("P", list)
            }
            _ if self.made.section == NONE => self.tree.add("P", 0),
            _ => self.tree.add("P", self.made.section),
        };
        self.tree.get_mut(id).language = self.language(&text);
        id
    }

    fn list(&mut self, tag: &'static str) -> ElementId {
        if let Some(list) = self.made.list {
            return list;
        }
        let list = self.tree.add(tag, self.made.section);
        self.made.list = Some(list);
        list
    }

    /// The language of a text of the program's: that of the name of a place, else that of the book.
    fn language(&self, text: &str) -> Option<Language> {
        let places = self.document.manifest.parts.iter().filter_map(|part| part.place.as_ref());
        let mut names = places.flat_map(|place| &place.names);
        names.find(|(_, name)| name == text).map(|(language, _)| language.clone())
    }

    /// Puts the sections of made pages before the first chapter where they come in the book.
    fn order(&mut self) {
        let made_before: Vec<Kid> = {
            let mut before = Vec::new();
            let chapters: BTreeSet<ElementId> = self.tree.chapters.iter().copied().collect();
            for kid in &self.tree.get(0).kids {
                let Kid::Element(id) = *kid else { continue };
                let is_part = self.tree.get(id).tag == "Part";
                if !is_part && !chapters.contains(&id) {
                    before.push(*kid);
                }
            }
            before
        };
        let index = self.edition.pages.iter().position(|page| matches!(page.kind, PageKind::Index(_)));
        let (front, back): (Vec<Kid>, Vec<Kid>) = made_before.iter().copied().partition(|kid| {
            let Kid::Element(id) = *kid else { return true };
            index.is_none() || !self.holds_index(id)
        });
        let root = self.tree.get_mut(0);
        root.kids.retain(|kid| !made_before.contains(kid));
        root.kids.splice(0..0, front);
        let at = self.index_place();
        let root = self.tree.get_mut(0);
        let at = at.unwrap_or(root.kids.len());
        root.kids.splice(at..at, back);
    }

    fn holds_index(&self, section: ElementId) -> bool {
        self.tree.get(section).kids.iter().any(|kid| match kid {
            Kid::Element(id) => self.tree.get(*id).tag == "Index",
            Kid::Mark(..) => false,
        })
    }

    /// Where among the kids of the root the index comes, if chapters come after it.
    fn index_place(&self) -> Option<usize> {
        let before = self.document.index.before?;
        let chapter = *self.tree.chapters.get(before as usize)?;
        self.tree.get(0).kids.iter().position(|kid| *kid == Kid::Element(chapter))
    }
}

/// The area of a thing of `size` at `origin`, which runs upwards from there if it is turned.
fn standing(origin: Point, size: Size, turned: bool) -> Rect {
    match turned {
        false => Rect { origin, size },
        true => Rect { origin: Point::new(origin.x, origin.y - size.width), size: Size::new(size.height, size.width) },
    }
}

/// The text of a line, with its spaces.
fn text_of(line: &Line) -> String {
    let mut text = String::new();
    for run in &line.runs {
        if run.space_before && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&run.run.text);
    }
    text
}

/// The images in the lines of node `node` of chapter `chapter`.
fn images(document: &Document, chapter: u32, node: NodeId) -> Vec<&crate::document::Image> {
    let Some(placed) = document.chapters.get(chapter as usize) else { return Vec::new() };
    let mut found = Vec::new();
    for passage in crate::document::walk::passages(&placed.chapter) {
        if passage.node == node {
            crate::document::walk::each_inline(&passage.inlines, &mut |inline, _| {
                if let crate::document::Inline::Image(image) = inline {
                    found.push(image);
                }
            });
        }
    }
    found
}
