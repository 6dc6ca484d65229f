//! The events of the parser → elements.
//!
//! The parser tells a formula in prefix order: a fraction, a root or a script comes before its parts,
//! each of which is one element (pulldown-latex, `event`). Colours are left out: they fight the
//! settings of who reads.

use super::element::{Content, Element};
use super::letters::{is_upright, letter};
use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content as Token, DelimiterSize, DelimiterType, Dimension, DimensionUnit,
    EnvironmentFlow, Event, Font, Grouping, ScriptPosition, ScriptType, StateChange, Style, Visual,
};
use pulldown_latex::{Parser, Storage};
use std::iter::Peekable;

/// What a formula may be at most: its like is in no book, and beyond it a file is hostile.
mod limit {
    /// Bytes of its notation.
    pub const BYTES: usize = 8192;
    /// Parts within one another.
    pub const DEPTH: usize = 64;
    /// Events, of which macros can make many.
    pub const EVENTS: usize = 20_000;
}

/// The width of a space that TeX calls thin.
const THIN: &str = "0.1667em";

/// Between a function and what it is of: read aloud, not seen.
const APPLICATION: &str = "\u{2061}";

/// The formula `source`; why it cannot be read.
pub(super) fn read(source: &str, display: bool) -> Result<Element, String> {
    if source.len() > limit::BYTES {
        return Err(format!("it has more than {} bytes", limit::BYTES));
    }
    // A character by its number is no maths, and what does not look like one stops the parser.
    if source.contains("\\char") {
        return Err("`\\char` has no place in it".to_owned());
    }
    let storage = Storage::new();
    let mut reader = Reader { events: Parser::new(source, &storage).peekable(), display, depth: 0, told: 0 };
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

/// What an element is to its neighbours (Knuth, The TeXbook, chapter 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Atom {
    Ordinary,
    Function,
    /// An operator between two things, a relation, an opening or dividing mark: no operand ends here.
    Open,
    Space,
}

struct Reader<'a> {
    events: Peekable<Parser<'a>>,
    display: bool,
    depth: usize,
    told: usize,
}

impl<'a> Reader<'a> {
    fn peek(&mut self) -> Result<Option<&Event<'a>>, String> {
        match self.events.peek() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(fault)) => Err(plain(&fault.to_string())),
        }
    }

    fn next(&mut self) -> Result<Option<Event<'a>>, String> {
        self.told += 1;
        if self.told > limit::EVENTS {
            return Err("it is too long".to_owned());
        }
        self.events.next().transpose().map_err(|fault| plain(&fault.to_string()))
    }

    /// Elements up to the end of the group, of the cell or of the formula; the letters are of `font`.
    fn row(&mut self, mut font: Option<Font>) -> Result<Vec<Element>, String> {
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
            Some(Event::Content(token)) => Ok(leaf(token, font, before)),
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
                let table = self.table(group)?;
                let (open, close) = if *left { (Some('{'), None) } else { (None, Some('}')) };
                fenced(open, table, close)
            }
            _ => self.table(group)?,
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

/// Tables.
impl Reader<'_> {
    fn table(&mut self, group: &Grouping) -> Result<Element, String> {
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        let mut lines = vec![self.starts_with_line()?];
        loop {
            cells.push(Element::of("mtd", self.row(None)?));
            if !matches!(self.peek()?, Some(Event::EnvironmentFlow(_))) {
                break;
            }
            if let Some(Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. })) = self.next()? {
                rows.push(std::mem::take(&mut cells));
                lines.push(!horizontal_lines.is_empty());
            }
        }
        rows.push(cells);
        Ok(set_table(group, rows, &lines))
    }

    fn starts_with_line(&mut self) -> Result<bool, String> {
        let starts = matches!(self.peek()?, Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })));
        if starts {
            self.next()?;
        }
        Ok(starts)
    }
}

/// A table of `rows`, those with `lines` above them as they say.
fn set_table(group: &Grouping, mut rows: Vec<Vec<Element>>, lines: &[bool]) -> Element {
    let empty = |row: &Vec<Element>| row.iter().all(|cell| cell.content == Content::Elements(Vec::new()));
    let ends = rows.len() > 1 && rows.last().is_some_and(empty);
    if ends {
        rows.pop();
    }
    let last = rows.len() - 1;
    let set = |(index, cells): (usize, Vec<Element>)| {
        let cells = cells.into_iter().enumerate();
        let cells = cells.map(|(column, cell)| set_cell(group, cell, column, (index, last))).collect();
        let above = lines.get(index).copied().unwrap_or(false);
        let below = ends && index == last && lines.last().copied().unwrap_or(false);
        let class = match (above, below) {
            (true, true) => "above below",
            (true, false) => "above",
            (false, _) => "below",
        };
        Element::of("mtr", cells).with_if(above || below, "class", class)
    };
    let table = Element::of("mtable", rows.into_iter().enumerate().map(set).collect());
    let displayed = !matches!(
        group,
        Grouping::Array(_) | Grouping::Matrix { .. } | Grouping::Cases { .. } | Grouping::SubArray { .. }
    );
    table.with_if(displayed, "displaystyle", "true").with_if(is_pairs(group), "class", "pairs")
}

/// Whether the columns of a table are pairs, right and left of a relation.
fn is_pairs(group: &Grouping) -> bool {
    matches!(
        group,
        Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Split
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
    )
}

