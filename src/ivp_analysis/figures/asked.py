"""What a chart of answers shows, and what it says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures.marks import EMPTY, capital, given, interval_words, placed
from ivp_analysis.figures.rows import NOTHING, Row
from ivp_analysis.wording.answers import MEAN, PERCENTAGE, short_text

PERCENT = 100.0
"""Where an axis of percentages ends."""


@dataclass(frozen=True)
class Asked(Row):
    """The answers to one question, or of one area.

    Parameters
    ----------
    label, value, low, high, emphasised, remark
        As `Row` has them; the remark stands in the place of the figure itself.
    before, before_low, before_high : float or None
        The second figure, such as that of the survey before; None where there is none to compare with.
    whole : float or None
        The figure of the area around.
    flagged : bool
        Whether the figure rests on few answers.

    Raises
    ------
    PresentationError
        When what is not shown was handed over.
    """

    before: float | None = None
    before_low: float | None = None
    before_high: float | None = None
    whole: float | None = None
    flagged: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.second  # noqa: B018

    @property
    def second(self) -> Row:
        """The second figure as a row."""
        return Row(self.label, self.before, self.before_low, self.before_high)

    @property
    def numbers(self) -> list[float]:
        """All numbers that are drawn."""
        every = (self.value, self.low, self.high, self.before, self.before_low, self.before_high, self.whole)
        return list(placed(every).values())


@dataclass(frozen=True)
class Key:
    """What the marks of a chart mean.

    Parameters
    ----------
    legend : tuple of str
        Names of the first figure, the second and the area around, as the legend has them.
    columns : tuple of str
        What stands above the figures to the right: of the first and of the second.
    said : tuple of str
        What stands behind the first, behind the second and before that of the area around where they are told.
    each : str
        What a row is of.
    marker : str
        Mark of the second figure.
    """

    legend: tuple[str, str, str]
    columns: tuple[str, str]
    said: tuple[str, str, str]
    each: str = "vraag"
    marker: str = "o"


def check(items: Sequence[Asked], top: float) -> None:
    """Refuse numbers that lie beyond the axis.

    Raises
    ------
    PresentationError
        When there is one.
    """
    for item in items:
        if any(not 0 <= number <= top for number in item.numbers):
            raise PresentationError("an answer lies beyond the axis", {"row": item.label, "top": top}, "Give the top of the scale")


def short(value: float, top: float) -> str:
    """Return a figure as it stands beside its row: whole per cents, one decimal on other axes."""
    return short_text(PERCENTAGE if top == PERCENT else MEAN, value)


def describe(items: Sequence[Asked], key: Key, *, title: str, unit: str, top: float) -> str:
    """Say what a chart of answers shows.

    Parameters
    ----------
    items : sequence of Asked
        The rows.
    key : Key
        What the marks mean.
    title, unit : str
        What is shown, and in what.
    top : float
        Where the axis ends.

    Returns
    -------
    str
        Kind of chart, subject, and every figure with its interval.
    """
    parts = [f"Stippengrafiek met een rij per {key.each}: {title}, {unit}."]
    if not any(item.numbers for item in items):
        parts.append(f"{EMPTY}.")
    return " ".join([*parts, *(_sentence(item, key, top) for item in items)])


def _sentence(item: Asked, key: Key, top: float) -> str:
    value, before, whole = map(given, (item.value, item.before, item.whole))
    digits = 0 if top == PERCENT else 1
    said = [item.remark or NOTHING]
    if value is not None:
        said = [f"{_told(value, top)} {key.said[0]}".strip() + interval_words(item.low, item.high, digits)]
        said += ["weinig antwoorden"] if item.flagged else []
    if before is not None:
        said.append(f"{_told(before, top)} {key.said[1]}{interval_words(item.before_low, item.before_high, digits)}")
    if whole is not None:
        said.append(f"{key.said[2]} {_told(whole, top)}")
    return f"{capital(item.label)}: {', '.join(said)}."


def _told(value: float, top: float) -> str:
    return short(value, top).replace("<", "minder dan ").replace(">", "meer dan ")
