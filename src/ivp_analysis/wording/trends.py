"""Dutch sentences about several years or months, and about figures that are not complete yet."""

from __future__ import annotations

from collections.abc import Sequence

from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.numbers import decimal_text, enumerate_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.ratios import CHANCE, percent_range, percent_text, share_range
from ivp_analysis.wording.refusals import refusal_text


def trend_sentence(
    place: str,
    first: int,
    last: int,
    change: float,
    low: float,
    high: float,
    verdict: Verdict,
    reason: Refusal,
    points: int,
    *,
    apart: Sequence[int] = (),
    per: str = "inwoner",
) -> str:
    """Say whether there is a line through the years.

    Parameters
    ----------
    place : str
        The area as readers know it.
    first, last : int
        First and last year.
    change, low, high : float
        How many times as much each year than the year before, with its interval.
    verdict : Verdict
        What may be said: a line that goes up or down, a hint of one, or none.
    reason : Refusal
        Why there is no line; the numbers are not read then.
    points : int
        Number of years that count.
    apart : sequence of int
        Years that do not count: the corona years.
    per : str
        What the figures are per, in the singular; empty for counts.

    Returns
    -------
    str
        Two to four short sentences.
    """
    here = in_sentence(place)
    if reason:
        return f"Voor {here} geven we geen lijn door {first}-{last}. {refusal_text(reason)}"
    inside = [year for year in apart if first <= year <= last]
    corona = (
        f"zonder {'de coronajaren' if len(inside) > 1 else 'het coronajaar'} {enumerate_text(list(map(str, inside)))}" if inside else ""
    )
    how = " en ".join(filter(None, [f"per {per}" if per else "", corona]))
    start = f"We legden een lijn door {first}-{last}{f', {how}' if how else ''}. Zo tellen er {points} jaren mee."
    bounds = percent_range(low, high)
    if verdict is not Verdict.NO_DIFFERENCE:
        hint = " Dat kan een aanwijzing zijn, maar ook toeval." if verdict in (Verdict.HINT_HIGHER, Verdict.HINT_LOWER) else ""
        return f"{start} In {here} is het gemiddeld {percent_text(change)} per jaar. {CHANCE} is dat {bounds}.{hint}"
    return f"{start} In {here} loopt die niet aantoonbaar omhoog of omlaag. {CHANCE} is het {bounds} per jaar."


def year_to_date_sentence(period: str, against: str, days: int | None, complete: float, low: float, high: float, reason: Refusal) -> str:
    """Say what is compared when a year is not over yet, and how complete the newest figures are.

    Parameters
    ----------
    period, against : str
        The months of this year and the same months before, such as "januari tot en met augustus 2022".
    days : int or None
        Days between the last month and the day at which either figure was taken; None where these differ.
    complete, low, high : float
        Share of the registrations that is in at that time, with its interval; above 1 when some were withdrawn later.
    reason : Refusal
        Why that share is not known; it is not read then.

    Returns
    -------
    str
        Three to five short sentences.
    """
    sentences = [f"We leggen {period} naast {against}."]
    if days is None:
        sentences.append("De stand van toen is van langer na de laatste maand. Het aantal van nu kan dus te laag lijken.")
    else:
        sentences.append(f"Beide standen zijn van {days} {'dag' if days == 1 else 'dagen'} na de laatste maand.")
    sentences.append("Een deel van de registraties komt later binnen.")
    if reason:
        return " ".join([*sentences, "Hoe groot dat deel is, weten we niet.", refusal_text(reason)])
    share = decimal_text(complete * 100, 0)
    if share == "100":
        sentences.append("Naar schatting was op de peildatum vrijwel alles binnen.")
    elif complete > 1:
        sentences.append("Hier ging er later juist een deel af. Op de peildatum was het aantal dus eerder te hoog.")
    else:
        sentences.append(f"Naar schatting was op de peildatum {share} procent binnen. {CHANCE} ligt dat {share_range(low, high)}.")
    return " ".join(sentences)


def control_sentence(place: str, unit: str, periods: int, outside: Sequence[str], reason: Refusal) -> str:
    """Say in how many periods the count lay outside what is usual, and in which.

    Parameters
    ----------
    place : str
        The area as readers know it.
    unit : {"maanden", "kwartalen", "halfjaren"}
        What the figures are per.
    periods : int
        Number of periods.
    outside : sequence of str
        The periods outside the limits, as readers know them: "het tweede kwartaal van 2021".
    reason : Refusal
        Why there are no limits.

    Returns
    -------
    str
        Two to three short sentences.
    """
    here = in_sentence(place)
    if reason:
        return f"Voor {here} geven we geen grenzen van wat gewoon is. {refusal_text(reason, periods=unit)}"
    start = f"Voor {here} keken we naar {periods} {unit}."
    if not outside:
        return f"{start} Het aantal bleef steeds binnen de grenzen van wat gewoon is."
    times = "één" if len(outside) == 1 else str(len(outside))
    return (
        f"{start} Het aantal lag {times} keer buiten de grenzen van wat gewoon is. Dat was in {enumerate_text(outside)}. "
        "Met toeval alleen komt dat weinig voor."
    )
