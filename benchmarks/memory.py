"""The memory of kernels while the fixed notebook runs: what each has for itself, and its share of what several have in common."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.watch import Watch
from ivp_analysis.cli.run import WARM_UP
from ivp_analysis.execution.matrix import Run
from ivp_analysis.execution.worker import Job, work
from ivp_analysis.execution.workshop import Kernel, Workshop

_PAUSE = 0.02
_WHERE = "BENCH_KERNELS"
_CELL = f"""
import os, pathlib
pathlib.Path(os.environ["{_WHERE}"], str(os.getpid())).touch()
"""


@dataclass
class Peaks:
    """The most memory that was seen, in MiB.

    Attributes
    ----------
    unique, proportional : dict of int to float
        Of each kernel, by process id: pages that no other process has (USS), and with its share of pages that others have too (PSS).
    template : float
        Of the process that kernels are forked from, by itself (USS); 0 where there is none.
    together : float
        Of all kernels that ran at one moment, and the template: the sum of their PSS.
    """

    unique: dict[int, float] = field(default_factory=dict)
    proportional: dict[int, float] = field(default_factory=dict)
    template: float = 0.0
    together: float = 0.0

    @property
    def each(self) -> float:
        """What a kernel has for itself at its peak; the median of the kernels."""
        return median(self.unique.values())

    @property
    def share(self) -> float:
        """The same with its share of what is in common."""
        return median(self.proportional.values())


def measurable() -> bool:
    """Say whether this system tells what a process has for itself."""
    return Path("/proc/self/smaps_rollup").is_file()


def kernels(runs: Sequence[Run], folder: Path, *, at_once: int, kernel: Kernel) -> Peaks:
    """Run the fixed notebook and look at its kernels all the while.

    Parameters
    ----------
    runs : sequence of Run
        Runs of the fixed notebook.
    folder : Path
        A new folder, where each kernel says which process it is.
    at_once : int
        How many run at once.
    kernel : {"fork", "stock"}
        Forked or started in the ordinary way.
    """
    folder.mkdir(parents=True)
    notebook = json.loads(runs[0].source.read_text(encoding="utf-8"))
    notebook["cells"].append(
        {"cell_type": "code", "execution_count": None, "id": "process", "metadata": {}, "outputs": [], "source": _CELL}
    )
    # it says so first of all, before the cell with parameters
    notebook["cells"].insert(0, notebook["cells"].pop())
    peaks = Peaks()
    with Workshop([WARM_UP], kernel) as workshop, ThreadPoolExecutor(at_once) as pool, Watch(lambda: _look(folder, peaks), _PAUSE):
        jobs = [Job("fixed", json.dumps(notebook), run.parameters.model_dump(), {_WHERE: str(folder)}) for run in runs]
        for done in pool.map(lambda job: work(job, workshop), jobs):
            if done.error:
                raise RuntimeError(f"the fixed notebook failed: {done.error}")
    return peaks


def _look(folder: Path, peaks: Peaks) -> None:
    seen = {int(file.name): memory for file in folder.iterdir() if (memory := _memory(int(file.name)))}
    templates = {parent for process in seen if (parent := _parent(process)) not in {0, os.getpid()}}
    shared = [memory for process in templates if (memory := _memory(process))]
    for process, (unique, proportional) in seen.items():
        peaks.unique[process] = max(unique, peaks.unique.get(process, 0.0))
        peaks.proportional[process] = max(proportional, peaks.proportional.get(process, 0.0))
    together = sum(proportional for _, proportional in (*seen.values(), *shared))
    peaks.together = max(peaks.together, together)
    peaks.template = max(peaks.template, *(unique for unique, _ in shared), 0.0)


def _memory(process: int) -> tuple[float, float] | None:
    """Return USS and PSS in MiB; None for a process that has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return None
    values = {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return (values["Private_Clean"] + values["Private_Dirty"], values["Pss"]) if "Pss" in values else None


def _parent(process: int) -> int:
    """Return the parent of a process; 0 for a process that has ended."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0
