//! All fonts of a build: which face a style gets, and which one has a character.

use super::balance;
use super::builtin::FILES;
use super::face::{Font, FontData, FontId};
use crate::diag::{Code, Diagnostic};
use crate::language::{Language, Script};
use crate::manifest::FontChoice;
use crate::style::{Face, Family, Weight};
use std::borrow::Cow;

/// Families of the built-in set by role.
const DEFAULTS: [(Family, &str); 5] = [
    (Family::Text, "Source Serif 4"),
    (Family::Display, "Source Serif 4 Display"),
    (Family::Caption, "Source Serif 4 Caption"),
    (Family::Sans, "Source Sans 3"),
    (Family::Mono, "Source Code Pro"),
];

/// Families for characters that the face of a style lacks.
const FALLBACKS: [&str; 5] = ["Amiri", "Noto Serif Ethiopic", "Book Song SC", "Book Myeongjo KR", "Source Sans 3"];

/// All fonts of a build.
#[derive(Debug)]
pub struct FontSet {
    fonts: Vec<Font>,
    families: [String; 5],
}

impl FontSet {
    /// The fonts that are built into the program, with the families that the book chooses.
    #[must_use]
    pub fn builtin(choice: &FontChoice) -> (Self, Vec<Diagnostic>) {
        let files = FILES.iter().map(|file| (file.name, Cow::Borrowed(file.bytes)));
        Self::parse(files, choice)
    }

    /// The fonts of the book's own folder, in the order of their names, before the built-in ones.
    #[must_use]
    pub fn with_files(files: Vec<(String, Vec<u8>)>, choice: &FontChoice) -> (Self, Vec<Diagnostic>) {
        // The program's own repository is such a folder: a file that equals a built-in one is not
        // taken twice.
        let known = |name: &str, bytes: &[u8]| FILES.iter().any(|file| file.name == name && file.bytes == bytes);
        let own: Vec<(String, FontData)> = files
            .into_iter()
            .filter(|(name, bytes)| !known(name, bytes))
            .map(|(name, bytes)| (name, Cow::Owned(bytes)))
            .collect();
        let builtin = FILES.iter().map(|file| (file.name, Cow::Borrowed(file.bytes)));
        Self::parse(own.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).chain(builtin), choice)
    }

    fn parse<'a>(files: impl Iterator<Item = (&'a str, FontData)>, choice: &FontChoice) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut fonts: Vec<Font> = Vec::new();
        for (name, data) in files {
            let id = FontId(u16::try_from(fonts.len()).expect("fewer than 65,536 font files are loaded"));
            match Font::parse(id, name, data) {
                Some(font) => {
                    if !font.embeddable {
                        diagnostics.push(forbidden(name, &font.name));
                    }
                    fonts.push(font);
                }
                None => diagnostics.push(
                    Diagnostic::error(Code::BadFont, format!("fonts/{name} is not a font that a book can use"))
                        .hint("use a TrueType or OpenType font (.ttf, .otf) with a Unicode character map"),
                ),
            }
        }
        let chosen = [&choice.text, &choice.display, &choice.caption, &choice.sans, &choice.mono];
        let families = std::array::from_fn(|role| {
            let (_, default) = DEFAULTS[role];
            let Some(wanted) = chosen[role] else { return default.to_owned() };
            if fonts.iter().any(|font| font.family == *wanted) {
                return wanted.clone();
            }
            let known = fonts.iter().map(|font| font.family.as_str());
            let diagnostic = Diagnostic::error(Code::MissingFace, format!("no font file has the family `{wanted}`"));
            let hint = match crate::diag::nearest(wanted, known) {
                Some(name) => format!("there is a family `{name}`"),
                None => "put its files into the folder `fonts` beside the manifest".to_owned(),
            };
            diagnostics.push(diagnostic.hint(hint));
            default.to_owned()
        });
        (Self { fonts, families }, diagnostics)
    }

    /// The font of number `id`.
    ///
    /// # Panics
    /// If `id` comes from another set.
    #[must_use]
    pub fn get(&self, id: FontId) -> &Font {
        &self.fonts[usize::from(id.0)]
    }

    /// All fonts by number.
    pub fn iter(&self) -> impl Iterator<Item = &Font> {
        self.fonts.iter()
    }

    /// The font for `face`: of its family, the italic or upright as asked if there is one, then the
    /// nearest weight.
    #[must_use]
    pub fn select(&self, face: Face) -> FontId {
        self.nearest(&self.families[face.family as usize], face.weight, face.italic)
            .expect("the families of a set were checked to have a face")
    }

    /// The font that has `character` where the face of the style lacks it, with its size in
    /// thousandths of the text's. Han characters are Chinese or Korean by `language`.
    #[must_use]
    pub fn fallback(&self, face: Face, character: char, script: Script, language: &Language) -> Option<(FontId, i64)> {
        let korean = language.primary() == "ko" && script == Script::Han;
        let first = korean.then_some("Book Myeongjo KR");
        let own = self.families.iter().map(String::as_str);
        let id = first
            .into_iter()
            .chain(FALLBACKS)
            .chain(own)
            .filter_map(|family| self.nearest(family, face.weight, face.italic))
            .find(|id| self.get(*id).glyph(character).is_some())
            .or_else(|| Some(self.fonts.iter().find(|font| font.glyph(character).is_some())?.id))?;
        Some((id, self.scale(face, id, script)))
    }

    /// The size of font `id` for letters of `script` in thousandths of that of `face` beside them.
    #[must_use]
    pub fn scale(&self, face: Face, id: FontId, script: Script) -> i64 {
        balance::scale(self.get(self.select(face)), self.get(id), script)
    }

    fn nearest(&self, family: &str, weight: Weight, italic: bool) -> Option<FontId> {
        let distance = |font: &Font| (font.italic != italic, (font.weight as i8 - weight as i8).abs());
        self.fonts.iter().filter(|font| font.family == family).min_by_key(|font| distance(font)).map(|font| font.id)
    }
}

