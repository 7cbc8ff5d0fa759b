"""Dutch sentences that are made of a finding and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from ivp_analysis.vocabulary.findings import NO_DATA, NO_SOURCE, Change, Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.compared import Compared
from ivp_analysis.wording.numbers import interval_text, rate_text
from ivp_analysis.wording.police import in_sentence, pooled, registered
from ivp_analysis.wording.ratios import one_in
from ivp_analysis.wording.verdicts import change_sentence, previous_sentence, reference_sentence

Words = Mapping[Verdict, str]

WITHOUT_DELIVERY = "Over dit thema zijn geen politiecijfers geleverd die bij deze editie horen."
NO_LAST_YEAR = "Over {full} zijn er geen cijfers. Het laatste jaar met cijfers is {year}."
OTHER_DENOMINATOR = "{wanted} zijn niet voor alle kernen en jaren geleverd. Daarom staat alles per 1.000 {used}."
NO_REFERENCE = "Over {reference} zijn er in deze editie geen cijfers om mee te vergelijken."
CORONA = "Let op: {year} was een coronajaar. Wat in dat jaar anders was, kan aan corona liggen."
THEME = "registraties van de politie binnen dit thema"
ONE_OF_THEME = "registratie van de politie binnen dit thema"


def headline(finding: Finding, words: Words) -> str:
    """Say what was counted, with what it is compared, and what can be shown of a difference.

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
    if finding.verdict == NO_SOURCE:
        return f"De politie heeft geen open cijfers over dit thema. {finding.reason}"
    if finding.verdict == NO_DATA:
        return WITHOUT_DELIVERY
    main, previous = finding.change(Comparison.BASELINE), finding.change(Comparison.PREVIOUS)
    said = [_first(finding, main, words)]
    if finding.pooled and finding.count is None:
        said.append(pooled(finding.pooled, finding.pooled_period, finding.place))
    if previous and finding.count is not None and not (main and main.against == previous.against):
        said.append(_previous(finding, previous, main, words))
    return " ".join(said)


def around(finding: Finding, words: Words) -> str:
    """Say whether the area changed otherwise than the reference area did; empty where that was not compared or may not be shown."""
    change = finding.change(Comparison.REFERENCE)
    if change is None or finding.verdict in (NO_SOURCE, NO_DATA) or change.verdict is Verdict.NOT_SHOWN:
        return ""
    numbers = (change.ratio, change.low, change.high)
    return reference_sentence(finding.place, change.reference, finding.period, change.against, *numbers, change.verdict, words)


def rate(finding: Finding) -> str:
    """Say how much that is per thousand inhabitants, dwellings or establishments; empty where there is no rate."""
    if finding.estimate is None or finding.low is None or finding.high is None:
        return ""
    share = one_in(finding.count or 0, finding.base, finding.denominator) if finding.denominator != "inwoners" else ""
    also = f", ongeveer {share}" if share else ""
    around = "ongeveer " if finding.rounded else ""
    chance = "Met het toeval en de afronding meegerekend" if finding.rounded else "Met het toeval meegerekend"
    return (
        f"Het aantal van {finding.period} is {around}{rate_text(finding.estimate)} per 1.000 {finding.denominator}{also}. "
        f"{chance} ligt dat {interval_text(finding.low, finding.high)} per 1.000 (95%-interval)."
    )


def compared(finding: Finding, change: Change) -> Compared:
    """Return one comparison of a finding as a sentence takes it."""
    return Compared(
        place=finding.place,
        subject=finding.subject,
        singular=finding.singular,
        period=finding.period,
        against=change.against,
        years=max(change.years, 1),
        count=finding.count,
        before=change.before,
        verdict=change.verdict,
        ratio=change.ratio,
        low=change.low,
        high=change.high,
        p=change.p,
        q=change.q,
        fewest=change.fewest,
        most=change.most,
        denominator=finding.denominator,
        source=finding.source,
        rounded=finding.rounded,
    )


def _first(finding: Finding, main: Change | None, words: Words) -> str:
    if main is not None and None not in (finding.count, main.before) and main.verdict not in (Verdict.NOT_SHOWN, Verdict.ABSENT):
        return change_sentence(compared(finding, main), words)
    said = registered(finding.place, finding.n, finding.period, finding.subject, finding.singular, rounded=finding.rounded)
    return f"{said} {_not_compared(finding, main, words)}"


def _previous(finding: Finding, previous: Change, main: Change | None, words: Words) -> str:
    if previous.before is None and previous.verdict is Verdict.TOO_FEW:
        # that there are too few may be told; how many there were in that year may not
        previous = previous.model_copy(update={"verdict": Verdict.NOT_SHOWN})
    return previous_sentence(compared(finding, previous), words, main=main.verdict if main else None)


def _not_compared(finding: Finding, main: Change | None, words: Words) -> str:
    """Say why there is no comparison."""
    if main is None or not main.against:
        return "Er zijn geen cijfers van eerdere jaren om mee te vergelijken."
    if main.verdict is Verdict.ABSENT:
        return f"Om {finding.period} met {main.against} te vergelijken, ontbreekt een cijfer."
    place = in_sentence(finding.place)
    if main.verdict is Verdict.TOO_FEW:
        return f"Dat zijn {words[Verdict.TOO_FEW]} om met {main.against} te vergelijken."
    return f"We vergelijken {finding.period} in {place} niet met {main.against}. Een aantal is te klein of te gevoelig om te tonen."
