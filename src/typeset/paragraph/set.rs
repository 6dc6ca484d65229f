//! One passage in a style and a measure → its settings.

use super::collect::{Collected, Raised, State, Surroundings, figures_in};
use super::cut::{Content, Words, cut};
use super::fill::Indents;
use super::initial::{Dropped, Initial};
use super::justify::{Frame, Justifier};
use super::linebreak::{BreakKind, Measure, Solution, price, solve};
use super::rivers::calmed;
use crate::diag::{Code, Diagnostic};
use crate::document::{Image, Passage};
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::shaping::Shaper;
use crate::source::Span;
use crate::style::{Alignment, Exceptions, Micro, TextStyle};
use crate::typeset::{Line, ParagraphSetting, ParagraphSettings};

/// What the lines of a passage are filled into.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Shape {
    /// Width of its lines.
    pub measure: Length,
    /// Indent of its first line.
    pub indent: Length,
    /// How lines fill the measure.
    pub alignment: Alignment,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// The direction of the paragraph.
    pub direction: Direction,
    /// Words at the start that are set in small capitals.
    pub lead_in: u32,
    /// How its first letter is dropped, if it is.
    pub initial: Option<Dropped>,
    /// Lines more (or fewer) than the best setting, as the author asks by hand.
    pub looseness: i8,
    /// Whether settings with other numbers of lines are wanted, too.
    pub variants: bool,
    /// What may be done to glyphs and margins where lines are justified.
    pub micro: Micro,
}

/// Sets the passages of a chapter.
pub(in crate::typeset) struct Setter<'a> {
    pub shaper: &'a Shaper,
    /// Words that the book itself says how to divide.
    pub exceptions: &'a Exceptions,
    /// Whether the letters of "1st" are superior, where the face has such letters.
    pub ordinals: bool,
    pub around: &'a dyn Surroundings,
}

/// A passage as set.
pub(in crate::typeset) struct SetPassage<'a> {
    pub settings: ParagraphSettings,
    /// Images that stand in its line.
    pub images: Vec<&'a Image>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Fewer characters than this in a line, and justified text tears open: it is set ragged.
const NARROWEST_JUSTIFIED: i64 = 45;

/// Demerits that a variant may have more than the best setting: fifteen lines whose spaces are a half
/// too wide, or one whose spaces are three quarters too wide.
const MOST_LOST: i64 = 1_000_000;

impl Setter<'_> {
    /// Sets `passage`, with `lead` (a number, a word) before its text.
    pub fn set<'p>(
        &self,
        passage: &'p Passage,
        lead: &str,
        style: TextStyle,
        language: &Language,
        shape: &Shape,
    ) -> SetPassage<'p> {
        let without_initial = || self.set(passage, lead, style, language, &Shape { initial: None, ..*shape });
        let collected = self.collect(passage, lead, style, language, shape);
        let drop = shape.initial.as_ref().zip(collected.initial.as_ref());
        let initial = drop.and_then(|(drop, head)| {
            Initial::new(head, drop, shape.lead_in > 0, collected.starts_with_space(), self.shaper)
        });
        if drop.is_some() && initial.is_none() {
            return without_initial();
        }
        let plain = Indents { first: shape.indent, ..Indents::default() };
        let indents = initial.as_ref().map_or(plain, Initial::indents);
        let alignment = fitting_alignment(shape, style);
        let micro = if alignment == Alignment::Justified { shape.micro } else { Micro::NONE };
        let shape = &Shape { micro, alignment, ..*shape };
        let words =
            cut(&collected, self.shaper, self.exceptions, shape.direction, shape.measure, shape.micro.protrusion);
        let measure = measure(shape, &words, indents, style);
        let mut solutions = calmed(&words, &measure, solve(&words.breakpoints, &measure));
        // A shorter setting would leave the initial standing out below it.
        solutions.retain(|solution| solution.breaks.len() >= indents.beside as usize);
        if initial.is_some() && solutions.is_empty() {
            return without_initial();
        }
        let chosen = choose(&solutions, shape.looseness);
        let solution = chosen.unwrap_or(&solutions[0]);
        let justifier = Justifier { collected: &collected, words: &words, shaper: self.shaper, node: passage.node };
        let lines_of = |solution: &Solution| lines_of(&justifier, solution, shape, indents, initial.as_ref());
        let lines = lines_of(solution);
        let overfull = first_overfull(&lines, shape.measure, indents);
        if overfull.is_some() && initial.is_some() {
            return without_initial();
        }
        let mut diagnostics = faults(&collected, &words, overfull);
        diagnostics.extend(chosen.is_none().then(|| disobeyed(&collected)));
        let setting = ParagraphSetting { lines, demerits: solution.demerits };
        let others = others(&solutions, solution, shape)
            .map(|solution| ParagraphSetting { lines: lines_of(solution), demerits: solution.demerits });
        let settings = ParagraphSettings::beside(indents.beside, setting, others);
        SetPassage { settings, images: collected.images, diagnostics }
    }

    /// The text of `passage` behind `lead`, ready to be cut into words.
    fn collect<'p>(
        &self,
        passage: &'p Passage,
        lead: &str,
        style: TextStyle,
        language: &Language,
        shape: &Shape,
    ) -> Collected<'p> {
        let style = TextStyle { figures: figures_in(language, style.figures), ..style };
        let state = plain_state(style, language, shape.hyphenate);
        let (drops_initial, lead_in, ordinals) = (shape.initial.is_some(), shape.lead_in, self.ordinals);
        let mut collected = Collected { node: passage.node, drops_initial, lead_in, ordinals, ..Collected::default() };
        collected.generated(lead, &state);
        collected.inlines(&passage.inlines, &state, self.around);
        collected.raise(self.shaper);
        collected
    }
}

