//! The EPUB's container. The one file that knows `epub-builder` and `zip`.
//!
//! `epub-builder` carries the text files; its package, navigation and times are not fit for use, so
//! a pass over its archives takes the text files out as they were deflated (level 6), adds package,
//! navigation, images and fonts, and writes all in one order with one time. To deflate the text
//! again at level 9 would double the time of the whole e-book for 1 % of its size.

use super::Fault;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What of a builder's own files is kept.
const KEPT: [&str; 2] = ["mimetype", "META-INF/container.xml"];

/// Files that one builder carries: each builder is a task, and costs a little to make.
const CARRIED: usize = 4;

/// Level of deflate for what is small and ours.
const LEVEL: i64 = 9;
/// Level for fonts: 6 gains 1 % on them for half as much time again, which is a quarter of that of the e-book;
/// 9 gains as little once more for three times the time.
const FONT_LEVEL: i64 = 4;

/// A file of the e-book, by its name in `OEBPS/`.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Its name.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Cow<'a, [u8]>,
}

impl<'a> Entry<'a> {
    /// The file `name` with `text` in it.
    pub(super) fn text(name: impl Into<String>, text: String) -> Self {
        Self { name: name.into(), bytes: Cow::Owned(text.into_bytes()) }
    }

    /// The file `name` of `bytes`.
    pub(super) fn bytes(name: impl Into<String>, bytes: &'a [u8]) -> Self {
        Self { name: name.into(), bytes: Cow::Borrowed(bytes) }
    }

    fn path(&self) -> String {
        format!("OEBPS/{}", self.name)
    }
}

/// An archive of some entries, not all of which are wanted.
struct Part {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    wanted: Vec<(usize, String)>,
}

/// The container of `pages` (XHTML files and style sheet), which `epub-builder` carries, and of
/// `own`, which come straight from us: package, navigation, images, fonts.
pub(super) fn container(pages: &[Entry<'_>], own: &[Entry<'_>]) -> Result<Vec<u8>, Fault> {
    let parts = pages.par_chunks(CARRIED).map(carried).chain(own.par_iter().map(alone));
    let parts: Vec<Result<Part, Fault>> = parts.collect();
    let mut parts: Vec<Part> = parts.into_iter().collect::<Result<_, _>>()?;
    let mut places: BTreeMap<(u8, String), (usize, usize)> = BTreeMap::new();
    for (number, part) in parts.iter_mut().enumerate() {
        for (index, name) in std::mem::take(&mut part.wanted) {
            places.entry((group(&name), name)).or_insert((number, index));
        }
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, index) in places.into_values() {
        let entry = parts[number].archive.by_index_raw(index)?;
        writer.raw_copy_file_touch(entry, DateTime::default(), Some(0o644))?;
    }
    Ok(writer.finish()?.into_inner())
}

/// What `epub-builder` makes of `pages`.
fn carried(pages: &[Entry<'_>]) -> Result<Part, Fault> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Both would come from the clock and from chance, and both are only in what is left behind.
    builder.set_uuid(uuid::Uuid::nil());
    builder.set_modified_date(chrono::DateTime::default());
    for page in pages {
        if page.name.ends_with(".xhtml") {
            builder.add_content(EpubContent::new(page.name.clone(), &*page.bytes))?;
        } else {
            builder.add_resource(page.name.clone(), &*page.bytes, "text/css")?;
        }
    }
    let mut built = Vec::new();
    builder.generate(&mut built)?;
    let archive = ZipArchive::new(Cursor::new(built))?;
    let names = pages.iter().map(Entry::path).chain(KEPT.map(str::to_owned));
    let wanted = names.filter_map(|name| Some((archive.index_for_name(&name)?, name))).collect();
    Ok(Part { archive, wanted })
}

/// An archive of `entry` alone.
fn alone(entry: &Entry<'_>) -> Result<Part, Fault> {
    let name = entry.path();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(&*name, options(&name))?;
    writer.write_all(&entry.bytes)?;
    Ok(Part { archive: writer.finish_into_readable()?, wanted: vec![(0, name)] })
}

/// Where `name` stands among the entries: mimetype, container, what describes the book, then the
/// rest by name.
fn group(name: &str) -> u8 {
    match name {
        "mimetype" => 0,
        "META-INF/container.xml" => 1,
        name if name.starts_with("META-INF/") => 2,
        "OEBPS/content.opf" => 3,
        "OEBPS/nav.xhtml" => 4,
        "OEBPS/toc.ncx" => 5,
        _ => 6,
    }
}

/// How an entry of ours is written. 1980 is the beginning of time for zip.
fn options(name: &str) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let extension = name.rsplit('.').next().unwrap_or(name);
    let level = match extension {
        "png" | "jpg" => return options.compression_method(CompressionMethod::Stored),
        "otf" | "ttf" => FONT_LEVEL,
        _ => LEVEL,
    };
    options.compression_method(CompressionMethod::Deflated).compression_level(Some(level))
}

impl From<epub_builder::Error> for Fault {
    fn from(error: epub_builder::Error) -> Self {
        Self::new(&error)
    }
}

impl From<zip::result::ZipError> for Fault {
    fn from(error: zip::result::ZipError) -> Self {
        Self::new(&error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::new(&error)
    }
}
