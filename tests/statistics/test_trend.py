import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.trend import trend

YEARS = np.arange(2012, 2025)
INHABITANTS = [27800, 27850, 27900, 27950, 28000, 28100, 28200, 28300, 28450, 28600, 28750, 28900, 29100]

# statsmodels 0.15: GLM, Poisson, offset log(inhabitants), a dummy for each of 2020 and 2021, fit(scale="X2"), and where the dispersion is
# below 1 fit(scale=1.0); interval and p-value from the t distribution with df_resid: change, low, high, p, dispersion
FITTED = {
    "falling": (
        [61, 55, 58, 47, 52, 40, 44, 39, 21, 18, 37, 35, 33],
        (0.947169545503655, 0.921930913382144, 0.9730991063510812, 0.001393454817693229, 0.22185151632880495),
    ),
    "restless": (
        [12, 30, 9, 25, 14, 31, 22, 11, 40, 52, 27, 13, 35],
        (1.0265690979707713, 0.9492785896562344, 1.1101526194645928, 0.467933684922269, 4.276388164663696),
    ),
    "quiet": (
        [20, 21, 20, 22, 21, 22, 23, 22, 5, 60, 23, 24, 24],
        (1.0105337003447674, 0.9737980484193528, 1.0486551715625656, 0.5380366440717889, 0.017427446410153657),
    ),
}


def one(counts: Sequence[float], **options: object) -> list[float]:
    found = trend(counts, INHABITANTS, YEARS, **options)  # type: ignore[arg-type]
    return [float(part[0]) for part in (found.change, found.low, found.high, found.p, found.dispersion)]


@pytest.mark.parametrize("name", FITTED)
def test_fit_equals_a_generalized_linear_model_with_dummies(name: str) -> None:
    counts, expected = FITTED[name]
    assert one(counts) == pytest.approx(expected, rel=1e-8)


def test_series_of_one_call_do_not_touch_each_other() -> None:
    counts, expected = zip(*FITTED.values(), strict=True)
    found = trend(counts, INHABITANTS, YEARS)
    assert found.change == pytest.approx([each[0] for each in expected])
    assert found.p == pytest.approx([each[3] for each in expected])
    assert [*found.points] == [11, 11, 11]
    backwards = trend(counts[::-1], INHABITANTS, YEARS)
    assert np.array_equal(backwards.high, found.high[::-1])


def test_years_apart_say_nothing_about_the_trend() -> None:
    counts = [*FITTED["falling"][0]]
    changed = counts.copy()
    changed[8:10] = [500, 0]
    assert one(changed) == one(counts)
    assert one(counts, apart=()) != one(counts)
    left_out: list[float] = [*counts]
    left_out[8:10] = [math.nan, math.nan]
    assert one(left_out, apart=()) == one(counts)


@given(st.permutations(range(YEARS.size)))
@settings(max_examples=20)
def test_order_of_the_years_does_not_matter(order: list[int]) -> None:
    counts, expected = FITTED["restless"]
    found = trend(np.array(counts)[order], np.array(INHABITANTS)[order], YEARS[order])
    assert found.change[0] == pytest.approx(expected[0])
    assert found.high[0] == pytest.approx(expected[2])


@given(st.floats(0.7, 1.4), st.floats(1e-3, 1e3))
@settings(max_examples=50)
def test_a_growing_denominator_takes_its_growth_out_of_the_trend(growth: float, unit: float) -> None:
    counts, expected = FITTED["falling"]
    found = trend(counts, unit * np.array(INHABITANTS) * growth ** (YEARS - 2018.0), YEARS)
    assert found.change[0] == pytest.approx(expected[0] / growth, rel=1e-6)
    assert found.dispersion[0] == pytest.approx(expected[4], rel=1e-6)


@pytest.mark.parametrize(("first", "last"), [(1, 10**6), (10**6, 1)])
def test_steep_series_converge(first: int, last: int) -> None:
    # the best fit has the observed mean year
    counts = np.zeros((1, 10))
    counts[0, 0], counts[0, 9] = first, last
    found = trend(counts, 1.0, np.arange(10), minimum_mean=0)
    weights = found.change[0] ** np.arange(10)
    assert weights @ np.arange(10) / weights.sum() == pytest.approx(counts[0] @ np.arange(10) / counts.sum(), abs=1e-9)


def test_a_denominator_that_leaps_does_not_throw_the_search_off() -> None:
    # with equal rates nearly everything would be expected in the last year, so the first step must go far, and not too far
    exposures = np.array([*[1.0] * 9, 1e8])
    found = trend([50, *[0] * 8, 50], exposures, np.arange(10))
    weights = exposures * found.change[0] ** np.arange(10)
    assert weights @ np.arange(10) / weights.sum() == pytest.approx(4.5, abs=1e-9)


