//! The marks of all chapters → the index: heads in the order of the alphabet, each with the places
//! that lead to it and its references to other heads.
//!
//! Sorted letter by letter (ISO 999:1996, 8.2; The Chicago Manual of Style, 18th edition, 15.58): what
//! comes before the first comma or bracket counts first, spaces and marks do not count, and a leading
//! article of the book's language neither. Pages are not known here.

use super::order::Alphabet;
use super::walk::{Visit, each_inline, walk};
use super::{Block, Document, Inline, NodeId, Passage, SpanKind, TextPosition};
use crate::diag::{Code, Diagnostic, nearest};
use crate::language::Language;
use crate::manifest::{CrossReference, CrossReferenceKind};
use crate::source::Span;
use std::collections::BTreeMap;

/// Levels of heads: a main entry and two of sub-entries.
const LEVELS: usize = 3;

/// Between the heads of an entry that is referred to.
const BETWEEN_HEADS: &str = ": ";

/// The index of the book; empty if nothing is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The word over it.
    pub title: String,
    /// The chapter before which it stands; after all of them where there is none.
    pub before: Option<u32>,
    /// Its entries in their order, each followed by its sub-entries.
    pub entries: Vec<IndexEntry>,
}

/// An entry of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexEntry {
    /// 0 for a main entry, 1 and 2 for sub-entries.
    pub level: u8,
    /// Its own head.
    pub head: String,
    /// The letter under which its main entry stands; empty where the script has none.
    pub letter: String,
    /// The places that are marked with it, in reading order.
    pub marks: Vec<IndexMark>,
    /// Heads under which its subject is found.
    pub see: Vec<IndexReference>,
    /// Heads under which there is more.
    pub also: Vec<IndexReference>,
}

/// A stretch of text that is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexMark {
    /// Its first byte.
    pub start: TextPosition,
    /// Its last byte; the same place for an empty one.
    pub end: TextPosition,
    /// Whether it stands in a note.
    pub in_note: bool,
}

/// A reference to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexReference {
    /// The heads of the entry as they are set.
    pub text: String,
    /// The entry, by its place in [`Index::entries`], if there is one.
    pub entry: Option<usize>,
}

impl Index {
    /// The place of entry `entry`, which is in no chapter: references from entry to entry lead there.
    #[must_use]
    pub fn place(entry: usize) -> TextPosition {
        let node = NodeId(u32::try_from(entry).unwrap_or(u32::MAX));
        TextPosition { chapter: u32::MAX, node, offset: 0 }
    }

    /// Whether there is no index.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The entries that the chapters of `document` mark, and what is doubtful about them.
pub(super) fn entries(document: &Document) -> (Vec<IndexEntry>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut root = Node::default();
    for (index, placed) in document.indexed() {
        let first_note = placed.chapter.notes.iter().map(|note| note.node).min();
        let mut marks = Marks { chapter: index, first_note, root: &mut root, diagnostics: &mut diagnostics };
        walk(&placed.chapter, &mut marks);
    }
    if root.children.is_empty() {
        return (Vec::new(), diagnostics);
    }
    let references = &document.manifest.index.references;
    references.iter().for_each(|reference| root.refer(reference, &mut diagnostics));
    root.warn_of_variants(&mut diagnostics);
    let alphabet = Alphabet::of(&document.manifest.metadata.language);
    let language = &document.manifest.metadata.language;
    let mut list = List { entries: Vec::new(), places: BTreeMap::new(), references: Vec::new(), language };
    list.add(&root, 0, &mut Vec::new(), "", &alphabet);
    list.resolve(references, &mut diagnostics);
    (list.entries, diagnostics)
}

/// A head with what stands under it, before it is sorted.
#[derive(Default)]
struct Node<'a> {
    marks: Vec<IndexMark>,
    references: Vec<&'a CrossReference>,
    /// Where it was written first.
    span: Option<Span>,
    children: BTreeMap<String, Node<'a>>,
}

impl<'a> Node<'a> {
    fn at(&mut self, heads: &[String], span: Span) -> &mut Self {
        let mut node = self;
        for head in heads {
            node = node.children.entry(head.clone()).or_default();
            node.span.get_or_insert(span);
        }
        node
    }

    fn find(&self, heads: &[String]) -> Option<&Self> {
        heads.iter().try_fold(self, |node, head| node.children.get(head))
    }

    fn refer(&mut self, reference: &'a CrossReference, diagnostics: &mut Vec<Diagnostic>) {
        let name = reference.from.join("!");
        match (reference.kind, self.find(&reference.from)) {
            (CrossReferenceKind::See, Some(node)) if !node.marks.is_empty() || !node.children.is_empty() => {
                let message = format!("`{name}` has pages of its own in the index, so `see` leads away from them");
                diagnostics.push(doubt(message, reference.span).hint("write it under `also`"));
            }
            (CrossReferenceKind::SeeAlso, None) => {
                let message = format!("nothing in the book is marked with `{name}`");
                let fault = doubt(message, reference.span);
                let meant = nearest(&name, self.children.keys().map(String::as_str));
                diagnostics.push(fault.hint(match meant {
                    Some(head) => format!("did you mean `{head}`?"),
                    None => "write it under `see`".to_owned(),
                }));
            }
            _ => {}
        }
        let (heads, _) = cut(&reference.from);
        self.at(&heads, reference.span).references.push(reference);
    }

