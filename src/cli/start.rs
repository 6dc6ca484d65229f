//! `make-book new`: a small book that builds at once.

use super::job::usage;
use super::report::Reporter;
use crate::diag::{Code, Diagnostic};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The files of the small book.
const FILES: [(&str, &str); 3] = [
    ("book.toml", include_str!("sample/book.toml")),
    ("book/first.md", include_str!("sample/first.md")),
    ("book/second.md", include_str!("sample/second.md")),
];

/// Writes a small book into `folder`, which must be empty or missing.
pub(super) fn start(folder: &Path, reporter: &Reporter) -> Result<(), Diagnostic> {
    refuse_full(folder)?;
    for (name, text) in FILES {
        let path = folder.join(name);
        write(&path, text).map_err(|error| {
            Diagnostic::fatal(Code::Unwritable, format!("`{}` could not be written: {error}", path.display()))
        })?;
    }
    let manifest = folder.join("book.toml");
    reporter.note(&format!("a book is started; build it with: make-book {}", manifest.display()));
    Ok(())
}

fn refuse_full(folder: &Path) -> Result<(), Diagnostic> {
    let message = match fs::read_dir(folder).map(Iterator::count) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => "is a file",
        Err(_) => "cannot be read",
        Ok(0) => return Ok(()),
        Ok(_) => "is not empty",
    };
    Err(usage(format!("`{}` {message}", folder.display())).hint("name a folder that does not exist yet"))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}
