"""Counts that hang together by sums, as linear and integer programmes (HiGHS; Huangfu and Hall 2018)."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from ivp_analysis.disclosure.cells import Floats, Integers
from ivp_analysis.errors import PublicationError

TINY = 1e-6
_FAR = 1e6
"""In place of no limit: further than any count of a municipality, and near enough for answers that are right to `TINY`."""
_ATTEMPTS = 5


class Programme:
    """What is known of some counts; each answer starts from the one before, which makes it quick.

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

    References
    ----------
    Huangfu, Q. & Hall, J.A.J. (2018). Parallelizing the dual revised simplex method. Mathematical Programming Computation 10, 119-142.
    """

    def __init__(self, places: Integers, counts: Floats, low: Floats, high: Floats, matrix: sparse.csr_array) -> None:
        self.places = places
        self._counts, self._low, self._high = counts, low.copy(), np.minimum(high, _FAR)
        size, sums = len(places), matrix @ counts
        # primal simplex: after a change of aim the last answer still fits
        self._linear, self._binding = (_Aimed(_model(np.zeros(size), self._low, self._high, matrix, sums)) for _ in range(2))
        # counts as steps up and down from the true ones; few steps are mostly whole
        both = sparse.csr_array(sparse.hstack([matrix, -matrix]))
        up, down = self._high - counts, counts - self._low
        self._near = _model(np.ones(2 * size), np.zeros(2 * size), np.concatenate([up, down]), both, np.zeros_like(sums))
        _set(self._near, presolve="off")
        self._whole = _model(np.zeros(size), self._low, self._high, matrix, sums)
        kinds = np.full(size, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
        self._whole.changeColsIntegrality(size, np.arange(size, dtype=np.int32), kinds)

    def limit(self, place: int, low: float, high: float) -> None:
        """Set the limits of a count."""
        self._low[place], self._high[place] = low, min(high, _FAR)
        for model in (self._linear.model, self._binding.model, self._whole):
            model.changeColBounds(place, self._low[place], self._high[place])
        self._free(place)

    def reach(self, place: int, *, up: bool) -> Floats:
        """Return counts with which one of them is as large, or as small, as it can be."""
        return self._linear.reach(place, up=up)[0]

    def binding(self, place: int, *, up: bool) -> Floats:
        """Return how much the limits of each count hold one of them back from being larger, or smaller.

        Where several answers are as good, the one given depends on those before. So these have a programme of their own: what is widened is
        to follow from what is published and from nothing else.
        """
        return self._binding.reach(place, up=up)[1]

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
        found = np.round(np.asarray(self._whole.getSolution().col_value)) if _run(self._whole) else None
        self._whole.changeColBounds(place, self._low[place], self._high[place])
        return found

    def _nearest(self, place: int, value: int) -> Floats | None:
        size, step = len(self.places), value - self._counts[place]
        for column, fixed in ((place, max(step, 0.0)), (size + place, max(-step, 0.0))):
            self._near.changeColBounds(column, fixed, fixed)
        steps = np.asarray(self._near.getSolution().col_value) if _run(self._near) else None
        self._free(place)
        if steps is None or np.abs(steps - np.round(steps)).max() > TINY:
            return None
        steps = np.round(steps)
        point: Floats = self._counts + steps[:size] - steps[size:]
        return point

    def _free(self, place: int) -> None:
        size = len(self.places)
        self._near.changeColBounds(place, 0.0, self._high[place] - self._counts[place])
        self._near.changeColBounds(size + place, 0.0, self._counts[place] - self._low[place])


class _Aimed:
    """A linear programme that goes from one aim to the next."""

    def __init__(self, model: highspy.Highs) -> None:
        _set(model, presolve="off", simplex_strategy=4)
        self.model, self._aim = model, 0

    def reach(self, place: int, *, up: bool) -> tuple[Floats, Floats]:
        """Return the best counts, and how much the limits of each hold it back."""
        self.model.changeColCost(self._aim, 0.0)
        self.model.changeColCost(place, -1.0 if up else 1.0)
        self._aim = place
        if not _run(self.model):
            # a start that went bad is given up once
            self.model.clearSolver()
            if not _run(self.model):
                action = "Run ivp process again; if it stays, report it: see SECURITY.md"
                raise PublicationError("the audit has no answer: no counts fit what is published", {}, action)
        solution = self.model.getSolution()
        return np.asarray(solution.col_value), np.abs(np.asarray(solution.col_dual))


def _model(costs: Floats, low: Floats, high: Floats, matrix: sparse.csr_array, sums: Floats) -> highspy.Highs:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    _set(model, output_flag=False, threads=1, random_seed=1)
    nothing, none = np.array([], dtype=np.int32), np.array([], dtype=np.float64)
    model.addCols(len(costs), costs, low, high, 0, nothing, nothing, none)
    starts, indices = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32)
    model.addRows(matrix.shape[0], sums, sums, matrix.nnz, starts, indices, matrix.data.astype(np.float64))
    return model


def _set(model: highspy.Highs, **options: bool | float | str) -> None:
    for name, value in options.items():
        model.setOptionValue(name, value)


def _run(model: highspy.Highs) -> bool:
    model.run()
    return bool(model.getModelStatus() == highspy.HighsModelStatus.kOptimal)
