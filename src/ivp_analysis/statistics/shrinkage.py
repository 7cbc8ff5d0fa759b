"""Rates of small areas, pulled towards what is usual by as much as chance can have moved them (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, gammaln

from ivp_analysis.statistics.rates import PER
from ivp_analysis.statistics.refusal import Floats, Reasons, Refusal, reasons, tail_of, usable, whole_counts

SHAPES = (1e-2, 1e6)
"""Shapes that are tried: rates that differ tenfold from their mean, up to rates that differ by a thousandth of it."""

POINTS = 60
STEPS = 100
CLOSE = 1e-12
"""The search for a mean ends when it no longer moves by more than this share of itself."""


@dataclass(frozen=True)
class Plausible:
    """Priors that the areas allow, one per element, with how well each is supported."""

    shape: Floats
    mean: Floats
    error: Floats
    """Standard error of the log of the mean, for this shape."""
    weight: Floats
    """Adding up to 1."""


@dataclass(frozen=True)
class Prior:
    """The gamma distribution of rates over areas; nan in the numbers when it was refused."""

    shape: float
    exposure: float
    """The rate parameter of the gamma distribution: the prior says as much as an area with this exposure; shape / mean."""
    mean: float
    """Per unit of exposure."""
    areas: int
    plausible: Plausible
    """Other priors that fit these areas; the intervals take them into account."""
    reason: Refusal = Refusal.NONE


@dataclass(frozen=True)
class Shrunk:
    """Shrunken rates, one element per area; nan in all numbers where `reason` says why there are none."""

    rate: Floats
    low: Floats
    high: Floats
    weight: Floats
    """Share of the prior in the rate, between 0 and 1."""
    reason: Reasons


def fit_prior(counts: ArrayLike, exposures: ArrayLike, *, minimum_areas: int = 8) -> Prior:
    """Estimate how rates differ between areas beyond chance, by maximum likelihood.

    Counts are Poisson around the rate of their area, and rates have a gamma distribution, so that counts are negative binomial. The
    likelihood is searched over the shape, with the best mean for each shape.

    When counts vary around the pooled rate no more than Poisson counts do, the likelihood is highest at its boundary. The prior then is
    the pooled rate itself, with infinite shape and exposure: every area is pulled to it wholly, and `reason` is NO_VARIATION.

    Parameters
    ----------
    counts : array_like of int, shape (areas,)
        Observed counts; areas with nan are ignored.
    exposures : array_like of float, shape (areas,)
        Inhabitants or another denominator; areas with nan or zero are ignored.
    minimum_areas : int
        With fewer areas than this the prior is refused.

    Returns
    -------
    Prior
        Refused with TOO_FEW_AREAS, or with TOO_FEW when nothing was counted in any area.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or the shapes differ.

    References
    ----------
    Clayton, D. & Kaldor, J. (1987). Empirical Bayes estimates of age-standardized relative risks for use in disease mapping. Biometrics
    43, 671-681.
    Christiansen, C.L. & Morris, C.N. (1997). Hierarchical Poisson regression modeling. Journal of the American Statistical Association
    92, 618-632: a prior for the shape under which shrinkage of a certain exposure is uniform.
    """
    count, exposure = whole_counts(counts), np.asarray(exposures, dtype=np.float64)
    if count.ndim != 1 or count.shape != exposure.shape:
        raise ValueError(f"counts and exposures must be rows of equal length, got {count.shape} and {exposure.shape}")
    used = ~np.isnan(count) & usable(exposure)
    count, exposure = count[used], exposure[used]
    if count.size < max(minimum_areas, 2):
        return _refused(count.size, Refusal.TOO_FEW_AREAS)
    if not count.any():
        return _refused(count.size, Refusal.TOO_FEW)
    plausible = _plausible(count, exposure)
    pooled = float(count.sum() / exposure.sum())
    # the slope of the likelihood where variation begins; below zero it only falls from there
    if np.sum((count - exposure * pooled) ** 2 - count) <= 0:
        return Prior(np.inf, np.inf, pooled, count.size, plausible, Refusal.NO_VARIATION)
    shape = _most_likely(count, exposure, plausible.shape)
    mean = float(_profile(np.array([shape]), count, exposure)[0][0])
    return Prior(shape, shape / mean, mean, count.size, plausible)


def shrink(counts: ArrayLike, exposures: ArrayLike, prior: Prior, *, level: float = 0.95, per: float = PER) -> Shrunk:
    """Return the rates that prior and counts together make plausible.

    The rate is the mean of the gamma posterior: weight * mean of the prior + (1 - weight) * the area's own rate. Taking the estimated
    prior for the true one would make intervals too narrow (they cover 78 to 94 % instead of 95 % with 8 to 36 areas, in simulations), so
    the interval averages over `prior.plausible`: the quantiles of a gamma distribution with the mean and the variance that come out. It
    covers 93 to 99 % with 8 areas, and 94 % or more with 36, on average over the areas.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Observed counts; nan where one is missing. They need not be among the areas of the prior.
    exposures : array_like of float, shape (n,)
        In the unit of the exposures of the prior; nan or zero where there are none.
    prior : Prior
        As `fit_prior` gives it.
    level : float
        Probability that the interval holds the rate.
    per : float
        The rate is per so many of the exposure.

    Returns
    -------
    Shrunk
        Arrays of shape (n,). Refused are, in this order, all rows when the prior is refused, rows without exposure (NO_EXPOSURE) and
        without a count (TOO_FEW). Where areas do not differ more than chance the rates are given, with weight 1.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or the level is not between 0 and 1.

    References
    ----------
    Clayton & Kaldor (1987), see `fit_prior`.
    Kass, R.E. & Steffey, D. (1989). Approximate Bayesian inference in conditionally independent hierarchical models. Journal of the
    American Statistical Association 84, 717-726: the variance that an estimated prior adds.
    """
    tail = tail_of(level)
    parts = (whole_counts(counts), np.asarray(exposures, dtype=np.float64))
    count, exposure = np.broadcast_arrays(*(np.atleast_1d(part) for part in parts))
    no_prior = prior.reason not in {Refusal.NONE, Refusal.NO_VARIATION}
    reason = reasons(
        (np.full(count.shape, no_prior), prior.reason),
        (~usable(exposure), Refusal.NO_EXPOSURE),
        (np.isnan(count), Refusal.TOO_FEW),
    )
    given = reason == Refusal.NONE
    count, exposure = np.where(given, count, np.nan), np.where(given, exposure, np.nan)
    # as a quotient of exposures it would be inf / inf for a prior without variation
    weight = 1 / (1 + exposure / prior.exposure)
    rate = weight * prior.mean + (1 - weight) * count / exposure
    mean, variance = _posterior(count, exposure, prior.plausible)
    low, high = (gammaincinv(mean**2 / variance, quantile) * variance / mean for quantile in (tail, 1 - tail))
    return Shrunk(rate * per, np.minimum(low, rate) * per, np.maximum(high, rate) * per, weight, reason)


def _refused(areas: int, reason: Refusal) -> Prior:
    nothing = np.full(1, np.nan)
    return Prior(np.nan, np.nan, np.nan, areas, Plausible(nothing, nothing, nothing, nothing), reason)


def _profile(shapes: Floats, count: Floats, exposure: Floats) -> tuple[Floats, Floats, Floats]:
    """Return for each shape the best mean, the log likelihood (less what all shapes have in common) and the error of the log mean."""
    shape = shapes[:, None]
    mean = np.full_like(shape, count.sum() / exposure.sum())
    for _ in range(STEPS):
        weight = shape / (shape + exposure * mean)
        last, mean = mean, (weight * count).sum(axis=1, keepdims=True) / (weight * exposure).sum(axis=1, keepdims=True)
        if np.all(np.abs(mean - last) <= CLOSE * mean):
            break
    expected = exposure * mean
    share = shape / (shape + expected)
    terms = gammaln(shape + count) - gammaln(shape) + shape * np.log(share) + count * np.log(expected / (shape + expected))
    return mean[:, 0], terms.sum(axis=1), 1 / np.sqrt((share * expected).sum(axis=1))


def _plausible(count: Floats, exposure: Floats) -> Plausible:
    """Weigh shapes by their likelihood, and beforehand so that the shrinkage of a small area may be anything between 0 and 1.

    A small area is one with the tenth percentile of the expected counts: chosen by simulation as the size at which intervals cover about
    95 % of rates, also when a single area is tiny.
    """
    small = count.sum() / exposure.sum() * np.quantile(exposure, 0.1)
    grid = np.log(np.geomspace(*SHAPES, POINTS))
    shape, mean, error, weight = _weighed(grid, count, exposure, small)
    # once more over the part that matters, which is narrow when there are many areas
    there = np.flatnonzero(weight > 1e-6 * weight.max())
    grid = np.linspace(grid[max(there[0] - 1, 0)], grid[min(there[-1] + 1, POINTS - 1)], POINTS)
    shape, mean, error, weight = _weighed(grid, count, exposure, small)
    return Plausible(shape, mean, error, weight)


def _weighed(logs: Floats, count: Floats, exposure: Floats, small: float) -> tuple[Floats, Floats, Floats, Floats]:
    shape = np.exp(logs)
    mean, likelihood, error = _profile(shape, count, exposure)
    # the error stands for the likelihood of all other means (Laplace); the shape for the step from the log scale
    weight = np.exp(likelihood - likelihood.max()) * error * shape * small / (small + shape) ** 2
    return shape, mean, error, weight / weight.sum()


def _most_likely(count: Floats, exposure: Floats, shapes: Floats) -> float:
    from scipy.optimize import minimize_scalar

    def lost(log: float) -> float:
        return -float(_profile(np.exp([log]), count, exposure)[1][0])

    logs = np.log(shapes)
    best = int(np.argmax(_profile(shapes, count, exposure)[1]))
    bounds = (logs[max(best - 1, 0)], logs[min(best + 1, logs.size - 1)])
    return float(np.exp(minimize_scalar(lost, bounds=bounds, method="bounded", options={"xatol": 1e-8}).x))


def _posterior(count: Floats, exposure: Floats, priors: Plausible) -> tuple[Floats, Floats]:
    """Return mean and variance of the rate of each area over all plausible priors."""
    shape, prior_mean, error, weight = (part[:, None] for part in (priors.shape, priors.mean, priors.error, priors.weight))
    said = shape / prior_mean
    mean = (shape + count) / (said + exposure)
    # the mean of an area moves with the log of the prior's mean by mean * said / (said + exposure)
    variance = mean / (said + exposure) + (mean * said / (said + exposure) * error) ** 2
    overall = (weight * mean).sum(axis=0)
    return overall, (weight * (variance + (mean - overall) ** 2)).sum(axis=0)
