#!/usr/bin/env python3
"""screens.py BOOK.epub FOLDER: the e-book as readers see it, for people to look at.

Shows an opener, the widest table, notes, a chart, Arabic, Chinese, maths, the index and the glossary
in headless Chromium at the width of a phone and of a tablet, by day and by night, and sets each kind's
four pictures side by side in one PNG. Night is what reading systems do: ground and text in their colours,
the links too, and nothing else.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PHONE, TABLET = (390, 780), (820, 780)
NIGHT = "<style>:root{color-scheme:dark}html{background:#121212!important;color:#d8d8d8!important}a{color:#8ab4f8!important}</style>"
BROWSER = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--allow-file-access-from-files",
]  # fmt: skip
# What is shown: name, and the start of the element that it begins with.
SCENES = [
    ("opener", r'<h1[^>]*>[^<]*</h1>\s*(?:<span[^>]*pagebreak[^>]*/>)?\s*<p class="place'),
    ("table", r'<table[^>]*class="[^"]*\bwide\b'),
    ("facts", r'<table[^>]*class="[^"]*\bfactbox\b'),
    ("notes", r'<aside[^>]*epub:type="footnote"'),
    ("chart", r"<figure[^>]*>\s*<svg"),
    ("arabic", r'<p(?:(?!</p>).)*?lang="ar"'),
    ("chinese", r'<p(?:(?!</p>).)*?lang="zh-Hans"'),
    ("index", r'<section[^>]*epub:type="index"'),
    ("glossary", r"<dl"),
    ("alert", r'<aside[^>]*class="alert'),
    ("sidebar", r'<aside[^>]*class="sidebar'),
    ("columns", r"<table(?:(?!</tr>).)*?(?:<th(?:(?!</tr>).)*?){4}</tr>"),
    ("maths", r"<p(?:(?!</p>).)*?<math"),
    ("title", r'<section[^>]*epub:type="titlepage"'),
    ("contents", r'<nav[^>]*epub:type="toc"'),
]


def main():
    book, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(book) as archive:
        archive.extractall(folder)
        text = Path(folder) / "OEBPS"
        pages = sorted(text.glob("*.xhtml"))
        for name, start in SCENES:
            found = next(((page, match) for page in pages if (match := first(page, start))), None)
            if found is None:
                print("nothing to show:", name)
                continue
            show(text, *found, name, out)


def first(page, start):
    return re.search(start, page.read_text(encoding="utf-8"), re.S)


def show(text, page, match, name, out):
    source = page.read_text(encoding="utf-8")
    source = source[: match.start()] + '<span id="scene"></span>' + source[match.start() :]
    (text / f"{name}-day.xhtml").write_text(source, encoding="utf-8")
    (text / f"{name}-night.xhtml").write_text(source.replace("</head>", NIGHT + "</head>"), encoding="utf-8")
    frames = "".join(
        f'<iframe src="{name}-{time}.xhtml#scene" width="{width}" height="{height}"></iframe>'
        for width, height in (PHONE, TABLET)
        for time in ("day", "night")
    )
    sheet = text / f"{name}-scene.html"
    sheet.write_text(f"<body style='margin:0;white-space:nowrap;background:#888'><style>iframe{{background:#fff;border:1px solid #888}}</style>{frames}</body>", encoding="utf-8")
    width, height = 2 * (PHONE[0] + TABLET[0]) + 40, PHONE[1] + 10
    with tempfile.TemporaryDirectory() as profile:
        picture = out.resolve() / f"{name}.png"
        command = [*BROWSER, f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={picture}"]
        subprocess.run([*command, sheet.as_uri()], check=True, capture_output=True, timeout=120)
    print(name, page.name)


main()
