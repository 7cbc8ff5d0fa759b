"""Reading the text of a picture back from its shapes: charts and maps hold no letters, only outlines of them."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from itertools import product
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure as Drawing

from ivp_analysis.figures.figure import render
from ivp_analysis.figures.style import drawing

KNOWN = "".join(map(chr, (*range(33, 127), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) + "–—‘’“”…€×≥≤\N{REPLACEMENT CHARACTER}"
"""The characters that can be read; others come out as □."""

_PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_LETTER = ("scale(0.0625)", "scale(0.015625)")  # the second one of spaces, which have no outline


def pictures(page: str) -> list[str]:
    """Return the drawings of a page, as SVG."""
    return [base64.b64decode(found).decode() for found in _PICTURE.findall(page)]


def letters(svg: str) -> list[str]:
    """Return the lines of text that a picture draws."""
    return ["".join(_alphabet().get(outline, "□") for outline in line) for line in _lines(svg)]


def _lines(svg: str) -> list[list[str]]:
    """Return the outlines of each line of text."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    outlines = {str(path.get("id")): path.get("d", "") for path in root.iter(f"{_SVG}path") if path.get("transform") in _LETTER}
    used = ([str(use.get(_LINK))[1:] for use in group.findall(f"{_SVG}use")] for group in root.iter(f"{_SVG}g"))
    return [[outlines[name] for name in names] for names in used if names and all(name in outlines for name in names)]


@lru_cache(maxsize=1)
def _alphabet() -> dict[str, str]:
    """Return which character has which outline, in every face that pictures use."""
    known = {"": " "}
    for weight, slant in product(("normal", "bold"), ("normal", "italic")):
        with drawing():
            drawn = Drawing(figsize=(1, 1))
            for character in KNOWN:
                drawn.text(0, 0, character, fontweight=weight, fontstyle=slant)
        svg = render(drawn, "Alle letters die op een tekening kunnen staan", "letters").svg
        known = {line[0]: character for line, character in zip(_lines(svg), KNOWN, strict=True)} | known
    return known
