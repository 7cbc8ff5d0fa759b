import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm, poisson

from ivp_analysis.statistics.funnel import Funnel, funnel, limits
from ivp_analysis.statistics.refusal import Floats, Refusal

NONE = np.zeros(0)
PLAIN = Funnel(0.01, 1.0, NONE, NONE)


def dispersed(random: np.random.Generator, areas: int, times: float) -> tuple[Floats, Floats]:
    """Negative binomial counts whose variance is so many times their mean."""
    expected = 40 * random.lognormal(0, 0.5, areas)
    mean = expected if times == 1 else random.gamma(expected / (times - 1), times - 1)
    return random.poisson(mean).astype(np.float64), expected


def outside(counts: Floats, exposures: Floats, found: Funnel) -> float:
    low, high = limits(exposures, found, per=1)
    return float(np.mean((counts / exposures < low) | (counts / exposures > high)))


def test_target_is_the_pooled_rate_and_z_the_distance_in_standard_errors() -> None:
    counts, exposures = [30, 60, 45, 52, 41, 38, 70, 64], [4e3, 5e3, 4e3, 6e3, 4e3, 4e3, 7e3, 6e3]
    found = funnel(counts, exposures)
    assert found.target == pytest.approx(400 / 40_000)
    # Freeman & Tukey (1950) for 30 of 40 expected: 5.47723 + 5.56776 - 12.68858
    assert found.z[0] == pytest.approx(-1.64359, abs=1e-5)
    assert found.dispersion == 1
    assert found.adjusted_z == pytest.approx(found.z)


def test_without_trimming_dispersion_is_the_mean_of_z_squared() -> None:
    counts, exposures = dispersed(np.random.default_rng(1), 20, 6)
    found = funnel(counts, exposures, trim=0)
    assert found.dispersion == pytest.approx(np.mean(found.z**2))
    assert found.adjusted_z == pytest.approx(found.z / np.sqrt(found.dispersion))


def test_what_winsorising_takes_from_the_variance_is_given_back() -> None:
    counts, exposures = dispersed(np.random.default_rng(1), 40, 6)
    found = funnel(counts, exposures, trim=0.2)
    edge = norm.ppf(0.8)
    lost = quad(lambda z: np.clip(z, -edge, edge) ** 2 * norm.pdf(z), -8, 8)[0]
    # the quantiles lie between areas as numpy puts them; by hand: the 7.8th and the 31.2th of 39 steps
    ranked = np.sort(found.z)
    pulled = np.clip(found.z, ranked[7] + 0.8 * (ranked[8] - ranked[7]), ranked[31] + 0.2 * (ranked[32] - ranked[31]))
    assert found.dispersion == pytest.approx(np.mean(pulled**2) / lost, rel=1e-6)


def test_dispersion_counts_only_when_it_is_clearly_above_one() -> None:
    # with 8 areas it must be above 1 + 2 * sqrt(2 / 8) = 2 (Spiegelhalter 2005)
    exposures, signs = np.full(8, 10_000.0), np.array([1, -1] * 4)
    just_below, just_above = funnel(10_000 + 140 * signs, exposures, trim=0), funnel(10_000 + 143 * signs, exposures, trim=0)
    assert just_below.dispersion == 1
    assert np.mean(just_below.z**2) == pytest.approx(1.96, abs=0.01)
    assert just_above.dispersion == pytest.approx(2.045, abs=0.01)


@given(st.floats(20, 1e5), st.floats(0.5, 0.999))
def test_limits_without_dispersion_are_exact(exposure: float, level: float) -> None:
    low, high = (limit[0] * exposure for limit in limits([exposure], PLAIN, level=level, per=1))
    tail, mean = (1 - level) / 2, 0.01 * exposure
    lowest, highest = round(low), round(high)
    assert poisson.cdf(lowest - 1, mean) <= tail < poisson.cdf(lowest, mean) * (1 + 1e-9)
    assert poisson.sf(highest, mean) <= tail * (1 + 1e-9)
    assert highest == 0 or poisson.sf(highest - 1, mean) > tail * (1 - 1e-9)


def test_limits_of_a_poisson_count_of_ten() -> None:
    # tables of the cumulative Poisson distribution, mean 10: P(X <= 3) 0.0103, P(X <= 4) 0.0293; P(X <= 16) 0.9730, P(X <= 17) 0.9857
    low, high = limits([1000.0], PLAIN)
    assert (low[0], high[0]) == pytest.approx((4.0, 17.0))


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_with_dispersion_an_area_lies_outside_exactly_when_its_adjusted_z_does(level: float) -> None:
    counts, exposures = dispersed(np.random.default_rng(7), 200, 5)
    counts[0] = 0
    found = funnel(counts, exposures)
    assert found.dispersion > 1
    low, high = limits(exposures, found, level=level)
    rates, beyond = counts / exposures * 1000, norm.ppf((1 + level) / 2)
    assert list((rates < low) | (rates > high)) == list(np.abs(found.adjusted_z) > beyond)
    assert np.any(np.abs(found.adjusted_z) > beyond)


