"""How long deliveries are kept: which are past their date, deleting their files, and the tombstone that stays."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.card import FILE, DeliveryCard, card_text
from ivp_analysis.sources.delivery import folders
from ivp_analysis.vocabulary.yaml import load_yaml

_STAYS = {
    "kind", "source", "period", "reference_date", "received", "licence", "personal", "synthetic", "edition", "ground", "purpose",
    "keep_until",
}  # fmt: skip
"""What a tombstone says. No hashes, for they tell whether somebody who has a file has this one; no remarks and no duiding, for people wrote
them about what is gone."""


@dataclass(frozen=True)
class Held:
    """A delivery as far as its delivery.yaml tells; its files are not looked into, so they may be damaged or gone.

    Attributes
    ----------
    folder : Path
        Its folder.
    card : DeliveryCard
        What its delivery.yaml says.
    """

    folder: Path
    card: DeliveryCard

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return self.folder.name

    @property
    def files(self) -> list[Path]:
        """All that lies beside its delivery.yaml, listed there or not."""
        return sorted(path for path in self.folder.iterdir() if path.name != FILE)

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the folder or anything in it is a link, so that the data themselves lie somewhere else."""
        here = self.folder.parent.resolve() / self.name
        return any(path.resolve() != here / path.relative_to(self.folder) for path in (self.folder, *self.folder.rglob("*")))

    def refuse_links(self) -> None:
        """Refuse to purge what lies somewhere else.

        Raises
        ------
        DeliveryError
            When `leads_elsewhere`.
        """
        if self.leads_elsewhere:
            what = "a delivery that is past its date is a link or holds one, and is not purged"
            action = "Delete what the link points to, put the files themselves in its place or take the link away, and run ivp purge again"
            raise DeliveryError(what, {"delivery": self.name}, action)

    @property
    def why(self) -> str:
        """Why it may not be here any longer, in words."""
        if self.card.purged:
            return f"was purged on {self.card.purged}, and files lie in its folder still or again"
        return f"may be kept until {self.card.keep_until} (bewaren_tot in its delivery.yaml), and that date is past"


@dataclass(frozen=True)
class Retention:
    """What of the deliveries of a municipality may not be here any longer.

    Attributes
    ----------
    due : tuple of Held
        Past their date, or purged with files in their folder: that purge was broken off.
    unreadable : tuple of DeliveryError
        Why nobody knows until when a delivery may be kept.
    """

    due: tuple[Held, ...]
    unreadable: tuple[DeliveryError, ...]

    def warnings(self, municipality: str) -> list[str]:
        """Say what is due, and what to do; nothing where nothing is."""
        again = f"run ivp purge {municipality}"
        return [f"delivery {item.name} {item.why}; {again}" for item in self.due] + [str(error) for error in self.unreadable]


def today() -> date:
    """Return the present day, here. It decides what is past its date, and a tombstone notes it; nothing that is computed asks for it."""
    return datetime.now().astimezone().date()


def review(raw: Path, day: date) -> Retention:
    """Look which deliveries of a municipality may not be here any longer.

    Parameters
    ----------
    raw : Path
        data/raw/<municipality>.
    day : date
        The present day; the last day on which a delivery may be kept is not past.
    """
    due: list[Held] = []
    unreadable: list[DeliveryError] = []
    for folder in folders(raw):
        try:
            item = _held(folder)
        except DeliveryError as error:
            unreadable.append(error)
            continue
        past = item.files if item.card.purged else item.card.keep_until and item.card.keep_until < day
        if past:
            due.append(item)
    return Retention(tuple(due), tuple(unreadable))


def tombstones(raw: Path) -> list[Held]:
    """Return the deliveries of a municipality that were purged.

    Raises
    ------
    DeliveryError
        When a delivery.yaml cannot be read.
    """
    return [item for item in map(_held, folders(raw)) if item.card.purged]


def mark(item: Held, day: date) -> None:
    """Let delivery.yaml say that the delivery was purged: from here on it gives no rows, and what is still there is to be deleted.

    Parameters
    ----------
    item : Held
        The delivery; one that was marked before keeps its day.
    day : date
        The day of the purge.
    """
    item.refuse_links()
    if item.card.purged:
        return
    kept = item.card.model_dump(by_alias=True, include=_STAYS, exclude_defaults=True)
    words = {True: "ja", False: "nee"}
    text = card_text({key: words[value] if isinstance(value, bool) else value for key, value in kept.items()} | {"verwijderd": day})
    part = item.folder / f".{FILE}.new"
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(item.folder / FILE)


def empty(item: Held) -> None:
    """Delete all files of a delivery but its delivery.yaml; nothing outside its folder is touched.

    Raises
    ------
    DeliveryError
        When the folder or anything in it is a link.
    OSError
        When a file cannot be deleted; the next purge goes on with it.
    """
    item.refuse_links()
    for path in item.files:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _held(folder: Path) -> Held:
    return Held(folder, load_yaml(folder / FILE, DeliveryCard, DeliveryError))
