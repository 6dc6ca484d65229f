//! `book.toml` as written: every key in its type, with its place, and nothing checked beyond that.

mod moment;
mod table;

pub(super) use moment::Moment;
pub(super) use table::{At, Faults, Table, shortened};

use super::look::{LookChoice, look};
use super::print::{PrintTable, print};
use super::resolve::PrintChoice;
use super::typography::{TypeTable, typography};
use crate::diag::{Code, Diagnostic};
use crate::source::{Source, Span};
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

/// Most faults of TOML itself that are reported: after the first few they follow from one another.
const MAX_SYNTAX_FAULTS: usize = 5;

const TOP: &[&str] = &[
    "book",
    "chapters",
    "front",
    "city",
    "part",
    "back",
    "index",
    "cover",
    "page",
    "type",
    "fonts",
    "style",
    "print",
    "hyphenation",
    "output",
    "accessibility",
];
const BOOK: &[&str] = &[
    "title",
    "subtitle",
    "language",
    "authors",
    "publisher",
    "date",
    "modified",
    "edition",
    "revision",
    "rights",
    "description",
    "subjects",
    "isbn",
    "root",
    "lists",
    "imprint",
    "series",
    "half-title",
    "numbering",
];
const AUTHOR: &[&str] = &["name", "role", "file-as"];
const SERIES: &[&str] = &["title", "number", "volumes"];
const ISBN: &[&str] = &["print", "epub"];
const MATTER: &[&str] = &["file", "kind"];
const CITY: &[&str] = &["name", "country", "region", "location", "names", "chapters"];
const LOCATION: &[&str] = &["latitude", "longitude"];
const NAME: &[&str] = &["lang", "text"];
const PART: &[&str] = &["title", "chapters"];
const PAGE: &[&str] = &["trim", "bleed", "margins"];
const TRIM: &[&str] = &["width", "height"];
const MARGINS: &[&str] = &["inner", "outer", "head", "foot"];
const FONTS: &[&str] = &["text", "display", "caption", "sans", "mono"];
const INDEX: &[&str] = &["file", "title"];
const REFERENCES: &[&str] = &["see", "also"];
const REFERENCE: &[&str] = &["from", "to"];
const COVER: &[&str] = &["file"];
const ACCESSIBILITY: &[&str] = &["level", "certified-by", "credential", "report"];
const OUTPUT: &[&str] = &["name", "formats", "page-list", "fonts"];

type Line = Option<At<String>>;

/// The manifest as written.
pub(super) struct ManifestFile {
    pub book: BookTable,
    pub chapters: Vec<At<String>>,
    /// Where `chapters` stands, if it does.
    pub chapters_at: Option<Span>,
    pub front: Vec<MatterEntry>,
    pub cities: Vec<CityEntry>,
    pub parts: Vec<PartEntry>,
    pub back: Vec<MatterEntry>,
    pub index: IndexTable,
    pub page: PageTable,
    pub type_size: Line,
    pub leading: Line,
    pub fonts: FontsTable,
    pub look: LookChoice,
    pub print: PrintChoice,
    /// The image of `[cover]`.
    pub cover: Line,
    pub output: OutputTable,
    pub accessibility: AccessibilityTable,
}

/// `[book]`.
#[derive(Default)]
pub(super) struct BookTable {
    /// Where the table stands, if it does.
    pub span: Option<Span>,
    pub title: Line,
    pub subtitle: Line,
    pub language: Line,
    pub authors: Vec<AuthorEntry>,
    pub publisher: Line,
    pub date: Option<At<Moment>>,
    pub modified: Option<At<Moment>>,
    pub edition: Line,
    pub revision: Option<At<u32>>,
    pub rights: Line,
    pub description: Line,
    pub subjects: Vec<At<String>>,
    pub isbn_print: Line,
    pub isbn_epub: Line,
    pub root: Line,
    pub lists: Option<bool>,
    /// Paragraphs of the publisher's own in the imprint.
    pub imprint: Vec<At<String>>,
    pub series: Option<SeriesTable>,
    pub half_title: Option<bool>,
    pub numbering: Line,
    /// Whether the title or the language was written, if wrongly: then they are not missing.
    pub title_written: bool,
    pub language_written: bool,
}

