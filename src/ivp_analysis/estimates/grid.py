"""Incidents added up to square cells."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.estimates.open_data import until
from ivp_analysis.estimates.police import POOLED_YEARS
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.edition_contracts import GRID
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE, Classification, Kernbeleid

CELL = 500
"""Side of a cell in metres."""


def sensitive_classes(kernbeleid: Kernbeleid) -> frozenset[str]:
    """Return the klassen that are never placed on a map."""
    offences = {code.code for code in kernbeleid.offences if code.sensitive or code.municipality_only}
    classes = {klasse for klasse, offence in kernbeleid.offence_of_class.items() if offence in offences}
    return frozenset(classes | {code.code for (_, _), code in kernbeleid.codes.items() if code.sensitive})


def incident_grid(incidents: pd.DataFrame, kernbeleid: Kernbeleid, edition: Edition, size: int = CELL) -> pd.DataFrame:
    """Count incidents per theme and square cell over the last five full years of an edition.

    Parameters
    ----------
    incidents : GeoDataFrame
        Table `incidents`, EPSG:28992; incidents without a point are not on the map.
    kernbeleid : Kernbeleid
        Which klasse counts for which theme; sensitive klassen are left out.
    edition : Edition
        Deliveries after its last day and years after its last full year are not taken.
    size : int
        Side of a cell in metres.

    Returns
    -------
    DataFrame
        As the contract `grid` says: only cells with at least one incident.
    """
    newest = until(incidents, edition.last_day).sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    first, last = edition.last_full_year - POOLED_YEARS + 1, edition.last_full_year
    rows = newest[
        newest["start"].dt.year.between(first, last) & newest["geometry"].notna() & ~newest["code"].isin(sensitive_classes(kernbeleid))
    ]
    if rows.empty:
        return empty("grid")
    points = rows["geometry"]
    cells = pd.DataFrame(
        {
            "theme": [kernbeleid.theme_of(Classification.CLASS, code) for code in rows["code"]],
            "x": (np.floor([point.x / size for point in points]) * size).astype("int64"),
            "y": (np.floor([point.y / size for point in points]) * size).astype("int64"),
        }
    )
    cells = cells[~cells["theme"].isin([NOT_CLASSIFIED, OUTSIDE])]
    counted = cells.groupby(["theme", "x", "y"], as_index=False).size().rename(columns={"size": "count"})
    years = sorted(rows["start"].dt.year.unique())
    period = f"{years[0]}-{years[-1]}" if years[0] != years[-1] else str(years[0])
    return satisfy(counted.assign(size=size, period=period)[list(GRID.columns)], "grid", str(edition))
