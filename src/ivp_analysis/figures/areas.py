"""Areas below each other with their intervals, in a fixed order: no list of best and worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.lines import Line2D

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.lines import decimals_of
from ivp_analysis.figures.marks import EMPTY, capital, empty, given, interval_words, legend_below, placed
from ivp_analysis.figures.rows import NOTHING, Row, Rows, lay, mark
from ivp_analysis.wording.numbers import decimal_text, enumerate_text

_BELOW, _ABOVE, _LEVEL = 0.64, 0.12, 0.19
"""Room below and above the axes and for the name of each reference, in inches."""
_APART = 0.075
"""How far the two figures of a row stand from its middle, in inches."""


@dataclass(frozen=True)
class Area(Row):
    """The figure of one area: a row, and perhaps a second figure.

    Parameters
    ----------
    label, value, low, high, emphasised, remark
        As `Row` has them.
    adjusted, adjusted_low, adjusted_high : float or None
        The figure after it was drawn towards what is usual, with its 95 % interval.

    Raises
    ------
    PresentationError
        When an adjusted figure comes without the figure itself, which could be computed back from it.
    """

    adjusted: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if given(self.adjusted) is not None and given(self.value) is None:
            raise PresentationError("an adjusted figure without its figure was handed over to a chart", {"area": self.label}, "Put None")

    @property
    def second(self) -> Row | None:
        """The adjusted figure as a row; None where there is none."""
        if given(self.adjusted) is None:
            return None
        return Row(self.label, self.adjusted, self.adjusted_low, self.adjusted_high, emphasised=self.emphasised)


def areas(items: Sequence[Area], *, title: str, unit: str, caption: str, references: Sequence[tuple[str, float]] = ()) -> Figure:
    """Draw a figure with its interval for each area, in the order given.

    Parameters
    ----------
    items : sequence of Area
        The areas; may be empty.
    title, unit, caption : str
        What is shown, in what, and the line below the figure.
    references : sequence of (name, value)
        What to compare with, such as the country; a line with its name at the top.

    Returns
    -------
    Figure
        The chart with its alternative text.
    """
    figures = list(placed(figure for item in items for figure in (item.value, item.adjusted)).values())
    lines = list(references) if figures else []
    digits = decimals_of([*figures, *(value for _, value in lines)] or [0.0])
    alt = _describe(items, lines, digits, title, unit)
    extra = 0.12 if any(item.second for item in items) else 0.0
    with style.drawing():
        if not items:
            return render(empty(title, unit), alt, caption)
        rows = lay(items, title, unit, above=_ABOVE + _LEVEL * len(lines), below=_BELOW if figures else _ABOVE, extra=extra)
        if figures:
            _scale(rows, items, lines)
            _draw_references(rows, lines, digits)
            legend_below(rows.axes, _handles(items), _BELOW)
        for order, item in enumerate(items):
            _draw(rows, order, item, digits)
        return render(rows.page.drawing, alt, caption)


def _scale(rows: Rows, items: Sequence[Area], references: Sequence[tuple[str, float]]) -> None:
    found = placed(each for item in items for each in (item.value, item.high, item.adjusted, item.adjusted_high))
    furthest = max([0.0, *found.values(), *(value for _, value in references)])
    rows.axes.set_xlim(0, 1.04 * furthest or 1.0)
    style.dutch_axis(rows.axes.xaxis)


def _draw(rows: Rows, order: int, item: Area, digits: int) -> None:
    value, second = given(item.value), item.second
    if value is None:
        rows.absent(order)
        return
    rows.dot(order, item, shift=-_APART if second else 0.0)
    rows.figure(order, decimal_text(value, digits))
    if second:
        rows.dot(order, second, hollow=True, shift=_APART)


def _draw_references(rows: Rows, references: Sequence[tuple[str, float]], digits: int) -> None:
    """Draw lines down from names that stand to their left, the leftmost lowest, so that no line runs through a name."""
    axes = rows.axes
    up = axes.bbox.height / axes.figure.dpi
    across = axes.get_xaxis_transform()
    for level, order in enumerate(sorted(range(len(references)), key=lambda index: references[index][1])):
        name, value = references[order]
        colour, dashes = style.other(order)
        height = 1 + (0.06 + _LEVEL * level) / up
        place = {"xycoords": across, "xytext": (-4, 0), "textcoords": "offset points", "ha": "right"}
        text = axes.annotate(f"{name} {decimal_text(value, digits)}", (value, height), fontsize=style.SMALL_SIZE, color=colour, **place)
        missing = 4 - text.get_window_extent().x0 * 72 / axes.figure.dpi
        if missing > 0:
            text.set_position((missing - 4, 0))
        # beside its name, but below it where there was no room to the left
        top = height + (0.13 if missing <= 0 else -0.02) / up
        look = {"color": colour, "linestyle": dashes, "linewidth": 1.4}
        axes.plot([value, value], [0, top], transform=across, zorder=2, clip_on=False, **look)


def _handles(items: Sequence[Area]) -> list[Any]:
    first = next(item for item in items if given(item.value) is not None)
    line = {"linestyle": "-", "markersize": 6.0}
    handles = [Line2D([], [], label="cijfer met 95%-interval", **mark(first) | line)]
    if any(item.second for item in items):
        hollow = {"markerfacecolor": "white", "markeredgewidth": 1.3, "linestyle": (0, (2.5, 1.5)), "markersize": 6.0}
        handles.append(Line2D([], [], label="bijgesteld cijfer met 95%-interval", **mark(first) | hollow))
    return handles


def _describe(items: Sequence[Area], references: Sequence[tuple[str, float]], digits: int, title: str, unit: str) -> str:
    parts = [f"Stippengrafiek met een rij per gebied: {title}, {unit}."]
    if not any(given(item.value) is not None for item in items):
        parts.append(f"{EMPTY}.")
    parts += [_sentence(item, digits) for item in items]
    if references:
        parts.append(f"Ter vergelijking: {enumerate_text([f'{name} {decimal_text(value, digits)}' for name, value in references])}.")
    return " ".join(parts)


def _sentence(item: Area, digits: int) -> str:
    value, adjusted = given(item.value), given(item.adjusted)
    if value is None:
        return f"{capital(item.label)}: {item.remark or NOTHING}."
    # bounds of counts are no whole numbers
    fine = max(digits, 1)
    text = f"{capital(item.label)}: {decimal_text(value, digits)}{interval_words(item.low, item.high, fine)}"
    if adjusted is not None:
        text += f", bijgesteld {decimal_text(adjusted, fine)}{interval_words(item.adjusted_low, item.adjusted_high, fine)}"
    return f"{text}."
