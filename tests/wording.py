"""The words that a book says by itself, in its language: what readers of that language call these things."""

import re
from typing import NamedTuple


class Wording(NamedTuple):
    """Before the numbers of tables, figures and pages; over contents, index and the two lists."""

    table: str
    figure: str
    page: str
    contents: str
    index: str
    figures: str
    tables: str


ENGLISH = Wording("Table", "Figure", "page", "Contents", "Index", "Figures", "Tables")
# By the primary subtag of the language; a book in any other says them in English.
WORDINGS = {
    "fi": Wording("Taulukko", "Kuva", "sivu", "Sisällys", "Hakemisto", "Kuvat", "Taulukot"),
    "sv": Wording("Tabell", "Figur", "sidan", "Innehåll", "Register", "Figurer", "Tabeller"),
    "de": Wording("Tabelle", "Abbildung", "Seite", "Inhalt", "Register", "Abbildungen", "Tabellen"),
    "fr": Wording("Tableau", "Figure", "page", "Table des matières", "Index", "Figures", "Tableaux"),
    "es": Wording("Tabla", "Figura", "página", "Índice", "Índice alfabético", "Figuras", "Tablas"),
    "pt": Wording("Tabela", "Figura", "página", "Sumário", "Índice remissivo", "Figuras", "Tabelas"),
    "it": Wording("Tabella", "Figura", "pagina", "Indice", "Indice analitico", "Figure", "Tabelle"),
}


def of(language):
    """The words of a book in `language`."""
    return WORDINGS.get(language.split("-")[0].lower(), ENGLISH)


def of_package(package):
    """The words of the book whose package document is `package`."""
    return of(re.search(r"<dc:language[^>]*>([^<]+)<", package)[1])
