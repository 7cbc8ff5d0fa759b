"""Texts that would do something where they are taken for markup, in every language that a report is made of."""

from __future__ import annotations

from html.parser import HTMLParser

TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</table></div><h1>",
    "<!-- -->",
    "[klik](javascript:alert(1)) ![x](http://elders.example/x.png)",
    "`code` **vet** # kop",
    "$\\frac{1}{2}$",
    "$",
    "$$",
    "{{ frame.title }} {% raw %}",
    "=HYPERLINK(A1)",
    "@SUM(A1)",
    "+1",
    "../../etc/passwd",
    "[red]rood[/red]",
    "nul\0na",
    "\x1b[31mrood\x1b[0m\x07",
    "\x1b]0;titel\x07\r\x9b2J",
    "\u202eomgekeerd",
    "lang" * 500,
)
ALL = " ".join(text for text in TEXTS if len(text) < 100)
"""All but the long one, as one text."""
STEERING = frozenset("\0\x07\x08\r\x1b\x9b\u202a\u202b\u202d\u202e\u2066")


class Page(HTMLParser):
    """The elements, attributes and text of a page, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.hidden: list[str] = []
        self._words: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self._words)

    @property
    def values(self) -> list[str]:
        """What stands in attributes."""
        return [value for _, attributes in self.elements for value in attributes.values()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden.append(data)

    handle_pi = handle_comment
