"""A sensitive figure must not follow from a total and the other parts of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.disclosure.keys import keys_of
from ivp_analysis.disclosure.nested import CodeSum
from ivp_analysis.vocabulary.indicators import OPEN_DATA, POLICE_TOTAL, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification

Bools = NDArray[np.bool_]

_CODES = (Classification.OFFENCE.value, Classification.NUISANCE.value)


class _Sum(NamedTuple):
    """The row of a total, None where no row has it, and the rows of its parts."""

    total: int | None
    parts: list[int]
    spare_parts: bool = False
    """Whether rather the total is hidden than a part: readers ask for the parts."""


def complement(estimates: pd.DataFrame, hidden: Bools, buurt_village: Mapping[str, str], sums_of_codes: tuple[CodeSum, ...] = ()) -> Bools:
    """Say which other figures of open data must be hidden so that no single hidden one can be computed from what is shown here.

    Every sum in which the figures stand is looked at: villages and "onbekend" to the municipality, codes to the theme and to the
    indicators that are made of them, years to several years together, buurten to their village. A hidden figure follows where it is the
    only one of a sum. Then the smallest other part is hidden too, of an indicator that is made of codes the indicator itself, until no
    such sum is left. Whoever looks the figures up where the police publish them needs no sums: this is about what we tell.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    hidden : ndarray of bool, shape (rows,)
        What is hidden already.
    buurt_village : mapping of str to str
        The village of each buurt code.
    sums_of_codes : tuple of CodeSum
        The figures that are the sum of others in the same area and period.

    Returns
    -------
    ndarray of bool, shape (rows,)
        What is hidden besides.
    """
    counts = estimates["count"].tolist()
    sums = list(_sums(estimates, buurt_village, sums_of_codes))
    now = hidden.tolist()
    changed = True
    while changed:
        changed = False
        for total, parts, spare_parts in sums:
            members = parts if total is None else [total, *parts]
            if sum(now[row] for row in members) != 1:
                continue
            candidates = [] if spare_parts and total is not None and not now[total] else [row for row in parts if not now[row]]
            # a zero says nothing about who is behind it: hide one only where nothing else is left
            chosen = min(candidates, key=lambda row: (counts[row] == 0, counts[row]), default=total)
            if chosen is not None and not now[chosen]:
                now[chosen] = True
                changed = True
    found: Bools = np.asarray(now, dtype=bool) & ~hidden
    return found


def _sums(estimates: pd.DataFrame, buurt_village: Mapping[str, str], sums_of_codes: tuple[CodeSum, ...]) -> Iterator[_Sum]:
    areas: dict[tuple[str, ...], list[int]] = defaultdict(list)
    themes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    years: dict[tuple[str, ...], list[int]] = defaultdict(list)
    buurten: dict[tuple[str, ...], list[int]] = defaultdict(list)
    place: dict[tuple[str, ...], dict[tuple[str, str], int]] = defaultdict(dict)
    columns = ["village", "role", "theme", "indicator", "classification", "period", "complete"]
    keys = list(keys_of(estimates, columns))
    for row, (village, role, theme, indicator, system, period, complete) in enumerate(keys):
        if role == "neighbourhood":
            buurten[buurt_village.get(village, ""), theme, period].append(row)
        elif role != "reference":
            areas[theme, indicator, system, period].append(row)
            place[village, period][system, indicator] = row
            # the police's own total is no part of ours: hiding it is enough
            if (system in _CODES and indicator != POLICE_TOTAL) or (system == OPEN_DATA and indicator == TOTAL):
                themes[village, theme, period].append(row)
            if role == "municipality" and complete:
                years[theme, indicator, system].append(row)
    for rows in areas.values():
        yield from _split(rows, [row for row in rows if keys[row][1] == "municipality"])
    for rows in themes.values():
        yield from _split(rows, [row for row in rows if keys[row][3] == TOTAL])
    for found in place.values():
        yield from (_Sum(*placed, spare_parts=True) for item in sums_of_codes if (placed := item.rows(found)))
    for rows in years.values():
        yield from _several_years(rows, [str(keys[row][5]) for row in rows], estimates["year"].iloc[rows].tolist())
    yield from (_Sum(None, rows) for rows in buurten.values())


def _split(rows: list[int], totals: list[int]) -> Iterator[_Sum]:
    if len(totals) == 1 and len(rows) > 1:
        yield _Sum(totals[0], [row for row in rows if row != totals[0]])


def _several_years(rows: list[int], periods: list[str], years: list[int]) -> Iterator[_Sum]:
    pooled = [(row, period) for row, period, year in zip(rows, periods, years, strict=True) if period != str(year)]
    if len(pooled) == 1:
        first = int(pooled[0][1].split("-")[0])
        single = [row for row, period, year in zip(rows, periods, years, strict=True) if period == str(year) and year >= first]
        yield _Sum(pooled[0][0], single)
