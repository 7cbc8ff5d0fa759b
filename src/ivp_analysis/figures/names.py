"""Names that stand beside the lines and points that they name, so that a chart needs no legend for them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.transforms import Bbox

from ivp_analysis.figures import style
from ivp_analysis.figures.layout import spread
from ivp_analysis.figures.svg import HALO

_NAME_CHARACTERS, _POINT_CHARACTERS = 20, 28
_LINE_HEIGHT = 1.25
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
_CORNERS = ((0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))
"""Where a name can stand seen from its point, best first: to the right and upward."""
_FAR = (22.0, 36.0, 54.0, 76.0)
"""How far away a name may stand that has a line to its point, in points."""


@dataclass(frozen=True)
class Name:
    """A name that stands beside what it names.

    Parameters
    ----------
    text : str
        The name.
    x, y : float
        The point or the end of the line that it belongs to, as values of the axes.
    colour : str
        Colour of the letters.
    bold : bool
        Whether it is what the chart is about.
    """

    text: str
    x: float
    y: float
    colour: str = style.SOFT_INK
    bold: bool = False

    @property
    def look(self) -> dict[str, Any]:
        """How matplotlib writes it."""
        return {"color": self.colour, "fontweight": "bold" if self.bold else "normal"}


def name_ends(axes: Any, names: Sequence[Name]) -> None:
    """Write names to the right of the axes, each with a thin line to the end that it names, moved up or down where they would overlap.

    Parameters
    ----------
    axes : matplotlib Axes
        The axes; limits and scales are set.
    names : sequence of Name
        The names; the point of each is the end of its line.
    """
    if not names:
        return
    points = axes.bbox.height * 72 / axes.figure.dpi
    texts = [textwrap.fill(name.text, _NAME_CHARACTERS) for name in names]
    heights = [style.TEXT_SIZE * _LINE_HEIGHT * (text.count("\n") + 1) for text in texts]
    ends = axes.transAxes.inverted().transform(axes.transData.transform([(name.x, name.y) for name in names]))
    middles = spread([float(end[1]) * points for end in ends], heights, 0.0, points)
    for name, text, (x, y), middle in zip(names, texts, ends, middles, strict=True):
        axes.text(
            1.045, middle / points, text, transform=axes.transAxes, va="center", linespacing=_LINE_HEIGHT - 0.1, clip_on=False, **name.look
        )
        way = ([min(x + 0.012, 1.0), 1.0, 1.035], [y, y, middle / points])
        axes.plot(*way, transform=axes.transAxes, color=name.colour, linewidth=0.7, alpha=0.7, clip_on=False)


def name_points(
    axes: Any, names: Sequence[Name], clear_of: Sequence[tuple[float, float]] = (), *, radius: float = 4.0, far: bool = False
) -> list[Name]:
    """Write names beside their points, where they cover neither a mark nor another name.

    A bold name is always written: further away with a thin line where there is no room beside its point, else over what is there.

    Parameters
    ----------
    axes : matplotlib Axes
        The axes; limits and scales are set.
    names : sequence of Name
        The names, those first that matter most.
    clear_of : sequence of (x, y)
        Other marks, as values of the axes.
    radius : float
        How large the marks are, in points.
    far : bool
        Whether other names too may stand further away.

    Returns
    -------
    list of Name
        The names for which there was no room; they are not written.
    """
    marks = axes.transData.transform([*((name.x, name.y) for name in names), *clear_of]) if names else np.empty((0, 2))
    written: list[Bbox] = []
    left_out = []
    near = radius + 3.5
    for name in names:
        look = {"zorder": 8, "fontsize": style.SMALL_SIZE, "linespacing": 1.1, **name.look}
        text = axes.annotate(
            textwrap.fill(name.text, _POINT_CHARACTERS), (name.x, name.y), xytext=(0, 0), textcoords="offset points", **look
        )
        places = [(near, direction) for direction in (*_SIDES, *_CORNERS)]
        # a level line would look like an interval, so corners come first where there is one
        distances = _FAR if far or name.bold else ()
        places += [(distance, direction) for distance in distances for direction in (*_CORNERS, *_SIDES)]
        free = (place for place in places if _is_free(_put(text, *place), written, marks, axes.bbox, radius * axes.figure.dpi / 72))
        place = next(free, places[0] if name.bold else None)
        if place is None:
            text.remove()
            left_out.append(name)
            continue
        written.append(_put(text, *place))
        text.set_gid(f"{HALO}{len(written)}")
        if place[0] > near:
            lead = {"arrowstyle": "-", "color": name.colour, "linewidth": 0.8, "shrinkA": 0.0, "shrinkB": radius}
            axes.annotate("", (name.x, name.y), xytext=text.get_position(), textcoords="offset points", arrowprops=lead, zorder=7)
    return left_out


def _put(text: Any, distance: float, direction: tuple[float, float]) -> Bbox:
    """Move a name to a place beside its point and return what it covers, in pixels."""
    right, up = direction
    side = "center" if right == 0 else "left" if right > 0 else "right"
    edge = "center" if up == 0 else "bottom" if up > 0 else "top"
    text.set(position=(distance * right, distance * up), horizontalalignment=side, verticalalignment=edge)
    box: Bbox = text.get_window_extent()
    return box


def _is_free(box: Bbox, written: Sequence[Bbox], marks: Any, within: Bbox, radius: float) -> bool:
    inside = within.x0 <= box.x0 and box.x1 <= within.x1 and within.y0 <= box.y0 and box.y1 <= within.y1
    near = box.padded(radius)
    covered = (near.x0 < marks[:, 0]) & (marks[:, 0] < near.x1) & (near.y0 < marks[:, 1]) & (marks[:, 1] < near.y1)
    return bool(inside and not box.padded(2).count_overlaps(written) and not covered.any())
