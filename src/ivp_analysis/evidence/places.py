"""How much of a theme lies in a few buurten."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ivp_analysis.statistics.concentration import gini, top_share
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.evidence_contracts import CONCENTRATION
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import Municipality

TOP = 0.1
"""The buurten with most registrations: this share of all."""


def concentration(estimates: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """Say for each theme what share of the last five years lies in the tenth of the buurten with most registrations.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    municipality : Municipality
        All its buurten; those without registrations count as well.

    Returns
    -------
    DataFrame
        As the contract `concentration` says. Which buurten they are is not told.
    """
    places = pd.Index(municipality.neighbourhoods)
    top = math.ceil(TOP * len(places))
    rows = estimates[(estimates["role"] == "neighbourhood") & (estimates["indicator"] == TOTAL)].assign(
        place=lambda frame: places.get_indexer(pd.Index(frame["village"]))
    )
    pieces = []
    for theme, part in rows.groupby("theme", sort=True)[["place", "count", "base", "period"]]:
        counts, people = np.zeros(len(places), dtype=np.int64), np.full(len(places), np.nan)
        known = part[part["place"] >= 0]
        counts[known["place"]], people[known["place"]] = known["count"], known["base"]
        found = top_share(counts, top)
        given = found.reason == Refusal.NONE
        most = np.argsort(-counts, kind="stable")[:top]
        pieces.append(
            {
                "theme": theme, "period": part["period"].iloc[0], "places": len(places), "top": top, "count": int(counts.sum()),
                "share": found.share, "low": found.low, "high": found.high,
                "inhabitants": float(people[most].sum() / people.sum()) if given else np.nan,
                "gini": gini(counts).generalised if given else np.nan, "reason": str(found.reason),
            }
        )  # fmt: skip
    if not pieces:
        return empty("concentration")
    types = {"theme": "str", "period": "str", "reason": "str"}
    return satisfy(pd.DataFrame(pieces).astype(types)[list(CONCENTRATION.columns)], "concentration")
