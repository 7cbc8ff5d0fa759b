"""What an attacker can work out of counts from everything that is published, and whether that is too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from ivp_analysis.disclosure.cells import Flags, Floats, Integers
from ivp_analysis.disclosure.programme import TINY, Programme

Asked = Mapping[int, tuple[int, int]]
"""For places of counts the smallest and the largest value that must stay possible."""


class Audit:
    """Everything that is published of some counts.

    Parameters
    ----------
    counts : ndarray, shape (n,)
        The true counts: a point to start from, on which no answer depends.
    low, high : ndarray, shape (n,)
        What is published of each count: it lies between these, both included.
    matrix : sparse array, shape (m, n)
        The sums: its product with the counts is zero.
    constant : ndarray of bool, shape (n,)
        Which counts are known and stay so.
    """

    def __init__(self, counts: ArrayLike, low: Floats, high: Floats, matrix: sparse.csr_array, constant: Flags) -> None:
        self._low, self._high = low.copy(), high.copy()
        self._programmes: dict[int, tuple[Programme, int]] = {}
        self._groups = list(_programmes(np.asarray(counts, dtype=float), self._low, self._high, matrix, constant))
        for programme in self._groups:
            self._programmes |= {place: (programme, here) for here, place in enumerate(programme.places.tolist())}

    def limit(self, place: int, low: float, high: float) -> None:
        """Publish more or less of a count."""
        self._low[place], self._high[place] = low, high
        if place in self._programmes:
            programme, here = self._programmes[place]
            programme.limit(here, low, high)

    def narrowed(self, asked: Asked) -> dict[int, tuple[float, float]]:
        """Find the counts of which an attacker can rule out a value that must stay possible.

        A linear programme finds the largest and smallest value of a count that fits all that is published. Where it finds whole counts they
        are a witness, for this count and for every other that has the value asked in them. Where the linear programme allows what is asked
        but no witness was met, an integer programme decides.

        Parameters
        ----------
        asked : mapping of int to tuple of int
            For places of counts the smallest and largest value that must stay possible.

        Returns
        -------
        dict of int to tuple of float
            The counts that fail, with the smallest and largest value that the linear programme finds.
        """
        failed: dict[int, tuple[float, float]] = {}
        for programme in self._groups:
            here = programme.places.tolist()
            mine = {place: asked[target] for place, target in enumerate(here) if target in asked}
            failed |= {here[place]: found for place, found in _of_programme(programme, mine).items()}
        for place in asked.keys() - self._programmes.keys():
            low, high = float(self._low[place]), float(self._high[place])
            if low > asked[place][0] or high < asked[place][1]:
                failed[place] = (low, high)
        return failed

    def witness(self, place: int, value: int, *, up: bool) -> Floats | None:
        """Find whole counts that fit all that is published and in which one count is at least (or at most) a value.

        Returns
        -------
        ndarray of float, shape (n,), or None
            The counts; nan for those that hang together with none of these. None where there are no such counts.
        """
        programme, here = self._programmes[place]
        found = _witness(programme, here, value, up=up)
        if found is None:
            return None
        point = np.full(len(self._low), np.nan)
        point[programme.places] = found
        return point

    def joined(self, place: int) -> bool:
        """Say whether a count stands in a sum with others that are not known."""
        return place in self._programmes

    def interval(self, place: int) -> tuple[float, float]:
        """Return the smallest and largest value of a count that the linear programme finds."""
        if place not in self._programmes:
            return float(self._low[place]), float(self._high[place])
        programme, here = self._programmes[place]
        low, high = (float(programme.reach(here, up=up)[here]) for up in (False, True))
        return low, high

    def binding(self, place: int, *, up: bool) -> Integers:
        """Return the counts whose limits keep a count from being larger, or smaller."""
        if place not in self._programmes:
            return np.array([], dtype=np.int64)
        programme, here = self._programmes[place]
        return programme.places[programme.binding(here, up=up) > TINY]


def _programmes(counts: Floats, low: Floats, high: Floats, matrix: sparse.csr_array, constant: Flags) -> Iterator[Programme]:
    """Split counts into those that hang together by sums; what is known joins nothing."""
    free = np.flatnonzero(~constant)
    unknown = sparse.csr_array(matrix[:, free])
    rows, columns = unknown.shape
    if not rows or not columns:
        return
    # counts and sums as the two sides of a graph
    ends = unknown.nonzero()
    graph = sparse.csr_array((np.ones(len(ends[0])), (ends[0], ends[1] + rows)), shape=(rows + columns, rows + columns))
    number, found = sparse.csgraph.connected_components(graph, directed=False)
    label = found.astype(np.int64)
    order_rows, edges_rows = _by_label(label[:rows], number)
    order_columns, edges_columns = _by_label(label[rows:], number)
    for item in range(number):
        mine = order_columns[edges_columns[item] : edges_columns[item + 1]]
        sums = order_rows[edges_rows[item] : edges_rows[item + 1]]
        if len(mine) and len(sums):
            places = free[mine]
            yield Programme(places, counts[places], low[places], high[places], sparse.csr_array(unknown[sums][:, mine]))


def _by_label(labels: Integers, number: int) -> tuple[Integers, Integers]:
    order = np.argsort(labels, kind="stable")
    return order, np.searchsorted(labels[order], np.arange(number + 1))


def _of_programme(programme: Programme, asked: Asked) -> dict[int, tuple[float, float]]:
    lows, highs = ({place: pair[side] for place, pair in asked.items()} for side in (0, 1))
    failed = _out_of_reach(programme, lows, up=False) | _out_of_reach(programme, highs, up=True)
    return {place: (_value(programme, place, up=False), _value(programme, place, up=True)) for place in sorted(failed)}


def _value(programme: Programme, place: int, *, up: bool) -> float:
    return float(programme.reach(place, up=up)[place])


def _out_of_reach(programme: Programme, values: Mapping[int, int], *, up: bool) -> set[int]:
    """Return the counts that cannot have a value, nor one further out."""
    open_, failed = dict(values), set()
    while open_:
        place, value = next(iter(open_.items()))
        point = _witness(programme, place, value, up=up)
        if point is None:
            failed.add(place)
            met = [place]
        else:
            met = [other for other, wanted in open_.items() if (point[other] >= wanted if up else point[other] <= wanted)]
        for other in met:
            del open_[other]
    return failed


def _witness(programme: Programme, place: int, value: int, *, up: bool) -> Floats | None:
    """Screen by the linear programme; where its counts are not whole, let the integer programme confirm."""
    point = programme.reach(place, up=up)
    if (value - point[place] if up else point[place] - value) > TINY:
        return None
    whole = np.round(point)
    return whole if np.abs(point - whole).max() <= TINY else programme.whole(place, value)
