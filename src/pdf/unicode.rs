//! The text behind the glyphs: one text a glyph over the whole file (ISO 32000-2, 9.10.3).
//!
//! The text that most words have for a glyph decides, the first of two that as many have. Where the texts of a cluster's glyphs do not
//! join to the cluster's own text, the content says it by `ActualText`.

use crate::fonts::Font;
use crate::language::Direction;
use crate::shaping::{Glyph, GlyphRun};
use std::collections::BTreeSet;
use std::ops::Range;

/// Stands for a glyph that has no text of its own: the second and further of a cluster.
const NOTHING: &str = "\u{200B}";
/// Stands for the box of a character that no font has.
const UNKNOWN: &str = "\u{FFFD}";
/// A hyphen that stands only where a line ends.
pub(super) const SOFT_HYPHEN: &str = "\u{AD}";

/// The text of each glyph of a font, by its number in the font.
#[derive(Debug)]
pub(super) struct GlyphTexts(Vec<Option<Box<str>>>);

/// The texts that words have for each glyph of a font, with how many words have each.
pub(super) struct GlyphTallies(Vec<Vec<(Box<str>, u32)>>);

impl GlyphTexts {
    /// The text of `glyph`.
    pub(super) fn get(&self, glyph: u16) -> &str {
        self.0.get(usize::from(glyph)).and_then(|text| text.as_deref()).unwrap_or(UNKNOWN)
    }

    /// Whether the texts of `glyphs` of `run` join to `text`.
    pub(super) fn express(&self, run: &GlyphRun, glyphs: Range<usize>, text: &str) -> bool {
        let slice = &run.glyphs[glyphs];
        match (slice, run.direction) {
            ([glyph], _) => is_same(self.get(glyph.id), text),
            (_, Direction::LeftToRight) => self.join(slice.iter(), text),
            (_, Direction::RightToLeft) => self.join(slice.iter().rev(), text),
        }
    }

    fn join<'a>(&self, mut glyphs: impl Iterator<Item = &'a Glyph>, text: &str) -> bool {
        let rest = glyphs.try_fold(text, |rest, glyph| rest.strip_prefix(self.get(glyph.id)));
        rest == Some("")
    }
}

impl GlyphTallies {
    /// No texts yet in `font`.
    pub(super) fn new(font: &Font) -> Self {
        Self(vec![Vec::new(); usize::from(font.glyph_count()).max(1)])
    }

    /// The glyphs that were met.
    pub(super) fn glyphs(&self) -> BTreeSet<u16> {
        (0..).zip(&self.0).filter(|(_, tally)| !tally.is_empty()).map(|(glyph, _)| glyph).collect()
    }

    /// Learns the glyphs of `run`, which is in the font `font`.
    pub(super) fn learn(&mut self, run: &GlyphRun, font: &Font) {
        for (glyphs, text) in clusters(run) {
            let text = if text == SOFT_HYPHEN { "-" } else { text };
            let first = first_in_reading(run.direction, &glyphs);
            for index in glyphs.clone() {
                let glyph = run.glyphs[index].id;
                let own = || text.chars().find(|character| font.glyph(*character) == Some(glyph));
                if glyphs.len() == 1 {
                    self.note(glyph, text);
                } else if let Some(character) = own() {
                    self.note(glyph, character.encode_utf8(&mut [0; 4]));
                } else {
                    self.note(glyph, if index == first { text } else { NOTHING });
                }
            }
        }
    }

    fn note(&mut self, glyph: u16, text: &str) {
        let Some(tally) = self.0.get_mut(usize::from(glyph)) else { return };
        match tally.iter_mut().find(|(known, _)| is_same(known, text)) {
            Some((_, count)) => *count += 1,
            None => tally.push((text.into(), 1)),
        }
    }

