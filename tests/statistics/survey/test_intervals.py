import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm, t

from ivp_analysis.statistics.survey.intervals import around, detectable, effective_of, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_equal_published_ones(part: int, whole: int, low: float, high: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    assert wilson(part / whole, whole) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 300), st.floats(0, 1), st.floats(0.5, 0.99))
def test_interval_equals_that_of_another_implementation(whole: int, place: float, level: float) -> None:
    part = round(whole * place)
    other = binomtest(part, whole).proportion_ci(level, method="wilson")
    assert wilson(part / whole, whole, level=level) == pytest.approx((other.low, other.high), abs=1e-9)


@given(st.floats(0, 1), st.floats(0.5, 1000))
def test_interval_holds_the_share_and_is_that_of_the_complement_turned_round(share: float, effective: float) -> None:
    low, high = wilson(share, effective)
    assert 0 <= low <= share <= high <= 1
    assert wilson(1 - share, effective) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_effective_number_is_that_of_the_design_and_no_more_than_the_weights_allow() -> None:
    # 0.2 * 0.8 / 0.004 = 40 answers; a variance of 0.001 says 160, of which the weights allow 90
    assert list(effective_of([0.2, 0.2], [0.004, 0.001], [90, 90])) == pytest.approx([40, 90])


def test_where_the_variance_says_nothing_the_weights_are_all_there_is() -> None:
    assert list(effective_of([0, 1, 0.3, 0.3, 1], [0, 0, 0, np.nan, 1e-32], 50)) == [50] * 5


def test_without_answers_there_is_no_interval() -> None:
    low, high = wilson([np.nan, 0.3, 0.3], [20, 0, np.nan])
    assert np.isnan([low, high]).all()
    low, high = around([1.0, 1.0, np.nan], [1.0, np.nan, 1.0], [0, 9, 9])
    assert np.isnan([low, high]).all()


@given(st.floats(-5, 5), st.floats(0.01, 9), st.floats(1, 500), st.floats(0.5, 0.99))
def test_interval_of_a_mean_is_that_of_students_t(value: float, variance: float, degrees: float, level: float) -> None:
    assert around(value, variance, degrees, level=level) == pytest.approx(t.interval(level, degrees, value, np.sqrt(variance)), abs=1e-6)


def test_published_quantile_of_t() -> None:
    # tables of Student's t: 2.228 with 10 degrees of freedom
    low, high = around(0, 1, 10)
    assert (round(float(low), 3), round(float(high), 3)) == (-2.228, 2.228)


def test_published_detectable_change() -> None:
    # 67 and 42 answers with a design effect of 1.3, a share of one half: 31 percentage points; 500 and 318: 11
    found = detectable(1.3 * 0.25 / np.array([67, 500]), 1.3 * 0.25 / np.array([42, 318]))
    assert np.round(100 * found).tolist() == [31, 11]


@given(st.floats(0.01, 4), st.floats(0, 4), st.floats(0.8, 0.99), st.floats(0.5, 0.95))
def test_detectable_difference_is_found_with_the_power(one: float, other: float, level: float, power: float) -> None:
    gap, error = detectable(one, other, level=level, power=power), np.sqrt(one + other)
    limit = norm.ppf(1 - (1 - level) / 2) * error
    assert norm.sf(limit, gap, error) == pytest.approx(power)


def test_every_argument_changes_the_result() -> None:
    assert wilson(0.3, 50)[0] != wilson(0.4, 50)[0] != wilson(0.4, 60)[0] != wilson(0.4, 60, level=0.9)[0]
    assert around(1, 2, 9)[0] != around(2, 2, 9)[0] != around(2, 3, 9)[0] != around(2, 3, 8)[0] != around(2, 3, 8, level=0.9)[0]
    assert detectable(1, 1) != detectable(2, 1) != detectable(2, 3) != detectable(2, 3, level=0.9) != detectable(2, 3, level=0.9, power=0.9)
    assert effective_of(0.2, 0.01, 90) != effective_of(0.3, 0.01, 90) != effective_of(0.3, 0.02, 90) != effective_of(0.3, 0.02, 5)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="shares must lie"):
        wilson(30, 50)
    with pytest.raises(ValueError, match="level must lie"):
        wilson(0.3, 50, level=95)
    for variance in ([-1.0], [1.0, -0.1]):
        with pytest.raises(ValueError, match="zero or more"):
            around(0.0, variance, 9)
        with pytest.raises(ValueError, match="zero or more"):
            detectable(variance, 0)
    with pytest.raises(ValueError, match="power must lie"):
        detectable(1, 1, power=80)
