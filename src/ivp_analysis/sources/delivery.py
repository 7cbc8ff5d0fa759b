"""A delivery: a folder in data/raw with a delivery.yaml that says where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.card import FILE, DeliveryCard, card_text
from ivp_analysis.sources.limits import LARGEST_FILE, too_large
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.yaml import load_yaml

_COUNTING = {"bruto": "gross", "netto": "net", "onbekend": "unknown"}


class Delivery:
    """A delivery on disk, its hashes checked.

    Parameters
    ----------
    folder : Path
        The folder with the delivery.yaml.

    Raises
    ------
    DeliveryError
        When delivery.yaml is missing or wrong, a file is missing, too large or a link, or a file differs from its hash.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name
        _refuse_links(folder, folder / FILE)
        self.card = load_yaml(folder / FILE, DeliveryCard, DeliveryError)
        if not self.card.purged:
            self._check_files()

    def _check_files(self) -> None:
        for file in self.card.files:
            path = self.folder / file.name
            where = {"delivery": self.name, "file": file.name}
            _refuse_links(path)
            if not path.is_file():
                raise DeliveryError("a file of a delivery is missing", where, "Put it back, or remove it from delivery.yaml")
            if path.stat().st_size > LARGEST_FILE:
                raise too_large(f"a file of a delivery is larger than {LARGEST_FILE:,} bytes", where)
            if sha256(path) != file.sha256:
                action = "Raw files are never changed: put the received file back, or make a new delivery with its own delivery.yaml"
                if file.name == "codebook.yaml":
                    # written here, not received
                    action = "If you corrected the codebook, write its new sha256 into delivery.yaml (sha256sum codebook.yaml)"
                raise DeliveryError("a raw file was changed after it was received", where, action)
        listed = {file.name for file in self.card.files} | {FILE}
        extra = sorted(path.name for path in self.folder.iterdir() if path.name not in listed and not path.name.startswith("."))
        if extra:
            where = {"delivery": self.name, "file": ", ".join(extra)}
            raise DeliveryError("a file is not listed in delivery.yaml", where, "List it with its sha256, or take it out of the folder")

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in the order of delivery.yaml."""
        return tuple(self.folder / file.name for file in self.card.files)

    @property
    def edition(self) -> Edition:
        """The first edition that takes this delivery in: of a survey the one that its delivery.yaml names."""
        return self.card.first_edition

    @property
    def counting(self) -> str:
        """Whether registrations were counted gross or net."""
        return _COUNTING[self.card.counting]

    @property
    def provenance(self) -> dict[str, Any]:
        """The columns that every row of this delivery carries."""
        import pandas as pd

        return {
            "delivery": self.name,
            "reference_date": pd.Timestamp(self.card.reference_date).as_unit("us"),
            "synthetic": self.card.synthetic,
        }


def deliveries(folder: Path) -> Iterator[Delivery]:
    """Open every delivery of a municipality, in the order of their names.

    Parameters
    ----------
    folder : Path
        data/raw/<municipality>.

    Yields
    ------
    Delivery
        Hashes checked. What was purged is passed over (`retention.tombstones` has it), and so is what `folders` passes over.
    """
    for delivery in map(Delivery, folders(folder)):
        if not delivery.card.purged:
            yield delivery


def folders(folder: Path) -> list[Path]:
    """Return the folders of all deliveries of a municipality by name; those that start with a dot are downloads under way, and none."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")) if folder.is_dir() else []


def _refuse_links(*paths: Path) -> None:
    for path in paths:
        if path.is_symlink():
            where = {"folder": path.parent.name, "file": path.name}
            raise DeliveryError("a link stands in data/raw", where, "Put the file or folder itself there: what a link leads to may change")


def received(folder: Path) -> dict[str, str]:
    """Return the digest of every delivery.yaml of a municipality, by delivery; the digests of all files stand in it.

    Parameters
    ----------
    folder : Path
        data/raw/<municipality>.
    """
    cards = sorted(folder.glob(f"*/{FILE}")) if folder.is_dir() else []
    return {card.parent.name: sha256(card) for card in cards if not card.parent.name.startswith(".") and card.is_file()}


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Say in words how deliveries differ from those that `received` gave before, such as "enquete-2022 is new"."""
    names = sorted(name for name in {**before, **now} if before.get(name) != now.get(name))
    return [f"{name} {'is new' if name not in before else 'is gone' if name not in now else 'changed'}" for name in names]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_card(folder: Path, card: dict[str, Any], *, with_times: bool = False) -> None:
    """Write delivery.yaml into a folder, with the hashes of the files that lie in it.

    Parameters
    ----------
    folder : Path
        The folder with all files of the delivery.
    card : dict
        The Dutch keys of delivery.yaml, `bestanden` left out.
    with_times : bool
        Whether to note for each file when it was written: for downloads, whose pages may come in on different days.
    """
    files = sorted(path for path in folder.iterdir() if path.name != FILE and not path.name.startswith("."))
    listed: list[dict[str, Any]] = [{"naam": path.name, "sha256": sha256(path)} for path in files]
    if with_times:
        for path, entry in zip(files, listed, strict=True):
            entry["ontvangen"] = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    (folder / FILE).write_text(card_text({**card, "bestanden": listed}), encoding="utf-8")
