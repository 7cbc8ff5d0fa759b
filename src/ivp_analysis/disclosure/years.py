"""Which yearly figures the public sees exactly, and what it sees of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.coarse import Told
from ivp_analysis.disclosure.keys import keys_of

_KEY = ["village", "theme", "indicator", "classification"]


class Years:
    """The yearly figures as they are shown.

    Parameters
    ----------
    protection : DataFrame
        Table `protection`, or some of its rows.
    """

    def __init__(self, protection: pd.DataFrame) -> None:
        single = protection[protection["period"].str.fullmatch(r"\d{4}")]
        rows = single.assign(year=single["period"].astype("int64"))
        self._blurred: dict[tuple[Any, ...], set[int]] = {}
        for *key, year in keys_of(rows[~rows["exact"]], [*_KEY, "year"]):
            self._blurred.setdefault(tuple(key), set()).add(year)
        numbers = zip(rows["value"].tolist(), rows["least"].tolist(), rows["most"].fillna(np.inf).tolist(), strict=True)
        self._told = dict(zip(keys_of(rows, [*_KEY, "year"]), numbers, strict=True))

    def exact(self, keys: pd.DataFrame, years: Iterable[Iterable[int]]) -> list[bool]:
        """Say of each figure whether all these years of it are shown exactly."""
        figures = keys_of(keys, _KEY)
        return [self._blurred.get(key, set()).isdisjoint(wanted) for key, wanted in zip(figures, years, strict=True)]

    def told(self, keys: pd.DataFrame, years: Sequence[Iterable[int]]) -> Told:
        """Return what is shown of these years of each figure together: nan where a number is not shown, or no year is there."""
        sums = []
        for key, wanted in zip(keys_of(keys, _KEY), years, strict=True):
            found = [self._told[(*key, year)] for year in wanted if (*key, year) in self._told]
            sums.append(np.sum(found, axis=0) if found else np.full(3, np.nan))
        value, least, most = np.array(sums, dtype=float).reshape(-1, 3).T
        return Told(value, least, most)
