//! The shaper: words in a setting, each shaped once.

use super::itemize::{Part, itemize};
use super::squares::{self, SquareMark};
use super::table::{WordTable, number_of};
use super::word::{Rare, ShapedPiece, ShapedWord, likeness};
use super::{Glyph, GlyphRun, micro};
use crate::fonts::{Font, FontId, FontSet};
use crate::geometry::Length;
use crate::language::{Direction, Language, Script};
use crate::style::{Family, Figures, Ink, TextStyle};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::RefCell;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

/// Shapes text with the fonts of a build, and keeps what it has shaped.
///
/// What is kept only saves time: a word has the same glyphs whether it is found or made.
pub struct Shaper {
    fonts: Arc<FontSet>,
    settings: boxcar::Vec<Setting>,
    known: RwLock<FxHashMap<SettingKey, usize>>,
    /// The settings of each form, by their key without size and ink.
    forms: RwLock<FxHashMap<SettingKey, Vec<usize>>>,
}

/// A style in a language and direction: what a word is shaped for.
pub struct Setting {
    /// The style.
    pub style: TextStyle,
    /// The language.
    pub language: Language,
    /// The direction.
    pub direction: Direction,
    /// The width of its word space.
    pub space: Length,
    /// Settings from before whose words have the same glyphs in another size.
    alike: Vec<usize>,
    features: Vec<harfrust::Feature>,
    plans: Mutex<FxHashMap<(FontId, Script), Arc<harfrust::ShapePlan>>>,
    words: boxcar::Vec<ShapedWord>,
    known: RwLock<WordTable>,
    hyphen: OnceLock<usize>,
}

thread_local! {
    /// Where harfrust works: its lists keep their room from word to word.
    static BUFFER: RefCell<harfrust::Buffer> = RefCell::default();
}

type SettingKey = (TextStyle, Language, Direction);

impl Setting {
    /// How glyphs of `font` are found for text in `script`.
    fn plan(&self, font: &Font, script: Script) -> Arc<harfrust::ShapePlan> {
        let mut plans = self.plans.lock().expect("no thread panics with the lock");
        let plan = plans.entry((font.id, script)).or_insert_with(|| {
            let direction = match self.direction {
                Direction::LeftToRight => harfrust::Direction::LeftToRight,
                Direction::RightToLeft => harfrust::Direction::RightToLeft,
            };
            let tag = harfrust::Tag::new_checked(script.short_name().as_bytes()).ok();
            let script = tag.and_then(harfrust::Script::from_iso15924_tag);
            let language = harfrust::Language::new(self.language.as_str());
            let plan = harfrust::ShapePlan::new(&font.shaper, direction, script, language.as_ref(), &self.features);
            Arc::new(plan)
        });
        Arc::clone(plan)
    }
}

impl Shaper {
    /// A shaper for `fonts`.
    #[must_use]
    pub fn new(fonts: Arc<FontSet>) -> Self {
        Self { fonts, settings: boxcar::Vec::new(), known: RwLock::default(), forms: RwLock::default() }
    }

    /// The fonts it shapes with.
    #[must_use]
    pub fn fonts(&self) -> &FontSet {
        &self.fonts
    }

    /// The setting of `style` in `language` and `direction`.
    #[must_use]
    pub fn setting(&self, style: TextStyle, language: &Language, direction: Direction) -> &Setting {
        let key = (style, language.clone(), direction);
        if let Some(index) = self.known.read().expect("no thread panics with the lock").get(&key) {
            return &self.settings[*index];
        }
        let mut known = self.known.write().expect("no thread panics with the lock");
        let make = || {
            let form = (TextStyle { size: Length::ZERO, ink: Ink::BLACK, ..style }, language.clone(), direction);
            let mut forms = self.forms.write().expect("no thread panics with the lock");
            let alike = forms.entry(form).or_default();
            let index = self.settings.push(self.new_setting(style, language, direction, alike.clone()));
            alike.push(index);
            index
        };
        &self.settings[*known.entry(key).or_insert_with(make)]
    }

    fn new_setting(&self, style: TextStyle, language: &Language, direction: Direction, alike: Vec<usize>) -> Setting {
        let font = self.fonts.get(self.fonts.select(style.face));
        let space = font.glyph(' ').map_or(250, |glyph| font.advance(glyph));
        Setting {
            style,
            language: language.clone(),
            direction,
            space: style.size.of_em(i64::from(space), font.metrics.units_per_em),
            alike,
            features: features(style),
            plans: Mutex::default(),
            words: boxcar::Vec::new(),
            known: RwLock::default(),
            hyphen: OnceLock::new(),
        }
    }

