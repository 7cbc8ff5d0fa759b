"""What the public may see of the evidence: nothing that gives away a figure that is itself not shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from ivp_analysis.disclosure.complement import SMALLEST_SHOWN
from ivp_analysis.disclosure.keys import keys_of
from ivp_analysis.disclosure.protection import SMALL, sensitive_themes
from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL, Comparison
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import Ladder
from ivp_analysis.vocabulary.municipality import WHOLE

_KEY = ["village", "theme", "indicator", "classification"]


def protect_evidence(
    evidence: dict[str, pd.DataFrame], protection: pd.DataFrame, kernbeleid: Kernbeleid, ladder: Ladder
) -> dict[str, pd.DataFrame]:
    """Mark in every table of evidence what is public.

    What rests on yearly figures is public where each of those figures is. What rests on months is public for the municipality only (the
    running year and attempts for villages too), for themes that are not sensitive, and where no figure is 1 to 4.

    Parameters
    ----------
    evidence : dict of str to DataFrame
        What `evidence.derive.evidence` gave.
    protection : DataFrame
        Table `protection` of the same edition.
    kernbeleid, ladder : Kernbeleid, Ladder
        Which themes are sensitive, and the years of the baseline.

    Returns
    -------
    dict of str to DataFrame
        The same tables, the columns `public`, `few_public` and `range_public` filled in.
    """
    years = Years(protection)
    hidden = sensitive_themes(kernbeleid)
    rules: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "comparisons": lambda rows: protect_comparisons(rows, years, ladder.baseline_years, ladder.minimum),
        "trends": lambda rows: rows.assign(public=years.exact(rows, map(range, rows["first"], rows["last"] + 1))),
        "shrunk": lambda rows: rows.assign(public=years.exact(rows, map(range, rows["year"], rows["year"] + 1))),
        "funnel": lambda rows: _funnel(rows, years),
        "seasons": lambda rows: _seasons(rows, hidden),
        "monitoring": lambda rows: _monitoring(rows, hidden),
        "running": lambda rows: _running(rows, hidden),
        "revisions": lambda rows: _revisions(rows, hidden),
        "moments": lambda rows: rows.assign(public=~rows["theme"].isin(hidden) & ~_small(rows["count"].round())),
        "concentration": lambda rows: rows.assign(
            public=~(rows["theme"].isin(hidden) | _small(rows["count"])) & _shown(rows["share"] * rows["count"], rows["count"])
        ),
        "attempts": lambda rows: _attempts(rows, years, hidden),
    }
    return {name: rules[name](rows) if name in rules and len(rows) else rows for name, rows in evidence.items()}


class Years:
    """Which yearly figures are shown exactly, and which are hidden for more than being small.

    Parameters
    ----------
    protection : DataFrame
        Table `protection`, or some of its rows.
    """

    def __init__(self, protection: pd.DataFrame) -> None:
        single = protection[protection["period"].str.fullmatch(r"\d{4}")]
        rows = single.assign(year=single["period"].astype("int64"))
        self._blurred = _by_figure(rows[~rows["exact"]])
        most = pd.to_numeric(rows["shown"].where(rows["exact"]), errors="coerce")
        most = most.mask(rows["shown"] == SMALL, SMALLEST_SHOWN - 1).fillna(math.inf)
        self._most = dict(zip(keys_of(rows, [*_KEY, "year"]), most, strict=True))

    def exact(self, keys: pd.DataFrame, years: Iterable[Iterable[int]]) -> list[bool]:
        """Say of each figure whether all these years of it are shown exactly."""
        return _free(self._blurred, keys, years)

    def at_most(self, keys: pd.DataFrame, years: Iterable[Iterable[int]]) -> list[float]:
        """Return how much these years of each figure can be together, as far as readers can know; infinite where a year is not shown."""
        figures = keys_of(keys, _KEY)
        return [sum(self._most.get((*key, year), 0.0) for year in wanted) for key, wanted in zip(figures, years, strict=True)]


def protect_comparisons(rows: pd.DataFrame, years: Years, baseline: tuple[int, ...], minimum: float) -> pd.DataFrame:
    """Mark the comparisons of which every yearly figure is shown exactly.

    That there are too few is told where readers can see it from what is shown: where it would narrow down a "<5" it is not.

    Parameters
    ----------
    rows : DataFrame
        Table `comparisons`.
    years : Years
        What is shown of the yearly figures.
    baseline : tuple of int
        The years that were compared with.
    minimum : float
        With fewer in all these years together there is no verdict.
    """
    used = [
        {year, year - 1} if kind == Comparison.PREVIOUS.value else {year, *(one for one in baseline if one < year)}
        for kind, year in zip(rows["comparison"], rows["year"], strict=True)
    ]
    few = [most < minimum for most in years.at_most(rows, used)]
    return rows.assign(public=years.exact(rows, used), few_public=few)


def _by_figure(rows: pd.DataFrame) -> dict[tuple[Any, ...], set[int]]:
    found: dict[tuple[Any, ...], set[int]] = {}
    for *key, year in keys_of(rows, [*_KEY, "year"]):
        found.setdefault(tuple(key), set()).add(year)
    return found


def _free(hidden: dict[tuple[Any, ...], set[int]], keys: pd.DataFrame, years: Iterable[Iterable[int]]) -> list[bool]:
    figures = keys_of(keys, _KEY)
    return [hidden.get(key, set()).isdisjoint(wanted) for key, wanted in zip(figures, years, strict=True)]


def _funnel(rows: pd.DataFrame, years: Years) -> pd.DataFrame:
    """Hide the funnel of a theme whole where the count of the municipality is hidden: it would follow from target and others."""
    themes = rows.drop_duplicates("theme").assign(village=WHOLE, indicator=TOTAL, classification=OPEN_DATA)
    free = years.exact(themes, ([year] for year in themes["year"]))
    return rows.assign(public=rows["theme"].isin(themes.loc[free, "theme"]))


def _seasons(rows: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    """Show means where the years together have no small month; single months where none of them is small."""
    pooled = _anywhere(_small((rows["mean"] * (rows["last"] - rows["first"] + 1)).round()), rows)
    single = _anywhere(_small(rows["lowest"]) | _small(rows["highest"]) | _small(rows["running"]), rows)
    place = (rows["village"] == WHOLE) & ~rows["theme"].isin(hidden)
    return rows.assign(public=place & ~pooled, range_public=place & ~pooled & ~single)


def _monitoring(rows: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    return rows.assign(public=(rows["village"] == WHOLE) & ~rows["theme"].isin(hidden) & ~_anywhere(_small(rows["count"]), rows))


def _running(rows: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    shut = _small(rows["count"]) | _small(rows["before"]) | rows["theme"].isin(hidden)
    return rows.assign(public=~_not_alone(rows, shut, ["count", "before"], ["theme"]))


def _attempts(rows: pd.DataFrame, years: Years, hidden: frozenset[str]) -> pd.DataFrame:
    """Show what has no small part, of figures that open data show too: the two are nearly the same."""
    exact = years.exact(rows, ([year] for year in rows["year"]))
    shut = ~_shown(rows["attempts"], rows["count"]) | rows["theme"].isin(hidden) | ~pd.Series(exact, index=rows.index)
    counted = rows.assign(done=rows["count"] - rows["attempts"])
    return rows.assign(public=~_not_alone(counted, shut, ["count", "attempts", "done"], ["indicator", "year"]))


def _not_alone(rows: pd.DataFrame, shut: pd.Series[bool], counts: list[str], of: list[str]) -> pd.Series[bool]:
    """Shut a second village where one that is shut would follow from the municipality and the others: the smallest.

    What cannot be placed is a part of the municipality as well, and shut where it is small.
    """
    keys, village = [rows[name] for name in of], rows["role"] == "village"
    rests = [rows[name].mask(village, -rows[name]).groupby(keys).transform("sum") for name in counts]
    closed = (shut & village).groupby(keys).transform("sum")
    # each column is a sum of its own: a rest that is small in one does not hide a village in another
    lonely = pd.concat([closed + _small(rest) == 1 for rest in rests], axis=1).any(axis=1)
    alone = lonely & ~(shut & ~village).groupby(keys).transform("any")
    free = rows[counts[0]].where(village & ~shut)
    # a zero says nothing about who is behind it: shut one only where nothing else is left
    smallest = free.where(free > 0).groupby(keys).transform("min").fillna(free.groupby(keys).transform("min"))
    return shut | (alone & (free == smallest))


def _revisions(rows: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    small = _small(rows["count"]) | _small(rows["later_count"]) | _small((rows["later_count"] - rows["count"]).abs())
    return rows.assign(public=~rows["theme"].isin(hidden) & ~small)


def _small(counts: pd.Series[Any]) -> pd.Series[bool]:
    return counts.between(0, SMALLEST_SHOWN, inclusive="neither")


def _anywhere(flags: pd.Series[bool], rows: pd.DataFrame) -> pd.Series[bool]:
    """Say of each row whether any row of its area and theme is flagged."""
    return flags.groupby([rows["village"], rows["theme"]]).transform("any")


def _shown(part: pd.Series[Any], whole: pd.Series[Any]) -> pd.Series[bool]:
    """Say whether a share shows neither a small part nor a small rest."""
    return ~(_small(part.round()) | _small((whole - part).round()))
