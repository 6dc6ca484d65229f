#!/usr/bin/env python3
"""points.py [--without POINT]... BOOK.epub BOOK-print.pdf: what an excellent e-book has beyond what EPUBCheck and Ace see.

Knows nothing of the program: it reads the EPUB as a zip of XML and the printed pages through pdftotext. It
fails for each point that is not met, but for those named by `--without`: what a manifest must say and does not.
One of those that is met all the same fails too, so that no excuse outlives its reason.
"""

import argparse
import posixpath
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import wording
from validate import printed_pages, words

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}svg"
MATHS = "{http://www.w3.org/1998/Math/MathML}math"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Scripts by their first and last character, and the languages that are written in them.
SCRIPTS = [
    ("\u0590", "\u05ff", "he yi"),
    ("\u0600", "\u06ff", "ar fa ur"),
    ("\u1200", "\u139f", "am ti"),
    ("\u3040", "\u30ff", "ja"),
    ("\u4e00", "\u9fff", "zh ja ko"),
    ("\uac00", "\ud7af", "ko"),
]
METADATA = [
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
    "a11y:certifiedBy",
]
# Above this, older readers turn pages slowly: bytes of one XHTML file.
LARGEST_FILE = 256 * 1024
# What stores ask of a cover: pixels of the shorter and the longer side, and bytes.
COVER = (1400, 2100, 5_000_000)


class Ebook:
    """The files of an EPUB, and what its package says of them."""

    def __init__(self, path):
        self.raw = path.read_bytes()
        self.archive = zipfile.ZipFile(path)
        self.entries = self.archive.infolist()
        container = self.archive.read("META-INF/container.xml").decode()
        self.package_name = re.search(r'full-path="([^"]+)"', container)[1]
        self.package = ElementTree.fromstring(self.archive.read(self.package_name))
        self.items = {item.get("id"): item for item in self.package.iter(OPF + "item")}
        self.metas = list(self.package.iter(OPF + "meta"))
        self.nav_name, self.nav = next(
            (self.name(item), self.tree(item)) for item in self.items.values() if "nav" in (item.get("properties") or "").split()
        )
        spine = [self.items[reference.get("idref")] for reference in self.package.iter(OPF + "itemref")]
        self.chapters = [(self.name(item), self.tree(item)) for item in spine]
        self.elements = [(name, element) for name, root in self.chapters for element in root.iter()]

    def name(self, item):
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.package_name), item.get("href")))

    def read(self, item):
        return self.archive.read(self.name(item))

    def tree(self, item):
        return ElementTree.fromstring(self.read(item))

    def of_type(self, media):
        return [item for item in self.items.values() if media in (item.get("media-type") or "")]

    def said(self, name):
        return [(meta.text or "").strip() for meta in self.metas if meta.get("property") == name]

    def links(self, kind):
        """Address and words of each link of a list of the navigation."""
        lists = [nav for nav in self.nav.iter(XHTML + "nav") if nav.get(TYPE) == kind]
        return [(link.get("href"), "".join(link.itertext())) for nav in lists for link in nav.iter(XHTML + "a")]

    def typed(self, *kinds):
        """The elements of these kinds with the names of their files."""
        return [(name, element) for name, element in self.elements if set(kinds) & set((element.get(TYPE) or "").split())]


def role(element, *roles):
    return bool(set(roles) & set((element.get("role") or "").split()))


def is_isbn(text):
    figures = re.sub(r"\D", "", text)
    return len(figures) == 13 and sum(int(figure) * (1, 3)[at % 2] for at, figure in enumerate(figures)) % 10 == 0


def container_points(book):
    names = [entry.filename for entry in book.entries]
    plain = all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in names)
    times = {entry.date_time for entry in book.entries}
    stored = book.entries[0].compress_type == zipfile.ZIP_STORED
    yield "mimetype first, stored, no extra field", stored and book.raw[30:58] == b"mimetypeapplication/epub+zip", names[0]
    yield "one time on every entry", len(times) == 1, times
    yield "names ASCII, no space, unique without case", plain and len({name.lower() for name in names}) == len(names), names
    yield "font licence in the container", any(re.search("OFL|LICEN[CS]E", name, re.I) for name in names), ""


