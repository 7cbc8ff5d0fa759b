"""Held against another implementation on the same simulated data: svy 0.35, stratified, calibrated and raked."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
import svy

from ivp_analysis.statistics.refusal import Flags, Floats
from ivp_analysis.statistics.survey.design import Design, indicators
from ivp_analysis.statistics.survey.domains import contrast, means, total
from ivp_analysis.statistics.survey.intervals import around
from ivp_analysis.statistics.survey.weights import Codes, rake

SIZE = 600
SIZES = np.array([9000.0, 2500.0, 400.0])


class Survey:
    """A simulated survey, for both."""

    def __init__(self) -> None:
        random = np.random.default_rng(3)
        self.strata: Codes = random.choice(3, SIZE, p=[0.6, 0.3, 0.1])
        age, sex = random.integers(0, 4, SIZE), random.integers(0, 2, SIZE)
        self.base: Floats = (SIZES / np.bincount(self.strata))[self.strata]
        self.cells = {"stratum_age": self.strata * 4 + age, "age_sex": age * 2 + sex}
        people = np.bincount(self.cells["stratum_age"], self.base)[:, None] * random.uniform(0.25, 0.75, (12, 1)) * [[0, 1]]
        people[:, 0] = np.bincount(self.cells["stratum_age"], self.base) * random.uniform(0.8, 1.2, 12) - people[:, 1]
        people *= SIZES.sum() / people.sum()
        self.totals = {"stratum_age": people.sum(axis=1), "age_sex": people.reshape(3, 4, 2).sum(axis=0).ravel()}
        self.domains: Flags = np.vstack([self.strata == 0, age == 2, sex == 1, self.strata == 2, np.ones(SIZE, dtype=bool)])
        self.values = random.normal(3 + age + self.strata, 2)
        self.values[random.random(SIZE) < 0.1] = np.nan
        columns = {name: part.astype(str) for name, part in {"stratum": self.strata, **self.cells}.items()}
        columns |= {f"domain{number}": domain.astype(int) for number, domain in enumerate(self.domains)}
        frame = pl.DataFrame({**columns, "base": self.base, "size": SIZES[self.strata], "y": self.values})
        self.other = svy.Sample(frame.with_columns(pl.col("y").fill_nan(None)), svy.Design(stratum="stratum", wgt="base", pop_size="size"))

    def design(self, weights: Floats) -> Design:
        return Design(weights, self.base, self.strata, SIZES, indicators(list(self.cells.values()), [12, 8]))

    def controls(self, name: Any) -> Any:
        return {name(margin): {str(cell): total for cell, total in enumerate(totals)} for margin, totals in self.totals.items()}


@pytest.fixture(scope="module")
def survey() -> Survey:
    return Survey()


def row(estimate: Any) -> dict[str, Any]:
    found: dict[str, Any] = estimate.to_polars().row(0, named=True)
    return found


def weights_of(sample: Any, name: str) -> Floats:
    return np.asarray(sample.data[name].to_numpy())


def compare(sample: Any, design: Design, survey: Survey, tolerance: float) -> None:
    found = means(design, survey.values, survey.domains)
    low, high = around(found.value, found.variance, found.degrees)
    for number in range(len(survey.domains)):
        other = row(sample.estimation.mean("y", where=svy.col(f"domain{number}") == 1, drop_nulls=True, deff="wr"))
        assert found.value[number] == pytest.approx(other["est"], rel=1e-6)
        assert np.sqrt(found.variance[number]) == pytest.approx(other["se"], rel=tolerance)
        assert found.design_effect[number] == pytest.approx(other["deff"], rel=2 * tolerance)
        assert (found.answered[number], found.degrees[number]) == (other["n"], other["df"])
        assert (low[number], high[number]) == pytest.approx((other["lci"], other["uci"]), rel=tolerance)
    gap = sample.estimation.mean("y", by="domain1", drop_nulls=True).contrast(svy.estd(1) - svy.estd(0)).to_polars()
    difference, variance = contrast(design, survey.values, survey.domains[1], ~survey.domains[1])
    assert (difference, np.sqrt(variance)) == pytest.approx((gap["est"].item(), gap["se"].item()), rel=tolerance)
    other = row(sample.estimation.total("y", drop_nulls=True))
    value, variance = total(design, survey.values)
    assert (value, np.sqrt(variance)) == pytest.approx((other["est"], other["se"]), rel=tolerance)


def test_stratified(survey: Survey) -> None:
    compare(survey.other, Design(survey.base, survey.base, survey.strata, SIZES), survey, 1e-9)


def test_calibrated(survey: Survey) -> None:
    sample = survey.other.weighting.calibrate(controls=survey.controls(svy.Cat))
    compare(sample, survey.design(weights_of(sample, "calib_wgt")), survey, 1e-9)


def test_raked(survey: Survey) -> None:
    raked = rake(survey.base, [(survey.cells[name], survey.totals[name]) for name in survey.cells])
    sample = survey.other.weighting.rake(controls=survey.controls(str), tol=1e-10, max_iter=1000)
    assert raked.weights == pytest.approx(weights_of(sample, "rk_wgt"), rel=1e-6)
    # as rake of R's survey does, it takes means of margins out that are not weighted; calibrate, and we, weight them with the base weights
    compare(sample, replace(survey.design(raked.weights), base=np.ones(SIZE)), survey, 1e-8)


def test_a_stratum_with_one_respondent() -> None:
    random = np.random.default_rng(9)
    strata, values = np.array([0] * 20 + [1] * 15 + [2]), random.normal(5, 2, 36)
    weights = random.uniform(1, 3, 36)
    frame = pl.DataFrame({"stratum": strata, "weight": weights, "y": values, "some": random.integers(0, 2, 36)})
    sample = svy.Sample(frame, svy.Design(stratum="stratum", wgt="weight", singleton="center"))
    design = Design(weights, weights, strata, np.full(3, np.inf))
    found = means(design, values, np.ones(36))
    assert np.sqrt(found.variance[0]) == pytest.approx(row(sample.estimation.mean("y"))["se"])
