import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom, nchypergeom_fisher
from scipy.stats.contingency import odds_ratio

from ivp_analysis.statistics import difference
from ivp_analysis.statistics.change import compare
from ivp_analysis.statistics.difference import Differences, difference_in_change
from ivp_analysis.statistics.refusal import Refusal

TABLES = st.tuples(*(st.integers(0, most) for most in (60, 60, 300, 300))).filter(
    lambda table: table[0] + table[2] > 0 and table[1] + table[3] > 0 and table[0] + table[1] > 0 and table[2] + table[3] > 0
)
LEVELS = st.floats(0.5, 0.99)


def of_table(table: tuple[float, ...], exposures: tuple[float, ...] = (1, 1, 1, 1), **options: float) -> Differences:
    cells = [part for pair in zip(table, exposures, strict=True) for part in pair]
    return difference_in_change(*cells, **{"minimum": 0, **options})  # type: ignore[arg-type]


def numbers(found: Differences) -> list[float]:
    return [float(part[0]) for part in (found.ratio, found.low, found.high, found.p)]


def test_lady_tasting_tea() -> None:
    # Fisher (1935): three of four cups right. By hand, the tails of odds w are (16 w^3 + w^4) and (1 + 16 w + 36 w^2 + 16 w^3) over
    # 1 + 16 w + 36 w^2 + 16 w^3 + w^4
    ratio, low, high, p = numbers(of_table((3, 1, 1, 3)))
    assert (ratio, p) == pytest.approx((9, 2 * 17 / 70))
    ways = np.array([1, 16, 36, 16, 1])
    for odds, tail in ((low, slice(3, 5)), (high, slice(0, 4))):
        terms = ways * odds ** np.arange(5)
        assert terms[tail].sum() / terms.sum() == pytest.approx(0.025)


def test_published_intervals() -> None:
    # fisher.test of R, its documentation: convictions of twins, and the tea. R searches in (0, 1), for the inverse above 1, to about 1e-4
    twins, tea = of_table((2, 15, 10, 3)), of_table((3, 1, 1, 3))
    assert (twins.low[0], twins.high[0]) == pytest.approx((0.003325764, 0.363182271), abs=2e-5)
    assert (tea.low[0], 1 / tea.high[0]) == pytest.approx((0.2117329, 1 / 621.9337505), abs=2e-5)


@given(TABLES, LEVELS)
@settings(max_examples=60)
def test_interval_equals_that_of_the_conditional_odds_ratio(table: tuple[int, ...], level: float) -> None:
    found = of_table(table, level=level)
    limits = odds_ratio(np.reshape(table, (2, 2)), kind="conditional").confidence_interval(level)
    assert (found.low[0], found.high[0]) == pytest.approx((limits.low, limits.high), rel=1e-5)


@given(TABLES, st.floats(0.3, 3), LEVELS)
@settings(max_examples=60)
def test_tails_are_those_of_the_noncentral_hypergeometric(table: tuple[int, ...], odds: float, level: float) -> None:
    later, before, other, other_before = table
    _, low, high, p = numbers(of_table(table, (odds, 1, 1, 1), level=level))
    sums = (later + before + other + other_before, later + before, later + other)

    def tails(ratio: float) -> tuple[float, float]:
        at = nchypergeom_fisher(*sums, ratio * odds)
        return float(at.cdf(later)), float(at.sf(later - 1))

    assert p == pytest.approx(min(1.0, 2 * min(tails(1.0))), rel=1e-5)
    if low > 0:
        assert tails(low)[1] == pytest.approx((1 - level) / 2, rel=1e-5)
    if high < math.inf:
        assert tails(high)[0] == pytest.approx((1 - level) / 2, rel=1e-5)


@given(TABLES, st.floats(0.3, 3), LEVELS)
def test_p_is_small_exactly_when_the_interval_leaves_out_one(table: tuple[int, ...], odds: float, level: float) -> None:
    _, low, high, p = numbers(of_table(table, (odds, 1, 1, 1), level=level))
    if abs(p - (1 - level)) > 1e-9:
        assert (p < 1 - level) == (not low <= 1 <= high)


@given(TABLES, st.floats(0.3, 3))
def test_the_reference_against_the_area_is_the_inverse(table: tuple[int, ...], odds: float) -> None:
    _, low, high, p = numbers(of_table(table, (odds, 1, 1, 1)))
    turned = of_table((*table[2:], *table[:2]), (1, 1, odds, 1))
    assert turned.p[0] == pytest.approx(p)
    assert [1 / limit if limit else math.inf for limit in (turned.high[0], turned.low[0])] == pytest.approx([low, high])


def test_large_reference() -> None:
    table = (900, 1100, 1_000_000, 1_050_000)
    ratio, low, high, p = numbers(of_table(table))
    assert ratio == pytest.approx(900 / 1100 * 1.05)
    assert p == pytest.approx(2 * hypergeom.cdf(900, 2_052_000, 2000, 1_000_900), rel=1e-5)
    # log ratio plus and minus 1.96 standard errors, good to a few in a thousand with counts like these
    error = 1.96 * math.sqrt(sum(1 / count for count in table))
    assert (math.log(low), math.log(high)) == pytest.approx((math.log(ratio) - error, math.log(ratio) + error), abs=2e-3)


