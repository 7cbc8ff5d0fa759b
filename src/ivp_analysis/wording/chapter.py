"""The fixed texts of the chapter, in plain Dutch."""

from __future__ import annotations

from collections.abc import Mapping

from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.numbers import count_text, rate_text


def introduction(municipality: str, edition: str) -> list[str]:
    """Return the paragraphs that say what the chapter is and is not.

    Parameters
    ----------
    municipality : str
        Name of the municipality.
    edition : str
        The edition as readers know it.

    Returns
    -------
    list of str
        Paragraphs.
    """
    return [
        f"Dit is de veiligheidsanalyse van de gemeente {municipality}, editie {edition}. Zij is een bijlage bij het Integraal Veiligheidsplan. "
        "De raad stelt ten minste eens in de vier jaar de doelen voor veiligheid vast. Deze analyse laat zien wat de cijfers daarover zeggen.",
        "De analyse volgt het Kernbeleid Veiligheid van de VNG: vijf veiligheidsvelden met 22 thema's, en het focusblad digitale veiligheid.",
        "De cijfers beschrijven wat er is geregistreerd. Ze zeggen niet waarom. Het verhaal achter de cijfers komt van de politie en van de "
        "gemeente zelf. Hun woorden staan apart van de tekst die uit de cijfers is gemaakt.",
    ]


METHOD = [
    "Aantallen. We tellen registraties van de politie. Een registratie is niet hetzelfde als een gebeurtenis: veel mensen doen geen aangifte. "
    "Minder registraties kunnen dus ook minder aangiften betekenen.",
    "Aantallen per 1.000. Zo zijn gebieden van verschillende grootte te vergelijken. Woninginbraken rekenen we per woning, diefstal bij winkels en "
    "bedrijven per vestiging, en de rest per inwoner. Zijn woningen of vestigingen niet voor alle kernen en jaren geleverd, dan rekenen we per inwoner. "
    "Voor verkeer is het aantal inwoners geen goede maat; kijk daar naar het aantal.",
    "Toeval. Kleine aantallen gaan vanzelf op en neer. Daarom staat bij elk cijfer een 95%-interval: de grenzen waarbinnen het werkelijke niveau "
    "waarschijnlijk ligt (methode van Garwood, 1936).",
    "Vergelijken. We leggen het laatste hele jaar naast de jaren van voor corona, en naast het jaar ervoor. We toetsen of een verschil meer is dan toeval. "
    "Wie veel vergelijkt, vindt altijd wel iets. Daarom rekenen we mee hoeveel er is vergeleken (Benjamini en Hochberg, 1995).",
    "Woorden. Aantoonbaar hoger of lager: van alle verschillen die zo heten, is naar verwachting hooguit een op de tien toch toeval. "
    "Aanwijzing: opvallend, maar het kan toeval zijn. Geen aantoonbaar verschil: het kan hetzelfde zijn gebleven, of het verschil is te klein om te zien. "
    "Te weinig waarnemingen: minder dan tien in beide perioden samen.",
    "Omgeving. We kijken ook of het hier anders ging dan in de omgeving. Wat overal minder wordt, wordt hier ook minder zonder dat de gemeente iets doet.",
    "Totalen. We tellen alleen codes die de politie per buurt publiceert, zodat kernen en gemeente op dezelfde manier zijn geteld. Het totaal "
    "dat de politie zelf voor de gemeente geeft, is daarom iets hoger.",
    "Coronajaren. In 2020 en 2021 waren er minder inbraken en meer meldingen van overlast dan anders. Deze jaren zijn geen goede maat voor wat gewoon is.",
    "Kleine aantallen. Wat we laten zien en wat niet, staat onder 'Wat we niet precies laten zien'.",
]

SURVEY_METHOD = (
    "Enquête. Inwoners kregen door het lot een vragenlijst. Wie weinig meedeed, telt zwaarder mee: we wegen naar kern, leeftijd en geslacht. Op de pagina's "
    "per thema staat bij elk cijfer een 95%-interval. Kernen met weinig antwoorden nemen we samen, of we laten het cijfer weg. Antwoorden van het burgerpanel staan apart: die leden kozen "
    "zelf om mee te doen. We vergelijken alleen vragen die in beide enquêtes zo zijn gesteld dat het kan. De landelijke Veiligheidsmonitor is een andere enquête."
)

MEASURABLE = {"gemeten": "ja", "benadering": "bij benadering", "geen bron": "nee"}
AVAILABILITY = (
    "Niet over elk thema zijn cijfers. De tabel laat per thema zien of het te meten is, en of er politiecijfers zijn. Een thema zonder bron is niet "
    "een thema zonder problemen."
)

