//! How a book can be read, in plain words: what catalogues show of an e-book.

/// The statements of one language, each without a capital and a stop, since they are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessWording {
    /// The language.
    pub language: &'static str,
    /// That text adapts to its reader.
    pub text: &'static str,
    /// That headings and contents lead through it.
    pub navigation: &'static str,
    /// That all images are described.
    pub described: &'static str,
    /// That no image is.
    pub undescribed: &'static str,
    /// That some are.
    pub partly_described: &'static str,
    /// That tables have header cells.
    pub tables: &'static str,
    /// That formulas are marked up and described.
    pub maths: &'static str,
    /// That the pages are those of the print edition.
    pub pages: &'static str,
}

impl AccessWording {
    /// `statements` as one sentence.
    #[must_use]
    pub fn sentence(&self, statements: &[&str]) -> String {
        let joined = statements.join("; ");
        let mut characters = joined.chars();
        let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}.", characters.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::wording::english::WORDS;

    #[test]
    fn statements_are_one_sentence_also_where_they_start_with_an_accent() {
        assert_eq!(WORDS.access.sentence(&["élan", "more"]), "Élan; more.");
    }
}
