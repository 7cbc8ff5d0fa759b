"""What counts that hang together can still be, as far as everybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import highspy
import numpy as np
from scipy import sparse

from ivp_analysis.disclosure.cells import Bounds, Flags, Floats, Integers
from ivp_analysis.disclosure.models import FAR, PRIMAL, TINY, in_whole_numbers, is_whole, model, options, solution
from ivp_analysis.errors import PublicationError


class Possible:
    """What is known of counts, and which values of each must stay possible.

    Nothing here depends on the counts, only on the values of their sums that everybody knows. Whoever asks the same about other counts that
    fit what is known gets the same answer.

    Parameters
    ----------
    matrix : sparse array, shape (m, n)
        The sums.
    sums : ndarray, shape (m,)
        Their values.
    low, high : ndarray, shape (n,)
        What is known of each count.
    small : int
        1 to this must stay possible, as far as they are to begin with.
    shut : ndarray of bool, shape (n,)
        Counts that are not shown: of these as many values must stay possible, from the smallest on, whatever they are.

    Attributes
    ----------
    low, high : ndarray, shape (n,)
        What was told of each count.
    least, most : ndarray, shape (n,)
        The smallest and largest value that must stay possible.
    kept : ndarray of bool, shape (n,)
        Which counts this is asked of: not of those that are known to be none of these values.
    """

    def __init__(self, matrix: sparse.csr_array, sums: Floats, low: Floats, high: Floats, small: int, shut: Flags) -> None:
        size = len(low)
        self.low, self.high, self._shut = low.copy(), np.minimum(high, FAR), shut
        self.least, self.most, self.kept = np.ones(size), np.full(size, float(small)), np.ones(size, dtype=bool)
        self._aimed, self._whole = (model(np.zeros(size), self.low, self.high, matrix, sums, sums) for _ in range(2))
        options(self._aimed, presolve="off", simplex_strategy=PRIMAL)
        in_whole_numbers(self._whole)
        for place in np.flatnonzero(shut).tolist():
            self.least[place] = self.reach(place, up=False)
            self.most[place] = self.least[place] + small
        self._pushed = [_pushed(self.low, self.high, matrix, sums, ends, up=up) for up, ends in ((False, self.least), (True, self.most))]
        # whole counts that fit, and steps that led from one to another
        self._met: Floats = np.zeros((0, size))
        self._steps: tuple[dict[int, Floats], dict[int, Floats]] = {}, {}
        self._ask_less()

    def reach(self, place: int, *, up: bool) -> int:
        """Return the largest, or smallest, whole number that a count can be as far as a linear programme sees."""
        self._aimed.changeColCost(place, -1.0 if up else 1.0)
        point = solution(self._aimed)
        self._aimed.changeColCost(place, 0.0)
        if point is None:
            action = "Run ivp process again; if it stays, report it: see SECURITY.md"
            raise PublicationError("no counts fit what is published", {}, action)
        return int(np.floor(point[place] + TINY) if up else np.ceil(point[place] - TINY))

    def after(self, place: int, told: Bounds) -> frozenset[int] | None:
        """Say what would follow if limits of a count were told.

        Parameters
        ----------
        place : int
            The count.
        told : Bounds
            Its limits.

        Returns
        -------
        frozenset of int or None
            The counts that would be known to be none of the values that must stay possible; None where some of these values, but not all,
            would be ruled out for a count. Limits that no count can lie within are never told, and nothing follows.
        """
        limits = Bounds(self.low[place], self.high[place]).within(told)
        if limits.low > limits.high:
            return frozenset()
        others: set[int] = set()
        with self._limited(place, limits):
            for up in (False, True):
                for count in self._unmet(up=up):
                    if count in others:
                        continue
                    if self._shut[count] or self._fit(count, Bounds(self.least[count], self.most[count]), up=up) is not None:
                        return None
                    others.add(count)
        return frozenset(others)

    def can(self, place: int, told: Bounds) -> bool:
        """Say whether a count can lie within limits."""
        met = self._met[self._fitting(self._met), place]
        return bool(((told.low <= met) & (met <= told.high)).any()) or self._fit(place, told, up=True) is not None

    def tell(self, place: int, told: Bounds, others: frozenset[int] = frozenset()) -> None:
        """Tell limits of a count, after which others are known to be none of the values that must stay possible."""
        self.low[place], self.high[place] = Bounds(self.low[place], self.high[place]).within(told)
        self._limit(place)
        self._met = self._met[self._fitting(self._met)]
        self.kept[list(others)] = False

    def _ask_less(self) -> None:
        """Ask no more than is possible to begin with: what others published cannot be taken back."""
        for up, ends, inwards in ((False, self.least, 1), (True, self.most, -1)):
            for count in list(self._unmet(up=up)):
                while self.kept[count] and self._at_end(count, up=up) is None:
                    ends[count] += inwards
                    self.kept[count] = self.least[count] <= self.most[count]

    def _unmet(self, *, up: bool) -> Iterator[int]:
        """Go through the counts that cannot be as large, or small, as they must; counts that fit are a proof for all of them at once."""
        open_ = self._open(self.kept, self._met[self._fitting(self._met)], up=up)
        if not open_.any():
            return
        base = self._in_whole_numbers(solution(self._pushed[up]))
        if base is None:
            # no counts fit, so this is never told
            return
        points = np.vstack([base, self._stepped(base, np.flatnonzero(open_), up=up)])
        while True:
            self._met = np.vstack([self._met, points])
            open_ = self._open(open_, points, up=up)
            if not open_.any():
                return
            count = int(np.flatnonzero(open_)[0])
            open_[count] = False
            point = self._at_end(count, up=up)
            if point is None:
                points = points[:0]
                yield count
            else:
                points = point[None, :]
                self._steps[up][count] = point - base

    def _open(self, open_: Flags, points: Floats, *, up: bool) -> Flags:
        """Return which counts are as large, or small, as they must in none of the points."""
        if not len(points):
            return open_.copy()
        furthest: Floats = points.max(axis=0) if up else points.min(axis=0)
        short: Flags = np.less(furthest, self.most) if up else np.greater(furthest, self.least)
        return open_ & short

    def _stepped(self, base: Floats, counts: Integers, *, up: bool) -> Floats:
        """Return what comes of steps that were found before, where it fits: mostly only few other counts are in the way."""
        steps = [self._steps[up][count] for count in counts.tolist() if count in self._steps[up]]
        points = base + np.array(steps).reshape(-1, len(base))
        return points[self._fitting(points)]

    def _fitting(self, points: Floats) -> Flags:
        within: Flags = np.logical_and(points >= self.low, points <= self.high)
        return np.asarray(within.all(axis=1), dtype=np.bool_)

    def _at_end(self, count: int, *, up: bool) -> Floats | None:
        return self._fit(count, Bounds(self.most[count], FAR) if up else Bounds(0.0, self.least[count]), up=up)

    def _fit(self, count: int, limits: Bounds, *, up: bool) -> Floats | None:
        """Return whole counts that fit with one of them within limits; None where there are none."""
        limits = Bounds(self.low[count], self.high[count]).within(limits)
        if limits.low > limits.high:
            return None
        with self._limited(count, limits):
            return self._in_whole_numbers(solution(self._pushed[up]))

    def _in_whole_numbers(self, point: Floats | None) -> Floats | None:
        """Return the counts of a point, or others where these are not whole; None where there are none."""
        counts = None if point is None else point[: len(self.low)]
        if counts is not None and not is_whole(counts):
            counts = solution(self._whole)
        return None if counts is None else np.round(counts)

    @contextmanager
    def _limited(self, place: int, limits: Bounds) -> Iterator[None]:
        """Limit a count for a while."""
        before = Bounds(self.low[place], self.high[place])
        self.low[place], self.high[place] = limits
        self._limit(place)
        try:
            yield
        finally:
            self.low[place], self.high[place] = before
            self._limit(place)

    def _limit(self, place: int) -> None:
        for each in (self._aimed, self._whole, *self._pushed):
            each.changeColBounds(place, self.low[place], self.high[place])


def _pushed(low: Floats, high: Floats, matrix: sparse.csr_array, sums: Floats, ends: Floats, *, up: bool) -> highspy.Highs:
    """Make a programme whose answer has many counts at their ends at once: each has a copy that is rewarded up to there."""
    size = len(low)
    each = sparse.eye_array(size)
    nothing = sparse.csr_array((matrix.shape[0], size))
    both = sparse.csr_array(sparse.vstack([sparse.hstack([matrix, nothing]), sparse.hstack([each, -each])]))
    # upwards a copy is at most the count and the end; downwards it is at least what the count is beyond the end
    costs = np.concatenate([np.zeros(size), np.full(size, -1.0 if up else 1.0)])
    copies = ends if up else np.full(size, FAR)
    least = np.concatenate([sums, np.zeros(size) if up else np.full(size, -np.inf)])
    most = np.concatenate([sums, np.full(size, np.inf) if up else ends])
    made = model(costs, np.concatenate([low, np.zeros(size)]), np.concatenate([high, copies]), both, least, most)
    options(made, presolve="off")
    return made