    /// The text of each glyph of `font`: that of the space and of the box for missing characters
    /// whatever words say.
    pub(super) fn decide(self, font: &Font) -> GlyphTexts {
        // `max_by_key` takes the last of equals, and the first is wanted.
        let most = |tally: Vec<(Box<str>, u32)>| tally.into_iter().rev().max_by_key(|(_, count)| *count);
        let mut texts: Vec<_> = self.0.into_iter().map(|tally| most(tally).map(|(text, _)| text)).collect();
        texts[0] = Some(UNKNOWN.into());
        if let Some(entry) = font.glyph(' ').and_then(|space| texts.get_mut(usize::from(space))) {
            *entry = Some(" ".into());
        }
        GlyphTexts(texts)
    }
}

/// Whether two texts are one: nearly all of them are a letter, which is compared at once.
fn is_same(one: &str, other: &str) -> bool {
    match (one.as_bytes(), other.as_bytes()) {
        ([one], [other]) => one == other,
        (one, other) => one == other,
    }
}

/// The glyph of a cluster that is read first.
fn first_in_reading(direction: Direction, glyphs: &Range<usize>) -> usize {
    match direction {
        Direction::LeftToRight => glyphs.start,
        Direction::RightToLeft => glyphs.end - 1,
    }
}

/// The clusters of `run` from left to right, each with its text.
pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let cluster = run.glyphs.get(start)?.cluster;
        let length = run.glyphs[start..].iter().take_while(|glyph| glyph.cluster == cluster).count();
        let range = start..start + length;
        start = range.end;
        Some((range.clone(), text_of(run, &range, cluster)))
    })
}

/// The text of the cluster that starts at byte `start`: up to the next one in reading order.
fn text_of<'a>(run: &'a GlyphRun, glyphs: &Range<usize>, start: u32) -> &'a str {
    let next = match run.direction {
        Direction::LeftToRight => run.glyphs.get(glyphs.end),
        Direction::RightToLeft => glyphs.start.checked_sub(1).and_then(|before| run.glyphs.get(before)),
    };
    let end = next.map_or(run.text.len(), |glyph| glyph.cluster as usize);
    run.text.get(start as usize..end).unwrap_or("")
}

/// The stream that gives codes their texts; `texts` in the order of the codes, which are of one byte if `short`.
pub(super) fn character_map<'a>(texts: impl Iterator<Item = (u16, &'a str)>, short: bool) -> Vec<u8> {
    let texts: Vec<(u16, &str)> = texts.collect();
    let mut map = Vec::with_capacity(400 + texts.len() * 16);
    map.extend_from_slice(
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
          /CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n\
          /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n",
    );
    map.extend_from_slice(code_space(short));
    for block in texts.chunks(100) {
        map.extend_from_slice(format!("{} beginbfchar\n", block.len()).as_bytes());
        for (code, text) in block {
            map.extend_from_slice(format!("<{}> <", Digits(*code, short)).as_bytes());
            text.encode_utf16().for_each(|unit| push_hex(&mut map, unit));
            map.extend_from_slice(b">\n");
        }
        map.extend_from_slice(b"endbfchar\n");
    }
    map.extend_from_slice(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// The stream `name` that turns codes into glyphs (ISO 32000-1, 9.7.5.4): `codes` are all codes in order, each with
/// the number of its glyph, and of one byte if `short`.
pub(super) fn code_map(name: &str, codes: &[(u16, u16)], short: bool) -> Vec<u8> {
    let mut map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def\n\
         /CMapName /{name} def\n/CMapType 1 def\n/WMode 0 def\n"
    );
    map.extend(code_space(short).iter().map(|byte| char::from(*byte)));
    for block in code_ranges(codes).chunks(100) {
        map.push_str(&format!("{} begincidrange\n", block.len()));
        for (first, last, number) in block {
            map.push_str(&format!("<{}> <{}> {number}\n", Digits(*first, short), Digits(*last, short)));
        }
        map.push_str("endcidrange\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map.into_bytes()
}

/// What codes there may be.
fn code_space(short: bool) -> &'static [u8] {
    match short {
        true => b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n",
        false => b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    }
}

/// First and last code of those that count up as the numbers of their glyphs do, with the first number; each
/// within one first byte, as readers ask for.
fn code_ranges(codes: &[(u16, u16)]) -> Vec<(u16, u16, u16)> {
    let goes_on = |(code, number): &(u16, u16), (next, next_number): &(u16, u16)| {
        (code + 1, number + 1) == (*next, *next_number) && code >> 8 == next >> 8
    };
    let range = |codes: &[(u16, u16)]| Some((codes.first()?.0, codes.last()?.0, codes.first()?.1));
    codes.chunk_by(goes_on).filter_map(range).collect()
}

/// A code in hexadecimal digits: two of a code of one byte, else four.
struct Digits(u16, bool);

impl std::fmt::Display for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(code, short) = self;
        write!(f, "{code:0digits$X}", digits = if *short { 2 } else { 4 })
    }
}

