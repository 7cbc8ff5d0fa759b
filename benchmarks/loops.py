"""What people do without this package: a loop of commands, and papermill in a pool of processes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measure import Timing, Usage, clock, usage
from ivp_analysis.execution.local import cores
from ivp_analysis.execution.matrix import Run


def commands(runs: Sequence[Run], home: Path, folder: Path) -> Timing:
    """Run notebooks one after the other with the commands `papermill` and `jupyter nbconvert --to html`.

    Parameters
    ----------
    runs : sequence of Run
        What to run.
    home : Path
        IVP_HOME of the notebooks.
    folder : Path
        Where the executed notebooks and pages go.
    """
    folder.mkdir(parents=True)
    environment = os.environ | {"IVP_HOME": str(home)}
    with clock(len(runs)) as watch:
        for number, run in enumerate(runs):
            target = folder / f"{number}.ipynb"
            values = [part for name, value in run.parameters.model_dump().items() for part in ("-r", name, str(value))]
            _command(["papermill", str(run.source), str(target), *values], environment)
            _command(["jupyter", "nbconvert", "--to", "html", str(target)], environment)
    return watch.timing


def pool(runs: Sequence[Run], home: Path) -> tuple[Timing, int]:
    """Run notebooks with papermill's Python API in as many processes as there are cores, with stock kernels; pages by HTMLExporter.

    Parameters
    ----------
    runs : sequence of Run
        What to run; later stages wait for earlier ones.
    home : Path
        IVP_HOME of the notebooks.

    Returns
    -------
    tuple of Timing and int
        The timing, and how many runs had to be done twice because their kernel did not start.
    """
    used = Usage(0.0, 0.0)
    twice = 0
    with clock(len(runs)) as watch, ProcessPoolExecutor(cores(), get_context("spawn"), _enter, (home,)) as workers:
        for stage in sorted({run.stage for run in runs}):
            for spent, again in workers.map(_execute, [run for run in runs if run.stage == stage]):
                used += spent
                twice += again
    return replace(watch.timing, client=used.own, kernels=used.children), twice


def _command(command: list[str], environment: dict[str, str]) -> None:
    # the commands of this environment, whatever comes first on the path
    command[0] = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} failed: {done.stderr[-2000:]}")


def _enter(home: Path) -> None:
    os.environ["IVP_HOME"] = str(home)
    # nbconvert speaks of every output that it has no picture of
    warnings.simplefilter("ignore")
    logging.getLogger("papermill").setLevel(logging.ERROR)


def _execute(run: Run) -> tuple[Usage, bool]:
    """Run one notebook and make its page; kernels of several processes race for ports, so one that does not start is tried again."""
    import papermill
    from nbconvert import HTMLExporter

    run.target.parent.mkdir(parents=True, exist_ok=True)
    before, again = usage(), False
    for _ in range(2):
        try:
            papermill.execute_notebook(
                run.source,
                run.target,
                parameters=run.parameters.model_dump(),
                kernel_name="python3",
                progress_bar=False,
                start_timeout=20,
                extra_arguments=["--log-level=CRITICAL"],
            )
            break
        except RuntimeError as problem:
            if again:
                raise
            print(f"{run.title}: {problem}", file=sys.stderr)
            again = True
    page, _ = HTMLExporter().from_filename(str(run.target))
    run.target.with_suffix(".html").write_text(page, encoding="utf-8")
    return usage().since(before), again
