"""Dutch sentences about police figures: what was registered, never more than the figures carry."""

from __future__ import annotations

from ivp_analysis.wording.numbers import count_text

OWN_CLASSES = "Uit leveringen van de politie. We tellen deze klassen niet bij het thema op: ze staan niet in de open data, of zitten al in een code daarvan."
_COUNTED = {
    "bruto": "Bruto geteld: een gebeurtenis kan vaker geregistreerd zijn.",
    "netto": "Netto geteld: elke gebeurtenis telt eenmaal.",
    "onbekend": "Of dit bruto of netto is geteld, is niet opgegeven.",
}


def pooled(shown: str, period: str, label: str) -> str:
    """Say how many registrations there were in several years together.

    Parameters
    ----------
    shown : str
        The count as it may be shown.
    period : str
        The years, such as "2017-2021".
    label : str
        The area as readers know it.

    Returns
    -------
    str
        One sentence.
    """
    times = f"minder dan {shown[1:]}" if shown.startswith("<") else count_text(int(shown))
    return f"Over {period} samen waren het er in {in_sentence(label)} {times}."


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


def registered(label: str, shown: str, period: str, subject: str, singular: str = "", *, rounded: bool = False) -> str:
    """Say how much was registered, as far as it may be shown.

    Parameters
    ----------
    label : str
        The area as readers know it.
    shown : str
        The count as it may be shown.
    period : str
        The year.
    subject, singular : str
        What is counted, in the plural and, where there is a good word, in the singular.
    rounded : bool
        Whether the count is rounded.

    Returns
    -------
    str
        One or two short sentences.
    """
    place = in_sentence(label)
    if shown == "0":
        return f"In {period} waren er in {place} geen {subject}."
    if shown.startswith("<"):
        return f"In {period} waren er in {place} minder dan {shown[1:]} {subject}. Het precieze aantal tonen we niet."
    if not shown.isdigit():
        return f"Het aantal {subject} in {place} in {period} tonen we niet, om mensen te beschermen."
    if shown == "1" and singular:
        return f"In {period} was er in {place} 1 {singular}."
    return f"In {period} waren er in {place} {'ongeveer ' if rounded else ''}{count_text(int(shown))} {subject}."
