//! The blocks of the document as elements.

use super::element::{Attribute, ElementId, NONE, Tree};
use super::inlines;
use crate::document::walk::each_inline;
use crate::document::{
    Block, BlockKind, Caption, Chapter, DefinitionItem, Document, Image, Inline, ListItem, Matter, NodeId, Note,
    Passage, QuoteKind, Table, TableRow,
};
use crate::language::Language;

/// The deepest level of headings that has a type.
const DEEPEST: u8 = 6;

/// The elements of all chapters, below those of their parts. Those of the pages that the program
/// makes come in later.
pub(super) fn tree(document: &Document) -> Tree {
    let mut tree = Tree::default();
    let root = tree.add("Document", NONE);
    let mut part_before = None;
    let mut above = root;
    let mut level = 0;
    let divided = (0_u32..).zip(&document.manifest.parts).any(|(part, _)| document.has_part_page(part));
    for (index, placed) in document.indexed() {
        let part = match placed.matter {
            Matter::Body(Some(part)) if document.has_part_page(part) => Some(part),
            _ => None,
        };
        if part != part_before || part.is_none() {
            above = if part.is_some() { tree.add("Part", root) } else { root };
            part_before = part;
        }
        let element = tree.add("Sect", above);
        tree.get_mut(element).language = differing(&placed.chapter.language, &document.manifest.metadata.language);
        tree.chapters.push(element);
        tree.nodes.push(vec![NONE; placed.chapter.nodes as usize + 1]);
        let shift = u8::from(divided && part.is_some());
        let mut builder = Builder {
            tree: &mut tree,
            document,
            chapter: &placed.chapter,
            index,
            assigned: Vec::new(),
            notes: vec![false; placed.chapter.notes.len()],
            shift,
            level: if shift > 0 { level.max(1) } else { level },
        };
        builder.chapter(element);
        level = builder.level;
    }
    tree
}

fn differing(language: &Language, around: &Language) -> Option<Language> {
    (language != around).then(|| language.clone())
}

struct Builder<'a> {
    tree: &'a mut Tree,
    document: &'a Document,
    chapter: &'a Chapter,
    index: u32,
    /// The elements of nodes, in the order of the text.
    assigned: Vec<ElementId>,
    /// Which notes hang in the tree already.
    notes: Vec<bool>,
    /// Levels above that of the chapter's title.
    shift: u8,
    /// The level of the heading before: none may be left out.
    level: u8,
}

impl<'a> Builder<'a> {
    fn chapter(&mut self, element: ElementId) {
        for block in &self.chapter.blocks {
            self.block(block, element);
            self.notes_of(block, element);
        }
        let rest: Vec<u32> = (0..).zip(&self.notes).filter(|(_, placed)| !**placed).map(|(note, _)| note).collect();
        rest.into_iter().for_each(|note| self.note(note, element));
    }

    /// A note hangs behind the block of the chapter that has its first mark.
    fn notes_of(&mut self, block: &Block, element: ElementId) {
        let mut marks = Vec::new();
        note_marks(block, &mut marks);
        let mut at = 0;
        while let Some(mark) = marks.get(at).copied() {
            at += 1;
            if self.notes.get(mark as usize) == Some(&false) {
                self.note(mark, element);
                self.chapter.notes[mark as usize].blocks.iter().for_each(|block| note_marks(block, &mut marks));
            }
        }
    }

    fn note(&mut self, number: u32, parent: ElementId) {
        self.notes[number as usize] = true;
        let note: &'a Note = &self.chapter.notes[number as usize];
        let element = self.tree.add("Note", parent);
        self.tree.get_mut(element).identified = true;
        let label = self.tree.add("Lbl", element);
        let link = self.tree.loose("Link", label);
        self.assign(note.node, link);
        let first = self.assigned.len();
        note.blocks.iter().for_each(|block| self.block(block, element));
        self.label_first_passage(first, link);
    }

    fn assign(&mut self, node: NodeId, element: ElementId) {
        if let Some(entry) = self.tree.nodes[self.index as usize].get_mut(node.0 as usize) {
            *entry = element;
            self.assigned.push(element);
        }
    }

