"""Every area x theme x indicator x period of an edition, with rates and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.estimates.classes import own_series
from ivp_analysis.estimates.denominators import inhabitants
from ivp_analysis.estimates.open_data import by_area, newest_release
from ivp_analysis.statistics.rates import rates
from ivp_analysis.tables.contracts import empty, satisfy
from ivp_analysis.tables.edition_contracts import ESTIMATES
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.indicators import OPEN_DATA, POLICE_TOTAL, TOTAL
from ivp_analysis.vocabulary.kernbeleid import NOT_CLASSIFIED, ROLL_UP, Classification, Kernbeleid, Theme
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality
from ivp_analysis.wording.numbers import month_range_text

POOLED_YEARS = 5


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
        Which code counts for which theme.
    edition : Edition
        Which deliveries and years count.

    Returns
    -------
    DataFrame
        As the contract `estimates` says. A total of a theme exists for the years in which every system of codes that it needs
        was published. Rows of the last five years together exist for buurten (instead of single years) and for the municipality.
    """
    areas = by_area(newest_release(counts, edition), municipality, kernbeleid)
    people = inhabitants(population[population["reference_date"] <= pd.Timestamp(edition.last_day)], municipality)
    yearly = areas[areas["role"] != "neighbourhood"]
    pieces = [_police_total(counts, municipality, edition)]
    if len(areas):
        whole = areas[areas["role"] == "municipality"]
        pieces += [_codes(yearly, kernbeleid), _overall(yearly)]
        pieces += [_pooled(_codes(part, kernbeleid), again=True) for _, part in whole.groupby("classification")]
        for theme in kernbeleid.themes.values():
            if _systems(theme):
                pieces.append(_theme_total(yearly, theme))
                pieces.append(_pooled(_theme_total(areas[areas["role"] == "neighbourhood"], theme)))
                pieces.append(_pooled(_theme_total(whole, theme), again=True))
    with_people = _divide(pd.concat(pieces, ignore_index=True), people)
    classes = _divide(_classes(own_series(counts, incidents, municipality, kernbeleid, edition), kernbeleid), people)
    result = pd.concat([with_people, classes], ignore_index=True)
    if result.empty:
        return empty("estimates")
    order = result.sort_values(["theme", "indicator", "classification", "village", "period"], ignore_index=True)
    return satisfy(order[list(ESTIMATES.columns)], "estimates", str(edition))


def _systems(theme: Theme) -> dict[str, tuple[str, ...]]:
    systems = {Classification.OFFENCE.value: theme.offences, Classification.NUISANCE.value: theme.nuisance}
    return {system: codes for system, codes in systems.items() if codes}


def _theme_total(areas: pd.DataFrame, theme: Theme) -> pd.DataFrame:
    systems = _systems(theme)
    mine = pd.concat([areas[(areas["classification"] == system) & areas["code"].isin(codes)] for system, codes in systems.items()])
    years = mine.groupby("year")["classification"].nunique()
    mine = mine[mine["year"].isin(years.index[years == len(systems)])]
    return _summed(mine, theme.number, TOTAL, OPEN_DATA, theme.name)


def _overall(areas: pd.DataFrame) -> pd.DataFrame:
    offences = areas[areas["classification"] == Classification.OFFENCE.value]
    return _summed(offences, TOTAL, TOTAL, Classification.OFFENCE.value, "Alle misdrijven die per buurt zijn gepubliceerd")


