//! The words that the e-book adds to the author's, by language.

use crate::language::Language;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels {
    /// The table of contents.
    pub(super) contents: &'static str,
    /// The list of printed pages.
    pub(super) pages: &'static str,
    /// The list of the main places.
    pub(super) landmarks: &'static str,
    /// The cover.
    pub(super) cover: &'static str,
    /// The title page.
    pub(super) title_page: &'static str,
    /// Where the text starts.
    pub(super) start: &'static str,
    /// The imprint.
    pub(super) imprint: &'static str,
    /// A table, before its number.
    pub(super) table: &'static str,
    /// A figure, before its number.
    pub(super) figure: &'static str,
    /// A note, before its number.
    pub(super) note: &'static str,
    /// The link from a note to its mark.
    pub(super) back: &'static str,
    /// Opens the data of a chart or map.
    pub(super) data: &'static str,
    /// The alerts: note, tip, important, warning, caution.
    pub(super) alerts: [&'static str; 5],
}

const ENGLISH: Labels = Labels {
    contents: "Contents",
    pages: "Pages of the print edition",
    landmarks: "Landmarks",
    cover: "Cover",
    title_page: "Title page",
    start: "Start of the text",
    imprint: "Imprint",
    table: "Table",
    figure: "Figure",
    note: "Note",
    back: "Back to the text",
    data: "The data as a table",
    alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
};

/// Tables by primary subtag; English where there is none.
const LANGUAGES: [(&str, Labels); 7] = [
    (
        "de",
        Labels {
            contents: "Inhalt",
            pages: "Seiten der gedruckten Ausgabe",
            landmarks: "Wegmarken",
            cover: "Umschlag",
            title_page: "Titelseite",
            start: "Textbeginn",
            imprint: "Impressum",
            table: "Tabelle",
            figure: "Abbildung",
            note: "Anmerkung",
            back: "Zurück zum Text",
            data: "Die Daten als Tabelle",
            alerts: ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"],
        },
    ),
    (
        "es",
        Labels {
            contents: "Índice",
            pages: "Páginas de la edición impresa",
            landmarks: "Puntos de referencia",
            cover: "Cubierta",
            title_page: "Portada",
            start: "Comienzo del texto",
            imprint: "Créditos",
            table: "Tabla",
            figure: "Figura",
            note: "Nota",
            back: "Volver al texto",
            data: "Los datos en una tabla",
            alerts: ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"],
        },
    ),
    (
        "fi",
        Labels {
            contents: "Sisällys",
            pages: "Painetun kirjan sivut",
            landmarks: "Kiintopisteet",
            cover: "Kansi",
            title_page: "Nimiösivu",
            start: "Tekstin alku",
            imprint: "Julkaisutiedot",
            table: "Taulukko",
            figure: "Kuva",
            note: "Viite",
            back: "Takaisin tekstiin",
            data: "Tiedot taulukkona",
            alerts: ["Huomaa", "Vinkki", "Tärkeää", "Varoitus", "Varo"],
        },
    ),
    (
        "fr",
        Labels {
            contents: "Table des matières",
            pages: "Pages de l’édition imprimée",
            landmarks: "Points de repère",
            cover: "Couverture",
            title_page: "Page de titre",
            start: "Début du texte",
            imprint: "Mentions légales",
            table: "Tableau",
            figure: "Figure",
            note: "Note",
            back: "Retour au texte",
            data: "Les données en tableau",
            alerts: ["Note", "Conseil", "Important", "Avertissement", "Attention"],
        },
    ),
    (
        "it",
        Labels {
            contents: "Indice",
            pages: "Pagine dell’edizione a stampa",
            landmarks: "Punti di riferimento",
            cover: "Copertina",
            title_page: "Frontespizio",
            start: "Inizio del testo",
            imprint: "Colophon",
            table: "Tabella",
            figure: "Figura",
            note: "Nota",
            back: "Torna al testo",
            data: "I dati in una tabella",
            alerts: ["Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione"],
        },
    ),
    (
        "pt",
        Labels {
            contents: "Sumário",
            pages: "Páginas da edição impressa",
            landmarks: "Pontos de referência",
            cover: "Capa",
            title_page: "Folha de rosto",
            start: "Início do texto",
            imprint: "Ficha técnica",
            table: "Tabela",
            figure: "Figura",
            note: "Nota",
            back: "Voltar ao texto",
            data: "Os dados em uma tabela",
            alerts: ["Nota", "Dica", "Importante", "Aviso", "Cuidado"],
        },
    ),
    (
        "sv",
        Labels {
            contents: "Innehåll",
            pages: "Den tryckta bokens sidor",
            landmarks: "Hållpunkter",
            cover: "Omslag",
            title_page: "Titelsida",
            start: "Textens början",
            imprint: "Tryckuppgifter",
            table: "Tabell",
            figure: "Figur",
            note: "Not",
            back: "Tillbaka till texten",
            data: "Uppgifterna i en tabell",
            alerts: ["Obs", "Tips", "Viktigt", "Varning", "Försiktighet"],
        },
    ),
];

/// The words of `language`.
pub(super) fn labels(language: &Language) -> &'static Labels {
    let own = LANGUAGES.iter().find(|(primary, _)| *primary == language.primary());
    own.map_or(&ENGLISH, |(_, labels)| labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_its_own_words_gets_the_english_ones() {
        let contents = |tag| labels(&Language::new(tag).expect("a language tag")).contents;
        assert_eq!(contents("de-AT"), "Inhalt");
        assert_eq!(contents("ko"), "Contents");
    }
}