impl Setter<'_> {
    /// The widest word of `passage` and its width on one line.
    pub fn extent(
        &self,
        passage: &Passage,
        style: TextStyle,
        language: &Language,
        direction: Direction,
    ) -> (Length, Length) {
        let state = plain_state(style, language, false);
        let mut collected = Collected { node: passage.node, ordinals: self.ordinals, ..Collected::default() };
        collected.inlines(&passage.inlines, &state, self.around);
        collected.raise(self.shaper);
        let words = cut(&collected, self.shaper, self.exceptions, direction, Length::pt(1_000_000), false);
        let (mut start, mut widest, mut natural) = (Length::ZERO, Length::ZERO, Length::ZERO);
        let mut line = Length::ZERO;
        for at in &words.breakpoints {
            widest = widest.max(at.before.width - start);
            start = at.after.width;
            if at.kind == BreakKind::Forced {
                natural = natural.max(at.before.width - line);
                line = at.after.width;
            }
        }
        (widest, natural)
    }
}

/// The state in which a passage starts.
fn plain_state(style: TextStyle, language: &Language, hyphenate: bool) -> State {
    let (language, rise, raised) = (language.clone(), Length::ZERO, Raised::Never);
    State { style, language, hyphenate, rise, link: None, address: false, raised, struck: None }
}

/// What `words` of `style` are broken into.
fn measure(shape: &Shape, words: &Words<'_>, indents: Indents, style: TextStyle) -> Measure {
    let ragged = shape.alignment != Alignment::Justified;
    Measure {
        width: shape.measure,
        indents,
        hang: words.hang_start,
        slack: if ragged { shape.measure / 4 } else { Length::ZERO },
        ragged,
        expansion: i64::from(shape.micro.expansion),
        em: style.size,
    }
}

/// Justified only where the line is long enough for it.
fn fitting_alignment(shape: &Shape, style: TextStyle) -> Alignment {
    // A letter of running text is about two fifths of an em wide.
    let characters = shape.measure.get() * 5 / (style.size.get() * 2).max(1);
    match shape.alignment {
        Alignment::Justified if characters < NARROWEST_JUSTIFIED => Alignment::Start,
        alignment => alignment,
    }
}

/// The solution with `looseness` lines more than the best, unless it has a fault that this has not, such as
/// a word of two letters as its last line; then there is none.
fn choose(solutions: &[Solution], looseness: i8) -> Option<&Solution> {
    let best = &solutions[0];
    let wanted = best.breaks.len().checked_add_signed(isize::from(looseness));
    let faultless = |solution: &&Solution| solution.demerits < best.demerits.saturating_add(price::RUNT);
    solutions.iter().find(|solution| Some(solution.breaks.len()) == wanted).filter(faultless)
}

