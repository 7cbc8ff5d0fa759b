"""Maps: figures per buurt as shades, and incidents counted per square. Never an incident as a point."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import geopandas as gpd

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import furniture, style
from ivp_analysis.figures.classes import Classes, classify
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.map_text import describe_choropleth, describe_grid, hidden_groups

_ABSENT = "geen cijfer"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_HATCHED = {"facecolor": style.NOT_SHOWN, "edgecolor": style.HATCH, "hatch": "////", "linewidth": 0.5}
_HATCHES = ("////", "\\\\\\\\", "----", "||||")
"""One per reason why areas are not shown; lines, because dots take a hundred times the bytes."""
_EMPTY = {"facecolor": style.NO_FIGURE, "edgecolor": style.BORDER, "linewidth": 0.5}


def choropleth(
    areas: gpd.GeoDataFrame,
    *,
    values: Mapping[str, float | None],
    title: str,
    unit: str,
    caption: str,
    source: str,
    hidden: Mapping[str, str] = _NOTHING,
    outline: Collection[str] = (),
    labels: Mapping[str, str] = _NOTHING,
) -> Figure:
    """Draw a figure per buurt as shades of one colour.

    Parameters
    ----------
    areas : GeoDataFrame
        The buurten in EPSG:28992, with the columns area (code) and name.
    values : mapping of str to float or None
        Figure per code; absent, None or NaN where there is none or it is hidden.
    title, unit : str
        What is shown, and in what.
    caption, source : str
        The line below the figure, and where figures and borders come from.
    hidden : mapping of str to str
        Per code that is not shown for privacy, why ("1 tot en met 4").
    outline : collection of str
        Codes of the buurten that the map is about; a thick line goes around them.
    labels : mapping of str to str
        Name of the village per code; each name is written once.

    Returns
    -------
    Figure
        The map with its alternative text; its caption says how the classes were made.

    Raises
    ------
    PresentationError
        When a code is not among the areas, or a figure is handed over although it is hidden.
    """
    shown = _checked(areas, values, hidden)
    classes = classify(list(shown.values())) if shown else None
    with style.drawing():
        on = furniture.ground(areas, title)
        entries = _shade(on, shown, classes, hidden)
        furniture.outline(on, outline)
        furniture.names(on, labels)
        furniture.legend(on, unit, entries)
        furniture.scale_and_north(on)
        furniture.source_line(on, source)
        alt = describe_choropleth(on.areas, shown, classes, hidden, f"{title}, {unit}", _outlined_names(outline, labels))
        return render(on.page.drawing, alt, f"{caption} {classes.method}" if classes else caption)


def grid(
    areas: gpd.GeoDataFrame,
    cells: gpd.GeoDataFrame,
    *,
    title: str,
    caption: str,
    source: str,
    base: int = 1,
    outline: Collection[str] = (),
    labels: Mapping[str, str] = _NOTHING,
) -> Figure:
    """Draw counts per square over the borders of the buurten.

    Parameters
    ----------
    areas : GeoDataFrame
        The buurten in EPSG:28992, with the columns area (code) and name.
    cells : GeoDataFrame
        The squares in EPSG:28992, with the columns label (the class, such as "5 of 10" or "55 of meer"), shown (bool) and size (side in
        metres; one or two sizes).
    title, caption, source : str
        As for a choropleth.
    base : int, optional
        The counts were rounded to multiples of it.
    outline, labels : collection of str, mapping of str to str
        As for a choropleth.

    Returns
    -------
    Figure
        The map with its alternative text.

    Raises
    ------
    PresentationError
        When a column is missing, or a class is shown in one square and hidden in another.
    """
    _check_cells(cells)
    unit = f"aantal per vak{f', afgerond op {base}' if base > 1 else ''}"
    looks = _cell_looks(cells)
    with style.drawing():
        on = furniture.ground(areas, title, cells.geometry.union_all() if len(cells) else None)
        on.areas.plot(ax=on.axes, facecolor="white", edgecolor=style.BORDER, linewidth=0.5, aspect=None, zorder=1)
        for label, look in looks.items():
            cells[cells["label"] == label].plot(ax=on.axes, aspect=None, zorder=2, **look)
        furniture.outline(on, outline)
        furniture.names(on, labels)
        furniture.legend(on, unit, [*((label, look) for label, look in looks.items()), ("grens van een buurt", _EMPTY)])
        furniture.square_sizes(on, sorted(cells["size"].unique()))
        furniture.scale_and_north(on)
        furniture.source_line(on, source)
        alt = describe_grid(areas, cells, list(looks), f"{title}, {unit}", _outlined_names(outline, labels))
        return render(on.page.drawing, alt, caption)


def _checked(areas: gpd.GeoDataFrame, values: Mapping[str, float | None], hidden: Mapping[str, str]) -> dict[str, float]:
    """Return the figures that may be seen."""
    unknown = sorted((set(values) | set(hidden)) - set(areas["area"]))
    if unknown:
        raise PresentationError(
            "figures were handed over for areas that the map does not have",
            {"areas": ", ".join(unknown)},
            "Take areas and figures of the same boundary year, and leave out what has no place",
        )
    shown = {code: float(value) for code, value in values.items() if value is not None and not math.isnan(value)}
    disclosed = sorted(set(shown) & set(hidden))
    if disclosed:
        raise PresentationError("a hidden figure was handed over to a map", {"areas": ", ".join(disclosed)}, "Put None where it is hidden")
    return shown


def _shade(
    on: furniture.Ground, shown: Mapping[str, float], classes: Classes | None, hidden: Mapping[str, str]
) -> list[tuple[str, dict[str, Any]]]:
    """Colour the areas and return the entries of the legend, highest class first."""
    code = on.areas["area"]
    groups: list[tuple[str, dict[str, Any], Any]] = []
    if classes:
        colours = _shades(len(classes))
        group = code.map({key: classes.of(value) for key, value in shown.items()})
        groups = [
            (label, {"facecolor": colour, "edgecolor": style.BORDER, "linewidth": 0.5}, group == order)
            for order, (label, colour) in enumerate(zip(classes.labels, colours, strict=True))
        ][::-1]
    for order, (text, codes) in enumerate(hidden_groups(hidden).items()):
        groups.append((text, _HATCHED | {"hatch": _HATCHES[order % len(_HATCHES)]}, code.isin(codes)))
    groups.append((_ABSENT, _EMPTY, ~code.isin([*shown, *hidden])))
    present = [(label, look, chosen) for label, look, chosen in groups if chosen.any()]
    for _, look, chosen in present:
        on.areas[chosen].plot(ax=on.axes, aspect=None, zorder=2, **look)
    return [(label, look) for label, look, _ in present]


def _shades(count: int) -> Sequence[str]:
    """Take so many colours from the sequence, as far apart as can be."""
    if count == 1:
        return style.SEQUENCE[2:3]
    last = len(style.SEQUENCE) - 1
    return [style.SEQUENCE[round(order * last / (count - 1))] for order in range(count)]


def _outlined_names(outline: Collection[str], labels: Mapping[str, str]) -> list[str]:
    return sorted({labels[code] for code in outline if code in labels})


def _check_cells(cells: gpd.GeoDataFrame) -> None:
    missing = sorted({"label", "shown", "size"} - set(cells.columns))
    if missing or (cells.crs is not None and cells.crs.to_epsg() != furniture.RD):
        where = {"missing": ", ".join(missing), "crs": cells.crs}
        raise PresentationError(
            "the squares of a map cannot be drawn", where, f"Give label, shown, size and geometry in EPSG:{furniture.RD}"
        )
    both = sorted(set(cells.loc[cells["shown"], "label"]) & set(cells.loc[~cells["shown"], "label"]))
    if both:
        where = {"classes": ", ".join(both)}
        raise PresentationError("a class of squares is both shown and hidden", where, "Give hidden squares a class of their own")


def _cell_looks(cells: gpd.GeoDataFrame) -> dict[str, dict[str, Any]]:
    """Return the look of each class of squares, highest first and those that are not shown last."""

    def size(label: str) -> int:
        found = re.search(r"\d+", label.replace(".", ""))
        return int(found[0]) if found else 0

    visible = sorted({str(label) for label in cells.loc[cells["shown"], "label"]}, key=size)
    blurred = sorted({str(label) for label in cells.loc[~cells["shown"], "label"]}, key=size)
    looks: dict[str, dict[str, Any]] = {
        label: {"facecolor": colour, "edgecolor": style.BORDER, "linewidth": 0.5}
        for label, colour in zip(visible, _shades(len(visible)) if visible else (), strict=True)
    }
    return dict(reversed(looks.items())) | {label: dict(_HATCHED) for label in blurred}
