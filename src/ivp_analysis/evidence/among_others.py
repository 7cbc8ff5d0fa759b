"""The last full year among other municipalities: rates adjusted for how little small areas say, and the funnel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.evidence.series import Floats, Series
from ivp_analysis.statistics.funnel import funnel
from ivp_analysis.statistics.rates import PER
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.shrinkage import fit_prior, shrink
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.evidence_contracts import FUNNEL, SHRUNK
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import Municipality

_DIVIDED = ["theme", "indicator", "classification", "denominator"]
SIZE = 2.0
"""Municipalities of half to twice the size are of about the same size."""
FEWEST_ALIKE = 10
"""With fewer of them a municipality is placed among all of the region."""


def shrunk(estimates: pd.DataFrame, peers: pd.DataFrame) -> pd.DataFrame:
    """Pull the rates of villages and the municipality towards what is usual in other municipalities.

    Five villages say too little about how much villages differ, so the other municipalities of the region are the prior; the
    municipality itself is not among them.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    peers : DataFrame
        What `estimates.peers.peers` gave.

    Returns
    -------
    DataFrame
        As the contract `shrunk` says.
    """
    own = Series.of(estimates, ("village", "municipality"))
    known = peers.groupby(_DIVIDED, sort=False).indices
    counts, bases, years = (peers[name].to_numpy() for name in ("count", "base", "year"))
    pieces: list[dict[str, Any]] = []
    for key, mine in own.keys.groupby(_DIVIDED, sort=False).indices.items():
        if key in known:
            others = known[key]
            count, base = (part[mine] for part in own.at(years[others[0]]))
            there = ~np.isnan(count)
            prior = fit_prior(counts[others], bases[others])
            found = shrink(count[there], base[there], prior, per=PER)
            numbers = {name: getattr(found, name) for name in ("rate", "low", "high", "weight", "reason")}
            same = {"year": years[others[0]], "areas": prior.areas}
            pieces.append({"row": mine[there], **numbers, **{name: np.full(there.sum(), value) for name, value in same.items()}})
    if not pieces:
        return empty("shrunk")
    columns = _together(pieces)
    frame = own.keys.iloc[columns.pop("row")].reset_index(drop=True).join(columns)
    return satisfy(frame.astype({"reason": "str"})[list(SHRUNK.columns)], "shrunk")


def among_municipalities(estimates: pd.DataFrame, peers: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """Place the municipality among the others of the region, for the total of each theme.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    peers : DataFrame
        What `estimates.peers.peers` gave.
    municipality : Municipality
        Its code.

    Returns
    -------
    DataFrame
        As the contract `funnel` says. The municipality counts among all when the target is set, as one of many.
    """
    own = Series.of(estimates, ("municipality",))
    totals = peers[peers["indicator"] == TOTAL]
    years = totals.groupby("theme")["year"].first()
    known = totals.groupby(["theme", "denominator"]).indices
    pieces: list[dict[str, Any]] = []
    for row, theme, denominator in own.keys.loc[own.keys["indicator"] == TOTAL, ["theme", "denominator"]].itertuples(name=None):
        if theme not in years.index:
            continue
        counts, bases = own.at(int(years[theme]))
        if not np.isnan(counts[row]):
            others = alike(totals.iloc[known.get((theme, denominator), [])], float(bases[row]))
            count, base = np.append(others["count"], counts[row]), np.append(others["base"], bases[row])
            same = {"theme": theme, "year": years[theme], "denominator": denominator, **_funnel(count, base)}
            areas = {"area": [*others["area"], municipality.code], "count": count, "base": base}
            pieces.append(areas | {name: np.broadcast_to(value, count.shape) for name, value in same.items()})
    if not pieces:
        return empty("funnel")
    types = {"reason": "str", "count": "int64", "year": "int64", "theme": "str", "denominator": "str", "area": "str"}
    return satisfy(_together(pieces).astype(types)[list(FUNNEL.columns)], "funnel")


def alike(others: pd.DataFrame, base: float) -> pd.DataFrame:
    """Return the municipalities of about the same size, where those are enough for a funnel; else all of them.

    A village among towns is compared with what towns have.

    Parameters
    ----------
    others : DataFrame
        With the column base.
    base : float
        That of the municipality itself.
    """
    near = others[others["base"].between(base / SIZE, base * SIZE)]
    return near if len(near) >= FEWEST_ALIKE else others


def _funnel(counts: Floats, bases: Floats) -> dict[str, Any]:
    found = funnel(counts, bases)
    given = found.reason == Refusal.NONE
    return {
        "target": found.target * PER if given else np.nan,
        "dispersion": found.dispersion if given else np.nan,
        "z": found.adjusted_z if given else np.nan,
        "reason": str(found.reason),
    }


def _together(pieces: list[dict[str, Any]]) -> pd.DataFrame:
    """Put columns below each other: faster than frames, of which each is small."""
    return pd.DataFrame({name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]})
