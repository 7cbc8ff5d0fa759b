"""What a notebook shows is the same in a forked kernel, in a stock kernel, and by the command papermill."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from execution.kernels.cells import WARM_UP, Outputs, by_command, notebook, run, shown, text
from execution.kernels.zoo import CELLS

from ivp_analysis.execution.workshop import Workshop

pytestmark = pytest.mark.slow

NAMES = list(CELLS)
FIGURES = [name for name in NAMES if "figure" in name or name in ("a map", "settings that are put back")]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Outputs]]:
    """The outputs of all cells: by the way in which they were run, and by name."""
    with pytest.MonkeyPatch.context() as patch:
        # kernels do not look at what is printed below Python while pytest says that it runs
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        patch.setenv("PYTHONHASHSEED", "7")
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        cells = tuple(CELLS.values())
        with Workshop([WARM_UP], "fork") as forking, Workshop(kernel="stock") as stock, ThreadPoolExecutor(3) as pool:
            variables = {name: value for name, value in stock.environment.items() if name != "MPLBACKEND"} | {"IVP_READS": "reads"}
            ran = {
                "command": pool.submit(by_command, notebook(*cells), tmp_path_factory.mktemp("command"), variables),
                "stock": pool.submit(lambda: run(stock, *cells).notebook),
                "forked": pool.submit(lambda: run(forking, *cells).notebook),
            }
            return {way: dict(zip(NAMES, shown(future.result()), strict=True)) for way, future in ran.items()}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "the state"])
def test_a_cell_shows_the_same(outputs: dict[str, dict[str, Outputs]], name: str) -> None:
    assert outputs["forked"][name] == outputs["stock"][name] == outputs["command"][name]


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_is_lost(outputs: dict[str, dict[str, Outputs]], name: str) -> None:
    pictures = [output for output in outputs["forked"][name] if {"image/png", "image/svg+xml"} & set(output.get("data", ()))]
    assert len(pictures) == (2 if name in ("a figure that is shown", "a figure as a value") else 1)


def test_what_should_be_seen_is_seen(outputs: dict[str, dict[str, Outputs]]) -> None:
    seen = outputs["forked"]
    assert "below" in text(seen["printing below Python"])
    warned = text(seen["warnings"], "stderr")
    assert all(part in warned for part in ("UserWarning: a user", "DeprecationWarning: an old way", "RuntimeWarning: divide by zero"))
    assert "a resource" not in warned
    assert text(seen["warnings that are shown once"], "stderr").count("UserWarning: only once") == 1
    assert text(seen["logs"], "stderr").splitlines() == ["WARNING:root:of the root", "WARNING:matplotlib:of a library"]
    assert seen["an error"][0]["ename"] == "KeyError"
    assert all(part in "".join(seen["an error"][0]["traceback"]) for part in ("no such column", "read()", "pandas"))


def test_a_kernel_is_in_the_same_state(outputs: dict[str, dict[str, Outputs]]) -> None:
    states: dict[str, dict[str, Any]] = {way: json.loads(text(cells["the state"])) for way, cells in outputs.items()}
    forked = states.pop("forked")
    for state in states.values():
        assert {name: value for name, value in forked.items() if value != state[name]} == {}
    assert forked["parent"] is True
    assert len(forked) > 40
