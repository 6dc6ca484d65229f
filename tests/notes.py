#!/usr/bin/env python3
"""notes.py BOOK-print.pdf book.toml: that every footnote begins on the page of its mark, read back from outside.

Knows nothing of the program: it reads marks and notes from the Markdown with a few rules of its own, and the
pages through pdftotext. A note is found by the number and the words with which it begins at the start of a line;
its mark by the same number between the words that stand around it. It fails unless
- each note of the manuscript, and the address of each link, begins on exactly one page with its number,
- that page holds the mark with this number, between the words around it.
Then it moves the notes of each page to the next, in what it has read, and fails unless it misses every one that
no other is like.
"""

import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import wording

# What stands in print behind the words of a link into the book, of a link out of it, and of a note's mark.
PAGE, ADDRESS, MARK = "\x01", "\x02", "\x03"
# What parts two numbers on a page.
PARTED = "\x04"
BETWEEN = {
    # The word for a page is that of the book.
    PAGE: "",
    ADDRESS: rf"{PARTED}?\d{{0,3}}{PARTED}?",
    MARK: rf"{PARTED}?\d{{1,3}}{PARTED}?",
}
LINK = r"(?<!!)\[((?:[^\[\]]|\[\^[^\]]+\])*)\]\(([^)\s]+)[^)]*\)"
OUT = re.compile(r"https?://|mailto:")


def letters(text):
    """Letters and figures alone, without case and marks, and what stands for what print adds."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(character for character in text if character.isalnum() or character in BETWEEN or character == PARTED)


def bare(address):
    return re.sub(r"^(https?://|mailto:)?(www\.)?", "", address.strip().rstrip("/"))


def printed(text):
    """Markdown as its words are printed."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(LINK, lambda link: link[1] + (ADDRESS if OUT.match(link[2]) else PAGE), text)
    text = re.sub(r"\[\^[^\]]+\]", MARK, text)
    return letters(re.sub(r"<[^>]+>|\{[^}\n]*\}", "", text))


def pattern(text):
    """A pattern of words that are printed, with what print may have put between them."""
    figure = lambda character: character + f"{PARTED}?" if character.isdigit() else re.escape(character)
    return "".join(BETWEEN.get(character) or figure(character) for character in text)


def page(said):
    """A reference to a page, as letters."""
    return rf"(?:{letters(said.page)}(?:\d+{PARTED}?|[ivxlc]+))?"


class Note:
    """A note with the words around its mark."""

    def __init__(self, words, before, after):
        self.words = printed(words)[:40]
        self.before, self.after = printed(before)[-40:], printed(after)[:24].split(MARK)[0].split(ADDRESS)[0]

    def marks(self, number):
        """Patterns of the mark with `number`: more of what stands behind it, where a page starts with its word."""
        # "Award, 30 September" bears no mark 3.
        number += rf"(?:{PARTED}|(?!\d))"
        for before, after in ((16, 0), (8, 6), (3, 12)):
            if len(self.before) >= before and len(self.after) >= after:
                yield pattern(self.before[len(self.before) - before :]) + number + pattern(self.after[:after])
        yield pattern(self.before) + number + pattern(self.after[:6])


