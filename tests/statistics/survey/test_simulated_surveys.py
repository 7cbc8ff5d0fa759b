"""What estimates, intervals and tests do in the long run: surveys drawn from a population that is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from ivp_analysis.statistics.refusal import Flags, Floats
from ivp_analysis.statistics.survey import differences as room
from ivp_analysis.statistics.survey.design import Design, indicators
from ivp_analysis.statistics.survey.domains import Means, contrast, means
from ivp_analysis.statistics.survey.intervals import around, effective_of, wilson
from ivp_analysis.statistics.survey.weights import Codes, rake

VILLAGES, AGES, SEXES = 4, 3, 2
PEOPLE = np.array([4000, 2400, 1000, 800])
SHARES = np.array([0.05, 0.1, 0.25, 0.5])
ROUNDS = 250


@dataclass
class Population:
    """Inhabitants with their answers: 4 questions with a share, that depends on age and village, and one with a mean."""

    village: Codes
    age: Codes
    sex: Codes
    answers: Floats
    margins: tuple[tuple[Codes, Floats], ...]


@cache
def population() -> Population:
    random = np.random.default_rng(0)
    village = np.repeat(np.arange(VILLAGES), PEOPLE)
    age, sex = random.choice(AGES, village.size, p=[0.25, 0.35, 0.4]), random.integers(0, SEXES, village.size)
    chances = SHARES[:, None] * np.array([1.4, 1.0, 0.75])[age] * np.array([0.9, 1.0, 1.1, 1.2])[village]
    answers = np.vstack([random.random(chances.shape) < chances, random.normal(2.0 + age, 1.0)]).astype(np.float64)
    cells = (village * AGES + age, age * SEXES + sex)
    return Population(village, age, sex, answers, tuple((cell, np.bincount(cell).astype(np.float64)) for cell in cells))


@dataclass
class Drawn:
    design: Design
    answers: Floats
    domains: Flags
    found: list[Means]


@cache
def surveys(per_village: int, seed: int) -> tuple[Drawn, ...]:
    """Surveys of two or three answers from large villages for each from a small one; the young answer half as often as others."""
    return tuple(_surveys(per_village, seed))


def _surveys(per_village: int, seed: int) -> Iterator[Drawn]:
    people, random = population(), np.random.default_rng(seed)
    sizes = per_village * np.array([3, 2, 1, 1])
    chance = np.array([0.5, 0.8, 1.0])[people.age]
    for _ in range(ROUNDS):
        order = np.argsort(random.exponential(size=people.village.size) / chance)
        rank = np.empty(order.size, dtype=np.intp)
        for number in range(VILLAGES):
            inside = order[people.village[order] == number]
            rank[inside] = np.arange(inside.size)
        drawn = np.flatnonzero(rank < sizes[people.village])
        village = people.village[drawn]
        base = (PEOPLE / sizes)[village]
        margins = [(cell[drawn], totals) for cell, totals in people.margins]
        raked = rake(base, margins, largest=3)
        columns = indicators([cell for cell, _ in margins], [totals.size for _, totals in margins])
        design = Design(raked.weights, base, village, PEOPLE.astype(np.float64), columns, leverage=True)
        domains = np.vstack([np.ones(drawn.size, dtype=bool), village == 0, village == 3])
        answers = people.answers[:, drawn]
        yield Drawn(design, answers, domains, [means(design, values, domains) for values in answers])


def truth() -> Floats:
    people = population()
    return np.column_stack(
        [people.answers[:, inside].mean(axis=1) for inside in (people.village >= 0, people.village == 0, people.village == 3)]
    )


def of(drawn: tuple[Drawn, ...], name: str) -> Floats:
    """Shape (surveys, questions, domains)."""
    return np.array([[getattr(found, name) for found in survey.found] for survey in drawn])


def test_estimates_are_unbiased_and_so_are_their_variances() -> None:
    drawn = surveys(70, 1)
    values, variances = of(drawn, "value"), of(drawn, "variance")
    spread = values.var(axis=0)
    assert np.abs(values.mean(axis=0) - truth()) == pytest.approx(0, abs=4 * np.sqrt(spread.max() / ROUNDS))
    # within what 250 surveys say of a variance
    assert variances.mean(axis=0) / spread == pytest.approx(1, abs=0.3)
    assert np.mean(variances.mean(axis=0) / spread) == pytest.approx(1, abs=0.08)


@pytest.mark.parametrize("per_village", [60, 110])
def test_intervals_cover_what_they_should(per_village: int) -> None:
    drawn = surveys(per_village, 2)
    values, variances, kish = (of(drawn, name) for name in ("value", "variance", "effective"))
    assert 50 < kish[:, :, 2].mean() < kish[:, :, 1].mean() < 350
    low, high = wilson(values[:, :4], effective_of(values[:, :4], variances[:, :4], kish[:, :4]))
    covered = np.mean((low <= truth()[:4]) & (truth()[:4] <= high), axis=0)
    assert covered.mean() >= 0.945
    assert covered.min() >= 0.91
    low, high = around(values[:, 4], variances[:, 4], of(drawn, "degrees")[:, 4])
    assert np.mean((low <= truth()[4]) & (truth()[4] <= high)) == pytest.approx(0.95, abs=0.02)


def test_surveys_of_one_population_are_called_different_in_about_one_of_twenty() -> None:
    rejected = []
    for now, then in ((surveys(60, 2), surveys(70, 1)), (surveys(110, 2), surveys(60, 2)[::-1])):
        parts = [of(side, name).ravel() for side in (now, then) for name in ("value", "variance", "degrees")]
        found = room.differences(*parts)
        rejected.append((found.p < 0.05).reshape(ROUNDS, 5, 3).mean(axis=0))
    assert np.mean(rejected) <= 0.052
    assert np.mean(rejected) >= 0.02
    assert np.max(rejected) <= 0.09


def test_a_village_like_the_rest_is_called_different_in_about_one_of_twenty() -> None:
    drawn, random = surveys(70, 1), np.random.default_rng(5)
    p = []
    for survey in drawn:
        # answers that have nothing to do with where people live
        values = (random.random(survey.design.weights.size) < 0.2).astype(np.float64)
        for domain in survey.domains[1:]:
            difference, variance = contrast(survey.design, values, domain, ~domain)
            p.append(room.tested(difference, variance, domain.sum() - 1).p[0])
    assert 0.025 <= np.mean(np.array(p) < 0.05) <= 0.08
