"""Dutch texts about how a survey was held, and on how many answers a figure rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.answers import amount_text, bounds_text
from ivp_analysis.wording.numbers import decimal_text, enumerate_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import CHANCE, known

INDICATIVE = "panel, indicatief"
"""What figures of the panel are called in charts and tables."""

NATIONAL = (
    "De landelijke Veiligheidsmonitor van het CBS is een andere enquête. Die heeft eigen vragen, is voor iedereen vanaf 15 jaar en gaat "
    "op een andere manier. We zetten de cijfers van die twee nooit in één lijn."
)
"""Why the national survey is never put in one line with the local one."""

ALIKE = "Wat er over de aanpak is opgegeven, is in {years} gelijk."
NOT_GIVEN = "niet opgegeven"


def floor_sentence(
    floor: str, *, place: str, effective: float | None, group: str = "", others: Sequence[str] = (), needed: float | None = None
) -> str:
    """Say what a reader must know of the number of answers that a figure rests on.

    Parameters
    ----------
    floor : {"plain", "flagged", "merged", "left out"}
        What the rules make of that number.
    place : str
        The area as readers know it.
    effective : float or None
        Effective number of answers.
    group : str
        Of a merged area: the group of villages in whose figure it is.
    others : sequence of str
        The other villages of that group.
    needed : float or None
        The effective number from which on a figure is given.

    Returns
    -------
    str
        Two short sentences; empty where there is nothing to say.

    Raises
    ------
    PresentationError
        When there is no such floor, or a merged area has no group.
    """
    number = f" (effectief {decimal_text(effective, 0)})" if known(effective) else ""
    here = in_sentence(place)
    if floor == "plain":
        return ""
    if floor == "flagged":
        return f"Dit cijfer rust op weinig antwoorden{number}. Lees het met voorbehoud."
    if floor == "left out":
        least = f" Daarvoor zijn er ten minste {decimal_text(needed, 0)} nodig." if known(needed) else ""
        return f"In {here} zijn er te weinig antwoorden om een cijfer te geven{number}.{least}"
    if floor == "merged" and group:
        together = f"Samen met {enumerate_text(list(others))} kan het wel" if others else "Samen met andere kernen kan het wel"
        named = "" if group == enumerate_text(sorted([place, *others])) else f": zie {group}"
        return f"In {here} zijn er te weinig antwoorden voor een eigen cijfer{number}. {together}{named}."
    raise PresentationError(
        "there are no words for this floor", {"place": place, "floor": floor, "group": group}, "Use one of the contract, and name the group"
    )


def shrunk_sentence(place: str, kind: str, value: float, low: float, high: float, weight: float | None, *, whole: str) -> str:
    """Give the second estimate of a village, made with a model, and say how far it was pulled.

    Parameters
    ----------
    place : str
        The village as readers know it.
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    value, low, high : float
        The estimate with its interval.
    weight : float or None
        Share of the municipality in it, 0 to 1; None where it may not be told, because the figure of the village itself would follow.
    whole : str
        The municipality as readers know it.

    Returns
    -------
    str
        Three short sentences.
    """
    pulled = f", hier voor {decimal_text(weight * 100, 0)} procent" if known(weight) else ""
    return (
        f"Modelschatting voor {in_sentence(place)} zelf: {amount_text(kind, value)}. {CHANCE} ligt dat {bounds_text(kind, low, high)}. "
        f"Een model trekt het cijfer van een kern naar dat van {in_sentence(whole)}{pulled}."
    )


def method_changes(before: Mapping[str, str], now: Mapping[str, str], years: tuple[int, int]) -> str:
    """Say in which ways two surveys were held differently.

    Parameters
    ----------
    before, now : mapping of str to str
        How it was done, by aspect, in the earlier and in the newest survey.
    years : tuple of (int, int)
        The years by which they are known, the earlier first.

    Returns
    -------
    str
        One sentence for each aspect that differs, in the order of the newest survey; one sentence where all is alike.
    """
    differ = [aspect for aspect in dict.fromkeys([*now, *before]) if _clean(now.get(aspect, "")) != _clean(before.get(aspect, ""))]
    if not differ:
        return ALIKE.format(years=" en ".join(map(str, years)))
    return " ".join(_difference(aspect, {years[0]: before, years[1]: now}) for aspect in differ)


def other_ages(years: tuple[int, int], youngest: tuple[int, int]) -> str:
    """Say from which age on people were asked in two surveys."""
    sides = [f"in {year} inwoners vanaf {age} jaar" for year, age in zip(years, youngest, strict=True)]
    return f"Wie mocht meedoen: {', '.join(sides)}."


def reworded(label: str, before_year: int, before: str, now: str) -> str:
    """Say that a question had other words in the survey before."""
    return f"De vraag bij “{label}” was in {before_year}: “{before.strip()}” Nu: “{now.strip()}”"


def _difference(aspect: str, methods: Mapping[int, Mapping[str, str]]) -> str:
    sides = [f"in {year} {_clean(method.get(aspect, '')) or NOT_GIVEN}" for year, method in methods.items()]
    return f"{aspect[:1].upper()}{aspect[1:]}: {', '.join(sides)}."


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
