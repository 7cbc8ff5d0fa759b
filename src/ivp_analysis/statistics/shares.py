"""Shares with exact binomial intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainccinv, betaincinv

from ivp_analysis.statistics.refusal import Floats, Reasons, Refusal, reasons, tail_of, whole_counts


@dataclass(frozen=True)
class Shares:
    """Shares with their intervals, one element per row; nan where `reason` says why there are none."""

    share: Floats
    low: Floats
    high: Floats
    reason: Reasons


def shares(parts: ArrayLike, totals: ArrayLike, *, level: float = 0.95, minimum: int = 10) -> Shares:
    """Return shares with exact central intervals.

    Parameters
    ----------
    parts, totals : array_like of int, shape (n,)
        How many of how many; nan where one is missing.
    level : float
        Confidence level between 0 and 1.
    minimum : int
        With a smaller total the share is refused.

    Returns
    -------
    Shares
        Arrays of shape (n,), between 0 and 1.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, a part is larger than its total, or the level is not between 0 and 1.

    References
    ----------
    Clopper, C.J. & Pearson, E.S. (1934). The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika
    26, 404-413.
    """
    tail = tail_of(level)
    part, total = np.broadcast_arrays(*(np.atleast_1d(whole_counts(given)) for given in (parts, totals)))
    if np.any(part > total):
        raise ValueError("a part cannot be larger than its total")
    reason = reasons((np.isnan(part + total), Refusal.NO_REFERENCE), (~(total >= max(minimum, 1)), Refusal.TOO_FEW))
    given = reason == Refusal.NONE
    part, rest = np.where(given, part, np.nan), np.where(given, total - part, np.nan)
    low = np.where(part > 0, betaincinv(part, rest + 1, tail), np.where(given, 0.0, np.nan))
    high = np.where(rest > 0, betainccinv(part + 1, rest, tail), np.where(given, 1.0, np.nan))
    return Shares(part / (part + rest), low, high, reason)
