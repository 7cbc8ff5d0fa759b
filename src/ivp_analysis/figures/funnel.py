"""The funnel: areas of different size against the limits that chance alone would give them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.layout import sheet
from ivp_analysis.figures.lines import decimals_of
from ivp_analysis.figures.marks import EMPTY, capital, empty, legend_below
from ivp_analysis.figures.names import Name, name_ends, name_points
from ivp_analysis.wording.numbers import count_text, decimal_text, enumerate_text, interval_text

_LEFT, _BELOW, _ACROSS, _UP, _ABOVE = 0.62, 0.78, 5.29, 3.1, 0.12
"""Place and size of the axes in inches; to the right stand the names of the limits."""
_LOG_FROM = 20
"""From this ratio between largest and smallest the horizontal axis is logarithmic."""
_DASHES = (0, (4, 2.5))
_MOST_NAMED = 12
"""So many areas are named in words and, where need be, at the end of a line; more are counted."""


@dataclass(frozen=True)
class Point:
    """One area.

    Parameters
    ----------
    label : str
        Its name.
    exposure : float
        Its size, such as inhabitants; above zero.
    rate : float
        Its figure; zero or more.
    emphasised : bool
        Whether this is the area that the chart is about.
    outside : bool
        Whether it lies outside the 99,8 % limits.

    Raises
    ------
    PresentationError
        When exposure or rate cannot be drawn.
    """

    label: str
    exposure: float
    rate: float
    emphasised: bool = False
    outside: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.exposure) and self.exposure > 0 and math.isfinite(self.rate) and self.rate >= 0):
            where = {"area": self.label, "exposure": self.exposure, "rate": self.rate}
            raise PresentationError("an area cannot be put in a funnel", where, "Leave out areas without inhabitants or without a figure")


@dataclass(frozen=True)
class Limits:
    """What chance alone would give areas of a certain size.

    Parameters
    ----------
    exposures : sequence of float
        Sizes from small to large; may be empty.
    target, low95, high95, low998, high998 : sequence of float
        Average and limits, one per size.

    Raises
    ------
    PresentationError
        When lengths differ or the sizes do not go up.
    """

    exposures: Sequence[float]
    target: Sequence[float]
    low95: Sequence[float]
    high95: Sequence[float]
    low998: Sequence[float]
    high998: Sequence[float]

    def __post_init__(self) -> None:
        lengths = {len(values) for values in (self.target, self.low95, self.high95, self.low998, self.high998)}
        if lengths != {len(self.exposures)} or np.any(np.diff(self.exposures) <= 0):
            where = {"exposures": len(self.exposures)}
            raise PresentationError("the limits of a funnel do not fit", where, "Hand over one of each per size, sizes from small to large")

    def at(self, exposure: float, values: Sequence[float]) -> float:
        """Return a limit at a size between those that were computed."""
        # limits go with one over the root of the size, in which they are nearly straight
        return float(np.interp(-1 / math.sqrt(exposure), [-1 / math.sqrt(size) for size in self.exposures], values))


def funnel(points: Sequence[Point], limits: Limits, *, title: str, unit: str, caption: str, across: str) -> Figure:
    """Draw areas by size against the limits that belong to their size. It gives no order of better and worse.

    Parameters
    ----------
    points : sequence of Point
        The areas; may be empty.
    limits : Limits
        The limits.
    title, unit, caption : str
        What is shown and where, in what, and the line below the figure.
    across : str
        What the horizontal axis says, such as "inwoners".

    Returns
    -------
    Figure
        The chart with its alternative text.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24, 1185-1202.
    """
    alt = _describe(points, limits, title, unit, across)
    with style.drawing():
        if not points:
            return render(empty(title, unit), alt, caption)
        page = sheet(title, unit, _BELOW + _UP + _ABOVE)
        axes = page.axes(_LEFT, _BELOW, _ACROSS, _UP)
        axes.grid(visible=False, axis="x")
        sns.despine(ax=axes, left=True)
        axes.set_xlabel(across, labelpad=3, fontsize=style.SMALL_SIZE)
        _scale(axes, points, limits)
        _draw_limits(axes, limits, _digits(points, limits))
        legend_below(axes, _handles(points, _draw_points(axes, points)), _BELOW)
        return render(page.drawing, alt, caption)


def _scale(axes: Any, points: Sequence[Point], limits: Limits) -> None:
    sizes = [*(point.exposure for point in points), *limits.exposures]
    low, high = min(sizes), max(sizes)
    if high / low > _LOG_FROM:
        axes.set_xscale("log")
        axes.set_xlim(low / 1.12, high * 1.12)
        ticks = [step * 10.0**power for power in range(-3, 10) for step in (1, 2, 5) if low / 1.12 <= step * 10.0**power <= high * 1.12]
        axes.xaxis.set_major_locator(FixedLocator(ticks if len(ticks) <= 9 else ticks[:: 1 + len(ticks) // 9]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: decimal_text(value, 0 if value >= 1 else 3)))
    else:
        margin = 0.05 * (high - low) or 0.1 * high
        axes.set_xlim(max(0.0, low - margin), high + margin)
        style.dutch_axis(axes.xaxis)
    # the mouth of the funnel is wide and empty; it may run out of the picture, the areas may not
    tallest = max([*(point.rate for point in points), *limits.target])
    axes.set_ylim(0, 1.12 * max(tallest, min(max([*limits.high998, 0.0]), 1.3 * tallest)) or 1.0)
    style.dutch_axis(axes.yaxis)


def _digits(points: Sequence[Point], limits: Limits) -> int:
    return decimals_of([*(point.rate for point in points), *limits.target])


def _draw_limits(axes: Any, limits: Limits, digits: int) -> None:
    if not limits.exposures:
        return
    x = limits.exposures[-1]
    kinds: tuple[tuple[Sequence[float], str, dict[str, Any]], ...] = (
        (limits.high998, "99,8%-grens", {"color": style.SOFT_INK, "linewidth": 1.2}),
        (limits.high95, "95%-grens", {"color": style.SOFT_INK, "linewidth": 1.0, "linestyle": _DASHES}),
        (limits.target, f"gemiddelde {decimal_text(limits.target[-1], digits)}", {"color": style.INK, "linewidth": 1.6}),
        (limits.low95, "95%-grens", {"color": style.SOFT_INK, "linewidth": 1.0, "linestyle": _DASHES}),
        (limits.low998, "99,8%-grens", {"color": style.SOFT_INK, "linewidth": 1.2}),
    )
    for values, _, look in kinds:
        axes.plot(limits.exposures, values, zorder=2, **look)
    top = axes.get_ylim()[1]
    name_ends(axes, [Name(text, x, min(values[-1], top), look["color"]) for values, text, look in kinds])


def _look(*, emphasised: bool, outside: bool) -> dict[str, Any]:
    """Return the mark: the shape says whether it is outside, colour and size whether the chart is about it."""
    colour = style.EMPHASIS[0] if emphasised else style.EMPHASIS[1] if outside else style.BORDER
    size = 9.0 if emphasised else 6.0 if outside else 4.5
    seam = {"markeredgecolor": "white", "markeredgewidth": 0.6, "linestyle": "none"}
    return {"color": colour, "marker": "D" if outside else "o", "markersize": size - outside, **seam}


def _draw_points(axes: Any, points: Sequence[Point]) -> int:
    """Draw the areas and return how many that should be named are not, for want of room."""
    named: list[Name] = []
    for order, (emphasised, outside) in enumerate(((False, False), (False, True), (True, False), (True, True))):
        group = [point for point in points if (point.emphasised, point.outside) == (emphasised, outside)]
        look = _look(emphasised=emphasised, outside=outside)
        if group:
            places = ([point.exposure for point in group], [point.rate for point in group])
            axes.plot(*places, zorder=3 + order, clip_on=False, **look)
        if emphasised or outside:
            named = [Name(point.label, point.exposure, point.rate, look["color"], emphasised) for point in group] + named
    # lines to many names would hide the areas
    return len(name_points(axes, named, [(point.exposure, point.rate) for point in points], far=len(named) <= _MOST_NAMED))


def _handles(points: Sequence[Point], unnamed: int) -> list[Line2D]:
    handles = []
    if any(point.outside for point in points):
        more = f" ({count_text(unnamed)} zonder naam: daar is geen plaats)" if unnamed else ""
        handles.append(Line2D([], [], label=f"buiten de 99,8%-grenzen{more}", **_look(emphasised=False, outside=True)))
    if any(not point.outside and not point.emphasised for point in points):
        handles.append(Line2D([], [], label="binnen de 99,8%-grenzen", **_look(emphasised=False, outside=False)))
    return handles


def _describe(points: Sequence[Point], limits: Limits, title: str, unit: str, across: str) -> str:
    parts = [f"Trechtergrafiek: {title}, {unit}, afgezet tegen {across}."]
    if not points:
        return f"{parts[0]} {EMPTY}."
    digits = _digits(points, limits)
    average = f", gemiddelde {decimal_text(limits.target[-1], digits)}" if limits.exposures else ""
    parts.append(f"{count_text(len(points))} {'gebied' if len(points) == 1 else 'gebieden'}{average}.")
    parts += [_describe_point(point, limits, digits) for point in points if point.emphasised]
    others = [point for point in points if point.outside and not point.emphasised]
    if len(others) > _MOST_NAMED:
        parts.append(f"Buiten de 99,8%-grenzen liggen ook {count_text(len(others))} andere gebieden.")
    elif others:
        texts = [f"{point.label} ({decimal_text(point.rate, digits)}, {_side(point, limits)})" for point in others]
        parts.append(f"Buiten de 99,8%-grenzen: {enumerate_text(texts)}.")
    elif not any(point.outside for point in points):
        parts.append("Geen gebied ligt buiten de 99,8%-grenzen.")
    return " ".join(parts)


def _side(point: Point, limits: Limits) -> str:
    return "erboven" if not limits.exposures or point.rate > limits.at(point.exposure, limits.target) else "eronder"


def _describe_point(point: Point, limits: Limits, digits: int) -> str:
    size = count_text(round(point.exposure))
    text = f"{capital(point.label)}: {decimal_text(point.rate, digits)} bij {size} op de horizontale as"
    if not limits.exposures:
        return f"{text}."
    low, high = (limits.at(point.exposure, values) for values in (limits.low95, limits.high95))
    if point.outside:
        return f"{text}, buiten de 99,8%-grenzen en {_side(point, limits)}."
    side = "boven" if point.rate > high else "onder"
    place = "binnen de 95%-grenzen" if low <= point.rate <= high else f"{side} de 95%-grens en binnen de 99,8%-grenzen"
    return f"{text}, {place} (de 95%-grenzen liggen daar {interval_text(low, high, digits)})."