def package_points(book):
    identifiers = [identifier.text or "" for identifier in book.package.iter(DC + "identifier")]
    isbns = [text for text in identifiers if "isbn" in text.lower() or re.fullmatch(r"97[89]\d{10}", text.strip())]
    claims = book.said("dcterms:conformsTo")
    claim = r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level AA?A?"
    yield "language of the package", book.package.get(LANG), ""
    yield "one date of modification", len(book.said("dcterms:modified")) == 1, book.said("dcterms:modified")
    yield "ISBN with its check digit", isbns and all(map(is_isbn, isbns)), isbns
    yield "creators with role and file-as", book.said("role") and book.said("file-as"), ""
    for name in METADATA:
        yield name, book.said(name), ""
    yield "conformance in the exact words", any(re.fullmatch(claim, text) for text in claims), claims
    yield "source of the pages", book.said("pageBreakSource") or book.said("source-of"), ""
    yield "series", book.said("belongs-to-collection"), ""


def cover_points(book):
    covers = [item for item in book.items.values() if "cover-image" in (item.get("properties") or "").split()]
    named = [meta.get("content") for meta in book.metas if meta.get("name") == "cover"]
    yield "one cover image", len(covers) == 1, len(covers)
    yield "cover named as older readers look for it", named == [item.get("id") for item in covers], named
    data = book.read(covers[0]) if covers else b""
    shorter, longer = sorted(jpeg_size(data))
    least, most, bytes_most = COVER
    yield "cover a JPEG large enough", shorter >= least and longer >= most and len(data) <= bytes_most, (shorter, longer, len(data))


