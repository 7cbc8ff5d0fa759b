"""One run: what comes back of it, whatever goes wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from execution.kernels.cells import KERNEL_ONLY, notebook, run, text

from ivp_analysis.execution.worker import Job, without_clocks, work
from ivp_analysis.execution.workshop import Workshop

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(KERNEL_ONLY) as here:
        yield here


def with_parameters(*sources: str) -> str:
    content = json.loads(notebook('village = "gemeente"', *sources))
    content["cells"][0]["metadata"]["tags"] = ["parameters"]
    return json.dumps(content)


def test_parameters_and_variables_reach_the_cells(workshop: Workshop) -> None:
    source = with_parameters("import os; print(village, os.environ['IVP_OWN'], 'IVP_READS' in os.environ)")
    done = work(Job("police", source, {"village": "Hoonhorst"}, {"IVP_OWN": "1"}), workshop)
    assert (done.error, done.cell) == ("", None)
    assert text(done.notebook["cells"][-1]["outputs"]) == "Hoonhorst 1 True\n"
    assert done.seconds > 0


def test_what_was_read_comes_back(workshop: Workshop) -> None:
    done = run(workshop, "from ivp_analysis.tables.reads import note; note('2022-H2/estimates', theme='1.3')")
    assert json.loads(done.reads) == {"source": "2022-H2/estimates", "where": {"theme": "1.3"}}


def test_the_page_is_made_of_the_executed_notebook_in_the_same_run(workshop: Workshop) -> None:
    asked: list[str] = []

    def render(name: str, content: str) -> str:
        asked.append(name)
        return f"<p>{text(json.loads(content)['cells'][-1]['outputs'])}</p>"

    assert work(Job("police", notebook("print(6 * 7)"), {}, render=render), workshop).page == "<p>42\n</p>"
    assert work(Job("police", notebook("1 / 0"), {}, render=render), workshop).page == ""
    assert asked == ["police"]


def test_a_page_that_cannot_be_made_is_an_error_of_its_notebook_which_comes_back_whole(workshop: Workshop) -> None:
    def render(_name: str, _content: str) -> str:
        raise ValueError("a figure has no alternative text\nmore")

    done = work(Job("police", notebook("print(1)"), {}, render=render), workshop)
    assert (done.error, done.cell) == ("ValueError: a figure has no alternative text", None)
    assert text(done.notebook["cells"][0]["outputs"]) == "1\n"


@pytest.mark.parametrize(
    ("cells", "error", "cell"),
    [
        (("1", "raise ValueError('no such figure\\nmore')", "2"), "ValueError: no such figure", 2),
        (("1", "raise KeyError"), "KeyError: no message", 2),
        (("x = ",), "SyntaxError: invalid syntax", 1),
        (("1", "import sys; sys.exit('enough')", "2"), "SystemExit: enough", 2),
    ],
)
def test_an_error_comes_back_with_its_cell_and_in_the_notebook(workshop: Workshop, cells: tuple[str, ...], error: str, cell: int) -> None:
    done = run(workshop, *cells)
    assert done.error.startswith(error)
    assert done.cell == cell
    shown = [output for item in done.notebook["cells"] for output in item.get("outputs", ()) if output["output_type"] == "error"]
    assert len(shown) == 1


def test_the_cell_of_an_error_is_counted_as_the_kept_notebook_is_read(workshop: Workshop) -> None:
    done = work(Job("police", with_parameters("1", "1 / 0"), {"village": "Hoonhorst"}), workshop)
    own = [item for item in done.notebook["cells"] if "papermill-error-cell-tag" not in item["metadata"].get("tags", ())]
    assert done.cell is not None
    assert "".join(own[done.cell - 1]["source"]) == "1 / 0"


def test_a_long_error_is_shortened_in_the_recap_only(workshop: Workshop) -> None:
    done = run(workshop, "raise ValueError('word ' * 1000)")
    assert len(done.error) < 600
    assert len(json.dumps(done.notebook)) > 5000


@pytest.mark.parametrize("content", ["{", '{"cells": 1}', "[]", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'])
def test_what_is_no_notebook_that_can_run_is_an_error_and_stops_nothing(workshop: Workshop, content: str) -> None:
    done = work(Job("police", content, {}), workshop)
    whole = content.startswith('{"cells": []')
    assert bool(done.error) != whole
    assert run(workshop, "1").error == ""


def test_nothing_in_what_comes_back_tells_when_or_where_it_ran(workshop: Workshop, tmp_path: Path) -> None:
    runs = [work(Job("police", with_parameters("print(village)"), {"village": "Hoonhorst"}), workshop) for _ in range(2)]
    assert runs[0].notebook == runs[1].notebook
    content = json.dumps(runs[0].notebook)
    assert str(tmp_path.parent) not in content
    assert "ivp-run-" not in content
    nbformat.validate(nbformat.from_dict(runs[0].notebook))


def test_clocks_are_taken_out_and_what_the_author_wrote_stays() -> None:
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {"papermill": {"start_time": "x"}, "execution": {}, "tags": ["parameters"], "own": 1},
        "source": "",
        "outputs": [],
    }
    added = {**cell, "id": "random", "metadata": {"tags": ["injected-parameters"]}}
    metadata = {"papermill": {"parameters": {"a": 1}, "version": "2", "input_path": "/elsewhere/in.ipynb", "duration": 1.0}, "own": 1}
    clean = without_clocks({"cells": [cell, added], "metadata": metadata})
    assert clean["cells"][0]["metadata"] == {"tags": ["parameters"], "own": 1}
    assert [item["id"] for item in clean["cells"]] == ["a", "injected-parameters-1"]
    assert clean["metadata"] == {"papermill": {"parameters": {"a": 1}, "version": "2"}, "own": 1}


def test_a_run_leaves_nothing_in_the_workshop(workshop: Workshop) -> None:
    run(workshop, "open('left', 'w').close() if False else 1")
    run(workshop, "1 / 0")
    assert [path.name for path in workshop._folder.iterdir() if path.name.isdigit()] == []
