//! The structure tree as objects of a file (ISO 32000-1, 14.7.2).

use super::element::{Attribute, Element, ElementId, Kid, Tree};
use crate::geometry::{Length, Point};
use crate::pdf::finish::text_string;
use crate::pdf::number::{millipoints, write_decimal};
use crate::pdf::save::{Save, write_entries, write_reference};
use lopdf::{Dictionary, Document as File, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// A link of a page that an element owns.
pub(in crate::pdf) struct Annotation {
    /// Index of its page.
    pub page: u32,
    /// Its object.
    pub object: ObjectId,
    /// The element.
    pub element: ElementId,
}

/// The structure of a file. Its elements are made one by one when the file is written: as objects, those of a
/// book of thousands of pages would take more room than all else.
pub(in crate::pdf) struct Structure<'a> {
    tree: &'a Tree,
    /// The height of the page.
    height: Length,
    pages: &'a [ObjectId],
    /// The elements of the marks of each page.
    marks: Vec<&'a [ElementId]>,
    ids: Vec<Option<ObjectId>>,
    root: ObjectId,
    /// The links of pages, and those that each element owns.
    annotations: Vec<Annotation>,
    owned: BTreeMap<ElementId, Vec<usize>>,
    /// The objects with the elements of each page.
    parents: Vec<ObjectId>,
}

impl<'a> Structure<'a> {
    /// The structure that `tree` is in `file`, whose pages are `pages`. `marks` are the elements of the marks of
    /// each page; `annotations` are linked from and to their elements.
    ///
    /// # Errors
    /// A page or a link is not in the file.
    pub(in crate::pdf) fn new(
        tree: &'a Tree,
        height: Length,
        pages: &'a [ObjectId],
        marks: Vec<&'a [ElementId]>,
        annotations: Vec<Annotation>,
        file: &mut File,
    ) -> Result<Self, lopdf::Error> {
        let root = file.new_object_id();
        let ids = tree.used().iter().map(|used| used.then(|| file.new_object_id())).collect();
        let mut owned: BTreeMap<ElementId, Vec<usize>> = BTreeMap::new();
        for (index, annotation) in annotations.iter().enumerate() {
            owned.entry(annotation.element).or_default().push(index);
        }
        let parents = marks.iter().map(|_| file.new_object_id()).collect();
        let structure = Self { tree, height, pages, marks, ids, root, annotations, owned, parents };
        structure.add_root(file)?;
        Ok(structure)
    }

    /// The root of the structure.
    pub(in crate::pdf) fn root(&self) -> ObjectId {
        self.root
    }

    /// Adds the objects that are not in the file yet to what is saved.
    pub(in crate::pdf) fn save(&self, save: &mut Save) {
        for (element, id) in (0..).zip(&self.ids) {
            if let Some(id) = id {
                save.add_written(*id, |out| self.element(element, out));
            }
        }
        for (id, marks) in self.parents.iter().zip(&self.marks) {
            let elements: Vec<Object> = marks.iter().map(|element| self.reference_to(*element)).collect();
            save.add(*id, &elements.into());
        }
    }

    fn add_root(&self, file: &mut File) -> Result<(), lopdf::Error> {
        let mut dictionary = dictionary! {
            "Type" => "StructTreeRoot",
            "ParentTree" => self.add_parents(file)?,
            "ParentTreeNextKey" => (self.pages.len() + self.annotations.len()) as i64,
        };
        if let Some(Some(document)) = self.ids.first() {
            dictionary.set("K", *document);
        }
        if let Some(identifiers) = self.add_identifiers(file) {
            dictionary.set("IDTree", identifiers);
        }
        file.objects.insert(self.root, dictionary.into());
        Ok(())
    }

    fn reference_to(&self, element: ElementId) -> Object {
        self.ids[element as usize].map_or(Object::Null, Object::Reference)
    }

    /// Writes element `id`: there are too many of them to be made as objects first.
    fn element(&self, id: ElementId, out: &mut Vec<u8>) {
        let element = self.tree.get(id);
        let parent = self.ids.get(element.parent as usize).copied().flatten().unwrap_or(self.root);
        out.extend_from_slice(b"<</S/");
        out.extend_from_slice(element.tag.as_bytes());
        out.extend_from_slice(b"/P ");
        write_reference(parent, out);
        let annotations = self.owned.get(&id).map_or(&[][..], Vec::as_slice);
        let annotations: Vec<&Annotation> = annotations.iter().map(|index| &self.annotations[*index]).collect();
        let marked = element.kids.iter().find_map(|kid| match kid {
            Kid::Mark(page, _) => Some(*page),
            Kid::Element(_) => None,
        });
        let page = marked.or_else(|| annotations.first().map(|annotation| annotation.page));
        if let Some(page) = page {
            out.extend_from_slice(b"/Pg ");
            write_reference(self.pages[page as usize], out);
        }
        self.kids(element, &annotations, page, out);
        write_entries(&self.properties(element, id), out);
        out.extend_from_slice(b">>");
    }

