"""Dutch sentences about police figures: what was registered, never more than the figures carry."""

from __future__ import annotations

from dataclasses import dataclass

from ivp_analysis.wording.numbers import count_text, decimal_text, interval_text, rate_text

NOT_TESTED = "Of verschillen meer zijn dan toeval, is hier niet getoetst."

OWN_CLASSES = "Uit leveringen van de politie. Deze klassen staan niet in de open data; we tellen ze niet bij het thema op."
_COUNTED = {
    "bruto": "Bruto geteld: een gebeurtenis kan vaker geregistreerd zijn.",
    "netto": "Netto geteld: elke gebeurtenis telt eenmaal.",
    "onbekend": "Of dit bruto of netto is geteld, is niet opgegeven.",
}


@dataclass(frozen=True)
class Figure:
    """One figure as a sentence may tell it; None where it is absent or not shown.

    Attributes
    ----------
    label : str
        The area as readers know it.
    shown : str
        The count as it may be shown.
    rate, low, high : float or None
        Per 1,000 inhabitants, with its interval.
    """

    label: str
    shown: str
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def headline(area: Figure, period: str, before: str, others: list[Figure]) -> str:
    """Say what was registered in an area in the last full year, with the rates of other areas beside it.

    Parameters
    ----------
    area : Figure
        The area that the page is about.
    period : str
        The year.
    before : str
        What the years to compare with had; comes directly after the area's own figures.
    others : list of Figure
        The areas to put beside it; those without a rate are left out.

    Returns
    -------
    str
        Two to four short sentences.
    """
    sentences = [_registered(area, period)]
    if area.rate is not None and area.low is not None and area.high is not None:
        sentences.append(
            f"Dat is {rate_text(area.rate)} per 1.000 inwoners. "
            f"Met het toeval meegerekend ligt dat {interval_text(area.low, area.high)} (95%-interval)."
        )
    sentences.append(before)
    beside = [f"{in_sentence(other.label)} {rate_text(other.rate)}" for other in others if other.rate is not None]
    if beside:
        sentences.append(f"Ter vergelijking, ook per 1.000 inwoners: {'; '.join(beside)}.")
    return " ".join(sentence for sentence in sentences if sentence)


def baseline(label: str, shown: list[str], counts: list[int | None], years: str) -> str:
    """Say how many registrations a year the years to compare with had.

    Parameters
    ----------
    label : str
        The area as readers know it.
    shown : list of str
        The counts of these years as they may be shown.
    counts : list of int or None
        The same as numbers; None where not shown.
    years : str
        The years, such as "2017-2019".

    Returns
    -------
    str
        One sentence; it gives an average only when every year may be shown.
    """
    place = in_sentence(label)
    known = [count for count in counts if count is not None]
    if not shown:
        return f"Over {years} zijn er geen cijfers om mee te vergelijken."
    if len(known) < len(shown):
        return f"In {years} waren de aantallen in {place} te klein of te gevoelig om een gemiddelde te tonen."
    if len(known) == 1:
        return f"In {years} waren het er in {place} {count_text(known[0])}."
    return f"In {years} waren het er in {place} gemiddeld {decimal_text(sum(known) / len(known))} per jaar."


def pooled(shown: str, period: str) -> str:
    """Say how many registrations there were in several years together.

    Parameters
    ----------
    shown : str
        The count as it may be shown.
    period : str
        The years, such as "2017-2021".

    Returns
    -------
    str
        One sentence.
    """
    times = f"minder dan {shown[1:]}" if shown.startswith("<") else count_text(int(shown))
    return f"Over {period} samen waren er in de hele gemeente {times} registraties."


def counted(countings: list[str]) -> str:
    """Say whether registrations were counted gross or net; the two must not be compared.

    Parameters
    ----------
    countings : list of str
        The ways of counting of the deliveries: "bruto", "netto" or "onbekend".

    Returns
    -------
    str
        One or two sentences.
    """
    if len(countings) == 1:
        return _COUNTED[countings[0]]
    return f"Let op: de leveringen zijn verschillend geteld ({' en '.join(countings)}). Vergelijk de jaren niet met elkaar."


def in_sentence(label: str) -> str:
    """Return the name of an area as it stands in a sentence: "de gemeente Dalfsen", but "Hoonhorst"."""
    return f"de {label}" if label.startswith("gemeente ") else label


def _registered(area: Figure, period: str) -> str:
    place = in_sentence(area.label)
    if area.shown == "0":
        return f"In {period} waren er in {place} geen registraties van de politie binnen dit thema."
    if area.shown.startswith("<"):
        few = f"In {period} waren er in {place} minder dan {area.shown[1:]} registraties van de politie binnen dit thema."
        return f"{few} Het precieze aantal tonen we niet."
    if not area.shown.isdigit():
        return f"Het aantal registraties in {place} in {period} tonen we niet, om mensen te beschermen."
    if area.shown == "1":
        return f"In {period} was er in {place} 1 registratie van de politie binnen dit thema."
    return f"In {period} waren er in {place} {count_text(int(area.shown))} registraties van de politie binnen dit thema."
