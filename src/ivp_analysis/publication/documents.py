"""The chapter as a file by itself, that can be mailed and kept."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from ivp_analysis.publication.layout import Frame, fill, style_hash, style_sheet
from ivp_analysis.publication.page import Heading, State, headings, section, state_of

_NOT_THERE = {
    State.FAILED: "Het hoofdstuk ontbreekt: het maken ervan is mislukt.",
    State.ABSENT: "Het hoofdstuk is voor deze editie niet gemaakt.",
}


def chapter_body(notebook: Path) -> str:
    """Return the chapter as HTML, or a page that says why there is none.

    Parameters
    ----------
    notebook : Path
        The executed notebook of the chapter.

    Returns
    -------
    str
        HTML for inside `<body>`; its headings start at level 1.

    Raises
    ------
    PublicationError
        When the notebook breaks a rule of publication.
    """
    state = state_of(notebook)
    if state is State.READY:
        return section("chapter", notebook)
    return f'<h1 id="veiligheidsanalyse">Veiligheidsanalyse</h1>\n<p class="ivp-note">{_NOT_THERE[state]}</p>\n'


def chapter_page(body: str, frame: Frame, *, alone: bool) -> str:
    """Make the page of the chapter.

    Parameters
    ----------
    body : str
        What `chapter_body` gave.
    frame : Frame
        What stands around it.
    alone : bool
        True for a file by itself, with its style inside; False for a page of the site.

    Returns
    -------
    str
        A whole HTML document.
    """
    top, _, rest = body.partition("</h1>")
    contents: tuple[Heading, ...] = tuple(heading for heading in headings(body) if heading.level == 2)
    style = style_sheet() if alone else Markup("")
    values = {"top": Markup(top + "</h1>"), "rest": Markup(rest), "contents": contents, "root": ""}  # noqa: S704 - escaped by the notebook
    return fill("chapter.html.j2", frame, style=style, style_hash=style_hash(style), **values)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a kill at any moment leaves the old one or the new one."""
    new = path.with_name(f".{path.name}-new")
    new.write_bytes(text.encode())
    new.replace(path)
