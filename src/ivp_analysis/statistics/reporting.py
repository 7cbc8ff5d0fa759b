"""Late registration: how much of what will be known of some months was known at an earlier snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from ivp_analysis.statistics.refusal import Refusal, tail_of, whole_counts


@dataclass(frozen=True)
class Completeness:
    """Share of the registrations that was there at the earlier snapshot; nan in all numbers when `reason` says why there are none."""

    share: float
    """Above 1 when more were withdrawn afterwards than came in."""
    low: float
    high: float
    reason: Refusal = Refusal.NONE


def completeness(early: ArrayLike, late: ArrayLike, *, level: float = 0.95, minimum: int = 30) -> Completeness:
    """Return the share of later known registrations that was known earlier, of the same months at the same lag.

    Only net changes are seen: a month can both gain and lose registrations.

    - Where there are no fewer now, the earlier ones are a part of the later ones, and the interval is that of Clopper and Pearson.
    - Where there are fewer now, the later ones are a part of the earlier ones, and the upper limit is one over the lower limit of Clopper
      and Pearson for that part. The lower limit is the one that a share of 1 would have: withdrawals do not show that nothing came in.
      Taking both snapshots for independent counts would be wrong, because nearly all registrations are in both; the interval would be
      many times too wide, and jump there.

    Registrations are taken to come in independently of each other. A backlog that is cleared at once is not covered by the interval.

    Parameters
    ----------
    early, late : array_like of int, shape (months,)
        Counts of the same months in the earlier and in the later snapshot. Months that miss in one of them (nan) are left out of both.
    level : float
        Confidence level between 0 and 1.
    minimum : int
        With fewer registrations than this in the later snapshot, the share is refused.

    Returns
    -------
    Completeness
        Refused with NO_SNAPSHOT when no month is in both, and with TOO_FEW.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, the shapes differ, or the level is not between 0 and 1.

    References
    ----------
    Clopper, C.J. & Pearson, E.S. (1934). The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika
    26, 404-413.
    """
    tail = tail_of(level)
    before, after = whole_counts(early), whole_counts(late)
    if before.shape != after.shape:
        raise ValueError(f"both snapshots must have the same months, got {before.shape} and {after.shape}")
    both = ~np.isnan(before) & ~np.isnan(after)
    if not both.any():
        return Completeness(np.nan, np.nan, np.nan, Refusal.NO_SNAPSHOT)
    then, now = float(before[both].sum()), float(after[both].sum())
    if now < max(minimum, 1):
        return Completeness(np.nan, np.nan, np.nan, Refusal.TOO_FEW)
    low = _lowest(min(then, now), now, tail)
    if then < now:
        return Completeness(then / now, low, float(betaincinv(then + 1, now - then, 1 - tail)))
    return Completeness(then / now, low, 1 / _lowest(now, then, tail) if then > now else 1.0)


def at_equal_lag(count: float, completeness: Completeness) -> tuple[float, float, float]:
    """Return the count that is to be expected once all registrations are in.

    Parameters
    ----------
    count : float
        Registrations of some months as they are known now, with the lag that the completeness was found at; nan where there are none.
    completeness : Completeness
        As `completeness` gives it.

    Returns
    -------
    tuple of float
        The count divided by the share, with its lower and upper limit. The limits hold the uncertainty of the share alone: neither the
        chance in the count, nor whether registrations come in as fast as they did then. nan where the completeness was refused or nothing
        was there at the earlier snapshot.

    Raises
    ------
    ValueError
        When the count is negative or no whole number.
    """
    known = float(whole_counts(count))
    # the comparison is false for nan too
    if not completeness.share > 0:
        return np.nan, np.nan, np.nan
    return known / completeness.share, known / completeness.high, known / completeness.low


def _lowest(part: float, whole: float, tail: float) -> float:
    """Return the lower limit of Clopper and Pearson for a part of a whole."""
    return float(betaincinv(part, whole - part + 1, tail)) if part > 0 else 0.0
