//! Numbers of a column, one below the other on their decimal sign.
//!
//! A cell is aligned at the end of the whole part of its first number: before it there may be a word
//! ("about"), after it decimals, a unit, the rest of a range, the mark of a note. A dash stands where the
//! units stand. Cells without a number are not aligned so, nor is a column in which a number is followed by
//! words.

use crate::geometry::Length;
use crate::shaping::RunKind;
use crate::typeset::Line;

/// Marks that stand for a number that is missing.
const MISSING: [&str; 6] = ["–", "—", "-", "\u{2212}", "…", "‥"];

/// The byte of `text` before which its digits of whole units end: `sign` is the decimal sign.
pub(super) fn point(text: &str, sign: char) -> Option<usize> {
    if MISSING.contains(&text.trim()) {
        return Some(text.trim_end().len());
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let number = &text[start..start + number_length(&text[start..])];
    let mut signs = number.match_indices(sign);
    match (signs.next(), signs.next()) {
        (Some((at, _)), None) => Some(start + at),
        _ => Some(start + number.len()),
    }
}

/// Letters of a word that is no unit.
const WORD: usize = 4;

/// Whether a number is followed by words, as in "54 million euros".
pub(super) fn goes_on(text: &str) -> bool {
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let rest = &text[start + number_length(&text[start..])..];
    rest.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= WORD)
}

/// Bytes of the number that `text` starts with: digits, and single separators between them.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let digits_after = || text[at + c.len_utf8()..].chars().take_while(char::is_ascii_digit).count();
        let belongs = match c {
            '0'..='9' => true,
            ',' | '.' | '\'' | '’' => digits_after() > 0,
            ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => digits_after() == 3,
            _ => false,
        };
        if !belongs {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// How far `line` reaches behind byte `at` of its passage.
pub(super) fn tail(line: &Line, at: usize) -> Length {
    let before = line.runs.iter().filter_map(|run| {
        let RunKind::Text(start) = run.kind else { return None };
        let inside = at.checked_sub(start as usize).filter(|inside| *inside > 0)?;
        let glyphs = run.run.glyphs.iter().filter(|glyph| (glyph.cluster as usize) < inside);
        let advance: i64 = glyphs.map(|glyph| i64::from(glyph.advance)).sum();
        Some(run.x + run.size.of_em(advance, run.run.units_per_em.max(1)))
    });
    let start = line.runs.first().map_or(Length::ZERO, |run| run.x);
    let end = line.runs.last().map_or(Length::ZERO, |run| run.x + run.width());
    end - before.max().unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sign: char, cells: &[(&str, &str)]) {
        for (whole, rest) in cells {
            assert_eq!(point(&format!("{whole}{rest}"), sign), Some(whole.len()), "{whole}|{rest}");
        }
    }

    #[test]
    fn a_number_is_aligned_behind_its_units() {
        check('.', &[("12", ".5"), ("1,234", ".5 %"), ("about 7", ""), ("over 1,000", " km²"), ("5", "–7"), ("–", "")]);
        check('.', &[("19", ".612 (2010)"), ("2", " of 12"), ("12\u{202F}345", ".6"), ("1.2.3", ""), ("3", ". B")]);
        check(',', &[("1.234", ",5"), ("12 345", ",6"), ("12 345", " 1"), ("noin 7", ",25")]);
    }

    #[test]
    fn a_number_that_words_follow_is_prose() {
        assert!(goes_on("about 54 million euros") && goes_on("21.7 (census)"));
        assert!(!goes_on("about 54") && !goes_on("12.5 km²") && !goes_on("19.6 (2010)") && !goes_on("hundreds"));
    }

    #[test]
    fn text_has_no_units() {
        assert_eq!(point("not counted", '.'), None);
        assert_eq!(point("", '.'), None);
    }
}
