"""All counts of an edition that are published, in one place, with every sum that holds between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.cells import Cells, Flags, Integers, Kind
from ivp_analysis.disclosure.keys import keys_of
from ivp_analysis.vocabulary.municipality import WHOLE

_YEAR = re.compile(r"\D \d{4}$")
_SPAN = re.compile(r"(\d{4})-(\d{4})")
Name = tuple[Any, ...]
"""What a count is: table, area, theme, indicator, period and the like."""


@dataclass
class Register:
    """Counts by name; a figure that stands in several tables is one count.

    Attributes
    ----------
    cells : Cells
        The counts and sums.
    places : dict of tuple to int
        The place of each count that has a name.
    """

    cells: Cells = field(default_factory=Cells)
    places: dict[Name, int] = field(default_factory=dict)

    def enter(self, table: str, rows: pd.DataFrame, columns: Sequence[str], counts: Iterable[float], kinds: Iterable[Kind]) -> Integers:
        """Enter a count for each row of a table.

        Parameters
        ----------
        table : str
            What the count is named after.
        rows : DataFrame
            The rows.
        columns : sequence of str
            The columns that tell counts apart.
        counts : iterable of float
            The count of each row.
        kinds : iterable of Kind
            How each may be shown.

        Returns
        -------
        ndarray of int, shape (rows,)
            Where they stand.
        """
        found = [self.count((table, *key), count, kind) for key, count, kind in zip(keys_of(rows, columns), counts, kinds, strict=True)]
        return np.array(found, dtype=np.int64)

    def count(self, name: Name, count: float, kind: Kind) -> int:
        """Enter one count under a name, or return the place of the one that is there under it."""
        if name not in self.places:
            self.places[name] = int(self.cells.add([round(count)], kind)[0])
        return self.places[name]

    def add_up(self, table: str, rows: pd.DataFrame, places: Integers, by: Sequence[str], *, rest: bool) -> None:
        """Note that within each group of rows the municipality is the sum of its villages.

        Parameters
        ----------
        table : str
            For the name of what is left.
        rows : DataFrame
            The rows, with the column `village`.
        places : ndarray of int, shape (rows,)
            Where their counts stand.
        by : sequence of str
            Columns that are alike within a group.
        rest : bool
            Whether something of the municipality may lie in none of these rows: what could not be placed.
        """
        groups: dict[Name, dict[str, int]] = {}
        for key, village, place in zip(keys_of(rows, by), rows["village"].tolist(), places.tolist(), strict=True):
            groups.setdefault(key, {})[village] = place
        for key, members in groups.items():
            if WHOLE in members:
                parts = [place for village, place in members.items() if village != WHOLE]
                self.part_of((table, *key), members[WHOLE], parts, rest=rest)

    def part_of(self, name: Name, whole: int, parts: list[int], *, rest: bool = True) -> None:
        """Note that counts are parts of another one: all of it, or with a rest that becomes a count of its own.

        Sources that count differently need not agree. A relation that does not hold is left out: it would mislead whoever built on it.
        """
        if parts and (rest or not self.cells.total(whole, parts)):
            place = self.cells.within(whole, parts)
            if place is not None:
                self.places["rest", *name] = place

    def remember(self, before: Mapping[Name, tuple[float, float]]) -> None:
        """Take into account what was published before: of the same counts, of other years together, and of the first months of a year.

        Parameters
        ----------
        before : mapping of tuple to tuple of float
            The limits that followed from it, by the name of the count.
        """
        for name, (low, high) in before.items():
            if name in self.places:
                self.cells.known(self.places[name], low, high)
            elif span := _SPAN.fullmatch(str(name[-1])):
                self._years_before(name, range(int(span[1]), int(span[2]) + 1), low, high)
            elif _YEAR.search(str(name[-1])) and (whole := self.places.get((*name[:-1], str(name[-1])[-4:]))) is not None:
                self._months_before(name, whole, low, high)

    def _years_before(self, name: Name, years: Iterable[int], low: float, high: float) -> None:
        """Note what was told of years together that this edition does not take together; it still says something of each."""
        found = [self.places.get((*name[:-1], str(year))) for year in years]
        parts = [place for place in found if place is not None]
        together = sum(self.cells.counts[place] for place in parts)
        if parts and len(parts) == len(found) and low <= together <= high:
            place = self.count(name, together, Kind.IMPLIED)
            self.cells.known(place, low, high)
            self.cells.total(place, parts)

    def _months_before(self, name: Name, whole: int, low: float, high: float) -> None:
        """Protect what was registered since: it follows from the year now and the months then.

        Those months may have been counted otherwise by now, so what was registered since is not known here. It is taken to be as little as
        fits; only that it fits matters.
        """
        year = self.cells.counts[whole]
        if low <= year:
            place = self.count(name, round(min(high, year)), Kind.IMPLIED)
            self.cells.known(place, low, high)
            self.part_of(("since", *name), whole, [place])

    def names(self) -> dict[int, Name]:
        """Return the name of each count by its place."""
        return {place: name for name, place in self.places.items()}


def kinds_of(public: Flags, sensitive: Flags) -> list[Kind]:
    """Return how counts may be shown: what is public already goes first."""
    return [Kind.PUBLIC if known else Kind.SENSITIVE if shut else Kind.GUARDED for known, shut in zip(public, sensitive, strict=True)]
