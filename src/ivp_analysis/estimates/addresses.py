"""Addresses in squares of a map, estimated from those of buurten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ivp_analysis.estimates.open_data import until
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.municipality import Municipality

Floats = NDArray[np.float64]
Metres = NDArray[np.int64]
MEASURES = ("addresses", "dwellings", "inhabitants")
"""What addresses are estimated from, the best first: dwellings are the addresses where people live."""

_DECIMALS = 6
"""A share of an area has no more digits that mean something, and 24.9999999999 is 25."""


@dataclass(frozen=True)
class Addresses:
    """How many addresses there are where, taken as spread evenly over each buurt.

    Attributes
    ----------
    measure : str
        Which of `MEASURES` is counted; empty where none was delivered, and then there are none anywhere.
    buurten : ndarray of shapely geometry, shape (n,)
        The buurten of the municipality, in metres.
    density : ndarray of float, shape (n,)
        Per square metre; 0 where nothing was delivered for a buurt.
    """

    measure: str
    buurten: NDArray[Any]
    density: Floats

    @classmethod
    def of(cls, areas: pd.DataFrame, population: pd.DataFrame, municipality: Municipality, edition: Edition) -> Self:
        """Take the newest figures and boundaries of an edition.

        Parameters
        ----------
        areas, population : DataFrame
            The processed tables of these names.
        municipality : Municipality
            Whose buurten count; what lies outside has no addresses.
        edition : Edition
            Deliveries after its last day and figures of later years are not taken.

        Returns
        -------
        Addresses
            By the measure that is known of most buurten; of measures that are known of as many, the first of `MEASURES`.
        """
        known = until(areas, edition.last_day).sort_values(["reference_date", "delivery"]).drop_duplicates("area", keep="last")
        known = known[known["area"].isin(list(municipality.village_of)) & (known["reference_date"] == known["reference_date"].max())]
        figures = until(population, edition.last_day)
        figures = figures[
            figures["area"].isin(known["area"])
            & figures["measure"].isin(MEASURES)
            & (figures["sex"] == "totaal")
            & (figures["age"] == "totaal")
            & (figures["year"] <= edition.year)
        ]
        newest = figures.sort_values(["year", "reference_date", "delivery"]).drop_duplicates(["measure", "area"], keep="last")
        numbers = {measure: newest[newest["measure"] == measure].set_index("area")["value"] for measure in MEASURES}
        best = max(MEASURES, key=lambda measure: len(numbers[measure]))
        buurten = known["geometry"].to_numpy()
        value = known["area"].map(numbers[best]).fillna(0).to_numpy(dtype=np.float64)
        return cls(best if len(numbers[best]) else "", buurten, value / shapely.area(buurten))

    def within(self, x: Metres, y: Metres, size: Metres | int) -> Floats:
        """Estimate the addresses in squares.

        Parameters
        ----------
        x, y : ndarray of int, shape (m,)
            West and south side in metres, EPSG:28992.
        size : ndarray of int, shape (m,), or int
            Side in metres.

        Returns
        -------
        ndarray of float, shape (m,)
            Of each buurt the part of its addresses that its area within the square is of its whole area, added up.
        """
        squares = shapely.box(x, y, x + size, y + size)
        square, buurt = shapely.STRtree(self.buurten).query(squares, predicate="intersects")
        shared = shapely.area(shapely.intersection(squares[square], self.buurten[buurt]))
        # without any weights the sums are whole numbers
        found = np.bincount(square, weights=shared * self.density[buurt], minlength=len(squares)).astype(np.float64)
        return found.round(_DECIMALS)
