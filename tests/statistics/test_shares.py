import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.shares import shares


def test_interval_equals_a_published_one() -> None:
    # 81 of 263 (Newcombe 1998, Statistics in Medicine 17, 857-872, table I: exact method 0.2527 to 0.3676)
    found = shares([81], [263])
    assert found.low[0] == pytest.approx(0.2527, abs=6e-5)
    assert found.high[0] == pytest.approx(0.3676, abs=6e-5)


@given(st.integers(10, 300), st.floats(0, 1), st.floats(0.5, 0.99))
def test_interval_equals_that_of_another_implementation(total: int, place: float, level: float) -> None:
    part = round(total * place)
    found = shares([part], [total], level=level)
    other = binomtest(part, total).proportion_ci(level, method="exact")
    assert (found.low[0], found.high[0]) == pytest.approx((other.low, other.high), abs=1e-9)


@pytest.mark.parametrize("share", [0.03, 0.3, 0.5])
def test_interval_covers_at_least_what_it_says(share: float) -> None:
    parts = np.arange(41)
    found = shares(parts, np.full(41, 40))
    covered = (found.low <= share) & (share <= found.high)
    assert binom.pmf(parts, 40, share)[covered].sum() >= 0.95


def test_few_observations_and_missing_ones_are_refused() -> None:
    found = shares([3, np.nan, 3], [9, 20, 30])
    assert found.reason.tolist() == [Refusal.TOO_FEW, Refusal.NO_REFERENCE, Refusal.NONE]
    assert np.isnan(found.share).tolist() == [True, True, False]


def test_a_part_larger_than_the_whole_is_an_error() -> None:
    with pytest.raises(ValueError, match="larger than its total"):
        shares([12], [11])


def test_every_argument_changes_the_result() -> None:
    base = shares([7], [20])
    assert shares([8], [20]).high[0] != base.high[0]
    assert shares([7], [21]).high[0] != base.high[0]
    assert shares([7], [20], level=0.9).high[0] != base.high[0]
    assert shares([7], [20], minimum=21).reason[0] == Refusal.TOO_FEW
