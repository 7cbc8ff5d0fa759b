"""Two Poisson rates compared exactly: the ratio, its interval, and whether chance alone could have done it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc, betainccinv, betaincinv

from ivp_analysis.statistics.refusal import Flags, Floats, Reasons, Refusal, reasons, tail_of, usable, whole_counts

MOST = 2.0**53
"""Above this a float no longer tells a count from the next one."""


@dataclass(frozen=True)
class Changes:
    """Ratios of two rates, one element per comparison; nan in all numbers where `reason` says why there are none."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    reason: Reasons


def compare(
    counts: ArrayLike,
    exposures: ArrayLike,
    reference_counts: ArrayLike,
    reference_exposures: ArrayLike,
    *,
    level: float = 0.95,
    minimum: int = 10,
) -> Changes:
    """Compare rates with other rates: a later period with an earlier one, or an area with the rest.

    Of n observations in both together, the count has a binomial distribution with probability E1 / (E1 + E0) if the rates are equal. The
    p-value is the central one, twice the smaller tail, and the interval turns the same tails round: p is below 1 - level exactly when the
    interval leaves out 1. Another p-value that packages call exact sums all outcomes that are no more likely than the observed one
    (`test_poisson_2indep` of statsmodels does); it can contradict the interval and is not used.

    Parameters
    ----------
    counts, reference_counts : array_like of int, shape (n,)
        Observed counts; nan where one is missing.
    exposures, reference_exposures : array_like of float, shape (n,)
        Inhabitants, dwellings or time behind the counts, both in the same unit; nan or zero where there are none.
    level : float
        Confidence level between 0 and 1.
    minimum : int
        With fewer observations than this in both together, the comparison is refused.

    Returns
    -------
    Changes
        Arrays of shape (n,). Where the reference count is 0 the ratio and the upper limit are infinite and the lower limit is finite.
        Refused are, in this order, rows without a reference count, without a denominator, and with too few observations or none known.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or the level is not between 0 and 1.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika 31, 313-323.
    Clopper, C.J. & Pearson, E.S. (1934). The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika
    26, 404-413.
    Fay, M.P. (2010). Two-sided exact tests and matching confidence intervals for discrete data. The R Journal 2(1), 53-58.
    """
    tail = tail_of(level)
    given = (whole_counts(counts), exposures, whole_counts(reference_counts), reference_exposures)
    count, exposure, other, other_exposure = np.broadcast_arrays(*(np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in given))
    reason = reasons(
        (np.isnan(other), Refusal.NO_REFERENCE),
        (~(usable(exposure) & usable(other_exposure)), Refusal.NO_EXPOSURE),
        (~(count + other >= max(minimum, 1)), Refusal.TOO_FEW),
    )
    # nan in the denominator makes nan of every number of a refused row
    exposure = np.where(reason == Refusal.NONE, exposure, np.nan)
    share, scale = exposure / (exposure + other_exposure), _quotient(other_exposure, exposure)
    low = np.where(count > 0, betaincinv(count, other + 1, tail), 0.0)
    high = np.where(other > 0, betainccinv(count + 1, other, tail), 1.0)
    p = np.minimum(1.0, 2 * np.minimum(_at_most(count, other, share), _at_least(count, other, share)))
    return Changes(
        ratio=_quotient(count, other) * scale,
        low=_quotient(low, 1 - low) * scale,
        high=_quotient(high, 1 - high) * scale,
        p=p,
        reason=reason,
    )


def critical_counts(
    reference_counts: ArrayLike, exposures: ArrayLike, reference_exposures: ArrayLike, alpha: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the counts that would have been called different from these reference counts.

    Parameters
    ----------
    reference_counts : array_like of int, shape (n,)
        The reference counts as they were observed; nan where one is missing.
    exposures, reference_exposures : array_like of float, shape (n,)
        As in `compare`.
    alpha : array_like of float
        A count is called different when its central p-value is below this; one number or one for each row, nan where there is none.

    Returns
    -------
    tuple of ndarray, each of shape (n,)
        The largest count below expectation and the smallest count above it with p below alpha. nan in the first where not even 0 would
        have been called different, and in both where something is missing.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or alpha is not between 0 and 1.
    """
    given = (whole_counts(reference_counts), exposures, reference_exposures, alpha)
    other, exposure, other_exposure, level = np.broadcast_arrays(*(np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in given))
    if np.any((level <= 0) | (level >= 1)):
        raise ValueError("alpha must lie between 0 and 1")
    known = usable(exposure) & usable(other_exposure) & ~np.isnan(other + level)
    exposure = np.where(known, exposure, np.nan)
    share, tail = exposure / (exposure + other_exposure), level / 2
    below = _first(lambda count: _at_most(count, other, share) < tail, other.shape) - 1
    above = _first(lambda count: _at_least(count, other, share) >= tail, other.shape)
    return np.where(known & (below >= 0), below, np.nan), np.where(known, above, np.nan)


def _at_most(count: Floats, other: Floats, share: Floats) -> Floats:
    """Return the probability of this count or a smaller one out of count + other; it rises with the count when other stays."""
    return np.asarray(betaincc(count + 1, other, share), dtype=np.float64)


def _at_least(count: Floats, other: Floats, share: Floats) -> Floats:
    """Return the probability of this count or a larger one out of count + other; it falls with the count when other stays."""
    return np.asarray(betainc(count, other + 1, share), dtype=np.float64)


def _first(pending: Callable[[Floats], Flags], shape: tuple[int, ...]) -> Floats:
    """Return the smallest count of each row that is no longer pending, by doubling and then halving; nan where there is none."""
    low, high = np.full(shape, -1.0), np.ones(shape)
    while np.any(more := pending(high) & (high < MOST)):
        high = np.where(more, 2 * high, high)
    never = pending(high)
    while np.any(high - low > 1):
        middle = np.ceil((low + high) / 2)
        more = pending(middle)
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return np.where(never, np.nan, high)


def _quotient(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return above / below
