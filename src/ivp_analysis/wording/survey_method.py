"""Dutch texts about how a survey was held, on how many answers a figure rests, and what a panel can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.answers import amount_text, bounds_text
from ivp_analysis.wording.numbers import count_text, decimal_text, enumerate_text, rounded
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


@dataclass(frozen=True, kw_only=True)
class Response:
    """How many took part in one area, and what the weighting did.

    Attributes
    ----------
    place : str
        The area as readers know it.
    year : int
        The year by which the survey is known.
    answered : int
        How many took part.
    invited : float or None
        How many were asked; None where that was not said.
    youngest : int
        From which age on.
    effective : float or None
        Effective number of respondents after weighting (Kish 1965); None where they were not weighted.
    largest : float or None
        Largest weight, the mean of all being 1.
    trimmed : int
        Respondents whose weight was trimmed to it.
    """

    place: str
    year: int
    answered: int
    invited: float | None = None
    youngest: int = 18
    effective: float | None = None
    largest: float | None = None
    trimmed: int = 0


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


def shrunk_sentence(place: str, kind: str, value: float, low: float, high: float, weight: float, *, whole: str) -> str:
    """Give the second estimate of a village, made with a model, and say how far it was pulled.

    Parameters
    ----------
    place : str
        The village as readers know it.
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    value, low, high : float
        The estimate with its interval.
    weight : float
        Share of the municipality in it, 0 to 1.
    whole : str
        The municipality as readers know it.

    Returns
    -------
    str
        Three short sentences.
    """
    return (
        f"Modelschatting: voor {in_sentence(place)} wordt het dan {amount_text(kind, value)}. {CHANCE} ligt dat "
        f"{bounds_text(kind, low, high)}. Een model trekt het cijfer van een kleine kern naar dat van {in_sentence(whole)}, hier voor "
        f"{decimal_text(weight * 100, 0)} procent."
    )


def panel_text(answered: int, *, weighted: bool) -> str:
    """Say what a panel of people who chose to take part can tell, and what it cannot.

    Parameters
    ----------
    answered : int
        Members who took part.
    weighted : bool
        Whether their answers were weighted to the population.

    Returns
    -------
    str
        A few short sentences.

    References
    ----------
    American Association for Public Opinion Research. Opt-in surveys and margin of error: say that respondents chose themselves, whether
    the data were weighted, and that no sampling error can be calculated.
    """
    how = "Hun antwoorden zijn wel gewogen, maar dat verandert hier niets aan." if weighted else "Hun antwoorden zijn niet gewogen."
    return (
        f"Ook {count_text(answered)} leden van het burgerpanel vulden de vragen in. Die leden zijn niet door het lot gekozen: ze meldden "
        f"zich zelf aan. Daarom is er geen foutmarge te geven. {how} De cijfers zeggen iets over deze leden, en niet over alle inwoners. "
        "We noemen ze indicatief, toetsen er niets mee en tellen ze nooit bij de steekproef op."
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


def response_text(response: Response) -> str:
    """Say how many were asked, how many took part, and what the weighting does.

    Parameters
    ----------
    response : Response
        The numbers.

    Returns
    -------
    str
        A few short sentences.
    """
    here, answered = in_sentence(response.place), count_text(response.answered)
    who = f"inwoners van {response.youngest} jaar en ouder"
    if known(response.invited) and response.invited > 0:
        invited = count_text(int(rounded(response.invited, 0)))
        share = amount_text("percentage", 100 * response.answered / response.invited)
        said = [f"Voor de enquête van {response.year} zijn in {here} {invited} {who} gevraagd. Daarvan deden er {answered} mee: {share}."]
    else:
        said = [f"Aan de enquête van {response.year} deden in {here} {answered} {who} mee. Hoeveel er zijn gevraagd, is {NOT_GIVEN}."]
    if known(response.effective):
        said.append(
            "Niet elke groep doet even vaak mee. Daarom tellen we wie weinig meedeed zwaarder: we kijken naar kern, leeftijd en geslacht."
        )
        if known(response.largest):
            said.append(f"Het zwaarste antwoord telt als {decimal_text(response.largest)} gewone antwoorden.")
        if response.trimmed:
            answers = "antwoord" if response.trimmed == 1 else "antwoorden"
            said.append(f"Bij {count_text(response.trimmed)} {answers} is het gewicht daartoe beperkt.")
        said.append(f"Met dat wegen zeggen de antwoorden even veel als {decimal_text(response.effective, 0)} gewone antwoorden.")
    return " ".join(said)


def _difference(aspect: str, methods: Mapping[int, Mapping[str, str]]) -> str:
    sides = [f"in {year} {_clean(method.get(aspect, '')) or NOT_GIVEN}" for year, method in methods.items()]
    return f"{aspect[:1].upper()}{aspect[1:]}: {', '.join(sides)}."


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
