"""Deliveries to tables: each by the reader of its kind, then all together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from ivp_analysis.sources import boundaries, police_counts, police_incidents, police_open_data, population, survey
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.location import place
from ivp_analysis.sources.retention import Held
from ivp_analysis.tables.contracts import empty
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

Reader = Callable[[Delivery, Municipality, Kernbeleid], Reading]

READERS: dict[str, Reader] = {
    "politie-open-data": police_open_data.read,
    "politie-incidenten": police_incidents.read,
    "politie-aantallen": police_counts.read,
    "noemers": population.read,
    "grenzen": boundaries.read,
    "enquete": survey.read,
}
TABLES = ("counts", "incidents", "population", "areas", "respondents", "surveys", "questions")


def tables_of(
    found: Iterable[Delivery], municipality: Municipality, kernbeleid: Kernbeleid, purged: Iterable[Held] = ()
) -> dict[str, pd.DataFrame]:
    """Read deliveries.

    Parameters
    ----------
    found : iterable of Delivery
        The deliveries.
    municipality, kernbeleid : Municipality, Kernbeleid
        Areas and codes.
    purged : iterable of Held
        Deliveries whose files were deleted: they give no rows, and a line of the ledger.

    Returns
    -------
    dict of str to DataFrame
        The tables `TABLES`, the ledger and the quarantine.

    Raises
    ------
    DeliveryError
        When a delivery cannot be read or does not add up.
    """
    readings = [READERS[item.card.kind](item, municipality, kernbeleid) for item in found]
    return _together(readings + [_nothing_of(item) for item in purged], municipality)


def _nothing_of(item: Held) -> Reading:
    account = Ledger(item.name)
    account.purged(FILE, f"deleted on {item.card.purged}; was to be kept until {item.card.keep_until}")
    return Reading({}, *account.close())


def _together(readings: list[Reading], municipality: Municipality) -> dict[str, pd.DataFrame]:
    tables = {name: _stack(name, [reading.tables[name] for reading in readings if name in reading.tables]) for name in TABLES}
    ledgers = [reading.ledger for reading in readings]
    incidents, areas = tables["incidents"], tables["areas"]
    if len(incidents) and len(areas):
        current = areas[areas["reference_date"] == areas["reference_date"].max()]
        tables["incidents"], notes = place(incidents, current, municipality)
        account = Ledger("plaatsing")
        for reason, rows in notes:
            account.check("incidents", "repaired", reason, rows)
        ledgers.append(account.close()[0])
    tables["ledger"] = _stack("ledger", ledgers)
    tables["quarantine"] = _stack("quarantine", [reading.quarantine for reading in readings])
    return tables


def _stack(name: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else empty(name)
