//! Language tags, scripts and directions, and what follows from them.

mod ordinals;
mod scripts;
mod ties;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use unicode_script::UnicodeScript;

pub use ties::Ties;
pub use unicode_script::Script;

/// A language tag of BCP 47 in its usual case, such as `en-GB` or `zh-Hans`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Arc<str>);

impl Language {
    /// The tag `written`, or `None` if it is not well-formed: a primary subtag of two to three
    /// letters, then subtags of one to eight letters or digits.
    #[must_use]
    pub fn new(written: &str) -> Option<Self> {
        let mut tag = String::with_capacity(written.len());
        for (index, subtag) in written.split('-').enumerate() {
            if !(1..=8).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return None;
            }
            if index == 0 {
                let private = matches!(subtag, "x" | "i" | "X" | "I") && written.contains('-');
                let usual = (2..=3).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphabetic());
                if !usual && !private {
                    return None;
                }
                tag.push_str(&subtag.to_ascii_lowercase());
                continue;
            }
            tag.push('-');
            let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
            match subtag.len() {
                2 if letters => tag.push_str(&subtag.to_ascii_uppercase()),
                4 if letters => {
                    tag.push_str(&subtag[..1].to_ascii_uppercase());
                    tag.push_str(&subtag[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&subtag.to_ascii_lowercase()),
            }
        }
        Some(Self(tag.into()))
    }

    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag, in lower case.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether subtag `name` (in its usual case) follows the primary one.
    #[must_use]
    pub fn has_subtag(&self, name: &str) -> bool {
        self.0.split('-').skip(1).any(|subtag| subtag == name)
    }

    /// Whether it is written in Chinese characters alone.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        self.primary() == "zh" && !self.has_subtag("Latn")
    }

    /// The script that it is written in, as in ISO 15924: its subtag, else the usual one of the language.
    #[must_use]
    pub fn script(&self) -> &str {
        let subtags = self.0.split('-').skip(1).take_while(|subtag| subtag.len() > 1);
        let own = subtags.into_iter().find(|tag| tag.len() == 4 && tag.bytes().all(|byte| byte.is_ascii_alphabetic()));
        own.unwrap_or_else(|| scripts::usual(self.primary()))
    }

    /// Whether the mark of a note stands behind a comma or full stop, as in English (New Hart's Rules, 14.4; The Chicago
    /// Manual of Style, 14.26), and not before it, as in French and Spanish.
    #[must_use]
    pub fn marks_notes_behind_points(&self) -> bool {
        matches!(self.primary(), "en" | "cy" | "ga" | "fil" | "tl")
    }

    /// Whether its writing has capitals and lower case, with which old-style figures go.
    #[must_use]
    pub fn has_lower_case(&self) -> bool {
        matches!(self.script(), "Latn" | "Grek" | "Cyrl" | "Armn")
    }

    /// The direction that its writing runs in.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.script() {
            "Arab" | "Hebr" | "Thaa" | "Syrc" | "Nkoo" | "Adlm" | "Rohg" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }

    /// What it puts between thousands and before decimals.
    #[must_use]
    pub fn number_signs(&self) -> (&'static str, &'static str) {
        match self.primary() {
            "de" | "nl" | "da" | "it" | "pt" | "id" | "tr" | "el" | "gn" => (".", ","),
            "fr" | "es" | "fi" | "sv" | "nb" | "nn" | "no" | "pl" | "cs" | "sk" | "ru" | "uk" | "hu" | "bg" | "et" => {
                ("\u{202F}", ",")
            }
            _ => (",", "."),
        }
    }

    /// The marks of quotation that its writing uses for `"` and `'`; `None` where a manuscript's own
    /// marks stay as they are typed. After the guides of each language's academy or chief publishers;
    /// the CLDR agrees except for Danish, Finnish inner marks and the space of French.
    #[must_use]
    pub fn quotes(&self) -> Option<QuoteMarks> {
        let (double, single) = match (self.primary(), self.as_str()) {
            ("zh" | "ja", _) => return None,
            (_, "pt-BR") => (("“", "”"), ("‘", "’")),
            (_, "de-CH" | "de-LI" | "fr-CH" | "it-CH") => (("«", "»"), ("‹", "›")),
            ("fi" | "sv", _) => (("”", "”"), ("’", "’")),
            ("de" | "cs" | "sk" | "sl" | "is" | "et" | "lt", _) => (("„", "“"), ("‚", "‘")),
            ("pl" | "ro" | "hu" | "hr", _) => (("„", "”"), ("»", "«")),
            ("fr", _) => (("«\u{202F}", "\u{202F}»"), ("“", "”")),
            ("es" | "pt" | "it" | "ca" | "gl" | "el", _) => (("«", "»"), ("“", "”")),
            ("no" | "nb" | "nn", _) => (("«", "»"), ("‘", "’")),
            ("da", _) => (("»", "«"), ("›", "‹")),
            ("ru" | "uk" | "be" | "bg", _) => (("«", "»"), ("„", "“")),
            _ => (("“", "”"), ("‘", "’")),
        };
        Some(QuoteMarks { double, single })
    }
}

