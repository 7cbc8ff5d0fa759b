"""Incidents added up to squares: small ones where many live, wide ones elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.estimates.addresses import Addresses, Metres
from ivp_analysis.estimates.open_data import until
from ivp_analysis.estimates.police import POOLED_YEARS
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.edition_contracts import GRID
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE, Classification, Kernbeleid
from ivp_analysis.vocabulary.publication import PublicationRules


def sensitive_classes(kernbeleid: Kernbeleid) -> frozenset[str]:
    """Return the klassen that are never placed on a map."""
    offences = {code.code for code in kernbeleid.offences if code.sensitive or code.municipality_only}
    classes = {klasse for klasse, offence in kernbeleid.offence_of_class.items() if offence in offences}
    return frozenset(classes | {code.code for (_, _), code in kernbeleid.codes.items() if code.sensitive})


def incident_grid(
    incidents: pd.DataFrame, addresses: Addresses, kernbeleid: Kernbeleid, rules: PublicationRules, edition: Edition
) -> pd.DataFrame:
    """Count incidents per theme and square over the last five full years of an edition.

    Parameters
    ----------
    incidents : GeoDataFrame
        Table `incidents`, EPSG:28992; incidents without a point are not on the map.
    addresses : Addresses
        What the size of the squares depends on.
    kernbeleid : Kernbeleid
        Which klasse counts for which theme; sensitive klassen are left out.
    rules : PublicationRules
        The two sizes of squares, and how many addresses the small ones have.
    edition : Edition
        Deliveries after its last day and years after its last full year are not taken.

    Returns
    -------
    DataFrame
        As the contract `grid` says: only squares with at least one incident.
    """
    newest = until(incidents, edition.last_day).sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    first, last = edition.last_full_year - POOLED_YEARS + 1, edition.last_full_year
    rows = newest[
        newest["start"].dt.year.between(first, last) & newest["geometry"].notna() & ~newest["code"].isin(sensitive_classes(kernbeleid))
    ]
    if rows.empty:
        return empty("grid")
    places = pd.DataFrame(
        {
            "theme": [kernbeleid.theme_of(Classification.CLASS, code) for code in rows["code"]],
            **squares_of(np.array([(point.x, point.y) for point in rows["geometry"]]), addresses, rules),
        }
    )
    places = places[~places["theme"].isin([NOT_CLASSIFIED, OUTSIDE])]
    counted = places.groupby(["theme", "x", "y", "size"], as_index=False).agg(count=("x", "size"))
    sides = (counted[side].to_numpy() for side in ("x", "y", "size"))
    years = sorted(rows["start"].dt.year.unique())
    period = f"{years[0]}-{years[-1]}" if years[0] != years[-1] else str(years[0])
    return satisfy(counted.assign(period=period, addresses=addresses.within(*sides))[list(GRID.columns)], "grid", str(edition))


def squares_of(points: NDArray[np.float64], addresses: Addresses, rules: PublicationRules) -> dict[str, Metres]:
    """Return the square that each point lies in.

    A wide square is split only where every small one in it has enough addresses. So squares never overlap, and what happened in one is
    never the difference of two others.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        In metres, EPSG:28992.
    addresses : Addresses
        Of the small squares.
    rules : PublicationRules
        The two sizes, and what is enough.

    Returns
    -------
    dict of str to ndarray
        West side `x`, south side `y` and `size` of the square of each point, in metres.
    """
    small, wide = rules.cell, rules.wide_cell
    corners, of_point = np.unique(np.floor(points / wide).astype(np.int64) * wide, axis=0, return_inverse=True)
    steps = np.arange(0, wide, small)
    east, north = (step.ravel() for step in np.meshgrid(steps, steps))
    x, y = corners[:, :1] + east, corners[:, 1:] + north
    within = addresses.within(x.ravel(), y.ravel(), small).reshape(x.shape)
    enough = within.min(axis=1) >= rules.fewest_estimated(addresses.measure)
    size = np.where(enough, small, wide)[of_point]
    corner = np.floor(points / size[:, np.newaxis]).astype(np.int64) * size[:, np.newaxis]
    return {"x": corner[:, 0], "y": corner[:, 1], "size": size}
