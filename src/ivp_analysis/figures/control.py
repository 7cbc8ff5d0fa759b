"""The control chart: does a period differ from what was usual, by more than chance gives."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.lines import Line2D

from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.layout import sheet
from ivp_analysis.figures.lines import decimals_of
from ivp_analysis.figures.marks import EMPTY, along, empty, gaps, given, legend_below, placed, runs, step_band
from ivp_analysis.figures.names import Name, name_ends, name_points
from ivp_analysis.wording.numbers import decimal_text, enumerate_text, interval_text

BASELINE = "basisperiode"

_LEFT, _BELOW, _ACROSS, _UP, _ABOVE = 0.62, 0.76, 5.19, 2.7, 0.4
"""Place and size of the axes in inches; to the right stand the names."""
_TICK_LINE = 0.14
_MOST_TICKS = 16
_RING: dict[str, Any] = {
    "marker": "o",
    "markersize": 12.0,
    "markerfacecolor": "none",
    "markeredgewidth": 1.8,
    "color": style.EMPHASIS[1],
    "linestyle": "none",
}
_OF_A_YEAR = re.compile(r"(\d{4}) +(.+)")


@dataclass(frozen=True)
class Period:
    """One period.

    Parameters
    ----------
    label : str
        Its name, such as "2021 K1".
    value : float or None
        The figure; None where there is none or it is not shown.
    low, high : float or None
        Limits within which it would stay by chance alone.
    signal : bool
        Whether it is one to look at.
    baseline : bool
        Whether it is one of those from which centre and limits come.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    signal: bool = False
    baseline: bool = False


def control(points: Sequence[Period], *, centre: float | None, title: str, unit: str, caption: str) -> Figure:
    """Draw periods against what was usual.

    Parameters
    ----------
    points : sequence of Period
        The periods in order; may be empty.
    centre : float or None
        The average that the limits belong to.
    title, unit, caption : str
        What is shown and where, in what, and the line below the figure.

    Returns
    -------
    Figure
        The chart with its alternative text.

    References
    ----------
    Montgomery, D. C. (2019). Introduction to statistical quality control, 8th ed. Wiley.
    """
    heights = placed(each for point in points for each in (point.value, point.low, point.high, centre)).values()
    alt = _describe(points, centre, title, unit)
    ticks = _ticks([point.label for point in points])
    below = _BELOW + _TICK_LINE * max((text.count("\n") - 1 for text in ticks.values()), default=0)
    with style.drawing():
        if not placed(point.value for point in points):
            return render(empty(title, unit), alt, caption)
        page = sheet(title, unit, below + _UP + _ABOVE)
        axes = page.axes(_LEFT, below, _ACROSS, _UP)
        axes.grid(visible=False, axis="x")
        sns.despine(ax=axes, left=True)
        axes.set_ylim(0, 1.13 * max(heights) or 1.0)
        axes.set_xlim(-0.6, len(points) - 0.4)
        axes.set_xticks(list(ticks), list(ticks.values()))
        style.dutch_axis(axes.yaxis)
        _bracket(axes, points)
        _draw(axes, points, centre)
        if any(point.signal and given(point.value) is not None for point in points):
            legend_below(axes, [Line2D([], [], label="signaal", **_RING | {"markersize": 8.0})], below)
        return render(page.drawing, alt, caption)


