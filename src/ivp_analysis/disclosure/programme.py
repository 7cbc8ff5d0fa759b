"""Counts that hang together by sums, as linear and integer programmes."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from ivp_analysis.disclosure.cells import Floats, Integers
from ivp_analysis.disclosure.models import FAR, PRIMAL, in_whole_numbers, is_whole, model, options, solution
from ivp_analysis.errors import PublicationError

_ATTEMPTS = 5


class Programme:
    """What is known of some counts.

    Parameters
    ----------
    places : ndarray of int, shape (n,)
        Which counts these are.
    counts : ndarray, shape (n,)
        The true counts. They fit, so they are a point to start from; no answer depends on it.
    low, high : ndarray, shape (n,)
        Limits of each.
    matrix : sparse array, shape (m, n)
        The sums: whatever fits has the same product with it as the counts.
    """

    def __init__(self, places: Integers, counts: Floats, low: Floats, high: Floats, matrix: sparse.csr_array) -> None:
        self.places = places
        self._counts, self._low, self._high = counts, low, np.minimum(high, FAR)
        size, sums = len(places), matrix @ counts
        self._linear, self._aim = model(np.zeros(size), self._low, self._high, matrix, sums, sums), 0
        options(self._linear, presolve="off", simplex_strategy=PRIMAL)
        # counts as steps up and down from the true ones; few steps are mostly whole
        both = sparse.csr_array(sparse.hstack([matrix, -matrix]))
        up, down = self._high - counts, counts - self._low
        none = np.zeros_like(sums)
        self._near = model(np.ones(2 * size), np.zeros(2 * size), np.concatenate([up, down]), both, none, none)
        options(self._near, presolve="off")
        self._whole = model(np.zeros(size), self._low, self._high, matrix, sums, sums)
        in_whole_numbers(self._whole)

    def reach(self, place: int, *, up: bool) -> Floats:
        """Return counts with which one of them is as large, or as small, as it can be."""
        self._linear.changeColCost(self._aim, 0.0)
        self._linear.changeColCost(place, -1.0 if up else 1.0)
        self._aim = place
        point = solution(self._linear)
        if point is None:
            action = "Run ivp process again; if it stays, report it: see SECURITY.md"
            raise PublicationError("the audit has no answer: no counts fit what is published", {}, action)
        return point

    def whole(self, place: int, value: int) -> Floats | None:
        """Find whole counts that fit with one of them at a value; None where there are none.

        The counts that are nearest to the true ones are tried first: the integer programme takes a hundred times as long.
        """
        for attempt in range(_ATTEMPTS):
            if attempt:
                # other costs of a step end in another corner
                costs = np.random.default_rng(attempt).integers(1, 10, 2 * len(self.places)).astype(np.float64)
                self._near.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
            point = self._nearest(place, value)
            if point is not None:
                return point
        self._whole.changeColBounds(place, value, value)
        found = solution(self._whole)
        self._whole.changeColBounds(place, self._low[place], self._high[place])
        return None if found is None else np.round(found)

    def _nearest(self, place: int, value: int) -> Floats | None:
        size, step = len(self.places), value - self._counts[place]
        for column, fixed in ((place, max(step, 0.0)), (size + place, max(-step, 0.0))):
            self._near.changeColBounds(column, fixed, fixed)
        steps = solution(self._near)
        self._near.changeColBounds(place, 0.0, self._high[place] - self._counts[place])
        self._near.changeColBounds(size + place, 0.0, self._counts[place] - self._low[place])
        if steps is None or not is_whole(steps):
            return None
        steps = np.round(steps)
        point: Floats = self._counts + steps[:size] - steps[size:]
        return point
