from collections import Counter

import numpy as np
import pandas as pd
import pytest

from ivp_analysis.sample.files import generator
from ivp_analysis.sample.moments import CLOCKS, SEASONS, STAYS, draw_interval, draw_month


@pytest.fixture
def random() -> np.random.Generator:
    return generator(1, "test")


def test_parts_of_a_seed_have_random_numbers_of_their_own() -> None:
    assert generator(1, "a").random() == generator(1, "a").random()
    assert len({generator(1, "a").random(), generator(1, "b").random(), generator(2, "a").random()}) == 3


@pytest.mark.parametrize("season", SEASONS)
def test_months_follow_their_season(season: str, random: np.random.Generator) -> None:
    months = Counter(draw_month(season, random) for _ in range(2_000))
    weights = np.array(SEASONS[season]) / sum(SEASONS[season])
    assert set(months) <= set(range(1, 13))
    for month, share in enumerate(weights, start=1):
        assert months[month] / 2_000 == pytest.approx(share, abs=0.04)


@pytest.mark.parametrize("stay", [*STAYS, "moment"])
@pytest.mark.parametrize("clock", CLOCKS)
def test_an_interval_begins_in_its_month_and_runs_forward(clock: str, stay: str, random: np.random.Generator) -> None:
    for _ in range(50):
        interval = draw_interval(2020, 2, clock, stay, random)
        assert (interval.begin.year, interval.begin.month) == (2020, 2)
        assert interval.begin <= interval.end <= interval.known
        assert interval.end - interval.begin <= pd.Timedelta(days=14)
        assert interval.begin.minute % 5 == interval.end.minute % 5 == interval.known.minute % 5 == 0


def test_shops_are_closed_at_night(random: np.random.Generator) -> None:
    hours = [draw_interval(2020, 5, "shop", "moment", random).begin.hour for _ in range(300)]
    assert np.mean([10 <= hour < 19 for hour in hours]) > 0.8
