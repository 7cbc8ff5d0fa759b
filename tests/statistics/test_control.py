from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import geom

from ivp_analysis.statistics.control import Chart, g_chart, u_chart
from ivp_analysis.statistics.refusal import Refusal

# Montgomery, Introduction to Statistical Quality Control, u-chart of computers: nonconformities in 20 samples of 5 computers each
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
ALL = np.ones(20, dtype=bool)


def first(periods: int, total: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.arange(total) < periods


def test_u_chart_of_the_textbook() -> None:
    # centre 1.93, limits 0.07 and 3.79, no sample outside
    found = u_chart(COMPUTERS, np.full(20, 5), ALL)
    assert found.centre == pytest.approx(1.93)
    assert found.centre + (found.high[0] - found.centre) / found.sigma_z == pytest.approx(3.79, abs=0.005)
    assert found.expected == pytest.approx(9.65)
    assert not found.signal.any()


def test_a_series_that_varies_less_than_chance_gets_the_limits_of_chance() -> None:
    found = u_chart([25, 26] * 5, np.full(10, 1.0), np.ones(10, dtype=bool))
    assert (found.kind, found.sigma_z) == ("u", 1)
    assert (found.low[0], found.high[0]) == pytest.approx((25.5 - 3 * 25.5**0.5, 25.5 + 3 * 25.5**0.5))


def test_laney_widens_the_limits_by_the_moving_range_of_the_baseline() -> None:
    counts, exposures = np.array([100, 180, 120, 90, 60, 140, 70, 150, 400]), np.array([10, 12, 10, 11, 9, 10, 8, 12, 10.0])
    found = u_chart(counts, exposures, first(8, 9))
    # written out: centre 910 / 82; z = (u - centre) / sqrt(centre / n); sigma_z = mean |difference of z| / 1.128
    centre = 910 / 82
    z = [(count / size - centre) / (centre / size) ** 0.5 for count, size in zip(counts[:8], exposures[:8], strict=True)]
    sigma = sum(abs(later - earlier) for earlier, later in pairwise(z)) / 7 / 1.128
    assert sigma > 2
    assert found.kind == "laney"
    assert (found.centre, found.sigma_z) == pytest.approx((centre, sigma))
    reach = 3 * sigma * np.sqrt(centre / exposures)
    assert found.high == pytest.approx(centre + reach)
    assert found.low == pytest.approx(np.maximum(centre - reach, 0))
    assert list(np.flatnonzero(found.signal)) == [8]


def test_limits_follow_the_exposure_and_never_lie_below_zero() -> None:
    exposures = np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 0.2, 4.0])
    found = u_chart([8, 8, 8, 8, 8, 8, 8, 8, 2, 32], exposures, first(8, 10))
    assert found.low[8] == 0
    assert found.high[8] > found.high[0] > found.high[9]


def test_a_point_on_a_limit_is_no_signal() -> None:
    # centre 9, limits 0 and 18
    found = u_chart([9] * 8 + [0, 18, 19], np.ones(11), first(8, 11))
    assert list(np.flatnonzero(found.signal)) == [10]


def test_periods_after_the_baseline_do_not_move_the_limits() -> None:
    before = u_chart(COMPUTERS, np.full(20, 5), first(12, 20))
    after = u_chart([*COMPUTERS[:12], *[90] * 8], np.full(20, 5), first(12, 20))
    assert after.high == pytest.approx(before.high)
    assert after.signal[12:].all()
    assert after.high[0] != pytest.approx(u_chart(COMPUTERS, np.full(20, 5), ALL).high[0])


def test_missing_periods_have_no_limits_and_do_not_break_the_series() -> None:
    counts = [*COMPUTERS[:5], np.nan, 7, *COMPUTERS[5:]]
    exposures = [*[5.0] * 5, 5.0, np.nan, *[5.0] * 15]
    found = u_chart(counts, exposures, np.ones(22, dtype=bool))
    whole = u_chart(COMPUTERS, np.full(20, 5), ALL)
    assert (found.centre, found.sigma_z, found.expected) == pytest.approx((whole.centre, whole.sigma_z, whole.expected))
    assert np.isnan(found.high[5:7]).all()
    assert not found.signal.any()


@pytest.mark.parametrize(("mean", "periods"), [(6, 8), (10, 12), (30, 24), (200, 8)])
def test_series_under_control_give_few_false_alarms(mean: float, periods: int) -> None:
    random, alarms = np.random.default_rng(11), []
    for _ in range(1500):
        found = u_chart(random.poisson(mean, periods + 20), np.ones(periods + 20), first(periods, periods + 20), minimum=0)
        alarms.append(found.signal.mean())
    assert np.mean(alarms) <= 0.005


