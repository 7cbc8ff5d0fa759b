"""Small random systems of counts and sums, and all whole counts that fit what is published of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from ivp_analysis.disclosure.cells import Cells, Kind

FURTHEST = 24
"""Counts that are not shown are tried up to here."""


@dataclass(frozen=True)
class System:
    """Inner counts, totals over some of them, and the kind of each."""

    inner: tuple[int, ...]
    totals: tuple[tuple[int, ...], ...]
    kinds: tuple[Kind, ...]

    @property
    def cells(self) -> Cells:
        made = Cells()
        for count, kind in zip(self.counts, self.kinds, strict=True):
            made.add(count, kind)
        for row, members in enumerate(self.totals):
            assert made.total(len(self.inner) + row, members)
        return made

    @property
    def counts(self) -> list[int]:
        return [*self.inner, *(sum(self.inner[place] for place in members) for members in self.totals)]

    def fitting(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return all whole counts within limits, one line each: by trying, without any programme."""
        size = len(self.inner)
        found = np.zeros((1, 0), dtype=np.int64)
        for place in range(size):
            values = np.arange(int(low[place]), int(min(high[place], FURTHEST)) + 1)
            found = np.column_stack([np.repeat(found, len(values), axis=0), np.tile(values, len(found))])
            for row, members in enumerate(self.totals):
                if max(members) == place:
                    total = found[:, list(members)].sum(axis=1)
                    found = found[(low[size + row] <= total) & (total <= high[size + row])]
        return np.column_stack([found, *(found[:, list(members)].sum(axis=1) for members in self.totals)])


@st.composite
def systems(draw: Any, *, most: int = 7, kinds: tuple[Kind, ...] = (Kind.GUARDED,)) -> System:
    size = draw(st.integers(2, 4))
    inner = draw(st.lists(st.integers(0, most), min_size=size, max_size=size))
    members = st.sets(st.integers(0, size - 1), min_size=2).map(lambda found: tuple(sorted(found)))
    totals = draw(st.lists(members, min_size=1, max_size=4, unique=True))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=size + len(totals), max_size=size + len(totals)))
    return System(tuple(inner), tuple(totals), tuple(chosen))
