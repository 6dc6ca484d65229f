//! Which way the letters of a paragraph run: levels of embedding and the order in which they are seen
//! (UAX 9).

use crate::language::Direction;
use unicode_bidi::{BidiInfo, Level};

/// Levels of embedding by byte, where the text has any letter that runs from right to left.
pub(super) fn levels(layout: &str, base: Direction) -> Option<Vec<Level>> {
    if base == Direction::LeftToRight && !layout.chars().any(may_turn) {
        return None;
    }
    let level = match base {
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    // A line separator would end the paragraph for the algorithm; a space of the same bytes does not.
    let text = layout.replace('\u{2028}', "\u{2003}");
    Some(resolve(&text, Some(level)).levels)
}

/// Whether `character` can make a text run in two directions: letters of the blocks that run from right
/// to left, and the controls. Of all others the level is that of the paragraph, where it runs to the
/// right.
fn may_turn(character: char) -> bool {
    character >= '\u{590}'
        && matches!(
            character,
            '\u{590}'..='\u{8FF}'
                | '\u{200E}' | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FB1D}'..='\u{FDFF}'
                | '\u{FE70}'..='\u{FEFF}'
                | '\u{10800}'..='\u{10FFF}'
                | '\u{1E800}'..='\u{1EFFF}'
        )
}

/// The levels of `text` without any tailoring, in paragraphs of level `base`, or each of that of its
/// first strong letter.
pub(super) fn resolve(text: &str, base: Option<Level>) -> BidiInfo<'_> {
    BidiInfo::new(text, base)
}

/// Indices into `levels` from left to right. Rule L2: from the highest level down to the lowest odd
/// one, each run at it or above is reversed.
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    let lowest_odd = levels.iter().copied().filter(|level| level % 2 == 1).min();
    for level in (lowest_odd.unwrap_or(highest + 1)..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let run = order[at..].iter().take_while(|index| levels[**index] >= level).count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    order
}
