"""Differences between two surveys, and whether chance alone could have made them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from ivp_analysis.statistics.refusal import Floats, Reasons, Refusal, reasons, tail_of


@dataclass(frozen=True)
class Differences:
    """Differences with their tests, one element per row; nan in all numbers where `reason` says why there are none."""

    difference: Floats
    error: Floats
    """Standard error."""
    low: Floats
    high: Floats
    p: Floats
    reason: Reasons


def differences(
    value: ArrayLike,
    variance: ArrayLike,
    degrees: ArrayLike,
    before: ArrayLike,
    variance_before: ArrayLike,
    degrees_before: ArrayLike,
    *,
    level: float = 0.95,
    minimum: float = 10,
) -> Differences:
    """Compare estimates of two surveys that were drawn apart.

    The test is Welch's. Of simulated surveys it calls equal shares different in 5.5 % of cases on average, and in 7 % when 50 answers, of
    which a tenth are counted, meet 300.

    Parameters
    ----------
    value, before : array_like of float, shape (n,)
        Estimates of the later and the earlier survey; nan where there is none.
    variance, variance_before : array_like of float, shape (n,)
        Their variances.
    degrees, degrees_before : array_like of float, shape (n,)
        Degrees of freedom of those variances.
    level : float
        Confidence level between 0 and 1.
    minimum : float
        With fewer degrees of freedom than this in one of the surveys, the comparison is refused.

    Returns
    -------
    Differences
        Arrays of shape (n,). Refused are, in this order, rows without an earlier estimate, and with too few answers: no later estimate,
        too few degrees of freedom, or a variance of 0, which says that all answered the same but not how sure that is.

    Raises
    ------
    ValueError
        When a variance is negative, or the level does not lie between 0 and 1.

    References
    ----------
    Satterthwaite, F.E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2, 110-114.
    Welch, B.L. (1947). The generalization of 'Student's' problem when several different population variances are involved. Biometrika
    34, 28-35.
    """
    now, then = (np.asarray(part, dtype=np.float64) for part in (variance, variance_before))
    freedom, freedom_before = (_degrees(part, minimum) for part in (degrees, degrees_before))
    spread = _spread(now) + _spread(then)
    joint = spread**2 / (now**2 / freedom + then**2 / freedom_before)
    earlier = np.asarray(before, dtype=np.float64)
    found = tested(np.asarray(value, dtype=np.float64) - earlier, spread, joint, level=level, minimum=0)
    found.reason[np.isnan(np.broadcast_to(earlier, found.reason.shape))] = Refusal.NO_REFERENCE
    return found


def tested(
    difference: ArrayLike,
    variance: ArrayLike,
    degrees: ArrayLike,
    *,
    level: float = 0.95,  # noqa: PT028 - the name of no test
    minimum: float = 10,  # noqa: PT028
) -> Differences:
    """Test differences whose own variance is known, such as those between domains of one survey that `design.contrast` gives.

    Parameters
    ----------
    difference, variance, degrees : array_like of float, shape (n,)
        Differences, their variances, and the degrees of freedom of these; of a contrast those of the domain that has the fewest.
    level, minimum : float
        As in `differences`.

    Returns
    -------
    Differences
        Arrays of shape (n,). Refused with TOO_FEW are rows where a number is missing, with too few degrees of freedom, or with a variance
        of 0.

    Raises
    ------
    ValueError
        When a variance is negative, or the level does not lie between 0 and 1.

    References
    ----------
    Korn, E.L. & Graubard, B.I. (1999). Analysis of health surveys. Wiley.
    """
    quantile = 1 - tail_of(level)
    given = (difference, _spread(np.asarray(variance, dtype=np.float64)), _degrees(degrees, minimum))
    gap, spread, freedom = np.broadcast_arrays(*(np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in given))
    reason = reasons((np.isnan(gap + spread + freedom), Refusal.TOO_FEW))
    gap, freedom = np.where(reason == Refusal.NONE, gap, np.nan), np.where(reason == Refusal.NONE, freedom, np.nan)
    error = np.where(reason == Refusal.NONE, np.sqrt(spread), np.nan)
    reach = stdtrit(freedom, quantile) * error
    return Differences(gap, error, gap - reach, gap + reach, 2 * stdtr(freedom, -np.abs(gap / error)), reason)


def _spread(variance: Floats) -> Floats:
    """Return variances, nan where one is 0: answers that are all the same do not tell how much they could have differed."""
    if np.any(variance < 0):
        raise ValueError("variances must be zero or more")
    return np.where(variance > 0, variance, np.nan)


def _degrees(degrees: ArrayLike, minimum: float) -> Floats:
    freedom = np.asarray(degrees, dtype=np.float64)
    return np.where((freedom > 0) & (freedom >= minimum), freedom, np.nan)
