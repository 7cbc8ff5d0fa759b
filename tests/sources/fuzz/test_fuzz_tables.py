"""Damaged tables: incidents, counts, inhabitants and surveys, as .csv and .xlsx."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import unicodedata
import zipfile
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ivp_analysis.tables.ledger import Reading
from sources.files import as_excel_writes
from sources.fuzz.damage import Cells, byte_changes, changed, changes, damaged
from sources.fuzz.deliveries import Case, card, codebook, table
from sources.fuzz.running import cases, tried

pytestmark = pytest.mark.fuzz

TABLES = {
    "voorbeeld-bvh-2022-h1": "incidents",
    "voorbeeld-aantallen-2022-h1": "counts",
    "voorbeeld-noemers-2022": "population",
    "voorbeeld-enquete-2022": "respondents",
}
names = st.sampled_from(sorted(TABLES))
csv_forms = st.tuples(
    st.sampled_from((";", ",", "\t")),
    st.sampled_from(("utf-8", "utf-8-sig", "cp1252", "utf-16")),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    st.sampled_from(("\r\n", "\n", "\r")),
)
xlsx_forms = st.tuples(st.booleans(), st.integers(0, 5), st.sampled_from(("", "empty", "same", "note")))


def delivered(name: str, file: str, content: bytes) -> Case:
    """A delivery of the sample with another file; that of a survey has its codebook."""
    files = {"codebook.yaml": codebook(name)} if "enquete" in name else {}
    return Case(card(name), {**files, file: content})


def csv_bytes(rows: Cells, form: tuple[str, str, Any, str]) -> bytes:
    delimiter, encoding, quoting, end = form
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding, errors="replace")


def xlsx_bytes(rows: Cells, form: tuple[bool, int, str]) -> bytes:
    """A workbook: cells as text or as what they look like, some merged, texts in the cells or in a list, another sheet before the table."""
    typed, merged, other = form
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    if other:
        sheet = book.create_sheet()
        for cells in {"empty": [], "same": rows, "note": [["Toelichting"], ["zie blad 2"]]}[other]:
            book.worksheets[0].append([storable(cell) for cell in cells])
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            value = looks_like(cell) if typed else storable(cell)
            sheet.cell(number, column).value = value
            if isinstance(value, str):
                # what looks like a formula stays one half of the time
                sheet.cell(number, column).data_type = "f" if typed and value.startswith("=") else "s"
    if merged and len(rows) > merged:
        sheet.merge_cells(start_row=1 + merged, start_column=1, end_row=1 + merged, end_column=merged + 1)
    target = io.BytesIO()
    book.save(target)
    return as_excel_writes(target.getvalue()) if merged % 2 else target.getvalue()


def storable(text: str) -> str:
    """A text without what a workbook cannot hold."""
    return "".join(letter for letter in text if letter in "\t\n" or (letter >= " " and unicodedata.category(letter) not in ("Cs", "Cn")))


def looks_like(text: str) -> object:
    for kind in (int, float, dt.datetime.fromisoformat):
        try:
            value = kind(text)
        except (ValueError, OverflowError):
            continue
        return value if not isinstance(value, int | float) or abs(value) < 1e300 else storable(text)
    return {"true": True, "false": False}.get(text, storable(text))


def filled(rows: Cells) -> int:
    return sum(any(cell.strip() for cell in cells) for cells in rows)


@cases(quick=70, nightly=5000)
@given(names, changes, csv_forms)
def test_a_csv_file_with_odd_cells_loses_no_row(name: str, drawn: list[Any], form: tuple[str, str, Any, str]) -> None:
    rows = changed(table(name), drawn)
    reading = tried(delivered(name, "tabel.csv", csv_bytes(rows, form)))
    if reading is not None:
        held(reading, name, rows)


def held(reading: Reading, name: str, rows: Cells, further: int = 0) -> None:
    """Every line that holds anything is in the account, the header apart, and every accepted one in the table."""
    account = reading.ledger.groupby("outcome")["rows"].sum()
    assert int(account["read"]) == filled(rows) - 1 + further
    assert int(account.get("accepted", 0)) == len(reading.tables[TABLES[name]])


@cases(quick=40, nightly=2500)
@given(names, changes, xlsx_forms)
def test_a_workbook_with_odd_cells_loses_no_row(name: str, drawn: list[Any], form: tuple[bool, int, str]) -> None:
    rows = changed(table(name), drawn)
    reading = tried(delivered(name, "tabel.xlsx", xlsx_bytes(rows, form)))
    if reading is not None:
        stored = [[storable(cell) for cell in cells] for cells in rows]
        held(reading, name, stored, filled(stored) - 1 if form[2] == "same" else 0)


@cases(quick=80, nightly=2500)
@given(names, byte_changes, csv_forms)
def test_damaged_bytes_of_a_csv_file(name: str, drawn: list[Any], form: tuple[str, str, Any, str]) -> None:
    tried(delivered(name, "tabel.csv", damaged(csv_bytes(table(name), form), drawn)))


@cases(quick=20, nightly=1500)
@given(names, byte_changes)
def test_a_workbook_with_damaged_bytes_is_read_as_it_was_or_not_at_all(name: str, drawn: list[Any]) -> None:
    whole = sound_workbook(name)
    reading, sound = tried(delivered(name, "tabel.xlsx", damaged(whole, drawn))), sound_reading(name)
    if reading is not None:
        for key, found in sound.tables.items():
            assert_frame_equal(pd.DataFrame(found), pd.DataFrame(reading.tables[key]))


@functools.cache
def sound_workbook(name: str) -> bytes:
    return xlsx_bytes(table(name), (True, 0, "note"))


@functools.cache
def sound_reading(name: str) -> Reading:
    reading = tried(delivered(name, "tabel.xlsx", sound_workbook(name)))
    assert reading is not None
    return reading


@cases(quick=40, nightly=2500)
@given(names, st.integers(0, 20), byte_changes)
def test_damage_within_the_parts_of_a_workbook(name: str, part: int, drawn: list[Any]) -> None:
    source, target = io.BytesIO(xlsx_bytes(table(name), (True, 2 + part % 2, "note"))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        members = old.namelist()
        for member in members:
            content = old.read(member)
            new.writestr(member, damaged(content, drawn) if member == members[part % len(members)] else content)
    tried(delivered(name, "tabel.xlsx", target.getvalue()))
