"""Which squares of a map may be shown, and in which class."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.disclosure.displays import rounded
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.edition_contracts import GRID_PROTECTION
from ivp_analysis.vocabulary.publication import PublicationRules

_UP_TO = (10, 20, 50)
"""The largest counts of the classes; the last class has no end."""


def protect_grid(grid: pd.DataFrame, measure: str, rules: PublicationRules) -> pd.DataFrame:
    """Keep the squares that the public may see, with a class in place of the count.

    A square with few incidents or few addresses looks the same as one without any: a mark on it would point at the one farm that stands
    there.

    Parameters
    ----------
    grid : DataFrame
        Table `grid`.
    measure : str
        What its column `addresses` counts; empty where nothing is known, and then no square is shown.
    rules : PublicationRules
        How many incidents and addresses a square has at least, and how counts are rounded.

    Returns
    -------
    DataFrame
        As the contract `grid_protection` says.
    """
    kept = grid[(grid["count"] >= rules.fewest_incidents) & (grid["addresses"] >= rules.fewest_estimated(measure))]
    shown = kept["count"].map(lambda count: class_label(count, rules.fewest_incidents, rules.base)).astype("str")
    return satisfy(kept.assign(shown=shown)[list(GRID_PROTECTION.columns)], "grid_protection")


def grid_rules(measure: str, rules: PublicationRules) -> pd.DataFrame:
    """Say by which rules squares were made and shown.

    Parameters
    ----------
    measure : str
        As for `protect_grid`.
    rules : PublicationRules
        The rules.

    Returns
    -------
    DataFrame
        As the contract `grid_rules` says.
    """
    row = {
        "cell": rules.cell,
        "wide_cell": rules.wide_cell,
        "incidents": rules.fewest_incidents,
        "measure": measure,
        "addresses": rules.fewest_addresses(measure) if measure else 0,
        "estimate": int(rules.fewest_estimated(measure)) if measure else 0,
        "base": rules.base,
    }
    return satisfy(pd.DataFrame([row]).astype({"measure": "str"}), "grid_rules")


def class_label(count: int, fewest: int, base: int = 1) -> str:
    """Return the class of a count: rounded counts that are shown alike, so that no class tells more than rounding does.

    Parameters
    ----------
    count : int
        The count of a square.
    fewest : int
        The smallest count that is shown; smaller ones have a class of their own.
    base : int, optional
        Counts are rounded to multiples of it.

    Returns
    -------
    str
        Such as "5 of 10", "25 tot en met 50" or "55 of meer".
    """
    if count < fewest:
        return _range(1, fewest - 1, 1)
    value, lowest = rounded(count, base), rounded(fewest, base)
    for end in _UP_TO:
        highest = end // base * base
        if highest < fewest + base:
            continue  # of the counts that are rounded to these, too few are shown at all
        if value <= highest:
            return _range(lowest, highest, base)
        lowest = max(lowest, highest + base)
    return f"{lowest} of meer"


def _range(low: int, high: int, step: int) -> str:
    if low == high:
        return str(low)
    return f"{low} of {high}" if high - low == step else f"{low} tot en met {high}"
