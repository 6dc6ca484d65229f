//! The book's folder, and the wall around it.

use super::decode::{TextFault, decode};
use crate::diag::{Code, Diagnostic, Severity, nearest};
use crate::graphics::MAX_BYTES;
use crate::source::{BookPath, Span};
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest manifest or chapter, in bytes: the longest novels have a quarter of it.
pub const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;
/// Most names that are looked at for a hint or for fonts.
const MAX_NAMES: usize = 10_000;

/// A book's folder. Everything is read through it.
#[derive(Clone, Debug)]
pub struct Root {
    /// The folder as the user wrote it, for messages.
    written: PathBuf,
    /// The folder without links, to compare with.
    folder: PathBuf,
}

impl Root {
    /// The book in `folder`.
    ///
    /// # Errors
    /// A fatal diagnostic if there is no such folder.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let failure = |reason: String| {
            Diagnostic::fatal(Code::Unreadable, format!("the folder `{}` {reason}", named.display()))
                .hint("name the manifest of a book, or start one with `make-book new`")
        };
        let real = named.canonicalize().map_err(|error| failure(reason(&error)))?;
        if !real.is_dir() {
            return Err(failure("is not a folder".into()));
        }
        Ok(Self { written: folder.to_owned(), folder: real })
    }

    /// The folder `folder` of the book as a root of its own; the book's folder itself if there is
    /// none.
    ///
    /// # Errors
    /// A fatal diagnostic if there is no such folder, or if it is a link that leaves the book.
    pub fn below(&self, folder: Option<&BookPath>) -> Result<Self, Diagnostic> {
        let Some(folder) = folder else { return Ok(self.clone()) };
        let fatal = |fault: &FileFault| Diagnostic { severity: Severity::Fatal, ..self.report(folder, fault, None) };
        let real = self.inside(Path::new(folder.as_str())).map_err(|fault| fatal(&fault))?;
        if !real.is_dir() {
            return Err(Diagnostic::fatal(Code::Unreadable, format!("`{folder}` is not a folder")));
        }
        Ok(Self { written: self.written.join(folder.as_str()), folder: real })
    }

    /// The text of the file at `path`, which the book names at `at`: UTF-8, with `\n` at the end of
    /// its lines and without control characters.
    ///
    /// # Errors
    /// A diagnostic at `at` if the file is missing, not a plain file, not below the folder, too
    /// large or not such a text.
    pub fn read_text(&self, path: &BookPath, at: Option<Span>) -> Result<Arc<str>, Diagnostic> {
        let bytes = self.read(path, MAX_TEXT_BYTES).map_err(|fault| self.report(path, &fault, at))?;
        decode(&bytes).map(Arc::from).map_err(|fault| placed(text_fault(path, &fault), at))
    }

    /// The text of the file at `path`, if there is one, as [`Root::read_text`] reads it.
    ///
    /// # Errors
    /// A diagnostic if it is there and cannot be read.
    pub fn find_text(&self, path: &BookPath) -> Result<Option<Arc<str>>, Diagnostic> {
        match self.inside(Path::new(path.as_str())) {
            Err(FileFault::Disk(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            _ => self.read_text(path, None).map(Some),
        }
    }

    /// The bytes of the file at `path`, which the book names at `at`.
    ///
    /// # Errors
    /// A diagnostic at `at` if the file is missing, not a plain file, not below the folder or too
    /// large.
    pub fn read_bytes(&self, path: &BookPath, at: Option<Span>) -> Result<Arc<[u8]>, Diagnostic> {
        self.read(path, MAX_BYTES).map(Arc::from).map_err(|fault| self.report(path, &fault, at))
    }

    /// Names and bytes of the files `fonts/*.otf` and `fonts/*.ttf` in the order of their names, with a
    /// diagnostic for each that is not read; none if there is no such folder.
    #[must_use]
    pub fn fonts(&self) -> (Vec<(String, Vec<u8>)>, Vec<Diagnostic>) {
        let (mut fonts, mut diagnostics) = (Vec::new(), Vec::new());
        let mut names = match self.inside(Path::new("fonts")) {
            Ok(folder) => names_in(&folder),
            Err(FileFault::Disk(error)) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(fault) => {
                let folder = BookPath::new("fonts").ok();
                diagnostics.extend(folder.map(|folder| self.report(&folder, &fault, None)));
                Vec::new()
            }
        };
        names.retain(|name| is_font(name));
        for name in names {
            let read = BookPath::new(&format!("fonts/{name}")).ok().map(|path| (self.read(&path, MAX_BYTES), path));
            match read {
                Some((Ok(bytes), _)) => fonts.push((name, bytes)),
                Some((Err(fault), path)) => diagnostics.push(self.report(&path, &fault, None)),
                None => {}
            }
        }
        (fonts, diagnostics)
    }

    /// How the user would name the file at `path`.
    #[must_use]
    pub fn display(&self, path: &BookPath) -> String {
        self.written.join(path.as_str()).display().to_string()
    }

    /// The one way to a file: its real place is found, looked at, and only then opened.
    fn read(&self, path: &BookPath, limit: usize) -> Result<Vec<u8>, FileFault> {
        let real = self.inside(Path::new(path.as_str()))?;
        check(&fs::metadata(&real)?, limit)?;
        let file = File::open(&real)?;
        // What was opened may be another file than the one that was looked at.
        let metadata = file.metadata()?;
        check(&metadata, limit)?;
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default().min(limit));
        file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit { Err(FileFault::TooLarge(limit)) } else { Ok(bytes) }
    }

    /// The real place of `path`, which is below the folder.
    fn inside(&self, path: &Path) -> Result<PathBuf, FileFault> {
        let real = self.folder.join(path).canonicalize()?;
        if real.starts_with(&self.folder) { Ok(real) } else { Err(FileFault::Outside) }
    }

    fn report(&self, path: &BookPath, fault: &FileFault, at: Option<Span>) -> Diagnostic {
        let diagnostic = match fault {
            FileFault::Outside => {
                Diagnostic::error(Code::PathOutside, format!("`{path}` is a link that leaves the book's folder"))
                    .hint("copy the file into the book's folder")
            }
            FileFault::Kind(kind) => Diagnostic::error(Code::NotAFile, format!("`{path}` is {kind}, not a file")),
            FileFault::TooLarge(limit) => {
                let mebibytes = limit / (1024 * 1024);
                Diagnostic::error(Code::TooLarge, format!("`{path}` has more than {mebibytes} MiB"))
            }
            FileFault::Disk(error) if error.kind() == io::ErrorKind::NotFound => self.missing(path),
            FileFault::Disk(error) => Diagnostic::error(Code::Unreadable, format!("`{path}` {}", reason(error))),
        };
        placed(diagnostic, at)
    }

    /// There is no file `path`; the hint names the one that was meant, if there is one like it.
    fn missing(&self, path: &BookPath) -> Diagnostic {
        let diagnostic = Diagnostic::error(Code::MissingFile, format!("there is no file `{path}`"));
        let (folder, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        let Ok(real) = self.inside(Path::new(folder)) else {
            return diagnostic.hint(format!("there is no folder `{folder}` either"));
        };
        let names = names_in(&real);
        let same = names.iter().find(|other| other.to_lowercase() == name.to_lowercase());
        match same.map(String::as_str).or_else(|| nearest(name, names.iter().map(String::as_str))) {
            Some(other) => diagnostic.hint(format!("there is `{}`", joined(folder, other))),
            None => diagnostic,
        }
    }
}

/// Why a file is not read.
#[derive(Debug)]
enum FileFault {
    Outside,
    Kind(&'static str),
    TooLarge(usize),
    Disk(io::Error),
}

impl From<io::Error> for FileFault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

fn check(metadata: &Metadata, limit: usize) -> Result<(), FileFault> {
    if !metadata.is_file() {
        return Err(FileFault::Kind(kind(metadata.file_type())));
    }
    if metadata.len() > limit as u64 { Err(FileFault::TooLarge(limit)) } else { Ok(()) }
}

#[cfg(unix)]
fn kind(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match file_type {
        kind if kind.is_dir() => "a folder",
        kind if kind.is_fifo() => "a pipe",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn kind(file_type: FileType) -> &'static str {
    if file_type.is_dir() { "a folder" } else { "a device" }
}

/// The names in a folder that are Unicode, sorted; none if it cannot be listed.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_NAMES);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

fn is_font(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !name.starts_with('.') && (ending.eq_ignore_ascii_case("otf") || ending.eq_ignore_ascii_case("ttf"))
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn placed(diagnostic: Diagnostic, at: Option<Span>) -> Diagnostic {
    Diagnostic { span: at, ..diagnostic }
}

/// What the system says, in words that go on after a name.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist".into(),
        io::ErrorKind::PermissionDenied => "may not be read".into(),
        io::ErrorKind::NotADirectory => "is taken from a file as if it were a folder".into(),
        io::ErrorKind::InvalidFilename => "has a name that is too long".into(),
        kind if kind.to_string().contains("loop") => "is a link that leads back to itself".into(),
        _ => format!("could not be read: {}", error.to_string().to_lowercase()),
    }
}

fn text_fault(path: &BookPath, fault: &TextFault) -> Diagnostic {
    match fault {
        TextFault::OtherEncoding(name) => {
            Diagnostic::error(Code::NotUtf8, format!("`{path}` is {name}, not UTF-8")).hint("save it as UTF-8")
        }
        TextFault::Invalid(place) => {
            let message = format!("`{path}` is not UTF-8: {place} starts no character");
            Diagnostic::error(Code::NotUtf8, message).hint("save it as UTF-8")
        }
        TextFault::Control(control, place) => {
            let message = format!("`{path}` has the control character U+{:04X} at {place}", u32::from(*control));
            Diagnostic::error(Code::ControlCharacter, message).hint("remove it")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn book() -> tempfile::TempDir {
        let outer = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(outer.path().join("book/cities")).expect("writable");
        fs::write(outer.path().join("secret.md"), "secret").expect("writable");
        fs::write(outer.path().join("book/cities/cork.md"), "\u{FEFF}Cork\r\n").expect("writable");
        outer
    }

    fn root(outer: &tempfile::TempDir) -> Root {
        Root::open(&outer.path().join("book")).expect("the folder is there")
    }

    fn path(written: &str) -> BookPath {
        BookPath::new(written).expect("a path of a book")
    }

    #[track_caller]
    fn check_fault(root: &Root, written: &str, code: Code, hint: Option<&str>) {
        let diagnostic = root.read_text(&path(written), None).expect_err("refused");
        assert_eq!((diagnostic.code, diagnostic.hint.as_deref()), (code, hint), "{}", diagnostic.message);
        assert!(diagnostic.message.contains(written), "{}", diagnostic.message);
    }

    #[test]
    fn a_text_is_read_without_its_mark_and_with_plain_line_ends() {
        let outer = book();
        assert_eq!(root(&outer).read_text(&path("cities/cork.md"), None).as_deref(), Ok("Cork\n"));
    }

    #[test]
    fn a_missing_file_is_named_with_the_one_that_was_meant() {
        let outer = book();
        let root = root(&outer);
        check_fault(&root, "cities/crok.md", Code::MissingFile, Some("there is `cities/cork.md`"));
        check_fault(&root, "cities/CORK.md", Code::MissingFile, Some("there is `cities/cork.md`"));
        check_fault(&root, "cities/beijing.md", Code::MissingFile, None);
        check_fault(&root, "towns/cork.md", Code::MissingFile, Some("there is no folder `towns` either"));
    }

    #[test]
    fn a_folder_is_not_a_file_and_a_file_is_not_a_folder() {
        let outer = book();
        check_fault(&root(&outer), "cities", Code::NotAFile, None);
        check_fault(&root(&outer), "cities/cork.md/x", Code::Unreadable, None);
    }

    #[test]
    fn a_text_of_more_than_16_mib_is_refused_before_it_is_read() {
        let outer = book();
        let file = File::create(outer.path().join("book/large.md")).expect("writable");
        file.set_len(MAX_TEXT_BYTES as u64 + 1).expect("a sparse file");
        check_fault(&root(&outer), "large.md", Code::TooLarge, None);
    }

    #[cfg(unix)]
    #[test]
    fn links_inside_the_book_are_followed_and_links_that_leave_it_are_refused() {
        use std::os::unix::fs::symlink;
        let outer = book();
        let inner = outer.path().join("book");
        symlink("cities/cork.md", inner.join("inside.md")).expect("links");
        symlink("../secret.md", inner.join("outside.md")).expect("links");
        symlink("..", inner.join("up")).expect("links");
        symlink("/dev/zero", inner.join("zero.md")).expect("links");
        symlink("round", inner.join("round")).expect("links");
        let root = root(&outer);
        assert!(root.read_text(&path("inside.md"), None).is_ok());
        let hint = Some("copy the file into the book's folder");
        check_fault(&root, "outside.md", Code::PathOutside, hint);
        check_fault(&root, "up/secret.md", Code::PathOutside, hint);
        check_fault(&root, "zero.md", Code::PathOutside, hint);
        check_fault(&root, "round", Code::Unreadable, None);
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_is_refused_at_once() {
        let outer = book();
        let socket = outer.path().join("book/socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("sockets");
        check_fault(&root(&outer), "socket", Code::NotAFile, None);
    }

    #[test]
    fn fonts_come_in_the_order_of_their_names_and_other_files_are_left() {
        let outer = book();
        assert_eq!(root(&outer).fonts(), (vec![], vec![]));
        let fonts = outer.path().join("book/fonts");
        fs::create_dir(&fonts).expect("writable");
        for name in ["b.otf", "a.TTF", "README.md", ".c.otf"] {
            fs::write(fonts.join(name), name).expect("writable");
        }
        let expected = vec![("a.TTF".to_owned(), b"a.TTF".to_vec()), ("b.otf".to_owned(), b"b.otf".to_vec())];
        assert_eq!(root(&outer).fonts(), (expected, vec![]));
    }

    proptest! {
        #[test]
        fn whatever_path_is_accepted_stays_inside(written in r"([a-c./%\\:~ ]|\.\./|%2e|%2f|/|é){0,24}") {
            let root = Root { written: "book".into(), folder: "/book".into() };
            let base = BookPath::new("cities/cork.md").expect("a plain path");
            for path in [BookPath::new(&written), base.join(&written)].into_iter().flatten() {
                let whole = root.folder.join(path.as_str());
                let plain = whole.components().all(|part| {
                    matches!(part, std::path::Component::Normal(_) | std::path::Component::RootDir)
                });
                prop_assert!(plain && whole.starts_with("/book"), "{written:?} gives {whole:?}");
            }
        }

        #[test]
        fn no_path_reads_the_file_outside(names in proptest::collection::vec("(cities|up|\\.\\.|\\.|secret\\.md|cork\\.md)", 1..6)) {
            let outer = book();
            #[cfg(unix)]
            std::os::unix::fs::symlink("..", outer.path().join("book/up")).expect("links");
            if let Ok(path) = BookPath::new(&names.join("/")) {
                let read = root(&outer).read_text(&path, None);
                prop_assert!(read.as_deref() != Ok("secret"), "{path}");
            }
        }
    }
}
