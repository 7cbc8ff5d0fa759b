"""The sheet that every chart and map is drawn on: title and unit above, the drawing below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure as Drawing

from ivp_analysis.figures import style

_MARGIN = 0.09
_TITLE_CHARACTERS = 72
"""Bold letters of the title that fit the width."""
_TITLE_LINE, _UNIT_LINE = 0.195, 0.25


@dataclass(frozen=True)
class Sheet:
    """A drawing with its heading.

    Parameters
    ----------
    drawing : matplotlib Figure
        What is drawn on.
    width, body : float
        Width, and height of what is below the heading, in inches.
    """

    drawing: Any
    width: float
    body: float

    def axes(self, left: float, bottom: float, width: float, height: float) -> Any:
        """Add axes; all in inches from the left and the bottom."""
        tall = self.drawing.get_figheight()
        return self.drawing.add_axes((left / self.width, bottom / tall, width / self.width, height / tall))

    def text(self, left: float, bottom: float, text: str, **look: Any) -> None:
        """Write text; inches from the left and the bottom."""
        self.drawing.text(left / self.width, bottom / self.drawing.get_figheight(), text, **look)


def sheet(title: str, unit: str, body: float) -> Sheet:
    """Begin a figure: a sheet as high as heading and body need.

    Parameters
    ----------
    title : str
        Wrapped over as many lines as it needs.
    unit : str
        In what the figure is measured; may be empty.
    body : float
        Height below the heading in inches.
    """
    lines = textwrap.wrap(title, _TITLE_CHARACTERS)
    height = body + _MARGIN + _TITLE_LINE * len(lines) + (_UNIT_LINE if unit else 0.1)
    made = Sheet(Drawing(figsize=(style.WIDTH, height)), style.WIDTH, body)
    for order, line in enumerate(lines):
        made.text(_MARGIN, height - _MARGIN - _TITLE_LINE * order, line, fontsize=style.TITLE_SIZE, fontweight="bold", va="top")
    below = height - _MARGIN - _TITLE_LINE * len(lines) - 0.03
    made.text(_MARGIN, below, unit, fontsize=style.TEXT_SIZE, color=style.SOFT_INK, va="top")
    return made


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels apart as little as needed, in the order in which they stand.

    Parameters
    ----------
    wanted : sequence of float
        Where the middle of each label would be.
    heights : sequence of float
        The height of each, in the same unit.
    low, high : float
        The space; with too little of it, labels go on below `low`.

    Returns
    -------
    list of float
        The middles, in the order given; no two labels overlap.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], -index))
    result = list(wanted)
    floor = low
    for index in order:
        result[index] = max(wanted[index], floor + heights[index] / 2)
        floor = result[index] + heights[index] / 2
    ceiling = high
    for index in reversed(order):
        result[index] = min(result[index], ceiling - heights[index] / 2)
        ceiling = result[index] - heights[index] / 2
    return result
