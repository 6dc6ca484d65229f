//! Quotes, apostrophes, dashes and ellipses, by the language of the innermost span; spaces at line
//! ends; bidirectional controls closed; NFC.
//!
//! A passage is seen as one row of characters over all its spans, so that a quotation may start
//! inside emphasis and end outside. Code, maths and addresses are not touched. One pass, linear.

use crate::document::{Inline, LinkTarget, SpanKind};
use crate::language::{Language, QuoteMarks, Script, may_stand_before_quotation};
use crate::source::Span;
use std::ops::Range;
use unicode_script::UnicodeScript;

// Stand-ins inside the room, all noncharacters: they never leave it, and never come in.
/// A line end of the manuscript.
pub(super) const SOFT_END: char = '\u{FDD0}';
/// The marks of `<q>`.
pub(super) const OPENING_MARK: char = '\u{FDD1}';
pub(super) const CLOSING_MARK: char = '\u{FDD2}';
const LITERALS: [(char, char); 4] = [('"', '\u{FDD3}'), ('\'', '\u{FDD4}'), ('-', '\u{FDD5}'), ('.', '\u{FDD6}')];

/// The byte with which each of the stand-ins starts in UTF-8.
pub(super) const STAND_IN_START: u8 = 0xEF;

/// Whether `c` is one of the stand-ins.
pub(super) fn is_stand_in(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDD6}').contains(&c)
}

/// The stand-in for `c` where the author has escaped it.
pub(super) fn literal(c: char) -> Option<char> {
    LITERALS.iter().find(|(plain, _)| *plain == c).map(|(_, stand_in)| *stand_in)
}

/// `text` as typed, without stand-ins.
pub(super) fn plain(text: &str) -> String {
    let typed = |c: char| match c {
        SOFT_END => Some(' '),
        c => LITERALS
            .iter()
            .find(|(_, stand_in)| *stand_in == c)
            .map(|(plain, _)| *plain)
            .or((!is_stand_in(c)).then_some(c)),
    };
    super::nfc(&text.chars().filter_map(typed).collect::<String>())
}

/// The bytes that start a character that may be set otherwise than it was typed, or is a bidirectional control or a
/// line end, but for spaces.
const TOUCHED: [bool; 256] = {
    let mut touched = [false; 256];
    let starts = [b'"', b'\'', b'-', b'.', b':', b'\t', SEPARATOR_START, STAND_IN_START];
    let mut at = 0;
    while at < starts.len() {
        touched[starts[at] as usize] = true;
        at += 1;
    }
    touched
};

/// The byte with which line and paragraph separators and the bidirectional controls start in UTF-8.
const SEPARATOR_START: u8 = 0xE2;

/// English words that start with an apostrophe.
const ELISIONS: [&str; 11] = ["tis", "twas", "twere", "twill", "twould", "em", "til", "cause", "n", "round", "bout"];
/// Dutch ones.
const DUTCH_ELISIONS: [&str; 4] = ["s", "t", "n", "k"];

/// The space that French sets inside its quotes and before high punctuation.
const NARROW: char = '\u{202F}';

/// Sets the typography of one passage; says whether bidirectional controls were left open.
pub(super) fn smarten(inlines: &mut Vec<Inline>, language: &Language) -> bool {
    let mut row = Row { text: String::new(), leaves: Vec::new() };
    collect(inlines, language, &mut row);
    let Row { text, leaves } = row;
    let mut setter = Setter::new(&text);
    for leaf in leaves {
        setter.leaf(leaf.text, leaf.range, leaf.language);
        if !super::is_nfc(leaf.text) {
            *leaf.text = super::nfc(leaf.text);
        }
    }
    let unbalanced = setter.stray || !setter.controls.is_empty();
    let closers: String = setter.controls.iter().rev().collect();
    close_controls(inlines, &closers);
    unbalanced
}

fn close_controls(inlines: &mut Vec<Inline>, closers: &str) {
    if closers.is_empty() {
        return;
    }
    if let Some(Inline::Text { text, .. }) = inlines.last_mut() {
        text.push_str(closers);
        return;
    }
    if let Some(place) = inlines.iter().rev().find_map(place) {
        inlines.push(Inline::Text { text: closers.to_owned(), span: place });
    }
}

