//! What micro-typography may do with a word: how far its edges hang into the margin, and whether its
//! glyphs may be widened (Hàn Thế Thành, "Micro-typographic extensions to the TeX typesetting
//! system", 2000; the values of protrusion are the default ones of the LaTeX package microtype).

use super::GlyphRun;
use crate::language::Script;
use unicode_script::UnicodeScript;

/// How far a character hangs past the left and the right edge of its line, in thousandths of its
/// width.
fn protrusion(character: char) -> (i64, i64) {
    match character {
        '.' => (0, 700),
        ',' | ':' => (0, 500),
        '-' | '\u{2010}' => (500, 500),
        '‘' | '’' | '‚' | '‹' | '›' => (300, 400),
        ';' => (0, 300),
        '“' | '”' | '„' | '«' | '»' => (300, 300),
        '–' | '*' => (200, 200),
        '—' => (150, 150),
        '/' => (100, 200),
        ')' => (0, 200),
        '(' => (100, 0),
        '?' | '!' => (0, 100),
        'A' | 'T' | 'V' | 'W' | 'X' | 'Y' | 'v' | 'w' | 'x' | '%' | '@' => (50, 50),
        'F' | 'K' | 'L' | 'k' | 'r' | 'y' => (0, 50),
        'J' => (50, 0),
        _ => (0, 0),
    }
}

/// How far the first and the last glyph of `run` hang, in units of the face's em. A ligature does
/// not hang.
pub(super) fn hangs(run: &GlyphRun) -> (i64, i64) {
    let edge = |glyph: Option<&super::Glyph>, character: Option<char>, of: fn((i64, i64)) -> i64| {
        let (Some(glyph), Some(character)) = (glyph, character) else { return 0 };
        i64::from(glyph.advance) * of(protrusion(character)) / 1000
    };
    let last = run.glyphs.last().filter(|glyph| {
        run.text.chars().next_back().is_some_and(|c| glyph.cluster as usize + c.len_utf8() == run.text.len())
    });
    (
        edge(run.glyphs.first(), run.text.chars().next(), |pair| pair.0),
        edge(last, run.text.chars().next_back(), |pair| pair.1),
    )
}

/// Whether glyphs of `script` bear to be widened or narrowed by a fiftieth: not those that join, nor
/// those that stand in squares. Compositors of Korean, which has few spaces in a line, do so by more.
pub(super) fn is_elastic(script: Script, text: &str) -> bool {
    let bears = |script| {
        matches!(
            script,
            Script::Latin
                | Script::Greek
                | Script::Cyrillic
                | Script::Armenian
                | Script::Georgian
                | Script::Ethiopic
                | Script::Hangul
                | Script::Common
                | Script::Inherited
        )
    };
    bears(script)
        && text.chars().all(|c| {
            c.is_ascii() || bears(c.script()) && !matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
        })
}
