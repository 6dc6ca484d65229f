//! In what the printed pages differ from the e-book, and in nothing else.

use crate::transcript::{Chapter, MARK, Run, Said, Transcript, plain, spaced};
use make_book::document::walk::{Visit, each_inline, walk};
use make_book::document::{Block, Document, Inline, Passage, address_of, shown_address};
use std::collections::{BTreeMap, BTreeSet};

/// `paged` without what paper needs and a screen does not:
/// - addresses of links, as notes and, within notes and sources, in brackets;
/// - the page of a reference;
/// - where a place lies and how it is called, which stand around the title and not below it.
///
/// Contents and other pages of the program are none of its chapters.
pub fn without_them(mut paged: Transcript, document: &Document, manuscript: &Transcript) -> Transcript {
    let addresses = addresses(document);
    for (chapter, written) in paged.iter_mut().zip(manuscript) {
        without_address_notes(chapter, &addresses);
        place(chapter, &written.place);
        let shown: Vec<String> = written.notes.values().chain([&written.said]).map(|said| plain(said)).collect();
        let authors = |address: &&String| shown.iter().any(|text| text.contains(&format!("({address})")));
        let added: BTreeSet<String> = addresses.iter().filter(|address| !authors(address)).cloned().collect();
        let said = chapter.said.iter_mut().chain(chapter.notes.values_mut().flatten());
        for said in said {
            if let Said::Heading(_, runs) | Said::Text(runs) = said {
                *runs = without_references(std::mem::take(runs), &added);
            }
        }
    }
    paged
}

/// The addresses of all links out of the book, as they are shown.
fn addresses(document: &Document) -> BTreeSet<String> {
    #[derive(Default)]
    struct Found(BTreeSet<String>);
    impl<'a> Visit<'a> for Found {
        fn passage(&mut self, passage: &'a Passage, _: &'a Block) {
            each_inline(&passage.inlines, &mut |inline, _| {
                if let Inline::Span(span) = inline {
                    self.0.extend(address_of(span).map(|address| shown_address(address).to_owned()));
                }
            });
        }
    }
    let mut found = Found::default();
    document.chapters.iter().for_each(|placed| walk(&placed.chapter, &mut found));
    found.0
}

/// Takes out the notes that are addresses with their marks, and counts the others anew.
fn without_address_notes(chapter: &mut Chapter, addresses: &BTreeSet<String>) {
    let is_address = |said: &[Said]| addresses.contains(plain(said).trim_end_matches('.'));
    let kept = chapter.notes.iter().filter(|(_, said)| !is_address(said)).map(|(number, _)| *number);
    let numbers: BTreeMap<u32, u32> = kept.zip(1..).collect();
    let notes = std::mem::take(&mut chapter.notes);
    chapter.notes = notes.into_iter().filter_map(|(number, said)| Some((*numbers.get(&number)?, said))).collect();
    for said in chapter.said.iter_mut().chain(chapter.notes.values_mut().flatten()) {
        let (Said::Heading(_, runs) | Said::Text(runs)) = said else { continue };
        for run in runs {
            let mut text = String::new();
            for (index, piece) in run.text.split(MARK).enumerate() {
                match piece.parse::<u32>() {
                    Ok(number) if index % 2 == 1 => {
                        let number = numbers.get(&number);
                        text.extend(number.map(|number| format!("{MARK}{number}{MARK}")));
                    }
                    _ => text.push_str(piece),
                }
            }
            run.text = text;
        }
    }
}

/// Moves the paragraphs around the title that tell `place` to the chapter's place.
fn place(chapter: &mut Chapter, place: &BTreeSet<(String, String)>) {
    let title = chapter.said.iter().position(|said| matches!(said, Said::Heading(..))).unwrap_or(0);
    let near = title.saturating_sub(1)..(title + 1 + place.len()).min(chapter.said.len());
    let mut index = 0;
    let told = &mut chapter.place;
    chapter.said.retain(|said| {
        index += 1;
        let Said::Text(runs) = said else { return true };
        let [run] = runs.as_slice() else { return true };
        let named = (run.language.clone(), run.text.clone());
        let moves = near.contains(&(index - 1)) && place.contains(&named);
        if moves {
            told.insert(named);
        }
        !moves
    });
}

/// `runs` without pages and addresses in brackets.
fn without_references(runs: Vec<Run>, addresses: &BTreeSet<String>) -> Vec<Run> {
    let strip = |run: Run| {
        let mut text = String::new();
        let mut rest = run.text.as_str();
        while let Some((before, after)) = rest.split_once(" (") {
            text.push_str(before);
            match after.split_once(')').filter(|(inside, _)| is_page(inside)) {
                Some((_, after)) => rest = after,
                None => {
                    let address = addresses.iter().filter(|address| after.starts_with(&format!("{address})")));
                    match address.max_by_key(|address| address.len()) {
                        Some(address) => rest = &after[address.len() + 1..],
                        None => {
                            text.push_str(" (");
                            rest = after;
                        }
                    }
                }
            }
        }
        text.push_str(rest);
        Run { text, ..run }
    };
    let mut joined: Vec<Run> = Vec::new();
    for run in runs.into_iter().map(strip).filter(|run| !run.text.is_empty()) {
        match joined.last_mut() {
            Some(last) if last.language == run.language => last.text.push_str(&run.text),
            _ => joined.push(run),
        }
    }
    joined
}

/// Whether `inside` is "page" with an arabic or roman number.
fn is_page(inside: &str) -> bool {
    let inside = spaced(inside);
    let number = inside.strip_prefix("page ").unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || "ivxlc".contains(c))
}
