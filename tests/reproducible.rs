//! The same book is the same bytes: on any number of threads, in any folder, time zone and locale,
//! today and tomorrow.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A way to build a book: arguments and environment.
struct Way {
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const WAYS: [Way; 6] = [
    Way { arguments: &["--jobs", "1"], environment: &[] },
    Way { arguments: &["--jobs", "1"], environment: &[] },
    Way { arguments: &["--jobs", "2"], environment: &[("TZ", "Asia/Seoul"), ("LC_ALL", "tr_TR.UTF-8")] },
    Way { arguments: &["--jobs", "8"], environment: &[("LANG", "fr_FR.UTF-8"), ("HOME", "/nowhere")] },
    Way { arguments: &["--jobs", "8"], environment: &[("TZ", "America/Mexico_City"), ("LC_ALL", "C")] },
    Way { arguments: &[], environment: &[("RAYON_NUM_THREADS", "3"), ("TMPDIR", "/nowhere")] },
];

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One hash over names and bytes of what the book at `manifest` becomes.
fn hash(manifest: &Path, current: &Path, way: &Way) -> String {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_make-book"));
    command.current_dir(current).arg(manifest).arg("--out").arg(out.path()).args(way.arguments);
    let output = command.env_remove("SOURCE_DATE_EPOCH").envs(way.environment.iter().copied()).output();
    let output = output.expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut paths: Vec<PathBuf> = files(out.path());
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pdf" || extension == "epub"));
    paths.sort();
    assert_eq!(paths.len(), 3, "{paths:?}");
    let mut sum = Sha256::new();
    for path in paths {
        sum.update(path.file_name().expect("a file has a name").as_encoded_bytes());
        sum.update(Sha256::digest(fs::read(&path).expect("readable")));
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("readable").map(|entry| entry.expect("an entry").path()).collect()
}

/// Copies `from` to `to`, the last name first: neither order nor times of the files are kept.
fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::write(to, fs::read(from).expect("readable")).expect("writable");
        return;
    }
    fs::create_dir_all(to).expect("writable");
    let mut paths = files(from);
    paths.sort();
    for path in paths.iter().rev() {
        copy(path, &to.join(path.file_name().expect("a file has a name")));
    }
}

/// `parts` of the book in `folder` are one hash, whichever way it is built and wherever it stands.
#[track_caller]
fn check(folder: &Path, parts: &[&str]) {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let copied = elsewhere.path().join("a folder with spaces and ü");
    fs::create_dir(&copied).expect("writable");
    parts.iter().for_each(|part| copy(&folder.join(part), &copied.join(part)));
    let expected = hash(&folder.join("book.toml"), folder, &WAYS[0]);
    for (index, way) in WAYS.iter().enumerate().skip(1) {
        assert_eq!(hash(&folder.join("book.toml"), top(), way), expected, "way {index}");
    }
    assert_eq!(hash(Path::new("book.toml"), &copied, &WAYS[2]), expected, "in another folder");
    assert_eq!(hash(&copied, elsewhere.path(), &WAYS[3]), expected, "from another folder");
}

#[test]
fn a_small_book_is_the_same_bytes_everywhere() {
    check(&top().join("tests/books/blocks"), &["book.toml", "blocks.md", "dot.png"]);
}

#[test]
fn a_book_in_many_scripts_is_the_same_bytes_everywhere() {
    check(&top().join("tests/books/scripts"), &["book.toml", "scripts.md"]);
}

#[test]
fn the_book_of_the_repository_is_the_same_bytes_everywhere() {
    check(top(), &["book.toml", "book", "fonts"]);
}
