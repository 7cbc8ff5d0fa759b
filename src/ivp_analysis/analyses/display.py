"""What a notebook shows beside figures and tables: text, banners, findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ivp_analysis.vocabulary.audience import Audience
from ivp_analysis.vocabulary.findings import MIME_TYPE, Finding
from ivp_analysis.vocabulary.plain import as_html


@dataclass(frozen=True)
class Html:
    """A piece of a page; text from data is escaped before it gets here."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def heading(text: str, level: int = 1) -> Html:
    """Return a heading."""
    return Html(f"<h{level}>{as_html(text)}</h{level}>")


def paragraph(text: str, kind: str = "") -> Html:
    """Return a paragraph, or a note when kind is "ivp-note"."""
    attribute = f' class="{as_html(kind)}"' if kind else ""
    return Html(f"<p{attribute}>{as_html(text)}</p>")


def bullets(items: Iterable[str], title: str = "") -> Html:
    """Return a list, with a line above it."""
    lines = "".join(f"<li>{as_html(item)}</li>" for item in items)
    above = f"<p>{as_html(title)}</p>" if title else ""
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
    return Html("\n".join([f"<details><summary>{as_html(title)}</summary>", *said, "</details>"])) if said else None


def banner(text: str, kind: str = "") -> Html:
    """Return a line that a reader cannot miss."""
    return Html(f'<div class="{as_html(f"ivp-banner {kind}".rstrip())}"><p>{as_html(text)}</p></div>')


def publish(findings: Iterable[Finding], audience: Audience) -> None:
    """Write findings into the running notebook, each as a display with its own MIME type that says for whom it is."""
    from IPython.display import display

    for finding in findings:
        display({MIME_TYPE: finding.model_copy(update={"audience": audience}).model_dump(mode="json")}, raw=True)  # type: ignore[no-untyped-call]
