"""The yearly estimates as arrays: a row for each area and indicator, a column for each year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.vocabulary.indicators import POLICE_TOTAL
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE

Floats = NDArray[np.float64]
KEY = ["village", "role", "theme", "indicator", "classification", "label", "denominator"]
_LEFT_OUT = (NOT_CLASSIFIED, OUTSIDE)


@dataclass(frozen=True)
class Series:
    """Counts and denominators of whole years.

    Attributes
    ----------
    keys : DataFrame
        The columns `KEY` and `source`, that of the last year; a row for each series.
    years : ndarray of int, shape (years,)
        Every year from the first to the last.
    counts, bases : ndarray of float, shape (series, years)
        nan where a year has no figure or no denominator.
    """

    keys: pd.DataFrame
    years: NDArray[np.int64]
    counts: Floats
    bases: Floats

    @classmethod
    def of(cls, estimates: pd.DataFrame, roles: tuple[str, ...]) -> Self:
        """Take the series of areas with these roles; codes that stand in no theme, and the police's own total, are left out.

        Parameters
        ----------
        estimates : DataFrame
            Table `estimates`.
        roles : tuple of str
            Such as "village" and "municipality".
        """
        single = estimates["complete"] & (estimates["period"] == estimates["year"].astype("str"))
        wanted = estimates["role"].isin(roles) & ~estimates["theme"].isin(_LEFT_OUT) & (estimates["indicator"] != POLICE_TOTAL)
        rows = estimates[single & wanted]
        codes, keys = _numbered(rows[KEY])
        years = np.arange(rows["year"].min(), rows["year"].max() + 1, dtype=np.int64) if len(rows) else np.zeros(0, dtype=np.int64)
        counts, bases = (np.full((len(keys), len(years)), np.nan) for _ in range(2))
        at = rows["year"].to_numpy() - (years[0] if len(years) else 0)
        counts[codes, at], bases[codes, at] = rows["count"].to_numpy(dtype=float), rows["base"].to_numpy(dtype=float)
        in_order = np.lexsort((at, codes))
        newest = in_order[np.searchsorted(codes[in_order], np.arange(len(keys)), side="right") - 1]
        return cls(keys.assign(source=rows["source"].iloc[newest].to_numpy()), years, counts, bases)

    def at(self, year: int) -> tuple[Floats, Floats]:
        """Return counts and denominators of one year, each of shape (series,); nan where the year is not there."""
        return self.over((year,))[:2]

    def over(self, years: tuple[int, ...]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Add counts and denominators up over those of the given years that a series has.

        Returns
        -------
        tuple of ndarray
            Counts and denominators, each of shape (series,), nan where no year is there or one has no denominator; and which of the
            years each series has, of shape (series, years).
        """
        columns = np.searchsorted(self.years, years)
        inside = (columns < len(self.years)) & (np.take(np.append(self.years, -1), columns) == years)
        counts = np.full((len(self.keys), len(years)), np.nan)
        bases = counts.copy()
        counts[:, inside], bases[:, inside] = self.counts[:, columns[inside]], self.bases[:, columns[inside]]
        there = ~np.isnan(counts)
        some = there.any(axis=1)
        total = np.where(some, np.nansum(counts, axis=1), np.nan)
        return total, np.where(some, np.where(there, bases, 0.0).sum(axis=1), np.nan), there


def _numbered(keys: pd.DataFrame) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Give each different row a number, in their order."""
    groups = keys.groupby(KEY, sort=True)
    return np.asarray(groups.ngroup(), dtype=np.int64), groups.size().index.to_frame(index=False)
