"""Counts of maatschappelijke klassen beside open data: series of their own, never added to it."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.estimates.class_months import class_months
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE, Municipality


def own_series(
    counts: pd.DataFrame, incidents: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition
) -> pd.DataFrame:
    """Count the klassen outside open data, and the indicators that are made of klassen, per area and year.

    Of each year one source is taken, as `class_months` says.

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
    monthly = class_months(counts, incidents, municipality, edition)
    if monthly.empty:
        return pd.DataFrame(columns=["village", "role", "code", "year", "first_month", "last_month", "count", "delivery"])
    periods = monthly.groupby("year", as_index=False).agg(
        first_month=("month", "min"), last_month=("month", "max"), delivery=("delivery", "first")
    )
    outside = [code for code in monthly["code"].unique() if kernbeleid.theme_of(Classification.CLASS, code) == NOT_CLASSIFIED]
    own = monthly[monthly["code"].isin(kernbeleid.own_classes.union(outside))]
    own = pd.concat([own, *_indicators(monthly, kernbeleid)], ignore_index=True)
    parts = own.groupby(["village", "code", "year"], as_index=False)["count"].sum()
    villages = pd.DataFrame({"village": [*municipality.village_names, UNKNOWN]})
    grid = own[["code", "year"]].drop_duplicates().merge(villages, how="cross")
    filled = grid.merge(parts, how="left").fillna({"count": 0}).astype({"count": "int64"})
    whole = filled.groupby(["code", "year"], as_index=False)["count"].sum().assign(village=WHOLE)
    roles = {UNKNOWN: "unknown", WHOLE: "municipality"}
    result: pd.DataFrame = pd.concat([filled, whole], ignore_index=True).merge(periods, on="year")
    result["role"] = result["village"].map(lambda name: roles.get(name, "village")).astype("str")
    return result


def _indicators(monthly: pd.DataFrame, kernbeleid: Kernbeleid) -> list[pd.DataFrame]:
    """Take the klassen of each indicator together, under its key."""
    items = [item for _, item in kernbeleid.indicators.values() if item.classes]
    return [monthly[monthly["code"].isin(item.classes)].assign(code=item.key) for item in items]
