"""What is asked of the public services: the addresses of the pages of each delivery."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ivp_analysis.sources.partial import Series
from ivp_analysis.sources.police_table import CODE_DIMENSIONS, PERIODS, REGIONS, ROWS
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

TABLES = {"47018NED": Classification.OFFENCE, "47022NED": Classification.OFFENCE, "47024NED": Classification.NUISANCE}
"""Offences per year, offences per month, nuisance per year; each per wijk and buurt."""

MONTHLY = ("47022NED",)
"""Tables of which no reference area is asked for but the country: no municipality is compared with others per month."""

_KEY_WIDTH = 10
_TERMS_IN_A_FILTER = 12
"""Of so many municipalities all years fill a page of 10,000 rows, and the address stays below the 2,048 characters that servers take."""
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
        Whose municipality, wijken, buurten and reference areas are asked for; of a table of months without the reference areas.

    Returns
    -------
    tuple of Series
        In the order of downloading. The rows are one series, whose pages come from several questions where one would be too long.
    """
    root = f"{address}/ODataFeed/odata/{table}"
    dimension = next(key for key, classification in CODE_DIMENSIONS.items() if classification == TABLES[table])
    stems = ("TableInfos", "DataProperties", dimension, REGIONS, PERIODS)
    plain = [Series(stem, f"{root}/{stem}?{_query({'$format': 'json'})}", "value") for stem in stems]
    questions = [f"{root}/{ROWS}?{_query({'$filter': text, '$format': 'json'})}" for text in region_filters(municipality, table)]
    return (*plain, Series(ROWS, questions[0], "value", numbered=True, further=tuple(questions[1:])))


def region_filters(municipality: Municipality, table: str) -> tuple[str, ...]:
    """Return the values of $filter that ask for the regions of a municipality in a table; no region is in two of them.

    Parameters
    ----------
    municipality : Municipality
        Whose wijken and buurten, municipality and reference areas are asked for.
    table : str
        One of TABLES.

    Returns
    -------
    tuple of str
        Keys are padded, because without the padding nothing is found and nothing is said.
    """
    number = municipality.code[2:]
    own = [f"startswith({REGIONS},'{kind}{number}')" for kind in ("WK", "BU")]
    codes = [code for code in municipality.reference_codes if code == NETHERLANDS or table not in MONTHLY]
    terms = [*own, *(f"{REGIONS} eq '{code:<{_KEY_WIDTH}}'" for code in (municipality.code, *codes))]
    starts = range(0, len(terms), _TERMS_IN_A_FILTER)
    return tuple(" or ".join(terms[start : start + _TERMS_IN_A_FILTER]) for start in starts)


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
