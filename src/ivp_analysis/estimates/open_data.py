"""Yearly counts per area and code from police open data, in the areas that are compared."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ivp_analysis.estimates.denominators import reference_label, reference_members
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import NETHERLANDS, UNKNOWN, WHOLE, Municipality

OPEN_DATA = (Classification.OFFENCE.value, Classification.NUISANCE.value)


def until(frame: pd.DataFrame, last_day: date) -> pd.DataFrame:
    """Return the rows of deliveries that an edition takes in."""
    taken = frame["reference_date"] <= pd.Timestamp(last_day)
    # an edition mostly takes in everything: a copy of a large table is saved
    return frame if taken.all() else frame[taken]


def newest_release(counts: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Return the yearly open data that an edition works with.

    Parameters
    ----------
    counts : DataFrame
        Table `counts`.
    edition : Edition
        Deliveries after its last day and years after its last full year are not taken.

    Returns
    -------
    DataFrame
        Rows of `counts`; of each system and year only those of the newest release, never a mixture.
    """
    yearly = until(counts, edition.last_day)
    yearly = yearly[(yearly["month"] == 0) & yearly["classification"].isin(OPEN_DATA) & (yearly["year"] <= edition.last_full_year)]
    keys = ["classification", "year", "delivery"]
    order = yearly[[*keys, "reference_date"]].drop_duplicates().sort_values(["reference_date", "delivery"])
    return yearly.merge(order.drop_duplicates(["classification", "year"], keep="last")[keys], on=keys)


def by_area(release: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid) -> pd.DataFrame:
    """Add counts up to villages, the municipality, "onbekend" and the reference areas.

    Codes that are published per municipality only are left out everywhere, so that all areas count the same codes. The
    municipality is the sum of its villages and "onbekend". Reference areas never contain the municipality itself.

    Parameters
    ----------
    release : DataFrame
        What `newest_release` gave.
    municipality : Municipality
        Its villages and reference areas.
    kernbeleid : Kernbeleid
        Which codes are published per municipality only.

    Returns
    -------
    DataFrame
        Columns village, role, classification, code, year, count, provisional, delivery; buurten too, with role "neighbourhood".
    """
    wanted = ~release["code"].isin([ROLL_UP, *kernbeleid.municipality_only])
    parts = release.loc[wanted, ["area", "level", "classification", "code", "year", "count", "provisional", "delivery"]]
    if parts.empty:
        return _nothing()
    inside = parts[parts["level"].isin(["buurt", "unknown"])].copy()
    # a release has each code of a buurt once in a year: there is nothing to add up
    buurten = inside[inside["level"] == "buurt"].rename(columns={"area": "village"}).assign(role="neighbourhood")
    inside["village"] = inside["area"].map(municipality.village_of).fillna(UNKNOWN).astype("str")
    inside["role"] = np.where(inside["village"] == UNKNOWN, "unknown", "village")
    whole = _add(inside.assign(village=WHOLE, role="municipality"))
    pieces = [_add(inside), whole, buurten[list(whole.columns)]]
    outside, own = parts[parts["level"].isin(["municipality", "country"])], whole.assign(count=-whole["count"])
    for reference in municipality.references:
        members = reference_members(reference, municipality)
        rows = outside[outside["area"].isin(members)]
        complete = rows.groupby(["classification", "year"])["area"].nunique() == len(members)
        if NETHERLANDS in members:
            # where the municipality is absent it cannot be taken off the country
            complete &= complete.index.isin(pd.MultiIndex.from_frame(own[["classification", "year"]]))
            rows = pd.concat([rows, own])
        summed = _add(rows.assign(village=reference_label(reference, municipality), role="reference"))
        keys = pd.MultiIndex.from_frame(summed[["classification", "year"]])
        pieces.append(summed[complete.reindex(keys, fill_value=False).to_numpy(dtype=bool)])
    return pd.concat(pieces, ignore_index=True)


def _add(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["village", "role", "classification", "code", "year"]
    return frame.groupby(keys, as_index=False).agg(
        count=("count", "sum"), provisional=("provisional", "max"), delivery=("delivery", "first")
    )


def _nothing() -> pd.DataFrame:
    columns = empty("counts")[["classification", "code", "year", "count", "provisional", "delivery"]]
    return columns.assign(village=pd.Series(dtype="str"), role=pd.Series(dtype="str"))
