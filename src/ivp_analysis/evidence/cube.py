"""Counts per month as an array: a layer for each area and theme, a row for each year, a column for each month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Cube:
    """The table `months` as an array, registrations that cannot be placed left out.

    Attributes
    ----------
    keys : DataFrame
        Columns village, theme, and source of the newest month; a row for each layer.
    years : ndarray of int, shape (years,)
        In order.
    counts : ndarray of float, shape (layers, years, 12)
        nan where a month is not there.
    """

    keys: pd.DataFrame
    years: NDArray[np.int64]
    counts: NDArray[np.float64]

    @classmethod
    def of(cls, months: pd.DataFrame) -> Self:
        """Take the months of villages and the municipality."""
        rows = months[months["role"] != "unknown"].sort_values(["village", "theme", "year", "month"])
        groups = rows.groupby(["village", "theme"], sort=True)
        keys = groups["source"].last().reset_index()
        years = np.unique(rows["year"].to_numpy(dtype=np.int64))
        counts = np.full((len(keys), len(years), 12), np.nan)
        at = np.searchsorted(years, rows["year"].to_numpy())
        counts[np.asarray(groups.ngroup()), at, rows["month"].to_numpy() - 1] = rows["count"].to_numpy(dtype=float)
        return cls(keys, years, counts)

    def periods(self, row: int, grain: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Add the months of a layer up to periods of `grain` months.

        Returns
        -------
        tuple of ndarray, each of shape (periods,)
            Year, number within the year counted from 0, and count of every period that is whole.
        """
        sums = self.counts[row].reshape(len(self.years), 12 // grain, grain).sum(axis=2)
        year, number = np.nonzero(~np.isnan(sums))
        return self.years[year], number.astype(np.int64), sums[year, number]
