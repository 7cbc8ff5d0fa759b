"""Who the sample surveys invited and who answered: by village, sex and age class, from the sample's own population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ivp_analysis.sample.denominators import AGES, Denominators
from ivp_analysis.vocabulary.codebook import Source

YOUNGEST = 18
CLASSES = tuple(age for age in AGES if int(age.partition("-")[0].rstrip("+")) >= YOUNGEST)
SEXES = ("m", "v")
_OLDEST = 95
_WILLING = {
    # odds against those of other people, by age class and for women
    Source.SAMPLE: ((0.40, 0.65, 1.05, 1.55, 0.90), 1.08),
    Source.PANEL: ((0.55, 0.80, 1.05, 1.30, 0.85), 1.00),
}
_PANEL_MEMBERS = ((0.10, 0.50, 1.20, 1.90, 0.60), 0.70)
"""How much sooner people of an age class, and women, are members of the panel."""


@dataclass(frozen=True)
class Round:
    """How many were invited and how many answered in one survey, of one source."""

    source: Source
    invited: int
    answered: int


def inhabitants(people: Denominators, villages: tuple[str, ...], year: int) -> np.ndarray:
    """Return the inhabitants of the age of the surveys.

    Parameters
    ----------
    people : Denominators
        The sample's denominators.
    villages : tuple of str
        The villages, in order.
    year : int
        The year of the population.

    Returns
    -------
    ndarray of int, shape (villages, 2, age classes)
        Numbers by village, sex (m, v) and age class.
    """
    first = list(AGES).index(CLASSES[0])
    return np.stack([people.classes[village, year][:, first:] for village in villages])


def invited_per_village(population: np.ndarray, number: int) -> np.ndarray:
    """Divide invitations over villages in proportion to their inhabitants; whole numbers that add up to the number."""
    share = np.cumsum(population.sum(axis=(1, 2))) / population.sum()
    return np.diff(np.round(share * number).astype(int), prepend=0)


def draw_people(population: np.ndarray, rounds: tuple[Round, ...], random: np.random.Generator) -> pd.DataFrame:
    """Draw those who answered.

    Parameters
    ----------
    population : ndarray of int, shape (villages, 2, age classes)
        As `inhabitants` gives it.
    rounds : tuple of Round
        The sources with how many were invited and answered.
    random : Generator
        Random numbers.

    Returns
    -------
    DataFrame
        A row per respondent, in the order in which they answered: source, and village, sex and age class as positions; years of age.
    """
    parts = []
    for item in rounds:
        invited = _drawn_by_chance(population, item.invited, random) if item.source == Source.SAMPLE else _members(population, item, random)
        cells = np.repeat(np.arange(population.size), invited.ravel())
        odds = np.broadcast_to(_weights(*_WILLING[item.source]), population.shape).ravel()[cells]
        chosen = random.choice(cells, size=item.answered, replace=False, p=odds / odds.sum())
        village, sex, age = np.unravel_index(chosen, population.shape)
        parts.append(pd.DataFrame({"source": item.source.value, "village": village, "sex": sex, "age": age}))
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.iloc[random.permutation(len(rows))].reset_index(drop=True)
    lowest = np.array([int(age.partition("-")[0].rstrip("+")) for age in CLASSES])
    span = np.append(np.diff(lowest), _OLDEST - lowest[-1])
    # the older within a class, the fewer they are: most of all in the last one
    within = np.where(rows["age"] == len(CLASSES) - 1, random.random(len(rows)) ** 2, random.random(len(rows)))
    return rows.assign(years=lowest[rows["age"]] + np.floor(span[rows["age"]] * within).astype(int))


def _weights(by_age: tuple[float, ...], women: float) -> np.ndarray:
    """Return weights by sex and age class."""
    return np.outer([1.0, women], by_age)


def _drawn_by_chance(population: np.ndarray, number: int, random: np.random.Generator) -> np.ndarray:
    """Draw a sample without replacement in each village."""
    numbers = invited_per_village(population, number)
    drawn = [random.multivariate_hypergeometric(cells.ravel(), n) for cells, n in zip(population, numbers, strict=True)]
    return np.stack(drawn).reshape(population.shape)


def _members(population: np.ndarray, item: Round, random: np.random.Generator) -> np.ndarray:
    weight = population * _weights(*_PANEL_MEMBERS)
    return random.multinomial(item.invited, (weight / weight.sum()).ravel()).reshape(population.shape)
