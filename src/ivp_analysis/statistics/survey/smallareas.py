"""Estimates of small areas, pulled towards the whole by as much as chance can have moved them (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ivp_analysis.statistics.refusal import Flags, Floats, Refusal, tail_of


@dataclass(frozen=True)
class Between:
    """How much areas differ beyond chance; nan in the variance when it was refused."""

    variance: float
    """Of the true values of areas around their mean; 0 when areas differ no more than chance makes them."""
    degrees: int
    """What it rests on: areas less one, added up over the questions."""
    reason: Refusal = Refusal.NONE


@dataclass(frozen=True)
class Shrunk:
    """Shrunken estimates, of the shape of the estimates; nan where an estimate, its variance, the whole or the prior is missing."""

    value: Floats
    low: Floats
    high: Floats
    weight: Floats
    """Share of the whole in the value, between 0 and 1."""


def fit(values: ArrayLike, variances: ArrayLike, *, minimum: int = 12) -> Between:
    """Estimate how much areas differ beyond chance, from several questions together.

    A handful of areas says almost nothing of it in one question. So the variance is taken to be the same in all questions, each with a
    mean of its own: it is the one with which the squared distances to those means, over their expected size, add up to their degrees of
    freedom.

    Parameters
    ----------
    values : array_like of float, shape (Q, A)
        Estimates of A areas on Q questions, all on one scale; nan where one is missing.
    variances : array_like of float, shape (Q, A)
        Their variances, above zero; an estimate without one is left out.
    minimum : int
        With fewer degrees of freedom than this it is refused.

    Returns
    -------
    Between
        Refused with TOO_FEW_AREAS; with NO_VARIATION, which is no refusal, the variance is 0.

    Raises
    ------
    ValueError
        When the shapes differ, or a variance is negative.

    References
    ----------
    Fay, R.E. & Herriot, R.A. (1979). Estimates of income for small places: an application of James-Stein procedures to census data.
    Journal of the American Statistical Association 74, 269-277.
    Morris, C.N. (1983). Parametric empirical Bayes inference: theory and applications. Journal of the American Statistical Association
    78, 47-55.
    """
    value, variance = np.asarray(values, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if value.ndim != 2 or value.shape != variance.shape:
        raise ValueError(f"values and variances must be tables of one shape, got {value.shape} and {variance.shape}")
    used = _usable(value, variance)
    used &= used.sum(axis=1, keepdims=True) > 1
    degrees = int(np.count_nonzero(used) - np.count_nonzero(used.any(axis=1)))
    if degrees < max(minimum, 1):
        return Between(np.nan, degrees, Refusal.TOO_FEW_AREAS)
    there = used.any(axis=1)
    known, spread = (np.where(used, part, filler)[there] for part, filler in ((value, 0.0), (variance, np.inf)))

    def excess(between: float) -> float:
        weight = 1 / (between + spread)
        mean = (weight * known).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
        return float(np.sum(weight * (known - mean) ** 2)) - degrees

    if excess(0.0) <= 0:
        return Between(0.0, degrees, Refusal.NO_VARIATION)
    from scipy.optimize import brentq

    # areas less one are at least half of the areas, so that with this variance no distances could be more than expected
    most = 2 * float(np.ptp(value[used])) ** 2
    return Between(float(brentq(excess, 0.0, most, xtol=1e-15 * most, rtol=1e-12)), degrees)


def shrink(
    values: ArrayLike, variances: ArrayLike, towards: ArrayLike, towards_variances: ArrayLike, between: Between, *, level: float = 0.95
) -> Shrunk:
    """Pull estimates of areas towards that of the whole.

    The value is weight * whole + (1 - weight) * estimate. The weight is variance / (variance + variance between areas), less a little
    because the latter is estimated (Morris's correction, by which one question alone gives the estimator of James and Stein). The interval
    takes into account what is left of the variance, that of the whole, and how little the variance between areas is known.

    On simulated surveys of 5 areas with 3 to 60 questions it covers 94 to 98 % on average over the areas. Of a single area that differs
    far more than others do it covers less: that is the price of being nearer on average.

    Parameters
    ----------
    values, variances : array_like of float, shape (..., A)
        Estimates of areas, and their variances.
    towards, towards_variances : array_like of float, shape that broadcasts with (..., A)
        Estimate of the whole that the areas are part of, and its variance.
    between : Between
        As `fit` gives it, on the same scale.
    level : float
        Probability that the interval holds the true value.

    Returns
    -------
    Shrunk
        Arrays of shape (..., A).

    Raises
    ------
    ValueError
        When a variance is negative, or the level does not lie between 0 and 1.

    References
    ----------
    Morris (1983), see `fit`.
    """
    reach = ndtri(1 - tail_of(level))
    given = (values, variances, towards, towards_variances)
    value, variance, whole, whole_variance = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in given))
    if np.any(whole_variance < 0):
        raise ValueError("variances must be zero or more")
    known = _usable(value, variance) & np.isfinite(whole + whole_variance) & np.isfinite(between.variance)
    variance = np.where(known, variance, np.nan)
    freedom = between.degrees
    raw = variance / (variance + between.variance)
    weight = raw * max(freedom - 2, 0) / freedom if freedom else raw
    middle = weight * whole + (1 - weight) * value
    doubt = 2 / max(freedom - 2, 1) * (weight * (value - whole)) ** 2
    error = np.sqrt(variance * (1 - weight) + weight**2 * whole_variance + doubt)
    return Shrunk(middle, middle - reach * error, middle + reach * error, weight)


def to_angles(shares: ArrayLike, effective: ArrayLike) -> tuple[Floats, Floats]:
    """Return shares on a scale on which their variance depends on the number of answers alone: the angle whose squared sine they are.

    Parameters
    ----------
    shares : array_like of float
        Between 0 and 1; nan where there is none.
    effective : array_like of float
        Effective number of answers.

    Returns
    -------
    tuple of ndarray
        Angles between 0 and pi/2, and their variances 1 / (4 * effective); nan without answers.

    Raises
    ------
    ValueError
        When a share does not lie between 0 and 1.

    References
    ----------
    Efron, B. & Morris, C. (1975). Data analysis using Stein's estimator and its generalizations. Journal of the American Statistical
    Association 70, 311-319.
    """
    share, number = np.asarray(shares, dtype=np.float64), np.asarray(effective, dtype=np.float64)
    if np.any((share < 0) | (share > 1)):
        raise ValueError("shares must lie between 0 and 1")
    share, number = np.broadcast_arrays(share, np.where(number > 0, number, np.nan))
    return np.where(np.isnan(number), np.nan, np.arcsin(np.sqrt(share))), 1 / (4 * number)


def to_shares(shrunk: Shrunk) -> Shrunk:
    """Return shrunken angles as shares.

    Parameters
    ----------
    shrunk : Shrunk
        As `shrink` gives it for angles of `to_angles`.

    Returns
    -------
    Shrunk
        Values and limits between 0 and 1; the weights stay as they are.
    """
    value, low, high = (np.sin(np.clip(part, 0, np.pi / 2)) ** 2 for part in (shrunk.value, shrunk.low, shrunk.high))
    return Shrunk(value, low, high, shrunk.weight)


def _usable(value: Floats, variance: Floats) -> Flags:
    if np.any(variance < 0):
        raise ValueError("variances must be zero or more")
    return np.isfinite(value) & np.isfinite(variance) & (variance > 0)
