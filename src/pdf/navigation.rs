//! Ways through a file: page labels, outline, links.

use super::finish::text_string;
use super::number::millipoints;
use super::tags::{Annotation, LineStart, Owner, Tags};
use crate::document::{Document, LinkTarget, Matter, Note, OutlineEntry, TextPosition};
use crate::edition::{Edition, Folio, PageKind, Place};
use crate::geometry::{Length, Point};
use crate::shaping::{PlacedRun, RunKind};
use crate::typeset::{ItemContent, ItemRole, Line, PageItem};
use crate::wording;
use lopdf::{Dictionary, Document as File, Object, ObjectId, dictionary};
use std::collections::{BTreeMap, BTreeSet};

/// The page labels: a range for each row of folios that count up by one.
pub(super) fn labels(edition: &Edition) -> Dictionary {
    let mut ranges: Vec<Object> = Vec::new();
    let mut expected = None;
    for (index, page) in (0_i64..).zip(&edition.pages) {
        if expected != Some(page.folio) {
            let (style, number) = match page.folio {
                Folio::Roman(number) => ("r", number),
                Folio::Arabic(number) => ("D", number),
            };
            let label = dictionary! { "S" => style, "St" => i64::from(number) };
            ranges.extend([Object::Integer(index), label.into()]);
        }
        expected = Some(match page.folio {
            Folio::Roman(number) => Folio::Roman(number + 1),
            Folio::Arabic(number) => Folio::Arabic(number + 1),
        });
    }
    dictionary! { "Nums" => ranges }
}

/// Places of an edition as destinations in a file whose pages are `pages`.
pub(super) struct Places<'a> {
    edition: &'a Edition,
    document: &'a Document,
    pages: &'a [ObjectId],
    /// Where the first mark of each note stands, by chapter and number.
    marks: BTreeMap<(u32, u32), Place>,
}

impl<'a> Places<'a> {
    /// The places of `edition`.
    pub(super) fn new(edition: &'a Edition, document: &'a Document, pages: &'a [ObjectId]) -> Self {
        let mut places = Self { edition, document, pages, marks: BTreeMap::new() };
        for (number, page) in (0_u32..).zip(&edition.pages) {
            for item in &page.body.items {
                places.collect_marks(item, Place { page: number, y: page.y_of(item) });
            }
        }
        places
    }

    fn collect_marks(&mut self, item: &PageItem, place: Place) {
        let (ItemContent::Line(line), ItemRole::Content(position)) = (item.content.upright(), item.role) else {
            return;
        };
        if self.is_note(position) {
            return;
        }
        for run in &line.runs {
            if let RunKind::NoteMark(note) = run.kind {
                self.marks.entry((position.chapter, note)).or_insert(place);
            }
        }
    }

    /// Whether `position` lies in a note: notes are numbered after all blocks of their chapter.
    fn is_note(&self, position: TextPosition) -> bool {
        self.notes(position.chapter).first().is_some_and(|note| position.node >= note.node)
    }

    fn notes(&self, chapter: u32) -> &'a [Note] {
        self.document.chapters.get(chapter as usize).map_or(&[], |placed| &placed.chapter.notes)
    }

    /// The destination that shows `place` with a line above it.
    fn destination(&self, place: Place) -> Option<Object> {
        let page = *self.pages.get(place.page as usize)?;
        let geometry = &self.edition.geometry;
        let top = geometry.trim.height - place.y + geometry.leading;
        Some(vec![page.into(), "XYZ".into(), Object::Null, real(top.min(geometry.trim.height)), Object::Null].into())
    }

    /// What `position` is called: by the heading that it is, or that it comes after.
    fn description(&self, position: TextPosition) -> String {
        let outline = &self.document.outline;
        let after = outline.partition_point(|entry| entry.position <= position);
        let in_chapter = |entry: &&OutlineEntry| entry.position.chapter == position.chapter;
        let heading = outline[..after].last().filter(in_chapter).or(outline.get(after));
        let heading = heading.map(|entry| entry.plain.trim()).filter(|title| !title.is_empty());
        heading.unwrap_or(&self.document.manifest.metadata.title).to_owned()
    }

    fn destination_of(&self, position: TextPosition) -> Option<Object> {
        self.destination(self.edition.locate(position)?)
    }
}

/// A length as a number of a dictionary.
pub(super) fn real(length: Length) -> Object {
    Object::Real(millipoints(length) as f32 / 1000.0)
}

