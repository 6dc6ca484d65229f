//! A font cut down to some of its glyphs: for a PDF by glyph, for an e-book by character.

use super::Font;
use std::collections::{BTreeMap, BTreeSet};

/// Glyphs of a font as a font program of their own, without characters: what a PDF embeds.
#[derive(Debug)]
pub struct Cut {
    /// The font program.
    pub program: Vec<u8>,
    /// The glyphs by their number in the program: number `n` shows `glyphs[n]` of the whole font.
    pub glyphs: Vec<u16>,
    /// Numbers in the program by glyph of the whole font; 0 for a glyph that is not in it.
    pub numbers: Vec<u16>,
}

/// Why a font cannot be cut.
#[derive(Debug)]
pub struct Uncuttable(String);

impl std::fmt::Display for Uncuttable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Font {
    /// The box for missing characters, and the glyphs `wanted` in their order.
    ///
    /// # Errors
    /// If the font's tables are not as they should be.
    pub fn cut(&self, wanted: impl IntoIterator<Item = u16>) -> Result<Cut, Uncuttable> {
        let mut remapper = subsetter::GlyphRemapper::new();
        let mut numbers = vec![0; usize::from(self.glyph_count())];
        for glyph in wanted {
            if let Some(number) = numbers.get_mut(usize::from(glyph)) {
                *number = remapper.remap(glyph);
            }
        }
        let fault = |fault| Uncuttable(format!("the font {} cannot be cut to a subset: {fault}", self.name));
        let program = subsetter::subset(self.data(), 0, &remapper).map_err(fault)?;
        Ok(Cut { program, glyphs: remapper.remapped_gids().collect(), numbers })
    }

    /// A font file of the glyphs of `characters`, for faces that are set without substitutions and
    /// kerning, as Han and Hangul are; `None` where it cannot be made.
    #[must_use]
    pub fn cut_to(&self, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
        let glyphs: BTreeMap<char, u16> =
            characters.iter().filter_map(|character| Some((*character, self.glyph(*character)?))).collect();
        let cut = self.cut(glyphs.values().copied().collect::<BTreeSet<u16>>()).ok()?;
        let numbers: BTreeMap<u32, u16> =
            glyphs.iter().map(|(character, glyph)| (u32::from(*character), cut.numbers[usize::from(*glyph)])).collect();
        let mut tables: BTreeMap<[u8; 4], Vec<u8>> =
            tables(&cut.program)?.into_iter().map(|(tag, table)| (tag, table.to_vec())).collect();
        let mut measures = self::tables(self.data())?.get(b"OS/2")?.to_vec();
        let ends = [numbers.keys().next()?, numbers.keys().next_back()?];
        for (at, end) in [64, 66].into_iter().zip(ends) {
            let end = u16::try_from(*end).unwrap_or(u16::MAX);
            measures.get_mut(at..at + 2)?.copy_from_slice(&end.to_be_bytes());
        }
        tables.insert(*b"OS/2", measures);
        tables.insert(*b"cmap", character_map(&numbers));
        Some(file(self.cff, tables))
    }
}

/// The tables of a font file by tag (OpenType 1.9, "Organization of an OpenType Font").
fn tables(data: &[u8]) -> Option<BTreeMap<[u8; 4], &[u8]>> {
    let word = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = usize::from(u16::from_be_bytes(data.get(4..6)?.try_into().ok()?));
    let record = |at: usize| {
        let tag: [u8; 4] = data.get(at..at + 4)?.try_into().ok()?;
        let start = word(at + 8)?;
        Some((tag, data.get(start..start.checked_add(word(at + 12)?)?)?))
    };
    (0..count).map(|index| record(12 + 16 * index)).collect()
}

/// A `cmap` table: format 4 for readers that know no other, and format 12 for all characters.
fn character_map(numbers: &BTreeMap<u32, u16>) -> Vec<u8> {
    let (short, long) = (format_4(numbers), format_12(numbers));
    let mut table = Vec::new();
    let first = 4 + 2 * 8;
    // Version and count, then for Windows the characters of the first plane, and of all.
    table.extend([0_u16, 2, 3, 1].map(u16::to_be_bytes).concat());
    table.extend(u32::to_be_bytes(first));
    table.extend([3_u16, 10].map(u16::to_be_bytes).concat());
    table.extend((first + short.len() as u32).to_be_bytes());
    table.extend(short);
    table.extend(long);
    table
}

