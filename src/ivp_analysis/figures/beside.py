"""Registrations and experience beside each other: two panels of two moments, and nothing that joins them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns

from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.layout import Sheet, sheet
from ivp_analysis.figures.marks import EMPTY, capital, empty, given, interval_words, placed
from ivp_analysis.figures.rows import NOTHING, Row
from ivp_analysis.figures.svg import HALO
from ivp_analysis.wording.answers import PERCENTAGE, short_text
from ivp_analysis.wording.numbers import decimal_text

_LEFT, _WIDE, _BETWEEN = 0.62, 2.85, 0.75
"""Where the first panel begins, how wide a panel is, and how far they are apart, in inches."""
_BELOW, _HIGH, _ABOVE, _LINE = 0.4, 2.1, 0.4, 0.165
"""Room below the panels, their height, the room above them, and that for each line of a name, in inches."""
_CHARACTERS = 40
"""Letters of a name in a line."""
_PLACES = (0.28, 0.72)
"""Where the two moments stand, as parts of the width."""
_MOST = 100.0


@dataclass(frozen=True)
class Side:
    """One of the two panels.

    Parameters
    ----------
    name : str
        What is shown, such as "Geregistreerd: geluidshinder".
    unit : str
        In what, such as "per 1.000 inwoners".
    before, newest : Row
        The figures of the two moments; a label is the year, a remark stands in the place of a figure that is not shown.
    digits : int
        Decimals of the figures.
    percent : bool
        Whether these are percentages: whole, and never beyond 100.
    """

    name: str
    unit: str
    before: Row
    newest: Row
    digits: int = 1
    percent: bool = False

    @property
    def numbers(self) -> list[float]:
        """All numbers that are drawn."""
        return list(placed(each for row in (self.before, self.newest) for each in (row.value, row.low, row.high)).values())

    @property
    def lines(self) -> list[str]:
        """The name in lines."""
        return textwrap.wrap(self.name, _CHARACTERS)

    def text(self, value: float) -> str:
        """Return a figure as it stands beside its mark."""
        return short_text(PERCENTAGE, value) if self.percent else decimal_text(value, self.digits)


def beside(registered: Side, felt: Side, *, title: str, caption: str) -> Figure:
    """Draw what was registered to the left and what people say to the right, each at two moments.

    Parameters
    ----------
    registered, felt : Side
        The two panels.
    title, caption : str
        What is shown, and the line below the figure.

    Returns
    -------
    Figure
        The chart with its alternative text.
    """
    sides = (registered, felt)
    alt = _describe(sides, title)
    with style.drawing():
        if not any(side.numbers for side in sides):
            return render(empty(title, ""), alt, caption)
        lines = max(len(side.lines) for side in sides)
        page = sheet(title, "", _BELOW + _HIGH + _ABOVE + _LINE * lines)
        for order, side in enumerate(sides):
            _draw(page, _LEFT + order * (_WIDE + _BETWEEN), side, order)
        return render(page.drawing, alt, caption)


def _draw(page: Sheet, left: float, side: Side, order: int) -> None:
    axes = page.axes(left, _BELOW, _WIDE, _HIGH)
    up = _BELOW + _HIGH
    bounds = placed((side.before.low, side.newest.low))
    unit = f"{side.unit}, met 95%-interval" if bounds else side.unit
    page.text(left - 0.35, up + 0.32, "\n".join(side.lines), fontsize=style.TEXT_SIZE, fontweight="bold", va="bottom", linespacing=1.15)
    page.text(left - 0.35, up + 0.2, unit, fontsize=style.SMALL_SIZE, color=style.SOFT_INK, va="center")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, _top(side))
    axes.grid(visible=False, axis="x")
    axes.set_xticks(_PLACES, [side.before.label, side.newest.label], fontsize=style.TEXT_SIZE, color=style.INK)
    axes.tick_params(axis="x", length=0, pad=7)
    sns.despine(ax=axes, left=True)
    if side.numbers:
        style.dutch_axis(axes.yaxis, steps=4)
    else:
        axes.set_yticks([])
    for number, (across, row) in enumerate(zip(_PLACES, (side.before, side.newest), strict=True)):
        _point(axes, across, row, side, newest=number == 1, name=f"{HALO}{order}{number}")


def _top(side: Side) -> float:
    highest = 1.12 * max([0.0, *side.numbers]) or 1.0
    return min(highest, _MOST) if side.percent else highest


def _point(axes: Any, across: float, row: Row, side: Side, *, newest: bool, name: str) -> None:
    value, low, high = map(given, (row.value, row.low, row.high))
    if value is None:
        place = {"transform": axes.get_xaxis_transform(), "ha": "center", "va": "center", "gid": name}
        axes.text(across, 0.5, row.remark or NOTHING, fontsize=style.SMALL_SIZE, color=style.SOFT_INK, style="italic", **place)
        return
    colour = style.EMPHASIS[0] if newest else style.OTHERS[0][0]
    if low is not None and high is not None:
        axes.plot([across, across], [low, high], color=colour, linewidth=1.7 if newest else 1.0, zorder=3, clip_on=False)
        axes.plot([across, across], [low, high], color=colour, marker="_", markersize=7.0, linestyle="none", zorder=3, clip_on=False)
    face = {} if newest else {"markerfacecolor": "white", "markeredgewidth": 1.3}
    axes.plot([across], [value], color=colour, marker="o", markersize=7.5, zorder=4, clip_on=False, **face)
    place = {"xytext": (9, 0), "textcoords": "offset points", "va": "center", "gid": name, "zorder": 5}
    axes.annotate(side.text(value), (across, value), fontweight="bold" if newest else "normal", **place)


def _describe(sides: Sequence[Side], title: str) -> str:
    parts = [f"Twee stippengrafieken naast elkaar: {title}."]
    if not any(side.numbers for side in sides):
        parts.append(f"{EMPTY}.")
    told = [(side, ", ".join(_moment(row, side) for row in (side.before, side.newest))) for side in sides]
    return " ".join([*parts, *(f"{capital(side.name)}, {side.unit}: {moments}." for side, moments in told)])


def _moment(row: Row, side: Side) -> str:
    value = given(row.value)
    if value is None:
        return f"{row.remark or NOTHING} in {row.label}"
    told = side.text(value).replace("<", "minder dan ").replace(">", "meer dan ")
    return f"{told} in {row.label}{interval_words(row.low, row.high, 0 if side.percent else side.digits)}"
