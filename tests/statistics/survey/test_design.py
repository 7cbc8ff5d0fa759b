from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ivp_analysis.statistics.refusal import Flags, Floats
from ivp_analysis.statistics.survey.design import Design, indicators
from ivp_analysis.statistics.survey.domains import contrast, means, total
from ivp_analysis.statistics.survey.weights import effective_size, rake

Answers = tuple[Design, Floats, Flags]


def sample(seed: int = 3, size: int = 240, *, finite: bool = True, auxiliary: bool = True) -> Answers:
    """A stratified sample with a linear calibration on stratum x age and on age x sex, a question, and domains across the strata."""
    random = np.random.default_rng(seed)
    strata = np.sort(np.append(np.arange(3), random.choice(3, size - 3, p=[0.6, 0.25, 0.15])))
    age, sex = random.permutation(np.arange(size) % 4), random.integers(0, 2, size)
    sizes = np.array([10.0, 3.0, 1.5]) * size
    base = (sizes / np.bincount(strata))[strata]
    design = Design(base, base, strata, sizes if finite else np.full(3, np.inf))
    if auxiliary:
        columns = indicators([strata * 4 + age, age * 2 + sex], [12, 8])
        targets = columns.T @ (base * (1 + 0.2 * (age == 3) - 0.3 * sex * (age == 1)))
        design = replace(design, weights=calibrated(base, columns.toarray(), targets), auxiliary=columns)
    values = random.normal(3 + age + strata, 2)
    values[random.random(size) < 0.1] = np.nan
    return design, values, np.vstack([strata == 0, age == 2, sex == 1, strata == 2, np.ones(size, dtype=bool)])


def calibrated(base: Floats, columns: Floats, targets: Floats) -> Floats:
    """Weights of the linear calibration of Deville & Sarndal (1992), case 1."""
    products = columns.T @ (columns * base[:, None])
    return np.asarray(base * (1 + columns @ np.linalg.lstsq(products, targets - columns.T @ base)[0]))


def mean(weights: Floats, values: Floats, domain: Flags) -> float:
    there = domain & ~np.isnan(values)
    return float(np.average(values[there], weights=weights[there]))


def jackknife(design: Design, statistic: Any) -> float:
    """Variance by leaving out one respondent at a time and calibrating anew, times the finite population correction of the stratum."""
    columns = np.zeros((design.weights.size, 0)) if design.auxiliary is None else design.auxiliary.toarray()  # type: ignore[union-attr]
    targets = columns.T @ design.weights
    variance = 0.0
    for stratum, size in enumerate(design.sizes):
        inside = design.strata == stratum
        count = inside.sum()
        found = []
        for left_out in np.flatnonzero(inside):
            base = np.where(inside, design.base * count / (count - 1), design.base)
            base[left_out] = 0
            found.append(statistic(calibrated(base, columns, targets) if columns.size else base))
        variance += (1 - count / size) * (count - 1) / count * np.sum((np.array(found) - np.mean(found)) ** 2)
    return variance


@pytest.mark.parametrize("auxiliary", [False, True])
@pytest.mark.parametrize("finite", [False, True])
def test_variance_agrees_with_the_jackknife(auxiliary: bool, finite: bool) -> None:
    # with few respondents for each column that was calibrated on, the jackknife is the larger of the two
    design, values, domains = sample(size=900, finite=finite, auxiliary=auxiliary)
    found = means(design, values, domains)
    for number in (1, 4):
        other = jackknife(design, lambda weights, of=domains[number]: mean(weights, values, of))
        assert found.variance[number] == pytest.approx(other, rel=0.06)
    first, second = domains[1], ~domains[1]
    other = jackknife(design, lambda weights: mean(weights, values, first) - mean(weights, values, second))
    assert contrast(design, values, first, second)[1] == pytest.approx(other, rel=0.06)


@pytest.mark.parametrize("seed", range(6))
def test_leverage_brings_the_variance_near_that_of_leaving_out_one_at_a_time(seed: int) -> None:
    # 40 answers in a stratum of four cells, as in a small village
    design, values, domains = sample(seed, 120)
    other = jackknife(design, lambda weights: mean(weights, values, domains[3]))
    without, corrected = (means(replace(design, leverage=flag), values, domains).variance[3] / other for flag in (False, True))
    assert without < corrected
    assert corrected == pytest.approx(1, abs=0.06)
    assert means(replace(design, auxiliary=None), values, domains).variance == pytest.approx(
        means(replace(design, auxiliary=None, leverage=True), values, domains).variance
    )