/// Adds the links of page `number` to `file`, each with the element that it belongs to.
pub(super) fn links(places: &Places<'_>, tags: &Tags, number: usize, file: &mut File) -> Vec<Annotation> {
    let page = &places.edition.pages[number];
    let items = page.body.items.iter().chain(&page.furniture).zip(&tags.items[number]);
    let page_number = u32::try_from(number).expect("fewer than 2^32 pages");
    let mut links = Vec::new();
    for (item, tag) in items {
        let ItemContent::Line(line) = item.content.upright() else { continue };
        let place = LinePlace { line, origin: page.origin + item.origin, turned: item.content.is_turned() };
        let written = line.links.iter().zip(&tag.links).filter_map(|(link, element)| {
            let target = target(places, item.role, &link.target)?;
            Some((annotation(places, place, (link.x, link.width), target), (*element)?))
        });
        let marks = line.runs.iter().filter_map(|run| {
            let target = note_target(places, item.role, run)?;
            let Owner::Element(element) = tags.of_run(tag, &line.runs, run, LineStart::of(line)) else { return None };
            Some((annotation(places, place, (run.x, run.width()), target), element))
        });
        let add = |(link, element)| Annotation { page: page_number, object: file.add_object(link), element };
        links.extend(written.chain(marks).map(add));
    }
    links
}

/// Where a link leads, and what that is called.
struct Target {
    /// The entry of the annotation that leads there.
    entry: (&'static str, Object),
    /// What a reader hears of it.
    description: String,
}

/// Where `target` leads from a thing of `role`.
fn target(places: &Places<'_>, role: ItemRole, target: &LinkTarget) -> Option<Target> {
    let chapter = match role {
        ItemRole::Content(position) => position.chapter,
        ItemRole::Artifact(_) => 0,
    };
    match target {
        LinkTarget::External(address) => {
            let action = dictionary! { "S" => "URI", "URI" => Object::string_literal(ascii(address)) };
            Some(Target { entry: ("A", action.into()), description: address.clone() })
        }
        LinkTarget::Internal { .. } | LinkTarget::Place(_) => {
            let position = places.document.resolve(chapter, target)?;
            let description = places.description(position);
            Some(Target { entry: ("Dest", places.destination_of(position)?), description })
        }
    }
}

/// `address` with what is not ASCII as percent sequences: the format takes nothing else.
fn ascii(address: &str) -> String {
    let mut ascii = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'!'..=b'~' => ascii.push(char::from(byte)),
            _ => ascii.push_str(&format!("%{byte:02X}")),
        }
    }
    ascii
}

/// From a mark to its note, and from the number before a note to its first mark.
fn note_target(places: &Places<'_>, role: ItemRole, run: &PlacedRun) -> Option<Target> {
    let (RunKind::NoteMark(note), ItemRole::Content(position)) = (run.kind, role) else { return None };
    let chapter = position.chapter;
    let destination = if places.is_note(position) {
        places.destination(*places.marks.get(&(chapter, note))?)
    } else {
        let node = places.notes(chapter).get(note as usize)?.node;
        places.destination_of(TextPosition { chapter, node, offset: 0 })
    };
    let words = wording::of(&places.document.manifest.metadata.language);
    let description = format!("{} {}", words.footnote, note + 1);
    Some(Target { entry: ("Dest", destination?), description })
}

/// A line where it stands on the page.
#[derive(Clone, Copy)]
struct LinePlace<'a> {
    line: &'a Line,
    /// The start of its baseline.
    origin: Point,
    /// Whether it runs from the foot of the page to the head.
    turned: bool,
}

/// A link over a part of a line: from its `x`, as wide as `width`.
fn annotation(
    places: &Places<'_>,
    LinePlace { line, origin, turned }: LinePlace<'_>,
    (x, width): (Length, Length),
    Target { entry: (key, target), description }: Target,
) -> Dictionary {
    let size = line.runs.iter().map(|run| run.size).max().unwrap_or_default();
    let (left, bottom) = (origin.x, places.edition.geometry.trim.height - origin.y);
    let (above, below) = (size * 3 / 4, size / 4);
    let rectangle = match turned {
        false => [left + x, bottom - below, left + x + width, bottom + above],
        true => [left - above, bottom + x, left + below, bottom + x + width],
    };
    let rectangle = rectangle.map(real);
    let mut link = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => rectangle.to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "Contents" => text_string(&description),
    };
    link.set(key, target);
    link
}

/// The names of places that other files can lead to, in order, each with its destination: every
/// heading, id and numbered table or figure, as `CHAPTER#ID`.
pub(super) fn destinations(places: &Places<'_>) -> Vec<Object> {
    let document = places.document;
    let chapter = |index: u32| document.chapters.get(index as usize).map(|placed| placed.chapter.id.as_str());
    let mut named: BTreeMap<String, TextPosition> = BTreeMap::new();
    for ((index, id), position) in &document.anchors {
        named.extend(chapter(*index).map(|chapter| (format!("{chapter}#{id}"), *position)));
    }
    let known: BTreeSet<TextPosition> = named.values().copied().collect();
    let headings = document.outline.iter().filter(|entry| entry.level > 0).map(|entry| entry.position);
    for position in headings.chain(document.numbers.keys().copied()).filter(|position| !known.contains(position)) {
        let name = |chapter: &str| format!("{chapter}#{}", position.node.0);
        named.extend(chapter(position.chapter).map(|chapter| (name(chapter), position)));
    }
    let names = named.into_iter().filter_map(|(name, position)| {
        let destination = places.destination_of(position)?;
        Some([Object::String(name.into_bytes(), lopdf::StringFormat::Literal), destination])
    });
    names.flatten().collect()
}

