"""Counts that are published together, and the sums that hold between them: what an attacker has to work with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Bounds(NamedTuple):
    """A smallest and a largest count, both included."""

    low: float
    high: float

    def within(self, other: Bounds) -> Bounds:
        """Return what both allow."""
        return Bounds(max(self.low, other.low), min(self.high, other.high))


class Kind(IntEnum):
    """How a count may be shown."""

    PUBLIC = 0
    """As it is: others published it already, and the attacker knows it."""
    GUARDED = 1
    """Blurred, as the rules of publication say."""
    SENSITIVE = 2
    """Not at all."""
    IMPLIED = 3
    """It stands nowhere, but follows from others: the rest of a code, or of a year."""


@dataclass
class Cells:
    """Counts with the relations that everybody knows to hold between them.

    Attributes
    ----------
    counts : list of int
        The true counts.
    kinds : list of Kind
        How each may be shown.
    low, high : list of float
        What is known of each before anything is published: 0 and infinity, or what an earlier publication said.
    """

    counts: list[int] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    _relations: list[tuple[list[int], list[float], float]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.counts)

    def add(self, counts: ArrayLike, kind: Kind) -> Integers:
        """Add counts of one kind.

        Parameters
        ----------
        counts : array_like of int, shape (n,)
            Whole numbers of 0 and more.
        kind : Kind
            How they may be shown.

        Returns
        -------
        ndarray of int, shape (n,)
            Their places.
        """
        values = np.atleast_1d(np.asarray(counts, dtype=np.int64)).tolist()
        first = len(self.counts)
        self.counts += values
        self.kinds += [kind] * len(values)
        self.low += [0.0] * len(values)
        self.high += [np.inf] * len(values)
        return np.arange(first, first + len(values))

    def total(self, total: int, parts: Iterable[int]) -> bool:
        """Note that a count is the sum of others; a relation that does not hold in the data is of no use to anybody, and left out.

        Returns
        -------
        bool
            Whether it holds.
        """
        members = [int(part) for part in parts]
        if not members or self.counts[total] != sum(self.counts[part] for part in members):
            return False
        self._relations.append(([int(total), *members], [-1.0, *([1.0] * len(members))], 0.0))
        return True

    def within(self, whole: int, parts: Sequence[int]) -> int | None:
        """Note that counts are a part of another one; what is left of that becomes a count of its own, that nobody publishes.

        Returns
        -------
        int or None
            The place of the rest; None where the parts are more than the whole, so that they are no part of it.
        """
        rest = self.counts[whole] - sum(self.counts[part] for part in parts)
        if rest < 0:
            return None
        place = int(self.add([rest], Kind.IMPLIED)[0])
        self.total(whole, [*parts, place])
        return place

    def known(self, place: int, low: float, high: float) -> None:
        """Note what an earlier publication said of a count, where that still fits: elsewhere it was about another count."""
        if low <= self.counts[place] <= high:
            self.low[place] = max(self.low[place], low)
            self.high[place] = min(self.high[place], high)

    @property
    def constant(self) -> Flags:
        """Which counts everybody knows."""
        return np.array([kind is Kind.PUBLIC for kind in self.kinds], dtype=bool)

    @property
    def matrix(self) -> sparse.csr_array:
        """The relations as a matrix: its product with the counts is zero; shape (relations, counts)."""
        rows = [row for row, (places, _, _) in enumerate(self._relations) for _ in places]
        columns = [place for places, _, _ in self._relations for place in places]
        values = [value for _, factors, _ in self._relations for value in factors]
        return sparse.csr_array((values, (rows, columns)), shape=(len(self._relations), len(self.counts)))