    /// Lets `label` be what stands before the first of the elements that were assigned from the
    /// `first` on.
    fn label_first_passage(&mut self, first: usize, label: ElementId) {
        if let Some(passage) = self.assigned.get(first).copied()
            && self.tree.get(passage).label.is_none()
        {
            self.tree.get_mut(passage).label = Some(label);
        }
    }

    /// The element `tag` of `passage`.
    fn passage(&mut self, tag: &'static str, passage: &Passage, parent: ElementId) -> ElementId {
        let element = self.tree.add(tag, parent);
        self.assign(passage.node, element);
        inlines::add(self.tree, self.document, self.index, passage, element);
        element
    }

    fn block(&mut self, block: &'a Block, parent: ElementId) {
        let element = match &block.kind {
            BlockKind::Paragraph(passage) => self.passage("P", passage, parent),
            BlockKind::Heading { level, title } => {
                let tag = self.heading(*level);
                self.passage(tag, title, parent)
            }
            BlockKind::Quote { kind, blocks } => self.quote(*kind, block, blocks, parent),
            BlockKind::List { start, items, .. } => self.list(*start, items, parent),
            BlockKind::Definitions(items) => self.definitions(items, parent),
            BlockKind::Code { text, .. } => self.code(text, parent),
            BlockKind::Drawing { data, caption, .. } => {
                self.captioned(caption.as_ref(), parent, |builder, parent| {
                    let figure = builder.tree.loose("Figure", parent);
                    builder.assign(block.node, figure);
                    // Where it could not be drawn its data stand.
                    let code = builder.tree.loose("Code", parent);
                    builder.tree.get_mut(code).attribute = Attribute::Block;
                    builder.assign(data.node, code);
                })
            }
            BlockKind::Table(table) => self.table(block, table, parent),
            BlockKind::Figure { image, caption } => {
                self.captioned(caption.as_ref(), parent, |builder, parent| builder.figure(block.node, image, parent))
            }
            BlockKind::ThematicBreak => return,
        };
        if self.tree.get(element).language.is_none() {
            self.tree.get_mut(element).language = block.attributes.language.clone();
        }
    }

