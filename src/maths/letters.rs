//! The alphabets of mathematics (Unicode, block Mathematical Alphanumeric Symbols): readers without the
//! older attribute for them (MathML Core) know these letters alone.

use pulldown_latex::event::Font;

/// Where the letters of an alphabet start; 0 where Unicode has none of a kind.
struct Alphabet {
    latin: u32,
    greek: u32,
    figures: u32,
}

const NONE: Alphabet = Alphabet { latin: 0, greek: 0, figures: 0 };
const BOLD: Alphabet = Alphabet { latin: 0x1D400, greek: 0x1D6A8, figures: 0x1D7CE };
const ITALIC: Alphabet = Alphabet { latin: 0x1D434, greek: 0x1D6E2, figures: 0 };
const BOLD_ITALIC: Alphabet = Alphabet { latin: 0x1D468, greek: 0x1D71C, figures: 0 };
const SCRIPT: Alphabet = Alphabet { latin: 0x1D49C, ..NONE };
const BOLD_SCRIPT: Alphabet = Alphabet { latin: 0x1D4D0, ..NONE };
const FRAKTUR: Alphabet = Alphabet { latin: 0x1D504, ..NONE };
const DOUBLE_STRUCK: Alphabet = Alphabet { latin: 0x1D538, greek: 0, figures: 0x1D7D8 };
const BOLD_FRAKTUR: Alphabet = Alphabet { latin: 0x1D56C, ..NONE };
const SANS: Alphabet = Alphabet { latin: 0x1D5A0, greek: 0, figures: 0x1D7E2 };
const BOLD_SANS: Alphabet = Alphabet { latin: 0x1D5D4, greek: 0x1D756, figures: 0x1D7EC };
const SANS_ITALIC: Alphabet = Alphabet { latin: 0x1D608, ..NONE };
const BOLD_SANS_ITALIC: Alphabet = Alphabet { latin: 0x1D63C, greek: 0x1D790, figures: 0 };
const MONOSPACE: Alphabet = Alphabet { latin: 0x1D670, greek: 0, figures: 0x1D7F6 };

/// Letters that were in Unicode before the alphabets, whose places there are left free.
const ELSEWHERE: [(u32, char); 24] = [
    (0x1D455, 'ℎ'),
    (0x1D49D, 'ℬ'),
    (0x1D4A0, 'ℰ'),
    (0x1D4A1, 'ℱ'),
    (0x1D4A3, 'ℋ'),
    (0x1D4A4, 'ℐ'),
    (0x1D4A7, 'ℒ'),
    (0x1D4A8, 'ℳ'),
    (0x1D4AD, 'ℛ'),
    (0x1D4BA, 'ℯ'),
    (0x1D4BC, 'ℊ'),
    (0x1D4C4, 'ℴ'),
    (0x1D506, 'ℭ'),
    (0x1D50B, 'ℌ'),
    (0x1D50C, 'ℑ'),
    (0x1D515, 'ℜ'),
    (0x1D51D, 'ℨ'),
    (0x1D53A, 'ℂ'),
    (0x1D53F, 'ℍ'),
    (0x1D545, 'ℕ'),
    (0x1D547, 'ℙ'),
    (0x1D548, 'ℚ'),
    (0x1D549, 'ℝ'),
    (0x1D551, 'ℤ'),
];

/// `letter` in `font`; as it is where the font has no letter of its own for it.
pub(super) fn letter(letter: char, font: Font) -> char {
    let Alphabet { latin, greek, figures } = alphabet(font, letter);
    let (start, first) = match letter {
        'A'..='Z' => (latin, 'A'),
        'a'..='z' => (latin + 26, 'a'),
        'Α'..='Ρ' | 'Σ'..='Ω' => (greek, 'Α'),
        'α'..='ω' => (greek + 26, 'α'),
        '0'..='9' => (figures, '0'),
        _ => return letter,
    };
    if start < 0x1D400 {
        return letter;
    }
    let code = start + (u32::from(letter) - u32::from(first));
    let elsewhere = ELSEWHERE.iter().find(|(place, _)| *place == code).map(|(_, own)| *own);
    elsewhere.or_else(|| char::from_u32(code)).unwrap_or(letter)
}

fn alphabet(font: Font, letter: char) -> Alphabet {
    match font {
        Font::Bold => BOLD,
        Font::Italic => ITALIC,
        Font::BoldItalic => BOLD_ITALIC,
        // What is upright by itself stays so.
        Font::BoldSymbol if letter.is_ascii_digit() || is_upright(letter) => BOLD,
        Font::BoldSymbol => BOLD_ITALIC,
        Font::Script => SCRIPT,
        Font::BoldScript => BOLD_SCRIPT,
        Font::Fraktur => FRAKTUR,
        Font::BoldFraktur => BOLD_FRAKTUR,
        Font::DoubleStruck | Font::DoubleStruckItalic => DOUBLE_STRUCK,
        Font::SansSerif => SANS,
        Font::BoldSansSerif => BOLD_SANS,
        Font::SansSerifItalic => SANS_ITALIC,
        Font::SansSerifBoldItalic => BOLD_SANS_ITALIC,
        Font::Monospace => MONOSPACE,
        Font::UpRight => NONE,
    }
}

/// Whether TeX sets `letter` upright where nothing else is said: capitals that are not Latin.
pub(super) fn is_upright(letter: char) -> bool {
    letter.is_uppercase() && !letter.is_ascii_uppercase()
}
