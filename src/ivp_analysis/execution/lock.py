"""One command at a time writes for a municipality; another one waits and says for whom."""

from __future__ import annotations

import json
import logging
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ivp_analysis.errors import StoreError
from ivp_analysis.execution.outputs import put
from ivp_analysis.paths import Paths

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LOG = logging.getLogger(__name__)
_PAUSE = 0.1
"""Seconds between two tries."""
_GRACE = 0.5
"""Seconds of waiting that nobody is told of; a command that has just begun has written its name by then."""


@contextmanager
def only_one(paths: Paths, municipality: str, *, doing: str, waiting: Callable[[str], None]) -> Iterator[None]:
    """Keep every other command from writing for a municipality; wait while another one does.

    The operating system holds the lock, so it ends with this process however that ends, and child processes do not get it. A second
    `only_one` inside the first, in the same process, does nothing. The lock file ``data/processed/.<municipality>.lock`` stays; that it is
    there means nothing. The file beside it tells who holds the lock; it is read only by those who found the lock held.

    On network disks the lock works between machines where the disk passes locks on, as NFS does. A disk that cannot lock at all is
    an error: a lock that is merely a file would stay after a kill.

    Parameters
    ----------
    paths : Paths
        Where the tables are.
    municipality : str
        Its key, such as ``"dalfsen"``.
    doing : str
        What this command does, for those who wait: ``"run 2022-H2"``.
    waiting : callable
        Called once with a sentence that says who is working, before the waiting begins; not called when nobody is.

    Raises
    ------
    StoreError
        When the lock file cannot be made, or the disk cannot lock.
    """
    tables = paths.processed(municipality)
    holder = tables.with_name(f".{tables.name}.holder.json")
    lock = _lock(tables.with_name(f".{tables.name}.lock"))
    outermost = not lock.is_locked
    if not _acquired(lock, timeout=_GRACE):
        waiting(f"{_who(holder)} is working on {tables.name}; waiting for it")
        _acquired(lock, timeout=-1)
    try:
        if outermost:
            _tell(holder, doing)
        yield
    finally:
        # not in a child that was forked meanwhile: it has no lock
        if outermost and lock.is_locked:
            _forget(holder)
        lock.release()


def _lock(path: Path) -> BaseFileLock:
    # slow to import, and only what writes needs it
    from filelock import FileLock

    return FileLock(path, is_singleton=True, thread_local=False, fallback_to_soft=False, poll_interval=_PAUSE)


def _acquired(lock: BaseFileLock, *, timeout: float) -> bool:
    from filelock import Timeout

    path = Path(lock.lock_file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=timeout)
    except Timeout:
        return False
    except OSError as problem:
        action = "Let IVP_HOME name a folder that you may write in, on a disk that can lock files"
        raise StoreError(f"no lock can be had: {problem.strerror}", {"file": "/".join(path.parts[-3:])}, action) from problem
    return True


def _tell(holder: Path, doing: str) -> None:
    content = {"doing": doing, "process": os.getpid(), "host": platform.node()}
    try:
        put(json.dumps(content), holder, holder.parent)
    except OSError as problem:
        _LOG.warning("those who wait are not told who is working: %s", problem)


def _forget(holder: Path) -> None:
    try:
        holder.unlink(missing_ok=True)
    except OSError as problem:  # on Windows: somebody reads it just now
        _LOG.info("%s stays; nobody believes it: %s", holder.name, problem)


def _who(holder: Path) -> str:
    try:
        content = json.loads(holder.read_text(encoding="utf-8"))
        return f"Another ivp {content['doing']} (process {content['process']} on {content['host']})"
    except (OSError, ValueError, KeyError, TypeError):
        # it has only just begun or is about to end
        return "Another ivp command"
