"""Text that people or deliveries wrote, made fit for a page, a picture or a terminal: it says something, and does nothing."""

from __future__ import annotations

import re
from html import escape

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands where something was that cannot be shown."""

_ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters: terminals obey them; tab and new line are white space
    "\u202a-\u202e\u2066-\u2069"  # turn around the text that follows, that of others too
    "\ud800-\udfff\ufffe\uffff]"  # half of a pair, and no characters at all: cannot be written in a file
)


def plain(text: str) -> str:
    """Replace what steers instead of says: control characters, changes of writing direction, halves of characters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text, each such character replaced by a sign that shows that something was there. All else stays, also what means something
        to another program: markup is for who makes markup.
    """
    return _ACTIVE.sub(REPLACEMENT, text)


def as_html(text: str) -> str:
    """Write text as a page takes it, between tags or as an attribute between double quotes."""
    return escape(plain(text))
