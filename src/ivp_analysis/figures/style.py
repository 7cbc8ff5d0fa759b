"""One look for all charts and maps: colours, type, axes. Set while drawing, never when imported."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ivp_analysis.wording.numbers import decimal_text

INK = "#1a1a1a"
"""Titles and labels."""
SOFT_INK = "#555555"
"""Axes, units, sources."""
RULE = "#dddddd"
"""Grid lines: a help for the eye that carries no information of its own."""
SHADE = "#f0f0f0"
"""Ground of the corona years."""
EMPHASIS = ("#0b3c7d", "#9a3b00", "#00614a")
"""Emphasised series: dark blue, and where there are more, dark orange and dark green; apart for the colour-blind."""
MARKERS = ("o", "s", "^")
"""One per emphasised series, so that they are apart in grey as well."""
OTHERS: tuple[tuple[str, Any], ...] = (("#4d4d4d", (0, (5, 2))), ("#6b6b6b", (0, (1.2, 1.6))), ("#5c5c5c", (0, (6, 2, 1.2, 2))))
"""Colour and dashes of the series to compare with."""
SEQUENCE = ("#dbe9f6", "#a6cbe7", "#61a3d2", "#2a74b5", "#0b3c7d")
"""From little to much: one hue, evenly darker, so it also reads in grey."""
NOT_SHOWN = "#e4e4e4"
"""Ground of areas that are not shown; hatched with `HATCH`."""
HATCH = "#6f6f6f"
NO_FIGURE = "#ffffff"
BORDER = "#7d7d7d"
"""Borders of buurten and of cells."""

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 11.0, 9.0, 8.0
WIDTH = 7.5
"""Width of every figure in inches: 720 pixels on a page."""

_LOCK = threading.RLock()
_OWN = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT_INK,
    "axes.labelcolor": SOFT_INK,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": False,
    "grid.color": RULE,
    "grid.linewidth": 0.7,
    "xtick.color": SOFT_INK,
    "ytick.color": SOFT_INK,
    "xtick.labelsize": SMALL_SIZE,
    "ytick.labelsize": SMALL_SIZE,
    "xtick.bottom": True,
    "xtick.major.size": 3.0,
    "xtick.major.width": 0.8,
    "hatch.linewidth": 0.7,
    "path.simplify": True,
    "svg.fonttype": "path",
    "svg.hashsalt": "ivp-analysis",
    "svg.id": None,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Set the look while a figure is drawn and put back what was set before.

    matplotlib keeps its settings for the whole process, so one figure is drawn at a time; threads wait for each other.
    It starts from matplotlib's defaults, so that what a user set for her own plots does not change a figure.
    """
    with _LOCK, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({**sns.axes_style("whitegrid"), **sns.plotting_context("paper"), **_OWN})
        yield


def emphasised(order: int) -> tuple[str, str]:
    """Return colour and marker of the emphasised series with this number, counted from 0."""
    return EMPHASIS[order % len(EMPHASIS)], MARKERS[order % len(MARKERS)]


def other(order: int) -> tuple[str, Any]:
    """Return colour and dashes of the series to compare with that has this number, counted from 0."""
    return OTHERS[order % len(OTHERS)]


def dutch_axis(axis: Any, *, steps: int = 5) -> None:
    """Put a few round values on an axis, written with a decimal comma.

    Parameters
    ----------
    axis : matplotlib Axis
        The axis; its limits are set.
    steps : int
        About how many.
    """
    axis.set_major_locator(MaxNLocator(nbins=steps, steps=[1, 2, 2.5, 5, 10]))
    ticks = axis.get_major_locator()()
    step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    decimals = next((digits for digits in range(4) if abs(step * 10**digits - round(step * 10**digits)) < 1e-6), 4)
    axis.set_major_formatter(FuncFormatter(lambda value, _position: decimal_text(value, decimals)))
