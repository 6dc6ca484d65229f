//! The chapters of the book, in order.

use super::catalogue::{language, value};
use super::resolve::{ChapterFile, MatterFile, Part, Place};
use super::schema::{At, CityEntry, Faults, LocationEntry, ManifestFile, MatterEntry, PartEntry};
use crate::diag::{Code, Diagnostic, nearest};
use crate::source::{BookPath, Span};
use std::collections::BTreeSet;

/// Kinds of front and back matter, of the vocabulary of EPUB ("EPUB 3 Structural Semantics
/// Vocabulary 1.1") as far as people write such chapters.
pub const MATTER_KINDS: [&str; 26] = [
    "abstract",
    "acknowledgments",
    "afterword",
    "appendix",
    "bibliography",
    "chronology",
    "colophon",
    "conclusion",
    "contributors",
    "copyright-page",
    "credits",
    "dedication",
    "endnotes",
    "epigraph",
    "epilogue",
    "errata",
    "foreword",
    "glossary",
    "imprint",
    "index",
    "introduction",
    "notice",
    "other-credits",
    "preamble",
    "preface",
    "prologue",
];

/// The poles, in millionths of a degree.
const MAX_LATITUDE: i64 = 90_000_000;
/// The other side of the Earth.
const MAX_LONGITUDE: i64 = 180_000_000;

/// Front matter, parts and back matter. A path that was named before is noted and left out.
pub(super) struct Order {
    pub front: Vec<MatterFile>,
    pub parts: Vec<Part>,
    pub back: Vec<MatterFile>,
    /// Files of the back matter before the index, where the manifest says its place.
    pub index_at: Option<u32>,
}

/// The order of the chapters that `file` names.
pub(super) fn order(file: &ManifestFile, faults: &mut Faults) -> Order {
    let mut seen = BTreeSet::new();
    let mut front = matter(&file.front, "preface", &mut seen, faults);
    front.sort_by_key(|matter| !stands_before_contents(&matter.kind));
    let parts = parts(file, &mut seen, faults);
    let back = matter(&file.back, "appendix", &mut seen, faults);
    let index_at = index_place(&file.back, &back, faults);
    Order { front, parts, back, index_at }
}

/// Whether front matter of `kind` stands between imprint and contents, as dedication and epigraph do
/// (The Chicago Manual of Style, 18th edition, 1.4). The rest follows the contents in the order written.
#[must_use]
pub fn stands_before_contents(kind: &str) -> bool {
    matches!(kind, "imprint" | "copyright-page" | "dedication" | "epigraph")
}

/// How many of the files `back` stand before the one entry that is the index.
fn index_place(entries: &[MatterEntry], back: &[MatterFile], faults: &mut Faults) -> Option<u32> {
    let mut places = entries.iter().filter(|entry| entry.is_index);
    let first = places.next()?;
    for second in places {
        let hint = "a book has one index: remove one of the two";
        faults.error::<()>(second.span, Code::DuplicateChapter, "the index is placed twice", hint);
    }
    let before = back.iter().filter(|matter| matter.file.span.start < first.span.start).count();
    u32::try_from(before).ok()
}

/// The three ways to name the chapters of the body, of which a book uses one.
fn parts(file: &ManifestFile, seen: &mut BTreeSet<BookPath>, faults: &mut Faults) -> Vec<Part> {
    one_way(file, faults);
    let mut parts = Vec::new();
    let plain = chapters(&file.chapters, seen, faults);
    if !plain.is_empty() {
        parts.push(Part { title: None, place: None, chapters: plain });
    }
    parts.extend(file.parts.iter().map(|entry| part(entry, seen, faults)));
    parts.extend(file.cities.iter().map(|entry| city(entry, seen, faults)));
    if parts.iter().all(|part| part.chapters.is_empty()) && file.front.is_empty() && file.back.is_empty() {
        let hint = "name one with `chapters = [\"….md\"]` at the top, or in a [[part]] or [[city]]";
        let at = file.chapters_at.or(file.book.span).unwrap_or_else(|| faults.span(0..0));
        // Where a file was named and refused, that is what has to be said.
        let named = file.chapters.len() + file.parts.iter().map(|part| part.chapters.len()).sum::<usize>();
        if named + file.cities.iter().map(|city| city.chapters.len()).sum::<usize>() == 0 {
            faults.error::<()>(at, Code::EmptyBook, "the book has no chapter", hint);
        }
    }
    parts
}

fn one_way(file: &ManifestFile, faults: &mut Faults) {
    let ways = [file.chapters_at, file.parts.first().map(|part| part.span), file.cities.first().map(|city| city.span)];
    let mut written = ways.into_iter().flatten();
    if let (Some(_), Some(second)) = (written.next(), written.next()) {
        let message = "`chapters`, [[part]] and [[city]] are three ways to name the chapters of one book";
        faults.error::<()>(second, Code::WrongValue, message, "use one of them alone");
    }
}

