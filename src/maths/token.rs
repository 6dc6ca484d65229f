//! Tokens of the parser → elements without others in them.

use super::element::Element;
use super::letters::{is_upright, letter};
use pulldown_latex::event::{Content as Token, DelimiterSize, DelimiterType, Font};

/// What an element is to its neighbours (Knuth, The TeXbook, chapter 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    Ordinary,
    Function,
    /// An operator between two things, a relation, an opening or dividing mark: no operand ends here.
    Open,
    Space,
}

/// A token as an element, which stands behind `before`; why it cannot be one.
pub(super) fn leaf(token: Token<'_>, font: Option<Font>, before: Atom) -> Result<(Element, Atom), String> {
    let lettered = |text: &str| match font {
        Some(font) => text.chars().map(|c| letter(c, font)).collect(),
        None => text.to_owned(),
    };
    let told = match token {
        Token::Text(text) => (Element::token("mtext", unbreakable(&lettered(&plain_text(text)?))), Atom::Ordinary),
        Token::Number(number) => (Element::token("mn", lettered(number)), Atom::Ordinary),
        Token::Function(name) => {
            if name.replace("\\_", "").contains(['^', '_']) {
                return Err("a script stands in the name of a function".to_owned());
            }
            let name = plain_text(name)?;
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
    };
    Ok(told)
}

/// The text that a reader is to see where the notation is `raw`: the parser hands text and names of functions
/// on as they are written.
fn plain_text(raw: &str) -> Result<String, String> {
    // What the parser makes of `~` and its like.
    if raw == "&nbsp;" {
        return Ok("\u{A0}".to_owned());
    }
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => escaped(characters.next())?,
            '~' => '\u{A0}',
            '{' | '}' => continue,
            '$' | '%' => return Err(IN_TEXT.to_owned()),
            other => other,
        });
    }
    Ok(text)
}

const IN_TEXT: &str = "a command stands in its text";

/// The character that `\` and `sign` stand for in text.
fn escaped(sign: Option<char>) -> Result<char, String> {
    match sign {
        Some(sign @ ('%' | '&' | '$' | '#' | '_' | '{' | '}')) => Ok(sign),
        Some(',' | ' ' | '\n') => Ok(' '),
        _ => Err(IN_TEXT.to_owned()),
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

/// `text` with spaces at its ends that stay.
fn unbreakable(text: &str) -> String {
    let inner = text.trim();
    let start = if text.starts_with(char::is_whitespace) { "\u{A0}" } else { "" };
    let end = if !inner.is_empty() && text.ends_with(char::is_whitespace) { "\u{A0}" } else { "" };
    format!("{start}{inner}{end}")
}
