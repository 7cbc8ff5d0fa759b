import math

import numpy as np
import pytest

from ivp_analysis.statistics.refusal import Refusal, reasons, tail_of, usable, whole_counts


def test_only_the_empty_reason_means_that_a_statistic_is_given() -> None:
    assert [reason for reason in Refusal if not reason] == [Refusal.NONE]
    assert len(Refusal) > 1


def test_the_first_reason_that_holds_is_told() -> None:
    few, without = np.array([True, True, False]), np.array([False, True, False])
    found = reasons((without, Refusal.NO_EXPOSURE), (few, Refusal.TOO_FEW))
    assert [*found] == [Refusal.TOO_FEW, Refusal.NO_EXPOSURE, Refusal.NONE]
    assert all(isinstance(reason, Refusal) for reason in found)


def test_missing_counts_stay_missing() -> None:
    assert np.array_equal(whole_counts([3, math.nan, 0]), [3, math.nan, 0], equal_nan=True)


@pytest.mark.parametrize("count", [-1, 2.5, -math.inf])
def test_impossible_counts_raise(count: float) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        whole_counts([1, count])


def test_half_of_the_error_lies_in_each_tail() -> None:
    assert tail_of(0.9) == pytest.approx(0.05)


@pytest.mark.parametrize("level", [0, 1, 95, math.nan])
def test_impossible_levels_raise(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        tail_of(level)


def test_a_rate_needs_a_denominator_that_is_there_and_above_zero() -> None:
    assert [*usable(np.array([1e-9, 0, -1, math.nan, math.inf]))] == [True, False, False, False, False]
