"""Days between incidents of themes that have too few of them for a chart of counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ivp_analysis.estimates.grid import sensitive_classes
from ivp_analysis.estimates.open_data import until
from ivp_analysis.evidence.calendar import CORONA_YEARS
from ivp_analysis.evidence.months import by_theme
from ivp_analysis.statistics.control import g_chart
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.monthly_contracts import RARE
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import WHOLE


def rare(incidents: pd.DataFrame, monitoring: pd.DataFrame, kernbeleid: Kernbeleid, edition: Edition) -> pd.DataFrame:
    """Chart the days between incidents of the municipality, for the themes without a chart of counts.

    Parameters
    ----------
    incidents : DataFrame
        Table `incidents`.
    monitoring : DataFrame
        Table `monitoring`: where it has a chart of the municipality, days between incidents add nothing.
    kernbeleid : Kernbeleid
        Which klasse counts for which theme; sensitive klassen are left out.
    edition : Edition
        Which deliveries count. What is usual is set by the years up to the last full one, the corona years left out.

    Returns
    -------
    DataFrame
        As the contract `rare` says; themes with fewer gaps than a chart needs have no rows.
    """
    newest = until(incidents, edition.last_day).sort_values("reference_date").drop_duplicates("incident_id", keep="last")
    rows = by_theme(pd.DataFrame(newest[~newest["code"].isin(sensitive_classes(kernbeleid))].drop(columns="geometry")), kernbeleid)
    charted = set(monitoring.loc[(monitoring["village"] == WHOLE) & (monitoring["grain"] > 0), "theme"])
    pieces = list(_charts(rows[~rows["theme"].isin(charted)], edition))
    if not pieces:
        return empty("rare")
    return satisfy(pd.concat(pieces, ignore_index=True)[list(RARE.columns)], "rare", str(edition))


def _charts(rows: pd.DataFrame, edition: Edition) -> Iterator[pd.DataFrame]:
    for theme, part in rows.groupby("theme", sort=True):
        days = part["start"].dt.normalize().sort_values(ignore_index=True)
        gaps = days.diff().dt.days.to_numpy(dtype=float)[1:]
        years = days.dt.year.to_numpy()[1:]
        usual = ~np.isin(years, CORONA_YEARS) & (years <= edition.last_full_year)
        chart = g_chart(gaps, baseline=usual)
        if chart.reason == Refusal.NONE:
            frame = {"day": days[1:].to_numpy(), "number": np.arange(1, len(days)), "gap": gaps, "signal": chart.signal, "baseline": usual}
            limits = {"centre": chart.centre, "low": chart.low, "high": chart.high}
            source = " + ".join(sorted(part["delivery"].unique()))
            yield pd.DataFrame({**frame, **limits}).assign(theme=str(theme), source=source).astype({"theme": "str", "source": "str"})
