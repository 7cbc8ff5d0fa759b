"""What `make bench` measures with; measuring itself takes minutes and is not done here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.paths import PROJECT
from ivp_analysis.vocabulary.kernbeleid import Classification, load_kernbeleid
from ivp_analysis.vocabulary.parameters import Parameters

BENCHMARKS = PROJECT / "benchmarks"
FIXED = BENCHMARKS / "fixed.ipynb"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT))


def executed(path: Path, *outputs: dict[str, Any]) -> Path:
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {"papermill": {"duration": 0.1}}, "outputs": outputs, "source": ""}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def picture(content: str, count: int = 1) -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": count, "data": {"image/png": content}, "metadata": {}}


def printed(*lines: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": lines}


def test_the_fixed_notebook_takes_the_parameters_of_the_report() -> None:
    first = json.loads(FIXED.read_text(encoding="utf-8"))["cells"][0]
    given: dict[str, Any] = {}
    exec("".join(first["source"]), {}, given)  # noqa: S102
    assert first["metadata"]["tags"] == ["parameters"]
    assert set(given) == set(Parameters.model_fields)


def test_the_fixed_notebook_says_that_its_figures_are_made_up_and_uses_nothing_of_the_package() -> None:
    text = FIXED.read_text(encoding="utf-8")
    assert "verzonnen" in text
    assert "ivp_analysis" not in text


def test_the_plain_function_of_a_notebook_shows_what_its_cells_show(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.plain import function_of

    monkeypatch.setenv("MPLBACKEND", "agg")
    function = function_of(FIXED)
    shown = function({"village": "Hoonhorst"})
    assert ["<img " in output["text/html"] for output in shown] == [True, True, False]
    assert "<table" in shown[-1]["text/html"]
    assert function({"village": "Hoonhorst"}) == shown
    assert function({"village": "Oudleusen"}) != shown


def test_outputs_are_the_same_whatever_the_count_and_the_pieces_of_printed_text(tmp_path: Path) -> None:
    from benchmarks.compare import compare

    one = executed(tmp_path / "one.ipynb", picture("a"), printed("a\n", "b\n"))
    other = executed(tmp_path / "other.ipynb", picture("a", 2), printed("a\n"), printed("b\n"))
    found = compare([("map", one, other)])
    assert (found.compared, found.different) == (1, [])


def test_another_figure_and_an_absent_notebook_are_told(tmp_path: Path) -> None:
    from benchmarks.compare import compare

    one, other = executed(tmp_path / "one.ipynb", picture("a")), executed(tmp_path / "other.ipynb", picture("b"))
    found = compare([("map", one, other), ("police", one, tmp_path / "absent.ipynb")])
    assert found.different == ["map", "police (absent)"]


def test_a_reassigned_code_counts_for_the_other_theme(tmp_path: Path) -> None:
    from benchmarks.workplace import Workplace

    shutil.copytree(PROJECT / "config", tmp_path / "config")
    before = load_kernbeleid(PROJECT / "config" / "kernbeleid.yaml").theme_of(Classification.OFFENCE, "2.7.3")
    place = Workplace(tmp_path)
    place.reassign()
    assert (before, load_kernbeleid(place.paths.kernbeleid).theme_of(Classification.OFFENCE, "2.7.3")) == ("1.1", "1.3")


def test_the_sample_of_the_loop_has_every_notebook_village_and_many_themes() -> None:
    from benchmarks.workplace import Workplace, varied

    chosen = [run for run in varied(Workplace(PROJECT).runs, 12) if not run.stage]
    assert len(chosen) == 12
    assert len({run.notebook for run in chosen}) == 2
    assert len({run.parameters.village for run in chosen}) == 6
    assert len({run.parameters.theme for run in chosen}) > 8


@pytest.mark.parametrize(
    ("value", "at_least", "reached"), [(2.0, False, True), (2.01, False, False), (2.0, True, True), (1.99, True, False)]
)
def test_a_goal_is_reached_when_what_was_measured_says_so(value: float, at_least: bool, reached: bool) -> None:
    from benchmarks.results import Goal

    assert Goal("speed", value, 2, at_least=at_least).reached is reached


def test_modules_are_short() -> None:
    assert all(path.read_text(encoding="utf-8").count("\n") <= 250 for path in BENCHMARKS.glob("*.py"))