fn place(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text { span, .. } | Inline::Code { span, .. } | Inline::Math { span, .. } => Some(*span),
        Inline::NoteMark { span, .. } => Some(*span),
        Inline::Span(span) => Some(span.span),
        Inline::Image(image) => Some(image.span),
        Inline::LineBreak | Inline::BreakOpportunity => None,
    }
}

struct Row<'a> {
    text: String,
    leaves: Vec<Leaf<'a>>,
}

struct Leaf<'a> {
    text: &'a mut String,
    language: &'a Language,
    /// Where it stands in the row.
    range: Range<usize>,
}

fn collect<'a>(inlines: &'a mut [Inline], language: &'a Language, row: &mut Row<'a>) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => {
                let start = row.text.len();
                row.text.push_str(text);
                row.leaves.push(Leaf { text, language, range: start..row.text.len() });
            }
            // What is not touched counts as a letter for the marks beside it.
            Inline::Code { .. } | Inline::Math { .. } | Inline::Image(_) => row.text.push('x'),
            Inline::LineBreak => row.text.push(' '),
            Inline::BreakOpportunity | Inline::NoteMark { .. } => {}
            Inline::Span(span) if is_address(&span.kind, &span.content) => row.text.push('x'),
            // The program sets the words of a link that has none.
            Inline::Span(span) if span.content.is_empty() && matches!(span.kind, SpanKind::Link(_)) => {
                row.text.push('x');
            }
            Inline::Span(span) => {
                let language = span.attributes.language.as_ref().unwrap_or(language);
                collect(&mut span.content, language, row);
            }
        }
    }
}

/// Whether the text of a link is the address that it leads to.
fn is_address(kind: &SpanKind, content: &[Inline]) -> bool {
    let (SpanKind::Link(LinkTarget::External(url)), [Inline::Text { text, .. }]) = (kind, content) else {
        return false;
    };
    text == url || url.strip_prefix("mailto:") == Some(text)
}

struct OpenQuote {
    double: bool,
    closing: &'static str,
}

/// Goes through a row; places in it count bytes.
struct Setter<'a> {
    row: &'a str,
    /// Whether two spaces stand side by side.
    doubled: bool,
    /// The last place where a single quotation can end.
    last_single_end: Option<usize>,
    open: Vec<OpenQuote>,
    /// Where a quotation was opened last.
    opened: Option<usize>,
    /// Controls that close the open bidirectional ones.
    controls: Vec<char>,
    /// Whether a control closed nothing.
    stray: bool,
    out: String,
}

impl<'a> Setter<'a> {
    fn new(row: &'a str) -> Self {
        let setter = Self {
            row,
            doubled: row.contains("  "),
            last_single_end: None,
            open: Vec::new(),
            opened: None,
            controls: Vec::new(),
            stray: false,
            out: String::new(),
        };
        let mut single_marks = row.rmatch_indices('\'').map(|(at, _)| at);
        let last_single_end = single_marks.find(|at| setter.can_end_single(*at));
        Self { last_single_end, ..setter }
    }

    /// Sets `text`, which stands at `range` of the row. What is not touched is copied as it stands.
    fn leaf(&mut self, text: &mut String, range: Range<usize>, language: &Language) {
        let (row, end) = (self.row, range.end);
        let spaces = self.doubled || language.primary() == "fr";
        // A space at the start, or behind what is touched, may be one too many.
        let is_touched = |at: usize, byte: u8| TOUCHED[usize::from(byte)] || byte == b' ' && (spaces || at == 0);
        let touched = |from: usize| {
            let mut bytes = row.as_bytes()[from..end].iter().enumerate();
            bytes.position(|(at, byte)| is_touched(at, *byte)).map_or(end, |at| from + at)
        };
        let mut at = touched(range.start);
        if at == end {
            return;
        }
        self.out = std::mem::take(text);
        self.out.truncate(at - range.start);
        while at < end {
            at += self.one(at, end, language);
            let next = touched(at);
            self.out.push_str(&row[at..next]);
            at = next;
        }
        *text = std::mem::take(&mut self.out);
    }

