import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp_analysis.statistics.refusal import Floats
from ivp_analysis.statistics.survey.weights import Codes, effective_size, kish, rake

Margins = list[tuple[Codes, Floats]]


def drawn(seed: int, size: int = 300) -> Margins:
    """Respondents in two margins, 6 x 4 and 4 x 2 cells of one population that differs from them."""
    random = np.random.default_rng(seed)
    village, age, sex = (random.permutation(np.arange(size) % count) for count in (6, 4, 2))
    population = random.uniform(20, 400, (6, 4, 2))
    return [(village * 4 + age, population.sum(axis=2).ravel()), (age * 2 + sex, population.sum(axis=0).ravel())]


def sums(weights: Floats, margin: tuple[Codes, Floats]) -> Floats:
    there = margin[0] >= 0
    return np.asarray(np.bincount(margin[0][there], weights[there], margin[1].size), dtype=np.float64)


def table(cells: list[list[int]]) -> tuple[Codes, Codes]:
    """Rows and columns of respondents, as many in each cell as the table says."""
    rows, columns = np.indices(np.shape(cells))
    return tuple(np.repeat(part.ravel(), np.ravel(cells)) for part in (rows, columns))  # type: ignore[return-value]


def test_raking_of_a_table_by_hand() -> None:
    # first the columns: 3/2, 1/2; then the rows of 15 + 10 and 15 + 10 come to 40 and 10: 8/5 and 2/5, which leaves the columns right
    rows, columns = table([[10, 20], [10, 20]])
    found = rake(np.ones(60), [(columns, np.array([30.0, 20.0])), (rows, np.array([40.0, 10.0]))])
    assert found.converged
    assert found.weights == pytest.approx(np.where(columns == 0, 1.5, 0.5) * np.where(rows == 0, 1.6, 0.4))
    assert found.largest_before == pytest.approx(2.4 / (50 / 60))
    assert not found.trimmed.any()


def test_one_margin_is_poststratification() -> None:
    cells = np.array([0, 0, 0, 1])
    found = rake([1.0, 2.0, 3.0, 1.0], [(cells, [12.0, 5.0])])
    assert list(found.weights) == [2, 4, 6, 5]


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_margins_are_met_with_a_factor_for_each_cell(seed: int) -> None:
    margins = drawn(seed)
    found = rake(np.ones(300), margins)
    assert found.converged
    assert found.deviation < 1e-8
    for margin in margins:
        assert sums(found.weights, margin) == pytest.approx(margin[1], rel=1e-7)
    # what makes it raking: log weights are a sum of effects of the two cells
    columns = np.column_stack([np.eye(margin[1].size)[margin[0]] for margin in margins])
    logs = np.log(found.weights)
    assert columns @ np.linalg.lstsq(columns, logs)[0] == pytest.approx(logs, abs=1e-9)


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_trimmed_weights_keep_to_the_largest_and_meet_the_margins(seed: int) -> None:
    margins = drawn(seed)
    free = rake(np.ones(300), margins)
    largest = 0.95 * free.largest_before
    found = rake(np.ones(300), margins, largest=largest)
    assert found.largest_before == free.largest_before
    assert found.weights.max() <= largest * free.weights.mean() * (1 + 1e-9)
    assert found.trimmed[np.argmax(free.weights)]
    if found.converged:
        for margin in margins:
            assert sums(found.weights, margin) == pytest.approx(margin[1], rel=1e-7)
    assert found.deviation == pytest.approx(max(np.max(np.abs(sums(found.weights, one) / one[1] - 1)) for one in margins))


def test_nobody_is_taken_down_to_nothing_where_margins_cannot_be_met_with_the_largest_weight() -> None:
    # 2 of one sex should stand for 20 of the 100: with a weight of at most 3 they cannot, and those of the other sex are in their age class
    age, sex = np.repeat([0, 0, 1, 1], [2, 9, 20, 20]), np.repeat([0, 1, 2, 3], [2, 9, 20, 20])
    margins = [(age, np.array([24.0, 76.0])), (sex, np.array([20.0, 4.0, 38.0, 38.0]))]
    free, found = rake(np.ones(51), margins), rake(np.ones(51), margins, largest=3)
    assert free.converged
    assert not found.converged
    assert found.weights[:2] == pytest.approx(3 * free.weights.mean())
    assert np.all(found.weights >= np.minimum(free.weights, free.weights.mean() / 3) * (1 - 1e-12))


@pytest.mark.parametrize("seed", range(20))
def test_margins_that_no_weights_meet_leave_everybody_a_weight(seed: int) -> None:
    random = np.random.default_rng(seed)
    # a diagonal table: what is in a row is in one column, so that row and column with other totals contradict each other
    cell = random.integers(0, 3, 60)
    found = rake(np.ones(60), [(cell, np.array([10.0, 20.0, 30.0])), (cell, np.array([30.0, 20.0, 10.0]))])
    assert not found.converged
    assert found.weights.min() >= 0.05
    assert np.isfinite(found.weights).all()


