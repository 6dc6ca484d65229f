//! The EPUB's container. The one file that knows `epub-builder` and `zip`.
//!
//! `epub-builder` carries the text files; its package, navigation and times are not fit for use, so
//! the text files are taken out of its archives as they were deflated (level 6), and `archive` joins them with
//! package, navigation, images and fonts in one order and with one time. To deflate the text
//! again at level 9 would double the time of the whole e-book for 1 % of its size.

use super::Fault;
use super::archive::{Packed, Packer, archive};
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// What of a builder's own files is kept.
const KEPT: [&str; 2] = ["mimetype", "META-INF/container.xml"];

/// Files that one builder carries: each builder is a task, and costs a little to make.
const CARRIED: usize = 4;

/// A file of the e-book, by its name in `OEBPS/`.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Its name.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Cow<'a, [u8]>,
    /// What zlib makes of them, where that is known.
    deflated: Option<&'static [u8]>,
}

impl<'a> Entry<'a> {
    /// The file `name` with `text` in it.
    pub(super) fn text(name: impl Into<String>, text: String) -> Self {
        Self { name: name.into(), bytes: Cow::Owned(text.into_bytes()), deflated: None }
    }

    /// The file `name` of `bytes`.
    pub(super) fn bytes(name: impl Into<String>, bytes: &'a [u8]) -> Self {
        Self { name: name.into(), bytes: Cow::Borrowed(bytes), deflated: None }
    }

    /// The same, where zlib makes `deflated` of its bytes.
    pub(super) fn deflated(self, deflated: Option<&'static [u8]>) -> Self {
        Self { deflated, ..self }
    }

    fn path(&self) -> String {
        format!("OEBPS/{}", self.name)
    }
}

/// A file with its path in the container.
type Placed<'a> = (String, Packed<'a>);

/// The container of `pages` (XHTML files and style sheet), which `epub-builder` carries, and of
/// `own`, which come straight from us: package, navigation, images, fonts.
pub(super) fn container(pages: &[Entry<'_>], own: &[Entry<'_>]) -> Result<Vec<u8>, Fault> {
    let carried: Vec<Result<Vec<Placed<'_>>, Fault>> = pages.par_chunks(CARRIED).map(carried).collect();
    let own: Vec<Placed<'_>> = own.par_iter().map_init(Packer::new, packed).collect();
    let mut files: BTreeMap<(u8, String), Packed<'_>> = BTreeMap::new();
    for (path, file) in carried.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().chain(own) {
        files.entry((group(&path), path)).or_insert(file);
    }
    archive(files.into_iter().map(|((_, path), file)| (path, file)))
}

/// What `epub-builder` makes of `pages`, as far as it is wanted.
fn carried(pages: &[Entry<'_>]) -> Result<Vec<Placed<'static>>, Fault> {
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
    let mut archive = ZipArchive::new(Cursor::new(built))?;
    let wanted: Vec<String> = pages
        .iter()
        .map(Entry::path)
        .chain(KEPT.map(str::to_owned))
        .filter(|path| archive.index_for_name(path).is_some())
        .collect();
    wanted.into_iter().map(|path| Ok((path.clone(), taken(&mut archive, &path)?))).collect()
}

/// The file at `path` of `archive`, as it was deflated.
fn taken(archive: &mut ZipArchive<Cursor<Vec<u8>>>, path: &str) -> Result<Packed<'static>, Fault> {
    let index = archive.index_for_name(path).ok_or_else(|| Fault::new(&format!("{path} is not in it")))?;
    let mut file = archive.by_index_raw(index)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let deflated = file.compression() == CompressionMethod::Deflated;
    Ok(Packed { deflated, checksum: file.crc32(), size: file.size(), bytes: bytes.into() })
}

/// `entry` as it lies in an archive. Images are not deflated: they are small already.
fn packed<'a>(packer: &mut Packer, entry: &'a Entry<'_>) -> Placed<'a> {
    let is_image = [".png", ".jpg"].iter().any(|ending| entry.name.ends_with(ending));
    let packed = match entry.deflated {
        Some(stream) => Packed::in_zlib(&entry.bytes, stream),
        None if is_image => Packed::stored(&entry.bytes),
        None => packer.deflate(&entry.bytes),
    };
    (entry.path(), packed)
}

/// Where `path` stands among the files: mimetype, container, what describes the book, then the
/// rest by name.
fn group(path: &str) -> u8 {
    match path {
        "mimetype" => 0,
        "META-INF/container.xml" => 1,
        path if path.starts_with("META-INF/") => 2,
        "OEBPS/content.opf" => 3,
        "OEBPS/nav.xhtml" => 4,
        "OEBPS/toc.ncx" => 5,
        _ => 6,
    }
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
