"""The sample's duiding: invented words of the police and of the municipality, that say so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ruamel.yaml.scalarstring import LiteralScalarString

_POLICE: dict[str, Any] = {"rol": "politie", "auteur": "informatieanalist basisteam (verzonnen)"}
_MUNICIPALITY: dict[str, Any] = {"rol": "team OOV", "auteur": "beleidsadviseur veiligheid (verzonnen)"}
_DAYS = {"politie": 7, "team OOV": 14}
"""From the reference date until the words are written: the municipality answers the police."""

_GENERAL = """Voorbeeldtekst. Deze levering gaat over {period}. Meldingen van de laatste maanden komen soms later binnen.

Veel mensen doen geen aangifte. Minder registraties kan dus ook betekenen dat minder mensen iets melden."""
_ANSWER = "Voorbeeldtekst. Wij bespreken deze cijfers met de wijkagenten en het jongerenwerk. Wat zij zien, staat in de volgende ronde."
_THEFT = """Voorbeeldtekst. Fietsen worden vooral gestolen bij haltes en winkels. Bij woningen letten wij op de donkere maanden.

De aantallen zijn klein. Eén drukke maand maakt al verschil."""
_THEFT_ANSWER = "Voorbeeldtekst. In deze maanden konden inwoners hun fiets laten graveren. Of dat heeft geholpen, weten wij niet."
_YOUTH = "Voorbeeldtekst. Bij mooi weer bellen meer mensen over jongeren op straat. Eén groep kan veel meldingen geven."
_YOUTH_ANSWER = "Voorbeeldtekst. Het jongerenwerk is hier vaker op straat. Inwoners weten nu beter waar zij overlast kunnen melden."


def interpretations(period: str, dated: date, village: str) -> list[dict[str, Any]]:
    """Return the duiding of one delivery, as it stands in delivery.yaml.

    Parameters
    ----------
    period : str
        The months of the delivery, in Dutch.
    dated : date
        Its reference date.
    village : str
        A village that one of the texts is about; the others are about the whole municipality.

    Returns
    -------
    list of dict
        Of each role a general text, one about theme 1.3 and one about theme 3.1. None describes a single incident.
    """
    texts: list[tuple[dict[str, Any], dict[str, Any], str]] = [
        (_POLICE, {}, _GENERAL.format(period=period)),
        (_MUNICIPALITY, {}, _ANSWER),
        (_POLICE, {"themas": ["1.3"]}, _THEFT),
        (_MUNICIPALITY, {"themas": ["1.3"]}, _THEFT_ANSWER),
        (_POLICE, {"themas": ["3.1"]}, _YOUTH),
        (_MUNICIPALITY, {"themas": ["3.1"], "kern": village}, _YOUTH_ANSWER),
    ]
    # in YAML with its paragraphs as people write them
    return [
        writer | {"datum": dated + timedelta(days=_DAYS[writer["rol"]])} | about | {"tekst": LiteralScalarString(text)}
        for writer, about, text in texts
    ]
