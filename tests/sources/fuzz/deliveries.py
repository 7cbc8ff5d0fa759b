"""What damage starts from: the committed sample deliveries, trimmed to a few rows so that a case takes milliseconds."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import itertools
import json
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat

from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.processing.reading import READERS
from ivp_analysis.sources.card import FILE, DeliveredFile, DeliveryCard
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality, load_municipality
from ivp_analysis.vocabulary.yaml import load_yaml
from sources.fuzz.damage import Cells
from sources.pages import TINY, boundary_files, figures, police_files

SAMPLE = PROJECT / "data" / "raw" / "dalfsen"
CANARY = "Kanarie"
"""Stands in columns that hold names and addresses; no error may say it."""

_PERSONAL = ("pleegstraatnaam", "pleeghuisnummer met toev.", "pleegpostcode", "object", "e-mail", "postcode", "opmerking")
_UNIQUE = {"incident identificatie", "nr"}


@dataclass(frozen=True)
class Case:
    """A delivery that a reader is to be tried on.

    Parameters
    ----------
    card : DeliveryCard
        What its delivery.yaml says; its list of files is not used.
    files : mapping of str to bytes
        Content of each file by name.
    """

    card: DeliveryCard
    files: Mapping[str, bytes]

    def with_file(self, name: str, content: bytes, instead_of: str = "") -> Case:
        """The same delivery with another file, in the place of one."""
        kept = {other: body for other, body in self.files.items() if other not in (name, instead_of)}
        return replace(self, files={**kept, name: content})

    def read(self, folder: Path) -> Reading:
        """Write the delivery into a folder, which is emptied first, and read it; its hashes are not looked at."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        delivery = Delivery.__new__(Delivery)
        delivery.folder, delivery.name = folder, folder.name
        listed = tuple(DeliveredFile.model_construct(name=name, sha256="") for name in self.files)
        delivery.card = self.card.model_copy(update={"files": listed})
        return READERS[self.card.kind](delivery, _municipality(self.card.kind), load_kernbeleid(Paths().kernbeleid))


@functools.cache
def _dalfsen() -> Municipality:
    return load_municipality("dalfsen", Paths())


def _municipality(kind: str) -> Municipality:
    return TINY if kind in ("politie-open-data", "grenzen") else _dalfsen()


@functools.cache
def table(name: str) -> Cells:
    """The first rows of a table of the sample, header first, with a total line where the kind has totals."""
    path = next(path for path in (SAMPLE / name).iterdir() if path.suffix in (".csv", ".xlsx"))
    if path.suffix == ".xlsx":
        with closing(openpyxl.load_workbook(path, read_only=True)) as book:
            found = itertools.islice(book.worksheets[0].iter_rows(values_only=True), 40)
            rows = [["" if cell is None else str(cell) for cell in row] for row in found]
    else:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    header = next(number for number, cells in enumerate(rows) if sum(map(bool, cells)) > 2)
    body = rows[header + 1 : header + 25] if "noemers" in name else rows[header + 1 : header + 11]
    titles = [cell.strip().lower() for cell in rows[header]]
    hidden = [at for at, title in enumerate(titles) if title in _PERSONAL]
    unique = [at for at, title in enumerate(titles) if title in _UNIQUE]
    for number, cells in enumerate(body):
        for at in hidden:
            cells[at] = f"{CANARY} {number}"
        for at in unique:
            cells[at] = f"N{number}"
    if "aantallen" in name:
        count, tried = titles.index("aantal"), titles.index("pogingen")
        total = [""] * len(titles)
        total[0], total[count], total[tried] = "Totaal", str(sum(int(cells[count]) for cells in body)), ""
        body.append(total)
    return [rows[header], *body]


def card(name: str) -> DeliveryCard:
    """The delivery.yaml of a delivery of the sample."""
    return load_yaml(SAMPLE / name / FILE, DeliveryCard)


def codebook(name: str) -> bytes:
    """The codebook of a survey of the sample."""
    return (SAMPLE / name / "codebook.yaml").read_bytes()


@functools.cache
def survey_frame() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The first respondents of the .sav of the sample, with what the file says of its columns."""
    frame, described = pyreadstat.read_sav(SAMPLE / "voorbeeld-enquete-2017" / "antwoorden.sav", user_missing=True)
    said = {
        "column_labels": described.column_names_to_labels,
        "variable_value_labels": described.variable_value_labels,
        "missing_ranges": described.missing_ranges,
    }
    return frame.head(12), said


def sav_bytes(folder: Path, frame: pd.DataFrame, **said: Any) -> bytes:
    """A frame as an SPSS file."""
    path = folder / "bron.sav"
    pyreadstat.write_sav(frame, path, **said)
    return path.read_bytes()


@functools.cache
def open_data(kind: str) -> Case:
    """A small table of the police, or small boundaries, as the services send them."""
    files = police_files(figures(), pages=2) if kind == "politie-open-data" else boundary_files()
    name = "voorbeeld-47018ned" if kind == "politie-open-data" else "voorbeeld-grenzen-2022"
    return Case(card(name), {f"{stem}.json": json.dumps(content).encode() for stem, content in files.items()})


def packed(content: bytes) -> bytes:
    """The content gzipped, the same bytes every time."""
    return gzip.compress(content, mtime=0)
