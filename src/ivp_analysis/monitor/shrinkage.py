"""A second estimate of villages, pulled towards the municipality by as much as their answers are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ivp_analysis.monitor.areas import Areas
from ivp_analysis.monitor.survey import Floats, Survey
from ivp_analysis.statistics.survey.intervals import effective_of
from ivp_analysis.statistics.survey.smallareas import Shrunk, fit, shrink, to_angles, to_shares

if TYPE_CHECKING:
    from ivp_analysis.monitor.estimates import Estimated

LEAST = 0.4
"""Villages with less than this part of the answers that a figure with a warning needs get no estimate of a model either."""


def shrunk(survey: Survey, found: Estimated, areas: Areas, flagged: float) -> dict[str, Floats]:
    """Pull the estimates of villages towards that of the municipality.

    How much villages differ is learned from all outcomes of one kind together, because a few villages say almost nothing of it in one
    outcome: of percentages as angles, of means as shares of their range.

    Parameters
    ----------
    survey : Survey
        Its outcomes.
    found : Estimated
        Estimates of the areas, shape (outcomes, areas).
    areas : Areas
        The areas.
    flagged : float
        Effective number of answers from which a figure is shown with a warning.

    Returns
    -------
    dict of str to ndarray of float, shape (outcomes, areas)
        The columns shrunk, shrunk_low, shrunk_high and weight of the contract `monitor`; nan for other areas than villages.
    """
    result = np.full((4, *found.value.shape), np.nan)
    villages = slice(0, areas.whole)
    few = ~(found.effective[:, villages] >= LEAST * flagged)
    for kind in survey.outcomes["kind"].unique():
        rows = np.flatnonzero(survey.outcomes["kind"] == kind)
        pulled = (
            _percentages(found, rows, few[rows], areas.whole)
            if kind == "percentage"
            else _means(survey, found, rows, few[rows], areas.whole)
        )
        result[:, rows, villages] = [pulled.value, pulled.low, pulled.high, pulled.weight]
    result[:3, survey.percentages] *= 100
    return dict(zip(("shrunk", "shrunk_low", "shrunk_high", "weight"), result, strict=True))


def _percentages(found: Estimated, rows: np.ndarray, few: np.ndarray, whole: int) -> Shrunk:
    effective = effective_of(found.value[rows], found.variance[rows], found.effective[rows])
    angles, variances = to_angles(found.value[rows], effective)
    return to_shares(_pulled(angles, variances, few, whole))


def _means(survey: Survey, found: Estimated, rows: np.ndarray, few: np.ndarray, whole: int) -> Shrunk:
    lowest, highest = (survey.outcomes.loc[rows, name].to_numpy(dtype=float)[:, None] for name in ("lowest", "highest"))
    width = highest - lowest
    pulled = _pulled(found.value[rows] / width, found.variance[rows] / width**2, few, whole)
    value, low, high = (np.clip(width * part, lowest, highest) for part in (pulled.value, pulled.low, pulled.high))
    return Shrunk(value, low, high, pulled.weight)


def _pulled(values: Floats, variances: Floats, few: np.ndarray, whole: int) -> Shrunk:
    # a variance of nothing is that of answers that are all the same: it says less than it seems to
    usable = np.where(variances > 0, variances, np.nan)
    own, spread = np.where(few, np.nan, values[:, :whole]), usable[:, :whole]
    towards = (values[:, [whole]], usable[:, [whole]])
    return shrink(own, spread, *towards, fit(own, spread))