    /// Whether the face of `style` has superior forms (`sups`) of its own for all of `text`.
    #[must_use]
    pub fn has_superiors(&self, text: &str, style: TextStyle, language: &Language) -> bool {
        let style = TextStyle { figures: Figures::Superior, ..style };
        let setting = self.setting(style, language, Direction::LeftToRight);
        let font = self.fonts.get(self.fonts.select(style.face));
        text.chars().all(|character| {
            let word = self.word(setting, character.encode_utf8(&mut [0; 4]));
            let form = word.pieces.first().and_then(|piece| piece.run.glyphs.first());
            form.is_some_and(|form| word.missing().is_empty() && Some(form.id) != font.glyph(character))
                && word.pieces.iter().all(|piece| piece.run.font == font.id)
        })
    }

    /// How high the ink of `letter`, which is one glyph, stands over the baseline in `style`, and how deep under
    /// it (then less than nothing); none if the face of `style` does not have it.
    #[must_use]
    pub fn reach(&self, style: TextStyle, language: &Language, letter: &str) -> Option<(Length, Length)> {
        let word = self.word(self.setting(style, language, Direction::LeftToRight), letter);
        let (run, size) = self.own_glyph(word, style)?;
        let (top, bottom) = self.fonts.get(run.font).reach_of(run.glyphs[0].id)?;
        Some([top, bottom].map(|units| size.of_em(i64::from(units), run.units_per_em)).into())
    }

    /// The left and the right edge of the ink of `word`, which is one glyph in `style`; none if the face
    /// of `style` does not have it.
    #[must_use]
    pub fn ink(&self, word: &ShapedWord, style: TextStyle) -> Option<(Length, Length)> {
        let (run, size) = self.own_glyph(word, style)?;
        let (left, right) = self.fonts.get(run.font).ink(run.glyphs[0].id)?;
        Some((size.of_em(i64::from(left), run.units_per_em), size.of_em(i64::from(right), run.units_per_em)))
    }

