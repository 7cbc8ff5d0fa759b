"""What is told of counts, one question after the other, so that no small one follows from all answers together.

A question is answered only where every answer that it could get leaves open what must stay open, whatever the counts are. So what is left
unanswered tells nothing either: from what is published nothing follows but what its limits say, also for whoever knows how it was decided
(simulatable auditing; Kenthapadi, Mishra and Nissim 2005).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from ivp_analysis.disclosure.cells import Bounds, Cells, Integers, Kind
from ivp_analysis.disclosure.displays import bin_of, rounded
from ivp_analysis.disclosure.groups import groups
from ivp_analysis.disclosure.models import FAR
from ivp_analysis.disclosure.possible import Possible
from ivp_analysis.vocabulary.publication import PublicationRules


class Answers(NamedTuple):
    """What is told of counts that hang together with others.

    Attributes
    ----------
    told : mapping of int to Bounds
        The limits of each, by its place.
    asked : mapping of int to tuple of int
        By the place of each count the values that stay possible, where it is not known to be another.
    public : frozenset of int
        The counts that open data leave no choice.
    """

    told: Mapping[int, Bounds]
    asked: Mapping[int, tuple[int, int]]
    public: frozenset[int]


def answers(cells: Cells, rules: PublicationRules) -> Answers:
    """Decide what is told of every count that hangs together with others.

    First it is asked of each whether it is small, then how large it is if it is not; of totals before their parts, because readers need
    those most.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    rules : PublicationRules
        What is small, and how far is rounded.

    References
    ----------
    Kenthapadi, K., Mishra, N. & Nissim, K. (2005). Simulatable auditing. Proceedings of the 24th ACM Symposium on Principles of Database
    Systems, 118-127.
    """
    counts, kinds = np.array(cells.counts, dtype=np.int64), np.array(cells.kinds)
    low, high = np.array(cells.low), np.array(cells.high)
    height = _heights(cells)
    told: dict[int, Bounds] = {}
    asked: dict[int, tuple[int, int]] = {}
    public: set[int] = set()
    for places, matrix in groups(cells.matrix, cells.constant):
        known = Possible(matrix, matrix @ counts[places], low[places], high[places], rules.small, kinds[places] == Kind.SENSITIVE)
        asked_of = np.flatnonzero(kinds[places] != Kind.SENSITIVE).tolist()
        asked_of.sort(key=height[places].__getitem__)
        guarded = [here for here in reversed(asked_of) if kinds[places[here]] == Kind.GUARDED]
        public |= {int(places[here]) for here in asked_of if _is_public(known, here)}
        for here in asked_of:
            _is_small(known, here, int(counts[places[here]]), rules)
        for here in guarded:
            if known.low[here] > rules.small:
                _how_large(known, here, int(counts[places[here]]), rules)
        for here in guarded:
            if known.low[here] <= rules.small < known.high[here]:
                # what follows from the rest may as well be said
                known.tell(here, _reach(known, here))
        for here, place in enumerate(places.tolist()):
            told[place] = Bounds(known.low[here], known.high[here] if known.high[here] < FAR else np.inf)
            if known.kept[here]:
                asked[place] = (int(known.least[here]), int(known.most[here]))
    return Answers(told, asked, frozenset(public))


def _is_public(known: Possible, here: int) -> bool:
    """Say whether others published what a count is, before anything is told; then that is known."""
    if known.kept[here] and known.least[here] < known.most[here]:
        return False
    reach = _reach(known, here)
    if reach.low < reach.high:
        return False
    known.tell(here, reach)
    return True


def _is_small(known: Possible, here: int, count: int, rules: PublicationRules) -> None:
    """Tell whether a count is small, if that may be told."""
    reach = _reach(known, here)
    if reach.low <= rules.small < reach.high < rules.small + _fewest(rules):
        # that it is not small would tell what it is
        return
    either = Bounds(0, rules.small), Bounds(rules.small + 1, FAR)
    left = [known.after(here, one) for one in either]
    chosen = int(count > rules.small)
    others = left[chosen]
    if others is not None and left[1 - chosen] is not None:
        known.tell(here, either[chosen], others)


def _how_large(known: Possible, here: int, count: int, rules: PublicationRules) -> None:
    """Tell to which multiple a count is rounded; near the ends of what it can be several multiples are taken together."""
    reach = _reach(known, here)
    # where there is no end, the last of the answers need not be far out
    first, last = (rounded(int(end), rules.base) // rules.base for end in (reach.low, min(reach.high, FAR / 10)))

    def answer(multiple: int) -> Bounds:
        return bin_of(multiple * rules.base, rules)

    def good(end: Bounds) -> bool:
        """Say whether an answer at one of the ends can be given: by some counts, without telling which, and leaving the others open."""
        values = end.within(reach)
        wide = values.high - values.low + 1 >= _fewest(rules)
        return wide and known.can(here, end) and known.after(here, end) == frozenset()

    top = last - _first(last - first, lambda step: good(Bounds(answer(last - step).low, FAR)))
    bottom = first + _first(top - first, lambda step: good(Bounds(0, answer(first + step).high)))
    if bottom >= top:
        # one answer to all of them is none
        known.tell(here, reach)
    elif count >= answer(top).low:
        known.tell(here, Bounds(answer(top).low, reach.high))
    else:
        known.tell(here, Bounds(reach.low, answer(bottom).high) if count <= answer(bottom).high else bin_of(count, rules))


def _first(most: int, good: Callable[[int], bool]) -> int:
    """Return the first step that is good, or the last of all; the steps after a good one are good as well."""
    return 0 if good(0) else bisect_left(range(1, most), 1, key=good) + 1


def _fewest(rules: PublicationRules) -> int:
    """Return how many values an answer at the end of what a count can be must hold: as the smallest multiple does."""
    return (rules.base + 1) // 2


def _reach(known: Possible, here: int) -> Bounds:
    low, high = (known.reach(here, up=up) for up in (False, True))
    return Bounds(low, high)


def _heights(cells: Cells) -> Integers:
    """Return for each count how many sums stand one upon the other below it."""
    matrix, heights = cells.matrix, np.zeros(len(cells), dtype=np.int64)
    sums = [
        (matrix.indices[first:last], matrix.data[first:last]) for first, last in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    ]
    for _ in sums:
        before = heights.copy()
        for places, signs in sums:
            total = places[signs < 0]
            heights[total] = np.maximum(heights[total], heights[places[signs > 0]].max() + 1)
        if (before == heights).all():
            break
    return heights
