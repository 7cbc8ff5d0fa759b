"""What people say beside what the police registered, from one survey to the next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.monitor.comparisons import SURVEY
from ivp_analysis.monitor.survey import Survey
from ivp_analysis.statistics.change import compare
from ivp_analysis.statistics.multiplicity import adjusted
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.tables.contracts import empty
from ivp_analysis.tables.survey_contracts import MONITOR_BESIDE
from ivp_analysis.vocabulary.codebook import Direction
from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL
from ivp_analysis.vocabulary.ladder import Ladder, Verdict

_UP = (Verdict.HIGHER.value, Verdict.SMALL_HIGHER.value)
_DOWN = (Verdict.LOWER.value, Verdict.SMALL_LOWER.value)
_READINGS = {(1, 1): "both up", (-1, -1): "both down", (1, -1): "felt up", (-1, 1): "registered up"}
_AREA = ["village", "theme", "indicator"]
_FIGURES = ["count", "base", "count_before", "base_before"]


def beside(compared: pd.DataFrame, newest: Survey, before: Survey, estimates: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    """Put the comparisons of two surveys beside the registrations in the years of both.

    The registrations are tested as in `evidence.comparisons`; the family is all rows, in which a figure that stands beside several
    questions is one test. Neither figure explains the other, and no row says so.

    Parameters
    ----------
    compared : DataFrame
        Table `monitor_comparisons`.
    newest, before : Survey
        The surveys; their `police_year`.
    estimates : DataFrame
        Table `estimates`.
    ladder : Ladder
        Limits of the verdicts on registrations.

    Returns
    -------
    DataFrame
        As the contract `monitor_beside` says: villages and the municipality, for outcomes that name an indicator.
    """
    asked = newest.outcomes.loc[newest.outcomes["beside"] != "", ["question", "beside", "direction"]].rename(
        columns={"beside": "indicator"}
    )
    kept = (compared["comparison"] == SURVEY) & (compared["role"] != "group")
    columns = ["village", "role", "theme", "question", "label", "kind", "year", "before_year", "value", "before", "verdict", "reason"]
    rows = compared.loc[kept, columns].merge(asked, on="question")
    if rows.empty:
        return empty("monitor_beside")
    for suffix, year in (("", newest.police_year), ("_before", before.police_year)):
        police = yearly(estimates, year).rename(columns={"count": f"count{suffix}", "base": f"base{suffix}", "label": f"name{suffix}"})
        rows = rows.merge(police, how="left", on=_AREA)
    names = estimates.drop_duplicates(["theme", "indicator"]).set_index(["theme", "indicator"])["label"]
    named = names.reindex(pd.MultiIndex.from_frame(rows[["theme", "indicator"]])).to_numpy()
    rows = rows.assign(indicator_label=pd.Series(named, index=rows.index).fillna(rows["indicator"]))
    return _judged(rows.assign(police_year=newest.police_year, police_before_year=before.police_year), ladder)


def yearly(estimates: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return count and base of one whole year, by village, theme and indicator; of the sum of a theme that over open data."""
    single = estimates["complete"] & (estimates["year"] == year) & (estimates["period"] == str(year))
    rows = estimates[single & ((estimates["indicator"] != TOTAL) | (estimates["classification"] == OPEN_DATA))]
    once = rows.sort_values([*_AREA, "classification"]).drop_duplicates(_AREA)
    return once[[*_AREA, "count", "base"]].astype({"count": "float64", "base": "float64"})


def _judged(rows: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    figures = [rows[name] for name in _FIGURES]
    test = compare(*figures, minimum=ladder.minimum)
    number = rows.groupby([*_AREA, *_FIGURES], sort=False, dropna=False).ngroup().to_numpy()
    first = np.unique(number, return_index=True)[1]
    q = adjusted(test.p[first])[number]
    absent = rows[_FIGURES].isna().any(axis=1) | np.isin(test.reason, [Refusal.NO_EXPOSURE, Refusal.NO_REFERENCE])
    judged = ladder.judge(test.ratio, test.p, q, rows["count"] + rows["count_before"])
    registered = [Verdict.ABSENT.value if gone else verdict.value for gone, verdict in zip(absent, judged, strict=True)]
    there = ~absent & rows[["value", "before"]].notna().all(axis=1)
    felt = zip(rows["verdict"], rows["direction"], strict=True)
    readings = [_reading(*one, other) if whole else "" for one, other, whole in zip(felt, registered, there, strict=True)]
    reason = rows["reason"].where(rows["reason"] != "", [str(one) for one in test.reason])
    result = rows.assign(
        experience=rows["verdict"], ratio=np.where(np.isfinite(test.ratio), test.ratio, np.nan), low=test.low,
        high=np.where(np.isfinite(test.high), test.high, np.nan), p=test.p, q=q, registered=registered, reading=readings, reason=reason,
        public=False,
    )  # fmt: skip
    texts = ("indicator_label", "indicator", "registered", "reading", "reason")
    return result.astype(dict.fromkeys(texts, "str"))[list(MONITOR_BESIDE.columns)]


def _reading(experience: str, direction: str, registered: str) -> str:
    """Say how the two lie; less of what is good counts as more of what is bad."""
    felt = _way(experience) * (-1 if direction == Direction.FAVOURABLE.value else 1)
    return _READINGS.get((felt, _way(registered)), "unclear")


def _way(verdict: str) -> int:
    return (verdict in _UP) - (verdict in _DOWN)
