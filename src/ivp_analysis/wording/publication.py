"""How figures are shown so that nothing points at a person, told to readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivp_analysis.wording.numbers import count_text, decimal_text

INTRODUCTION = (
    "De cijfers gaan over buren. Daarom laten we kleine aantallen niet precies zien. De regels zijn een keuze van de gemeente, en gelden voor alle "
    "teksten, tabellen, grafieken en kaarten van dit rapport."
)


def policy(rules: Mapping[str, Any], fewest_answers: int) -> list[str]:
    """Say by which rules figures are shown.

    Parameters
    ----------
    rules : mapping of str to number
        The fields of `vocabulary.publication.PublicationRules`.
    fewest_answers : int
        Below so many respondents a figure of a survey is not shown.

    Returns
    -------
    list of str
        A line for each choice.
    """
    small, base = int(rules["small"]), int(rules["base"])
    rounding = (
        f"Grotere aantallen ronden we af op een veelvoud van {base}. Verhoudingen, intervallen en oordelen maken we van die afgeronde aantallen."
        if base > 1
        else "Grotere aantallen tonen we precies, tenzij er een klein aantal uit te berekenen is."
    )
    return [
        "Wat de politie zelf per buurt en jaar publiceert, staat er zoals het is gepubliceerd, en ook opgeteld per kern. Iedereen kan dat opzoeken.",
        f"Voor al het andere geldt: aantallen van 0 tot en met {small} tonen we als <{small + 1}, ook als er geen waren. {rounding}",
        f"Alles bij elkaar mag geen klein aantal verraden. Soms noemen we daarom het kleinste en het grootste dat een aantal kan zijn, zoals 96–100, of laten we het "
        f"weg. Ook wie precies weet hoe we dat kiezen, komt daarmee niet verder. We rekenen na dat van elk klein aantal alles van 1 tot en met {small} mogelijk blijft, ook voor wie een eerdere editie bewaarde.",
        "Gevoelige registraties tonen we alleen voor de hele gemeente en over meer jaren samen. Dat zijn zedendelicten, discriminatie, huiselijk geweld, "
        "verwarde personen en jongeren. Wat ze zou verraden, tonen we ook niet.",
        f"Aantallen per 1.000 tonen we alleen voor gebieden met ten minste {count_text(int(rules['rate_inhabitants']))} inwoners. Van cijfers die niet al "
        f"gepubliceerd zijn, alleen vanaf {int(rules['rate_count'])} registraties. Waar een jaar te weinig is, nemen we tot {int(rules['pooled_years'])} jaren samen.",
        f"Op de kaart tellen we op per vak van {int(rules['cell'])} meter waar het dicht bebouwd is, en van {int(rules['wide_cell'])} meter daarbuiten. Een vak met "
        f"minder dan {int(rules['cell_incidents'])} incidenten of {int(rules['cell_addresses'])} adressen ziet eruit als een leeg vak.",
        f"Uit een enquête tonen we geen cijfer waarachter minder dan {fewest_answers} mensen zitten, of waarbij minder dan {fewest_answers} mensen iets anders antwoordden.",
    ]


def cost(loss: Mapping[str, int], furthest: int) -> str:
    """Say what protecting costs.

    How many counts are small, and how many are none, is known from the true counts alone: both are told in tens. The rest follows from how
    counts are shown.

    Parameters
    ----------
    loss : mapping of str to int
        The fields of `disclosure.shield.Loss`.
    furthest : int
        How far a count may lie from the number that is shown for it.
    """
    guarded, ranges, hidden = loss["guarded"], loss["widened"] - loss["hidden"], loss["hidden"]
    if not guarded:
        return "In deze editie staan alleen cijfers die al gepubliceerd zijn."
    small, zeros = (max(_TOLD, _tens(loss[name])) for name in ("small", "zeros"))
    more = (
        f" Dat is samen {decimal_text((zeros + loss['widened']) / small, 1)} keer zo veel als er kleine aantallen zijn."
        if loss["small"] >= _TOLD
        else ""
    )
    return (
        f"Wat dat kost: in deze editie {'is' if guarded == 1 else 'zijn'} {_counts(guarded)} niet al gepubliceerd. Daarvan {_about(loss['small'])} klein. Om die te "
        f"beschermen {_look(loss['zeros'])} als een klein aantal. Bij {_counts(ranges)} noemen we het kleinste en het grootste dat het kan zijn, en "
        f"{_counts(hidden)} tonen we niet.{more} Een aantal dat we afgerond tonen, ligt hooguit {furthest} naast het echte."
    )


_TOLD = 10
"""Fewer are not counted out: they could be told apart."""


def _tens(number: int) -> int:
    return (number + 5) // 10 * 10


def _counts(number: int) -> str:
    return f"{count_text(number)} {'aantal' if number == 1 else 'aantallen'}"


def _about(number: int) -> str:
    return f"zijn er ongeveer {count_text(_tens(number))}" if number >= _TOLD else f"zijn er minder dan {_TOLD}"


def _look(number: int) -> str:
    return f"zien ongeveer {count_text(_tens(number))} nullen eruit" if number >= _TOLD else f"zien minder dan {_TOLD} nullen eruit"
