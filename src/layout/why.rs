//! Why a page is as it is: all that it pays for, what else it could have been, and what would heal it.

use super::faults::{choice, said, spans};
use crate::document::walk::{Visit, walk};
use crate::document::{Block, BlockKind, Document, NodeId, Passage, TextPosition};
use crate::edition::{Edition, PageKind};
use crate::frozen::Breaks;
use crate::makeup::{self, Edit, Item};
use crate::source::Span;
use crate::typeset::{Context, typeset};

/// Letters of a passage that tell a place in it.
const SHOWN: usize = 40;

/// Why a page is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What it pays for.
    pub reasons: Vec<Reason>,
    /// Where the next page could start instead, the cheapest first.
    pub ends: Vec<Reason>,
    /// Edits that would leave the page without a fault, the best first; none where it has none.
    pub edits: Vec<Reason>,
}

/// Something that a page pays for, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is seen on the page, a predicate such as `ends with a divided word`; the text at the head of the next
    /// page; or what is to be done.
    pub said: String,
    /// Its price: a thousand is the smallest fault that an eye might see. Of another end what it costs more; of an
    /// edit what it saves.
    pub cost: i64,
    /// The place in the text that it is about.
    pub span: Option<Span>,
}

/// Why the page of `edition` with the folio `folio` is as it is; none if there is no page of text with it.
/// `context` is that in which the last pages were made.
#[must_use]
pub fn why(edition: &Edition, context: &Context<'_>, frozen: &Breaks, folio: &str) -> Option<Account> {
    let pages: Vec<_> = edition.pages.iter().filter(|page| matches!(page.kind, PageKind::Text(_))).collect();
    let at = pages.iter().position(|page| page.folio.to_string() == folio)?;
    let document = context.document;
    let spans = spans(document);
    let span = |position: TextPosition| spans.get(&(position.chapter, position.node)).copied();
    let reason = |item: &Item| Reason {
        said: said(item.what).map_or_else(|| choice(item.what), |(fault, _)| fault),
        cost: item.cost,
        span: span(item.position),
    };
    let reasons = pages[at].body.bill.iter().map(reason).collect();
    let PageKind::Text(start) = pages[at].kind else { return None };
    let of_chapter = |page: &&crate::edition::EditionPage| match page.kind {
        PageKind::Text(other) => other.chapter == start.chapter,
        _ => false,
    };
    let index = pages[..at].iter().rev().take_while(|page| of_chapter(page)).count();
    let (galley, _) = typeset(context, start.chapter);
    let breaks = frozen.of(start.chapter);
    let other = makeup::alternatives(galley, &context.style.page, breaks, index);
    let end = |(position, cost): &(TextPosition, i64)| Reason {
        said: words_at(document, *position),
        cost: *cost,
        span: span(*position),
    };
    let edit = |edit: &Edit| Reason {
        said: format!(
            "make “{}” a line {}",
            words_at(document, edit.position),
            if edit.lines > 0 { "longer" } else { "shorter" }
        ),
        cost: edit.saved,
        span: span(edit.position),
    };
    let (ends, edits) = (other.ends.iter().map(end).collect(), other.edits.iter().map(edit).collect());
    Some(Account { reasons, ends, edits })
}

/// The text of the first passage at a node or in it, other than the data of a drawing.
struct Found {
    node: NodeId,
    text: Option<String>,
}

impl<'a> Visit<'a> for Found {
    fn passage(&mut self, passage: &'a Passage, block: &'a Block) {
        let is_data = matches!(&block.kind, BlockKind::Drawing { data, .. } if std::ptr::eq(data, passage));
        if passage.node >= self.node && self.text.is_none() && !is_data {
            self.text = Some(passage.text());
        }
    }
}

/// The first words at `position`.
fn words_at(document: &Document, position: TextPosition) -> String {
    let Some(placed) = document.chapters.get(position.chapter as usize) else { return String::new() };
    let mut found = Found { node: position.node, text: None };
    walk(&placed.chapter, &mut found);
    let text = found.text.unwrap_or_default();
    let rest = text.get(position.offset as usize..).unwrap_or(&text);
    let shown: String = rest.chars().take(SHOWN).collect();
    if shown.len() < rest.len() { format!("{shown}…") } else { shown }
}
