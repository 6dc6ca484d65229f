//! Books that mean harm or are merely absurd: the program says what is wrong and where, ends, and
//! lets nothing of it into an output. The rows are those of the threat table, B04 to B52.

mod folder;

use folder::{Folder, pages};
use make_book::diag::Code;
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::fs;

const SECRET: &str = "the secret above the book";

/// A book whose only chapter is `markdown`, with a small image in it and a secret above it.
fn book(markdown: &str) -> Folder {
    let folder = Folder::book("a.md");
    fs::write(folder.path().join("a.md"), markdown).expect("writable");
    let dot = include_bytes!("books/blocks/dot.png");
    fs::write(folder.path().join("dot.png"), dot).expect("writable");
    fs::write(folder.path().join("../x.png"), dot).expect("writable");
    fs::write(folder.path().join("../secret.md"), SECRET).expect("writable");
    folder
}

/// `markdown` is an error of `code` at `place`, nothing is written, and even a draft shows no secret.
#[track_caller]
fn refused(markdown: &str, code: Code, place: &str) {
    let folder = book(markdown);
    folder.check(&[], 1, &[&format!("error[{code}]"), place, "nothing was written"]);
    assert!(folder.outputs("dist").is_empty());
    folder.check(&["--draft"], 1, &[]);
    assert_eq!(folder.outputs("dist").len(), 3);
    for text in pages(&folder.outputs("dist")["a.epub"]).values() {
        assert!(!text.contains(SECRET), "{text}");
    }
}

/// `markdown` is built with a warning of each of `codes`, and what is built can do nothing; returns
/// the text of the chapter.
#[track_caller]
fn disarmed(markdown: &str, codes: &[Code]) -> String {
    let folder = book(markdown);
    let expected: Vec<String> = codes.iter().map(|code| format!("warning[{code}]")).collect();
    folder.check(&[], 0, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    let pages = pages(&folder.outputs("dist")["a.epub"]);
    pages.values().for_each(|page| assert_harmless(page));
    pages.into_iter().find(|(name, _)| name.ends_with("c001.xhtml")).expect("a chapter").1
}

/// No element that runs or fetches something, no attribute that holds a script.
#[track_caller]
fn assert_harmless(page: &str) {
    const NEVER: [&str; 14] = [
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "svg",
        "animate",
        "style",
        "base",
        "audio",
        "video",
        "foreignobject",
        "applet",
    ];
    let mut reader = quick_xml::Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            if matches!(event, Event::Eof) {
                return;
            }
            continue;
        };
        let name = tag.name().as_ref().to_ascii_lowercase();
        assert!(!NEVER.contains(&name.as_str()), "<{name}> in {page}");
        for attribute in tag.attributes() {
            let attribute = attribute.expect("well-formed attributes");
            let key: &str = attribute.key.as_ref();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("known entities");
            assert!(!key.starts_with("on") && key != "style" && key != "srcdoc", "{key} in {page}");
            let packed: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            for scheme in ["javascript:", "data:", "vbscript:", "file:"] {
                assert!(!packed.to_ascii_lowercase().starts_with(scheme), "{value} in {page}");
            }
        }
    }
}

#[test]
fn b04_and_b05_an_image_above_the_book_is_refused_however_it_is_written() {
    for written in ["../x.png", "../../x.png", "%2e%2e/x.png", "%2E%2E%2Fx.png", "./../x.png", "sub/../../x.png"] {
        refused(&format!("# A\n\nText ![x]({written}).\n"), Code::PathOutside, "a.md:3:");
    }
    refused("# A\n\nText ![x](%252e%252e/x.png).\n", Code::PathOutside, "a.md:3:");
    refused("# A\n\nText ![x](file:///etc/passwd).\n", Code::PathOutside, "a.md:3:");
}

