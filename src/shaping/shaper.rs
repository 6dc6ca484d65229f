//! The shaper: words in a setting, each shaped once.

use super::squares::{self, SquareMark};
use super::{Glyph, GlyphRun, micro};
use crate::fonts::{Font, FontId, FontSet};
use crate::geometry::Length;
use crate::language::{Direction, Language, Script};
use crate::style::{Family, Figures, TextStyle};
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use unicode_script::UnicodeScript;

/// Locks over which the words of one setting are spread, so that threads seldom meet.
const SHARDS: usize = 16;

/// Shapes text with the fonts of a build, and keeps what it has shaped.
///
/// What is kept only saves time: a word has the same glyphs whether it is found or made.
pub struct Shaper {
    fonts: Arc<FontSet>,
    settings: RwLock<HashMap<SettingKey, Arc<Setting>>>,
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
    features: Vec<harfrust::Feature>,
    plans: Mutex<FxHashMap<(FontId, Script), Arc<harfrust::ShapePlan>>>,
    words: [RwLock<WordTable>; SHARDS],
    hyphen: OnceLock<Arc<ShapedWord>>,
}

type SettingKey = (TextStyle, Language, Direction);

/// Words by their text. Short ones, which nearly all are, are known by their bytes in one number.
#[derive(Default)]
struct WordTable {
    short: FxHashMap<u128, Arc<ShapedWord>>,
    long: FxHashMap<Box<str>, Arc<ShapedWord>>,
}

impl WordTable {
    fn get(&self, text: &str) -> Option<&Arc<ShapedWord>> {
        match number_of(text) {
            Some(number) => self.short.get(&number),
            None => self.long.get(text),
        }
    }

    /// The word that is `text` from now on: `word`, if there is none yet.
    fn keep(&mut self, text: &str, word: Arc<ShapedWord>) -> &Arc<ShapedWord> {
        match number_of(text) {
            Some(number) => self.short.entry(number).or_insert(word),
            None => self.long.entry(text.into()).or_insert(word),
        }
    }
}

/// The bytes of `text` and how many there are, if they are fewer than 16.
fn number_of(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes[15] = text.len() as u8;
    bytes[..15].get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

/// A word in a setting: its runs from left to right.
#[derive(Debug)]
pub struct ShapedWord {
    /// Its runs in visual order, each of one font.
    pub pieces: Box<[ShapedPiece]>,
    /// The sum of their widths.
    pub width: Length,
    /// The sum of the widths of those that may be widened or narrowed.
    pub elastic: Length,
    /// How far its first glyph hangs past the left edge of a line, of words that run to the right.
    pub hang_start: Length,
    /// How far its last glyph hangs past the right edge.
    pub hang_end: Length,
    /// The mark in a square that it starts with.
    pub first_mark: Option<SquareMark>,
    /// The mark in a square that it ends with.
    pub last_mark: Option<SquareMark>,
    /// Characters that no font has.
    pub missing: Box<[char]>,
    /// A number that is equal for words of the same letters, whatever marks stand beside them; 0 where there
    /// are fewer than three.
    pub likeness: u32,
    divisions: OnceLock<Box<[Division]>>,
}

/// A place where a word may be divided.
#[derive(Clone, Copy, Debug)]
pub struct Division {
    /// The byte of the word behind it.
    pub at: u32,
    /// The width of the word before it.
    pub width: Length,
    /// Whether it leaves two letters alone, as "re-" and "-ly" are.
    pub is_stub: bool,
}

/// A run of a word.
#[derive(Debug)]
pub struct ShapedPiece {
    /// Its glyphs.
    pub run: Arc<GlyphRun>,
    /// The byte of the word where it starts.
    pub start: u32,
    /// The size it is set at.
    pub size: Length,
    /// Its width.
    pub width: Length,
    /// Whether its glyphs may be widened or narrowed a little to fill a line.
    pub elastic: bool,
}

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

impl ShapedPiece {
    /// Its width with its glyphs widened by `stretch` thousandths, if they may be.
    #[must_use]
    pub fn width_at(&self, stretch: i16) -> Length {
        if self.elastic && stretch != 0 { self.width.scale(1000 + i64::from(stretch), 1000) } else { self.width }
    }
}

impl ShapedWord {
    /// Its width with its glyphs widened by `stretch` thousandths, where they may be.
    #[must_use]
    pub fn width_at(&self, stretch: i16) -> Length {
        if stretch == 0 { self.width } else { self.pieces.iter().map(|piece| piece.width_at(stretch)).sum() }
    }

    /// Where the word, which is `text`, may be divided; `find` is asked once a word and must depend on nothing
    /// but its text and language.
    pub fn divisions(&self, text: &str, find: impl FnOnce() -> Vec<u32>) -> &[Division] {
        let division = |at: u32| Division { at, width: self.width_before(at), is_stub: is_stub(text, at as usize) };
        self.divisions.get_or_init(|| find().into_iter().map(division).collect())
    }

    /// The width of the word's text before byte `offset`, in a word that runs from left to right.
    /// Within a ligature the width is shared out by bytes.
    #[must_use]
    pub fn width_before(&self, offset: u32) -> Length {
        let mut width = Length::ZERO;
        for piece in &self.pieces {
            let end = piece.start + piece.run.text.len() as u32;
            if end <= offset {
                width += piece.width;
            } else if piece.start < offset {
                let units = advance_before(&piece.run, offset - piece.start);
                width += piece.size.of_em(i64::from(units), piece.run.units_per_em);
            }
        }
        width
    }
}

/// Fewer letters are no word that the eye finds again in the line below.
const LEAST_ALIKE: usize = 3;

/// What [`ShapedWord::likeness`] of `text` is (FNV-1a).
fn likeness(text: &str) -> u32 {
    let letters = text.trim_matches(|c: char| !c.is_alphanumeric());
    if letters.chars().take(LEAST_ALIKE).count() < LEAST_ALIKE {
        return 0;
    }
    letters.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) | 1
}

