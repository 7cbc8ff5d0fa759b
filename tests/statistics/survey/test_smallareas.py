import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from ivp_analysis.statistics.refusal import Floats, Refusal
from ivp_analysis.statistics.survey.smallareas import Between, Shrunk, fit, shrink, to_angles, to_shares

# Efron & Morris (1975), table 1: batting averages of 18 players after 45 times at bat in 1970, and over the rest of the season
FIRST = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]) / 45
REST = [0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269, 0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.200]


def errors(shares: Floats) -> float:
    """Squared distance to the rest of the season on the scale of Efron & Morris, on which the first 45 have variance 1."""
    return float(4 * 45 * np.sum((to_angles(shares, 45)[0] - to_angles(REST, 45)[0]) ** 2))


def test_baseball_is_the_published_estimator_of_james_and_stein() -> None:
    angles, variances = to_angles(FIRST[None, :], 45)
    between = fit(angles, variances)
    found = to_shares(shrink(angles, variances, angles.mean(), 0, between))
    # published: 0.791 towards the mean, total squared error 17.56 before and 5.01 after
    assert found.weight[0] == pytest.approx(0.791, abs=5e-4)
    assert between.degrees == 17
    assert errors(FIRST) == pytest.approx(17.56, abs=0.05)
    assert errors(found.value[0]) == pytest.approx(5.01, abs=0.05)


def test_variance_between_trials_is_the_published_one() -> None:
    # 13 trials of the BCG vaccine (Colditz et al. 1994), ill and well, vaccinated and not; log relative risk. metafor of R gives 0.318 by
    # the method "EB", which is that of Morris (1983)
    trials = """4 119 11 128 6 300 29 274 3 228 11 209 62 13536 248 12619 33 5036 47 5761 180 1361 372 1079 8 2537 10 619
    505 87886 499 87892 29 7470 45 7232 17 1699 65 1600 186 50448 141 27197 5 2493 3 2338 27 16886 29 17825"""
    ill, well, ill_without, well_without = np.array(trials.split(), dtype=np.float64).reshape(13, 4).T
    ratios = np.log(ill / (ill + well) * (ill_without + well_without) / ill_without)
    variances = 1 / ill - 1 / (ill + well) + 1 / ill_without - 1 / (ill_without + well_without)
    assert fit(ratios[None, :], variances[None, :]).variance == pytest.approx(0.318, abs=5e-4)


def test_questions_are_pooled_with_a_mean_of_their_own() -> None:
    random = np.random.default_rng(1)
    truth = random.normal(0, 1, (3000, 1)) + random.normal(0, 0.05, (3000, 5))
    variances = np.full((3000, 5), [0.001, 0.002, 0.004, 0.006, 0.01])
    values = truth + random.normal(0, np.sqrt(variances))
    assert fit(values, variances).variance == pytest.approx(0.05**2, rel=0.05)
    assert fit(values + 9, variances).variance == pytest.approx(fit(values, variances).variance)
    order = random.permutation(5)
    assert fit(values[::-1, order], variances[::-1, order]).variance == pytest.approx(fit(values, variances).variance)


def test_what_is_missing_does_not_count() -> None:
    values, variances = np.random.default_rng(2).normal(0, 1, (6, 5)), np.full((6, 5), 0.1)
    more = np.vstack([values, np.full((2, 5), math.nan)])
    more[7, 0] = 3.0
    found = fit(more, np.full((8, 5), 0.1))
    assert found.degrees == 24
    assert found.variance == pytest.approx(fit(values, variances).variance)
    variances[0, :2] = 0, math.nan
    assert fit(values, variances).degrees == 22


def test_areas_that_differ_no_more_than_chance_get_the_whole() -> None:
    between = fit(np.tile([0.1, 0.12, 0.11], (8, 1)), np.full((8, 3), 0.01))
    assert (between.variance, between.reason) == (0, Refusal.NO_VARIATION)
    found = shrink([0.3, 0.1], [0.01, 0.02], 0.2, 0.001, Between(0.0, 100_000))
    assert found.value == pytest.approx([0.2, 0.2], abs=1e-4)
    assert found.low == pytest.approx(0.2 - 1.96 * math.sqrt(0.001), abs=1e-3)


def test_too_few_areas_give_nothing() -> None:
    between = fit(np.ones((2, 5)), np.ones((2, 5)))
    assert (between.degrees, between.reason) == (8, Refusal.TOO_FEW_AREAS)
    found = shrink([1.0], [1.0], 1.0, 0.0, between)
    assert np.isnan([found.value, found.low, found.high, found.weight]).all()
    assert fit(np.ones((2, 5)), np.ones((2, 5)), minimum=8).reason == Refusal.NO_VARIATION
    assert fit(np.empty((0, 5)), np.empty((0, 5))).reason == Refusal.TOO_FEW_AREAS


def test_known_prior_gives_the_posterior() -> None:
    # normal with variance 3 seen with variance 1: a quarter of the prior mean, three quarters of the variance
    found = shrink([8.0], [1.0], 4.0, 0.0, Between(3.0, 10**9))
    assert (found.value[0], found.weight[0]) == pytest.approx((7, 0.25))
    assert (found.low[0], found.high[0]) == pytest.approx((7 - 1.95996 * math.sqrt(0.75), 7 + 1.95996 * math.sqrt(0.75)), abs=1e-4)


