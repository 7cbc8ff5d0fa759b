"""Counts of the maatschappelijke klassen that open data lacks: series of their own, never added to open data."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.estimates.open_data import until
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE, Municipality

_MONTHLY = ["village", "code", "year", "month", "count", "delivery"]


def own_series(
    counts: pd.DataFrame, incidents: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition
) -> pd.DataFrame:
    """Count the klassen outside open data per area and year.

    Of each year one source is taken, the one that covers most months: the counts of one delivery, or all incidents. The two are never
    mixed within a year.

    Parameters
    ----------
    counts, incidents : DataFrame
        The tables of these names.
    municipality : Municipality
        Its villages.
    kernbeleid : Kernbeleid
        Which klassen stand outside open data; unknown ones are kept too.
    edition : Edition
        Deliveries after its last day are not taken.

    Returns
    -------
    DataFrame
        Columns village, role, code, year, first_month, last_month, count, delivery. Areas without registrations have a zero; klassen that
        the source of a year does not hold at all have no row, because they may not have been delivered.
    """
    monthly = _of_year_once(
        _from_counts(until(counts, edition.last_day), municipality), _from_incidents(until(incidents, edition.last_day))
    )
    if monthly.empty:
        return pd.DataFrame(columns=["village", "role", "code", "year", "first_month", "last_month", "count", "delivery"])
    periods = monthly.groupby("year", as_index=False).agg(
        first_month=("month", "min"), last_month=("month", "max"), delivery=("delivery", "first")
    )
    outside = [code for code in monthly["code"].unique() if kernbeleid.theme_of(Classification.CLASS, code) == NOT_CLASSIFIED]
    own = monthly[monthly["code"].isin(kernbeleid.own_classes.union(outside))]
    parts = own.groupby(["village", "code", "year"], as_index=False)["count"].sum()
    villages = pd.DataFrame({"village": [*municipality.village_names, UNKNOWN]})
    grid = own[["code", "year"]].drop_duplicates().merge(villages, how="cross")
    filled = grid.merge(parts, how="left").fillna({"count": 0}).astype({"count": "int64"})
    whole = filled.groupby(["code", "year"], as_index=False)["count"].sum().assign(village=WHOLE)
    roles = {UNKNOWN: "unknown", WHOLE: "municipality"}
    result: pd.DataFrame = pd.concat([filled, whole], ignore_index=True).merge(periods, on="year")
    result["role"] = result["village"].map(lambda name: roles.get(name, "village")).astype("str")
    return result


def _from_counts(counts: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    rows = counts[(counts["classification"] == Classification.CLASS.value) & (counts["month"] > 0)].copy()
    village = rows["area"].map({**municipality.village_of, **{name: name for name in municipality.village_names}})
    rows["village"] = village.fillna(UNKNOWN).astype("str")
    return rows.loc[:, [*_MONTHLY, "reference_date"]]


def _from_incidents(incidents: pd.DataFrame) -> pd.DataFrame:
    """Count the incidents of all deliveries together, each in its newest form."""
    if incidents.empty:
        return pd.DataFrame(columns=[*_MONTHLY, "reference_date"])
    newest = pd.DataFrame(incidents.drop(columns="geometry")).sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    newest = newest.assign(year=newest["start"].dt.year.astype("int64"), month=newest["start"].dt.month.astype("int64"))
    counted: pd.DataFrame = newest.groupby(["village", "code", "year", "month"])["incident_id"].count().rename("count").reset_index()
    names = newest.groupby("year")["delivery"].agg(lambda found: " + ".join(sorted(set(found))))
    dates = newest.groupby("year")["reference_date"].max()
    counted["delivery"] = counted["year"].map(names).astype("str")
    counted["reference_date"] = counted["year"].map(dates)
    return counted.loc[:, [*_MONTHLY, "reference_date"]]


def _of_year_once(counts: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Of each year take what covers most months; of equals delivered counts before incidents, and the newest delivery."""
    sources = [counts.assign(first=True), incidents.assign(first=False)]
    both = pd.concat([source for source in sources if len(source)] or sources[:1])
    if both.empty:
        return both
    keys = ["year", "delivery", "first"]
    span = both.groupby([*keys, "reference_date"])["month"].nunique().reset_index()
    best = span.sort_values(["month", "first", "reference_date"]).drop_duplicates("year", keep="last")
    return both.merge(best[keys], on=keys).drop(columns="first")
