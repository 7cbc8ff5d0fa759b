"""Removing tables whose rows may not be kept, rather than replacing them."""

from __future__ import annotations

import shutil
from pathlib import Path

from ivp_analysis.tables.store import CURRENT


def remove_tables(folder: Path) -> None:
    """Delete all tables of a folder, also those of generations that a broken-off run left; what was kept with them stays.

    The next `store.write_tables` goes on from there: it knows which editions there were.

    Parameters
    ----------
    folder : Path
        The folder, such as data/processed/dalfsen.

    Raises
    ------
    OSError
        When a file cannot be deleted.
    """
    for generation in folder.glob("v[0-9]*"):
        if generation.is_dir():
            shutil.rmtree(generation)


def forget_tables(folder: Path) -> None:
    """Delete all tables of a folder and what was kept with them, as if nothing was ever processed."""
    remove_tables(folder)
    for name in (f"{CURRENT}.new", CURRENT):
        (folder / name).unlink(missing_ok=True)
