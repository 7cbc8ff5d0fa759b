"""Pages of JSON as a public service sent them: `name.json`, `name-0002.json`, …; gzipped ones too."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path
from typing import Any

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.limits import LARGEST_PAGE, LARGEST_SERIES, MOST_VALUES, too_large

Page = dict[str, Any]
_AGAIN = "Remove the delivery and run ivp fetch again"


class PageError(ValueError):
    """A body that is no JSON, or more of it than may be; says which."""


def has_pages(delivery: Delivery, stem: str) -> bool:
    """Say whether a delivery has any page with this name."""
    return bool(_numbered(delivery, stem))


def read_pages(delivery: Delivery, stem: str, content: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Read all pages of one series.

    Parameters
    ----------
    delivery : Delivery
        The delivery.
    stem : str
        Name of the series, such as "TypedDataSet" or "buurten".
    content : str
        The key that holds the records: "value" in OData, "features" in GeoJSON.

    Returns
    -------
    list of (str, list of dict)
        Per page its file name and its records, in order.

    Raises
    ------
    DeliveryError
        When a page is missing, is no JSON of this kind, is larger than `limits` allows, or announces a further page that is not there.
    """
    found = _numbered(delivery, stem)
    where: dict[str, object] = {"delivery": delivery.name, "file": f"{stem}.json"}
    if [number for number, _ in found] != list(range(1, len(found) + 1)) or not found:
        raise DeliveryError("pages of a delivery are missing or double", where, _AGAIN)
    result = []
    page: Page = {}
    size = 0
    for _, path in found:
        page, more = _load(delivery, path)
        size += more
        if size > LARGEST_SERIES:
            raise too_large(f"the pages of a series are larger than {LARGEST_SERIES:,} bytes", where, _AGAIN)
        records = page.get(content)
        where["file"] = path.name
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise DeliveryError(f"a page has no list '{content}'", where, _AGAIN)
        if page.get("numberReturned", len(records)) != len(records):
            raise DeliveryError(f"a page says that it has {page['numberReturned']} records and has {len(records)}", where, _AGAIN)
        result.append((path.name, records))
    if next_link(page):
        raise DeliveryError("the last page announces a further page that is not there", where, _AGAIN)
    return result


def next_link(page: Page) -> str:
    """Return the address of the next page, empty at the last one (OData v3 and OGC API Features)."""
    link = page.get("odata.nextLink")
    links = page.get("links")
    for item in links if isinstance(links, list) else ():
        if isinstance(item, dict) and item.get("rel") == "next":
            link = link or item.get("href")
    return str(link or "")


def _numbered(delivery: Delivery, stem: str) -> list[tuple[int, Path]]:
    pattern = re.compile(rf"{re.escape(stem)}(?:-(\d{{4}}))?\.json(?:\.gz)?\Z")
    matches = ((pattern.match(path.name), path) for path in delivery.paths)
    return sorted((int(match[1] or 1), path) for match, path in matches if match)


def parsed(body: bytes) -> object:
    """Read JSON that is not too large to be read.

    Parameters
    ----------
    body : bytes
        The page, unpacked.

    Returns
    -------
    object
        What it holds.

    Raises
    ------
    PageError
        When it is too large, or is no JSON; says why.
    """
    if len(body) > LARGEST_PAGE:
        raise PageError(f"larger than {LARGEST_PAGE:,} bytes")
    if sum(map(body.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise PageError(f"more than {MOST_VALUES:,} values")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise PageError(type(problem).__name__) from None


def _load(delivery: Delivery, path: Path) -> tuple[Page, int]:
    where = {"delivery": delivery.name, "file": path.name}
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            body = file.read(LARGEST_PAGE + 1)
        page = parsed(body)
    except (OSError, EOFError, zlib.error, PageError) as problem:
        reason = str(problem) if isinstance(problem, PageError) else type(problem).__name__
        raise DeliveryError(f"a page cannot be read as JSON ({reason})", where, _AGAIN) from None
    if not isinstance(page, dict):
        raise DeliveryError("a page is no JSON object", where, _AGAIN)
    return page, len(body)
