//! An e-book taken apart and held against the book that it was made from: what validators do not see.
//!
//! `faults` knows nothing of the program's room `epub`; it reads the files as a reading system does.

pub mod expected;
mod look;
mod reading;
mod tree;

pub use expected::Expected;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use tree::Element;

/// The files of an e-book by name, without the folder that most are in.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The files in the archive `bytes`.
pub fn files(bytes: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a whole entry");
        files.insert(file.name().trim_start_matches("OEBPS/").to_owned(), content);
    }
    files
}

/// What is wrong with the e-book of `files`, which was made from the book of `expected`.
pub fn faults(files: &Files, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    let Some(book) = Book::open(files, &mut faults) else { return faults };
    look::package(&book, expected, &mut faults);
    look::navigation(&book, expected, &mut faults);
    look::pages(&book, expected, &mut faults);
    look::notes(&book, &mut faults);
    look::elements(&book, expected, &mut faults);
    look::style(&book, &mut faults);
    reading::words(&book, expected, &mut faults);
    reading::page_starts(&book, expected, &mut faults);
    reading::headings(&book, expected, &mut faults);
    faults
}

/// An e-book with its XML parsed.
pub struct Book<'a> {
    files: &'a Files,
    package: Element,
    nav: Element,
    ncx: Element,
    /// The files of the reading order: name and content.
    spine: Vec<(String, Element)>,
}

impl<'a> Book<'a> {
    fn open(files: &'a Files, faults: &mut Vec<String>) -> Option<Self> {
        let mut read = |name: &str| {
            let text = files.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let element = text.and_then(tree::parse);
            if element.is_none() {
                faults.push(format!("{name} is missing or no XML"));
            }
            element
        };
        let (package, nav, ncx) = (read("content.opf")?, read("nav.xhtml")?, read("toc.ncx")?);
        let items = package.all("item");
        let file = |id: &str| items.iter().find(|item| item.get("id") == id).map(|item| item.get("href").to_owned());
        let order: Vec<String> =
            package.all("itemref").iter().filter_map(|reference| file(reference.get("idref"))).collect();
        let spine = order.into_iter().map(|name| Some((read(&name)?, name))).collect::<Option<Vec<_>>>()?;
        let spine = spine.into_iter().map(|(element, name)| (name, element)).collect();
        Some(Self { files, package, nav, ncx, spine })
    }

    /// The files of chapter `index`, counted from 1: several if it is long.
    fn chapter(&self, index: usize) -> Vec<&Element> {
        let (one, more) = (format!("c{index:03}.xhtml"), format!("c{index:03}-"));
        let files = self.spine.iter().filter(|(file, _)| *file == one || file.starts_with(&more));
        files.map(|(_, content)| content).collect()
    }

    /// The links of the list `kind` of the navigation document: address and words.
    fn listed(&self, kind: &str) -> Vec<(String, String)> {
        let navs = self.nav.all("nav");
        let list = navs.iter().find(|nav| nav.get("epub:type") == kind);
        let links = list.map(|nav| nav.all("a")).unwrap_or_default();
        links.iter().map(|link| (link.get("href").to_owned(), link.text())).collect()
    }
}
