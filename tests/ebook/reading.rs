//! The text of an e-book as it is read, held against that of the book.

use super::tree::{Element, Node};
use super::{Book, Expected};

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 20] = [
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "caption",
    "figcaption",
    "pre",
    "div",
    "br",
    "aside",
    "section",
    "hr",
];
const BREAK: char = '\u{E000}';

/// The words of the author's in `element`. What the program adds is left out: numbers of notes and
/// their marks, labels, a city's names, pictures and their data.
fn running(element: &Element, notes: bool, text: &mut String) {
    let added = matches!(element.get("epub:type"), "noteref" | "backlink")
        || matches!(element.name.as_str(), "svg" | "details" | "head")
        || ["place", "names", "label", "alert-label"].iter().any(|class| element.has_class(class));
    if element.get("epub:type") == "pagebreak" {
        text.push(BREAK);
        text.push_str(element.get("aria-label"));
        text.push(BREAK);
    }
    // Maths is held against the manuscript by the notation that describes it.
    if element.name == "math" {
        return text.push_str(element.get("alttext"));
    }
    if added || (!notes && is_note(element)) {
        return;
    }
    let block = BLOCKS.contains(&element.name.as_str());
    text.extend(block.then_some('\n'));
    for node in &element.content {
        match node {
            Node::Element(inner) => running(inner, notes, text),
            Node::Text(own) => text.extend(own.chars().filter(|c| !matches!(c, '☐' | '☑'))),
        }
    }
    text.extend(block.then_some('\n'));
}

fn is_note(element: &Element) -> bool {
    element.get("role") == "doc-footnote"
}

/// The number of a note; of one that has none, 0.
fn number(note: &Element) -> u32 {
    note.get("id").trim_start_matches("fn-").parse().unwrap_or(0)
}

/// The text of `element`, with its notes or without.
fn text_of(element: &Element, notes: bool) -> String {
    let mut text = String::new();
    running(element, notes, &mut text);
    text
}

/// `text` without its page breaks.
fn unbroken(text: &str) -> String {
    text.split(BREAK).step_by(2).collect()
}

/// Each chapter has the words of the manuscript, no more and no fewer, in their order.
pub fn words(book: &Book<'_>, expected: &Expected, faults: &mut Vec<String>) {
    for (index, wanted) in (1..).zip(&expected.chapters) {
        let name = format!("c{index:03}.xhtml");
        let files = book.chapter(index);
        if files.is_empty() {
            faults.push(format!("words: {name} is not in the reading order"));
            continue;
        }
        // The notes of each file stand at its end; those of the manuscript behind the whole chapter.
        let notes = files.iter().flat_map(|file| file.each()).filter(|element| is_note(element));
        let mut notes: Vec<(u32, String)> = notes.map(|note| (number(note), unbroken(&text_of(note, true)))).collect();
        notes.sort_by_key(|(number, _)| *number);
        let mut text: String = files.iter().map(|file| unbroken(&text_of(file, false))).collect();
        text.extend(notes.iter().map(|(_, note)| note.as_str()));
        let mut found = text.split_whitespace();
        for word in wanted {
            let other = found.next().unwrap_or_default();
            if word != other {
                faults.push(format!("words: {name} has `{other}` in the place of `{word}`"));
                break;
            }
        }
        if let (true, Some(more)) = (faults.is_empty(), found.next()) {
            faults.push(format!("words: {name} has `{more}` after its end"));
        }
    }
}

/// The text after each page break is that with which the printed page starts.
pub fn page_starts(book: &Book<'_>, expected: &Expected, faults: &mut Vec<String>) {
    let whole: String = book.spine.iter().map(|(_, file)| text_of(file, true)).collect();
    let pieces: Vec<&str> = whole.split(BREAK).collect();
    for (folio, start) in expected.pages.iter().filter(|(_, start)| !start.is_empty()) {
        let at = (1..pieces.len()).step_by(2).find(|at| pieces[*at] == *folio);
        let after: String = at.map(|at| pieces[at + 1..].iter().step_by(2).copied().collect()).unwrap_or_default();
        let found: Vec<&str> = after.split_whitespace().take(start.len()).collect();
        if found != *start {
            faults.push(format!("pages: {folio} starts with {start:?}, but is marked before {found:?}"));
        }
    }
}

/// The contents are the headings of the chapters, in their order.
pub fn headings(book: &Book<'_>, expected: &Expected, faults: &mut Vec<String>) {
    let listed: Vec<String> = book
        .listed("toc")
        .into_iter()
        .filter(|(address, _)| address.starts_with('c'))
        .map(|(_, words)| words.split_whitespace().collect())
        .collect();
    if listed != expected.headings {
        let other = listed.iter().zip(&expected.headings).find(|(one, other)| one != other);
        faults.push(format!("contents: the headings are not those of the chapters: {other:?}"));
    }
}
