"""What is usual per month of the year, and control charts over quarters or half-years."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.evidence.cube import Cube
from ivp_analysis.statistics.control import u_chart
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.monthly_contracts import MONITORING, SEASONS
from ivp_analysis.vocabulary.editions import Edition

SEASON_YEARS = 5
FEWEST_SEASON_YEARS = 3
FEWEST_PER_MONTH = 5.0
"""Below so many a month on average, a pattern over the year is mostly chance."""

GRAINS = (3, 6)
"""Months in a period of a control chart, the finest first."""
PERIODS = {3: "kwartaal", 6: "halfjaar"}
CORONA_YEARS = (2020, 2021)


def seasons(cube: Cube, edition: Edition) -> pd.DataFrame:
    """Say what is usual per month of the year, over the last whole years in a row.

    Parameters
    ----------
    cube : Cube
        Counts per month.
    edition : Edition
        Which year is the running one.

    Returns
    -------
    DataFrame
        As the contract `seasons` says.
    """
    pieces = [_season(cube, row, edition) for row in range(len(cube.keys))]
    if not pieces:
        return empty("seasons")
    rows = pd.DataFrame({name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]})
    places = cube.keys.loc[cube.keys.index.repeat(12), ["village", "theme", "source"]].reset_index(drop=True)
    rows = pd.concat([places, rows], axis=1)
    return satisfy(rows.astype({"reason": "str"})[list(SEASONS.columns)], "seasons", str(edition))


def _season(cube: Cube, row: int, edition: Edition) -> dict[str, Any]:
    counts = cube.counts[row]
    whole = ~np.isnan(counts).any(axis=1) & (cube.years <= edition.last_full_year)
    chosen = np.flatnonzero(whole)
    # first and last are to name all the years
    breaks = np.flatnonzero(np.diff(cube.years[chosen]) > 1)
    chosen = chosen[breaks[-1] + 1 if len(breaks) else 0 :][-SEASON_YEARS:]
    reason = Refusal.NONE
    if len(chosen) < FEWEST_SEASON_YEARS:
        reason = Refusal.TOO_SHORT
    elif counts[chosen].mean() < FEWEST_PER_MONTH:
        reason = Refusal.TOO_FEW
    running = counts[cube.years == edition.last_full_year + 1]
    absent = np.full(12, np.nan)
    given = reason == Refusal.NONE
    return {
        "month": np.arange(1, 13),
        "first": np.full(12, cube.years[chosen[0]] if given else edition.last_full_year),
        "last": np.full(12, cube.years[chosen[-1]] if given else edition.last_full_year),
        "mean": counts[chosen].mean(axis=0) if given else absent,
        "lowest": counts[chosen].min(axis=0) if given else absent,
        "highest": counts[chosen].max(axis=0) if given else absent,
        "running": running[0] if given and len(running) else absent,
        "reason": np.full(12, str(reason)),
    }


def monitoring(cube: Cube, edition: Edition) -> pd.DataFrame:
    """Make a control chart of every theme in every area: per quarter, or per half-year where quarters have too few registrations.

    What is usual is set by all whole years up to the last full one, the corona years left out. The chart is one of counts: the periods
    of a chart are equally long, and inhabitants change too slowly to matter within it.

    Parameters
    ----------
    cube : Cube
        Counts per month.
    edition : Edition
        Which year is the last full one.

    Returns
    -------
    DataFrame
        As the contract `monitoring` says; where no chart can be made one row with the reason.
    """
    pieces = [_chart(cube, row, edition) for row in range(len(cube.keys))]
    if not pieces:
        return empty("monitoring")
    lengths = [len(piece["start"]) for piece in pieces]
    rows = pd.DataFrame({name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]})
    places = cube.keys.loc[cube.keys.index.repeat(lengths), ["village", "theme", "source"]].reset_index(drop=True)
    rows = pd.concat([places, rows], axis=1)
    types = {"reason": "str", "kind": "str", "period": "str", "start": "datetime64[us]"}
    return satisfy(rows.astype(types)[list(MONITORING.columns)], "monitoring", str(edition))


def _chart(cube: Cube, row: int, edition: Edition) -> dict[str, Any]:
    refused = Refusal.TOO_SHORT
    for grain in GRAINS:
        years, numbers, counts = cube.periods(row, grain)
        usual = ~np.isin(years, CORONA_YEARS) & (years <= edition.last_full_year)
        if not usual.any():
            continue
        chart = u_chart(counts, np.ones(len(counts)), usual)
        if chart.reason == Refusal.NONE:
            return {
                "start": np.array(
                    [f"{year}-{number * grain + 1:02d}-01" for year, number in zip(years, numbers, strict=True)], "datetime64[us]"
                ),
                "period": [f"{PERIODS[grain]} {number + 1} van {year}" for year, number in zip(years, numbers, strict=True)],
                "grain": np.full(len(years), grain),
                "count": counts,
                "centre": np.full(len(years), chart.centre),
                "low": chart.low,
                "high": chart.high,
                "signal": chart.signal,
                "baseline": usual,
                "kind": [str(chart.kind)] * len(years),
                "reason": [""] * len(years),
            }
        # the reason of quarters: with longer periods there are fewer of them, which is no reason of its own
        refused = chart.reason if grain == GRAINS[0] else refused
    nothing: dict[str, Any] = {name: np.array([np.nan]) for name in ("count", "centre", "low", "high")}
    start = np.array([f"{edition.last_full_year}-01-01"], "datetime64[us]")
    flags = {"signal": np.array([False]), "baseline": np.array([False])}
    return {"start": start, "period": [""], "grain": np.array([0]), **nothing, **flags, "kind": [""], "reason": [str(refused)]}
