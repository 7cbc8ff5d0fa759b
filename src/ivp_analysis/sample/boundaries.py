"""The sample's boundaries: a schematic municipality in the shape of the public boundaries service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, Polygon, mapping

from ivp_analysis.sample.denominators import Denominators
from ivp_analysis.sample.files import write_json_gz
from ivp_analysis.sample.profile import BOUNDARY_YEAR, Buurt, Profile
from ivp_analysis.vocabulary.municipality import Municipality

_SERVICE = f"https://voorbeeld.invalid/cbs/wijken-en-buurten-{BOUNDARY_YEAR}/ogc/v1/collections"
_RD_NEW = "http://www.opengis.net/def/crs/EPSG/0/28992"
_OUTLINE_CORNERS, _ZONE_CORNERS = 40, 16
_UNEVEN = 0.02
_METRE = 1.0


def draw_boundaries(profile: Profile, random: np.random.Generator) -> dict[str, Any]:
    """Draw the buurten: each takes the ground nearest to its point, built-up zones are cut out of the scattered houses.

    Parameters
    ----------
    profile : Profile
        The profile of the sample.
    random : Generator
        Random numbers, for uneven edges.

    Returns
    -------
    dict of str to shapely geometry
        A polygon for each code; whole metres, EPSG:28992; neighbours share their edges exactly.
    """
    x, y, half_width, half_height = profile.outline
    outline = _round((x, y), (half_width, half_height), _OUTLINE_CORNERS, random)
    zones = {
        name: _round((zone.x, zone.y), (zone.radius, zone.radius), _ZONE_CORNERS, random).intersection(outline)
        for name, zone in profile.zones.items()
    }
    country = outline.difference(shapely.union_all(list(zones.values())))
    grounds = {**zones, "": country}
    edges = []
    for name, ground in grounds.items():
        edges += [ground.boundary, *_between([buurt for buurt in profile.buurten if buurt.zone == name], ground, outline)]
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(edges, grid_size=_METRE))))
    pieces: dict[str, list[Any]] = {code: [] for code in profile.codes}
    for face in faces:
        inside = face.representative_point()
        zone = next((name for name, ground in zones.items() if ground.contains(inside)), "")
        pieces[_nearest([buurt for buurt in profile.buurten if buurt.zone == zone], inside).code].append(face)
    return {code: shapely.union_all(parts) for code, parts in pieces.items()}


def write_boundaries(folder: Path, polygons: dict[str, Any], drawn: Denominators, municipality: Municipality) -> None:
    """Write buurten, wijken and the municipality as the service answers them.

    Parameters
    ----------
    folder : Path
        The folder of the delivery; it exists.
    polygons : dict of str to shapely geometry
        The buurten.
    drawn : Denominators
        For inhabitants and households; rounded to 5 below the municipality, so that buurten do not add up to it exactly.
    municipality : Municipality
        Its configuration.
    """
    of_municipality = {"gemeentecode": municipality.code, "gemeentenaam": municipality.name, "water": "NEE", "jaar": BOUNDARY_YEAR}
    people = {code: drawn.inhabitants[code, BOUNDARY_YEAR] for code in polygons}
    dwellings = {code: drawn.dwellings[code, BOUNDARY_YEAR] for code in polygons}
    buurten, wijken = [], []
    for code in sorted(polygons):
        buurt = municipality.neighbourhoods[code]
        names = {"buurtcode": code, "buurtnaam": buurt.name, "wijkcode": buurt.district, **of_municipality}
        buurten.append(_feature(polygons[code], {**names, **_figures(_fives(people[code]), _fives(dwellings[code]))}))
    for wijk in municipality.districts:
        codes = [code for code in sorted(polygons) if municipality.neighbourhoods[code].district == wijk.code]
        names = {"wijkcode": wijk.code, "wijknaam": wijk.name, **of_municipality}
        figures = _figures(_fives(sum(people[code] for code in codes)), _fives(sum(dwellings[code] for code in codes)))
        wijken.append(_feature(shapely.union_all([polygons[code] for code in codes]), {**names, **figures}))
    figures = _figures(sum(people.values()), sum(dwellings.values()))
    gemeenten = [_feature(shapely.union_all(list(polygons.values())), {**of_municipality, **figures})]
    for layer, features in (("buurten", buurten), ("wijken", wijken), ("gemeenten", gemeenten)):
        link = f"{_SERVICE}/{layer}/items?f=json&gemeentecode={municipality.code}&limit=1000&crs={_RD_NEW}"
        numbered = [{"type": "Feature", "id": number, **feature} for number, feature in enumerate(features, start=1)]
        answer = {
            "type": "FeatureCollection",
            "features": numbered,
            "links": [{"rel": "self", "type": "application/geo+json", "href": link}],
            "numberReturned": len(features),
        }
        write_json_gz(folder / f"{layer}.json.gz", answer)


def _round(centre: tuple[int, int], half_axes: tuple[int, int], corners: int, random: np.random.Generator) -> Polygon:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = 1 + random.uniform(-_UNEVEN, _UNEVEN, corners)
    return Polygon(np.column_stack([centre[0] + half_axes[0] * reach * np.cos(turn), centre[1] + half_axes[1] * reach * np.sin(turn)]))


def _between(buurten: list[Buurt], ground: Any, outline: Any) -> list[Any]:
    """Return the lines between the buurten of one ground."""
    if len(buurten) < 2:
        return []
    lines = shapely.voronoi_polygons(MultiPoint([(buurt.x, buurt.y) for buurt in buurten]), extend_to=outline, only_edges=True)
    return [lines.intersection(ground)]


def _nearest(buurten: list[Buurt], place: Point) -> Buurt:
    return min(buurten, key=lambda buurt: (buurt.x - place.x) ** 2 + (buurt.y - place.y) ** 2)


def _feature(geometry: Any, properties: dict[str, object]) -> dict[str, Any]:
    return {"geometry": mapping(geometry), "properties": properties}


def _figures(inhabitants: int, households: int) -> dict[str, int]:
    return {"aantal_inwoners": inhabitants, "aantal_huishoudens": households}


def _fives(number: int) -> int:
    return round(number / 5) * 5
