"""The project's own notebooks show the same in forked kernels, in stock kernels, and by the command papermill."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from execution.kernels.cells import by_command

from ivp_analysis.execution.matrix import PER_THEME, Run, matrix
from ivp_analysis.execution.runner import Bench
from ivp_analysis.execution.worker import INJECTED, Done, work
from ivp_analysis.execution.workshop import Workshop
from ivp_analysis.paths import Paths
from ivp_analysis.publication.page import render_section
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

pytestmark = pytest.mark.slow

PLACES = (("Hoonhorst", "1.3"), ("gemeente", "1.1"), ("gemeente", "5.5"))
"""Small figures that are protected, large ones, and a theme without a source."""


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_home / "data", tmp_path_factory.mktemp("notebooks") / "data")).parent


@pytest.fixture(scope="module")
def runs(home: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> list[Run]:
    base = Parameters(municipality="dalfsen", edition="2022-H2")
    made = matrix(base, dalfsen, kernbeleid, Paths(home))
    return [run for run in made if run.stage or (run.parameters.village, run.parameters.theme) in PLACES]


@pytest.fixture(scope="module")
def executed(runs: list[Run], home: Path, forking: Workshop, stock: Workshop) -> dict[str, list[Done]]:
    """Every run in a forked and in a stock kernel; the chapter reads what the others found in forked ones."""
    scratch = home / "scratch"
    scratch.mkdir()
    bench = Bench(home, scratch, 120, render_section)
    made: dict[str, list[Done]] = {"forked": [], "stock": []}
    with ThreadPoolExecutor(4) as pool:
        for stage in (0, 1):
            chosen = [run for run in runs if run.stage == stage]
            jobs = [bench.job(run) for run in chosen]
            ways = {"forked": forking, "stock": stock}
            futures = {name: [pool.submit(work, job, workshop) for job in jobs] for name, workshop in ways.items()}
            for name, awaited in futures.items():
                made[name] += [future.result() for future in awaited]
            for run, done in zip(chosen, made["forked"][-len(chosen) :], strict=True):
                bench.keep(run, done)
    return made


def test_every_notebook_is_the_same_byte_for_byte_and_so_are_page_and_reads(executed: dict[str, list[Done]], runs: list[Run]) -> None:
    assert len(runs) == 10
    for run, forked, stock in zip(runs, executed["forked"], executed["stock"], strict=True):
        assert (forked.error, stock.error) == ("", ""), run.title
        assert json.dumps(forked.notebook, sort_keys=True) == json.dumps(stock.notebook, sort_keys=True), run.title
        assert forked.page == stock.page, run.title
        assert sorted(forked.reads.splitlines()) == sorted(stock.reads.splitlines()), run.title


def test_there_are_figures_among_the_outputs_and_all_read_something(executed: dict[str, list[Done]], runs: list[Run]) -> None:
    with_picture = {run.title for run, done in zip(runs, executed["forked"], strict=True) if "<img " in done.page}
    assert with_picture == {f"{name} · {village} · {theme}" for name in PER_THEME for village, theme in PLACES[:2]}
    assert all(done.reads for done in executed["forked"])


def test_the_command_papermill_shows_the_same(runs: list[Run], executed: dict[str, list[Done]], home: Path, tmp_path: Path) -> None:
    run, done = next((run, done) for run, done in zip(runs, executed["forked"], strict=True) if run.title == "map · gemeente · 1.1")
    alone = by_command(run.source.read_text(encoding="utf-8"), tmp_path, {"IVP_HOME": str(home)}, run.parameters.model_dump())
    assert [cell["outputs"] for cell in cells(alone)] == [cell["outputs"] for cell in cells(done.notebook)]
    assert [cell["source"] for cell in cells(alone)] == [cell["source"] for cell in cells(done.notebook)]
    assert any(INJECTED in cell["metadata"].get("tags", ()) for cell in cells(alone))


def cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