/// That the file `name` of the face `face` forbids what all our outputs do with it.
fn forbidden(name: &str, face: &str) -> Diagnostic {
    Diagnostic::error(Code::BadFont, format!("{face} (fonts/{name}) does not permit that a subset of it is embedded"))
        .hint("take the file out of the folder, or get one with a licence for books")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> FontSet {
        let (set, diagnostics) = FontSet::builtin(&FontChoice::default());
        assert_eq!(diagnostics, []);
        set
    }

    #[test]
    fn every_role_has_its_family_and_face() {
        let set = set();
        let name = |family, weight, italic| set.get(set.select(Face { family, weight, italic })).name.clone();
        assert_eq!(name(Family::Text, Weight::Regular, false), "SourceSerif4-Regular");
        assert_eq!(name(Family::Text, Weight::Bold, true), "SourceSerif4-BoldIt");
        assert_eq!(name(Family::Display, Weight::Regular, false), "SourceSerif4Display-Regular");
        assert_eq!(name(Family::Caption, Weight::Regular, true), "SourceSerif4Caption-It");
        assert_eq!(name(Family::Sans, Weight::Semibold, false), "SourceSans3-Semibold");
        assert_eq!(name(Family::Mono, Weight::Regular, false), "SourceCodePro-Regular");
    }

    /// The built-in text face as `name`, with these bits of `fsType` and the checksum of its table.
    pub(crate) fn permitting(bits: u16) -> Vec<u8> {
        let file = FILES.iter().find(|file| file.name.starts_with("SourceSerif4-Regular")).expect("a built-in font");
        let mut bytes = file.bytes.to_vec();
        let count = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
        let record = (0..count).map(|index| 12 + index * 16).find(|at| bytes[*at..].starts_with(b"OS/2"));
        let record = record.expect("a table OS/2");
        let word = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let (offset, checksum) = (word(record + 8) as usize, word(record + 4));
        let old = u32::from(u16::from_be_bytes([bytes[offset + 8], bytes[offset + 9]]));
        // `fsType` is the upper half of its word.
        let checksum = checksum.wrapping_sub(old << 16).wrapping_add(u32::from(bits) << 16);
        bytes[offset + 8..offset + 10].copy_from_slice(&bits.to_be_bytes());
        bytes[record + 4..record + 8].copy_from_slice(&checksum.to_be_bytes());
        bytes
    }

    #[test]
    fn a_font_that_forbids_to_be_embedded_is_named() {
        let check = |bits: u16, permitted: bool| {
            let files = vec![("own.otf".to_owned(), permitting(bits))];
            let (_, diagnostics) = FontSet::with_files(files, &FontChoice::default());
            assert_eq!(diagnostics.is_empty(), permitted, "{bits:#x}: {diagnostics:?}");
            assert!(permitted || diagnostics[0].message.starts_with("SourceSerif4-Regular (fonts/own.otf) does not"));
        };
        check(0x0000, true);
        check(0x0004, true);
        check(0x0008, true);
        check(0x0002, false);
        // An old font that names several usages.
        check(0x000A, true);
        check(0x0108, false);
        check(0x0200, false);
    }

    #[test]
    fn a_character_of_another_script_gets_the_face_of_its_script() {
        let set = set();
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let fallback = |character, script, language: &str| {
            let language = Language::new(language).expect("a language tag");
            set.fallback(face, character, script, &language).map(|(id, _)| set.get(id).family.clone())
        };
        assert_eq!(fallback('ع', Script::Arabic, "ar").as_deref(), Some("Amiri"));
        assert_eq!(fallback('ባ', Script::Ethiopic, "am").as_deref(), Some("Noto Serif Ethiopic"));
        assert_eq!(fallback('京', Script::Han, "zh-Hans").as_deref(), Some("Book Song SC"));
        assert_eq!(fallback('學', Script::Han, "ko").as_deref(), Some("Book Myeongjo KR"));
        assert_eq!(fallback('남', Script::Hangul, "ko").as_deref(), Some("Book Myeongjo KR"));
        assert_eq!(fallback('\u{1F600}', Script::Common, "en"), None);
    }
}
