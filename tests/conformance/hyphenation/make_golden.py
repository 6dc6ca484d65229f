"""Writes words.tsv: how TeX's patterns divide words of each language that the program hyphenates.

    python3 make_golden.py PATTERNS

PATTERNS is the folder `tex/generic/hyph-utf8/patterns/txt` of TeX Live 2022 with all languages below
(Debian's texlive-lang-european, -english, -french, -german, -italian, -portuguese, -spanish). The words
stand in words/LANGUAGE.txt. This is Liang's algorithm again (TeX: The Program, part 43), with nothing
shared with the program's own.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Language of the program, file of patterns, minima as its header gives them for typesetting.
LANGUAGES = [
    ("cy", "cy", 2, 3), ("da", "da", 2, 2), ("de", "de-1996", 2, 2), ("en-GB", "en-gb", 2, 3),
    ("en-US", "en-us", 2, 3), ("es", "es", 2, 2), ("fi", "fi", 2, 2), ("fr", "fr", 2, 2),
    ("ga", "ga", 2, 3), ("it", "it", 2, 2), ("nb", "nb", 2, 2), ("nl", "nl", 2, 2),
    ("pt-BR", "pt", 2, 3), ("sv", "sv", 2, 2),
]


def read_patterns(text):
    patterns = {}
    for pattern in text.split():
        letters = re.sub(r"\d", "", pattern)
        values = [int(digit or 0) for digit in re.split(r"[^\d]", pattern)]
        patterns[letters] = values
    return patterns


def divide(word, patterns, exceptions, left, right):
    if word in exceptions:
        return exceptions[word]
    dotted = f".{word}."
    values = [0] * (len(dotted) + 1)
    for start in range(len(dotted)):
        for end in range(start + 1, len(dotted) + 1):
            for offset, value in enumerate(patterns.get(dotted[start:end], [])):
                values[start + offset] = max(values[start + offset], value)
    parts = [word[0]]
    for at in range(1, len(word)):
        if values[at + 1] % 2 and left <= at <= len(word) - right:
            parts.append("-")
        parts.append(word[at])
    return "".join(parts)


def main():
    folder = Path(sys.argv[1])
    lines = []
    for language, file, left, right in LANGUAGES:
        patterns = read_patterns((folder / f"hyph-{file}.pat.txt").read_text(encoding="utf-8"))
        listed = folder / f"hyph-{file}.hyp.txt"
        exceptions = listed.read_text(encoding="utf-8").split() if listed.exists() else []
        exceptions = {word.replace("-", ""): word for word in exceptions}
        for word in (HERE / "words" / f"{language}.txt").read_text(encoding="utf-8").split():
            lines.append(f"{language}\t{divide(word, patterns, exceptions, left, right)}")
    (HERE / "words.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "words")


main()
