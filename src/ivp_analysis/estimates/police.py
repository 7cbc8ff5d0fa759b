"""Every area x theme x indicator x period of an edition, with rates and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.estimates.classes import own_series
from ivp_analysis.estimates.denominators import denominators, usable
from ivp_analysis.estimates.membership import membership
from ivp_analysis.estimates.open_data import by_area, newest_release
from ivp_analysis.statistics.rates import rates
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.edition_contracts import ESTIMATES
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.indicators import POLICE_TOTAL, TOTAL
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, ROLL_UP, Classification, Denominator, Kernbeleid
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.wording.numbers import month_range_text

POOLED_YEARS = 5
_INDICATOR = ["theme", "indicator", "classification", "label", "denominator"]
_AREA = ["village", "role"]


def estimate(
    counts: pd.DataFrame,
    incidents: pd.DataFrame,
    population: pd.DataFrame,
    municipality: Municipality,
    kernbeleid: Kernbeleid,
    edition: Edition,
) -> pd.DataFrame:
    """Compute the police estimates of an edition.

    Parameters
    ----------
    counts, incidents, population : DataFrame
        The processed tables of these names.
    municipality : Municipality
        Villages and reference areas.
    kernbeleid : Kernbeleid
        Which code counts for which theme, and what its rate is per thousand of.
    edition : Edition
        Which deliveries and years count.

    Returns
    -------
    DataFrame
        As the contract `estimates` says. A sum of codes exists for the years in which every system of codes that it needs
        was published. Rows of the last five years together exist for buurten (instead of single years), for the municipality, and of
        klassen for villages as well: their single years are mostly too small to show.
    """
    release = newest_release(counts, edition)
    areas = by_area(release, municipality, kernbeleid)
    bases = denominators(population[population["reference_date"] <= pd.Timestamp(edition.last_day)], municipality)
    yearly = _yearly(areas, kernbeleid)
    single = yearly[yearly["role"] != "neighbourhood"]
    police = _police_total(release, municipality)
    classes = _classes(own_series(counts, incidents, municipality, kernbeleid, edition), kernbeleid)
    of_areas = yearly[yearly["role"].isin(["neighbourhood", "municipality"])]
    pieces = [police, single, _pooled(pd.concat([of_areas, police])), classes, _pooled(classes[classes["complete"]])]
    result = _divide(pd.concat([piece for piece in pieces if len(piece)] or pieces, ignore_index=True), bases, usable(bases, municipality))
    if result.empty:
        return empty("estimates")
    order = result.sort_values(["theme", "indicator", "classification", "village", "period"], ignore_index=True)
    return satisfy(order[list(ESTIMATES.columns)], "estimates", str(edition))


def _yearly(areas: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.DataFrame:
    """Add codes up to indicators per area and year; of buurten the totals of themes only."""
    published = areas[["classification", "code", "year", "delivery"]].drop_duplicates().rename(columns={"classification": "system"})
    members = membership(kernbeleid, published[["system", "code"]].itertuples(index=False, name=None))
    years = (
        published.merge(members, on=["system", "code"])
        .groupby([*_INDICATOR, "year"], as_index=False)
        .agg(found=("system", "nunique"), systems=("systems", "first"), source=("delivery", lambda names: " + ".join(sorted(set(names)))))
    )
    whole = years.loc[years["found"] == years["systems"], [*_INDICATOR, "year", "source"]]
    # one number in place of all that names an indicator: groups are found faster
    members = members.assign(number=members.groupby(_INDICATOR).ngroup())
    of_themes = members[(members["indicator"] == TOTAL) & (members["theme"] != TOTAL)]
    buurten = areas["role"] == "neighbourhood"
    rows = pd.concat(
        [
            part.rename(columns={"classification": "system"}).merge(some[["system", "code", "number"]], on=["system", "code"])
            for part, some in ((areas[~buurten], members), (areas[buurten], of_themes))
        ]
    )
    added = rows.groupby(["number", *_AREA, "year"], as_index=False).agg(
        count=("count", "sum"), provisional=("provisional", "max"), found=("system", "nunique")
    )
    added = added.merge(members[["number", *_INDICATOR, "systems"]].drop_duplicates("number"), on="number")
    # an area without one of the systems in a year, because a figure was refused, has no sum of them
    named = added[added["found"] == added["systems"]].drop(columns=["number", "found", "systems"])
    return named.merge(whole, on=[*_INDICATOR, "year"]).assign(complete=True, period=lambda frame: frame["year"].astype("str"))


def _police_total(release: pd.DataFrame, municipality: Municipality) -> pd.DataFrame:
    offence = Classification.OFFENCE.value
    rows = release[(release["area"] == municipality.code) & (release["code"] == ROLL_UP) & (release["classification"] == offence)]
    return pd.DataFrame(
        {
            "theme": TOTAL, "indicator": POLICE_TOTAL, "classification": offence, "label": "Totaal misdrijven volgens de politie",
            "denominator": Denominator.INHABITANTS.value, "village": WHOLE, "role": "municipality", "year": rows["year"],
            "count": rows["count"], "provisional": rows["provisional"], "source": rows["delivery"], "complete": True,
            "period": rows["year"].astype("str"),
        }
    )  # fmt: skip


def _pooled(yearly: pd.DataFrame) -> pd.DataFrame:
    """Take the last years together, for what says too little or may not be shown per year.

    The years follow each other: a missing one ends the row. Only of buurten a single year is a period of its own: they have no other.
    """
    if yearly.empty:
        return yearly
    span = _last_run(yearly[[*_INDICATOR, "year"]].drop_duplicates())
    rows = yearly.merge(span, on=_INDICATOR)
    rows = rows[(rows["year"] >= rows["first"]) & (rows["year"] <= rows["last"])]
    rows = rows.drop(columns=["first_month", "last_month"], errors="ignore")
    pooled = rows.groupby([*_INDICATOR, *_AREA, "first", "last"], as_index=False).agg(
        count=("count", "sum"), provisional=("provisional", "max"), source=("source", "last"), years=("year", "nunique")
    )
    # an area that lacks one of the years has no sum of them
    pooled = pooled[pooled["years"] == pooled["last"] - pooled["first"] + 1]
    pooled = pooled[(pooled["first"] < pooled["last"]) | (pooled["role"] == "neighbourhood")]
    last = pooled["last"].astype("str")
    period = (pooled["first"].astype("str") + "-" + last).where(pooled["first"] < pooled["last"], last)
    result: pd.DataFrame = pooled.assign(year=pooled["last"], period=period, complete=True).drop(columns=["first", "last", "years"])
    return result


def _last_run(years: pd.DataFrame) -> pd.DataFrame:
    """Return the first and last of the newest years of each indicator that follow each other, five at most."""
    ordered = years.sort_values([*_INDICATOR, "year"], ascending=[True] * len(_INDICATOR) + [False])
    groups = ordered.groupby(_INDICATOR)
    ordered = ordered.assign(last=groups["year"].transform("max"), order=groups.cumcount())
    unbroken = ordered[(ordered["last"] - ordered["year"] == ordered["order"]) & (ordered["order"] < POOLED_YEARS)]
    return unbroken.groupby(_INDICATOR, as_index=False).agg(first=("year", "min"), last=("last", "first"))


def _classes(series: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.DataFrame:
    known = {code.code: (theme.number, code.name, code.denominator.value) for theme in kernbeleid.themes.values() for code in theme.classes}
    known |= {item.key: (theme, item.name, item.denominator.value) for theme, item in kernbeleid.indicators.values()}
    first, last = series["first_month"], series["last_month"]
    complete = (first == 1) & (last == 12)
    periods = [
        str(year) if whole else month_range_text(begin, end, year)
        for year, begin, end, whole in zip(series["year"], first, last, complete, strict=True)
    ]
    found = [known.get(code, (NOT_CLASSIFIED, code, Denominator.INHABITANTS.value)) for code in series["code"]]
    return series.assign(
        theme=[item[0] for item in found],
        label=[item[1] for item in found],
        denominator=[item[2] for item in found],
        indicator=series["code"],
        classification=Classification.CLASS.value,
        complete=complete.astype(bool),
        period=pd.Series(periods, index=series.index, dtype="str"),
        provisional=False,
        source=series["delivery"],
    )


def _divide(rows: pd.DataFrame, bases: pd.DataFrame, known: frozenset[str]) -> pd.DataFrame:
    """Add denominators (person-years for several years), rates and intervals; say why where there are none.

    A denominator that is not there for all villages gives way to inhabitants. Of buurten it is always inhabitants, as on the map.
    """
    other = ~rows["denominator"].isin(known) | (rows["role"] == "neighbourhood")
    rows = rows.assign(denominator=rows["denominator"].mask(other, Denominator.INHABITANTS.value))
    single = (rows["period"] == rows["year"].astype("str")).to_numpy(dtype=bool)
    whole = rows["complete"].to_numpy(dtype=bool)
    one = rows[single].merge(bases, how="left", on=["village", "year", "denominator"])
    pooled = _person_years(rows[~single & whole], bases)
    partial = rows[~single & ~whole].assign(base=np.nan)
    result = pd.concat([one, pooled, partial], ignore_index=True).astype({"base": "float64", "count": "int64", "year": "int64"})
    found = rates(result["count"], result["base"])
    reason = np.where(result["complete"].astype(bool), "Aantal " + result["denominator"] + " is niet geleverd, of nul", "Geen heel jaar")
    reason = np.where(result["role"] != "unknown", reason, "Niet te plaatsen")
    with_rates: pd.DataFrame = result.assign(
        rate=found.rate, low=found.low, high=found.high, reason=pd.Series(np.where(np.isnan(found.rate), reason, ""), dtype="str"),
        provisional=result["provisional"].astype(bool), complete=result["complete"].astype(bool),
    )  # fmt: skip
    return with_rates


def _person_years(rows: pd.DataFrame, bases: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows.assign(base=pd.Series(dtype="float64"))
    pieces = []
    for period, part in rows.groupby("period"):
        first, last = (int(year) for year in str(period).split("-"))
        span = bases[bases["year"].between(first, last)].groupby(["village", "denominator"], as_index=False)["base"].agg(["sum", "count"])
        whole = span.loc[span["count"] == last - first + 1].rename(columns={"sum": "base"})[["village", "denominator", "base"]]
        pieces.append(part.merge(whole, how="left", on=["village", "denominator"]))
    return pd.concat(pieces, ignore_index=True)