    /// Heads that are meant to be one: those that differ by case or a final s alone.
    fn warn_of_variants(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (head, node) in &self.children {
            let lower = head.to_lowercase();
            let bare = lower.strip_suffix('s').unwrap_or(&lower).to_owned();
            if let Some(other) = seen.insert(bare, head)
                && let Some(span) = node.span
            {
                let message = format!("the index has both `{other}` and `{head}`");
                diagnostics.push(doubt(message, span).hint("if they are one thing, write it one way"));
            }
            node.warn_of_variants(diagnostics);
        }
    }
}

fn doubt(message: String, span: Span) -> Diagnostic {
    Diagnostic::warning(Code::IndexDoubt, message).at(span)
}

/// `heads` with those below the deepest level joined to it, and whether there were such.
fn cut(heads: &[String]) -> (Vec<String>, bool) {
    let mut kept = heads[..heads.len().min(LEVELS)].to_vec();
    let deep = &heads[kept.len()..];
    if let Some(last) = kept.last_mut() {
        for head in deep {
            last.push_str(", ");
            last.push_str(head);
        }
    }
    (kept, !deep.is_empty())
}

/// Takes the marks out of a chapter.
struct Marks<'m, 'a> {
    chapter: u32,
    first_note: Option<NodeId>,
    root: &'m mut Node<'a>,
    diagnostics: &'m mut Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Marks<'_, '_> {
    fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
        each_inline(&passage.inlines, &mut |inline, offset| {
            let Inline::Span(span) = inline else { return };
            let SpanKind::Index(terms) = &span.kind else { return };
            let start = TextPosition { chapter: self.chapter, node: passage.node, offset };
            let length = u32::try_from(Passage { node: passage.node, inlines: span.content.clone() }.text().len());
            let last = length.unwrap_or(u32::MAX).saturating_sub(1);
            let end = TextPosition { offset: offset.saturating_add(last), ..start };
            let in_note = self.first_note.is_some_and(|first| passage.node >= first);
            for term in terms {
                self.mark(&term.0, IndexMark { start, end, in_note }, span.span);
            }
        });
    }
}

impl Marks<'_, '_> {
    fn mark(&mut self, heads: &[String], mark: IndexMark, span: Span) {
        let (heads, deep) = cut(heads);
        if deep {
            let message = format!("an entry of the index has more than {LEVELS} heads");
            self.diagnostics.push(doubt(message, span).hint("the last of them were joined to one"));
        }
        self.root.at(&heads, span).marks.push(mark);
    }
}

/// The entries in their order.
struct List<'a> {
    entries: Vec<IndexEntry>,
    /// The place of each entry by its heads.
    places: BTreeMap<Vec<String>, usize>,
    references: Vec<(usize, &'a CrossReference)>,
    /// The language of the index, for its quotation marks.
    language: &'a Language,
}

impl<'a> List<'a> {
    fn add(&mut self, node: &Node<'a>, level: u8, path: &mut Vec<String>, letter: &str, alphabet: &Alphabet) {
        let mut heads: Vec<&String> = node.children.keys().collect();
        alphabet.sort(&mut heads);
        for head in heads {
            let child = &node.children[head];
            let letter = if level == 0 { alphabet.letter(head) } else { letter.to_owned() };
            let place = self.entries.len();
            self.entries.push(IndexEntry {
                level,
                head: self.language.curled(head),
                letter: letter.clone(),
                marks: child.marks.clone(),
                ..IndexEntry::default()
            });
            self.references.extend(child.references.iter().map(|reference| (place, *reference)));
            path.push(head.clone());
            self.places.insert(path.clone(), place);
            self.add(child, level + 1, path, &letter, alphabet);
            path.pop();
        }
    }

