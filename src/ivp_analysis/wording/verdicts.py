"""Dutch sentences about a difference: the figures, the periods, the comparison, and how sure it is.

They say what was counted and what can be shown of it. They name no cause and put no places in order.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.compared import Compared, before_sentence, counted_sentence, missing_sentence
from ivp_analysis.wording.numbers import count_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import size_sentences

Words = Mapping[Verdict, str]

_HINT = "Dat kan een aanwijzing zijn, maar ook toeval."
_HINTS = {Verdict.HINT_HIGHER: "hoger", Verdict.HINT_LOWER: "lager"}
_SMALL = {Verdict.SMALL_HIGHER, Verdict.SMALL_LOWER}
_MISSING = {Verdict.NOT_SHOWN, Verdict.ABSENT}


def change_sentence(compared: Compared, words: Words) -> str:
    """Say what was counted, what it was before, whether that differs, and between which bounds.

    Parameters
    ----------
    compared : Compared
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
    verdict = compared.verdict
    if verdict in _MISSING:
        return missing_sentence(compared)
    size = size_sentences(compared.ratio, compared.low, compared.high, start=compared.per, percent=compared.percent)
    if verdict is Verdict.TOO_FEW:
        said = [f"Er zijn {words[verdict]} om een verschil aan te tonen."]
    elif verdict is Verdict.NO_DIFFERENCE:
        said = [f"Dat is {words[verdict]}.", *(_would_have_been(compared) or size)]
    elif verdict in _HINTS:
        said = [*size, _HINT, "We vergelijken veel cijfers. Dan valt er altijd wel iets op."]
    else:
        said = [f"Dat is {'een ' if verdict in _SMALL else ''}{words[verdict]}.", *size]
    return " ".join([counted_sentence(compared), before_sentence(compared), *said])


def previous_sentence(compared: Compared, words: Words, *, main: Verdict | None = None) -> str:
    """Say in short how a figure compares with the one of the year before; comes after a `change_sentence`.

    Parameters
    ----------
    compared : Compared
        The figures of the period and of the year before.
    words : mapping of Verdict to str
        The words of the ladder.
    main : Verdict, optional
        The verdict of the sentence before: the same one again is told with "ook".

    Returns
    -------
    str
        Two short sentences; one where there is no figure.

    Raises
    ------
    PresentationError
        When there is a verdict on figures that are missing.
    """
    verdict = compared.verdict
    if verdict is Verdict.NOT_SHOWN:
        return f"Over {compared.against} tonen we geen aantal."
    if verdict is Verdict.ABSENT:
        return f"Over {compared.against} zijn er geen cijfers om mee te vergelijken."
    if verdict in _HINTS:
        said = "het verschil daarmee kan een aanwijzing zijn, maar ook toeval."
    elif verdict is Verdict.TOO_FEW:
        said = f"daarmee zijn er {words[verdict]} om een verschil aan te tonen."
    elif verdict is Verdict.NO_DIFFERENCE:
        said = f"daarmee is er {words[verdict]}."
    else:
        said = f"daarmee vergeleken {'is er een' if verdict in _SMALL else 'is het'} {words[verdict]}."
    return f"{before_sentence(compared)} {f'Ook {said}' if verdict is main else said[0].upper() + said[1:]}"


def reference_sentence(
    place: str,
    reference: str,
    period: str,
    against: str,
    ratio: float | None,
    low: float | None,
    high: float | None,
    verdict: Verdict,
    words: Words,
) -> str:
    """Say whether an area changed otherwise than the area around it did.

    Parameters
    ----------
    place, reference : str
        The area, and the one whose change it is held against.
    period, against : str
        The period and the one compared with.
    ratio, low, high : float or None
        The change of the area divided by that of the reference, with its interval.
    verdict : Verdict
        What may be said.
    words : mapping of Verdict to str
        The words of the ladder.

    Returns
    -------
    str
        Up to five short sentences.
    """
    here, around = in_sentence(place), in_sentence(reference)
    if verdict is Verdict.NOT_SHOWN:
        return f"Hoe dat in {here} was naast {around}, tonen we niet. De aantallen zijn te klein of te gevoelig."
    if verdict is Verdict.ABSENT:
        return f"Om {here} naast {around} te leggen, zijn er geen cijfers."
    start = f"We legden de verandering van {against} naar {period} naast die in {around}."
    if verdict is Verdict.TOO_FEW:
        return f"{start} Er zijn {words[verdict]} om een verschil aan te tonen."
    if verdict is Verdict.NO_DIFFERENCE:
        said = f"Er is {words[verdict]} tussen die twee."
    elif verdict in _SMALL:
        said = f"Er is een {words[verdict]} dan daarbij past."
    else:
        said = f"Het aantal in {here} is {_HINTS.get(verdict, words[verdict])} dan daarbij past."
    size = size_sentences(ratio, low, high, start="Vergeleken met daar is dat")
    return " ".join([start, said, *size, *([_HINT] if verdict in _HINTS else [])])


def _would_have_been(compared: Compared) -> list[str]:
    sides = [(compared.fewest, "minder"), (compared.most, "meer")]
    texts = [f"bij {count_text(count)}" + (f" of {side}" if count else "") for count, side in sides if count is not None]
    if not texts:
        return []
    return [f"Pas {', of '.join(texts)}{',' if len(texts) > 1 else ''} was er wel een verschil aan te tonen."]
