"""A workbook (.xlsx) as sheets of text.

The parts of openpyxl are taken one by one: as a whole it passes over sheets, rows and cells that are not where they should be.
"""

from __future__ import annotations

import math
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.reader.strings import read_string_table
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.limits import check_size
from ivp_analysis.sources.workbook_parts import TEXTS, Parts, SmallReads

# what openpyxl and the libraries below it raise on damaged workbooks
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, LookupError),
    *(ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError),
)


def read_workbook(path: Path, where: Mapping[str, object]) -> list[tuple[str, list[list[str]]]]:
    """Read every sheet of a workbook.

    Parameters
    ----------
    path : Path
        A .xlsx or .xlsm file. Of a formula its result is read, as it was saved.
    where : mapping
        Delivery and file, for the error.

    Returns
    -------
    list of (str, list of list of str)
        Per sheet its name and its cells; dates as ISO 8601, fractions with a decimal comma.

    Raises
    ------
    DeliveryError
        When it cannot be read, a formula has no result, or there is more of something than `limits` allows.
    """
    try:
        with warnings.catch_warnings(), SmallReads(path) as file, Parts(file, where) as parts:
            # styles and validations that openpyxl does not know say nothing about the values
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            return list(_sheets(parts))
    except _UNREADABLE as problem:
        raise DeliveryError(
            f"a file is no workbook that can be read ({type(problem).__name__})",
            where,
            "Open it in a spreadsheet program, save it as .xlsx without a password, and make a new delivery of it",
        ) from None


def _sheets(parts: Parts) -> Iterator[tuple[str, list[list[str]]]]:
    reader = _Reader(parts)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(parts, reader.wb)
    cells = 0
    for sheet, relation in reader.parser.find_sheets():
        # a sheet that is a chart holds no rows
        if "chartsheet" not in relation.Type:
            rows = _rows(reader, relation.target, cells)
            cells += sum(map(len, rows))
            yield sheet.name, rows


def _rows(reader: _Reader, name: str, cells: int) -> list[list[str]]:
    """Read the rows of a sheet as they follow each other, with those between them that are not there."""
    where = {**reader.archive.where, "part": name.rsplit("/", 1)[-1]}
    book = reader.wb
    rows: list[list[str]] = []
    with reader.archive.part(name) as part:
        sheet = _Sheet(
            part,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        sheet.where = where
        for number, found in sheet.parse():
            row: list[str] = []
            for cell in found:
                _in_order(len(row) < cell["column"], number, where)
                row.extend([""] * (cell["column"] - len(row) - 1))
                row.append(_text(cell["value"]))
            _in_order(len(rows) < number, number, where)
            cells += len(row)
            check_size(number, len(row), cells, where)
            rows.extend([] for _ in range(number - len(rows) - 1))
            rows.append(row)
            part.passed()
    return rows


def _in_order(right: bool, row: int, where: Mapping[str, object]) -> None:  # noqa: FBT001
    if not right:
        action = "Open it in a spreadsheet program, save it as .xlsx, and make a new delivery of it"
        raise DeliveryError("rows or cells of a sheet are not in order", {**where, "row": row}, action)


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads what sheets have in common through an archive that counts."""

    def __init__(self, parts: Parts) -> None:
        self.archive = parts
        self.valid_files = parts.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = self.rich_text = False
        self.shared_strings: list[str] = []

    def read_strings(self) -> None:
        listed = self.package.find(SHARED_STRINGS)
        if listed is not None:
            with self.archive.part(listed.PartName[1:], TEXTS) as part:
                self.shared_strings = read_string_table(part)


class _Sheet(WorkSheetParser):  # type: ignore[misc]
    """Reads cells, and refuses a formula that was never computed: it would look like an empty cell."""

    where: Mapping[str, object]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        # a result that is an empty text says that it is a text
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and element.get("t") != "str":
            action = "Open it in a spreadsheet program, which computes it, save it, and make a new delivery of it"
            raise DeliveryError("a formula in a workbook has no result", {**self.where, "row": cell["row"]}, action)
        return cell


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "J" if value else "N"
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
