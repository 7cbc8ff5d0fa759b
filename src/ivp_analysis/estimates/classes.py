"""Counts of the maatschappelijke klassen that open data lacks: series of their own, never added to open data."""

from __future__ import annotations

from itertools import product

import pandas as pd

from ivp_analysis.estimates.open_data import until
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE, Municipality

_MONTHLY = ["village", "code", "year", "month", "count", "delivery"]


def own_series(
    counts: pd.DataFrame, incidents: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition
) -> pd.DataFrame:
    """Count the klassen outside open data per area and year.

    Counts that the police delivered go before counts of single incidents; the two are never mixed within a year, nor are
    deliveries.

    Parameters
    ----------
    counts, incidents : DataFrame
        The tables of these names.
    municipality : Municipality
        Its villages.
    kernbeleid : Kernbeleid
        Which klassen stand outside open data.
    edition : Edition
        Deliveries after its last day are not taken.

    Returns
    -------
    DataFrame
        Columns village, role, code, year, first_month, last_month, count, delivery. Areas without registrations have a zero.
    """
    classes = sorted(kernbeleid.own_classes)
    monthly = _of_year_once(
        _from_counts(until(counts, edition.last_day), municipality), _from_incidents(until(incidents, edition.last_day))
    )
    if monthly.empty:
        return pd.DataFrame(columns=["village", "role", "code", "year", "first_month", "last_month", "count", "delivery"])
    periods = monthly.groupby("year", as_index=False).agg(
        first_month=("month", "min"), last_month=("month", "max"), delivery=("delivery", "first")
    )
    own = monthly[monthly["code"].isin(classes)]
    parts = own.groupby(["village", "code", "year"], as_index=False)["count"].sum()
    villages = [*municipality.village_names, UNKNOWN]
    grid = pd.DataFrame(product(villages, classes, periods["year"]), columns=["village", "code", "year"])
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
    newest = pd.DataFrame(incidents.drop(columns="geometry")).sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    newest = newest.assign(year=newest["start"].dt.year.astype("int64"), month=newest["start"].dt.month.astype("int64"))
    keys = ["village", "code", "year", "month", "delivery", "reference_date"]
    counted: pd.DataFrame = newest.groupby(keys)["incident_id"].count().rename("count").reset_index()
    return counted.loc[:, [*_MONTHLY, "reference_date"]]


def _of_year_once(*sources: pd.DataFrame) -> pd.DataFrame:
    """Of each year take the first source that has it, and of that source the newest delivery with the most months."""
    taken: list[pd.DataFrame] = []
    years: set[int] = set()
    for source in sources:
        fresh = source[~source["year"].isin(years)]
        if fresh.empty:
            continue
        span = fresh.groupby(["year", "delivery", "reference_date"])["month"].nunique().reset_index()
        best = span.sort_values(["month", "reference_date"]).drop_duplicates("year", keep="last")
        taken.append(fresh.merge(best[["year", "delivery"]], on=["year", "delivery"]))
        years |= set(fresh["year"])
    return pd.concat(taken, ignore_index=True) if taken else pd.DataFrame(columns=[*_MONTHLY, "reference_date"])
