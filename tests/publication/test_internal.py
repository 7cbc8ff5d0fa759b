"""Publication has no way to what an internal run made: not by an option, not by a link, not by a copy."""

import json
import shutil
from pathlib import Path

import pytest
from commands import ivp

from ivp_analysis.errors import NotebookError, PublicationError
from ivp_analysis.paths import Paths
from ivp_analysis.publication.site import build_site
from ivp_analysis.vocabulary.audience import INTERNAL
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from publication.notebooks import (
    EDITION,
    Cell,
    code,
    finding,
    map_cells,
    markdown,
    origins,
    police,
    shown,
    small_kernbeleid,
    write,
    write_notebooks,
)

PLACES = [("police", "Hoonhorst", "1.1"), ("monitor", "Hoonhorst", "1.4"), ("map", "gemeente", "1.1"), ("chapter", "", "")]
BANNER = code(shown(html=f'<div class="ivp-banner"><p>{INTERNAL}</p></div>'))
FOUND = code(shown(finding=finding("Hoonhorst", audience="internal").model_dump(mode="json")))


@pytest.fixture
def paths(tmp_path: Path, dalfsen: Municipality) -> Paths:
    """A home with public and internal notebooks of every kind."""
    paths = Paths(tmp_path)
    write_notebooks(paths, dalfsen, small_kernbeleid())
    for name, village, theme in PLACES:
        write(paths.executed("dalfsen", EDITION, "internal", name, village, theme), [BANNER, markdown("# Exact\n\nEr waren er 3.")])
    return paths


def build(paths: Paths, municipality: Municipality, kernbeleid: Kernbeleid | None = None) -> Path:
    return build_site(municipality, kernbeleid or small_kernbeleid(), origins(), paths).parent


def internal(name: str, village: str, theme: str, paths: Paths) -> tuple[Path, Path]:
    public, hidden = (paths.executed("dalfsen", EDITION, audience, name, village, theme) for audience in ("public", "internal"))
    return public, hidden


def test_what_lies_in_the_internal_folder_is_on_no_page(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)
    assert not [page for page in [*site.rglob("*"), site.parent / "chapter.html"] if page.is_file() and b"Exact" in page.read_bytes()]


def test_the_command_knows_no_audience_to_publish_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert ivp("publish", "dalfsen", "--audience", "internal") != 0
    assert "--audience" in capsys.readouterr().err


@pytest.mark.parametrize("place", PLACES)
def test_a_link_to_an_internal_notebook_is_refused(paths: Paths, dalfsen: Municipality, place: tuple[str, str, str]) -> None:
    public, hidden = internal(*place, paths)
    public.unlink()
    public.symlink_to(hidden)
    with pytest.raises(PublicationError, match=rf"a link is not published \(page .*{public.name}\)"):
        build(paths, dalfsen)


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_a_folder_that_leads_to_internal_notebooks_is_refused(paths: Paths, dalfsen: Municipality, depth: int) -> None:
    public, hidden = internal("map", "gemeente", "1.1", paths)
    folder, target = public.parents[depth - 1], hidden.parents[depth - 1]
    if depth == 4:
        # the whole report of an edition
        target = folder.rename(folder.with_name("elders"))
    else:
        shutil.rmtree(folder)
    folder.symlink_to(target, target_is_directory=True)
    with pytest.raises(PublicationError, match="a link is not published"):
        build(paths, dalfsen)


def test_a_rendered_page_that_is_a_link_is_refused(paths: Paths, dalfsen: Municipality) -> None:
    public, hidden = internal("map", "gemeente", "1.1", paths)
    public.with_suffix(".html").symlink_to(hidden)
    with pytest.raises(PublicationError, match="a link is not published"):
        build(paths, dalfsen)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("hard", [True, False], ids=["linked", "copied"])
def test_an_internal_notebook_in_the_place_of_a_public_one_is_refused(
    paths: Paths, dalfsen: Municipality, place: tuple[str, str, str], hard: bool
) -> None:
    public, hidden = internal(*place, paths)
    public.unlink()
    public.hardlink_to(hidden) if hard else shutil.copy(hidden, public)
    with pytest.raises((PublicationError, NotebookError), match="internal run"):
        build(paths, dalfsen)


@pytest.mark.parametrize("said", ["in its parameters", "in a finding", "on the page"])
def test_a_notebook_is_known_as_internal_by_whatever_says_so(paths: Paths, dalfsen: Municipality, said: str) -> None:
    cells: list[Cell] = {"in a finding": [*map_cells(), FOUND], "on the page": [BANNER, *map_cells()]}.get(said, map_cells())
    notebook = write(paths.executed("dalfsen", EDITION, "public", "map", "gemeente", "1.1"), cells)
    if said == "in its parameters":
        content = json.loads(notebook.read_text(encoding="utf-8"))
        content["metadata"]["papermill"] = {"parameters": {"audience": "internal"}}
        notebook.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PublicationError, match=r"internal run is not published \(page map/gemeente/1-1.ipynb"):
        build(paths, dalfsen)


def test_the_front_page_takes_no_verdict_of_an_internal_run(paths: Paths, dalfsen: Municipality) -> None:
    cells = [*police("Hoonhorst")[:-1], FOUND]
    write(paths.executed("dalfsen", EDITION, "public", "police", "Hoonhorst", "1.1"), cells)
    with pytest.raises(NotebookError, match=r"among those of public runs is of another one \(notebook police/hoonhorst/1-1.ipynb\)"):
        build(paths, dalfsen)