    /// The type of a heading; one that leaves out a level is taken up.
    fn heading(&mut self, level: u8) -> &'static str {
        let level = (level + self.shift).min(self.level + 1).clamp(1, DEEPEST);
        self.level = level;
        heading(level)
    }

    fn quote(&mut self, kind: QuoteKind, block: &'a Block, blocks: &'a [Block], parent: ElementId) -> ElementId {
        let quoted = matches!(kind, QuoteKind::Quotation | QuoteKind::Display);
        let element = self.tree.add(if quoted { "BlockQuote" } else { "Div" }, parent);
        if !quoted {
            let title = self.tree.loose("P", element);
            self.assign(block.node, title);
            // The word over an alert comes before what is in it.
            self.tree.attach(title);
        }
        blocks.iter().for_each(|block| self.block(block, element));
        element
    }

    fn list(&mut self, start: Option<u64>, items: &'a [ListItem], parent: ElementId) -> ElementId {
        let list = self.tree.add("L", parent);
        let tasks = items.iter().any(|item| item.checked.is_some());
        self.tree.get_mut(list).attribute = Attribute::Numbering(match (start, tasks) {
            (Some(_), _) => "Decimal",
            (None, true) => "None",
            (None, false) => "Disc",
        });
        for item in items {
            let element = self.tree.add("LI", list);
            let label = self.tree.add("Lbl", element);
            self.assign(item.node, label);
            let body = self.tree.add("LBody", element);
            let first = self.assigned.len();
            item.blocks.iter().for_each(|block| self.block(block, body));
            self.label_first_passage(first, label);
        }
        list
    }

    fn definitions(&mut self, items: &'a [DefinitionItem], parent: ElementId) -> ElementId {
        let list = self.tree.add("L", parent);
        self.tree.get_mut(list).attribute = Attribute::Numbering("None");
        for item in items {
            let element = self.tree.add("LI", list);
            for term in &item.terms {
                self.passage("Lbl", term, element);
            }
            let body = self.tree.add("LBody", element);
            item.definitions.iter().flatten().for_each(|block| self.block(block, body));
        }
        list
    }

    fn code(&mut self, text: &Passage, parent: ElementId) -> ElementId {
        let element = self.tree.add("Code", parent);
        self.tree.get_mut(element).attribute = Attribute::Block;
        self.assign(text.node, element);
        element
    }

    /// What `content` makes, with its caption beside it: within a figure, the alternative text
    /// would stand for the caption as well.
    fn captioned(
        &mut self,
        caption: Option<&'a Caption>,
        parent: ElementId,
        content: impl FnOnce(&mut Self, ElementId),
    ) -> ElementId {
        let element = self.tree.add("Div", parent);
        content(self, element);
        if let Some(caption) = caption {
            self.caption(caption, element);
        }
        element
    }

    fn caption(&mut self, caption: &'a Caption, parent: ElementId) {
        let element = self.tree.loose("Caption", parent);
        self.assign(caption.text.node, element);
        inlines::add(self.tree, self.document, self.index, &caption.text, element);
    }

    fn figure(&mut self, node: NodeId, image: &Image, parent: ElementId) {
        if image.decorative {
            return;
        }
        let figure = self.tree.loose("Figure", parent);
        self.tree.get_mut(figure).alternative = Some(image.alternative.clone());
        self.assign(node, figure);
    }

    fn table(&mut self, block: &'a Block, table: &'a Table, parent: ElementId) -> ElementId {
        let element = self.tree.add("Table", parent);
        self.assign(block.node, element);
        let caption = match &table.caption {
            Some(caption) => self.passage("Caption", &caption.text, element),
            None => self.tree.loose("Caption", element),
        };
        let has_head = !table.head.cells.iter().all(Passage::is_empty);
        let facts = block.attributes.has_class("factbox") && table.columns.len() == 2;
        if facts {
            // What stands over a box of facts is its title and heads no column.
            for title in table.head.cells.iter().filter(|cell| !cell.is_empty()) {
                let element = self.tree.loose("P", caption);
                self.assign(title.node, element);
                inlines::add(self.tree, self.document, self.index, title, element);
            }
        } else if has_head {
            let head = self.tree.add("THead", element);
            self.row(&table.head, head, |_| Some(true));
        }
        let body = self.tree.add("TBody", element);
        for row in &table.rows {
            // Without a head, and in a box of facts, the first cell says what the row is about.
            self.row(row, body, |column| (column == 0 && (facts || !has_head)).then_some(false));
        }
        element
    }

    /// A row; `heads` says of a column's cell whether it heads its column, its row or nothing.
    fn row(&mut self, row: &'a TableRow, parent: ElementId, heads: impl Fn(usize) -> Option<bool>) {
        let element = self.tree.add("TR", parent);
        self.assign(row.node, element);
        for (column, cell) in row.cells.iter().enumerate() {
            let head = heads(column);
            let tag = if head.is_some() { "TH" } else { "TD" };
            let cell = self.passage(tag, cell, element);
            let entry = self.tree.get_mut(cell);
            entry.attribute = head.map_or(Attribute::None, |column| Attribute::Scope { column });
            entry.repeated = head == Some(true);
        }
    }
}

/// The type of a heading of level `level`.
pub(super) fn heading(level: u8) -> &'static str {
    const HEADINGS: [&str; DEEPEST as usize] = ["H1", "H2", "H3", "H4", "H5", "H6"];
    HEADINGS[usize::from(level.clamp(1, DEEPEST) - 1)]
}

/// The notes whose marks stand in `block`, in reading order.
fn note_marks(block: &Block, marks: &mut Vec<u32>) {
    struct Marks<'a>(&'a mut Vec<u32>);
    impl<'a> crate::document::walk::Visit<'a> for Marks<'_> {
        fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
            each_inline(&passage.inlines, &mut |inline, _| {
                if let Inline::NoteMark { note, .. } = inline {
                    self.0.push(*note);
                }
            });
        }
    }
    crate::document::walk::walk_block(block, &mut Marks(marks));
}
