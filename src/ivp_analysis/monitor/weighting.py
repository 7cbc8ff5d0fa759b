"""Weights of the respondents of a survey: what everybody stands for, after raking on village x age and age x sex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ivp_analysis.monitor.survey import Floats, Integers, Part
from ivp_analysis.statistics.survey.design import Design, indicators
from ivp_analysis.statistics.survey.weights import rake
from ivp_analysis.vocabulary.codebook import Drawing

THIN = 5
"""Cells of a margin with fewer respondents are taken together with a neighbouring age class."""

Margin = tuple[Integers, Floats]
"""The cell of each respondent, -1 where in none, and the inhabitants of each cell."""


@dataclass(frozen=True)
class Weighted:
    """What weighting gave.

    Attributes
    ----------
    design : Design
        Weights, and what variances need.
    untrimmed : ndarray of float, shape (respondents,)
        The weights as they would be without a largest one.
    trimmed : ndarray of bool, shape (respondents,)
        Whose weight was trimmed.
    deviation : ndarray of float, shape (villages,)
        Largest relative deviation of what the respondents of a village stand for from its inhabitants, over its age classes; nan where
        a village is in no margin.
    largest_deviation : float
        The same over all cells of both margins.
    """

    design: Design
    untrimmed: Floats
    trimmed: np.ndarray
    deviation: Floats
    largest_deviation: float


def weigh(part: Part, inhabitants: Floats, drawing: str, largest: float) -> Weighted:
    """Weight the respondents of one source.

    Everybody begins with what the drawing gives: inhabitants over respondents of the village, or of the municipality. Respondents whose age
    or sex is not known stand for the mean of their village, and the margins are those of the others. A village where nobody answered is
    in no margin: the survey says nothing about it.

    Parameters
    ----------
    part : Part
        The respondents.
    inhabitants : ndarray of float, shape (villages, age classes, 2)
        What `population.people` gave.
    drawing : str
        A value of `Drawing`.
    largest : float
        Weights are trimmed at so many times the mean weight.

    References
    ----------
    Deming, W.E. & Stephan, F.F. (1940). On a least squares adjustment of a sampled frequency table when the expected marginal totals are
    known. Annals of Mathematical Statistics 11, 427-444.
    """
    count = len(inhabitants)
    answered = np.bincount(part.villages, minlength=count)
    there = answered > 0
    size = np.where(there, inhabitants.sum(axis=(1, 2)), 0.0)
    mean = np.divide(size, answered, out=np.zeros(count), where=there)[part.villages]
    known = part.known
    if drawing == Drawing.PER_VILLAGE.value:
        strata, sizes, drawn = np.cumsum(there)[part.villages] - 1, size[there], mean
    else:
        strata, sizes = np.zeros(len(known), dtype=np.int64), np.array([size.sum()])
        drawn = np.full(len(known), size.sum() / len(known))
    start = np.where(known, drawn, mean)
    margins = margins_of(part, inhabitants, largest)
    untrimmed = rake(start, margins).weights
    raked = rake(start, margins, largest=largest)
    of_village = np.full(count, np.nan)
    for cells, totals in margins[:1]:
        off = _deviations(cells, totals, raked.weights)
        np.fmax.at(of_village, part.villages[known], off[cells[known]])
    auxiliary = indicators([cells for cells, _ in margins], [len(totals) for _, totals in margins]) if margins else None
    design = Design(raked.weights, start, strata, sizes, auxiliary, leverage=True)
    return Weighted(design, untrimmed, raked.trimmed, of_village, raked.deviation)


def margins_of(part: Part, inhabitants: Floats, largest: float) -> tuple[Margin, ...]:
    """Return the margins village x age and age x sex, thin cells taken together.

    A cell is thin with fewer than `THIN` respondents, or where they could not stand for all its inhabitants with the largest weight: the
    others of the age or the village would pay for that. In village x age a thin cell joins a neighbouring age class of its village, in
    age x sex one of its sex; with fewer than `THIN` of a sex in all, both sexes are taken together.

    Parameters
    ----------
    part, inhabitants, largest : Part, ndarray, float
        As in `weigh`.

    Returns
    -------
    tuple of (ndarray of int of shape (respondents,), ndarray of float of shape (cells,))
        Two margins that have the same sum: the inhabitants that respondents of known age and sex stand for. None without such respondents.
    """
    known, shape = part.known, inhabitants.shape
    if not known.any():
        return ()
    answered = np.bincount(part.villages, minlength=shape[0])
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (part.villages[known], part.ages[known], part.sexes[known]), 1)
    # who is of unknown age or sex stands for some inhabitants too
    share = np.divide(counts.sum(axis=(1, 2)), answered, out=np.zeros(shape[0]), where=answered > 0)
    spoken_for = inhabitants * share[:, None, None]
    most = largest * spoken_for.sum() / counts.sum()
    sexes, of_sexes = counts.sum(axis=0).T, spoken_for.sum(axis=0).T
    sex = part.sexes
    if sexes.sum(axis=1).min() < THIN:
        sexes, of_sexes, sex = sexes.sum(axis=0)[None], of_sexes.sum(axis=0)[None], np.zeros_like(sex)
    return (
        _margin(counts.sum(axis=2), spoken_for.sum(axis=2), part.villages, part.ages, known, most),
        _margin(sexes, of_sexes, sex, part.ages, known, most),
    )


def _margin(counts: Integers, totals: Floats, rows: Integers, ages: Integers, known: np.ndarray, most: float) -> Margin:
    cells, number = np.full(counts.shape, -1, dtype=np.int64), 0
    for row in np.flatnonzero(counts.sum(axis=1)):
        cells[row] = number + _joined(counts[row], totals[row], most)
        number = int(cells[row].max()) + 1
    inside = cells >= 0
    return np.where(known, cells[rows, ages], -1).astype(np.int64), np.bincount(cells[inside], totals[inside], minlength=number).astype(
        np.float64
    )


def _joined(counts: Integers, totals: Floats, most: float) -> Integers:
    """Give thin age classes the number of a neighbour: the one with fewer respondents, the younger if equal.

    `most` is how many inhabitants a respondent may stand for.
    """
    runs = [[age] for age in range(len(counts))]

    def size(run: list[int]) -> int:
        # without inhabitants nobody can be weighted, however many say that they live there
        if totals[run].sum() == 0:
            return -1
        count = int(counts[run].sum())
        return count if totals[run].sum() <= most * count else min(count, THIN - 1)

    while len(runs) > 1 and min(map(size, runs)) < THIN:
        thin = min(range(len(runs)), key=lambda place: size(runs[place]))
        beside = min((place for place in (thin - 1, thin + 1) if 0 <= place < len(runs)), key=lambda place: size(runs[place]))
        first = min(thin, beside)
        runs[first : first + 2] = [runs[first] + runs[first + 1]]
    return np.repeat(np.arange(len(runs)), [len(run) for run in runs])


def _deviations(cells: Integers, totals: Floats, weights: Floats) -> Floats:
    inside = cells >= 0
    reached = np.bincount(cells[inside], weights[inside], minlength=len(totals))
    return np.abs(reached / totals - 1)