def test_a_doubled_rate_is_seen() -> None:
    random, seen = np.random.default_rng(12), []
    for _ in range(200):
        counts = np.append(random.poisson(20, 12), random.poisson(40))
        seen.append(u_chart(counts, np.ones(13), first(12, 13)).signal[-1])
    assert np.mean(seen) > 0.7


def assert_refused(found: Chart, reason: Refusal) -> None:
    assert found.reason == reason
    assert np.isnan([found.centre, found.sigma_z, *found.low, *found.high]).all()
    assert not found.signal.any()


def test_what_cannot_carry_a_chart_is_refused() -> None:
    assert_refused(u_chart(COMPUTERS, np.full(20, 5), first(7, 20)), Refusal.TOO_SHORT)
    assert_refused(u_chart(COMPUTERS, np.zeros(20), ALL), Refusal.NO_EXPOSURE)
    assert_refused(u_chart(np.zeros(20), np.full(20, 5), ALL), Refusal.TOO_FEW)
    thin = u_chart([4, 5] * 10, np.ones(20), ALL)
    assert_refused(thin, Refusal.TOO_FEW)
    assert thin.expected == 4.5
    assert u_chart([4, 5] * 10, np.ones(20), ALL, minimum=4).reason == Refusal.NONE


def test_every_argument_of_the_u_chart_changes_it() -> None:
    base = u_chart(COMPUTERS, np.full(20, 5), ALL)
    assert u_chart([11, *COMPUTERS[1:]], np.full(20, 5), ALL).centre != base.centre
    assert u_chart(COMPUTERS, np.full(20, 6), ALL).centre != base.centre
    assert u_chart(COMPUTERS, np.full(20, 5), first(10, 20)).centre != base.centre
    assert u_chart(COMPUTERS, np.full(20, 5), ALL, minimum=10).reason != base.reason


@pytest.mark.parametrize("mean", [2, 9, 30, 120, 900])
def test_limits_of_a_g_chart_are_quantiles_of_the_geometric_distribution(mean: int) -> None:
    found = g_chart(np.tile([mean - 1, mean + 1], 6))
    days = geom(1 / (1 + mean), loc=-1)
    low, high = found.low[0], found.high[0]
    assert (found.centre, found.kind) == (mean, "g")
    assert days.sf(high) <= 0.00135 < days.sf(high - 1)
    assert days.cdf(low - 1) <= 0.00135 < days.cdf(low)
    # one gap can be too short only when events are years apart
    assert (low > 0) == (mean > 740)


def test_a_long_quiet_time_is_seen_and_a_day_with_two_events_is_not() -> None:
    found = g_chart([*[12, 8, 10, 9, 11] * 4, 0, 90], baseline=first(20, 22))
    assert list(np.flatnonzero(found.signal)) == [21]


@pytest.mark.parametrize(("mean", "gaps", "most"), [(10, 10, 0.0075), (30, 20, 0.005), (100, 20, 0.005)])
def test_gaps_under_control_give_few_false_alarms(mean: float, gaps: int, most: float) -> None:
    random, later, itself = np.random.default_rng(13), [], []
    for _ in range(1500):
        series = random.geometric(1 / (1 + mean), gaps + 20) - 1
        later.append(g_chart(series, baseline=first(gaps, gaps + 20)).signal[gaps:].mean())
        itself.append(g_chart(series).signal.mean())
    assert np.mean(later) <= most
    assert np.mean(itself) <= 0.002


def test_few_gaps_are_refused() -> None:
    assert_refused(g_chart([5] * 9), Refusal.TOO_FEW)
    assert_refused(g_chart([5] * 9 + [np.nan]), Refusal.TOO_FEW)
    assert_refused(g_chart([5] * 20, baseline=first(9, 20)), Refusal.TOO_FEW)
    assert_refused(g_chart([0] * 20), Refusal.TOO_FEW)
    assert g_chart([5] * 10).reason == Refusal.NONE


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        u_chart([-1] * 20, np.ones(20), ALL)
    with pytest.raises(ValueError, match="equal length"):
        u_chart([1] * 20, np.ones(20), first(3, 5))
    with pytest.raises(ValueError, match="whole numbers"):
        g_chart([1.5] * 20)
    with pytest.raises(ValueError, match="equal length"):
        g_chart([1] * 20, baseline=first(3, 5))
