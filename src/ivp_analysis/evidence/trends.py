"""A line through all years of every area and indicator."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.evidence.series import KEY, Series
from ivp_analysis.statistics.multiplicity import adjusted
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.trend import trend
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.evidence_contracts import TRENDS
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.vocabulary.ladder import Ladder

APART = (2020, 2021)
"""Corona years: each has a level of its own, and is no part of the line."""


def trends(estimates: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    """Fit a trend to the yearly rates of every village, the municipality and every indicator.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    ladder : Ladder
        Limits of the verdicts.

    Returns
    -------
    DataFrame
        As the contract `trends` says; q over all trends that could be fitted, open data and klassen apart.
    """
    own = Series.of(estimates, ("village", "municipality"))
    if own.keys.empty:
        return empty("trends")
    found = trend(own.counts, own.bases, own.years, apart=APART)
    # the years that the line rests on: it says nothing of the others
    there = ~np.isnan(own.counts) & ~np.isin(own.years, APART)
    # two families: from q of open data that of klassen could be worked out
    delivered = (own.keys["classification"] == Classification.CLASS.value).to_numpy(dtype=bool)
    q = np.where(delivered, adjusted(np.where(delivered, found.p, np.nan)), adjusted(np.where(delivered, np.nan, found.p)))
    enough = np.where(found.reason == Refusal.NONE, np.inf, 0.0)
    # a small change each year adds up: of a line only the direction is judged
    judged = ladder.model_copy(update={"small": 1.0}).judge(found.change, found.p, q, enough)
    rows = own.keys[[name for name in KEY if name != "denominator"]].assign(
        first=own.years[there.argmax(axis=1)],
        last=own.years[len(own.years) - 1 - there[:, ::-1].argmax(axis=1)],
        points=found.points,
        change=found.change,
        low=found.low,
        high=found.high,
        p=found.p,
        q=q,
        verdict=[item.value for item in judged],
        dispersion=found.dispersion,
        reason=found.reason,
    )
    types = {"reason": "str", "verdict": "str", "points": "float64", "first": "int64", "last": "int64"}
    return satisfy(rows.astype(types)[list(TRENDS.columns)], "trends")
