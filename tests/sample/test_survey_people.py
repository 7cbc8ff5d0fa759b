"""Who is invited and who answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.sample.files import generator
from ivp_analysis.sample.survey_people import CLASSES, Round, draw_people, invited_per_village
from ivp_analysis.vocabulary.codebook import AGE_CLASS, Source

POPULATION = np.full((3, 2, 5), 200)
ROUNDS = (Round(Source.SAMPLE, 600, 250), Round(Source.PANEL, 500, 300))


@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=8), st.integers(0, 3_000))
def test_invitations_add_up_and_are_within_one_of_the_proportion(adults: list[int], number: int) -> None:
    population = np.array(adults)[:, None, None] * np.ones((1, 1, 1), dtype=int)
    invited = invited_per_village(population, number)
    assert invited.sum() == number
    assert np.all(np.abs(invited - number * np.array(adults) / sum(adults)) <= 1)


def test_as_many_answer_as_was_meant_and_years_lie_in_their_class() -> None:
    rows = draw_people(POPULATION, ROUNDS, generator(1, "people"))
    assert rows["source"].value_counts().to_dict() == {"panel": 300, "BRP": 250}
    for place, text in enumerate(CLASSES):
        found = AGE_CLASS.match(text)
        assert found
        years = rows.loc[rows["age"] == place, "years"]
        assert years.between(int(found["first"]), int(found["last"] or 94)).all()
        assert years.nunique() > 3


def test_nobody_is_drawn_twice_from_the_register() -> None:
    alone = np.ones((1, 2, 5), dtype=int)
    rows = draw_people(alone, (Round(Source.SAMPLE, 10, 8),), generator(1, "people"))
    assert not rows[["village", "sex", "age"]].duplicated().any()


def test_more_cannot_answer_than_were_invited() -> None:
    with pytest.raises(ValueError, match="larger sample"):
        draw_people(POPULATION, (Round(Source.SAMPLE, 10, 11),), generator(1, "people"))
