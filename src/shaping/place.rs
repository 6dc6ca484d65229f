//! Text of one style on a line, from its left end on.

use super::{PlacedRun, RunKind, Shaper};
use crate::geometry::Length;
use crate::language::Language;
use crate::style::TextStyle;
use std::sync::Arc;

/// Text of the program's from x = 0 on, and its width; its spaces are of their natural width.
pub(crate) fn place_text(
    shaper: &Shaper,
    text: &str,
    style: TextStyle,
    language: &Language,
) -> (Vec<PlacedRun>, Length) {
    let setting = shaper.setting(style, language, language.direction());
    let (mut runs, mut x, mut space_before) = (Vec::new(), Length::ZERO, false);
    for word in text.split_inclusive([' ', '\u{A0}', '\u{2002}', '\u{2003}']) {
        let trimmed = word.trim_end_matches([' ', '\u{A0}', '\u{2002}', '\u{2003}']);
        for piece in &shaper.word(&setting, trimmed).pieces {
            runs.push(PlacedRun {
                run: Arc::clone(&piece.run),
                x,
                rise: Length::ZERO,
                size: piece.size,
                stretch: 0,
                ink: style.ink,
                space_before,
                kind: RunKind::Generated,
            });
            x += piece.width;
            space_before = false;
        }
        if trimmed.len() < word.len() {
            space_before = true;
            x += match word.chars().last() {
                Some('\u{2002}') => style.size / 2,
                Some('\u{2003}') => style.size,
                _ => setting.space,
            };
        }
    }
    (runs, x)
}