#[cfg(unix)]
#[test]
fn b08_an_image_that_is_no_file_is_refused_and_never_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = book("# A\n\nText ![pipe](pipe.png) ![zero](zero.png) ![folder](folder.png).\n");
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.png")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    symlink("/dev/zero", folder.path().join("zero.png")).expect("links");
    fs::create_dir(folder.path().join("folder.png")).expect("writable");
    folder.check(&[], 1, &["a pipe", "a folder", "error[L002]", "error[L006]", "a.md:3:6"]);
    assert!(folder.outputs("dist").is_empty());
}

#[test]
fn b13_a_script_is_dropped() {
    let text = disarmed("# A\n\nBefore <script>alert(1)</script> after.\n", &[Code::UnsafeHtml]);
    assert!(text.contains("Before") && text.contains("after.") && !text.contains("alert"));
    let text =
        disarmed("# A\n\n<script>\nalert(1)\n</script>\n\n<SCRIPT SRC=x></SCRIPT>\n\nText.\n", &[Code::UnsafeHtml]);
    assert!(!text.contains("alert") && text.contains("Text."));
}

#[test]
fn b13_a_script_without_an_end_is_an_error_because_text_is_lost_in_it() {
    refused("# A\n\nText.\n\n<SCRIPT SRC=x>\n\nMore.\n", Code::UnbalancedTag, "a.md:5:1");
}

#[test]
fn b14_no_attribute_of_html_runs_anything() {
    let text = disarmed("# A\n\n<img src=dot.png alt=dot onerror=alert(1) style='x:url(y)'> Text.\n", &[]);
    assert!(!text.contains("alert"));
    let text = disarmed("# A\n\n<span onclick='alert(1)' lang=fr style='a:url(b)'>mot</span>\n", &[]);
    assert!(text.contains("mot") && !text.contains("alert"));
}

#[test]
fn b15_a_link_that_runs_is_dropped_and_its_text_kept() {
    let written = ["javascript:alert(1)", "JaVa&#10;script:alert(1)", " javascript:alert(1)", "data:text/html,x"];
    for address in written {
        let text = disarmed(&format!("# A\n\n[words](<{address}>)\n"), &[Code::UnsafeLink]);
        assert!(text.contains("words"), "{text}");
        let text = disarmed(&format!("# A\n\n<a href=\"{address}\">words</a>\n"), &[Code::UnsafeLink]);
        assert!(text.contains("words"), "{text}");
    }
}

#[test]
fn b16_frames_objects_and_forms_are_dropped() {
    for element in ["iframe", "object", "form", "embed"] {
        let markdown = format!("# A\n\nBefore <{element} src='x' data='x'></{element}> after.\n");
        let text = disarmed(&markdown, &[Code::UnsafeHtml]);
        assert!(text.contains("Before") && text.contains("after."), "{text}");
    }
}

