//! Where a line may end between characters: UAX 14, and what the trade and the languages add to it.

use crate::language::Script;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::sync::LazyLock;
use unicode_script::UnicodeScript;

/// Bytes of `layout` before which a line may end, with the end itself; `is_korean` says whether the text
/// at a byte is.
pub(super) fn opportunities(layout: &str, is_korean: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found = by_words(layout);
    if !layout.bytes().any(may_tailor) {
        return found;
    }
    found.retain(|at| !is_kept(&layout[..*at], &layout[*at..], is_korean(*at)));
    let quotes = quotes_among_han(layout);
    if !quotes.is_empty() {
        found.extend(quotes);
        found.sort_unstable();
        found.dedup();
    }
    found
}

/// Whether a text with `byte` of UTF-8 in it may be broken in other ways than the standard has it: it may have a
/// stroke, a dash, or a character from U+1000 on that is no mark of U+2000 to U+2DFF.
fn may_tailor(byte: u8) -> bool {
    matches!(byte, b'/' | 0x94 | 0xBA..=0xBF | 0xE1 | 0xE3..=0xFF)
}

/// The same as UAX 14 has it, without any tailoring.
pub(super) fn standard(layout: &str) -> Vec<usize> {
    static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
        LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));
    SEGMENTER.segment_str(layout).filter(|at| *at > 0).collect()
}

/// The same as [`standard`], which is asked only about words that are not plain. A line may end behind the
/// space between two words, whatever stands further off (LB18), and not inside a word of letters alone
/// (LB28) or before the mark that ends it (LB13).
fn by_words(layout: &str) -> Vec<usize> {
    let bytes = layout.as_bytes();
    let mut found = Vec::with_capacity(layout.len() / 5);
    let mut start = 0;
    for at in 2..bytes.len() {
        if bytes[at - 1] == b' ' && bytes[at].is_ascii_alphabetic() {
            match &bytes[start..at - 1] {
                [word @ .., b',' | b'.' | b';'] | word if is_plain(word) => found.push(at),
                [.., last] if is_plain(&[*last]) || matches!(last, b',' | b'.' | b';') => {
                    found.extend(standard(&layout[start..at]).into_iter().map(|inner| start + inner));
                }
                _ => continue,
            }
            start = at;
        }
    }
    found.extend(standard(&layout[start..]).into_iter().map(|inner| start + inner));
    found
}

/// Whether `word` has letters of ASCII and nothing else.
fn is_plain(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_alphabetic)
}

/// Whether no line ends between `before` and `after`, where the standard would let it.
fn is_kept(before: &str, after: &str, korean: bool) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    is_korean_word(last, next, korean)
        || is_before_ethiopic_mark(next)
        || is_inside_unit(before, after)
        || starts_with_dash(last, next)
        || is_middle_dot(last, next)
}

/// Korean is broken at its spaces ("keep-all"): no line ends between a syllable and another letter, a
/// figure or a bracket. In a Korean text (`korean`) the same is true of Han.
fn is_korean_word(last: char, next: char, korean: bool) -> bool {
    let far = |c: char| c >= '\u{1100}';
    let syllable = |c: char| far(c) && (c.script() == Script::Hangul || (korean && c.script() == Script::Han));
    let bracket = |c: char| c.is_alphanumeric() || "()[]“”‘’「」『』《》〈〉".contains(c);
    (syllable(last) && bracket(next)) || (bracket(last) && syllable(next))
}

/// No line starts with a mark of Ethiopic writing, not even behind a space: the word space U+1361, the
/// stop and the others (Ethiopic Layout Requirements, 3.1).
fn is_before_ethiopic_mark(next: char) -> bool {
    matches!(next, '\u{1361}'..='\u{1368}')
}

/// A stroke between symbols as short as "km/h" is no place to end a line.
fn is_inside_unit(before: &str, after: &str) -> bool {
    let Some(symbol) = before.strip_suffix('/') else { return false };
    let short = |letters: usize| (1..=2).contains(&letters);
    short(symbol.chars().rev().take_while(|c| c.is_alphanumeric()).count())
        && short(after.chars().take_while(|c| c.is_alphanumeric()).count())
}