DEMONSTRABLE = "In de hele gemeente verschilt dit aantoonbaar van de jaren waarmee we vergelijken:"
NOTHING_DEMONSTRABLE = "Voor de hele gemeente is er geen aantoonbaar verschil met de jaren waarmee we vergelijken."
IN_VILLAGES = "In de kernen verschilt dit aantoonbaar:"
HINTS = "Dit valt op, maar het kan ook toeval zijn:"
NOTHING_IN_VILLAGES = "In de kernen is er geen aantoonbaar verschil, of de aantallen zijn te klein om te tonen."

SURVEY_DEMONSTRABLE = "Uit de enquête van {year}. In de hele gemeente verschilt dit aantoonbaar van de enquête van {before}:"
SURVEY_IN_VILLAGES = "In de kernen verschilt dit aantoonbaar van de enquête van {before}:"
SURVEY_NOTHING = "Uit de enquête van {year}. Voor de hele gemeente is er geen aantoonbaar verschil met de enquête van {before}."
SURVEY_APART = "Waarin een kern in de enquête van {year} aantoonbaar verschilt van de rest van de gemeente:"
SURVEY_DIFFERENT = "Wat in de enquête van {year} aantoonbaar verschilt van de enquête van {before}:"

SEE_SUMMARY = "Wat aantoonbaar verschilt van eerdere jaren, staat in de samenvatting."

BESIDE = (
    "Een verschil dat aantoonbaar is, zegt niets over de oorzaak. Geen aantoonbaar verschil betekent niet dat er niets veranderde. De cijfers zijn bedoeld om "
    "het gesprek over prioriteiten mee te beginnen, naast de ervaringen van inwoners en professionals."
)


def called_out(finding: Finding, name: str, words: Mapping[Verdict, str], warning: str = "") -> str:
    """Say in one line what differs.

    Parameters
    ----------
    finding : Finding
        With a comparison with the baseline.
    name : str
        The theme, or what is counted.
    words : mapping of Verdict to str
        The words of the ladder.
    warning : str, optional
        What readers must know of this figure.

    Returns
    -------
    str
        Such as "Nieuwleusen, woninginbraken (4 in 2021; gemiddeld 11,0 per jaar in 2017-2019): aantoonbaar lager."
    """
    change = finding.change(Comparison.BASELINE)
    place = finding.place[:1].upper() + finding.place[1:]
    verdict = Verdict(finding.verdict)
    said = {Verdict.HINT_HIGHER: "hoger", Verdict.HINT_LOWER: "lager"}.get(verdict, words[verdict])
    aside = f" Let op: {warning}" if warning else ""
    if change is None or change.before is None:
        return f"{place}, {name}: {said}.{aside}"
    when = f"gemiddeld {rate_text(change.before)} per jaar in" if change.years > 1 else f"{rate_text(change.before)} in"
    return f"{place}, {name} ({finding.n} in {finding.period}; {when} {change.against}): {said}.{aside}"


def totals(municipality: str, period: str, own: str, published: str) -> str:
    """Say how many offences the police count, and how many of them this analysis works with.

    Parameters
    ----------
    municipality : str
        Name of the municipality.
    period : str
        The years together, or the last full year.
    own, published : str
        The police's own total and the sum of the codes that are published per buurt, as they may be shown; empty where there is none.

    Returns
    -------
    str
        One or two sentences; a total that is not shown is not mentioned.
    """
    place, when = f"in de gemeente {municipality}", f"Over {period} samen" if "-" in period else f"In {period}"
    sentences = []
    if own.isdigit():
        sentences.append(f"{when} telde de politie {place} {count_text(int(own))} misdrijven.")
    if published.isdigit():
        count = count_text(int(published))
        start = f"Daarvan zijn er {count}" if sentences else f"{when} waren er {place} {count} misdrijven"
        sentences.append(f"{start} van soorten die per buurt zijn gepubliceerd; met die soorten werkt deze analyse.")
    return " ".join(sentences) or f"Totalen van {period} tonen we niet."


def conclusions(available: int, few: int, without: int, asked: int = 0) -> list[str]:
    """Say what the analysis can and cannot tell.

    Parameters
    ----------
    available, few, without : int
        Number of themes with figures that could be compared, with few registrations, and without figures of the police, for the
        municipality as a whole.
    asked : int
        Number of themes on which a survey asked inhabitants.

    Returns
    -------
    list of str
        Sentences.
    """
    surveyed = [f"Over {_themes(asked)} is inwoners in een enquête iets gevraagd."] if asked else []
    return [
        f"Over {_themes(available)} zijn er voor de hele gemeente genoeg politiecijfers om te vergelijken.",
        f"Over {_themes(few)} zijn er zo weinig registraties, of zijn ze zo gevoelig, dat er per jaar weinig over te zeggen is.",
        f"Over {_themes(without)} heeft de politie geen open cijfers. Daar zijn andere bronnen nodig: een enquête, de GGD, de veiligheidsregio of de gemeente zelf.",
        *surveyed,
    ]


def _themes(number: int) -> str:
    return "1 thema" if number == 1 else f"{number} thema's"
