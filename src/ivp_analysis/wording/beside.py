"""Dutch sentences that put what the police registered beside what inhabitants say, and explain neither by the other."""

from __future__ import annotations

from dataclasses import dataclass

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.answers import PERCENTAGE
from ivp_analysis.wording.police import in_sentence

NEITHER = "Meer registraties kan ook betekenen dat mensen vaker iets melden. Het ene cijfer verklaart het andere niet."
"""What stands below every reading."""

UNREPORTED = "Niet alles wordt gemeld. Wat niemand meldt, komt meestal niet in de registraties."
"""What stands below the part of victims that told the police."""

SIDES = {"both up": (True, True), "both down": (False, False), "felt up": (False, True), "registered up": (True, False)}
"""For each reading whether more was registered, and whether the answer is higher."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A police figure and an answer, each from one survey to the next.

    Attributes
    ----------
    place : str
        The area as readers know it.
    registered : str
        What the police figure counts: "geluidshinder".
    police_year, police_before_year : int
        Its years.
    per : str
        What it is per, in the singular; empty for counts.
    kind : {"percentage", "mean", "scale"}
        What the answer is.
    outcome : str
        Of a percentage: what those who are counted do, in the third person singular: "heeft vaak last van geluid".
    label : str
        Of a mean or score: what it is of.
    year, before_year : int
        The surveys.
    """

    place: str
    registered: str
    police_year: int
    police_before_year: int
    year: int
    before_year: int
    kind: str = PERCENTAGE
    outcome: str = ""
    label: str = ""
    per: str = "inwoner"


def reading_text(reading: str, beside: Beside) -> str:
    """Say how registrations and experience lie beside each other.

    Parameters
    ----------
    reading : {"both up", "both down", "felt up", "registered up", "unclear", ""}
        As the contract of the table has it; empty where a figure is absent or not shown.
    beside : Beside
        What is put beside what.

    Returns
    -------
    str
        Two or three short sentences without any cause; `NEITHER` belongs below it.

    Raises
    ------
    PresentationError
        When there is no such reading.
    """
    here = in_sentence(beside.place)
    if not reading:
        return f"Om voor {here} registraties en beleving naast elkaar te zetten, ontbreekt een cijfer, of we tonen het niet."
    if reading == "unclear":
        return (
            f"Voor {here} is niet te zeggen of registraties en beleving dezelfde kant op gingen. "
            "Van ten minste een van de twee is geen verschil aan te tonen."
        )
    if reading not in SIDES:
        raise PresentationError("there are no words for this reading", {"reading": reading}, "Use one of the contract")
    more, higher = SIDES[reading]
    per = f"per {beside.per} " if beside.per else ""
    return (
        f"In {here} werd {per}{'meer' if more else 'minder'} geregistreerd in {beside.police_year} dan in {beside.police_before_year} "
        f"({beside.registered}). {'En' if more == higher else 'Maar'} {_felt(beside, here, higher=higher)}."
    )


def _felt(beside: Beside, here: str, *, higher: bool) -> str:
    if beside.kind == PERCENTAGE:
        part = f"een {'groter' if higher else 'kleiner'} deel van de inwoners {beside.outcome}"
        return f"{part}, in {beside.year} vergeleken met {beside.before_year}"
    label = f"{beside.label[:1].lower()}{beside.label[1:]}"
    what = "de score" if beside.kind == "scale" else "het gemiddelde"
    return f"{what} van {here} is in {beside.year} {'hoger' if higher else 'lager'} dan in {beside.before_year} ({label})"
