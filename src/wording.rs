//! The words that the program itself sets, in the language of the book.

mod access;
mod imprint;

pub use access::{AccessWording, access};
pub use imprint::{ImprintWording, date, imprint};

use crate::language::Language;

/// Words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Before the number of a table.
    pub table: &'static str,
    /// Before the number of a figure.
    pub figure: &'static str,
    /// Before the number of a page.
    pub page: &'static str,
    /// Over the contents.
    pub contents: &'static str,
    /// Over the notes of a chapter, and over a remark.
    pub note: &'static str,
    /// Over a tip.
    pub tip: &'static str,
    /// Over something important.
    pub important: &'static str,
    /// Over a warning.
    pub warning: &'static str,
    /// Over a caution.
    pub caution: &'static str,
    /// After the caption of a table on its further pages.
    pub continued: &'static str,
    /// Before a number that is nearly so much.
    pub about: &'static str,
    /// Before a number that is more than so much.
    pub over: &'static str,
    /// Over the index.
    pub index: &'static str,
    /// In the index, before a head under which the subject is found.
    pub see: &'static str,
    /// In the index, before a head under which there is more.
    pub see_also: &'static str,
    /// In the index, after the page of a note.
    pub in_note: &'static str,
    /// Over the list of figures.
    pub figures: &'static str,
    /// Over the list of tables.
    pub tables: &'static str,
}

const ENGLISH: Wording = Wording {
    table: "Table",
    figure: "Figure",
    page: "page",
    contents: "Contents",
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    continued: "continued",
    about: "about",
    over: "over",
    index: "Index",
    see: "see",
    see_also: "see also",
    in_note: "n",
    figures: "Figures",
    tables: "Tables",
};

/// By primary subtag.
const LANGUAGES: [(&str, Wording); 8] = [
    ("en", ENGLISH),
    (
        "fi",
        Wording {
            table: "Taulukko",
            figure: "Kuva",
            page: "sivu",
            contents: "Sisällys",
            note: "Huomautus",
            tip: "Vinkki",
            important: "Tärkeää",
            warning: "Varoitus",
            caution: "Varo",
            continued: "jatkuu",
            about: "noin",
            over: "yli",
            index: "Hakemisto",
            see: "ks.",
            see_also: "ks. myös",
            in_note: "",
            figures: "Kuvat",
            tables: "Taulukot",
        },
    ),
    (
        "sv",
        Wording {
            table: "Tabell",
            figure: "Figur",
            page: "sidan",
            contents: "Innehåll",
            note: "Anmärkning",
            tip: "Tips",
            important: "Viktigt",
            warning: "Varning",
            caution: "Försiktigt",
            continued: "fortsättning",
            about: "cirka",
            over: "över",
            index: "Register",
            see: "se",
            see_also: "se även",
            in_note: "",
            figures: "Figurer",
            tables: "Tabeller",
        },
    ),
    (
        "de",
        Wording {
            table: "Tabelle",
            figure: "Abbildung",
            page: "Seite",
            contents: "Inhalt",
            note: "Hinweis",
            tip: "Tipp",
            important: "Wichtig",
            warning: "Warnung",
            caution: "Vorsicht",
            continued: "Fortsetzung",
            about: "etwa",
            over: "über",
            index: "Register",
            see: "siehe",
            see_also: "siehe auch",
            in_note: "",
            figures: "Abbildungen",
            tables: "Tabellen",
        },
    ),
    (
        "fr",
        Wording {
            table: "Tableau",
            figure: "Figure",
            page: "page",
            contents: "Table des matières",
            note: "Remarque",
            tip: "Conseil",
            important: "Important",
            warning: "Avertissement",
            caution: "Attention",
            continued: "suite",
            about: "environ",
            over: "plus de",
            index: "Index",
            see: "voir",
            see_also: "voir aussi",
            in_note: "n",
            figures: "Figures",
            tables: "Tableaux",
        },
    ),
    (
        "es",
        Wording {
            table: "Tabla",
            figure: "Figura",
            page: "página",
            contents: "Índice",
            note: "Nota",
            tip: "Consejo",
            important: "Importante",
            warning: "Advertencia",
            caution: "Precaución",
            continued: "continuación",
            about: "unos",
            over: "más de",
            index: "Índice alfabético",
            see: "véase",
            see_also: "véase también",
            in_note: "n",
            figures: "Figuras",
            tables: "Tablas",
        },
    ),
    (
        "pt",
        Wording {
            table: "Tabela",
            figure: "Figura",
            page: "página",
            contents: "Sumário",
            note: "Nota",
            tip: "Dica",
            important: "Importante",
            warning: "Aviso",
            caution: "Cuidado",
            continued: "continuação",
            about: "cerca de",
            over: "mais de",
            index: "Índice remissivo",
            see: "ver",
            see_also: "ver também",
            in_note: "n",
            figures: "Figuras",
            tables: "Tabelas",
        },
    ),
    (
        "it",
        Wording {
            table: "Tabella",
            figure: "Figura",
            page: "pagina",
            contents: "Indice",
            note: "Nota",
            tip: "Suggerimento",
            important: "Importante",
            warning: "Avvertenza",
            caution: "Attenzione",
            continued: "continua",
            about: "circa",
            over: "oltre",
            index: "Indice analitico",
            see: "vedi",
            see_also: "vedi anche",
            in_note: "n",
            figures: "Figure",
            tables: "Tabelle",
        },
    ),
];

/// The words of `language`; English where the program has none.
#[must_use]
pub fn of(language: &Language) -> &'static Wording {
    LANGUAGES.iter().find(|(primary, _)| *primary == language.primary()).map_or(&ENGLISH, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_has_words_has_ties_to_numbers() {
        let tag = |written: &str| Language::new(written).expect("a tag");
        for (primary, _) in LANGUAGES {
            assert_ne!(tag(primary).ties(), tag("x-none").ties(), "{primary}");
        }
    }
}
