//! E-book and tagged pages are twins: one walk over the document says what a reader is told, and in which
//! order; the XHTML and the structure tree, each read back from its bytes, say the same.
//!
//! `twins/differences.rs` declares in what they differ. The broken twins below must each be seen.

#[path = "twins/differences.rs"]
mod differences;
mod document;
#[path = "twins/manuscript.rs"]
mod manuscript;
#[path = "twins/paged.rs"]
mod paged;
#[allow(dead_code, reason = "tests of the writer read more with it")]
#[path = "../src/pdf/tests/reader.rs"]
mod reader;
#[path = "twins/reflowed.rs"]
mod reflowed;
#[path = "twins/transcript.rs"]
mod transcript;
#[path = "../src/pdf/tests/tree.rs"]
mod tree;
#[allow(dead_code, reason = "the tests of the e-book read more with it")]
#[path = "ebook/tree.rs"]
mod xml;

use lopdf::{Dictionary, Object};
use make_book::document::Document;
use make_book::pipeline::Format;
use manuscript::Medium;
use reader::Reader;
use reflowed::Files;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::OnceLock;
use transcript::{Transcript, difference, without_gaps};

/// A book and its twins as they are read back.
struct Twins {
    document: Document,
    /// What the e-book must say, and what the pages.
    reflowing: Transcript,
    paged: Transcript,
    files: Files,
    pdf: Vec<u8>,
}

impl Twins {
    fn of(folder: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let outcome = document::built(&folder, &[Format::Epub, Format::Screen]);
        let file = |ending: &str| {
            let found = outcome.files.iter().find(|(name, _)| name.ends_with(ending));
            found.unwrap_or_else(|| panic!("no {ending}: {:?}", outcome.diagnostics)).1.clone()
        };
        let document = document::document_of(&folder);
        let wanted = |medium| {
            let mut told = manuscript::transcript(&document, medium);
            without_gaps(&mut told);
            told
        };
        let (reflowing, paged) = (wanted(Medium::Screen), wanted(Medium::Paper));
        Self { document, reflowing, paged, files: texts(&file(".epub")), pdf: file(".pdf") }
    }

    /// How the e-book `files` differs from the document.
    fn reflowed(&self, files: &Files) -> Option<String> {
        let mut told = reflowed::transcript(files);
        without_gaps(&mut told);
        difference(&told, &self.reflowing)
    }

    /// How the pages that `reader` has differ from the document.
    fn paged(&self, reader: &Reader) -> Option<String> {
        let language = self.document.manifest.metadata.language.as_str();
        let told = paged::transcript(&reader.structure(), language, self.paged.len());
        difference(&differences::without_them(told, &self.document, &self.paged), &self.paged)
    }
}

/// The text files of an e-book by name.
fn texts(epub: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an archive");
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            files.insert(file.name().trim_start_matches("OEBPS/").to_owned(), text);
        }
    }
    files
}

fn small() -> &'static Twins {
    static SMALL: OnceLock<Twins> = OnceLock::new();
    SMALL.get_or_init(|| Twins::of("tests/books/ebook"))
}

#[track_caller]
fn assert_twins(twins: &Twins) {
    assert!(!twins.paged.is_empty());
    assert_eq!(twins.reflowed(&twins.files), None, "the e-book");
    assert_eq!(twins.paged(&Reader::new(&twins.pdf)), None, "the pages");
}

#[test]
fn the_book_of_the_repository_says_the_same_in_both() {
    assert_twins(&Twins::of("."));
}

#[test]
fn the_specimen_says_the_same_in_both() {
    assert_twins(&Twins::of("tests/books/specimen"));
}

#[test]
fn the_small_book_of_everything_says_the_same_in_both() {
    assert_twins(small());
}

#[test]
fn a_book_in_parts_says_the_same_in_both() {
    assert_twins(&Twins::of("tests/books/parts"));
}

#[track_caller]
fn check_reflowed(file: &str, old: &str, new: &str) {
    let mut files = small().files.clone();
    let text = files.get_mut(file).expect("a file");
    assert!(text.contains(old), "`{old}` is not in {file}: {text}");
    *text = text.replace(old, new);
    assert!(small().reflowed(&files).is_some(), "`{new}` is not seen");
}

/// That the pages are no twin once `spoil` has changed one element.
#[track_caller]
fn check_paged(spoil: impl Fn(&mut Dictionary) -> bool) {
    let mut reader = Reader::new(&small().pdf);
    let mut elements = reader.file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    assert!(elements.any(spoil), "there is nothing to spoil");
    assert!(small().paged(&reader).is_some(), "it is not seen");
}

fn is(element: &Dictionary, tag: &[u8]) -> bool {
    element.get(b"S").and_then(Object::as_name).ok() == Some(tag) && element.has(b"P")
}

#[test]
fn an_e_book_that_says_something_else_is_no_twin() {
    check_reflowed("c002.xhtml", "h3", "h2");
    check_reflowed("c002.xhtml", "Somebody said this", "Somebody said");
    check_reflowed("c002.xhtml", " lang=\"ar\"", " lang=\"fa\"");
    check_reflowed("c002.xhtml", " lang=\"zh-Hans\" xml:lang=\"zh-Hans\"", "");
    check_reflowed("c002.xhtml", "id=\"fn-1\"", "id=\"fn-9\"");
    check_reflowed("c003.xhtml", "alt=\"A dot of four pixels\"", "alt=\"A dot\"");
    check_reflowed("c003.xhtml", "</desc>", " and more</desc>");
}

#[test]
fn pages_that_say_something_else_are_no_twin() {
    check_paged(|element| is(element, b"Figure") && element.remove(b"Alt").is_some());
    check_paged(|element| is(element, b"Span") && element.remove(b"Lang").is_some());
    check_paged(|element| {
        is(element, b"H2") && {
            element.set("S", "H1");
            true
        }
    });
    check_paged(|element| {
        is(element, b"H2") && {
            element.set("S", "P");
            true
        }
    });
    check_paged(|element| {
        is(element, b"Note") && {
            element.set("S", "Div");
            true
        }
    });
    check_paged(|element| is(element, b"TR") && reversed(element));
    check_paged(|element| is(element, b"L") && reversed(element));
}

/// Turns the kids of `element` round, if they are several.
fn reversed(element: &mut Dictionary) -> bool {
    match element.get_mut(b"K") {
        Ok(Object::Array(kids)) if kids.len() > 1 => {
            kids.reverse();
            true
        }
        _ => false,
    }
}