/// `series` of `[book]`.
pub(super) struct SeriesTable {
    pub title: Line,
    pub number: Option<At<u32>>,
    pub volumes: Vec<At<String>>,
}

/// `[accessibility]`: what somebody has checked.
#[derive(Default)]
pub(super) struct AccessibilityTable {
    /// Where the table stands, if it does.
    pub span: Option<Span>,
    pub level: Line,
    pub certified_by: Line,
    pub credential: Line,
    pub report: Line,
}

/// An entry of `authors`.
pub(super) struct AuthorEntry {
    pub name: Line,
    pub role: Line,
    pub file_as: Line,
}

/// `[[front]]` or `[[back]]`.
pub(super) struct MatterEntry {
    pub file: Line,
    pub kind: Line,
    /// Whether it is the place of the index that the program makes.
    pub is_index: bool,
    pub span: Span,
}

/// `[index]`.
#[derive(Default)]
pub(super) struct IndexTable {
    pub file: Line,
    pub title: Line,
}

/// The file of the index: from one entry to another.
#[derive(Default)]
pub(super) struct ReferencesFile {
    pub see: Vec<ReferenceEntry>,
    pub also: Vec<ReferenceEntry>,
}

/// An entry of `see` or `also`.
pub(super) struct ReferenceEntry {
    pub from: Line,
    pub to: Line,
    pub span: Span,
}

/// `[[city]]`.
pub(super) struct CityEntry {
    pub name: Line,
    pub country: Line,
    pub region: Line,
    pub location: Option<LocationEntry>,
    pub names: Vec<(At<String>, At<String>)>,
    pub chapters: Vec<At<String>>,
    pub span: Span,
}

/// `location`, in millionths of a degree.
pub(super) struct LocationEntry {
    pub latitude: Option<At<i64>>,
    pub longitude: Option<At<i64>>,
}

/// `[[part]]`.
pub(super) struct PartEntry {
    pub title: Line,
    pub chapters: Vec<At<String>>,
    pub span: Span,
}

/// `[page]`.
#[derive(Default)]
pub(super) struct PageTable {
    pub width: Line,
    pub height: Line,
    pub bleed: Line,
    pub inner: Line,
    pub outer: Line,
    pub head: Line,
    pub foot: Line,
    pub span: Option<Span>,
}

/// `[fonts]`.
#[derive(Default)]
pub(super) struct FontsTable {
    pub text: Line,
    pub display: Line,
    pub caption: Line,
    pub sans: Line,
    pub mono: Line,
}

/// `[output]`.
#[derive(Default)]
pub(super) struct OutputTable {
    pub name: Line,
    pub formats: Option<At<Vec<At<String>>>>,
    pub page_list: Option<bool>,
    pub fonts: Option<bool>,
}

/// The manifest in `source`, or nothing where it is not TOML.
pub(super) fn parse(source: &Source, faults: &mut Faults) -> Option<ManifestFile> {
    read_whole(source, "a manifest", TOP, manifest, faults)
}

/// The file of the index in `source`, or nothing where it is not TOML.
pub(super) fn parse_references(source: &Source, faults: &mut Faults) -> Option<ReferencesFile> {
    read_whole(source, "a file of the index", REFERENCES, references, faults)
}

/// What `take` finds in the table that is all of `source`.
fn read_whole<T>(
    source: &Source,
    name: &'static str,
    known: &'static [&'static str],
    take: impl FnOnce(&Table, &mut Faults) -> T,
    faults: &mut Faults,
) -> Option<T> {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        let span = faults.span(document.span());
        let top = Table::new(name, document.get_ref(), span, known);
        top.reject_unknown(faults);
        return Some(take(&top, faults));
    }
    for error in errors.iter().take(MAX_SYNTAX_FAULTS) {
        let mut message = shortened(error.message());
        message.insert_str(0, "this is not TOML: ");
        let diagnostic = Diagnostic::error(Code::ManifestSyntax, message);
        faults.push(match error.span() {
            Some(range) => diagnostic.at(faults.span(range)),
            None => diagnostic,
        });
    }
    None
}

