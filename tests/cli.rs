//! The program as a person meets it: each test runs it in a folder of its own.

mod folder;

use folder::Folder;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
    for arguments in [["check", "x/small/book.toml"], ["build", "x/small"]] {
        assert_eq!(String::from_utf8_lossy(&folder.run(&arguments).stderr), "");
    }
    assert_eq!(folder.outputs("x/small/dist").len(), 3);
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

const OUTPUTS: [&str; 3] = ["a-print.pdf", "a-screen.pdf", "a.epub"];

/// Names of what was written to `dist`.
fn names(folder: &Folder) -> Vec<String> {
    folder.outputs("dist").into_keys().collect()
}

/// A book of three chapters, of some pages.
fn long_book() -> Folder {
    let manifest = format!("chapters = ['a.md', 'b.md', 'c.md']\n{}", folder::BOOK);
    let text = "A few words that fill a line and then a few more of them.\n\n".repeat(200);
    let chapter = |title: &str| format!("# {title}\n\n{text}");
    let (a, b, c) = (chapter("A"), chapter("B"), chapter("C"));
    Folder::new(&[("book.toml", &manifest), ("a.md", &a), ("b.md", &b), ("c.md", &c)])
}

#[test]
fn a_build_names_each_file_that_it_writes_in_its_last_line() {
    let folder = Folder::book("a.md");
    let output = folder.run(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(names(&folder), OUTPUTS);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.lines().count(), 1, "{text}");
    for name in OUTPUTS {
        assert!(text.contains(&format!("dist/{name} (")), "{name} is not in {text}");
    }
    assert!(text.contains(" pages, 2 words"), "{text}");
}

#[test]
fn an_error_in_the_book_leaves_the_outputs_of_the_last_good_build_as_they_are() {
    let folder = Folder::book("a.md");
    folder.check(&["build"], 0, &[]);
    let good = folder.outputs("dist");
    fs::write(folder.path().join("a.md"), "# A\n\n[A link](nowhere.md) to nowhere.\n").expect("writable");
    folder.check(&["build"], 1, &["error[D001]", "nothing was written"]);
    assert!(folder.outputs("dist") == good);
    folder.check(&["--draft"], 1, &["error[D001]"]);
    let draft = folder.outputs("dist");
    assert!(draft.keys().eq(good.keys()) && draft != good);
}

#[test]
fn only_the_outputs_that_are_asked_for_are_written() {
    let folder = Folder::book("a.md");
    folder.check(&["--only", "screen"], 0, &[]);
    assert_eq!(names(&folder), ["a-screen.pdf"]);
    folder.check(&["build", "--only", "epub,print", "--out", "other"], 0, &[]);
    assert!(folder.outputs("other").into_keys().eq(["a-print.pdf", "a.epub"]));
    let manifest = format!("chapters = ['a.md']\n{}[output]\nformats = ['epub']\nname = 'n'\n", folder::BOOK);
    fs::write(folder.path().join("book.toml"), manifest).expect("writable");
    folder.check(&["--out", "third"], 0, &[]);
    assert!(folder.outputs("third").into_keys().eq(["n.epub"]));
}

#[test]
fn the_proof_with_the_grid_is_a_file_beside_the_outputs_which_stay_as_they_are() {
    let folder = Folder::book("a.md");
    folder.check(&["build", "--only", "print,screen"], 0, &[]);
    let plain = folder.outputs("dist");
    folder.check(&["build", "--only", "print,screen", "--show-grid"], 0, &[]);
    let mut shown = folder.outputs("dist");
    let proof = shown.remove("a-grid.pdf").expect("a proof");
    assert!(shown == plain);
    let says = |claim: &[u8]| proof.windows(claim.len()).any(|window| window == claim);
    assert!(says(b"<?xpacket begin") && !says(b"pdfaid:part") && !says(b"pdfuaid:part") && !says(b"pdfxid:GTS"));
    folder.check(&["build", "--only", "epub", "--show-grid", "--out", "other"], 0, &[]);
    assert!(folder.outputs("other").into_keys().eq(["a-grid.pdf", "a.epub"]));
}

#[test]
fn one_chapter_is_built_alone() {
    let folder = long_book();
    let manifest = fs::read_to_string(folder.path().join("book.toml")).expect("readable");
    fs::write(folder.path().join("b.md"), "# B\n\nSee [the third](c.md).\n").expect("writable");
    folder.check(&["--chapter", "b"], 0, &[]);
    let epub = &folder.outputs("dist")["a.epub"];
    let text: String = folder::pages(epub).into_values().collect();
    assert!(text.contains("See ") && text.contains("the third"));
    assert!(!text.contains("A few words"));
    folder.check(&["--chapter", "bb"], 2, &["fatal", "there is a chapter `b`"]);
    assert_eq!(fs::read_to_string(folder.path().join("book.toml")).ok(), Some(manifest));
}

#[test]
fn an_output_folder_that_cannot_be_written_is_status_2() {
    let folder = Folder::book("a.md");
    folder.check(&["--out", "a.md"], 2, &["fatal[S001]", "a.md"]);
    folder.check(&["--out", "a.md/dist"], 2, &["fatal[S001]", "a.md"]);
    fs::create_dir_all(folder.path().join("dist/a.epub/x")).expect("writable");
    folder.check(&[], 2, &["fatal[S001]", "a.epub"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).ok().as_deref(), Some("# A\n\nText.\n"));
    let left = fs::read_dir(folder.path().join("dist")).expect("readable").count();
    assert!(left <= 2, "{left} files are left");
}

