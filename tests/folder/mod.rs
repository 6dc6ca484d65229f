//! A book in a folder of its own, and the real program run in it.

#![allow(dead_code, reason = "each file of tests uses its own part of this")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::process::{Command, Output};

/// The head of a manifest without faults.
pub const BOOK: &str = "[book]\ntitle = \"A\"\nlanguage = \"en\"\nauthors = [{ name = \"B\" }]\n";

/// A folder with `files`, of which the outer one is above the book.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(folder.path()).expect("writable");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        folder
    }

    /// A book of one chapter, which the manifest names `chapter`.
    pub fn book(chapter: &str) -> Self {
        let manifest = format!("chapters = ['{chapter}']\n{BOOK}");
        Self::new(&[("book.toml", &manifest), ("a.md", "# A\n\nText.\n"), ("../secret.md", "# Secret\n")])
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.0.path().join("book")
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-book"));
        command.current_dir(self.path()).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program starts")
    }

    /// The program ends with `status`, and its reports hold each of `expected`.
    #[track_caller]
    pub fn check(&self, arguments: &[&str], status: i32, expected: &[&str]) {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(status), "{text}");
        for part in expected {
            assert!(text.contains(part), "`{part}` is not in:\n{text}");
        }
        assert!(!text.contains("panicked"), "{text}");
    }

    /// Names and bytes of what stands in `folder`, but the lock between two builds.
    pub fn outputs(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.path().join(folder)) else { return BTreeMap::new() };
        let file = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().expect("UTF-8");
            (name, fs::read(entry.path()).expect("readable"))
        };
        let files = entries.map(|entry| file(entry.expect("an entry")));
        files.filter(|(name, _)| !name.contains("lock")).collect()
    }
}

/// The XHTML files of an e-book by name.
pub fn pages(epub: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an archive");
    let mut pages = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        if file.name().ends_with(".xhtml") {
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            pages.insert(file.name().to_owned(), text);
        }
    }
    pages
}
