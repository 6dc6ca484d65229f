//! What pages cost, in words: the rules that gave way, as diagnostics with the edit that heals each.

use crate::diag::{Code, Diagnostic};
use crate::document::walk::{Visit, walk};
use crate::document::{Block, Document, NodeId, Passage, TextPosition};
use crate::edition::{Edition, PageKind};
use crate::makeup::{Item, What};
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
    let diagnostic = |(folio, item): (_, &Item)| {
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

/// A choice of the program's, which is no fault.
pub(super) fn choice(what: What) -> String {
    let by = |lines: i32| match lines {
        0 => "with as many lines as is best, in another way".to_owned(),
        lines => format!(
            "{} {}",
            counted(lines.unsigned_abs()),
            if lines > 0 { "more than is best" } else { "less than is best" }
        ),
    };
    match what {
        What::Variant(lines) => format!("sets a paragraph with {}", by(lines)),
        What::Space(lines) => format!("has {} above this", by(lines)),
        What::Colon => "ends with a colon, so that what it announces is on the next page".into(),
        What::Late(lines) => format!("leaves a figure or table to the next page and sets {} before it", counted(lines)),
        _ => "has a figure or table before the text that it belongs to".into(),
    }
}

/// What is seen on the page, and what heals it.
pub(super) fn said(what: What) -> Option<(String, &'static str)> {
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
        What::Short(lines) => (format!("ends {} above its foot", counted(lines)), PLACE),
        What::Gap(lines) => (format!("has {} of white above its notes", counted(lines)), PLACE),
        What::Crowded => ("has its notes right below a figure, table or box".into(), PLACE),
        What::Uneven(lines) => (format!("differs by {} from the page that it faces", counted(lines)), PLACE),
        What::ShortLast(lines) => (
            format!("ends its chapter with {}", counted(lines)),
            "shorten the chapter by as many lines, or lengthen it",
        ),
        What::NoteSplit => ("holds a note that goes on overleaf".into(), "shorten the note, or move its mark"),
        What::TooHigh => ("holds more than fits".into(), "make what is so high smaller, or divide it"),
        What::Moved => (
            "does not end where it did when the pages were frozen".into(),
            "make the edit as long as what it replaces, or freeze the pages again",
        ),
        What::Variant(_) | What::Space(_) | What::Colon | What::Late(_) | What::Early => return None,
    };
    Some((fault, hint))
}

fn counted(lines: u32) -> String {
    if lines == 1 { "a line".into() } else { format!("{lines} lines") }
}

/// Where blocks and passages stand in the sources, by chapter and node.
pub(super) fn spans(document: &Document) -> BTreeMap<(u32, NodeId), Span> {
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
