from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brute
from scipy.stats import gamma, nbinom, poisson

from ivp_analysis.statistics.refusal import Floats, Refusal
from ivp_analysis.statistics.shrinkage import Plausible, Prior, fit_prior, shrink

# Clayton & Kaldor (1987), table 1: lip cancer in the 56 districts of Scotland, 1975-1980, observed and expected
CASES = """
9 39 11 9 15 8 26 7 6 20 13 5 3 8 17 9 2 7 9 7 16 31 11 7 19 15 7 10 16 11 5 3 7 8 11 9 11 8 6 4 10 8 2 6 19 3 2 3 28 6 1 1 1 1 0 0
1.4 8.7 3.0 2.5 4.3 2.4 8.1 2.3 2.0 6.6 4.4 1.8 1.1 3.3 7.8 4.6 1.1 4.2 5.5 4.4 10.5 22.7 8.8 5.6 15.5 12.5 6.0 9.0
14.4 10.2 4.8 2.9 7.0 8.5 12.3 10.1 12.7 9.4 7.2 5.3 18.8 15.8 4.3 14.6 50.7 8.2 5.6 9.3 88.7 19.6 3.4 3.6 5.7 7.0 4.2 1.8
"""
OBSERVED, EXPECTED = np.array(CASES.split(), dtype=np.float64).reshape(2, 56)


def known(shape: float, exposure: float) -> Prior:
    """A prior that is known and not estimated."""
    mean = shape / exposure
    return Prior(shape, exposure, mean, 20, Plausible(*(np.array([value]) for value in (shape, mean, 0.0, 1.0))))


def draw(random: np.random.Generator, areas: int, shape: float, mean: float) -> tuple[Floats, Floats, Floats]:
    exposure = random.lognormal(6, 1, areas)
    rate = random.gamma(shape, mean / shape, areas)
    return random.poisson(exposure * rate).astype(np.float64), exposure, rate


def test_prior_of_lip_cancer_is_that_of_a_negative_binomial_regression() -> None:
    # statsmodels 0.15, NegativeBinomial(OBSERVED, ones, exposure=EXPECTED): exp(constant) 1.4220600, alpha 1 / 1.8794900
    found = fit_prior(OBSERVED, EXPECTED)
    assert (found.mean, found.shape, found.exposure) == pytest.approx((1.4220600, 1.8794900, 1.8794900 / 1.4220600), rel=1e-6)
    assert (found.areas, found.reason) == (56, Refusal.NONE)


def test_no_prior_near_by_is_likelier() -> None:
    count, exposure, _ = draw(np.random.default_rng(4), 40, 3.0, 0.02)

    def lost(logs: Floats) -> float:
        shape, mean = np.exp(logs)
        return -float(nbinom.logpmf(count, shape, shape / (shape + exposure * mean)).sum())

    found = fit_prior(count, exposure)
    best = brute(lost, ((np.log(0.5), np.log(20)), (np.log(0.01), np.log(0.04))), Ns=40)
    assert (found.shape, found.mean) == pytest.approx(np.exp(best), rel=1e-3)


def test_known_hyperparameters_are_found_back() -> None:
    count, exposure, _ = draw(np.random.default_rng(2), 3000, 4.0, 0.02)
    found = fit_prior(count, exposure)
    assert (found.shape, found.mean) == pytest.approx((4.0, 0.02), rel=0.1)


@pytest.mark.parametrize(("count", "exposure"), [(0, 80.0), (3, 400.0), (55, 1200.0)])
def test_known_prior_gives_the_posterior_that_integration_gives(count: int, exposure: float) -> None:
    shape, said = 2.5, 150.0
    found = shrink([count], [exposure], known(shape, said), level=0.9, per=1)
    top = 10 * (shape + count) / (said + exposure)

    def both(rate: float) -> float:
        return float(gamma.pdf(rate, shape, scale=1 / said) * poisson.pmf(count, exposure * rate))

    whole = quad(both, 0, top)[0]
    assert found.rate[0] == pytest.approx(quad(lambda rate: rate * both(rate), 0, top)[0] / whole, rel=1e-6)
    assert quad(both, 0, float(found.low[0]))[0] / whole == pytest.approx(0.05, rel=1e-5)
    assert quad(both, 0, float(found.high[0]))[0] / whole == pytest.approx(0.95, rel=1e-5)


