"""What an internal run shows bears its mark, whatever of it is copied out; what a public run shows never does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from letters import letters, pictures
from publication.notebooks import code, finding, shown, write

from ivp_analysis.analyses.chapter import Chapter
from ivp_analysis.analyses.incident_map import MapPage
from ivp_analysis.analyses.marked import marked_when_internal
from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.analyses.police import PolicePage
from ivp_analysis.execution.matrix import NOTEBOOKS
from ivp_analysis.figures.tables import Table
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.vocabulary.audience import INTERNAL, MARK, Audience
from ivp_analysis.vocabulary.parameters import Parameters

KINDS: dict[str, Any] = {"police": PolicePage, "monitor": MonitorPage, "map": MapPage, "chapter": Chapter}
PLACES = [("police", "gemeente"), ("police", "Hoonhorst"), ("monitor", "Hoonhorst"), ("map", "gemeente"), ("chapter", "gemeente")]


def page(notebook: str, village: str, audience: Audience, home: Path) -> str:
    """Return all that the cells of a notebook show."""
    for area in ("gemeente", village):
        found = finding(area, "1.3", audience=audience).model_dump(mode="json")
        write(Paths(home).executed("dalfsen", "2022-H2", audience, "police", area, "1.3"), [code(shown(finding=found))])
    opened = KINDS[notebook].open(Parameters(village=village, audience=audience))
    cells = json.loads((PROJECT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    calls = re.findall(r"^page\.(\w+)\(\)$", "\n".join("".join(cell["source"]) for cell in cells), re.MULTILINE)
    assert calls[0] == "heading"
    parts = [getattr(opened, name)() for name in calls if name != "findings"]
    return "\n".join(part._repr_html_() for part in parts if part is not None)


def test_every_kind_of_notebook_is_looked_at() -> None:
    assert {notebook for notebook, _ in PLACES} == set(NOTEBOOKS)


@pytest.mark.parametrize(("notebook", "village"), PLACES)
def test_an_internal_notebook_is_marked_at_its_top_in_every_picture_and_in_every_caption(
    linked_home: Path, notebook: str, village: str
) -> None:
    html = page(notebook, village, "internal", linked_home)
    assert html.startswith(f'<div class="ivp-banner ivp-internal"><p>{INTERNAL}</p></div>\n<h1>')
    drawn, tables = pictures(html), re.findall(r"<caption>(.*?)</caption>", html)
    assert len(drawn) + len(tables) > 1
    assert all(INTERNAL.upper() in letters(picture) for picture in drawn)
    # said to who cannot see it, and beside it
    for marked in (r'<img [^>]*alt="(.*?)"', r"<figcaption>(.*?)</figcaption>"):
        assert [text.startswith(f"{MARK}. ") for text in re.findall(marked, html)] == [True] * len(drawn)
    assert all(text.startswith(f"{MARK}. ") for text in [*tables, *re.findall(r'role="region" aria-label="(.*?)"', html)])


@pytest.mark.parametrize(("notebook", "village"), PLACES)
def test_a_public_notebook_bears_no_mark(linked_home: Path, notebook: str, village: str) -> None:
    html = page(notebook, village, "public", linked_home)
    texts = [html, *(line for picture in pictures(html) for line in letters(picture))]
    assert not any(word in text for text in texts for word in (INTERNAL, INTERNAL.upper(), MARK, "ivp-internal"))


def test_two_pages_of_different_audiences_do_not_mark_each_other() -> None:
    @marked_when_internal
    class Page:
        def __init__(self, *, public: bool, beside: "Page | None" = None) -> None:
            self.context: Any = type("Context", (), {"public": public})
            self.beside = beside

        def table(self) -> list[bool]:
            own = Table("Een tabel", ("a",), ()).internal
            return [own, *(self.beside.table() if self.beside else []), Table("Een tabel", ("a",), ()).internal]

    inner = Page(public=True)
    assert Page(public=False, beside=inner).table() == [True, False, False, True]
    assert Page(public=True, beside=Page(public=False)).table() == [False, True, True, False]
    assert Table("Een tabel", ("a",), ()).internal is False
