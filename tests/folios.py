#!/usr/bin/env python3
"""folios.py BOOK-print.pdf book.toml: every page number that the book prints, read back from outside.

Knows nothing of the program: it reads the Markdown with a few rules of its own and the pages through
pdftotext. It fails unless
- each page bears the number that is its own,
- each heading stands in the contents in order, on the page that the contents say,
- each captioned figure and table stands in its list, on the page that the list says,
- each mark of the index stands on a page that its entry names, and each entry has a mark,
- each reference leads to the page that it names, or to its own.
"""

import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import wording

FOLIO = r"(?:\d+|[ivxlc]+)"
failures = []
proven = Counter()


def check(kind, holds, message):
    proven[kind] += 1
    if not holds:
        failures.append(message)
        print("FAIL", message)


def letters(text):
    """Letters and figures alone, without case and marks: what no line break and no quote changes."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(character for character in text if character.isalnum())


def plain(text):
    """The words of a piece of Markdown."""
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"<[^>]+>|\s*\{[^}]*\}\s*$", "", text).strip()


def slug(text):
    """The id of a heading."""
    words = "".join(c for c in plain(text).strip().lower() if c.isalnum() or c in "-_ ")
    return words.replace(" ", "-").strip("-")


def roman(number):
    text = ""
    for value, figures in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += figures * (number // value)
        number %= value
    return text


class Chapter:
    """What a chapter's file says of headings, captions, links and marks."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        # Code and what stands in it is no structure, but the captions below charts are.
        text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
        self.text = text
        self.headings = re.findall(r"^(#{1,6}) +(.+)$", text, flags=re.M)
        self.captions = re.findall(r"^(Figure|Table): +(.+)$", text, flags=re.M)
        self.links = [link for link in re.findall(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", text) if ":" not in link[1]]
        self.targets = {}
        for _, heading in self.headings:
            identifier = re.search(r"\{[^}]*#([^\s}]+)", heading)
            self.targets[identifier[1] if identifier else slug(heading)] = ("heading", plain(heading))
        for kind, caption in self.captions:
            identifier = re.search(r"\{[^}]*#([^\s}]+)", caption)
            if identifier:
                self.targets[identifier[1]] = (kind, plain(caption))

    def marks(self):
        """The terms of each mark of the index, with the words from it on."""
        for mark in re.finditer(r"<span [^>]*data-index=\"([^\"]*)\"[^>]*>", self.text):
            # The number of a note, which only the book knows, ends what is sought.
            following, _, _ = self.text[mark.end() : mark.end() + 400].partition("[^")
            following = plain(re.sub(r"\s+", " ", following))
            for term in mark[1].split(";"):
                yield tuple(part.strip() for part in term.split("!")), letters(following)[:12]


class Printed:
    """The pages of the PDF by folio."""

    def __init__(self, pdf):
        text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
        self.raw = text.replace("\u00ad\n", "").split("\f")[:-1]
        edges = [set(re.findall(rf"^{FOLIO}$|^{FOLIO}(?= )|(?<= ){FOLIO}$", page.strip(), flags=re.M)) for page in self.raw]
        votes = Counter(index - int(f) for index, found in enumerate(edges) for f in found if f.isdigit())
        # The body starts where most of the pages bear the numbers that follow from it.
        start = votes.most_common(1)[0][0] + 1
        self.folios = [roman(index + 1) if index < start else str(index - start + 1) for index in range(len(self.raw))]
        for page, folio, found in zip(self.raw, self.folios, edges):
            # Title page and imprint bear no number.
            if page.strip() and (folio.isdigit() or any(not other.isdigit() for other in found)):
                check("pages", folio in found, f"page {folio} does not bear its number")
        self.pages = {folio: letters(page) for folio, page in zip(self.folios, self.raw)}

    def holds(self, folio, text):
        return letters(text) in self.pages.get(folio, "")

    def section(self, title, ends):
        """The lines of the pages from the one that starts with `title` to the next that starts with one
        of `ends`."""
        lines, inside = [], False
        for folio, page in zip(self.folios, self.raw):
            first = page.strip().partition("\n")[0]
            if inside and any(letters(first) and letters(end).startswith(letters(first)) for end in ends):
                break
            inside |= first == title
            if inside:
                lines += [line for line in page.strip().split("\n") if line != folio]
        return lines


def entries(lines):
    """Entries of contents or of a list: words with the folio that ends them."""
    words = ""
    for line in lines:
        ended = re.fullmatch(rf"(.*\S)\s+({FOLIO})", line)
        words += " " + (ended[1] if ended else line)
        if ended:
            yield words.strip(), ended[2]
            words = ""


def check_contents(printed, chapters, said):
    first = next(title for chapter in chapters.values() for _, title in chapter.headings)
    listed = list(entries(printed.section(said.contents, [said.figures, said.tables, plain(first)])))
    for deepest in (2, 1):
        wanted = [plain(t) for chapter in chapters.values() for level, t in chapter.headings if len(level) <= deepest]
        if len(wanted) <= len(listed):
            break
    at = 0
    for title in wanted:
        while at < len(listed) and letters(title) not in letters(listed[at][0]):
            at += 1
        if at == len(listed):
            return check("contents", False, f"the contents do not list \"{title}\" in its place")
        words, folio = listed[at]
        check("contents", printed.holds(folio, title), f"contents: \"{title}\" is not on page {folio}")
        at += 1
    for words, folio in listed:
        last = re.split(r"\s{2,}", words)[-1]
        check("contents", folio in printed.pages, f"contents: there is no page {folio} for {last}")


def spread(words):
    """A pattern of `words`, whatever stands between them."""
    return r"\W+".join(re.escape(word) for word in re.findall(r"\w+", words))


def check_lists(printed, chapters, kind, label, title, other, ends):
    """The list of figures or tables, whose numbers stand behind `label`, below `title` and before or behind the
    list `other`; there is none where they are few."""
    captions = [plain(text) for chapter in chapters.values() for of, text in chapter.captions if of == kind]
    lines = printed.section(title, ends) or printed.section(other, ends)
    if title not in lines:
        return
    lines = lines[lines.index(title) :]
    text = " ".join(lines[: lines.index(other)] if other in lines else lines)
    for number, caption in enumerate(captions, 1):
        found = re.search(rf"\b{number}\W+{spread(caption)}\W+({FOLIO})\b", text)
        check("lists", found, f"no list has {kind} {number}, \"{caption}\"")
        if found:
            on_page = printed.holds(found[1], f"{label} {number} {caption}")
            check("lists", on_page, f"lists: {kind} {number} is not on page {found[1]}")


RANGE = rf"{FOLIO}(?:–{FOLIO})?n?\b"


def in_range(folios):
    """Each folio of a list such as "vii, 3, 117–19"."""
    for start, end in re.findall(rf"({FOLIO})(?:–({FOLIO}))?", folios):
        if not end or not start.isdigit():
            yield from filter(None, (start, end))
            continue
        # A range may leave out the figures that its two ends share.
        end = start[: len(start) - len(end)] + end
        yield from map(str, range(int(start), int(end) + 1))


def check_index(printed, chapters, said, ends):
    wanted = [mark for chapter in chapters.values() for mark in chapter.marks()]
    if not wanted:
        return
    text = " ".join(printed.section(said.index, ends)).replace("– ", "–")
    rest = text
    for heads, words in wanted:
        # Sub-entries of different entries may have the same head: one of them must be right.
        entry = rf"(?<![\w(]){spread(heads[-1])}\)?((?:, {RANGE})+)"
        folios = [folio for found in re.findall(entry, text) for folio in in_range(found)]
        right = any(words in printed.pages.get(folio, "") or crosses(printed, folio, words, said) for folio in folios)
        check("index", right, f"index: {' – '.join(heads)} does not lead to \"{words}\", but to {folios}")
        rest = re.sub(entry, "", rest)
    for left in re.findall(rf"\w+, {RANGE}", rest):
        check("index", False, f"index: nothing is marked for \"{left}\"")


def head(page, said, length):
    """The text with which a page goes on: all of it where a figure or table may stand before that."""
    floated = rf"(?i){letters(said.table)}|{letters(said.figure)}"
    return page if re.search(floated, page[:40]) else page[:length]


def crosses(printed, folio, words, said):
    """Whether `words` start at the end of a page, above its notes, and go on on the next."""
    if folio not in printed.folios[:-1]:
        return False
    following = printed.pages[printed.folios[printed.folios.index(folio) + 1]]
    parts = [(words[:length], words[length:]) for length in range(2, len(words) - 1)]
    return any(start in printed.pages[folio] and rest in head(following, said, 80) for start, rest in parts)


def over_pages(text, words, said):
    """Folios that follow `words` where a page ends among these or after them, and its notes stand between."""
    for page, after in zip(text, text[1:]):
        for split in range(1, len(words) + 1):
            start, rest = (spread(" ".join(part)) for part in (words[:split], words[split:]))
            follows = re.search(rf"{rest}\W*\({said.page} ({FOLIO})\)", head(after, said, 160))
            if follows and re.search(start, page):
                yield follows[1]


def check_references(printed, chapters, terms, said):
    labels = {"Table": said.table, "Figure": said.figure}
    text = [re.sub(r"\s+", " ", page) for page in printed.raw]
    joined = " ".join(text)
    for file, chapter in chapters.items():
        for words, target in chapter.links:
            path, _, identifier = target.partition("#")
            path = (Path(file).parent / path).as_posix() if path else file
            path = re.sub(r"[^/]+/\.\./", "", path)
            if path in terms:
                continue
            there = chapters[path]
            kind, title = there.targets[identifier] if identifier else ("heading", plain(there.headings[0][1]))
            shown = plain(words) or (title if kind == "heading" else labels[kind])
            number = r"\W+(\d+)" if not words and kind != "heading" else "()"
            found = re.findall(rf"{spread(shown)}{number}\W{{0,2}} \({said.page} ({FOLIO})\)", joined)
            found += [("", folio) for folio in over_pages(text, re.findall(r"\w+", shown), said)]
            label = lambda count: f"{labels[kind]} {count}" if count else ""
            right = [folio for count, folio in found if printed.holds(folio, label(count) + title)]
            if not right:
                # It has the page under its eyes.
                places = 2 if letters(shown) == letters(title) else 1
                both = lambda page: page.count(letters(shown)) >= places and letters(title) in page
                right = [page for page in printed.pages.values() if both(page)]
            check("references", right, f"{file}: \"{shown}\" is not on page {[folio for _, folio in found]}")


def main():
    pdf, manifest = map(Path, sys.argv[1:3])
    book = tomllib.loads(manifest.read_text(encoding="utf-8"))
    root = manifest.parent / book["book"].get("root", "")
    matter = lambda name: [entry for entry in book.get(name, []) if "file" in entry]
    parts = book.get("city", []) + book.get("part", [])
    files = [entry["file"] for entry in matter("front")]
    files += [file for part in parts for file in part["chapters"]] + book.get("chapters", [])
    files += [entry["file"] for entry in matter("back")]
    chapters = {file: Chapter(root / file) for file in files}
    terms = {entry["file"] for entry in matter("back") + matter("front") if entry.get("kind") == "glossary"}
    printed = Printed(pdf)
    first = plain(next(title for chapter in chapters.values() for _, title in chapter.headings))
    said = wording.of(book["book"]["language"])
    check_contents(printed, chapters, said)
    check_lists(printed, chapters, "Figure", said.figure, said.figures, said.tables, [first])
    check_lists(printed, chapters, "Table", said.table, said.tables, said.figures, [first])
    kinds = [entry.get("kind") for entry in book.get("back", [])]
    later = book.get("back", [])[kinds.index("index") :] if "index" in kinds else []
    check_index(printed, chapters, said, [plain(chapters[entry["file"]].headings[0][1]) for entry in later if "file" in entry])
    check_references(printed, chapters, terms, said)
    print(", ".join(f"{count} of {kind}" for kind, count in proven.items()))
    if failures:
        sys.exit(f"{len(failures)} failures")
    print("every page number that was read back is right")


main()