def test_interval_of_an_estimated_prior_holds_95_percent_of_the_posterior_over_all_priors() -> None:
    # a plain grid over both hyperparameters, with the same prior of the shape, and a flat one of the log of the mean
    shape, mean = (np.exp(axis).ravel() for axis in np.meshgrid(np.linspace(-1, 3, 81), np.linspace(-1, 1.5, 81)))
    odds = (shape / (shape + EXPECTED[:, None] * mean))[:, None]
    logs = np.asarray(nbinom.logpmf(OBSERVED[:, None, None], shape, odds)).sum(axis=0)[0]
    small = OBSERVED.sum() / EXPECTED.sum() * np.quantile(EXPECTED, 0.1)
    weight = np.exp(logs - logs.max()) * shape / (small + shape) ** 2
    found = shrink(OBSERVED, EXPECTED, fit_prior(OBSERVED, EXPECTED), per=1)
    for area in (0, 1, 44, 48, 55):
        posterior = gamma(shape + OBSERVED[area], scale=1 / (shape / mean + EXPECTED[area]))
        for limit, below in ((found.low, 0.025), (found.high, 0.975)):
            assert float(weight @ posterior.cdf(limit[area]) / weight.sum()) == pytest.approx(below, abs=0.006)


def test_rate_lies_between_the_own_rate_and_the_mean_and_goes_to_it_as_the_weight_says() -> None:
    prior = fit_prior(OBSERVED, EXPECTED)
    found = shrink(OBSERVED, EXPECTED, prior, per=1)
    own = OBSERVED / EXPECTED
    assert np.all((found.weight > 0) & (found.weight < 1))
    assert found.rate == pytest.approx(found.weight * prior.mean + (1 - found.weight) * own)
    assert found.weight == pytest.approx(prior.exposure / (prior.exposure + EXPECTED))
    # the smallest district moves most: from 6.4 to 4.0
    assert found.rate[0] == pytest.approx(3.997, abs=0.001)
    assert np.all((found.low < found.rate) & (found.rate < found.high))


def test_areas_that_differ_no_more_than_chance_all_get_the_mean() -> None:
    count, exposure = np.array([20, 22, 18, 21, 19, 20, 20, 20]), np.full(8, 1000.0)
    prior = fit_prior(count, exposure)
    assert (prior.reason, prior.shape, prior.exposure, prior.mean) == (Refusal.NO_VARIATION, np.inf, np.inf, 0.02)
    found = shrink(count, exposure, prior)
    assert found.rate == pytest.approx(np.full(8, 20.0))
    assert np.all(found.weight == 1)
    assert list(found.reason) == [Refusal.NONE] * 8
    # the mean is not known exactly: 160 registrations in all, exact limits 17.0 to 23.4 of 20
    assert np.all((found.low < 17.5) & (found.high > 22.9))


def test_an_interval_is_narrower_than_that_of_the_area_alone() -> None:
    count, exposure, _ = draw(np.random.default_rng(8), 50, 8.0, 0.02)
    found = shrink(count, exposure, fit_prior(count, exposure), per=1)
    alone = (gamma.ppf(0.975, count + 1) - np.nan_to_num(gamma.ppf(0.025, count))) / exposure
    assert np.mean((found.high - found.low) / alone) < 0.75


