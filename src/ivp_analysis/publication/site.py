"""The site: a front page with the matrix, a page per village and theme, and the chapter."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from ivp_analysis.errors import PublicationError
from ivp_analysis.execution.provenance import Provenance
from ivp_analysis.paths import Paths, slug
from ivp_analysis.publication.documents import chapter_body, chapter_page, write_whole
from ivp_analysis.publication.layout import Frame, fill, style_sheet
from ivp_analysis.publication.matrix import address, legend, matrix
from ivp_analysis.publication.page import State, headings, section, state_of
from ivp_analysis.publication.swap import replacing
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, Theme
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.vocabulary.plain import as_html

_SECTIONS = {"police": "Politiecijfers", "monitor": "Enquête", "map": "Kaart"}
_NOT_THERE = {
    State.FAILED: "Dit onderdeel ontbreekt: het maken ervan is mislukt. Dat zegt niets over wat er is gebeurd.",
    State.ABSENT: "Dit onderdeel is voor deze editie niet gemaakt. Dat zegt niets over wat er is gebeurd.",
}


class _Link(NamedTuple):
    address: str
    text: str
    current: bool = False


def build_site(municipality: Municipality, kernbeleid: Kernbeleid, provenance: Provenance, paths: Paths) -> Path:
    """Write the site and the chapter of an edition from its executed public notebooks.

    Parameters
    ----------
    municipality : Municipality
        Whose report it is.
    kernbeleid : Kernbeleid
        The fields and themes.
    provenance : Provenance
        Where the report comes from, its edition too; stands at the foot of every page.
    paths : Paths
        Where the executed notebooks are and the site comes.

    Returns
    -------
    Path
        The front page, reports/<municipality>/<edition>/site/index.html. The chapter lies beside the site as chapter.html.

    Raises
    ------
    PublicationError
        When the provenance is that of an internal report, no notebook was executed, or one is a link, is of an internal run or breaks
        another rule of publication; the previous site then stays as it was.
    NotebookError
        When an executed notebook cannot be read.
    """
    if provenance.audience != "public":
        raise PublicationError(
            "an internal report is not published", {"edition": provenance.edition}, "Run ivp publish without an audience"
        )
    frame = Frame(municipality.name, provenance)
    edition = provenance.edition
    report = paths.reports(municipality.key, edition)
    if not any((report / "notebooks").rglob("*.ipynb")):
        where = {"municipality": municipality.key, "edition": edition}
        raise PublicationError("there are no executed notebooks to publish", where, f"Run ivp run {municipality.key} first")
    _refuse_links(report)
    chapter = chapter_body(paths.executed(municipality.key, edition, "public", "chapter"))
    with replacing(report / "site") as folder:
        _write(folder / "style.css", style_sheet())
        _write(folder / "index.html", _front(municipality, kernbeleid, frame, paths))
        _write(folder / "herkomst.html", fill("origin.html.j2", frame, root=""))
        _write(folder / "chapter.html", chapter_page(chapter, frame, alone=False))
        for village in municipality.area_names:
            for theme in kernbeleid.themes.values():
                _write(folder / address(village, theme.number), _theme_page(municipality, kernbeleid, village, theme, frame, paths))
    write_whole(report / "chapter.html", chapter_page(chapter, frame, alone=True))
    return report / "site" / "index.html"


def _refuse_links(report: Path) -> None:
    """Refuse a link among the executed notebooks: what it leads to may be of an internal run, or of another report."""
    notebooks = report / "notebooks"
    for path in (report, notebooks, *sorted(notebooks.rglob("*"))):
        if path.is_symlink():
            where = {"page": path.relative_to(report.parent).as_posix()}
            raise PublicationError("a link is not published", where, "Take it away and run the notebooks again with ivp run")


def _front(municipality: Municipality, kernbeleid: Kernbeleid, frame: Frame, paths: Paths) -> str:
    groups = matrix(municipality, kernbeleid, str(frame.edition), paths)
    columns = [_column(village) for village in municipality.area_names]
    return fill("index.html.j2", frame, root="", columns=columns, groups=groups, legend=legend(groups, load_ladder(paths.ladder).words))


def _theme_page(municipality: Municipality, kernbeleid: Kernbeleid, village: str, theme: Theme, frame: Frame, paths: Paths) -> str:
    key, edition = municipality.key, str(frame.edition)
    body = "".join(
        _section(notebook, paths.executed(key, edition, "public", notebook, village, theme.number), title)
        for notebook, title in _SECTIONS.items()
    )
    previous, following = _beside(kernbeleid, theme)
    return fill(
        "theme.html.j2",
        frame,
        root="../",
        theme=theme,
        field=kernbeleid.field_of(theme.number),
        area=municipality.label(village),
        whole=village == WHOLE,
        areas=[_Link(f"../{address(name, theme.number)}", _column(name), name == village) for name in municipality.area_names],
        contents=[heading for heading in headings(body) if heading.level <= 3],
        body=Markup(body),  # noqa: S704 - the notebook escapes what comes from data
        previous=previous,
        following=following,
    )


def _section(name: str, notebook: Path, title: str) -> str:
    state = state_of(notebook)
    if state is State.READY:
        body = section(name, notebook)
    else:
        body = f'<h2 id="{name}">{as_html(title)}</h2>\n<p class="ivp-note">{_NOT_THERE[state]}</p>\n'
    return f'<div class="section">\n{body}</div>\n'


def _beside(kernbeleid: Kernbeleid, theme: Theme) -> tuple[_Link | None, _Link | None]:
    """Return the links to the themes before and after this one, in the same village."""
    themes = list(kernbeleid.themes.values())
    place = themes.index(theme)
    links = [_Link(f"{slug(item.number)}.html", item.title) for item in themes]
    return (links[place - 1] if place else None), (links[place + 1] if place + 1 < len(links) else None)


def _column(village: str) -> str:
    return village.capitalize() if village == WHOLE else village


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
