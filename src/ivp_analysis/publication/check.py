"""What a page must satisfy before it is published."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser

from ivp_analysis.errors import PublicationError
from ivp_analysis.vocabulary.audience import INTERNAL

SHORTEST_ALTERNATIVE = 20
"""Characters; less than this cannot say what a figure shows."""

_DUMMY = "No description has been provided for this image"  # nbconvert writes this where a notebook gave none
_ADDRESSES = {"src", "srcset", "href", "xlink:href", "poster", "data", "background", "action", "formaction"}
_LINKS = ("#", "https://", "http://")
_WORDS = {"a", "abbr", "b", "br", "code", "del", "em", "i", "small", "span", "strong", "sub", "sup"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_PARTS = {"blockquote", "details", "div", "figcaption", "figure", "hr", "img", "p", "pre", "section", "summary"}
_ROWS = {"caption", "dd", "dl", "dt", "li", "ol", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
_ELEMENTS = _WORDS | _HEADINGS | _PARTS | _ROWS
"""What text, tables and pictures are made of. All else is refused: what does nothing today may do something tomorrow."""
_ATTRIBUTES = {"alt", "class", "colspan", "height", "href", "id", "role", "rowspan", "scope", "src", "start", "tabindex", "title", "width"}
_CLOSED = {"a", "details", "div", "dl", "figure", "ol", "section", "span", "table", "ul"}
"""Elements that take in what follows when they are left open: the rest of the page too."""
_PICTURE = re.compile(r"data:image/(?P<kind>svg\+xml|png|jpeg|gif);base64,(?P<content>[A-Za-z0-9+/]+={0,2})")
_ELSE = r"<(?!/?(?:svg|g|path|use|defs|rect|circle|ellipse|line|polyline|polygon|clipPath|pattern|style)\b)"
_NO_SHAPE = tuple(re.compile(pattern) for pattern in (_ELSE, r"href=\"(?!#)", r"url\((?!#)", "@", r"\\", r"\x00"))
"""What a drawing of shapes does not have: other elements, addresses outside itself, ways to write these otherwise. One by one is faster."""
_OF_SHAPES = {"d", "fill", "height", "id", "points", "stroke", "stroke-width", "style", "transform", "width", "x", "y"}
_OF_SHAPES |= {"clip-path", "patternUnits", "type", "version", "viewBox", "xlink:href", "xmlns", "xmlns:xlink"}
_VALUE = re.compile(r" ([a-zA-Z:-]+)=\"")


def check(html: str, page: str) -> None:
    """Refuse a page that not everyone may see or can use, that does anything, or that needs something from elsewhere.

    Parameters
    ----------
    html : str
        What a notebook gives to the page.
    page : str
        How to name the page in an error.

    Raises
    ------
    PublicationError
        When the page is of an internal run; a figure has no alternative text or one that is too short to say anything; a picture, style
        sheet or other resource has an address outside the page; the page holds anything but text, tables, pictures and links; a drawing
        holds more than shapes; text is hidden in a comment; or an element is left open.
    """
    if INTERNAL in html:
        action = "Run it again for the public with ivp run --force, and see who copied it there"
        raise PublicationError("a page of an internal run is not published", {"page": page}, action)
    parser = _Checker(page)
    parser.feed(html)
    parser.close()


class _Checker(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._figures = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = [(name, (value or "").strip()) for name, value in attrs]
        if tag == "img":
            self._figures += 1
            self._alternative(dict(given).get("alt", ""))
        for name, value in given:
            self._address(tag, name, value)
        if tag not in _ELEMENTS:
            self._refuse(f"the page holds a <{tag}>", "element", tag, "Show text, tables and pictures only")
        for name, value in given:
            self._attribute(tag, name, value)
        if tag in _CLOSED:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # browsers read <div/> as <div>

    def handle_endtag(self, tag: str) -> None:
        if tag in _CLOSED and (not self._open or self._open.pop() != tag):
            self._unbalanced(tag)

    def handle_comment(self, data: str) -> None:
        # browsers and this parser differ on where a comment ends
        self._refuse("a page holds text that readers do not see", "characters", len(data), "Take comments out of the notebook")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def close(self) -> None:
        super().close()
        if self._open:
            self._unbalanced(self._open[-1])

    def _alternative(self, text: str) -> None:
        if len(text) < SHORTEST_ALTERNATIVE or text == _DUMMY:
            what = f"alternative text '{text}' is too short" if text and text != _DUMMY else "alternative text is missing"
            action = "Give the figure an alternative text that says what it shows and run the notebook again"
            self._refuse(f"a figure cannot be published: its {what}", "figure", self._figures, action)

    def _unbalanced(self, tag: str) -> None:
        self._refuse(f"a <{tag}> of the page is opened or closed once too often", "element", tag, "Close every element that is opened")

    def _address(self, tag: str, name: str, value: str) -> None:
        if (tag, name) == ("a", "href"):
            if not value.startswith(_LINKS):
                self._refuse(
                    "a link leads to something that is no page", "a href", value[:80], "Link to https:// or to a place on the page"
                )
        elif name in _ADDRESSES and not value.startswith(("data:", "#")):
            action = "Put the resource into the notebook itself, as a data: address"
            self._refuse("a page would fetch something from elsewhere", f"{tag} {name}", value[:80], action)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name not in _ATTRIBUTES and not name.startswith("aria-"):
            self._refuse(f"the page holds an attribute {name}", "element", tag, "Show text, tables and pictures only")
        if name == "src":
            self._picture(value)

    def _picture(self, address: str) -> None:
        found = _PICTURE.fullmatch(address)
        if not found:
            self._refuse("a picture of this kind is not published", "figure", self._figures, "Show it as SVG, PNG, JPEG or GIF, in base64")
        elif found["kind"] == "svg+xml" and not _only_shapes(base64.b64decode(found["content"]).decode("utf-8", errors="replace")):
            self._refuse("a drawing holds more than shapes", "figure", self._figures, "Draw it with ivp_analysis.figures")

    def _refuse(self, what: str, name: str, value: object, action: str) -> None:
        raise PublicationError(what, {"page": self._page, name: value}, action)


def _only_shapes(svg: str) -> bool:
    names = _VALUE.findall(svg)
    return _OF_SHAPES.issuperset(names) and len(names) == svg.count("=") and not any(found.search(svg) for found in _NO_SHAPE)
