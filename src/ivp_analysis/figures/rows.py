"""Rows of dots with intervals below each other: names to the left, values across, figures to the right."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.layout import Sheet, sheet
from ivp_analysis.figures.marks import given, placed
from ivp_analysis.figures.svg import HALO

NOTHING = "geen cijfer"

_LEFT, _ACROSS = 2.15, 4.35
"""Where the axes begin and how wide they are, in inches."""
_LINE, _PADDING = 0.165, 0.17
"""Height of a line of a name, and what a row has besides its lines, in inches."""
_CHARACTERS = 25


@dataclass(frozen=True)
class Row:
    """What every row has.

    Parameters
    ----------
    label : str
        Its name.
    value : float or None
        The figure; None where there is none or it is not shown.
    low, high : float or None
        Bounds of the 95 % interval.
    emphasised : bool
        Whether this is the row that the chart is about.
    remark : str
        What stands in the place of a figure that is not shown, such as "niet getoond".

    Raises
    ------
    PresentationError
        When what is not shown was handed over: a figure with a remark in its place, or bounds without their figure.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    emphasised: bool = False
    remark: str = ""

    def __post_init__(self) -> None:
        where = {"row": self.label, "remark": self.remark}
        if placed((self.low, self.high)) and given(self.value) is None:
            raise PresentationError("bounds without their figure were handed over to a chart", where, "Put None for the bounds")
        if self.remark and given(self.value) is not None:
            raise PresentationError("a figure was handed over to a chart with a remark in its place", where, "Put None, or leave it out")


@dataclass(frozen=True)
class Rows:
    """Axes with a place for each row.

    Parameters
    ----------
    page : Sheet
        The sheet.
    axes : matplotlib Axes
        Values across; upward the inches from the top, so that rows of long names are higher.
    middles : tuple of float
        The middle of each row.
    rows : tuple of Row
        What stands there.
    """

    page: Sheet
    axes: Any
    middles: tuple[float, ...]
    rows: tuple[Row, ...]

    def dot(self, order: int, row: Row, *, hollow: bool = False, shift: float = 0.0) -> None:
        """Draw a figure with its interval; an arrow stands where the interval goes on beyond the axis.

        Parameters
        ----------
        order : int
            Of which row, counted from 0.
        row : Row
            The figure.
        hollow : bool
            Whether it is the second figure of the row.
        shift : float
            Inches below the middle of the row.
        """
        value, low, high = given(row.value), given(row.low), row.high
        if value is None:
            return
        y = self.middles[order] + shift
        left, right = self.axes.get_xlim()
        own = mark(row)
        line = {"color": own["color"], "linewidth": 1.8 if row.emphasised else 1.3, "linestyle": (0, (2.5, 1.5)) if hollow else "-"}
        # an upper bound may be infinite
        if low is not None and high is not None and high >= low:
            self.axes.plot([max(low, left), min(high, right)], [y, y], zorder=3, **line)
            for bound, edge, arrow in ((low, left, "<"), (high, right, ">")):
                if left <= bound <= right:
                    self.axes.plot([bound], [y], color=own["color"], marker="|", markersize=6.0, zorder=3, clip_on=False)
                elif (bound < left) == (edge == left):
                    self._beyond(edge, y, arrow, own["color"])
        if left <= value <= right:
            face = {"markerfacecolor": "white", "markeredgewidth": 1.3} if hollow else {}
            self.axes.plot([value], [y], zorder=4, clip_on=False, **own | face)
        else:
            self._beyond(left if value < left else right, y, "<" if value < left else ">", own["color"])

    def _beyond(self, edge: float, y: float, arrow: str, colour: str) -> None:
        self.axes.plot([edge], [y], color=colour, marker=arrow, markersize=6.5, zorder=4, clip_on=False)

    def figure(self, order: int, text: str) -> None:
        """Write the figure of a row to the right of it."""
        weight = "bold" if self.rows[order].emphasised else "normal"
        self.axes.text(1.035, self.middles[order], text, transform=self.axes.get_yaxis_transform(), va="center", fontweight=weight)

    def absent(self, order: int) -> None:
        """Say in the place of a figure that it is not there."""
        text = self.rows[order].remark or NOTHING
        across = self.axes.get_yaxis_transform()
        look = {"fontsize": style.SMALL_SIZE, "color": style.SOFT_INK, "style": "italic", "zorder": 5}
        self.axes.text(0.012, self.middles[order], text, transform=across, va="center", gid=f"{HALO}{order}", **look)


def mark(row: Row) -> dict[str, Any]:
    """Return the mark of a row: larger and dark blue where the chart is about it."""
    if row.emphasised:
        return {"color": style.EMPHASIS[0], "marker": "o", "markersize": 8.0, "linestyle": "none"}
    return {"color": style.OTHERS[0][0], "marker": "o", "markersize": 5.5, "linestyle": "none"}


def lay(rows: Sequence[Row], title: str, unit: str, *, above: float, below: float, extra: float = 0.0) -> Rows:
    """Begin a chart of rows, in the order given.

    Parameters
    ----------
    rows : sequence of Row
        The rows, one or more.
    title, unit : str
        The heading.
    above, below : float
        Room above and below the axes in inches.
    extra : float
        Height that each row has besides what its name needs, in inches.

    Returns
    -------
    Rows
        Axes without values; their limits are to be set.
    """
    names = [textwrap.fill(row.label, _CHARACTERS) for row in rows]
    heights = [_PADDING + extra + _LINE * (name.count("\n") + 1) for name in names]
    up = sum(heights)
    middles = tuple(sum(heights[:order]) + height / 2 for order, height in enumerate(heights))
    page = sheet(title, unit, below + up + above)
    axes = page.axes(_LEFT, below, _ACROSS, up)
    axes.set_ylim(up, 0)
    axes.grid(visible=False, axis="y")
    # without a figure there are no values to put below the axis
    sns.despine(ax=axes, left=True, bottom=not placed(row.value for row in rows))
    axes.set_xticks([])
    axes.set_yticks([])
    for row, name, middle in zip(rows, names, middles, strict=False):
        weight = {"fontweight": "bold"} if row.emphasised else {}
        axes.text(-0.035, middle, name, transform=axes.get_yaxis_transform(), ha="right", va="center", linespacing=1.15, **weight)
    return Rows(page, axes, middles, tuple(rows))
