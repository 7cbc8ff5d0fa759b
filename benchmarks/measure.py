"""What is measured of notebooks that run: seconds on the clock, and the processor time of who drives them and of the kernels."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

USAGE = "BENCH_USAGE"
"""Environment variable: the file in which a measured command writes how much processor time it used."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS")
_STARTED = time.monotonic()


@dataclass(frozen=True)
class Timing:
    """How long a number of notebooks took.

    Attributes
    ----------
    runs : int
        Notebooks that ran.
    seconds : float
        On the clock, from the first thing done until the last.
    client : float
        Processor seconds of the process or processes that drive the kernels.
    kernels : float
        Processor seconds of everything that those started: kernels, the template, commands.
    """

    runs: int = 0
    seconds: float = math.nan
    client: float = math.nan
    kernels: float = math.nan

    @property
    def each(self) -> float:
        """Seconds on the clock for each notebook."""
        return self.seconds / self.runs if self.runs else math.nan


@dataclass(frozen=True)
class Usage:
    """Processor seconds of a process, and of its children that have ended."""

    own: float
    children: float

    def since(self, before: Usage) -> Usage:
        """Return what was used after another moment."""
        return Usage(self.own - before.own, self.children - before.children)

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.own + other.own, self.children + other.children)


def usage() -> Usage:
    """Return what this process used up to now."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Usage(own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime)


class Clock:
    """Holds the timing of a `with clock(...)` when it is over."""

    timing = Timing()


@contextmanager
def clock(runs: int) -> Iterator[Clock]:
    """Time what happens inside; this process is the client.

    Parameters
    ----------
    runs : int
        How many notebooks will run.
    """
    watch, before, start = Clock(), usage(), time.perf_counter()
    yield watch
    seconds, used = time.perf_counter() - start, usage().since(before)
    watch.timing = Timing(runs, seconds, used.own, used.children)


def told(timing: Timing, file: Path) -> Timing:
    """Split the processor time of a measured command as the command itself wrote it down."""
    used = Usage(**json.loads(file.read_text(encoding="utf-8")))
    return replace(timing, client=used.own, kernels=used.children)


def tell() -> None:
    """Write down what this process used, where a benchmark asks for it."""
    if file := os.environ.get(USAGE):
        Path(file).write_text(json.dumps(asdict(usage())), encoding="utf-8")


def machine() -> dict[str, str]:
    """Describe the machine: processor, cores, memory, operating system, Python."""
    # not at the top: a measured command imports this module, and takes no longer for it
    from ivp_analysis.execution.local import cores

    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": str(cores()),
        "memory": f"{gibibytes:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }


def one_thread() -> None:
    """Hold libraries for linear algebra to one thread, in processes that start from now on."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))


def processes_anew(count: int) -> ProcessPoolExecutor:
    """Return a pool of new processes: each reads how many threads it may have, where a forked one would have those of this one."""
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def say(text: str) -> None:
    """Tell who waits what is being measured, and how long it has been going on."""
    print(f"{time.monotonic() - _STARTED:5.0f} s  {text}", file=sys.stderr, flush=True)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    values = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    family = ", ".join(f"{key} {values[key]}" for key in ("cpu family", "model") if key in values)
    return f"{values.get('model name', 'unknown')} ({family})"