#[test]
fn b17_tags_that_are_not_balanced_become_well_formed() {
    let text = disarmed(
        "# A\n\nSome <b>bold words.\n\nMore.\n\n</div>\n\nAnd <i>one <b>two</i> three</b>.\n",
        &[Code::UnbalancedTag],
    );
    for words in ["bold words.", "More.", "three"] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn b18_a_drawing_in_html_is_dropped() {
    let markdown = "# A\n\nBefore <svg><animate onbegin=alert(1) attributeName=x /></svg> after.\n";
    let text = disarmed(markdown, &[Code::UnsafeHtml]);
    assert!(text.contains("Before") && text.contains("after."), "{text}");
}

#[test]
fn b20_characters_that_xml_has_not_are_refused_with_their_place() {
    for (character, name) in [('\u{1}', "U+0001"), ('\u{fffe}', "U+FFFE"), ('\u{b}', "U+000B")] {
        let folder = book(&format!("# A\n\nab{character}c\n"));
        folder.check(&[], 1, &["error[L007]", name, "line 3, column 3"]);
        assert!(folder.outputs("dist").is_empty());
    }
    // Written as references they are not in the text of the file, and none may reach the e-book.
    let folder = book("# A\n\nab&#1;c &#xFFFE; &#0;\n");
    let output = folder.run(&["--draft"]);
    assert!(output.status.code().is_some_and(|code| code < 2));
    pages(&folder.outputs("dist")["a.epub"]).values().for_each(|page| {
        assert!(!page.contains(['\u{0}', '\u{1}', '\u{fffe}']), "{page}");
    });
}

#[test]
fn b28_an_image_of_the_web_is_an_error_and_never_fetched() {
    refused("# A\n\nText ![x](http://127.0.0.1:9/x.png).\n", Code::PathOutside, "a.md:3:");
    refused("# A\n\nText ![x](//127.0.0.1:9/x.png).\n", Code::PathOutside, "a.md:3:");
}

/// Whatever it says, the program ends and does not panic; returns its reports.
#[track_caller]
fn ends(markdown: &str) -> String {
    let output = book(markdown).run(&[]);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.code().is_some_and(|code| code < 2), "{:?} {text}", output.status);
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[test]
fn b41_a_word_longer_than_a_book_is_cut_and_reported() {
    assert!(ends(&format!("# A\n\n{}\n", "a".repeat(100_000))).contains(Code::OverfullLine.as_str()));
}

#[test]
fn b42_a_table_too_wide_or_too_high_ends() {
    let row = |cell: &str| format!("{}|\n", format!("|{cell}").repeat(30));
    let wide = format!("# A\n\n{}{}{}", row("h"), row("-"), row("word").repeat(300));
    assert!(ends(&wide).contains(Code::WideTable.as_str()));
    ends(&format!("# A\n\n|a|b|\n|-|-|\n|x|{}|\n|y|z|\n", "words and words ".repeat(1_000)));
    ends(&format!("# A\n\n{}\n{}\n{}\n", "|a".repeat(1_000), "|-".repeat(1_000), "|b".repeat(1_000)));
}

#[test]
fn b43_many_notes_long_notes_and_notes_in_notes_end() {
    let marks: String = (0..1_000).map(|n| format!("word[^{n}] ")).collect();
    let notes: String = (0..1_000).map(|n| format!("[^{n}]: Note {n}.\n\n")).collect();
    ends(&format!("# A\n\n{marks}\n\n{notes}"));
    ends(&format!("# A\n\nText[^a].\n\n[^a]: {}\n", "words of a note ".repeat(1_500)));
    ends("# A\n\nText[^a].\n\n[^a]: A note[^b].\n\n[^b]: in a note[^a].\n");
}

#[test]
fn b44_a_paragraph_as_long_as_a_book_ends() {
    ends(&format!("# A\n\n{}\n", "words and more of them, ".repeat(6_000)));
}

#[test]
fn b45_a_heading_as_long_as_a_chapter_and_deep_lists_end() {
    ends(&format!("# {}\n\nText.\n\n## {}\n", "word ".repeat(1_000), "word ".repeat(1_000)));
    let list: String = (0..10).map(|depth| format!("{}- item\n", "  ".repeat(depth))).collect();
    ends(&format!("# A\n\n{list}"));
    let quotes: String = (1..30).map(|depth| format!("{} deep words\n", ">".repeat(depth))).collect();
    ends(&format!("# A\n\n{quotes}"));
}

#[test]
fn b51_headings_of_one_text_or_of_none_have_ids_of_their_own() {
    let text = disarmed("# A\n\n## Same\n\n## Same\n\n## Same\n\n## 🌍\n\n## 🌍\n\n## ...\n\nText.\n", &[]);
    let ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

#[test]
fn b52_a_link_to_nowhere_is_an_error_with_the_nearest_place() {
    let folder = book("# A\n\n## The festival\n\n[one](#the-festivl) [two](b.md) [three](a.md#x)\n");
    folder.check(&[], 1, &["error[D001]", "a.md:5:", "the-festival"]);
    assert!(folder.outputs("dist").is_empty());
}
