//! HTML in the manuscript → text, spans and marks made by hand.

use super::super::html::{self, Piece};
use super::super::raw::RawHtml;
use super::super::{passage, tags};
use super::{Builder, open_passage};
use crate::diag::{Code, Diagnostic, nearest};
use crate::document::HandMarks;
use std::ops::Range;

impl Builder<'_> {
    /// A piece of HTML within a paragraph.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let Some(piece) = passage::single_piece(html) else { return };
        if let Piece::Comment(comment) = piece {
            return self.stray_comment(comment, range);
        }
        if let Piece::Text(text) = piece {
            return self.text(text, range);
        }
        let passage = open_passage(&mut self.passage, range.clone());
        passage.html(piece, range, &self.around, self.findings);
    }

    /// HTML on lines of its own.
    pub(super) fn raw_html(&mut self, html: &RawHtml, range: Range<usize>) {
        if let Some(name) = html.each(|piece, place| self.raw_piece(piece, place)) {
            let message = format!("`<{name}>` is not closed, and the text after it is lost");
            let fault = Diagnostic::error(Code::UnbalancedTag, message).at(self.findings.span(range));
            self.findings.push(fault.hint(format!("delete it, or end it with `</{name}>`")));
        }
        self.close_implicit();
    }

    fn raw_piece(&mut self, piece: Piece, place: Range<usize>) {
        match piece {
            Piece::Comment(comment) => self.comment(comment, place),
            Piece::Text(text) => self.raw_text(text, place),
            Piece::Open(tag) if tags::is_block(&tag.name) => {
                self.close_implicit();
                self.open_element(&tag, place.clone());
                passage::unknown(&tag.name, place, self.findings);
            }
            Piece::Close(name) if tags::is_block(&name) => {
                self.close_implicit();
                self.close_element(&name);
                passage::unknown(&name, place, self.findings);
            }
            Piece::Open(tag) if tags::is_unsafe(&tag.name) => {
                passage::unsafe_tag(&tag.name, place, self.findings);
            }
            Piece::Close(name) if tags::is_unsafe(&name) => {}
            other => {
                let passage = open_passage(&mut self.passage, place.clone());
                passage.html(other, place, &self.around, self.findings);
            }
        }
    }

    fn raw_text(&mut self, text: &str, place: Range<usize>) {
        let decoded = html::decode(text);
        let blank = decoded.trim().is_empty();
        if blank && self.passage.is_none() {
            return;
        }
        let words = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
        let space = |present: bool| if present && !(blank && words.is_empty()) { " " } else { "" };
        let before = space(decoded.starts_with(char::is_whitespace) && self.passage.is_some());
        let after = space(decoded.ends_with(char::is_whitespace));
        let text = if blank { " ".to_owned() } else { format!("{before}{words}{after}") };
        let span = self.findings.span(place.clone());
        self.inline(place).push_text(&text, span);
    }

    // Marks made by hand.

    /// A comment on lines of its own: a mark for the next block, or nothing.
    fn comment(&mut self, comment: &str, place: Range<usize>) {
        let Some(mark) = hand_mark(comment) else { return self.unknown_mark(comment, place) };
        self.close_implicit();
        let Some(open) = self.open.last_mut() else { return };
        let (marks, _) = open.marks.get_or_insert((HandMarks::default(), place));
        marks.page_break |= mark.page_break;
        marks.no_break |= mark.no_break;
        marks.looseness = (marks.looseness + mark.looseness).clamp(-1, 1);
    }

    /// A comment within a paragraph.
    fn stray_comment(&mut self, comment: &str, place: Range<usize>) {
        if hand_mark(comment).is_some() {
            self.stray_marks(Some((HandMarks::default(), place)));
        } else {
            self.unknown_mark(comment, place);
        }
    }

    fn unknown_mark(&mut self, comment: &str, place: Range<usize>) {
        let word = comment.trim();
        if word.is_empty() || word.contains(char::is_whitespace) || word.len() > 20 {
            return;
        }
        if let Some(meant) = nearest(word, MARKS) {
            let fault = Diagnostic::warning(Code::StrayMark, format!("`{word}` is no mark"));
            self.findings.push(fault.at(self.findings.span(place)).hint(format!("did you mean `{meant}`?")));
        }
    }

    /// Marks that no block follows.
    pub(super) fn stray_marks(&mut self, marks: Option<(HandMarks, Range<usize>)>) {
        let Some((_, place)) = marks else { return };
        let fault = Diagnostic::warning(Code::StrayMark, "a mark made by hand stands before no block");
        self.findings.push(fault.at(self.findings.span(place)).hint("put it on a line of its own before a paragraph"));
    }
}

const MARKS: [&str; 4] = ["looser", "no-break", "page-break", "tighter"];

fn hand_mark(comment: &str) -> Option<HandMarks> {
    let none = HandMarks::default();
    match comment.trim() {
        "page-break" => Some(HandMarks { page_break: true, ..none }),
        "looser" => Some(HandMarks { looseness: 1, ..none }),
        "tighter" => Some(HandMarks { looseness: -1, ..none }),
        "no-break" => Some(HandMarks { no_break: true, ..none }),
        _ => None,
    }
}