/// Other solutions that are good enough to be chosen when it heals a page: a line less or a line
/// more, none of them much looser or tighter than the best.
fn others<'a>(solutions: &'a [Solution], best: &'a Solution, shape: &Shape) -> impl Iterator<Item = &'a Solution> {
    let least = best.breaks.len().saturating_sub(1);
    let lengths = least..best.breaks.len() + 2;
    let wanted = shape.variants && shape.alignment == Alignment::Justified && shape.looseness == 0;
    solutions.iter().filter(move |solution| {
        let lost = solution.demerits - best.demerits;
        wanted && !std::ptr::eq(*solution, best) && lengths.contains(&solution.breaks.len()) && lost <= MOST_LOST
    })
}

fn lines_of(
    justifier: &Justifier<'_, '_>,
    solution: &Solution,
    shape: &Shape,
    indents: Indents,
    initial: Option<&Initial<'_>>,
) -> Vec<Line> {
    let breakpoints = &justifier.words.breakpoints;
    let mut start = None;
    let mut lines = Vec::with_capacity(solution.breaks.len());
    for (index, at) in solution.breaks.iter().enumerate() {
        let end = &breakpoints[*at as usize];
        let frame = Frame {
            width: shape.measure,
            indent: indents.of(index as u32),
            alignment: shape.alignment,
            expansion: i64::from(shape.micro.expansion),
            last: end.kind == BreakKind::Forced,
            right_to_left: shape.direction == Direction::RightToLeft,
        };
        lines.push(Line { demerits: solution.prices[index], ..justifier.line(start, end, frame) });
        start = Some(end);
    }
    if let (Some(initial), Some(line)) = (initial, lines.first_mut()) {
        initial.place(line, &justifier.collected.links);
    }
    lines
}

/// The first of `lines` that is wider than its room in `measure`.
fn first_overfull(lines: &[Line], measure: Length, indents: Indents) -> Option<&Line> {
    let room = |index| measure + Length::scaled(1) - indents.of(index as u32);
    lines.iter().enumerate().find(|(index, line)| line.width > room(*index)).map(|(_, line)| line)
}

/// What cannot be set as it should: characters without a glyph, words and a line that are too wide.
fn faults(collected: &Collected<'_>, words: &Words<'_>, overfull: Option<&Line>) -> Vec<Diagnostic> {
    let mut faults = missing_glyphs(collected, words);
    faults.extend(words.too_wide.iter().map(|range| too_wide(collected, range.start as usize)));
    if let (Some(line), true) = (overfull, words.too_wide.is_empty()) {
        faults.push(overfull_line(collected, line.start));
    }
    faults
}

fn missing_glyphs(collected: &Collected<'_>, words: &Words) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for element in &words.elements {
        let Content::Word(word, _) = &element.content else { continue };
        for character in word.missing() {
            let message = format!("no font has the character U+{:04X} `{character}`", u32::from(*character));
            let diagnostic = Diagnostic::warning(Code::MissingGlyph, message)
                .hint("put a font that has it into the folder `fonts` beside the manifest");
            diagnostics.push(placed(diagnostic, collected.fragments[element.fragment as usize].span));
        }
    }
    diagnostics
}

fn too_wide(collected: &Collected<'_>, at: usize) -> Diagnostic {
    let index = collected.fragments.partition_point(|fragment| fragment.range.end <= at);
    let span = collected.fragments.get(index).and_then(|fragment| fragment.span);
    let diagnostic =
        Diagnostic::warning(Code::OverfullLine, "a word is wider than its line and was cut between letters")
            .hint("put `<wbr>` where it may be broken, or a soft hyphen");
    placed(diagnostic, span)
}

fn overfull_line(collected: &Collected<'_>, offset: u32) -> Diagnostic {
    let fragment =
        collected.fragments.iter().rev().find(|fragment| fragment.offset <= offset && fragment.span.is_some());
    let diagnostic = Diagnostic::warning(Code::OverfullLine, "a line is wider than its measure")
        .hint("change its wording, or put `<wbr>` where it may be broken");
    placed(diagnostic, fragment.and_then(|fragment| fragment.span))
}

/// A mark by hand asks for a setting that there is not.
fn disobeyed(collected: &Collected<'_>) -> Diagnostic {
    let message = "the paragraph cannot be set with so many lines more or less without a fault";
    let diagnostic = Diagnostic::warning(Code::RuleBroken, message).hint("mark another paragraph, or change a word");
    placed(diagnostic, collected.fragments.iter().find_map(|fragment| fragment.span))
}

fn placed(diagnostic: Diagnostic, span: Option<Span>) -> Diagnostic {
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}
