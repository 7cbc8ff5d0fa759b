"""Rates with exact Poisson intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

PER = 1000.0
"""Rates are per so many inhabitants."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """Rates with their intervals, one element per area or period; nan where the denominator is missing or zero."""

    rate: Floats
    low: Floats
    high: Floats


def garwood_interval(counts: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the exact central interval of the mean of Poisson counts.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Observed counts, zero or more.
    level : float
        Confidence level between 0 and 1.

    Returns
    -------
    tuple of ndarray, each of shape (n,)
        Lower and upper limit. For a zero count the lower limit is 0 and the upper one is the two-sided limit (3.69 at 95 %).

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or the level is not between 0 and 1.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
    """
    values = np.asarray(counts, dtype=np.float64)
    if np.any(values < 0) or np.any(values != np.floor(values)):
        raise ValueError("counts must be whole numbers of zero or more")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    tail = (1 - level) / 2
    # the quantile of chi-squared with 2k degrees of freedom is twice that of a gamma of shape k; scipy.stats takes longer to import
    low = np.where(values > 0, gammaincinv(np.maximum(values, 1), tail), 0.0)
    high = np.asarray(gammaincinv(values + 1, 1 - tail), dtype=np.float64)
    return low, high


def rates(counts: ArrayLike, denominators: ArrayLike, level: float = 0.95, per: float = PER) -> Rates:
    """Return rates with exact intervals.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Observed counts.
    denominators : array_like of float, shape (n,)
        Inhabitants (or inhabitant-years); nan or zero where there are none.
    level : float
        Confidence level between 0 and 1.
    per : float
        The rate is per so many of the denominator.

    Returns
    -------
    Rates
        Rate, lower and upper limit, each of shape (n,).
    """
    below = np.asarray(denominators, dtype=np.float64)
    scale = np.divide(per, below, out=np.full_like(below, np.nan), where=below > 0)
    low, high = garwood_interval(counts, level)
    return Rates(np.asarray(counts, dtype=np.float64) * scale, low * scale, high * scale)
