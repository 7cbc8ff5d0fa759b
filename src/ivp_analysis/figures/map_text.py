"""What a map says in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd

from ivp_analysis.figures.classes import Classes
from ivp_analysis.wording.numbers import count_text, enumerate_text

_HIDDEN = "niet getoond"
_NAMES = 5
"""So many areas are named; more are counted."""


def hidden_groups(hidden: Mapping[str, str]) -> dict[str, list[str]]:
    """Group the areas that are not shown by what the legend says of them.

    Parameters
    ----------
    hidden : mapping of str to str
        The reason per code; may be empty.

    Returns
    -------
    dict of str to list of str
        Codes per text, such as "niet getoond (1 tot en met 4)", in the order of the texts.
    """
    groups: dict[str, list[str]] = {}
    for code, reason in hidden.items():
        own = f"{_HIDDEN} ({reason})" if reason else _HIDDEN
        groups.setdefault(reason if reason.startswith(_HIDDEN) else own, []).append(code)
    return dict(sorted(groups.items()))


def describe_choropleth(
    areas: gpd.GeoDataFrame,
    shown: Mapping[str, float],
    classes: Classes | None,
    hidden: Mapping[str, str],
    subject: str,
    about: Sequence[str],
) -> str:
    """Say what a map of shades shows.

    Parameters
    ----------
    areas : GeoDataFrame
        The areas, with the columns area and name.
    shown : mapping of str to float
        The figures that may be seen, by code.
    classes : Classes or None
        The classes; None where there is no figure.
    hidden : mapping of str to str
        Codes that are not shown, with the reason.
    subject : str
        Title and unit.
    about : sequence of str
        Names of what is outlined.

    Returns
    -------
    str
        Subject, classes, range, highest and lowest areas, how many are not shown or have no figure.
    """
    parts = [f"Kaart met een kleur per buurt: {subject}."]
    if classes:
        names_of = dict(zip(areas["area"], areas["name"], strict=True))
        ranked = sorted(shown, key=lambda code: (shown[code], code))
        ends = list(dict.fromkeys(classes.text(shown[code]) for code in (ranked[-1], ranked[0])))
        span = f"van {ends[-1]} tot en met {ends[0]}" if len(ends) > 1 else f"overal {ends[0]}"
        parts.append(f"{_counted(len(shown), 'buurt', 'buurten')} in {_counted(len(classes), 'klasse', 'klassen')}, {span}.")
        for word, text in zip(("Hoogste", "Laagste"), ends if len(ends) > 1 else (), strict=False):
            same = [str(names_of[code]) for code in ranked if classes.text(shown[code]) == text]
            parts.append(f"{word}: {text} in {_named(same)}.")
    else:
        parts.append("Er zijn geen cijfers om te tonen.")
    parts += [f"{_counted(len(codes), 'buurt', 'buurten')} {text}." for text, codes in hidden_groups(hidden).items()]
    absent = len(areas) - len(shown) - len(hidden)
    if absent:
        parts.append(f"{_counted(absent, 'buurt', 'buurten')} zonder cijfer.")
    return " ".join([*parts, *_about(about)])


def describe_grid(areas: gpd.GeoDataFrame, cells: gpd.GeoDataFrame, labels: Sequence[str], subject: str, about: Sequence[str]) -> str:
    """Say what a map of squares shows.

    Parameters
    ----------
    areas, cells : GeoDataFrame
        As `maps.grid` takes them.
    labels : sequence of str
        The classes, highest first, those that are not shown last.
    subject : str
        Title and unit.
    about : sequence of str
        Names of what is outlined.

    Returns
    -------
    str
        Subject, sizes, number of squares per class, where the highest class lies.
    """
    parts = [f"Kaart met vakken: {subject}."]
    sizes = [int(size) for size in sorted(cells["size"].unique(), reverse=True)]
    if not sizes:
        parts.append("Er zijn geen vakken om te tonen.")
    else:
        parts.append(f"De vakken zijn {' of '.join(f'{count_text(size)} bij {count_text(size)}' for size in sizes)} meter groot.")
    for label in labels:
        chosen = cells[cells["label"] == label]
        verdict = "" if chosen["shown"].all() or _HIDDEN in label else f", {_HIDDEN}"
        parts.append(f"{_counted(len(chosen), 'vak', 'vakken')}{_of_sizes(chosen, sizes)}: {label}{verdict}.")
    shown = cells[cells["shown"]]
    if len(shown):
        top = shown[shown["label"] == labels[0]]
        around = [areas.loc[areas.geometry.contains(point), "name"].head(1) for point in top.geometry.centroid]
        where = sorted({str(name) for found in around for name in found})
        if where:
            parts.append(f"De klasse {labels[0]} ligt in {_named(where)}.")
    return " ".join([*parts, *_about(about)])


def _named(areas: Sequence[str]) -> str:
    return enumerate_text(list(areas)) if len(areas) <= _NAMES else _counted(len(areas), "buurt", "buurten")


def _of_sizes(chosen: gpd.GeoDataFrame, sizes: Sequence[int]) -> str:
    """Say how many squares are of which size, where the map has more than one."""
    numbers = {size: int((chosen["size"] == size).sum()) for size in sizes}
    present = {size: number for size, number in numbers.items() if number}
    if len(sizes) < 2:
        return ""
    if len(present) == 1:
        return f" van {count_text(next(iter(present)))} meter"
    return f" ({enumerate_text([f'{count_text(number)} van {count_text(size)} meter' for size, number in present.items()])})"


def _counted(number: int, one: str, more: str) -> str:
    return f"{count_text(number)} {one if number == 1 else more}"


def _about(names_outlined: Sequence[str]) -> list[str]:
    return [f"Een dikke lijn omgeeft {enumerate_text(list(names_outlined))}."] if names_outlined else []
