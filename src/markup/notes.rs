//! Notes in the order of their first marks, and marks that know their note.

use super::findings::Findings;
use super::passage::excerpt;
use super::settle::{Step, walk};
use crate::diag::{Code, Diagnostic};
use crate::document::{Block, Inline, NodeId, Note};
use crate::source::Span;
use std::collections::{BTreeMap, VecDeque};

/// Labels of notes by the number that marks carry until all notes are known.
#[derive(Default)]
pub(super) struct Labels(BTreeMap<String, u32>);

impl Labels {
    /// The number of `label`; labels that differ in case only are the same.
    pub(super) fn number(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        let folded = super::nfc(&label.to_lowercase());
        *self.0.entry(folded.split_whitespace().collect::<Vec<_>>().join(" ")).or_insert(next)
    }
}

/// A note as written.
pub(super) struct WrittenNote {
    /// The number of its label.
    pub(super) key: u32,
    pub(super) label: String,
    pub(super) blocks: Vec<Block>,
    pub(super) span: Span,
}

/// Numbers `notes` by the first marks in `blocks`, then by those in the notes themselves; notes
/// without a mark come last.
pub(super) fn number(
    blocks: &mut [Block],
    mut notes: Vec<WrittenNote>,
    text: &str,
    findings: &mut Findings,
) -> Vec<Note> {
    say_undefined(blocks, &mut notes, text, findings);
    let mut order = Order { waiting: notes.into_iter().map(Some).collect(), ..Order::default() };
    for (index, note) in order.waiting.iter().flatten().enumerate() {
        order.by_key.entry(note.key).or_insert(index);
    }
    order.mark(blocks);
    while let Some(index) = order.queue.pop_front() {
        order.settle(index);
    }
    for index in 0..order.waiting.len() {
        let Some(note) = &order.waiting[index] else { continue };
        let again = order.numbers.contains_key(&note.key);
        say_unmarked(note, again, order.notes.len() + 1, findings);
        if !again {
            order.number(note.key);
        }
        order.settle(index);
        while let Some(index) = order.queue.pop_front() {
            order.settle(index);
        }
    }
    order.notes
}

#[derive(Default)]
struct Order {
    waiting: Vec<Option<WrittenNote>>,
    by_key: BTreeMap<u32, usize>,
    /// Index among the notes by key, in the order of first marks.
    numbers: BTreeMap<u32, u32>,
    queue: VecDeque<usize>,
    notes: Vec<Note>,
}

impl Order {
    fn number(&mut self, key: u32) -> u32 {
        let next = u32::try_from(self.notes.len() + self.queue.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(key).or_insert(next)
    }

    /// Gives each mark in `blocks` the index of its note.
    fn mark(&mut self, blocks: &mut [Block]) {
        walk(blocks, &mut |step| {
            if let Step::Passage(passage, _) = step {
                self.mark_inlines(&mut passage.inlines);
            }
        });
    }

    fn mark_inlines(&mut self, inlines: &mut Vec<Inline>) {
        inlines.retain_mut(|inline| match inline {
            Inline::NoteMark { note, .. } => self.mark_one(note),
            Inline::Span(span) => {
                self.mark_inlines(&mut span.content);
                true
            }
            _ => true,
        });
    }

    fn mark_one(&mut self, note: &mut u32) -> bool {
        let key = *note;
        let Some(index) = self.by_key.get(&key).copied() else { return false };
        let new = !self.numbers.contains_key(&key);
        *note = self.number(key);
        if new {
            self.queue.push_back(index);
        }
        true
    }

    fn settle(&mut self, index: usize) {
        let Some(WrittenNote { label, mut blocks, span, .. }) = self.waiting[index].take() else { return };
        let number = u32::try_from(self.notes.len() + 1).unwrap_or(u32::MAX);
        let position = self.notes.len();
        self.notes.push(Note { number, label, blocks: Vec::new(), node: NodeId::default(), span });
        self.mark(&mut blocks);
        self.notes[position].blocks = blocks;
    }
}

fn say_unmarked(note: &WrittenNote, again: bool, number: usize, findings: &mut Findings) {
    let label = excerpt(&note.label);
    let message = if again {
        format!("note `{label}` is defined twice; this one becomes note {number}, without a mark")
    } else {
        format!("note `{label}` has no mark; it becomes note {number}")
    };
    let fault = Diagnostic::warning(Code::StrayNote, message).at(note.span);
    findings.push(fault.hint(format!("write `[^{label}]` where it belongs")));
}

/// The parser leaves the mark of a note that is not defined as text: finds such text.
fn say_undefined(blocks: &mut [Block], notes: &mut [WrittenNote], text: &str, findings: &mut Findings) {
    let labels: Vec<String> = notes.iter().map(|note| note.label.clone()).collect();
    let mut visit = |step: Step| {
        if let Step::Passage(passage, _) = step {
            say_undefined_in(&passage.inlines, &labels, text, findings);
        }
    };
    walk(blocks, &mut visit);
    notes.iter_mut().for_each(|note| walk(&mut note.blocks, &mut visit));
}

fn say_undefined_in(inlines: &[Inline], labels: &[String], text: &str, findings: &mut Findings) {
    for inline in inlines {
        match inline {
            Inline::Span(span) => say_undefined_in(&span.content, labels, text, findings),
            Inline::Text { text: leaf, span } if leaf.contains("[^") => {
                let range = span.start as usize..span.end as usize;
                say_marks(text.get(range.clone()).unwrap_or_default(), range.start, labels, findings);
            }
            _ => {}
        }
    }
}

fn say_marks(written: &str, start: usize, labels: &[String], findings: &mut Findings) {
    for (at, _) in written.match_indices("[^") {
        let rest = &written[at + 2..];
        let Some(end) = rest.find([']', '[', '\n']).filter(|end| *end > 0 && rest[*end..].starts_with(']')) else {
            continue;
        };
        let label = &rest[..end];
        if label.contains(char::is_whitespace) || written[..at].ends_with('\\') {
            continue;
        }
        let place = findings.span(start + at..start + at + end + 3);
        let fault = Diagnostic::error(Code::StrayNote, format!("note `{}` is not defined", excerpt(label)));
        let known = labels.iter().map(String::as_str);
        findings.push_with_nearest(fault.at(place), label, known);
    }
}
