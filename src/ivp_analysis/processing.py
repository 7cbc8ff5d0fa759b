"""Deliveries to tables, tables to the estimates and protection of an edition: the one place where they meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ivp_analysis.disclosure.derived import protect_evidence
from ivp_analysis.disclosure.protection import protect, protect_grid
from ivp_analysis.errors import DeliveryError, ParameterError, StoreError, nearest
from ivp_analysis.estimates.grid import incident_grid
from ivp_analysis.estimates.police import estimate
from ivp_analysis.evidence.derive import evidence
from ivp_analysis.paths import Paths
from ivp_analysis.sources import boundaries, police_counts, police_incidents, police_open_data, population
from ivp_analysis.sources.delivery import FILE, Delivery, deliveries, sha256
from ivp_analysis.sources.interpretation import check_duiding
from ivp_analysis.sources.location import place
from ivp_analysis.tables.changes import came_late, compared, made_again, notes_before
from ivp_analysis.tables.contracts import empty
from ivp_analysis.tables.ledger import Ledger, Reading
from ivp_analysis.tables.store import read_notes, read_table, write_tables
from ivp_analysis.vocabulary.code_lists import code_list
from ivp_analysis.vocabulary.editions import Edition, newest
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, Kernbeleid
from ivp_analysis.vocabulary.ladder import Ladder, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

Reader = Callable[[Delivery, Municipality, Kernbeleid], Reading]

READERS: dict[str, Reader] = {
    "politie-open-data": police_open_data.read,
    "politie-incidenten": police_incidents.read,
    "politie-aantallen": police_counts.read,
    "noemers": population.read,
    "grenzen": boundaries.read,
}
POLICE = ("politie-open-data", "politie-incidenten", "politie-aantallen")
"""Kinds of delivery that make an edition: boundaries and denominators alone do not."""

TABLES = ("counts", "incidents", "population", "areas")


@dataclass(frozen=True)
class Processed:
    """What came of processing.

    Attributes
    ----------
    edition : str
        The newest edition that has data.
    editions : tuple of str
        The editions whose estimates were written.
    quarantine, ledger : DataFrame
        The tables of these names.
    unknown_codes : tuple of str
        Codes that stand in no theme; they count in totals.
    remarks : tuple of str
        What is other than when the tables were made before.
    folder : Path
        Where the tables are.
    """

    edition: str
    editions: tuple[str, ...]
    quarantine: pd.DataFrame
    ledger: pd.DataFrame
    unknown_codes: tuple[str, ...]
    remarks: tuple[str, ...]
    folder: Path

    @property
    def rejected(self) -> dict[tuple[str, str, str, str], list[int]]:
        """The quarantined rows per delivery, file, reason and what to mend."""
        found: dict[tuple[str, str, str, str], list[int]] = {}
        for item in self.quarantine.itertuples(index=False):
            found.setdefault((str(item.delivery), str(item.file), str(item.reason), str(item.action)), []).append(int(str(item.row)))
        return found


def process(municipality: Municipality, kernbeleid: Kernbeleid, paths: Paths, edition: str = "") -> Processed:
    """Read every delivery of a municipality and compute the estimates of its editions.

    Parameters
    ----------
    municipality : Municipality
        Whose deliveries.
    kernbeleid : Kernbeleid
        Themes and codes.
    paths : Paths
        Where data/raw and data/processed are.
    edition : str, optional
        Compute this edition too; the newest one that has data is always computed.

    Returns
    -------
    Processed
        What was written, the quarantine and the ledger.

    Raises
    ------
    DeliveryError
        When there is no delivery, or one cannot be read or does not add up.
    """
    found = list(deliveries(paths.raw(municipality.key)))
    latest = newest([item.card.reference_date for item in found if item.card.kind in POLICE])
    if latest is None:
        where = {"folder": f"data/raw/{municipality.key}"}
        raise DeliveryError(
            "there is no police delivery to process", where, f"Run ivp fetch {municipality.key}, or put one there: see docs/formats.md"
        )
    folder = paths.processed(municipality.key)
    before = notes_before(folder)
    possible = _possible_editions(found, latest)
    if edition and Edition.parse(edition) not in possible:
        names = nearest(edition, map(str, sorted(possible)))
        raise ParameterError(f"no police delivery belongs to the edition '{edition}'", {"parameter": "edition"}, names)
    # editions that were made before are made anew, so that all tables come from the same deliveries
    wanted = sorted(possible & {latest, *map(Edition.parse, [*before.get("editions", ()), *filter(None, [edition])])})
    check_duiding(found, municipality, kernbeleid)
    readings = [READERS[item.card.kind](item, municipality, kernbeleid) for item in found]
    tables = _together(readings, municipality)
    unknown = _unknown_codes(tables["counts"], tables["incidents"], kernbeleid)
    refused = tables["quarantine"]["delivery"].value_counts()
    cards = [_card(item) | {"refused": int(refused.get(item.name, 0))} for item in found]
    ladder, codes = load_ladder(paths.ladder), code_list(kernbeleid)
    notes = {
        "municipality": municipality.key,
        "edition": str(latest),
        "received": {item.name: sha256(item.folder / FILE) for item in found},
        "unknown_codes": list(unknown),
        "kernbeleid": codes,
        "editions": {str(one): _edition_card(one, cards) | {"ladder": ladder.limits} | compared(str(one), before, codes) for one in wanted},
    }
    estimated = {
        f"{one}/{name}": table for one in wanted for name, table in _estimated(tables, municipality, kernbeleid, ladder, one).items()
    }
    write_tables(folder, tables | estimated, notes)
    made = tuple(map(str, wanted))
    remarks = (*made_again(before, made, codes), *came_late(before, cards))
    return Processed(str(latest), made, tables["quarantine"], tables["ledger"], unknown, remarks, folder)


def newest_edition(municipality: Municipality, paths: Paths) -> str:
    """Return the newest edition that was processed.

    Raises
    ------
    StoreError
        When nothing was processed yet.
    """
    return str(read_notes(paths.processed(municipality.key))["edition"])


def processed_table(municipality: Municipality, paths: Paths, name: str) -> pd.DataFrame:
    """Read one of the processed tables of a municipality: counts, incidents, population, areas, ledger or quarantine.

    Raises
    ------
    StoreError
        When there is no such table.
    """
    if name not in (*TABLES, "ledger", "quarantine"):
        raise StoreError(
            f"there is no table '{name}'", {"municipality": municipality.key}, f"There are: {', '.join((*TABLES, 'ledger', 'quarantine'))}"
        )
    return read_table(paths.processed(municipality.key), name)


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


def _unknown_codes(counts: pd.DataFrame, incidents: pd.DataFrame, kernbeleid: Kernbeleid) -> tuple[str, ...]:
    pairs = set(zip(counts["classification"], counts["code"], strict=True)) | {("police-class", code) for code in incidents["code"]}
    unknown = {f"{code} ({system})" for system, code in pairs if code != "0.0.0" and kernbeleid.theme_of(system, code) == NOT_CLASSIFIED}
    return tuple(sorted(unknown))


def _card(item: Delivery) -> dict[str, Any]:
    card = item.card
    return {
        "name": item.name,
        "kind": card.kind,
        "source": card.source,
        "period": card.period,
        "reference_date": card.reference_date.isoformat(),
        "counting": card.counting,
        "licence": card.licence,
        "personal": card.personal,
        "synthetic": card.synthetic,
        "sha256": sha256(item.folder / FILE),
        "duiding": [one.model_dump(mode="json") for one in card.duiding],
    }


def _possible_editions(found: list[Delivery], latest: Edition) -> set[Edition]:
    """Return the editions from the first police delivery on, up to the newest."""
    first = min(item.edition for item in found if item.card.kind in POLICE)
    return {Edition(year, half) for year in range(first.year, latest.year + 1) for half in (1, 2) if first <= Edition(year, half) <= latest}


def _edition_card(edition: Edition, cards: list[dict[str, Any]]) -> dict[str, Any]:
    taken = [card for card in cards if card["reference_date"] <= edition.last_day.isoformat()]
    return {"deliveries": taken, "synthetic": any(card["synthetic"] for card in taken)}


def _estimated(
    tables: dict[str, pd.DataFrame], municipality: Municipality, kernbeleid: Kernbeleid, ladder: Ladder, edition: Edition
) -> dict[str, pd.DataFrame]:
    estimates = estimate(tables["counts"], tables["incidents"], tables["population"], municipality, kernbeleid, edition)
    protection = protect(estimates, kernbeleid, municipality)
    found = evidence(tables, estimates, municipality, kernbeleid, ladder, edition)
    grid = incident_grid(tables["incidents"], kernbeleid, edition)
    return {
        **protect_evidence(found, protection, kernbeleid, ladder),
        "estimates": estimates,
        "protection": protection,
        "grid": grid,
        "grid_protection": protect_grid(grid),
    }