impl Language {
    /// `text` of data with its straight quotes curled: an apostrophe where a letter or figure stands
    /// before, else the marks of the language, opening after a space or bracket.
    #[must_use]
    pub fn curled(&self, text: &str) -> String {
        if !text.contains(['\'', '"']) {
            return text.to_owned();
        }
        let english = QuoteMarks { double: ("“", "”"), single: ("‘", "’") };
        let marks = self.quotes().unwrap_or(english);
        let mut curled = String::with_capacity(text.len() + 8);
        let mut open = false;
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            let opens = curled.chars().next_back().is_none_or(may_stand_before_quotation);
            let inside = !opens && rest.peek().is_some_and(|c| c.is_alphanumeric());
            let mut own = [0; 4];
            curled.push_str(match (c, opens) {
                ('\'', true) => marks.single.0,
                ('\'', false) if open && !inside => marks.single.1,
                ('\'', false) => "’",
                ('"', true) => marks.double.0,
                ('"', false) => marks.double.1,
                _ => c.encode_utf8(&mut own),
            });
            open = (c == '\'' && opens) || (open && (c != '\'' || inside));
        }
        curled
    }
}

/// The letter of `text` that may be its initial, behind marks of quotation: a capital of a writing that has
/// capitals, with the accents over it. Figures, Han and Arabic have none.
#[must_use]
pub fn initial(text: &str) -> Option<Range<usize>> {
    let mark = |c: char| "“”„‘’‚«»‹›¿¡\u{202F}\u{A0}".contains(c);
    let start = text.find(|c| !mark(c))?;
    let mut rest = text[start..].char_indices();
    let (_, letter) = rest.next()?;
    let writing = matches!(letter.script(), Script::Latin | Script::Greek | Script::Cyrillic);
    let end = rest.find(|(_, c)| c.script() != Script::Inherited).map_or(text.len(), |(at, _)| start + at);
    (writing && letter.is_uppercase()).then_some(start..end)
}

/// Whether a quotation may start right after `before`: a space, an opening bracket or mark, a dash, a
/// control that opens text of another direction.
#[must_use]
pub fn may_stand_before_quotation(before: char) -> bool {
    before.is_whitespace() || "([{<–—-/‘“„«‚‹¿¡\u{2066}\u{2067}\u{2068}".contains(before)
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The direction of reading in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// As Latin.
    #[default]
    LeftToRight,
    /// As Arabic and Hebrew.
    RightToLeft,
}

/// Opening and closing marks of quotation, outer then inner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteMarks {
    /// For `"` in the manuscript.
    pub double: (&'static str, &'static str),
    /// For `'` in the manuscript.
    pub single: (&'static str, &'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_quotes_of_data_are_curled_by_language() {
        let check = |tag: &str, written: &str, expected: &str| {
            assert_eq!(Language::new(tag).expect("a tag").curled(written), expected);
        };
        check("en-GB", "UIL, case study 'Mexico City' (\"2015\")", "UIL, case study ‘Mexico City’ (“2015”)");
        check("en-GB", "the university's bachelor's course", "the university’s bachelor’s course");
        check("de", "'Stadt' und \"Land\"", "‚Stadt‘ und „Land“");
        check("fi", "no marks", "no marks");
        check("en-GB", "(\"'Mexico' and 'Cork'\")", "(“‘Mexico’ and ‘Cork’”)");
        check("es", "¿\"Ciudad\"?", "¿«Ciudad»?");
    }

    #[test]
    fn an_initial_is_a_capital_behind_marks_of_quotation() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(initial(text).map(|at| &text[at]), expected, "{text}");
        check("The city", Some("T"));
        check("“‘The city’”", Some("T"));
        check("¿Élan?", Some("É"));
        check("«\u{202F}Où»", Some("O"));
        check("«\u{A0}Où»", Some("O"));
        check("G\u{303}uahẽ", Some("G\u{303}"));
        check("Москва", Some("М"));
        for none in ["", "“", "2015 was", "the city", "北京市", "عمّان", "남양주", "(The", "— The"] {
            check(none, None);
        }
    }

    fn tag(written: &str) -> Option<String> {
        Language::new(written).map(|language| language.to_string())
    }

    #[test]
    fn a_tag_gets_its_usual_case() {
        assert_eq!(tag("EN-gb").as_deref(), Some("en-GB"));
        assert_eq!(tag("zh-hANS-cn").as_deref(), Some("zh-Hans-CN"));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for written in ["", "e", "english language", "en_GB", "en--GB", "123", "en-toolongsubtag"] {
            assert_eq!(tag(written), None, "{written}");
        }
    }

    #[test]
    fn figures_are_old_style_only_where_letters_are_of_two_cases() {
        let has = |written: &str| Language::new(written).map(|language| language.has_lower_case());
        assert_eq!(["en", "gn", "zh-Latn", "ru", "el", "hy", "sr", "en-x-arab"].map(has), [Some(true); 8]);
        assert_eq!(["zh-Hans", "ko", "am", "ar", "hi", "bn", "ta", "th"].map(has), [Some(false); 8]);
        assert_eq!(["ka", "my", "km", "lo", "sr-Arab", "dv", "ckb", "hi-IN"].map(has), [Some(false); 8]);
    }

    #[test]
    fn arabic_runs_from_right_to_left_unless_it_is_romanized() {
        let direction = |written: &str| Language::new(written).map(|language| language.direction());
        assert_eq!(direction("ar"), Some(Direction::RightToLeft));
        assert_eq!(direction("ar-Latn"), Some(Direction::LeftToRight));
        assert_eq!(direction("sr-Arab"), Some(Direction::RightToLeft));
    }
}
