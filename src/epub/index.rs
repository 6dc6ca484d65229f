//! The index: entries with links to their marks, labelled by the pages of the print edition.

use super::breaks::PageBreak;
use super::plan::Plan;
use super::sheet::{page_break, sheet};
use super::spine::Leaf;
use super::xml::Xml;
use crate::document::{IndexEntry, IndexReference};
use crate::pagination::locators;
use crate::wording::{self, Wording};
use std::ops::Range;

/// The file of the index.
pub(super) fn index(plan: &Plan<'_>) -> String {
    let index = &plan.document.index;
    let language = &plan.document.manifest.metadata.language;
    let mut writer = IndexWriter { plan, words: wording::of(language), breaks: plan.breaks.of(Leaf::Index) };
    sheet(language, &index.title, "backmatter", |xml| {
        let section = xml.tag("section").attribute("epub:type", "index").attribute("role", "doc-index");
        section.attribute("class", "index").attribute("aria-labelledby", "index-title").with(|xml| {
            xml.line();
            xml.tag("h1").attribute("id", "index-title").text(&index.title);
            xml.line();
            groups(&index.entries).into_iter().for_each(|group| writer.group(xml, group));
        });
    })
}

/// Where the index has entry `entry`.
fn entry_id(entry: usize) -> String {
    format!("x{}", entry + 1)
}

/// The entries under each letter.
fn groups(entries: &[IndexEntry]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if entries[group.start].letter == entry.letter => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

struct IndexWriter<'a> {
    plan: &'a Plan<'a>,
    words: &'static Wording,
    /// Page breaks that are still to come.
    breaks: &'a [PageBreak],
}

impl IndexWriter<'_> {
    fn group(&mut self, xml: &mut Xml, entries: Range<usize>) {
        let letter = &self.plan.document.index.entries[entries.start].letter;
        xml.tag("section").attribute("epub:type", "index-group").with(|xml| {
            if !letter.is_empty() {
                xml.tag("h2").text(letter);
                xml.line();
            }
            self.list(xml, entries);
        });
        xml.line();
    }

    /// The entries of `range` that have the level of the first, each with those below it.
    fn list(&mut self, xml: &mut Xml, range: Range<usize>) {
        let entries = &self.plan.document.index.entries;
        let level = entries[range.start].level;
        xml.tag("ul").attribute("epub:type", "index-entry-list").with(|xml| {
            xml.line();
            let mut at = range.start;
            while at < range.end {
                let below = entries[at + 1..range.end].iter().take_while(|entry| entry.level > level).count();
                let next = at + 1 + below;
                xml.tag("li").attribute("epub:type", "index-entry").attribute("id", &entry_id(at)).with(|xml| {
                    self.entry(xml, at);
                    if below > 0 {
                        xml.line();
                        self.list(xml, at + 1..next);
                    }
                });
                xml.line();
                at = next;
            }
        });
    }

    fn entry(&mut self, xml: &mut Xml, at: usize) {
        let entry = &self.plan.document.index.entries[at];
        let count = self.breaks.iter().take_while(|page| page.place.0 as usize <= at).count();
        let (now, later) = self.breaks.split_at(count);
        now.iter().for_each(|page| page_break(xml, page));
        self.breaks = later;
        xml.tag("span").attribute("epub:type", "index-term").text(&entry.head);
        for (label, address) in self.links(entry) {
            xml.text(", ");
            xml.tag("a").attribute("epub:type", "index-locator").attribute("href", &address).text(&label);
        }
        references(xml, ", ", self.words.see, "index-xref-preferred", &entry.see);
        let before = if entry.marks.is_empty() && entry.see.is_empty() { ", " } else { "; " };
        references(xml, before, self.words.see_also, "index-xref-related", &entry.also);
    }

    /// The links of `entry`, by page; by number where no pages are listed.
    fn links(&self, entry: &IndexEntry) -> Vec<(String, String)> {
        let paged = locators(&entry.marks, self.plan.numbers);
        let labelled: Vec<_> = match self.plan.breaks.list.is_empty() {
            false => paged.iter().map(|locator| (locator.text(self.words.in_note), locator.place)).collect(),
            true => (1..).zip(&entry.marks).map(|(number, mark): (u32, _)| (number.to_string(), mark.start)).collect(),
        };
        let address = |(label, place)| Some((label, self.plan.address_of(place)?));
        labelled.into_iter().filter_map(address).collect()
    }
}

fn references(xml: &mut Xml, before: &str, word: &str, kind: &str, references: &[IndexReference]) {
    for (number, reference) in references.iter().enumerate() {
        if number == 0 {
            xml.text(before);
            xml.tag("i").text(word);
            xml.text(" ");
        } else {
            xml.text("; ");
        }
        match reference.entry {
            Some(entry) => {
                let address = format!("#{}", entry_id(entry));
                xml.tag("a").attribute("epub:type", kind).attribute("href", &address).text(&reference.text);
            }
            None => xml.text(&reference.text),
        }
    }
}
