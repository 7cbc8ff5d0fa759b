"""How answers are drawn: shares are those of the inhabitants, whoever answered."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ivp_analysis.sample.files import generator
from ivp_analysis.sample.survey_answers import draw_answers
from ivp_analysis.sample.survey_form import HOW_OFTEN, TIMES, YES_NO, Ask

VILLAGES = ("Groot", "Klein")
POPULATION = np.array([[[80, 90, 100, 70, 20]] * 2, [[10, 20, 30, 20, 5]] * 2])
SHARES = (0.3, 0.45)
QUESTION = Ask("hinder", "1.1", "Hinder?", "Hinder", HOW_OFTEN, {2017: SHARES, 2022: SHARES}, (1,), "heeft hinder", skipped=0.0)
SIZE = 40_000


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    """Respondents in proportion to the inhabitants, half of them from the panel."""
    random = generator(1, "people")
    cells = random.choice(POPULATION.size, size=SIZE, p=(POPULATION / POPULATION.sum()).ravel())
    village, sex, age = np.unravel_index(cells, POPULATION.shape)
    return pd.DataFrame({"source": np.where(random.random(SIZE) < 0.5, "panel", "BRP"), "village": village, "sex": sex, "age": age})


def drawn(questions: list[Ask], people: pd.DataFrame, year: int = 2022) -> pd.DataFrame:
    return draw_answers(questions, year, people, POPULATION, VILLAGES, generator(1, "answers"))


def test_inhabitants_answer_in_the_expected_shares_whatever_sets_groups_apart(people: pd.DataFrame) -> None:
    uneven = replace(QUESTION, villages={"Klein": 0.5}, women=-0.4, ages=(0.4, 0.1, 0.0, -0.2, -0.5))
    for item in (QUESTION, uneven):
        given = drawn([item], people)["hinder"][people["source"] == "BRP"]
        # five standard errors of 20,000 answers, and what the normal curve misses in a mixture
        assert given.value_counts(normalize=True)[[1.0, 2.0]].to_list() == pytest.approx(SHARES, abs=0.022)


def test_shifts_tell_in_the_group_that_they_are_meant_for(people: pd.DataFrame) -> None:
    shifted = replace(QUESTION, villages={"Klein": 0.5}, women=-0.4, ages=(0.4, 0.0, 0.0, 0.0, -0.5))
    often = drawn([shifted], people)["hinder"].eq(1)
    assert often[people["village"] == 1].mean() > often[people["village"] == 0].mean() + 0.1
    assert often[people["sex"] == 1].mean() < often[people["sex"] == 0].mean() - 0.08
    assert often[people["age"] == 0].mean() > often[people["age"] == 4].mean() + 0.15
    assert often[people["source"] == "panel"].mean() > often[people["source"] == "BRP"].mean() + 0.02


def test_pull_is_what_makes_answers_agree(people: pd.DataFrame) -> None:
    def together(pull: float) -> float:
        pair = [replace(QUESTION, pull=pull), replace(QUESTION, key="meer-hinder", pull=abs(pull))]
        return float(drawn(pair, people).corr().to_numpy()[0, 1])

    assert together(0.7) > 0.3
    assert abs(together(0.0)) < 0.05
    assert together(-0.7) < -0.3


def test_skipped_answers_have_the_codes_of_their_year_or_are_blank(people: pd.DataFrame) -> None:
    skipped = replace(QUESTION, skipped=0.05)
    for year, codes in ((2017, {8.0, 9.0}), (2022, {9.0})):
        given = drawn([skipped], people, year)["hinder"]
        assert {*given.unique()} == {1.0, 2.0, 3.0} | codes
        assert given.isin(codes).mean() == pytest.approx(0.05, abs=0.006)
    blank = drawn([replace(skipped, answers=TIMES)], people, 2017)["hinder"]
    assert {*blank.dropna().unique()} == {0.0, 1.0, 2.0}
    assert blank.isna().mean() == pytest.approx(0.05, abs=0.006)


def test_a_question_that_follows_another_is_asked_of_those_it_is_for(people: pd.DataFrame) -> None:
    victim = replace(QUESTION, key="slachtoffer", answers=TIMES, shares={2022: (0.9, 0.07)}, skipped=0.03)
    told = replace(QUESTION, key="gemeld", answers=YES_NO, shares={2022: (0.4,)}, after=("slachtoffer",))
    answers = drawn([victim, told], people)
    assert answers["gemeld"].notna().equals(answers["slachtoffer"].isin([1, 2]))
