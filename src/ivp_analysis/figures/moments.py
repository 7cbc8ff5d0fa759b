"""When in the week: a grid of weekdays and parts of the day with the figure in each cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Patch, Rectangle

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.layout import sheet
from ivp_analysis.figures.lines import decimals_of
from ivp_analysis.figures.marks import EMPTY, capital, empty, given, legend_below, placed
from ivp_analysis.wording.numbers import decimal_text, enumerate_text

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
PARTS = ("nacht 0-6", "ochtend 6-12", "middag 12-18", "avond 18-24")
HIDDEN = "niet getoond (0 tot en met 4)"
ABSENT = "–"

Grid = Sequence[Sequence[float | None]]

_LEFT, _BELOW, _ABOVE = 1.12, 0.46, 0.34
_WIDE, _HIGH = 0.89, 0.46
"""A cell, in inches."""
_MOST_NAMED = 6
"""So many cells are named in words; more are counted."""
_LIGHT_FROM = 3
"""From this shade on, letters are white."""
_HATCHED: dict[str, Any] = {"facecolor": style.NOT_SHOWN, "edgecolor": style.HATCH, "hatch": "////"}


def moments(
    values: Grid,
    *,
    title: str,
    unit: str,
    caption: str,
    hidden: Sequence[Sequence[bool]] | None = None,
    hidden_mark: str = "<5",
    hidden_label: str = HIDDEN,
) -> Figure:
    """Draw figures by weekday and part of the day.

    Parameters
    ----------
    values : sequence of 7 sequences of 4 float or None
        From Monday to Sunday, in each from night to evening; zero or more, None where there is no figure or it is hidden.
    title, unit, caption : str
        What is shown and where, in what, and the line below the figure.
    hidden : sequence of 7 sequences of 4 bool, optional
        Which figures exist and are not shown for privacy.
    hidden_mark, hidden_label : str
        What stands in their cells, and what legend and alternative text say of them.

    Returns
    -------
    Figure
        The chart with its alternative text.

    Raises
    ------
    PresentationError
        When there are not seven days of four parts, or a figure is handed over although it is hidden.
    """
    covered = [[False] * len(PARTS)] * len(DAYS) if hidden is None else hidden
    _check(values, covered)
    shown = {(day, part): value for day, row in enumerate(values) for part, value in placed(row).items()}
    hiding = [(day, part) for day in range(len(DAYS)) for part in range(len(PARTS)) if covered[day][part]]
    digits = decimals_of(list(shown.values()) or [0.0])
    words = _Words(hidden_mark, hidden_label, digits)
    alt = _describe(shown, hiding, words, f"{title}, {unit}")
    with style.drawing():
        if not shown and not hiding:
            return render(empty(title, unit), alt, caption)
        up = _HIGH * len(PARTS)
        page = sheet(title, unit, _BELOW + up + _ABOVE)
        axes = page.axes(_LEFT, _BELOW, _WIDE * len(DAYS), up)
        axes.set_axis_off()
        axes.set_xlim(0, len(DAYS))
        axes.set_ylim(len(PARTS), 0)
        _headings(axes)
        _cells(axes, shown, hiding, words)
        legend_below(axes, _handles(len(shown), len(hiding), words), _BELOW)
        return render(page.drawing, alt, caption)


@dataclass(frozen=True)
class _Words:
    """How figures are written, and what stands in the place of those that are hidden."""

    mark: str
    label: str
    digits: int


def _check(values: Grid, hidden: Sequence[Sequence[bool]]) -> None:
    for name, rows in (("values", values), ("hidden", hidden)):
        if [len(row) for row in rows] != [len(PARTS)] * len(DAYS):
            where = {"column": name, "days": len(rows)}
            raise PresentationError("a week has not seven days of four parts", where, "Hand over four figures for each of seven days")
    for day, (row, covered) in enumerate(zip(values, hidden, strict=True)):
        if any(flag and given(value) is not None for value, flag in zip(row, covered, strict=True)):
            raise PresentationError("a hidden figure was handed over to a chart", {"day": DAYS[day]}, "Put None where hidden is true")


def shade(value: float, most: float) -> int:
    """Return the shade of a figure, counted from 0: five equal steps from zero to the largest, so that twice as dark is twice as many."""
    return max(0, math.ceil(len(style.SEQUENCE) * value / most - 1e-9) - 1) if most > 0 else 0


def _headings(axes: Any) -> None:
    for day, name in enumerate(DAYS):
        axes.text(day + 0.5, -0.12, name, ha="center", va="bottom")
    for part, name in enumerate(PARTS):
        axes.text(-0.09, part + 0.5, name, ha="right", va="center")


def _cells(axes: Any, shown: dict[tuple[int, int], float], hiding: Sequence[tuple[int, int]], words: _Words) -> None:
    most = max(shown.values(), default=0.0)
    for day in range(len(DAYS)):
        for part in range(len(PARTS)):
            place = (day, part)
            middle = {"x": day + 0.5, "y": part + 0.5, "ha": "center", "va": "center"}
            if place in shown:
                step = shade(shown[place], most)
                look: dict[str, Any] = {"facecolor": style.SEQUENCE[step], "edgecolor": "white", "linewidth": 1.5}
                colour = "white" if step >= _LIGHT_FROM else style.INK
                axes.text(s=decimal_text(shown[place], words.digits), color=colour, fontsize=style.TEXT_SIZE + 1, **middle)
            elif place in hiding:
                look = _HATCHED | {"linewidth": 0.0}
                ground = {"facecolor": "white", "edgecolor": "none", "boxstyle": "square,pad=0.25"}
                axes.text(s=words.mark, bbox=ground, **middle)
            else:
                look = {"facecolor": style.NO_FIGURE, "edgecolor": style.RULE, "linewidth": 0.8}
                axes.text(s=ABSENT, color=style.SOFT_INK, **middle)
            axes.add_patch(Rectangle((day + 0.015, part + 0.03), 0.97, 0.94, zorder=1, **look))


def _handles(shown: int, hidden: int, words: _Words) -> list[Patch]:
    handles = []
    if hidden:
        handles.append(Patch(label=f"{words.mark}: {words.label}", **_HATCHED | {"linewidth": 0.5}))
    if shown + hidden < len(DAYS) * len(PARTS):
        handles.append(Patch(label=f"{ABSENT}: geen cijfer", facecolor=style.NO_FIGURE, edgecolor=style.BORDER, linewidth=0.5))
    return handles


def _describe(shown: dict[tuple[int, int], float], hiding: Sequence[tuple[int, int]], words: _Words, subject: str) -> str:
    parts = [f"Rooster van weekdagen en dagdelen: {subject}."]
    texts = {place: decimal_text(value, words.digits) for place, value in shown.items()}
    if not shown:
        parts.append(f"{EMPTY}.")
    elif len(set(texts.values())) > 1:
        for word, pick in (("Meeste", max), ("Minste", min)):
            extreme = texts[pick(shown, key=lambda place: shown[place])]
            parts.append(f"{word}: {extreme} {_places([place for place in shown if texts[place] == extreme])}.")
    if shown:
        texts |= dict.fromkeys(hiding, words.mark)
        parts.append(f"Van {DAYS[0]} tot en met {DAYS[-1]}.")
        rows = [[texts.get((day, part), ABSENT) for day in range(len(DAYS))] for part in range(len(PARTS))]
        parts += [f"{capital(name)}: {'; '.join(row)}." for name, row in zip(PARTS, rows, strict=True)]
    if hiding:
        parts.append(f"{capital(words.label)}: {_places(hiding)}.")
    absent = len(DAYS) * len(PARTS) - len(shown) - len(hiding)
    if absent and (shown or hiding):
        parts.append(f"Geen cijfer: {absent} {'vak' if absent == 1 else 'vakken'}.")
    return " ".join(parts)


def _places(places: Sequence[tuple[int, int]]) -> str:
    """Name cells by day: "op zaterdag (nacht 0-6 en avond 18-24) en zondag (nacht 0-6)"; many are counted."""
    if len(places) > _MOST_NAMED:
        return f"in {len(places)} vakken"
    days = sorted({day for day, _ in places})
    return "op " + enumerate_text([f"{DAYS[day]} ({enumerate_text([PARTS[part] for one, part in places if one == day])})" for day in days])
