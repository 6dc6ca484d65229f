//! The events of the parser → elements.
//!
//! The parser tells a formula in prefix order: a fraction, a root or a script comes before its parts,
//! each of which is one element (pulldown-latex, `event`). Colours are left out: they fight the
//! settings of who reads.

use super::element::{Content, Element};
use super::notation::prepared;
use super::table::table;
use super::token::{Atom, leaf};
use pulldown_latex::event::{
    Content as Token, DelimiterType, Dimension, DimensionUnit, Event, Font, Grouping, ScriptPosition, ScriptType,
    StateChange, Style, Visual,
};
use pulldown_latex::{Parser, Storage};
use std::iter::Peekable;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a formula may be at most: its like is in no book, and beyond it a file is hostile.
mod limit {
    /// Bytes of its notation.
    pub const BYTES: usize = 8192;
    /// Parts within one another.
    pub const DEPTH: usize = 64;
    /// Events.
    pub const EVENTS: usize = 20_000;
}

/// The width of a space that TeX calls thin.
const THIN: &str = "0.1667em";

/// Between a function and what it is of: read aloud, not seen.
const APPLICATION: &str = "\u{2061}";

/// The formula `source`; why it cannot be read.
pub(super) fn read(source: &str, display: bool) -> Result<Element, String> {
    walled(|| parsed(source, display))
}

/// What `reading` gives. The last wall: `prepared` refuses what is known to stop the parser, since a panic
/// also writes to the terminal; what is not known yet must not stop the build.
pub(super) fn walled<T>(reading: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(reading)).unwrap_or_else(|_| Err("the parser stops at it".to_owned()))
}

/// The formula `source` without a wall around the parser; why it cannot be read.
pub(super) fn parsed(source: &str, display: bool) -> Result<Element, String> {
    if source.len() > limit::BYTES {
        return Err(format!("it has more than {} bytes", limit::BYTES));
    }
    let notation = prepared(source)?;
    let storage = Storage::new();
    let mut reader = Reader { events: Parser::new(&notation, &storage).peekable(), display, depth: 0, told: 0 };
    let row = reader.row(None)?;
    if reader.peek()?.is_some() {
        return Err("something is closed that was not opened".to_owned());
    }
    if row.is_empty() {
        return Err("nothing is in it".to_owned());
    }
    let math = Element::of("math", row).with("xmlns", "http://www.w3.org/1998/Math/MathML");
    Ok(math.with_if(display, "display", "block").with("alttext", source))
}

