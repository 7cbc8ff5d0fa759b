"""Somebody who has all that is published and computes what it gives away; uses nothing of the package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Name = tuple[Any, ...]
Limits = tuple[float, float]
TRIES = 12
"""Guesses of all counts at once before each is looked at by itself."""


FAR = 1000.0


class Sum(NamedTuple):
    """A count that is the sum of others."""

    total: Name
    parts: list[Name]


def read(text: str, rule: str) -> Limits:
    """Say which counts are meant by what is printed, with the note that goes with it."""
    if text == "niet getoond":
        return 0, np.inf
    if small := re.fullmatch(r"<(\d+)", text):
        return 0, int(small[1]) - 1
    if several := re.fullmatch(r"(\d+)–(\d+)", text):
        return int(several[1]), int(several[2])
    value, multiple = int(text), re.search(r"een veelvoud van (\d+)", rule)
    if multiple is None:
        return value, value
    step = int(multiple[1])
    # everything from 5 on that is nearer to this multiple than to another
    possible = [count for count in range(5, value + step) if (count + step // 2) // step * step == value]
    return possible[0], possible[-1]


class Attacker:
    """Limits of counts and the sums between them, as an integer programme.

    Parameters
    ----------
    limits : mapping of tuple to tuple of float
        What was read of each count.
    sums : iterable of Sum
        What everybody knows to hold.
    """

    def __init__(self, limits: Mapping[Name, Limits], sums: Iterable[Sum]) -> None:
        self._names = list(limits)
        self._place = {name: place for place, name in enumerate(self._names)}
        self._low, self._high = (np.array([limits[name][side] for name in self._names], dtype=float) for side in (0, 1))
        known = list(sums)
        rows = [row for row, item in enumerate(known) for _ in range(len(item.parts) + 1)]
        columns = [self._place[name] for item in known for name in (item.total, *item.parts)]
        values = [value for item in known for value in (-1.0, *([1.0] * len(item.parts)))]
        self._sums = sparse.csr_array((values, (rows, columns)), shape=(len(known), len(self._names)))

    def narrowed(self, wanted: Mapping[Name, tuple[int, int]], *, whole: bool = True) -> dict[Name, Limits]:
        """Return the counts that cannot have all values from the one to the other, with the values that they can have.

        Counts that fit all that is published are a proof of what is possible, for all counts at once. Where they need not be whole, less is
        ruled out, a lot faster.
        """
        targets = np.array([self._place[name] for name in wanted])
        ends = np.array([[np.inf, -np.inf]] * len(targets)).reshape(-1, 2)
        draw = np.random.default_rng(1)
        for _ in range(TRIES if whole and len(targets) > TRIES else 0):
            costs = np.zeros(len(self._names))
            costs[targets] = draw.choice([-1.0, 1.0], len(targets))
            _learn(ends, self._fit(costs)[targets])
        for row, (name, (low, high)) in enumerate(wanted.items()):
            for side, sign, value in ((0, 1.0, low), (1, -1.0, high)):
                if sign * ends[row, side] > sign * value:
                    costs = np.zeros(len(self._names))
                    costs[self._place[name]] = sign
                    _learn(ends, self._fit(costs, within=(self._place[name], low, high), whole=whole)[targets])
        ends = np.round(ends, 6)
        return {
            name: (float(least), float(most))
            for (name, (low, high)), (least, most) in zip(wanted.items(), ends, strict=True)
            if least > low or most < high
        }

    def range(self, name: Name) -> Limits:
        """Return the smallest and largest value that a count can have; none above `FAR`."""
        place = self._place[name]
        costs = np.zeros(len(self._names))
        costs[place] = 1.0
        return tuple(float(self._fit(sign * costs, within=(place, 0, FAR))[place]) for sign in (1, -1))  # type: ignore[return-value]

    def _fit(
        self, costs: NDArray[np.float64], within: tuple[int, float, float] | None = None, *, whole: bool = True
    ) -> NDArray[np.float64]:
        """Return counts that fit all that is published, the cheapest; further than asked for need not be looked."""
        low, high = self._low.copy(), self._high.copy()
        if within is not None:
            place, least, most = within
            low[place], high[place] = max(low[place], least), min(high[place], most)
        exact = LinearConstraint(self._sums, 0.0, 0.0)
        found = milp(costs, integrality=np.full(len(costs), int(whole)), bounds=Bounds(low, high), constraints=exact)
        assert found.x is not None, found.message
        if not whole:
            return np.asarray(found.x, dtype=np.float64)
        counts = np.round(found.x)
        assert not np.any(np.asarray(self._sums @ counts))
        assert ((low <= counts) & (counts <= high)).all()
        return np.asarray(counts, dtype=np.float64)


def _learn(ends: NDArray[np.float64], found: NDArray[np.float64]) -> None:
    ends[:, 0] = np.minimum(ends[:, 0], found)
    ends[:, 1] = np.maximum(ends[:, 1], found)
