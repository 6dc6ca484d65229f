//! The pieces of raw HTML: tags, comments and the text between them. Which tags a book knows is not
//! decided here.

use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text, with its entities as written.
    Text(&'a str),
    /// `<name attribute="value">`; the name is in lower case.
    Open(Tag),
    /// `</name>`.
    Close(String),
    /// `<!-- … -->`, without its ends.
    Comment(&'a str),
    /// A comment, instruction or declaration that is not closed.
    Unclosed,
    /// `<!…>` and `<?…?>`.
    Declaration,
    /// The text of a CDATA section.
    Verbatim(&'a str),
}

/// An opening tag.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    /// Names in lower case, values decoded.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether it ends in `/>`.
    pub(super) closed: bool,
}

impl Tag {
    /// The value of attribute `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Splits `html` into pieces with their ranges. Every byte is in one.
pub(super) fn pieces(html: &str) -> Vec<(Range<usize>, Piece<'_>)> {
    let mut pieces = Vec::new();
    let mut ends = Ends::default();
    let (mut text, mut at) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        match markup(html, start, &mut ends) {
            Some((piece, end)) => {
                if text < start {
                    pieces.push((text..start, Piece::Text(&html[text..start])));
                }
                pieces.push((start..end, piece));
                (text, at) = (end, end);
            }
            None => at = start + 1,
        }
    }
    if text < html.len() {
        pieces.push((text..html.len(), Piece::Text(&html[text..])));
    }
    pieces
}

/// Whether an end mark is known not to come any more, so that it is not sought again and again.
#[derive(Default)]
struct Ends {
    comment: bool,
    declaration: bool,
    instruction: bool,
    verbatim: bool,
}

fn markup<'a>(html: &'a str, start: usize, ends: &mut Ends) -> Option<(Piece<'a>, usize)> {
    let rest = &html[start..];
    if rest.starts_with("<!--") {
        return Some(enclosed(html, start + 4, "-->", &mut ends.comment, Piece::Comment));
    }
    if rest.starts_with("<![CDATA[") {
        return Some(enclosed(html, start + 9, "]]>", &mut ends.verbatim, Piece::Verbatim));
    }
    if rest.starts_with("<?") {
        return Some(enclosed(html, start + 2, "?>", &mut ends.instruction, |_| Piece::Declaration));
    }
    if rest[1..].starts_with('!') && rest[2..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        let end = if ends.declaration { None } else { rest.find('>') };
        ends.declaration |= end.is_none();
        let end = end?;
        return Some((Piece::Declaration, start + end + 1));
    }
    tag(html, start)
}

fn enclosed<'a>(
    html: &'a str,
    start: usize,
    mark: &str,
    missing: &mut bool,
    piece: impl Fn(&'a str) -> Piece<'a>,
) -> (Piece<'a>, usize) {
    // `<!-->` and `<!--->` are whole comments (CommonMark 6.6).
    if mark == "-->" {
        for short in [">", "->"] {
            if html[start..].starts_with(short) {
                return (piece(""), start + short.len());
            }
        }
    }
    match if *missing { None } else { html[start..].find(mark) } {
        Some(length) => (piece(&html[start..start + length]), start + length + mark.len()),
        None => {
            *missing = true;
            (Piece::Unclosed, html.len())
        }
    }
}

/// A tag after CommonMark 6.6, at `start`.
fn tag(html: &str, start: usize) -> Option<(Piece<'_>, usize)> {
    let mut cursor = Cursor { html, at: start + 1 };
    let closing = cursor.take("/");
    let name = cursor.word(|c| c.is_ascii_alphanumeric() || c == '-');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    if closing {
        cursor.space();
        return cursor.take(">").then_some((Piece::Close(name), cursor.at));
    }
    let mut tag = Tag { name, ..Tag::default() };
    loop {
        let spaced = cursor.space();
        if cursor.take(">") {
            return Some((Piece::Open(tag), cursor.at));
        }
        if cursor.take("/>") {
            tag.closed = true;
            return Some((Piece::Open(tag), cursor.at));
        }
        if !spaced {
            return None;
        }
        tag.attributes.push(cursor.attribute()?);
    }
}

struct Cursor<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, text: &str) -> bool {
        let taken = self.html[self.at..].starts_with(text);
        self.at += if taken { text.len() } else { 0 };
        taken
    }

    fn word(&mut self, member: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.html[self.at..];
        let end = rest.find(|c| !member(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn space(&mut self) -> bool {
        !self.word(|c| c.is_ascii_whitespace()).is_empty()
    }

    fn attribute(&mut self) -> Option<(String, String)> {
        let name = self.word(|c| c.is_ascii_alphanumeric() || "_:.-".contains(c));
        if name.is_empty() {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let before = self.at;
        self.space();
        if !self.take("=") {
            self.at = before;
            return Some((name, String::new()));
        }
        self.space();
        Some((name, decode(self.value()?)))
    }

    fn value(&mut self) -> Option<&'a str> {
        for quote in ['"', '\''] {
            if self.html[self.at..].starts_with(quote) {
                let inner = &self.html[self.at + 1..];
                let end = inner.find(quote)?;
                self.at += end + 2;
                return Some(&inner[..end]);
            }
        }
        let value = self.word(|c| !c.is_ascii_whitespace() && !"\"'=<>`".contains(c));
        (!value.is_empty()).then_some(value)
    }
}

/// `text` with its character references replaced; what is none stays as written.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = reference_length(rest);
        decoded.push_str(&length.map_or("&".into(), |length| character(&rest[..length])));
        rest = &rest[length.unwrap_or(1)..];
    }
    decoded.push_str(rest);
    decoded
}

/// The length of what looks like a character reference at the start of `text`; the longest name of
/// HTML has 33 bytes.
fn reference_length(text: &str) -> Option<usize> {
    let end = text.bytes().take(40).position(|b| b == b';')?;
    let name = &text[1..end];
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')).then_some(end + 1)
}

/// What a character reference stands for: the Markdown parser knows the table of names.
fn character(reference: &str) -> String {
    let text = |event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    };
    Parser::new_ext(reference, Options::empty()).filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_references_are_decoded_and_unknown_ones_stay() {
        assert_eq!(decode("a&amp;b &eacute; &#x41;&#66; &bogus; & &;"), "a&b é AB &bogus; & &;");
    }

    #[test]
    fn every_byte_of_html_is_in_one_piece() {
        for html in ["a<b>c</b>d", "<", "<a", "x<!-- y", "<!---->z", "<a b='c' d=e f>g", "<?x?><!D>]]>", "</ <3"] {
            let mut at = 0;
            for (range, _) in pieces(html) {
                assert_eq!(range.start, at, "{html}");
                at = range.end;
            }
            assert_eq!(at, html.len(), "{html}");
        }
    }
}