/// The events of a formula, one after the other.
pub(super) struct Reader<'a> {
    events: Peekable<Parser<'a>>,
    display: bool,
    depth: usize,
    told: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn peek(&mut self) -> Result<Option<&Event<'a>>, String> {
        match self.events.peek() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(fault)) => Err(plain(&fault.to_string())),
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Event<'a>>, String> {
        self.told += 1;
        if self.told > limit::EVENTS {
            return Err("it is too long".to_owned());
        }
        self.events.next().transpose().map_err(|fault| plain(&fault.to_string()))
    }

    /// Elements up to the end of the group, of the cell or of the formula; the letters are of `font`.
    pub(super) fn row(&mut self, mut font: Option<Font>) -> Result<Vec<Element>, String> {
        let mut row = Vec::new();
        let mut before = Atom::Open;
        loop {
            match self.peek()? {
                None | Some(Event::End | Event::EnvironmentFlow(_)) => return Ok(row),
                Some(Event::StateChange(change)) => {
                    let change = *change;
                    self.next()?;
                    match change {
                        StateChange::Font(chosen) => font = chosen,
                        StateChange::Color(_) => {}
                        StateChange::Style(style) => {
                            let styled = self.nested(|reader| reader.row(font))?;
                            row.push(in_style(style, styled));
                            return Ok(row);
                        }
                    }
                }
                Some(_) => {
                    let (element, atom) = self.element(font, before)?;
                    // TeX sets a thin space around the name of a function.
                    if atom == Atom::Function && before == Atom::Ordinary {
                        row.push(Element::space(THIN));
                    }
                    row.push(element);
                    if atom == Atom::Function {
                        self.application(&mut row)?;
                    }
                    before = atom;
                }
            }
        }
    }

    /// What stands between a function and its argument, if one comes.
    fn application(&mut self, row: &mut Vec<Element>) -> Result<(), String> {
        let spaced = match self.peek()? {
            None | Some(Event::End | Event::EnvironmentFlow(_) | Event::Space { .. }) => return Ok(()),
            Some(Event::Content(Token::Relation { .. } | Token::BinaryOp { .. } | Token::Punctuation(_))) => {
                return Ok(());
            }
            Some(Event::Content(Token::Delimiter { ty, .. })) if *ty == DelimiterType::Close => return Ok(()),
            Some(Event::Content(Token::Delimiter { .. }) | Event::Begin(Grouping::LeftRight(..))) => false,
            Some(_) => true,
        };
        row.push(Element::token("mo", APPLICATION));
        row.extend(spaced.then(|| Element::space(THIN)));
        Ok(())
    }

    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        if self.depth >= limit::DEPTH {
            return Err("it is nested too deeply".to_owned());
        }
        self.depth += 1;
        let read = inner(self);
        self.depth -= 1;
        read
    }

    /// A part of a fraction, root or script: the next element, whatever it is.
    fn part(&mut self, font: Option<Font>) -> Result<(Element, Atom), String> {
        self.nested(|reader| match reader.peek()? {
            None | Some(Event::End | Event::EnvironmentFlow(_)) => Err("a part of it is missing".to_owned()),
            Some(Event::StateChange(_)) => {
                reader.next()?;
                Ok((Element::of("mrow", Vec::new()), Atom::Ordinary))
            }
            Some(_) => reader.element(font, Atom::Open),
        })
    }

    /// The next element, which stands behind `before`.
    fn element(&mut self, font: Option<Font>, before: Atom) -> Result<(Element, Atom), String> {
        match self.next()? {
            Some(Event::Content(token)) => leaf(token, font, before),
            Some(Event::Begin(group)) => {
                let group = self.nested(|reader| reader.group(&group, font))?;
                Ok((group, Atom::Ordinary))
            }
            Some(Event::Visual(visual)) => self.visual(visual, font),
            Some(Event::Script { ty, position }) => self.script(ty, position, font),
            Some(Event::Space { width, height, depth }) => Ok((space(width, height, depth), Atom::Space)),
            Some(Event::End | Event::StateChange(_) | Event::EnvironmentFlow(_)) | None => {
                Err("a part of it is missing".to_owned())
            }
        }
    }

    fn group(&mut self, group: &Grouping, font: Option<Font>) -> Result<Element, String> {
        let element = match group {
            Grouping::Normal => Element::row(self.row(font)?),
            Grouping::LeftRight(open, close) => {
                let inner = Element::row(self.row(font)?);
                fenced(*open, inner, *close)
            }
            Grouping::Cases { left } => {
                let table = table(self, group, font)?;
                let (open, close) = if *left { (Some('{'), None) } else { (None, Some('}')) };
                fenced(open, table, close)
            }
            _ => table(self, group, font)?,
        };
        match self.next()? {
            Some(Event::End) => Ok(element),
            _ => Err("something is opened that is not closed".to_owned()),
        }
    }

    fn visual(&mut self, visual: Visual, font: Option<Font>) -> Result<(Element, Atom), String> {
        let (first, atom) = self.part(font)?;
        let element = match visual {
            Visual::Negation => return Ok((negated(first), atom)),
            Visual::SquareRoot => Element::of("msqrt", vec![first]),
            Visual::Root => Element::of("mroot", vec![first, self.part(font)?.0]),
            Visual::Fraction(line) => {
                let fraction = Element::of("mfrac", vec![first, self.part(font)?.0]);
                match line {
                    Some(line) => fraction.with("linethickness", length(line)),
                    None => fraction,
                }
            }
        };
        Ok((element, Atom::Ordinary))
    }

    fn script(
        &mut self,
        kind: ScriptType,
        position: ScriptPosition,
        font: Option<Font>,
    ) -> Result<(Element, Atom), String> {
        let above = match position {
            ScriptPosition::Right => false,
            ScriptPosition::AboveBelow => true,
            ScriptPosition::Movable => self.display,
        };
        let (base, atom) = self.part(font)?;
        let first = self.part(font)?.0;
        let name = match (kind, above) {
            (ScriptType::Subscript, false) => "msub",
            (ScriptType::Superscript, false) => "msup",
            (ScriptType::SubSuperscript, false) => "msubsup",
            (ScriptType::Subscript, true) => "munder",
            (ScriptType::Superscript, true) => "mover",
            (ScriptType::SubSuperscript, true) => "munderover",
        };
        let accent = name == "mover" && is_accent(&first);
        let mut parts = vec![base, if accent { operator(&first) } else { first }];
        if kind == ScriptType::SubSuperscript {
            parts.push(self.part(font)?.0);
        }
        Ok((Element::of(name, parts).with_if(accent, "accent", "true"), atom))
    }
}

