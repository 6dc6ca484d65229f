//! Text of one style on a line, from its left end on.

use super::{PlacedRun, RunKind, Shaper};
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::style::TextStyle;
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

/// Spaces that part words.
const SPACES: [char; 4] = [' ', '\u{A0}', '\u{2002}', '\u{2003}'];

/// Text of the program's from x = 0 on, and its width; its spaces are of their natural width. Runs come
/// in the order of reading. Text whose first letter runs from right to left does so, whatever language it
/// stands in.
pub(crate) fn place_text(
    shaper: &Shaper,
    text: &str,
    style: TextStyle,
    language: &Language,
) -> (Vec<PlacedRun>, Length) {
    let units = units(text, language);
    let settings =
        [Direction::LeftToRight, Direction::RightToLeft].map(|direction| shaper.setting(style, language, direction));
    let words: Vec<_> = units
        .iter()
        .map(|unit| {
            let setting = &settings[usize::from(unit.level.is_rtl())];
            let word = (!unit.is_space).then(|| shaper.word(setting, &text[unit.range.clone()]));
            let width = word.as_ref().map_or_else(
                || match text[unit.range.clone()].chars().last() {
                    Some('\u{2002}') => style.size / 2,
                    Some('\u{2003}') => style.size,
                    _ => setting.space,
                },
                |word| word.width,
            );
            (word, width)
        })
        .collect();
    let levels: Vec<Level> = units.iter().map(|unit| unit.level).collect();
    let mut places = vec![Length::ZERO; units.len()];
    let mut width = Length::ZERO;
    for index in BidiInfo::reorder_visual(&levels) {
        places[index] = width;
        width += words[index].1;
    }
    let (mut runs, mut space_before) = (Vec::new(), false);
    for ((word, _), start) in words.iter().zip(places) {
        let Some(word) = word else {
            space_before = true;
            continue;
        };
        let mut placed = word.placed(start, style.ink, |_| RunKind::Generated);
        if let Some(first) = placed.first_mut() {
            first.space_before = std::mem::take(&mut space_before);
        }
        runs.append(&mut placed);
    }
    (runs, width)
}

/// A word or a space of one direction.
struct Unit {
    range: Range<usize>,
    level: Level,
    is_space: bool,
}

/// The words of `text` and each space between them. A word is parted where its direction changes (UAX 9).
fn units(text: &str, language: &Language) -> Vec<Unit> {
    let base = (language.direction() == Direction::RightToLeft).then(Level::rtl);
    let plain = base.is_none() && text.chars().all(|c| c < '\u{590}');
    let levels = if plain { Vec::new() } else { BidiInfo::new(text, base).levels };
    let mut units: Vec<Unit> = Vec::new();
    for (at, c) in text.char_indices() {
        let (level, is_space) = (levels.get(at).copied().unwrap_or(Level::ltr()), SPACES.contains(&c));
        let range = at..at + c.len_utf8();
        match units.last_mut() {
            Some(last) if !last.is_space && !is_space && last.level == level => last.range.end = range.end,
            _ => units.push(Unit { range, level, is_space }),
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontSet;
    use crate::manifest::FontChoice;
    use crate::style::{Face, Family, Figures, Ink, Weight};
    use std::sync::Arc;

    /// The words of `text` from left to right.
    fn seen(text: &str, language: &str) -> Vec<String> {
        let shaper = Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
        let face = Face { family: Family::Sans, weight: Weight::Regular, italic: false };
        let style =
            TextStyle { face, size: Length::pt(8), figures: Figures::Lining, small_caps: false, ink: Ink::BLACK };
        let (mut runs, width) = place_text(&shaper, text, style, &Language::new(language).expect("a language tag"));
        assert!(runs.iter().all(|run| run.x >= Length::ZERO && run.x + run.width() <= width));
        runs.sort_by_key(|run| run.x);
        runs.iter().map(|run| run.run.text.to_string()).collect()
    }

    #[test]
    fn words_that_run_from_right_to_left_do_so_in_any_language() {
        assert_eq!(seen("one two", "en"), ["one", "two"]);
        assert_eq!(seen("عمّان الكبرى", "en"), ["الكبرى", "عمّان"]);
        assert_eq!(seen("عمّان الكبرى", "ar"), ["الكبرى", "عمّان"]);
        assert_eq!(seen("عمّان 2015", "ar"), ["2015", "عمّان"]);
        assert_eq!(seen("in عمّان الكبرى", "en"), ["in", "الكبرى", "عمّان"]);
    }
}
