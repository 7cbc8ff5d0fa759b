"""Control charts: whether a period, or the time between two events, lies outside what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ivp_analysis.statistics.refusal import Flags, Floats, Refusal, usable, whole_counts

SIGMAS = 3.0
TAIL = 0.00135
"""Probability beyond three standard deviations on one side of a normal distribution."""

MOVING_RANGE = 1.128
"""Mean difference between two neighbours, in standard deviations of a normal distribution (d2 of samples of two)."""

SHORTEST = 8
"""Fewest periods that can set the centre of a u-chart."""

FEWEST_GAPS = 10

Kind = Literal["u", "laney", "g"]


@dataclass(frozen=True)
class Chart:
    """A control chart; nan in the numbers when `reason` says why there are none, but for `expected`, which may be the reason."""

    centre: float
    """Mean rate per unit of exposure; of a g-chart the mean gap."""
    low: Floats
    high: Floats
    """Limits of each point; a point on a limit lies inside."""
    sigma_z: float
    """Standard deviation of the points over that of Poisson counts, 1 where it is not more; nan for a g-chart."""
    signal: Flags
    """Which points lie outside the limits."""
    kind: Kind
    expected: float
    """Mean count that is expected in a period; of a g-chart the mean gap."""
    reason: Refusal = Refusal.NONE


def u_chart(counts: ArrayLike, exposures: ArrayLike, baseline: ArrayLike, *, minimum: float = 5.0) -> Chart:
    """Draw three-sigma limits around the rate of the baseline periods.

    The limits are those of Poisson counts (u-chart), or Laney's u' if the baseline varies more than that: sigma_z is the mean difference
    between neighbouring z-scores of the baseline over 1.128. It is never taken below 1. Registrations do not vary less than chance, so
    that a smaller value is chance itself, and the narrower limits would call out more than chance alone does.

    In series that vary as chance has it, less than 0.5 % of points give a signal. With more variation than that, a short baseline
    estimates sigma_z badly: 3 to 4 % of later points give a false signal after a baseline of 8 periods, 1 to 2 % after 24 (simulated).

    Parameters
    ----------
    counts : array_like of int, shape (periods,)
        Observed counts in the order of time; nan where a period is missing.
    exposures : array_like of float, shape (periods,)
        Inhabitants, days or both multiplied; nan or zero where there are none.
    baseline : array_like of bool, shape (periods,)
        The periods that set centre and sigma_z.
    minimum : float
        With a smaller expected count per period the chart is refused: its lower limit would be 0 and its upper limit far away.

    Returns
    -------
    Chart
        Arrays of shape (periods,), in rates per unit of exposure. Missing periods have no limits and no signal. Refused with NO_EXPOSURE
        when no period has any, TOO_SHORT when the baseline has fewer than 8 periods, and TOO_FEW.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or the shapes differ.

    References
    ----------
    Montgomery, D.C. (2009). Introduction to Statistical Quality Control, 6th ed., section 7.3. Wiley.
    Laney, D.B. (2002). Improved control charts for attributes. Quality Engineering 14, 531-537.
    """
    count, exposure, base = whole_counts(counts), np.asarray(exposures, dtype=np.float64), np.asarray(baseline, dtype=np.bool_)
    if count.ndim != 1 or not count.shape == exposure.shape == base.shape:
        raise ValueError(
            f"counts, exposures and baseline must be rows of equal length, got {count.shape}, {exposure.shape} and {base.shape}"
        )
    measured = usable(exposure)
    known = measured & ~np.isnan(count)
    if not measured.any():
        return _refused(count.size, "u", Refusal.NO_EXPOSURE)
    base = base & known
    if np.count_nonzero(base) < SHORTEST:
        return _refused(count.size, "u", Refusal.TOO_SHORT)
    centre = float(count[base].sum() / exposure[base].sum())
    expected = float(centre * exposure[known].mean())
    if centre == 0 or expected < minimum:
        return _refused(count.size, "u", Refusal.TOO_FEW, expected)
    exposure = np.where(known, exposure, np.nan)
    rate, error = count / exposure, np.sqrt(centre / exposure)
    moves = np.abs(np.diff(((rate - centre) / error)[base]))
    sigma_z = max(1.0, float(moves.mean()) / MOVING_RANGE)
    reach = SIGMAS * sigma_z * error
    low, high = np.maximum(centre - reach, 0.0), centre + reach
    return Chart(centre, low, high, sigma_z, (rate < low) | (rate > high), "laney" if sigma_z > 1 else "u", expected)


def g_chart(gaps: ArrayLike, *, baseline: ArrayLike | None = None) -> Chart:
    """Draw limits around the time between rare events.

    If every day has the same small probability of an event, the days between two events have a geometric distribution. It is so skewed
    that three standard deviations below its mean lie below zero, so that the limits are its quantiles: the shortest and the longest gap
    with no more than 0.00135 beyond. One gap can hardly be too short: the lower limit is above 0 only when the mean is over two years. So
    the chart shows when events stay away, and not when they come faster.

    Where all gaps are the baseline about 0.1 % or fewer give a false signal; after a baseline of 10 gaps 0.6 % of later ones do, of 20
    gaps 0.3 % (simulated).

    Parameters
    ----------
    gaps : array_like of int, shape (n,)
        Days between consecutive events, 0 for two on one day; nan where one is missing.
    baseline : array_like of bool, shape (n,), optional
        The gaps that set the centre; all of them when not given.

    Returns
    -------
    Chart
        Arrays of shape (n,), in days. Refused with TOO_FEW when the baseline has fewer than 10 gaps, or all its events fall on one day.

    Raises
    ------
    ValueError
        When a gap is negative or no whole number, or the shapes differ.

    References
    ----------
    Benneyan, J.C. (2001). Number-between g-type statistical quality control charts for monitoring adverse events. Health Care Management
    Science 4, 305-318.
    """
    gap = whole_counts(gaps)
    base = np.ones(gap.shape, dtype=np.bool_) if baseline is None else np.asarray(baseline, dtype=np.bool_)
    if gap.ndim != 1 or gap.shape != base.shape:
        raise ValueError(f"gaps and baseline must be rows of equal length, got {gap.shape} and {base.shape}")
    used = gap[base & ~np.isnan(gap)]
    if used.size < FEWEST_GAPS or not used.any():
        return _refused(gap.size, "g", Refusal.TOO_FEW)
    mean = float(used.mean())
    # the log of the probability that a day passes without an event
    quiet = -np.log1p(1 / mean)
    low = np.full(gap.shape, np.floor(np.log1p(-TAIL) / quiet))
    high = np.full(gap.shape, np.ceil(np.log(TAIL) / quiet) - 1)
    return Chart(mean, low, high, np.nan, (gap < low) | (gap > high), "g", mean)


def _refused(points: int, kind: Kind, reason: Refusal, expected: float = np.nan) -> Chart:
    nothing = np.full(points, np.nan)
    return Chart(np.nan, nothing, nothing, np.nan, np.zeros(points, dtype=np.bool_), kind, expected, reason)
