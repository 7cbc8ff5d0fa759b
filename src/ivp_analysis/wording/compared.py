"""One figure held against an earlier one, and the sentences that give the two figures."""

from __future__ import annotations

from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.themes import Denominator
from ivp_analysis.wording.numbers import count_text, rate_text, rounded
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import known

SMALLEST_BASE = 10
"""With fewer counted in the years compared with, a difference is not written in per cent."""

_PER = {
    Denominator.INHABITANTS: "Per inwoner",
    Denominator.DWELLINGS: "Per woning",
    Denominator.ESTABLISHMENTS: "Per vestiging",
    Denominator.YOUTH: "Per jongere",
}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One figure held against an earlier one.

    Attributes
    ----------
    place : str
        The area as readers know it.
    subject, singular : str
        What is counted, in the plural and, where there is a good word, in the singular: "woninginbraken", "woninginbraak".
    period, against : str
        The period and the one compared with: a year, years, or months of a year.
    years : int
        Number of years compared with.
    count : int or None
        Counted in the period.
    before : float or None
        Counted a year, on average, in the years compared with.
    verdict : Verdict
        What may be said.
    ratio, low, high : float or None
        How many times as much per inhabitant (or other denominator), with its interval; infinite where there was nothing before.
    p, q : float or None
        Kept beside the sentence, for tables; no sentence gives them.
    fewest, most : int or None
        The largest count below and the smallest above that would have been demonstrable; None where no count would.
    denominator : str
        One of `vocabulary.themes.Denominator`, or empty where counts are compared.
    rounded : bool
        Whether the counts are rounded: sentences then say "ongeveer".
    source, note : str
        Where the figures come from and what to bear in mind with them, for the line below the sentence.
    """

    place: str
    subject: str
    period: str
    against: str
    years: int
    count: int | None
    before: float | None
    verdict: Verdict
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    q: float | None = None
    fewest: int | None = None
    most: int | None = None
    denominator: str = Denominator.INHABITANTS
    source: str = ""
    note: str = ""
    singular: str = ""
    rounded: bool = False

    @property
    def percent(self) -> bool:
        """Whether enough was counted in the years compared with to write a difference in per cent."""
        return known(self.before) and round(self.before * self.years, 6) >= SMALLEST_BASE

    @property
    def per(self) -> str:
        """How a sentence on the ratio starts: "Per inwoner is dat", or "Dat is" where counts are compared."""
        return f"{_PER[Denominator(self.denominator)]} is dat" if self.denominator else "Dat is"


def counted_sentence(compared: Compared) -> str:
    """Say what was counted in the period.

    Raises
    ------
    PresentationError
        When the count is missing: that is for `missing_sentence` to say.
    """
    when, place, count = _when(compared.period), in_sentence(compared.place), compared.count
    if count is None:
        raise PresentationError(
            "a count that is missing has no sentence", {"period": compared.period}, "Use the verdict NOT_SHOWN or ABSENT"
        )
    if count == 1 and not compared.singular:
        return f"{when} kwam het aantal {compared.subject} in {place} uit op 1."
    about = "ongeveer " if compared.rounded and count else ""
    what = f"{about}{count_text(count) if count else 'geen'} {compared.singular if count == 1 else compared.subject}"
    # a subject that names the police needs no second "politie"
    return (
        f"{when} {'was' if count == 1 else 'waren'} er in {place} {what}."
        if "politie" in what
        else f"{when} telde de politie in {place} {what}."
    )


def before_sentence(compared: Compared) -> str:
    """Say what was counted in the years compared with.

    Raises
    ------
    PresentationError
        When that is missing.
    """
    when, before = _when(compared.against), compared.before
    if not known(before):
        raise PresentationError(
            "a count that is missing has no sentence", {"period": compared.against}, "Use the verdict NOT_SHOWN or ABSENT"
        )
    if before == 0:
        return f"{when} waren er geen."
    if compared.years > 1:
        return f"{when} waren het er gemiddeld {'ongeveer ' if compared.rounded else ''}{rate_text(before)} per jaar."
    if compared.rounded:
        return f"{when} waren het er ongeveer {count_text(int(rounded(before, 0)))}."
    return f"{when} {'was' if before == 1 else 'waren'} het er {count_text(int(rounded(before, 0)))}."


def missing_sentence(compared: Compared) -> str:
    """Say that there is no comparison, and give no figure where none may be shown."""
    place = in_sentence(compared.place)
    if compared.verdict is Verdict.NOT_SHOWN:
        return f"We leggen {compared.period} in {place} niet naast {compared.against}. Het aantal {compared.subject} is te klein of te gevoelig om te tonen."
    if compared.count is None:
        return f"Over {compared.period} zijn er voor {place} geen cijfers over {compared.subject}."
    if not known(compared.before):
        return f"{counted_sentence(compared)} Over {compared.against} zijn er geen cijfers om mee te vergelijken."
    return f"{counted_sentence(compared)} {before_sentence(compared)} Er ontbreekt een cijfer om die twee te vergelijken."


def _when(period: str) -> str:
    return f"{'Van' if ' tot en met ' in period else 'In'} {period}"
