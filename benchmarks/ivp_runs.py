"""What `ivp run` takes: cold, with nothing changed, after a change of the configuration, and after a new delivery."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import USAGE, Timing, told
from benchmarks.watch import Watch
from benchmarks.workplace import EDITION, MUNICIPALITY, Workplace
from ivp_analysis.execution.matrix import Run
from ivp_analysis.paths import PROJECT

_KERNEL = ("ipykernel_launcher", "ivp_analysis.execution.kernels.template")
_CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")
_PAUSE = 0.02


@dataclass(frozen=True)
class Ran:
    """What one command did.

    Attributes
    ----------
    timing : Timing
        Of the whole command; `runs` are the notebooks that it ran, not those that were fresh.
    kernels : int or None
        Kernels and templates that it started itself; None where the system does not tell.
    """

    timing: Timing
    kernels: int | None


def cold(place: Workplace) -> Ran:
    """Run every notebook, none having run before."""
    return _run(place)


def again(place: Workplace) -> Ran:
    """Run when nothing has changed."""
    return _run(place)


def new_delivery(place: Workplace) -> Ran:
    """Run after a delivery came in: all was fresh without it."""
    with place.without_delivery():
        _run(place)
    return _run(place)


def reassigned(place: Workplace) -> Ran:
    """Run after a code was given to another theme."""
    place.reassign()
    place.process()
    return _run(place)


def help_text() -> float:
    """Return the seconds of `ivp --help`, the best of five."""
    took = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([Path(sys.executable).with_name("ivp"), "--help"], stdout=subprocess.DEVNULL, check=True)
        took.append(time.perf_counter() - start)
    return min(took)


def fixed(place: Workplace) -> Ran:
    """Run the fixed notebook as often as the edition has pages."""
    return _measured(place, ["fixed", str(place.home), *place.themes], place.fixed)


def _run(place: Workplace) -> Ran:
    themes = [part for theme in place.themes for part in ("--theme", theme)]
    return _measured(place, ["ivp", "run", MUNICIPALITY, "--edition", EDITION, *themes], place.runs)


def _measured(place: Workplace, arguments: list[str], runs: list[Run]) -> Ran:
    before = _written(runs)
    usage = place.home / "usage.json"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IVP_")}
    environment |= {"IVP_HOME": str(place.home), USAGE: str(usage)}
    command = [sys.executable, "-m", "benchmarks.command", *arguments]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        kernels: set[str] = set()
        with Watch(lambda: kernels.update(_kernels(process.pid)), _PAUSE):
            said, _ = process.communicate()
        seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{said[-3000:]}")
    after = _written(runs)
    ran = [run for run in runs if after[run] != before[run]]
    if not all(after.values()):
        raise RuntimeError(f"{' '.join(arguments)} left notebooks out:\n{said[-3000:]}")
    return Ran(told(Timing(len(ran), seconds), usage), len(kernels) if _CHILDREN.exists() else None)


def _written(runs: list[Run]) -> dict[Run, tuple[int, int] | None]:
    """Return what tells whether a notebook was written anew; None for one that is not there."""
    found = {run: run.target.stat() if run.target.exists() else None for run in runs}
    return {run: (status.st_ino, status.st_mtime_ns) if status else None for run, status in found.items()}


def _kernels(process: int) -> set[str]:
    """Return the kernels, or the template for kernels, that a process has started and that run now."""
    children = " ".join(map(_text, Path(f"/proc/{process}/task").glob("*/children"))).split()
    return {child for child in children if any(name in _text(Path(f"/proc/{child}/cmdline")) for name in _KERNEL)}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""  # the process has ended
