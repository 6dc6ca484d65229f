//! A formula → MathML.

use super::xml::Xml;
use crate::maths::{Content, Element};

/// Writes `formula`. What is in it goes through the one writer of XML, element by element.
pub(super) fn formula(xml: &mut Xml, formula: &Element) {
    let tag = formula.attributes.iter().fold(xml.tag(formula.name), |tag, (name, value)| tag.attribute(name, value));
    match &formula.content {
        Content::Text(text) => tag.text(text),
        Content::Elements(elements) if elements.is_empty() => tag.empty(),
        Content::Elements(elements) => tag.with(|xml| elements.iter().for_each(|inner| self::formula(xml, inner))),
    }
}

/// Marks that belong to the formula that they touch, on either side of it.
const QUOTES_AND_SPACES: &str = "\u{2018}\u{2019}\u{201A}\u{201C}\u{201D}\u{201E}«»‹›\"'\u{A0}\u{202F}";
/// Marks that start no line where a formula stands before them.
const CLOSING: &str = ",.;:!?)]}%…-\u{2010}\u{2011}\u{2013}\u{2014}،؛؟、。，．；：！？）］」』】〉》";
/// Marks that end no line where a formula follows them.
const OPENING: &str = "([{¿¡（［「『【〈《";

/// `text` in three: its first marks where a formula stands `before` it, what is between, and its last marks where
/// one stands `after` it.
pub(super) fn parted(text: &str, before: bool, after: bool) -> [&str; 3] {
    let of = |marks: &'static str| move |character| marks.contains(character) || QUOTES_AND_SPACES.contains(character);
    let rest = if before { text.trim_start_matches(of(CLOSING)) } else { text };
    let (closing, _) = text.split_at(text.len() - rest.len());
    let between = if after { rest.trim_end_matches(of(OPENING)) } else { rest };
    let (_, opening) = rest.split_at(between.len());
    [closing, between, opening]
}

#[cfg(test)]
mod tests {
    use super::parted;

    fn check(text: &str, before: bool, after: bool, expected: [&str; 3]) {
        assert_eq!(parted(text, before, after), expected, "{text}");
    }

    #[test]
    fn marks_beside_a_formula_stay_with_it_and_words_do_not() {
        check(", and (", true, true, [",", " and ", "("]);
        check(", and (", false, false, ["", ", and (", ""]);
        check("\u{202F}! Et «\u{A0}", true, true, ["\u{202F}!", " Et ", "«\u{A0}"]);
        check("”—or “", true, true, ["”—", "or ", "“"]);
        check("，而", true, true, ["，", "而", ""]);
    }

    #[test]
    fn a_mark_between_two_formulas_belongs_to_the_first() {
        check(",", true, true, [",", "", ""]);
        check("\u{A0}", true, true, ["\u{A0}", "", ""]);
        check("", true, true, ["", "", ""]);
    }
}
