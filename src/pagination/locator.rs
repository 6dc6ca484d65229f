//! The pages of an entry of the index.

use super::{Folio, PageNumbers};
use crate::document::{IndexMark, TextPosition};

/// Pages that an entry of the index leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locator {
    /// The first page.
    pub first: Folio,
    /// The last page, often the same.
    pub last: Folio,
    /// Whether it is a note that stands there.
    pub in_note: bool,
    /// The marked place.
    pub place: TextPosition,
}

impl Locator {
    /// The pages as they are set, with `in_note` after that of a note.
    #[must_use]
    pub fn text(&self, in_note: &str) -> String {
        let suffix = if self.in_note { in_note } else { "" };
        if self.first == self.last {
            format!("{}{suffix}", self.first)
        } else {
            format!("{}–{}{suffix}", self.first, self.last)
        }
    }
}

/// The pages of `marks` in order, each page once: a note counts only where the text of its page has
/// no mark. A mark whose page is not known is left out.
#[must_use]
pub fn locators(marks: &[IndexMark], numbers: &PageNumbers) -> Vec<Locator> {
    let locate = |mark: &IndexMark| {
        let first = numbers.get(mark.start)?;
        let last = numbers.get(mark.end).unwrap_or(first).max(first);
        Some(Locator { first, last, in_note: mark.in_note, place: mark.start })
    };
    let mut found: Vec<Locator> = marks.iter().filter_map(locate).collect();
    found.sort_by_key(|locator| (locator.in_note, locator.first, std::cmp::Reverse(locator.last)));
    let mut kept: Vec<Locator> = Vec::new();
    for locator in found {
        let covers = |other: &Locator| other.first <= locator.first && locator.last <= other.last;
        if !kept.iter().any(covers) {
            kept.push(locator);
        }
    }
    kept.sort_by_key(|locator| (locator.first, locator.in_note, locator.last));
    kept
}

/// `locators` with pages that follow one another as one range.
#[must_use]
pub fn ranges(locators: Vec<Locator>) -> Vec<Locator> {
    let mut joined: Vec<Locator> = Vec::new();
    for locator in locators {
        match joined.last_mut() {
            Some(before) if !before.in_note && !locator.in_note && follows(before.last, locator.first) => {
                before.last = before.last.max(locator.last);
            }
            _ => joined.push(locator),
        }
    }
    joined
}

/// Whether `second` is the page of `first` or the next.
fn follows(first: Folio, second: Folio) -> bool {
    match (first, second) {
        (Folio::Roman(first), Folio::Roman(second)) | (Folio::Arabic(first), Folio::Arabic(second)) => {
            second <= first + 1
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::NodeId;

    /// The pages of marks given as first page, last page and whether in a note.
    #[track_caller]
    fn check(marks: &[(u32, u32, bool)], expected: &str) {
        let at = |page: u32| TextPosition { chapter: 0, node: NodeId(page), offset: 0 };
        let numbers = PageNumbers::new((1..30).map(|page| (at(page), Folio::Arabic(page))).collect());
        let mark = |(first, last, in_note): &(u32, u32, bool)| IndexMark {
            start: at(*first),
            end: at(*last),
            in_note: *in_note,
        };
        let marks: Vec<IndexMark> = marks.iter().map(mark).collect();
        let found = ranges(locators(&marks, &numbers));
        assert_eq!(found.iter().map(|locator| locator.text("n")).collect::<Vec<_>>().join(", "), expected);
    }

    #[test]
    fn neighbouring_pages_are_a_range_and_each_page_stands_once() {
        check(&[(4, 4, false), (4, 4, false), (9, 9, false), (5, 7, false)], "4–7, 9");
        check(&[(12, 14, false), (13, 13, false)], "12–14");
        check(&[(20, 20, false), (2, 2, false)], "2, 20");
    }

    #[test]
    fn a_note_counts_where_its_page_has_no_mark_in_the_text() {
        check(&[(4, 4, true), (4, 4, false), (5, 5, true), (6, 6, false)], "4, 5n, 6");
    }
}