@given(st.integers(0, 80), st.integers(0, 80), st.floats(0.5, 2), st.floats(0.5, 2))
def test_of_a_huge_reference_only_its_change_counts(later: int, before: int, change: float, growth: float) -> None:
    other = 10_000_000_000
    found = difference_in_change(later, growth, before, 1, round(change * other), 17, other, 17)
    known = compare(later, growth * change, before, 1)
    assert [*found.reason] == [*known.reason]
    if found.reason[0] == Refusal.NONE:
        assert numbers(found) == pytest.approx([float(part[0]) for part in (known.ratio, known.low, known.high, known.p)], rel=1e-5)


@pytest.mark.parametrize("sums", [(20, 60, 30), (15, 15, 15), (40, 4000, 2000)])
def test_equal_changes_are_called_different_in_at_most_one_of_twenty(sums: tuple[int, int, int]) -> None:
    own, other, later = sums
    cells = np.arange(max(0, later - other), min(own, later) + 1)
    found = difference_in_change(cells, 1, own - cells, 1, later - cells, 1, other - later + cells, 1)
    assert 0 < hypergeom.pmf(cells, own + other, own, later)[found.p < 0.05].sum() <= 0.05


def test_interval_covers_the_ratio_at_least_as_often_as_it_says() -> None:
    random = np.random.default_rng(4)
    for ratio in (0.5, 1.0, 1.6):
        counts = [random.poisson(mean, 4000) for mean in (15 * ratio * 0.8 * 1.1, 15, 300 * 0.8, 300)]
        found = difference_in_change(counts[0], 1.1, counts[1], 1, counts[2], 1, counts[3], 1)
        missed = ~((found.low <= ratio) & (ratio <= found.high)) & (found.reason == Refusal.NONE)
        assert missed.mean() <= 0.05


def test_rows_of_very_different_size_do_not_touch_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    means = np.exp(random.uniform(0, 7, 60))
    cells = np.array([random.poisson(means * factor) for factor in (1.0, 1.2, 30.0, 36.0)])
    together = difference_in_change(cells[0], 1, cells[1], 1, cells[2], 1, cells[3], 1)
    monkeypatch.setattr(difference, "CELLS", 1)
    alone = difference_in_change(cells[0], 1, cells[1], 1, cells[2], 1, cells[3], 1)
    order = random.permutation(60)
    mixed = difference_in_change(cells[0, order], 1, cells[1, order], 1, cells[2, order], 1, cells[3, order], 1)
    for name in ("ratio", "low", "high", "p"):
        expected = getattr(together, name)
        assert getattr(alone, name) == pytest.approx(expected, rel=1e-9, nan_ok=True)
        assert getattr(mixed, name) == pytest.approx(expected[order], rel=1e-9, nan_ok=True)


def test_nothing_in_one_cell() -> None:
    assert numbers(of_table((0, 12, 100, 100)))[:2] == [0, 0]
    ratio, low, high, _ = numbers(of_table((12, 0, 100, 100)))
    assert (ratio, high) == (math.inf, math.inf)
    assert 1 < low < math.inf
    assert numbers(of_table((12, 12, 0, 100)))[0] == math.inf
    assert numbers(of_table((12, 12, 100, 0)))[:2] == [0, 0]


def test_reasons_for_no_comparison() -> None:
    nan = math.nan
    rows = [
        ((4, 5, 90, 90), (1, 1, 1, 1), Refusal.TOO_FEW),
        ((90, 90, 4, 5), (1, 1, 1, 1), Refusal.TOO_FEW),
        ((nan, 90, 90, 90), (1, 1, 1, 1), Refusal.TOO_FEW),
        ((90, 0, 90, 0), (1, 1, 1, 1), Refusal.TOO_FEW),
        ((0, 90, 0, 90), (1, 1, 1, 1), Refusal.TOO_FEW),
        ((5, 5, 5, 5), (1, 1, 1, 1), Refusal.NONE),
        ((5, 5, nan, 5), (nan, 1, 1, 1), Refusal.NO_REFERENCE),
        ((5, 5, 5, nan), (1, 1, 1, 1), Refusal.NO_REFERENCE),
        *(
            ((5, 5, 5, 5), tuple(np.where(np.arange(4) == place, bad, 1)), Refusal.NO_EXPOSURE)
            for place, bad in enumerate([nan, 0, -1, math.inf])
        ),
    ]
    tables, exposures = np.array([row[0] for row in rows]).T, np.array([row[1] for row in rows]).T
    found = difference_in_change(*(part for pair in zip(tables, exposures, strict=True) for part in pair))
    assert [*found.reason] == [row[2] for row in rows]
    for part in (found.ratio, found.low, found.high, found.p):
        assert np.array_equal(np.isnan(part), found.reason != Refusal.NONE)


def test_every_argument_changes_the_result() -> None:
    given = [20, 1.1, 30, 1.2, 200, 1.3, 220, 1.4]
    base = numbers(difference_in_change(*given))
    for place in range(8):
        changed = given.copy()
        changed[place] += 1
        assert all(number != before for number, before in zip(numbers(difference_in_change(*changed)), base, strict=True))
    assert difference_in_change(*given, level=0.9).low[0] > base[1]
    assert difference_in_change(*given, minimum=51).reason[0] == Refusal.TOO_FEW


def test_no_row_is_no_comparison() -> None:
    assert difference_in_change([], [], [], [], [], [], [], []).p.shape == (0,)


def test_impossible_input_raises() -> None:
    for place in range(0, 8, 2):
        cells = [9.0] * 8
        cells[place] = -1
        with pytest.raises(ValueError, match="whole numbers"):
            difference_in_change(*cells)
    with pytest.raises(ValueError, match="between 0 and 1"):
        of_table((5, 5, 5, 5), level=95)
