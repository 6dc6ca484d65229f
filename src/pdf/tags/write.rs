//! The structure tree as objects of a file (ISO 32000-1, 14.7.2).

use super::element::{Attribute, Element, ElementId, Kid, Tree};
use crate::geometry::{Length, Point};
use crate::pdf::finish::text_string;
use crate::pdf::number::millipoints;
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

/// Writes `tree` into `file`, whose pages are `pages`, and returns the root of the structure. `marks`
/// are the elements of the marks of each page; `annotations` are linked from and to their elements.
pub(in crate::pdf) fn write(
    tree: &Tree,
    height: Length,
    pages: &[ObjectId],
    marks: &[&[ElementId]],
    annotations: &[Annotation],
    file: &mut File,
) -> Result<ObjectId, lopdf::Error> {
    let root = file.new_object_id();
    let ids: Vec<Option<ObjectId>> = tree.used().iter().map(|used| used.then(|| file.new_object_id())).collect();
    let mut owned: BTreeMap<ElementId, Vec<&Annotation>> = BTreeMap::new();
    for annotation in annotations {
        owned.entry(annotation.element).or_default().push(annotation);
    }
    let mut writer = Writer { tree, height, pages, ids: &ids, root, owned, file };
    for (element, id) in (0..).zip(&ids) {
        if let Some(id) = id {
            let dictionary = writer.element(element);
            writer.file.objects.insert(*id, dictionary.into());
        }
    }
    let parents = writer.parents(marks, annotations)?;
    let identifiers = writer.identifiers();
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "ParentTree" => parents,
        "ParentTreeNextKey" => (pages.len() + annotations.len()) as i64,
    };
    if let Some(Some(document)) = ids.first() {
        dictionary.set("K", *document);
    }
    if let Some(identifiers) = identifiers {
        dictionary.set("IDTree", identifiers);
    }
    file.objects.insert(root, dictionary.into());
    Ok(root)
}

struct Writer<'a> {
    tree: &'a Tree,
    /// The height of the page.
    height: Length,
    pages: &'a [ObjectId],
    ids: &'a [Option<ObjectId>],
    root: ObjectId,
    owned: BTreeMap<ElementId, Vec<&'a Annotation>>,
    file: &'a mut File,
}

impl Writer<'_> {
    fn element(&self, id: ElementId) -> Dictionary {
        let element = self.tree.get(id);
        let parent = self.ids.get(element.parent as usize).copied().flatten().unwrap_or(self.root);
        let mut dictionary = dictionary! { "S" => element.tag, "P" => parent };
        let annotations = self.owned.get(&id).map_or(&[][..], Vec::as_slice);
        let marked = element.kids.iter().find_map(|kid| match kid {
            Kid::Mark(page, _) => Some(*page),
            Kid::Element(_) => None,
        });
        let page = marked.or_else(|| annotations.first().map(|annotation| annotation.page));
        if let Some(page) = page {
            dictionary.set("Pg", self.pages[page as usize]);
        }
        let mut kids: Vec<Object> = element.kids.iter().filter_map(|kid| self.kid(*kid, page)).collect();
        kids.extend(annotations.iter().map(|annotation| self.reference(annotation, page)));
        match kids.len() {
            0 => {}
            1 => dictionary.set("K", kids.remove(0)),
            _ => dictionary.set("K", kids),
        }
        self.properties(element, id, &mut dictionary);
        dictionary
    }

    fn kid(&self, kid: Kid, page: Option<u32>) -> Option<Object> {
        match kid {
            Kid::Element(id) => self.ids[id as usize].map(Object::Reference),
            Kid::Mark(on, number) if Some(on) == page => Some(Object::Integer(i64::from(number))),
            Kid::Mark(on, number) => {
                let mark = dictionary! {
                    "Type" => "MCR", "Pg" => self.pages[on as usize], "MCID" => i64::from(number),
                };
                Some(mark.into())
            }
        }
    }

    fn reference(&self, annotation: &Annotation, page: Option<u32>) -> Object {
        let mut reference = dictionary! { "Type" => "OBJR", "Obj" => annotation.object };
        if Some(annotation.page) != page {
            reference.set("Pg", self.pages[annotation.page as usize]);
        }
        reference.into()
    }

    fn properties(&self, element: &Element, id: ElementId, dictionary: &mut Dictionary) {
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
    fn parents(&mut self, marks: &[&[ElementId]], annotations: &[Annotation]) -> Result<ObjectId, lopdf::Error> {
        let mut numbers = Vec::with_capacity((marks.len() + annotations.len()) * 2);
        let reference = |id: &ElementId| self.ids[*id as usize].map_or(Object::Null, Object::Reference);
        for (page, marks) in (0_i64..).zip(marks) {
            let elements: Vec<Object> = marks.iter().map(reference).collect();
            let elements = self.file.add_object(elements);
            self.file.get_dictionary_mut(self.pages[page as usize])?.set("StructParents", page);
            numbers.extend([page.into(), elements.into()]);
        }
        for (number, annotation) in (marks.len() as i64..).zip(annotations) {
            self.file.get_dictionary_mut(annotation.object)?.set("StructParent", number);
            numbers.extend([number.into(), reference(&annotation.element)]);
        }
        Ok(self.file.add_object(dictionary! { "Nums" => numbers }))
    }

    /// The tree from identifiers to elements; none if no element has one.
    fn identifiers(&mut self) -> Option<ObjectId> {
        let mut names = Vec::new();
        for (id, element) in (0..).zip(&self.tree.elements) {
            if let (true, Some(object)) = (element.identified, self.ids[id as usize]) {
                names.extend([identifier(id), object.into()]);
            }
        }
        (!names.is_empty()).then(|| self.file.add_object(dictionary! { "Names" => names }))
    }
}

/// The identifier of an element: all of one length, so that they sort by number.
fn identifier(id: ElementId) -> Object {
    Object::string_literal(format!("note{id:08}"))
}
