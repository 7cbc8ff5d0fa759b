"""Totals that stand among the rows of a delivery of counts, held against the sum of their parts."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.tables.ledger import Ledger

DIMENSIONS = ("year", "month", "area", "village", "code")


def sum_of_parts(totals: pd.DataFrame, details: pd.DataFrame) -> pd.Series[int]:
    """Add up the rows that each total is the total of.

    Parameters
    ----------
    totals : DataFrame
        `file` and the dimensions; a dimension that is missing is summed over.
    details : DataFrame
        The same columns, none missing, and `count`.

    Returns
    -------
    Series of Int64
        With the index of `totals`; missing where there is no row to add up.
    """
    result = pd.Series(pd.NA, index=totals.index, dtype="Int64")
    given = totals[list(DIMENSIONS)].notna()
    for pattern, part in totals.groupby([given[name] for name in DIMENSIONS]):
        keys = ["file", *(name for name, is_given in zip(DIMENSIONS, pattern, strict=True) if bool(is_given))]
        sums = details.groupby(keys, as_index=False)["count"].sum()
        result[part.index] = part[keys].merge(sums, on=keys, how="left")["count"].astype("Int64").array
    return result


def check_totals(totals: pd.DataFrame, parts: pd.Series[int], incomplete: set[str], ledger: Ledger) -> None:
    """Note in the ledger whether totals add up.

    Parameters
    ----------
    totals : DataFrame
        `file`, `row`, `count` (missing where it cannot be read) and `unclear` (what it is a total of is not known).
    parts : Series of Int64
        What `sum_of_parts` says.
    incomplete : set of str
        Files of which rows are not among the parts, because they were refused or left out.
    ledger : Ledger
        The account of the delivery.

    Raises
    ------
    DeliveryError
        When a total differs from its parts and all of them are there.
    """
    equal = (totals["count"] == parts).fillna(value=False).astype(bool)
    unsure = ~equal & (totals["unclear"] | totals["count"].isna() | parts.isna() | totals["file"].isin(incomplete))
    wrong = totals[~equal & ~unsure]
    if len(wrong):
        first, expected = wrong.iloc[0], parts[wrong.index].iloc[0]
        where = {"delivery": ledger.delivery, "file": first["file"], "row": first["row"], "totals that differ": len(wrong)}
        raise DeliveryError(
            f"a total says {first['count']} and its parts add up to {expected}",
            where,
            "Find the rows that are missing or too many, or ask the police for a new delivery",
        )
    for outcome, chosen in (("adds up", equal), ("not checkable", unsure)):
        for file, part in totals[chosen].groupby("file"):
            ledger.check(str(file), outcome, "totals against the sum of their rows", len(part))