/// `row` in `style`.
pub(super) fn in_style(style: Style, row: Vec<Element>) -> Element {
    let (display, level) = match style {
        Style::Display => ("true", "0"),
        Style::Text => ("false", "0"),
        Style::Script => ("false", "1"),
        Style::ScriptScript => ("false", "2"),
    };
    Element::of("mstyle", row).with("displaystyle", display).with("scriptlevel", level)
}

/// `inner` between delimiters that are as high as it.
fn fenced(open: Option<char>, inner: Element, close: Option<char>) -> Element {
    let mark = |mark: char, form: &str| Element::token("mo", mark).with("form", form).with("stretchy", "true");
    let open = open.map(|open| mark(open, "prefix"));
    let close = close.map(|close| mark(close, "postfix"));
    Element::row(open.into_iter().chain([inner]).chain(close).collect())
}

/// `element` crossed out.
fn negated(mut element: Element) -> Element {
    match &mut element.content {
        Content::Text(text) => {
            text.push('\u{338}');
            element
        }
        Content::Elements(_) => Element::of("menclose", vec![element]).with("notation", "updiagonalstrike"),
    }
}

/// Whether what stands above a base is a mark of it.
fn is_accent(element: &Element) -> bool {
    let mark = matches!(&element.content, Content::Text(text) if matches!(
        text.as_str(), "^" | "~" | "ˇ" | "´" | "`" | "˘" | "¨" | "˙" | "¯" | "‾" | "→" | "←" | "↔" | "˚" | "⃛" | "⃜"
    ));
    mark && matches!(element.name, "mi" | "mo")
}

/// A mark of a base as an operator, which is what stretches.
fn operator(mark: &Element) -> Element {
    let stretchy = mark.get("stretchy").unwrap_or("false").to_owned();
    Element { name: "mo", attributes: vec![("stretchy", stretchy)], content: mark.content.clone() }
}

fn space(width: Option<Dimension>, height: Option<Dimension>, depth: Option<Dimension>) -> Element {
    let space = Element::space(width.map_or_else(|| "0".to_owned(), length));
    let space = height.into_iter().fold(space, |space, height| space.with("height", length(height)));
    depth.into_iter().fold(space, |space, depth| space.with("depth", length(depth)))
}

/// A length of TeX as one of MathML, in ems, exes or points.
fn length(of: Dimension) -> String {
    let (factor, unit) = match of.unit {
        DimensionUnit::Em => (1.0, "em"),
        DimensionUnit::Mu => (1.0 / 18.0, "em"),
        DimensionUnit::Ex => (1.0, "ex"),
        DimensionUnit::Bp => (1.0, "pt"),
        DimensionUnit::Pt => (72.0 / 72.27, "pt"),
        DimensionUnit::Pc => (12.0 * 72.0 / 72.27, "pt"),
        DimensionUnit::In => (1.0, "in"),
        DimensionUnit::Mm => (1.0, "mm"),
        DimensionUnit::Cm => (1.0, "cm"),
        DimensionUnit::Dd => (1238.0 / 1157.0 * 72.0 / 72.27, "pt"),
        DimensionUnit::Cc => (12.0 * 1238.0 / 1157.0 * 72.0 / 72.27, "pt"),
        DimensionUnit::Sp => (72.0 / 72.27 / 65_536.0, "pt"),
    };
    let value = of.value * factor;
    if !value.is_finite() || value == 0.0 {
        return "0".to_owned();
    }
    let written = format!("{:.4}", value.clamp(-1000.0, 1000.0));
    format!("{}{unit}", written.trim_end_matches('0').trim_end_matches('.'))
}

/// What the parser says, without the picture that it draws of the place.
fn plain(fault: &str) -> String {
    let first = fault.lines().next().unwrap_or_default();
    first.trim_start_matches("parsing error: ").replace("unkown", "unknown")
}
