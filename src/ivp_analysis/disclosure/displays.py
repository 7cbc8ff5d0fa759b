"""The ways in which a count can be shown."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from ivp_analysis.disclosure.cells import Bounds
from ivp_analysis.vocabulary.publication import PublicationRules

NOT_SHOWN = "niet getoond"


class Display(StrEnum):
    """How a count is shown."""

    EXACT = "exact"
    SMALL = "small"
    """As "<5": one of 0 to 4."""
    ROUNDED = "rounded"
    """To a multiple of the base."""
    RANGE = "range"
    """By its smallest and largest value."""
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


def bin_of(count: int, rules: PublicationRules) -> Bounds:
    """Return which counts are rounded to the same multiple; small ones are none of these."""
    low = -((rules.base - 2 * rounded(count, rules.base)) // 2)
    return Bounds(float(max(low, rules.small + 1)), float(low + rules.base - 1))


def alone(count: int, rules: PublicationRules) -> Shown:
    """Say how a count would be shown that hangs together with no other.

    Parameters
    ----------
    count : int
        The true count.
    rules : PublicationRules
        What is small, and how far is rounded.
    """
    if count <= rules.small:
        # none at all is shown as a small count is: were it not, what is around would tell which of the two it is
        return Shown(Display.SMALL, 0.0, float(rules.small))
    display = Display.EXACT if rules.base == 1 else Display.ROUNDED
    return Shown(display, *bin_of(count, rules), float(rounded(count, rules.base)))


def told(count: int, limits: Bounds, rules: PublicationRules) -> Shown:
    """Say how a count is shown of which limits may be told.

    Parameters
    ----------
    count : int
        The true count.
    limits : Bounds
        What may be told of it.
    rules : PublicationRules
        What is small, and how far is rounded.

    Returns
    -------
    Shown
        As it would be shown alone, if that says no more than may be told; as a range, if that is not too wide; else not at all. The number
        for a range is the multiple in the middle of it, as for other counts, and none where that could lie too far from the count.
    """
    first = alone(count, rules)
    if first.low <= limits.low and limits.high <= first.high:
        return first
    if limits.high - limits.low > 2 * rules.furthest:
        return Shown(Display.HIDDEN, *limits)
    middle = float(rounded(int(limits.low + limits.high) // 2, rules.base))
    near = limits.low > rules.small and max(limits.high - middle, middle - limits.low) <= rules.furthest
    return Shown(Display.RANGE, *limits, middle if near else np.nan)


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
    display = Display.EXACT if shown is None else shown.display
    if shown is not None and display is Display.RANGE:
        return f"{shown.low:.0f}–{shown.high:.0f}"
    value = count if shown is None else shown.value
    if not np.isnan(value):
        return str(round(value))
    return rules.small_text if display is Display.SMALL else NOT_SHOWN