/// Whether a division of `word` before byte `at` leaves two letters alone.
fn is_stub(word: &str, at: usize) -> bool {
    // No more letters are looked at than must be: a word may be as long as a file.
    let few = |letters: &mut dyn Iterator<Item = char>| letters.filter(|c| c.is_alphabetic()).nth(2).is_none();
    few(&mut word[..at].chars()) || few(&mut word[at..].chars().rev())
}

/// Units of advance of the clusters before byte `offset` of `run`.
fn advance_before(run: &GlyphRun, offset: u32) -> i32 {
    let mut units = 0;
    let mut index = 0;
    while index < run.glyphs.len() {
        let cluster = run.glyphs[index].cluster;
        let mut advance = 0;
        let mut next = index;
        while next < run.glyphs.len() && run.glyphs[next].cluster == cluster {
            advance += run.glyphs[next].advance;
            next += 1;
        }
        let end = run.glyphs.get(next).map_or(run.text.len() as u32, |glyph| glyph.cluster);
        if end <= offset {
            units += advance;
        } else if cluster < offset {
            units += advance * (offset - cluster) as i32 / (end - cluster) as i32;
        }
        index = next;
    }
    units
}

impl Shaper {
    /// A shaper for `fonts`.
    #[must_use]
    pub fn new(fonts: Arc<FontSet>) -> Self {
        Self { fonts, settings: RwLock::default() }
    }

    /// The fonts it shapes with.
    #[must_use]
    pub fn fonts(&self) -> &FontSet {
        &self.fonts
    }

    /// The setting of `style` in `language` and `direction`.
    #[must_use]
    pub fn setting(&self, style: TextStyle, language: &Language, direction: Direction) -> Arc<Setting> {
        let key = (style, language.clone(), direction);
        if let Some(setting) = self.settings.read().expect("no thread panics with the lock").get(&key) {
            return Arc::clone(setting);
        }
        let font = self.fonts.get(self.fonts.select(style.face));
        let space = font.glyph(' ').map_or(250, |glyph| font.advance(glyph));
        let setting = Arc::new(Setting {
            style,
            language: language.clone(),
            direction,
            space: style.size.of_em(i64::from(space), font.metrics.units_per_em),
            features: features(style),
            plans: Mutex::default(),
            words: std::array::from_fn(|_| RwLock::default()),
            hyphen: OnceLock::new(),
        });
        let mut settings = self.settings.write().expect("no thread panics with the lock");
        Arc::clone(settings.entry(key).or_insert(setting))
    }

    /// Whether the face of `style` has superior forms (`sups`) of its own for all of `text`.
    #[must_use]
    pub fn has_superiors(&self, text: &str, style: TextStyle, language: &Language) -> bool {
        let style = TextStyle { figures: Figures::Superior, ..style };
        let setting = self.setting(style, language, Direction::LeftToRight);
        let font = self.fonts.get(self.fonts.select(style.face));
        text.chars().all(|character| {
            let word = self.word(&setting, character.encode_utf8(&mut [0; 4]));
            let form = word.pieces.first().and_then(|piece| piece.run.glyphs.first());
            form.is_some_and(|form| word.missing.is_empty() && Some(form.id) != font.glyph(character))
                && word.pieces.iter().all(|piece| piece.run.font == font.id)
        })
    }

