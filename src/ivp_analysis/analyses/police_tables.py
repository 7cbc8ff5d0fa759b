"""The tables of police figures: per year, per code, and the klassen outside open data."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.display import Html, paragraph, together
from ivp_analysis.figures.tables import Table
from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification
from ivp_analysis.wording import police as wording
from ivp_analysis.wording.numbers import decimal_text, rate_text

NOT_SHOWN = "niet getoond"
_YEARS_OF_PARTS = 5
_PERIODS_OF_CLASSES = 3


def single_year(rows: pd.DataFrame) -> pd.Series[bool]:
    """Say which estimates are about one year, and not about several years or part of one."""
    return rows["period"] == rows["year"].astype("str")


def yearly(context: Context, totals: pd.DataFrame, compared: Mapping[str, str]) -> Table:
    """Return the counts per year with rates and intervals, the newest year first.

    Parameters
    ----------
    context : Context
        What the page is about.
    totals : DataFrame
        The yearly totals of the theme, of all areas.
    compared : mapping of str to str
        Names of the areas with their labels; the area of the page among them.

    Returns
    -------
    Table
        Count, rate and interval of the area of the page; the rate of the others.
    """
    columns: dict[str, pd.Series[str]] = {}
    own = totals[totals["village"] == context.parameters.village]
    for name, label in compared.items():
        part = totals[totals["village"] == name].set_index("year")
        if name == context.parameters.village:
            columns["Aantal"] = part["shown"].where(~part["provisional"], part["shown"] + " (voorlopig)")
            columns[f"Per 1.000 {own['denominator'].iloc[0]}"] = part["rate"].map(_rate)
            limits = [_interval(low, high) for low, high in zip(part["low"], part["high"], strict=True)]
            columns["95%-interval"] = pd.Series(limits, index=part.index)
        else:
            columns[f"{label} (per 1.000)"] = part["rate"].map(_rate)
    frame = pd.DataFrame(columns).sort_index(ascending=False).fillna("–").rename_axis("Jaar").reset_index().astype({"Jaar": "str"})
    return Table.of(frame, f"Registraties binnen thema {context.theme.title} in {context.area}", row_header="Jaar", notes=_reasons(own))


def parts(context: Context, rows: pd.DataFrame) -> Html | Table | None:
    """Return the counts per code: per year, or of several years together where single years may not be shown.

    Parameters
    ----------
    context : Context
        What the page is about.
    rows : DataFrame
        The estimates of the theme as the audience may see them.

    Returns
    -------
    Html, Table or None
        The table; a line that says why there is none; nothing for a theme without codes.
    """
    systems = [Classification.OFFENCE.value, Classification.NUISANCE.value]
    own = rows[(rows["village"] == context.parameters.village) & rows["classification"].isin([*systems, OPEN_DATA])]
    codes = own[own["indicator"] != TOTAL]
    years = codes[single_year(codes)]
    if years.empty:
        return None
    periods = sorted(years["period"].unique())[-_YEARS_OF_PARTS:]
    by_code = years["classification"] != OPEN_DATA
    if (years.loc[by_code, "shown"] != NOT_SHOWN).any():
        return _parts_table(context, years, periods)
    pooled = codes[~single_year(codes)]
    if len(pooled):
        return _parts_table(context, pooled, sorted(pooled["period"].unique()))
    rule = paragraph(str(years.loc[by_code, "rule"].iloc[0]), "ivp-note")
    sums = years[~by_code]
    table = _parts_table(context, sums, periods) if len(sums) else None
    return together(Html(table._repr_html_()), rule) if table else rule


def classes(context: Context, rows: pd.DataFrame) -> Table | None:
    """Return the klassen outside open data, as series of their own.

    Parameters
    ----------
    context : Context
        What the page is about.
    rows : DataFrame
        The estimates of the theme as the audience may see them.

    Returns
    -------
    Table or None
        Counts of the last periods; None where no such klassen were delivered.
    """
    own = rows[(rows["classification"] == Classification.CLASS.value) & (rows["village"] == context.parameters.village)]
    if own.empty:
        return None
    order = own[["period", "year", "complete"]].drop_duplicates().sort_values(["year", "complete"])
    periods = order["period"].tolist()[-_PERIODS_OF_CLASSES:]
    wide = own[own["period"].isin(periods)].pivot_table(index=["label", "indicator"], columns="period", values="shown", aggfunc="first")
    frame = wide[periods].fillna("–").reset_index().rename(columns={"label": "Klasse", "indicator": "Code"})
    made_of = {item.key: ", ".join(item.classes) for item in context.theme.indicators}
    frame["Code"] = [made_of.get(str(code), str(code)) for code in frame["Code"]]
    kinds = ("politie-aantallen", "politie-incidenten")
    countings = sorted({card["counting"] for card in context.cards(kind=kinds)})
    told = own.loc[own["period"].isin(periods), "rule"]
    notes = [wording.OWN_CLASSES, wording.counted(countings), *sorted(set(told) - {""})]
    notes += [f"{item.name}: {item.warning}" for item in context.theme.indicators if item.warning and item.name in set(frame["Klasse"])]
    return Table.of(frame, "Klassen uit leveringen van de politie", row_header="Klasse", notes=notes)


def _parts_table(context: Context, codes: pd.DataFrame, periods: list[str]) -> Table | None:
    rows = codes[codes["period"].isin(periods)]
    wide = rows.pivot_table(index=["label", "indicator"], columns="period", values="shown", aggfunc="first").reindex(columns=periods)
    filled = wide[(wide != "0").any(axis=1)].fillna("–").reset_index().sort_values("indicator")
    if filled.empty:
        return None
    notes = sorted(set(codes["rule"]) - {""})
    if len(filled) < len(wide):
        notes.append("Onderdelen zonder enige registratie in deze jaren staan niet in de tabel.")
    known = {code.code: code.warning for code in context.codes} | {item.key: item.warning for item in context.theme.indicators}
    sums = {item.key: item.name for item in context.theme.indicators}
    notes += [f"{sums.get(code, code)}: {known[code]}" for code in filled["indicator"] if known.get(code)]
    filled["indicator"] = filled["indicator"].where(~filled["indicator"].isin(list(sums)), "som")
    frame = filled.rename(columns={"label": "Onderdeel", "indicator": "Code"})[["Onderdeel", "Code", *periods]]
    return Table.of(frame, "Aantal registraties per onderdeel", row_header="Onderdeel", notes=notes)


def _reasons(own: pd.DataFrame) -> list[str]:
    """Say why figures are not shown or absent."""
    absent = own[own["reason"] != ""].groupby("reason")["period"].apply(lambda years: ", ".join(sorted(years)))
    lines = [f"Geen aantal per 1.000 in {years}: {str(reason).lower()}." for reason, years in absent.items()]
    if (own["shown"] == NOT_SHOWN).any() or own["rate"].isna().any():
        lines.append("Een – betekent: geen cijfer, of een cijfer dat we niet tonen.")
    return [*sorted(set(own["rule"]) - {""}), *lines]


def _rate(value: float) -> str:
    return "–" if math.isnan(value) else rate_text(value)


def _interval(low: float, high: float) -> str:
    return "–" if math.isnan(low) else f"{decimal_text(low)} – {decimal_text(high)}"