def test_excess_goes_to_others_of_the_same_cells() -> None:
    cells = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    found = rake([6, 1, 1, 1, 1, 1, 1, 1], [(cells, [12.0, 5.0])], largest=3)
    assert found.converged
    assert found.trimmed.tolist() == [True] + [False] * 7
    assert found.weights == pytest.approx([3 * 17 / 8, *[(12 - 3 * 17 / 8) / 2] * 2, *[1] * 5])


def test_margins_that_no_such_weights_can_meet_are_told() -> None:
    # a tenth of the respondents stand for half of the population: five times the mean
    cells = np.array([0] * 10 + [1] * 90)
    found = rake(np.ones(100), [(cells, [500.0, 500.0])], largest=3)
    assert not found.converged
    assert found.weights[:10] == pytest.approx(30)
    assert found.deviation == pytest.approx(0.4)
    assert found.trimmed.sum() == 10


def test_who_is_in_no_margin_keeps_the_weight() -> None:
    margins = drawn(3)
    for cells, _ in margins:
        cells[:5] = -1
    start = np.full(300, 2.0)
    start[0] = 90.0
    found = rake(start, margins, largest=3)
    assert list(found.weights[:5]) == [90, 2, 2, 2, 2]
    assert not found.trimmed[:5].any()
    assert found.converged


def test_only_relative_weights_to_begin_with_matter() -> None:
    margins, start = drawn(5), np.random.default_rng(5).uniform(1, 3, 300)
    assert rake(7 * start, margins).weights == pytest.approx(rake(start, margins).weights)
    assert rake(start, margins).weights != pytest.approx(rake(np.ones(300), margins).weights)


def test_order_of_respondents_does_not_matter() -> None:
    margins, order = drawn(6), np.random.default_rng(6).permutation(300)
    found = rake(np.ones(300), margins, largest=2.5)
    turned = rake(np.ones(300), [(cells[order], totals) for cells, totals in margins], largest=2.5)
    assert turned.weights == pytest.approx(found.weights[order], rel=1e-6)
    assert list(turned.trimmed) == list(found.trimmed[order])


def test_without_margins_or_respondents_nothing_changes() -> None:
    assert list(rake([1.0, 2.0], []).weights) == [1, 2]
    assert rake([], []).weights.shape == (0,)


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ([([0, 0, 2], [1, 1, 1, 0])], "margin 0 has nobody in cells [1]"),
        ([([0, 0, 1], [3, 0])], "respondents but no population in cells [1]"),
        ([([0, 1, 2], [1, 1])], "respondents outside them"),
        ([([0, 1], [1, 1])], "a cell for each of 3 respondents"),
        ([([0, 1, 1], [1, -1])], "no population can be"),
        ([([0, 1, 1], [1, 2]), ([0, 0, 1], [1, 3])], "margins 0 and 1 contradict each other"),
        # who is only in the first margin would have to stand for nobody
        ([([0, 1, 1], [1, 2]), ([0, 0, -1], [3])], "margins 0 and 1 contradict each other"),
        ([([0, 0, -1], [4]), ([0, 1, 1], [1, 2])], "margins 0 and 1 contradict each other"),
    ],
)
def test_margins_that_cannot_be_are_refused(margins: list[tuple[list[int], list[float]]], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        rake(np.ones(3), margins)


def test_margins_of_some_respondents_may_stand_beside_margins_of_all() -> None:
    found = rake(np.ones(4), [([0, 0, 1, 1], [6, 4]), ([0, 1, 0, -1], [5, 3])])
    assert found.converged
    assert sums(found.weights, (np.array([0, 1, 0, -1]), np.array([5.0, 3.0]))) == pytest.approx([5, 3])


def test_impossible_weights_are_refused() -> None:
    for weights in ([1.0, 0.0], [1.0, np.nan], [[1.0]]):
        with pytest.raises(ValueError, match="above zero"):
            rake(weights, [])
    with pytest.raises(ValueError, match="at least 1"):
        rake([1.0], [], largest=0.9)


def test_effective_numbers() -> None:
    # Kish (1965, 11.7): 1 + CV^2. By hand: (1 + 1 + 4)^2 / (1 + 1 + 16) = 2, of 3 respondents
    assert (effective_size([1, 1, 4]), kish([1, 1, 4])) == pytest.approx((2, 1.5))
    weights = np.random.default_rng(2).lognormal(size=50)
    assert kish(weights) == pytest.approx(1 + np.var(weights) / np.mean(weights) ** 2)
    assert kish(3 * weights) == pytest.approx(kish(weights))
    assert effective_size([]) == 0
    assert np.isnan(kish([]))
