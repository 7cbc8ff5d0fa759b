"""The change of an area set against the change elsewhere, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from ivp_analysis.statistics.refusal import Floats, Reasons, Refusal, reasons, tail_of, usable, whole_counts

CELLS = 50_000
"""So many probabilities are worked on at once: few enough for the cache of a processor."""

STEPS = 100
CLOSE = 1e-9
"""Newton's method ends when no log odds move more than this; the error is then far smaller."""


@dataclass(frozen=True)
class Differences:
    """Ratios of two rate ratios, one element per area; nan in all numbers where `reason` says why there are none."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    reason: Reasons


def difference_in_change(
    counts: ArrayLike,
    exposures: ArrayLike,
    before_counts: ArrayLike,
    before_exposures: ArrayLike,
    reference_counts: ArrayLike,
    reference_exposures: ArrayLike,
    reference_before_counts: ArrayLike,
    reference_before_exposures: ArrayLike,
    *,
    level: float = 0.95,
    minimum: int = 10,
) -> Differences:
    """Divide the change of an area by the change of its reference: the interaction of area and period in a log-linear Poisson model.

    Given the sums of the 2x2 table of counts, the area's later count has Fisher's noncentral hypergeometric distribution, with as its odds
    the ratio times (E_later / E_before) of the area over that of the reference. The p-value is central (twice the smaller tail at ratio 1)
    and the interval turns the same tails round, so they agree as they do in `change.compare`. The ratio is the plain one, not the estimate
    of that distribution. Work grows with the smallest sum of a table, not with the size of the reference.

    Parameters
    ----------
    counts, before_counts : array_like of int, shape (n,)
        Later and earlier count of each area; nan where one is missing.
    exposures, before_exposures : array_like of float, shape (n,)
        Their denominators; nan or zero where there are none.
    reference_counts, reference_before_counts, reference_exposures, reference_before_exposures : array_like, shape (n,)
        The same of what the area is compared with, which must not contain the area itself.
    level : float
        Confidence level between 0 and 1.
    minimum : int
        With fewer observations than this in both periods together, of the area or of the reference, the comparison is refused.

    Returns
    -------
    Differences
        Arrays of shape (n,). The ratio is 0 or infinite, and one side of the interval open, where a count is 0. Refused are, in this order,
        rows without reference counts, without a denominator, and with too few observations, or none at all in one of the periods.

    Raises
    ------
    ValueError
        When a count is negative or no whole number, or the level is not between 0 and 1.

    References
    ----------
    Fisher, R.A. (1935). The logic of inductive inference. Journal of the Royal Statistical Society 98, 39-82.
    Cornfield, J. (1956). A statistical problem arising from retrospective studies. Proceedings of the Third Berkeley Symposium 4, 135-148.
    Fay, M.P. (2010). Two-sided exact tests and matching confidence intervals for discrete data. The R Journal 2(1), 53-58.
    """
    tail = tail_of(level)
    observed = [whole_counts(part) for part in (counts, before_counts, reference_counts, reference_before_counts)]
    below = [np.asarray(part, dtype=np.float64) for part in (exposures, before_exposures, reference_exposures, reference_before_exposures)]
    cells = np.stack(np.broadcast_arrays(*(np.atleast_1d(part) for part in (*observed, *below))))
    (later, before, other, other_before), under = cells[:4], cells[4:]
    sums = (later + before, other + other_before)
    enough = (np.minimum(*sums) >= max(minimum, 1)) & (later + other > 0) & (before + other_before > 0)
    reason = reasons(
        (np.isnan(sums[1]), Refusal.NO_REFERENCE),
        (~np.all(usable(under), axis=0), Refusal.NO_EXPOSURE),
        (~enough, Refusal.TOO_FEW),
    )
    given = reason == Refusal.NONE
    ratio, low, high, p = (np.full(given.shape, np.nan) for _ in range(4))
    ratio[given], low[given], high[given], p[given] = _exact(cells[:, given], tail)
    return Differences(ratio, low, high, p, reason)


def _exact(cells: Floats, tail: float) -> Floats:
    """Return ratio, limits and p-value of tables that are not refused, shape (4, n)."""
    later, before, other, other_before = cells[:4]
    offset = np.log(cells[4] / cells[5]) - np.log(cells[6] / cells[7])
    first, last = np.maximum(0, later - other_before), np.minimum(later + before, later + other)
    half = cells[:4] + 0.5
    start = np.log(half[0] / half[1]) - np.log(half[2] / half[3])
    reach = -ndtri(tail) * np.sqrt((1 / half).sum(axis=0))
    found = np.empty((4, later.size))
    with np.errstate(divide="ignore"):
        found[0] = (later / before) / (other / other_before) / np.exp(offset)
    for rows in _alike(last - first + 1):
        cell, whole = _log_weights(cells[:4, rows], first[rows], last[rows])
        above = np.where(cell >= later[rows, None], whole, -np.inf)
        below = np.where(cell <= later[rows, None], whole, -np.inf)
        low = np.where(later[rows] > first[rows], _odds(whole, above, (start - reach)[rows], tail), -np.inf)
        high = np.where(later[rows] < last[rows], _odds(whole, below, (start + reach)[rows], tail), np.inf)
        smaller = np.minimum(_log_tail(whole, above, offset[rows])[0], _log_tail(whole, below, offset[rows])[0])
        found[1:, rows] = np.exp(low - offset[rows]), np.exp(high - offset[rows]), np.minimum(1.0, 2 * np.exp(smaller))
    return found


def _alike(widths: Floats) -> Iterator[NDArray[np.intp]]:
    """Yield the rows in parts of about equal width, so that little is computed for padding."""
    order = np.argsort(widths, kind="stable")
    while order.size:
        # the last row of a part is its widest, and pads the others
        size = widths[order] * np.arange(1, order.size + 1)
        stop = max(1, int(np.searchsorted(size, CELLS)))
        yield order[:stop]
        order = order[stop:]


def _log_weights(counts: Floats, first: Floats, last: Floats) -> tuple[Floats, Floats]:
    """Return the possible later counts of each table and the log of their weights at odds 1, shape (n, width); -inf beyond the last."""
    later, before, other, other_before = counts[:, :, None]
    cell = first[:, None] + np.arange((last - first).max() + 1)
    within = cell < last[:, None]
    # adding up the steps from one count to the next loses less than four log-gammas of numbers in the millions would
    step = (later + before - cell) * (later + other - cell) / ((cell + 1) * (other_before - later + cell + 1))
    weights = np.zeros(cell.shape)
    np.cumsum(np.log(step, out=np.full(cell.shape, -np.inf), where=within)[:, :-1], axis=1, out=weights[:, 1:])
    return cell, weights


def _odds(whole: Floats, part: Floats, start: Floats, tail: float) -> Floats:
    """Return the log odds at which a part of the outcomes has the probability `tail`.

    The log of a tail is a concave function of the log odds, because cutting off a side of a distribution like this one makes its variance
    smaller. So Newton's method never passes the solution, except in its first step, and needs no bracket.
    """
    odds = start.copy()
    for _ in range(STEPS):
        value, slope = _log_tail(whole, part, odds)
        step = np.divide(np.log(tail) - value, slope, out=np.zeros_like(odds), where=slope != 0)
        odds += step
        if np.all(np.abs(step) < CLOSE):
            break
    return odds


def _log_tail(whole: Floats, part: Floats, odds: Floats) -> tuple[Floats, Floats]:
    """Return the log of the probability of a part of the outcomes, and its derivative, at these log odds."""
    sums, means = zip(*(_log_sum(weights, odds) for weights in (part, whole)), strict=True)
    return sums[0] - sums[1], means[0] - means[1]


def _log_sum(weights: Floats, odds: Floats) -> tuple[Floats, Floats]:
    """Return the log of the sum of weights, tilted by log odds, and the mean position under them."""
    steps = np.arange(weights.shape[1], dtype=np.float64)
    tilted = weights + odds[:, None] * steps
    largest = tilted.max(axis=1)
    tilted = np.exp(tilted - largest[:, None])
    total = tilted.sum(axis=1)
    return largest + np.log(total), tilted @ steps / total
