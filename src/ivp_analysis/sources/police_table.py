"""One table of the police's open data as it was received: what its metadata say, and its rows as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.json_pages import read_pages
from ivp_analysis.vocabulary.kernbeleid import Classification

CODE_DIMENSIONS = {"SoortMisdrijf": Classification.OFFENCE, "Overlast": Classification.NUISANCE}
REGIONS = "WijkenEnBuurten"
PERIODS = "Perioden"
ROWS = "TypedDataSet"
_TOPIC_TITLES = ("geregistreerde", "registraties")


@dataclass(frozen=True)
class PoliceTable:
    """A table of the police's open data.

    Parameters
    ----------
    delivery : str
        Name of the delivery.
    identifier : str
        Name of the table, such as 47018NED.
    classification : Classification
        The system of its codes.
    monthly : bool
        Whether it is a table of months; else of years.
    codes : mapping of str to str
        Title of each code of the dimension, the roll-up included.
    regions : frozenset of str
        Every region of the dimension.
    periods : mapping of str to bool
        Every period of the table's own kind, with whether it is provisional.
    rows : DataFrame
        Columns file, row (the first of a page is 1), code, region, period (text without padding) and figure (as received).
    """

    delivery: str
    identifier: str
    classification: Classification
    monthly: bool
    codes: Mapping[str, str]
    regions: frozenset[str]
    periods: Mapping[str, bool]
    rows: pd.DataFrame

    @property
    def where(self) -> dict[str, object]:
        """The place of an error in this table."""
        return {"delivery": self.delivery, "table": self.identifier}


def load_table(delivery: Delivery) -> PoliceTable:
    """Read the files of one table.

    Parameters
    ----------
    delivery : Delivery
        A folder with TableInfos, DataProperties, the dimensions and the pages of TypedDataSet.

    Returns
    -------
    PoliceTable
        The table; its rows are not judged yet.

    Raises
    ------
    DeliveryError
        When a file is missing, or the metadata do not say which column holds the figure, the code or the region.
    """
    infos = _records(delivery, "TableInfos", ("Identifier",))
    if not infos:
        raise DeliveryError("TableInfos is empty", {"delivery": delivery.name}, "Download the table again")
    identifier = str(infos[0]["Identifier"]).strip()
    properties = _records(delivery, "DataProperties", ("Key", "Title", "Type"))
    keys = {str(item["Key"]) for item in properties}
    where = {"delivery": delivery.name, "table": identifier}
    dimension = next((key for key in CODE_DIMENSIONS if key in keys), None)
    if dimension is None or not {REGIONS, PERIODS} <= keys:
        action = "Only the tables per wijk and buurt are read: 47018NED, 47022NED, 47024NED"
        raise DeliveryError("this table has other dimensions than code, wijk or buurt, and period", where, action)
    topic = _topic(properties, where)
    statuses = {_key(item): str(item["Status"]) for item in _records(delivery, PERIODS, ("Key", "Status"))}
    monthly = sum(key[4:6] == "MM" for key in statuses) > sum(key[4:6] == "JJ" for key in statuses)
    kind = "MM" if monthly else "JJ"
    periods = {key: "voorlopig" in status.lower() for key, status in statuses.items() if key[4:6] == kind}
    if not all(re.fullmatch(r"(?:19|20)[0-9]{2}[A-Z]{2}[0-9]{2}", key) for key in periods):
        raise DeliveryError("a period is no year or month", {**where, "file": f"{PERIODS}.json"}, "Download the table again")
    return PoliceTable(
        delivery=delivery.name,
        identifier=identifier,
        classification=CODE_DIMENSIONS[dimension],
        monthly=monthly,
        codes={_key(item): str(item["Title"]) for item in _records(delivery, dimension, ("Key", "Title"))},
        regions=frozenset(_key(item) for item in _records(delivery, REGIONS, ("Key",))),
        periods=periods,
        rows=_rows(delivery, {dimension: "code", REGIONS: "region", PERIODS: "period", topic: "figure"}, where),
    )


def _topic(properties: Iterable[Mapping[str, Any]], where: Mapping[str, object]) -> str:
    # suffixes such as _1 shift between releases, and further topics (names of regions) come and go: the title tells
    topics = [item for item in properties if item["Type"] == "Topic"]
    found = [item for item in topics if str(item["Title"]).strip().lower().startswith(_TOPIC_TITLES)]
    if not found:
        titles = ", ".join(str(item["Title"]) for item in topics)
        what = f"no topic is titled Geregistreerde … or Registraties …, only: {titles}"
        raise DeliveryError(what, where, "The table has changed: report it")
    return str(min(found, key=lambda item: item.get("Position") or 0)["Key"])


def _rows(delivery: Delivery, columns: Mapping[str, str], where: Mapping[str, object]) -> pd.DataFrame:
    pages = []
    for name, records in read_pages(delivery, ROWS, "value"):
        page = pd.DataFrame.from_records(records, columns=None if records else list(columns))
        missing = [column for column in columns if column not in page]
        if missing:
            raise DeliveryError(f"a page has no column {', '.join(missing)}", {**where, "file": name}, "Download the table again")
        page = page[list(columns)].rename(columns=columns).astype({"figure": object})
        for column in ("code", "region", "period"):
            page[column] = page[column].fillna("").astype("str").str.strip()
        pages.append(page.assign(file=name, row=range(1, len(page) + 1)))
    return pd.concat(pages, ignore_index=True)


def _records(delivery: Delivery, stem: str, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    records = [record for _, page in read_pages(delivery, stem, "value") for record in page]
    missing = [key for key in needed if any(key not in record for record in records)]
    if missing:
        where = {"delivery": delivery.name, "file": f"{stem}.json"}
        raise DeliveryError(f"a record has no {', '.join(missing)}", where, "Download the table again")
    return records


def _key(record: Mapping[str, Any]) -> str:
    return str(record["Key"]).strip()
