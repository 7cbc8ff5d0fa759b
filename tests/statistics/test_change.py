import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, poisson

from ivp_analysis.statistics.change import Changes, compare, critical_counts
from ivp_analysis.statistics.refusal import Refusal

COUNTS = st.integers(0, 400)
EXPOSURES = st.floats(0.01, 100)
LEVELS = st.floats(0.5, 0.99)


def numbers(found: Changes) -> list[float]:
    return [float(part[0]) for part in (found.ratio, found.low, found.high, found.p)]


@pytest.mark.parametrize(("later", "p"), [(30, 0.28), (25, 0.08), (20, 0.01)])
def test_forty_burglaries_and_fewer_in_the_next_year(later: int, p: float) -> None:
    # by hand: twice the sum of the binomial probabilities with chance 1/2
    by_hand = 2 * sum(math.comb(40 + later, smaller) for smaller in range(later + 1)) / 2 ** (40 + later)
    found = compare([later], [1], [40], [1]).p[0]
    assert found == pytest.approx(by_hand)
    assert found == pytest.approx(p, abs=0.005)


def test_published_interval() -> None:
    # breast cancer after fluoroscopy, 11 in 800 and 21 in 3,011 person-years: poisson.test of R, its documentation. The p-value that R
    # gives, 0.07967, is of the minimum-likelihood kind; the central one is larger
    ratio, low, high, p = numbers(compare([11], [800], [21], [3011]))
    assert (ratio, low, high) == pytest.approx((1.971488, 0.8584264, 4.2772659), abs=1e-6)
    assert p == pytest.approx(2 * binom.sf(10, 32, 800 / 3811))
    assert p > 0.07967


@pytest.mark.parametrize(
    ("later", "low", "high"),
    [(30, 0.31086791810360415, 0.5525128931884643), (25, 0.26653593829543937, 0.5135702672227334)],
)
def test_interval_turns_that_of_a_proportion_into_a_ratio(later: int, low: float, high: float) -> None:
    # proportion_confint(later, later + 40, method="beta") of statsmodels 0.15
    found = compare([later], [1], [40], [2])
    assert (found.low[0], found.high[0]) == pytest.approx((2 * low / (1 - low), 2 * high / (1 - high)))


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES, LEVELS)
def test_p_and_interval_are_those_of_the_binomial(count: int, exposure: float, other: int, other_exposure: float, level: float) -> None:
    if count + other == 0:
        count = 1
    _, low, high, p = numbers(compare([count], [exposure], [other], [other_exposure], level=level, minimum=0))
    share = exposure / (exposure + other_exposure)
    tails = [binomtest(count, count + other, share, alternative=side).pvalue for side in ("less", "greater")]
    assert p == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-6)
    limits = binomtest(count, count + other).proportion_ci(level, method="exact")
    scale = other_exposure / exposure
    assert low == pytest.approx(scale * limits.low / (1 - limits.low), rel=1e-6)
    if other:
        assert high == pytest.approx(scale * limits.high / (1 - limits.high), rel=1e-6)
    else:
        assert math.isinf(high)


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES, LEVELS)
def test_p_is_small_exactly_when_the_interval_leaves_out_one(
    count: int, exposure: float, other: int, other_exposure: float, level: float
) -> None:
    found = compare([count], [exposure], [other], [other_exposure], level=level)
    # at a tie rounding decides
    if found.reason[0] == Refusal.NONE and abs(found.p[0] - (1 - level)) > 1e-9:
        assert (found.p[0] < 1 - level) == (not found.low[0] <= 1 <= found.high[0])


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES)
def test_the_other_way_round_everything_is_inverted(count: int, exposure: float, other: int, other_exposure: float) -> None:
    ratio, low, high, p = numbers(compare([count], [exposure], [max(other, 10)], [other_exposure]))
    turned = compare([max(other, 10)], [other_exposure], [count], [exposure])
    assert turned.p[0] == pytest.approx(p)
    assert 1 / turned.high[0] == pytest.approx(low, rel=1e-6)
    if count:
        assert (1 / turned.ratio[0], 1 / turned.low[0]) == pytest.approx((ratio, high), rel=1e-6)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5])
@pytest.mark.parametrize("total", [10, 11, 40, 300])
def test_equal_rates_are_called_different_in_at_most_one_of_twenty(total: int, share: float) -> None:
    counts = np.arange(total + 1)
    found = compare(counts, share, total - counts, 1 - share)
    assert binom.pmf(counts, total, share)[found.p < 0.05].sum() <= 0.05


@pytest.mark.parametrize(("mean", "other_mean"), [(4.0, 9.0), (30.0, 12.0), (60.0, 60.0)])
def test_interval_covers_the_ratio_at_least_as_often_as_it_says(mean: float, other_mean: float) -> None:
    counts, others = np.arange(130)[:, None], np.arange(130)[None, :]
    found = compare(counts, 1.0, others, 1.0, minimum=1)
    chance = poisson.pmf(counts, mean) * poisson.pmf(others, other_mean)
    missed = ~((found.low <= mean / other_mean) & (mean / other_mean <= found.high)) & (found.reason == Refusal.NONE)
    assert 0 < chance[missed].sum() <= 0.05


