"""What every map needs around its areas: sheet, legend, scale bar, north arrow, names, source."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
from matplotlib.patches import Patch, Rectangle
from shapely import Point
from shapely.geometry.base import BaseGeometry

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures.layout import Sheet, sheet
from ivp_analysis.figures.svg import HALO
from ivp_analysis.wording.numbers import count_text, decimal_text

RD = 28992
"""EPSG code of the Dutch grid, in metres."""

_LEFT, _BOTTOM, _ACROSS, _HIGHEST = 0.1, 0.54, 5.0, 5.4
"""Place of the map on the sheet and its largest size, in inches."""
_GAP, _LOWEST = 0.2, 3.3
_LEGEND_CHARACTERS = 25
_SOURCE_CHARACTERS = 115
_SMALL = 0.25
"""Share of the largest area of a village up to which an area is built-up rather than fields."""
_PIXELS = 96


@dataclass(frozen=True)
class Ground:
    """A map to draw on.

    Parameters
    ----------
    page : Sheet
        The sheet with its heading.
    axes : matplotlib Axes
        The map, in metres of the Dutch grid.
    areas : GeoDataFrame
        The areas, simplified to what can be seen.
    metres : float
        Metres on the ground in one inch of the map.
    right : float
        Where the column beside the map begins, in inches.
    """

    page: Sheet
    axes: Any
    areas: gpd.GeoDataFrame
    metres: float
    right: float


def ground(areas: gpd.GeoDataFrame, title: str, extent: BaseGeometry | None = None) -> Ground:
    """Begin a map that takes in all areas.

    Parameters
    ----------
    areas : GeoDataFrame
        Polygons in EPSG:28992 with the columns area (code) and name.
    title : str
        The heading.
    extent : shapely geometry, optional
        What else the map takes in.

    Returns
    -------
    Ground
        A map without axes or coordinates.

    Raises
    ------
    PresentationError
        When there are no areas, one comes twice, a column is missing, or the coordinates are not in the Dutch grid.
    """
    missing = sorted({"area", "name"} - set(areas.columns))
    if missing or areas.empty:
        where = {"missing": ", ".join(missing) or "rows"}
        raise PresentationError("a map cannot be drawn without areas", where, "Hand over areas with the columns area, name and geometry")
    if areas["area"].duplicated().any():
        twice = ", ".join(sorted(areas.loc[areas["area"].duplicated(), "area"].astype(str))[:5])
        raise PresentationError("an area comes twice on a map", {"areas": twice}, "Take the areas of one level and one boundary year")
    if areas.crs is None or areas.crs.to_epsg() != RD:
        raise PresentationError("the areas of a map are not in the Dutch grid", {"crs": areas.crs}, f"Convert them with to_crs({RD})")
    bounds = np.array([areas.total_bounds, extent.bounds if extent is not None and not extent.is_empty else areas.total_bounds])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    metres = 1.03 * max((east - west) / _ACROSS, (north - south) / _HIGHEST)
    across, up = 1.03 * (east - west) / metres, 1.03 * (north - south) / metres
    height = max(up, _LOWEST)
    page = sheet(title, "", _BOTTOM + height + 0.12)
    axes = page.axes(_LEFT, _BOTTOM + height - up, across, up)
    middle = ((west + east) / 2, (south + north) / 2)
    axes.set_xlim(middle[0] - across * metres / 2, middle[0] + across * metres / 2)
    axes.set_ylim(middle[1] - up * metres / 2, middle[1] + up * metres / 2)
    axes.set_axis_off()
    # neighbours keep a common border, and a difference of half a pixel is not seen
    simple = areas.set_geometry(areas.geometry.simplify_coverage(metres / _PIXELS / 2))
    return Ground(page, axes, simple, metres, _LEFT + across + _GAP)


def outline(on: Ground, codes: Collection[str]) -> None:
    """Draw a thick line with a white seam around some areas."""
    chosen = on.areas[on.areas["area"].isin(list(codes))]
    if chosen.empty:
        return
    border = gpd.GeoSeries([chosen.geometry.union_all()], crs=on.areas.crs).boundary
    border.plot(ax=on.axes, color="white", linewidth=4.2, zorder=5, aspect=None)
    border.plot(ax=on.axes, color=style.INK, linewidth=2.2, zorder=6, aspect=None)


def names(on: Ground, labels: Mapping[str, str]) -> None:
    """Write a name once, above the heart of the areas that bear it (below where there is no room), clear of other names."""
    taken: list[tuple[float, float, float]] = []
    point = on.metres / 72
    line = 1.3 * style.TEXT_SIZE * point
    villages = {name: on.areas[on.areas["area"].map(labels) == name] for name in dict.fromkeys(labels.values())}
    places = {name: _place(areas, line, point) for name, areas in villages.items() if len(areas)}
    for order, (name, place) in enumerate(sorted(places.items(), key=lambda item: (item[1].y, item[1].x))):
        half = 0.34 * len(name) * style.TEXT_SIZE * point
        left, right = on.axes.get_xlim()
        x, y = min(max(place.x, left + half), right - half), place.y
        for other_x, other_y, other_half in taken:
            if abs(x - other_x) < half + other_half and abs(y - other_y) < line:
                y = other_y + line
        taken.append((x, y, half))
        text = on.axes.text(x, y, name, ha="center", va="bottom", fontweight="bold", zorder=8)
        text.set_gid(f"{HALO}{order}")


def _place(areas: gpd.GeoDataFrame, line: float, point: float) -> Point:
    """Return where a name begins so that it does not cover the largest cluster of small areas, where most people live."""
    size = areas.geometry.area
    small = areas[size <= _SMALL * size.max()]
    whole = areas.geometry.union_all()
    if small.empty:
        middle = whole.representative_point()
        return Point(middle.x, middle.y - line / 2)
    built = small.geometry.union_all()
    cluster = max(getattr(built, "geoms", [built]), key=lambda part: part.area)
    x, (_, bottom, _, top) = cluster.centroid.x, cluster.bounds
    no_room_above = not whole.contains(Point(x, top + line))
    return Point(x, bottom - line - point) if no_room_above and whole.contains(Point(x, bottom - line)) else Point(x, top + 2 * point)


def legend(on: Ground, title: str, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Set the legend beside the map.

    Parameters
    ----------
    on : Ground
        The map.
    title : str
        What the shades say.
    entries : sequence of (text, look)
        From top to bottom; look as a matplotlib Patch takes it.
    """
    handles = [Patch(label=textwrap.fill(text, _LEGEND_CHARACTERS), **look) for text, look in entries]
    tall = on.page.drawing.get_figheight()
    made = on.page.drawing.legend(
        handles=handles,
        title=textwrap.fill(title, _LEGEND_CHARACTERS + 4),
        loc="upper left",
        bbox_to_anchor=((on.right - 0.05) / on.page.width, (on.page.body - 0.06) / tall),
        frameon=False,
        fontsize=style.SMALL_SIZE,
        title_fontsize=style.SMALL_SIZE,
        alignment="left",
        handlelength=1.8,
        handleheight=1.15,
        borderaxespad=0.0,
    )
    made.get_title().set_fontweight("bold")


