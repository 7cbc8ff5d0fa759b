"""The tables in the files of a delivery: header found, columns matched by name, total lines apart, every row accounted for."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.dutch_values import fold, parse
from ivp_analysis.sources.grids import BESIDE, HEAD, Grid, read_grids
from ivp_analysis.sources.sieve import Sieve
from ivp_analysis.tables.ledger import Ledger

TITLE_LINE = "a title line above the header"
OTHER_SHEET = "on another sheet than the first with most of these columns"
TOTAL_LINE = "a total line"
NOTE_LINE = "a note below the table"
MORE_CELLS = "more cells than the header has"

TOTAL = re.compile(r"\b(?:eind|sub)?(?:totaal|totalen|total)\b", re.IGNORECASE)

_AMOUNT = re.compile(r"[0-9][0-9., ]*")
_logger = logging.getLogger(__name__)
_ENOUGH = 2  # columns by which a header is known


@dataclass(frozen=True)
class Column:
    """A column that a reader knows.

    Parameters
    ----------
    name : str
        Its name in the code.
    title : str
        Its title in the files.
    aliases : tuple of str
        Other titles that mean the same.
    required : bool
        Whether a file without it cannot be read.
    unless : str
        Name of the column that may stand in its place when it is required.
    """

    name: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    unless: str = ""


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of file.

    Parameters
    ----------
    key : str
        Name of the column that is filled in every row of data.
    columns : tuple of Column
        All columns that are taken over; others are never looked at.
    """

    key: str
    columns: tuple[Column, ...]

    @cached_property
    def known(self) -> dict[str, tuple[Column, int]]:
        """The column of every folded title, and how far down its list of titles that one stands."""
        return {fold(title): (column, rank) for column in self.columns for rank, title in enumerate((column.title, *column.aliases))}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every column by its name."""
        return {column.name: column.title for column in self.columns}

    def score(self, cells: Sequence[str]) -> int:
        """Count the columns whose title stands in a row."""
        return len({self.known[folded][0].name for cell in cells if (folded := fold(cell)) in self.known})


def read_tables(delivery: Delivery, layout: Layout, ledger: Ledger) -> tuple[Sieve, pd.DataFrame]:
    """Read the tables of a delivery; text documents beside them are passed over.

    Parameters
    ----------
    delivery : Delivery
        Its .xlsx and .csv files are read.
    layout : Layout
        The columns to look for; case, spaces, punctuation and order of their titles do not matter.
    ledger : Ledger
        Gets the rows read, and the title lines, total lines and notes that are left out.

    Returns
    -------
    tuple of Sieve and DataFrame
        The rows of all files and, apart, their total lines: `file`, `row` (as a spreadsheet counts) and one text column per column of
        the layout, empty where the file has no such column. Blank lines are no rows.

    Raises
    ------
    DeliveryError
        No table in the delivery, a file that cannot be read, no header, a required column that is missing or there twice.
    """
    paths = [path for path in delivery.paths if path.suffix.lower() not in BESIDE]
    if not paths:
        raise DeliveryError("a delivery holds no table", {"delivery": delivery.name}, "Add the .xlsx or .csv file to the delivery")
    parts = [_read_file(path, layout, ledger) for path in paths]
    every = pd.concat(parts, ignore_index=True)
    columns = ["file", "row", *layout.titles]
    sieve = Sieve(every.loc[~every["total"], [*columns, "shifted"]], layout.titles, ledger)
    sieve.quarantine(
        sieve.rows["shifted"], MORE_CELLS, "Put cells that hold the separator of the CSV file between quotes, or deliver .xlsx"
    )
    return sieve, every.loc[every["total"], columns]


def _read_file(path: Path, layout: Layout, ledger: Ledger) -> pd.DataFrame:
    where = {"delivery": path.parent.name, "file": path.name}
    grids = read_grids(path, layout.score)
    heads = [_header(grid, layout) for grid in grids]
    best = max((score for score, _ in heads), default=0)
    if best < _ENOUGH:
        titles = ", ".join(column.title for column in layout.columns if column.required)
        raise DeliveryError(
            f"no header was found in the first {HEAD} lines", where, f"Let one line hold the titles of the columns: {titles}"
        )
    tables = [(score, grid, line) for grid, (score, line) in zip(grids, heads, strict=True) if score >= _ENOUGH]
    # sorting keeps the order of equals
    chosen, *others = [(grid, line) for _, grid, line in sorted(tables, key=lambda table: -table[0])]
    rows = _filled(*chosen)
    frame = _frame(path.name, rows, _match(chosen[0].rows[chosen[1]], layout, where), layout)
    total, note = _below(frame, rows, layout.key)
    above = filled_lines(chosen[0].rows[: chosen[1]])
    elsewhere = sum(filled_lines(grid.rows) - 1 for grid, _ in others)
    ledger.read(path.name, above + len(rows) + elsewhere)
    for count, reason in ((above, TITLE_LINE), (elsewhere, OTHER_SHEET), (int(total.sum()), TOTAL_LINE), (int(note.sum()), NOTE_LINE)):
        ledger.leave_out(path.name, count, reason)
    return frame.assign(total=total, shifted=_shifted(rows, chosen))[~note]


def filled_lines(rows: Iterable[Sequence[str]]) -> int:
    """Count the lines that hold anything."""
    return sum(any(cell.strip() for cell in cells) for cells in rows)


def _header(grid: Grid, layout: Layout) -> tuple[int, int]:
    """Return how many columns the best of the first lines names, and which line that is."""
    scores = [layout.score(cells) for cells in grid.rows[:HEAD]]
    best = max(scores, default=0)
    return best, scores.index(best) if scores else 0


def _filled(grid: Grid, header: int) -> dict[int, list[str]]:
    """Return the lines below the header that hold anything, by their index in the grid."""
    return {index: cells for index, cells in enumerate(grid.rows) if index > header and any(cell.strip() for cell in cells)}


def _match(header: Sequence[str], layout: Layout, where: dict[str, str]) -> dict[str, int]:
    """Return the position of every column that is there."""
    found: dict[str, list[tuple[int, int]]] = {}
    for position, cell in enumerate(header):
        if (folded := fold(cell)) in layout.known:
            column, rank = layout.known[folded]
            found.setdefault(column.name, []).append((rank, position))
    positions = {name: min(places)[1] for name, places in found.items()}
    unused = [" ".join(cell.split()) for position, cell in enumerate(header) if cell.strip() and position not in positions.values()]
    for name, places in found.items():
        if sum(rank == min(places)[0] for rank, _ in places) > 1:
            raise DeliveryError(
                "a column stands in a file twice", {**where, "column": layout.titles[name]}, "Take one out and make a new delivery"
            )
    missing = [c.title for c in layout.columns if c.required and c.name not in positions and c.unless not in positions]
    if missing:
        raise DeliveryError(
            "a required column is missing",
            {**where, "column": ", ".join(missing)},
            _nearest(missing[0], unused) + "Ask for it, or rename it",
        )
    if unused:
        _logger.info("columns of %s that are not used: %s", where["file"], ", ".join(unused))
    return positions


def _nearest(title: str, there: Sequence[str]) -> str:
    folded = {fold(cell): cell for cell in there}
    close = difflib.get_close_matches(fold(title), list(folded), n=1, cutoff=0.5)
    return f"The nearest column that is there and has no other use is '{folded[close[0]]}'. " if close else ""


def _frame(file: str, rows: Mapping[int, list[str]], positions: Mapping[str, int], layout: Layout) -> pd.DataFrame:
    columns: dict[str, pd.Series[Any]] = {
        "file": pd.Series([file] * len(rows), dtype="str"),
        "row": pd.Series([index + 1 for index in rows], dtype="int64"),
    }
    for column in layout.columns:
        at = positions.get(column.name)
        texts = ["" if at is None or at >= len(cells) else " ".join(cells[at].split()) for cells in rows.values()]
        columns[column.name] = pd.Series(texts, dtype="str")
    return pd.DataFrame(columns)


def _below(frame: pd.DataFrame, rows: Mapping[int, list[str]], key: str) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Say which rows are total lines, and which are notes at the bottom."""
    cells = [[cell for cell in row if cell.strip()] for row in rows.values()]
    keyless = frame[key] == ""
    named = pd.Series([bool(TOTAL.search(row[0])) for row in cells], dtype="bool")
    sums = pd.Series([all(_AMOUNT.fullmatch(cell.strip()) for cell in row) for row in cells], dtype="bool")
    lonely = pd.Series([len(row) == 1 for row in cells], dtype="bool")
    total = parse(frame[key], lambda text: bool(TOTAL.search(text)), "bool") | (keyless & named)
    bottom = (total | lonely | (keyless & sums))[::-1].cummin()[::-1]
    total |= bottom & keyless & sums
    return total, bottom & ~total


def _shifted(rows: Mapping[int, list[str]], chosen: tuple[Grid, int]) -> pd.Series[bool]:
    """Say which lines of a CSV file have more cells than the header; in a workbook cells cannot shift."""
    grid, header = chosen
    width = len(grid.rows[header])
    more = [not grid.sheet and any(cell.strip() for cell in cells[width:]) for cells in rows.values()]
    return pd.Series(more, dtype="bool")
