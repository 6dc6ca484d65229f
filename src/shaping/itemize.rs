//! Text in stretches of one font and one script.

use super::{Setting, squares};
use crate::fonts::{FontId, FontSet};
use crate::language::{Direction, Script};
use unicode_script::UnicodeScript;

/// A stretch of a word in one font and script.
pub(super) struct Part {
    pub start: usize,
    pub end: usize,
    pub font: FontId,
    /// Its size in thousandths of that of the text.
    pub scale: i64,
    pub script: Script,
    /// Whether it is a character that no font has.
    pub boxed: bool,
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

/// Cuts `text` where the font or the script changes.
pub(super) fn itemize(fonts: &FontSet, setting: &Setting, text: &str, missing: &mut Vec<char>) -> Vec<Part> {
    let face = setting.style.face;
    let own = fonts.select(face);
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
                || fonts.get(own).glyph(character).is_none();
            let has = is_ignorable(character) || fonts.get(last.font).glyph(character).is_some();
            let stays = neutral && at_home && has && !last.boxed;
            if stays || (script == Script::Inherited && !last.boxed) {
                last.end = end;
                continue;
            }
        }
        let han = || fonts.fallback(face, '中', Script::Han, &setting.language);
        let square = if square { han().filter(|(id, _)| fonts.get(*id).glyph(character).is_some()) } else { None };
        let (font, scale, boxed) = if let Some((font, scale)) = square {
            (font, scale, false)
        } else if is_ignorable(character) || fonts.get(own).glyph(character).is_some() {
            (own, 1000, false)
        } else if let Some((font, scale)) = fonts.fallback(face, character, script, &setting.language) {
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
        pair_marks(fonts, text, &mut parts);
    }
    parts
}

/// Gives marks before letters of another font to that font, as those behind them are: the two
/// brackets around a word are of one face.
fn pair_marks(fonts: &FontSet, text: &str, parts: &mut Vec<Part>) {
    for index in (1..parts.len()).rev() {
        let [before, after] = [&parts[index - 1], &parts[index]];
        let has_all = text[before.start..before.end].chars().all(|c| fonts.get(after.font).glyph(c).is_some());
        if before.script == Script::Common && !before.boxed && !after.boxed && has_all {
            parts[index].start = before.start;
            parts.remove(index - 1);
        }
    }
}
