"""Writes the answers of the sample surveys: as SPSS keeps them, and as a Dutch spreadsheet does; with rows that a reader must refuse."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ivp_analysis.sample.files import write_csv
from ivp_analysis.sample.survey_coding import Codes

SAYS_SO = "Voorbeelddata (synthetisch)"
_PRODUCT = slice(4, 64)
_MOMENT = slice(92, 109)
"""Where the header of an SPSS file names the program, and the date and time of writing (PSPP, system file format)."""
_SAMPLE, _PANEL = "steekproef", "burgerpanel"
FAULTS: tuple[dict[str, object], ...] = (
    {"kern": "XXX"},
    {"bron": "straat"},
    {"geslacht": "q"},
    {"leeftijd": 140},
    {"leeftijd": 16},
    {"respondent": ""},
    {"mark": 11},
    {"often": 5},
)
"""What is wrong in a row: no such village, source and sex; an age that cannot be; too young; no number; answers outside their scale."""
COPIES: tuple[dict[str, object], ...] = ({}, {"bron": _PANEL})
"""The same respondent a second time, once as a member of the panel."""
Row = dict[Hashable, Any]


def write_sav(
    path: Path, table: pd.DataFrame, labels: Mapping[str, str], codes: Mapping[str, Codes], missing: Mapping[str, Sequence[int]]
) -> None:
    """Write an SPSS file of which the bytes depend on its content alone.

    Parameters
    ----------
    path : Path
        The file.
    table : DataFrame
        Numbers; missing where a cell is blank.
    labels : dict of str to str
        What each column is, by its name.
    codes : dict of str to dict
        What the codes of a column mean, by its name.
    missing : dict of str to sequence of int
        The codes that mean no answer, by name of the column.
    """
    import pyreadstat

    pyreadstat.write_sav(
        table.astype(float),
        path,
        file_label=SAYS_SO,
        note=f"{SAYS_SO}: alle antwoorden zijn verzonnen.",
        column_labels=dict(labels),
        variable_value_labels={column: {float(code): label for code, label in of.items()} for column, of in codes.items()},
        missing_ranges={column: list(of) for column, of in missing.items()},
        variable_format=dict.fromkeys(table.columns, "F4.0"),
        row_compress=True,
    )
    raw = bytearray(path.read_bytes())
    raw[_PRODUCT] = f"@(#) SPSS DATA FILE {SAYS_SO}".ljust(60).encode("ascii")
    raw[_MOMENT] = b"01 Jan 8000:00:00"
    path.write_bytes(raw)


def write_answers_csv(path: Path, title: str, rows: Sequence[Row]) -> None:
    """Write rows as CSV below a title line, with the mark that spreadsheets put in front of UTF-8; numbers without decimals."""
    names = list(rows[0])
    body = [[_cell(value) for value in row.values()] for row in rows]
    write_csv(path, [[title, *[""] * (len(names) - 1)], names, *body], encoding="utf-8-sig")


def with_faults(rows: Sequence[Row], columns: Mapping[str, str], random: np.random.Generator) -> list[Row]:
    """Add rows that a reader must refuse or leave out: copies of others with a fault.

    Parameters
    ----------
    rows : sequence of dict
        Good rows, some of them of the sample.
    columns : dict of str to str
        Titles of the columns by what they hold, as in the codebook; `mark` and `often` for two questions.
    random : Generator
        Random numbers.

    Returns
    -------
    list of dict
        The good rows in their order with among them those of `FAULTS` and `COPIES`, each behind the row that it repeats.
    """
    sample = [number for number, row in enumerate(rows) if row[columns["bron"]] == _SAMPLE]
    changes = [{"respondent": len(rows) + number, **fault} for number, fault in enumerate(FAULTS, start=1)]
    result = list(rows)
    for added, change in enumerate([*changes, *COPIES]):
        chosen = int(random.choice(sample))
        bad: Row = {**rows[chosen], **{columns[name]: value for name, value in change.items()}}
        # behind the row that it repeats, so that the reader keeps the first
        result.insert(int(random.integers(chosen + added + 1, len(result) + 1)), bad)
    return result


def _cell(value: object) -> object:
    if isinstance(value, float):
        return "" if np.isnan(value) else int(value)
    return value
