"""Dutch sentences about how an answer differs from that in an earlier survey, or in the rest of the municipality.

They say what can be shown of a difference. They name no cause and put no places in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.answers import amount_text, difference_range, points_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import CHANCE, known
from ivp_analysis.wording.survey import HIDDEN

Words = Mapping[Verdict, str]

_HINTS = (Verdict.HINT_HIGHER, Verdict.HINT_LOWER)
_SMALL = (Verdict.SMALL_HIGHER, Verdict.SMALL_LOWER)
_UNDIRECTED = "aanwijzing, kan toeval zijn"
_HINT = "Dat kan een aanwijzing zijn, maar ook toeval."
_MANY = "We vergelijken veel cijfers. Dan valt er altijd wel iets op."
_TOO_SMALL = "Een verschil van deze grootte is met deze enquêtes niet goed te zien."


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One answer held against that of an earlier survey, or of the rest of the municipality.

    Attributes
    ----------
    place : str
        The area as readers know it.
    kind : {"percentage", "mean", "scale"}
        What is estimated.
    year, before_year : int
        The survey and the one before; 0 where there is none, or the rest of the municipality is compared with.
    before : float or None
        The figure compared with.
    difference, low, high : float or None
        Value minus before with its 95 % interval, in percentage points or points.
    detectable : float or None
        The difference that would be found with the power of the rules.
    verdict : Verdict
        What may be said.
    reason : str
        A Dutch sentence that says why nothing can be said, instead of the usual one.
    """

    place: str
    kind: str
    year: int
    verdict: Verdict
    before_year: int = 0
    before: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    detectable: float | None = None
    reason: str = ""


def change_sentence(change: Difference, words: Words) -> str:
    """Say whether an answer differs from that in the survey before; comes after an `estimate_sentence`.

    Parameters
    ----------
    change : Difference
        The figures and the verdict.
    words : mapping of Verdict to str
        The words of the ladder.

    Returns
    -------
    str
        Up to six short sentences; without any figure where the verdict is `NOT_SHOWN`.

    Raises
    ------
    PresentationError
        When there is a verdict on figures that are missing.
    """
    here, earlier = in_sentence(change.place), change.before_year
    if change.verdict is Verdict.NOT_SHOWN:
        return f"Voor {here} leggen we {change.year} niet naast {earlier}. {HIDDEN}"
    if change.verdict is Verdict.ABSENT:
        none = f"De vraag is in {earlier} anders of niet gesteld. Vergelijken kan niet." if earlier else ""
        return change.reason or none or "Er is geen eerdere enquête om mee te vergelijken."
    start = [f"In {earlier} was het {amount_text(change.kind, change.before)}."] if known(change.before) else []
    if change.verdict is Verdict.TOO_FEW:
        why = change.reason or f"Er zijn {words[change.verdict]}."
        said = [f"Een verandering is voor {here} niet vast te stellen.", why]
    else:
        said = _judged(change, words, f"In {change.year}")
    return " ".join([*start, *said, *_detectable(change, "Een verandering", "deze enquêtes")])


def rest_sentence(difference: Difference, words: Words, *, whole: str) -> str:
    """Say whether an answer in a village differs from that in the rest of the municipality.

    Parameters
    ----------
    difference : Difference
        The figures and the verdict; `before` is of the rest.
    words : mapping of Verdict to str
        The words of the ladder.
    whole : str
        The municipality as readers know it.

    Returns
    -------
    str
        Up to six short sentences; without any figure where the verdict is `NOT_SHOWN`.

    Raises
    ------
    PresentationError
        When there is a verdict on figures that are missing.
    """
    here, rest = in_sentence(difference.place), f"de rest van {in_sentence(whole)}"
    if difference.verdict is Verdict.NOT_SHOWN:
        return f"We leggen {here} niet naast {rest}. {HIDDEN}"
    if difference.verdict is Verdict.ABSENT:
        return difference.reason or f"Om {here} naast {rest} te leggen, ontbreekt een cijfer."
    start = [f"In {rest} is het {amount_text(difference.kind, difference.before)}."] if known(difference.before) else []
    if difference.verdict is Verdict.TOO_FEW:
        why = difference.reason or f"Er zijn {words[difference.verdict]}."
        said = [f"Of {here} daarvan verschilt, is niet vast te stellen.", why]
    else:
        said = _judged(difference, words, f"In {here}")
    return " ".join([*start, *said, *_detectable(difference, "Een verschil", "deze enquête")])


def verdict_words(verdict: Verdict, difference: float | None, detectable: float | None, words: Words) -> str:
    """Return the words of a verdict; of a hint without a direction where the difference is smaller than one that the surveys can see.

    Parameters
    ----------
    verdict : Verdict
        The verdict.
    difference, detectable : float or None
        The difference, and the one that would be found with the power of the rules.
    words : mapping of Verdict to str
        The words of the ladder.
    """
    return _UNDIRECTED if _is_undirected(verdict, difference, detectable) else words[verdict]


def _is_undirected(verdict: Verdict, difference: float | None, detectable: float | None) -> bool:
    return verdict in _HINTS and known(difference) and known(detectable) and abs(difference) < detectable


def _judged(compared: Difference, words: Words, where: str) -> list[str]:
    verdict = compared.verdict
    if verdict is Verdict.NO_DIFFERENCE:
        return [f"Dat is {words[verdict]}."]
    if not (known(compared.before) and known(compared.difference)):
        raise PresentationError(
            "there is a verdict on a difference that is missing",
            {"place": compared.place, "year": compared.year, "verdict": verdict},
            "Use the verdict NOT_SHOWN, ABSENT or TOO_FEW",
        )
    size = [f"Het verschil is ongeveer {points_text(compared.kind, compared.difference)}."]
    if known(compared.low) and known(compared.high):
        size.append(f"{CHANCE} is dat {difference_range(compared.kind, compared.low, compared.high)}.")
    if verdict in _HINTS:
        if _is_undirected(verdict, compared.difference, compared.detectable):
            return [*size, _HINT, _TOO_SMALL]
        return [f"{where} is het {'hoger' if verdict is Verdict.HINT_HIGHER else 'lager'}.", *size, _HINT, _MANY]
    return [f"{where} is {'er een' if verdict in _SMALL else 'het'} {words[verdict]}.", *size]


def _detectable(compared: Difference, what: str, surveys: str) -> list[str]:
    """Say how small a difference is too small to see, where none was shown."""
    if compared.verdict not in (Verdict.NO_DIFFERENCE, Verdict.TOO_FEW) or not known(compared.detectable):
        return []
    return [f"{what} van minder dan {points_text(compared.kind, compared.detectable)} is met {surveys} niet goed te zien."]
