"""Runs notebooks with papermill, goes on after a failure, and tells what failed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from ivp_analysis.execution.plan import Run

Progress = Callable[["Outcome"], None]


@dataclass(frozen=True)
class Outcome:
    """How a run ended; error is empty where it went well.

    Attributes
    ----------
    run : Run
        What ran.
    error : str
        Type and message of the error.
    cell : int or None
        Which cell failed, counted from 1 as the notebook is read from the top; None where no cell was reached.
    """

    run: Run
    error: str = ""
    cell: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the run went well."""
        return not self.error

    def line(self, home: Path) -> str:
        """Return what the recap says: notebook, village, theme, cell, error, and where the failed notebook lies."""
        where = f"cell {self.cell}" if self.cell else "before the first cell"
        kept = self.run.failed
        place = kept.relative_to(home) if kept.is_relative_to(home) else kept
        return f"{self.run.title} · {where} · {self.error}" + (f" · see {place}" if kept.exists() else "")


def execute(runs: Sequence[Run], *, jobs: int, cell_timeout: int, progress: Progress | None = None) -> list[Outcome]:
    """Run notebooks, several at once; a failure does not stop the others.

    Parameters
    ----------
    runs : sequence of Run
        What to run; later stages wait for the earlier ones.
    jobs : int
        How many run at once.
    cell_timeout : int
        Seconds that one cell may take.
    progress : callable, optional
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        One for each run, in the order of `runs`.
    """
    outcomes: dict[Run, Outcome] = {}
    for stage in sorted({run.stage for run in runs}):
        # one process with a thread for each run: kernels of several parents race for ports
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            waiting = [pool.submit(_execute_one, run, cell_timeout) for run in runs if run.stage == stage]
            try:
                for future in as_completed(waiting):
                    outcome = future.result()
                    outcomes[outcome.run] = outcome
                    if progress:
                        progress(outcome)
            except BaseException:
                # Ctrl-C: what has not started does not start any more
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    return [outcomes[run] for run in runs]


def _execute_one(run: Run, cell_timeout: int) -> Outcome:
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    run.target.parent.mkdir(parents=True, exist_ok=True)
    part = run.target.with_name(f".{run.target.stem}.part.ipynb")
    error, cell = "", None
    try:
        papermill.execute_notebook(
            run.source,
            part,
            parameters=run.parameters.model_dump(),
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=cell_timeout,
            # the graceful way waits for seconds in some runs
            shutdown_kernel="immediate",
            # a kernel warns on every start that it listens on this machine without encryption
            extra_arguments=["--log-level=ERROR"],
        )
    except PapermillExecutionError as problem:
        error, cell = f"{problem.ename}: {_first_line(problem.evalue)}", problem.cell_index + 1
    except CellTimeoutError:
        error = f"TimeoutError: a cell took longer than {cell_timeout} s (setting IVP_CELL_TIMEOUT)"
    except Exception as problem:  # noqa: BLE001  whatever goes wrong with one notebook is told in the recap and stops no other
        error = f"{type(problem).__name__}: {_first_line(str(problem))}"
    finally:
        _close_event_loop()
    _put_in_place(run, part, failed=bool(error))
    return Outcome(run, error, cell)


def _close_event_loop() -> None:
    """Close the event loop that the client of the kernel opened in this thread, with what a dead kernel left waiting."""
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    waiting = asyncio.all_tasks(loop)
    for task in waiting:
        task.cancel()
    if waiting:
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
    loop.close()


def _put_in_place(run: Run, part: Path, *, failed: bool) -> None:
    """Let the notebook appear whole: as the output, or kept beside it when it failed."""
    run.target.unlink(missing_ok=True)
    run.failed.unlink(missing_ok=True)
    if part.exists():
        part.replace(run.failed if failed else run.target)


def _first_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[0].strip() if lines else "no message"