#[test]
fn two_builds_at_once_both_end_well_with_the_same_bytes() {
    let folder = long_book();
    folder.check(&["--out", "alone"], 0, &[]);
    let start = || folder.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let (mut one, mut other) = (start(), start());
    for build in [&mut one, &mut other] {
        assert_eq!(build.wait().expect("it ends").code(), Some(0));
    }
    assert!(folder.outputs("dist") == folder.outputs("alone"));
}

/// Each output is whole after a build that is killed, whenever that is; and the next build leaves
/// nothing but its own outputs.
#[test]
fn a_killed_build_leaves_each_output_old_or_new() {
    let folder = long_book();
    folder.check(&["--out", "old"], 0, &[]);
    let old = folder.outputs("old");
    fs::write(folder.path().join("b.md"), "# Another\n\nText.\n").expect("writable");
    let start = Instant::now();
    folder.check(&["--out", "new"], 0, &[]);
    let whole = start.elapsed();
    let new = folder.outputs("new");
    fs::create_dir(folder.path().join("dist")).expect("writable");
    // Ten moments: half over the whole build, half about its end, where the files are written. They are what is
    // thrown, not what is asserted: whichever state a build is killed in, each output must be whole.
    for step in 0..10_u32 {
        for (name, bytes) in &old {
            fs::write(folder.path().join("dist").join(name), bytes).expect("writable");
        }
        let moment = if step % 2 == 0 { whole * (step + 1) / 10 } else { whole * (80 + 4 * step) / 100 };
        let mut build = folder.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(moment);
        build.kill().expect("it is ours");
        build.wait().expect("it ends");
        let found = folder.outputs("dist");
        for name in OUTPUTS {
            let bytes = found.get(name);
            assert!(bytes == old.get(name) || bytes == new.get(name), "{name} after {moment:?}");
        }
    }
    folder.check(&[], 0, &[]);
    assert!(folder.outputs("dist") == new);
}

#[test]
fn lines_shows_what_each_line_cost_and_what_other_numbers_of_lines_would() {
    let prose = "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful. ";
    let manifest = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en-GB\"\nauthors = [{ name = \"A\" }]\n";
    let folder = Folder::new(&[("book.toml", manifest), ("a.md", &format!("# A\n\n{}\n", prose.repeat(6)))]);
    let output = folder.run(&["lines"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let (head, lines) = lines.split_first().expect("a paragraph");
    let (count, rest) = head.strip_prefix("== 0.3 ").and_then(|head| head.split_once(" lines ")).expect("its lines");
    assert_eq!(lines.len().to_string(), count, "{text}");
    // The prices of the lines are that of the paragraph.
    let price = |line: &&str| line.split_whitespace().nth(2).and_then(|price| price.parse::<i64>().ok());
    let sum: Option<i64> = lines.iter().map(price).sum();
    let (whole, others) = rest.split_once("; ").expect("another number of lines");
    assert_eq!(sum, whole.parse().ok(), "{text}");
    assert!(others.contains(" lines +"), "{text}");
    check_absent(&folder.path().join("dist"));
}

#[test]
fn freeze_writes_the_breaks_beside_the_manifest_and_mends_a_file_that_cannot_be_read() {
    let manifest = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en-GB\"\nauthors = [{ name = \"A\" }]\n";
    let markdown = format!("# One\n\n{}", "Words are set in lines, and lines in pages.\n\n".repeat(90));
    let folder = Folder::new(&[("book.toml", manifest), ("a.md", &markdown), ("book.pages.toml", "broken =")]);
    folder.check(&["check"], 1, &["Y006", "book.pages.toml", "make-book freeze"]);
    folder.check(&["freeze"], 0, &["book.pages.toml keeps the breaks"]);
    let written = std::fs::read_to_string(folder.path().join("book.pages.toml")).expect("written");
    assert!(written.contains("id = \"a\"") && written.matches("[[chapter.pages]]").count() >= 2, "{written}");
    folder.check(&["check"], 0, &[]);
    folder.check(&["freeze", "--chapter", "a"], 2, &["without the others"]);
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").filter_map(|entry| entry.ok()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn why_tells_what_a_page_pays_for_with_the_place_and_its_price() {
    // A table that does not fit leaves its page, and the text goes on before it.
    let markdown = format!(
        "# One\n\n{}\n\nTable: Counted\n\n| a | b |\n|---|---|\n{}\n{}\n",
        "Words are set in lines, and lines in pages. ".repeat(20),
        "| word | number |\n".repeat(17),
        "More of them follow, so that there is enough to read. ".repeat(40)
    );
    let manifest = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en-GB\"\nauthors = [{ name = \"A\" }]\n";
    let folder = Folder::new(&[("book.toml", manifest), ("a.md", &markdown)]);
    let output = folder.run(&["why", "1"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let (head, reasons) = text.split_once('\n').expect("reasons");
    let cost: i64 = head.strip_prefix("page 1 costs ").expect("the sum").parse().expect("a number");
    let (reasons, others) = reasons.split_once("the next page could start elsewhere\n").expect("other ends");
    let prices = reasons.lines().map(|line| line.split_whitespace().next().and_then(|price| price.parse::<i64>().ok()));
    assert_eq!(prices.sum::<Option<i64>>(), Some(cost), "{text}");
    assert!(reasons.contains("leaves a figure or table to the next page") && reasons.contains("(a.md:7)"), "{text}");
    let dearer = others.lines().map(|line| line.split_whitespace().next().and_then(|price| price.parse::<i64>().ok()));
    assert!(dearer.clone().count() > 0 && dearer.clone().is_sorted(), "{text}");
    assert!(dearer.clone().all(|price| price >= Some(0)) && others.contains("(a.md:"), "{text}");
    folder.check(&["why", "900"], 2, &["no page of text with the number `900`"]);
}
