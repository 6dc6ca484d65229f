//! No word is lost on the way from Markdown to the tree: the letters and digits of what the parser
//! reads are those of the tree, in the same order.
//!
//! `tests/words/*.txt` holds a selection of the examples of the CommonMark specification 0.31.2
//! (CC BY-SA 4.0, John MacFarlane), in its own notation; the whole `spec.txt` passes too.

use make_book::document::walk::{Visit, each_inline, walk};
use make_book::document::{Block, Chapter, Image, Inline, Passage};
use make_book::language::Language;
use make_book::markup::{Context, parse};
use make_book::source::{BookPath, SourceId};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;

fn chapter(markdown: &str) -> Chapter {
    let path = BookPath::new("cities/case.md").expect("a plain path");
    let language = Language::new("en-GB").expect("a plain tag");
    parse(markdown, &Context { source: SourceId(0), path, language }).0
}

struct Words(String);

impl<'a> Visit<'a> for Words {
    fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
        each_inline(&passage.inlines, &mut |inline, _| match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
                self.0.push_str(text);
            }
            Inline::Image(image) => self.0.push_str(&image.alternative),
            _ => {}
        });
    }

    fn figure(&mut self, image: &'a Image) {
        self.0.push_str(&image.alternative);
    }
}

/// The letters and digits of a text, which typography does not change.
fn letters(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).collect()
}

fn letters_of_tree(markdown: &str) -> String {
    let mut words = Words(String::new());
    walk(&chapter(markdown), &mut words);
    letters(&words.0)
}

/// Titles of images are captions of figures, and else dropped with a warning.
fn assert_no_word_is_lost(markdown: &str) {
    let tree = letters_of_tree(markdown);
    if tree != letters_of_events(markdown, false) {
        assert_eq!(tree, letters_of_events(markdown, true), "{markdown}");
    }
}

fn letters_of_events(markdown: &str, titles: bool) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    let (mut text, mut html, mut open) = (String::new(), String::new(), Vec::new());
    for event in Parser::new_ext(markdown, options) {
        if let Event::Html(line) = &event {
            html.push_str(line);
            continue;
        }
        text.push_str(&without_tags(&std::mem::take(&mut html)));
        match event {
            Event::Text(more) | Event::Code(more) | Event::InlineMath(more) | Event::DisplayMath(more) => {
                text.push_str(&more);
            }
            Event::Start(Tag::Image { title, .. }) => open.push(title),
            Event::End(TagEnd::Image) => text.push_str(open.pop().filter(|_| titles).as_deref().unwrap_or_default()),
            _ => {}
        }
    }
    letters(&(text + &without_tags(&html)))
}

/// The text of `html` without tags, comments, scripts and style sheets.
fn without_tags(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some((verbatim, after)) = rest.strip_prefix("<![CDATA[").and_then(|rest| rest.split_once("]]>")) {
            text.push_str(verbatim);
            rest = after;
            continue;
        }
        let end = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<?", "?>")]
            .iter()
            .find(|(opening, _)| rest.starts_with(opening))
            .map_or(">", |(_, closing)| closing);
        let after = rest.find(end).map(|at| at + end.len()).or((end == ">").then_some(1));
        rest = after.map_or("", |after| &rest[after..]);
    }
    (text + rest).replace("&amp;", "&")
}

/// The Markdown of the examples in `spec`.
fn examples(spec: &str) -> Vec<String> {
    const FENCE: &str = "````````````````````````````````";
    let mut examples = Vec::new();
    let mut lines = spec.lines();
    while lines.by_ref().any(|line| line == format!("{FENCE} example")) {
        let markdown: Vec<_> = lines.by_ref().take_while(|line| *line != ".").collect();
        examples.push(markdown.join("\n").replace('→', "\t") + "\n");
    }
    examples
}

#[test]
fn every_word_of_the_commonmark_examples_is_in_the_tree() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/words");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the examples are there") {
        let spec = std::fs::read_to_string(entry.expect("an entry").path()).expect("examples are UTF-8");
        for example in examples(&spec) {
            assert_no_word_is_lost(&example);
            count += 1;
        }
    }
    assert!(count > 100, "only {count} examples");
}

/// Pieces of Markdown that meet one another in all ways.
const PIECES: [&str; 44] = [
    "word",
    "Ünï",
    "北京",
    " ",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](a.md)",
    "](#x)",
    "](http://a.b)",
    "<span lang=\"fi\">",
    "</span>",
    "<b>",
    "</b>",
    "<u>",
    "<q>",
    "</q>",
    "<code>",
    "</code>",
    "> ",
    "- ",
    "1. ",
    "    ",
    "# ",
    "\n| a | b |\n|---|---|\n| ",
    " | ",
    "\n```\n",
    "'",
    "\"",
    "--",
    "...",
    "{.c #d}",
    "\\",
    "&amp;",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_a_random_text_is_in_the_tree(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let markdown: String = pieces.concat();
        // Attributes and cells past the last column leave the text on purpose.
        if !markdown.contains("{.c #d}") && !markdown.contains('|') {
            assert_no_word_is_lost(&markdown);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[ -~\n*_`<>&\\[\\](){}|+^\"'é北\u{202e}\u{2069}\u{fdd1}\u{301}]{0,200}") {
        let _ = chapter(&text);
    }
}
