"""Held against R package survey 4.5, apistrat: what its own tests print, and the data of its examples."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ivp_analysis.statistics.survey.design import Design
from ivp_analysis.statistics.survey.domains import means, total

ENROLLED = 3_811_472.0
"""Total of `enroll` in apipop, schools without one left out."""


@pytest.fixture(scope="module")
def schools(shared: Path) -> pd.DataFrame:
    path = shared / "real" / "survey" / "apistrat.csv"
    if not path.is_file():
        pytest.skip("the sample of schools is not here")
    return pd.read_csv(path)


@pytest.fixture(scope="module")
def design(schools: pd.DataFrame) -> Design:
    strata, kinds = pd.factorize(schools["stype"])
    sizes = schools.groupby("stype")["fpc"].first()[kinds].to_numpy(dtype=np.float64)
    weights = schools["pw"].to_numpy(dtype=np.float64)
    return Design(weights, weights, strata, sizes)


def test_mean_with_error(design: Design, schools: pd.DataFrame) -> None:
    found = means(design, schools["api00"], np.ones(200))
    assert f"{found.value[0]:.2f} {np.sqrt(found.variance[0]):.4f}" == "662.29 9.4089"


@pytest.mark.parametrize(("column", "printed"), [("enroll", "3687178 114642"), ("api.stu", "3086009 99477")])
def test_totals_with_errors(design: Design, schools: pd.DataFrame, column: str, printed: str) -> None:
    value, variance = total(design, schools[column])
    assert f"{value:.0f} {np.sqrt(variance):.0f}" == printed


def test_total_after_calibration(design: Design, schools: pd.DataFrame) -> None:
    # calibrate(dstrat, ~enroll - 1, total, variance = 1) of tests/caleg.R: a ratio estimator, whose regression has weights pw / enroll
    enrolled = schools["enroll"].to_numpy(dtype=np.float64)
    ratio = ENROLLED / (design.weights @ enrolled)
    calibrated = Design(design.weights * ratio, design.weights / enrolled, design.strata, design.sizes, enrolled[:, None])
    assert total(calibrated, enrolled) == pytest.approx((ENROLLED, 0), abs=1e-3)
    value, variance = total(calibrated, schools["api.stu"])
    assert f"{value:.0f} {np.sqrt(variance):.0f}" == "3190038 29566"
