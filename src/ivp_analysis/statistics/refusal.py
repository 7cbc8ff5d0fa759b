"""What is not computed, and why.

A statistic that the figures cannot carry is refused, and the refusal says why, so that a reader never has to guess whether a cell is empty
by mistake. The reason travels beside the numbers as a value; the empty reason means that the statistic is given. Input that no figures can
be, such as a count of -1, is a mistake of the caller and raises.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Reasons = NDArray[np.object_]
"""An element of `Refusal` for each row."""


class Refusal(StrEnum):
    """The reason why a statistic is not given; `NONE`, the empty string, when it is."""

    NONE = ""
    TOO_FEW = "too few observations"
    NO_EXPOSURE = "no denominator"
    TOO_SHORT = "too few points in time"
    TOO_FEW_AREAS = "too few areas"
    NO_VARIATION = "areas do not differ more than chance"
    NO_SNAPSHOT = "no earlier snapshot of the same months"
    NO_REFERENCE = "no figures to compare with"


def reasons(*cases: tuple[Flags, Refusal]) -> Reasons:
    """Return the first reason that holds for each row.

    Parameters
    ----------
    *cases : tuple of (ndarray of bool, Refusal)
        Where a reason holds, all of one shape; the earlier case goes first where several hold.

    Returns
    -------
    ndarray of Refusal
        `Refusal.NONE` where no case holds.
    """
    # assigned one by one: numpy makes plain strings of members that it is given as an array
    found = np.empty(cases[0][0].shape, dtype=object)
    found[...] = Refusal.NONE
    for holds, reason in reversed(cases):
        found[holds] = reason
    return found


def whole_counts(counts: ArrayLike) -> Floats:
    """Return counts as floats, nan where a count is missing.

    Raises
    ------
    ValueError
        When a count is negative or no whole number.
    """
    values = np.asarray(counts, dtype=np.float64)
    if np.any(values < 0) or np.any((values != np.floor(values)) & ~np.isnan(values)):
        raise ValueError("counts must be whole numbers of zero or more")
    return values


def tail_of(level: float) -> float:
    """Return the error in each tail of a central interval at this confidence level.

    Raises
    ------
    ValueError
        When the level does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    return (1 - level) / 2


def usable(exposures: Floats) -> Flags:
    """Say which exposures a rate can be made with: there, finite and above zero."""
    return np.isfinite(exposures) & (exposures > 0)
