"""A spreadsheet or CSV file as rows of text; what the rows mean is not known here."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import math
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ivp_analysis.errors import DeliveryError

HEAD = 20
"""Lines in which a header may stand."""

BESIDE = (".docx", ".odt", ".pdf", ".md", ".txt")
"""Files that may accompany a delivery and are not read."""

_DELIMITERS = (";", "\t", ",")
_XLSX = (".xlsx", ".xlsm")
# what openpyxl and the libraries below it raise on damaged workbooks
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, LookupError),
    *(ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError),
)

Score = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet.

    Parameters
    ----------
    sheet : str
        Name of the sheet; empty for a CSV file.
    rows : list of list of str
        The cells; row 1 of the spreadsheet is the first. Rows may differ in length.
    """

    sheet: str
    rows: list[list[str]]


def read_grids(path: Path, score: Score) -> list[Grid]:
    """Read every sheet of a file.

    Parameters
    ----------
    path : Path
        A .xlsx or .csv file. CSV is UTF-8, UTF-16 with a byte order mark, or else Windows-1252, separated by ``;``, tab or ``,``.
    score : callable
        Says of how many cells of a row the title is known; decides what the separator of a CSV file is.

    Returns
    -------
    list of Grid
        One per sheet; values as text, dates as ISO 8601, fractions with a decimal comma.

    Raises
    ------
    DeliveryError
        When the file is of another kind or cannot be read.
    """
    suffix = path.suffix.lower()
    where = {"delivery": path.parent.name, "file": path.name}
    if suffix in _XLSX:
        return _xlsx(path, where)
    if suffix == ".csv":
        return [_csv(path, where, score)]
    raise DeliveryError(f"a file of the kind '{suffix}' cannot be read", where, "Ask for it, or save it, as .xlsx or .csv")


def _xlsx(path: Path, where: dict[str, str]) -> list[Grid]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            # styles and validations that openpyxl does not know say nothing about the values
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            grids = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                grids.append(Grid(sheet.title, [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]))
            book.close()
    except _UNREADABLE as problem:
        raise DeliveryError(
            f"a file is no workbook that can be read ({type(problem).__name__})",
            where,
            "Open it in a spreadsheet program, save it as .xlsx without a password, and make a new delivery of it",
        ) from None
    return grids


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


def _csv(path: Path, where: dict[str, str], score: Score) -> Grid:
    text = _decode(path.read_bytes(), where)

    def best_line(delimiter: str) -> int:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            return max((score(cells) for cells in itertools.islice(lines, HEAD)), default=0)
        except csv.Error:
            return 0

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=best_line), strict=True)
    try:
        return Grid("", list(reader))
    except csv.Error as problem:
        raise DeliveryError(
            f"the quotes or separators of a CSV file do not fit ({problem})",
            {**where, "line": reader.line_num},
            'Look at that line and those before it: a " within a text is written "", and a text with the separator stands between quotes',
        ) from None


def _decode(content: bytes, where: dict[str, str]) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DeliveryError("a CSV file is neither UTF-8 nor Windows-1252", where, "Save it as CSV UTF-8 and make a new delivery of it")
