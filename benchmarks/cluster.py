"""Measures two workers of a Dask cluster against one, each pinned to a core: ``python -m benchmarks.cluster`` prints the tables."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.measure import USAGE, Timing, machine, say, told
from benchmarks.watch import Watch
from benchmarks.workplace import EDITION, MUNICIPALITY, Workplace
from ivp_analysis.execution.cluster.bundle import pack
from ivp_analysis.execution.local import cores
from ivp_analysis.paths import PROJECT
from ivp_analysis.vocabulary.parameters import Parameters

THREADS = 4
"""Runs at once on each worker: it has one core, and a notebook mostly waits."""
_PATIENCE = 60.0
_DASK = str(Path(sys.executable).with_name("dask"))


@dataclass(frozen=True)
class Trial:
    """What one command took, and what it took of the cluster.

    Attributes
    ----------
    timing : Timing
        Of the whole command; `client` is the processor time of the caller, `kernels` that of what it started itself.
    workers, kernels, scheduler : float
        Processor seconds of all workers, of the templates and kernels that they started, and of the scheduler.
    memory : float
        MiB of the largest worker with its kernels, at its peak (PSS).
    """

    timing: Timing
    workers: float
    kernels: float
    scheduler: float
    memory: float


def main() -> None:
    """Measure in turns, and print the best of each number of workers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="how often each is measured; the best counts")
    parser.add_argument("--theme", action="append", default=[], help="only these themes, to try it")
    options = parser.parse_args()
    if not shutil.which("taskset") or cores() < 2:
        parser.error("this needs two cores, and the command taskset")
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder:
        say("making the tables of the sample")
        place = Workplace.make(Path(folder) / "home", options.theme)
        trials: dict[int, list[Trial]] = {1: [], 2: []}
        for _ in range(options.times):
            for count, found in trials.items():
                found.append(trial(place, count))
                say(f"{count} worker{'s' if count > 1 else ''}: {found[-1].timing.seconds:.1f} s")
        print(tables(place, trials))


def trial(place: Workplace, count: int) -> Trial:
    """Run every notebook on a cluster with a number of workers.

    Parameters
    ----------
    place : Workplace
        The home folder.
    count : int
        How many workers.
    """
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder, ExitStack() as stack:
        where = Path(folder)
        scheduler = stack.enter_context(
            _process(where, [_DASK, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", "s"])
        )
        while not (where / "s").exists():
            time.sleep(0.05)
        address = json.loads((where / "s").read_text(encoding="utf-8"))["address"]
        one = ["worker", address, "--no-nanny", "--nthreads", str(THREADS), "--host", "127.0.0.1", "--no-dashboard"]
        workers = [stack.enter_context(_process(where, ["taskset", "-c", str(core), _DASK, *one])) for core in range(count)]
        _await(address, count)
        before = _processor([scheduler]) + _processor(workers)
        with _Memory(workers) as memory:
            timing = _run(place, address)
        conducting, _, working, kernels = (
            now - then for now, then in zip(_processor([scheduler]) + _processor(workers), before, strict=True)
        )
        return Trial(timing, working, kernels, conducting, memory.peak)


def tables(place: Workplace, trials: dict[int, list[Trial]]) -> str:
    """Write what was measured as Markdown."""
    best = {count: min(found, key=lambda item: item.timing.seconds) for count, found in trials.items()}
    lines = [f"{', '.join(f'{name} {value}' for name, value in machine().items())}", ""]
    head = (
        "workers",
        "notebooks",
        "seconds (all trials)",
        "times as fast",
        *(f"processor s each: {who}" for who in _WHO),
        "MiB of a worker",
    )
    lines += [_line(head), _line(["---"] * len(head))]
    for count, item in best.items():
        runs, seconds = item.timing.runs, item.timing.seconds
        spread = ", ".join(f"{other.timing.seconds:.1f}" for other in trials[count])
        parts = (item.kernels, item.workers, item.scheduler, item.timing.client, item.timing.kernels)
        fast = best[1].timing.seconds / seconds
        lines.append(
            _line(
                (
                    str(count),
                    str(runs),
                    f"{seconds:.1f} ({spread})",
                    f"{fast:.2f}",
                    *(f"{part / runs:.3f}" for part in parts),
                    f"{item.memory:.0f}",
                )
            )
        )
    back = sum(path.stat().st_size for path in (place.home / "reports").rglob("*") if path.is_file())
    sent = len(pack(place.paths, Parameters(municipality=MUNICIPALITY, edition=EDITION)))
    each = back / best[1].timing.runs
    return "\n".join((*lines, "", f"Sent to each worker: {sent / 1000:.0f} kB. Came back for each notebook: {each / 1000:.0f} kB."))


_WHO = ("kernels", "workers", "scheduler", "caller", "the chapter's kernel")


def _run(place: Workplace, address: str) -> Timing:
    shutil.rmtree(place.home / "reports", ignore_errors=True)
    usage = place.home / "usage.json"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IVP_")}
    environment |= {"IVP_HOME": str(place.home), USAGE: str(usage)}
    themes = [part for theme in place.themes for part in ("--theme", theme)]
    command = [
        sys.executable,
        "-m",
        "benchmarks.command",
        "ivp",
        "run",
        MUNICIPALITY,
        "--edition",
        EDITION,
        *themes,
        "--scheduler",
        address,
    ]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"ivp run failed:\n{done.stdout[-3000:]}")
    return told(Timing(len(list((place.home / "reports").rglob("*.ipynb"))), seconds), usage)


@contextmanager
def _process(folder: Path, command: list[str]) -> Iterator[psutil.Process]:
    # dashboards are for looking, and profiling takes time
    quiet = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "DASK_LOGGING__DISTRIBUTED": "error"}
    options = ["--dashboard-address", "127.0.0.1:0"]
    with subprocess.Popen([*command, *options], cwd=folder, env={**os.environ, **quiet}) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(address: str, count: int) -> None:
    from ivp_analysis.execution.cluster.door import connect

    with connect(address) as client:
        client.wait_for_workers(count, _PATIENCE)


def _processor(processes: list[psutil.Process]) -> tuple[float, float]:
    """Return the processor seconds of processes, and of what they started that has ended."""
    times = [process.cpu_times() for process in processes]
    return sum(item.user + item.system for item in times), sum(item.children_user + item.children_system for item in times)


class _Memory(Watch):
    """Reads the memory of workers with all that they started."""

    def __init__(self, workers: list[psutil.Process]) -> None:
        super().__init__(self._read, 2.0)
        self.peak = 0.0
        self._workers = workers

    def _read(self) -> None:
        for worker in self._workers:
            taken = sum(map(_share, (worker, *worker.children(recursive=True))))
            self.peak = max(self.peak, taken / 2**20)


def _share(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss)
    except psutil.Error:
        return 0.0  # it has ended


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