def jpeg_size(data):
    """Width and height in pixels; 0 of what is no JPEG."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data):
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def navigation_points(book, folios):
    contents, listed = book.links("toc"), book.links("page-list")
    landmarks = [link for nav in book.nav.iter(XHTML + "nav") if nav.get(TYPE) == "landmarks" for link in nav.iter(XHTML + "a")]
    yield "language of the navigation", book.nav.get("lang") or book.nav.get(LANG), ""
    yield "contents", contents, ""
    yield "landmarks with the body", any(link.get(TYPE) == "bodymatter" for link in landmarks), ""
    pages = [folio for _, folio in listed]
    yield "page list that of the printed pages", folios and pages == folios, sorted(set(folios) ^ set(pages))
    base = posixpath.dirname(book.nav_name) or "."
    breaks = [f"{posixpath.relpath(name, base)}#{element.get('id')}" for name, element in book.typed("pagebreak")]
    yield "every page break in the page list, in order", breaks and [href for href, _ in listed] == breaks, (len(listed), len(breaks))
    ncx = "".join(book.read(item).decode() for item in book.of_type("application/x-dtbncx+xml"))
    yield "contents for older readers", "dtb:uid" in ncx and ncx.count("<navPoint") == len(contents), (ncx.count("<navPoint"), len(contents))
    yield "page list for older readers", ncx.count("<pageTarget") == len(listed), (ncx.count("<pageTarget"), len(listed))


def target(name, address):
    """The file and the id that `address` in file `name` leads to."""
    file, _, anchor = address.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), file or posixpath.basename(name))) + "#" + anchor


def note_points(book):
    marks, notes = book.typed("noteref"), [found for found in book.typed("footnote", "endnote") if found[1].tag == XHTML + "aside"]
    # A note may be marked more than once.
    marked = {target(name, mark.get("href")) for name, mark in marks}
    there = {f"{name}#{note.get('id')}" for name, note in notes}
    yield "marks of notes with their role", marks and all(role(mark, "doc-noteref") for _, mark in marks), len(marks)
    yield "notes with their role", notes and all(role(note, "doc-footnote", "doc-endnote") for _, note in notes), len(notes)
    yield "each note marked, each mark with a note", marked == there, sorted(marked ^ there)


def text_points(book):
    bare = [name for name, root in book.chapters if not (root.get("lang") or root.get(LANG))]
    strange = [found for name, root in book.chapters for found in untold(root, "", name)]
    large = [name for name, _ in book.chapters if len(book.archive.read(name)) > LARGEST_FILE]
    heads = [(name, element) for name, element in book.elements if element.tag == XHTML + "th"]
    yield "language of every file and of each script", not bare and not strange, (bare + strange)[:3]
    yield "no file too large", not large, large
    yield "head cells with scope", heads and all(head.get("scope") for _, head in heads), len(heads)
    unnamed = [
        name
        for name, element in book.elements
        if (element.tag == XHTML + "img" and element.get("alt") is None)
        or (element.tag == SVG and not (role(element, "img") and (element.get("aria-label") or element.get("aria-labelledby"))))
        or (element.tag == MATHS and not element.get("alttext"))
    ]
    yield "pictures and formulas described", not unnamed, unnamed
    styled = [name for name, element in book.elements if element.get("style") or element.tag == XHTML + "style"]
    yield "no style in the text", not styled, styled
    scripted = [
        name for name, element in book.elements if element.tag == XHTML + "script" or any(key.startswith("on") for key in element.attrib)
    ]
    yield "no script", not scripted, scripted


def untold(element, language, name):
    """Texts in a script that is not one of their language."""
    language = element.get(LANG) or element.get("lang") or language
    for text in [element.text, *(child.tail for child in element)]:
        if any(is_strange(character, language) for character in text or ""):
            yield f"{name}: {text.strip()[:12]}"
    for child in element:
        yield from untold(child, language, name)


def is_strange(character, language):
    known = [languages.split() for first, last, languages in SCRIPTS if first <= character <= last]
    return any(language.split("-")[0] not in languages for languages in known)


def look_points(book):
    sheets = "".join(book.read(item).decode() for item in book.of_type("text/css"))
    rules = re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)
    colours = re.findall(r"(?<![-\w])(?:color|background(?:-color)?)\s*:\s*(?!inherit|transparent|currentcolor|none)[^;}]*", rules, re.I)
    fixed = re.findall(r"font-size\s*:\s*[\d.]+(?:px|pt)|line-height\s*:\s*[\d.]+(?:px|pt|em)", rules)
    used = {posixpath.basename(address) for address in re.findall(r"url\([\"']?([^\"')]+)", rules)}
    fonts = {posixpath.basename(item.get("href")) for item in book.of_type("font")}
    yield "no colour that a reader by night would meet", rules and not colours, colours
    yield "no fixed size", rules and not fixed, fixed
    yield "fonts there, each used", fonts and fonts <= used, fonts - used


def text_folios(pdf, said):
    """The folios that the e-book must list: of all pages with words, but half title, what faces the title,
    contents and lists. Those go from the page that starts with the word for them to the page that they name
    first."""
    pages = printed_pages(pdf)
    folios = list(pages)
    contents = next((at for at, folio in enumerate(folios) if pages[folio].startswith(said.contents + "\n")), None)
    skipped = set(folios[:2])
    if contents is not None:
        named = re.search(r" ([ivxlc]+|\d+)$", pages[folios[contents]], re.M)
        skipped |= set(folios[contents : folios.index(named[1])])
    return [folio for folio in folios if folio not in skipped and words(pages[folio])]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--without", action="append", default=[], metavar="POINT")
    options.add_argument("epub", type=Path)
    options.add_argument("pdf", type=Path)
    options = options.parse_args()
    book = Ebook(options.epub)
    groups = [container_points, package_points, cover_points, note_points, text_points, look_points]
    points = [point for group in groups for point in group(book)]
    points += navigation_points(book, text_folios(options.pdf, wording.of_package(book.archive.read(book.package_name).decode())))
    failures = 0
    for name, holds, detail in points:
        excused = name in options.without
        if bool(holds) == excused:
            failures += 1
            print("FAIL", name, "is met and needs no excuse" if excused else f"is not met: {detail}")
    for name in set(options.without) - {name for name, _, _ in points}:
        sys.exit(f"no such point: {name}")
    print(f"{sum(bool(holds) for _, holds, _ in points)} of {len(points)} points of an e-book are met")
    if failures:
        sys.exit(f"{failures} failures")


if __name__ == "__main__":
    main()
