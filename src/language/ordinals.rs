//! Ordinals in figures: "1st", "2e".

use super::Language;
use std::ops::Range;

impl Language {
    /// What the language writes behind the figures of an ordinal and may set raised. Languages that write a
    /// letter which is raised by itself (º, ª) or a stop need nothing.
    fn ordinal_endings(&self) -> &'static [&'static str] {
        match self.primary() {
            "en" => &["st", "nd", "rd", "th"],
            "fr" => &["er", "re", "e", "ers", "res", "es", "nd", "nde"],
            _ => &[],
        }
    }

    /// The letters of the ordinals in `text`, in order: those between a figure and the end of the word.
    #[must_use]
    pub fn ordinals(&self, text: &str) -> Vec<Range<usize>> {
        let endings = self.ordinal_endings();
        let mut found = Vec::new();
        if endings.is_empty() {
            return found;
        }
        let mut after_figure = None;
        for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
            match after_figure {
                Some(start) if !character.is_alphanumeric() => {
                    found.extend(endings.contains(&&text[start..at]).then_some(start..at));
                    after_figure = None;
                }
                _ if character.is_ascii_digit() => after_figure = Some(at + 1),
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Language;

    fn check(tag: &str, text: &str, expected: &[&str]) {
        let found = Language::new(tag).expect("a tag").ordinals(text);
        assert_eq!(found.into_iter().map(|letters| &text[letters]).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn letters_behind_a_figure_that_end_the_word_make_an_ordinal() {
        check("en-GB", "the 1st, 2nd, 3rd and 21st-century (4th)", &["st", "nd", "rd", "st", "th"]);
        check("fr", "le 1er et le 2e", &["er", "e"]);
    }

    #[test]
    fn other_letters_behind_figures_are_none() {
        check("en-GB", "1940s, 3D, 4thly, 10 th, the 5, 2ndé, B2nd4", &[]);
        check("fi", "1st", &[]);
        check("en", "", &[]);
    }
}
