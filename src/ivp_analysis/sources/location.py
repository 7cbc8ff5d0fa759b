"""Where something happened: names of areas, and the place of incidents by their coordinates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from ivp_analysis.sources.dutch_values import fold
from ivp_analysis.tables.store import RD_NEW
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE, Municipality

PILE_UP_INCIDENTS = 25
PILE_UP_SHARE = 0.05
PILE_UP_CODES = 3

PILED_UP = "coordinates of a default location, shared by many incidents of different kinds; placed by name"
OUTSIDE = "coordinates outside the buurten of the municipality; placed by name"
OVERRULED = "coordinates in another buurt than the one that is named; placed by coordinates"

_NEIGHBOURHOOD_CODE = re.compile(r"BU[0-9]{8}", re.IGNORECASE)
_UNKNOWN_WORDS = {"onbekend", "nietlocaliseerbaar", "nietinterpreteerbaar", "nvt", "bu00000000"}


@dataclass(frozen=True)
class Place:
    """An area of the municipality.

    Parameters
    ----------
    area : str
        Code of the buurt, name of the village, or "onbekend".
    village : str
        Name of the village, or "onbekend".
    level : str
        "buurt", "village" or "unknown".
    """

    area: str
    village: str
    level: str


NOWHERE = Place(UNKNOWN, UNKNOWN, "unknown")


class AreaNames:
    """What the names and codes that stand in files mean; case, spaces and punctuation do not matter.

    Parameters
    ----------
    municipality : Municipality
        Its buurten and villages are known. A name that two buurten share stands for neither.
    """

    def __init__(self, municipality: Municipality) -> None:
        self._municipality = municipality
        self._places: dict[str, Place] = {}
        shared: set[str] = set()
        for code, item in municipality.neighbourhoods.items():
            place = Place(code, municipality.village_of[code], "buurt")
            for name in (code, code[2:], code[2:].lstrip("0"), item.name):
                if self._places.setdefault(fold(name), place) != place:
                    shared.add(fold(name))
        self._villages = {fold(name): Place(name, name, "village") for name in municipality.village_names}
        self._places = {name: place for name, place in self._places.items() if name not in shared}
        self._own = {fold(text) for text in (municipality.name, municipality.code, municipality.code[2:], f"gemeente {municipality.name}")}

    def neighbourhood(self, text: str) -> Place | None:
        """Return the buurt with this name or code."""
        return self._places.get(fold(text))

    def village(self, text: str) -> Place | None:
        """Return the village with this name."""
        return self._villages.get(fold(text))

    def is_unknown(self, text: str) -> bool:
        """Say whether a text means that the place is not known."""
        return not text or fold(text) in _UNKNOWN_WORDS

    def is_municipality(self, text: str) -> bool:
        """Say whether a text means this municipality as a whole; its name may be that of a village too."""
        return fold(text) == WHOLE or fold(text) in self._own

    def is_elsewhere(self, text: str) -> bool:
        """Say whether a text is the code of a buurt of another municipality."""
        return bool(_NEIGHBOURHOOD_CODE.fullmatch(text)) and text[2:6] not in (self._municipality.code[2:], "0000")

    def hint(self, text: str) -> str:
        """Say what a mistyped name of an area may have meant."""
        names = [item.name for item in self._municipality.neighbourhoods.values()]
        valid = [*self._municipality.village_names, *names, *self._municipality.neighbourhoods, UNKNOWN]
        return (
            closest(text, valid)
            or f"valid are the names and codes of the buurten, {', '.join(self._municipality.village_names)}, {UNKNOWN}"
        )


def closest(text: str, valid: Iterable[str]) -> str:
    """Name the one valid text that comes nearest to a mistyped one; nothing when none comes near."""
    folded = {fold(option): option for option in valid}
    found = difflib.get_close_matches(fold(text), list(folded), n=1, cutoff=0.6)
    return f"did you mean '{folded[found[0]]}'?" if found else ""


def place(
    incidents: gpd.GeoDataFrame, areas: pd.DataFrame, municipality: Municipality, pile_up: int = PILE_UP_INCIDENTS
) -> tuple[gpd.GeoDataFrame, list[tuple[str, int]]]:
    """Place incidents by their coordinates; where these do not serve, the place by name stays.

    A point that more than `pile_up` incidents share, at least 5 % of all and of at least 3 different codes, is where a system puts what
    it cannot place, such as a police station. Such a point, and one outside the buurten, is dropped.

    Parameters
    ----------
    incidents : GeoDataFrame
        As the reader gives them, placed by name; points in EPSG:28992, in metres.
    areas : DataFrame
        Boundaries as their contract says; only the buurten of the municipality count. Without any, nothing is placed anew.
    municipality : Municipality
        Says which village a buurt belongs to.
    pile_up : int, optional
        Number of incidents up to which sharing a point is ordinary.

    Returns
    -------
    tuple of GeoDataFrame and list
        The incidents in the same order, numbered anew; and what was done, as pairs of reason and number of incidents.
    """
    placed = incidents.reset_index(drop=True)
    own = areas.loc[areas["area"].isin(list(municipality.village_of)), ["area", "geometry"]]
    buurten = gpd.GeoDataFrame(own.rename(columns={"area": "found"}), geometry="geometry", crs=RD_NEW)
    piled = _piled_up(placed, pile_up)
    placed.loc[piled, "geometry"] = None
    if buurten.empty:
        return placed, _notes({PILED_UP: piled})
    points = placed.loc[placed.geometry.notna(), ["geometry"]]
    # a point on a border belongs to both sides; the lowest code takes it, so that the outcome does not depend on an order
    hits = points.sjoin(buurten, predicate="intersects").sort_values("found")["found"]
    found = hits[~hits.index.duplicated()].reindex(placed.index)
    outside = placed.geometry.notna() & found.isna()
    overruled = found.notna() & (placed["located_by"] == "buurt") & (found != placed["area"])
    inside = found[found.notna()]
    placed.loc[inside.index, "area"] = inside
    placed.loc[inside.index, "village"] = inside.map(municipality.village_of)
    placed.loc[inside.index, "located_by"] = "coordinates"
    placed.loc[outside, "geometry"] = None
    return placed, _notes({PILED_UP: piled, OUTSIDE: outside, OVERRULED: overruled})


def _piled_up(incidents: gpd.GeoDataFrame, limit: int) -> pd.Series[bool]:
    located = incidents[incidents.geometry.notna()]
    points = pd.DataFrame({"x": located.geometry.x, "y": located.geometry.y, "code": located["code"]})
    together = points.groupby(["x", "y"])["code"]
    size, codes = together.transform("size"), together.transform("nunique")
    piled = (size > limit) & (size >= PILE_UP_SHARE * len(incidents)) & (codes >= PILE_UP_CODES)
    return piled.reindex(incidents.index, fill_value=False)


def _notes(cases: dict[str, pd.Series[bool]]) -> list[tuple[str, int]]:
    return [(reason, int(rows.sum())) for reason, rows in cases.items() if rows.any()]