/// A dash between two words ends a line and does not start one.
fn starts_with_dash(last: char, next: char) -> bool {
    next == '—' && !last.is_whitespace() && last != '—' && !is_ideographic(last)
}

/// The dot between the parts of a name stays with the part before it (Requirements for Chinese Text
/// Layout, 3.1.4).
fn is_middle_dot(last: char, next: char) -> bool {
    matches!(next, '·' | '•' | '‧' | '・') && is_ideographic(last)
}

/// Between Han, quotation marks are brackets: a line may end before the one that opens and after
/// the one that closes, which the standard forbids since it does not know which is which.
fn quotes_among_han(layout: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut last = ' ';
    for (at, next) in layout.char_indices() {
        let opens = matches!(next, '“' | '‘') && is_ideographic(last);
        let closes = matches!(last, '”' | '’') && is_ideographic(next);
        let among = closes && layout[..at].chars().rev().nth(1).is_some_and(is_ideographic_or_mark);
        if opens && layout[at..].chars().nth(1).is_some_and(is_ideographic_or_mark) || among {
            found.push(at);
        }
        last = next;
    }
    found
}

/// A character of Chinese or Japanese writing.
pub(super) fn is_ideographic(character: char) -> bool {
    character >= '\u{2E80}' && matches!(character.script(), Script::Han | Script::Hiragana | Script::Katakana)
}

/// The same, or a mark of its punctuation.
pub(super) fn is_ideographic_or_mark(character: char) -> bool {
    is_ideographic(character) || matches!(character, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` has a stroke wherever a line may end, but for the end of the text.
    #[track_caller]
    fn check(expected: &str) {
        check_in(expected, false);
    }

    #[track_caller]
    fn check_in(expected: &str, korean: bool) {
        let text = expected.replace('|', "");
        let mut found = text.clone();
        for at in opportunities(&text, |_| korean).into_iter().rev().filter(|at| *at < text.len()) {
            found.insert(at, '|');
        }
        assert_eq!(found, expected);
    }

    proptest::proptest! {
        #[test]
        fn plain_words_are_no_exception_to_the_standard(
            pieces in proptest::collection::vec(
                proptest::sample::select(&[
                    "a", "word", "B", "7", " ", " ", "  ", ",", ".", ";", "-", "’", "“", "”", "\"", "(", ")", "é", "\u{301}",
                    "\u{A0}", "\u{200B}", "\u{2028}", "\u{2060}", "\u{FFFC}", "—", "/", "$", "北", "ก", "시", "\t", "!",
                ][..]),
                0..24,
            )
        ) {
            let text = pieces.concat();
            proptest::prop_assert_eq!(by_words(&text), standard(&text), "{:?}", text);
        }
    }

    #[test]
    fn korean_is_kept_by_words_and_chinese_beside_it_is_not() {
        check("남양주시는 |2015년 |평생학습도시(平|生|敎|育)다.");
        check_in("평생학습도시(平生敎育)다.", true);
        check("北|京|市 |남양주");
    }

    #[test]
    fn no_chinese_line_starts_with_a_stop_or_ends_with_an_opening_bracket() {
        check("北|京|市，|学|习|型。|（建|设）|《教|育》");
        check("中|国……|终|身|——|学|习");
        check("们々|儿，|人");
    }

    #[test]
    fn quotation_marks_between_han_are_brackets() {
        check("建|设：“终|身|学|习，|共|创”|已|经|“开|始”。");
        check("the |“city” |is");
    }

    #[test]
    fn a_dot_in_a_name_stays_with_what_is_before_it() {
        check("保|罗·|朗|格|朗");
    }

    #[test]
    fn the_ethiopic_word_space_ends_a_line_and_no_mark_starts_one() {
        check("ባሕር፡|ዳር፡|ከተማ።");
        check("ባሕር ፡|ዳር ።");
    }

    #[test]
    fn a_stroke_in_a_unit_is_kept_and_one_between_words_is_not() {
        check("60 |km/h |or |m/s, |learners/|teachers");
    }

    #[test]
    fn a_dash_between_words_ends_a_line_and_does_not_start_one() {
        check("cities—|all |of |them—|learn");
        check("2013–|2015");
    }
}
