"""The last full year compared: with the years of the ladder, with the year before, and its change with the change around it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.evidence.series import Floats, Series
from ivp_analysis.statistics.change import compare, critical_counts
from ivp_analysis.statistics.difference import difference_in_change
from ivp_analysis.statistics.multiplicity import adjusted, next_threshold
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.evidence_contracts import COMPARISONS
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.vocabulary.ladder import Ladder, Verdict
from ivp_analysis.wording.numbers import years_text

Integers = NDArray[np.int64]
_INDICATOR = ["theme", "indicator", "classification"]
_COUNTED = ["count", "base", "before", "before_base"]
_OTHERS = [f"other_{name}" for name in _COUNTED]
_TESTED = ("ratio", "low", "high", "p", "reason")
_NONE = -1
"""In place of the number of a series that is not there."""


def comparisons(estimates: pd.DataFrame, ladder: Ladder, baseline: tuple[int, ...] = ()) -> pd.DataFrame:
    """Compare the last full year of every village, the municipality and every indicator.

    Families of tests, each corrected for their number (Benjamini and Hochberg 1995): with the baseline and with the year before, open data
    and klassen apart, and for each reference area whether the change since the baseline differs from the change there. A figure that stands
    in the tables under two names, as a theme and as its only code, is one test.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    ladder : Ladder
        Limits of the verdicts, and the baseline.
    baseline : tuple of int, optional
        Other years to compare with.

    Returns
    -------
    DataFrame
        As the contract `comparisons` says.
    """
    own = Series.of(estimates, ("village", "municipality"))
    if own.keys.empty:
        return empty("comparisons")
    years = baseline or ladder.baseline_years
    last = _last_years(own)
    known = np.flatnonzero(~np.isnan(own.counts[np.arange(len(last)), last - own.years[0]]))
    rows = known[np.argsort(last[known], kind="stable")]
    of_baseline, of_previous = (own.keys.iloc[rows].assign(**_figures(own, rows, last[rows], past)) for past in (years, ()))
    # klassen that open data lacks are a family of their own: from q of open data theirs could be worked out
    pieces = [
        _with_past(part, ladder, kind)
        for rows, kind in ((of_baseline, Comparison.BASELINE), (of_previous, Comparison.PREVIOUS))
        for part in _by_origin(rows)
    ]
    # and have no reference, now or ever
    published = _by_origin(of_baseline)[0]
    around = Series.of(estimates, ("reference",))
    places = _places(around, published)
    pieces += [_with_reference(published, around, places[name].to_numpy(), str(name), years, ladder) for name in places]
    result = pd.concat([_judged(piece.reset_index(drop=True), ladder) for piece in pieces if len(piece)], ignore_index=True)
    result["ratio"], result["high"] = (result[name].where(np.isfinite(result[name])) for name in ("ratio", "high"))
    return satisfy(result[list(COMPARISONS.columns)], "comparisons")


def _by_origin(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures of open data, and klassen from deliveries."""
    delivered = rows["classification"] == Classification.CLASS.value
    return rows[~delivered], rows[delivered]


def _last_years(own: Series) -> Integers:
    """Return the last year of each series: that of its indicator, so that all areas speak of the same year."""
    there = np.where(np.isnan(own.counts), -1, own.years)
    return own.keys.assign(last=there.max(axis=1)).groupby(_INDICATOR)["last"].transform("max").to_numpy(dtype=np.int64)


def _figures(series: Series, rows: Integers, last: Integers, baseline: tuple[int, ...]) -> dict[str, Any]:
    """Return a year of some series with the years of the baseline before it, or the year before where there is no baseline."""
    found: dict[str, Any] = {name: np.full(len(rows), np.nan) for name in _COUNTED}
    found |= {"year": last, "years": np.zeros(len(rows), dtype=np.int64), "against": np.full(len(rows), "", dtype=object)}
    for year in np.unique(last[rows != _NONE]):
        at = (last == year) & (rows != _NONE)
        mine = rows[at]
        found["count"][at], found["base"][at] = (part[mine] for part in series.at(int(year)))
        earlier = tuple(one for one in baseline if one < year) if baseline else (int(year) - 1,)
        if earlier:
            before, base, there = (part[mine] for part in series.over(earlier))
            texts = {row: _years(earlier, row) for row in set(map(tuple, there))}
            found["before"][at], found["before_base"][at], found["years"][at] = before, base, there.sum(axis=1)
            found["against"][at] = [texts[tuple(row)] for row in there]
    return found


