"""The sample with things in it that must never come out: the same files as real ones, with made-up people who cannot be missed."""

from __future__ import annotations

import csv
import io
import shutil
import textwrap
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyreadstat
from canaries import Canary, moment, number, words
from openpyxl.comments import Comment
from pyproj import Transformer
from ruamel.yaml import YAML

from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import write_card

SURNAME, AUTHOR, FILE_NAME = "Kanariepiet-van Zwaluwenburg", "Wielewaal Roodborstema", "Spreeuwenbergh"
STREET, POSTCODE, TELEPHONE, EMAIL = "Kwikstaartsedijk 1873b", "1234 XQ", "06-12345678", "pimpelmees.k@vogelhuis.example"
INCIDENT, RESPONDENT = "PL0400_KWK_7731946205", "7731946"
EAST, NORTH = 217_613.7, 503_289.3
MOMENT = datetime(2022, 5, 13, 3, 47, 13)  # noqa: DTZ001 - exports know no zones
_LONGITUDE, _LATITUDE = Transformer.from_crs(28992, 4326, always_xy=True).transform(EAST, NORTH)

CANARIES: tuple[Canary, ...] = (
    words("surname", SURNAME),
    words("part of the surname", "Kanariepiet"),
    words("author of a workbook", "Roodborstema"),
    words("street", "Kwikstaartsedijk"),
    words("house number", "1873b"),
    words("postcode", POSTCODE),
    words("telephone", TELEPHONE),
    words("e-mail", EMAIL),
    words("number of the incident", INCIDENT),
    words("digits of the incident", "7731946205"),
    words("number of the respondent", RESPONDENT),
    number("east (RD)", EAST, decimals=1, fewest=-1),
    number("north (RD)", NORTH, decimals=1, fewest=-1),
    number("longitude", _LONGITUDE, decimals=7, fewest=3),
    number("latitude", _LATITUDE, decimals=7, fewest=3),
    *moment("the incident", MOMENT),
)
"""What is planted and must not come out. A small count goes here as a `phrase`: the cells and sentences that would tell it."""

NAMED = (words("name in the name of a file", FILE_NAME),)
"""What must not be published, and may be said to who gave the delivery: the command names files."""

_TEXT = f"Mevrouw {SURNAME}, {STREET}, {POSTCODE}, tel. {TELEPHONE}, {EMAIL}, zag het op 13-05-2022 om 03:47"
_INCIDENT: dict[str, str] = {
    "Incident Identificatie": INCIDENT,
    "Incidentsoort code": "A72",
    "Incidentsoort": "Diefstal fiets",
    "Pleegstraatnaam": STREET.split(" ", maxsplit=1)[0],
    "Pleeghuisnummer met toev.": "1873b",
    "Pleegpostcode": POSTCODE,
    "Pleegplaats": "Hoonhorst",
    "Pleeggemeente": "Dalfsen",
    "Pleegbuurt": "Hoonhorst",
    "Begin-pleegdatum/tijd": "13-05-2022 03:47",
    "Eind-pleegdatum/tijd": "13-05-2022 03:47",
    "Kennisnamedatum/tijd": "13-05-2022 03:47",
    "Aangifte": "J",
    "Poging": "N",
    "Object": f"fiets van {SURNAME}",
    "Project(en)": SURNAME,
    "X": f"{EAST}".replace(".", ","),
    "Y": f"{NORTH}".replace(".", ","),
    "Betrokkene": SURNAME,
    "Toelichting": _TEXT,
}
FAULTS: tuple[dict[str, str], ...] = (
    {"Incident Identificatie": f"{INCIDENT}1", "Begin-pleegdatum/tijd": f"nacht van 13 mei 2022 ({SURNAME})", "Kennisnamedatum/tijd": ""},
    {"Incident Identificatie": f"{INCIDENT}2", "Incidentsoort code": SURNAME},
    {"Incident Identificatie": f"{INCIDENT}3", "Poging": SURNAME},
    {"Incident Identificatie": f"{INCIDENT}4", "Pleegbuurt": STREET, "Pleegplaats": SURNAME, "X": "", "Y": ""},
    {"Incident Identificatie": "", "Toelichting": _TEXT},
    {},
)
"""Changes of the planted incident that make a row that is refused: each with someone's name where something else belongs."""