fn manifest(top: &Table, faults: &mut Faults) -> ManifestFile {
    let PrintTable { black_only, link_notes, floats, print } = print(top, faults);
    let TypeTable { size, leading, look: typography } = typography(top, faults);
    ManifestFile {
        book: top.table("book", "[book]", BOOK, faults).map(|table| book(&table, faults)).unwrap_or_default(),
        chapters: top.lines("chapters", faults),
        chapters_at: top.get("chapters").map(|value| faults.span(value.span())),
        front: matter(top, "front", "[[front]]", faults),
        cities: cities(top, faults),
        parts: parts(top, faults),
        back: matter(top, "back", "[[back]]", faults),
        index: top.table("index", "[index]", INDEX, faults).map(|table| index(&table, faults)).unwrap_or_default(),
        page: top.table("page", "[page]", PAGE, faults).map(|table| page(&table, faults)).unwrap_or_default(),
        type_size: size,
        leading,
        fonts: top.table("fonts", "[fonts]", FONTS, faults).map(|table| fonts(&table, faults)).unwrap_or_default(),
        look: LookChoice { black_only, link_notes, floats, ..look(top, typography, faults) },
        print,
        cover: top.table("cover", "[cover]", COVER, faults).and_then(|table| table.required_line("file", faults)),
        output: top.table("output", "[output]", OUTPUT, faults).map(|table| output(&table, faults)).unwrap_or_default(),
        accessibility: top
            .table("accessibility", "[accessibility]", ACCESSIBILITY, faults)
            .map(|table| accessibility(&table, faults))
            .unwrap_or_default(),
    }
}

fn book(table: &Table, faults: &mut Faults) -> BookTable {
    let isbn = table.table("isbn", "isbn", ISBN, faults);
    BookTable {
        span: Some(table.span),
        title: table.line("title", faults),
        subtitle: table.line("subtitle", faults),
        language: table.line("language", faults),
        authors: authors(table, faults),
        publisher: table.line("publisher", faults),
        date: table.moment("date", faults),
        modified: table.moment("modified", faults),
        edition: table.line("edition", faults),
        revision: table.whole_number("revision", faults),
        rights: table.text("rights", faults),
        description: table.text("description", faults),
        subjects: table.lines("subjects", faults),
        isbn_print: isbn.as_ref().and_then(|isbn| isbn.line("print", faults)),
        isbn_epub: isbn.as_ref().and_then(|isbn| isbn.line("epub", faults)),
        root: table.line("root", faults),
        lists: table.flag("lists", faults),
        imprint: table.lines("imprint", faults),
        series: table.table("series", "series", SERIES, faults).map(|series| SeriesTable {
            title: series.required_line("title", faults),
            number: series.whole_number("number", faults),
            volumes: series.lines("volumes", faults),
        }),
        half_title: table.flag("half-title", faults),
        numbering: table.line("numbering", faults),
        title_written: table.get("title").is_some(),
        language_written: table.get("language").is_some(),
    }
}

/// Each author is a table, or just a name.
fn authors(table: &Table, faults: &mut Faults) -> Vec<AuthorEntry> {
    let items = table.items("authors", "a list, such as [{ name = \"…\" }]", faults);
    items.into_iter().filter_map(|item| author(item, faults)).collect()
}

fn author(item: &Spanned<DeValue>, faults: &mut Faults) -> Option<AuthorEntry> {
    if item.get_ref().is_str() {
        return Some(AuthorEntry { name: table::line(item, "authors", faults), role: None, file_as: None });
    }
    let table = table::table(item, "authors", AUTHOR, faults)?;
    Some(AuthorEntry {
        name: table.required_line("name", faults),
        role: table.line("role", faults),
        file_as: table.line("file-as", faults),
    })
}

