"""Log-linear trends of yearly counts, with room for more variation than chance alone gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from ivp_analysis.statistics.refusal import Flags, Floats, Reasons, Refusal, reasons, tail_of, usable, whole_counts

STEPS = 1000
"""A handful is the rule; wild series with long gaps take some hundreds."""
CLOSE = 1e-9
"""The search ends when no trend moves more than this over the whole period; the error is then far smaller."""


@dataclass(frozen=True)
class Trends:
    """Yearly changes, one element per series; nan in all numbers but `points` where `reason` says why there are none."""

    change: Floats
    """Rate of a year divided by that of the year before."""
    low: Floats
    high: Floats
    p: Floats
    dispersion: Floats
    """Variance of the counts around the trend over that of a Poisson count, as estimated, also where it is below 1."""
    points: Floats
    """Years that the trend rests on."""
    reason: Reasons


def trend(
    counts: ArrayLike,
    exposures: ArrayLike,
    years: ArrayLike,
    *,
    apart: Sequence[float] = (2020, 2021),
    level: float = 0.95,
    minimum_points: int = 8,
    minimum_mean: float = 5.0,
) -> Trends:
    """Fit log mean = log exposure + a + b * year to each series by quasi-Poisson regression.

    Each year in `apart` has a level of its own. It is then fitted exactly and says nothing about the trend or the dispersion, so such years
    are left out, which is the same. The dispersion is Pearson's chi-squared over n - 2 degrees of freedom; for interval and p-value it is
    not taken below 1, because registrations do not vary less than chance. Both are Wald's, with the t distribution of n - 2 degrees of
    freedom. Given the trend, years are taken as independent of each other.

    Parameters
    ----------
    counts : array_like of int, shape (series, years)
        Observed counts; nan where a year is missing. One series may come as shape (years,).
    exposures : array_like of float, shape (series, years) or (years,)
        Inhabitants or another denominator; a year in which it is nan or zero is left out.
    years : array_like, shape (years,)
        Points in time, all different, in any order and with gaps where there are.
    apart : sequence of float
        Years that are no part of the trend, such as the corona years.
    level : float
        Confidence level between 0 and 1.
    minimum_points : int
        With fewer years than this outside `apart`, and in any case below 3, the trend is refused.
    minimum_mean : float
        With a smaller mean count in these years the trend is refused.

    Returns
    -------
    Trends
        Arrays of shape (series,). Refused are, in this order, series with too few years that have a count; with too few that have a
        denominator too; with too small counts; and with all observations in the first or in the last year, which have no finite trend
        (too few points in time).

    Raises
    ------
    ValueError
        When a count is negative or no whole number, a year occurs twice, shapes differ, or the level is not between 0 and 1.

    References
    ----------
    McCullagh, P. & Nelder, J.A. (1989). Generalized Linear Models, 2nd ed., chapters 6 and 9. Chapman and Hall.
    Osgood, D.W. (2000). Poisson-based regression analysis of aggregate crime rates. Journal of Quantitative Criminology 16, 21-43.
    Ver Hoef, J.M. & Boveng, P.L. (2007). Quasi-Poisson vs. negative binomial regression. Ecology 88, 2766-2772.
    """
    tail = tail_of(level)
    count, exposure, year = _series(counts, exposures, years)
    counted = ~np.isnan(count) & ~np.isin(year, np.asarray(apart, dtype=np.float64))
    used = counted & usable(exposure)
    points = used.sum(axis=1).astype(np.float64)
    count = np.where(used, count, 0.0)
    total = count.sum(axis=1)
    reason = reasons(
        (counted.sum(axis=1) < max(minimum_points, 3), Refusal.TOO_SHORT),
        (points < max(minimum_points, 3), Refusal.NO_EXPOSURE),
        ((total < minimum_mean * points) | (total == 0), Refusal.TOO_FEW),
        (_at_one_end(count, used, year), Refusal.TOO_SHORT),
    )
    given = reason == Refusal.NONE
    slope, error, dispersion, p = (np.full(given.shape, np.nan) for _ in range(4))
    free = np.where(given, points - 2, np.nan)
    slope[given], error[given], dispersion[given] = _fit(count[given], np.where(used, exposure, 0.0)[given], year)
    p[given] = 2 * stdtr(free[given], -np.abs(slope / error)[given])
    reach = -stdtrit(free, tail) * error
    with np.errstate(over="ignore"):
        return Trends(np.exp(slope), np.exp(slope - reach), np.exp(slope + reach), p, dispersion, points, reason)


def _series(counts: ArrayLike, exposures: ArrayLike, years: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return counts and exposures, both (series, years), and years, (years,)."""
    count = np.atleast_2d(whole_counts(counts))
    exposure = np.broadcast_to(np.asarray(exposures, dtype=np.float64), count.shape)
    year = np.asarray(years, dtype=np.float64)
    if year.shape != count.shape[1:]:
        raise ValueError(f"there are counts of {count.shape[1]} years, and years of shape {year.shape}")
    if np.unique(year).size != year.size:
        raise ValueError("each year must occur once")
    return count, exposure, year


def _at_one_end(count: Floats, used: Flags, year: Floats) -> Flags:
    """Say which series have all their observations in the first or the last of the years used."""
    first = np.where(used, year, np.inf).min(axis=1, initial=np.inf)
    last = np.where(used, year, -np.inf).max(axis=1, initial=-np.inf)
    later, earlier = (count * (year > first[:, None])).sum(axis=1), (count * (year < last[:, None])).sum(axis=1)
    return np.asarray((later == 0) | (earlier == 0), dtype=np.bool_)


def _fit(count: Floats, exposure: Floats, year: Floats) -> tuple[Floats, Floats, Floats]:
    """Return slope, its standard error, and the dispersion of each series; a year that is not used has count and exposure 0.

    Whatever the slope, the best intercept makes the expected total the observed one. What is left is one equation for the slope: the
    mean year of what is expected must be the mean year of what was observed. A Newton step d changes the slope of that equation by at most
    a factor exp(d * span); the step log(1 + d * span) / span therefore never passes the solution, and needs no bracket.
    """
    place, span = year - year.mean(), np.ptp(year)
    total = count.sum(axis=1)
    observed = count @ place / total
    slope = np.zeros(total.shape)
    for _ in range(STEPS):
        expected = _expected(exposure, slope, place, total)
        middle = expected @ place / total
        spread = (expected * (place - middle[:, None]) ** 2).sum(axis=1) / total
        newton = (observed - middle) / spread
        step = np.sign(newton) * np.log1p(np.abs(newton) * span) / span
        slope += step
        if np.all(np.abs(step) * span < CLOSE):
            break
    expected = _expected(exposure, slope, place, total)
    pearson = np.divide((count - expected) ** 2, expected, out=np.zeros_like(expected), where=expected > 0).sum(axis=1)
    dispersion = pearson / ((exposure > 0).sum(axis=1) - 2)
    middle = expected @ place / total
    information = (expected * (place - middle[:, None]) ** 2).sum(axis=1)
    return slope, np.sqrt(np.maximum(dispersion, 1.0) / information), dispersion


def _expected(exposure: Floats, slope: Floats, place: Floats, total: Floats) -> Floats:
    """Return expected counts that add up to the observed total."""
    logs = slope[:, None] * place
    weights = exposure * np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(weights * (total / weights.sum(axis=1))[:, None], dtype=np.float64)