@pytest.mark.parametrize("seed", range(4))
def test_one_respondent_in_no_margin_is_not_taken_for_the_whole_variance(seed: int) -> None:
    # of unknown age, say: beside the cells of all others the stratum would tell that answer exactly
    design, values, domains = sample(seed, 120)
    columns = design.auxiliary.toarray()  # type: ignore[union-attr]
    columns[np.flatnonzero(domains[3] & ~np.isnan(values))[0]] = 0
    weights = calibrated(design.base, columns, columns.T @ design.weights)
    design = replace(design, auxiliary=csr_array(columns), weights=np.where(columns.any(axis=1), weights, design.base), leverage=True)
    for number in (0, 3):
        other = jackknife(design, lambda found, of=domains[number]: mean(np.where(found > 0, found, 0), values, of))
        assert means(design, values, domains).variance[number] == pytest.approx(other, rel=0.15)


def test_simple_random_sample_by_hand() -> None:
    values = np.array([1.0, 4.0, 4.0, 7.0])
    design = Design(np.full(4, 5.0), np.full(4, 5.0), np.zeros(4, dtype=int), np.array([20.0]))
    found = means(design, values, np.ones(4, dtype=bool))
    # s^2 = 6, less a fifth of the population
    assert (found.value[0], found.variance[0]) == pytest.approx((4, 6 / 4 * (1 - 4 / 20)))
    assert (found.answered[0], found.effective[0], found.degrees[0]) == (4, 4, 3)
    assert found.design_effect[0] == pytest.approx(0.8)
    assert total(design, values) == pytest.approx((80, 20**2 * 6 / 4 * 0.8))


def test_domain_is_more_uncertain_than_its_respondents_alone_would_be_in_a_survey_of_their_own() -> None:
    # how many of a sample lie in a domain is chance too (Lumley 2010, section 2.2): by hand with ratio residuals over n
    design, values, domains = sample(auxiliary=False, finite=False)
    inside = domains[1] & ~np.isnan(values)
    residual = np.where(inside, design.weights * (values - mean(design.weights, values, domains[1])), 0.0) / design.weights[inside].sum()
    residual[~inside] = 0
    parts = [residual[design.strata == stratum] for stratum in range(3)]
    assert means(design, values, domains).variance[1] == pytest.approx(sum(part.size * np.var(part, ddof=1) for part in parts))


def test_a_domain_of_all_is_the_mean_and_a_contrast_is_a_difference_of_means() -> None:
    design, values, domains = sample()
    found = means(design, values, domains)
    for number, domain in enumerate(domains):
        assert found.value[number] == pytest.approx(mean(design.weights, values, domain))
        assert found.answered[number] == np.sum(domain & ~np.isnan(values))
        assert found.effective[number] == pytest.approx(effective_size(design.weights[domain & ~np.isnan(values)]))
    assert contrast(design, values, domains[0], domains[2])[0] == pytest.approx(found.value[0] - found.value[2])
    assert contrast(design, values, domains[0], domains[0]) == pytest.approx((0, 0))


def test_separate_strata_without_calibration_have_no_covariance() -> None:
    design, values, domains = sample(auxiliary=False)
    found = means(design, values, domains)
    assert contrast(design, values, domains[0], domains[3])[1] == pytest.approx(found.variance[0] + found.variance[3])
    calibrated_design, *_ = sample()
    parts = means(calibrated_design, values, domains).variance[[1, 2]]
    assert contrast(calibrated_design, values, domains[1], domains[2])[1] != pytest.approx(parts.sum(), rel=1e-3)


def test_what_was_calibrated_on_is_known_without_error() -> None:
    design, values, _ = sample()
    assert total(design, (design.strata == 1) * 1.0)[1] == pytest.approx(0, abs=1e-12)
    assert total(design, values)[1] > 1
    # a share that explains part of the answers makes the mean surer
    assert means(design, values, np.ones(240)).variance[0] < means(replace(design, auxiliary=None), values, np.ones(240)).variance[0]


def test_columns_that_others_add_up_to_change_nothing() -> None:
    design, values, domains = sample()
    dense = design.auxiliary.toarray()  # type: ignore[union-attr]
    # 20 columns, of which the two margins both add up to the 4 ages
    fewer = replace(design, auxiliary=np.linalg.svd(dense, full_matrices=False)[0][:, :16] * np.arange(1.0, 17.0))
    more = replace(design, auxiliary=np.column_stack([dense, dense.sum(axis=1) * 1e6, np.zeros(240)]))
    for other in (fewer, more):
        assert means(other, values, domains).variance == pytest.approx(means(design, values, domains).variance, rel=1e-8)


def test_indicators_have_a_column_for_each_cell() -> None:
    found = indicators([[0, 1, -1, 1], [2, -1, -1, 0]], [2, 3])
    assert found.toarray().tolist() == [[1, 0, 0, 0, 1], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, 1, 0, 0]]


def test_a_stratum_with_one_respondent_is_set_against_the_overall_mean() -> None:
    values, strata = np.array([1.0, 2.0, 3.0, 9.0]), np.array([0, 0, 0, 1])
    design = Design(np.ones(4), np.ones(4), strata, np.full(2, np.inf))
    residual = (values - values.mean()) / 4
    expected = 3 / 2 * np.sum((residual[:3] - residual[:3].mean()) ** 2) + residual[3] ** 2
    assert means(design, values, np.ones(4)).variance[0] == pytest.approx(expected)


