//! One font file: what it is, which characters it has, how it measures.

use super::balance::Heights;
use super::builtin::FILES;
use crate::style::Weight;
use skrifa::raw::TableProvider;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A font of a build: an index into its `FontSet`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);

/// Measures of a face in units of its em; heights count up from the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// Units of the em.
    pub units_per_em: u16,
    /// Height of ascenders with room for accents.
    pub ascender: i32,
    /// Depth of descenders, negative.
    pub descender: i32,
    /// Height of capitals.
    pub cap_height: i32,
    /// Height of `x`.
    pub x_height: i32,
}

/// A font file, ready for use.
pub struct Font {
    /// Its index in its set.
    pub id: FontId,
    /// The name of its file.
    pub file: String,
    /// Its PostScript name.
    pub name: String,
    /// Its family, as its name table gives it.
    pub family: String,
    /// The licence that its name table names, where it is a known one.
    pub licence: Option<&'static str>,
    /// Whether a file may carry a subset of it.
    pub embeddable: bool,
    /// Its weight.
    pub weight: Weight,
    /// Whether it is italic.
    pub italic: bool,
    /// Its measures.
    pub metrics: Metrics,
    /// Whether its outlines are of CFF (else of TrueType).
    pub cff: bool,
    /// The parsed font, for shaping.
    pub shaper: harfrust::Font,
    data: FontData,
    coverage: OnceLock<Coverage>,
    advances: OnceLock<Vec<i32>>,
    /// Heights by which its scripts are balanced with the text face.
    pub(super) heights: OnceLock<Heights>,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Font({})", self.name)
    }
}

/// The bytes of a font: built in, or read from the book's folder.
pub(super) type FontData = Cow<'static, [u8]>;

/// Glyph numbers by character: a page of 256 for each used high part of the code point.
struct Coverage(Vec<Option<Box<[u16; 256]>>>);

impl Font {
    /// Parses `data`; `None` if it is no font that a book can use.
    pub(super) fn parse(id: FontId, file: &str, data: FontData) -> Option<Self> {
        let shaper = match &data {
            Cow::Borrowed(bytes) => harfrust::Font::new(*bytes, 0)?,
            Cow::Owned(bytes) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes.clone());
                harfrust::Font::new(harfrust::font::Blob::from(shared), 0)?
            }
        };
        if shaper.num_glyphs() == 0 || shaper.num_glyphs() > 65_535 || !shaper.charmap().has_unicode() {
            return None;
        }
        let name = |id: u16| {
            let name = shaper.names().get(skrifa::raw::types::NameId::new(id))?.english_or_first()?;
            Some(name.name().chars().collect::<String>())
        };
        let attributes = shaper.default_attributes();
        let weight = match attributes.weight {
            w if w < harfrust::font::attribute::Weight::SEMI_BOLD => Weight::Regular,
            w if w < harfrust::font::attribute::Weight::BOLD => Weight::Semibold,
            _ => Weight::Bold,
        };
        let italic = attributes.style != harfrust::font::attribute::Style::Normal;
        let family = name(16).or_else(|| name(1))?;
        let postscript = name(6).unwrap_or_else(|| family.replace(' ', ""));
        let metrics = metrics(&shaper)?;
        Some(Self {
            id,
            file: file.to_owned(),
            name: postscript,
            family,
            licence: licence(name(13), name(14)),
            embeddable: is_embeddable(&data),
            weight,
            italic,
            metrics,
            cff: data.starts_with(b"OTTO"),
            shaper,
            data,
            coverage: OnceLock::new(),
            advances: OnceLock::new(),
            heights: OnceLock::new(),
        })
    }

    /// The bytes of the file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// What zlib makes of them, of a built-in file that e-books carry whole.
    #[must_use]
    pub fn deflated(&self) -> Option<&'static [u8]> {
        let is_builtin = matches!(self.data, Cow::Borrowed(_));
        FILES.iter().find(|file| is_builtin && file.name == self.file)?.deflated
    }

    /// The glyph of `character`, before any shaping.
    #[must_use]
    pub fn glyph(&self, character: char) -> Option<u16> {
        let coverage = self.coverage.get_or_init(|| Coverage::of(&self.shaper));
        let code = character as usize;
        let page = coverage.0.get(code >> 8)?.as_ref()?;
        match page[code & 0xFF] {
            0 => None,
            glyph => Some(glyph),
        }
    }

    /// The advance of glyph `id` without kerning, in units of the em.
    #[must_use]
    pub fn advance(&self, id: u16) -> i32 {
        let advances = self.advances.get_or_init(|| {
            let shaper = harfrust::ShaperFont::new(&self.shaper);
            (0..self.shaper.num_glyphs()).map(|glyph| shaper.glyph_h_advance(harfrust::GlyphId::new(glyph))).collect()
        });
        advances.get(usize::from(id)).copied().unwrap_or(0)
    }

    /// The left and the right edge of the ink of glyph `id`, in units of the em from its origin; none if
    /// it has no ink.
    #[must_use]
    pub fn ink(&self, id: u16) -> Option<(i32, i32)> {
        let shaper = harfrust::ShaperFont::new(&self.shaper);
        let extents = shaper.glyph_extents(harfrust::GlyphId::new(id.into()))?;
        (extents.width > 0).then_some((extents.x_bearing, extents.x_bearing + extents.width))
    }

    /// How high the ink of `character` reaches over the baseline and how deep under it (then less than
    /// nothing), in units of the em; none if the font has no ink for it.
    #[must_use]
    pub fn reach(&self, character: char) -> Option<(i32, i32)> {
        self.reach_of(self.glyph(character)?)
    }

    /// The same of glyph `id`.
    #[must_use]
    pub fn reach_of(&self, id: u16) -> Option<(i32, i32)> {
        let shaper = harfrust::ShaperFont::new(&self.shaper);
        let extents = shaper.glyph_extents(harfrust::GlyphId::new(id.into()))?;
        (extents.height < 0).then_some((extents.y_bearing, extents.y_bearing + extents.height))
    }

    /// How many glyphs it has.
    #[must_use]
    pub fn glyph_count(&self) -> u16 {
        u16::try_from(self.shaper.num_glyphs()).unwrap_or(u16::MAX)
    }
}

