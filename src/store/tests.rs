//! What the store promises, on a disk that may fail.

use super::*;
use crate::diag::Diagnostic;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// The real disk, but operation `fails_at` (from 1) fails, and every later one too if `for_ever`.
struct FaultyDisk {
    fails_at: usize,
    for_ever: bool,
    count: Cell<usize>,
    failed: Cell<Option<&'static str>>,
}

impl FaultyDisk {
    fn new(fails_at: usize, for_ever: bool) -> Self {
        Self { fails_at, for_ever, count: Cell::new(0), failed: Cell::new(None) }
    }

    fn step(&self, operation: &'static str) -> io::Result<()> {
        let count = self.count.get() + 1;
        self.count.set(count);
        if count == self.fails_at || (self.for_ever && count > self.fails_at) {
            self.failed.set(self.failed.get().or(Some(operation)));
            return Err(io::Error::other("the disk fails"));
        }
        Ok(())
    }
}

impl Disk for FaultyDisk {
    type File = File;
    type Lock = Option<File>;

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("create_folder")?;
        RealDisk.create_folder(folder)
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.step("names")?;
        RealDisk.names(folder)
    }
    fn lock(&self, path: &Path, waiting: &mut dyn FnMut()) -> io::Result<Self::Lock> {
        self.step("lock")?;
        RealDisk.lock(path, waiting)
    }
    fn create(&self, path: &Path) -> io::Result<File> {
        self.step("create")?;
        RealDisk.create(path)
    }
    /// A full disk takes half of it.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let step = self.step("write");
        let taken = if step.is_ok() { bytes } else { &bytes[..bytes.len() / 2] };
        RealDisk.write(file, taken)?;
        step
    }
    fn sync(&self, file: &File) -> io::Result<()> {
        self.step("sync")?;
        RealDisk.sync(file)
    }
    fn keep(&self, path: &Path, second: &Path) -> io::Result<bool> {
        self.step("keep")?;
        RealDisk.keep(path, second)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename")?;
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step("remove")?;
        RealDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("sync_folder")?;
        RealDisk.sync_folder(folder)
    }
}

const NEW: [Output; 3] = [
    Output { name: "a.epub", bytes: b"new epub" },
    Output { name: "a-print.pdf", bytes: b"new print" },
    Output { name: "a-screen.pdf", bytes: b"new screen" },
];

fn write<D: Disk>(disk: &D, folder: &Path, outputs: &[Output]) -> Result<(), Diagnostic> {
    write_all(disk, folder, outputs, &mut || {}).map(|_| ())
}

/// A folder with two outputs of the build before, the third new to it.
fn folder_with_old_outputs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.epub"), "old epub").expect("writable");
    fs::write(folder.path().join("a-print.pdf"), "old print").expect("writable");
    folder
}

/// Names and texts of the files in `folder`, the lock aside.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let files = named.filter(|(name, _)| name != ".make-book-lock");
    files.map(|(name, path)| (name, fs::read_to_string(path).expect("text"))).collect()
}

fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn old_files() -> BTreeMap<String, String> {
    map(&[("a.epub", "old epub"), ("a-print.pdf", "old print")])
}

fn new_files() -> BTreeMap<String, String> {
    map(&[("a.epub", "new epub"), ("a-print.pdf", "new print"), ("a-screen.pdf", "new screen")])
}

#[test]
fn outputs_replace_those_of_the_build_before() {
    let folder = folder_with_old_outputs();
    write(&RealDisk, folder.path(), &NEW).expect("a good disk");
    assert_eq!(files(folder.path()), new_files());
}

#[test]
fn a_missing_folder_is_created() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inner = folder.path().join("x/dist");
    write(&RealDisk, &inner, &NEW).expect("a good disk");
    assert_eq!(files(&inner), new_files());
}

#[test]
fn whichever_operation_fails_the_outputs_are_all_old_or_all_new() {
    let operations = {
        let disk = FaultyDisk::new(usize::MAX, false);
        write(&disk, folder_with_old_outputs().path(), &NEW).expect("no operation fails");
        disk.count.get()
    };
    assert!(operations > 20, "the loop below would prove nothing");
    for n in 1..=operations {
        let folder = folder_with_old_outputs();
        let disk = FaultyDisk::new(n, false);
        let result = write(&disk, folder.path(), &NEW);
        let operation = disk.failed.get().expect("operation n was reached");
        let mut left = files(folder.path());
        let Err(diagnostic) = result else {
            assert_eq!(operation, "remove", "operation {n} failed and nobody says so");
            left.retain(|name, _| !name.starts_with('.'));
            assert_eq!(left, new_files(), "operation {n}, {operation}");
            continue;
        };
        assert_eq!(left, old_files(), "operation {n}, {operation}");
        let path = folder.path().display().to_string();
        assert!(diagnostic.message.contains(&path), "operation {n}, {operation}: {}", diagnostic.message);
    }
}

