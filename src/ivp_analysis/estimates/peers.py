"""The other municipalities of the region, each by itself: what is usual, and how much municipalities differ."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.estimates.denominators import denominators
from ivp_analysis.estimates.membership import membership
from ivp_analysis.estimates.open_data import newest_release
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

COLUMNS = ["area", "theme", "indicator", "classification", "denominator", "year", "count", "base"]


def peers(
    counts: pd.DataFrame, population: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition
) -> pd.DataFrame:
    """Count the last year of open data in every other municipality that is part of a reference area.

    Parameters
    ----------
    counts, population : DataFrame
        The processed tables of these names.
    municipality : Municipality
        Its reference areas.
    kernbeleid : Kernbeleid
        Which code counts for which theme; codes that are published per municipality only are left out, as they are for the villages.
    edition : Edition
        Which deliveries and years count.

    Returns
    -------
    DataFrame
        Columns area (code of a municipality), theme, indicator, classification, denominator, year, count, base (nan where it was not
        delivered): a row for each indicator and denominator that it could be divided by.
    """
    release = newest_release(counts, edition)
    wanted = [code for code in municipality.reference_codes if code.startswith("GM")]
    rows = release[release["area"].isin(wanted) & (release["code"] != ROLL_UP) & ~release["code"].isin(kernbeleid.municipality_only)]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = rows.rename(columns={"classification": "system"})
    members = membership(kernbeleid, rows[["system", "code"]].drop_duplicates().itertuples(index=False, name=None))
    keys = ["theme", "indicator", "classification"]
    # one number in place of all that names an indicator: groups are found faster
    members = members.assign(number=members.groupby(keys).ngroup())
    rows = rows[["area", "system", "code", "year", "count"]].merge(members[["system", "code", "number", "systems"]], on=["system", "code"])
    of_systems = rows.groupby(["area", "number", "year", "system"], as_index=False).agg(count=("count", "sum"), needed=("systems", "first"))
    found = of_systems.groupby(["area", "number", "year"], as_index=False).agg(
        count=("count", "sum"), found=("system", "size"), needed=("needed", "first")
    )
    whole = found[found["found"] == found["needed"]]
    added = whole[whole["year"] == whole.groupby("number")["year"].transform("max")]
    added = added.merge(members[["number", *keys]].drop_duplicates(), on="number")
    bases = denominators(population[population["reference_date"] <= pd.Timestamp(edition.last_day)], municipality)
    joined = added.merge(bases.rename(columns={"village": "area"}), how="left", on=["area", "year"])
    found_bases: pd.DataFrame = joined[COLUMNS]
    return found_bases
