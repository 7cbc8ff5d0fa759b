"""Counts of maatschappelijke klassen per month, from deliveries of counts and from incidents, each by itself or of each year the best."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.estimates.open_data import until
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.vocabulary.municipality import UNKNOWN, Municipality

COLUMNS = ["village", "code", "year", "month", "count", "attempts", "delivery", "reference_date"]
"""Attempts are missing where a delivery does not tell them."""


def class_months(counts: pd.DataFrame, incidents: pd.DataFrame, municipality: Municipality, edition: Edition) -> pd.DataFrame:
    """Count klassen per village and month; of each year one source is taken.

    Taken is the source that covers most months: the counts of one delivery, or all incidents. The two are never mixed within a year.

    Parameters
    ----------
    counts, incidents : DataFrame
        The tables of these names.
    municipality : Municipality
        Its villages.
    edition : Edition
        Deliveries after its last day are not taken.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`; a month without registrations has no row.
    """
    return _of_year_once(delivered_counts(counts, municipality, edition), counted_incidents(incidents, edition))


def delivered_counts(counts: pd.DataFrame, municipality: Municipality, edition: Edition) -> pd.DataFrame:
    """Return the counts of klassen of every delivery by itself: the same months can stand in several of them."""
    taken = until(counts, edition.last_day)
    monthly = taken[taken["month"] > 0]
    rows = monthly[monthly["classification"] == Classification.CLASS.value].copy()
    village = rows["area"].map({**municipality.village_of, **{name: name for name in municipality.village_names}})
    rows["village"] = village.fillna(UNKNOWN).astype("str")
    rows["attempts"] = rows["attempts"].astype("Float64").astype("float64")
    return rows.loc[:, COLUMNS]


def counted_incidents(incidents: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Count the incidents of all deliveries together, each in its newest form."""
    taken = until(incidents, edition.last_day)
    if taken.empty:
        return pd.DataFrame(columns=COLUMNS)
    taken = pd.DataFrame(taken[["incident_id", "village", "code", "start", "attempt", "delivery", "reference_date"]])
    newest = taken.sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    newest = newest.assign(
        year=newest["start"].dt.year.astype("int64"),
        month=newest["start"].dt.month.astype("int64"),
        attempt=newest["attempt"].astype("Float64").astype("float64"),
        told=newest["attempt"].notna(),
    )
    counted = newest.groupby(["village", "code", "year", "month"], as_index=False).agg(
        count=("incident_id", "size"), attempts=("attempt", "sum"), told=("told", "all")
    )
    counted["attempts"] = counted["attempts"].where(counted["told"])
    names = newest[["year", "delivery"]].drop_duplicates().groupby("year")["delivery"].agg(lambda found: " + ".join(sorted(found)))
    dates = newest.groupby("year")["reference_date"].max()
    counted["delivery"] = counted["year"].map(names).astype("str")
    counted["reference_date"] = counted["year"].map(dates)
    return counted.loc[:, COLUMNS]


def _of_year_once(counts: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Of each year take what covers most months; of equals delivered counts before incidents, and the newest delivery."""
    sources = [counts.assign(first=True), incidents.assign(first=False)]
    both = pd.concat([source for source in sources if len(source)] or sources[:1])
    if both.empty:
        return both.drop(columns="first")
    keys = ["year", "delivery", "first"]
    span = both.groupby([*keys, "reference_date"])["month"].nunique().reset_index()
    best = span.sort_values(["month", "first", "reference_date"]).drop_duplicates("year", keep="last")
    return both.merge(best[keys], on=keys).drop(columns="first")
