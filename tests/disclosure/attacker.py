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


class Sum(NamedTuple):
    """A count that is the sum of others."""

    total: Name
    parts: list[Name]


def read(text: str, rule: str) -> Limits:
    """Say which counts are meant by what is printed, with the note that goes with it."""
    if text == "niet getoond":
        return 0, np.inf
    if small := re.fullmatch(r"<(\d+)", text):
        return 1, int(small[1]) - 1
    if wide := re.fullmatch(r"0-(\d+)", text):
        return 0, int(wide[1])
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

    def narrowed(self, wanted: Mapping[Name, tuple[int, int]]) -> dict[Name, Limits]:
        """Return the counts that cannot have all values from the one to the other, with the values that they can have.

        Whole counts that fit all that is published are a proof of what is possible, for all counts at once.
        """
        least = dict.fromkeys(wanted, np.inf)
        most = dict.fromkeys(wanted, -np.inf)

        def learn(found: NDArray[np.float64]) -> None:
            for name in wanted:
                value = found[self._place[name]]
                least[name], most[name] = min(least[name], value), max(most[name], value)

        draw, targets = np.random.default_rng(1), [self._place[name] for name in wanted]
        for _ in range(TRIES if len(wanted) > TRIES else 0):
            costs = np.zeros(len(self._names))
            costs[targets] = draw.choice([-1.0, 1.0], len(targets))
            learn(self._fit(costs))
        for name, (low, high) in wanted.items():
            for side, sign in ((least, 1.0), (most, -1.0)):
                if least[name] > low if sign > 0 else most[name] < high:
                    costs = np.zeros(len(self._names))
                    costs[self._place[name]] = sign
                    found = self._fit(costs, within=(self._place[name], low, high))
                    learn(found)
                    assert side[name] == found[self._place[name]]
        return {name: (least[name], most[name]) for name, (low, high) in wanted.items() if least[name] > low or most[name] < high}

    def range(self, name: Name) -> Limits:
        """Return the smallest and largest value that a count can have."""
        place = self._place[name]
        costs = np.zeros(len(self._names))
        costs[place] = 1.0
        return float(self._fit(costs)[place]), float(self._fit(-costs)[place])

    def _fit(self, costs: NDArray[np.float64], within: tuple[int, float, float] | None = None) -> NDArray[np.float64]:
        """Return whole counts that fit all that is published, the cheapest; further than asked for need not be looked."""
        low, high = self._low.copy(), self._high.copy()
        if within is not None:
            place, least, most = within
            low[place], high[place] = max(low[place], least), min(high[place], most)
        exact = LinearConstraint(self._sums, 0.0, 0.0)
        found = milp(costs, integrality=np.ones(len(costs)), bounds=Bounds(low, high), constraints=exact)
        assert found.x is not None, found.message
        whole = np.round(found.x)
        assert (self._sums @ whole == 0).all()
        assert ((low <= whole) & (whole <= high)).all()
        return np.asarray(whole, dtype=np.float64)
