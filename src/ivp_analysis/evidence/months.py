"""Registrations per theme and month: from open data where they have the whole theme, else from deliveries of the police."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.estimates.open_data import until
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.monthly_contracts import MONTHS
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, OUTSIDE, Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import UNKNOWN, WHOLE, Municipality

ROLES = {UNKNOWN: "unknown", WHOLE: "municipality"}


def months(
    counts: pd.DataFrame, classes: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition
) -> pd.DataFrame:
    """Count each theme per month and area.

    Open data per month have offences only. A theme with nuisance codes therefore comes from the deliveries of the police, where
    those hold its klassen; of a theme that both have, the source that reaches furthest is taken, of equals open data. The two are never
    mixed within a theme. Klassen outside open data do not count, so that months add up as years do.

    Parameters
    ----------
    counts : DataFrame
        The processed table of this name: its open data are taken.
    classes : DataFrame
        Counts of klassen per month, as `class_months` gives them.
    municipality, kernbeleid, edition : Municipality, Kernbeleid, Edition
        The villages, the codes of each theme, and which deliveries count.

    Returns
    -------
    DataFrame
        As the contract `months` says. A month that the source covers has a zero where nothing was registered; months that had not ended at
        the reference date are left out.
    """
    delivered = ended(classes)
    published = ended(published_themes(counts, municipality, kernbeleid, edition))
    published = published[published["reference_date"] == published["reference_date"].max()]
    # of equals the first, which is open data
    sources = [(published, published), (by_theme(delivered, kernbeleid), delivered)]
    reach = [_reach(rows, source) for rows, source in sources]
    best = {theme: max(range(len(sources)), key=lambda place: reach[place].get(theme, 0)) for theme in kernbeleid.themes}
    chosen = [rows[rows["theme"].map(best) == place] for place, (rows, _) in enumerate(sources)]
    pieces = [_filled(rows, source, municipality) for rows, (_, source) in zip(chosen, sources, strict=True) if len(rows)]
    if not pieces:
        return empty("months")
    order = {theme: place for place, theme in enumerate(kernbeleid.themes)}
    both = pd.concat(pieces, ignore_index=True).sort_values("theme", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return satisfy(both[list(MONTHS.columns)], "months", str(edition))


def ended(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the months that had ended at the reference date."""
    if rows.empty:
        return rows
    first = pd.to_datetime({"year": rows["year"], "month": rows["month"], "day": 1})
    return rows[first + pd.offsets.MonthBegin(1) <= rows["reference_date"]]


def by_theme(rows: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.DataFrame:
    """Say which theme each klasse counts for; klassen outside open data, or in no theme, are left out."""
    left_out = kernbeleid.own_classes | _apart(kernbeleid)
    themes = {code: kernbeleid.theme_of(Classification.CLASS, str(code)) for code in rows["code"].unique() if code not in left_out}
    counted = {code: theme for code, theme in themes.items() if theme not in {NOT_CLASSIFIED, OUTSIDE}}
    theme = rows["code"].map(counted)
    return rows.assign(theme=theme)[theme.notna()].astype({"theme": "str"})


def _apart(kernbeleid: Kernbeleid) -> frozenset[str]:
    """Return the klassen of codes that are published per municipality only: no total counts them."""
    return frozenset(klasse for klasse, offence in kernbeleid.offence_of_class.items() if offence in kernbeleid.municipality_only)


def published_themes(counts: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, edition: Edition) -> pd.DataFrame:
    """Return open data per month with village and theme; codes of themes that need nuisance too are "niet ingedeeld"."""
    offences = {code: theme.number for theme in kernbeleid.themes.values() if not theme.nuisance for code in theme.offences}
    themes = {code: theme for code, theme in offences.items() if code not in kernbeleid.municipality_only}
    taken = until(counts, edition.last_day)
    rows = taken[taken["month"] > 0]
    rows = rows[(rows["classification"] == Classification.OFFENCE.value) & rows["level"].isin(["buurt", "unknown"])]
    village = rows["area"].map(municipality.village_of).fillna(UNKNOWN).astype("str")
    return rows.assign(village=village, theme=rows["code"].map(themes).fillna(NOT_CLASSIFIED).astype("str"))


def _reach(rows: pd.DataFrame, source: pd.DataFrame) -> dict[str, int]:
    """Return for each theme the last month that the source covers of the years in which it has the theme, as a number."""
    last = (source["year"] * 12 + source["month"]).groupby(source["year"]).max()
    return {str(theme): int(month) for theme, month in rows["year"].map(last).groupby(rows["theme"]).max().items()}


def _filled(rows: pd.DataFrame, source: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    """Give every area every month that the source covers, of the years in which it has the theme at all."""
    keys = ["theme", "village", "year", "month"]
    covered = source[["year", "month", "delivery"]].drop_duplicates(["year", "month"]).sort_values(["year", "month"])
    areas = pd.DataFrame({"village": sorted([*municipality.area_names, UNKNOWN])})
    grid = rows[["theme", "year"]].drop_duplicates().merge(covered.rename(columns={"delivery": "source"}), on="year")
    both = pd.concat([rows[[*keys, "count"]], rows[[*keys, "count"]].assign(village=WHOLE)])
    added = both.groupby(keys, as_index=False)["count"].sum()
    filled = grid.merge(areas, how="cross").merge(added, how="left", on=keys).fillna({"count": 0}).astype({"count": "int64"})
    roles = filled["village"].map(lambda name: ROLES.get(name, "village")).astype("str")
    return filled.assign(role=roles).sort_values(keys, ignore_index=True)