    fn before(&self, at: usize) -> Option<char> {
        self.row[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.row[at..].chars().nth(1)
    }

    /// Sets what starts at `at` and says how many bytes that was.
    fn one(&mut self, at: usize, end: usize, language: &Language) -> usize {
        let Some(c) = self.row[at..].chars().next() else { return 1 };
        match c {
            SOFT_END | '\u{2028}' | '\u{2029}' => self.line_end(at),
            '"' => self.double(at, language),
            '\'' => self.single(at, language),
            '-' => return self.dashes(at, end),
            ' ' | '\t' if self.before(at).is_some_and(|c| matches!(c, ' ' | '\t' | SOFT_END)) => {}
            '.' => return self.run(at, end, '.', |count| (count == 3).then_some('…')),
            ':' if self.row[at + 1..end].starts_with("//") => return self.address(at, end),
            ' ' if language.primary() == "fr" => self.french_space(at),
            OPENING_MARK => {
                let double = !self.open.last().is_some_and(|quote| quote.double);
                self.open(at, double, marks_or_english(language));
            }
            CLOSING_MARK => {
                let closing = self.open.pop().map_or("”", |quote| quote.closing);
                self.out.push_str(closing);
            }
            c => self.other(c),
        }
        c.len_utf8()
    }

    fn other(&mut self, c: char) {
        match LITERALS.iter().find(|(_, stand_in)| *stand_in == c) {
            Some((plain, _)) => self.out.push(*plain),
            None => {
                self.control(c);
                self.out.push(c);
            }
        }
    }

    /// Keeps account of bidirectional controls (UAX 9, X1 to X7).
    fn control(&mut self, c: char) {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => self.controls.push('\u{202C}'),
            '\u{2066}'..='\u{2068}' => self.controls.push('\u{2069}'),
            '\u{202C}' => match self.controls.last() {
                Some('\u{202C}') => drop(self.controls.pop()),
                _ => self.stray = true,
            },
            '\u{2069}' => match self.controls.iter().rposition(|closer| *closer == c) {
                Some(at) => {
                    // An isolate that ends closes the embeddings left open in it.
                    self.stray |= at + 1 < self.controls.len();
                    self.controls.truncate(at);
                }
                None => self.stray = true,
            },
            _ => {}
        }
    }

    /// A space, or nothing between two characters of a script that sets no spaces.
    fn line_end(&mut self, at: usize) {
        let spaceless = |c: Option<char>| c.is_some_and(is_ideographic);
        if !(spaceless(self.before(at)) && spaceless(self.after(at))) {
            self.out.push(' ');
        }
    }

    /// How many times `c`, a character of one byte, stands at `at`.
    fn count(&self, at: usize, end: usize, c: char) -> usize {
        self.row[at..end].chars().take_while(|other| *other == c).count()
    }

    /// Sets a run of `c`: as one sign where `sign` knows its length, else as typed.
    fn run(&mut self, at: usize, end: usize, c: char, sign: impl Fn(usize) -> Option<char>) -> usize {
        let count = self.count(at, end, c);
        match sign(count) {
            Some(sign) => self.out.push(sign),
            None => self.out.extend(std::iter::repeat_n(c, count)),
        }
        count
    }

    /// Hyphens: two or three are a dash, unless they are part of an arrow.
    fn dashes(&mut self, at: usize, end: usize) -> usize {
        let count = self.count(at, end, '-');
        let arrow = self.row[at + count..].starts_with('>') || self.before(at) == Some('<');
        self.run(at, end, '-', |count| match count {
            2 if !arrow => Some('–'),
            3 if !arrow => Some('—'),
            _ => None,
        })
    }

    /// An address in the text, such as `https://a.b/--c`, up to the next space.
    fn address(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.row[at..end];
        let length = rest.find(|c| is_space(c) || "<>\"".contains(c)).unwrap_or(rest.len());
        self.out.extend(rest[..length].chars().map(plain_stand_in));
        length
    }

    fn french_space(&mut self, at: usize) {
        let high = matches!(self.after(at), Some(';' | ':' | '!' | '?' | '»'));
        let inside = self.before(at) == Some('«');
        self.out.push(if high || inside { NARROW } else { ' ' });
    }

    fn open(&mut self, at: usize, double: bool, marks: QuoteMarks) {
        self.opened = Some(at);
        let (opening, closing) = if double { marks.double } else { marks.single };
        self.open.push(OpenQuote { double, closing });
        self.out.push_str(opening);
    }

    /// Closes the innermost quotation of the kind and those left open in it.
    fn close(&mut self, double: bool) -> bool {
        let Some(at) = self.open.iter().rposition(|quote| quote.double == double) else { return false };
        self.out.push_str(self.open[at].closing);
        self.open.truncate(at);
        true
    }

