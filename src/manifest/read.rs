//! From the manifest as written to the manifest as resolved.

use super::catalogue::{certification, metadata, value};
use super::matter::{self, order};
use super::page::geometry;
use super::resolve::{
    ChapterFile, CoverFile, CrossReference, CrossReferenceKind, FontChoice, IndexChoice, Manifest, Numbering,
    OutputChoice,
};
use super::schema::{
    At, Faults, FontsTable, IndexTable, OutputTable, ReferenceEntry, parse, parse_references, shortened,
};
use crate::diag::{Code, Diagnostic, nearest};
use crate::source::{BookPath, Source};
use unicode_normalization::UnicodeNormalization;

/// Longest name of an output, in bytes.
const MAX_NAME: usize = 100;
/// The name of outputs whose title has no letter of ASCII.
const PLAIN_NAME: &str = "book";
const FORMATS: [&str; 3] = ["epub", "print", "screen"];

/// The manifest in `source`, and everything that is wrong with it in the order of its text. `epoch`
/// is the time of this revision, in seconds since 1970, where the manifest does not say it.
///
/// There is no manifest where the text is not TOML, or where title, language or every chapter is
/// missing. Any other fault leaves the default in place of what was written.
#[must_use]
pub fn read(source: &Source, epoch: Option<i64>) -> (Option<Manifest>, Vec<Diagnostic>) {
    let mut faults = Faults::new(source.id);
    let manifest = resolve(source, epoch, &mut faults);
    let mut list = faults.into_list();
    list.sort_by_key(|diagnostic| diagnostic.span);
    (manifest, list)
}

/// The references from entry to entry that the file of the index in `source` holds, and everything
/// that is wrong with it in the order of its text.
#[must_use]
pub fn read_references(source: &Source) -> (Vec<CrossReference>, Vec<Diagnostic>) {
    let mut faults = Faults::new(source.id);
    let file = parse_references(source, &mut faults).unwrap_or_default();
    let see = file.see.iter().map(|entry| reference(entry, CrossReferenceKind::See));
    let also = file.also.iter().map(|entry| reference(entry, CrossReferenceKind::SeeAlso));
    let references = see.chain(also).flatten().collect();
    let mut list = faults.into_list();
    list.sort_by_key(|diagnostic| diagnostic.span);
    (references, list)
}

fn reference(entry: &ReferenceEntry, kind: CrossReferenceKind) -> Option<CrossReference> {
    let heads = |written: &At<String>| -> Vec<String> {
        written.value.split('!').map(str::trim).filter(|head| !head.is_empty()).map(str::to_owned).collect()
    };
    let (from, to) = (heads(entry.from.as_ref()?), heads(entry.to.as_ref()?));
    (!from.is_empty() && !to.is_empty()).then_some(CrossReference { kind, from, to, span: entry.span })
}

fn index(table: &IndexTable, at: Option<u32>, faults: &mut Faults) -> IndexChoice {
    let file = table.file.as_ref();
    let file = file.and_then(|file| Some(ChapterFile { path: matter::path(file, faults)?, span: file.span }));
    IndexChoice { title: value(table.title.as_ref()), at, file, references: Vec::new() }
}

fn resolve(source: &Source, epoch: Option<i64>, faults: &mut Faults) -> Option<Manifest> {
    let file = parse(source, faults)?;
    let metadata = metadata(&file.book, epoch, faults);
    let order = order(&file, faults);
    let (page, text_size) = geometry(&file, faults);
    let title = metadata.as_ref().map_or("", |metadata| &metadata.title);
    let output = output(&file.output, title, faults);
    let certification = certification(&file.accessibility, faults);
    let index = index(&file.index, order.index_at, faults);
    let cover = file.cover.as_ref();
    let cover = cover.and_then(|file| Some(CoverFile { path: matter::path(file, faults)?, span: file.span }));
    let root = file.book.root.as_ref().and_then(|root| folder(root, faults));
    let has_text = order.parts.iter().any(|part| !part.chapters.is_empty());
    if !has_text && order.front.is_empty() && order.back.is_empty() {
        return None;
    }
    Some(Manifest {
        metadata: metadata?,
        root,
        front: order.front,
        parts: order.parts,
        back: order.back,
        index,
        lists: file.book.lists.unwrap_or(true),
        numbering: numbering(file.book.numbering.as_ref(), faults),
        half_title: file.book.half_title.unwrap_or(true),
        page,
        text_size,
        fonts: fonts(&file.fonts),
        look: file.look,
        print: file.print,
        cover,
        output,
        certification,
    })
}