fn matter(top: &Table, key: &'static str, name: &'static str, faults: &mut Faults) -> Vec<MatterEntry> {
    let tables = top.tables(key, name, MATTER, faults);
    let entry = |table: Table| {
        let kind = table.line("kind", faults);
        // The one kind of matter that the program can make by itself.
        let is_index = key == "back"
            && table.get("file").is_none()
            && kind.as_ref().is_some_and(|kind| kind.value.eq_ignore_ascii_case("index"));
        let file = if is_index { None } else { table.required_line("file", faults) };
        MatterEntry { file, kind, is_index, span: table.span }
    };
    tables.into_iter().map(entry).collect()
}

fn index(table: &Table, faults: &mut Faults) -> IndexTable {
    IndexTable { file: table.line("file", faults), title: table.line("title", faults) }
}

fn references(top: &Table, faults: &mut Faults) -> ReferencesFile {
    let mut list = |key, name| {
        let tables = top.tables(key, name, REFERENCE, faults);
        let entry = |table: Table| ReferenceEntry {
            from: table.required_line("from", faults),
            to: table.required_line("to", faults),
            span: table.span,
        };
        tables.into_iter().map(entry).collect()
    };
    ReferencesFile { see: list("see", "see"), also: list("also", "also") }
}

fn cities(top: &Table, faults: &mut Faults) -> Vec<CityEntry> {
    let tables = top.tables("city", "[[city]]", CITY, faults);
    let entry = |table: Table| CityEntry {
        name: table.required_line("name", faults),
        country: table.line("country", faults),
        region: table.line("region", faults),
        location: table.table("location", "location", LOCATION, faults).map(|table| location(&table, faults)),
        names: names(&table, faults),
        chapters: table.lines("chapters", faults),
        span: table.span,
    };
    tables.into_iter().map(entry).collect()
}

fn location(table: &Table, faults: &mut Faults) -> LocationEntry {
    let (latitude, longitude) = (table.millionths("latitude", faults), table.millionths("longitude", faults));
    LocationEntry { latitude, longitude }
}

fn names(table: &Table, faults: &mut Faults) -> Vec<(At<String>, At<String>)> {
    let tables = table.tables("names", "names", NAME, faults);
    let name = |table: Table| {
        let (lang, text) = (table.required_line("lang", faults), table.required_line("text", faults));
        Some((lang?, text?))
    };
    tables.into_iter().filter_map(name).collect()
}

fn parts(top: &Table, faults: &mut Faults) -> Vec<PartEntry> {
    let tables = top.tables("part", "[[part]]", PART, faults);
    let entry = |table: Table| PartEntry {
        title: table.line("title", faults),
        chapters: table.lines("chapters", faults),
        span: table.span,
    };
    tables.into_iter().map(entry).collect()
}

fn page(table: &Table, faults: &mut Faults) -> PageTable {
    let trim = table.table("trim", "trim", TRIM, faults);
    let margins = table.table("margins", "margins", MARGINS, faults);
    let mut margin = |key| margins.as_ref().and_then(|table| table.length(key, faults));
    let (inner, outer, head, foot) = (margin("inner"), margin("outer"), margin("head"), margin("foot"));
    PageTable {
        width: trim.as_ref().and_then(|table| table.length("width", faults)),
        height: trim.as_ref().and_then(|table| table.length("height", faults)),
        bleed: table.length("bleed", faults),
        inner,
        outer,
        head,
        foot,
        span: Some(table.span),
    }
}

fn fonts(table: &Table, faults: &mut Faults) -> FontsTable {
    FontsTable {
        text: table.line("text", faults),
        display: table.line("display", faults),
        caption: table.line("caption", faults),
        sans: table.line("sans", faults),
        mono: table.line("mono", faults),
    }
}

fn accessibility(table: &Table, faults: &mut Faults) -> AccessibilityTable {
    AccessibilityTable {
        span: Some(table.span),
        level: table.line("level", faults),
        certified_by: table.line("certified-by", faults),
        credential: table.line("credential", faults),
        report: table.line("report", faults),
    }
}

fn output(table: &Table, faults: &mut Faults) -> OutputTable {
    let span = table.get("formats").map(|value| faults.span(value.span()));
    OutputTable {
        name: table.line("name", faults),
        formats: span.map(|span| At { value: table.lines("formats", faults), span }),
        page_list: table.flag("page-list", faults),
        fonts: table.flag("fonts", faults),
    }
}
