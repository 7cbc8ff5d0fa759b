"""A delivery that is being downloaded: a hidden folder that becomes a delivery in one step, when it is whole and right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivp_analysis.errors import DeliveryError, DownloadError, IvpError
from ivp_analysis.sources.delivery import Delivery, sha256, write_card
from ivp_analysis.sources.download import DownloadedPage

_STATE = ".state.json"


@dataclass(frozen=True)
class Series:
    """Pages that follow each other.

    Parameters
    ----------
    stem : str
        Their file name, without number and ending.
    url : str
        Address of the first one.
    records : str
        The key that the records stand under.
    numbered : bool
        Whether the first page has a number in its name too.
    further : tuple of str
        Addresses to go on with, each after the last page of the one before.
    """

    stem: str
    url: str
    records: str
    numbered: bool = False
    further: tuple[str, ...] = ()

    def file(self, number: int) -> str:
        """Return the name of a page."""
        return f"{self.stem}-{number:04d}.json" if number > 1 or self.numbered else f"{self.stem}.json"


class PartialDelivery:
    """The pages that have come in, kept as received; a stopped download goes on with them.

    Parameters
    ----------
    raw : Path
        data/raw/<municipality>.
    name : str
        Name of the delivery to be.
    plan : sequence of Series
        What to download. Pages of another plan are thrown away, and so are pages that were changed.
    """

    def __init__(self, raw: Path, name: str, plan: Sequence[Series]) -> None:
        self.name = name
        self.plan = plan
        self._raw = raw
        self._folder = raw / f".partial-{name}"
        self._state = self._load()

    def next_url(self, series: Series) -> str:
        """Return the address of the page that is still to come, empty when the series is whole."""
        url: str = self._state["next"][series.stem]
        return url

    def add(self, series: Series, page: DownloadedPage) -> str:
        """Keep a page.

        Returns
        -------
        str
            The name of its file.

        Raises
        ------
        DownloadError
            When the service sends the same page twice.
        """
        files: dict[str, str] = self._state["files"]
        number = 1
        while series.file(number) in files:
            number += 1
        path = self._folder / series.file(number)
        path.write_bytes(page.body)
        digest = sha256(path)
        # two questions that nothing is found for have the same answer
        last_and_empty = not page.next_url and not page.content.get(series.records)
        if not last_and_empty and any(files[series.file(earlier)] == digest for earlier in range(1, number)):
            action = "Run ivp fetch again; if it stays, report it to the service"
            raise DownloadError("the service sends the same page twice", {"table": self.name, "file": path.name}, action)
        files[path.name] = digest
        self._state["next"][series.stem] = page.next_url or self._further(series)
        self._save()
        return path.name

    def finish(self, card: dict[str, Any], check: Callable[[Delivery], object]) -> Path:
        """Make a delivery of the pages.

        Parameters
        ----------
        card : dict
            The Dutch keys of delivery.yaml, `bestanden` left out.
        check : callable
            Reads the delivery; raises what is wrong with it.

        Returns
        -------
        Path
            The folder of the delivery.

        Raises
        ------
        DeliveryError
            When it is not right; the pages are then kept aside, and the next download starts clean.
        """
        write_card(self._folder, card, with_times=True)
        delivery = Delivery(self._folder)
        delivery.name = self.name
        try:
            check(delivery)
        except IvpError as error:
            rejected = self._raw / f".rejected-{self.name}"
            shutil.rmtree(rejected, ignore_errors=True)
            self._folder.replace(rejected)
            action = f"{error.action}. The pages are kept in {rejected.name}; the next ivp fetch starts clean"
            raise DeliveryError(error.what, error.where, action) from None
        target = self._raw / self.name
        self._folder.replace(target)
        (target / _STATE).unlink()
        return target

    def discard(self) -> None:
        """Throw the pages away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _further(self, series: Series) -> str:
        """Return the next address to begin with, empty after the last."""
        begun = self._state["begun"][series.stem]
        self._state["begun"][series.stem] = begun + 1
        return series.further[begun] if begun < len(series.further) else ""

    def _load(self) -> dict[str, Any]:
        fresh: dict[str, Any] = {
            "plan": [[series.stem, series.url, *series.further] for series in self.plan],
            "files": {},
            "next": {series.stem: series.url for series in self.plan},
            "begun": {series.stem: 0 for series in self.plan},
        }
        try:
            state: dict[str, Any] = json.loads((self._folder / _STATE).read_text(encoding="utf-8"))
            if state["plan"] == fresh["plan"] and all(sha256(self._folder / name) == digest for name, digest in state["files"].items()):
                return fresh | state
        except (OSError, ValueError, KeyError, TypeError):
            # no state, or a broken one: what lies there cannot be trusted, so the download starts over
            pass
        self.discard()
        self._folder.mkdir(parents=True)
        return fresh

    def _save(self) -> None:
        new = self._folder / f"{_STATE}.new"
        new.write_text(json.dumps(self._state), encoding="utf-8")
        new.replace(self._folder / _STATE)