def notes(path, addresses):
    """The notes of a chapter in the order of their first marks; with the addresses of its links, if they are
    printed."""
    text = re.sub(r"\A\+\+\+\n.*?\n\+\+\+\n", "", path.read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    definition = r"^\[\^([^\]]+)\]:(.*(?:\n(?:    .*|$(?=\n    )))*)"
    written = dict(re.findall(definition, text, flags=re.M))
    text = re.sub(definition, "", text, flags=re.M)
    # Rules of tables, labels of alerts, and what lists and headings start with are not printed.
    text = re.sub(r"^\|?[\s:|-]+\|[\s:|-]*$|\[!\w+\]$", "", text, flags=re.M)
    text = re.sub(r"^((?:\s*>)*\s*)(?:[-*+]|\d+\.) +|^(?:Table|Figure): ", r"\1", text, flags=re.M)
    seen = set()
    for found in re.finditer(rf"\[\^([^\]]+)\]|{LINK}", text):
        before, after = text[max(0, found.start() - 400) : found.start()], text[found.end() : found.end() + 200]
        if found[1]:
            if found[1] in written and found[1] not in seen:
                seen.add(found[1])
                yield Note(written[found[1]], before, after)
            continue
        # Marks may stand in the words of a link.
        for inner in re.finditer(r"\[\^([^\]]+)\]", found[2]):
            if inner[1] in written and inner[1] not in seen:
                seen.add(inner[1])
                yield Note(written[inner[1]], before + found[2][: inner.start()], found[2][inner.end() :] + after)
        if addresses and OUT.match(found[3]) and bare(found[2]) != bare(found[3]):
            yield Note(found[3].removeprefix("mailto:"), before + found[2], after)


def pages(pdf):
    """The lines of each page."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return [page.split("\n") for page in text.replace("\u00ad\n", "").split("\f")[:-1]]


def beginnings(lines):
    """What follows each line that starts with a number: the number, and the letters from there on. A note may start
    with figures of its own."""
    for at, line in enumerate(lines):
        figures = re.match(r"\d*", line).end()
        for length in range(1, min(figures, 3) + 1):
            yield at, line[:length], letters(" ".join([line[length:], *lines[at + 1 :]]))


def misplaced(book, chapters):
    """The notes that do not begin on one page with their mark, with what is wrong."""
    parted = lambda lines: re.sub(r"(?<=\d)\W+(?=\d)", PARTED, " ".join(lines))
    read = [(list(beginnings(lines)), letters(parted(lines))) for lines in book]
    for path, listed in chapters.items():
        for note in listed:
            begins = re.compile(pattern(note.words))
            found = [
                (index, number)
                for index, (numbered, _) in enumerate(read)
                for _, number, follows in numbered
                if begins.match(follows)
            ]
            if not found:
                yield f"{path.name}: the note \"{note.words}\" begins on no page"
            marked = lambda index, number: any(re.search(mark, read[index][1]) for mark in note.marks(number))
            if found and not any(marked(index, number) for index, number in found):
                yield f"{path.name}: the mark of \"{note.words}\" is not where the note begins: {found}"


def moved(book, chapters):
    """The pages with the notes of each on the next, as if none of them began with its mark."""
    starts = [re.compile(pattern(note.words)) for listed in chapters.values() for note in listed]
    moved, carried = [], []
    for lines in book:
        first = {at for at, _, follows in beginnings(lines) if any(start.match(follows) for start in starts)}
        stay, move, inside = [], [], False
        for at, line in enumerate(lines):
            # An empty line ends what stands together.
            inside = at in first or inside and line != ""
            (move if inside else stay).append(line)
        moved.append(stay + [""] + carried)
        carried = move
    return [*moved, carried]


def main():
    pdf, manifest = map(Path, sys.argv[1:3])
    book = tomllib.loads(manifest.read_text(encoding="utf-8"))
    BETWEEN[PAGE] = page(wording.of(book["book"]["language"]))
    root = manifest.parent / book["book"].get("root", "")
    matter = [entry for name in ("front", "back") for entry in book.get(name, []) if "file" in entry]
    sources = {entry["file"] for entry in matter if entry.get("kind") == "bibliography"}
    files = [entry["file"] for entry in matter] + book.get("chapters", [])
    files += [file for part in book.get("city", []) + book.get("part", []) for file in part["chapters"]]
    addresses = book.get("print", {}).get("link-notes", True)
    chapters = {root / file: list(notes(root / file, addresses and file not in sources)) for file in files}
    listed = [note for notes in chapters.values() for note in notes]
    count = len(listed)
    # Notes of the same words on the same words may stand for one another.
    alike = sum(count - 1 for count in Counter((note.words, note.before[-16:]) for note in listed).values())
    printed_pages = pages(pdf)
    failures = list(misplaced(printed_pages, chapters))
    for failure in failures:
        print("FAIL", failure)
    missed = len(list(misplaced(moved(printed_pages, chapters), chapters)))
    if failures or not count:
        sys.exit(f"{len(failures)} of {count} notes do not begin on the page of their mark")
    if missed < count - alike:
        sys.exit(f"of {count} notes that were moved overleaf only {missed} were missed: the check sees too little")
    print(f"{count} notes begin on the page of their mark; moved overleaf, {missed} were missed, {alike} have a twin")


main()
