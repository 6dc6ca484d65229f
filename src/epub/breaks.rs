//! Where the pages of the print edition begin in the e-book's text.
//!
//! In comes the [`PageMap`]; out goes, for each file, its page breaks in the order of its text, and
//! the list of them all. A page without text of the e-book (blank, printed contents) has none.

use super::spine::{Leaf, first_of_part, part_of};
use super::survey::Survey;
use crate::document::{Document, NodeId, TextPosition};
use crate::edition::{PageKind, PageMap};
use crate::language::Script;
use std::collections::{BTreeMap, BTreeSet};
use unicode_script::UnicodeScript;

/// The beginning of a page of the print edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageBreak {
    /// Where it stands.
    pub(super) place: Place,
    /// The folio.
    pub(super) label: String,
    /// Its id in its file.
    pub(super) id: String,
}

/// A place in the text of a chapter: rank of the node in reading order, then bytes of its text.
pub(super) type Place = (u32, u32);

/// The page breaks of the book.
#[derive(Debug, Default)]
pub(super) struct Breaks {
    files: BTreeMap<Leaf, Vec<PageBreak>>,
    /// Folio and address of each, in reading order.
    pub(super) list: Vec<(String, String)>,
}

impl Breaks {
    /// Those of file `leaf`, in order.
    pub(super) fn of(&self, leaf: Leaf) -> &[PageBreak] {
        self.files.get(&leaf).map_or(&[], Vec::as_slice)
    }
}

/// The page breaks of `map` in the files `spine`.
pub(super) fn breaks(
    document: &Document,
    spine: &[Leaf],
    surveys: &[Survey<'_>],
    map: &PageMap,
    leaf_of: impl Fn(u32, NodeId) -> Leaf,
) -> Breaks {
    let order: BTreeMap<Leaf, usize> = spine.iter().enumerate().map(|(index, leaf)| (*leaf, index)).collect();
    let place = |kind| {
        let (leaf, place) = place_of(document, surveys, kind, &leaf_of)?;
        Some((*order.get(&leaf)?, place))
    };
    let mut places: Vec<((usize, Place), String)> =
        map.pages.iter().filter_map(|entry| Some((place(entry.kind)?, entry.folio.to_string()))).collect();
    keep_order(&mut places);
    let (mut breaks, mut ids) = (Breaks::default(), BTreeSet::new());
    for ((file, place), label) in places {
        let leaf = spine[file];
        let id = new_id(&label, &mut ids);
        breaks.list.push((label.clone(), format!("{}#{id}", leaf.file())));
        breaks.files.entry(leaf).or_default().push(PageBreak { place, label, id });
    }
    breaks
}

/// A page that starts with the rest of a note starts later in the e-book's text, where notes stand
/// last, than pages after it; it is marked where the next page begins.
fn keep_order<T>(places: &mut [((usize, Place), T)]) {
    for index in (1..places.len()).rev() {
        places[index - 1].0 = places[index - 1].0.min(places[index].0);
    }
}

/// An id for the page of folio `label` that no other page has.
fn new_id(label: &str, ids: &mut BTreeSet<String>) -> String {
    let mut id = format!("page-{label}");
    while !ids.insert(id.clone()) {
        id.push_str("-b");
    }
    id
}

/// The file and place in which a page begins.
fn place_of(
    document: &Document,
    surveys: &[Survey<'_>],
    kind: PageKind,
    leaf_of: &impl Fn(u32, NodeId) -> Leaf,
) -> Option<(Leaf, Place)> {
    match kind {
        PageKind::Blank | PageKind::HalfTitle | PageKind::Series | PageKind::Contents => None,
        PageKind::Title => Some((Leaf::Title, (0, 0))),
        PageKind::Imprint => Some((Leaf::Imprint, (0, 0))),
        PageKind::Index(entry) => Some((Leaf::Index, (entry, 0))),
        PageKind::Part(part) => Some((part_leaf(document, part)?, (0, 0))),
        PageKind::Text(position) => {
            let survey = surveys.get(position.chapter as usize)?;
            Some((leaf_of(position.chapter, position.node), place_in(survey, position)))
        }
    }
}

/// The page of part `part`, or its first chapter if it has none.
fn part_leaf(document: &Document, part: u32) -> Option<Leaf> {
    if super::spine::has_page(document, part) {
        return Some(Leaf::Part(part));
    }
    let mut chapters = document.indexed().map(|(index, _)| index);
    let first = chapters.find(|index| part_of(document, *index) == Some(part));
    first.filter(|index| first_of_part(document, *index) == Some(part)).map(|index| Leaf::Chapter(index, 0))
}

fn place_in(survey: &Survey<'_>, position: TextPosition) -> Place {
    let rank = survey.rank(position.node);
    match survey.passages.get(&position.node) {
        Some(passage) if position.offset > 0 => {
            let offset = word_start(&passage.text(), position.offset as usize);
            (rank, u32::try_from(offset).unwrap_or(u32::MAX))
        }
        _ => (rank, 0),
    }
}

/// The start of the word that byte `offset` of `text` lies in, or `offset` itself between words. A
/// Han character or kana is a word of its own.
fn word_start(text: &str, offset: usize) -> usize {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (before, after) = text.split_at(offset);
    if !after.chars().next().is_some_and(is_of_word) {
        return offset;
    }
    before.trim_end_matches(is_of_word).len()
}

fn is_of_word(character: char) -> bool {
    let joins = matches!(character, '’' | '\'' | '\u{AD}' | '\u{2060}' | '\u{200C}' | '\u{200D}');
    let script = character.script();
    let alone = matches!(script, Script::Han | Script::Hiragana | Script::Katakana);
    joins || ((character.is_alphanumeric() || script == Script::Inherited) && !alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_word_moves_before_it() {
        let check = |text, offset, expected| assert_eq!(word_start(text, offset), expected, "{text} {offset}");
        check("one learning city", 9, 4);
        check("one learning city", 4, 4);
        check("one learning city", 3, 3);
        check("don’t", 3, 0);
        check("x 北京市", 5, 5);
        check("sch\u{F6}n", 4, 0);
        check("well-known", 5, 5);
        check("short", 99, 5);
    }

    #[test]
    fn a_page_of_notes_is_marked_where_the_next_page_begins() {
        let mut places = vec![((3, (1, 0)), 1), ((3, (90, 5)), 2), ((3, (4, 7)), 3)];
        keep_order(&mut places);
        assert_eq!(places, [((3, (1, 0)), 1), ((3, (4, 7)), 2), ((3, (4, 7)), 3)]);
    }
}
