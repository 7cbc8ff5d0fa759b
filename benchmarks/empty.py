"""What a notebook costs that computes nothing: its kernel, and each of its cells."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import usage
from ivp_analysis.cli.run import WARM_UP
from ivp_analysis.execution.local import cores
from ivp_analysis.execution.worker import Job, work
from ivp_analysis.execution.workshop import Workshop

RUNS = 96
FEW, MANY = 1, 11
"""Cells of the two notebooks that are compared."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds.

    Attributes
    ----------
    kernel, client : float
        Of a notebook with one cell: what its kernel takes, with the fork and its end, and what the client takes.
    kernel_cell, client_cell : float
        Of one more cell.
    """

    kernel: float
    client: float
    kernel_cell: float
    client_cell: float


def measurable() -> bool:
    """Say whether the system tells what kernels take."""
    return Path("/proc/self/stat").exists()


def empty() -> Cost:
    """Run notebooks whose cells hold a number, as many at once as `ivp run` does."""
    with Workshop([WARM_UP], "fork") as workshop:
        _run(workshop, FEW)
        (kernel, client), (more_kernel, more_client) = _run(workshop, FEW), _run(workshop, MANY)
    cells = MANY - FEW
    return Cost(kernel, client, (more_kernel - kernel) / cells, (more_client - client) / cells)


def _run(workshop: Workshop, cells: int) -> tuple[float, float]:
    """Return the processor seconds of kernel and client, for each notebook."""
    template = (workshop.forks and workshop.forks.pid) or 0
    job = Job("empty", _notebook(cells), {})
    kernels, client = _of_template(template), usage().own
    with ThreadPoolExecutor(4 * cores()) as pool:
        for done in pool.map(lambda job: work(job, workshop), [job] * RUNS):
            if done.error:
                raise RuntimeError(f"an empty notebook failed: {done.error}")
    return (_of_template(template) - kernels) / RUNS, (usage().own - client) / RUNS


def _notebook(cells: int) -> str:
    cell: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": "1"}
    python = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    named = [{**cell, "id": f"cell-{number}"} for number in range(cells)]
    return json.dumps({"cells": named, "metadata": python, "nbformat": 4, "nbformat_minor": 5})


def _of_template(process: int) -> float:
    """Return the processor seconds of a template and of the kernels that it has buried."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
