"""Downloads police open data, boundaries and inhabitants into data/raw; what is there already is not asked for again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ivp_analysis.errors import DeliveryError, DownloadError
from ivp_analysis.settings import Settings
from ivp_analysis.sources import boundaries, police_open_data
from ivp_analysis.sources.addresses import TABLES, boundary_series, police_series
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.download import DownloadedPage, Downloader
from ivp_analysis.sources.json_pages import has_pages
from ivp_analysis.sources.partial import PartialDelivery
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

Report = Callable[[str, int, int], None]
"""Is told what happened, how many deliveries are ready, and of how many."""

Reader = Callable[[Delivery, Municipality, Kernbeleid], Reading]


def fetch(municipality: Municipality, kernbeleid: Kernbeleid, settings: Settings, progress: Report | None = None) -> list[Path]:
    """Bring the open data of a municipality into data/raw.

    Parameters
    ----------
    municipality : Municipality
        Whose figures, with those of its reference areas.
    kernbeleid : Kernbeleid
        Which codes are published per municipality only.
    settings : Settings
        Addresses, years, time-out, attempts, pause, and where data/raw is.
    progress : callable, optional
        Is told after every page, retry and delivery: what, how many deliveries are ready, of how many. An earlier year that is not
        there or not right is "skipped".

    Returns
    -------
    list of Path
        The folders of the deliveries, made now or there already.

    Raises
    ------
    DownloadError
        When a service does not answer usably; what came in is kept, and the next call goes on with it.
    DeliveryError
        When a download is whole and does not add up, unless it is of an earlier year; or a delivery that was there was changed.
    """
    fetcher = Fetcher(municipality, kernbeleid, settings, progress or _silent)
    earlier = range(settings.first_inhabitants_year, settings.boundary_year)
    return fetcher.run(tuple(TABLES), tuple(earlier), settings.boundary_year)


def _silent(_message: str, _done: int, _total: int) -> None:
    """Show nothing."""


@dataclass
class Fetcher:
    """One run of fetch: the same for every delivery, so that it can be told how far the whole is."""

    municipality: Municipality
    kernbeleid: Kernbeleid
    settings: Settings
    progress: Report
    _ready: int = 0
    _total: int = 0

    def run(self, tables: Sequence[str], earlier: Sequence[int], year: int) -> list[Path]:
        """Download tables of the police, inhabitants of earlier years, and inhabitants and boundaries of one year.

        Returns
        -------
        list of Path
            The folders of the deliveries.
        """
        self._ready, self._total = 0, len(tables) + len(earlier) + 1
        with Downloader("police_url", self.settings, self._retried) as downloader:
            folders = [self._police_table(table, downloader) for table in tables]
        with Downloader("boundaries_url", self.settings, self._retried) as downloader:
            found = [self._boundary_year(one, downloader, bounded=one == year) for one in [*earlier, year]]
        return folders + [folder for folder in found if folder is not None]

    def _police_table(self, table: str, downloader: Downloader) -> Path:
        plan = police_series(downloader.address, table, self.municipality)
        page = downloader.page(plan[0].url, table, "value")
        if page is None:
            raise DownloadError("the service does not know this table", {"table": table}, "Check IVP_POLICE_URL")
        title, period, modified = _info(page, table)
        name = f"politie-{table.lower()}-{modified}"
        present = self._present(name)
        if present is not None:
            return present
        self._forget_older(f".partial-politie-{table.lower()}-*", name)
        partial = PartialDelivery(self._raw, name, plan)
        if partial.next_url(plan[0]):
            partial.add(plan[0], page)
        self._download(partial, downloader, table)
        card = _card(
            soort="politie-open-data",
            bron=f"Politie, open data, tabel {table}: {title}",
            periode=period,
            peildatum=modified,
            licentie="CC BY 4.0 (c) Politie",
        )
        return self._finish(partial, card, police_open_data.read)

    def _boundary_year(self, year: int, downloader: Downloader, *, bounded: bool) -> Path | None:
        name = f"grenzen-{year}"
        present = self._present(name)
        if present is not None:
            if bounded and not has_pages(Delivery(present), "wijken"):
                action = "Remove its folder and run ivp fetch again"
                raise DeliveryError("this delivery has inhabitants only, and its boundaries are needed now", {"delivery": name}, action)
            return present
        plan = boundary_series(downloader.address, year, self.municipality, bounded=bounded)
        partial = PartialDelivery(self._raw, name, plan)
        if not self._download(partial, downloader, name, may_miss=not bounded):
            partial.discard()
            self._tell(name, f"skipped, the service has no boundaries of {year}", ready=1)
            return None
        card = _card(
            soort="grenzen",
            bron=f"CBS wijken en buurten {year}, via PDOK",
            periode=str(year),
            peildatum=date(year, 1, 1),
            licentie="CC BY 4.0 CBS/Kadaster",
        )
        try:
            return self._finish(partial, card, boundaries.read)
        except DeliveryError as problem:
            if bounded:
                raise
            # inhabitants of one earlier year are not worth all that comes after them; they are absent, and that is told
            self._tell(name, f"skipped, {problem.what}", ready=1)
            return None

    def _download(self, partial: PartialDelivery, downloader: Downloader, table: str, *, may_miss: bool = False) -> bool:
        """Download what is still to come; say whether the service has it."""
        for series in partial.plan:
            while url := partial.next_url(series):
                page = downloader.page(url, table, series.records, may_miss=may_miss)
                if page is None:
                    return False
                self._tell(table, partial.add(series, page))
        return True

    def _finish(self, partial: PartialDelivery, card: dict[str, Any], read: Reader) -> Path:
        folder = partial.finish(card, lambda delivery: read(delivery, self.municipality, self.kernbeleid))
        self._tell(partial.name, "complete, and it adds up", ready=1)
        return folder

    def _present(self, name: str) -> Path | None:
        folder = self._raw / name
        if not folder.exists():
            return None
        delivery = Delivery(folder)
        self._tell(name, f"there already, received on {delivery.card.received:%Y-%m-%d}", ready=1)
        return folder

    def _forget_older(self, pattern: str, name: str) -> None:
        # the service has a newer release: half of an older one can never be made whole
        for folder in self._raw.glob(pattern):
            if folder.name != f".partial-{name}":
                shutil.rmtree(folder)

    @property
    def _raw(self) -> Path:
        return self.settings.paths.raw(self.municipality.key)

    def _retried(self, table: str, reason: str) -> None:
        self._tell(table, reason)

    def _tell(self, delivery: str, text: str, ready: int = 0) -> None:
        self._ready += ready
        self.progress(f"{delivery}: {text}", self._ready, self._total)


def _info(page: DownloadedPage, table: str) -> tuple[str, str, date]:
    """Return title, period and date of a table from its TableInfos."""
    try:
        info = page.content["value"][0]
        return str(info["Title"]), str(info["Period"]), datetime.fromisoformat(str(info["Modified"])).date()
    except (IndexError, KeyError, TypeError, ValueError):
        raise DownloadError("TableInfos has no Title, Period or Modified", {"table": table}, "The service has changed: report it") from None


def _card(**fields: object) -> dict[str, Any]:
    # the one clock of the project: when a download was received
    received = datetime.now(UTC).replace(microsecond=0)
    return {**fields, "ontvangen": received, "persoonsgegevens": "nee", "synthetisch": "nee"}
