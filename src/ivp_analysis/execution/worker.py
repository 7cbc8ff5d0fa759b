"""One run, from the text of a notebook to the executed one and its page; the same in a thread here and on another machine."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import Any

from ivp_analysis.execution.workshop import Workshop

Renderer = Callable[[str, str], str]
"""From the name of a notebook and its executed text to the page."""

INJECTED, MARKER = "injected-parameters", "papermill-error-cell-tag"
"""Tags of the cells that papermill puts in."""

_LONGEST = 500
"""Characters of an error in the recap; the kept notebook has all of it."""


@dataclass(frozen=True)
class Job:
    """A run with everything that it takes; can be sent to another machine.

    Attributes
    ----------
    name : str
        Name of the notebook, without ending.
    notebook : str
        The notebook as committed, as JSON.
    parameters : mapping of str to str
        What papermill puts in.
    environment : mapping of str to str
        Variables for the kernel.
    cell_timeout : int
        Seconds that a cell may take.
    render : callable or None
        Makes the page.
    """

    name: str
    notebook: str
    parameters: Mapping[str, str]
    environment: Mapping[str, str] = field(default_factory=dict)
    cell_timeout: int = 300
    render: Renderer | None = None


@dataclass(frozen=True)
class Done:
    """What a run gave.

    Attributes
    ----------
    notebook : dict
        The executed notebook, without clocks and random ids; empty where not even a cell was reached. Of one that failed, the
        traceback names files of the machine.
    page : str
        The rendered page; empty where none was asked for.
    reads : str
        What the run read, as `tables.reads` notes it.
    error : str
        Type and message; empty where it went well.
    cell : int or None
        Which cell failed, counted from 1 as the executed notebook is read from the top, without the notes that papermill adds.
    seconds : float
        How long it took.
    """

    notebook: dict[str, Any]
    page: str = ""
    reads: str = ""
    error: str = ""
    cell: int | None = None
    seconds: float = 0.0


def work(job: Job, workshop: Workshop) -> Done:
    """Execute a notebook and render its page; whatever goes wrong is told in what comes back.

    Parameters
    ----------
    job : Job
        The run.
    workshop : Workshop
        Where it runs: kernels, and a folder for what is temporary.

    Returns
    -------
    Done
        The outcome, in memory: nothing is written outside the workshop.
    """
    started = time.monotonic()
    notebook: dict[str, Any] = {}
    page = reads = error = ""
    cell = None
    try:
        folder = workshop.folder()
        try:
            notebook, error, cell = _execute(job, workshop, folder)
            if job.render and not error:
                # a page with nothing on it is a page too
                page = job.render(job.name, json.dumps(notebook, ensure_ascii=False)) or "\n"
            noted = folder / "reads"
            reads = noted.read_text(encoding="utf-8") if noted.exists() else ""
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except Exception as problem:  # noqa: BLE001  whatever goes wrong with one notebook is told in the recap and stops no other
        error = f"{type(problem).__name__}: {_first_line(str(problem))}"
    return Done(notebook, page, reads, error, cell, time.monotonic() - started)


def _execute(job: Job, workshop: Workshop, folder: Path) -> tuple[dict[str, Any], str, int | None]:
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    output = folder / "out.ipynb"
    error, cell = "", None
    variables = {**workshop.environment, **job.environment, "IVP_READS": str(folder / "reads")}
    manager = {"folder": str(folder), "environment": variables, "forks": workshop.forks}
    try:
        papermill.execute_notebook(
            nbformat.reads(job.notebook, as_version=4),
            output,
            parameters=dict(job.parameters),
            engine_name=workshop.engine,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=job.cell_timeout,
            # where many kernels share the cores, outputs may come late
            iopub_timeout=job.cell_timeout,
            # the graceful way waits for seconds in some runs
            shutdown_kernel="immediate",
            record_timing=False,
            config=Config({"BatchKernelManager": manager}),
            # a kernel says on the terminal that it is interrupted when it is ended; and many would wait for each other at one history
            extra_arguments=["--log-level=CRITICAL", "--HistoryManager.enabled=False"],
        )
    except PapermillExecutionError as problem:
        error, cell = f"{problem.ename}: {_first_line(problem.evalue)}", problem.cell_index + 1
    finally:
        _close_event_loop()
    notebook = without_clocks(json.loads(output.read_text(encoding="utf-8")))
    return (notebook, error, cell) if error else (notebook, *_left_early(notebook))


def without_clocks(notebook: dict[str, Any]) -> dict[str, Any]:
    """Take out of an executed notebook what differs between two runs of the same: times, paths, random ids.

    Parameters
    ----------
    notebook : dict
        As papermill wrote it; changed in place.
    """
    for number, cell in enumerate(notebook["cells"]):
        for clock in ("papermill", "execution"):
            cell["metadata"].pop(clock, None)
        added = {INJECTED, MARKER} & set(cell["metadata"].get("tags", ()))
        if added:
            cell["id"] = f"{added.pop()}-{number}"
    noted = notebook["metadata"].get("papermill", {})
    for machine in set(noted) - {"parameters", "version"}:
        del noted[machine]
    return notebook


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


def _left_early(notebook: dict[str, Any]) -> tuple[str, int | None]:
    """Return the error of a notebook that left its later cells out with `sys.exit()`, which papermill takes for a good end."""
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                return f"{output['ename']}: {_first_line(output['evalue'])}", number
    return "", None


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return shorten(lines[0], _LONGEST, placeholder=" …") if lines else "no message"
