"""Sends runs to workers, keeps what comes back, and tells what failed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ivp_analysis.errors import NotebookError
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.outputs import page_of, put, sealed
from ivp_analysis.execution.worker import Done, Job, Renderer
from ivp_analysis.vocabulary.audience import INTERNAL, Audience

SCRATCH = ".run"
"""Folder beside the executed notebooks in which files lie until they are whole."""


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
        Which cell failed, counted from 1 as the kept notebook is read from the top, without the notes that papermill adds; None where
        it was none of them: the notebook cannot be read, the page breaks a rule, the disk is full.
    seconds : float
        How long it took.
    """

    run: Run
    error: str = ""
    cell: int | None = None
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the run went well."""
        return not self.error

    def line(self, folder: Path) -> str:
        """Return what the recap says: notebook, village, theme, cell, error, and the command that opens the notebook.

        Parameters
        ----------
        folder : Path
            Where the command is to be typed; a notebook elsewhere is named by its whole path.
        """
        parts = [self.run.title, *([f"cell {self.cell}"] if self.cell else []), self.error]
        kept = self.run.failed
        if kept.exists():
            place = kept.relative_to(folder) if kept.is_relative_to(folder) else kept
            parts.append(f"{_jupyter(folder)} lab {shlex.quote(str(place))}")
        return " · ".join(parts)


class WorkersLostError(NotebookError):
    """Whoever makes the runs is gone or not fit: the batch ends, and what was finished is kept."""


class Workers(Protocol):
    """Whoever makes runs: here or on other machines."""

    @property
    def at_once(self) -> int:
        """Runs that are made at the same time."""

    @property
    def title(self) -> str:
        """How runs are made, in words."""

    def submit(self, job: Job) -> Future[Done]:
        """Begin a run."""


Fingerprint = Callable[[Run, str], Mapping[str, str]]
"""From a run and what it noted as read to the digests of all that it depended on."""


@dataclass(frozen=True)
class Bench:
    """What all runs of a batch have in common.

    Attributes
    ----------
    home : Path
        The folder with data/ and reports/.
    scratch : Path
        A folder on the same disk as the outputs.
    cell_timeout : int
        Seconds that a cell may take.
    render : callable or None
        Makes the page of a notebook.
    fingerprint : callable
        Tells what a run depended on.
    """

    home: Path
    scratch: Path
    cell_timeout: int = 300
    render: Renderer | None = None
    fingerprint: Fingerprint = lambda _run, _reads: {}

    def job(self, run: Run) -> Job:
        """Return a run as a worker takes it."""
        environment = {name: value for name, value in os.environ.items() if name.startswith("IVP_")} | {"IVP_HOME": str(self.home)}
        text = run.source.read_text(encoding="utf-8")
        return Job(run.notebook, text, run.parameters.model_dump(), environment, self.cell_timeout, self.render)

    def keep(self, run: Run, done: Done) -> Outcome:
        """Let the outputs of a run appear: the page and the notebook, or the notebook with its error beside where they would be."""
        if done.error:
            for gone in (run.target, page_of(run.target)):
                gone.unlink(missing_ok=True)
            put(json.dumps(_told(done, run.parameters.audience), ensure_ascii=False, indent=1) + "\n", run.failed, self.scratch)
            return Outcome(run, done.error, done.cell, done.seconds)
        if done.page:
            put(done.page, page_of(run.target), self.scratch)
        # the notebook comes last: it names the page that belongs to it
        put(sealed(done.notebook, self.fingerprint(run, done.reads), done.page), run.target, self.scratch)
        run.failed.unlink(missing_ok=True)
        return Outcome(run, seconds=done.seconds)


def execute(runs: Sequence[Run], workers: Workers, bench: Bench, progress: Callable[[Outcome], None] | None = None) -> list[Outcome]:
    """Make runs, several at once; a failure does not stop the others.

    Parameters
    ----------
    runs : sequence of Run
        What to run, none waiting for another.
    workers : Workers
        Who makes them.
    bench : Bench
        What they have in common.
    progress : callable, optional
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        One for each run, in the order of `runs`.

    Raises
    ------
    WorkersLostError
        When nobody is left who can make runs; every outcome until then was given to `progress`.
    """
    outcomes: dict[Run, Outcome] = {}
    waiting = list(reversed(runs))
    flying: dict[Future[Done], Run] = {}
    lost: WorkersLostError | None = None
    while waiting or flying:
        # no more than what keeps every worker busy: results of a country do not all fit in memory
        while waiting and not lost and len(flying) < 2 * workers.at_once:
            run = waiting.pop()
            try:
                flying[workers.submit(bench.job(run))] = run
            except WorkersLostError as problem:
                lost = problem
            except (OSError, ValueError) as problem:
                unread = Done({}, error=f"{type(problem).__name__}: the notebook cannot be read: {_reason(problem)} ({run.source.name})")
                outcomes[run] = _ended(bench, run, unread, progress)
        for future in wait(flying, return_when=FIRST_COMPLETED).done if flying else ():
            run = flying.pop(future)
            try:
                outcomes[run] = _ended(bench, run, _result(future), progress)
            except WorkersLostError as problem:
                lost = lost or problem
        if lost and not flying:
            raise lost
    return [outcomes[run] for run in runs]


def _result(future: Future[Done]) -> Done:
    """Return what a run gave; a run that was called off has no outcome, and what it made before stays."""
    try:
        return future.result()
    except CancelledError:
        action = "What was finished is kept: see to the cluster, then give the same command again"
        raise WorkersLostError("runs were called off, because nobody is left who can make them", action=action) from None
    except WorkersLostError:
        raise
    except Exception as problem:  # noqa: BLE001  a worker that is lost takes one run with it, not the batch
        return Done({}, error=f"{type(problem).__name__}: {problem}")


def _ended(bench: Bench, run: Run, done: Done, progress: Callable[[Outcome], None] | None) -> Outcome:
    try:
        outcome = bench.keep(run, done)
    except Exception as problem:  # noqa: BLE001  a full disk, most of the time: nothing half-written is there, and the next run makes it
        lost = f"{type(problem).__name__}: the output cannot be written: {_reason(problem)} ({'/'.join(run.target.parts[-4:])})"
        outcome = Outcome(run, f"{done.error}; {lost}" if done.error else lost, done.cell, done.seconds)
    if progress:
        progress(outcome)
    return outcome


def _jupyter(folder: Path) -> str:
    """Return the command jupyter of this environment, as it can be typed in a folder."""
    program = Path(sys.executable).with_name("jupyter")
    if not program.exists() or shutil.which("jupyter") == str(program):
        return "jupyter"
    return shlex.quote(str(program.relative_to(folder) if program.is_relative_to(folder) else program))


def _reason(problem: Exception) -> str:
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)


def _told(done: Done, audience: Audience) -> dict[str, Any]:
    """Return the notebook with its error in it, also where the error came before any cell or after the last, and marked when internal."""
    cells = done.notebook.get("cells", [])
    notes = [_note("internal", f"**{INTERNAL}**")] if audience == "internal" else []
    if not any(output["output_type"] == "error" for cell in cells for output in cell.get("outputs", ())):
        # indented, so that nothing in the error is markup
        notes.append(_note("failed", f"**This notebook failed.**\n\n    {done.error}"))
    empty = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return {**empty, **done.notebook, "cells": [*notes, *cells]}


def _note(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}
