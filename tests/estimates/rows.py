"""Small hand-made tables for the tests of estimates."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
from shapely import Point
from shapely.geometry.base import BaseGeometry

from ivp_analysis.tables.contracts import satisfy

MARCH = pd.Timestamp("2022-02-15")
OCTOBER = pd.Timestamp("2022-09-12")


def counts(rows: Iterable[tuple[str, str, str, str, int, int, int]], *, delivery: str = "d", on: pd.Timestamp = MARCH) -> pd.DataFrame:
    """Rows of classification, code, area, level, year, month, count."""
    frame = pd.DataFrame(list(rows), columns=["classification", "code", "area", "level", "year", "month", "count"])
    frame = frame.assign(attempts=pd.array([pd.NA] * len(frame), dtype="Int64"), provisional=False, counting="gross")
    return satisfy(frame.assign(delivery=delivery, reference_date=on, synthetic=True), "counts")


def population(
    values: dict[str, dict[int, int]], *, measure: str = "inhabitants", delivery: str = "n", on: pd.Timestamp = MARCH
) -> pd.DataFrame:
    """Inhabitants, or another measure, per area and year."""
    levels = {"BU": "buurt", "GM": "municipality", "NL": "country"}
    rows = [
        (area, levels.get(area[:2], "village"), year, measure, "totaal", "totaal", n)
        for area, years in values.items()
        for year, n in years.items()
    ]
    frame = pd.DataFrame(rows, columns=["area", "level", "year", "measure", "sex", "age", "value"])
    return satisfy(frame.assign(delivery=delivery, reference_date=on, synthetic=True), "population")


def incidents(
    rows: Iterable[tuple[str, str, str, str, float | None]], *, delivery: str = "i", on: pd.Timestamp = MARCH
) -> gpd.GeoDataFrame:
    """Rows of id, code, village, start, and x (y is the same) or None without a place."""
    frame = pd.DataFrame(list(rows), columns=["incident_id", "code", "village", "start", "x"])
    start = pd.to_datetime(frame["start"]).astype("datetime64[us]")
    points = pd.Series([None if pd.isna(x) else Point(x, x) for x in frame["x"]], index=frame.index)
    full = frame.drop(columns="x").assign(
        area="onbekend", start=start, end=start, attempt=pd.array([False] * len(frame), dtype="boolean"),
        reported=pd.array([pd.NA] * len(frame), dtype="boolean"), located_by="place", counting="gross",
        delivery=delivery, reference_date=on, synthetic=True, geometry=points,
    )  # fmt: skip
    return gpd.GeoDataFrame(satisfy(full, "incidents"), geometry="geometry", crs="EPSG:28992")


def areas(places: dict[str, BaseGeometry], *, delivery: str = "g", on: pd.Timestamp = MARCH) -> gpd.GeoDataFrame:
    """Buurten with their polygons."""
    frame = pd.DataFrame({"area": list(places), "name": list(places)}).assign(
        level="buurt", village="x", certainty="hoog", boundary_year=2022, delivery=delivery, reference_date=on, synthetic=True,
        geometry=list(places.values()),
    )  # fmt: skip
    return gpd.GeoDataFrame(satisfy(frame, "areas"), geometry="geometry", crs="EPSG:28992")