def test_reference_without_observations() -> None:
    ratio, low, high, p = numbers(compare([12], [1], [0], [1]))
    assert math.isinf(ratio)
    assert math.isinf(high)
    # the share of 12 in 12 is at least 0.025^(1/12)
    assert low == pytest.approx(0.025 ** (1 / 12) / (1 - 0.025 ** (1 / 12)))
    assert p == pytest.approx(2 / 2**12)


def test_a_village_against_a_country() -> None:
    found = compare([60], [28_000], [2_000_000], [17_000_000 * 50])
    expected = poisson.cdf(60, 2_000_000 * 28_000 / (17_000_000 * 50))
    assert found.p[0] == pytest.approx(2 * expected, rel=1e-3)


def test_reasons_for_no_comparison() -> None:
    nan = math.nan
    found = compare(
        [4, 5, nan, 90, 90, 90, 90, 5], [1, 1, 1, nan, 0, 1, 1, nan], [5, 5, 90, 90, 90, 90, nan, 2], [1, 1, 1, 1, 1, -1, nan, 1]
    )
    few, without = Refusal.TOO_FEW, Refusal.NO_EXPOSURE
    assert [*found.reason] == [few, Refusal.NONE, few, without, without, without, Refusal.NO_REFERENCE, without]
    for part in (found.ratio, found.low, found.high, found.p):
        assert np.array_equal(np.isnan(part), found.reason != Refusal.NONE)


def test_order_of_the_rows_does_not_matter() -> None:
    random = np.random.default_rng(3)
    cells = np.array([random.poisson(20, 50), random.uniform(1, 2, 50), random.poisson(25, 50), random.uniform(1, 2, 50)])
    order = random.permutation(50)
    assert np.array_equal(compare(*cells).high[order], compare(*cells[:, order]).high)
    above = critical_counts(cells[2], cells[1], cells[3], 0.05)[1]
    assert np.array_equal(above[order], critical_counts(cells[2, order], cells[1, order], cells[3, order], 0.05)[1])


def test_every_argument_changes_the_result() -> None:
    base = numbers(compare([20], [2], [30], [2]))
    for changed in ([21, 2, 30, 2], [20, 3, 30, 2], [20, 2, 31, 2], [20, 2, 30, 3]):
        assert all(number != before for number, before in zip(numbers(compare(*changed)), base, strict=True))
    assert compare(20, 2, 30, 2, level=0.9).low[0] > base[1]
    assert compare(20, 2, 30, 2, minimum=51).reason[0] == Refusal.TOO_FEW


def test_impossible_input_raises() -> None:
    for counts in ((-1, 5), (5, 2.5)):
        with pytest.raises(ValueError, match="whole numbers"):
            compare(counts[0], 1, counts[1], 1)
    with pytest.raises(ValueError, match="level"):
        compare(5, 1, 5, 1, level=95)
    for alpha in (0.0, 1.0, 5.0):
        with pytest.raises(ValueError, match="alpha"):
            critical_counts(5, 1, 1, alpha)


def test_known_critical_counts() -> None:
    below, above = critical_counts([40, 8], 1, 1, 0.05)
    assert [*below] == [23, 1]
    assert above[1] == 20


@given(COUNTS, EXPOSURES, EXPOSURES, st.floats(1e-4, 0.6))
def test_critical_counts_are_where_p_crosses_alpha(other: int, exposure: float, other_exposure: float, alpha: float) -> None:
    below, above = (float(limit[0]) for limit in critical_counts(other, exposure, other_exposure, alpha))

    def p(count: float) -> float:
        # no observation at all says nothing
        return float(compare(count, exposure, other, other_exposure, minimum=0).p[0]) if count + other else 1.0

    assert p(above) < alpha
    assert p(above - 1) >= alpha
    if math.isnan(below):
        assert p(0) >= alpha
    else:
        assert p(below) < alpha
        assert p(below + 1) >= alpha
        assert below < other * exposure / other_exposure < above


def test_critical_counts_take_an_alpha_for_each_row() -> None:
    below, above = critical_counts(40, 1, 1, [0.05, 0.01, math.nan])
    assert below[1] < below[0] == 23
    assert above[1] > above[0]
    assert np.isnan([below[2], above[2]]).all()


def test_nothing_is_below_a_reference_of_zero() -> None:
    below, above = critical_counts(0, 1, 1, 0.05)
    # 2 / 2^6 is below 0.05, 2 / 2^5 is not
    assert (np.isnan(below[0]), above[0]) == (True, 6)


def test_critical_counts_need_a_reference_and_denominators() -> None:
    nan = math.nan
    for limits in critical_counts([nan, 40, 40, 40], [1, nan, 1, 1], [1, 1, 0, 1], 0.05):
        assert [*np.isnan(limits)] == [True, True, True, False]


def test_critical_counts_move_with_the_denominators() -> None:
    base = critical_counts(40, 1, 1, 0.05)
    assert critical_counts(40, 2, 1, 0.05)[0][0] > base[0][0]
    assert critical_counts(40, 1, 2, 0.05)[1][0] < base[1][0]


def test_where_no_count_would_do_there_is_none() -> None:
    # a share that a float cannot tell from 1
    assert np.isnan(critical_counts(40, 1e30, 1, 0.05)[1][0])
