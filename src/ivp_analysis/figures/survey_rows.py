"""Rows of answers: a figure with its interval, perhaps a second one below it, and a tick for the area around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.lines import Line2D

from ivp_analysis.figures import style
from ivp_analysis.figures.asked import Asked, Axis, Key, check, describe
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.marks import empty, given, legend_below
from ivp_analysis.figures.rows import NOTHING, Row, Rows, lay
from ivp_analysis.figures.survey_notes import footnotes, marks
from ivp_analysis.figures.svg import HALO

WITH_INTERVAL = "met 95%-interval"
FLAGGED = "* weinig antwoorden"

_APART = 0.08
"""How far the two figures of a row stand from its middle, in inches."""
_ABOVE, _BELOW, _LEGEND, _BARE = 0.3, 0.48, 0.16, 0.12
"""Room above the axes, below them, for each line of the legend, and where there are no values, in inches."""
_COLUMNS, _ACROSS = (0.3, 0.76), 4.35
"""How far to the right of the axes the figures stand, and how wide the axes are, in inches."""
_CHARACTERS = 64
"""Letters of two names beside each other that fit in the legend."""
_SHORT = range(2, 8)
"""How many steps a scale has of which each answer is named below the axis."""
_WHOLE: dict[str, Any] = {"color": style.EMPHASIS[1], "marker": "|", "markersize": 15.0, "markeredgewidth": 2.2, "linestyle": "none"}
_DASHES = (0, (2.5, 1.5))


def answer_rows(items: Sequence[Asked], key: Key, *, title: str, unit: str, caption: str, axis: Axis) -> Figure:
    """Draw answers, in the order given, on an axis of all values that there can be.

    Parameters
    ----------
    items : sequence of Asked
        The rows; may be empty.
    key : Key
        What the marks mean.
    title, unit, caption : str
        What is shown, in what, and the line below the figure; whom questions were asked is put before it.
    axis : Axis
        The values that there can be.

    Returns
    -------
    Figure
        The chart with its alternative text.

    Raises
    ------
    PresentationError
        When a number lies beyond the axis.
    """
    check(items, axis)
    alt = describe(items, key, title=title, unit=unit, axis=axis)
    caption = " ".join(filter(None, [footnotes(items), caption]))
    with style.drawing():
        if not items:
            return render(empty(title, unit), alt, caption)
        handles = _handles(items, key)
        columns = _columns(handles)
        above, below = (_ABOVE, _BELOW + _LEGEND * -(-len(handles) // columns)) if handles else (_BARE, _BARE)
        twice = any(given(item.before) is not None for item in items)
        rows = lay(_marked(items), title, unit, above=above, below=below, extra=0.1 if twice else 0.0)
        rows.axes.set_xlim(axis.low, axis.high)
        if handles:
            # each answer of a short scale has its tick
            style.dutch_axis(rows.axes.xaxis, steps=int(axis.high - axis.low) if axis.high - axis.low in _SHORT else 5)
            legend_below(rows.axes, handles, below, columns=columns)
            _headings(rows, key, twice=twice)
        for order, item in enumerate(items):
            _draw(rows, order, item, key, axis)
        return render(rows.page.drawing, alt, caption)


def _marked(items: Sequence[Asked]) -> list[Asked]:
    """Put the marks behind the names: of whom it was asked, and of few answers."""
    signs = marks(items)
    ends = [" ".join(filter(None, [item.label, signs.get(item.only_after, ""), "*" if item.starred else ""])) for item in items]
    return [replace(item, label=label) for item, label in zip(items, ends, strict=True)]


def _draw(rows: Rows, order: int, item: Asked, key: Key, axis: Axis) -> None:
    value, before, whole = map(given, (item.value, item.before, item.whole))
    shift = 0.0 if before is None else _APART
    first, second = rows.middles[order] - shift, rows.middles[order] + shift
    if whole is not None:
        rows.axes.plot([whole], [first], zorder=2.5, clip_on=False, **_WHOLE)
    if value is None:
        _remark(rows, order, first, item.remark or NOTHING, aside=whole is not None and whole < axis.low + 0.4 * (axis.high - axis.low))
    else:
        _whisker(rows, first, item, **_first(item) | {"marker": ""})
        rows.axes.plot([value], [first], zorder=4, clip_on=False, **_first(item) | {"linestyle": "none"})
        _write(rows, order, 0, axis.text(value), fontweight="bold" if item.emphasised else "normal")
    if before is not None:
        _whisker(rows, second, item.second, **_second(key) | {"marker": ""})
        rows.axes.plot([before], [second], zorder=3.5, clip_on=False, **_second(key) | {"linestyle": "none"})
        _write(rows, order, 1, axis.text(before), color=style.SOFT_INK)


def _first(item: Asked) -> dict[str, Any]:
    look = {"color": style.SEQUENCE[3], "linestyle": _DASHES} if item.flagged else {"color": style.EMPHASIS[0], "linestyle": "-"}
    return look | {"marker": "o", "markersize": 8.0 if item.emphasised else 6.5, "linewidth": 1.7}


def _second(key: Key) -> dict[str, Any]:
    face = {"markerfacecolor": "white", "markeredgewidth": 1.2, "markersize": 5.5}
    return {"color": style.OTHERS[0][0], "marker": key.marker, "linestyle": "-", "linewidth": 0.9, **face}


def _whisker(rows: Rows, height: float, row: Row, **look: Any) -> None:
    low, high = given(row.low), given(row.high)
    if low is not None and high is not None:
        rows.axes.plot([low, high], [height, height], zorder=3, clip_on=False, **look)
        ends = {"color": look["color"], "marker": "|", "markersize": 5.0, "linestyle": "none"}
        rows.axes.plot([low, high], [height, height], zorder=3, clip_on=False, **ends)


def _remark(rows: Rows, order: int, height: float, text: str, *, aside: bool) -> None:
    """Write what stands in the place of a figure at the side where the tick of the area around is not."""
    place = {"x": 0.988, "ha": "right"} if aside else {"x": 0.012, "ha": "left"}
    look = {"fontsize": style.SMALL_SIZE, "color": style.SOFT_INK, "style": "italic", "zorder": 5}
    rows.axes.text(y=height, s=text, transform=rows.axes.get_yaxis_transform(), va="center", gid=f"{HALO}{order}", **place, **look)


def _write(rows: Rows, order: int, column: int, text: str, **look: Any) -> None:
    across = 1 + _COLUMNS[column] / _ACROSS
    rows.axes.text(across, rows.middles[order], text, transform=rows.axes.get_yaxis_transform(), ha="center", va="center", **look)


def _headings(rows: Rows, key: Key, *, twice: bool) -> None:
    for column, text in enumerate(key.columns[: 1 + twice]):
        look = {"fontsize": style.SMALL_SIZE, "color": style.SOFT_INK if column else style.INK, "ha": "center", "va": "bottom"}
        rows.axes.text(1 + _COLUMNS[column] / _ACROSS, -0.06, text, transform=rows.axes.get_yaxis_transform(), **look)


def _handles(items: Sequence[Asked], key: Key) -> list[Any]:
    first = next((item for item in items if given(item.value) is not None and not item.flagged), None)
    flagged = next((item for item in items if given(item.value) is not None and item.flagged), None)
    second = next((item for item in items if given(item.before) is not None), None)
    handles: list[Any] = []
    if first:
        handles.append(Line2D([], [], label=key.legend[0], **_first(first) | {"markersize": 6.5}))
    if second:
        bounds = {} if given(second.before_low) is not None else {"linestyle": "none"}
        handles.append(Line2D([], [], label=key.legend[1], **_second(key) | bounds))
    if any(given(item.whole) is not None for item in items):
        handles.append(Line2D([], [], label=key.legend[2], **_WHOLE | {"markersize": 11.0}))
    if flagged:
        label = FLAGGED if first else f"{key.legend[0]} ({FLAGGED})"
        handles.insert(len(handles) if first else 0, Line2D([], [], label=label, **_first(flagged) | {"markersize": 6.5}))
    return handles


def _columns(handles: Sequence[Any]) -> int:
    """Return how many names of the legend fit beside each other."""
    names = [len(handle.get_label()) for handle in handles]
    half = -(-len(names) // 2)
    return 2 if max(names[:half], default=0) + max(names[half:], default=0) <= _CHARACTERS else 1
