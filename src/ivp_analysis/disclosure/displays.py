"""The ways in which a count can be shown, from the most telling to the least."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from ivp_analysis.vocabulary.publication import PublicationRules

NOT_SHOWN = "niet getoond"


class Display(StrEnum):
    """How a count is shown."""

    EXACT = "exact"
    SMALL = "small"
    """As "<5": one of 0 to 4."""
    ROUNDED = "rounded"
    """To a multiple of the base."""
    COARSE = "coarse"
    """To a multiple of three times the base."""
    HIDDEN = "hidden"


class Shown(NamedTuple):
    """A way to show a count, which counts would be shown the same, and the number that is shown; nan where none is."""

    display: Display
    low: float
    high: float
    value: float = np.nan


def rounded(count: int, base: int) -> int:
    """Round a count to a multiple of a base, halves up."""
    return (2 * count + base) // (2 * base) * base


def ways(count: int, rules: PublicationRules) -> list[Shown]:
    """Return how a count can be shown, the most telling way first; each way would do for more counts than the one before.

    Parameters
    ----------
    count : int
        The true count.
    rules : PublicationRules
        What is small, and how far is rounded.
    """
    hidden = Shown(Display.HIDDEN, 0.0, np.inf)
    if count <= rules.small:
        # none at all is shown as a small count is: were it not, what is around would tell which of the two it is
        return [Shown(Display.SMALL, 0.0, float(rules.small)), hidden]
    if rules.base == 1:
        return [Shown(Display.EXACT, float(count), float(count), float(count)), hidden]
    fine = _multiple(Display.ROUNDED, count, rules.base, rules.small)
    # three multiples are taken together whole; two would overlap, and which of them was chosen would tell as much as the finer one
    coarse = _multiple(Display.COARSE, count, 3 * rules.base, rules.small)
    return [fine, hidden] if coarse.high == fine.high and coarse.low == fine.low else [fine, coarse, hidden]


def _multiple(display: Display, count: int, base: int, small: int) -> Shown:
    """Round a count; counts below the smallest multiple that is not shown as small are no part of it."""
    value = rounded(count, base)
    low = -((base - 2 * value) // 2)
    return Shown(display, float(max(low, small + 1)), float(low + base - 1), float(value))


def as_text(count: float, shown: Shown | None, rules: PublicationRules) -> str:
    """Return a count as the public sees it.

    Parameters
    ----------
    count : float
        The true count.
    shown : Shown or None
        How it is shown; None for what others published.
    rules : PublicationRules
        What is small.
    """
    value = count if shown is None else shown.value
    if not np.isnan(value):
        return str(round(value))
    display = Display.HIDDEN if shown is None else shown.display
    return rules.small_text if display is Display.SMALL else NOT_SHOWN
