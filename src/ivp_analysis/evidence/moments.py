"""On which day of the week and in which part of the day incidents happen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.estimates.grid import sensitive_classes
from ivp_analysis.estimates.open_data import until
from ivp_analysis.estimates.police import POOLED_YEARS
from ivp_analysis.evidence.months import by_theme
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.monthly_contracts import MOMENTS
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.numbers import years_text

PART = pd.Timedelta(hours=6)
LONGEST = pd.Timedelta(days=1)
"""An incident whose moment is known less well than this says nothing about the part of the day."""
FEWEST = 100
"""With fewer incidents of a known moment, 28 parts of the week say nothing."""


def moments(incidents: pd.DataFrame, kernbeleid: Kernbeleid, edition: Edition) -> pd.DataFrame:
    """Count incidents of the municipality per day of the week and quarter of the day, over the last five full years.

    The police know between which moments an incident happened. It counts for the share of that time that lies in each part of the day:
    a bicycle that was stolen between five and seven in the evening counts half for the afternoon and half for the evening.

    Parameters
    ----------
    incidents : DataFrame
        Table `incidents`.
    kernbeleid : Kernbeleid
        Which klasse counts for which theme; sensitive klassen are left out.
    edition : Edition
        Deliveries after its last day and years after its last full year are not taken.

    Returns
    -------
    DataFrame
        As the contract `moments` says.

    References
    ----------
    Ratcliffe, J.H. & McCullagh, M.J. (1998). Aoristic crime analysis. International Journal of Geographical Information
    Science 12, 751-764.
    """
    taken = pd.DataFrame(until(incidents, edition.last_day)[["incident_id", "code", "start", "end", "delivery", "reference_date"]])
    newest = taken.sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    first, last = edition.last_full_year - POOLED_YEARS + 1, edition.last_full_year
    rows = newest[newest["start"].dt.year.between(first, last) & ~newest["code"].isin(sensitive_classes(kernbeleid))]
    rows = by_theme(rows, kernbeleid)
    if rows.empty:
        return empty("moments")
    known = rows[rows["end"] - rows["start"] < LONGEST]
    period = years_text(sorted(rows["start"].dt.year.unique()))
    themes = pd.DataFrame(
        {
            "incidents": known.groupby("theme").size().reindex(sorted(rows["theme"].unique()), fill_value=0),
            "all": rows.groupby("theme").size(),
            "source": rows.groupby("theme")["delivery"].agg(lambda names: " + ".join(sorted(names.unique()))),
        }
    ).reset_index()
    weeks = pd.MultiIndex.from_product([range(7), range(4)], names=["weekday", "part"]).to_frame(index=False)
    counted = _weights(known).groupby(["theme", "weekday", "part"], as_index=False)["count"].sum()
    frame = themes.merge(weeks, how="cross").merge(counted, how="left").fillna({"count": 0.0})
    few = frame["incidents"] < FEWEST
    frame = frame.assign(
        count=frame["count"].mask(few),
        left_out=frame["all"] - frame["incidents"],
        reason=np.where(few, str(Refusal.TOO_FEW), str(Refusal.NONE)),
        village=WHOLE,
        period=period,
    )
    types = {"reason": "str", "source": "str", "incidents": "int64", "left_out": "int64"}
    return satisfy(frame.astype(types)[list(MOMENTS.columns)], "moments", str(edition))


def _weights(rows: pd.DataFrame) -> pd.DataFrame:
    """Spread each incident over the parts of the day that it may lie in; what is known to the minute lies in one."""
    floor = rows["start"].dt.floor("6h")
    length = (rows["end"] - rows["start"]).dt.total_seconds()
    pieces = []
    for step in range(LONGEST // PART + 1):
        begin = floor + step * PART
        inside = rows["end"].where(rows["end"] < begin + PART, begin + PART) - rows["start"].where(rows["start"] > begin, begin)
        seconds = inside.dt.total_seconds().clip(lower=0)
        share = np.where(length > 0, seconds / length.where(length > 0, 1), float(step == 0))
        pieces.append(pd.DataFrame({"theme": rows["theme"], "weekday": begin.dt.day_of_week, "part": begin.dt.hour // 6, "count": share}))
    spread = pd.concat(pieces, ignore_index=True)
    return spread[spread["count"] > 0].astype({"weekday": "int64", "part": "int64"})
