"""Incidents as a police export has them: 33 columns, two files that differ as real ones do, a few faulty rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.sample.files import write_csv, write_xlsx
from ivp_analysis.sample.incidents import NAME, NOWHERE
from ivp_analysis.vocabulary.municipality import Municipality

HEADER = (
    "Incident Identificatie",
    "Bronregistratie",
    "Incidentsoort code",
    "Incidentsoort",
    "Pleegstraatnaam",
    "Pleeghuisnummer met toev.",
    "Pleegpostcode",
    "Pleegplaats",
    "Pleeggemeente",
    "Pleegprovincie",
    "Pleegwijk",
    "Pleegbuurt",
    "Pleegsubbuurt",
    "Begin-pleegdag v/d week",
    "Begin-pleegdagdeel",
    "Begin-pleegdatum/tijd",
    "Eind-pleegdag v/d week",
    "Eind-pleegdagdeel",
    "Eind-pleegdatum/tijd",
    "Kennisnamedag v/d week",
    "Kennisnamedagdeel",
    "Kennisnamedatum/tijd",
    "Aangifte",
    "Poging",
    "Verdachten",
    "Aanhoudingen",
    "Opgehelderd",
    "Object",
    "Project(en)",
    "Temperatuur",
    "Weer",
    "X",
    "Y",
)
_NOT_IN_CSV = ("Temperatuur", "Weer", "Pleegsubbuurt")
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_PARTS = ("nacht", "ochtend", "middag", "avond")
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
_WARMTH = (4, 5, 8, 12, 16, 19, 21, 21, 17, 13, 8, 5)
_WEATHER = ("droog", "bewolkt", "regen", "motregen", "zonnig", "onbekend")
_STREETS = ("Voorbeeldstraat", "Voorbeeldweg", "Voorbeeldlaan", "Proefplein")
_OBJECTS = {"1.1.1": "woning", "1.1.2": "schuur", "1.2.1": "auto", "1.2.3": "fiets", "2.5.1": "bedrijf", "2.5.2": "winkel", "M061": "café"}
_PROJECT, _DARK_MONTHS = "Donkere dagen (voorbeeld)", (10, 11, 12, 1, 2)
_ELSEWHERE = "Voorbeeldstad"
_FIRST_FAULT = 900_001
Row = dict[str, Any]


def to_rows(incidents: pd.DataFrame, municipality: Municipality, random: np.random.Generator) -> list[Row]:
    """Turn incidents into rows of an export.

    Parameters
    ----------
    incidents : DataFrame
        As `draw_incidents` gives them.
    municipality : Municipality
        For the names of wijk, buurt and village.
    random : Generator
        Random numbers.

    Returns
    -------
    list of dict
        The 33 columns by title; moments as datetime.
    """
    wijken = {wijk.code: wijk.name for wijk in municipality.districts}
    rows: list[Row] = []
    for number, incident in enumerate(incidents.to_dict("records"), start=1):
        buurt = municipality.neighbourhoods[incident["area"]]
        nowhere = incident["placed"] == NOWHERE
        row: Row = {
            "Incident Identificatie": f"PLVOORBEELD_{number}",
            "Bronregistratie": "Voorbeelddata (synthetisch)",
            "Incidentsoort code": incident["klasse"],
            "Incidentsoort": incident["label"],
            **_address(nowhere=nowhere, random=random),
            "Pleegplaats": "" if nowhere else municipality.village_of[buurt.code],
            "Pleeggemeente": municipality.name,
            "Pleegprovincie": "Overijssel",
            "Pleegwijk": "" if nowhere else wijken[buurt.district],
            "Pleegbuurt": "" if nowhere else buurt.name,
            "Pleegsubbuurt": "",
            **_moment("Begin-pleeg", incident["begin"]),
            **_moment("Eind-pleeg", incident["end"]),
            **_moment("Kennisname", incident["known"]),
            "Aangifte": _letter(incident["reported"]),
            "Poging": _letter(incident["attempt"]),
            "Verdachten": incident["suspects"],
            "Aanhoudingen": incident["arrests"],
            "Opgehelderd": _letter(incident["solved"]),
            "Object": _OBJECTS.get(incident["offence"], ""),
            "Project(en)": _PROJECT if incident["offence"] == "1.1.1" and incident["begin"].month in _DARK_MONTHS else "",
            "Temperatuur": _WARMTH[incident["begin"].month - 1] + int(random.integers(-4, 5)),
            "Weer": _WEATHER[int(random.integers(len(_WEATHER)))],
            **_point(incident, random),
        }
        rows.append(row)
    return rows


def with_faults(rows: list[Row], number: int, random: np.random.Generator) -> list[Row]:
    """Add rows that a reader must refuse or leave out: copies of others with a fault.

    Parameters
    ----------
    rows : list of dict
        Good rows.
    number : int
        How many of each fault: a date that is none, a begin after its end, an incident that stands there twice, another municipality.
    random : Generator
        Random numbers.

    Returns
    -------
    list of dict
        The good rows in their order with the faulty ones among them.
    """
    result = list(rows)
    for fault in (_no_date, _turned, dict, _elsewhere):
        for chosen in random.choice(len(rows), size=number, replace=False):
            added = len(result) - len(rows)
            bad: Row = fault(rows[int(chosen)])
            if fault is not dict:
                bad["Incident Identificatie"] = f"PLVOORBEELD_{_FIRST_FAULT + added}"
            # behind the row that it repeats, so that the reader keeps the first
            result.insert(int(random.integers(chosen + added + 1, len(result) + 1)), bad)
    return result


def write_incidents_xlsx(path: Path, rows: Sequence[Row], dated: datetime, random: np.random.Generator) -> None:
    """Write an export as a workbook: dates are dates, but in one row of twenty they are text."""

    def cells(row: Row) -> list[object]:
        as_text = random.random() < 0.05
        return [
            _text(value) if as_text and isinstance(value, datetime) else (None if value == "" else value)
            for value in (row[n] for n in HEADER)
        ]

    write_xlsx(path, "Voorbeelddata", [HEADER, *(cells(row) for row in rows)], dated)


def write_incidents_csv(path: Path, rows: Sequence[Row], title: str, random: np.random.Generator) -> None:
    """Write an export as a Windows-1252 file: other order, some columns missing, a title and a total line, Dutch dates, decimal commas."""
    names = [name for name in (*reversed(HEADER[20:]), *HEADER[:20]) if name not in _NOT_IN_CSV]
    body = [[_dutch(row[name], name, random) for name in names] for row in rows]
    total = ["Totaal", str(len(rows)), *[""] * (len(names) - 2)]
    write_csv(path, [[title, *[""] * (len(names) - 1)], names, *body, total], encoding="cp1252")


def _dutch(value: object, name: str, random: np.random.Generator) -> object:
    if isinstance(value, datetime):
        return _in_words(value) if random.random() < 0.3 else _text(value)
    if name in ("X", "Y") and isinstance(value, int) and value:
        return f"{value},0"
    return value


def _text(moment: datetime) -> str:
    return moment.strftime("%d-%m-%Y %H:%M")


def _in_words(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M}"


def _address(*, nowhere: bool, random: np.random.Generator) -> Row:
    street, number = _STREETS[int(random.integers(len(_STREETS)))], int(random.integers(1, 100))
    return {
        "Pleegstraatnaam": "" if nowhere else street,
        "Pleeghuisnummer met toev.": "" if nowhere else str(number),
        "Pleegpostcode": "" if nowhere else "0000 AA",
    }


def _moment(prefix: str, moment: pd.Timestamp) -> Row:
    when = moment.to_pydatetime()
    return {f"{prefix}dag v/d week": _DAYS[when.weekday()], f"{prefix}dagdeel": _PARTS[when.hour // 6], f"{prefix}datum/tijd": when}


def _point(incident: dict[Hashable, Any], random: np.random.Generator) -> Row:
    if incident["placed"] in (NOWHERE, NAME):
        empty = 0 if random.random() < 0.5 else ""
        return {"X": empty, "Y": empty}
    return {"X": incident["x"], "Y": incident["y"]}


def _letter(value: object) -> str:
    return "J" if value else "N"


def _no_date(row: Row) -> Row:
    return {**row, "Begin-pleegdatum/tijd": "31-02-2021 25:10"}


def _turned(row: Row) -> Row:
    return {**row, "Eind-pleegdatum/tijd": row["Begin-pleegdatum/tijd"] - timedelta(days=1)}


def _elsewhere(row: Row) -> Row:
    away = dict.fromkeys(("Pleegwijk", "Pleegbuurt", "X", "Y"), "")
    return {**row, **away, "Pleegplaats": _ELSEWHERE, "Pleeggemeente": _ELSEWHERE}
