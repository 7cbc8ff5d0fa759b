"""Dutch sentences about what inhabitants answered: the figure, whose it is, and how sure."""

from __future__ import annotations

from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.answers import PERCENTAGE, SCALE, amount_text, bounds_text, share_of
from ivp_analysis.wording.numbers import interval_text, rate_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import CHANCE, known

_WHO = "die "
"""Whom a question was asked can stand in the sentence itself where it begins with this."""
HIDDEN = "Te weinig mensen gaven dit antwoord, of bijna iedereen. Of het zou een ander klein aantal verraden. Daarom tonen we het niet."


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What was answered to one question in one area.

    Attributes
    ----------
    place : str
        The area as readers know it: a village, a group of villages, or "gemeente Dalfsen".
    year : int
        The year by which the survey is known.
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    value, low, high : float or None
        Percentage from 0 to 100, mean or score, with its 95 % interval; None where there is none or it is not shown.
    outcome : str
        Of a percentage: what those who are counted do, in the third person singular: "heeft vaak last van geluid".
    label : str
        How it is called in tables; of a mean or score what it is of.
    only_after : str
        Whom it was asked, where that is not everybody: "die slachtoffer waren" behind inhabitants, or by itself "slachtoffers".
    lowest, highest : int
        The ends of the scale of a mean.
    panel : bool
        Whether it is what members of the panel said; they get no interval.
    reason : str
        A Dutch sentence that says why there is no figure.
    hidden : bool
        Whether there is a figure that the public may not see.

    Raises
    ------
    PresentationError
        When a figure comes with `hidden`, or the panel with an interval.
    """

    place: str
    year: int
    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    outcome: str = ""
    label: str = ""
    only_after: str = ""
    lowest: int = 1
    highest: int = 10
    panel: bool = False
    reason: str = ""
    hidden: bool = False

    def __post_init__(self) -> None:
        where = {"place": self.place, "year": self.year, "label": self.label}
        if self.hidden and known(self.value):
            raise PresentationError("a figure that may not be shown was handed over to a sentence", where, "Put None for the figure")
        if self.panel and (known(self.low) or known(self.high)):
            raise PresentationError("a panel that chose itself has no interval", where, "Put None for the bounds")


def estimate_sentence(answered: Answered) -> str:
    """Say what was answered, and between which bounds that lies with chance taken into account.

    Parameters
    ----------
    answered : Answered
        The figure and whose it is.

    Returns
    -------
    str
        One to three sentences, a small share as one in how many; without any figure where it is hidden.
    """
    value, kind = answered.value, answered.kind
    if not known(value):
        start = f"{_first(answered.label)}: voor" if answered.label else "Voor"
        here = f"{start} {in_sentence(answered.place)} is er"
        if answered.hidden:
            return f"{here} een cijfer uit de enquête van {answered.year}. {HIDDEN}"
        return f"{here} geen cijfer uit de enquête van {answered.year}. {answered.reason}".strip()
    people = f"{'panelleden in' if answered.panel else 'inwoners van'} {in_sentence(answered.place)}{_behind(answered)}"
    share = share_of(value, people) if kind == PERCENTAGE else ""
    said = [_said(answered, value, people, share)]
    if answered.only_after and not answered.only_after.startswith(_WHO):
        said.append(f"Dit is alleen gevraagd aan {answered.only_after}.")
    if known(answered.low) and known(answered.high):
        # a decimal more, as the share itself has
        bounds = f"{interval_text(answered.low, answered.high)} procent" if share else bounds_text(kind, answered.low, answered.high)
        said.append(f"{CHANCE} ligt het {bounds}.")
    return " ".join(said)


def _said(answered: Answered, value: float, people: str, share: str) -> str:
    amount = amount_text(answered.kind, value)
    survey = f"(enquête {answered.year}{', indicatief' if answered.panel else ''})"
    if share:
        return f"Ongeveer {share} {answered.outcome}: {rate_text(value)} procent {survey}."
    if answered.kind == PERCENTAGE:
        return f"{amount[0].upper()}{amount[1:]} van de {people} {answered.outcome} {survey}."
    label = _first(answered.label)
    if answered.kind == SCALE:
        return f"{label}: de score van {people} is {amount} op een schaal van 0 tot 10 {survey}."
    return f"{label}: de {people} geven gemiddeld een {amount} op een schaal van {answered.lowest} tot {answered.highest} {survey}."


def _first(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}"


def _behind(answered: Answered) -> str:
    """Return what stands behind the people where the question was not for all of them."""
    if not answered.only_after:
        return ""
    return f" {answered.only_after}," if answered.only_after.startswith(_WHO) else " die deze vraag kregen,"
