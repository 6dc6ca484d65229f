//! What does not part from the number beside it at the end of a line, by language.

use super::Language;

/// What a language ties to numbers.
#[derive(Debug, PartialEq, Eq)]
pub struct Ties {
    /// What stands before a number: "p. 12".
    before: &'static [&'static str],
    /// What stands behind it: "3 million".
    behind: &'static [&'static str],
}

/// Symbols of units, which are the same in all languages (ISO 80000).
const UNITS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "km", "km²", "m", "m²", "m³", "cm", "mm", "ha", "kg", "g", "mg", "t", "l", "L", "ml",
    "h", "min", "s", "km/h", "m/s", "W", "kW", "MW", "GW", "kWh", "Hz", "kHz", "MHz", "GHz", "dB", "pt", "px", "em",
    "kB", "MB", "GB", "TB", "€", "$", "£",
];

/// Signs that stand before a number in all languages.
const SIGNS: &[&str] = &["§", "§§", "№", "ca."];

/// By primary subtag, after the abbreviations that the dictionaries of each language list.
const LANGUAGES: [(&str, Ties); 8] = [
    (
        "en",
        Ties {
            before: &[
                "p.", "pp.", "no.", "nos.", "No.", "Nos.", "vol.", "vols.", "Vol.", "Vols.", "fig.", "figs.", "Fig.",
                "Figs.", "ch.", "chs.", "chap.", "Ch.", "sec.", "Sec.", "art.", "Art.", "l.", "ll.", "n.", "nn.", "c.",
                "AD",
            ],
            behind: &["per", "percent", "million", "billion", "trillion", "a.m.", "p.m.", "BC", "BCE", "CE"],
        },
    ),
    (
        "fi",
        Ties {
            before: &["s.", "ss.", "nro", "n:o", "nrot", "kuv.", "taul.", "n.", "v.", "klo"],
            behind: &[
                "§",
                "prosenttia",
                "miljoona",
                "miljoonaa",
                "miljardi",
                "miljardia",
                "milj.",
                "mrd.",
                "kpl",
                "eaa.",
                "jaa.",
            ],
        },
    ),
    (
        "sv",
        Ties {
            before: &["s.", "sid.", "nr", "nr.", "fig.", "tab.", "kap.", "vol.", "bd", "ca", "c:a", "kl."],
            behind: &[
                "§",
                "procent",
                "miljon",
                "miljoner",
                "miljard",
                "miljarder",
                "milj.",
                "mn",
                "md",
                "kr",
                "st.",
                "f.Kr.",
                "e.Kr.",
            ],
        },
    ),
    (
        "de",
        Ties {
            before: &[
                "S.", "Nr.", "Nrn.", "Bd.", "Bde.", "Abb.", "Tab.", "Kap.", "Art.", "Abs.", "Anm.", "Fn.", "H.", "Jg.",
                "Sp.", "Z.", "ca.",
            ],
            behind: &[
                "Prozent",
                "Million",
                "Millionen",
                "Milliarde",
                "Milliarden",
                "Mio.",
                "Mrd.",
                "Uhr",
                "Jh.",
                "v.",
                "n.",
            ],
        },
    ),
    (
        "fr",
        Ties {
            before: &[
                "p.", "pp.", "n°", "nº", "nos", "n°s", "N°", "vol.", "t.", "fig.", "tab.", "tabl.", "chap.", "art.",
                "env.", "v.",
            ],
            behind: &["pour", "million", "millions", "milliard", "milliards", "av.", "apr."],
        },
    ),
    (
        "es",
        Ties {
            before: &[
                "p.", "pp.", "pág.", "págs.", "n.º", "nº", "núm.", "núms.", "vol.", "vols.", "t.", "fig.", "figs.",
                "cap.", "caps.", "art.", "arts.", "c.",
            ],
            behind: &["por", "mil", "millón", "millones", "a.", "d."],
        },
    ),
    (
        "pt",
        Ties {
            before: &[
                "p.", "pp.", "pág.", "págs.", "n.º", "nº", "núm.", "vol.", "vols.", "t.", "fig.", "figs.", "cap.",
                "caps.", "art.", "arts.", "c.",
            ],
            behind: &["por", "mil", "milhão", "milhões", "bilhão", "bilhões", "a.C.", "d.C."],
        },
    ),
    (
        "it",
        Ties {
            before: &[
                "p.", "pp.", "pag.", "pagg.", "n.", "nn.", "nr.", "vol.", "voll.", "t.", "fig.", "figg.", "tab.",
                "tabb.", "cap.", "capp.", "art.", "artt.", "par.",
            ],
            behind: &["per", "mila", "milione", "milioni", "miliardo", "miliardi", "a.C.", "d.C."],
        },
    ),
];

/// For a language that is not in the table.
const NONE: Ties = Ties { before: &[], behind: &[] };

impl Language {
    /// What it ties to numbers.
    #[must_use]
    pub fn ties(&self) -> &'static Ties {
        LANGUAGES.iter().find(|(primary, _)| *primary == self.primary()).map_or(&NONE, |(_, ties)| ties)
    }
}

impl Ties {
    /// Whether `word` does not part from the number that follows it; brackets that open before it do
    /// not count.
    #[must_use]
    pub fn binds_before(&self, word: &str) -> bool {
        let word = word.trim_start_matches(['(', '[']);
        self.before.contains(&word) || SIGNS.contains(&word)
    }

    /// Whether `word` does not part from the number that it follows; what closes a clause does not count.
    #[must_use]
    pub fn binds_behind(&self, word: &str) -> bool {
        let bare = word.trim_end_matches([',', ';', ':', ')', ']', '?', '!']);
        let without_stop = bare.trim_end_matches('.');
        // A capital with a stop is the initial of a name: "in 1922 W. Heinemann".
        let initial = bare != without_stop && without_stop.chars().all(char::is_uppercase);
        let binds = |word: &str| self.behind.contains(&word) || UNITS.contains(&word);
        binds(bare) || (!initial && binds(without_stop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties(tag: &str) -> &'static Ties {
        Language::new(tag).expect("a tag").ties()
    }

    #[test]
    fn an_abbreviation_stays_with_its_figure_in_its_own_language() {
        assert!(ties("en-GB").binds_before("(pp."));
        assert!(ties("fi").binds_before("nro"));
        assert!(ties("pt-BR").binds_before("n.º"));
        assert!(!ties("en").binds_before("nro"));
        assert!(!ties("de").binds_before("p."));
        assert!(ties("cy").binds_before("§"));
    }

    #[test]
    fn a_unit_stays_with_its_number_in_all_languages_and_a_word_of_measure_in_its_own() {
        for tag in ["en", "fi", "sv", "de", "fr", "es", "pt", "it", "gn"] {
            assert!(ties(tag).binds_behind("km²),"), "{tag}");
        }
        assert!(ties("es").binds_behind("millones"));
        assert!(ties("sv").binds_behind("miljoner."));
        assert!(!ties("fi").binds_behind("million"));
    }

    #[test]
    fn the_initial_of_a_name_is_no_unit() {
        assert!(!ties("en").binds_behind("W."));
        assert!(ties("en").binds_behind("kW."));
    }
}
