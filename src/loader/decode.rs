//! From bytes to text: strict UTF-8, one kind of line end, no control characters.

use std::fmt;

/// Why bytes are not the text of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextFault {
    /// They are of another encoding, named here.
    OtherEncoding(&'static str),
    /// A byte that UTF-8 does not have there.
    Invalid(Place),
    /// A character that no text of a book has.
    Control(char, Place),
}

/// A place in a file that is not a source yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes before it.
    pub offset: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {} (byte {})", self.line, self.column, self.offset)
    }
}

const ENCODINGS: [(&[u8], &str); 4] = [
    (&[0xFF, 0xFE, 0, 0], "UTF-32"),
    (&[0, 0, 0xFE, 0xFF], "UTF-32"),
    (&[0xFF, 0xFE], "UTF-16"),
    (&[0xFE, 0xFF], "UTF-16"),
];

/// The text of `bytes`, with `\n` for every kind of line end and without a byte order mark. Lines
/// end with CR, LF, CRLF, or the line separator U+2028; the paragraph separator U+2029 leaves a
/// blank line.
pub(super) fn decode(bytes: &[u8]) -> Result<String, TextFault> {
    if let Some((_, name)) = ENCODINGS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(TextFault::OtherEncoding(name));
    }
    if looks_like_utf16(bytes) {
        return Err(TextFault::OtherEncoding("UTF-16"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        TextFault::Invalid(place(good))
    })?;
    if text.bytes().any(may_start_refused)
        && let Some((offset, control)) = text.char_indices().find(|(_, c)| is_refused(*c))
    {
        return Err(TextFault::Control(control, place(&text[..offset])));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    Ok(with_plain_line_ends(text))
}

/// Whether every second byte of a start of some length is NUL, as in Latin text in UTF-16 without a
/// mark.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64) & !1];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).all(|byte| *byte == 0);
    start.len() >= 4 && zeros(0) != zeros(1)
}

/// Control characters but tab and line ends, and the two code points that XML does not have.
fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a character that is refused may start with `byte` in UTF-8.
fn may_start_refused(byte: u8) -> bool {
    (byte < b' ' && byte != b'\n') || matches!(byte, 0x7F | 0xC2 | 0xEF)
}

fn with_plain_line_ends(text: &str) -> String {
    // Each alone, which is faster than to look for any of them.
    if !['\r', '\u{2028}', '\u{2029}'].iter().any(|end| text.contains(*end)) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n").replace('\u{2029}', "\n\n")
}

/// The place after `before`.
fn place(before: &str) -> Place {
    let lines = with_plain_line_ends(before.strip_prefix('\u{FEFF}').unwrap_or(before));
    let last = lines.rsplit('\n').next().unwrap_or_default();
    Place { offset: before.len(), line: lines.matches('\n').count() + 1, column: last.chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, TextFault>) {
        assert_eq!(decode(bytes), expected.map(str::to_owned), "{}", bytes.escape_ascii());
    }

    #[test]
    fn every_kind_of_line_end_gives_the_same_text() {
        for text in ["a\nb\n", "a\r\nb\r\n", "a\rb\r", "a\u{2028}b\u{2028}", "\u{FEFF}a\nb\n"] {
            check(text.as_bytes(), Ok("a\nb\n"));
        }
        check("a\u{2029}b".as_bytes(), Ok("a\n\nb"));
        check(b"", Ok(""));
    }

    #[test]
    fn invalid_utf8_is_refused_with_its_place() {
        check(b"\xff", Err(TextFault::Invalid(Place { offset: 0, line: 1, column: 1 })));
        check(b"caf\xe9 au lait", Err(TextFault::Invalid(Place { offset: 3, line: 1, column: 4 })));
        check("é\r\né".as_bytes(), Ok("é\né"));
        check(b"\xc3\xa9\r\nx\xed\xa0\x80", Err(TextFault::Invalid(Place { offset: 5, line: 2, column: 2 })));
        check(b"\xc0\xaf", Err(TextFault::Invalid(Place { offset: 0, line: 1, column: 1 })));
    }

    #[test]
    fn utf16_is_named_with_and_without_its_mark() {
        check(b"\xff\xfea\0b\0", Err(TextFault::OtherEncoding("UTF-16")));
        check(b"\xfe\xff\0a\0b", Err(TextFault::OtherEncoding("UTF-16")));
        check(b"#\0 \0a\0", Err(TextFault::OtherEncoding("UTF-16")));
        check(b"\xff\xfe\0\0a\0\0\0", Err(TextFault::OtherEncoding("UTF-32")));
    }

    #[test]
    fn control_characters_are_refused_with_their_place() {
        check(b"ab\0c", Err(TextFault::Control('\0', Place { offset: 2, line: 1, column: 3 })));
        check(b"a\n\x1b[31m", Err(TextFault::Control('\u{1b}', Place { offset: 2, line: 2, column: 1 })));
        check("\u{FFFE}".as_bytes(), Err(TextFault::Control('\u{FFFE}', Place { offset: 0, line: 1, column: 1 })));
        check(b"\x0b", Err(TextFault::Control('\u{b}', Place { offset: 0, line: 1, column: 1 })));
        check(b"tab\tis fine", Ok("tab\tis fine"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_has_control_characters_or_foreign_line_ends(
            bytes in proptest::collection::vec(proptest::prop_oneof![b'\t'..=b'\r', b' '..=b'~', 0_u8..], 0..40),
        ) {
            if let Ok(text) = decode(&bytes) {
                let clean = text.chars().all(|c| !is_refused(c) && !matches!(c, '\r' | '\u{2028}' | '\u{2029}'));
                proptest::prop_assert!(clean, "{text:?}");
            }
        }
    }
}
