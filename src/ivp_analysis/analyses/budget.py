"""The indicators that every municipal budget must show (Besluit begroting en verantwoording), as far as these figures have them."""

from __future__ import annotations

import math

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.figures.tables import Table
from ivp_analysis.statistics.rates import rates
from ivp_analysis.tables.store import read_publication
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.numbers import count_text, decimal_text, rate_text

YOUTH_THEME = "3.2"
_YEARS = 3
NOTES = [
    "Dit zijn benaderingen. De landelijke indicatoren rekenen met de indeling van het CBS; deze tabel met die van de politie.",
    "Halt-verwijzingen gaan over jongeren van 12 tot en met 17 jaar, en daarom over meer jaren samen. De andere gaan over alle inwoners.",
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
            _row(name, str(int(year)), str(shown), count if exact else math.nan, float(bases.get(year, math.nan)))
            for year, shown, count, exact in zip(last["year"], last["shown"], last["count"], last["exact"], strict=True)
        ]
    return rows


def _halt(context: Context) -> list[dict[str, str]]:
    """Take years together: these are figures on minors, and those we do not show of a single year."""
    referrals, youth = (_of_municipality(context.population(name)) for name in ("halt_referrals", "youth_12_17"))
    last = Edition.parse(context.parameters.edition).last_full_year
    years = [year for year in sorted(set(referrals.index) & set(youth.index)) if year <= last][-_YEARS:]
    if not context.public:
        return [
            _row("Halt-verwijzingen", str(year), count_text(int(referrals[year])), referrals[year], float(youth[year])) for year in years
        ]
    if len(years) < 2 or years[-1] - years[0] >= len(years):
        return []
    count, small = int(referrals[years].sum()), int(read_publication(context.folder, context.parameters.edition)["small"])
    blurred = 0 < count <= small
    shown = f"<{small + 1}" if blurred else count_text(count)
    return [_row("Halt-verwijzingen", f"{years[0]}-{years[-1]}", shown, math.nan if blurred else count, float(youth[years].sum()))]


def _of_municipality(frame: pd.DataFrame) -> pd.Series[int]:
    values: pd.Series[int] = frame[frame["level"] == "municipality"].set_index("year")["value"]
    return values


def _row(name: str, period: str, shown: str, count: float, base: float) -> dict[str, str]:
    given = not math.isnan(count) and base > 0
    found = rates([count], [base]) if given else None
    return {
        "Indicator": name,
        "Jaar": period,
        "Aantal": shown,
        "Per 1.000": rate_text(float(found.rate[0])) if found else "–",
        "95%-interval": f"{decimal_text(float(found.low[0]))} – {decimal_text(float(found.high[0]))}" if found else "–",
    }
