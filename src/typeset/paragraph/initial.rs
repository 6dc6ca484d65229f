//! The initial of a chapter: the first letter of its text, dropped as deep as several lines, which stand
//! in beside it. Marks of quotation before it hang in the margin, in the size of the text.
//!
//! It is kept out of the line breaking, which is told how wide it is, and takes its place in the first
//! line when that is set.

use super::collect::State;
use super::fill::Indents;
use crate::document::LinkTarget;
use crate::geometry::Length;
use crate::language::Direction;
use crate::shaping::{PlacedRun, RunKind, ShapedWord, Shaper};
use crate::style::{Face, TextStyle};
use crate::typeset::{Line, LineLink};

/// How an initial is dropped.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Dropped {
    /// Its letter, but for its size.
    pub style: TextStyle,
    /// How many lines stand beside it.
    pub lines: u32,
    /// The distance of their baselines.
    pub leading: Length,
}

/// Between the ink of an initial and the lines beside it, in thousandths of their size.
const APART: i64 = 260;

/// What an initial that is a word alone stands further off.
const LONE_APART: i64 = 120;

/// Between a mark in the margin and the initial, in thousandths of the size of the text.
const MARK_APART: i64 = 80;

/// What of a passage's text is kept aside for its initial.
pub(super) struct Head {
    /// Marks before the letter.
    pub marks: String,
    /// The letter, with the accents over it.
    pub letter: String,
    /// The style and the language of the text.
    pub state: State,
}

/// An initial in its size.
pub(super) struct Initial<'a> {
    lines: u32,
    /// How far its baseline stands below that of the first line.
    drop: Length,
    letter: &'a ShapedWord,
    marks: &'a ShapedWord,
    style: TextStyle,
    text: TextStyle,
    /// Bytes of the text before the letter.
    offset: u32,
    /// Index into the links of the passage.
    link: Option<u32>,
    lone: bool,
    /// How far the letter's origin stands left of the margin, so that its stem stands on it.
    hang: Length,
    width: Length,
}

impl<'a> Initial<'a> {
    /// The initial `head` in `drop`, from the baseline of its last line up to the top of the first: of its
    /// capitals, or of its small capitals where it starts with them. None where the face has no such letter. It
    /// stands further off where it is a word by itself.
    pub fn new(head: &Head, drop: &Dropped, capitals: bool, lone: bool, shaper: &'a Shaper) -> Option<Self> {
        let (text, language) = (head.state.style, &head.state.language);
        let high = |style, letter| Some(shaper.reach(style, language, letter)?.0);
        let top = if capitals { high(TextStyle { small_caps: true, ..text }, "x")? } else { high(text, "H")? };
        let italic = drop.style.face.italic != text.face.italic;
        let face = Face { italic, ..drop.style.face };
        let deep = drop.leading * i64::from(drop.lines.saturating_sub(1));
        let unit = TextStyle { face, size: Length::pt(100), small_caps: false, ..drop.style };
        let size = unit.size.scale((deep + top).get(), high(unit, "H")?.get().max(1));
        let style = TextStyle { size, ..unit };
        // A tail that would touch the line below needs that line, too.
        let (_, foot) = shaper.reach(style, language, &head.letter)?;
        let tail = drop.leading + foot < high(text, "d")?;
        let word = |style, word: &str| shaper.word(shaper.setting(style, language, Direction::LeftToRight), word);
        let (letter, marks) = (word(style, &head.letter), word(text, &head.marks));
        let (left, right) = shaper.ink(letter, style)?;
        let hang = left.max(letter.hang_start);
        let apart = text.size.scale(APART + if lone { LONE_APART } else { 0 }, 1000);
        Some(Self {
            lines: drop.lines + u32::from(tail),
            drop: deep,
            letter,
            marks,
            style,
            text,
            offset: head.marks.len() as u32,
            link: head.state.link,
            lone,
            hang,
            width: right - hang + apart,
        })
    }

    /// How far the lines beside it stand in.
    pub fn indents(&self) -> Indents {
        Indents { beside: self.lines, initial: self.width, first: Length::ZERO }
    }

    /// Puts it into `line`, the first of its passage, which has `links`.
    pub fn place(&self, line: &mut Line, links: &[LinkTarget]) {
        if let Some(run) = line.runs.first_mut() {
            run.space_before |= self.lone;
        }
        line.start = 0;
        let air = self.text.size.scale(MARK_APART, 1000);
        let margin = -self.hang.max(Length::ZERO) - air - self.marks.width;
        let marks = self.marks.placed(margin, self.text.ink, RunKind::Text);
        let letter = self.letter.placed(-self.hang, self.style.ink, |_| RunKind::Initial(self.offset));
        let letter = letter.into_iter().map(|run| PlacedRun { rise: -self.drop, ..run });
        line.runs.splice(0..0, marks.into_iter().chain(letter));
        self.link(line, links);
    }

    /// Makes its letter a part of the link that it stands in, one of `links`, those of its passage.
    fn link(&self, line: &mut Line, links: &[LinkTarget]) {
        let Some((number, target)) = self.link.and_then(|number| Some((number, links.get(number as usize)?))) else {
            return;
        };
        match line.links.first_mut().filter(|link| link.number == number) {
            Some(link) => {
                link.width += link.x;
                link.x = Length::ZERO;
            }
            None => {
                let target = target.clone();
                line.links.insert(0, LineLink { x: Length::ZERO, width: self.width, target, number });
            }
        }
    }
}
