"""What an attacker can work out of counts from everything that is published, and whether that is too much."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from ivp_analysis.disclosure.cells import Flags, Floats
from ivp_analysis.disclosure.groups import groups
from ivp_analysis.disclosure.models import TINY, is_whole
from ivp_analysis.disclosure.programme import Programme

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
        self._low, self._high = low, high
        true = np.asarray(counts, dtype=float)
        self._groups = [Programme(places, true[places], low[places], high[places], sums) for places, sums in groups(matrix, constant)]

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
        joined = {place for programme in self._groups for place in programme.places.tolist()}
        for place in asked.keys() - joined:
            low, high = float(self._low[place]), float(self._high[place])
            if low > asked[place][0] or high < asked[place][1]:
                failed[place] = (low, high)
        return failed


def _of_programme(programme: Programme, asked: Asked) -> dict[int, tuple[float, float]]:
    seen: list[Floats] = []
    lows, highs = ({place: pair[side] for place, pair in asked.items()} for side in (0, 1))
    failed = _out_of_reach(programme, lows, seen, up=False) | _out_of_reach(programme, highs, seen, up=True)
    failed |= _missed(programme, {place: pair for place, pair in asked.items() if place not in failed}, seen)
    return {place: (_value(programme, place, up=False), _value(programme, place, up=True)) for place in sorted(failed)}


def _value(programme: Programme, place: int, *, up: bool) -> float:
    return float(programme.reach(place, up=up)[place])


def _out_of_reach(programme: Programme, values: Mapping[int, int], seen: list[Floats], *, up: bool) -> set[int]:
    """Return the counts that cannot have a value, nor one further out; add the counts that are found to those that were seen."""
    open_, failed = dict(values), set()
    while open_:
        place, value = next(iter(open_.items()))
        point = _witness(programme, place, value, up=up)
        if point is None:
            failed.add(place)
            met = [place]
        else:
            seen.append(point)
            met = [other for other, wanted in open_.items() if (point[other] >= wanted if up else point[other] <= wanted)]
        for other in met:
            del open_[other]
    return failed


def _missed(programme: Programme, asked: Asked, seen: list[Floats]) -> set[int]:
    """Return the counts that cannot have a value between two that they can have: whole counts may have such dents."""
    values = {place: {int(point[place]) for point in seen} for place in asked}
    failed = set()
    for place, (low, high) in asked.items():
        for value in range(low + 1, high):
            if value not in values[place]:
                point = programme.whole(place, value)
                if point is None:
                    failed.add(place)
                    break
                for other, met in values.items():
                    met.add(int(point[other]))
    return failed


def _witness(programme: Programme, place: int, value: int, *, up: bool) -> Floats | None:
    """Screen by the linear programme; where its counts are not whole, let the integer programme confirm."""
    point = programme.reach(place, up=up)
    if (value - point[place] if up else point[place] - value) > TINY:
        return None
    return np.round(point) if is_whole(point) else programme.whole(place, value)
