//! The EPUB's container. The one file that knows `epub-builder` and `zip`.
//!
//! `epub-builder` carries the text files; its package, navigation and times are not fit for use, so
//! a pass over its archive puts ours in their place and writes all entries anew: one order, one
//! time, one level of compression. Each entry is deflated in a task of its own.

use super::Fault;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What `epub-builder` adds and we leave out.
const DROPPED: [&str; 2] = ["OEBPS/stylesheet.css", "META-INF/com.apple.ibooks.display-options.xml"];

/// Level of deflate: the best that is worth its time.
const LEVEL: i64 = 9;
/// Fonts are large, and level 9 gains 0.3 % on them for twice the time.
const FONT_LEVEL: i64 = 6;

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
}

/// The container of `pages` (XHTML files and style sheet), which `epub-builder` carries, and of
/// `own`, which come straight from us: package, navigation, images, fonts.
pub(super) fn container(pages: &[Entry<'_>], own: Vec<Entry<'_>>) -> Result<Vec<u8>, Fault> {
    let mut files = carried(pages)?;
    for entry in own {
        files.insert(format!("OEBPS/{}", entry.name), entry.bytes);
    }
    let mut files: Vec<(String, Cow<'_, [u8]>)> = files.into_iter().collect();
    files.sort_by(|(one, _), (other, _)| order(one).cmp(&order(other)));
    join(&files)
}

/// The entries that `epub-builder` makes of `pages`, but for those that ours replace.
fn carried<'a>(pages: &[Entry<'_>]) -> Result<BTreeMap<String, Cow<'a, [u8]>>, Fault> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Both would come from the clock and from chance, and both are only in what we drop.
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
    let mut archive = ZipArchive::new(Cursor::new(built))?;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let name = file.name().to_owned();
        if !DROPPED.contains(&name.as_str()) {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            files.insert(name, Cow::Owned(bytes));
        }
    }
    Ok(files)
}

/// Mimetype, container, what describes the book, then the rest by name.
fn order(name: &str) -> (u8, &str) {
    let group = match name {
        "mimetype" => 0,
        "META-INF/container.xml" => 1,
        name if name.starts_with("META-INF/") => 2,
        "OEBPS/content.opf" => 3,
        "OEBPS/nav.xhtml" => 4,
        "OEBPS/toc.ncx" => 5,
        _ => 6,
    };
    (group, name)
}

/// How an entry is written. 1980 is the beginning of time for zip.
fn options(name: &str) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let extension = name.rsplit('.').next().unwrap_or(name);
    let level = match extension {
        "mimetype" | "png" | "jpg" => return options.compression_method(CompressionMethod::Stored),
        "otf" | "ttf" => FONT_LEVEL,
        _ => LEVEL,
    };
    options.compression_method(CompressionMethod::Deflated).compression_level(Some(level))
}

/// One archive of `files` in their order.
fn join(files: &[(String, Cow<'_, [u8]>)]) -> Result<Vec<u8>, Fault> {
    let parts: Vec<Result<ZipArchive<Cursor<Vec<u8>>>, Fault>> =
        files.par_iter().map(|(name, bytes)| alone(name, bytes)).collect();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        writer.raw_copy_file_touch(part?.by_index_raw(0)?, DateTime::default(), Some(0o644))?;
    }
    Ok(writer.finish()?.into_inner())
}

/// An archive of one entry.
fn alone(name: &str, bytes: &[u8]) -> Result<ZipArchive<Cursor<Vec<u8>>>, Fault> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, options(name))?;
    writer.write_all(bytes)?;
    Ok(writer.finish_into_readable()?)
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
