"""Tables as a page takes them: caption, headers that screen readers announce, numbers to the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import pandas as pd

from ivp_analysis.errors import PresentationError, nearest
from ivp_analysis.figures.internal import is_internal, marked
from ivp_analysis.vocabulary.plain import as_html

_NUMBER = re.compile(r"[<>±+\-–−]?\s?\d[\d.]*(,\d+)?\s?%?( ?[-–] ?\d[\d.]*(,\d+)?%?)?\*?( \([a-z ]+\))?")
_NO_NUMBER = {"", "-", "–", "niet getoond", "geen cijfer", "onbekend"}


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Parameters
    ----------
    caption : str
        What the table shows; also its name for screen readers.
    columns : tuple of str
        The headers.
    rows : tuple of tuple of str
        The cells.
    row_header : str, optional
        The column whose cells name their row.
    notes : tuple of str
        Short remarks below the table.
    internal : bool
        Whether it is for colleagues only; its caption then says so. Without it, whether that is asked for where it is made.

    Raises
    ------
    PresentationError
        When the caption is empty, a row has another length than the header, a cell is no text, or there is no such column.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_header: str | None = None
    notes: tuple[str, ...] = ()
    internal: bool = field(default_factory=is_internal)

    def __post_init__(self) -> None:
        if not self.caption.strip():
            raise PresentationError("a table has no caption", {"columns": ", ".join(self.columns)}, "Say in it what the table shows")
        if self.row_header is not None and self.row_header not in self.columns:
            where = {"table": self.caption, "column": self.row_header}
            raise PresentationError("a table has no such column to name its rows", where, nearest(self.row_header, self.columns))
        for number, row in enumerate(self.rows, start=1):
            where = {"table": self.caption, "row": str(number)}
            if len(row) != len(self.columns):
                raise PresentationError("a row of a table has another length than its header", where, f"Give {len(self.columns)} cells")
            if not all(isinstance(cell, str) for cell in row):
                raise PresentationError("a cell of a table is no text", where, "Write numbers with wording.numbers, and absence in words")

    @classmethod
    def of(cls, frame: pd.DataFrame, caption: str, row_header: str | None = None, notes: Sequence[str] = ()) -> Self:
        """Take a frame whose cells are text already.

        Parameters
        ----------
        frame : DataFrame
            The cells; the index is not shown.
        caption : str
            What the table shows.
        row_header : str, optional
            The column whose cells name their row.
        notes : sequence of str
            Short remarks below the table.

        Returns
        -------
        Table
            The table, checked.
        """
        rows = tuple(tuple(row) for row in frame.itertuples(index=False, name=None))
        return cls(caption, tuple(str(column) for column in frame.columns), rows, row_header, tuple(notes))

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Per column whether its cells are numbers, which stand to the right."""
        return tuple(_numeric([row[at] for row in self.rows]) and name != self.row_header for at, name in enumerate(self.columns))

    def _repr_html_(self) -> str:
        kinds = [' class="ivp-number"' if number else "" for number in self.numeric]
        head = "".join(f'<th scope="col"{kind}>{as_html(name)}</th>' for name, kind in zip(self.columns, kinds, strict=True))
        body = "".join(f"<tr>{self._cells(row, kinds)}</tr>" for row in self.rows)
        notes = "".join(f"<li>{as_html(note)}</li>" for note in self.notes)
        caption = as_html(marked(self.caption) if self.internal else self.caption)
        return (
            f'<div class="ivp-table" tabindex="0" role="region" aria-label="{caption}">'
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            + (f'<ul class="ivp-note">{notes}</ul>' if notes else "")
            + "</div>"
        )

    def _cells(self, row: Sequence[str], kinds: Sequence[str]) -> str:
        return "".join(
            f'<th scope="row">{as_html(cell)}</th>' if name == self.row_header else f"<td{kind}>{as_html(cell)}</td>"
            for name, cell, kind in zip(self.columns, row, kinds, strict=True)
        )


def _numeric(cells: Sequence[str]) -> bool:
    """Whether cells are numbers, apart from words that say that there is none."""
    rest = [cell.strip() for cell in cells if cell.strip() not in _NO_NUMBER]
    return bool(rest) and all(_NUMBER.fullmatch(cell) for cell in rest)
