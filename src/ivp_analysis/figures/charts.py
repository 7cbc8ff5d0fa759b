"""The chart of a trend over years."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import seaborn as sns
from matplotlib.lines import Line2D
from matplotlib.transforms import blended_transform_factory

from ivp_analysis.figures import style
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.layout import sheet, spread
from ivp_analysis.figures.lines import Line, all_years, describe_trend
from ivp_analysis.wording.numbers import years_text

__all__ = ["HIDDEN", "Line", "trend"]

HIDDEN = "niet getoond (1 tot en met 4)"
CORONA_YEARS = (2020, 2021)

_LEFT, _BOTTOM, _ACROSS, _UP = 0.56, 0.7, 5.25, 2.6
"""Place and size of the axes in inches; to the right stand the names of the lines."""
_ABOVE, _BRACKET, _REMARK = 0.12, 0.28, 0.14
"""Space above the axes, for the bracket of the baseline, and for each further line of a remark, in inches."""
_LINE_HEIGHT = 1.25
_NOTHING: Mapping[int, str] = MappingProxyType({})


def trend(
    lines: Sequence[Line],
    *,
    title: str,
    unit: str,
    caption: str,
    baseline: tuple[int, ...] = (),
    marked: Mapping[int, str] = _NOTHING,
    hidden_label: str = HIDDEN,
) -> Figure:
    """Draw how figures went over the years.

    Parameters
    ----------
    lines : sequence of Line
        The series, in the order of importance; may be empty.
    title : str
        What is shown, and where.
    unit : str
        In what it is measured.
    caption : str
        The line below the figure.
    baseline : tuple of int
        Years to compare with; a bracket stands above them.
    marked : mapping of int to str
        Remark per year ("voorlopig"), set below the year.
    hidden_label : str
        What the legend says of years that are not shown for privacy.

    Returns
    -------
    Figure
        The chart with its alternative text.
    """
    years = all_years(lines)
    compared = [year for year in baseline if year in years]
    remarks = {year: textwrap.wrap(text, 11) for year, text in marked.items() if year in years}
    below = _BOTTOM + _REMARK * max((len(remark) - 1 for remark in remarks.values()), default=0)
    with style.drawing():
        page = sheet(title, unit, below + _UP + _ABOVE + (_BRACKET if compared else 0.0))
        axes = page.axes(_LEFT, below, _ACROSS, _UP)
        _frame(axes, lines, years, remarks)
        if years:
            _corona(axes, years)
            _baseline(axes, compared)
        handles = [handle for order, line in enumerate(lines) for handle in _draw(axes, line, _rank(lines, order))]
        handles += _draw_hidden(axes, lines, hidden_label)
        _label_ends(axes, lines)
        if handles:
            axes.legend(
                handles=handles,
                loc="lower left",
                bbox_to_anchor=(-0.02, 0.03 - below / _UP),
                ncols=2,
                frameon=False,
                fontsize=style.SMALL_SIZE,
            )
        alt = describe_trend(lines, title=title, unit=unit, baseline=compared, marked=marked)
        return render(page.drawing, alt, caption)


def _rank(lines: Sequence[Line], order: int) -> int:
    """Return how many lines of the same kind come before this one."""
    return sum(line.emphasised == lines[order].emphasised for line in lines[:order])


def _look(line: Line, rank: int) -> dict[str, Any]:
    if line.emphasised:
        colour, marker = style.emphasised(rank)
        return {"color": colour, "marker": marker, "markersize": 5.5, "linewidth": 2.0, "zorder": 4}
    colour, dashes = style.other(rank)
    return {"color": colour, "linestyle": dashes, "linewidth": 1.5, "markersize": 4.0, "zorder": 3}


def _frame(axes: Any, lines: Sequence[Line], years: range, remarks: Mapping[int, Sequence[str]]) -> None:
    tops = [value for line in lines for value in line.shown.values()]
    tops += [interval[1] for line in lines if line.emphasised for year in line.shown if (interval := line.interval(year))]
    axes.grid(visible=False, axis="x")
    sns.despine(ax=axes, left=True)
    axes.set_ylim(0, max([*tops, 0.0]) * 1.13 or 1.0)
    if tops:
        style.dutch_axis(axes.yaxis)
    else:
        axes.set_yticks([])
        axes.text(0.5, 0.5, "Er zijn geen cijfers om te tonen", transform=axes.transAxes, ha="center", color=style.SOFT_INK)
    if years:
        axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    every = 1 + (len(years) - 1) // 14
    ticks = [year for year in years if (years[-1] - year) % every == 0 or year in remarks]
    axes.set_xticks(ticks, ["\n".join([str(year), *remarks.get(year, ())]) for year in ticks])


def _corona(axes: Any, years: range) -> None:
    shaded = [year for year in CORONA_YEARS if year in years]
    if not shaded:
        return
    axes.axvspan(shaded[0] - 0.5, shaded[-1] + 0.5, color=style.SHADE, linewidth=0, zorder=0)
    name = "coronajaren" if len(shaded) > 1 else "coronajaar"
    axes.text(
        sum(shaded) / len(shaded),
        0.985,
        name,
        transform=_by_year(axes),
        ha="center",
        va="top",
        fontsize=style.SMALL_SIZE,
        color=style.SOFT_INK,
    )


def _baseline(axes: Any, years: Sequence[int]) -> None:
    if not years:
        return
    first, last = min(years) - 0.4, max(years) + 0.4
    axes.plot(
        [first, first, last, last],
        [1.015, 1.035, 1.035, 1.015],
        transform=_by_year(axes),
        color=style.SOFT_INK,
        linewidth=1.0,
        clip_on=False,
        solid_joinstyle="miter",
    )
    text = f"vergelijkingsjaren {years_text(years)}"
    middle = max((first + last) / 2, axes.get_xlim()[0] + 0.17 * (axes.get_xlim()[1] - axes.get_xlim()[0]))
    axes.text(middle, 1.05, text, transform=_by_year(axes), ha="center", va="bottom", fontsize=style.SMALL_SIZE, color=style.SOFT_INK)


def _by_year(axes: Any) -> Any:
    """Return a transform with the year across and parts of the axes upward."""
    return blended_transform_factory(axes.transData, axes.transAxes)


def _draw(axes: Any, line: Line, rank: int) -> list[Any]:
    """Draw a series with gaps where figures are missing; return what the legend explains."""
    look = _look(line, rank)
    if not line.shown:
        return []
    span = range(min(line.shown), max(line.shown) + 1)
    axes.plot(list(span), [line.shown.get(year, float("nan")) for year in span], clip_on=False, **look)
    alone = [year for year in line.shown if year - 1 not in line.shown and year + 1 not in line.shown]
    if alone and not line.emphasised:
        axes.plot(alone, [line.shown[year] for year in alone], clip_on=False, **look | {"linestyle": "none", "marker": "o"})
    intervals = {year: interval for year in line.shown if (interval := line.interval(year))} if line.emphasised else {}
    if not intervals:
        return []
    values = [line.shown[year] for year in intervals]
    below = [max(0.0, value - low) for value, (low, _) in zip(values, intervals.values(), strict=True)]
    above = [max(0.0, high - value) for value, (_, high) in zip(values, intervals.values(), strict=True)]
    axes.errorbar(
        list(intervals), values, [below, above], fmt="none", ecolor=look["color"], elinewidth=1.0, capsize=2.5, zorder=look["zorder"]
    )
    if rank:
        return []
    return [Line2D([], [], color=look["color"], marker="|", markersize=9, linestyle="none", label="95%-interval")]


def _draw_hidden(axes: Any, lines: Sequence[Line], label: str) -> list[Any]:
    """Set a hollow mark on the axis where a figure is not shown; beside each other where several lines have one."""
    hiding = [(line, _look(line, _rank(lines, order))["color"]) for order, line in enumerate(lines) if line.hidden_years]
    for order, (line, colour) in enumerate(hiding):
        for year in line.hidden_years:
            beside = [index for index, (one, _) in enumerate(hiding) if year in one.hidden_years]
            shift = 0.22 * (beside.index(order) - (len(beside) - 1) / 2)
            axes.plot([year + shift], [0.0], transform=_by_year(axes), zorder=6, clip_on=False, **_hollow(colour))
    return [Line2D([], [], label=label, **_hollow(hiding[0][1]))] if hiding else []


def _hollow(colour: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": "D",
        "markersize": 6.0,
        "markerfacecolor": "white",
        "markeredgecolor": colour,
        "markeredgewidth": 1.3,
    }


def _label_ends(axes: Any, lines: Sequence[Line]) -> None:
    """Write the name of each line at its end, moved up or down where names would overlap."""
    points = _UP * 72
    top = axes.get_ylim()[1]
    texts = [textwrap.fill(line.label, 20) for line in lines]
    heights = [style.TEXT_SIZE * _LINE_HEIGHT * (text.count("\n") + 1) for text in texts]
    ends = [list(line.shown.values())[-1] / top * points if line.shown else 0.0 for line in lines]
    for order, (line, text, middle) in enumerate(zip(lines, texts, spread(ends, heights, 0.0, points), strict=True)):
        look = _look(line, _rank(lines, order))
        position = middle / points
        axes.text(
            1.045,
            position,
            text,
            transform=axes.transAxes,
            va="center",
            color=look["color"],
            fontweight="bold" if line.emphasised else "normal",
            linespacing=_LINE_HEIGHT - 0.1,
        )
        if line.shown:
            _lead(axes, (max(line.shown), ends[order] / points), position, look["color"])


def _lead(axes: Any, end: tuple[int, float], position: float, colour: str) -> None:
    """Draw a thin line from the end of a line to its name."""
    left, right = axes.get_xlim()
    start = (end[0] - left) / (right - left)
    gap = 0.012
    axes.plot(
        [start + gap, 1.0, 1.035],
        [end[1], end[1], position],
        transform=axes.transAxes,
        color=colour,
        linewidth=0.7,
        alpha=0.7,
        clip_on=False,
    )