fn set_cell(group: &Grouping, cell: Element, column: usize, (row, last): (usize, usize)) -> Element {
    let alignment = match group {
        Grouping::Matrix { alignment } | Grouping::SubArray { alignment } => *alignment,
        Grouping::Cases { .. } => ColumnAlignment::Left,
        Grouping::Array(columns) => {
            let kinds = columns.iter().filter_map(|column| match column {
                ArrayColumn::Column(alignment) => Some(*alignment),
                ArrayColumn::Separator(_) => None,
            });
            { kinds }.nth(column).unwrap_or(ColumnAlignment::Center)
        }
        Grouping::Multline if last > 0 && row == 0 => ColumnAlignment::Left,
        Grouping::Multline if last > 0 && row == last => ColumnAlignment::Right,
        group if is_pairs(group) && column.is_multiple_of(2) => ColumnAlignment::Right,
        group if is_pairs(group) => ColumnAlignment::Left,
        _ => ColumnAlignment::Center,
    };
    let cell = match alignment {
        ColumnAlignment::Left => cell.with("columnalign", "left"),
        ColumnAlignment::Right => cell.with("columnalign", "right"),
        ColumnAlignment::Center => cell,
    };
    let Grouping::Array(columns) = group else { return cell };
    match ruled(columns, column) {
        (true, true) => cell.with("class", "before after"),
        (true, false) => cell.with("class", "before"),
        (false, true) => cell.with("class", "after"),
        (false, false) => cell,
    }
}

/// Whether column `column` has a line before it, and, if it is the last one, after it.
fn ruled(columns: &[ArrayColumn], column: usize) -> (bool, bool) {
    let places: Vec<usize> =
        (0..columns.len()).filter(|place| matches!(columns[*place], ArrayColumn::Column(_))).collect();
    let Some(place) = places.get(column) else { return (false, false) };
    let line = |place: Option<usize>| {
        place.and_then(|place| columns.get(place)).is_some_and(|column| matches!(column, ArrayColumn::Separator(_)))
    };
    (line(place.checked_sub(1)), column + 1 == places.len() && line(place.checked_add(1)))
}

/// A token as an element.
fn leaf(token: Token<'_>, font: Option<Font>, before: Atom) -> (Element, Atom) {
    let lettered = |text: &str| match font {
        Some(font) => text.chars().map(|c| letter(c, font)).collect(),
        None => text.to_owned(),
    };
    match token {
        Token::Text(text) => (Element::token("mtext", unbreakable(&lettered(text))), Atom::Ordinary),
        Token::Number(number) => (Element::token("mn", lettered(number)), Atom::Ordinary),
        Token::Function(name) => {
            let upright = name.chars().count() == 1;
            (Element::token("mi", name).with_if(upright, "mathvariant", "normal"), Atom::Function)
        }
        Token::Ordinary { content, stretchy: true } => {
            (Element::token("mo", content).with("stretchy", "true"), Atom::Ordinary)
        }
        // A bar that is no fence is as high as the line.
        Token::Ordinary { content: content @ ('|' | '‖'), .. } => (
            Element::token("mo", content).with("stretchy", "false").with("lspace", "0").with("rspace", "0"),
            Atom::Ordinary,
        ),
        Token::Ordinary { content, .. } => (identifier(content, font), Atom::Ordinary),
        Token::LargeOp { content, small } => {
            let sign = Element::token("mo", content).with_if(small, "largeop", "false");
            (sign.with("movablelimits", "false"), Atom::Open)
        }
        Token::BinaryOp { content, .. } => {
            let alone = before == Atom::Open || before == Atom::Function;
            (Element::token("mo", content).with_if(alone, "form", "prefix"), Atom::Open)
        }
        Token::Relation { content, .. } => {
            let mut bytes = [0; 8];
            let text = String::from_utf8_lossy(content.encode_utf8_to_buf(&mut bytes)).into_owned();
            (Element::token("mo", text), Atom::Open)
        }
        Token::Delimiter { content, size, ty } => {
            let (form, atom) = match ty {
                DelimiterType::Open => (Some("prefix"), Atom::Open),
                DelimiterType::Close => (Some("postfix"), Atom::Ordinary),
                DelimiterType::Fence => (None, Atom::Open),
            };
            let mark = Element::token("mo", content);
            let mark = form.into_iter().fold(mark, |mark, form| mark.with("form", form));
            let size = size.map(em_of);
            let stretchy = size.is_some() || ty == DelimiterType::Fence;
            let mark = mark.with("stretchy", if stretchy { "true" } else { "false" });
            let mark = size.into_iter().fold(mark, |mark, em| mark.with("minsize", em).with("maxsize", em));
            (mark, atom)
        }
        Token::Punctuation(content) => (Element::token("mo", content), Atom::Open),
    }
}

/// The height of a delimiter that the author made larger: `\big` and its like (amsmath).
fn em_of(size: DelimiterSize) -> &'static str {
    match size {
        DelimiterSize::Big => "1.2em",
        DelimiterSize::BIG => "1.8em",
        DelimiterSize::Bigg => "2.4em",
        DelimiterSize::BIGG => "3em",
    }
}

/// A letter or sign; a single letter is italic of itself.
fn identifier(content: char, font: Option<Font>) -> Element {
    let upright = font == Some(Font::UpRight) || (font.is_none() && is_upright(content));
    let own = font.map_or(content, |font| letter(content, font));
    Element::token("mi", own).with_if(upright, "mathvariant", "normal")
}

fn in_style(style: Style, row: Vec<Element>) -> Element {
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

/// `text` with spaces at its ends that stay.
fn unbreakable(text: &str) -> String {
    let inner = text.trim();
    let start = if text.starts_with(char::is_whitespace) { "\u{A0}" } else { "" };
    let end = if !inner.is_empty() && text.ends_with(char::is_whitespace) { "\u{A0}" } else { "" };
    format!("{start}{inner}{end}")
}

/// What the parser says, without the picture that it draws of the place.
fn plain(fault: &str) -> String {
    let first = fault.lines().next().unwrap_or_default();
    first.trim_start_matches("parsing error: ").replace("unkown", "unknown")
}
