"""What a chart of answers shows, and what it says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures.marks import EMPTY, capital, given, interval_words, placed
from ivp_analysis.figures.rows import NOTHING, Row
from ivp_analysis.wording.answers import MEAN, PERCENTAGE, short_text
from ivp_analysis.wording.numbers import rounded

_LEAST = 0.4
"""Stands for all shares below half a per cent, that are told as "<1"; as far below the whole it is told as ">99"."""


@dataclass(frozen=True)
class Axis:
    """The values that there can be.

    Parameters
    ----------
    low, high : float
        The ends.
    percent : bool
        Whether these are percentages, told as whole ones; all others have one decimal.
    """

    low: float
    high: float
    percent: bool = False

    @property
    def digits(self) -> int:
        """Decimals of what is told."""
        return 0 if self.percent else 1

    def text(self, value: float) -> str:
        """Return a figure as it stands beside its row."""
        return short_text(PERCENTAGE if self.percent else MEAN, value)

    def coarse(self, value: float | None) -> float | None:
        """Return a figure no finer than it is told, so that where it is drawn does not say more than the words do."""
        if value is None:
            return None
        told = float(rounded(value, self.digits))
        return min(max(told, _LEAST), 100 - _LEAST) if self.percent and 0 < value < 100 else told


PERCENT = Axis(0, 100, percent=True)


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
    only_after : str
        Whom it was asked, where that is not everybody: "wie slachtoffer was", or "die slachtoffer waren" as it stands behind people.

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
    only_after: str = ""

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

    @property
    def starred(self) -> bool:
        """Whether a reader must be warned of few answers: only where there is a figure to read."""
        return self.flagged and given(self.value) is not None


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


def check(items: Sequence[Asked], axis: Axis) -> None:
    """Refuse numbers that lie beyond the axis.

    Raises
    ------
    PresentationError
        When there is one.
    """
    for item in items:
        if any(not axis.low <= number <= axis.high for number in item.numbers):
            where = {"row": item.label, "low": axis.low, "high": axis.high}
            raise PresentationError("an answer lies beyond the axis", where, "Give the ends of its scale")


def describe(items: Sequence[Asked], key: Key, *, title: str, unit: str, axis: Axis) -> str:
    """Say what a chart of answers shows.

    Parameters
    ----------
    items : sequence of Asked
        The rows.
    key : Key
        What the marks mean.
    title, unit : str
        What is shown, and in what.
    axis : Axis
        The values that there can be.

    Returns
    -------
    str
        Kind of chart, subject, whom it was asked where that is not everybody, and every figure with its interval.
    """
    apart = len({item.only_after for item in items}) > 1
    parts = [f"Stippengrafiek met een rij per {key.each}: {title}, {unit}."]
    if not any(item.numbers for item in items):
        parts.append(f"{EMPTY}.")
    if items and not apart and items[0].only_after:
        parts.append(f"{capital(asked_of(items[0].only_after))}.")
    return " ".join([*parts, *(_sentence(item, key, axis, apart=apart) for item in items)])


def asked_of(only_after: str) -> str:
    """Say whom a question was asked: "alleen gevraagd aan wie slachtoffer was", "alleen gevraagd aan mensen die slachtoffer waren"."""
    # of the sample these are inhabitants, of the panel its members: "mensen" holds for both
    whom = f"mensen {only_after}" if only_after.startswith("die ") else only_after
    return f"alleen gevraagd aan {whom.rstrip('.')}"


def _sentence(item: Asked, key: Key, axis: Axis, *, apart: bool) -> str:
    value, before, whole = map(given, (item.value, item.before, item.whole))
    said = [item.remark or NOTHING]
    if value is not None:
        said = [f"{_told(value, axis)} {key.said[0]}".strip() + interval_words(item.low, item.high, axis.digits)]
        said += ["weinig antwoorden"] if item.flagged else []
    if before is not None:
        said.append(f"{_told(before, axis)} {key.said[1]}{interval_words(item.before_low, item.before_high, axis.digits)}")
    if whole is not None:
        said.append(f"{key.said[2]} {_told(whole, axis)}")
    whom = f" ({asked_of(item.only_after)})" if apart and item.only_after else ""
    return f"{capital(item.label)}{whom}: {', '.join(said)}."


def _told(value: float, axis: Axis) -> str:
    return axis.text(value).replace("<", "minder dan ").replace(">", "meer dan ")
