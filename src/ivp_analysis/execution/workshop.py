"""Where runs are made in one process: a template to fork kernels from, and a private folder for what is temporary."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self

from filelock import FileLock, Timeout

from ivp_analysis.execution.kernels.forks import Forks, TemplateError

Kernel = Literal["auto", "fork", "stock"]

_PREFIX = "ivp-run-"
_LOCK = "lock"
_LONGEST = 70
"""Characters that the path of the folder may have; the name of a socket has room for 107 in all."""
_NEW = 60
"""Seconds in which a folder without a lock may be that of a workshop which is just being set up."""

_ENVIRONMENT = {
    # several kernels share the cores, and a template may hold no threads
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # what a kernel sets itself, but after the template has imported matplotlib
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # nobody debugs a batch; without it every kernel prints a warning
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class Workshop:
    """Kernels and a folder for a batch of runs, to be used in a `with`.

    Whatever ends the process, nothing stays for long: kernels end with it, and a folder that a killed process left is removed by the
    next workshop of the same user on the same machine.

    Parameters
    ----------
    preload : sequence of str
        What the template imports and calls; see `kernels.template.preload`.
    kernel : {"auto", "fork", "stock"}
        Whether kernels are forked. "auto" forks on Linux and starts kernels in the ordinary way elsewhere, and wherever forking fails;
        "fork" makes a failure an error.

    Raises
    ------
    TemplateError
        For "fork", when no kernel can be forked here.
    """

    def __init__(self, preload: Sequence[str] = (), kernel: Kernel = "auto") -> None:
        from ivp_analysis.execution.kernels import engine

        sweep()
        self._folder, self._lock = _locked_folder()
        self._numbers = itertools.count(1)
        self.environment = {**_ENVIRONMENT, "IPYTHONDIR": str(self._folder / "ipython")}
        # macOS has fork, but its own libraries do not live through it
        forking = kernel == "fork" or (kernel == "auto" and sys.platform == "linux")
        self.forks = Forks(preload, self.environment) if forking else None
        self.engine = engine.NAME
        try:
            if self.forks:
                self.forks.start()
            # the template imports while this process does
            engine.register()
            if self.forks:
                self._wait(self.forks, must=kernel == "fork")
        except BaseException:
            self.close()
            raise

    @property
    def forking(self) -> bool:
        """Whether kernels are forked."""
        return self.forks is not None and not self.forks.broken

    @property
    def kernels(self) -> str:
        """How kernels come about, in words."""
        return "kernels are forked from a template" if self.forking else "kernels are started one by one"

    @staticmethod
    def _wait(forks: Forks, *, must: bool) -> None:
        try:
            forks.wait()
        except TemplateError:
            # the log has said why; kernels are started in the ordinary way
            if must:
                raise

    def folder(self) -> Path:
        """Make a folder for one run."""
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        return folder

    def close(self) -> None:
        """End the template and every kernel, and remove the folder; what is still running fails, and nothing new begins."""
        if self.forks:
            # first: a kernel that finds its folder gone would make one elsewhere
            self.forks.close()
        folder = self._folder.with_name(f"{self._folder.name}.closed")
        try:
            # in one step: from here on a kernel that is being started has no place to be noted in, and ends
            self._folder.rename(folder)
        except OSError:
            folder = self._folder  # closed before; or Windows, where nothing moves that is in use
        for note in folder.glob("*/pid"):
            _kill(note)
        self._lock.release()
        shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _locked_folder() -> tuple[Path, FileLock]:
    while True:
        folder = _private_folder()
        lock = FileLock(folder / _LOCK)
        # another process may have swept the folder in the moment before it was locked
        with contextlib.suppress(Timeout, FileNotFoundError):
            lock.acquire(blocking=False)
            return folder, lock


def _private_folder() -> Path:
    """Make a folder that only this user can enter, with a path short enough for sockets."""
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    if len(folder) > _LONGEST and Path("/tmp").is_dir():  # noqa: S108 - mkdtemp makes a private folder in it
        Path(folder).rmdir()
        folder = tempfile.mkdtemp(prefix=_PREFIX, dir="/tmp")
    return Path(folder)


def sweep() -> None:
    """Remove folders whose process is gone: the operating system has freed their lock."""
    mine = getattr(os, "getuid", lambda: 0)()
    places = {Path(tempfile.gettempdir()), Path("/tmp")}  # noqa: S108 - only our own folders are touched
    for folder in (found for place in places for found in place.glob(f"{_PREFIX}*")):
        try:
            if folder.is_symlink() or folder.stat().st_uid != mine or _is_new(folder):
                continue
            with FileLock(folder / _LOCK, blocking=False):
                shutil.rmtree(folder, ignore_errors=True)
        except (OSError, Timeout):
            continue  # in use, or swept by another process at this moment


def _is_new(folder: Path) -> bool:
    return not (folder / _LOCK).exists() and time.time() - folder.stat().st_mtime < _NEW


def _kill(note: Path) -> None:
    try:
        pid = int(note.read_text(encoding="ascii"))
        os.killpg(pid, signal.SIGKILL) if hasattr(os, "killpg") else os.kill(pid, signal.SIGTERM)
    except (OSError, ValueError):
        return  # it has ended by itself, or was never noted
