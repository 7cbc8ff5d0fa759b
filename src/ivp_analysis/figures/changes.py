"""How many times as many: ratios with their intervals, on an axis on which halved and doubled lie equally far from equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.marks import EMPTY, capital, empty, given, legend_below, placed
from ivp_analysis.figures.rows import NOTHING, Row, Rows, lay, mark
from ivp_analysis.wording.numbers import decimal_text, enumerate_text, interval_text

SMALL = 1.2
"""A ratio between one over this and this is a small difference."""

_BELOW, _ABOVE = 0.82, 0.36
"""Room below and above the axes in inches."""
_NARROWEST, _WIDEST = 2.3, 12.0
"""The axis goes to at least and at most this ratio, and to one over it."""
_TICKS = {
    0.1: "een tiende\n×0,1",
    0.25: "een kwart\n×0,25",
    0.5: "half\n×0,5",
    1.0: "gelijk\n×1",
    2.0: "dubbel\n×2",
    4.0: "vier keer\n×4",
    10.0: "tien keer\n×10",
}


@dataclass(frozen=True)
class Change:
    """One ratio.

    Parameters
    ----------
    label : str
        What became more or less.
    ratio : float or None
        How many times as many; None where it is absent or not shown.
    low, high : float or None
        Bounds of the 95 % interval; zero and infinity are allowed.
    emphasised : bool
        Whether this is what the chart is about.
    remark : str
        What stands in the place of a ratio that is not shown.

    Raises
    ------
    PresentationError
        When a ratio is handed over although a remark stands in its place.
    """

    label: str
    ratio: float | None
    low: float | None
    high: float | None
    emphasised: bool = False
    remark: str = ""

    def __post_init__(self) -> None:
        self.row  # noqa: B018

    @property
    def row(self) -> Row:
        """The ratio as a row."""
        return Row(self.label, self.ratio, self.low, self.high, emphasised=self.emphasised, remark=self.remark)


def changes(items: Sequence[Change], *, title: str, unit: str, caption: str) -> Figure:
    """Draw ratios with their intervals, in the order given.

    Parameters
    ----------
    items : sequence of Change
        The ratios; may be empty.
    title, unit, caption : str
        What is shown, in what (such as "2022 vergeleken met 2017-2019"), and the line below the figure.

    Returns
    -------
    Figure
        The chart with its alternative text.
    """
    shown = [item for item in items if given(item.ratio) is not None]
    alt = _describe(items, title, unit)
    with style.drawing():
        if not items:
            return render(empty(title, unit), alt, caption)
        rows = lay([item.row for item in items], title, unit, above=_ABOVE, below=_BELOW if shown else 0.12)
        if shown:
            _scale(rows, shown)
            _ground(rows)
            whole = Line2D([], [], label="verhouding met 95%-interval", **mark(shown[0].row) | {"linestyle": "-", "markersize": 6.0})
            legend_below(rows.axes, [whole], _BELOW)
        for order, item in enumerate(items):
            ratio = given(item.ratio)
            if ratio is None:
                rows.absent(order)
            else:
                rows.dot(order, item.row)
                rows.figure(order, _times(ratio))
        return render(rows.page.drawing, alt, caption)


def _scale(rows: Rows, shown: Sequence[Change]) -> None:
    found = placed(each for item in shown for each in (item.ratio, item.low, item.high))
    # as far to the left as to the right, so that a half looks as far away as a double
    furthest = min(max([_NARROWEST, *(1.06 * max(value, 1 / value) for value in found.values() if value > 0)]), _WIDEST)
    rows.axes.set_xscale("log")
    rows.axes.set_xlim(1 / furthest, furthest)
    ticks = [ratio for ratio in _TICKS if 1 / furthest <= ratio <= furthest]
    rows.axes.xaxis.set_major_locator(FixedLocator(ticks))
    rows.axes.xaxis.set_minor_locator(NullLocator())
    rows.axes.xaxis.set_major_formatter(FixedFormatter([_TICKS[ratio] for ratio in ticks]))


def _ground(rows: Rows) -> None:
    rows.axes.axvspan(1 / SMALL, SMALL, color=style.SHADE, linewidth=0, zorder=0)
    rows.axes.axvline(1.0, color=style.SOFT_INK, linewidth=1.0, zorder=1)
    for place, text, side in ((0.0, "◂ lager", "left"), (0.5, "klein verschil", "center"), (1.0, "hoger ▸", "right")):
        where = {"xycoords": "axes fraction", "xytext": (0, 4), "textcoords": "offset points", "ha": side}
        rows.axes.annotate(text, (place, 1.0), fontsize=style.SMALL_SIZE, color=style.SOFT_INK, **where)


def _digits(ratio: float) -> int:
    return 2 if ratio < 10 else 1 if ratio < 100 else 0


def _times(ratio: float) -> str:
    return f"×{decimal_text(ratio, _digits(ratio))}"


def _describe(items: Sequence[Change], title: str, unit: str) -> str:
    parts = [f"Stippengrafiek van verhoudingen, waarbij 1 gelijk is, 0,5 half en 2 dubbel: {title}, {unit}."]
    if not any(given(item.ratio) is not None for item in items):
        parts.append(f"{EMPTY}.")
    parts += [_sentence(item) for item in items]
    small = [item.label for item in items if (ratio := given(item.ratio)) is not None and 1 / SMALL <= ratio <= SMALL]
    if small:
        parts.append(f"Een klein verschil (tussen {decimal_text(1 / SMALL, 2)} en {decimal_text(SMALL, 2)}): {enumerate_text(small)}.")
    return " ".join(parts)


def _sentence(item: Change) -> str:
    ratio = given(item.ratio)
    if ratio is None:
        return f"{capital(item.label)}: {item.remark or NOTHING}."
    text = f"{capital(item.label)}: {decimal_text(ratio, _digits(ratio))}"
    if item.low is None or item.high is None or math.isnan(item.low) or math.isnan(item.high):
        return f"{text}."
    bounds = f"vanaf {decimal_text(item.low, 2)}" if math.isinf(item.high) else interval_text(item.low, item.high, _digits(item.high))
    place = "geheel boven 1" if item.low > 1 else "geheel onder 1" if item.high < 1 else "1 ligt daarin"
    return f"{text} (95%-interval {bounds}; {place})."
