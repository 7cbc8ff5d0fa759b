"""A spreadsheet or CSV file as rows of text; what the rows mean is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.csv_files import Score, read_csv

HEAD = 20
"""Lines in which a header may stand."""

BESIDE = (".docx", ".odt", ".pdf", ".md", ".txt")
"""Files that may accompany a delivery and are not read."""

_XLSX = (".xlsx", ".xlsm")


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
        When the file is of another kind, cannot be read, or holds more than `limits` allows.
    """
    suffix = path.suffix.lower()
    where = {"delivery": path.parent.name, "file": path.name}
    if suffix in _XLSX:
        from ivp_analysis.sources.workbooks import read_workbook

        return [Grid(title, rows) for title, rows in read_workbook(path, where)]
    if suffix == ".csv":
        return [Grid("", read_csv(path, where, score, HEAD))]
    raise DeliveryError(f"a file of the kind '{suffix}' cannot be read", where, "Ask for it, or save it, as .xlsx or .csv")
