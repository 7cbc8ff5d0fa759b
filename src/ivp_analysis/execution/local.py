"""Workers on this machine: a thread for each run in flight, and kernels from one workshop."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from ivp_analysis.execution.worker import Done, Job, work
from ivp_analysis.execution.workshop import Kernel, Workshop

_IN_FLIGHT = 4
"""Forked kernels for each core: most of the time a kernel and its client wait for each other."""
_MOST = 32
"""Forked kernels at once, whatever the cores: the threads of one process keep no more of them busy."""
_MEMORY = 256 * 2**20
"""Bytes that a kernel may take when the machine is asked how many it can hold."""
_FILES, _OTHER_FILES = 32, 128
"""Sockets, pipes and files that this process has open for each run, and besides."""
CONTROL_GROUPS = Path("/sys/fs/cgroup")


class LocalWorkers:
    """Runs notebooks in kernels of this machine; to be used in a `with`.

    One process with a thread for each run: a notebook is mostly waited for, and what a kernel does it does in a process of its own.

    Parameters
    ----------
    jobs : int
        Runs in flight; 0 for as many as suit the machine. Never more than the limit of open files carries.
    preload : sequence of str
        What the template of the kernels imports and calls.
    kernel : {"auto", "fork", "stock"}
        How kernels come about; see `Workshop`.
    """

    def __init__(self, jobs: int = 0, preload: Sequence[str] = (), kernel: Kernel = "auto") -> None:
        self._workshop = Workshop(preload, kernel)
        self.at_once = _fitting(jobs or _suitable(forked=self._workshop.forking))
        self._pool = ThreadPoolExecutor(self.at_once, thread_name_prefix="run")

    @property
    def title(self) -> str:
        """How runs are made, in words."""
        return f"{self.at_once} at once; {self._workshop.kernels}"

    def submit(self, job: Job) -> Future[Done]:
        """Begin a run."""
        return self._pool.submit(work, job, self._workshop)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            # what runs need not end by itself
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._workshop.close()
        self._pool.shutdown()
        self._workshop.close()


def cores() -> int:
    """Return how many cores this process may use; on a cluster or in a container that is fewer than the machine has."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _control_group("cpu.max").partition(" ")
    return max(1, min(allowed, math.ceil(int(quota) / int(period)))) if quota.isdigit() and period.isdigit() else allowed


def _suitable(*, forked: bool) -> int:
    wanted = min(cores() * _IN_FLIGHT, _MOST) if forked else cores()
    return max(1, min(wanted, _available() // _MEMORY)) if _available() else wanted


def _fitting(wanted: int) -> int:
    """Return how many of these runs the limit of open files carries."""
    try:
        from resource import RLIMIT_NOFILE, getrlimit
    except ImportError:  # Windows has no such limit
        return wanted
    soft, _ = getrlimit(RLIMIT_NOFILE)
    return max(1, min(wanted, (soft - _OTHER_FILES) // _FILES)) if soft > 0 else wanted


def _available() -> int:
    """Return the bytes of memory that are free to use, on the machine and in the container; 0 where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    found = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    limit, used = _control_group("memory.max"), _control_group("memory.current")
    if limit.isdigit() and used.isdigit():
        found.append(max(1, int(limit) - int(used)))
    return min(found, default=0)


def _control_group(name: str) -> str:
    """Return a limit of the control group of this process (version 2), as Linux writes it; empty where there is none."""
    try:
        own = Path("/proc/self/cgroup").read_text(encoding="ascii").partition("::")[2].split("\n")[0]
        return (CONTROL_GROUPS / own.lstrip("/") / name).read_text(encoding="ascii").strip()
    except OSError:
        return ""
