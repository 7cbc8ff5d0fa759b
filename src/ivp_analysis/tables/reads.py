"""What a notebook reads, noted while it runs, so that nobody has to declare what a page depends on."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ivp_analysis.errors import StoreError

VARIABLE = "IVP_READS"
"""The environment variable with the file that reads are noted in. Several processes never share such a file."""

_NEXT_COLUMN = re.compile(r" (?=[^ =]+=)")


@dataclass(frozen=True, order=True)
class Read:
    """One thing that was read: a table or file, or the rows of it in which columns have given values.

    Attributes
    ----------
    source : str
        Such as "2022-H2/estimates", "config/theme" or "findings"; without spaces.
    where : tuple of tuple of str
        Pairs of column and value, in the order of the columns; all rows where empty.
    """

    source: str
    where: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, source: str, where: Mapping[str, object]) -> Self:
        """Make a read of columns and values in any order; values become text."""
        return cls(source, tuple(sorted((column, str(value)) for column, value in where.items())))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take apart what `str` made of a read."""
        source, *pairs = _NEXT_COLUMN.split(text)
        columns = (pair.partition("=") for pair in pairs)
        return cls(source, tuple((column, value.replace("%3D", "=").replace("%25", "%")) for column, _, value in columns))

    def __str__(self) -> str:
        # a value with an equals sign would look like the next column
        pairs = (f"{column}={value.replace('%', '%25').replace('=', '%3D')}" for column, value in self.where)
        return " ".join((self.source, *pairs))


def note(source: str, /, **where: object) -> None:
    """Note that something is read, in the file that IVP_READS names; without it nothing happens.

    Parameters
    ----------
    source : str
        What is read.
    **where : object
        Columns with the value that rows must have; a list or tuple of values is noted as a read of each of them.
    """
    file = os.environ.get(VARIABLE)
    if not file:
        return
    values = [value if isinstance(value, list | tuple) else (value,) for value in where.values()]
    lines = [
        json.dumps({"source": source, "where": dict(zip(where, map(str, chosen), strict=True))}) + "\n"
        for chosen in itertools.product(*values)
    ]
    with Path(file).open("a", encoding="utf-8") as notes:
        notes.write("".join(lines))


def reads_in(text: str) -> tuple[Read, ...]:
    """Return what `note` wrote down.

    Parameters
    ----------
    text : str
        The content of the file.

    Returns
    -------
    tuple of Read
        Each once, sorted.

    Raises
    ------
    StoreError
        When a line was not written whole.
    """
    try:
        notes = [json.loads(line) for line in text.splitlines()]
        return tuple(sorted({Read.of(item["source"], item["where"]) for item in notes}))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError("the list of what a notebook read is damaged", action="Run the notebook again") from None


def read_reads(path: Path) -> tuple[Read, ...]:
    """Return what was noted in a file, as `reads_in` does; nothing where nothing was read and so there is no file."""
    return reads_in(path.read_text(encoding="utf-8")) if path.exists() else ()
