"""Small things that several charts share: values that may be absent, bands, the legend below."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ivp_analysis.figures import style
from ivp_analysis.figures.layout import sheet
from ivp_analysis.wording.numbers import interval_text

EMPTY = "Er zijn geen cijfers om te tonen"


def given(value: float | None) -> float | None:
    """Return a finite value as float; None where it is absent."""
    return None if value is None or not math.isfinite(value) else float(value)


def placed(values: Iterable[float | None]) -> dict[int, float]:
    """Return the values that are there, by their position."""
    return {position: float(value) for position, value in enumerate(values) if value is not None and math.isfinite(value)}


def gaps(values: Sequence[float | None]) -> list[float]:
    """Return values to draw: nan, which matplotlib leaves open, where one is absent."""
    there = placed(values)
    return [there.get(position, math.nan) for position in range(len(values))]


def interval_words(low: float | None, high: float | None, digits: int) -> str:
    """Return " (95%-interval tussen 1,2 en 3,4)"; nothing unless both bounds are there."""
    below, above = given(low), given(high)
    return "" if below is None or above is None else f" (95%-interval {interval_text(below, above, digits)})"


def capital(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def runs(flags: Sequence[bool]) -> list[range]:
    """Return the unbroken rows of true flags, as ranges of their positions."""
    found: list[range] = []
    for position, flag in enumerate(flags):
        if flag and found and found[-1].stop == position:
            found[-1] = range(found[-1].start, position + 1)
        elif flag:
            found.append(range(position, position + 1))
    return found


def empty(title: str, unit: str) -> Any:
    """Return a drawing that says below its heading that there is nothing to show."""
    page = sheet(title, unit, 0.9)
    page.text(0.56, 0.4, EMPTY, color=style.SOFT_INK)
    return page.drawing


def along(values: Iterable[float | None]) -> list[tuple[float, float]]:
    """Return points along a line through values at 0, 1, 2, ..., so that names keep clear of it between its marks as well."""
    there = placed(values)
    unbroken = [(place, there[place + 1] - value) for place, value in there.items() if place + 1 in there]
    return [(place + part / 6, there[place] + rise * part / 6) for place, rise in unbroken for part in range(1, 6)]


def step_band(axes: Any, low: Sequence[float | None], high: Sequence[float | None], *, edges: bool = False) -> None:
    """Shade from low to high around the positions 0, 1, 2, ... in steps, for bounds belong to one period and not to the next.

    Parameters
    ----------
    axes : matplotlib Axes
        Where to draw.
    low, high : sequence of float or None
        One per position; nothing is drawn where either is absent.
    edges : bool
        Whether lines stand at the bounds.
    """
    there = [position in placed(low) and position in placed(high) for position in range(len(low))]
    for run in runs(there):
        sides = np.repeat(np.arange(run.start, run.stop + 1) - 0.5, 2)[1:-1]
        bounds = [np.repeat(gaps(values[run.start : run.stop]), 2) for values in (low, high)]
        axes.fill_between(sides, *bounds, color=style.SEQUENCE[0], linewidth=0, zorder=0.2)
        for bound in bounds if edges else ():
            axes.plot(sides, bound, color=style.BORDER, linewidth=0.8, zorder=2)


def legend_below(axes: Any, handles: Sequence[Any], below: float, *, columns: int = 2) -> None:
    """Explain marks at the foot of the sheet.

    Parameters
    ----------
    axes : matplotlib Axes
        The axes.
    handles : sequence of matplotlib Artist
        What is explained; with none there is no legend.
    below : float
        Room below the axes in inches.
    columns : int
        How many stand beside each other.
    """
    if handles:
        up = axes.bbox.height / axes.figure.dpi
        place = {"loc": "lower left", "bbox_to_anchor": (-0.02, (0.06 - below) / up)}
        axes.legend(handles=list(handles), ncols=columns, frameon=False, fontsize=style.SMALL_SIZE, borderaxespad=0.0, **place)
