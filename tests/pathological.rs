//! Texts that have brought other readers of Markdown to their knees (the cases of cmark's
//! `pathological_tests.py`, and some of our own passes): each ends within seconds on a thread with a
//! stack of 2 MiB, as rayon has, even where nothing is optimized.

use make_book::diag::Code;
use make_book::document::dump::dump;
use make_book::document::{Chapter, walk};
use make_book::language::Language;
use make_book::markup::{Context, parse};
use make_book::source::{BookPath, SourceId};
use std::fmt::Write;
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(10);

fn read(markdown: &str) -> (Chapter, Vec<Code>) {
    let path = BookPath::new("case.md").expect("a plain path");
    let language = Language::new("en-GB").expect("a plain tag");
    let (chapter, diagnostics) = parse(markdown, &Context { source: SourceId(0), path, language });
    (chapter, diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect())
}

fn on_a_small_stack(name: &'static str, markdown: String) -> Vec<Code> {
    let task = move || {
        let start = Instant::now();
        let (chapter, codes) = read(&markdown);
        let _ = (dump(&chapter).len(), walk::plain_text(&chapter).len());
        drop(chapter);
        assert!(start.elapsed() < LIMIT, "{name} took {:?}", start.elapsed());
        codes
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(task).expect("a thread starts");
    thread.join().unwrap_or_else(|_| panic!("{name} made the parser panic"))
}

fn references(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, n| {
        let _ = write!(text, "[{n}]: /x\n\n[{n}] [^{n}] [^u{n}]\n\n[^{n}]: n\n\n# same\n\n");
        text
    })
}

fn backticks(count: usize) -> String {
    (1..count).map(|n| format!("e{}", "`".repeat(n))).collect()
}

fn nested_list(depth: usize) -> String {
    (0..depth).map(|n| format!("{}* a\n", "  ".repeat(n))).collect()
}

fn cases() -> Vec<(&'static str, String)> {
    vec![
        ("nested strong emphasis", format!("{}b{}", "*a **a ".repeat(65_000), " a** a*".repeat(65_000))),
        ("closers of emphasis", "a_ ".repeat(65_000)),
        ("openers of emphasis", "_a ".repeat(65_000)),
        ("closers of links", "a]".repeat(65_000)),
        ("openers of links", "[a".repeat(65_000)),
        ("mismatched emphasis", "*a_ ".repeat(50_000)),
        ("emphasis of two kinds", format!("{}{}", "*a ".repeat(20_000), "_a*_ ".repeat(20_000))),
        ("emphasis within words", format!("a**b{}", "c* ".repeat(50_000))),
        ("brackets and emphasis", "[ a_".repeat(80_000)),
        ("brackets and parentheses", "[ (](".repeat(80_000)),
        ("images without end", "![[]()".repeat(160_000)),
        ("strong in links", "**x [a*b**c*](d)".repeat(10_000)),
        ("nested brackets", format!("{}a{}", "[".repeat(50_000), "]".repeat(50_000))),
        ("nested quotations", format!("{}a", "> ".repeat(50_000))),
        ("nested lists", nested_list(500)),
        ("bullets on one line", format!("{}a", "- ".repeat(30_000))),
        ("backticks", backticks(2_500)),
        ("links without end", "[a](<b".repeat(30_000)),
        ("links without a parenthesis", "[a](b".repeat(30_000)),
        ("comments without end", format!("</{}", "<!--".repeat(300_000))),
        ("empty lines in lists", format!("{}x{}", "- ".repeat(30_000), "\n".repeat(30_000))),
        ("empty lines in a quotation", format!("> {}x{}", "- ".repeat(30_000), "\n".repeat(30_000))),
        ("quotation and emphasis", format!("{}a*", ">".repeat(100_000))),
        ("references and notes", references(25_000)),
        ("nested inlines", format!("{}a{}", "*".repeat(20_000), "*".repeat(20_000))),
        ("open tags", "<b>".repeat(100_000)),
        ("closed tags", "</b>".repeat(100_000)),
        ("spans", format!("{}a{}", "<i>".repeat(50_000), "</i>".repeat(50_000))),
        ("unknown tags in a block", format!("<div>{}", "<p><x y='z'>a".repeat(50_000))),
        ("instructions without end", format!("<div>{}", "<?".repeat(100_000))),
        ("tags without end", format!("<div>{}", "<a b=\"".repeat(50_000))),
        ("declarations without end", format!("<div>{}", "<!a ".repeat(100_000))),
        ("references of characters", format!("<div>{}", "&amp".repeat(100_000))),
        ("quotes", "\"a 'b ".repeat(100_000)),
        ("closing quotes", "a\" b' ".repeat(100_000)),
        ("isolates", "\u{2066}".repeat(100_000)),
        ("ended isolates", format!("{}{}", "\u{2066}\u{202e}".repeat(50_000), "\u{202c}\u{2069}".repeat(50_000))),
        ("braces", "![a](b){".repeat(50_000)),
        ("braces at the end", format!("# {}", "{#a ".repeat(100_000))),
        ("captions", "Table: a\n\n".repeat(50_000)),
        ("marks of notes", "[^a".repeat(100_000)),
        ("one long word", "a".repeat(10_000_000)),
        ("one long paragraph", "Some words, and \"more\" of them.\n".repeat(30_000)),
        ("a wide table", format!("{}\n{}\n{}", "|a".repeat(10_000), "|-".repeat(10_000), "|b".repeat(10_000))),
        ("a heading of many words", format!("# {}", "word ".repeat(5_000))),
    ]
}

#[test]
fn no_text_takes_longer_than_a_few_seconds_or_overflows_the_stack() {
    for (name, markdown) in cases() {
        let start = Instant::now();
        let codes = on_a_small_stack(name, markdown);
        println!("{:>8.1} ms  {:>6}  {name}", start.elapsed().as_secs_f64() * 1e3, codes.len());
    }
}

#[test]
fn nesting_past_the_limit_is_an_error_that_keeps_the_text() {
    for markdown in
        ["> ".repeat(25_000) + "a", "- ".repeat(30_000) + "a", "*".repeat(20_000) + "a" + &"*".repeat(20_000)]
    {
        let (chapter, codes) = read(&markdown);
        assert_eq!(codes, [Code::TooDeep]);
        assert!(walk::plain_text(&chapter).contains('a'));
    }
}
