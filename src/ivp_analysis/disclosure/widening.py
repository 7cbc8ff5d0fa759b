"""Showing counts less exactly, one step at a time, until none that is protected can be narrowed down."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Cells, Floats, Kind
from ivp_analysis.disclosure.displays import Display, Shown, ways
from ivp_analysis.disclosure.sums import Sums
from ivp_analysis.errors import PublicationError
from ivp_analysis.vocabulary.publication import PublicationRules

COST = {Display.SMALL: 0, Display.EXACT: 0, Display.ROUNDED: 0, Display.COARSE: 2, Display.HIDDEN: 8}
"""What a way to show a count costs its reader, to choose between ways that protect as well."""


class Widening:
    """How counts are shown, at first each by itself.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    rules : PublicationRules
        What is small, and how far is rounded.

    Attributes
    ----------
    low, high : ndarray of float, shape (n,)
        What is known of each count.
    asked : dict of int to tuple of int
        For every count that must be protected the smallest and largest value that must stay possible.
    """

    def __init__(self, cells: Cells, rules: PublicationRules) -> None:
        self._cells, self._rules = cells, rules
        self._ways = [self._ways_of(place) for place in range(len(cells))]
        self._step = [0] * len(cells)
        self.low, self.high = (np.array([ways[0][side] for ways in self._ways]) for side in (1, 2))
        self._sums = Sums(cells.matrix)
        self.asked = _asked(cells, rules)
        self._open: Audit | None = None

    @property
    def shown(self) -> list[Shown]:
        """How each count is shown."""
        return [ways[step] for ways, step in zip(self._ways, self._step, strict=True)]

    def widened(self, place: int) -> bool:
        """Say whether a count is shown less exactly than it would be by itself."""
        return self._step[place] > 0

    def by_sum(self) -> None:
        """Widen until no sum by itself narrows anything down."""
        queue = list(range(len(self._sums)))
        while queue:
            row = queue.pop()
            while self._missing(row):
                place = self._best_of(row)
                if place is None:
                    # it takes more than this sum, or less can be asked: what others published cannot be taken back
                    break
                self._widen(place)
                queue += self._sums.of(place)

    def together(self) -> None:
        """Widen until nothing follows from everything together.

        One pass is enough: what is shown less exactly only leaves more possible, so a count with a witness keeps it.
        """
        audit = Audit(self._cells.counts, self.low, self.high, self._cells.matrix, self._cells.constant)
        for up in (False, True):
            open_ = {place: pair[int(up)] for place, pair in self.asked.items()}
            while open_:
                place = next(iter(open_))
                point = self._made_possible(audit, place, up=up)
                met = {place} | {other for other, wanted in open_.items() if (point[other] >= wanted if up else point[other] <= wanted)}
                open_ = {other: wanted for other, wanted in open_.items() if other not in met}

    def _made_possible(self, audit: Audit, place: int, *, up: bool) -> Floats:
        """Widen what stands in the way until a count can have the value asked; return counts in which it has."""
        while True:
            value = self.asked[place][int(up)]
            if not audit.joined(place):
                return self._alone(place, value)
            point = audit.witness(place, value, up=up)
            if point is not None:
                return point
            if not self._possible_before(place, value, up=up):
                self._ask_less(place, up=up)
                continue
            chosen = self._in_the_way(audit, place, up=up)
            self._widen(chosen)
            audit.limit(chosen, float(self.low[chosen]), float(self.high[chosen]))

    def _alone(self, place: int, value: int) -> Floats:
        """Widen a count that stands in no sum."""
        while not self.low[place] <= value <= self.high[place] and self._step[place] + 1 < len(self._ways[place]):
            self._widen(place)
        return np.full(len(self._cells), np.nan)

    def _possible_before(self, place: int, value: int, *, up: bool) -> bool:
        """Say whether a value was possible before anything is published: what others published cannot be taken back."""
        if self._open is None:
            low, high = np.array(self._cells.low), np.array(self._cells.high)
            low, high = (np.where(self._cells.constant, self._cells.counts, side) for side in (low, high))
            self._open = Audit(self._cells.counts, low, high, self._cells.matrix, self._cells.constant)
        return self._open.witness(place, value, up=up) is not None

    def _in_the_way(self, audit: Audit, place: int, *, up: bool) -> int:
        """Return what to widen: of the counts whose limits bind, else of those that share a sum, else of all that hang together."""
        near = {member for row in self._sums.of(place) for member in self._sums.members(row)}
        bound = set(audit.binding(place, up=up).tolist())
        for places in (bound - {place}, bound, near, range(len(self._cells))):
            found = self._cheapest(sorted(places))
            if found is not None:
                return found
        raise PublicationError("a small figure cannot be protected: nothing is left to hide", {}, "Leave the figure out of the delivery")

    def _ask_less(self, place: int, *, up: bool) -> None:
        """Give up the outermost value: nothing is left to widen, so others published what rules it out, and that cannot be taken back."""
        low, high = self.asked[place]
        self.asked[place] = (low, high - 1) if up else (low + 1, high)

    def _ways_of(self, place: int) -> list[Shown]:
        count, kind = self._cells.counts[place], self._cells.kinds[place]
        low, high = self._cells.low[place], self._cells.high[place]
        if kind is Kind.PUBLIC:
            return [Shown(Display.EXACT, float(count), float(count), float(count))]
        found = ways(count, self._rules)
        found = found if kind is Kind.GUARDED else found[-1:]
        return [one._replace(low=max(one.low, low), high=min(one.high, high)) for one in found]

    def _missing(self, row: int) -> int:
        return self._sums.missing(row, self.low, self.high, self.asked)

    def _best_of(self, row: int) -> int | None:
        """Return the count of a sum that takes away most when it is widened, for what that costs; None where none does."""
        before, best = self._missing(row), (0.0, 0)
        for place in sorted(self._sums.members(row)):
            step = self._step[place]
            if step + 1 < len(self._ways[place]):
                now = self._ways[place][step]
                self._set(place, self._ways[place][step + 1])
                gain = (before - self._missing(row)) / self._cost(place)
                self._set(place, now)
                best = max(best, (gain, -place))
        return -best[1] if best[0] > 0 else None

    def _cost(self, place: int) -> int:
        step = self._step[place]
        return COST[self._ways[place][step + 1].display] - COST[self._ways[place][step].display]

    def _cheapest(self, places: Iterable[int]) -> int | None:
        open_ = [place for place in places if self._step[place] + 1 < len(self._ways[place])]
        # by what is shown, not by the true count: which one is chosen would tell that
        return min(open_, key=lambda place: (self._cost(place), self._ways[place][0].low, place), default=None)

    def _widen(self, place: int) -> None:
        self._step[place] += 1
        self._set(place, self._ways[place][self._step[place]])

    def _set(self, place: int, shown: Shown) -> None:
        self.low[place], self.high[place] = shown.low, shown.high


def _asked(cells: Cells, rules: PublicationRules) -> dict[int, tuple[int, int]]:
    """Return the values that must stay possible: of small counts all of them, of none as well, for the two look alike."""
    asked, around = {}, rules.small // 2
    for place, (count, kind) in enumerate(zip(cells.counts, cells.kinds, strict=True)):
        if kind is Kind.SENSITIVE:
            asked[place] = (0, rules.small) if count <= rules.small else (count - around, count + around)
        elif (kind is Kind.GUARDED and count <= rules.small) or (kind is Kind.IMPLIED and 1 <= count <= rules.small):
            asked[place] = (1, rules.small)
    return asked
