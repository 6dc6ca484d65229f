//! The text of a file of the book, places in it, and names of files inside the book.

use std::fmt;
use std::sync::Arc;

/// Which file of a build a place lies in: an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in one source, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `source`.
    #[must_use]
    pub fn new(source: SourceId, range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The same file, an inner range counted from this span's start.
    #[must_use]
    pub fn within(self, range: std::ops::Range<usize>) -> Self {
        let start = self.start as usize;
        Self::new(self.source, start + range.start..start + range.end)
    }
}

/// The path of a file below the book's folder: names joined by `/`, never absolute, never with `.`
/// or `..`. Made only by [`BookPath::new`] and [`BookPath::join`], which refuse everything else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookPath(Arc<str>);

/// Why a path in the manuscript is not one of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFault {
    /// No name at all.
    Empty,
    /// It starts at the root of a disk, or names a drive, a share or a scheme.
    Absolute,
    /// It climbs out of the book's folder.
    Leaves,
    /// It holds a backslash, a control character or a malformed percent sequence.
    Character,
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the path is empty",
            Self::Absolute => "the path is absolute",
            Self::Leaves => "the path leaves the book's folder",
            Self::Character => "the path has a character that no file of a book may have",
        })
    }
}

impl BookPath {
    /// A path as written in the manifest, taken from the book's root.
    ///
    /// # Errors
    /// See [`PathFault`].
    pub fn new(written: &str) -> Result<Self, PathFault> {
        Self::resolve(&[], written)
    }

    /// A path as written in a link of the file `self`: percent sequences are decoded once, then it
    /// is taken from the folder of `self`.
    ///
    /// # Errors
    /// See [`PathFault`].
    pub fn join(&self, written: &str) -> Result<Self, PathFault> {
        let decoded = decode_percent(written).ok_or(PathFault::Character)?;
        let mut folder: Vec<&str> = self.0.split('/').collect();
        folder.pop();
        Self::resolve(&folder, &decoded)
    }

    fn resolve(folder: &[&str], written: &str) -> Result<Self, PathFault> {
        if written.trim().is_empty() {
            return Err(PathFault::Empty);
        }
        let drive = written.as_bytes().get(1) == Some(&b':') && written.as_bytes()[0].is_ascii_alphabetic();
        if written.starts_with('/') || written.starts_with("\\\\") || drive || has_scheme(written) {
            return Err(PathFault::Absolute);
        }
        if written.chars().any(|c| c == '\\' || c.is_control()) {
            return Err(PathFault::Character);
        }
        let mut names: Vec<&str> = folder.to_vec();
        for name in written.split('/') {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop().ok_or(PathFault::Leaves)?;
                }
                name => names.push(name),
            }
        }
        if names.is_empty() { Err(PathFault::Empty) } else { Ok(Self(names.join("/").into())) }
    }

    /// The path with `/` between its names.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name without its extension: the id of a chapter that does not name one.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or(&self.0);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

impl fmt::Display for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `text` starts with a URL scheme such as `https:`.
#[must_use]
pub fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// `text` with its percent sequences decoded, once; `None` if they are malformed, not UTF-8 or hide
/// a further one.
fn decode_percent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first != b'%' {
            bytes.push(*first);
            rest = tail;
            continue;
        }
        let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
        let byte = u8::from_str_radix(digits, 16).ok()?;
        if byte == b'%' || byte == 0 {
            return None;
        }
        bytes.push(byte);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}

/// A file's name and text. Line ends are `\n`, a byte order mark is gone.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its number in this build.
    pub id: SourceId,
    /// Its place in the book.
    pub path: BookPath,
    /// Its text, strict UTF-8.
    pub text: Arc<str>,
}

impl Source {
    /// Line and column of byte `offset`, both from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// All files read in a build, by number.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Takes a file in and gives it its number.
    pub fn add(&mut self, path: BookPath, text: Arc<str>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).expect("a book has fewer than 2^32 files"));
        self.0.push(Source { id, path, text });
        id
    }

    /// The file of number `id`.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(id.0 as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(written: &str) -> Result<String, PathFault> {
        let chapter = BookPath::new("cities/cork.md").expect("a plain path");
        chapter.join(written).map(|path| path.as_str().to_owned())
    }

    #[test]
    fn a_path_is_taken_from_the_folder_of_the_file_that_names_it() {
        assert_eq!(joined("images/a.png"), Ok("cities/images/a.png".into()));
        assert_eq!(joined("../images/./a.png"), Ok("images/a.png".into()));
        assert_eq!(joined("caf%C3%A9.png"), Ok("cities/café.png".into()));
    }

    #[test]
    fn a_path_that_leaves_the_book_is_refused_however_it_is_written() {
        for written in ["../../x", "%2e%2e/../x", "a/../../../x"] {
            assert_eq!(joined(written), Err(PathFault::Leaves), "{written}");
        }
        for written in ["/etc/passwd", "C:x.md", "C:/x", "\\\\host\\share", "file:///etc/passwd", "%2Fetc/passwd"] {
            assert_eq!(joined(written), Err(PathFault::Absolute), "{written}");
        }
        for written in ["%252e%252e/x", "a%00b", "a%zz", "a%4", "a\\b", "a\u{7}b"] {
            assert_eq!(joined(written), Err(PathFault::Character), "{written}");
        }
    }

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let mut sources = Sources::default();
        let id = sources.add(BookPath::new("a.md").expect("plain"), "é\nxé y".into());
        let source = sources.get(id).expect("just added");
        assert_eq!(source.line_column(3), (2, 1));
        assert_eq!(source.line_column(6), (2, 3));
    }
}
