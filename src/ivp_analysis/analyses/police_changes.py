"""What changed: the theme and its indicators, compared and tested, as a chart and as a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.evidence import ladder_of, read
from ivp_analysis.analyses.police_findings import SAID
from ivp_analysis.figures.tables import Table
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.indicators import TOTAL, Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.numbers import count_text, decimal_text
from ivp_analysis.wording.trends import trend_sentence

if TYPE_CHECKING:
    from ivp_analysis.figures.figure import Figure

CORONA_YEARS = (2020, 2021)
_SINGULAR = {"inwoners": "inwoner", "woningen": "woning", "vestigingen": "vestiging"}
NOTES = [
    "Verhouding: hoeveel keer zo veel als toen, per inwoner, woning of vestiging. Het 95%-interval rekent het toeval mee.",
    "p: hoe vaak toeval alleen een verschil geeft dat minstens zo groot is.",
    "q: van alles wat in deze editie minstens zo opvalt, het deel dat naar verwachting toeval is (Benjamini en Hochberg, 1995).",
]


def chart(context: Context, compared: pd.DataFrame, source: str) -> Figure | None:
    """Draw how the theme and its indicators compare with the baseline; nothing where no comparison may be shown.

    Parameters
    ----------
    context : Context
        What the page is about.
    compared : DataFrame
        The comparisons of the theme as the audience may see them.
    source : str
        For the line below the figure.
    """
    rows = _own(context, compared, Comparison.BASELINE)
    shown = rows[rows["verdict"].isin(SAID) & (rows["ratio"] > 0)]
    if shown.empty:
        return None
    from ivp_analysis.figures.changes import Change, changes

    against, year = str(shown["against"].iloc[0]), int(shown["year"].iloc[0])
    items = [
        Change(_label(context, row), float(row["ratio"]), float(row["low"]), _finite(row["high"]), emphasised=row["indicator"] == TOTAL)
        for _, row in shown.iterrows()
    ]
    return changes(
        items,
        title=f"{context.theme.title}: {year} naast {against}, {context.area}",
        unit=f"aantal in {year} gedeeld door het gemiddelde van {against}, per inwoner, woning of vestiging",
        caption=f"Met 95%-interval. Alleen wat genoeg waarnemingen heeft en getoond mag worden. Bron: {source}.",
    )


def table(context: Context, compared: pd.DataFrame) -> Table | None:
    """Return the theme and its indicators beside the baseline, with their tests; nothing where none of them may be shown."""
    rows = _own(context, compared, Comparison.BASELINE)
    told = rows[rows["verdict"].isin(SAID)]
    if told.empty:
        return None
    words = ladder_of(context).words
    year, against = int(told["year"].iloc[0]), str(told["against"].iloc[0])
    frame = pd.DataFrame(
        [
            {
                "Wat": _label(context, row),
                "Oordeel": words[Verdict(row["verdict"])],
                str(year): count_text(int(row["count"])),
                f"{against}, per jaar": decimal_text(row["before"] / max(int(row["years"]), 1)),
                **_test(row),
            }
            for _, row in told.iterrows()
        ]
    )
    notes = [*NOTES]
    if told["rounded"].any():
        notes.append(f"{context.rounding} Daarmee zijn hun verhouding en interval gemaakt, en het oordeel is wat daarmee te laten zien is.")
    if len(told) < len(rows):
        notes.append("Onderdelen met te weinig waarnemingen, of die we niet tonen, staan niet in deze tabel.")
    known = {str(code): context.words_of(str(code)) for code in told["indicator"]}
    notes += [f"{item.name}: {item.warning}" for item in known.values() if item.warning]
    return Table.of(frame, f"{context.theme.title} in {context.area}: {year} naast {against}", row_header="Wat", notes=notes)


def around(context: Context, compared: pd.DataFrame) -> Table | None:
    """Return the theme beside the year before, and its change beside that of the reference areas."""
    kinds = [_own(context, compared, kind) for kind in (Comparison.PREVIOUS, Comparison.REFERENCE)]
    rows = pd.concat([part[part["indicator"] == TOTAL] for part in kinds])
    told = rows[rows["verdict"].isin(SAID)]
    if told.empty:
        return None
    words = ladder_of(context).words
    frame = pd.DataFrame(
        [
            {
                "Naast": f"verandering in {row['reference']}" if row["reference"] else str(row["against"]),
                "Oordeel": words[Verdict(row["verdict"])],
                **_test(row),
            }
            for _, row in told.iterrows()
        ]
    )
    notes = ["Bij een gebied: de verandering hier, gedeeld door de verandering daar. 1 betekent: overal even veel veranderd."]
    caption = f"{context.theme.title} in {context.area}: naast het jaar ervoor en naast de omgeving"
    return Table.of(frame, caption, row_header="Naast", notes=notes)


def trend(context: Context) -> list[str]:
    """Say whether there is a line through the years, and how much years lie around it; nothing where there is no series at all."""
    rows = read(context, "trends", village=context.parameters.village)
    total = rows[rows["indicator"] == TOTAL]
    if total.empty:
        return []
    row = total.iloc[0]
    if context.public and not row["public"]:
        return ["Een lijn door de jaren tonen we hier niet: een of meer jaren zijn te klein of te gevoelig om te tonen."]
    change, low, high = (float(row[name]) for name in ("change", "low", "high"))
    points = 0 if math.isnan(row["points"]) else int(row["points"])
    per = _SINGULAR[context.theme.denominator.value]
    first, last, reason, verdict = int(row["first"]), int(row["last"]), Refusal(row["reason"]), Verdict(row["verdict"])
    said = trend_sentence(context.area, first, last, change, low, high, verdict, reason, points, apart=CORONA_YEARS, per=per)
    if reason:
        return [said]
    return [
        said,
        f"De spreiding van de jaren om die lijn is {decimal_text(row['dispersion'])}. Bij 1 is zij zo groot als toeval alleen geeft.",
    ]


def _own(context: Context, compared: pd.DataFrame, kind: Comparison) -> pd.DataFrame:
    """Return the comparisons of a kind, the theme as a whole first; a theme is not shown again as its only code."""
    rows = compared[(compared["village"] == context.parameters.village) & (compared["comparison"] == kind.value)]
    if len(context.codes) == 1:
        rows = rows[rows["indicator"] != context.codes[0].code]
    order = rows.assign(total=rows["indicator"] != TOTAL).sort_values(["total", "classification", "indicator"])
    return order.drop(columns="total")


def _test(row: pd.Series[Any]) -> dict[str, str]:
    return {"Verhouding": _decimal(row["ratio"]), "95%-interval": _interval(row), "p": _probability(row["p"]), "q": _probability(row["q"])}


def _interval(row: pd.Series[Any]) -> str:
    if math.isnan(row["low"]):
        return "–"
    return f"{decimal_text(row['low'], 2)} – {'onbegrensd' if math.isnan(row['high']) else decimal_text(row['high'], 2)}"


def _decimal(value: float) -> str:
    return "–" if math.isnan(value) else decimal_text(value, 2)


def _probability(value: float) -> str:
    if math.isnan(value):
        return "–"
    return "<0,001" if value < 0.001 else decimal_text(value, 3)


def _finite(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _label(context: Context, row: pd.Series[Any]) -> str:
    return "Thema als geheel" if row["indicator"] == TOTAL else _name(context, str(row["indicator"]))


def _name(context: Context, indicator: str) -> str:
    return context.words_of(indicator).name
