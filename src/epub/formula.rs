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
