import gc
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from ivp_analysis.execution.plan import Run
from ivp_analysis.execution.runner import Outcome, execute
from ivp_analysis.vocabulary.parameters import Parameters

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _no_left_over_tasks() -> Iterator[None]:
    """A killed kernel leaves a task of nbclient behind; collected in the middle of a compile it upsets Python 3.11."""
    yield
    gc.collect()


def notebook(path: Path, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell('village = "gemeente"', metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata)), encoding="utf-8")
    return path


def run(folder: Path, name: str, *sources: str) -> Run:
    source = notebook(folder / f"{name}.ipynb", *sources)
    return Run(name, Parameters(edition="2022-H2", village="Hoonhorst"), source, folder / "out" / f"{name}.ipynb")


def test_a_failure_does_not_stop_the_others_and_is_kept_with_its_error(tmp_path: Path) -> None:
    good = run(tmp_path, "good", "print(village)")
    bad = run(tmp_path, "bad", "x = 1", "raise ValueError('no such figure')")
    seen: list[Outcome] = []
    outcomes = execute([bad, good], jobs=2, cell_timeout=60, progress=seen.append)
    assert [outcome.ok for outcome in outcomes] == [False, True]
    assert len(seen) == 2
    assert not bad.target.exists()
    assert "no such figure" in bad.failed.read_text(encoding="utf-8")
    line = outcomes[0].line(tmp_path)
    assert all(part in line for part in ("bad", "Hoonhorst", "1.3", "cell 4", "ValueError: no such figure", "out/bad.failed.ipynb"))
    assert "Hoonhorst" in good.target.read_text(encoding="utf-8")
    assert sorted(path.name for path in good.target.parent.iterdir()) == ["bad.failed.ipynb", "good.ipynb"]


def test_a_run_that_goes_well_takes_the_failed_one_away(tmp_path: Path) -> None:
    first = run(tmp_path, "page", "raise ValueError('x')")
    execute([first], jobs=1, cell_timeout=60)
    second = run(tmp_path, "page", "1 + 1")
    execute([second], jobs=1, cell_timeout=60)
    assert second.target.exists()
    assert not second.failed.exists()


def test_a_cell_that_hangs_is_stopped(tmp_path: Path) -> None:
    outcome = execute([run(tmp_path, "slow", "import time; time.sleep(60)")], jobs=1, cell_timeout=2)[0]
    assert "longer than 2 s" in outcome.error
    assert not outcome.run.target.exists()


def test_a_kernel_that_dies_is_a_failure_of_its_notebook_only(tmp_path: Path) -> None:
    runs = [run(tmp_path, "dead", "import os; os._exit(1)"), run(tmp_path, "alive", "1 + 1")]
    outcomes = execute(runs, jobs=2, cell_timeout=60)
    assert [outcome.ok for outcome in outcomes] == [False, True]
    assert "DeadKernelError" in outcomes[0].error


def test_a_notebook_that_is_missing_is_a_failure_of_its_own(tmp_path: Path) -> None:
    missing = Run("police", Parameters(edition="2022-H2"), tmp_path / "absent.ipynb", tmp_path / "out.ipynb")
    outcome = execute([missing], jobs=1, cell_timeout=60)[0]
    assert not outcome.ok
    assert "before the first cell" in outcome.line(tmp_path)


def test_a_notebook_that_is_damaged_is_a_failure_of_its_own(tmp_path: Path) -> None:
    damaged = run(tmp_path, "damaged", "1 + 1")
    damaged.source.write_text("{", encoding="utf-8")
    outcomes = execute([damaged, run(tmp_path, "good", "1 + 1")], jobs=1, cell_timeout=60)
    assert [outcome.ok for outcome in outcomes] == [False, True]
