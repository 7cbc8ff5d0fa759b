"""Small deliveries for the tests of the readers."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

from ivp_analysis.sources.delivery import Delivery, write_card
from ivp_analysis.tables.ledger import Reading

Rows = Iterable[Sequence[object]]

PERSONAL = ("Dorpsstraat", "12a", "1234AB", "Fiets van mevrouw Jansen")
INCIDENT_TITLES = (
    "Incident Identificatie", "Bronregistratie", "Incidentsoort code", "Incidentsoort", "Pleegstraatnaam", "Pleeghuisnummer met toev.",
    "Pleegpostcode", "Pleegplaats", "Pleeggemeente", "Pleegprovincie", "Pleegwijk", "Pleegbuurt", "Pleegsubbuurt",
    "Begin-pleegdag v/d week", "Begin-pleegdagdeel", "Begin-pleegdatum/tijd", "Eind-pleegdag v/d week", "Eind-pleegdagdeel",
    "Eind-pleegdatum/tijd", "Kennisnamedag v/d week", "Kennisnamedagdeel", "Kennisnamedatum/tijd", "Aangifte", "Poging", "Verdachten",
    "Aanhoudingen", "Opgehelderd", "Object", "Project(en)", "Temperatuur", "Weer", "X", "Y",
)  # fmt: skip
KEPT = {"grondslag": "proef", "doel": "proef", "bewaren_tot": "2099-12-31"}
"""What a delivery with personal data must name."""

_INCIDENT: dict[str, object] = {
    "Bronregistratie": "BVH",
    "Incidentsoort code": "A72",
    "Incidentsoort": "Diefstal Fiets",
    "Pleegstraatnaam": PERSONAL[0],
    "Pleeghuisnummer met toev.": PERSONAL[1],
    "Pleegpostcode": PERSONAL[2],
    "Pleegplaats": "Nieuwleusen",
    "Pleeggemeente": "Dalfsen",
    "Pleegbuurt": "Nieuwleusen Noord",
    "Begin-pleegdatum/tijd": "20-09-2017 17:30",
    "Eind-pleegdatum/tijd": "22-09-2017 08:00",
    "Kennisnamedatum/tijd": "22-09-2017 09:15",
    "Aangifte": "J",
    "Poging": "N",
    "Object": PERSONAL[3],
    "X": "214485",
    "Y": "510020",
}


def incident(number: int, **changes: object) -> list[object]:
    """One row of an export with all 33 columns; titles are shortened to their letters in `changes`."""
    by_letters = {"".join(letter for letter in title.lower() if letter.isalnum()): title for title in INCIDENT_TITLES}
    cells = _INCIDENT | {"Incident Identificatie": f"PL0400_BVH_{number}"} | {by_letters[key]: value for key, value in changes.items()}
    return [cells.get(title, "") for title in INCIDENT_TITLES]


def csv_bytes(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(*sheets: Rows) -> bytes:
    """The sheets as a workbook."""
    book = openpyxl.Workbook()
    for index, rows in enumerate(sheets):
        sheet = book.worksheets[0] if index == 0 else book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_excel_writes(workbook: bytes) -> bytes:
    """A workbook with its texts in a list apart, which cells refer to."""
    texts: list[bytes] = []

    def listed(found: re.Match[bytes]) -> bytes:
        texts.append(b"<si>" + found[1] + b"</si>")
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb't="inlineStr"><is>(.*?)</is>', listed, content, flags=re.DOTALL)
            if name == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                more = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
                content = content.replace(b"</Types>", more)
            new.writestr(name, content)
        begin = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        new.writestr("xl/sharedStrings.xml", begin + b"".join(texts) + b"</sst>")
    return target.getvalue()


def write_delivery(folder: Path, kind: str, files: dict[str, bytes], peildatum: str = "2022-09-15", telling: str = "bruto") -> Delivery:
    """A delivery folder with its delivery.yaml."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    card = {
        "soort": kind,
        "bron": "proef",
        "periode": "2021",
        "peildatum": peildatum,
        "telling": telling,
        "ontvangen": "2022-09-20",
        "licentie": "geen",
        "persoonsgegevens": kind == "politie-incidenten",
        **KEPT,
        "synthetisch": True,
    }
    write_card(folder, card)
    return Delivery(folder)


def outcomes(reading: Reading) -> dict[tuple[str, str], int]:
    """The ledger as numbers of rows by outcome and reason."""
    found: dict[tuple[str, str], int] = {}
    for outcome, reason, rows in zip(reading.ledger["outcome"], reading.ledger["reason"], reading.ledger["rows"], strict=True):
        found[outcome, reason] = found.get((outcome, reason), 0) + int(rows)
    return found


def unaccounted(reading: Reading, table: str) -> int:
    """How many rows that were read are not in the table, the quarantine or left out, or are there more than once."""
    rows = reading.ledger.groupby("outcome")["rows"].sum()
    gone = len(reading.tables[table]) + len(reading.quarantine) + int(rows.get("left out", 0))
    return abs(int(rows["read"]) - gone)


def faults(reading: Reading) -> dict[int, str]:
    """The reason by row of the quarantine."""
    return dict(zip(reading.quarantine["row"], reading.quarantine["reason"], strict=True))