def _ticks(labels: Sequence[str]) -> dict[int, str]:
    """Return what stands below which period: the year only where it begins, and nothing else where there are many."""
    parts = [_OF_A_YEAR.fullmatch(label) for label in labels]
    years = [part[1] if part else "" for part in parts]
    begins = [order for order, year in enumerate(years) if order == 0 or year != years[order - 1]]
    if not all(parts):
        every = 1 + (len(labels) - 1) // 9
        return {order: textwrap.fill(labels[order], 10) for order in range((len(labels) - 1) % every, len(labels), every)}
    if len(labels) > _MOST_TICKS:
        return {order: years[order] for order in begins[:: 1 + (len(begins) - 1) // 12]}
    # an empty second line keeps the first lines level
    return {order: f"{part[2] if part else ''}\n{years[order] if order in begins else ' '}" for order, part in enumerate(parts)}


def _bracket(axes: Any, points: Sequence[Period]) -> None:
    across = axes.get_xaxis_transform()
    rows = runs([point.baseline for point in points])
    for row in rows:
        first, last = row.start - 0.4, row.stop - 0.6
        ends = ([first, first, last, last], [1.015, 1.035, 1.035, 1.015])
        axes.plot(*ends, transform=across, color=style.SOFT_INK, linewidth=1.0, clip_on=False, solid_joinstyle="miter")
    if rows:
        longest = max(rows, key=len)
        middle = (longest.start + longest.stop - 1) / 2
        least = -0.6 + 0.08 * (len(points) + 0.2)
        axes.text(
            max(middle, least), 1.05, BASELINE, transform=across, ha="center", va="bottom", fontsize=style.SMALL_SIZE, color=style.SOFT_INK
        )


def _draw(axes: Any, points: Sequence[Period], centre: float | None) -> None:
    step_band(axes, [point.low for point in points], [point.high for point in points], edges=True)
    colour, marker = style.emphasised(0)
    values = placed(point.value for point in points)
    look = {"color": colour, "marker": marker, "markersize": 5.5 if len(points) <= 24 else 4.0, "linewidth": 1.6}
    axes.plot(range(len(points)), gaps([point.value for point in points]), zorder=4, clip_on=False, **look)
    if centre is not None:
        axes.axhline(centre, color=style.INK, linewidth=1.0, zorder=3)
    signals = [order for order in values if points[order].signal]
    for order in signals:
        axes.plot([order], [values[order]], zorder=5, clip_on=False, **_RING)
    name_ends(axes, _ends(points, centre))
    digits = decimals_of(list(values.values()))
    texts = [f"{points[order].label}: {decimal_text(values[order], digits)}" for order in signals]
    names = [Name(text, order, values[order], style.EMPHASIS[1]) for text, order in zip(texts, signals, strict=True)]
    name_points(axes, names, [*values.items(), *along(point.value for point in points)], radius=6.5, far=True)


def _ends(points: Sequence[Period], centre: float | None) -> list[Name]:
    names = [] if centre is None else [Name(f"gemiddelde {_short(centre)}", len(points) - 0.4, centre, style.INK)]
    bounded = [(order, point) for order, point in enumerate(points) if given(point.low) is not None and given(point.high) is not None]
    for order, point in bounded[-1:]:
        for text, bound in zip(("bovengrens", "ondergrens"), placed((point.high, point.low)).values(), strict=True):
            names.append(Name(f"{text} {_short(bound)}", order + 0.5, bound))
    return names


def _short(value: float) -> str:
    return decimal_text(value, decimals_of([value]))


def _describe(points: Sequence[Period], centre: float | None, title: str, unit: str) -> str:
    head = f"Regelkaart: {title}, {unit}"
    shown = [point for point in points if given(point.value) is not None]
    if not shown:
        return f"{head}. {EMPTY}."
    digits = decimals_of(list(placed(point.value for point in points).values()))
    parts = [f"{head}, {points[0].label} tot en met {points[-1].label}."]
    if centre is not None:
        parts.append(f"Gemiddelde {_short(centre)}.")
    rows = runs([point.baseline for point in points])
    if rows:
        spans = [" tot en met ".join(dict.fromkeys((points[row[0]].label, points[row[-1]].label))) for row in rows]
        parts.append(f"Basisperiode: {enumerate_text(spans)}.")
    signals = [_judged(point, digits) for point in shown if point.signal]
    parts.append(f"Signalen: {enumerate_text(signals)}." if signals else "Geen signalen.")
    parts.append(f"Laatste periode met cijfer: {_judged(shown[-1], digits)}.")
    missing = [point.label for point in points if given(point.value) is None]
    if missing:
        parts.append(f"Geen cijfer: {enumerate_text(missing)}.")
    return " ".join(parts)


def _judged(point: Period, digits: int) -> str:
    value, low, high = given(point.value), given(point.low), given(point.high)
    text = f"{decimal_text(value or 0.0, digits)} in {point.label}"
    if value is None or low is None or high is None:
        return text
    fine = max(digits, 1)
    if value > high:
        return f"{text} (boven de bovengrens {decimal_text(high, fine)})"
    if value < low:
        return f"{text} (onder de ondergrens {decimal_text(low, fine)})"
    return f"{text} (binnen de grenzen, {interval_text(low, high, fine)})"
