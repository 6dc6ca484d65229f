//! Elements of structure and the tree that they make.

use super::inlines::Inlines;
use crate::document::NodeId;
use crate::geometry::{Length, Point};
use crate::language::Language;

/// Index into [`Tree::elements`].
pub(in crate::pdf) type ElementId = u32;

/// No element.
pub(super) const NONE: ElementId = ElementId::MAX;

/// What hangs below an element, in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Kid {
    /// Another element.
    Element(ElementId),
    /// Marked content: index of its page, and its number there.
    Mark(u32, u32),
}

/// What an element says of itself beyond its type (ISO 32000-1, 14.8.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::pdf) enum Attribute {
    /// Nothing.
    #[default]
    None,
    /// Whether a head cell is that of a column, else of a row.
    Scope {
        /// Whether it heads its column.
        column: bool,
    },
    /// How items are counted.
    Numbering(&'static str),
    /// Where a figure stands on its page: from the upper left to the lower right corner.
    Box(Point, Point),
    /// A block of its own, of a type that is usually part of a line.
    Block,
}

/// An element of structure.
#[derive(Clone, Debug, Default)]
pub(in crate::pdf) struct Element {
    /// Its type, one of the standard ones (ISO 32000-1, 14.8.4).
    pub tag: &'static str,
    /// The element that it hangs below.
    pub parent: ElementId,
    /// What hangs below it.
    pub kids: Vec<Kid>,
    /// Its language, where it is not that of its parent.
    pub language: Option<Language>,
    /// What it shows, for those who do not see it.
    pub alternative: Option<String>,
    /// The long form of an abbreviation.
    pub expansion: Option<String>,
    /// Its attributes.
    pub attribute: Attribute,
    /// Whether it has an identifier, as notes must have.
    pub identified: bool,
    /// Whether it hangs in the tree already.
    pub attached: bool,
    /// The spans of its passage, if it is one.
    pub inlines: Option<Box<Inlines>>,
    /// The element of what the program sets before its first line.
    pub label: Option<ElementId>,
    /// Whether it is set again on each page, as the head of a table is.
    pub repeated: bool,
}

/// The elements of a book, its root the first.
#[derive(Debug, Default)]
pub(in crate::pdf) struct Tree {
    /// All elements.
    pub elements: Vec<Element>,
    /// The element of each node, by chapter.
    pub nodes: Vec<Vec<ElementId>>,
    /// The element of each chapter.
    pub chapters: Vec<ElementId>,
}

impl Tree {
    /// A new element that hangs below `parent` from now on.
    pub(super) fn add(&mut self, tag: &'static str, parent: ElementId) -> ElementId {
        let id = self.loose(tag, parent);
        self.attach(id);
        id
    }

    /// A new element that will hang below `parent` when there is something in it.
    pub(super) fn loose(&mut self, tag: &'static str, parent: ElementId) -> ElementId {
        let id = ElementId::try_from(self.elements.len()).expect("a book has fewer than 2^32 elements");
        self.elements.push(Element { tag, parent, ..Element::default() });
        id
    }

    /// Hangs `id` and all that it hangs below into the tree, each behind what hangs there.
    pub(super) fn attach(&mut self, id: ElementId) {
        let element = &mut self.elements[id as usize];
        if std::mem::replace(&mut element.attached, true) || element.parent == NONE {
            return;
        }
        let parent = element.parent;
        self.attach(parent);
        self.elements[parent as usize].kids.push(Kid::Element(id));
    }

    /// The element `id`.
    pub(in crate::pdf) fn get(&self, id: ElementId) -> &Element {
        &self.elements[id as usize]
    }

    pub(super) fn get_mut(&mut self, id: ElementId) -> &mut Element {
        &mut self.elements[id as usize]
    }

    /// The element of node `node` of chapter `chapter`.
    pub(super) fn of_node(&self, chapter: u32, node: NodeId) -> Option<ElementId> {
        let id = *self.nodes.get(chapter as usize)?.get(node.0 as usize)?;
        (id != NONE).then_some(id)
    }

    /// The element that both hang below, or that the other hangs below.
    pub(in crate::pdf) fn common(&self, one: ElementId, other: ElementId) -> ElementId {
        let mut above = one;
        loop {
            if self.is_in(other, above) {
                return above;
            }
            above = self.get(above).parent;
        }
    }

    /// Whether `id` is `above` or hangs below it.
    pub(in crate::pdf) fn is_in(&self, id: ElementId, above: ElementId) -> bool {
        let mut at = id;
        loop {
            if at == above {
                return true;
            }
            if at == NONE || self.get(at).parent == NONE {
                return false;
            }
            at = self.get(at).parent;
        }
    }

    /// The tree with what is drawn: for each page the elements of its marks in order.
    pub(in crate::pdf) fn with_marks<'a>(&mut self, pages: impl Iterator<Item = &'a [ElementId]>) {
        for (page, marks) in (0..).zip(pages) {
            for (number, id) in (0..).zip(marks) {
                self.attach(*id);
                self.elements[*id as usize].kids.push(Kid::Mark(page, number));
            }
        }
    }

    /// Whether each element has something below it that is drawn; empty cells count.
    pub(super) fn used(&self) -> Vec<bool> {
        let mut used = vec![false; self.elements.len()];
        for (id, element) in self.elements.iter().enumerate() {
            let drawn = element.kids.iter().any(|kid| matches!(kid, Kid::Mark(..)));
            if element.attached && (drawn || matches!(element.tag, "TD" | "TH")) {
                let mut at = id;
                while !std::mem::replace(&mut used[at], true) && self.elements[at].parent != NONE {
                    at = self.elements[at].parent as usize;
                }
            }
        }
        used
    }
}

/// The corners of a box at `origin` of this size.
pub(super) fn corners(origin: Point, size: crate::geometry::Size) -> Attribute {
    let least = Length::ZERO;
    Attribute::Box(origin, origin + Point::new(size.width.max(least), size.height.max(least)))
}