    fn double(&mut self, at: usize, language: &Language) {
        let Some(marks) = language.quotes() else { return self.out.push('"') };
        let before = self.before(at);
        let spaced_after = self.after(at).is_none_or(is_space);
        if self.starts_word(at) && !spaced_after {
            return self.open(at, true, marks);
        }
        let measure = before.is_some_and(|c| c.is_ascii_digit());
        if measure && !self.open.iter().any(|quote| quote.double) {
            return self.out.push('″');
        }
        if self.close(true) {
            return;
        }
        if !spaced_after && !before.is_some_and(char::is_alphanumeric) {
            return self.open(at, true, marks);
        }
        self.out.push_str(marks.double.1);
    }

    fn single(&mut self, at: usize, language: &Language) {
        let Some(marks) = language.quotes() else { return self.out.push('\'') };
        let (before, after) = (self.before(at), self.after(at));
        let inside_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if inside_word && !self.is_measure(at) {
            return self.out.push('’');
        }
        if self.starts_word(at) && !after.is_none_or(is_space) {
            let ends = self.last_single_end.is_some_and(|end| end > at);
            return if ends && !self.is_elision(at, language) {
                self.open(at, false, marks)
            } else {
                self.out.push('’')
            };
        }
        if before.is_some_and(|c| !is_space(c)) {
            let innermost_single = self.open.last().is_some_and(|quote| !quote.double);
            if innermost_single && self.can_end_single(at) && self.close(false) {
                return;
            }
            if before.is_some_and(|c| c.is_ascii_digit()) {
                return self.out.push('′');
            }
        }
        self.out.push('’');
    }

    /// Whether a quotation can start at `at`: as data's, and after a mark that has just opened one.
    fn starts_word(&self, at: usize) -> bool {
        match self.before(at) {
            Some('"' | '\'') => self.opened == at.checked_sub(1),
            Some(c) => is_space(c) || c == OPENING_MARK || Some(c) == literal('-') || may_stand_before_quotation(c),
            None => true,
        }
    }

    /// Whether the mark at `at` stands for feet or minutes: between digits, as in 5'10.
    fn is_measure(&self, at: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(self.before(at)) && digit(self.after(at))
    }

    fn can_end_single(&self, at: usize) -> bool {
        self.before(at).is_some_and(|c| !is_space(c)) && !self.after(at).is_some_and(char::is_alphanumeric)
    }

    /// Whether the mark at `at` stands for letters left out: 'tis, '90s.
    fn is_elision(&self, at: usize, language: &Language) -> bool {
        let rest = &self.row[at + 1..];
        let last = rest.char_indices().take(8).take_while(|(_, c)| c.is_alphanumeric()).last();
        let word = &rest[..last.map_or(0, |(at, c)| at + c.len_utf8())];
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let lower = word.to_lowercase();
        let decade = digits == 2 && (&lower[2..] == "s" || (lower.len() == 2 && !self.closes_after(at)));
        match language.primary() {
            "en" => (decade && !self.is_enclosed(at, word)) || ELISIONS.contains(&lower.as_str()),
            "nl" => decade || DUTCH_ELISIONS.contains(&lower.as_str()),
            _ => false,
        }
    }

    /// Whether a single quote after `at` can end a quotation that `at` opens.
    fn closes_after(&self, at: usize) -> bool {
        let near = self.row[at + 1..].char_indices().take(2_000);
        near.filter(|(_, c)| *c == '\'').any(|(after, _)| self.can_end_single(at + 1 + after))
    }

    /// Whether `word` after `at` is a quotation of its own, as in '90'.
    fn is_enclosed(&self, at: usize, word: &str) -> bool {
        let inside = self.open.iter().any(|quote| !quote.double);
        !inside && self.row[at + 1 + word.len()..].starts_with('\'')
    }
}

fn marks_or_english(language: &Language) -> QuoteMarks {
    language.quotes().unwrap_or(QuoteMarks { double: ("“", "”"), single: ("‘", "’") })
}

fn plain_stand_in(c: char) -> char {
    LITERALS.iter().find(|(_, stand_in)| *stand_in == c).map_or(c, |(plain, _)| *plain)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == SOFT_END
}

/// Han and kana with their punctuation and full-width forms: set without spaces.
fn is_ideographic(c: char) -> bool {
    if c < '\u{2E80}' {
        return false;
    }
    matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}