    /// How high the ink of `letter`, which is one glyph, stands over the baseline in `style`, and how deep under
    /// it (then less than nothing); none if the face of `style` does not have it.
    #[must_use]
    pub fn reach(&self, style: TextStyle, language: &Language, letter: &str) -> Option<(Length, Length)> {
        let word = self.word(&self.setting(style, language, Direction::LeftToRight), letter);
        let (run, size) = self.own_glyph(&word, style)?;
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
        let own = word.missing.is_empty() && piece.run.font == self.fonts.select(style.face);
        (own && !piece.run.glyphs.is_empty()).then_some((&*piece.run, piece.size))
    }

    /// `text` shaped for `setting`; `text` has no line end in it.
    #[must_use]
    pub fn word(&self, setting: &Setting, text: &str) -> Arc<ShapedWord> {
        let shard = &setting.words[shard_of(text)];
        if let Some(word) = shard.read().expect("no thread panics with the lock").get(text) {
            return Arc::clone(word);
        }
        let word = Arc::new(self.shape(setting, text));
        let mut words = shard.write().expect("no thread panics with the lock");
        Arc::clone(words.keep(text, word))
    }

    /// The hyphen of `setting` that ends a line, the word most asked for.
    #[must_use]
    pub fn hyphen<'a>(&self, setting: &'a Setting) -> &'a Arc<ShapedWord> {
        setting.hyphen.get_or_init(|| self.word(setting, "-"))
    }

    fn shape(&self, setting: &Setting, text: &str) -> ShapedWord {
        let mut missing = Vec::new();
        let parts = self.itemize(setting, text, &mut missing);
        let mut pieces: Vec<ShapedPiece> = parts.iter().map(|part| self.shape_part(setting, text, part)).collect();
        if setting.direction == Direction::RightToLeft {
            pieces.reverse();
        }
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
        let (pieces, missing) = (pieces.into(), missing.into());
        let (likeness, divisions) = (likeness(text), OnceLock::new());
        ShapedWord { pieces, width, elastic, hang_start, hang_end, first_mark, last_mark, missing, likeness, divisions }
    }

    /// The mark in a square that `character`, the first or the last of `piece`, is.
    fn mark(&self, piece: &ShapedPiece, character: Option<char>) -> Option<SquareMark> {
        let character = character.filter(|c| squares::may_be_mark(*c))?;
        let first = piece.run.text.starts_with(character);
        let glyph = if first { piece.run.glyphs.first() } else { piece.run.glyphs.last() }?;
        let blank = squares::blank_of(self.fonts.get(piece.run.font), glyph, character)?;
        Some(SquareMark { blank, em: piece.size })
    }

    /// Cuts `text` where the font or the script changes.
    fn itemize(&self, setting: &Setting, text: &str, missing: &mut Vec<char>) -> Vec<Part> {
        let face = setting.style.face;
        let own = self.fonts.select(face);
        let chinese = setting.language.is_chinese();
        let mut parts: Vec<Part> = Vec::new();
        for (start, character) in text.char_indices() {
            let end = start + character.len_utf8();
            let script = script(character);
            let neutral = matches!(script, Script::Common | Script::Inherited | Script::Unknown);
            let square = chinese && squares::is_square_in_chinese(text, start, character);
            if let Some(last) = parts.last_mut().filter(|last| !square || last.font != own) {
                // Punctuation between letters of another script goes with them only where it must:
                // Latin brackets and figures are those of the text's own face.
                let at_home = setting.direction == Direction::RightToLeft
                    || last.font == own
                    || self.fonts.get(own).glyph(character).is_none();
                let has = is_ignorable(character) || self.fonts.get(last.font).glyph(character).is_some();
                let stays = neutral && at_home && has && !last.boxed;
                if stays || (script == Script::Inherited && !last.boxed) {
                    last.end = end;
                    continue;
                }
            }
            let han = || self.fonts.fallback(face, '中', Script::Han, &setting.language);
            let square =
                if square { han().filter(|(id, _)| self.fonts.get(*id).glyph(character).is_some()) } else { None };
            let (font, scale, boxed) = if let Some((font, scale)) = square {
                (font, scale, false)
            } else if is_ignorable(character) || self.fonts.get(own).glyph(character).is_some() {
                (own, 1000, false)
            } else if let Some((font, scale)) = self.fonts.fallback(face, character, script, &setting.language) {
                (font, scale, false)
            } else {
                missing.push(character);
                (own, 1000, true)
            };
            let part = Part { start, end, font, scale, script: if neutral { Script::Common } else { script }, boxed };
            match parts.last_mut() {
                Some(last) if last.joins(&part) => {
                    last.end = end;
                    if last.script == Script::Common {
                        last.script = part.script;
                    }
                }
                _ => parts.push(part),
            }
        }
        if setting.direction == Direction::RightToLeft {
            self.pair_marks(text, &mut parts);
        }
        parts
    }

    /// Gives marks before letters of another font to that font, as those behind them are: the two
    /// brackets around a word are of one face.
    fn pair_marks(&self, text: &str, parts: &mut Vec<Part>) {
        for index in (1..parts.len()).rev() {
            let [before, after] = [&parts[index - 1], &parts[index]];
            let has_all = text[before.start..before.end].chars().all(|c| self.fonts.get(after.font).glyph(c).is_some());
            if before.script == Script::Common && !before.boxed && !after.boxed && has_all {
                parts[index].start = before.start;
                parts.remove(index - 1);
            }
        }
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
        let size = setting.style.size.scale(part.scale, 1000);
        let units_per_em = font.metrics.units_per_em;
        let run = GlyphRun {
            font: part.font,
            units_per_em,
            text: text.into(),
            direction: setting.direction,
            glyphs: glyphs.into(),
            advance,
        };
        let width = size.of_em(i64::from(advance), units_per_em);
        let elastic = !part.boxed && setting.style.face.family != Family::Mono && micro::is_elastic(part.script, text);
        ShapedPiece { run: Arc::new(run), start: part.start as u32, size, width, elastic }
    }

    pub(super) fn shape_run(&self, setting: &Setting, font: &Font, text: &str, script: Script) -> (Vec<Glyph>, i32) {
        let shaper_font = harfrust::ShaperFont::new(&font.shaper);
        let plan = setting.plan(font, script);
        let mut buffer = harfrust::Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(plan.direction());
        buffer.set_script(plan.script());
        buffer.set_language(plan.language().cloned());
        let options = harfrust::ShapeOptions::new().features(&setting.features).plan(Some(&plan));
        if harfrust::shape(&shaper_font, &mut buffer, options).is_err() {
            return boxes(font, text);
        }
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
}

