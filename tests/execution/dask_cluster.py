"""A Dask cluster of processes on this machine that share nothing with the tests but the environment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import nbformat
import psutil

from ivp_analysis.execution.cluster.door import connect
from ivp_analysis.execution.worker import Job

PATIENCE = 60.0


@dataclass
class Cluster:
    """A scheduler and its workers, to be used in a `with`.

    Attributes
    ----------
    variables : mapping of str to str
        For the processes; what Dask's configuration can be given by.
    protocol : {"tcp", "tls"}
        How they speak.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    protocol: str = "tcp"

    def __enter__(self) -> Self:
        # sockets have short names
        self.folder = Path(tempfile.mkdtemp(prefix="d"))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._start("scheduler", "--scheduler-file", "scheduler.json", "--no-dashboard", "--protocol", self.protocol)
        wait_until((self.folder / "scheduler.json").exists)
        self.address: str = json.loads((self.folder / "scheduler.json").read_text(encoding="utf-8"))["address"]
        return self

    def __exit__(self, *_: object) -> None:
        started = [child for process in self.alive() for child in (process, *process.children(recursive=True))]
        for process in started:
            process.kill()
        for child in self.processes.values():
            child.wait(PATIENCE)
        psutil.wait_procs(started, PATIENCE)
        for path in sorted(self.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        self.folder.rmdir()

    def worker(self, name: str, *options: str, threads: int = 2) -> subprocess.Popen[bytes]:
        """Start a worker; "--no-nanny" lets nobody start it again when it dies."""
        home = ("--local-directory", "scratch", "--nthreads", str(threads), "--name", name)
        return self._start(name, self.address, *home, "--no-dashboard", *options, command="worker")

    def await_workers(self, count: int) -> None:
        with connect(self.address) as client:
            client.wait_for_workers(count, PATIENCE)

    def traces(self) -> list[str]:
        """List what runs have left on the workers: processes of theirs, and folders."""
        children = [child for process in self.alive() for child in process.children(recursive=True)]
        kernels = [command for child in children if "ivp_analysis.execution.kernels" in (command := command_of(child))]
        return kernels + [path.name for path in self.folder.glob("ivp-run-*")]

    def alive(self) -> list[psutil.Process]:
        return [psutil.Process(process.pid) for process in self.processes.values() if process.poll() is None]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def _start(self, name: str, *options: str, command: str = "") -> subprocess.Popen[bytes]:
        line = [str(Path(sys.executable).with_name("dask")), command or name, "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        port = ("--port", "0") if not command else ()
        # a home that is not there, so that whatever a worker reads was sent to it
        own = {"TMPDIR": str(self.folder), "IVP_HOME": str(self.folder / "nowhere"), **self.variables}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("IVP_")} | own
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen([*line, *port, *options], cwd=self.folder, env=environment, stderr=log, stdout=log)
        return self.processes[name]


def toy(*sources: str, name: str = "toy", cell_timeout: int = 60) -> Job:
    """Make a run of a notebook with these cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return Job(name, nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata)), {}, {}, cell_timeout)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""  # it has just ended


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