#[test]
fn a_disk_that_fails_for_ever_leaves_every_output_whole() {
    for n in 1..40 {
        let folder = folder_with_old_outputs();
        let disk = FaultyDisk::new(n, true);
        let result = write(&disk, folder.path(), &NEW);
        let left = files(folder.path());
        for (name, text) in left.iter().filter(|(name, _)| !name.starts_with('.')) {
            let whole = old_files().get(name) == Some(text) || new_files().get(name) == Some(text);
            assert!(whole, "operation {n}: {name} is {text}");
        }
        let renames_failed = disk.failed.get() == Some("sync_folder") || disk.failed.get() == Some("rename");
        if result.is_err() && !renames_failed {
            assert_eq!(left.get("a.epub").map(String::as_str), Some("old epub"), "operation {n}");
        }
    }
}

#[test]
fn leftovers_of_a_killed_build_are_removed_by_the_next() {
    let folder = folder_with_old_outputs();
    for name in [".b.epub.make-book-new", ".a.epub.make-book-old", ".a.epub.make-book-new"] {
        fs::write(folder.path().join(name), "half").expect("writable");
    }
    fs::write(folder.path().join(".hidden"), "of somebody else").expect("writable");
    write(&RealDisk, folder.path(), &NEW).expect("a good disk");
    let mut expected = new_files();
    expected.insert(".hidden".into(), "of somebody else".into());
    assert_eq!(files(folder.path()), expected);
}

#[test]
fn a_name_that_is_a_path_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["../x.epub", "/x.epub", "a/b", "a\\b", ".hidden", "", "a b", "é.epub"] {
        let output = [NEW[0], Output { name, bytes: b"x" }];
        assert!(write(&RealDisk, &folder.path().join("dist"), &output).is_err(), "{name}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_folder_that_has_the_name_of_an_output_is_not_harmed() {
    let folder = folder_with_old_outputs();
    fs::create_dir(folder.path().join("a-screen.pdf")).expect("writable");
    let diagnostic = write(&RealDisk, folder.path(), &NEW).expect_err("a folder is in the way");
    assert!(diagnostic.message.contains("a-screen.pdf"), "{}", diagnostic.message);
    fs::remove_dir(folder.path().join("a-screen.pdf")).expect("still a folder, and empty");
    assert_eq!(files(folder.path()), old_files());
}

#[test]
fn a_second_build_says_that_it_waits_and_then_writes() {
    let folder = folder_with_old_outputs();
    let path = folder.path().to_owned();
    let held = RealDisk.lock(&path.join(".make-book-lock"), &mut || {}).expect("nobody else has it");
    let (sender, receiver) = std::sync::mpsc::channel();
    let second = std::thread::spawn(move || {
        let mut say = || sender.send(()).expect("the first build listens");
        write_all(&RealDisk, &path, &NEW, &mut say).map(|_| ())
    });
    receiver.recv().expect("the second build says that it waits");
    assert_eq!(files(folder.path()), old_files());
    drop(held);
    second.join().expect("no panic").expect("a good disk");
    assert_eq!(files(folder.path()), new_files());
}

#[test]
fn a_file_of_the_manuscript_is_replaced_whole_or_not_at_all_and_nothing_else_is_left() {
    for fails_at in 1.. {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("my book.pages.toml"), "old").expect("writable");
        let disk = FaultyDisk::new(fails_at, false);
        let done = replace(&disk, folder.path(), Output { name: "my book.pages.toml", bytes: b"new" });
        let found = files(folder.path());
        let text = found.get("my book.pages.toml").map(String::as_str);
        assert_eq!(found.len(), 1, "{found:?}");
        match (done, disk.failed.get()) {
            (Ok(_), None) => return assert_eq!(text, Some("new")),
            // A disk that cannot remove what is not there has failed at nothing.
            (Ok(_), failed) => assert_eq!((text, failed), (Some("new"), Some("remove"))),
            (Err(fault), Some("sync_folder")) => assert_eq!((text, fault.hint.is_some()), (Some("new"), true)),
            (Err(fault), _) => assert_eq!((text, fault.hint.is_some()), (Some("old"), true)),
        }
    }
}
