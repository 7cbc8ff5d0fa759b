"""How every count of a publication is shown, so that no small one can be worked out from all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Cells, Floats, Kind
from ivp_analysis.disclosure.displays import Display, Shown, rounded, ways
from ivp_analysis.disclosure.sums import Sums
from ivp_analysis.errors import PublicationError
from ivp_analysis.vocabulary.publication import PublicationRules

COST = {Display.SMALL: 0, Display.EXACT: 0, Display.ROUNDED: 0, Display.WIDE: 1, Display.COARSE: 2, Display.HIDDEN: 8}
"""What a way to show a count costs its reader, to choose between ways that protect as well."""
COST_OF_ZERO = 3
"""What it costs besides when a zero is not shown as one."""


@dataclass(frozen=True)
class Loss:
    """What protecting costs.

    Attributes
    ----------
    guarded : int
        Counts that are not public already: they are blurred.
    small : int
        Of these, counts that are blurred for being small.
    widened : int
        Of these, counts that are shown less exactly than they would be by themselves, to protect others.
    hidden : int
        Of those, counts that are not shown at all.
    largest_shift : int
        How far a count that is shown rounded lies from the true one, at most.
    """

    guarded: int
    small: int
    widened: int
    hidden: int
    largest_shift: int


@dataclass(frozen=True)
class Shield:
    """What is published of some counts.

    Attributes
    ----------
    displays : list of Display, length n
        How each count is shown.
    low, high : ndarray of float, shape (n,)
        What that says of each count: it lies between these, both included.
    asked : mapping of int to tuple of int
        For every count that must be protected the values that stay possible.
    loss : Loss
        What the protection costs.
    """

    displays: list[Display]
    low: Floats
    high: Floats
    asked: Mapping[int, tuple[int, int]]
    loss: Loss


def shield(cells: Cells, rules: PublicationRules) -> Shield:
    """Decide how every count is shown.

    Small counts are shown as one class, larger ones rounded (conventional rounding; Hundepool et al. 2012), each by itself. Where a small
    count could then be narrowed down, the counts that bind it are shown less exactly, one step at a time: first what follows from single
    sums, then what follows from all of them together (Fischetti and Salazar-González 2001).

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    rules : PublicationRules
        What is small, and how far is rounded.

    Returns
    -------
    Shield
        How each count is shown. The audit finds nothing in it.

    Raises
    ------
    PublicationError
        When a count cannot be protected because nothing is left to hide.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.
    Fischetti, M. & Salazar-González, J.J. (2001). Solving the cell suppression problem on tabular data with linear constraints.
    Management Science 47, 1008-1027.
    """
    work = _Widening(cells, rules)
    work.by_sum()
    work.together()
    return Shield(work.displays, work.low, work.high, work.asked, _loss(cells, work, rules))


def prove(cells: Cells, found: Shield, name: Callable[[int], str] = str) -> None:
    """Fail when an attacker can narrow a protected count down.

    Raises
    ------
    PublicationError
        Naming the figures, never the counts.
    """
    failed = Audit(cells.counts, found.low, found.high, cells.matrix, cells.constant).narrowed(found.asked)
    if failed:
        raise PublicationError(
            f"{len(failed)} small figures could be worked out from what would be published",
            {"figures": "; ".join(sorted(name(place) for place in failed)[:5])},
            "Run ivp process again; if it stays, report it as a weakness: see SECURITY.md",
        )


class _Widening:
    """Shows counts less exactly until none that is protected can be narrowed down."""

    def __init__(self, cells: Cells, rules: PublicationRules) -> None:
        self._cells, self._rules = cells, rules
        self._ways = [self._ways_of(place) for place in range(len(cells))]
        self._step = [0] * len(cells)
        self.low, self.high = (np.array([ways[0][side] for ways in self._ways]) for side in (1, 2))
        self._sums = Sums(cells.matrix)
        self.asked = _asked(cells, rules)

    @property
    def displays(self) -> list[Display]:
        """How each count is shown."""
        return [ways[step].display for ways, step in zip(self._ways, self._step, strict=True)]

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
            chosen = self._in_the_way(audit, place, up=up)
            if chosen is None:
                self._ask_less(place, up=up)
                continue
            self._widen(chosen)
            audit.limit(chosen, float(self.low[chosen]), float(self.high[chosen]))

    def _alone(self, place: int, value: int) -> Floats:
        while not self.low[place] <= value <= self.high[place] and self._step[place] + 1 < len(self._ways[place]):
            self._widen(place)
        return np.full(len(self._cells), np.nan)

    def _in_the_way(self, audit: Audit, place: int, *, up: bool) -> int | None:
        """Return what to widen: of the counts whose limits bind, else of those that share a sum, else of all that hang together."""
        near = {member for row in self._sums.of(place) for member in self._sums.members(row)}
        bound = set(audit.binding(place, up=up).tolist())
        for places in (bound - {place}, bound, near, range(len(self._cells))):
            found = self._cheapest(sorted(places))
            if found is not None:
                return found
        return None

    def _ask_less(self, place: int, *, up: bool) -> None:
        """Give up the outermost value: nothing is left to widen, so others published what rules it out, and that cannot be taken back."""
        low, high = self.asked[place]
        if low == high:
            raise PublicationError("a small figure cannot be protected: what others published gives it away", {}, "Leave the figure out")
        self.asked[place] = (low, high - 1) if up else (low + 1, high)

    def _ways_of(self, place: int) -> list[Shown]:
        count, kind = self._cells.counts[place], self._cells.kinds[place]
        low, high = self._cells.low[place], self._cells.high[place]
        if kind is Kind.PUBLIC:
            return [Shown(Display.EXACT, float(count), float(count))]
        found = ways(count, self._rules)
        found = found if kind is Kind.GUARDED else found[-1:]
        return [Shown(one.display, max(one.low, low), min(one.high, high)) for one in found]

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
        zero = self._cells.counts[place] == 0
        step = self._step[place]
        return (
            COST[self._ways[place][step + 1].display] - COST[self._ways[place][step].display] + (COST_OF_ZERO if zero and not step else 0)
        )

    def _cheapest(self, places: Iterable[int]) -> int | None:
        open_ = [place for place in places if self._step[place] + 1 < len(self._ways[place])]
        return min(open_, key=lambda place: (self._cost(place), self._cells.counts[place], place), default=None)

    def _widen(self, place: int) -> None:
        self._step[place] += 1
        self._set(place, self._ways[place][self._step[place]])

    def _set(self, place: int, shown: Shown) -> None:
        self.low[place], self.high[place] = shown.low, shown.high


def _asked(cells: Cells, rules: PublicationRules) -> dict[int, tuple[int, int]]:
    """Return the values that must stay possible: of small counts the whole class, of sensitive ones as many, zero among them."""
    asked, around = {}, rules.small // 2
    for place, (count, kind) in enumerate(zip(cells.counts, cells.kinds, strict=True)):
        if kind is Kind.SENSITIVE:
            asked[place] = (0, rules.small) if count <= rules.small else (count - around, count + around)
        elif kind is not Kind.PUBLIC and 1 <= count <= rules.small:
            asked[place] = (1, rules.small)
    return asked


def _loss(cells: Cells, work: _Widening, rules: PublicationRules) -> Loss:
    displays = work.displays
    guarded = [place for place, kind in enumerate(cells.kinds) if kind is Kind.GUARDED]
    bases = {Display.ROUNDED: rules.base, Display.COARSE: 2 * rules.base}
    shifts = [
        abs(rounded(cells.counts[place], bases[displays[place]]) - cells.counts[place]) for place in guarded if displays[place] in bases
    ]
    return Loss(
        guarded=len(guarded),
        small=sum(1 <= cells.counts[place] <= rules.small for place in guarded),
        widened=sum(work.widened(place) for place in guarded),
        hidden=sum(displays[place] is Display.HIDDEN for place in guarded),
        largest_shift=max(shifts, default=0),
    )
