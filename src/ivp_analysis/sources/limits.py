"""How large what comes in may be; beyond that it is refused before it fills the memory or the day."""

from __future__ import annotations

from collections.abc import Mapping

from ivp_analysis.errors import DeliveryError

LARGEST_FILE = 2 * 1024**3
"""Bytes of a file of a delivery."""

MOST_ROWS = 1_048_576
"""Rows of a sheet, of a CSV file and of a .sav: as many as a sheet can have."""

MOST_COLUMNS = 16_384
"""Columns of a sheet and of a CSV file: as many as a sheet can have."""

MOST_CELLS = 40_000_000
"""Cells of a file, all sheets together, empty ones within a row too: a million incidents with all their columns."""

LONGEST_ROW = 1_000_000
"""Characters of a row of a CSV file, line breaks within its cells too."""

LARGEST_WORKBOOK = 2 * 1024**3
"""Bytes of the parts of a workbook once unpacked, together."""

LARGEST_PART = 16 * 1024**2
"""Bytes of a part of a workbook that is read as a whole, such as its styles, and of one row or one text of the others."""

LARGEST_TEXTS = 512 * 1024**2
"""Bytes of the list of the texts in all cells of a workbook once unpacked."""

LARGEST_PAGE = 128 * 1024**2
"""Bytes of a page of JSON once unpacked."""

LARGEST_SERIES = 1024**3
"""Bytes of all pages of one series once unpacked."""

MOST_VALUES = 20_000_000
"""Values in a page of JSON, lists and objects among them."""

MOST_TIMES = 200
"""How many times as large as packed a part of a workbook may be that is larger than `SMALL_PART`: a bomb reaches a thousand."""

SMALL_PART = 4 * 1024**2
"""Bytes that a part of a workbook may have however well it was packed."""

SPLIT = "Nobody delivers that much of one municipality: look what the file holds, or split it into more deliveries"


def too_large(what: str, where: Mapping[str, object], action: str = SPLIT) -> DeliveryError:
    """Say that something is larger than it may be.

    Parameters
    ----------
    what : str
        What is larger than what, with its limit.
    where : mapping
        Delivery and file.
    action : str, optional
        What to do.
    """
    return DeliveryError(what, where, action)


def check_size(rows: int, columns: int, cells: int, where: Mapping[str, object]) -> None:
    """Refuse a table that has more rows, columns or cells than may be.

    Parameters
    ----------
    rows, columns, cells : int
        How many there are so far.
    where : mapping
        Delivery and file, for the error.

    Raises
    ------
    DeliveryError
        With what there is too much of, and how much there may be.
    """
    for number, limit, name in ((rows, MOST_ROWS, "rows"), (columns, MOST_COLUMNS, "columns"), (cells, MOST_CELLS, "cells")):
        if number > limit:
            raise too_large(f"a file has more than {limit:,} {name}", where)