fn part(entry: &PartEntry, seen: &mut BTreeSet<BookPath>, faults: &mut Faults) -> Part {
    let chapters = chapters(&entry.chapters, seen, faults);
    warn_if_empty("part", entry.chapters.is_empty(), entry.span, faults);
    Part { title: value(entry.title.as_ref()), place: None, chapters }
}

fn city(entry: &CityEntry, seen: &mut BTreeSet<BookPath>, faults: &mut Faults) -> Part {
    let chapters = chapters(&entry.chapters, seen, faults);
    warn_if_empty("city", entry.chapters.is_empty(), entry.span, faults);
    let names =
        entry.names.iter().filter_map(|(tag, text)| Some((language(tag, faults)?, text.value.clone()))).collect();
    let place = Place {
        country: value(entry.country.as_ref()),
        region: value(entry.region.as_ref()),
        location: entry.location.as_ref().and_then(|entry| location(entry, faults)),
        names,
    };
    Part { title: value(entry.name.as_ref()), place: Some(place), chapters }
}

fn warn_if_empty(what: &str, is_empty: bool, span: Span, faults: &mut Faults) {
    if is_empty {
        let message = format!("this {what} has no chapter");
        faults.push(Diagnostic::warning(Code::EmptyBook, message).at(span).hint("add `chapters = [\"….md\"]`"));
    }
}

fn location(entry: &LocationEntry, faults: &mut Faults) -> Option<(i32, i32)> {
    let degree = |written: &Option<At<i64>>, key, limit, faults: &mut Faults| {
        written.as_ref().and_then(|written| degrees(written, key, limit, faults))
    };
    let latitude = degree(&entry.latitude, "latitude", MAX_LATITUDE, faults);
    let longitude = degree(&entry.longitude, "longitude", MAX_LONGITUDE, faults);
    Some((latitude?, longitude?))
}

fn degrees(written: &At<i64>, key: &str, limit: i64, faults: &mut Faults) -> Option<i32> {
    if written.value.abs() <= limit {
        return i32::try_from(written.value).ok();
    }
    let limit = limit / 1_000_000;
    let message = format!("`{key}` is not between -{limit} and {limit} degrees");
    faults.error(written.span, Code::WrongValue, message, "north and east are positive; latitude comes first")
}

fn matter(
    entries: &[MatterEntry],
    otherwise: &'static str,
    seen: &mut BTreeSet<BookPath>,
    faults: &mut Faults,
) -> Vec<MatterFile> {
    let mut files = Vec::new();
    for entry in entries {
        let written = entry.kind.as_ref().map(|written| kind(written, faults));
        let Some(file) = entry.file.as_ref().and_then(|file| chapter(file, seen, faults)) else { continue };
        let stem = MATTER_KINDS.iter().find(|kind| **kind == file.path.stem()).copied();
        let kind = written.flatten().or(stem).unwrap_or(otherwise).to_owned();
        files.push(MatterFile { file, kind });
    }
    files
}

fn kind(written: &At<String>, faults: &mut Faults) -> Option<&'static str> {
    let wanted = written.value.to_lowercase().replace(' ', "-").replace("acknowledgements", "acknowledgments");
    MATTER_KINDS.iter().find(|kind| **kind == wanted).copied().or_else(|| {
        let message = format!("`{}` is no kind of front or back matter", super::schema::shortened(&written.value));
        let hint = match nearest(&wanted, MATTER_KINDS) {
            Some(kind) => format!("did you mean `{kind}`?"),
            None => format!("known: {}", MATTER_KINDS.join(", ")),
        };
        faults.error(written.span, Code::WrongValue, message, hint)
    })
}

fn chapters(written: &[At<String>], seen: &mut BTreeSet<BookPath>, faults: &mut Faults) -> Vec<ChapterFile> {
    written.iter().filter_map(|path| chapter(path, seen, faults)).collect()
}

/// The chapter at `written`, unless its path is none of the book or was named before.
fn chapter(written: &At<String>, seen: &mut BTreeSet<BookPath>, faults: &mut Faults) -> Option<ChapterFile> {
    let path = path(written, faults)?;
    if !seen.insert(path.clone()) {
        let hint = "a chapter has one place in the book: remove one of the two";
        return faults.error(written.span, Code::DuplicateChapter, format!("`{path}` is named twice"), hint);
    }
    Some(ChapterFile { path, span: written.span })
}

/// The path `written`, if it stays in the book.
pub(super) fn path(written: &At<String>, faults: &mut Faults) -> Option<BookPath> {
    match BookPath::new(&written.value) {
        Ok(path) => Some(path),
        Err(fault) => {
            let message = format!("`{}`: {fault}", super::schema::shortened(&written.value));
            let hint = "write a path below the book's folder, with `/` between its names";
            faults.error(written.span, Code::PathOutside, message, hint)
        }
    }
}