def test_limits_close_in_with_exposure_and_never_lie_below_zero() -> None:
    wide = Funnel(0.01, 9.0, NONE, NONE)
    low, high = limits([50.0, 500.0, 5e3, 5e4, 5e6], wide)
    assert low[0] == 0
    assert np.all(np.diff(low) >= 0)
    assert np.all(np.diff(high) < 0)
    # far from zero the scale does not matter: 10 +- 1.96 * 3 * sqrt(10 / 5000)
    assert (low[-1], high[-1]) == pytest.approx((10 - 0.263, 10 + 0.263), abs=2e-3)


@pytest.mark.parametrize("mean", [1, 5, 40])
def test_chance_alone_seldom_shows_dispersion_and_puts_few_areas_outside(mean: float) -> None:
    random, shown, out = np.random.default_rng(3), [], []
    for _ in range(400):
        exposures = mean * random.lognormal(0, 0.5, 36)
        counts = random.poisson(exposures).astype(np.float64)
        found = funnel(counts, exposures)
        shown.append(found.dispersion > 1)
        out.append(outside(counts, exposures, found))
    # a false alarm of dispersion makes the limits wider, never narrower
    assert np.mean(shown) <= 0.08
    assert np.mean(out) <= 0.05


@pytest.mark.parametrize("times", [2, 4, 9])
def test_about_5_percent_lie_outside_when_all_areas_vary_more_than_chance(times: float) -> None:
    random = np.random.default_rng(6)
    out = []
    for _ in range(200):
        counts, exposures = dispersed(random, 60, times)
        out.append(outside(counts, exposures, funnel(counts, exposures)))
    assert 0.04 <= np.mean(out) <= 0.056


def test_one_area_that_stands_out_does_not_widen_the_limits() -> None:
    counts, exposures = dispersed(np.random.default_rng(9), 30, 1)
    exposures[4] = 50
    counts[4] = 200
    found = funnel(counts, exposures)
    assert found.dispersion < 2
    assert funnel(counts, exposures, trim=0).dispersion > 6
    assert found.adjusted_z[4] > 10


def test_order_of_areas_does_not_matter() -> None:
    counts, exposures = dispersed(np.random.default_rng(2), 20, 5)
    order = np.random.default_rng(1).permutation(20)
    assert funnel(counts[order], exposures[order]).adjusted_z == pytest.approx(funnel(counts, exposures).adjusted_z[order])


def test_areas_without_figures_are_left_out() -> None:
    counts, exposures = dispersed(np.random.default_rng(2), 20, 5)
    found = funnel([*counts, np.nan, 3, 3], [*exposures, 10.0, np.nan, 0.0])
    assert found.dispersion == pytest.approx(funnel(counts, exposures).dispersion)
    assert np.isnan(found.z[20:]).all()
    assert not np.isnan(found.z[:20]).any()


def test_few_areas_and_empty_ones_are_refused() -> None:
    few, empty = funnel(np.full(7, 30), np.full(7, 1e3)), funnel(np.zeros(9), np.full(9, 1e3))
    assert (few.reason, empty.reason) == (Refusal.TOO_FEW_AREAS, Refusal.TOO_FEW)
    for found in (few, empty):
        assert np.isnan([found.target, found.dispersion, *found.z, *found.adjusted_z, *np.ravel(limits([1e3], found))]).all()
    assert funnel(np.full(7, 30), np.full(7, 1e3), minimum_areas=7).reason == Refusal.NONE


def test_where_there_is_no_exposure_there_are_no_limits() -> None:
    assert np.isnan(limits([np.nan, 0.0], PLAIN)).all()


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        funnel([-1] * 8, [1] * 8)
    with pytest.raises(ValueError, match="equal length"):
        funnel([1] * 8, [1] * 9)
    with pytest.raises(ValueError, match="trim"):
        funnel([1] * 8, [1] * 8, trim=0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        limits([1], PLAIN, level=95)


def test_every_argument_of_the_limits_changes_them() -> None:
    base = limits([900.0], PLAIN)[1][0]
    assert limits([950.0], PLAIN)[1][0] != base
    assert limits([900.0], Funnel(0.02, 1.0, NONE, NONE))[1][0] != base
    assert limits([900.0], Funnel(0.01, 3.0, NONE, NONE))[1][0] != base
    assert limits([900.0], PLAIN, level=0.998)[1][0] != base
    assert limits([900.0], PLAIN, per=100)[1][0] == pytest.approx(base / 10)
