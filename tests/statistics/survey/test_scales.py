import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.statistics.survey.scales import scores

nan = np.nan


def test_scores_by_the_published_recoding_of_five_point_items() -> None:
    # VNG, Protocol Burgerpeiling (2020): items to 0-4, high is good, mean times 10 / 4. Here 1 is "fully agree", and the second reversed
    items = [[1, 5, 2], [5, 1, 5], [3, 3, 3], [2, 2, 4]]
    recoded = np.array([[4, 4, 3], [0, 0, 0], [2, 2, 2], [3, 1, 1]])
    found = scores(items, [1, 1, 1], [5, 5, 5], [True, False, True])
    assert found == pytest.approx(recoded.mean(axis=1) * 10 / 4)


def test_each_item_has_its_own_range() -> None:
    # 0-10 can be reached on both, and the middle of each is 5
    assert list(scores([[3, 10], [1, 0], [2, 5]], [1, 0], [3, 10], [False, False])) == [10, 0, 5]
    assert scores([[4, 2]], [1, 1], [5, 4], [False, False])[0] == pytest.approx((7.5 + 10 / 3) / 2)


def test_half_of_the_items_must_be_answered() -> None:
    items = [[5, nan, nan, 5], [5, nan, nan, nan], [nan] * 4]
    assert list(np.nan_to_num(scores(items, [1] * 4, [5] * 4, [False] * 4), nan=-1)) == [10, -1, -1]
    assert np.isnan(scores([[5, nan, nan]], [1] * 3, [5] * 3, [False] * 3)).all()
    assert list(scores([[5, 5, nan]], [1] * 3, [5] * 3, [False] * 3)) == [10]


@given(st.lists(st.lists(st.integers(1, 7), min_size=3, max_size=3), min_size=1, max_size=20), st.permutations(range(3)))
def test_scores_lie_between_0_and_10_turn_round_and_do_not_depend_on_order(items: list[list[int]], order: list[int]) -> None:
    turned = np.array([True, False, True])
    found = scores(items, [1, 0, 1], [7, 7, 9], turned)
    assert np.all((found >= 0) & (found <= 10))
    assert scores(items, [1, 0, 1], [7, 7, 9], ~turned) == pytest.approx(10 - found)
    moved = scores(np.array(items)[:, order], np.array([1, 0, 1])[order], np.array([7, 7, 9])[order], turned[order])
    assert moved == pytest.approx(found)


def test_every_argument_changes_the_score() -> None:
    base = scores([[2, 4]], [1, 1], [5, 5], [False, False])[0]
    assert scores([[3, 4]], [1, 1], [5, 5], [False, False])[0] != base
    assert scores([[2, 4]], [0, 1], [5, 5], [False, False])[0] != base
    assert scores([[2, 4]], [1, 1], [5, 6], [False, False])[0] != base
    assert scores([[2, 3]], [1, 1], [5, 5], [True, False])[0] != scores([[2, 3]], [1, 1], [5, 5], [False, False])[0]


def test_impossible_items_are_refused() -> None:
    with pytest.raises(ValueError, match="outside the range"):
        scores([[6.0]], [1], [5], [False])
    with pytest.raises(ValueError, match="above its lowest"):
        scores([[1.0]], [1], [1], [False])
    with pytest.raises(ValueError, match="a range and a direction"):
        scores([[1.0, 2.0]], [1], [5], [False])
