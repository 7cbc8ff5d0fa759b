"""The rules that blur a figure, as readers are told them."""

from __future__ import annotations

from ivp_analysis.disclosure.displays import Display, Shown
from ivp_analysis.vocabulary.publication import PublicationRules

SENSITIVE = "Gevoelige registraties tonen we alleen voor de hele gemeente en over meer jaren samen."
SENSITIVE_CLASS = "Gevoelige klassen tonen we alleen voor de hele gemeente en over meer jaren samen."
REMAINDER = (
    "De onderdelen van dit thema tonen we alleen voor de hele gemeente en over meer jaren samen. Anders volgt er een gevoelig aantal uit."
)


def text_of(shown: Shown | None, rules: PublicationRules) -> str:
    """Return what readers are told of the way in which a count is shown; nothing where it is shown as it is."""
    display = Display.EXACT if shown is None else shown.display
    return {
        Display.SMALL: f"Aantallen van 0 tot en met {rules.small} tonen we als {rules.small_text}: ook als er geen waren.",
        Display.ROUNDED: f"Aantallen uit leveringen zijn afgerond op een veelvoud van {rules.base}.",
        Display.RANGE: "Soms noemen we het kleinste en het grootste aantal dat het kan zijn, omdat er anders een klein aantal uit volgt.",
        Display.HIDDEN: "Soms tonen we een aantal niet, omdat er anders een klein aantal uit te berekenen is.",
    }.get(display, "")
