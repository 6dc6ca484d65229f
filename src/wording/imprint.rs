//! Words and dates of the imprint.

use crate::language::Language;

/// The words of an imprint in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImprintWording {
    /// Before the number of the edition.
    pub edition: &'static str,
    /// Before the number of the revision.
    pub revision: &'static str,
    /// The kinds of book that an ISBN is for: printed, e-book.
    pub kinds: [&'static str; 2],
    /// Before the names of the typefaces.
    pub typefaces: &'static str,
    /// Before the name of the program.
    pub typesetting: &'static str,
    /// Before the number of a volume in its series.
    pub volume: &'static str,
    /// The months, as they stand in a date.
    months: [&'static str; 12],
    /// A date with `{d}`, `{m}` and `{y}` for day, month and year.
    date: &'static str,
}

const ENGLISH: ImprintWording = ImprintWording {
    edition: "Edition",
    revision: "revision",
    kinds: ["print", "e-book"],
    typefaces: "Typefaces",
    typesetting: "Typesetting",
    volume: "Volume",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    date: "{d} {m} {y}",
};

/// By primary subtag.
const LANGUAGES: [(&str, ImprintWording); 8] = [
    ("en", ENGLISH),
    (
        "fi",
        ImprintWording {
            edition: "Painos",
            revision: "tarkistus",
            kinds: ["painettu", "e-kirja"],
            typefaces: "Kirjaintyypit",
            typesetting: "Ladonta",
            volume: "Osa",
            months: [
                "tammikuuta",
                "helmikuuta",
                "maaliskuuta",
                "huhtikuuta",
                "toukokuuta",
                "kesäkuuta",
                "heinäkuuta",
                "elokuuta",
                "syyskuuta",
                "lokakuuta",
                "marraskuuta",
                "joulukuuta",
            ],
            date: "{d}. {m} {y}",
        },
    ),
    (
        "sv",
        ImprintWording {
            edition: "Upplaga",
            revision: "revidering",
            kinds: ["tryckt", "e-bok"],
            typefaces: "Typsnitt",
            typesetting: "Sättning",
            volume: "Volym",
            months: [
                "januari",
                "februari",
                "mars",
                "april",
                "maj",
                "juni",
                "juli",
                "augusti",
                "september",
                "oktober",
                "november",
                "december",
            ],
            date: "{d} {m} {y}",
        },
    ),
    (
        "de",
        ImprintWording {
            edition: "Auflage",
            revision: "Revision",
            kinds: ["gedruckt", "E-Book"],
            typefaces: "Schriften",
            typesetting: "Satz",
            volume: "Band",
            months: [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
            date: "{d}. {m} {y}",
        },
    ),
    (
        "fr",
        ImprintWording {
            edition: "Édition",
            revision: "révision",
            kinds: ["imprimé", "livre numérique"],
            typefaces: "Polices",
            typesetting: "Composition",
            volume: "Volume",
            months: [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            date: "{d} {m} {y}",
        },
    ),
    (
        "es",
        ImprintWording {
            edition: "Edición",
            revision: "revisión",
            kinds: ["impreso", "libro electrónico"],
            typefaces: "Tipos de letra",
            typesetting: "Composición",
            volume: "Volumen",
            months: [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
            date: "{d} de {m} de {y}",
        },
    ),
    (
        "pt",
        ImprintWording {
            edition: "Edição",
            revision: "revisão",
            kinds: ["impresso", "livro eletrónico"],
            typefaces: "Tipos de letra",
            typesetting: "Composição",
            volume: "Volume",
            months: [
                "janeiro",
                "fevereiro",
                "março",
                "abril",
                "maio",
                "junho",
                "julho",
                "agosto",
                "setembro",
                "outubro",
                "novembro",
                "dezembro",
            ],
            date: "{d} de {m} de {y}",
        },
    ),
    (
        "it",
        ImprintWording {
            edition: "Edizione",
            revision: "revisione",
            kinds: ["a stampa", "e-book"],
            typefaces: "Caratteri",
            typesetting: "Composizione",
            volume: "Volume",
            months: [
                "gennaio",
                "febbraio",
                "marzo",
                "aprile",
                "maggio",
                "giugno",
                "luglio",
                "agosto",
                "settembre",
                "ottobre",
                "novembre",
                "dicembre",
            ],
            date: "{d} {m} {y}",
        },
    ),
];

/// The words of an imprint in `language`; English where the program has none.
#[must_use]
pub fn imprint(language: &Language) -> &'static ImprintWording {
    LANGUAGES.iter().find(|(primary, _)| *primary == language.primary()).map_or(&ENGLISH, |(_, words)| words)
}

/// The day `written` (`2026-11-30`) as `language` writes it; as it is where the program does not know
/// how.
#[must_use]
pub fn date(written: &str, language: &Language) -> String {
    let words = imprint(language);
    let known = LANGUAGES.iter().any(|(primary, _)| *primary == language.primary());
    let parts: Vec<usize> = written.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month @ 1..=12, day] = parts[..] else { return written.to_owned() };
    if !known {
        return written.to_owned();
    }
    let form = if language.as_str().starts_with("en-US") { "{m} {d}, {y}" } else { words.date };
    let day = if language.primary() == "fr" && day == 1 { "1er".to_owned() } else { day.to_string() };
    form.replace("{d}", &day).replace("{m}", words.months[month - 1]).replace("{y}", &year.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_language_writes_it() {
        let check = |tag: &str, expected: &str| {
            assert_eq!(date("2026-11-01", &Language::new(tag).expect("a tag")), expected);
        };
        check("en-GB", "1 November 2026");
        check("en-US", "November 1, 2026");
        check("fi", "1. marraskuuta 2026");
        check("fr", "1er novembre 2026");
        check("es", "1 de noviembre de 2026");
        check("ja", "2026-11-01");
    }
}
