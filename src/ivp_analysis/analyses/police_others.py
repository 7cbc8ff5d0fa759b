"""An area among others: the villages beside each other, the municipality among municipalities, buurten within it, and attempts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.evidence import read
from ivp_analysis.estimates.denominators import reference_label
from ivp_analysis.evidence.among_others import SIZE
from ivp_analysis.figures.tables import Table
from ivp_analysis.statistics.funnel import Funnel, limits
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.indicators import TOTAL
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.numbers import count_text, decimal_text, interval_text
from ivp_analysis.wording.places import concentration_sentence, funnel_sentence, shrunk_sentence
from ivp_analysis.wording.police import in_sentence

if TYPE_CHECKING:
    from ivp_analysis.figures.figure import Figure

PER = 1000.0
_OUTSIDE = 3.0902
"""The 99,8 % quantile of a standard normal distance."""


def villages(context: Context, source: str) -> Figure | None:
    """Draw the last year of the villages beside each other, in the order of the configuration, never of height.

    Parameters
    ----------
    context : Context
        What the page is about.
    source : str
        For the line below the figure.
    """
    # totals only: the codes of another village do not change this page
    areas_read = [*context.municipality.area_names, reference_label(context.reference, context.municipality)]
    rows = context.estimates(context.parameters.theme, village=areas_read, indicator=TOTAL)
    totals = rows[rows["period"] == rows["year"].astype("str")]
    if totals.empty:
        return None
    year = int(totals["year"].max())
    last = totals[totals["year"] == year].set_index("village")
    names = [name for name in context.municipality.area_names if name in last.index]
    if not last.loc[names, "rate"].notna().any():
        return None
    adjusted = read(context, "shrunk", indicator=TOTAL)
    adjusted = adjusted[adjusted["year"] == year].set_index("village")
    from ivp_analysis.figures.areas import Area, areas

    items = []
    for name in names:
        row = last.loc[[name]].iloc[0]
        rate = _number(row["rate"])
        more = adjusted.loc[[name]].iloc[0] if name in adjusted.index and rate is not None else None
        items.append(
            Area(
                label=_capital(context.municipality.label(name)),
                value=rate,
                low=_number(row["low"]),
                high=_number(row["high"]),
                emphasised=name == context.parameters.village,
                remark="" if rate is not None else _remark(str(row["shown"]), str(row["reason"])),
                adjusted=None if more is None else _number(more["rate"]),
                adjusted_low=None if more is None else _number(more["low"]),
                adjusted_high=None if more is None else _number(more["high"]),
            )
        )
    references = [(str(name), float(row["rate"])) for name, row in last.iterrows() if row["role"] == "reference" and row["rate"] >= 0]
    adjusting = "Bijgesteld: rekening gehouden met hoe weinig kleine aantallen zeggen."
    return areas(
        items,
        title=f"{context.theme.title}: kernen en gemeente in {year}",
        unit=f"registraties per 1.000 {totals['denominator'].iloc[0]}",
        caption=f"Met 95%-interval. {adjusting} De volgorde zegt niets. Bron: {source}.",
        references=references,
    )


def adjusted_text(context: Context, totals: pd.DataFrame) -> str:
    """Give the rate of the area as it is adjusted, or say why it is not; empty where it may not be shown."""
    rows = read(context, "shrunk", indicator=TOTAL, village=context.parameters.village)
    if rows.empty or (context.public and not rows["public"].all()):
        return ""
    row = rows.iloc[0]
    value, low, high, weight = (float(row[name]) for name in ("rate", "low", "high", "weight"))
    per = f"1.000 {totals['denominator'].iloc[0]}"
    return shrunk_sentence(context.area, value, low, high, weight, Refusal(row["reason"]), per=per)


def funnel(context: Context) -> Figure | None:
    """Draw the municipality among the others of the region."""
    rows = _among(context)
    if rows.empty or rows["target"].isna().all():
        return None
    from ivp_analysis.figures.funnel import Limits, Point
    from ivp_analysis.figures.funnel import funnel as draw

    known = rows[rows["base"] > 0]
    model = _model(rows)
    sizes = np.linspace(known["base"].min() * 0.9, known["base"].max() * 1.05, 120)
    low95, high95 = limits(sizes, model, level=0.95, per=PER)
    low998, high998 = limits(sizes, model, level=0.998, per=PER)
    denominator = str(rows["denominator"].iloc[0])
    year = int(rows["year"].iloc[0])
    points = [
        Point(
            context.municipality.peer_name(str(row["area"])),
            float(row["base"]),
            float(row["count"] / row["base"] * PER),
            emphasised=row["area"] == context.municipality.code,
            outside=abs(row["z"]) > _OUTSIDE,
        )
        for _, row in known.iterrows()
    ]
    target = [model.target * PER] * len(sizes)
    wide = " De grenzen zijn verruimd, omdat gemeenten meer verschillen dan toeval alleen geeft." if model.dispersion > 1 else ""
    return draw(
        points,
        Limits(sizes.tolist(), target, low95.tolist(), high95.tolist(), low998.tolist(), high998.tolist()),
        title=f"{context.theme.title}: {_which(rows, float(rows.loc[rows['area'] == context.municipality.code, 'base'].iloc[0]))}, {year}",
        unit=f"registraties per 1.000 {denominator}",
        caption=f"Elke stip is een gemeente. Tussen de lijnen ligt wat gewoon is.{wide} Bron: {_source(context)}.",
        across=denominator,
    )


def funnel_text(context: Context) -> str:
    """Say whether the municipality lies within what chance and the usual differences give; empty where that is not shown."""
    rows = _among(context)
    if rows.empty or (context.public and not rows["public"].all()):
        return ""
    own = rows[rows["area"] == context.municipality.code].iloc[0]
    reason = Refusal(own["reason"])
    low, high = (float(side[0]) for side in limits([own["base"]], _model(rows), per=PER)) if not reason else (math.nan, math.nan)
    rate = float(own["count"] / own["base"] * PER)
    known = int((rows["base"] > 0).sum())
    per, which = f"1.000 {own['denominator']}", _which(rows, float(own["base"]))
    return funnel_sentence(context.area, rate, float(own["target"]), low, high, known, reason, per=per, which=which)


def concentration_text(context: Context) -> str:
    """Say what share lies in a few buurten; empty for a village, or where it may not be shown."""
    if context.parameters.village != WHOLE:
        return ""
    rows = read(context, "concentration")
    if rows.empty or (context.public and not rows["public"].all()):
        return ""
    row = rows.iloc[0]
    share, low, high = (float(row[name]) for name in ("share", "low", "high"))
    reason = Refusal(row["reason"])
    said = [concentration_sentence(context.area, int(row["top"]), int(row["places"]), "buurten", share, low, high, reason)]
    if not reason:
        if not math.isnan(row["inhabitants"]):
            said.append(f"In die buurten woont {decimal_text(row['inhabitants'] * 100, 0)} procent van de inwoners.")
        said.append(f"Dit gaat over {row['period']} samen.")
        said.append(f"Op een schaal van 0 (overal evenveel) tot 1 (alles in één buurt) is dat {decimal_text(row['gini'], 2)} (Gini-maat).")
    return " ".join(said)


def attempts(context: Context) -> Table | None:
    """Return the share of attempts, of the codes for which the configuration asks it."""
    rows = read(context, "attempts", village=context.parameters.village)
    rows = rows[rows["share"].notna()].sort_values(["indicator", "year"], ascending=[True, False])
    if rows.empty:
        return None
    frame = pd.DataFrame(
        {
            "Jaar": rows["year"].astype("str"),
            "Wat": [context.words_of(str(code)).name for code in rows["indicator"]],
            "Aantal": [count_text(int(value)) for value in rows["count"]],
            "Waarvan poging": [count_text(int(value)) for value in rows["attempts"]],
            "Procent": [decimal_text(value * 100, 0) for value in rows["share"]],
            "95%-interval": [interval_text(a * 100, b * 100, 0) for a, b in zip(rows["low"], rows["high"], strict=True)],
        }
    )
    sources = context.sources(sorted({name for names in rows["source"] for name in str(names).split(" + ")}))
    rounding = [context.rounding] if rows["rounded"].any() else []
    notes = [*rounding, f"Uit leveringen van de politie, niet uit open data: de aantallen kunnen daarvan verschillen. Bron: {sources}."]
    return Table.of(frame, f"Pogingen in {in_sentence(context.area)}", row_header="Jaar", notes=notes)


def _among(context: Context) -> pd.DataFrame:
    return read(context, "funnel") if context.parameters.village == WHOLE else pd.DataFrame()


def _which(rows: pd.DataFrame, base: float) -> str:
    """Say which municipalities are in the funnel, as `among_municipalities` chose them."""
    near = rows["base"].between(base / SIZE, base * SIZE)
    return "gemeenten van ongeveer deze grootte" if near.all() else "gemeenten in de regio"


def _model(rows: pd.DataFrame) -> Funnel:
    z = rows["z"].to_numpy(dtype=float)
    return Funnel(float(rows["target"].iloc[0]) / PER, float(rows["dispersion"].iloc[0]), z, z)


def _source(context: Context) -> str:
    return context.sources(context.deliveries("politie-open-data"))


def _remark(shown: str, reason: str) -> str:
    return "geen cijfer" if shown.isdigit() and reason else "niet getoond"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
