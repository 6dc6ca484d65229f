//! Files → a ZIP archive (PKWARE's APPNOTE, 4.3): what is small already goes in as it is.

use super::Fault;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::borrow::Cow;

/// How hard deflate tries. What comes here is small, but for the fonts that a book brings: 6 gains 1 % on them for a
/// tenth as much time again.
const LEVEL: u32 = 4;

/// The version of the format that a reader must know.
const VERSION: u32 = 20;
/// Attributes of the files are those of Unix: a plain file that all may read and its owner may write.
const UNIX: u32 = 3 << 8;
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// 1 January 1980, the beginning of time for ZIP: day, month, years since then.
const DATE: u32 = 1 | 1 << 5;
/// Bytes around a stream of zlib (RFC 1950, 2.2): its head, and the checksum at its end.
const HEAD: usize = 2;
const CHECKSUM: usize = 4;

/// A number with the bytes that it takes.
type Field = (u32, usize);

/// Makes files small: making one anew costs as much as a short file.
pub(super) struct Packer(Compress);

impl Packer {
    /// A packer.
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(LEVEL), false))
    }

    /// `bytes` made small.
    pub(super) fn deflate<'a>(&mut self, bytes: &[u8]) -> Packed<'a> {
        self.0.reset();
        let mut out = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(bytes.len());
            let status = self.0.compress_vec(&bytes[read..], &mut out, FlushCompress::Finish);
            match status.expect("deflate takes any bytes") {
                Status::StreamEnd => return Packed { bytes: out.into(), ..Packed::deflated(bytes, &[]) },
                Status::Ok | Status::BufError => out.reserve(bytes.len() / 4 + 64),
            }
        }
    }
}

/// A file as it lies in an archive.
pub(super) struct Packed<'a> {
    /// Whether it is deflated, else as it is.
    pub(super) deflated: bool,
    /// The checksum of the file itself.
    pub(super) checksum: u32,
    /// The bytes of the file itself.
    pub(super) size: u64,
    /// What lies in the archive.
    pub(super) bytes: Cow<'a, [u8]>,
}

impl<'a> Packed<'a> {
    /// `bytes` as they are.
    pub(super) fn stored(bytes: &'a [u8]) -> Self {
        Self { deflated: false, bytes: bytes.into(), ..Self::deflated(bytes, &[]) }
    }

    /// `bytes`, of which `stream` is what zlib makes.
    pub(super) fn in_zlib(bytes: &[u8], stream: &'a [u8]) -> Self {
        Self::deflated(bytes, stream.get(HEAD..stream.len().saturating_sub(CHECKSUM)).unwrap_or_default())
    }

    fn deflated(bytes: &[u8], deflated: &'a [u8]) -> Self {
        let mut checksum = Crc::new();
        checksum.update(bytes);
        Self { deflated: true, checksum: checksum.sum(), size: bytes.len() as u64, bytes: deflated.into() }
    }

    /// What both the archive and its directory say of the file `name`.
    fn fields(&self, name: &str) -> Result<[Field; 10], Fault> {
        let (packed, size) = (number(self.bytes.len() as u64)?, number(self.size)?);
        let method = if self.deflated { 8 } else { 0 };
        let name = (number(name.len() as u64)?, 2);
        Ok([
            (VERSION, 2),
            (0, 2),
            (method, 2),
            (0, 2),
            (DATE, 2),
            (self.checksum, 4),
            (packed, 4),
            (size, 4),
            name,
            (0, 2),
        ])
    }
}

/// The archive of `files` in this order.
pub(super) fn archive<'a>(files: impl Iterator<Item = (String, Packed<'a>)>) -> Result<Vec<u8>, Fault> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, file) in files {
        let fields = file.fields(&name)?;
        let start = number(out.len() as u64)?;
        put(&mut directory, &[(0x0201_4B50, 4), (UNIX | VERSION, 2)]);
        put(&mut directory, &fields);
        put(&mut directory, &[(0, 2), (0, 2), (0, 2), (ATTRIBUTES, 4), (start, 4)]);
        directory.extend_from_slice(name.as_bytes());
        put(&mut out, &[(0x0403_4B50, 4)]);
        put(&mut out, &fields);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&file.bytes);
        count = count.checked_add(1).ok_or_else(|| Fault::new(&"it has more than 65,535 files"))?;
    }
    let (size, start, count) = (number(directory.len() as u64)?, number(out.len() as u64)?, count.into());
    out.append(&mut directory);
    put(&mut out, &[(0x0605_4B50, 4), (0, 2), (0, 2), (count, 2), (count, 2), (size, 4), (start, 4), (0, 2)]);
    Ok(out)
}

/// Writes `fields`, the least byte of each first.
fn put(out: &mut Vec<u8>, fields: &[Field]) {
    for (number, bytes) in fields {
        out.extend_from_slice(&number.to_le_bytes()[..*bytes]);
    }
}

/// `length` as the format counts.
fn number(length: u64) -> Result<u32, Fault> {
    u32::try_from(length).map_err(|_| Fault::new(&"it is larger than four gigabytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn another_program_finds_every_file_as_it_was_in_its_order_and_at_the_beginning_of_time() {
        let text = "a line of a chapter ".repeat(5000);
        let font = include_bytes!("../../fonts/SourceCodePro-It.otf");
        let stream = include_bytes!(concat!(env!("OUT_DIR"), "/SourceCodePro-It.otf.zlib"));
        let files = [
            ("mimetype".to_owned(), Packed::stored(b"application/epub+zip")),
            ("b/text".to_owned(), Packer::new().deflate(text.as_bytes())),
            ("a/font".to_owned(), Packed::in_zlib(font, stream)),
            ("none".to_owned(), Packer::new().deflate(b"")),
        ];
        let bytes = archive(files.into_iter()).expect("an archive");
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let expected: [(&str, &[u8]); 4] =
            [("mimetype", b"application/epub+zip"), ("b/text", text.as_bytes()), ("a/font", font), ("none", b"")];
        assert_eq!(archive.len(), expected.len());
        for (index, (name, whole)) in expected.into_iter().enumerate() {
            let mut file = archive.by_index(index).expect("an entry");
            let mut read = Vec::new();
            file.read_to_end(&mut read).expect("its checksum is right");
            assert_eq!((file.name(), file.unix_mode()), (name, Some(0o100_644)));
            assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
            assert!(read == whole, "{name}");
        }
    }

    #[test]
    fn a_packer_used_again_gives_the_same_bytes() {
        let mut packer = Packer::new();
        let once = packer.deflate(b"abcabcabc").bytes.into_owned();
        assert_eq!(*packer.deflate(b"abcabcabc").bytes, once);
    }
}