/// Writes `unit` as four hexadecimal digits.
pub(super) fn push_hex(out: &mut Vec<u8>, unit: u16) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for shift in [12, 8, 4, 0] {
        out.push(DIGITS[usize::from(unit >> shift & 0xF)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontId;

    fn run(text: &str, direction: Direction, clusters: &[u32]) -> GlyphRun {
        let glyph = |(id, cluster): (u16, &u32)| Glyph { id, cluster: *cluster, advance: 500, dx: 0, dy: 0 };
        let glyphs: Box<[Glyph]> = (1..).zip(clusters).map(glyph).collect();
        GlyphRun { font: FontId(0), units_per_em: 1000, text: text.into(), direction, glyphs, advance: 0 }
    }

    fn texts(run: &GlyphRun) -> Vec<&str> {
        clusters(run).map(|(_, text)| text).collect()
    }

    #[test]
    fn a_ligature_has_the_text_of_all_its_letters() {
        assert_eq!(texts(&run("office", Direction::LeftToRight, &[0, 1, 4, 5])), ["o", "ffi", "c", "e"]);
    }

    #[test]
    fn offsets_fall_from_left_to_right_where_text_runs_from_right_to_left() {
        assert_eq!(texts(&run("בגד", Direction::RightToLeft, &[4, 2, 0])), ["ד", "ג", "ב"]);
    }

    #[test]
    fn glyphs_of_one_cluster_stay_together() {
        let run = run("e\u{301}a", Direction::LeftToRight, &[0, 0, 3]);
        let found: Vec<_> = clusters(&run).collect();
        assert_eq!(found, [(0..2, "e\u{301}"), (2..3, "a")]);
    }

    #[test]
    fn the_text_that_most_words_have_for_a_glyph_decides() {
        let mut tallies = GlyphTallies(vec![Vec::new(); 10]);
        for text in ["\u{2BC}", "\u{2019}", "\u{2019}"] {
            tallies.note(9, text);
        }
        let (fonts, _) = crate::fonts::FontSet::builtin(&crate::manifest::FontChoice::default());
        let texts = tallies.decide(fonts.get(FontId(0)));
        assert_eq!((texts.get(0), texts.get(9)), (UNKNOWN, "\u{2019}"));
    }

    #[test]
    fn a_character_map_writes_utf16() {
        let map = character_map([(1, "ffi"), (2, "\u{20000}")].into_iter(), false);
        let map = String::from_utf8(map).expect("a text");
        assert!(map.contains("2 beginbfchar\n<0001> <006600660069>\n<0002> <D840DC00>\nendbfchar"));
    }

    #[test]
    fn a_code_map_has_a_range_for_codes_that_count_up_with_their_glyphs() {
        let codes = [(32, 1), (65, 2), (66, 3), (0xAD, 3)];
        let map = String::from_utf8(code_map("Own", &codes, true)).expect("a text");
        assert!(map.contains("<00> <FF>\nendcodespacerange\n3 begincidrange\n"), "{map}");
        assert!(map.contains("<20> <20> 1\n<41> <42> 2\n<AD> <AD> 3\nendcidrange"), "{map}");
        assert_eq!(
            code_ranges(&[(0xFE, 0xFE), (0xFF, 0xFF), (0x100, 0x100)]),
            [(0xFE, 0xFF, 0xFE), (0x100, 0x100, 0x100)]
        );
    }
}
