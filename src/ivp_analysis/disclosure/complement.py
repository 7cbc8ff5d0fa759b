"""A hidden figure must not follow from a total and the other parts of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification

Bools = NDArray[np.bool_]
_CODES = (Classification.OFFENCE.value, Classification.NUISANCE.value)


def complement(estimates: pd.DataFrame, hidden: Bools, buurt_village: dict[str, str]) -> Bools:
    """Say which other figures must be hidden so that no single hidden one can be computed.

    Every sum in which the figures stand is looked at: villages and "onbekend" to the municipality, codes to the theme, years to
    several years together, buurten to their village. Where exactly one figure of a sum is hidden, the smallest other part is
    hidden too, until no such sum is left. Combinations of sums are not looked at.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    hidden : ndarray of bool, shape (rows,)
        What is hidden already.
    buurt_village : dict of str to str
        The village of each buurt code.

    Returns
    -------
    ndarray of bool, shape (rows,)
        What is hidden besides.
    """
    counts = estimates["count"].to_numpy()
    sums = list(_sums(estimates, buurt_village))
    now = hidden.copy()
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            members = parts if total is None else [total, *parts]
            if now[members].sum() != 1:
                continue
            candidates = [row for row in parts if not now[row]]
            # a zero says nothing about who is behind it: hide one only where nothing else is left
            chosen = min(candidates, key=lambda row: (counts[row] == 0, counts[row]), default=total)
            if chosen is not None and not now[chosen]:
                now[chosen] = True
                changed = True
    return now & ~hidden


def _sums(estimates: pd.DataFrame, buurt_village: dict[str, str]) -> Iterator[tuple[int | None, list[int]]]:
    """Yield the row of a total (None where no row has it) with the rows of its parts."""
    rows = estimates.reset_index(drop=True)
    rows = rows.assign(single=rows["period"] == rows["year"].astype("str"), row=rows.index)
    areas = rows[rows["role"].isin(["village", "unknown", "municipality"])]
    for _, part in areas.groupby(["theme", "indicator", "classification", "period"], sort=True):
        yield from _split(part, part["role"] == "municipality")
    coded = areas[areas["classification"].isin([*_CODES, OPEN_DATA])]
    for _, part in coded.groupby(["village", "theme", "period"], sort=True):
        yield from _split(part, part["indicator"] == TOTAL)
    whole = areas[(areas["role"] == "municipality") & areas["complete"]]
    for _, part in whole.groupby(["theme", "indicator", "classification"], sort=True):
        pooled = part[~part["single"]]
        if len(pooled) == 1:
            first = int(str(pooled["period"].iloc[0]).split("-")[0])
            yield int(pooled["row"].iloc[0]), part.loc[part["single"] & (part["year"] >= first), "row"].tolist()
    buurten = rows[rows["role"] == "neighbourhood"]
    for _, part in buurten.groupby([buurten["village"].map(buurt_village), "theme", "period"], sort=True):
        yield None, part["row"].tolist()


def _split(part: pd.DataFrame, is_total: pd.Series[bool]) -> Iterator[tuple[int | None, list[int]]]:
    totals = part.loc[is_total, "row"].tolist()
    if len(totals) == 1 and len(part) > 1:
        yield totals[0], part.loc[~is_total, "row"].tolist()
