"""Means of domains of a sample, differences between them, and totals, with the variance that the design gives them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ivp_analysis.statistics.refusal import Flags, Floats
from ivp_analysis.statistics.survey.design import Design
from ivp_analysis.statistics.survey.weights import effective_size


@dataclass(frozen=True)
class Means:
    """Means of domains, one element per domain."""

    value: Floats
    """nan without answers."""
    variance: Floats
    """nan with fewer than two answers, which say nothing of it."""
    answered: NDArray[np.intp]
    effective: Floats
    """Effective number of answers, by their weights alone (Kish 1965); 0 without answers."""
    design_effect: Floats
    """Variance over that of a simple random sample, with replacement, of as many answers; nan where all answers are equal."""
    degrees: Floats
    """Degrees of freedom of the variance: answers less the strata that they lie in."""


def means(design: Design, values: ArrayLike, domains: ArrayLike) -> Means:
    """Estimate the mean of a question in each domain.

    Parameters
    ----------
    design : Design
    values : array_like of float, shape (n,)
        Answers of all respondents; nan for who did not answer, who is in no domain but stays in the design.
    domains : array_like of bool, shape (D, n)
        Who is in each domain; domains may overlap.

    Returns
    -------
    Means
        Arrays of shape (D,). A domain is a ratio of two estimated totals (Lumley 2010, see `Design.variance`).
    """
    value, known = _answers(design, values)
    members = np.atleast_2d(np.asarray(domains, dtype=np.bool_))
    if members.shape[1] != value.size:
        raise ValueError("domains need one column for each respondent")
    found = np.array([_mean(design, value, member & known) for member in members]).reshape(-1, 6).T
    return Means(found[0], found[1], found[2].astype(np.intp), *found[3:])


def contrast(design: Design, values: ArrayLike, first: ArrayLike, second: ArrayLike) -> tuple[float, float]:
    """Estimate the difference between the means of two domains of one survey.

    Parameters
    ----------
    design : Design
    values : array_like of float, shape (n,)
        As in `means`.
    first, second : array_like of bool, shape (n,)
        The domains; they may overlap.

    Returns
    -------
    tuple of float
        Mean of the first less that of the second, nan where one has no answers; and its variance, with the covariance of the two in it,
        nan where the answers of one are all the same and do not tell theirs.
    """
    value, known = _answers(design, values)
    sides = [np.asarray(side, dtype=np.bool_) & known for side in (first, second)]
    if not all(side.any() for side in sides):
        return np.nan, np.nan
    (one, left, _), (two, right, _) = (_influence(design, value, side) for side in sides)
    return one - two, design.variance(left - right) if left.any() and right.any() else np.nan


def total(design: Design, values: ArrayLike) -> tuple[float, float]:
    """Estimate the total over the population, of those who would answer.

    Parameters
    ----------
    design : Design
    values : array_like of float, shape (n,)
        As in `means`.

    Returns
    -------
    tuple of float
        The total and its variance; nan when nobody answered.
    """
    value, known = _answers(design, values)
    return (float(design.weights @ value), design.variance(value)) if known.any() else (np.nan, np.nan)


def _answers(design: Design, values: ArrayLike) -> tuple[Floats, Flags]:
    value = np.asarray(values, dtype=np.float64)
    if value.shape != design.weights.shape:
        raise ValueError("values need one element for each respondent")
    known = ~np.isnan(value)
    return np.where(known, value, 0.0), known


def _influence(design: Design, value: Floats, member: Flags) -> tuple[float, Floats, Floats]:
    """Return the mean of a domain, what each respondent does to it per unit of weight, and the weights in the domain (0 outside)."""
    weight = design.weights * member
    mass = weight.sum()
    # from one of its answers on, so that answers that are all the same have no variance at all
    mean = float((centre := value[member.argmax()]) + weight @ (value - centre) / mass)
    # products, because choosing elements takes far longer in a file of hundreds of thousands
    return mean, (value - mean) * member / mass, weight


def _mean(design: Design, value: Floats, member: Flags) -> tuple[float, float, float, float, float, float]:
    count = int(np.count_nonzero(member))
    if not count:
        return np.nan, np.nan, 0, 0.0, np.nan, 0.0
    mean, influence, weight = _influence(design, value, member)
    effective = effective_size(weight)
    degrees = count - int(np.count_nonzero(np.bincount(design.strata, weight)))
    if count == 1:
        return mean, np.nan, count, effective, np.nan, degrees
    variance = design.variance(influence)
    # the weighted sum of squares over the mass, with n - 1 for n, over n
    simple = float(weight @ (influence * influence) * weight.sum() / (count - 1))
    return mean, variance, count, effective, variance / simple if simple > 0 else np.nan, degrees
