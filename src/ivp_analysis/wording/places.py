"""Dutch sentences about one place among several, or several places within one."""

from __future__ import annotations

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.wording.numbers import decimal_text, interval_text, rate_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import CHANCE, share_range
from ivp_analysis.wording.refusals import refusal_text


def shrunk_sentence(
    place: str,
    rate: float,
    low: float,
    high: float,
    weight: float,
    reason: Refusal,
    *,
    per: str = "1.000 inwoners",
    others: str = "gemeenten",
) -> str:
    """Give a rate that was drawn towards what is usual elsewhere, and say how far.

    Parameters
    ----------
    place : str
        The area as readers know it.
    rate, low, high : float
        The adjusted rate with its interval.
    weight : float
        Share of it that comes from the others, 0 to 1.
    reason : Refusal
        Why there is none.
    per : str
        What the rate is per.
    others : str
        What the others are, in the plural.

    Returns
    -------
    str
        Two to four short sentences.
    """
    here = in_sentence(place)
    if reason:
        return f"Voor {here} stelden we het cijfer niet bij. {refusal_text(reason)}"
    return (
        f"Kleine aantallen zeggen weinig. Daarom stelden we het cijfer bij met wat in andere {others} gewoon is. Voor {here} wordt het dan "
        f"{rate_text(rate)} per {per}. {CHANCE} ligt dat {interval_text(low, high)}. "
        f"Van dat cijfer komt {decimal_text(weight * 100, 0)} procent van de andere {others}."
    )


def funnel_sentence(
    place: str,
    rate: float,
    target: float,
    low: float,
    high: float,
    areas: int,
    reason: Refusal,
    *,
    per: str = "1.000 inwoners",
    which: str = "gemeenten",
) -> str:
    """Say whether a municipality differs from others more than chance and the usual differences between them.

    Parameters
    ----------
    place : str
        The municipality as readers know it.
    rate, target : float
        Its rate, and that of all municipalities together.
    low, high : float
        Between these bounds the rate of a municipality of this size lies.
    areas : int
        Number of municipalities, this one included.
    reason : Refusal
        Why there are no bounds.
    per : str
        What the rates are per.
    which : str
        Which municipalities these are, in the plural.

    Returns
    -------
    str
        Two to three short sentences.
    """
    here = in_sentence(place)
    if reason:
        return f"We leggen {here} niet naast andere gemeenten. {refusal_text(reason)}"
    start = f"In {here} waren het er {rate_text(rate)} per {per}. In {areas} {which} samen waren het er {rate_text(target)}."
    bounds = interval_text(low, high)
    if low <= rate <= high:
        return f"{start} Dat past bij toeval en bij hoe gemeenten altijd verschillen: dan ligt het {bounds}."
    return f"{start} Dat is {'hoger' if rate > high else 'lager'} dan past bij toeval en bij hoe gemeenten altijd verschillen: {bounds}."


def concentration_sentence(place: str, top: int, areas: int, noun: str, share: float, low: float, high: float, reason: Refusal) -> str:
    """Say which part of the registrations lies in a few places.

    Parameters
    ----------
    place : str
        The area as readers know it.
    top, areas : int
        Number of places with most registrations that are taken together, and of all places.
    noun : str
        What the places are, in the plural.
    share, low, high : float
        Share of the registrations in them, 0 to 1, with its interval.
    reason : Refusal
        Why it is not given.

    Returns
    -------
    str
        Two to three short sentences.
    """
    here = in_sentence(place)
    if reason:
        return f"Of de registraties in {here} dicht bij elkaar liggen, zeggen we niet. {refusal_text(reason)}"
    return (
        f"In {here} lag {decimal_text(share * 100, 0)} procent van de registraties in {top} van de {areas} {noun}. {CHANCE} ligt dat "
        f"{share_range(low, high)}. Lag overal even veel, dan was het {decimal_text(top / areas * 100, 0)} procent."
    )
