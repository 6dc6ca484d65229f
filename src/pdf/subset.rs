//! The used glyphs of a font as a font program of its own.

use super::Fault;
use super::codes::{Codes, SPACE, codes};
use crate::fonts::{Cut, Font};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A font cut down to what the book uses.
pub(super) struct Subset {
    /// The name in resources: `F3`.
    pub resource: String,
    /// The name of the face with the tag that marks a subset: `ABCDEF+Name`.
    pub name: String,
    /// The font program.
    pub program: Vec<u8>,
    /// The glyphs by their number in the program: number `n` is `glyphs[n]` of the whole font.
    pub glyphs: Vec<u16>,
    /// Whether codes are of one byte, else of two.
    pub short: bool,
    /// All codes in order, each with the number of the glyph that it shows.
    pub codes: Vec<(u16, u16)>,
    /// The code of the space between words.
    pub space: Option<u16>,
    /// The code of a hyphen at a line end, and that of the glyph which it shows: one glyph under two
    /// codes, so that each has its own text.
    pub soft_hyphen: Option<(u16, u16)>,
    /// Whether the box for missing characters is used.
    pub has_boxes: bool,
    /// Whether the font permits that it is in a file.
    pub permitted: bool,
    /// The advances by code, in thousandths of an em and without a fraction, as the file has them.
    widths: Vec<i64>,
    /// Codes by glyph of the whole font.
    by_glyph: Vec<u16>,
}

impl Subset {
    /// The code that shows `glyph`.
    pub(super) fn code(&self, glyph: u16) -> u16 {
        self.by_glyph.get(usize::from(glyph)).copied().unwrap_or_else(|| self.box_code())
    }

    /// The code of the box for missing characters, which is the first glyph.
    fn box_code(&self) -> u16 {
        self.codes.iter().find(|(_, number)| *number == 0).map_or(0, |(code, _)| *code)
    }

    /// How far `code` moves the pen, in ten-thousandths of an em.
    pub(super) fn advance(&self, code: u16) -> i64 {
        self.widths[usize::from(code)] * 10
    }
}

/// Cuts `font` down to `used`, the box for missing characters and the space. `hyphens` says whether
/// hyphens in it end lines. No glyph but the space has the number 32: programs that look for words by where glyphs
/// stand, as those of the xpdf family do, take the word space from that number, not from the code.
pub(super) fn subset(font: &Font, used: &BTreeSet<u16>, hyphens: bool) -> Result<Subset, Fault> {
    let space = font.glyph(' ');
    let others: Vec<u16> = used.iter().copied().filter(|glyph| *glyph > 0 && Some(*glyph) != space).collect();
    let (first, rest) = others.split_at(others.len().min(usize::from(SPACE) - 1));
    let wanted = first.iter().copied().chain(space).chain(rest.iter().copied());
    let Cut { program, glyphs, numbers } = font.cut(wanted).map_err(|fault| Fault::new(fault.to_string()))?;
    let count = u16::try_from(glyphs.len()).map_err(|_| Fault::new(format!("{} has too many glyphs", font.name)))?;
    let number =
        |character| font.glyph(character).map(|glyph| numbers[usize::from(glyph)]).filter(|number| *number > 0);
    let hyphen = font.glyph('-').filter(|hyphen| hyphens && used.contains(hyphen)).and_then(|_| number('-'));
    let Codes { short, by_number, space, soft_hyphen } = codes(count, number, hyphen.is_some());
    let second = [(space, number(' ')), (soft_hyphen, hyphen)].into_iter().filter_map(|(code, glyph)| code.zip(glyph));
    let codes: BTreeMap<u16, u16> = by_number.iter().copied().zip(0..).chain(second).collect();
    let advances: Vec<i64> =
        glyphs.iter().map(|glyph| truncated_width(font.advance(*glyph), font.metrics.units_per_em)).collect();
    let mut widths = vec![0; codes.keys().next_back().map_or(0, |last| usize::from(*last) + 1)];
    codes.iter().for_each(|(code, number)| widths[usize::from(*code)] = advances[usize::from(*number)]);
    Ok(Subset {
        resource: format!("F{}", font.id.0),
        name: format!("{}+{}", tag(&program), font.name),
        short,
        space,
        soft_hyphen: soft_hyphen.zip(hyphen.map(|number| by_number[usize::from(number)])),
        has_boxes: used.contains(&0),
        permitted: font.embeddable,
        by_glyph: numbers.iter().map(|number| by_number[usize::from(*number)]).collect(),
        codes: codes.into_iter().collect(),
        widths,
        program,
        glyphs,
    })
}

/// An advance as printpdf writes it: in thousandths of an em, cut off after the point. Positions
/// are reckoned with this value, or they would drift.
fn truncated_width(advance: i32, per_em: u16) -> i64 {
    let advance = u16::try_from(advance).unwrap_or(0);
    (f32::from(advance) * 1000.0 / f32::from(per_em)) as i64
}

/// Six capitals that differ from subset to subset and depend on nothing but the program.
fn tag(program: &[u8]) -> String {
    let hash = Sha256::digest(program);
    hash.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontSet;
    use crate::manifest::FontChoice;

    #[test]
    fn a_subset_holds_the_box_the_space_and_what_is_used() {
        let (fonts, _) = FontSet::builtin(&FontChoice::default());
        let font = fonts.iter().find(|font| font.name == "SourceSerif4-Regular").expect("a font of the program");
        let a = font.glyph('a').expect("a letter");
        let subset = subset(font, &BTreeSet::from([a]), true).expect("a subset");
        assert_eq!(subset.glyphs.len(), 3);
        let (_, number) = subset.codes.iter().find(|(code, _)| *code == subset.code(a)).expect("a code");
        assert_eq!((subset.code(a), subset.glyphs[usize::from(*number)]), (u16::from(b'a'), a));
        assert!(subset.program.len() < font.data().len() / 10);
        assert!(subset.name.ends_with("+SourceSerif4-Regular"));
    }

    #[test]
    fn no_glyph_but_the_space_has_the_number_of_the_code_of_the_space() {
        let (fonts, _) = FontSet::builtin(&FontChoice::default());
        let font = fonts.iter().find(|font| font.name == "SourceSerif4-Regular").expect("a font of the program");
        for count in [2, 31, 32, 60, 300] {
            let subset = subset(font, &(10..10 + count).collect(), true).expect("a subset");
            let space = font.glyph(' ').expect("a space");
            assert!(subset.glyphs.contains(&space));
            assert!(subset.glyphs.get(32).is_none_or(|glyph| *glyph == space), "{count}");
        }
    }
}
