"""Charts of a survey: questions below each other, areas below each other, and the sample beside the panel."""

from __future__ import annotations

from collections.abc import Sequence

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures.asked import PERCENT, Asked, Axis, Key
from ivp_analysis.figures.figure import Figure
from ivp_analysis.figures.marks import placed
from ivp_analysis.figures.survey_rows import WITH_INTERVAL, answer_rows
from ivp_analysis.wording.survey_method import INDICATIVE


def questions(
    items: Sequence[Asked],
    *,
    title: str,
    unit: str,
    caption: str,
    newest: str,
    before: str,
    place: str,
    whole: str = "",
    axis: Axis = PERCENT,
) -> Figure:
    """Draw the answers to several questions in one area, beside those in the survey before and those around.

    Parameters
    ----------
    items : sequence of Asked
        The questions in their order; may be empty.
    title, unit, caption : str
        What is shown, in what, and the line below the figure.
    newest, before : str
        The newest survey and the one before, such as "2022" and "2017".
    place, whole : str
        The area, and the one around it as readers know them; nothing where it is the whole itself.
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
    legend = (f"{place} {newest}, {WITH_INTERVAL}", f"{place} {before}, {WITH_INTERVAL}", f"{whole} {newest}")
    key = Key(legend, (newest, before), (f"in {newest}", f"in {before}", f"{whole} in {newest}"))
    return answer_rows(items, key, title=title, unit=unit, caption=caption, axis=axis)


def villages(items: Sequence[Asked], *, title: str, unit: str, caption: str, whole: str = "", axis: Axis = PERCENT) -> Figure:
    """Draw the answers to one question in several areas, in a fixed order: no list of best and worst.

    Parameters
    ----------
    items : sequence of Asked
        The areas; `before` is the model estimate of a small one, `whole` the figure of the municipality. May be empty.
    title, unit, caption : str
        What is shown, in what, and the line below the figure.
    whole : str
        The municipality as readers know it.
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
    legend = (f"cijfer {WITH_INTERVAL}", f"modelschatting {WITH_INTERVAL}", whole)
    key = Key(legend, ("cijfer", "model"), ("", "als modelschatting", whole), each="gebied", marker="D")
    return answer_rows(items, key, title=title, unit=unit, caption=caption, axis=axis)


def panel(items: Sequence[Asked], *, title: str, unit: str, caption: str, axis: Axis = PERCENT) -> Figure:
    """Draw what the sample from the register says beside what members of the panel say, which has no interval.

    Parameters
    ----------
    items : sequence of Asked
        The questions in their order; `before` is of the panel. May be empty.
    title, unit, caption : str
        What is shown, in what, and the line below the figure.
    axis : Axis
        The values that there can be.

    Returns
    -------
    Figure
        The chart with its alternative text.

    Raises
    ------
    PresentationError
        When the panel comes with an interval, or a number lies beyond the axis.
    """
    for item in items:
        if placed((item.before_low, item.before_high)):
            raise PresentationError("a panel that chose itself has no interval", {"row": item.label}, "Put None for its bounds")
    legend = (f"steekproef {WITH_INTERVAL}", INDICATIVE, "")
    key = Key(legend, ("steek-\nproef", "panel"), ("in de steekproef", "in het panel (indicatief)", ""), marker="s")
    return answer_rows(items, key, title=title, unit=unit, caption=caption, axis=axis)
