"""Means, differences and totals of a stratified, calibrated sample, with the variance that this design gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ivp_analysis.statistics.refusal import Flags, Floats
from ivp_analysis.statistics.survey.weights import Codes, effective_size

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Design:
    """How a sample was drawn and weighted: all that a variance needs to know. What can be prepared once is kept.

    Attributes
    ----------
    weights : ndarray of float, shape (n,)
        Final weights, above zero.
    base : ndarray of float, shape (n,)
        Weights before calibration, above zero.
    strata : ndarray of int, shape (n,)
        Stratum that the respondent was drawn in, from 0 on.
    sizes : ndarray of float, shape (H,)
        Population of each stratum; infinite for no finite population correction.
    auxiliary : ndarray or sparse array of float, shape (n, p), or None
        What the weights were calibrated on; of margins as `indicators` makes it. None for weights that were not calibrated.

    Raises
    ------
    ValueError
        When shapes do not fit, a weight is not above zero, or a stratum has more respondents than inhabitants.
    """

    weights: Floats
    base: Floats
    strata: Codes
    sizes: Floats
    auxiliary: Floats | csr_array | None = None

    def __post_init__(self) -> None:
        shape = (len(self.weights),)
        if any(np.shape(part) != shape for part in (self.weights, self.base, self.strata)):
            raise ValueError("weights, base and strata need one element for each respondent")
        if self.auxiliary is not None and (len(self.auxiliary.shape) != 2 or self.auxiliary.shape[0] != shape[0]):
            raise ValueError("auxiliary needs one row for each respondent")
        if not all(np.all(np.isfinite(part) & (part > 0)) for part in (self.weights, self.base)):
            raise ValueError("weights must be numbers above zero")
        if shape[0] and not 0 <= np.min(self.strata) <= np.max(self.strata) < len(self.sizes):
            raise ValueError(f"strata must lie between 0 and {len(self.sizes) - 1}")
        if np.any(~(self.respondents <= self.sizes)):
            raise ValueError("a stratum has more respondents than inhabitants")

    @cached_property
    def respondents(self) -> Floats:
        """Respondents of each stratum, shape (H,)."""
        return np.bincount(self.strata, minlength=len(self.sizes)).astype(np.float64)

    @cached_property
    def _factors(self) -> Floats:
        """Finite population correction times n / (n - 1); the latter not for a single respondent."""
        count = self.respondents
        return (1 - count / np.where(count > 0, self.sizes, 1)) * np.divide(count, count - 1, out=np.ones_like(count), where=count > 1)

    @cached_property
    def _columns(self) -> Floats | csr_array:
        return np.zeros((len(self.weights), 0)) if self.auxiliary is None else self.auxiliary

    @cached_property
    def _inverse(self) -> Floats:
        """Pseudo-inverse of the weighted products of the auxiliary: margins that share a variable leave columns that others add up to."""
        weighted = self._columns.T @ (self._columns * self.base[:, None])
        products = np.asarray(weighted.toarray() if hasattr(weighted, "toarray") else weighted)
        size = np.sqrt(np.diag(products))
        scale = np.divide(1, size, out=np.zeros_like(size), where=size > 0)
        alike = products * scale * scale[:, None]
        return np.asarray(np.linalg.pinv(alike, rcond=1e-10, hermitian=True) * scale * scale[:, None], dtype=np.float64)

    def variance(self, influence: Floats) -> float:
        """Return the variance of the weighted sum of values.

        Values are replaced by their residuals of the regression on what was calibrated on, weighted by the base weights; of those times
        the final weights the variance is that of a stratified sample with replacement, times the finite population correction. A stratum
        with one respondent cannot tell its variance: its only value is set against the mean of all strata ("adjust" of R's survey).

        Parameters
        ----------
        influence : ndarray of float, shape (n,)
            Value or linearised value of every respondent; 0 for who is outside the domain, who still counts in the design.

        References
        ----------
        Deville, J.-C. & Särndal, C.-E. (1992). Calibration estimators in survey sampling. Journal of the American Statistical Association
        87, 376-382.
        Lumley, T. (2010). Complex surveys: a guide to analysis using R. Wiley, chapters 2 and 7.
        """
        slopes = self._inverse @ (self._columns.T @ (self.base * influence))
        left = (influence - self._columns @ slopes) * self.weights
        count = self.respondents
        centre = np.divide(np.bincount(self.strata, left, count.size), count, out=np.zeros_like(count), where=count > 0)
        centre[count == 1] = left.mean()
        left -= centre[self.strata]
        return float(self._factors @ np.bincount(self.strata, left * left, count.size))


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


def indicators(cells: Sequence[ArrayLike], sizes: Sequence[int]) -> csr_array:
    """Return margins as auxiliary of a design: a column for each cell, 1 for who is in it.

    Parameters
    ----------
    cells : sequence of array_like of int, shape (n,)
        Of each margin the cell of each respondent; -1 for who is not in it.
    sizes : sequence of int
        Number of cells of each margin.

    Returns
    -------
    scipy.sparse.csr_array, shape (n, sum of sizes)
    """
    from scipy.sparse import csr_array

    codes = np.stack([np.asarray(cell, dtype=np.intp) for cell in cells], axis=1)
    row, margin = np.nonzero(codes >= 0)
    column = codes[row, margin] + np.cumsum([0, *sizes])[margin]
    return csr_array((np.ones(row.size), (row, column)), shape=(len(codes), sum(sizes)))


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
