import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind, ttest_ind_from_stats

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.survey import differences as room
from ivp_analysis.statistics.survey.differences import Differences, differences

SPREADS = st.floats(0.01, 5)
SIZES = st.integers(12, 300)


def numbers(found: Differences) -> list[float]:
    return [float(part[0]) for part in (found.difference, found.error, found.low, found.high, found.p)]


def test_welchs_test_of_a_published_example() -> None:
    # "sleep" of R (Student 1908), t.test(extra ~ group): t = -1.8608, df = 17.776, p = 0.07939, -3.3654832 to 0.2054832
    one, other = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    parts = [(np.mean(each), np.var(each, ddof=1) / 10, 9) for each in (one, other)]
    difference, error, low, high, p = numbers(differences(*parts[0], *parts[1], minimum=9))
    assert difference / error == pytest.approx(-1.8608, abs=5e-5)
    assert p == pytest.approx(0.07939, abs=5e-6)
    assert (low, high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


@given(st.floats(-3, 3), SPREADS, SIZES, st.floats(-3, 3), SPREADS, SIZES, st.floats(0.5, 0.99))
def test_equals_another_implementation(
    value: float, spread: float, size: int, before: float, spread_before: float, size_before: int, level: float
) -> None:
    found = differences(value, spread**2 / size, size - 1, before, spread_before**2 / size_before, size_before - 1, level=level)
    other = ttest_ind_from_stats(value, spread, size, before, spread_before, size_before, equal_var=False)
    assert found.p[0] == pytest.approx(other.pvalue, rel=1e-6, abs=1e-12)
    assert found.difference[0] == value - before


def test_interval_equals_another_implementation() -> None:
    random = np.random.default_rng(4)
    one, other = random.normal(5, 2, 30), random.normal(4, 1, 50)
    found = differences(one.mean(), one.var(ddof=1) / 30, 29, other.mean(), other.var(ddof=1) / 50, 49, level=0.9)
    assert (found.low[0], found.high[0]) == pytest.approx(ttest_ind(one, other, equal_var=False).confidence_interval(0.9))


@given(st.floats(-3, 3), SPREADS, st.floats(10, 500), st.floats(0.5, 0.99))
def test_p_is_small_exactly_when_the_interval_leaves_out_zero(difference: float, variance: float, degrees: float, level: float) -> None:
    found = room.tested(difference, variance, degrees, level=level)
    if abs(found.p[0] - (1 - level)) > 1e-9:
        assert (found.p[0] < 1 - level) == (not found.low[0] <= 0 <= found.high[0])


def test_the_earlier_against_the_later_is_the_opposite() -> None:
    difference, error, low, high, p = numbers(differences(3, 0.2, 40, 2, 0.1, 60))
    assert numbers(differences(2, 0.1, 60, 3, 0.2, 40)) == pytest.approx([-difference, error, -high, -low, p])


def test_a_survey_without_error_leaves_the_test_of_the_other() -> None:
    found, alone = differences(3, 0.2, 40, 2, 1e-12, 40), room.tested(1, 0.2, 40)
    assert numbers(found) == pytest.approx(numbers(alone), rel=1e-6)


def test_reasons_for_no_comparison() -> None:
    nan = math.nan
    rows = [
        ((3, 0.2, 40, 2, 0.1, 60), Refusal.NONE),
        ((3, 0.2, 40, nan, nan, 0), Refusal.NO_REFERENCE),
        ((nan, 0.2, 40, nan, 0.1, 60), Refusal.NO_REFERENCE),
        ((nan, nan, 0, 2, 0.1, 60), Refusal.TOO_FEW),
        ((3, nan, 40, 2, 0.1, 60), Refusal.TOO_FEW),
        ((3, 0.2, 9, 2, 0.1, 60), Refusal.TOO_FEW),
        ((3, 0.2, 40, 2, 0.1, 9), Refusal.TOO_FEW),
        ((3, 0.0, 40, 2, 0.1, 60), Refusal.TOO_FEW),
        ((3, 0.2, 40, 2, 0.0, 60), Refusal.TOO_FEW),
    ]
    found = differences(*np.array([row[0] for row in rows]).T)
    assert [*found.reason] == [row[1] for row in rows]
    for part in (found.difference, found.error, found.low, found.high, found.p):
        assert np.array_equal(np.isnan(part), found.reason != Refusal.NONE)
    assert room.tested([1, nan, 1, 1], [0.2, 0.2, 0, 0.2], [40, 40, 40, 9]).reason.tolist() == [Refusal.NONE, *[Refusal.TOO_FEW] * 3]


def test_every_argument_changes_the_result() -> None:
    given = [3.0, 0.2, 40.0, 2.0, 0.1, 60.0]
    base = differences(*given).high[0]
    for place in range(6):
        changed = given.copy()
        changed[place] += 0.05
        assert differences(*changed).high[0] != base
    assert differences(*given, level=0.9).high[0] < base
    assert differences(*given, minimum=41).reason[0] == Refusal.TOO_FEW
    own = room.tested(1, 0.2, 40).high[0]
    assert own not in {room.tested(*other).high[0] for other in ((2, 0.2, 40), (1, 0.3, 40), (1, 0.2, 41))}
    assert room.tested(1, 0.2, 40, level=0.9).high[0] < own
    assert room.tested(1, 0.2, 40, minimum=41).reason[0] == Refusal.TOO_FEW


def test_no_row_is_no_comparison() -> None:
    assert differences([], [], [], [], [], []).p.shape == (0,)


def test_impossible_input_raises() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        differences(3, 0.2, 40, 2, -0.1, 60)
    with pytest.raises(ValueError, match="zero or more"):
        room.tested(1, -0.2, 40)
    with pytest.raises(ValueError, match="between 0 and 1"):
        room.tested(1, 0.2, 40, level=95)
