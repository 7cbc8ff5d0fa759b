"""Reads a .sav in a process of its own and prints what it holds: a damaged one can crash the library, and all that runs beside it.

Started by `sav`; imports little, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable
from typing import Any

_MEMORY = 4 * 1024**3


def title_key(title: str) -> str:
    """Reduce the title of a column to what it is known by: case and spaces do not matter, dots and underscores do (V1_1 is not V11)."""
    return "".join(title.split()).casefold()


def contents(path: str, wanted: Collection[str], most_rows: int) -> dict[str, Any]:
    """Read the columns of a .sav that are wanted; the others are never looked at.

    Parameters
    ----------
    path : str
        The file.
    wanted : collection of str
        Columns by `title_key` of their titles.
    most_rows : int
        Rows to stop after.

    Returns
    -------
    dict
        Of JSON: `titles` of all columns, number of `rows`; by title of what is wanted the `columns` as different texts and the number of
        one of them per row (-1 for missing), `labels` by code, and codes that count as `missing`, as pairs of lowest and highest. Or an
        `error`.
    """
    import pyreadstat

    try:
        # without user_missing the description leaves out which codes are missing
        _, described = pyreadstat.read_sav(path, metadataonly=True, user_missing=True)
        titles = list(described.column_names)
        chosen = [title for title in titles if title_key(title) in wanted]
        columns: dict[str, list[Any]] = {}
        if chosen:
            columns, _ = pyreadstat.read_sav(
                path, usecols=chosen, disable_datetime_conversion=True, row_limit=most_rows, output_format="dict"
            )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, MemoryError) as problem:
        return {"error": type(problem).__name__}
    labels, missing = described.variable_value_labels, described.missing_ranges
    return {
        "titles": titles,
        "rows": max(map(len, columns.values()), default=0),
        "columns": {title: _counted(columns[title]) for title in chosen},
        "labels": {title: {str(code): label for code, label in labels.get(title, {}).items()} for title in chosen},
        "missing": {title: [_ends(item) for item in missing.get(title, [])] for title in chosen},
    }


def _counted(values: Iterable[Any]) -> dict[str, list[Any]]:
    known: dict[Any, int] = {}
    # what is missing is None, or the one number that differs from itself
    codes = [-1 if value is None or value != value else known.setdefault(value, len(known)) for value in values]  # noqa: PLR0124
    return {"texts": [str(value) for value in known], "codes": codes}


def _ends(item: Any) -> tuple[Any, Any]:
    return (item["lo"], item["hi"]) if isinstance(item, dict) else (item, item)


def _bounded() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer the question on standard input, in JSON, on standard output."""
    _bounded()
    question = json.load(sys.stdin)
    json.dump(contents(**question), sys.stdout)


if __name__ == "__main__":
    main()
