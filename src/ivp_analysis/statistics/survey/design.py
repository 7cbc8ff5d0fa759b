"""The design of a stratified, calibrated sample, and the variance that it gives a weighted sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ivp_analysis.statistics.refusal import Floats
from ivp_analysis.statistics.survey.weights import Codes

if TYPE_CHECKING:
    from scipy.sparse import csr_array


_MOST_LEVERAGE = 0.9
"""More than this would let one respondent be the whole variance."""


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
    leverage : bool
        Whether residuals are divided by one minus their leverage in strata and calibration, as a jackknife would nearly do. Without it
        variances are those of R's survey, which are too small where a cell of the calibration has few respondents.

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
    leverage: bool = False

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
        return _inverse_of(self._columns, self.base)

    @cached_property
    def _grown(self) -> Floats:
        """The final weights over one minus the leverage of each respondent in the calibration and the stratum, as a jackknife has them."""
        if not self.leverage:
            return self.weights
        from scipy.sparse import csr_array

        columns, count = csr_array(self._columns), self.respondents[self.strata]
        calibrated = self.base * np.asarray((columns * (columns @ self._inverse)).sum(axis=1)).ravel()
        # margins hold the mean of a stratum already; who is in none of them has a share in that mean
        leverage = np.maximum(calibrated, 1 / count)
        grown = self.weights / (1 - np.clip(leverage, 0, _MOST_LEVERAGE))
        # the other factor n / (n - 1) is in what is left out above; one respondent alone leaves nothing out
        return np.where(count > 1, grown * (count - 1) / count, self.weights)

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
        MacKinnon, J.G. & White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample
        properties. Journal of Econometrics 29, 305-325. (Leverage.)
        Yung, W. & Rao, J.N.K. (1996). Jackknife linearization variance estimators under stratified multi-stage sampling. Survey
        Methodology 22, 23-31.
        """
        slopes = self._inverse @ (self._columns.T @ (self.base * influence))
        left = (influence - self._columns @ slopes) * self._grown
        count = self.respondents
        centre = np.divide(np.bincount(self.strata, left, count.size), count, out=np.zeros_like(count), where=count > 0)
        centre[count == 1] = left.mean()
        left -= centre[self.strata]
        return float(self._factors @ np.bincount(self.strata, left * left, count.size))


def _inverse_of(columns: Floats | csr_array, weights: Floats) -> Floats:
    products = columns.T @ (columns * weights[:, None])
    dense = np.asarray(products.toarray() if hasattr(products, "toarray") else products)
    size = np.sqrt(np.diag(dense))
    scale = np.divide(1, size, out=np.zeros_like(size), where=size > 0)
    inverse = np.linalg.pinv(dense * scale * scale[:, None], rcond=1e-10, hermitian=True)
    return np.asarray(inverse * scale * scale[:, None], dtype=np.float64)


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