    /// The only run of `word` and its size, if it starts with a glyph of the face of `style`.
    fn own_glyph<'w>(&self, word: &'w ShapedWord, style: TextStyle) -> Option<(&'w GlyphRun, Length)> {
        let [piece] = &*word.pieces else { return None };
        let own = word.missing().is_empty() && piece.run.font == self.fonts.select(style.face);
        (own && !piece.run.glyphs.is_empty()).then_some((&*piece.run, piece.size))
    }

    /// `text` shaped for `setting`; `text` has no line end in it.
    #[must_use]
    pub fn word<'a>(&self, setting: &'a Setting, text: &str) -> &'a ShapedWord {
        &setting.words[self.place_of(setting, text)]
    }

    /// Those of `texts` that were shaped for `setting` before. To ask for many at once is much faster than to ask
    /// for each, since the processor then waits for all of them together.
    pub fn known<'a>(&self, setting: &'a Setting, texts: &[&str]) -> Vec<Option<&'a ShapedWord>> {
        let known = setting.known.read().expect("no thread panics with the lock");
        texts.iter().map(|text| Some(&setting.words[known.get(text, &setting.words)?])).collect()
    }

    /// The hyphen of `setting` that ends a line, the word most asked for.
    #[must_use]
    pub fn hyphen<'a>(&self, setting: &'a Setting) -> &'a ShapedWord {
        &setting.words[*setting.hyphen.get_or_init(|| self.place_of(setting, "-"))]
    }

    /// Where the word that is `text` stands among those of `setting`.
    fn place_of(&self, setting: &Setting, text: &str) -> usize {
        if let Some(index) = setting.known.read().expect("no thread panics with the lock").get(text, &setting.words) {
            return index;
        }
        let word = self.shape(setting, text);
        let mut known = setting.known.write().expect("no thread panics with the lock");
        known.keep(text, word, &setting.words)
    }

    fn shape(&self, setting: &Setting, text: &str) -> ShapedWord {
        let (pieces, missing) = self.in_other_size(setting, text).unwrap_or_else(|| self.pieces(setting, text));
        let width = pieces.iter().map(|piece| piece.width).sum();
        let elastic = pieces.iter().filter(|piece| piece.elastic).map(|piece| piece.width).sum();
        let hang = |piece: Option<&ShapedPiece>, of: fn((i64, i64)) -> i64| match piece {
            Some(piece) if setting.direction == Direction::LeftToRight && setting.style.face.family != Family::Mono => {
                piece.size.of_em(of(micro::hangs(&piece.run)), piece.run.units_per_em)
            }
            _ => Length::ZERO,
        };
        let hang_start = hang(pieces.first(), |hangs| hangs.0);
        let hang_end = hang(pieces.last(), |hangs| hangs.1);
        let first_mark = pieces.first().and_then(|piece| self.mark(piece, piece.run.text.chars().next()));
        let last_mark = pieces.last().and_then(|piece| self.mark(piece, piece.run.text.chars().next_back()));
        let is_rare = first_mark.is_some() || last_mark.is_some() || !missing.is_empty();
        ShapedWord {
            pieces,
            width,
            elastic,
            hang_start,
            hang_end,
            likeness: likeness(text),
            number: number_of(text),
            rare: is_rare.then(|| Box::new(Rare { first_mark, last_mark, missing })),
            divisions: OnceLock::new(),
        }
    }

    /// The pieces of a word that was shaped in another size, and the characters that no font has.
    fn in_other_size(&self, setting: &Setting, text: &str) -> Option<(SmallVec<[ShapedPiece; 1]>, Vec<char>)> {
        let find = |index: &usize| {
            let alike = &self.settings[*index];
            let index = alike.known.read().expect("no thread panics with the lock").get(text, &alike.words)?;
            Some(&alike.words[index])
        };
        let word = setting.alike.iter().rev().find_map(find)?;
        Some((word.pieces.iter().map(|piece| piece.in_text_of(setting.style.size)).collect(), word.missing().to_vec()))
    }

    /// The same of a word that is shaped now.
    fn pieces(&self, setting: &Setting, text: &str) -> (SmallVec<[ShapedPiece; 1]>, Vec<char>) {
        let mut missing = Vec::new();
        let parts = itemize(&self.fonts, setting, text, &mut missing);
        let mut pieces: SmallVec<[ShapedPiece; 1]> =
            parts.iter().map(|part| self.shape_part(setting, text, part)).collect();
        if setting.direction == Direction::RightToLeft {
            pieces.reverse();
        }
        (pieces, missing)
    }

    /// The mark in a square that `character`, the first or the last of `piece`, is.
    fn mark(&self, piece: &ShapedPiece, character: Option<char>) -> Option<SquareMark> {
        let character = character.filter(|c| squares::may_be_mark(*c))?;
        let first = piece.run.text.starts_with(character);
        let glyph = if first { piece.run.glyphs.first() } else { piece.run.glyphs.last() }?;
        let blank = squares::blank_of(self.fonts.get(piece.run.font), glyph, character)?;
        Some(SquareMark { blank, em: piece.size })
    }

    fn shape_part(&self, setting: &Setting, text: &str, part: &Part) -> ShapedPiece {
        let font = self.fonts.get(part.font);
        let text = &text[part.start..part.end];
        let (mut glyphs, mut advance) =
            if part.boxed { boxes(font, text) } else { self.shape_run(setting, font, text, part.script) };
        if setting.style.small_caps && !part.boxed && is_of_capitals(part.script) {
            advance += letterspace(&mut glyphs, i32::from(font.metrics.units_per_em) * CAPITALS_APART / 1000);
        }
        if !part.boxed && setting.direction == Direction::LeftToRight && text.contains(squares::may_be_mark) {
            advance += squares::close_up(font, text, &mut glyphs);
        }
        let units_per_em = font.metrics.units_per_em;
        let run = GlyphRun {
            font: part.font,
            units_per_em,
            text: text.into(),
            direction: setting.direction,
            glyphs: glyphs.into(),
            advance,
        };
        let elastic = !part.boxed && setting.style.face.family != Family::Mono && micro::is_elastic(part.script, text);
        let (size, width, scale) = (Length::ZERO, Length::ZERO, part.scale as u16);
        let piece = ShapedPiece { run: Arc::new(run), start: part.start as u32, scale, size, width, elastic };
        piece.in_text_of(setting.style.size)
    }

    pub(super) fn shape_run(&self, setting: &Setting, font: &Font, text: &str, script: Script) -> (Vec<Glyph>, i32) {
        let shaper_font = harfrust::ShaperFont::new(&font.shaper);
        let plan = setting.plan(font, script);
        let options = harfrust::ShapeOptions::new().features(&setting.features).plan(Some(&plan));
        BUFFER.with_borrow_mut(|buffer| {
            buffer.reset();
            buffer.push_str(text);
            buffer.set_direction(plan.direction());
            buffer.set_script(plan.script());
            buffer.set_language(plan.language().cloned());
            match harfrust::shape(&shaper_font, buffer, options) {
                Ok(_) => glyphs(buffer),
                Err(_) => boxes(font, text),
            }
        })
    }
}

