//! The rules of page making that gave way, as diagnostics: which page, which rule, and what edit heals it.

use crate::diag::{Code, Diagnostic};
use crate::document::walk::{Visit, walk};
use crate::document::{Block, Document, NodeId, Passage, TextPosition};
use crate::edition::{Edition, PageKind};
use crate::makeup::What;
use crate::source::Span;
use std::collections::BTreeMap;

/// A diagnostic for each fault of a page of `edition`, at the place in the text of `document` that it is
/// about.
pub(super) fn faults(edition: &Edition, document: &Document) -> Vec<Diagnostic> {
    // Pages that the program made are not the author's to mend.
    let pages = edition.pages.iter().filter(|page| matches!(page.kind, PageKind::Text(_)));
    let faults = pages.flat_map(|page| page.body.bill.iter().map(move |item| (page.folio, item)));
    let faults: Vec<_> = faults.filter(|(_, item)| item.what.is_fault()).collect();
    if faults.is_empty() {
        return Vec::new();
    }
    let spans = spans(document);
    let diagnostic = |(folio, item): (_, &crate::makeup::Item)| {
        let (fault, hint) = said(item.what)?;
        let diagnostic = Diagnostic::warning(Code::RuleBroken, format!("page {folio} {fault}"));
        let at = |position: TextPosition| spans.get(&(position.chapter, position.node));
        Some(match at(item.position) {
            Some(span) => diagnostic.at(*span).hint(hint),
            None => diagnostic.hint(hint),
        })
    };
    faults.into_iter().filter_map(diagnostic).collect()
}

/// What is seen on the page, and what heals it.
fn said(what: What) -> Option<(String, &'static str)> {
    const TEXT: &str =
        "make a paragraph before it a line longer or shorter, by a word or by `<!-- looser -->` or `<!-- tighter -->`";
    const PLACE: &str = "change the text before it by a line or two, or move the figure or table that follows";
    let (fault, hint) = match what {
        What::Widow => ("ends before the last line of a paragraph".into(), TEXT),
        What::Orphan => ("ends with the first line of a paragraph".into(), TEXT),
        What::Parted => ("ends within what belongs together".into(), TEXT),
        What::LoneRow => ("parts a single row from its table".into(), "move the table, or change the text before it"),
        What::BrokenTable => ("breaks a small table".into(), "move the table, or change the text before it"),
        What::Hyphen => ("ends with a divided word".into(), TEXT),
        What::Short(lines) => (format!("ends {lines} lines above its foot"), PLACE),
        What::Gap(lines) => (format!("has {lines} lines of white above its notes"), PLACE),
        What::Uneven(lines) => (format!("differs by {} from the page that it faces", counted(lines)), PLACE),
        What::ShortLast(lines) => (
            format!("ends its chapter with {}", counted(lines)),
            "shorten the chapter by as many lines, or lengthen it",
        ),
        What::NoteSplit => ("holds a note that goes on overleaf".into(), "shorten the note, or move its mark"),
        What::TooHigh => ("holds more than fits".into(), "make what is so high smaller, or divide it"),
        What::Variant(_) | What::Space(_) | What::Late(_) | What::Early => return None,
    };
    Some((fault, hint))
}

fn counted(lines: u32) -> String {
    if lines == 1 { "a line".into() } else { format!("{lines} lines") }
}

/// Where blocks and passages stand in the sources, by chapter and node.
fn spans(document: &Document) -> BTreeMap<(u32, NodeId), Span> {
    let mut spans = BTreeMap::new();
    for (index, placed) in document.indexed() {
        walk(&placed.chapter, &mut Spans { chapter: index, spans: &mut spans });
    }
    spans
}

struct Spans<'a> {
    chapter: u32,
    spans: &'a mut BTreeMap<(u32, NodeId), Span>,
}

impl<'a> Visit<'a> for Spans<'_> {
    fn block(&mut self, block: &'a Block) {
        self.spans.insert((self.chapter, block.node), block.span);
    }

    fn passage(&mut self, passage: &'a Passage, block: &'a Block) {
        self.spans.insert((self.chapter, passage.node), block.span);
    }
}
