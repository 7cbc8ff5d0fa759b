"""Damage to files and tables, as hypothesis draws it: odd cells, odd columns and rows, odd bytes."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Cells = list[list[str]]

ODD = (
    *("", " ", "\t", "\n", "\r\n", "\x00", "\x07", "\x1a", "\x7f", "\ufeff", "\xa0", "\u200b", "\u202e", "\ud7ff", "é", "İ", "ß"),
    *("㎡", "👮", "Ａ72", "٣", "²", "½", "0", "-0", "-1", "1.5", "1,5", "1e5", "1E400", "-1e-400", "9" * 15, "9" * 18, "9" * 19),
    *("9" * 400, "1.000.000", "1 000", "1_000", "0x10", "nan", "NaN", "inf", "-Infinity", "None", "null", "#N/A", "#REF!"),
    *("#NULL!", ".", "true", "WAAR", "x" * 3000, "ja", "J", "N", "nvt", "onbekend", "31-02-2021", "00-00-0000", "1-1-1", "99999"),
    *("20999,999999999999", "2021-13-01", "79999,999999999999", "2021-01-01T24:00", "9999-12-31T23:59:59.9", "0001-01-01"),
    *("01-01-9999", "20 mei 2021 om 25:00", "1990", "2100", "2101", "2021 totaal", "Totaal", "Eindtotaal", "totaal 2021", "=1+1"),
    *('=HYPERLINK("http://x.invalid")', "+1", "-1+1", "@SUM(A1)", "=", "'", '"', '""', ";", ",", "|", "a;b", '"a";"b', "\\", "%s"),
    *("{0}", "<b>", "&amp;", "0.0.0", "gemeente", "Dalfsen", "GM0148", "m", "v", "BU01480101", "WK014801", "BU00000000"),
    *("BU99999999", "NL00", "E12", "A72 Fiets", "1.1.1", "65+", "17-12", "0-999"),
)  # fmt: skip
"""Cells that nobody expects, or that only another column should have."""

odd_text = st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.integers().map(str), st.floats().map(str), st.dates().map(str))

place = st.integers(0, 2**16)
"""A place in something whose size is not known yet: taken modulo that size."""

TABLE_CHANGES: dict[str, Callable[[Cells, int, int, str], None]] = {}


def _table_change(change: Callable[[Cells, int, int, str], None]) -> Callable[[Cells, int, int, str], None]:
    TABLE_CHANGES[change.__name__.strip("_")] = change
    return change


@_table_change
def _cell(table: Cells, row: int, column: int, text: str) -> None:
    cells = table[1 + row % (len(table) - 1)] if len(table) > 1 else table[0]
    if cells:
        cells[column % len(cells)] = text


@_table_change
def _whole_column(table: Cells, row: int, column: int, text: str) -> None:
    for cells in table[1:]:
        if cells:
            cells[column % len(cells)] = text


@_table_change
def _title(table: Cells, row: int, column: int, text: str) -> None:
    if table[0]:
        table[0][column % len(table[0])] = text


@_table_change
def _swap_titles(table: Cells, row: int, column: int, text: str) -> None:
    if table[0]:
        a, b = row % len(table[0]), column % len(table[0])
        table[0][a], table[0][b] = table[0][b], table[0][a]


@_table_change
def _no_column(table: Cells, row: int, column: int, text: str) -> None:
    for cells in table:
        if cells:
            del cells[column % len(cells)]


@_table_change
def _column_twice(table: Cells, row: int, column: int, text: str) -> None:
    for cells in table:
        if cells:
            cells.append(cells[column % len(cells)])


@_table_change
def _no_row(table: Cells, row: int, column: int, text: str) -> None:
    if len(table) > 1:
        del table[row % len(table)]


@_table_change
def _row_twice(table: Cells, row: int, column: int, text: str) -> None:
    table.insert(column % (len(table) + 1), list(table[row % len(table)]))


@_table_change
def _line(table: Cells, row: int, column: int, text: str) -> None:
    table.insert(row % (len(table) + 1), [""] * (column % 4) + [text])


@_table_change
def _blank_line(table: Cells, row: int, column: int, text: str) -> None:
    table.insert(row % (len(table) + 1), [""] * (column % 4))


@_table_change
def _total_below(table: Cells, row: int, column: int, text: str) -> None:
    cells = [""] * len(table[0])
    if cells:
        cells[column % len(cells)] = "Totaal"
        cells[row % len(cells)] = text
    table.append(cells)


@_table_change
def _short_row(table: Cells, row: int, column: int, text: str) -> None:
    cells = table[row % len(table)]
    del cells[column % (len(cells) + 1) :]


@_table_change
def _long_row(table: Cells, row: int, column: int, text: str) -> None:
    table[row % len(table)].extend([text] * (column % 5))


@_table_change
def _rows_around(table: Cells, row: int, column: int, text: str) -> None:
    table[1:] = table[:0:-1]


@_table_change
def _only_the_header(table: Cells, row: int, column: int, text: str) -> None:
    del table[1:]


changes = st.lists(st.tuples(st.sampled_from(sorted(TABLE_CHANGES)), place, place, odd_text), min_size=1, max_size=5)
"""Changes of a table, for `changed`."""


def changed(table: Cells, drawn: list[tuple[str, int, int, str]]) -> Cells:
    """The table with the drawn changes; the table that was given stays as it is."""
    result = [list(cells) for cells in table]
    for name, row, column, text in drawn:
        TABLE_CHANGES[name](result, row, column, text)
        result = result or [[]]
    return result


BYTES = (
    *(b"", b"\x00", b"\xff", b"\x00" * 8, b"\xff" * 8, b"\r", b"\n", b'"', b";", b",", b"\t", b"{", b"}", b"[", b"]", b":", b"<"),
    *(b">", b"&", b"*a", b"&a ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"PK\x03\x04", b"\x01\x00\x00\x00"),
    *(b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\xe7\x03\x00\x00", b"null", b"NaN", b"1e999", b"-1", b"9" * 30, b"'", b"---"),
    *(b"- ", b"? ", b"!!binary ", b"!!bool ", b"\\u0000", b"\\ud800", b"<!DOCTYPE a>", b"&#0;", b"</row>", b"<c>"),
)  # fmt: skip

byte_changes = st.lists(
    st.tuples(st.sampled_from(("flip", "put", "insert", "cut", "end", "again")), place, place, st.sampled_from(BYTES)),
    min_size=1,
    max_size=4,
)
"""Changes of a file, for `damaged`."""


def damaged(content: bytes, drawn: list[tuple[str, int, int, bytes]]) -> bytes:
    """The content with the drawn changes: bits flipped, bytes put in, taken out or repeated, the end cut off."""
    result = bytearray(content)
    for kind, first, second, some in drawn:
        at = first * max(len(result), 1) // 2**16
        length = second % 64
        if kind == "flip" and result:
            result[at % len(result)] ^= 1 << second % 8
        elif kind == "put":
            result[at : at + len(some)] = some
        elif kind == "insert":
            result[at:at] = some
        elif kind == "cut":
            del result[at : at + length]
        elif kind == "end":
            del result[at:]
        else:
            other = second * len(result) // 2**16
            result[at:at] = result[other : other + 1 + first % 200]
    return bytes(result)


ODD_NODES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**63, 2**64, 10**30, 10**400, 1e308, float("nan"), float("inf"), -99995, -99995.5),
    *("", " ", "0", "NaN", "\x00", "\ud800", "é", "2024JJ00", "2024MM13", "GM9999", "BU99990101", "0.0.0", "x" * 3000, "JA", "MM"),
    *([], {}, [[]], [None], {"": None}, [[[[1, 2]]]], {"type": "Point", "coordinates": []}),
)

node_changes = st.lists(
    st.tuples(
        st.sampled_from(("value", "value", "value", "no", "twice", "key", "swap")),
        st.lists(place, min_size=1, max_size=7),
        place,
        st.one_of(st.sampled_from(ODD_NODES), st.integers(), st.floats(), st.text(max_size=8)),
    ),
    min_size=1,
    max_size=4,
)
"""Changes of something nested, for `tree_changed`."""


def tree_changed(tree: Any, drawn: list[tuple[str, list[int], int, Any]]) -> Any:
    """What was read from JSON or YAML, with drawn changes at drawn places; deep places are as likely as shallow ones."""
    result = copy.deepcopy(tree)
    for kind, path, second, value in drawn:
        inner, outer, last = result, None, None
        for step in path:
            keys = list(inner) if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ()
            if not keys:
                break
            outer, last = inner, keys[step % len(keys)]
            inner = outer[last]
        if outer is None:
            result = copy.deepcopy(value) if kind == "value" else result
        else:
            _change_node(outer, last, kind, second, value)
    return result


def _change_node(outer: Any, last: Any, kind: str, second: int, value: Any) -> None:
    keys = list(outer) if isinstance(outer, dict) else range(len(outer))
    other = keys[second % len(keys)]
    if kind == "value":
        outer[last] = copy.deepcopy(value)
    elif kind == "no":
        del outer[last]
    elif kind == "swap":
        outer[last], outer[other] = outer[other], outer[last]
    elif isinstance(outer, list):
        outer.insert(last, copy.deepcopy(outer[other]))
    else:
        outer[value if isinstance(value, str) else str(last)] = outer.pop(last) if kind == "key" else copy.deepcopy(outer[last])
