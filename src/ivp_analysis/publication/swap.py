"""Replacing a folder as a whole: readers have the old one or the new one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Build a folder beside an old one, and put it in its place when nothing went wrong.

    Parameters
    ----------
    folder : Path
        The folder to replace; it need not exist.

    Yields
    ------
    Path
        An empty folder to build in. An error inside the `with` removes it and leaves the old folder as it was.
    """
    new, old = (folder.with_name(f".{folder.name}-{what}") for what in ("new", "old"))
    if old.exists() and not folder.exists():  # an earlier run was killed between the two renames
        old.rename(folder)
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