/// Whether `data` may be embedded as a subset of its outlines (OpenType, table OS/2, `fsType`). A font that
/// says nothing may be.
fn is_embeddable(data: &[u8]) -> bool {
    const USAGE: u16 = 0x000F;
    const RESTRICTED: u16 = 0x0002;
    const NO_SUBSETTING: u16 = 0x0100;
    const BITMAPS_ALONE: u16 = 0x0200;
    let table = skrifa::FontRef::new(data).ok().and_then(|font| font.os2().ok().map(|table| table.fs_type()));
    // Of several usages, which old fonts may name, the least restrictive counts.
    table.is_none_or(|bits| bits & USAGE != RESTRICTED && bits & (NO_SUBSETTING | BITMAPS_ALONE) == 0)
}

/// The licence of a face by its description and its address.
fn licence(description: Option<String>, address: Option<String>) -> Option<&'static str> {
    let text = format!("{} {}", description.unwrap_or_default(), address.unwrap_or_default());
    let names = [
        ("SIL Open Font License 1.1", ["Open Font License", "openfontlicense.org", "scripts.sil.org/OFL"]),
        ("Apache License 2.0", ["Apache License", "apache.org/licenses", "Apache 2.0"]),
    ];
    names.into_iter().find(|(_, signs)| signs.iter().any(|sign| text.contains(sign))).map(|(licence, _)| licence)
}

/// Measures of the face; `None` if its em is out of bounds.
fn metrics(font: &harfrust::Font) -> Option<Metrics> {
    let units_per_em = font.units_per_em();
    if !(16..=16_384).contains(&units_per_em) {
        return None;
    }
    let em = i32::from(units_per_em);
    let height_of = |character: char| {
        let shaper = harfrust::ShaperFont::new(font);
        let glyph = font.charmap().map_unicode(character)?;
        shaper.glyph_extents(glyph).map(|extents| extents.y_bearing)
    };
    let ascender = height_of('d').unwrap_or(em * 3 / 4);
    let descender = {
        let shaper = harfrust::ShaperFont::new(font);
        let extents = font.charmap().map_unicode('p').and_then(|glyph| shaper.glyph_extents(glyph));
        extents.map_or(-em / 4, |extents| extents.y_bearing + extents.height)
    };
    let cap_height = height_of('H').unwrap_or(em * 7 / 10);
    let x_height = height_of('x').unwrap_or(em / 2);
    Some(Metrics { units_per_em, ascender, descender, cap_height, x_height })
}

impl Coverage {
    fn of(font: &harfrust::Font) -> Self {
        let mut pages: Vec<Option<Box<[u16; 256]>>> = Vec::new();
        for (code, glyph) in font.charmap().unicodes() {
            let (page, index) = ((code >> 8) as usize, (code & 0xFF) as usize);
            if page >= pages.len() {
                pages.resize_with(page + 1, || None);
            }
            let page = pages[page].get_or_insert_with(|| Box::new([0; 256]));
            page[index] = u16::try_from(glyph.to_u32()).unwrap_or(0);
        }
        Self(pages)
    }
}
