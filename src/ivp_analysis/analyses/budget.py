"""The indicators that every municipal budget must show (Besluit begroting en verantwoording), as far as these figures have them."""

from __future__ import annotations

import math

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.figures.tables import Table
from ivp_analysis.statistics.rates import rates
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.numbers import count_text, decimal_text, rate_text

YOUTH_THEME = "3.2"
_SMALLEST_SHOWN = 5
_YEARS = 3
NOTES = [
    "Dit zijn benaderingen. De landelijke indicatoren rekenen met de indeling van het CBS; deze tabel met die van de politie.",
    "Halt-verwijzingen gaan over jongeren van 12 tot en met 17 jaar, de andere over alle inwoners.",
]


def table(context: Context, themes: tuple[str, ...] = ()) -> Table | None:
    """Return the indicators of the budget, of the municipality.

    Parameters
    ----------
    context : Context
        Edition and audience; the theme of the run, where no themes are given.
    themes : tuple of str
        Numbers of themes.

    Returns
    -------
    Table or None
        The last three years per thousand inhabitants or young people; None for a village, or where there is nothing.
    """
    if context.parameters.village != WHOLE:
        return None
    rows = [row for theme in themes or (context.parameters.theme,) for row in _of_theme(context, theme)]
    if not rows:
        return None
    hidden = "Soms tonen we een aantal niet, omdat er anders een klein aantal uit te berekenen is."
    notes = [*NOTES, *([hidden] if any(row["Aantal"] == "niet getoond" for row in rows) else [])]
    return Table.of(pd.DataFrame(rows), f"Indicatoren voor de begroting (BBV), {context.area}", row_header="Indicator", notes=notes)


def _of_theme(context: Context, theme: str) -> list[dict[str, str]]:
    words = context.budget_indicators(theme)
    rows = _halt(context) if theme == YOUTH_THEME else []
    if not words:
        return rows
    found = context.estimates(theme, village=WHOLE)
    people = context.estimates(TOTAL, village=WHOLE)
    people = people[(people["indicator"] == TOTAL) & (people["period"] == people["year"].astype("str"))]
    bases = people.set_index("year")["base"]
    single = found[found["complete"] & (found["period"] == found["year"].astype("str"))]
    for code, name in words.items():
        last = single[single["indicator"] == code].sort_values("year").tail(_YEARS)
        rows += [
            _row(name, int(year), str(shown), count if exact else math.nan, float(bases.get(year, math.nan)))
            for year, shown, count, exact in zip(last["year"], last["shown"], last["count"], last["exact"], strict=True)
        ]
    return rows


def _halt(context: Context) -> list[dict[str, str]]:
    referrals, youth = (_of_municipality(context.population(name)) for name in ("halt_referrals", "youth_12_17"))
    rows = []
    last = Edition.parse(context.parameters.edition).last_full_year
    for year in [year for year in sorted(set(referrals.index) & set(youth.index)) if year <= last][-_YEARS:]:
        count = int(referrals[year])
        small = context.public and 0 < count < _SMALLEST_SHOWN
        shown = f"<{_SMALLEST_SHOWN}" if small else count_text(count)
        rows.append(_row("Halt-verwijzingen", int(year), shown, math.nan if small else count, float(youth[year])))
    return rows


def _of_municipality(frame: pd.DataFrame) -> pd.Series[int]:
    values: pd.Series[int] = frame[frame["level"] == "municipality"].set_index("year")["value"]
    return values


def _row(name: str, year: int, shown: str, count: float, base: float) -> dict[str, str]:
    given = not math.isnan(count) and base > 0
    found = rates([count], [base]) if given else None
    return {
        "Indicator": name,
        "Jaar": str(year),
        "Aantal": shown,
        "Per 1.000": rate_text(float(found.rate[0])) if found else "–",
        "95%-interval": f"{decimal_text(float(found.low[0]))} – {decimal_text(float(found.high[0]))}" if found else "–",
    }
