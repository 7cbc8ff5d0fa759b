"""Dutch sentences that are made of a finding on a survey and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivp_analysis.vocabulary.findings import NO_QUESTIONS, NO_SURVEY, Change, Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.answers import amount_text
from ivp_analysis.wording.survey import Answered, estimate_sentence
from ivp_analysis.wording.survey_changes import Difference, change_sentence, rest_sentence

Words = Mapping[Verdict, str]

PERCENT, SCORE = "procent", "score van 0 tot 10"
_MEAN = re.compile(r"gemiddelde van (\d+) tot (\d+)\Z")

WITHOUT_SURVEY = "Voor deze editie is geen enquête onder inwoners geleverd."
UNWEIGHTED = (
    "De enquête van {years} staat hier niet: cijfers over inwoners naar kern, leeftijd en geslacht ontbreken. Zonder die cijfers weten we "
    "niet of de antwoorden voor alle inwoners gelden."
)
WITHOUT_QUESTIONS = "In de enquête van {year} is over dit thema niets gevraagd."


def unit_of(kind: str, lowest: int, highest: int) -> str:
    """Return the unit of a finding, from which the kind of estimate can be read back.

    Parameters
    ----------
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    lowest, highest : int
        The ends of the scale of a mean.
    """
    return {"percentage": PERCENT, "scale": SCORE}.get(kind, f"gemiddelde van {lowest} tot {highest}")


def headline(finding: Finding, words: Words) -> str:
    """Say what was answered, and whether that differs from the survey before.

    Parameters
    ----------
    finding : Finding
        All that the sentence may tell.
    words : mapping of Verdict to str
        The words of the ladder.

    Returns
    -------
    str
        A few short sentences.
    """
    if finding.verdict == NO_SURVEY:
        return UNWEIGHTED.format(years=finding.period) if finding.period else WITHOUT_SURVEY
    if finding.verdict == NO_QUESTIONS:
        return WITHOUT_QUESTIONS.format(year=finding.period)
    change = finding.change(Comparison.SURVEY)
    said = [estimate_sentence(answered(finding))]
    if change and finding.estimate is not None:
        said.append(change_sentence(difference(finding, change), words))
    return " ".join(said)


def around(finding: Finding, words: Words, whole: str) -> str:
    """Say whether a village differs from the rest of the municipality; empty where that was not compared.

    Parameters
    ----------
    finding : Finding
        All that the sentence may tell.
    words : mapping of Verdict to str
        The words of the ladder.
    whole : str
        The municipality as readers know it.
    """
    change = finding.change(Comparison.REST)
    if change is None or finding.estimate is None:
        return ""
    return rest_sentence(difference(finding, change), words, whole=whole)


def called_out(finding: Finding, words: Words) -> str:
    """Say in one line what differs from the survey before.

    Parameters
    ----------
    finding : Finding
        With a comparison with the survey before.
    words : mapping of Verdict to str
        The words of the ladder.

    Returns
    -------
    str
        Such as "Nieuwleusen, “Doet mee aan buurtpreventie-app” (46 procent in 2022; 27 procent in 2017): aantoonbaar hoger."
    """
    change = finding.change(Comparison.SURVEY)
    kind = answered(finding).kind
    figures = [(finding.estimate, finding.period), *([(change.before, change.against)] if change else [])]
    told = "; ".join(f"{amount_text(kind, value)} in {year}" for value, year in figures if value is not None)
    place = finding.place[:1].upper() + finding.place[1:]
    return f"{place}, “{finding.label}” ({told}): {words[Verdict(finding.verdict)]}."


def beside_the_rest(finding: Finding, words: Words) -> str:
    """Say in one line that a village differs demonstrably from the rest of the municipality; empty where it does not.

    Parameters
    ----------
    finding : Finding
        With a comparison with the rest.
    words : mapping of Verdict to str
        The words of the ladder.
    """
    change = finding.change(Comparison.REST)
    if change is None or finding.estimate is None or change.before is None or change.verdict not in (Verdict.HIGHER, Verdict.LOWER):
        return ""
    kind = answered(finding).kind
    place = finding.place[:1].upper() + finding.place[1:]
    told = f"{amount_text(kind, finding.estimate)}; rest van de gemeente {amount_text(kind, change.before)}"
    return f"{place}, “{finding.label}” ({told}): {words[change.verdict]}."


def answered(finding: Finding) -> Answered:
    """Return the figure of a finding as a sentence takes it."""
    mean = _MEAN.match(finding.unit)
    percentage = finding.unit == PERCENT
    lowest, highest = map(int, mean.groups()) if mean else (0, 10)
    return Answered(
        place=finding.place,
        year=int(finding.period),
        kind="percentage" if percentage else "mean" if mean else "scale",
        lowest=lowest,
        highest=highest,
        value=finding.estimate,
        low=finding.low,
        high=finding.high,
        outcome=finding.subject if percentage else "",
        label=finding.label or finding.subject,
        only_after=finding.singular,
        reason=finding.reason,
        hidden=finding.verdict == Verdict.NOT_SHOWN and finding.estimate is None,
    )


def difference(finding: Finding, change: Change) -> Difference:
    """Return one comparison of a finding as a sentence takes it."""
    return Difference(
        place=finding.place,
        kind=answered(finding).kind,
        year=int(finding.period),
        before_year=int(change.against) if change.against.isdigit() else 0,
        before=change.before,
        difference=change.difference,
        low=change.low,
        high=change.high,
        detectable=change.detectable,
        verdict=change.verdict,
    )
