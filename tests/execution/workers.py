"""Runs of toy notebooks, and workers that make them without a kernel."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from execution.kernels.cells import notebook

from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.worker import Done, Job
from ivp_analysis.vocabulary.parameters import Parameters


def toy_run(folder: Path, name: str, *sources: str, village: str = "Hoonhorst", theme: str = "1.3") -> Run:
    """Write a notebook of cells, and return a run of it."""
    source = folder / f"{name}.ipynb"
    source.write_text(notebook(*(sources or ("1 + 1",))), encoding="utf-8")
    return Run(name, Parameters(edition="2022-H2", village=village, theme=theme), source, folder / "out" / f"{name}.ipynb")


def made(job: Job, page: str = "<p>x</p>") -> Done:
    """Return what a run gives that goes well: the notebook as it came."""
    return Done(json.loads(job.notebook), page, '{"source": "2022-H2/estimates", "where": {"theme": "1.3"}}\n', seconds=0.5)


def failed(job: Job, error: str = "ValueError: no such figure", *, cell: int | None = 2, output: Mapping[str, Any] | None = None) -> Done:
    """Return what a run gives that failed, with the output in its last cell."""
    content = json.loads(job.notebook)
    content["cells"][-1]["outputs"] = [output] if output else []
    return Done(content, error=error, cell=cell, seconds=0.5)


@dataclass
class FakeWorkers:
    """Workers that answer at once, and keep what they were asked for.

    Attributes
    ----------
    make : callable
        What they answer to a job; an exception that it raises is that of the run.
    """

    make: Callable[[Job], Done] = made
    at_once: int = 2
    title: str = "fakes"
    jobs: list[Job] = field(default_factory=list)

    def submit(self, job: Job) -> Future[Done]:
        """Answer."""
        self.jobs.append(job)
        future: Future[Done] = Future()
        try:
            future.set_result(self.make(job))
        except Exception as problem:  # noqa: BLE001  as a pool does
            future.set_exception(problem)
        return future
