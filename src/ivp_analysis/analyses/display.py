"""What a notebook shows beside figures and tables: text, banners, findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Protocol

from ivp_analysis.vocabulary.findings import MIME_TYPE, Finding


@dataclass(frozen=True)
class Html:
    """A piece of a page; text from data is escaped before it gets here."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def heading(text: str, level: int = 1) -> Html:
    """Return a heading."""
    return Html(f"<h{level}>{escape(text)}</h{level}>")


def paragraph(text: str, kind: str = "") -> Html:
    """Return a paragraph, or a note when kind is "ivp-note"."""
    attribute = f' class="{escape(kind)}"' if kind else ""
    return Html(f"<p{attribute}>{escape(text)}</p>")


def bullets(items: Iterable[str], title: str = "") -> Html:
    """Return a list, with a line above it."""
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    above = f"<p>{escape(title)}</p>" if title else ""
    return Html(f"{above}<ul>{lines}</ul>")


def together(*parts: Html | None) -> Html:
    """Return several pieces as one."""
    return Html("\n".join(part.html for part in parts if part))


class Shown(Protocol):
    """What has a form as HTML: pieces of text, figures, tables."""

    def _repr_html_(self) -> str: ...


def section(title: str, *parts: Shown | str | None, level: int = 2) -> Html | None:
    """Return a heading with what stands below it; nothing where nothing does.

    Parameters
    ----------
    title : str
        The heading.
    *parts : Shown, str or None
        Figures, tables and pieces; a text becomes a paragraph, what is empty is left out.
    level : int
        Of the heading.
    """
    said = [paragraph(part).html if isinstance(part, str) else part._repr_html_() for part in parts if part]
    return Html("\n".join([heading(title, level).html, *said])) if said else None


def fold(title: str, *parts: Shown | str | None) -> Html | None:
    """Return what a reader can unfold, as `section` does; it opens without a script."""
    said = [paragraph(part).html if isinstance(part, str) else part._repr_html_() for part in parts if part]
    return Html("\n".join([f"<details><summary>{escape(title)}</summary>", *said, "</details>"])) if said else None


def publish(findings: Iterable[Finding]) -> None:
    """Write findings into the running notebook, each as a display with its own MIME type."""
    from IPython.display import display

    for finding in findings:
        display({MIME_TYPE: finding.model_dump(mode="json")}, raw=True)  # type: ignore[no-untyped-call]
