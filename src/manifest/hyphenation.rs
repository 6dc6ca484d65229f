//! `[hyphenation]`: words by language, divided as the book wants them.

use super::schema::{At, Faults, Table, shortened};
use crate::diag::Code;
use crate::language::Language;

/// Reads the words of each language, each with a hyphen wherever it may be divided.
pub(super) fn hyphenation(top: &Table, faults: &mut Faults) -> Vec<(Language, Vec<String>)> {
    let lists = top.lists_by_name("hyphenation", faults);
    lists.into_iter().filter_map(|(tag, words)| Some((language(&tag, faults)?, checked(words, faults)))).collect()
}

fn language(tag: &At<String>, faults: &mut Faults) -> Option<Language> {
    let hint = "name a language as BCP 47 does, such as `en-GB`";
    Language::new(&tag.value).or_else(|| {
        let message = format!("`{}` is not a language", shortened(&tag.value));
        faults.error(tag.span, Code::WrongValue, message, hint)
    })
}

fn checked(words: Vec<At<String>>, faults: &mut Faults) -> Vec<String> {
    words.into_iter().filter_map(|word| one_word(word, faults)).collect()
}

/// A word of letters, with single hyphens between them.
fn one_word(word: At<String>, faults: &mut Faults) -> Option<String> {
    let lower = word.value.to_lowercase();
    let is_word = lower.split('-').all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
    if is_word && lower.len() == word.value.len() {
        return Some(lower);
    }
    let message = format!("`{}` is not one word with hyphens where it may be divided", shortened(&word.value));
    faults.error(word.span, Code::WrongValue, message, "write it so: \"as-so-ciate\"; without hyphens it stays whole")
}