def test_no_observation_at_all_is_too_few_whatever_the_minimum() -> None:
    assert trend([0] * 10, 1.0, np.arange(10), minimum_mean=0).reason[0] == Refusal.TOO_FEW


@pytest.mark.parametrize("size", [math.inf, 10.0, 3.0])
@pytest.mark.parametrize("points", [8, 12])
def test_no_trend_is_seen_in_at_most_one_of_twenty_series_without_one(points: int, size: float) -> None:
    random = np.random.default_rng(5)
    means = 20 * np.linspace(0.8, 1.2, points)
    scatter = 1.0 if math.isinf(size) else random.gamma(size, 1 / size, (8000, points))
    found = trend(random.poisson(means * scatter, (8000, points)), means, np.arange(points))
    # three standard errors of a share of 5 % in 8,000 draws
    assert 0.003 < (found.p < 0.05).mean() < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 8000)


@pytest.mark.parametrize("size", [math.inf, 5.0])
@pytest.mark.parametrize("change", [0.9, 1.05])
def test_interval_covers_the_trend_at_least_as_often_as_it_says(change: float, size: float) -> None:
    random = np.random.default_rng(6)
    means = 40 * change ** np.arange(10.0)
    scatter = 1.0 if math.isinf(size) else random.gamma(size, 1 / size, (8000, 10))
    found = trend(random.poisson(means * scatter, (8000, 10)), 1.0, np.arange(10))
    covered = (found.low <= change) & (change <= found.high)
    assert covered.mean() > 0.95 - 3 * math.sqrt(0.05 * 0.95 / 8000)


@given(st.lists(st.integers(0, 60), min_size=13, max_size=13), st.floats(0.5, 0.99))
def test_p_and_interval_agree(counts: list[int], level: float) -> None:
    found = trend(counts, INHABITANTS, YEARS, level=level, minimum_mean=0)
    if found.reason[0] == Refusal.NONE and abs(found.p[0] - (1 - level)) > 1e-9:
        assert (found.p[0] < 1 - level) == (not found.low[0] <= 1 <= found.high[0])


def test_reasons_for_no_trend() -> None:
    enough = [9.0] * 10
    missing = [*enough[:7], *[math.nan] * 3]
    counts = [enough, missing, [*missing[:7], 9, math.nan, math.nan], [4.0] * 10, [0.0] * 10, [*[0.0] * 9, 90], [90, *[0.0] * 9], enough]
    exposures = np.full((8, 10), 1000.0)
    exposures[7, [2, 5, 6]] = math.nan, 0, -1
    found = trend(counts, exposures, np.arange(10))
    short, few = Refusal.TOO_SHORT, Refusal.TOO_FEW
    assert [*found.reason] == [Refusal.NONE, short, Refusal.NONE, few, few, short, short, Refusal.NO_EXPOSURE]
    assert [*found.points] == [10, 7, 8, 10, 10, 10, 10, 7]
    refused = found.reason != Refusal.NONE
    for part in (found.change, found.low, found.high, found.p, found.dispersion):
        assert np.array_equal(np.isnan(part), refused)


def test_a_year_without_inhabitants_is_left_out() -> None:
    counts, exposures = np.array(FITTED["restless"][0], dtype=float), np.array(INHABITANTS, dtype=float)
    counts[3], exposures[5] = math.nan, math.nan
    kept = np.delete(np.arange(13), [3, 5])
    assert trend(counts, exposures, YEARS).change == pytest.approx(trend(counts[kept], exposures[kept], YEARS[kept]).change)


def test_every_argument_changes_the_result() -> None:
    counts = FITTED["restless"][0]
    base = one(counts)
    assert one([*counts[:-1], 36]) != base
    assert one(counts, level=0.9)[1] > base[1]
    assert one(counts, apart=(2020,)) != base
    assert one(counts, minimum_points=11) == base
    assert np.isnan(one(counts, minimum_points=12)).all()
    assert np.isnan(one(counts, minimum_mean=21)).all()
    assert trend(counts, INHABITANTS[::-1], YEARS).change[0] != base[0]
    assert trend(counts, INHABITANTS, YEARS / 2, apart=(1010, 1010.5)).change[0] == pytest.approx(base[0] ** 2)


def test_no_series_is_no_trend() -> None:
    assert trend(np.empty((0, 13)), INHABITANTS, YEARS).change.shape == (0,)


@pytest.mark.parametrize(("years", "message"), [([2019, 2020, 2020], "once"), ([2019, 2020], "shape"), ([[1, 2, 3]], "shape")])
def test_years_that_do_not_fit_raise(years: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        trend([1, 2, 3], 1.0, years)


def test_impossible_counts_and_levels_raise() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        trend([1, 2, -3], 1.0, [1, 2, 3])
    with pytest.raises(ValueError, match="between 0 and 1"):
        trend([1, 2, 3], 1.0, [1, 2, 3], level=95)
