"""The months of a year: what is usual in each, how far earlier years lay apart, and how the running year goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import seaborn as sns
from babel.dates import get_month_names

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.layout import sheet
from ivp_analysis.figures.lines import decimals_of
from ivp_analysis.figures.marks import EMPTY, along, capital, empty, gaps, placed, step_band
from ivp_analysis.figures.names import Name, name_ends, name_points
from ivp_analysis.wording.numbers import LOCALE, decimal_text, enumerate_text

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
AVERAGE, SPREAD, CURRENT = "gemiddelde", "laagste tot hoogste", "lopend jaar"

Months = Sequence[float | None]

_LEFT, _BELOW, _ACROSS, _UP, _ABOVE = 0.56, 0.38, 5.25, 2.6, 0.12
"""Place and size of the axes in inches; to the right stand the names."""


def season(
    months: Months,
    low: Months,
    high: Months,
    *,
    title: str,
    unit: str,
    caption: str,
    current: Months | None = None,
    current_label: str = "",
) -> Figure:
    """Draw what is usual per month, and the running year on it.

    Parameters
    ----------
    months : sequence of 12 float or None
        Average of earlier years per month, January first.
    low, high : sequence of 12 float or None
        Lowest and highest of earlier years per month.
    title, unit, caption : str
        What is shown and over which years, in what, and the line below the figure.
    current : sequence of 12 float or None, optional
        The running year; None in months that are not there yet or not shown.
    current_label : str
        Its name, such as "2022"; "lopend jaar" where it is empty.

    Returns
    -------
    Figure
        The chart with its alternative text.

    Raises
    ------
    PresentationError
        When a year has not twelve months.
    """
    running: Months = [None] * 12 if current is None else current
    lengths = {"months": len(months), "low": len(low), "high": len(high), "current": len(running)}
    if set(lengths.values()) != {12}:
        raise PresentationError("a year has not twelve months", lengths, "Hand over twelve figures, None where one is missing")
    label = current_label or CURRENT
    alt = _describe(months, low, high, running, f"{title}, {unit}", label)
    values = list(placed([*months, *low, *high, *running]).values())
    with style.drawing():
        if not values:
            return render(empty(title, unit), alt, caption)
        page = sheet(title, unit, _BELOW + _UP + _ABOVE)
        axes = page.axes(_LEFT, _BELOW, _ACROSS, _UP)
        axes.grid(visible=False, axis="x")
        sns.despine(ax=axes, left=True)
        axes.set_xlim(-0.5, 11.5)
        axes.set_ylim(0, 1.1 * max(values) or 1.0)
        axes.set_xticks(range(12), MONTHS)
        style.dutch_axis(axes.yaxis)
        _draw(axes, months, low, high, running, label)
        return render(page.drawing, alt, caption)


def _draw(axes: Any, months: Months, low: Months, high: Months, running: Months, label: str) -> None:
    step_band(axes, low, high)
    names = _last(high, SPREAD, style.SOFT_INK)
    grey, dashes = style.other(0)
    axes.plot(range(12), gaps(months), color=grey, linestyle=dashes, linewidth=1.5, marker=".", markersize=5.0, zorder=3)
    names += _last(months, AVERAGE, grey)
    colour, marker = style.emphasised(0)
    axes.plot(range(12), gaps(running), color=colour, marker=marker, markersize=5.5, linewidth=2.0, zorder=4, clip_on=False)
    end = _last(running, label, colour, bold=True)
    if end and end[0].x < 11:
        # a thin line through the months to come would look like figures
        end = name_points(axes, end, [*along(months), *along(running), *placed(months).items(), *placed(running).items()])
    name_ends(axes, names + end)


def _last(values: Months, text: str, colour: str, *, bold: bool = False) -> list[Name]:
    there = list(placed(values).items())
    return [Name(text, *there[-1], colour, bold)] if there else []


def _describe(months: Months, low: Months, high: Months, running: Months, subject: str, label: str) -> str:
    full = [str(get_month_names("wide", locale=LOCALE)[month]) for month in range(1, 13)]
    values = list(placed([*months, *low, *high, *running]).values())
    parts = [f"Lijngrafiek per maand: {subject}."]
    if not values:
        return f"{parts[0]} {EMPTY}."
    digits = decimals_of(values)
    usual = placed(months)
    if usual:
        texts = {month: decimal_text(value, digits) for month, value in usual.items()}
        ends = [(word, texts[pick(usual, key=lambda month: usual[month])]) for word, pick in (("het meest", max), ("het minst", min))]
        where = [f"{word} in {enumerate_text([full[month] for month in usual if texts[month] == text])} ({text})" for word, text in ends]
        even = f"in elke maand {ends[0][1]}" if ends[0][1] == ends[1][1] else enumerate_text(where)
        parts.append(f"Gemiddeld {even}.")
    parts += _describe_band(low, high, full, digits)
    now = placed(running)
    if now:
        parts.append(
            f"{capital(label)}: {enumerate_text([f'{full[month]} {decimal_text(value, digits)}' for month, value in now.items()])}."
        )
        for word, beyond in (("Hoger dan de hoogste", _beyond(now, high, 1)), ("Lager dan de laagste", _beyond(now, low, -1))):
            if beyond:
                parts.append(f"{word} van eerdere jaren: {enumerate_text([full[month] for month in beyond])}.")
    missing = [full[month] for month in range(12) if month not in usual]
    if missing:
        parts.append(f"Geen gemiddelde: {enumerate_text(missing)}.")
    return " ".join(parts)


def _describe_band(low: Months, high: Months, full: Sequence[str], digits: int) -> list[str]:
    below, above = placed(low), placed(high)
    texts = [
        f"{full[month]} {decimal_text(below[month], digits)} tot {decimal_text(above[month], digits)}" for month in below if month in above
    ]
    return [f"Laagste tot hoogste van eerdere jaren: {enumerate_text(texts)}."] if texts else []


def _beyond(now: dict[int, float], bounds: Months, sign: int) -> list[int]:
    there = placed(bounds)
    return [month for month, value in now.items() if month in there and sign * (value - there[month]) > 0]
