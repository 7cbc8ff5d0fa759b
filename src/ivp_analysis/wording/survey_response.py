"""Dutch texts about who answered a survey, what the weighting did, and what a panel can say."""

from __future__ import annotations

from dataclasses import dataclass

from ivp_analysis.wording.answers import amount_text
from ivp_analysis.wording.numbers import count_text, decimal_text, rounded
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import known
from ivp_analysis.wording.survey_method import NOT_GIVEN

NOTABLE = 0.05
"""From this deviation on a text says that a group does not weigh what it should."""
_FEWEST = 10
SMALL_PANEL = "Er deden minder dan 10 leden van het burgerpanel mee. Daarom tonen we hun antwoorden niet."


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
    deviation : float or None
        Largest difference of a group from the population after weighting, as a share of the population of that group.
    rounded : bool
        Whether numbers of respondents are rounded.
    """

    place: str
    year: int
    answered: int
    invited: float | None = None
    youngest: int = 18
    effective: float | None = None
    largest: float | None = None
    trimmed: int = 0
    deviation: float | None = None
    rounded: bool = False


def panel_text(answered: int, *, weighted: bool, deviation: float | None = None, rounded: bool = False) -> str:
    """Say what a panel of people who chose to take part can tell, and what it cannot.

    Parameters
    ----------
    answered : int
        Members who took part.
    weighted : bool
        Whether their answers were weighted to the population.
    deviation : float or None
        As in `Response`.
    rounded : bool
        As in `Response`.

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
    if weighted and known(deviation) and deviation > NOTABLE:
        how = f"{how} {off_text(deviation)}"
    return (
        f"Ook {'ongeveer ' * rounded}{count_text(answered)} leden van het burgerpanel vulden de vragen in. Die leden zijn niet door het lot gekozen: ze meldden "
        f"zich zelf aan. Daarom is er geen foutmarge te geven. {how} De cijfers zeggen iets over deze leden, en niet over alle inwoners. "
        "We noemen ze indicatief, toetsen er niets mee en tellen ze nooit bij de steekproef op."
    )


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
    here, about = in_sentence(response.place), "ongeveer " * response.rounded
    answered = about + count_text(response.answered)
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
            # so few that they could be told apart are not counted out
            answers = f"{count_text(response.trimmed)} antwoorden" if response.trimmed >= _FEWEST else "een paar antwoorden"
            said.append(f"Bij {answers} is het gewicht daartoe beperkt.")
        said.append(f"Met dat wegen zeggen de antwoorden even veel als {about}{decimal_text(response.effective, 0)} gewone antwoorden.")
    if known(response.deviation) and response.deviation > NOTABLE:
        said.append(off_text(response.deviation))
    return " ".join(said)


def off_text(deviation: float) -> str:
    """Say that answers could not be weighted to the population in full."""
    return f"Ook na het wegen wijkt een groep nog {decimal_text(100 * deviation, 0)} procent af van de bevolking."
