"""A CSV file as rows of text, read line by line, so that no line can fill the memory."""

from __future__ import annotations

import codecs
import csv
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.limits import LONGEST_ROW, check_size, too_large

_DELIMITERS = (";", "\t", ",")
_CHUNK = 1024**2
_QUOTES = 'Look at that line and those before it: a " within a text is written "", and a text with the separator stands between quotes'

Score = Callable[[Sequence[str]], int]


def read_csv(path: Path, where: Mapping[str, object], score: Score, head: int) -> list[list[str]]:
    """Read a CSV file.

    Parameters
    ----------
    path : Path
        In UTF-8, UTF-16 with a byte order mark, or else Windows-1252; separated by ``;``, tab or ``,``.
    where : mapping
        Delivery and file, for the error.
    score : callable
        Says of how many cells of a row the title is known; decides what the separator is.
    head : int
        How many of the first rows are looked at for that.

    Returns
    -------
    list of list of str
        The cells; rows may differ in length.

    Raises
    ------
    DeliveryError
        When the encoding or the quotes are wrong, or there is more of something than `limits` allows.
    """
    encoding = _encoding(path, where)

    def best_line(delimiter: str) -> int:
        try:
            with path.open(encoding=encoding, newline="") as file:
                rows = _rows(_Lines(file, where), delimiter, strict=False)
                return max((score(cells) for cells in itertools.islice(rows, head)), default=0)
        except csv.Error:
            return 0

    delimiter = max(_DELIMITERS, key=best_line)
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file, where)
        try:
            return _bounded(_rows(lines, delimiter, strict=True), where)
        except csv.Error as problem:
            what = f"the quotes or separators of a CSV file do not fit ({problem})"
            raise DeliveryError(what, {**where, "line": lines.number}, _QUOTES) from None


class _Lines:
    """The lines of a file; those of one row together are refused when they are too long."""

    def __init__(self, file: TextIO, where: Mapping[str, object]) -> None:
        self._file = file
        self._where = where
        self.number = 0
        self.of_row = 0
        """Characters since the last row was whole."""

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(LONGEST_ROW + 1):
            self.number += 1
            self.of_row += len(line)
            if self.of_row > LONGEST_ROW:
                action = 'Look whether a quote (") lacks its other one, and whether this is a CSV file at all'
                what = f"a row of a CSV file is longer than {LONGEST_ROW:,} characters"
                raise too_large(what, {**self._where, "line": self.number}, action)
            yield line


def _rows(lines: _Lines, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    for cells in csv.reader(iter(lines), delimiter=delimiter, strict=strict):
        lines.of_row = 0
        yield cells


def _bounded(rows: Iterator[list[str]], where: Mapping[str, object]) -> list[list[str]]:
    result, cells = [], 0
    for row in rows:
        result.append(row)
        cells += len(row)
        check_size(len(result), len(row), cells, where)
    return result


def _encoding(path: Path, where: Mapping[str, object]) -> str:
    with path.open("rb") as file:
        wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise DeliveryError("a CSV file is neither UTF-8 nor Windows-1252", where, "Save it as CSV UTF-8 and make a new delivery of it")
