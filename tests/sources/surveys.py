"""Small surveys for the tests of their reader."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from ivp_analysis.sources.delivery import Delivery, write_card
from sources.files import KEPT, csv_bytes, xlsx_bytes

TITLES = ("nr", "bron", "kern", "leeftijd", "sekse", "maand", "V1", "V2_1", "V2_2")
PERSONAL = ("E-mail", "Postcode", "Opmerkingen")
CODEBOOK: dict[str, Any] = {
    "naam": "Veiligheidsmonitor",
    "jaar": 2022,
    "veldwerk": "september en oktober 2022",
    "methode": {"uitvraag": "op papier en online", "steekproef": "uit de BRP"},
    "vanaf_leeftijd": 18,
    "leeftijdsklassen": ["18-34", "35-64", "65+"],
    "bevolking": 2022,
    "registratiejaar": 2021,
    "trekking": "per kern",
    "uitgenodigd": {"BRP": {"Dalfsen": 900, "Hoonhorst": 120}, "panel": {"gemeente": 1900}},
    "kolommen": dict(zip(("respondent", "bron", "kern", "leeftijd", "geslacht", "maand"), TITLES[:6], strict=True)),
    "bronnen": {"1": "BRP", "2": "panel"},
    "kernen": {"1": "Dalfsen", "2": "Nieuwleusen", "4": "Hoonhorst"},
    "geslachten": {"1": "m", "2": "v", "9": "onbekend"},
    "leeftijden": {"999": "onbekend"},
    "antwoordlijsten": {
        "vaak": {"codes": {"1": "Vaak", "2": "Soms", "3": "Nooit"}, "ontbreekt": {"8": "Weet niet", "9": "Geen antwoord"}},
        "eens": {"codes": {str(code): f"{code} van 5" for code in range(1, 6)}},
    },
    "vragen": [
        {
            "sleutel": "hard-rijden",
            "kolom": "V1",
            "thema": "1.4",
            "kort": "Te hard rijden",
            "vraag": "Wordt er te hard gereden?",
            "antwoorden": "vaak",
            "telt": [1],
            "uitkomst": "heeft vaak last",
            "groep": "hard-rijden",
            "richting": "ongunstig",
        },
        {"sleutel": "thuis", "kolom": "V2_1", "thema": "1.1", "kort": "Thuis voelen", "vraag": "Ik voel mij thuis", "antwoorden": "eens"},
        {"sleutel": "elkaar", "kolom": "V2_2", "thema": "1.1", "kort": "Kennen", "vraag": "Wij kennen elkaar niet", "antwoorden": "eens"},
    ],
    "schalen": [
        {
            "sleutel": "cohesie",
            "thema": "1.1",
            "kort": "Sociale cohesie",
            "vragen": ["thuis", "elkaar"],
            "omgekeerd": ["elkaar"],
            "richting": "gunstig",
        }
    ],
}
LABELS: dict[str, dict[int, str]] = {
    "bron": {1: "Steekproef BRP", 2: "Burgerpanel"},
    "kern": {1: "Dalfsen", 2: "Nieuwleusen", 4: "Hoonhorst"},
    "sekse": {1: "Man", 2: "Vrouw", 9: "Onbekend"},
    "V1": {1: "vaak", 2: "Soms ", 3: "NOOIT", 8: "Weet niet"},
}


def person(number: object, **changes: object) -> list[object]:
    """A row of a survey: a woman of 40 from the sample in Dalfsen."""
    cells: dict[str, object] = dict(zip(TITLES, (number, 1, 1, 40, 2, 10, 1, 4, 2), strict=True))
    assert set(changes) <= set(cells)
    return list((cells | changes).values())


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """The codebook with another value in one place; None takes it out."""
    codebook = deepcopy(CODEBOOK)
    inner: Any = codebook
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    if to is None:
        del inner[path[-1]]
    return codebook


def sav_bytes(folder: Path, rows: Sequence[Sequence[object]], titles: Sequence[str] = TITLES, **described: Any) -> bytes:
    """The rows as an SPSS file; an empty cell is system-missing."""
    folder.mkdir(exist_ok=True)
    path = folder / "bron.sav"
    frame = pd.DataFrame([[None if cell == "" else cell for cell in row] for row in rows], columns=list(titles))
    numbers = [title for title in frame if not frame[title].map(lambda cell: isinstance(cell, str)).any()]
    pyreadstat.write_sav(frame.astype(dict.fromkeys(numbers, "float64")), path, **described)
    return path.read_bytes()


def file_bytes(file: str, rows: Sequence[Sequence[object]], folder: Path, titles: Sequence[str] = TITLES, **described: Any) -> bytes:
    """The rows in the format of a file name."""
    if file.endswith(".sav"):
        return sav_bytes(folder, rows, titles, **described)
    return (xlsx_bytes if file.endswith(".xlsx") else csv_bytes)([list(titles), *rows])


def write_survey(folder: Path, files: Mapping[str, bytes], codebook: Mapping[str, Any] | None = CODEBOOK) -> Delivery:
    """A delivery with a survey."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    if codebook is not None:
        # every JSON is YAML
        (folder / "codebook.yaml").write_text(json.dumps(codebook, ensure_ascii=False), encoding="utf-8")
    card = {
        "soort": "enquete",
        "bron": "proef",
        "periode": "2022",
        "peildatum": "2022-11-15",
        "ontvangen": "2022-11-20",
        "licentie": "geen",
        "persoonsgegevens": True,
        **KEPT,
        "synthetisch": True,
        "editie": "2023-H1",
    }
    write_card(folder, card)
    return Delivery(folder)