    /// Writes what hangs below `element`, which is on `page`.
    fn kids(&self, element: &Element, annotations: &[&Annotation], page: Option<u32>, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(b"/K[");
        let empty = out.len();
        element.kids.iter().for_each(|kid| self.kid(*kid, page, out));
        annotations.iter().for_each(|annotation| self.reference(annotation, page, out));
        if out.len() == empty {
            return out.truncate(start);
        }
        out.push(b']');
    }

    fn kid(&self, kid: Kid, page: Option<u32>, out: &mut Vec<u8>) {
        match kid {
            Kid::Element(id) => match self.ids[id as usize] {
                Some(id) => write_reference(id, out),
                None => return,
            },
            Kid::Mark(on, number) if Some(on) == page => write_decimal(out, number.into(), 0),
            Kid::Mark(on, number) => {
                out.extend_from_slice(b"<</Type/MCR/Pg ");
                write_reference(self.pages[on as usize], out);
                out.extend_from_slice(b"/MCID ");
                write_decimal(out, number.into(), 0);
                out.extend_from_slice(b">>");
            }
        }
        out.push(b' ');
    }

    fn reference(&self, annotation: &Annotation, page: Option<u32>, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<</Type/OBJR/Obj ");
        write_reference(annotation.object, out);
        if Some(annotation.page) != page {
            out.extend_from_slice(b"/Pg ");
            write_reference(self.pages[annotation.page as usize], out);
        }
        out.extend_from_slice(b">>");
    }

    /// What an element says of itself, which most do not.
    fn properties(&self, element: &Element, id: ElementId) -> Dictionary {
        let mut dictionary = Dictionary::new();
        if let Some(language) = &element.language {
            dictionary.set("Lang", Object::string_literal(language.as_str()));
        }
        if let Some(alternative) = &element.alternative {
            dictionary.set("Alt", text_string(alternative));
        }
        if let Some(long) = &element.expansion {
            dictionary.set("E", text_string(long));
        }
        if element.identified {
            dictionary.set("ID", identifier(id));
        }
        if let Some(attribute) = self.attribute(element.attribute) {
            dictionary.set("A", attribute);
        }
        dictionary
    }

    fn attribute(&self, attribute: Attribute) -> Option<Dictionary> {
        Some(match attribute {
            Attribute::None => return None,
            Attribute::Scope { column } => {
                dictionary! { "O" => "Table", "Scope" => if column { "Column" } else { "Row" } }
            }
            Attribute::Numbering(numbering) => dictionary! { "O" => "List", "ListNumbering" => numbering },
            Attribute::Block => dictionary! { "O" => "Layout", "Placement" => "Block" },
            Attribute::Box(from, to) => {
                dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => self.rectangle(from, to) }
            }
        })
    }

    /// The rectangle between two corners, as the page counts.
    fn rectangle(&self, from: Point, to: Point) -> Vec<Object> {
        let corners = [from.x, self.height - to.y, to.x, self.height - from.y];
        corners.map(|length| Object::Real(millipoints(length) as f32 / 1000.0)).to_vec()
    }

    /// The tree from the numbers of pages and links to elements (14.7.4.4).
    fn add_parents(&self, file: &mut File) -> Result<ObjectId, lopdf::Error> {
        let mut numbers = Vec::with_capacity((self.marks.len() + self.annotations.len()) * 2);
        for ((number, page), elements) in (0_i64..).zip(self.pages).zip(&self.parents) {
            file.get_dictionary_mut(*page)?.set("StructParents", number);
            numbers.extend([number.into(), (*elements).into()]);
        }
        for (number, annotation) in (self.marks.len() as i64..).zip(&self.annotations) {
            file.get_dictionary_mut(annotation.object)?.set("StructParent", number);
            numbers.extend([number.into(), self.reference_to(annotation.element)]);
        }
        Ok(file.add_object(dictionary! { "Nums" => numbers }))
    }

    /// The tree from identifiers to elements; none if no element has one.
    fn add_identifiers(&self, file: &mut File) -> Option<ObjectId> {
        let mut names = Vec::new();
        for (id, element) in (0..).zip(&self.tree.elements) {
            if let (true, Some(object)) = (element.identified, self.ids[id as usize]) {
                names.extend([identifier(id), object.into()]);
            }
        }
        (!names.is_empty()).then(|| file.add_object(dictionary! { "Names" => names }))
    }
}

/// The identifier of an element: all of one length, so that they sort by number.
fn identifier(id: ElementId) -> Object {
    Object::string_literal(format!("note{id:08}"))
}
