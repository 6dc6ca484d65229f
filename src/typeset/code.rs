//! Code: its lines as they are, cut where they are wider than the measure.

use super::Line;
use crate::document::NodeId;
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::shaping::{RunKind, Setting, Shaper};
use crate::style::TextStyle;

/// Letters by which the rest of a line that is turned over stands further in.
const TURNED: i64 = 4;
/// Spaces that a tabulator stands for.
const TAB: &str = "    ";

/// The lines of `text`, the passage of `node`, in `style`.
pub(super) fn code_lines(
    shaper: &Shaper,
    text: &str,
    node: NodeId,
    style: TextStyle,
    language: &Language,
    measure: Length,
) -> Vec<Line> {
    let setting = shaper.setting(style, language, Direction::LeftToRight);
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        let mut rest = line;
        let mut start = offset;
        let mut x = Length::ZERO;
        loop {
            let end = turning(rest, fitting(shaper, setting, rest, measure - x));
            lines.push(code_line(shaper, setting, &rest[..end], node, start, x));
            rest = &rest[end..];
            start += end;
            x = (shaper.word(setting, "0").width * TURNED).min(measure / 4);
            if rest.is_empty() {
                break;
            }
        }
        offset += line.len() + 1;
    }
    lines
}

/// Where a line of code of which `end` bytes fit is turned over: after a space or mark in its last
/// third, so that no word is parted.
fn turning(text: &str, end: usize) -> usize {
    if end >= text.len() {
        return end;
    }
    let after = |at: usize| text[..at].ends_with([' ', '\t', ',', ';', '/', '(', '.']);
    let places = (end * 2 / 3..=end).rev().filter(|at| text.is_char_boundary(*at));
    places.filter(|at| *at > 0).find(|at| after(*at)).unwrap_or(end)
}

/// Bytes of `text` that fit into `measure`; at least one character.
fn fitting(shaper: &Shaper, setting: &Setting, text: &str, measure: Length) -> usize {
    let advance = shaper.word(setting, "0").width.max(Length::scaled(1));
    let columns = (measure.get() / advance.get()).max(1) as usize;
    let byte_of = |columns: usize| text.char_indices().nth(columns).map_or(text.len(), |(at, _)| at);
    let mut columns = columns.min(text.chars().count());
    while columns > 1 && width(shaper, setting, &text[..byte_of(columns)]) > measure {
        columns -= columns.div_ceil(16);
    }
    byte_of(columns)
}

fn width(shaper: &Shaper, setting: &Setting, text: &str) -> Length {
    shaper.word(setting, &text.replace('\t', TAB)).width
}

fn code_line(shaper: &Shaper, setting: &Setting, text: &str, node: NodeId, offset: usize, x: Length) -> Line {
    let word = shaper.word(setting, &text.replace('\t', TAB));
    let runs = word.placed(x, setting.style.ink, |start| RunKind::Text(offset as u32 + start));
    let (start, end) = (offset as u32, (offset + text.len()) as u32);
    Line { node, start, end, ..Line::made(runs, x + word.width) }
}
