import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.reporting import Completeness, at_equal_lag, completeness


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.5, 0.99))
def test_interval_is_exact_where_registrations_came_in(early: int, more: int, level: float) -> None:
    late = early + more
    found = completeness([early], [late], level=level, minimum=0)
    if late:
        exact = binomtest(early, late).proportion_ci(level, method="exact")
        assert found.share == early / late
        assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-9)
    else:
        assert found.reason == Refusal.TOO_FEW


def test_months_are_added_up() -> None:
    assert completeness([40, 30, 20], [44, 30, 26]) == completeness([90], [100])
    assert completeness([20, 40, 30], [26, 44, 30]) == completeness([90], [100])


def test_when_registrations_were_withdrawn_the_share_is_above_one() -> None:
    found = completeness([104], [100])
    # 100 of 104 are left: between 90.4 and 98.9 % by Clopper and Pearson
    left = binomtest(100, 104).proportion_ci(method="exact")
    assert found.share == pytest.approx(1.04)
    assert found.high == pytest.approx(1 / left.low)
    # that some went does not show that none came
    assert found.low == pytest.approx(completeness([100], [100]).low)
    assert found.low < 1


def test_interval_does_not_jump_where_as_many_came_in_as_went() -> None:
    found = [completeness([early], [1000]) for early in range(990, 1011)]
    for limit in ([item.low for item in found], [item.high for item in found]):
        assert np.all(np.diff(limit) >= 0)
        assert np.max(np.diff(limit)) < 0.006


@given(st.integers(0, 2000), st.integers(30, 2000))
def test_share_lies_within_its_interval(early: int, late: int) -> None:
    found = completeness([early], [late])
    assert 0 <= found.low <= found.share <= found.high


@pytest.mark.parametrize(("share", "withdrawn"), [(0.9, 0.0), (0.97, 0.0), (1.0, 0.05)])
def test_interval_covers_at_least_what_it_says(share: float, withdrawn: float) -> None:
    random, covered = np.random.default_rng(14), []
    for _ in range(1000):
        if withdrawn:
            early = random.poisson(150)
            late, true = random.binomial(early, 1 - withdrawn), 1 / (1 - withdrawn)
        else:
            late = random.poisson(150)
            early, true = random.binomial(late, share), share
        found = completeness([early], [late])
        covered.append(found.low <= true <= found.high)
    assert np.mean(covered) >= 0.95


def test_months_that_miss_in_one_snapshot_are_left_out_of_both() -> None:
    assert completeness([40, math.nan, 50], [44, 60, math.nan]) == completeness([40], [44])


def test_what_cannot_be_compared_is_refused() -> None:
    assert completeness([], []).reason == Refusal.NO_SNAPSHOT
    assert completeness([math.nan, 4], [40, math.nan]).reason == Refusal.NO_SNAPSHOT
    thin = completeness([28], [29])
    assert thin.reason == Refusal.TOO_FEW
    assert np.isnan([thin.share, thin.low, thin.high]).all()
    assert completeness([28], [29], minimum=29).reason == Refusal.NONE


def test_count_at_equal_lag_is_the_count_over_the_share() -> None:
    found = completeness([190], [200])
    value, low, high = at_equal_lag(76, found)
    assert value == pytest.approx(80)
    assert (low, high) == pytest.approx((76 / found.high, 76 / found.low))
    assert low < value < high


def test_a_complete_snapshot_leaves_the_count_and_some_doubt_upwards() -> None:
    value, low, high = at_equal_lag(76, completeness([200], [200]))
    assert (value, low) == (76, 76)
    assert 76 < high < 78


def test_without_a_share_there_is_no_expected_count() -> None:
    assert np.isnan(at_equal_lag(76, completeness([], []))).all()
    assert np.isnan(at_equal_lag(76, completeness([0], [40]))).all()
    assert np.isnan(at_equal_lag(math.nan, completeness([190], [200]))).all()
    assert at_equal_lag(0, completeness([190], [200])) == (0, 0, 0)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        completeness([-1], [40])
    with pytest.raises(ValueError, match="same months"):
        completeness([1, 2], [40])
    with pytest.raises(ValueError, match="between 0 and 1"):
        completeness([39], [40], level=95)
    with pytest.raises(ValueError, match="whole numbers"):
        at_equal_lag(1.5, Completeness(1, 1, 1))


def test_every_argument_changes_the_result() -> None:
    base = completeness([90], [100])
    assert completeness([91], [100]).low != base.low
    assert completeness([90], [101]).low != base.low
    assert completeness([90], [100], level=0.9).low != base.low
    assert completeness([90], [100], minimum=101).reason != base.reason
    assert at_equal_lag(50, base) != at_equal_lag(51, base)
    assert at_equal_lag(50, base) != at_equal_lag(50, completeness([91], [100]))
