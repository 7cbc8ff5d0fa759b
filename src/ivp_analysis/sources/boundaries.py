"""Boundaries and inhabitants (GeoJSON of OGC API Features) to areas and population."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.geometry import polygons
from ivp_analysis.sources.json_pages import has_pages, read_pages
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.tables.store import RD_NEW
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

CODES = {"buurten": "buurtcode", "wijken": "wijkcode", "gemeenten": "gemeentecode"}
ALL_MUNICIPALITIES = 300
"""With at least so many municipalities the whole country was received: there were 415 in 2012 and 342 in 2024."""

_ABROAD = ("GM0998", "GM0999")
_ROUNDING = 5
_AGAIN = "Remove the delivery and run ivp fetch again"


@dataclass(frozen=True)
class Feature:
    """One buurt, wijk or municipality as received; `inhabitants` is missing for null and for large negative numbers."""

    file: str
    row: int
    layer: str
    code: str
    name: str
    land: bool
    inhabitants: int | None
    sound: bool
    geometry: Mapping[str, Any] | None


def read(delivery: Delivery, municipality: Municipality, kernbeleid: Kernbeleid) -> Reading:  # noqa: ARG001 - all readers are called alike
    """Read boundaries and inhabitants of one year.

    Parameters
    ----------
    delivery : Delivery
        Pages buurten and gemeenten, and wijken where the boundaries are wanted too; GeoJSON in EPSG:28992 or WGS84.
    municipality : Municipality
        Its buurten and wijken must all be there when the delivery brings boundaries.
    kernbeleid : Kernbeleid
        Not used.

    Returns
    -------
    Reading
        "areas" in EPSG:28992 (empty without wijken) and "population": inhabitants of buurten, of the municipality and its
        reference areas, and of the country (NL00) where all municipalities were received.

    Raises
    ------
    DeliveryError
        When a page is wrong, a configured buurt or wijk is missing, or the buurten do not add up to the municipality.
    """
    ledger = Ledger(delivery.name)
    bounded = has_pages(delivery, "wijken")
    features, year = _features(delivery, [layer for layer in CODES if layer != "wijken" or bounded])
    accepted = _accepted(features, municipality, ledger, bounded=bounded)
    _complete(accepted, delivery, municipality, ledger, bounded=bounded)
    _adds_up(accepted, delivery, municipality, ledger)
    country = _country(features, ledger)
    population = satisfy(_population(accepted, country, year, delivery), "population", delivery.name)
    areas = satisfy(_areas(accepted, municipality, year, delivery) if bounded else empty("areas"), "areas", delivery.name)
    book, quarantine = ledger.close()
    return Reading({"areas": gpd.GeoDataFrame(areas, geometry="geometry", crs=RD_NEW), "population": population}, book, quarantine)


def _features(delivery: Delivery, layers: Iterable[str]) -> tuple[list[Feature], int]:
    features: list[Feature] = []
    years: set[str] = set()
    for layer in layers:
        for file, records in read_pages(delivery, layer, "features"):
            for row, record in enumerate(records, start=1):
                found = record.get("properties")
                properties = found if isinstance(found, Mapping) else {}
                years.add(str(properties.get("jaar", "")))
                features.append(_feature(file, row, layer, properties, record.get("geometry")))
    year = next(iter(years)) if len(years) == 1 else ""
    if not year.isdigit():
        raise DeliveryError("the features have no year, or not all the same", {"delivery": delivery.name, "field": "jaar"}, _AGAIN)
    double = [code for code, times in Counter(feature.code for feature in features if feature.land).items() if times > 1]
    if double:
        raise DeliveryError("an area was received more than once", {"delivery": delivery.name, "region": ", ".join(double[:5])}, _AGAIN)
    return features, int(year)


def _feature(file: str, row: int, layer: str, properties: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> Feature:
    code = str(properties.get(CODES[layer], "")).strip()
    name = str(properties.get(CODES[layer].replace("code", "naam")) or code)
    land = properties.get("water") != "JA" and code not in _ABROAD
    figure = properties.get("aantal_inwoners")
    number = _number(figure)
    missing = figure is None or number < 0
    sound = missing or number % 1 == 0
    return Feature(file, row, layer, code, name, land, None if missing or not sound else int(number), sound, geometry)


def _number(figure: object) -> float:
    try:
        return float(str(figure))
    except ValueError:
        return math.nan


def _accepted(features: list[Feature], municipality: Municipality, ledger: Ledger, *, bounded: bool) -> list[Feature]:
    accepted: list[Feature] = []
    left_out: Counter[tuple[str, str]] = Counter()
    for feature in features:
        reason, action = _verdict(feature, municipality, bounded=bounded)
        if action:
            content = {"layer": feature.layer, "code": feature.code, "name": feature.name}
            ledger.quarantine(feature.file, feature.row, reason, action, content)
        elif reason:
            left_out[feature.file, reason] += 1
        else:
            accepted.append(feature)
    for file, rows in Counter(feature.file for feature in features).items():
        ledger.read(file, rows)
        ledger.accept(file, sum(feature.file == file for feature in accepted))
    for (file, reason), rows in left_out.items():
        ledger.leave_out(file, rows, reason)
    return accepted


def _verdict(feature: Feature, municipality: Municipality, *, bounded: bool) -> tuple[str, str]:
    """Give the reason not to take a feature, and what to do about it; two empty texts when it is taken."""
    if not feature.land:
        return "water or abroad", ""
    if feature.layer == "gemeenten":
        inside = feature.code in {municipality.code, *municipality.reference_codes}
        reason = "" if inside else "municipality outside the reference areas; counted in the country"
    elif feature.code[2:6] != municipality.code[2:]:
        reason = "buurt or wijk of another municipality"
    elif feature.code not in _configured(municipality):
        if bounded:
            return "a buurt or wijk is not in the configuration", f"Add it to config/municipalities/{municipality.key}.yaml"
        reason = "a buurt of another division than the configuration has"
    else:
        reason = ""
    if not reason and not feature.sound:
        return "the number of inhabitants is no whole number", "Download the boundaries again; if it stays, report it to PDOK"
    if not reason and not bounded and feature.inhabitants is None:
        return "no figure for inhabitants", ""
    return reason, ""


def _configured(municipality: Municipality) -> set[str]:
    return {*municipality.neighbourhoods, *(district.code for district in municipality.districts)}


def _complete(accepted: list[Feature], delivery: Delivery, municipality: Municipality, ledger: Ledger, *, bounded: bool) -> None:
    received = {feature.code for feature in accepted}
    where = {"delivery": delivery.name}
    if municipality.code not in received:
        raise DeliveryError("the municipality itself was not received", {**where, "region": municipality.code}, _AGAIN)
    missing = sorted(_configured(municipality) - received) if bounded else sorted(set(municipality.neighbourhoods) - received)
    if missing and bounded:
        action = f"{_AGAIN}; if the buurten have changed, correct config/municipalities/{municipality.key}.yaml"
        raise DeliveryError(f"{len(missing)} buurten or wijken are missing", {**where, "region": ", ".join(missing[:5])}, action)
    if missing:
        ledger.check("buurten", "not checkable", "buurten of the configuration without a figure in this year", len(missing))
    others = [code for code in municipality.reference_codes if code != NETHERLANDS and code not in received]
    if others:
        what = f"{len(others)} municipalities of the reference areas are not there in this year, {others[0]} first"
        ledger.check("gemeenten", "not checkable", what, len(others))
    silent = sum(feature.inhabitants is None for feature in accepted if feature.layer != "wijken")
    if silent:
        ledger.check("buurten", "not checkable", "no figure for inhabitants (null or a negative number)", silent)


def _adds_up(accepted: list[Feature], delivery: Delivery, municipality: Municipality, ledger: Ledger) -> None:
    """Compare the inhabitants of the buurten with those of the municipality; both are rounded to 5."""
    figures = {feature.code: feature.inhabitants for feature in accepted}
    parts = [figures.get(code) for code in municipality.neighbourhoods]
    known = [part for part in parts if part is not None]
    whole = figures[municipality.code]
    if whole is None or len(known) < len(parts):
        ledger.check("buurten", "not checkable", "inhabitants of buurten against the municipality", len(parts))
    elif abs(whole - sum(known)) > _ROUNDING * len(parts):
        what = f"the buurten have {sum(known)} inhabitants and the municipality {whole}"
        raise DeliveryError(what, {"delivery": delivery.name, "region": municipality.code}, _AGAIN)
    else:
        ledger.check("buurten", "adds up", "inhabitants of buurten against the municipality, within their rounding", len(parts))


def _country(features: list[Feature], ledger: Ledger) -> int | None:
    figures = [feature.inhabitants for feature in features if feature.layer == "gemeenten" and feature.land]
    known = [figure for figure in figures if figure is not None]
    if len(figures) < ALL_MUNICIPALITIES or len(known) < len(figures):
        ledger.check("gemeenten", "not checkable", "inhabitants of the country: not all municipalities were received", len(figures))
        return None
    ledger.check("gemeenten", "adds up", "inhabitants of the country are the sum of all municipalities", len(known))
    return sum(known)


def _population(accepted: list[Feature], country: int | None, year: int, delivery: Delivery) -> pd.DataFrame:
    levels = {"buurten": "buurt", "gemeenten": "municipality"}
    rows = [(f.code, levels[f.layer], f.inhabitants) for f in accepted if f.layer in levels and f.inhabitants is not None]
    rows += [(NETHERLANDS, "country", country)] if country is not None else []
    frame = pd.DataFrame(sorted(rows), columns=["area", "level", "value"])
    return frame.assign(year=year, measure="inhabitants", sex="totaal", age="totaal", **delivery.provenance)


def _areas(accepted: list[Feature], municipality: Municipality, year: int, delivery: Delivery) -> pd.DataFrame:
    wanted = sorted((f for f in accepted if f.layer != "gemeenten" or f.code == municipality.code), key=lambda f: f.code)
    levels = {"buurten": "buurt", "wijken": "wijk", "gemeenten": "municipality"}
    known = municipality.neighbourhoods
    frame = pd.DataFrame(
        {
            "area": [feature.code for feature in wanted],
            "name": [feature.name for feature in wanted],
            "level": [levels[feature.layer] for feature in wanted],
            "village": [municipality.village_of.get(feature.code, "") for feature in wanted],
            "certainty": [known[feature.code].certainty if feature.code in known else "" for feature in wanted],
        }
    )
    shapes = polygons({feature.code: feature.geometry for feature in wanted}, {"delivery": delivery.name})
    return frame.assign(boundary_year=year, **delivery.provenance, geometry=shapes)