/// A stretch of a word in one font and script.
struct Part {
    start: usize,
    end: usize,
    font: FontId,
    scale: i64,
    script: Script,
    boxed: bool,
}

impl Part {
    fn joins(&self, next: &Self) -> bool {
        let script = self.script == next.script || self.script == Script::Common || next.script == Script::Common;
        self.font == next.font && self.boxed == next.boxed && !self.boxed && script
    }
}

/// The script of `character`; most are of ASCII.
fn script(character: char) -> Script {
    match character {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\0'..='\x7F' => Script::Common,
        _ => character.script(),
    }
}

/// Characters that steer the text and have no shape of their own.
fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
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

/// The shard of `text`, by its length and edges: what matters is that threads seldom meet.
fn shard_of(text: &str) -> usize {
    let bytes = text.as_bytes();
    let edge = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(*byte));
    (bytes.len() * 7 + edge(bytes.first()) + edge(bytes.last()) * 3) % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::FontChoice;
    use crate::style::{Face, Family, Ink, Weight};

    /// Glyph counts of the runs of `text`, with the families of their fonts.
    fn check(text: &str, language: &str, direction: Direction, expected: &[(&str, usize)]) {
        let (fonts, _) = FontSet::builtin(&FontChoice::default());
        let fonts = Arc::new(fonts);
        let shaper = Shaper::new(Arc::clone(&fonts));
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let style =
            TextStyle { face, size: Length::pt(10), figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
        let language = Language::new(language).expect("a tag");
        let word = shaper.word(&shaper.setting(style, &language, direction), text);
        let runs: Vec<(&str, usize)> = word
            .pieces
            .iter()
            .map(|piece| (fonts.get(piece.run.font).family.as_str(), piece.run.glyphs.len()))
            .collect();
        assert_eq!(runs, expected, "{text}");
    }

    #[test]
    fn two_letters_before_or_behind_a_hyphen_are_a_stub_whatever_marks_stand_beside_them() {
        let stub = |divided: &str| is_stub(&divided.replace('|', ""), divided.find('|').expect("a stroke"));
        assert!(stub("re|turn") && stub("“re|turn") && stub("kor|ko,"));
        assert!(!stub("ret|urn") && !stub("city|wide"));
    }

    #[test]
    fn words_are_alike_whatever_marks_stand_beside_them_and_short_ones_never() {
        assert_eq!(likeness("(city),"), likeness("city"));
        assert_ne!(likeness("city"), likeness("cities"));
        assert_eq!([likeness("of"), likeness("“a”")], [0, 0]);
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
        let glyphs = |text| shaper.word(&setting, text).pieces[0].run.glyphs.iter().map(|g| g.id).collect::<Vec<_>>();
        let (fraction, plain) = (glyphs("17\u{2044}64"), glyphs("17/64"));
        assert_eq!(fraction.len(), 5);
        assert!(fraction.iter().zip(&plain).all(|(one, other)| one != other));
        assert!(shaper.has_superiors("2015", style, &setting.language));
        assert!(shaper.has_superiors("st", style, &setting.language));
        assert!(!shaper.has_superiors("st→", style, &setting.language));
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
            shaper.word(&shaper.setting(style, &language, Direction::LeftToRight), text).width
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
