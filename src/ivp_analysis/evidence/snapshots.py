"""What each delivery said of the same months: registrations come in late, and figures are revised."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from ivp_analysis.estimates.class_months import delivered_counts
from ivp_analysis.estimates.open_data import until
from ivp_analysis.evidence.months import by_theme, ended, published_themes
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.monthly_contracts import REVISIONS
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.wording.numbers import month_range_text

_COUNTED = ["village", "theme", "year", "month", "delivery", "reference_date", "kind"]


def snapshots(counts: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition) -> pd.DataFrame:
    """Return the counts per theme and month of every delivery by itself.

    Parameters
    ----------
    counts : DataFrame
        Table `counts`.
    municipality, kernbeleid, edition : Municipality, Kernbeleid, Edition
        The villages, the codes of each theme, and which deliveries count.

    Returns
    -------
    DataFrame
        Columns village (the municipality too), theme, year, month, count, delivery, reference_date, and kind: how it was counted,
        because deliveries of another kind are no snapshots of the same. Months that had not ended at the reference date are left out;
        a month without registrations has no row.
    """
    ways = until(counts, edition.last_day)[["delivery", "counting"]].drop_duplicates("delivery").set_index("delivery")["counting"]
    delivered = by_theme(ended(delivered_counts(counts, municipality, edition)), kernbeleid)
    delivered = delivered.assign(kind="police-class " + delivered["delivery"].map(ways).astype("str"))
    published = ended(published_themes(counts, municipality, kernbeleid, edition))
    published = published[published["theme"] != NOT_CLASSIFIED].assign(kind=Classification.OFFENCE.value)
    parts = pd.concat([delivered, published], ignore_index=True)
    if parts.empty:
        return parts.reindex(columns=[*_COUNTED, "count"])
    both = pd.concat([parts, parts.assign(village=WHOLE)], ignore_index=True)
    return both.groupby(_COUNTED, as_index=False).agg(count=("count", "sum"))


def revisions(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Put the counts of the same months in two successive deliveries beside each other, for the municipality.

    Parameters
    ----------
    snapshots : DataFrame
        What `snapshots` gave.

    Returns
    -------
    DataFrame
        As the contract `revisions` says.
    """
    pieces = []
    whole = snapshots[snapshots["village"] == WHOLE]
    for year, part in ((int(str(key[1])), part) for key, part in whole.groupby(["kind", "year"], sort=True)):
        dates = part.drop_duplicates("delivery").sort_values(["reference_date", "delivery"])
        names = dates["delivery"].tolist()
        for earlier, later in pairwise(names):
            before, after = part[part["delivery"] == earlier], part[part["delivery"] == later]
            months = set(before["month"]) & set(after["month"])
            if months:
                text = str(year) if len(months) == 12 else month_range_text(min(months), max(months), year)
                pieces.append(_pair(before[before["month"].isin(months)], after[after["month"].isin(months)]).assign(period=text))
    if not pieces:
        return empty("revisions")
    rows = pd.concat(pieces, ignore_index=True)
    return satisfy(rows.sort_values(["theme", "period", "earlier"], ignore_index=True)[list(REVISIONS.columns)], "revisions")


def _pair(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    found = pd.DataFrame({"count": before.groupby("theme")["count"].sum(), "later_count": after.groupby("theme")["count"].sum()})
    return found.fillna(0).astype("int64").rename_axis("theme").reset_index().assign(
        earlier=before["delivery"].iloc[0], later=after["delivery"].iloc[0],
        dated=before["reference_date"].iloc[0], later_dated=after["reference_date"].iloc[0],
    )  # fmt: skip