@pytest.mark.parametrize(("areas", "shape", "least"), [(8, 10.0, 0.93), (36, 3.0, 0.93), (36, 40.0, 0.95), (36, 1e9, 0.95)])
def test_interval_covers_about_95_percent_of_the_rates(areas: int, shape: float, least: float) -> None:
    random, covered = np.random.default_rng(5), []
    for _ in range(60):
        count, exposure, rate = draw(random, areas, shape, 0.02)
        found = shrink(count, exposure, fit_prior(count, exposure), per=1)
        covered.append(np.mean((found.low <= rate) & (rate <= found.high)))
    assert np.mean(covered) >= least


def test_order_of_areas_does_not_matter() -> None:
    order = np.random.default_rng(1).permutation(56)
    prior, turned = fit_prior(OBSERVED, EXPECTED), fit_prior(OBSERVED[order], EXPECTED[order])
    assert turned.shape == pytest.approx(prior.shape)
    assert shrink(OBSERVED, EXPECTED, turned).high == pytest.approx(shrink(OBSERVED, EXPECTED, prior).high)


def test_areas_without_figures_do_not_change_the_prior() -> None:
    more = fit_prior([*OBSERVED, np.nan, 4, 4], [*EXPECTED, 3.0, np.nan, 0.0])
    assert more.areas == 56
    assert more.shape == pytest.approx(fit_prior(OBSERVED, EXPECTED).shape)


def test_too_few_areas_give_no_prior_and_no_rates() -> None:
    prior = fit_prior(OBSERVED[-7:], EXPECTED[-7:])
    assert (prior.reason, prior.areas) == (Refusal.TOO_FEW_AREAS, 7)
    found = shrink([3, 4], [1.0, 2.0], prior)
    assert list(found.reason) == [Refusal.TOO_FEW_AREAS] * 2
    assert np.isnan([*found.rate, *found.low, *found.high, *found.weight]).all()
    assert fit_prior(OBSERVED[-7:], EXPECTED[-7:], minimum_areas=7).reason != Refusal.TOO_FEW_AREAS


def test_areas_in_which_nothing_was_counted_give_no_prior() -> None:
    prior = fit_prior(np.zeros(10), np.full(10, 500.0))
    assert prior.reason == Refusal.TOO_FEW
    assert list(shrink([0], [500.0], prior).reason) == [Refusal.TOO_FEW]


def test_rows_without_exposure_or_count_are_refused_alone() -> None:
    found = shrink([3, 3, np.nan, 3], [0.0, np.nan, 2.0, 2.0], fit_prior(OBSERVED, EXPECTED))
    assert list(found.reason) == [Refusal.NO_EXPOSURE, Refusal.NO_EXPOSURE, Refusal.TOO_FEW, Refusal.NONE]
    assert list(np.isnan(found.rate)) == list(np.isnan(found.high)) == list(np.isnan(found.weight)) == [True, True, True, False]


def test_very_many_and_very_large_areas_are_no_trouble() -> None:
    count, exposure, rate = draw(np.random.default_rng(3), 400, 25.0, 40.0)
    found = shrink(count, exposure, fit_prior(count, exposure), per=1)
    assert found.rate == pytest.approx(rate, rel=0.1)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        fit_prior([-1, 2], [1, 1])
    with pytest.raises(ValueError, match="equal length"):
        fit_prior([1, 2], [1, 1, 1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        shrink([1], [1], known(1, 1), level=95)


def test_every_argument_changes_the_result() -> None:
    prior = fit_prior(OBSERVED, EXPECTED)
    base = shrink([7], [3.0], prior).high[0]
    assert shrink([8], [3.0], prior).high[0] != base
    assert shrink([7], [4.0], prior).high[0] != base
    assert shrink([7], [3.0], known(2, 2)).high[0] != base
    assert shrink([7], [3.0], replace(prior, mean=1.0)).rate[0] != shrink([7], [3.0], prior).rate[0]
    assert shrink([7], [3.0], prior, level=0.9).high[0] != base
    assert shrink([7], [3.0], prior, per=100).high[0] == pytest.approx(base / 10)