/// The glyphs that `buffer` holds, and the sum of their advances.
fn glyphs(buffer: &harfrust::Buffer) -> (Vec<Glyph>, i32) {
    let mut advance = 0;
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    let glyphs = glyphs.map(|(info, position)| {
        advance += position.x_advance;
        Glyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            cluster: info.cluster,
            advance: position.x_advance,
            dx: position.x_offset,
            dy: position.y_offset,
        }
    });
    let glyphs = glyphs.collect();
    (glyphs, advance)
}

/// Thousandths of an em between small capitals, which are drawn to stand between lower case letters (The
/// Elements of Typographic Style, 3.2.2, has 50 to 100 of the size for whole lines of them).
const CAPITALS_APART: i32 = 30;

/// Whether writing in `script` has small capitals.
fn is_of_capitals(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Greek | Script::Cyrillic | Script::Common)
}

/// Puts `space` after each letter but the last; returns how much that is.
fn letterspace(glyphs: &mut [Glyph], space: i32) -> i32 {
    let last = glyphs.len().saturating_sub(1);
    let letters = glyphs[..last].iter_mut().filter(|glyph| glyph.advance > 0);
    letters.map(|glyph| glyph.advance += space).count() as i32 * space
}

/// A box for each character of `text`.
fn boxes(font: &Font, text: &str) -> (Vec<Glyph>, i32) {
    let width = font.advance(0);
    let glyphs: Vec<Glyph> = text
        .char_indices()
        .map(|(start, _)| Glyph { id: 0, cluster: start as u32, advance: width, dx: 0, dy: 0 })
        .collect();
    let advance = width * glyphs.len() as i32;
    (glyphs, advance)
}

