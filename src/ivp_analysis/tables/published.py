"""What was published of counts, kept beside the report: a later edition must not tell more together with it than by itself."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ivp_analysis.errors import StoreError

Name = tuple[Any, ...]
Told = Mapping[Name, tuple[float, float]]
"""The limits that follow for a count from how it is shown, by its name."""

_COLUMNS = ["name", "least", "most"]


def told_table(told: Told) -> pd.DataFrame:
    """Return limits as the contract `told` says, in the order of their names."""
    rows = sorted((json.dumps(name), float(low), float(high)) for name, (low, high) in told.items())
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"name": "str", "least": "float64", "most": "float64"})


def read_published(files: Iterable[Path]) -> dict[Name, tuple[float, float]]:
    """Read what was published, of several editions together.

    Parameters
    ----------
    files : iterable of Path
        Files of `write_published`, the oldest first; those that do not exist are left out.

    Raises
    ------
    StoreError
        When a file is damaged: without it an edition cannot be held against the ones before.
    """
    known: dict[Name, tuple[float, float]] = {}
    for file in files:
        if file.is_file():
            try:
                _learn(known, pd.read_csv(file, dtype={"name": "str", "least": "float64", "most": "float64"}))
            except (OSError, ValueError, KeyError):
                action = "Put the file back as it was when that edition was published"
                raise StoreError("what was published before cannot be read", {"file": "/".join(file.parts[-3:])}, action) from None
    return known


def write_published(file: Path, table: pd.DataFrame) -> None:
    """Note what is published now; who kept an earlier publication of the edition still has it.

    Parameters
    ----------
    file : Path
        Such as reports/dalfsen/2022-H1/published.csv.
    table : DataFrame
        As the contract `told` says.
    """
    known = read_published([file])
    _learn(known, table)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(told_table(known).to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    fresh.replace(file)


def _learn(known: dict[Name, tuple[float, float]], table: pd.DataFrame) -> None:
    for name, low, high in zip(*(table[column].tolist() for column in _COLUMNS), strict=True):
        key = tuple(json.loads(name))
        least, most = known.get(key, (0.0, math.inf))
        both = max(least, low), min(most, high)
        # a figure that was revised can contradict itself; then only the newer one counts
        known[key] = both if both[0] <= both[1] else (low, high)
