"""Whom the questions of a chart were asked, where that is not everybody: a mark behind the name, and the words below the chart."""

from __future__ import annotations

from collections.abc import Sequence

from ivp_analysis.figures.asked import Asked, asked_of
from ivp_analysis.figures.marks import capital

_SIGNS = ("†", "‡", "§", "¶")


def marks(items: Sequence[Asked]) -> dict[str, str]:
    """Return the mark of each group of people that only some of the rows were asked of.

    Parameters
    ----------
    items : sequence of Asked
        The rows.

    Returns
    -------
    dict of str to str
        By what `only_after` says, in the order of the rows; empty where all rows were asked of the same people.
    """
    groups = list(dict.fromkeys(item.only_after for item in items))
    if len(groups) < 2:
        return {}
    # the signs are doubled when they run out
    return {group: _SIGNS[order % len(_SIGNS)] * (1 + order // len(_SIGNS)) for order, group in enumerate(filter(None, groups))}


def footnotes(items: Sequence[Asked]) -> str:
    """Say whom the rows were asked: "† Alleen gevraagd aan wie slachtoffer was."; nothing where it was everybody.

    Parameters
    ----------
    items : sequence of Asked
        The rows.

    Returns
    -------
    str
        A sentence for each mark; one without a mark where all rows were asked of the same people.
    """
    signs = marks(items)
    if not signs:
        return f"{capital(asked_of(items[0].only_after))}." if items and items[0].only_after else ""
    return " ".join(f"{sign} {capital(asked_of(group))}." for group, sign in signs.items())