def _years(years: tuple[int, ...], there: tuple[bool, ...]) -> str:
    known = [year for year, is_there in zip(years, there, strict=True) if is_there]
    return years_text(known) if known else ""


def _with_past(rows: pd.DataFrame, ladder: Ladder, kind: Comparison) -> pd.DataFrame:
    found = compare(*(rows[name] for name in _COUNTED), minimum=int(ladder.minimum))
    result = rows.assign(comparison=kind.value, reference="", **{name: getattr(found, name) for name in _TESTED})
    threshold = next_threshold(result["p"].where(_totals(result).isna()).to_numpy(), ladder.q)
    alpha = np.where(result["reason"] == "", threshold, np.nan)
    fewest, most = critical_counts(result["before"], result["base"], result["before_base"], alpha)
    return result.assign(fewest=fewest, most=most)


def _places(around: Series, rows: pd.DataFrame) -> pd.DataFrame:
    """Return for each row which series of a reference area has the same indicator; a column for each reference area, in order."""
    numbered = around.keys.assign(number=around.keys.index)
    table = numbered.pivot_table(index=_INDICATOR, columns="village", values="number", aggfunc="first")
    return table.reindex(pd.MultiIndex.from_frame(rows[_INDICATOR])).fillna(_NONE).astype("int64")


def _with_reference(
    rows: pd.DataFrame, around: Series, places: Integers, name: str, baseline: tuple[int, ...], ladder: Ladder
) -> pd.DataFrame:
    there = _figures(around, places, rows["year"].to_numpy(), baseline)
    # a reference that lacks one of the years is no reference for these
    same = there["against"] == rows["against"].to_numpy()
    others = {f"other_{column}": np.where(same, there[column], np.nan) for column in _COUNTED}
    found = difference_in_change(*(rows[column] for column in _COUNTED), *others.values(), minimum=int(ladder.minimum))
    tested = {column: getattr(found, column) for column in _TESTED}
    return rows.assign(comparison=Comparison.REFERENCE.value, reference=name, fewest=np.nan, most=np.nan, **others, **tested)


def _judged(rows: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    """Correct for the number of tests and take the verdict from the ladder."""
    totals = _totals(rows)
    q = adjusted(rows["p"].where(totals.isna()).to_numpy())
    q = np.where(totals.isna(), q, q[totals.fillna(0).astype("int64")])
    counted: Floats = (rows["count"] + rows["before"]).to_numpy(dtype=float)
    judged = ladder.judge(rows["ratio"], rows["p"], q, counted)
    absent = rows["reason"].isin([Refusal.NO_EXPOSURE, Refusal.NO_REFERENCE])
    verdict = [(Verdict.ABSENT if gone else item).value for item, gone in zip(judged, absent, strict=True)]
    types = {"reason": "str", "against": "str", "count": "int64"}
    return rows.assign(q=q, verdict=pd.Series(verdict, dtype="str")).astype(types)


def _totals(rows: pd.DataFrame) -> pd.Series[float]:
    """Return for each code the row of the total of its theme where that is the same figure, because it has no other code; nan elsewhere.

    A reference can have other codes of the theme where the area has none, so its figures have to be the same as well.
    """
    figure = ["village", "theme", *_COUNTED, *(name for name in _OTHERS if name in rows)]
    number = rows.groupby(figure, sort=False, dropna=False).ngroup()
    total = rows["indicator"] == TOTAL
    return number.map(pd.Series(rows.index, index=number)[total.to_numpy()]).where(~total)