def square_sizes(on: Ground, sizes: Sequence[int]) -> None:
    """Draw a square of each size as large as it is on the map, with its size, between the legend and the scale bar.

    Parameters
    ----------
    on : Ground
        The map.
    sizes : sequence of int
        Sides in metres, the smallest first; may be empty.
    """
    if not sizes:
        return
    largest = max(sizes) / on.metres
    line = max(largest + 0.06, 0.2)
    across, up = on.page.width - on.right, line * len(sizes)
    axes = on.page.axes(on.right, _BOTTOM + 0.95, across, up)
    axes.set_xlim(0, across)
    axes.set_ylim(0, up)
    axes.set_axis_off()
    for order, size in enumerate(sizes):
        side, middle = size / on.metres, up - (order + 0.5) * line
        axes.add_patch(Rectangle((0.03, middle - side / 2), side, side, facecolor=style.SEQUENCE[2], edgecolor=style.BORDER, linewidth=0.5))
        axes.text(largest + 0.12, middle, size_text(size), va="center", fontsize=style.SMALL_SIZE)


def size_text(size: int) -> str:
    """Write how large a square is."""
    return f"vak van {count_text(size)} bij {count_text(size)} meter"


def scale_and_north(on: Ground) -> None:
    """Draw a scale bar of a round length and an arrow to the north, below the legend."""
    length = _round_length(1.5 * on.metres)
    inches = length / on.metres
    axes = on.page.axes(on.right, _BOTTOM, 2.2, 0.75)
    axes.set_xlim(0, 2.2)
    axes.set_ylim(0, 0.75)
    axes.set_axis_off()
    for part, colour in ((0, style.INK), (1, "white")):
        axes.add_patch(Rectangle((0.03 + part * inches / 2, 0.06), inches / 2, 0.06, facecolor=colour, edgecolor=style.INK, linewidth=0.8))
    factor, unit = (1000, "km") if length >= 1000 else (1, "m")
    for share in (0.0, 0.5, 1.0):
        mark = share * length / factor
        text = decimal_text(mark, 0 if mark == int(mark) else 1) + (f" {unit}" if share == 1.0 else "")
        axes.text(0.03 + share * inches, 0.17, text, ha="center" if share < 1 else "left", fontsize=style.SMALL_SIZE, va="bottom")
    axes.annotate("", (0.1, 0.75), (0.1, 0.42), arrowprops={"arrowstyle": "-|>", "color": style.INK, "linewidth": 1.2})
    axes.text(0.2, 0.56, "noord", fontsize=style.SMALL_SIZE, va="center")


def _round_length(longest: float) -> float:
    """Return the largest 1, 2 or 4 times a power of ten metres that fits."""
    power = float(10 ** math.floor(math.log10(longest)))
    return max(step * power for step in (1, 2, 4) if step * power <= longest)


def source_line(on: Ground, source: str) -> None:
    """Write the source at the foot of the sheet."""
    lines = textwrap.wrap(f"Bron: {source}", _SOURCE_CHARACTERS, max_lines=3, placeholder=" …")
    on.page.text(_LEFT, 0.06, "\n".join(lines), fontsize=style.SMALL_SIZE - 0.5, color=style.SOFT_INK, va="bottom")
