import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.statistics.multiplicity import adjusted, next_threshold

# Benjamini & Hochberg (1995), section 4: fifteen tests of thrombolysis after myocardial infarction. At 5 % Bonferroni rejects three and
# Benjamini-Hochberg four
INFARCTION = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

FAMILIES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_published_example_rejects_four() -> None:
    assert np.count_nonzero(adjusted(INFARCTION) <= 0.05) == 4


def test_published_example_adjusted() -> None:
    # multipletests of statsmodels 0.15, fdr_bh and fdr_by
    hochberg = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486, 0.581182, 0.714875, 0.753231, 0.813214]
    yekutieli = [0.004977, 0.009955, 0.031523, 0.118212, 0.200089, 0.211893, 0.211893, 0.214026, 0.253845, 1, 1, 1, 1, 1, 1]
    assert adjusted(INFARCTION) == pytest.approx([*hochberg, 1], abs=1e-6)
    assert adjusted(INFARCTION, "by") == pytest.approx(yekutieli, abs=1e-6)


def test_a_test_that_was_not_done_is_not_in_the_family() -> None:
    found = adjusted([[0.01, math.nan], [0.04, math.nan]])
    assert np.array_equal(np.isnan(found), [[False, True], [False, True]])
    assert found[:, 0] == pytest.approx([0.02, 0.04])
    assert next_threshold([0.5, math.nan]) == pytest.approx(0.10)


@pytest.mark.parametrize("nothing", [[], [math.nan, math.nan]])
def test_an_empty_family_has_no_threshold(nothing: list[float]) -> None:
    assert np.isnan(adjusted(nothing)).all()
    assert math.isnan(next_threshold(nothing))


@given(st.permutations(INFARCTION))
def test_order_of_the_tests_does_not_matter(shuffled: list[float]) -> None:
    expected = dict(zip(INFARCTION, adjusted(INFARCTION), strict=True))
    assert adjusted(shuffled) == pytest.approx([expected[p] for p in shuffled])


def test_published_example_next_threshold() -> None:
    # four are rejected at 5 %, so the fifth of the fifteen needs 5 x 0.05 / 15; nine at 10 %
    assert next_threshold(INFARCTION, 0.05) == pytest.approx(0.05 / 3)
    assert next_threshold(INFARCTION) == pytest.approx(1 / 15)


@given(FAMILIES, st.floats(0.01, 0.5))
def test_a_test_just_below_the_threshold_is_called_out_too(family: list[float], rate: float) -> None:
    kept = [place for place, p in enumerate(adjusted(family)) if p > rate]
    for place in kept:
        changed = family.copy()
        changed[place] = next_threshold(family, rate) * (1 - 1e-9)
        assert adjusted(changed)[place] <= rate * (1 + 1e-12)
        # and what was called out still is
        assert np.count_nonzero(adjusted(changed) <= rate * (1 + 1e-12)) > len(family) - len(kept)


@given(FAMILIES, st.floats(0.01, 0.5))
def test_the_threshold_is_at_least_that_of_bonferroni_and_at_most_the_rate(family: list[float], rate: float) -> None:
    assert rate / len(family) <= next_threshold(family, rate) * (1 + 1e-12)
    assert next_threshold(family, rate) <= rate


def test_false_alarms_stay_at_the_rate() -> None:
    # 80 of 100 tests are null; without adjustment about 8 of these would be called out at 0.10
    random = np.random.default_rng(1)
    shares = []
    for _ in range(300):
        p = random.uniform(size=100)
        p[:20] **= 8
        called = adjusted(p) <= 0.10
        shares.append(called[20:].sum() / max(called.sum(), 1))
    assert 0.05 < np.mean(shares) <= 0.10


@pytest.mark.parametrize("p", [-0.1, 1.1])
def test_impossible_p_values_raise(p: float) -> None:
    with pytest.raises(ValueError, match="0 and 1"):
        adjusted([0.5, p])


@pytest.mark.parametrize("rate", [0.0, 1.0, 10.0])
def test_impossible_rates_raise(rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        next_threshold([0.5], rate)
