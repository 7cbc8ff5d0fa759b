"""Draws the answers of the sample surveys: people have traits, and an answer is a trait, where and who one is, and chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ivp_analysis.sample.survey_form import TRAITS, Ask
from ivp_analysis.sample.survey_people import SEXES
from ivp_analysis.vocabulary.codebook import Source

_TOGETHER = np.array(
    [
        [1.00, 0.50, -0.40, 0.10],
        [0.50, 1.00, -0.35, 0.10],
        [-0.40, -0.35, 1.00, 0.25],
        [0.10, 0.10, 0.25, 1.00],
    ]
)
"""Correlations of the traits."""
_PANEL = np.array([0.20, 0.05, -0.15, 0.40])
"""Members of the panel see more that bothers them, trust a little less and take more care: shifts in standard deviations."""
_FIRST_MISSING = 0.7
"""Where there are two codes for no answer: the share of the first one, weet niet."""


def draw_answers(
    questions: Sequence[Ask],
    year: int,
    people: pd.DataFrame,
    population: np.ndarray,
    villages: Sequence[str],
    random: np.random.Generator,
) -> pd.DataFrame:
    """Draw the answers of all respondents of a survey.

    Parameters
    ----------
    questions : sequence of Ask
        The questions of the year, each after those that it depends on.
    year : int
        The year.
    people : DataFrame
        As `draw_people` gives them.
    population : ndarray, shape (villages, 2, age classes)
        Inhabitants: the shares of a question are meant for them, not for those who answered.
    villages : sequence of str
        The villages, in order.
    random : Generator
        Random numbers.

    Returns
    -------
    DataFrame
        A column of float codes for each question, by its key; missing where it was not asked, or skipped in a list without such a code.
    """
    traits = random.multivariate_normal(np.zeros(len(TRAITS)), _TOGETHER, size=len(people), method="cholesky")
    traits += np.outer(people["source"] == Source.PANEL, _PANEL)
    cells = people[["village", "sex", "age"]].to_numpy().T
    given: dict[str, np.ndarray] = {}
    known: dict[str, np.ndarray] = {}
    for item in questions:
        shift = _shift(item, villages)
        own = item.pull * traits[:, TRAITS.index(item.trait)] + np.sqrt(1 - item.pull**2) * random.standard_normal(len(people))
        codes = _codes(item, year, own + shift[tuple(cells)], shift, population)
        asked = np.ones(len(people), dtype=bool)
        if item.after:
            asked = np.logical_or.reduce([known[key] > 0 for key in item.after])
        skipped = random.random(len(people)) < item.skipped
        known[item.key] = np.where(skipped, np.nan, codes)
        given[item.key] = np.where(asked, np.where(skipped, _no_answer(item, year, len(people), random), codes), np.nan)
    return pd.DataFrame(given)


def _shift(item: Ask, villages: Sequence[str]) -> np.ndarray:
    """Return how much sooner than others people of a village, sex and age class give low codes."""
    village = np.array([item.villages.get(name, 0.0) for name in villages])
    sex = np.array([item.women if name == "v" else 0.0 for name in SEXES])
    shift: np.ndarray = village[:, None, None] + sex[:, None] + np.array(item.ages)
    return shift


def _codes(item: Ask, year: int, leaning: np.ndarray, shift: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Cut leanings into codes so that the inhabitants as a whole would answer in the expected shares."""
    from scipy.stats import norm

    middle = np.average(shift, weights=population)
    spread = np.sqrt(1 + np.average((shift - middle) ** 2, weights=population))
    place = norm.sf((leaning - middle) / spread)
    position = np.searchsorted(np.cumsum(item.shares[year]), place, side="right")
    codes: np.ndarray = np.array(sorted(item.answers.codes), dtype=float)[position]
    return codes


def _no_answer(item: Ask, year: int, number: int, random: np.random.Generator) -> np.ndarray:
    codes = sorted(item.answers.missing.get(year, {}))
    # drawn in any case, so that another list of answers leaves the next question as it is
    chance = random.random(number)
    if not codes:
        return np.full(number, np.nan)
    return np.where(chance < _FIRST_MISSING, codes[0], codes[-1]).astype(float)
