"""The running year up to its last whole month, with the same months a year before at an equal lag."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.statistics.change import compare
from ivp_analysis.statistics.multiplicity import adjusted
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.statistics.reporting import Completeness, completeness
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.monthly_contracts import RUNNING
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.ladder import Ladder, Verdict
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.wording.numbers import month_range_text

SAME_LAG_DAYS = 45
"""Deliveries a year apart, give or take so many days, have waited equally long for late registrations."""
LATER_DAYS = 90
"""A delivery so many days later shows what was still to come."""


@dataclass(frozen=True)
class _Round:
    """A delivery of the running year and what it is compared with."""

    now: pd.DataFrame
    before: pd.DataFrame
    months: range
    share: Completeness


def running(snapshots: pd.DataFrame, municipality: Municipality, ladder: Ladder, edition: Edition) -> pd.DataFrame:
    """Compare the running year with the same months of the year before, as those were known equally long after they ended.

    Registrations come in late, so figures of last year as they are now cannot be put beside fresh ones. Without an earlier delivery of
    the same months the counts are given and the comparison is refused. How much was still to come is estimated from all themes
    together: what an earlier delivery had, of what a later one has for the same months. Of sources that both have a theme, one that can
    be compared goes first, then open data.

    Parameters
    ----------
    snapshots : DataFrame
        What `snapshots.snapshots` gave.
    municipality : Municipality
        Its villages.
    ladder : Ladder
        Limits of the verdicts.
    edition : Edition
        The year of the edition is the running one.

    Returns
    -------
    DataFrame
        As the contract `running` says; q over all areas and themes.
    """
    found = [item for _, part in snapshots.groupby("kind", sort=True) if (item := _round(part, edition.last_full_year + 1))]
    if not found:
        return empty("running")
    rows = (
        pd.concat([_rows(item, municipality) for item in found])
        .sort_values("lagged", kind="stable")
        .drop_duplicates(["village", "theme"], keep="last", ignore_index=True)
    )
    tested = compare(
        rows["count"], np.ones(len(rows)), rows["before"].where(rows["lagged"]), np.ones(len(rows)), minimum=int(ladder.minimum)
    )
    reason = np.where(rows["lagged"], tested.reason, str(Refusal.NO_SNAPSHOT))
    q = adjusted(tested.p)
    counted = (rows["count"] + rows["before"]).to_numpy(dtype=float)
    judged = ladder.judge(tested.ratio, tested.p, q, counted)
    words = [(item if lagged else Verdict.ABSENT).value for item, lagged in zip(judged, rows["lagged"], strict=True)]
    verdict = pd.Series(words, index=rows.index, dtype="str")
    finite = {name: np.where(np.isfinite(value), value, np.nan) for name, value in (("ratio", tested.ratio), ("high", tested.high))}
    rows = rows.assign(**finite, low=tested.low, p=tested.p, q=q, verdict=verdict, reason=pd.Series(reason, index=rows.index, dtype="str"))
    rows = rows.astype({"count": "int64"}).sort_values(["theme", "village"], ignore_index=True)
    return satisfy(rows[list(RUNNING.columns)], "running", str(edition))


def _round(rows: pd.DataFrame, year: int) -> _Round | None:
    current = _newest(rows[rows["year"] == year])
    if current.empty:
        return None
    months = range(1, int(current["month"].max()) + 1)
    dated = current["reference_date"].iloc[0]
    same = _newest(_near(_covering(rows[rows["year"] == year - 1], months), dated - pd.DateOffset(years=1)))
    share = _share(rows[rows["year"] < year], months, dated, year)
    return _Round(current, same if len(same) else _newest(_covering(rows[rows["year"] == year - 1], months)), months, share)


def _share(earlier: pd.DataFrame, months: range, dated: pd.Timestamp, year: int) -> Completeness:
    """Estimate what share of the registrations is in at this lag, from the newest year that has an early and a late delivery."""
    for other in sorted(earlier["year"].unique(), reverse=True):
        of_year = _covering(earlier[(earlier["year"] == other) & (earlier["village"] == WHOLE)], months)
        early = _newest(_near(of_year, dated - pd.DateOffset(years=int(year - other))))
        if len(early):
            late = _newest(of_year[of_year["reference_date"] >= early["reference_date"].iloc[0] + pd.Timedelta(days=LATER_DAYS)])
            if len(late):
                return completeness(
                    *(part.groupby("month")["count"].sum().reindex(months, fill_value=0).to_numpy() for part in (early, late))
                )
    return Completeness(np.nan, np.nan, np.nan, Refusal.NO_SNAPSHOT)


def _covering(rows: pd.DataFrame, months: range) -> pd.DataFrame:
    """Return the months asked for, of deliveries that go on to the last of them."""
    last = rows.groupby("delivery")["month"].transform("max") if len(rows) else rows["month"]
    return rows[(last >= months[-1]) & rows["month"].isin(months)]


def _near(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return rows[(rows["reference_date"] - day).abs() <= pd.Timedelta(days=SAME_LAG_DAYS)]


def _newest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["delivery"] == rows.sort_values(["reference_date", "delivery"])["delivery"].iloc[-1]] if len(rows) else rows


def _rows(item: _Round, municipality: Municipality) -> pd.DataFrame:
    areas = list(municipality.area_names)
    year, dated = int(item.now["year"].iloc[0]), item.now["reference_date"].iloc[0]
    before_dated = item.before["reference_date"].iloc[0] if len(item.before) else pd.NaT
    first, last = item.months[0], item.months[-1]
    keys = pd.MultiIndex.from_product([sorted(item.now["theme"].unique()), areas], names=["theme", "village"])
    frame = keys.to_frame(index=False).assign(
        role=["municipality" if name == WHOLE else "village" for _, name in keys],
        period=month_range_text(first, last, year),
        count=_counts(item.now, keys),
        complete=item.share.share,
        complete_low=item.share.low,
        complete_high=item.share.high,
        source=item.now["delivery"].iloc[0],
        dated=dated,
    )
    # a theme that the earlier delivery does not hold at all was perhaps not delivered then: its absence is no zero
    known = frame["theme"].isin(item.before["theme"])
    near = len(item.before) > 0 and abs(before_dated - (dated - pd.DateOffset(years=1))) <= pd.Timedelta(days=SAME_LAG_DAYS)
    return frame.assign(
        against=np.where(known, month_range_text(first, last, year - 1), ""),
        before=np.where(known, _counts(item.before, keys), np.nan),
        before_dated=pd.Series(before_dated, index=frame.index).where(known).astype("datetime64[us]"),
        lagged=known & near,
    )


def _counts(rows: pd.DataFrame, keys: pd.MultiIndex) -> NDArray[np.float64]:
    return rows.groupby(["theme", "village"])["count"].sum().reindex(keys, fill_value=0).to_numpy(dtype=float)