def _codes(areas: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.DataFrame:
    pairs = areas[["classification", "code"]].drop_duplicates()
    names = {key: code.name for key, code in kernbeleid.codes.items()}
    keys = [(Classification(system), str(code)) for system, code in pairs.itertuples(index=False)]
    pairs = pairs.assign(theme=[kernbeleid.theme_of(*key) for key in keys], label=[names.get(key, key[1]) for key in keys])
    rows = areas.merge(pairs, on=["classification", "code"])
    return rows.rename(columns={"code": "indicator", "delivery": "source"}).assign(complete=True, period=rows["year"].astype("str"))


def _police_total(counts: pd.DataFrame, municipality: Municipality, edition: Edition) -> pd.DataFrame:
    release = newest_release(counts, edition)
    rows = release[(release["area"] == municipality.code) & (release["code"] == ROLL_UP)]
    rows = rows[rows["classification"] == Classification.OFFENCE.value].assign(village=WHOLE, role="municipality")
    return _summed(rows, TOTAL, POLICE_TOTAL, Classification.OFFENCE.value, "Totaal misdrijven volgens de politie")


def _summed(rows: pd.DataFrame, theme: str, indicator: str, classification: str, label: str) -> pd.DataFrame:
    total = rows.groupby(["village", "role", "year"], as_index=False).agg(
        count=("count", "sum"), provisional=("provisional", "max"), source=("delivery", lambda names: " + ".join(sorted(set(names))))
    )
    return total.assign(
        theme=theme, indicator=indicator, classification=classification, label=label, complete=True, period=total["year"].astype("str")
    )


def _pooled(rows: pd.DataFrame, *, again: bool = False) -> pd.DataFrame:
    """Take the last years of each area together, for what says too little or may not be shown per year.

    `again` says that single years stand in the table too; a single year is then not repeated as a period of its own.
    """
    years = sorted(rows["year"].unique())[-POOLED_YEARS:]
    if not years or (again and len(years) == 1):
        return rows.iloc[:0]
    keys = ["village", "role", "theme", "indicator", "classification", "label", "complete"]
    last = rows[rows["year"].isin(years)].groupby(keys, as_index=False)
    pooled = last.agg(count=("count", "sum"), provisional=("provisional", "max"), source=("source", "last"))
    period = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    return pooled.assign(year=years[-1], period=period)


def _classes(series: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.DataFrame:
    codes = {code.code: (theme.number, code.name) for theme in kernbeleid.themes.values() for code in theme.classes}
    first, last = series["first_month"], series["last_month"]
    complete = (first == 1) & (last == 12)
    periods = [
        str(year) if whole else month_range_text(begin, end, year)
        for year, begin, end, whole in zip(series["year"], first, last, complete, strict=True)
    ]
    return series.assign(
        theme=[codes.get(code, (NOT_CLASSIFIED, code))[0] for code in series["code"]],
        label=[codes.get(code, (NOT_CLASSIFIED, code))[1] for code in series["code"]],
        indicator=series["code"],
        classification=Classification.CLASS.value,
        complete=complete.astype(bool),
        period=pd.Series(periods, index=series.index, dtype="str"),
        provisional=False,
        source=series["delivery"],
    )


def _divide(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Add inhabitants (inhabitant-years for several years), rates and intervals; say why where there are none."""
    single = rows["period"].str.fullmatch(r"\d{4}").fillna(value=False).astype(bool)
    one = rows[single].merge(people, how="left", on=["village", "year"])
    pooled = _person_years(rows[~single & rows["complete"].astype(bool)], people)
    partial = rows[~single & ~rows["complete"].astype(bool)].assign(inhabitants=np.nan)
    result = pd.concat([one, pooled, partial], ignore_index=True).astype({"inhabitants": "float64", "count": "int64", "year": "int64"})
    found = rates(result["count"], result["inhabitants"])
    reason = np.where(result["complete"].astype(bool), "Aantal inwoners is niet geleverd", "Geen heel jaar")
    located = result["role"] != "unknown"
    reason = np.where(located, reason, "Niet te plaatsen")
    return result.assign(
        rate=found.rate, low=found.low, high=found.high, reason=pd.Series(np.where(np.isnan(found.rate), reason, ""), dtype="str"),
        provisional=result["provisional"].astype(bool), complete=result["complete"].astype(bool),
    )  # fmt: skip


def _person_years(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows.assign(inhabitants=pd.Series(dtype="float64"))
    pieces = []
    for period, part in rows.groupby("period"):
        first, last = (int(year) for year in str(period).split("-"))
        span = people[people["year"].between(first, last)].groupby("village")["inhabitants"].agg(["sum", "count"])
        whole = span.loc[span["count"] == last - first + 1, "sum"].rename("inhabitants").reset_index()
        pieces.append(part.merge(whole, how="left", on="village"))
    return pd.concat(pieces, ignore_index=True)