fn features(style: TextStyle) -> Vec<harfrust::Feature> {
    let mut tags: Vec<&[u8; 4]> = match style.figures {
        Figures::OldStyle => vec![b"onum", b"pnum"],
        Figures::Lining => vec![b"lnum", b"pnum"],
        Figures::Tabular => vec![b"lnum", b"tnum"],
        Figures::Superior => vec![b"sups"],
    };
    if style.small_caps {
        tags.push(b"smcp");
    }
    tags.into_iter().map(|tag| harfrust::Feature::new(harfrust::Tag::new(tag), 1, ..)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::FontChoice;
    use crate::style::{Face, Weight};

    /// Glyph counts of the runs of `text`, with the families of their fonts.
    fn check(text: &str, language: &str, direction: Direction, expected: &[(&str, usize)]) {
        let (fonts, _) = FontSet::builtin(&FontChoice::default());
        let fonts = Arc::new(fonts);
        let shaper = Shaper::new(Arc::clone(&fonts));
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let style =
            TextStyle { face, size: Length::pt(10), figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
        let language = Language::new(language).expect("a tag");
        let word = shaper.word(shaper.setting(style, &language, direction), text);
        let runs: Vec<(&str, usize)> = word
            .pieces
            .iter()
            .map(|piece| (fonts.get(piece.run.font).family.as_str(), piece.run.glyphs.len()))
            .collect();
        assert_eq!(runs, expected, "{text}");
    }

    #[test]
    fn a_ligature_is_one_glyph() {
        check("office", "en", Direction::LeftToRight, &[("Source Serif 4", 4)]);
    }

    #[test]
    fn figures_around_a_fraction_stroke_are_numerator_and_denominator() {
        let shaper = Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let style =
            TextStyle { face, size: Length::pt(10), figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
        let setting = shaper.setting(style, &Language::new("en-GB").expect("a tag"), Direction::LeftToRight);
        let glyphs = |text| shaper.word(setting, text).pieces[0].run.glyphs.iter().map(|g| g.id).collect::<Vec<_>>();
        let (fraction, plain) = (glyphs("17\u{2044}64"), glyphs("17/64"));
        assert_eq!(fraction.len(), 5);
        assert!(fraction.iter().zip(&plain).all(|(one, other)| one != other));
        assert!(shaper.has_superiors("2015", style, &setting.language));
        assert!(shaper.has_superiors("st", style, &setting.language));
        assert!(!shaper.has_superiors("st→", style, &setting.language));
    }

    #[test]
    fn a_word_of_any_length_is_found_again_and_no_other_word_in_its_place() {
        let shaper = Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let size = Length::pt(10);
        let style = TextStyle { face, size, figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
        let setting = shaper.setting(style, &Language::new("en").expect("a tag"), Direction::LeftToRight);
        let texts: Vec<String> = (1..40).map(|letters| "a".repeat(letters)).collect();
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        assert!(shaper.known(setting, &texts).iter().all(Option::is_none));
        let shaped: Vec<&ShapedWord> = texts.iter().map(|text| shaper.word(setting, text)).collect();
        for ((text, word), known) in texts.iter().zip(&shaped).zip(shaper.known(setting, &texts)) {
            assert_eq!(&*word.pieces[0].run.text, *text);
            assert!(known.is_some_and(|known| std::ptr::eq(known, *word)), "{text}");
        }
    }

    #[test]
    fn a_word_in_another_size_has_the_same_glyphs_and_the_width_of_its_size() {
        let alone = || Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let style = |points| TextStyle {
            face,
            size: Length::pt(points),
            figures: Figures::OldStyle,
            small_caps: false,
            ink: Ink::BLACK,
        };
        let language = Language::new("zh-Hans").expect("a tag");
        let both = alone();
        for text in ["Towards", "(北京)", "“平生", "a\u{1F600}b"] {
            let first = both.word(both.setting(style(10), &language, Direction::LeftToRight), text);
            let second = both.word(both.setting(style(9), &language, Direction::LeftToRight), text);
            let other = alone();
            let fresh = other.word(other.setting(style(9), &language, Direction::LeftToRight), text);
            assert!(first.pieces.iter().zip(&second.pieces).all(|(one, two)| Arc::ptr_eq(&one.run, &two.run)));
            assert_eq!((second.width, second.elastic, second.hang_end), (fresh.width, fresh.elastic, fresh.hang_end));
            assert_eq!((second.first_mark(), second.last_mark()), (fresh.first_mark(), fresh.last_mark()));
            assert_eq!(second.missing(), fresh.missing());
        }
    }

    #[test]
    fn a_face_without_superior_figures_is_known() {
        let choice = FontChoice { text: Some("Amiri".to_owned()), ..FontChoice::default() };
        let shaper = Shaper::new(Arc::new(FontSet::builtin(&choice).0));
        let has = |family| {
            let face = Face { family, weight: Weight::Regular, italic: false };
            let size = Length::pt(10);
            let style = TextStyle { face, size, figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
            shaper.has_superiors("1", style, &Language::new("en-GB").expect("a tag"))
        };
        assert!(!has(Family::Text));
        assert!(has(Family::Sans));
    }

    #[test]
    fn a_word_of_two_scripts_is_cut_between_them() {
        let expected = [("Source Serif 4", 1), ("Book Song SC", 2), ("Source Serif 4", 1)];
        check("(北京)", "zh-Hans", Direction::LeftToRight, &expected);
    }

    #[test]
    fn small_capitals_stand_apart_and_lower_case_does_not() {
        let mut glyphs = [Glyph { id: 1, cluster: 0, advance: 500, dx: 0, dy: 0 }; 3];
        glyphs[1].advance = 0;
        assert_eq!(letterspace(&mut glyphs, 30), 30);
        assert_eq!(glyphs.map(|glyph| glyph.advance), [530, 0, 500]);
        let shaper = Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let width = |small_caps, text: &str| {
            let size = Length::pt(10);
            let style = TextStyle { face, size, figures: Figures::OldStyle, small_caps, ink: Ink::BLACK };
            let language = Language::new("en-GB").expect("a tag");
            shaper.word(shaper.setting(style, &language, Direction::LeftToRight), text).width
        };
        // Capitals are the same glyphs in both, with the space between two of them; widths are rounded.
        let apart = width(true, "NH") - width(false, "NH") - Length::pt(10).of_em(30, 1000);
        assert!(apart.get().abs() <= 1, "{apart:?}");
    }

    #[test]
    fn both_brackets_around_an_arabic_word_are_of_its_face() {
        check("(عمّان)", "ar", Direction::RightToLeft, &[("Amiri", 7)]);
    }

    #[test]
    fn arabic_letters_join() {
        check("عمّان", "ar", Direction::RightToLeft, &[("Amiri", 5)]);
    }

    #[test]
    fn a_character_that_no_font_has_is_a_box_of_its_own() {
        check(
            "a\u{1F600}b",
            "en",
            Direction::LeftToRight,
            &[("Source Serif 4", 1), ("Source Serif 4", 1), ("Source Serif 4", 1)],
        );
    }
}
