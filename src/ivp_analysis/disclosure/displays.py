"""The ways in which a count can be shown, from the most telling to the least."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from ivp_analysis.vocabulary.publication import PublicationRules


class Display(StrEnum):
    """How a count is shown."""

    EXACT = "exact"
    SMALL = "small"
    """As "<5": one of 1 to 4."""
    ROUNDED = "rounded"
    """To a multiple of the base."""
    WIDE = "wide"
    """As "0-4": small, or none at all."""
    COARSE = "coarse"
    """Rounded to a multiple of twice the base."""
    HIDDEN = "hidden"


class Shown(NamedTuple):
    """A way to show a count, and which counts would be shown the same."""

    display: Display
    low: float
    high: float


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
    wide = Shown(Display.WIDE, 0.0, float(rules.small))
    if count == 0:
        return [Shown(Display.EXACT, 0.0, 0.0), wide, hidden]
    if count <= rules.small:
        return [Shown(Display.SMALL, 1.0, float(rules.small)), wide, hidden]
    if rules.base == 1:
        return [Shown(Display.EXACT, float(count), float(count)), hidden]
    fine = _multiple(count, rules.base, rules.small)
    coarse = _multiple(count, 2 * rules.base, rules.small)
    both = Shown(Display.COARSE, min(fine[0], coarse[0]), max(fine[1], coarse[1]))
    return [Shown(Display.ROUNDED, *fine), *([both] if both[1:] == coarse else []), hidden]


def _multiple(count: int, base: int, small: int) -> tuple[float, float]:
    """Return the smallest and largest count that are rounded to the same multiple: those below are shown as small."""
    low = -((base - 2 * rounded(count, base)) // 2)
    return float(max(low, small + 1)), float(low + base - 1)