impl Manifest {
    /// All chapters in reading order: front, body, back.
    pub fn chapters(&self) -> impl Iterator<Item = &ChapterFile> {
        let front = self.front.iter().map(|matter| &matter.file);
        let body = self.parts.iter().flat_map(|part| &part.chapters);
        front.chain(body).chain(self.back.iter().map(|matter| &matter.file))
    }

    /// The path of `chapter` below the folder of the manifest.
    ///
    /// # Panics
    /// Never: two paths of a book, joined, are one.
    #[must_use]
    pub fn path_of(&self, chapter: &ChapterFile) -> BookPath {
        match &self.root {
            Some(root) => BookPath::new(&format!("{root}/{}", chapter.path)).expect("both parts were checked"),
            None => chapter.path.clone(),
        }
    }
}

/// The folder of the manuscript; `.` is that of the manifest.
fn folder(written: &At<String>, faults: &mut Faults) -> Option<BookPath> {
    if matches!(written.value.as_str(), "." | "./") { None } else { matter::path(written, faults) }
}

fn fonts(table: &FontsTable) -> FontChoice {
    FontChoice {
        text: value(table.text.as_ref()),
        display: value(table.display.as_ref()),
        caption: value(table.caption.as_ref()),
        sans: value(table.sans.as_ref()),
        mono: value(table.mono.as_ref()),
    }
}

fn output(table: &OutputTable, title: &str, faults: &mut Faults) -> OutputChoice {
    let name = table.name.as_ref().and_then(|name| checked_name(name, faults)).unwrap_or_else(|| slug(title));
    let formats = table.formats.as_ref().and_then(|formats| checked_formats(formats, faults));
    let has = |format: &str| formats.as_ref().is_none_or(|formats| formats.contains(&format));
    OutputChoice {
        name,
        epub: has("epub"),
        print: has("print"),
        screen: has("screen"),
        page_list: table.page_list.unwrap_or(true),
        fonts: table.fonts.unwrap_or(true),
    }
}

/// The name `written`, if it is a name and not a path.
fn checked_name(written: &At<String>, faults: &mut Faults) -> Option<String> {
    let name = &written.value;
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if name.len() <= MAX_NAME && !name.starts_with('.') && name.bytes().all(allowed) {
        return Some(name.clone());
    }
    let message = format!("`{}` is not a name for the outputs", shortened(name));
    let hint = format!("use letters, digits, `.`, `_` and `-` of ASCII, such as `{}`", slug(name));
    faults.error(written.span, Code::WrongValue, message, hint)
}

/// How figures and tables are counted: over the book where nothing is said, as in books whose chapters
/// have no numbers.
fn numbering(written: Option<&At<String>>, faults: &mut Faults) -> Numbering {
    let Some(written) = written else { return Numbering::Book };
    match written.value.as_str() {
        "book" => Numbering::Book,
        "chapter" => Numbering::Chapter,
        other => {
            let message = format!("`{}` is no way to count figures and tables", super::schema::shortened(other));
            let hint = "write `\"book\"` or `\"chapter\"`";
            faults.error::<()>(written.span, Code::WrongValue, message, hint);
            Numbering::Book
        }
    }
}

fn checked_formats(written: &At<Vec<At<String>>>, faults: &mut Faults) -> Option<Vec<&'static str>> {
    if written.value.is_empty() {
        let hint = "name one or more of \"epub\", \"print\" and \"screen\"";
        return faults.error(written.span, Code::WrongValue, "`formats` names no format", hint);
    }
    Some(written.value.iter().filter_map(|format| checked_format(format, faults)).collect())
}

fn checked_format(written: &At<String>, faults: &mut Faults) -> Option<&'static str> {
    FORMATS.iter().find(|format| **format == written.value).copied().or_else(|| {
        let message = format!("`{}` is not a format", shortened(&written.value));
        let hint = match nearest(&written.value, FORMATS) {
            Some(format) => format!("did you mean `{format}`?"),
            None => "the formats are epub, print and screen".into(),
        };
        faults.error(written.span, Code::WrongValue, message, hint)
    })
}

/// `title` in lower case with hyphens, in ASCII.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '\u{2019}') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= MAX_NAME {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { PLAIN_NAME.to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests;
