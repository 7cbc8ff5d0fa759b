import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from ivp_analysis.statistics.rates import garwood_interval, rates

# Ulm, K. (1990). American Journal of Epidemiology 131, 373-375, and the tables in Garwood (1936)
PUBLISHED = {
    0: (0.0, 3.689),
    1: (0.0253, 5.572),
    2: (0.242, 7.225),
    5: (1.623, 11.668),
    10: (4.795, 18.390),
    20: (12.217, 30.888),
    100: (81.364, 121.627),
}


@pytest.mark.parametrize(("count", "limits"), PUBLISHED.items())
def test_interval_equals_published_limits(count: int, limits: tuple[float, float]) -> None:
    low, high = garwood_interval([count])
    assert low[0] == pytest.approx(limits[0], abs=6e-4)
    assert high[0] == pytest.approx(limits[1], abs=6e-4)


@given(st.integers(1, 500), st.floats(0.5, 0.99))
def test_each_tail_outside_the_interval_has_half_of_the_error(count: int, level: float) -> None:
    low, high = garwood_interval([count], level)
    tail = (1 - level) / 2
    assert poisson.sf(count - 1, low[0]) == pytest.approx(tail, rel=1e-6)
    assert poisson.cdf(count, high[0]) == pytest.approx(tail, rel=1e-6)


@pytest.mark.parametrize("mean", [0.3, 2.0, 8.5, 40.0])
def test_interval_covers_at_least_what_it_says(mean: float) -> None:
    counts = np.arange(0, 200)
    low, high = garwood_interval(counts)
    covered = (low <= mean) & (mean <= high)
    assert poisson.pmf(counts, mean)[covered].sum() >= 0.95


@pytest.mark.parametrize("counts", [[-1], [1.5]])
def test_impossible_counts_are_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        garwood_interval(counts)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_impossible_levels_are_refused(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        garwood_interval([3], level)


def test_rate_per_thousand_inhabitants() -> None:
    found = rates([40], [28_000])
    assert found.rate[0] == pytest.approx(40 / 28)
    assert (found.low[0], found.high[0]) == pytest.approx((28.577 / 28, 54.469 / 28), abs=1e-4)


def test_rate_without_inhabitants_is_absent_and_not_zero() -> None:
    found = rates([3, 3], [math.nan, 0])
    assert np.isnan([*found.rate, *found.low, *found.high]).all()


def test_every_argument_changes_the_result() -> None:
    base = rates([7], [1000]).high[0]
    assert rates([8], [1000]).high[0] != base
    assert rates([7], [2000]).high[0] != base
    assert rates([7], [1000], level=0.9).high[0] != base
    assert rates([7], [1000], per=100).high[0] != base
