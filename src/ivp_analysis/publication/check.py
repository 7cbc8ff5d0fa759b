"""What a page must satisfy before it is published."""

from __future__ import annotations

from html.parser import HTMLParser

from ivp_analysis.errors import PublicationError

SHORTEST_ALTERNATIVE = 20
"""Characters; less than this cannot say what a figure shows."""

_DUMMY = "No description has been provided for this image"  # nbconvert writes this where a notebook gave none
_ADDRESSES = {"src", "srcset", "href", "xlink:href", "poster", "data", "background", "action", "formaction"}
_ACTIVE = {"script", "iframe", "object", "embed", "link", "meta", "base", "form"}
_CLOSED = {"a", "article", "details", "div", "dl", "figure", "main", "ol", "section", "span", "table", "ul"}
"""Elements that take in what follows when they are left open: the rest of the page too."""


def check(html: str, page: str) -> None:
    """Refuse a page that not everyone can use, or that needs something from elsewhere.

    Parameters
    ----------
    html : str
        What a notebook gives to the page.
    page : str
        How to name the page in an error.

    Raises
    ------
    PublicationError
        When a figure has no alternative text or one that is too short to say anything, when a picture, style sheet or other
        resource has an address outside the page, when the page holds a script or a frame, or when an element is left open.
    """
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
        given = {name: (value or "").strip() for name, value in attrs}
        if tag in _ACTIVE:
            self._refuse(f"the page holds a <{tag}>", "element", tag, "Show text, tables and pictures only")
        if tag == "img":
            self._figures += 1
            self._alternative(given.get("alt", ""))
        self._resources(tag, given)
        if tag in _CLOSED:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # browsers read <div/> as <div>

    def handle_endtag(self, tag: str) -> None:
        if tag in _CLOSED and (not self._open or self._open.pop() != tag):
            self._unbalanced(tag)

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

    def _resources(self, tag: str, attributes: dict[str, str]) -> None:
        for name in sorted(_ADDRESSES & attributes.keys()):
            followed = tag in ("a", "area") and name == "href"
            if not followed and not attributes[name].startswith(("data:", "#")):
                action = "Put the resource into the notebook itself, as a data: address"
                self._refuse("a page would fetch something from elsewhere", f"{tag} {name}", attributes[name][:80], action)

    def _refuse(self, what: str, name: str, value: object, action: str) -> None:
        raise PublicationError(what, {"page": self._page, name: value}, action)
