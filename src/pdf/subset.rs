//! The used glyphs of a font as a font program of its own.

use super::Fault;
use crate::fonts::{Cut, Font};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A font cut down to what the book uses.
pub(super) struct Subset {
    /// The name in resources: `F3`.
    pub resource: String,
    /// The name of the face with the tag that marks a subset: `ABCDEF+Name`.
    pub name: String,
    /// The font program.
    pub program: Vec<u8>,
    /// The glyphs by their code: code `n` shows `glyphs[n]` of the whole font.
    pub glyphs: Vec<u16>,
    /// The advances by code, in thousandths of an em and without a fraction, as the file has them.
    pub widths: Vec<i64>,
    /// The code of the space.
    pub space: Option<u16>,
    /// The code of a hyphen at a line end, and that of the glyph which it shows: one glyph under two
    /// codes, so that each has its own text.
    pub soft_hyphen: Option<(u16, u16)>,
    /// Whether the box for missing characters is used.
    pub has_boxes: bool,
    /// Whether the font permits that it is in a file.
    pub permitted: bool,
    /// Codes by glyph of the whole font.
    codes: Vec<u16>,
}

impl Subset {
    /// The code that shows `glyph`.
    pub(super) fn code(&self, glyph: u16) -> u16 {
        self.codes.get(usize::from(glyph)).copied().unwrap_or(0)
    }
}

/// Cuts `font` down to `used`, the box for missing characters and the space. `hyphens` says whether
/// hyphens in it end lines.
pub(super) fn subset(font: &Font, used: &BTreeSet<u16>, hyphens: bool) -> Result<Subset, Fault> {
    let space = font.glyph(' ');
    let wanted: BTreeSet<u16> = used.iter().copied().chain(space).collect();
    let Cut { program, glyphs, numbers: codes } = font.cut(&wanted).map_err(|fault| Fault::new(fault.to_string()))?;
    let hyphen = font.glyph('-').filter(|hyphen| hyphens && used.contains(hyphen));
    let next = u16::try_from(glyphs.len()).ok();
    let soft_hyphen = hyphen.and_then(|hyphen| Some((next?, codes[usize::from(hyphen)])));
    let per_em = font.metrics.units_per_em;
    Ok(Subset {
        resource: format!("F{}", font.id.0),
        name: format!("{}+{}", tag(&program), font.name),
        widths: glyphs.iter().map(|glyph| truncated_width(font.advance(*glyph), per_em)).collect(),
        soft_hyphen,
        has_boxes: used.contains(&0),
        permitted: font.embeddable,
        space: space.map(|glyph| codes[usize::from(glyph)]),
        program,
        glyphs,
        codes,
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
        assert_eq!(subset.glyphs[usize::from(subset.code(a))], a);
        assert!(subset.program.len() < font.data().len() / 10);
        assert!(subset.name.ends_with("+SourceSerif4-Regular"));
    }
}
