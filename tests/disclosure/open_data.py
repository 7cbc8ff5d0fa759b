"""Open data as if nobody had published them: counts of a real municipality to try protection on."""

from __future__ import annotations

import pandas as pd
from disclosure.attacker import Name, Sum
from disclosure.matrices import Generated


def as_if_not_public(estimates: pd.DataFrame, years: int) -> Generated:
    """Totals of themes, and of all of them, of the last whole years in villages and municipality."""
    rows = estimates[estimates["role"].isin(["village", "unknown", "municipality"]) & (estimates["indicator"] == "totaal")]
    rows = rows[(rows["period"].str.len() == 4) & (rows["theme"] != "totaal")]
    last = sorted(rows["period"].unique())[-years:]
    table = rows[rows["period"].isin(last)].pivot_table(index=["theme", "period"], columns="village", values="count", aggfunc="sum")
    found = Generated()
    villages = [name for name in table.columns if name != "gemeente"]
    whole = table[table[villages].sum(axis=1) == table["gemeente"]].reset_index()
    for theme, period, *counts in whole[["theme", "period", *villages, "gemeente"]].itertuples(index=False):
        names: list[Name] = [(village, theme, period) for village in (*villages, "gemeente")]
        found.counts |= dict(zip(names, map(int, counts), strict=True))
        found.sums.append(Sum(names[-1], names[:-1]))
    for theme, part in whole.groupby("theme"):
        span = f"{last[0]}-{last[-1]}"
        if len(part) == years:
            for village in (*villages, "gemeente"):
                found.counts[village, theme, span] = sum(found.counts[village, theme, year] for year in last)
                found.sums.append(Sum((village, theme, span), [(village, theme, year) for year in last]))
            found.sums.append(Sum(("gemeente", theme, span), [(village, theme, span) for village in villages]))
    return found
