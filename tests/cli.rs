//! The program as a person meets it: each test runs it in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

const BOOK: &str = "[book]\ntitle = \"A\"\nlanguage = \"en\"\nauthors = [{ name = \"B\" }]\n";

/// A folder with `files`, of which the outer one is above the book.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
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
    fn book(chapter: &str) -> Self {
        let manifest = format!("chapters = ['{chapter}']\n{BOOK}");
        Self::new(&[("book.toml", &manifest), ("a.md", "# A\n\nText.\n"), ("../secret.md", "# Secret\n")])
    }

    fn path(&self) -> std::path::PathBuf {
        self.0.path().join("book")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-book"));
        command.current_dir(self.path()).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program starts")
    }

    /// The program ends with `status`, and its reports hold each of `expected`.
    #[track_caller]
    fn check(&self, arguments: &[&str], status: i32, expected: &[&str]) {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(status), "{text}");
        for part in expected {
            assert!(text.contains(part), "`{part}` is not in:\n{text}");
        }
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[track_caller]
fn check_absent(path: &Path) {
    assert!(!path.exists(), "{} was written", path.display());
}

#[test]
fn a_wrong_command_is_status_2_and_help_is_status_0() {
    let folder = Folder::book("a.md");
    folder.check(&["--nonsense"], 2, &["--nonsense"]);
    folder.check(&["--jobs", "0"], 2, &["--jobs"]);
    folder.check(&["--only", "pub"], 2, &["epub"]);
    folder.check(&["new"], 2, &["DIR"]);
    folder.check(&["chekc"], 2, &["C001", "did you mean `make-book check`?"]);
    folder.check(&["--help"], 0, &[]);
    folder.check(&["--version"], 0, &[]);
}

#[test]
fn a_manifest_that_cannot_be_read_is_status_2() {
    let folder = Folder::book("a.md");
    folder.check(&["nowhere/book.toml"], 2, &["fatal[L001]", "nowhere"]);
    folder.check(&["boook.toml"], 2, &["fatal[L003]", "there is `book.toml`"]);
    fs::write(folder.path().join("book.toml"), b"\xff\xfeb\0").expect("writable");
    folder.check(&["check"], 2, &["fatal[L004]", "UTF-16"]);
}

#[test]
fn all_faults_of_a_manifest_are_reported_at_once() {
    let manifest = "chapters = [\"a.md\", \"a.md\"]\n[book]\ntitel = \"A\"\ntitle = \"A\"\nlanguage = \"en\"\nrevision = \"1\"\nisbn = { print = \"978-3-16-148410-1\" }\n";
    let folder = Folder::new(&[("book.toml", manifest), ("a.md", "# A\n")]);
    let expected =
        ["error[M005]", "book.toml:1:21", "error[M002]", "did you mean `title`?", "error[M003]", "error[M006]"];
    folder.check(&["check"], 1, &expected);
    folder.check(&[], 1, &["nothing was written"]);
    check_absent(&folder.path().join("dist"));
}

#[test]
fn messages_for_programs_are_one_object_a_line() {
    let folder = Folder::book("b.md");
    let output = folder.run(&["check", "--message-format", "json"]);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    let messages: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(messages.len(), 1, "{text}");
    assert_eq!(messages[0]["code"], "L003");
    assert_eq!(messages[0]["severity"], "error");
    assert_eq!((&messages[0]["file"], &messages[0]["line"]), (&"book.toml".into(), &1.into()));
    assert_eq!((&messages[0]["column"], &messages[0]["end_column"]), (&13.into(), &19.into()));
    assert_eq!(messages[0]["hint"], "there is `a.md`");
}

#[test]
fn a_chapter_outside_the_book_is_refused_at_its_place() {
    for written in ["../secret.md", "/etc/passwd", "C:\\x.md", "\\\\h\\s", "x/../../secret.md", "file:///etc/passwd"] {
        Folder::book(written).check(&["check"], 1, &["error[L002]", "book.toml:1:13"]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_book_is_refused() {
    let folder = Folder::book("link.md");
    std::os::unix::fs::symlink("../secret.md", folder.path().join("link.md")).expect("links");
    folder.check(&["check"], 1, &["error[L002]", "book.toml:1:13", "copy the file"]);
    let loops = Folder::book("round/a.md");
    std::os::unix::fs::symlink("round", loops.path().join("round")).expect("links");
    loops.check(&["check"], 1, &["error[L001]", "book.toml:1:13"]);
}

#[cfg(unix)]
#[test]
fn a_chapter_that_is_no_file_never_holds_the_build_up() {
    let start = Instant::now();
    let folder = Folder::book("pipe.md");
    let made = Command::new("mkfifo").arg(folder.path().join("pipe.md")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    folder.check(&["check"], 1, &["error[L006]", "a pipe"]);
    let folder = Folder::book("a.md.d");
    fs::create_dir(folder.path().join("a.md.d")).expect("writable");
    folder.check(&["check"], 1, &["error[L006]", "a folder"]);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_chapter_that_is_no_clean_text_is_refused_with_the_offset() {
    let folder = Folder::book("a.md");
    fs::write(folder.path().join("a.md"), b"# A\n\ncaf\xe9\n").expect("writable");
    folder.check(&["check"], 1, &["error[L004]", "line 3, column 4 (byte 8)"]);
    fs::write(folder.path().join("a.md"), b"# A\n\n\0\n").expect("writable");
    folder.check(&["check"], 1, &["error[L007]", "U+0000", "byte 5"]);
}

#[test]
fn source_date_epoch_is_checked() {
    let folder = Folder::book("a.md");
    for written in ["abc", "-1", "9223372036854775808"] {
        let output = folder.command().arg("check").env("SOURCE_DATE_EPOCH", written).output().expect("it starts");
        assert_eq!(output.status.code(), Some(2), "{written}");
    }
    let output = folder.command().arg("check").env("SOURCE_DATE_EPOCH", "0").output().expect("it starts");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_new_book_is_without_faults() {
    let folder = Folder::book("a.md");
    folder.check(&["new", "x/small"], 0, &["make-book"]);
    folder.check(&["check", "x/small"], 0, &[]);
    let output = folder.run(&["check", "x/small/book.toml"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_new_book_harms_no_file() {
    let folder = Folder::book("a.md");
    folder.check(&["new", "."], 2, &["is not empty"]);
    folder.check(&["new", "a.md"], 2, &["is a file"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).ok().as_deref(), Some("# A\n\nText.\n"));
    fs::create_dir(folder.path().join("empty")).expect("writable");
    folder.check(&["new", "empty"], 0, &[]);
}

#[test]
fn a_book_builds_from_any_folder() {
    let folder = Folder::book("a.md");
    let path = folder.path();
    for arguments in [["check", "book/book.toml"], ["check", "book"]] {
        let output = folder.command().current_dir(path.parent().expect("an outer one")).args(arguments).output();
        assert_eq!(output.expect("it starts").status.code(), Some(0));
    }
}