/// Runs of characters whose glyphs follow one another too: first and last character, first glyph.
fn runs(numbers: impl Iterator<Item = (u32, u16)>) -> Vec<(u32, u32, u16)> {
    let mut runs: Vec<(u32, u32, u16)> = Vec::new();
    for (character, glyph) in numbers {
        match runs.last_mut() {
            Some((first, last, start))
                if *last + 1 == character && u32::from(*start) + character - *first == u32::from(glyph) =>
            {
                *last = character;
            }
            _ => runs.push((character, character, glyph)),
        }
    }
    runs
}

fn format_4(numbers: &BTreeMap<u32, u16>) -> Vec<u8> {
    let first_plane = numbers.iter().map(|(character, glyph)| (*character, *glyph));
    let mut segments = runs(first_plane.filter(|(character, _)| *character < 0xFFFF));
    // The last segment ends the search; its delta makes the glyph 0.
    segments.push((0xFFFF, 0xFFFF, 0));
    let count = segments.len() as u16;
    let power = count.ilog2() as u16;
    let range = 2 * (1 << power);
    let length = 16 + 8 * count;
    let mut words = vec![4, length, 0, 2 * count, range, power, 2 * count - range];
    words.extend(segments.iter().map(|(_, last, _)| *last as u16));
    words.push(0);
    words.extend(segments.iter().map(|(first, ..)| *first as u16));
    words.extend(segments.iter().map(|(first, _, glyph)| glyph.wrapping_sub(*first as u16)));
    words.extend(segments.iter().map(|_| 0));
    words.into_iter().flat_map(u16::to_be_bytes).collect()
}

fn format_12(numbers: &BTreeMap<u32, u16>) -> Vec<u8> {
    let groups = runs(numbers.iter().map(|(character, glyph)| (*character, *glyph)));
    let mut table = [12_u16, 0].map(u16::to_be_bytes).concat();
    let words = [16 + 12 * groups.len() as u32, 0, groups.len() as u32].into_iter();
    let groups = groups.into_iter().flat_map(|(first, last, glyph)| [first, last, u32::from(glyph)]);
    table.extend(words.chain(groups).flat_map(u32::to_be_bytes));
    table
}

/// A font file of `tables`.
fn file(cff: bool, mut tables: BTreeMap<[u8; 4], Vec<u8>>) -> Vec<u8> {
    // The adjustment of the sum is reckoned as if it were 0.
    if let Some(sum) = tables.get_mut(b"head").and_then(|head| head.get_mut(8..12)) {
        sum.fill(0);
    }
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let range = 16 * (1 << power);
    let mut file = if cff { b"OTTO".to_vec() } else { vec![0, 1, 0, 0] };
    file.extend([count, range, power, 16 * count - range].map(u16::to_be_bytes).concat());
    let mut start = 12 + 16 * tables.len();
    let mut head = None;
    for (tag, table) in &tables {
        file.extend(tag);
        file.extend([checksum(table), start as u32, table.len() as u32].map(u32::to_be_bytes).concat());
        head = head.or((tag == b"head").then_some(start));
        start += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&file));
    if let Some(place) = head.and_then(|head| file.get_mut(head + 8..head + 12)) {
        place.copy_from_slice(&adjustment.to_be_bytes());
    }
    file
}

/// The sum of a table's words.
fn checksum(table: &[u8]) -> u32 {
    let word = |chunk: &[u8]| {
        let mut bytes = [0; 4];
        bytes[..chunk.len()].copy_from_slice(chunk);
        u32::from_be_bytes(bytes)
    };
    table.chunks(4).map(word).fold(0, u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{FontId, FontSet};
    use crate::manifest::FontChoice;

    #[test]
    fn a_font_cut_to_characters_has_these_and_their_widths_and_no_others() {
        let (fonts, _) = FontSet::builtin(&FontChoice::default());
        let font = fonts.iter().find(|font| font.name == "BookSongSC-Medium").expect("a font of the program");
        let characters = BTreeSet::from(['北', '京', '市', '一', '丁', '：']);
        let data = font.cut_to(&characters).expect("a cut font");
        assert!(data.len() < 8000, "{}", data.len());
        assert_eq!(checksum(&data), 0xB1B0_AFBA);
        let cut = Font::parse(FontId(0), "cut.otf", data.into()).expect("a font");
        assert_eq!((cut.name.as_str(), cut.licence), ("BookSongSC-Medium", font.licence));
        for character in characters {
            let advance = |font: &Font| font.glyph(character).map(|glyph| font.advance(glyph));
            assert!(cut.glyph(character).is_some_and(|glyph| glyph > 0), "{character}");
            assert_eq!(advance(&cut), advance(font), "{character}");
        }
        assert_eq!((cut.glyph('中'), cut.glyph_count()), (None, 7));
    }
}
