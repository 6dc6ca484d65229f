#!/usr/bin/env python3
"""plates.py [--accent C,M,Y] BOOK-print.pdf: the plates of a print edition without images, as mutool separates
them.

Text is on the black plate alone: what stands on another plate is the accent or a tint of it, whose cyan,
magenta and yellow stand to one another as given (in per cent). Black made of four inks, or a colour that was
turned from RGB, is in other proportions and fails, with its page.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

RESOLUTION = 30
# How far a tint may be from the proportions of the accent, in 255ths: edges are mixed and rounded.
TOLERANCE = 24


def pages(pdf):
    """The pages of `pdf` as bytes: cyan, magenta, yellow and black of each pixel."""
    with tempfile.TemporaryDirectory() as folder:
        pattern = str(Path(folder) / "%d.pam")
        command = ["mutool", "draw", "-q", "-c", "cmyk", "-r", str(RESOLUTION), "-F", "pam", "-o", pattern, str(pdf)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        for number in range(1, len(list(Path(folder).iterdir())) + 1):
            header, samples = (Path(folder) / f"{number}.pam").read_bytes().split(b"ENDHDR\n", 1)
            if not re.search(rb"^DEPTH 4$", header, re.M):
                sys.exit("mutool gives no four plates")
            yield number, samples


def strange(samples, accent):
    """The inks of the first pixel that is neither black nor a tint of the accent."""
    # Most pixels are paper or black: their kinds are few.
    kinds = {samples[at : at + 4] for at in range(0, len(samples), 4)}
    most = max(accent)
    for inks in sorted(kinds):
        tint = max(inks[:3])
        if any(abs(inks[plate] * most - tint * accent[plate]) > TOLERANCE * most for plate in range(3)):
            return tuple(inks)
    return None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--accent", default="95,15,30")
    options.add_argument("pdf", type=Path)
    options = options.parse_args()
    accent = [float(part) for part in options.accent.split(",")]
    found, coloured, black = [], 0, 0
    for number, samples in pages(options.pdf):
        inks = strange(samples, accent)
        if inks:
            found.append((number, inks))
        coloured += any(samples[plate::4].strip(b"\0") != b"" for plate in range(3))
        black += samples[3::4].strip(b"\0") != b""
    for number, inks in found[:5]:
        print(f"FAIL page {number} has inks {inks} (of 255) in cyan, magenta, yellow and black")
    if not black:
        sys.exit("nothing is black")
    if found:
        sys.exit(f"{len(found)} pages have other colours than black and the accent")
    print(f"{black} pages have text on the black plate, {coloured} of them the accent on others")


main()
