//! The glyphs of a subset → the codes by which strings show them (ISO 32000-1, 9.7.5).
//!
//! A font of few glyphs has codes of one byte, which makes strings half as long; Latin letters then stand in them as
//! themselves. Two glyphs may have a second code: the space between words has 32, the one code that the word space of
//! a line makes wider (9.3.3), and a hyphen that ends a line has one with a text of its own.

use std::collections::BTreeSet;

/// The code that word space is added to.
pub(super) const SPACE: u16 = 32;
/// The code of a hyphen that ends a line, as in Latin-1.
const SOFT_HYPHEN: u16 = 0xAD;
/// Codes of one byte.
const SHORT: u16 = 256;

/// The codes of a subset.
pub(super) struct Codes {
    /// Whether they are of one byte, else of two.
    pub short: bool,
    /// The code of each glyph by its number in the subset.
    pub by_number: Vec<u16>,
    /// The code of the space between words.
    pub space: Option<u16>,
    /// The code of a hyphen that ends a line.
    pub soft_hyphen: Option<u16>,
}

/// The codes of a subset of `count` glyphs, of which `number` gives that of a character. `hyphens` says whether
/// hyphens end lines.
pub(super) fn codes(count: u16, number: impl Fn(char) -> Option<u16>, hyphens: bool) -> Codes {
    // One for each glyph, the space once more, and the hyphen.
    if count > SHORT - 2 {
        let soft_hyphen = hyphens.then_some(count);
        return Codes { short: false, by_number: (0..count).collect(), space: number(' '), soft_hyphen };
    }
    let mut free: BTreeSet<u16> = (0..SHORT).filter(|code| *code != SPACE && *code != SOFT_HYPHEN).collect();
    let mut by_number: Vec<Option<u16>> = vec![None; usize::from(count)];
    for character in '!'..='~' {
        let glyph = number(character).and_then(|number| by_number.get_mut(usize::from(number)));
        if let Some(code @ None) = glyph {
            *code = Some(character as u16).filter(|code| free.remove(code));
        }
    }
    // What is no ASCII first has codes that are none.
    let mut rest = free.range(SHORT / 2..).chain(free.range(..SHORT / 2)).copied();
    let by_number = by_number.into_iter().map(|code| code.or_else(|| rest.next()).unwrap_or_default()).collect();
    Codes { short: true, by_number, space: number(' ').map(|_| SPACE), soft_hyphen: hyphens.then_some(SOFT_HYPHEN) }
}

/// Writes `code` as a string has it: with the bytes escaped that would end it (7.3.4.2).
pub(super) fn push_code(out: &mut Vec<u8>, code: u16, short: bool) {
    let [high, low] = code.to_be_bytes();
    if !short {
        push_escaped(out, high);
    }
    push_escaped(out, low);
}

/// Writes a byte of a literal string (7.3.4.2).
pub(super) fn push_escaped(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of a font that has the box, the space, and ASCII in the order of the alphabet from 2 on.
    fn number(character: char) -> Option<u16> {
        match character {
            ' ' => Some(1),
            '!'..='~' => Some(character as u16 - 31),
            _ => None,
        }
    }

    #[test]
    fn latin_letters_are_themselves_and_no_two_glyphs_have_one_code() {
        for count in [96, 200, 254] {
            let codes = codes(count, number, true);
            assert!(codes.short);
            assert_eq!(codes.by_number[usize::from(number('a').expect("a letter"))], u16::from(b'a'));
            let all: BTreeSet<u16> =
                codes.by_number.iter().copied().chain(codes.space).chain(codes.soft_hyphen).collect();
            assert_eq!(all.len(), usize::from(count) + 2);
            assert_eq!((codes.space, codes.soft_hyphen), (Some(SPACE), Some(0xAD)));
            assert!(all.iter().all(|code| *code < SHORT));
        }
    }

    #[test]
    fn a_font_of_many_glyphs_has_codes_of_two_bytes() {
        let codes = codes(255, number, true);
        assert!(!codes.short);
        assert_eq!((codes.by_number[200], codes.space, codes.soft_hyphen), (200, Some(1), Some(255)));
    }
}
