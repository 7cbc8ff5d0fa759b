"""Running cells of a test's own in kernels of every kind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ivp_analysis.execution.worker import Done, Job, work
from ivp_analysis.execution.workshop import Workshop

WARM_UP = "ivp_analysis.analyses.warm_up:warm_up"
"""What the template of the project's own notebooks does."""

KERNEL_ONLY = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger")
"""What a kernel itself imports: a template that is ready soon."""

Outputs = list[dict[str, Any]]


def notebook(*sources: str) -> str:
    """Return a notebook of cells, as JSON."""
    cells: Outputs = [
        {"cell_type": "code", "execution_count": None, "id": f"cell-{number}", "metadata": {}, "outputs": [], "source": source}
        for number, source in enumerate(sources)
    ]
    python = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": python, "nbformat": 4, "nbformat_minor": 5})


def run(workshop: Workshop, *sources: str, timeout: int = 60) -> Done:
    """Run cells in a kernel of their own."""
    return work(Job("cells", notebook(*sources), {}, {}, timeout), workshop)


def said(workshop: Workshop, *sources: str) -> list[str]:
    """Run cells that go well, and return what each printed."""
    done = run(workshop, *sources)
    assert not done.error, done.error
    return [text(outputs) for outputs in shown(done.notebook)]


def shown(executed: dict[str, Any]) -> list[Outputs]:
    """Return the outputs of each code cell, without what two runs of the same never have in common.

    That are the process id in the name of a cell's file, addresses in memory, and how what is printed comes in pieces.
    """
    plain = re.sub(r"0x[0-9a-f]{6,}", "0x1", re.sub(r"ipykernel_\d+", "ipykernel_1", json.dumps(executed)))
    return [_joined(cell["outputs"]) for cell in json.loads(plain)["cells"] if cell["cell_type"] == "code"]


def _joined(outputs: Outputs) -> Outputs:
    joined: Outputs = []
    for output in outputs:
        if output["output_type"] == "stream" and joined and joined[-1].get("name") == output["name"]:
            joined[-1]["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def text(outputs: Outputs, stream: str = "stdout") -> str:
    """Return what was printed."""
    return "".join("".join(output["text"]) for output in outputs if output.get("name") == stream)


def by_command(source: str, folder: Path, environment: Mapping[str, str], parameters: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run a notebook by the command papermill, as a user does, and return it as executed."""
    folder.mkdir(parents=True, exist_ok=True)
    given, made = folder / "in.ipynb", folder / "out.ipynb"
    given.write_text(source, encoding="utf-8")
    options = [part for name, value in (parameters or {}).items() for part in ("-r", name, value)]
    variables = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | {**environment}
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(given), str(made), *options]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert made.exists(), done.stderr
    executed: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
    return executed


def alive(process: int) -> bool:
    """Say whether a process runs; one that ended and was not asked for counts as gone."""
    return state(process) not in ("", "Z")


def state(process: int) -> str:
    """Return the letter of a process's state; empty where there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def children(process: int) -> list[int]:
    """List the processes that a process started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def soon(what: Callable[[], bool], within: float = 3.0) -> bool:
    """Say whether something comes true in time."""
    until = time.monotonic() + within
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
