"""One executed notebook as the body of a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from ivp_analysis.errors import PublicationError
from ivp_analysis.paths import slug
from ivp_analysis.publication.check import check
from ivp_analysis.publication.layout import TEMPLATES

_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r"""\s*\bid=("[^"]*"|'[^']*'|[^\s>]+)""")
_TAG = re.compile(r"<[^>]*>")


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


def render(notebook: Path, shift: int = 0, prefix: str = "") -> str:
    """Give what readers see of an executed notebook: its text and what it displays, no code, logs or findings.

    Parameters
    ----------
    notebook : Path
        An executed notebook (nbformat 4).
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
        When the notebook cannot be read or did not run to its end, or what it shows breaks a rule of `check`.
    """
    name = "/".join(notebook.parts[-3:])
    body, _ = _exporter().from_notebook_node(_read(notebook, name))
    check(body, name)
    return _with_anchors(body.strip() + "\n", shift, prefix)


def headings(body: str) -> tuple[Heading, ...]:
    """List the headings of what `render` gave, in order."""
    found = _HEADING.finditer(body)
    return tuple(Heading(int(match[1]), match[2].split('"')[1], html.unescape(_TAG.sub("", match[3])).strip()) for match in found)


def _read(notebook: Path, name: str) -> nbformat.NotebookNode:
    again = "Run it again with ivp run"
    try:
        node = nbformat.reads(notebook.read_text(encoding="utf-8"), as_version=4)
        kinds = [output["output_type"] for cell in node["cells"] for output in cell.get("outputs", ())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError):
        raise PublicationError("an executed notebook cannot be read", {"page": name}, again) from None
    if "error" in kinds:
        raise PublicationError("an executed notebook ends in an error", {"page": name}, again)
    return node


@lru_cache(maxsize=1)
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(
        template_name="notebook", extra_template_basedirs=[str(TEMPLATES)], exclude_anchor_links=True, language_code="nl"
    )
    # a bare picture has no alternative text; the template shows it as an image without one, which `check` refuses
    exporter.register_filter("picture", lambda data: any(kind.startswith("image/") for kind in data))
    return exporter


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