def test_who_did_not_answer_stays_in_the_design() -> None:
    design, values, domains = sample()
    left = np.where(domains[2], values, np.nan)
    assert means(design, left, np.ones(240)).variance[0] == pytest.approx(means(design, values, domains[2]).variance[0])


def test_domains_with_few_answers() -> None:
    design, values, _ = sample()
    answered = np.flatnonzero(~np.isnan(values))
    nobody, one, silent = (np.zeros(240, dtype=bool) for _ in range(3))
    one[answered[0]] = True
    silent[np.isnan(values)] = True
    found = means(design, values, [nobody, one, silent])
    assert np.isnan(found.value).tolist() == [True, False, True]
    assert np.isnan(found.variance).all()
    assert np.isnan(found.design_effect).all()
    assert found.answered.tolist() == found.effective.tolist() == [0, 1, 0]
    assert found.degrees.tolist() == [0, 0, 0]
    assert np.isnan(contrast(design, values, nobody, ~nobody)).all()
    assert np.isnan(contrast(design, values, one, ~one)).tolist() == [False, True]
    assert np.isnan(total(design, np.full(240, np.nan))).all()


def test_answers_that_are_all_the_same_have_no_variance() -> None:
    design, values, domains = sample()
    same = np.where(domains[1], 0.1, values)
    found = means(design, same, domains)
    assert found.value[1] == 0.1
    assert found.variance[1] == 0
    assert np.isnan(found.design_effect).tolist() == [False, True, False, False, False]
    assert np.isnan(contrast(design, same, domains[1], ~domains[1])).tolist() == [False, True]


def test_order_of_respondents_does_not_matter() -> None:
    design, values, domains = sample()
    order = np.random.default_rng(4).permutation(240)
    assert design.auxiliary is not None
    mixed = Design(design.weights[order], design.base[order], design.strata[order], design.sizes, design.auxiliary[order])
    found, turned = means(design, values, domains), means(mixed, values[order], domains[:, order])
    for name in ("value", "variance", "answered", "effective", "design_effect", "degrees"):
        assert getattr(turned, name) == pytest.approx(getattr(found, name))


def test_weights_times_a_constant_change_no_mean() -> None:
    design, values, domains = sample()
    found, scaled = (means(each, values, domains) for each in (design, replace(design, weights=9 * design.weights)))
    assert scaled.value == pytest.approx(found.value)
    assert scaled.variance == pytest.approx(found.variance)
    assert scaled.effective == pytest.approx(found.effective)
    assert total(replace(design, weights=9 * design.weights), values) == pytest.approx(np.multiply(total(design, values), (9, 81)))


def test_every_part_of_the_design_changes_the_variance() -> None:
    design, values, domains = sample()
    base = means(design, values, domains[4]).variance[0]
    random = np.random.default_rng(1)
    parts: dict[str, NDArray[Any] | None] = {
        "weights": design.weights * random.uniform(0.5, 2, 240),
        "base": design.base * random.uniform(0.5, 2, 240),
        "strata": np.zeros(240, dtype=int),
        "sizes": design.sizes * 2,
        "auxiliary": None,
    }
    for name, part in parts.items():
        assert means(replace(design, **{name: part}), values, domains[4]).variance[0] != pytest.approx(base, rel=1e-6)  # type: ignore[arg-type]


def test_designs_that_cannot_be_are_refused() -> None:
    ones, strata, sizes = np.ones(4), np.array([0, 0, 1, 1]), np.array([9.0, 9.0])
    for message, parts in {
        "one element for each": (ones, np.ones(3), strata, sizes),
        "one row for each": (ones, ones, strata, sizes, np.ones((3, 1))),
        "above zero": (ones * 0, ones, strata, sizes),
        "between 0 and 0": (ones, ones, strata, sizes[:1]),
        "more respondents than inhabitants": (ones, ones, strata, np.array([9.0, 1.0])),
    }.items():
        with pytest.raises(ValueError, match=message):
            Design(*parts)  # type: ignore[arg-type]
    design = Design(ones, ones, strata, sizes)
    with pytest.raises(ValueError, match="one element for each"):
        means(design, np.ones(3), np.ones(4))
    with pytest.raises(ValueError, match="one column for each"):
        means(design, np.ones(4), np.ones(3))


def test_raked_and_trimmed_weights_fit_in_a_design() -> None:
    random = np.random.default_rng(8)
    cells, strata = random.integers(0, 6, 500), np.arange(500) % 2
    raked = rake(np.ones(500), [(cells, random.uniform(100, 900, 6))], largest=1.5)
    design = Design(raked.weights, np.ones(500), strata, np.full(2, np.inf), indicators([cells], [6]))
    found = means(design, random.random(500) < 0.3, np.ones(500))
    assert found.variance[0] == pytest.approx(0.21 / found.effective[0], rel=0.15)
