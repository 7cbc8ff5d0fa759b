"""Weights that make a sample agree with what is known of the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ivp_analysis.statistics.refusal import Flags, Floats

Codes = NDArray[np.intp]
Margin = tuple[Codes, Floats]
"""The cell of each respondent, -1 for who is in none, and the population of each cell."""

TOLERANCE = 1e-8
"""A margin is met when no cell differs from its population by more than this share of it."""

SWEEPS = 1000
LEAST = 0.05
"""Raking keeps weights above this share of the mean: where margins contradict each other it would take some people to zero."""
STILL = 1e-11
"""Raking ends without success when no weight changes by more than this share of itself."""


@dataclass(frozen=True)
class Raked:
    """Raked weights, and how far they got."""

    weights: Floats
    trimmed: Flags
    """Whose weight was cut at the largest."""
    largest_before: float
    """Largest weight before trimming, times the mean weight."""
    deviation: float
    """Largest difference of a cell from its population, as a share of that population."""
    converged: bool
    """Whether all margins are met, with no weight above the largest."""


def rake(weights: ArrayLike, margins: Sequence[tuple[ArrayLike, ArrayLike]], *, largest: float = np.inf) -> Raked:
    """Scale weights until the sample has the population of every cell of every margin.

    Each margin in turn has its cells scaled to their population, over and over (iterative proportional fitting). If weights then are too
    large, the same goes on with every weight cut back at the end of each round, which moves the excess to others of the same cells. So that
    others do not pay for it with all they have, no weight then falls below one over `largest` times the mean, unless it was smaller before.
    Where the margins cannot be met with such weights, the weights keep to these bounds and the deviation says how far off the margins are.

    Parameters
    ----------
    weights : array_like of float, shape (n,)
        Weights to begin with, above zero.
    margins : sequence of (array_like of int, shape (n,); array_like of float, shape (k,))
        The cell of each respondent, from 0 on, or -1 for who is not in this margin; and the population of each cell. Who is in no margin
        keeps the weight, and is not trimmed.
    largest : float
        The largest weight, times the mean of all raked weights; at least 1.

    Returns
    -------
    Raked
        The weights in the order of the respondents.

    Raises
    ------
    ValueError
        When a weight is not above zero, shapes or codes do not fit, `largest` is below 1, a cell with a population has no respondents or
        the other way round (merge thin cells before), or two margins contradict each other about how many people there are.

    References
    ----------
    Deming, W.E. & Stephan, F.F. (1940). On a least squares adjustment of a sampled frequency table when the expected marginal totals are
    known. Annals of Mathematical Statistics 11, 427-444.
    Potter, F. (1990). A study of procedures to identify and trim extreme sampling weights. Proceedings of the Section on Survey Research
    Methods, American Statistical Association, 225-230.
    """
    start = np.asarray(weights, dtype=np.float64)
    if start.ndim != 1 or not np.all(np.isfinite(start) & (start > 0)):
        raise ValueError("weights must be a row of numbers above zero")
    if not largest >= 1:
        raise ValueError(f"the largest weight must be at least 1 times the mean, got {largest}")
    fitted = [_checked(place, start.size, *margin) for place, margin in enumerate(margins)]
    _agree(fitted)
    raked = _sweep(start, fitted, np.minimum(start, LEAST * start.mean()) if start.size else start, np.inf)[0]
    if not raked.size:
        return Raked(raked, np.zeros(0, dtype=np.bool_), np.nan, 0.0, converged=True)
    before = float(raked.max() / raked.mean())
    cap = largest * raked.mean()
    # not by a hair: raking meets its margins only to its tolerance
    if raked[_within(fitted, raked.size)].max(initial=0) <= cap * (1 + TOLERANCE):
        trimmed = np.zeros(raked.size, dtype=np.bool_)
    else:
        raked, trimmed = _sweep(raked, fitted, np.minimum(raked, raked.mean() / largest), cap)
    deviation = max((_deviation(raked, margin) for margin in fitted), default=0.0)
    return Raked(raked, trimmed, before, deviation, converged=deviation <= TOLERANCE)


def kish(weights: ArrayLike) -> float:
    """Return the design effect of unequal weights, 1 + CV^2: how much larger they make the variance of a mean (nan for nobody).

    Parameters
    ----------
    weights : array_like of float, shape (n,)

    References
    ----------
    Kish, L. (1965). Survey sampling. Wiley, section 11.7.
    """
    weight = np.asarray(weights, dtype=np.float64)
    return weight.size / effective_size(weight) if weight.size else np.nan


def effective_size(weights: ArrayLike) -> float:
    """Return how many respondents of equal weight say as much: the square of the sum over the sum of squares (0 for nobody).

    Parameters
    ----------
    weights : array_like of float, shape (n,)

    References
    ----------
    Kish (1965), see `kish`.
    """
    weight = np.asarray(weights, dtype=np.float64)
    return float(weight.sum() ** 2 / (weight @ weight)) if weight.size else 0.0


def _checked(place: int, respondents: int, cells: ArrayLike, totals: ArrayLike) -> Margin:
    cell, total = np.asarray(cells, dtype=np.intp), np.asarray(totals, dtype=np.float64)
    if cell.shape != (respondents,) or total.ndim != 1:
        raise ValueError(f"margin {place} needs a cell for each of {respondents} respondents and a row of totals")
    if np.any(cell < -1) or np.any(cell >= total.size):
        raise ValueError(f"margin {place} has {total.size} cells, and respondents outside them")
    if not np.all(np.isfinite(total) & (total >= 0)):
        raise ValueError(f"margin {place} has totals that no population can be")
    there = np.bincount(cell + 1, minlength=total.size + 1)[1:] > 0
    for wrong, text in (((total > 0) & ~there, "nobody in cells"), (there & (total == 0), "respondents but no population in cells")):
        if wrong.any():
            raise ValueError(f"margin {place} has {text} {np.flatnonzero(wrong).tolist()}; merge them with others")
    return cell, total


def _agree(margins: list[Margin]) -> None:
    """Refuse margins that no weights can meet together, because raking would drive the weights of some respondents towards zero."""
    for (one, first), (two, second) in combinations(enumerate(margins), 2):
        only_one, only_two = (np.any((a[0] >= 0) & (b[0] < 0)) for a, b in ((first, second), (second, first)))
        more, sums = first[1].sum() - second[1].sum(), max(first[1].sum(), second[1].sum())
        close = abs(more) <= 1e-6 * sums
        same, first_holds_second, second_holds_first = not only_one and not only_two, only_one and not only_two, only_two and not only_one
        if (same and not close) or (first_holds_second and (close or more < 0)) or (second_holds_first and (close or more > 0)):
            raise ValueError(f"margins {one} and {two} contradict each other: {first[1].sum()} and {second[1].sum()} people")


def _within(margins: list[Margin], respondents: int) -> Flags:
    return np.any([cell >= 0 for cell, _ in margins], axis=0) if margins else np.zeros(respondents, dtype=np.bool_)


def _sums(weights: Floats, margin: Margin) -> Floats:
    cell, total = margin
    return np.asarray(np.bincount(cell + 1, weights, total.size + 1)[1:], dtype=np.float64)


def _deviation(weights: Floats, margin: Margin) -> float:
    total = margin[1]
    return float(np.max(np.abs(_sums(weights, margin) - total)[total > 0] / total[total > 0], initial=0.0))


def _sweep(weights: Floats, margins: list[Margin], least: Floats, cap: float) -> tuple[Floats, Flags]:
    """Scale to the margins round after round, with weights within bounds at the end of each, until all holds or nothing moves."""
    weight, within = weights, _within(margins, weights.size)
    trimmed = np.zeros(weight.size, dtype=np.bool_)
    for _ in range(SWEEPS):
        last = weight
        for margin in margins:
            cell, total = margin
            sums = _sums(weight, margin)
            factor = np.divide(total, sums, out=np.ones_like(total), where=sums > 0)
            # the last of the factors is that of the cell -1
            weight = weight * np.append(factor, 1.0)[cell]
        over = within & (weight > cap)
        trimmed |= over
        weight = np.where(within, np.clip(weight, least, cap), weight)
        moved = np.max(np.abs(weight - last) / last, initial=0.0)
        if moved <= STILL or all(_deviation(weight, margin) <= TOLERANCE for margin in margins):
            break
    return weight, trimmed
