//! Where the book itself says how words are divided.

use crate::language::Language;
use crate::manifest::Manifest;
use std::collections::BTreeMap;

/// Where a word may be divided, by language.
type Divisions = Vec<(Language, Box<[u32]>)>;

/// Words that are not divided as the patterns of their language would, by language and word in lower
/// case: the bytes before which they may be divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions(BTreeMap<Box<str>, Divisions>);

impl Exceptions {
    /// No exceptions.
    pub const NONE: &'static Self = &Self(BTreeMap::new());

    /// Those of the book's manifest.
    #[must_use]
    pub fn of(manifest: &Manifest) -> Self {
        let mut exceptions = Self::default();
        for (language, words) in &manifest.look.hyphenation {
            words.iter().for_each(|word| exceptions.add(language, word));
        }
        exceptions
    }

    fn add(&mut self, language: &Language, divided: &str) {
        let mut word = String::with_capacity(divided.len());
        let mut places = Vec::new();
        for part in divided.split('-') {
            if !word.is_empty() {
                places.push(word.len() as u32);
            }
            word.push_str(part);
        }
        self.0.entry(word.into()).or_default().push((language.clone(), places.into()));
    }

    /// Where `word` (in lower case) may be divided in a text of `language`, if the book says it: for the
    /// language itself, or for one that it is a kind of, as `en-GB` is of `en`.
    #[must_use]
    pub fn places(&self, word: &str, language: &Language) -> Option<&[u32]> {
        let is_kind_of = |general: &Language| {
            language
                .as_str()
                .strip_prefix(general.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let entries = self.0.get(word)?;
        let fitting = entries.iter().filter(|(general, _)| is_kind_of(general));
        fitting.max_by_key(|(general, _)| general.as_str().len()).map(|(_, places)| &**places)
    }
}
