"""One executed notebook as the body of a page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from ivp_analysis.errors import PublicationError
from ivp_analysis.execution.matrix import WHOLE
from ivp_analysis.execution.outputs import page_text, seal_of
from ivp_analysis.paths import slug
from ivp_analysis.publication.check import check
from ivp_analysis.vocabulary.findings import MIME_TYPE

_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r"""\s*\bid=("[^"]*"|'[^']*'|[^\s>]+)""")
_TAG = re.compile(r"<[^>]*>")
_AGAIN = "Run it again with ivp run"


class State(Enum):
    """What became of a notebook."""

    READY = "ready"
    FAILED = "failed"
    ABSENT = "absent"


@dataclass(frozen=True)
class Heading:
    """A heading of a page, to link to."""

    level: int
    anchor: str
    text: str


def state_of(notebook: Path) -> State:
    """Say whether there is an executed notebook; one that failed has left a .failed.ipynb in its place."""
    if notebook.is_file():
        return State.READY
    return State.FAILED if notebook.with_suffix(".failed.ipynb").is_file() else State.ABSENT


def section(name: str, notebook: Path) -> str:
    """Give what readers see of an executed notebook: the page that was rendered when it ran, else rendered now.

    Parameters
    ----------
    name : str
        Name of the notebook, such as "police".
    notebook : Path
        The executed notebook.

    Returns
    -------
    str
        What `render_section` gives; the same bytes either way.

    Raises
    ------
    PublicationError
        When the notebook cannot be read, is of an internal run or did not run to its end, or what it shows breaks a rule of `check`.
    """
    where = "/".join(notebook.parts[-3:])
    seal = seal_of(notebook)
    body = page_text(notebook, seal) if seal else None
    if body is not None:
        check(body, where)
        return body
    try:
        text = notebook.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise PublicationError("an executed notebook cannot be read", {"page": where}, _AGAIN) from None
    return render_section(name, text, where)


def render_section(name: str, text: str, where: str = "") -> str:
    """Make of an executed notebook its part of a page; needs no files, so that it can be done wherever the notebook ran.

    Parameters
    ----------
    name : str
        Name of the notebook. The chapter is a page by itself, the others are sections of one: their headings go down a level.
    text : str
        The executed notebook, as JSON.
    where : str, optional
        How to name the page in an error; the name of the notebook without it.

    Returns
    -------
    str
        HTML for inside `<body>`; every heading has an id.

    Raises
    ------
    PublicationError
        As `section` does.
    """
    return render(text, where or name) if name in WHOLE else render(text, where or name, shift=1, prefix=f"{name}-")


def render(text: str, where: str, shift: int = 0, prefix: str = "") -> str:
    """Give what readers see of an executed notebook: its text and what it displays, no code, logs or findings.

    Parameters
    ----------
    text : str
        An executed notebook (nbformat 4), as JSON.
    where : str
        How to name the page in an error.
    shift : int
        Levels that headings go down, for a notebook that becomes a section of a page.
    prefix : str
        Start of the headings' ids, so that two notebooks on one page do not have the same.

    Returns
    -------
    str
        HTML for inside `<body>`; every heading has an id.

    Raises
    ------
    PublicationError
        As `section` does.
    """
    try:
        # the exporter of nbconvert takes ten times as long: it validates eleven times, copies thrice, parses what it made, and shares state
        # between threads
        body = "".join(f"{piece}\n" for piece in _pieces(json.loads(text), where) if piece)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PublicationError("an executed notebook cannot be read", {"page": where}, _AGAIN) from None
    check(body, where)
    return _with_anchors(body, shift, prefix)


def headings(body: str) -> tuple[Heading, ...]:
    """List the headings of what `render` gave, in order."""
    found = _HEADING.finditer(body)
    return tuple(Heading(int(match[1]), match[2].split('"')[1], html.unescape(_TAG.sub("", match[3])).strip()) for match in found)


def _pieces(notebook: Mapping[str, Any], where: str) -> Iterator[str]:
    if notebook["nbformat"] != 4:
        raise ValueError
    if not _is_public(notebook):
        raise PublicationError("a notebook of an internal run is not published", {"page": where}, _AGAIN)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            yield _from_markdown(_joined(cell["source"]), cell.get("attachments", {}))
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                raise PublicationError("an executed notebook ends in an error", {"page": where}, _AGAIN)
            yield _displayed(output.get("data", {}))


def _is_public(notebook: Mapping[str, Any]) -> bool:
    """Whether the parameters and the findings of a notebook say that it is for the public, wherever it lies now."""
    given = notebook.get("metadata", {}).get("papermill", {}).get("parameters", {})
    found = (output.get("data", {}).get(MIME_TYPE, {}) for cell in notebook["cells"] for output in cell.get("outputs", ()))
    return all(item.get("audience", "public") == "public" for item in (given, *found))


def _displayed(data: Mapping[str, Any]) -> str:
    if "text/html" in data:
        return _joined(data["text/html"]).strip()
    if "text/markdown" in data:
        return _from_markdown(_joined(data["text/markdown"]), {})
    # a bare picture has no alternative text: it is shown as an image without one, which `check` refuses
    return '<img src="data:," alt="">' if any(kind.startswith("image/") for kind in data) else ""


def _joined(text: str | list[str]) -> str:
    """Return text that a notebook may hold as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def _from_markdown(text: str, attachments: Mapping[str, Any]) -> str:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(text)).strip()


def _with_anchors(body: str, shift: int, prefix: str) -> str:
    used: set[str] = set()

    def rewritten(match: re.Match[str]) -> str:
        level = min(int(match[1]) + shift, 6)
        text = html.unescape(_TAG.sub("", match[3]))
        anchor = base = prefix + (slug(text) if re.search(r"[a-z0-9]", text.lower()) else "kop")
        number = 1
        while anchor in used:
            number += 1
            anchor = f"{base}-{number}"
        used.add(anchor)
        return f'<h{level} id="{anchor}"{_ID.sub("", match[2])}>{match[3]}</h{level}>'

    return _HEADING.sub(rewritten, body)
