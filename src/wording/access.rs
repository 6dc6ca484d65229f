//! How a book can be read, in plain words: what catalogues show of an e-book.

use crate::language::Language;

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
    /// That the pages are those of the print edition.
    pub pages: &'static str,
}

const ENGLISH: AccessWording = AccessWording {
    language: "en",
    text: "the text can be enlarged, restyled and read aloud",
    navigation: "headings and a table of contents lead through it",
    described: "every image has a description",
    undescribed: "the images have no descriptions",
    partly_described: "some images have no description",
    tables: "the tables have headers",
    pages: "the page list matches the print edition",
};

const LANGUAGES: [AccessWording; 8] = [
    ENGLISH,
    AccessWording {
        language: "de",
        text: "der Text lässt sich vergrößern, anders gestalten und vorlesen",
        navigation: "Überschriften und ein Inhaltsverzeichnis führen hindurch",
        described: "jedes Bild hat eine Beschreibung",
        undescribed: "die Bilder haben keine Beschreibungen",
        partly_described: "einige Bilder haben keine Beschreibung",
        tables: "die Tabellen haben Kopfzellen",
        pages: "die Seitenliste entspricht der gedruckten Ausgabe",
    },
    AccessWording {
        language: "es",
        text: "el texto puede ampliarse, cambiar de aspecto y leerse en voz alta",
        navigation: "los títulos y el índice guían por el libro",
        described: "todas las imágenes tienen una descripción",
        undescribed: "las imágenes no tienen descripción",
        partly_described: "algunas imágenes no tienen descripción",
        tables: "las tablas tienen encabezados",
        pages: "la lista de páginas corresponde a la edición impresa",
    },
    AccessWording {
        language: "fi",
        text: "tekstiä voi suurentaa, muotoilla uudelleen ja kuunnella",
        navigation: "otsikot ja sisällysluettelo ohjaavat sen läpi",
        described: "jokaisella kuvalla on kuvaus",
        undescribed: "kuvilla ei ole kuvauksia",
        partly_described: "osalla kuvista ei ole kuvausta",
        tables: "taulukoissa on otsikkosolut",
        pages: "sivuluettelo vastaa painettua kirjaa",
    },
    AccessWording {
        language: "fr",
        text: "le texte peut être agrandi, remis en forme et lu à voix haute",
        navigation: "des titres et une table des matières guident la lecture",
        described: "chaque image a une description",
        undescribed: "les images n’ont pas de description",
        partly_described: "certaines images n’ont pas de description",
        tables: "les tableaux ont des en-têtes",
        pages: "la liste des pages correspond à l’édition imprimée",
    },
    AccessWording {
        language: "it",
        text: "il testo può essere ingrandito, cambiato nell’aspetto e letto ad alta voce",
        navigation: "titoli e indice guidano nella lettura",
        described: "ogni immagine ha una descrizione",
        undescribed: "le immagini non hanno descrizioni",
        partly_described: "alcune immagini non hanno una descrizione",
        tables: "le tabelle hanno intestazioni",
        pages: "l’elenco delle pagine corrisponde all’edizione a stampa",
    },
    AccessWording {
        language: "pt",
        text: "o texto pode ser ampliado, reformatado e lido em voz alta",
        navigation: "os títulos e o sumário guiam a leitura",
        described: "cada imagem tem uma descrição",
        undescribed: "as imagens não têm descrição",
        partly_described: "algumas imagens não têm descrição",
        tables: "as tabelas têm cabeçalhos",
        pages: "a lista de páginas corresponde à edição impressa",
    },
    AccessWording {
        language: "sv",
        text: "texten kan förstoras, formas om och läsas upp",
        navigation: "rubriker och en innehållsförteckning leder genom den",
        described: "varje bild har en beskrivning",
        undescribed: "bilderna saknar beskrivningar",
        partly_described: "några bilder saknar beskrivning",
        tables: "tabellerna har rubrikceller",
        pages: "sidlistan motsvarar den tryckta boken",
    },
];

/// The statements in `language`; English where the program has none.
#[must_use]
pub fn access(language: &Language) -> &'static AccessWording {
    LANGUAGES.iter().find(|words| words.language == language.primary()).unwrap_or(&ENGLISH)
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
    use super::*;

    #[test]
    fn statements_are_one_sentence_also_where_they_start_with_an_accent() {
        assert_eq!(ENGLISH.sentence(&["élan", "more"]), "Élan; more.");
    }

    #[test]
    fn a_language_without_statements_gets_the_english_ones() {
        let language = |tag| access(&Language::new(tag).expect("a tag")).language;
        assert_eq!((language("de-AT"), language("ko")), ("de", "en"));
    }
}