/// An entry of the outline with its place in the tree.
struct Branch {
    id: ObjectId,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// An entry of the outline.
struct Bookmark<'a> {
    level: u8,
    title: &'a str,
    destination: Object,
}

/// Adds the outline of parts, chapters, sections and index to `file`; none if there are no headings.
pub(super) fn outline(places: &Places<'_>, file: &mut File) -> Option<ObjectId> {
    let bookmarks = bookmarks(places);
    if bookmarks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let levels: Vec<u8> = bookmarks.iter().map(|bookmark| bookmark.level).collect();
    let (branches, top) = tree(&levels, file);
    for (index, Bookmark { title, destination, .. }) in bookmarks.into_iter().enumerate() {
        let branch = &branches[index];
        let siblings = branch.parent.map_or(&top, |parent| &branches[parent].children);
        let parent = branch.parent.map_or(root, |parent| branches[parent].id);
        let mut node = dictionary! { "Title" => text_string(title), "Parent" => parent, "Dest" => destination };
        link_siblings(&mut node, index, siblings, &branches);
        link_children(&mut node, &branch.children, &branches, -1);
        file.objects.insert(branch.id, node.into());
    }
    let mut node = dictionary! { "Type" => "Outlines" };
    link_children(&mut node, &top, &branches, 1);
    file.objects.insert(root, node.into());
    Some(root)
}

/// The headings and the index in the order of the pages. Front and back matter stand beside the parts
/// of the book, where it has such, and not in them.
fn bookmarks<'a>(places: &Places<'a>) -> Vec<Bookmark<'a>> {
    let document = places.document;
    let has_parts = document.outline.iter().any(|entry| entry.level == 0);
    let bookmark = |entry: &'a OutlineEntry| {
        let matter = document.chapters.get(entry.position.chapter as usize).map(|placed| &placed.matter);
        let beside = has_parts && !matches!(matter, Some(Matter::Body(_)));
        let level = entry.level.saturating_sub(u8::from(beside));
        Some(Bookmark { level, title: &entry.plain, destination: entry_destination(places, entry)? })
    };
    let index = &document.index;
    let before = |entry: &&OutlineEntry| index.before.is_none_or(|before| entry.position.chapter < before);
    let mut bookmarks: Vec<_> = document.outline.iter().filter(before).filter_map(bookmark).collect();
    let page = places.edition.pages.iter().position(|page| matches!(page.kind, PageKind::Index(_)));
    let page = page.and_then(|page| u32::try_from(page).ok());
    let destination = page.and_then(|page| places.destination(Place { page, y: Length::ZERO }));
    let level = u8::from(!has_parts);
    bookmarks.extend(destination.map(|destination| Bookmark { level, title: &index.title, destination }));
    bookmarks.extend(document.outline.iter().filter(|entry| !before(entry)).filter_map(bookmark));
    bookmarks
}

/// The page of its title for a part that has one, else the place of the heading.
fn entry_destination(places: &Places<'_>, entry: &OutlineEntry) -> Option<Object> {
    let matter = places.document.chapters.get(entry.position.chapter as usize).map(|placed| &placed.matter);
    let title_page = match matter {
        Some(Matter::Body(Some(part))) if entry.level == 0 => {
            places.edition.pages.iter().position(|page| page.kind == PageKind::Part(*part))
        }
        _ => None,
    };
    match title_page.and_then(|page| u32::try_from(page).ok()) {
        Some(page) => places.destination(Place { page, y: Length::ZERO }),
        None => places.destination_of(entry.position),
    }
}

/// The tree of entries of these levels, and those at its top: each hangs below the last one before
/// it that has a lower level.
fn tree(levels: &[u8], file: &mut File) -> (Vec<Branch>, Vec<usize>) {
    let mut branches: Vec<Branch> = Vec::new();
    let mut top = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        while path.last().is_some_and(|last| levels[*last] >= *level) {
            path.pop();
        }
        let parent = path.last().copied();
        match parent {
            Some(parent) => branches[parent].children.push(index),
            None => top.push(index),
        }
        branches.push(Branch { id: file.new_object_id(), parent, children: Vec::new() });
        path.push(index);
    }
    (branches, top)
}

fn link_siblings(node: &mut Dictionary, index: usize, siblings: &[usize], branches: &[Branch]) {
    let at = siblings.partition_point(|sibling| *sibling < index);
    if let Some(before) = at.checked_sub(1) {
        node.set("Prev", branches[siblings[before]].id);
    }
    if let Some(next) = siblings.get(at + 1) {
        node.set("Next", branches[*next].id);
    }
}

/// Links `node` to its children; `sign` is 1 where they are shown at first, -1 where they are folded.
fn link_children(node: &mut Dictionary, children: &[usize], branches: &[Branch], sign: i64) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        node.set("First", branches[*first].id);
        node.set("Last", branches[*last].id);
        node.set("Count", sign * children.len() as i64);
    }
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn an_address_is_ascii() {
        assert_eq!(ascii("https://example.org/a%20b?q=é"), "https://example.org/a%20b?q=%C3%A9");
    }
}
