"""Geometry of GeoJSON to valid polygons in EPSG:28992."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, shape
from shapely.geometry.base import BaseGeometry

from ivp_analysis.errors import DeliveryError
from ivp_analysis.tables.store import RD_NEW

_WGS84 = "EPSG:4326"
_DEGREES = (-180.0, -90.0, 180.0, 90.0)
_RD_METRES = (-10_000.0, 280_000.0, 310_000.0, 650_000.0)


def polygons(geometries: Mapping[str, Mapping[str, Any] | None], where: Mapping[str, object]) -> gpd.GeoSeries:
    """Make valid polygons in EPSG:28992.

    Parameters
    ----------
    geometries : mapping of str to mapping
        GeoJSON geometry per area, in EPSG:28992 or, what a service sends unless it is asked otherwise, in longitude and latitude.
    where : mapping
        The place of an error.

    Returns
    -------
    GeoSeries
        Polygons in the order given.

    Raises
    ------
    DeliveryError
        When a geometry is missing, is no polygon, or lies in neither of the two systems.
    """
    shapes = [_polygon(area, geometry, where) for area, geometry in geometries.items()]
    series = gpd.GeoSeries(shapes, crs=RD_NEW)
    if _within(series, _DEGREES):
        series = gpd.GeoSeries(shapes, crs=_WGS84).to_crs(RD_NEW)
    if not _within(series, _RD_METRES):
        raise DeliveryError("the boundaries lie outside the Netherlands", where, "Ask the service for EPSG:28992: run ivp fetch again")
    return gpd.GeoSeries([_valid(geometry) for geometry in series], crs=RD_NEW)


def _polygon(area: str, geometry: Mapping[str, Any] | None, where: Mapping[str, object]) -> BaseGeometry:
    try:
        result = shape(geometry)
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError):
        result = MultiPolygon()
    if result.is_empty or result.geom_type not in ("Polygon", "MultiPolygon"):
        raise DeliveryError("an area has no polygon", {**where, "region": area}, "Remove the delivery and run ivp fetch again")
    return result


def _within(series: gpd.GeoSeries, limits: tuple[float, float, float, float]) -> bool:
    west, south, east, north = series.total_bounds
    return bool(west >= limits[0] and south >= limits[1] and east <= limits[2] and north <= limits[3])


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_valid:
        return geometry
    # mending a self-intersection may leave lines and points beside the polygons
    parts = [part for part in shapely.get_parts(shapely.make_valid(geometry)) if part.area > 0]
    return shapely.union_all(parts)