def plant(sample: Path, target: Path) -> Path:
    """Copy the deliveries of the sample and plant the canaries.

    Parameters
    ----------
    sample : Path
        The folder with the deliveries of the sample.
    target : Path
        Where the copies go.
    """
    for folder in sorted(sample.glob("voorbeeld-*")):
        shutil.copytree(folder, target / folder.name)
    _incidents(target / "voorbeeld-bvh-2022-h2" / "incidenten.csv")
    _workbook(target / "voorbeeld-bvh-2022-h1" / "incidenten.xlsx")
    _workbook(target / "voorbeeld-aantallen-2022-h2" / "aantallen.xlsx")
    _answers(target / "voorbeeld-enquete-2022" / "antwoorden.csv")
    _sav(target / "voorbeeld-enquete-2017" / "antwoorden.sav")
    noemers = target / "voorbeeld-noemers-2022" / "noemers.csv"
    noemers.rename(noemers.with_name(f"noemers-van-{FILE_NAME}.csv"))
    for folder in target.iterdir():
        seal(folder, opmerking=f"Ontvangen van {AUTHOR}. {_TEXT}")
    return target


def seal(folder: Path, **changes: Any) -> None:
    """Write the hashes of the files of a delivery anew, and other fields of its card."""
    card = YAML(typ="safe", pure=True).load((folder / FILE).read_text(encoding="utf-8"))
    write_card(folder, {key: value for key, value in card.items() if key != "bestanden"} | changes)


def _incidents(path: Path) -> None:
    def planted(rows: list[list[str]]) -> list[list[str]]:
        header = next(row for row in rows if "Incident Identificatie" in row)
        header += ["Betrokkene", "Toelichting"]
        *others, total = rows
        return [*others, *([{**_INCIDENT, **change}.get(title, "") for title in header] for change in ({}, *FAULTS)), total]

    edit(path, planted, "cp1252")


def _answers(path: Path) -> None:
    def planted(rows: list[list[str]]) -> list[list[str]]:
        start = next(index for index, row in enumerate(rows) if "opmerking" in row)
        header = rows[start]
        personal = {"opmerking": _TEXT, "postcode": POSTCODE, "e-mail": EMAIL}
        faults: tuple[dict[str, str], ...] = (
            {"Leeftijd": SURNAME},
            {"Kern": SURNAME},
            {"Geslacht": POSTCODE},
            {"Maand": "13-05-2022"},
            {"vraag 1": SURNAME},
        )
        for order, change in enumerate(({"Nr": RESPONDENT}, *faults, {}, {})):
            row = rows[start + 1 + order]
            row[:] = [{**dict(zip(header, row, strict=False)), **personal, **change}.get(title, "") for title in header]
        return rows

    edit(path, planted, "utf-8-sig")


def edit(path: Path, change: Callable[[list[list[str]]], Iterable[list[str]]], encoding: str) -> None:
    """Change the rows of a CSV file."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding=encoding), newline=""), delimiter=";"))
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(change(rows))


def _workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category"):
        setattr(book.properties, name, f"{AUTHOR} over {SURNAME}")
    book.worksheets[0].cell(1, 1).comment = Comment(_TEXT, AUTHOR)
    hidden = book.create_sheet("aantekeningen")
    hidden.sheet_state = "hidden"
    hidden.append([_TEXT, EAST, NORTH, MOMENT])
    book.save(path)


def _sav(path: Path) -> None:
    frame, about = pyreadstat.read_sav(path, user_missing=True)
    pyreadstat.write_sav(
        frame,
        path,
        file_label=f"Van {AUTHOR}",
        note=textwrap.wrap(_TEXT, 80),
        column_labels=about.column_labels,
        variable_value_labels=about.variable_value_labels,
        missing_ranges=about.missing_ranges,
    )
