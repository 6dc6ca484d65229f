//! Names made from words: of headings, and of the terms of a glossary.

use unicode_normalization::UnicodeNormalization;

/// `text` in lower case with its letters, digits, hyphens and underscores; spaces are hyphens, in the
/// manner of GitHub. Never empty.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => slug.extend(c.to_lowercase()),
            c if c.is_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    let slug: String = slug.trim_matches('-').nfc().collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// `text` without brackets and what is in them, and with single spaces: the words of a term, where an
/// abbreviation or the term in another language may follow in brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_of_all_scripts_and_is_never_empty() {
        assert_eq!(slug("What’s new: 2026?"), "whats-new-2026");
        assert_eq!(slug("Äänekoski 北京"), "äänekoski-北京");
        assert_eq!(slug("🎉"), "section");
    }

    #[test]
    fn brackets_are_no_part_of_a_term() {
        assert_eq!(without_brackets("learning city (学习型城市 (xuéxí)) [n.]"), "learning city");
    }
}