    /// Finds the entries that are referred to.
    fn resolve(&mut self, written: &[CrossReference], diagnostics: &mut Vec<Diagnostic>) {
        for reference in written.iter().filter(|reference| !self.places.contains_key(&cut(&reference.to).0)) {
            let name = reference.to.join("!");
            let fault = doubt(format!("the index has no entry `{name}`"), reference.span);
            let known: Vec<String> = self.places.keys().map(|heads| heads.join("!")).collect();
            let fault = match nearest(&name, known.iter().map(String::as_str)) {
                Some(meant) => fault.hint(format!("did you mean `{meant}`?")),
                None => fault.hint("mark it in a chapter, or refer to another"),
            };
            diagnostics.push(fault);
        }
        for (place, reference) in std::mem::take(&mut self.references) {
            let (heads, _) = cut(&reference.to);
            let found = IndexReference {
                text: self.language.curled(&heads.join(BETWEEN_HEADS)),
                entry: self.places.get(&heads).copied(),
            };
            let entry = &mut self.entries[place];
            match reference.kind {
                CrossReferenceKind::See => entry.see.push(found),
                CrossReferenceKind::SeeAlso => entry.also.push(found),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::assemble;
    use crate::manifest::read;
    use crate::markup::{Context, parse};
    use crate::source::{BookPath, SourceId, Sources};

    const LEAST: &str = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en\"\n";

    fn document(markdown: &str, references: &[(CrossReferenceKind, &str, &str)]) -> (Document, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let path = BookPath::new("a.md").expect("a plain path");
        let id = sources.add(path.clone(), LEAST.into());
        let (manifest, _) = read(sources.get(id).expect("just added"), None);
        let mut manifest = manifest.expect("a good manifest");
        let heads = |written: &str| written.split('!').map(str::to_owned).collect();
        let reference = |(kind, from, to): &(CrossReferenceKind, &str, &str)| CrossReference {
            kind: *kind,
            from: heads(from),
            to: heads(to),
            span: Span::new(id, 0..0),
        };
        manifest.index.references = references.iter().map(reference).collect();
        let language = manifest.metadata.language.clone();
        let (chapter, _) = parse(markdown, &Context { source: SourceId(9), path, language });
        assemble(manifest, vec![chapter])
    }

    /// The entries of the index of `markdown`, a line each.
    #[track_caller]
    fn check(markdown: &str, references: &[(CrossReferenceKind, &str, &str)], expected: &[&str]) -> Vec<String> {
        let (document, diagnostics) = document(markdown, references);
        let line = |entry: &IndexEntry| {
            let mut line = format!("{}{}", "  ".repeat(usize::from(entry.level)), entry.head);
            for mark in &entry.marks {
                let note = if mark.in_note { "n" } else { "" };
                line.push_str(&format!(" {}+{}..{}{note}", mark.start.node.0, mark.start.offset, mark.end.offset));
            }
            entry.see.iter().for_each(|to| line.push_str(&format!(" see {}={:?}", to.text, to.entry)));
            entry.also.iter().for_each(|to| line.push_str(&format!(" also {}={:?}", to.text, to.entry)));
            line
        };
        let found: Vec<String> = document.index.entries.iter().map(line).collect();
        assert_eq!(found, expected);
        diagnostics.into_iter().map(|doubt| doubt.message).collect()
    }

    #[test]
    fn marks_of_text_headings_cells_and_notes_become_entries() {
        let markdown = "# <span data-index=\"towns\">Towns</span>\n\nIn <span data-index=\"Cork!festival; towns\">the \
                        festival</span>.[^n]\n\n| a |\n|---|\n| <span data-index=\"cells\">b</span> |\n\n\
                        [^n]: See <span data-index=\"Cork!festival\"></span>there.";
        let expected = ["cells 8+0..0", "Cork", "  festival 3+3..14 11+4..4n", "towns 1+0..4 3+3..14"];
        assert_eq!(check(markdown, &[], &expected), Vec::<String>::new());
    }

    #[test]
    fn see_and_see_also_lead_to_entries() {
        use CrossReferenceKind::{See, SeeAlso};
        let markdown = "<span data-index=\"learners!adult\">x</span> <span data-index=\"schools\">y</span>";
        let references = [(See, "grown-ups", "learners!adult"), (SeeAlso, "schools", "learners")];
        let expected = [
            "grown-ups see learners: adult=Some(2)",
            "learners",
            "  adult 1+0..0",
            "schools 1+2..2 also learners=Some(1)",
        ];
        assert_eq!(check(markdown, &references, &expected), Vec::<String>::new());
    }

    #[test]
    fn doubtful_heads_and_references_are_warnings() {
        use CrossReferenceKind::{See, SeeAlso};
        let markdown = "<span data-index=\"school; schools\">x</span>";
        let references = [(See, "school", "scools"), (SeeAlso, "nothing", "school")];
        let expected = ["nothing also school=Some(1)", "school 1+0..0 see scools=None", "schools 1+0..0"];
        let messages = [
            "`school` has pages of its own in the index, so `see` leads away from them",
            "nothing in the book is marked with `nothing`",
            "the index has both `school` and `schools`",
            "the index has no entry `scools`",
        ];
        assert_eq!(check(markdown, &references, &expected), messages);
    }

    #[test]
    fn an_entry_has_three_levels_and_nothing_of_a_fourth_is_lost() {
        let doubts = check("<span data-index=\"a!b!c!d\">x</span>", &[], &["a", "  b", "    c, d 1+0..0"]);
        assert_eq!(doubts, ["an entry of the index has more than 3 heads"]);
    }
}
