"""What is asked of the public services: the addresses of the pages of each delivery."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ivp_analysis.sources.partial import Series
from ivp_analysis.sources.police_table import CODE_DIMENSIONS, PERIODS, REGIONS, ROWS
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.vocabulary.municipality import Municipality

TABLES = {"47018NED": Classification.OFFENCE, "47022NED": Classification.OFFENCE, "47024NED": Classification.NUISANCE}
"""Offences per year, offences per month, nuisance per year; each per wijk and buurt."""

_KEY_WIDTH = 10
_LONGEST_FILTER = 1500
_PAGE = 1000
_RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


def police_series(address: str, table: str, municipality: Municipality) -> tuple[Series, ...]:
    """Return what to download of a table of the police: TableInfos first, then the dimensions, then the rows.

    Parameters
    ----------
    address : str
        Of the service.
    table : str
        One of TABLES.
    municipality : Municipality
        Whose municipality, wijken, buurten and reference areas are asked for.

    Returns
    -------
    tuple of Series
        In the order of downloading.
    """
    root = f"{address}/ODataFeed/odata/{table}"
    dimension = next(key for key, classification in CODE_DIMENSIONS.items() if classification == TABLES[table])
    stems = ("TableInfos", "DataProperties", dimension, REGIONS, PERIODS)
    plain = [Series(stem, f"{root}/{stem}?{_query({'$format': 'json'})}", "value") for stem in stems]
    query = _query({"$filter": region_filter(municipality), "$format": "json"})
    return (*plain, Series(ROWS, f"{root}/{ROWS}?{query}", "value", numbered=True))


def region_filter(municipality: Municipality) -> str:
    """Return the $filter on regions; keys are padded, because without the padding nothing is found and nothing is said."""
    number = municipality.code[2:]
    own = [f"startswith({REGIONS},'{kind}{number}')" for kind in ("WK", "BU")]
    whole = [f"{REGIONS} eq '{code:<{_KEY_WIDTH}}'" for code in (municipality.code, *municipality.reference_codes)]
    text = " or ".join([*own, *whole])
    if len(text) <= _LONGEST_FILTER:
        return text
    # an address may not grow without end: then all municipalities are asked for, and the reader leaves out what is not needed
    return " or ".join([*own, f"startswith({REGIONS},'GM')", f"startswith({REGIONS},'NL')"])


def boundary_series(address: str, year: int, municipality: Municipality, *, bounded: bool) -> tuple[Series, ...]:
    """Return what to download of the boundaries of one year.

    Parameters
    ----------
    address : str
        Of the service.
    year : int
        Year of the boundaries.
    municipality : Municipality
        Whose buurten and wijken are asked for; the municipalities are those of the whole country.
    bounded : bool
        Whether the boundaries are wanted, hence the wijken too; else only inhabitants.

    Returns
    -------
    tuple of Series
        In the order of downloading.
    """
    root = f"{address}/cbs/wijken-en-buurten-{year}/ogc/v1/collections"
    common = {"f": "json", "limit": str(_PAGE), "crs": _RD}
    own = _query({**common, "gemeentecode": municipality.code})
    layers = [("buurten", own), *([("wijken", own)] if bounded else []), ("gemeenten", _query(common))]
    return tuple(Series(layer, f"{root}/{layer}/items?{query}", "features") for layer, query in layers)


def _query(parameters: dict[str, str]) -> str:
    return urlencode(parameters, quote_via=quote, safe="$")
