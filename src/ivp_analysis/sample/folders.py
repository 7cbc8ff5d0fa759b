"""Delivery folders that appear together or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "voorbeeld-"
_BUILDING, _OLD = ".voorbeeld-in-aanbouw", ".voorbeeld-oud"


@contextmanager
def replaced_together(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to build deliveries in; at the end they take the place of all that start with the prefix.

    Parameters
    ----------
    folder : Path
        data/raw/<municipality>; deliveries whose name starts otherwise stay as they are.

    Yields
    ------
    Path
        The hidden folder; whatever happens, it is gone afterwards. After an error inside the `with`, nothing has changed.
    """
    building = folder / _BUILDING
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        yield building
        _swap(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _swap(building: Path, folder: Path) -> None:
    old = folder / _OLD
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    moves = [(path, old / path.name) for path in sorted(folder.glob(f"{PREFIX}*"))]
    moves += [(path, folder / path.name) for path in sorted(building.iterdir())]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.replace(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.replace(source)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
