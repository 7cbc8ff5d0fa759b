"""Reading all deliveries of a municipality and writing the tables of its editions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ivp_analysis.errors import DeliveryError, ParameterError, StoreError, nearest
from ivp_analysis.paths import Paths
from ivp_analysis.processing.editions import POLICE, Rules, delivery_card, edition_card, edition_tables, not_yet_shown, possible_editions
from ivp_analysis.processing.reading import TABLES, tables_of
from ivp_analysis.sources.delivery import deliveries, received
from ivp_analysis.sources.interpretation import check_duiding
from ivp_analysis.sources.retention import tombstones
from ivp_analysis.tables.changes import came_late, compared, made_again, notes_before
from ivp_analysis.tables.published import Told, read_published
from ivp_analysis.tables.store import read_notes, read_table, write_tables
from ivp_analysis.vocabulary.code_lists import code_list
from ivp_analysis.vocabulary.editions import Edition, newest
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality


class NothingToProcessError(DeliveryError):
    """No police delivery is there, or none any longer."""


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
        What is other than when the tables were made before, and which surveys do not count yet.
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
    def left_out(self) -> dict[tuple[str, str], tuple[list[str], int]]:
        """The files and the number of rows that were left out, per delivery and reason: the pages of a download are many files."""
        gone = self.ledger[(self.ledger["outcome"] == "left out") & (self.ledger["rows"] > 0)]
        grouped = gone.groupby(["delivery", "reason"], sort=False)
        return {(str(delivery), str(reason)): (sorted(set(part["file"])), int(part["rows"].sum())) for (delivery, reason), part in grouped}

    @property
    def purged(self) -> dict[str, str]:
        """What the ledger says of the deliveries whose files were deleted, by delivery."""
        gone = self.ledger[self.ledger["outcome"] == "purged"]
        return dict(zip(map(str, gone["delivery"]), map(str, gone["reason"]), strict=True))

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
    NothingToProcessError
        When there is no police delivery.
    DeliveryError
        When a delivery cannot be read or does not add up.
    """
    raw = paths.raw(municipality.key)
    found, purged = list(deliveries(raw)), tombstones(raw)
    latest = newest([item.card.reference_date for item in found if item.card.kind in POLICE])
    if latest is None:
        where = {"folder": f"data/raw/{municipality.key}"} | ({"purged": ", ".join(item.name for item in purged)} if purged else {})
        action = f"Run ivp fetch {municipality.key}, or put one there: see docs/formats.md"
        raise NothingToProcessError("there is no police delivery to process", where, action)
    folder = paths.processed(municipality.key)
    before = notes_before(folder)
    possible = possible_editions(found, latest)
    if edition and Edition.parse(edition) not in possible:
        names = nearest(edition, map(str, sorted(possible)))
        raise ParameterError(f"no police delivery belongs to the edition '{edition}'", {"parameter": "edition"}, names)
    # editions that were made before are made anew, so that all tables come from the same deliveries
    wanted = sorted(possible & {latest, *map(Edition.parse, [*before.get("editions", ()), *filter(None, [edition])])})
    check_duiding(found, municipality, kernbeleid)
    tables = tables_of(found, municipality, kernbeleid, purged)
    unknown = _unknown_codes(tables["counts"], tables["incidents"], kernbeleid)
    refused = tables["quarantine"]["delivery"].value_counts()
    cards = [delivery_card(item) | {"refused": int(refused.get(item.name, 0))} for item in found]
    rules, codes = Rules.load(paths), code_list(kernbeleid)
    about = {one: edition_card(one, cards) for one in wanted}
    estimated = {
        one: edition_tables(tables, municipality, kernbeleid, rules, one, [str(card["name"]) for card in about[one]["deliveries"]], before)
        for one, before in ((one, _published(municipality, paths, one)) for one in wanted)
    }
    notes = {
        "municipality": municipality.key,
        "edition": str(latest),
        "received": received(raw),
        "unknown_codes": list(unknown),
        "kernbeleid": codes,
        "editions": {
            str(one): about[one]
            | {"ladder": rules.ladder.limits, "publication": rules.shown | {"loss": estimated[one].loss}}
            | compared(str(one), before, codes)
            for one in wanted
        },
    }
    of_editions = {f"{one}/{name}": table for one, made in estimated.items() for name, table in made.tables.items()}
    write_tables(folder, tables | of_editions, notes)
    made = tuple(map(str, wanted))
    remarks = (*made_again(before, made, codes), *came_late(before, cards), *not_yet_shown(found, latest))
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
    """Read one of the processed tables of a municipality: one of `TABLES`, the ledger or the quarantine.

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


def _published(municipality: Municipality, paths: Paths, edition: Edition) -> Told:
    """Return what was published of this edition and those before it."""
    folders = sorted(paths.all_reports(municipality.key).glob("*-H[12]"))
    return read_published(paths.published(municipality.key, folder.name) for folder in folders if Edition.parse(folder.name) <= edition)


def _unknown_codes(counts: pd.DataFrame, incidents: pd.DataFrame, kernbeleid: Kernbeleid) -> tuple[str, ...]:
    pairs = set(zip(counts["classification"], counts["code"], strict=True)) | {("police-class", code) for code in incidents["code"]}
    unknown = {f"{code} ({system})" for system, code in pairs if code != "0.0.0" and kernbeleid.theme_of(system, code) == NOT_CLASSIFIED}
    return tuple(sorted(unknown))