def test_fewer_answers_are_pulled_further() -> None:
    found = shrink([8.0] * 4, [0.1, 1, 10, 1000], 4.0, 0.0, Between(3.0, 50))
    assert np.all(np.diff(found.weight) > 0)
    assert np.all(np.diff(found.value) < 0)


def test_missing_estimates_stay_missing() -> None:
    nan = math.nan
    found = shrink([nan, 1, 1, 1, 1], [1, nan, 0, 1, 1], [1, 1, 1, nan, 1], [0, 0, 0, 0, nan], Between(1.0, 50))
    assert np.isnan([found.value, found.low, found.high, found.weight]).all()


def test_angles_keep_their_shares_and_their_variance() -> None:
    angles, variances = to_angles([0, 0.2, 1, math.nan, 0.2], [50, 50, 50, 50, 0])
    back = to_shares(Shrunk(angles, angles, angles, variances))
    assert back.value == pytest.approx([0, 0.2, 1, math.nan, math.nan], nan_ok=True)
    assert back.low == pytest.approx(back.high, nan_ok=True)
    assert variances == pytest.approx([0.005, 0.005, 0.005, 0.005, math.nan], nan_ok=True)
    wide = to_shares(Shrunk(np.array(0.1), np.array(-0.3), np.array(1.8), np.array(0.5)))
    assert [float(part) for part in (wide.low, wide.high, wide.weight)] == [0, 1, 0.5]
    # the delta method: (d angle / d share)^2 * share * (1 - share) / n
    step = (to_angles(0.3 + 1e-6, 80)[0] - to_angles(0.3 - 1e-6, 80)[0]) / 2e-6
    assert to_angles(0.3, 80)[1] == pytest.approx(step**2 * 0.3 * 0.7 / 80)


@dataclass
class Simulated:
    """Shares of 5 villages of very different size, as a survey finds them, and as they are."""

    found: Floats
    truth: Floats
    shrunk: Shrunk


def simulated(questions: int, spread: float, rounds: int) -> Iterator[Simulated]:
    random, answers = np.random.default_rng(7), np.array([260, 210, 105, 35, 40])
    for _ in range(rounds):
        level = to_angles(random.uniform(0.05, 0.6, (questions, 1)), 1)[0]
        truth = np.sin(np.clip(level + random.normal(0, spread, (questions, 5)), 0.05, 1.5)) ** 2
        found = random.binomial(answers, truth) / answers
        whole = to_angles(found @ answers[:, None] / answers.sum(), answers.sum())
        angles = to_angles(found, answers)
        yield Simulated(found, truth, to_shares(shrink(*angles, *whole, fit(*angles))))


@pytest.mark.parametrize(("questions", "spread"), [(3, 0.04), (20, 0.0), (20, 0.02), (20, 0.04), (60, 0.08)])
def test_intervals_cover_and_errors_are_smaller_than_without_shrinkage(questions: int, spread: float) -> None:
    covered, error, error_without = np.mean(
        [
            (
                np.mean((one.shrunk.low <= one.truth) & (one.truth <= one.shrunk.high)),
                np.mean((one.shrunk.value - one.truth) ** 2),
                np.mean((one.found - one.truth) ** 2),
            )
            for one in simulated(questions, spread, 4800 // questions)
        ],
        axis=0,
    )
    assert 0.93 <= covered <= 0.99
    assert error < 0.8 * error_without


def test_every_argument_changes_the_result() -> None:
    base = shrink(8.0, 1.0, 4.0, 0.1, Between(3.0, 50)).high
    for other in (
        shrink(9.0, 1.0, 4.0, 0.1, Between(3.0, 50)),
        shrink(8.0, 2.0, 4.0, 0.1, Between(3.0, 50)),
        shrink(8.0, 1.0, 5.0, 0.1, Between(3.0, 50)),
        shrink(8.0, 1.0, 4.0, 0.2, Between(3.0, 50)),
        shrink(8.0, 1.0, 4.0, 0.1, Between(4.0, 50)),
        shrink(8.0, 1.0, 4.0, 0.1, Between(3.0, 5)),
        shrink(8.0, 1.0, 4.0, 0.1, Between(3.0, 50), level=0.9),
    ):
        assert other.high != base
    values = np.random.default_rng(5).normal(0, 1, (4, 5))
    assert fit(values, np.full((4, 5), 0.1)).variance != fit(values, np.full((4, 5), 0.2)).variance
    assert fit(values, np.full((4, 5), 0.1), minimum=17).reason == Refusal.TOO_FEW_AREAS


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="tables of one shape"):
        fit([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="zero or more"):
        fit([[1.0]], [[-1.0]])
    for variances in ((-1.0, 0.0), (1.0, -1.0)):
        with pytest.raises(ValueError, match="zero or more"):
            shrink(1.0, variances[0], 1.0, variances[1], Between(1.0, 50))
    with pytest.raises(ValueError, match="between 0 and 1"):
        shrink(1.0, 1.0, 1.0, 1.0, Between(1.0, 50), level=95)
    with pytest.raises(ValueError, match="shares must lie"):
        to_angles(30, 50)
