"""Why a statistic is not given, in plain Dutch."""

from __future__ import annotations

from ivp_analysis.statistics.refusal import Refusal

_TEXTS = {
    Refusal.NONE: "",
    Refusal.TOO_FEW: "Er zijn te weinig registraties om er iets over te zeggen.",
    Refusal.NO_EXPOSURE: "We weten niet op hoeveel inwoners, woningen of vestigingen het aantal slaat.",
    Refusal.TOO_SHORT: "Er zijn minder dan 8 {periods} om een lijn uit te halen.",
    Refusal.TOO_FEW_AREAS: "Er zijn te weinig gebieden om naast elkaar te leggen.",
    Refusal.NO_VARIATION: "De gebieden verschillen niet meer van elkaar dan door toeval al gebeurt.",
    Refusal.NO_SNAPSHOT: "Er is geen eerdere stand van dezelfde maanden.",
    Refusal.NO_REFERENCE: "Er zijn geen cijfers om mee te vergelijken.",
}


def refusal_text(reason: Refusal, *, periods: str = "jaren") -> str:
    """Say why a statistic is not given.

    Parameters
    ----------
    reason : Refusal
        Why it was refused.
    periods : str
        What the figures are per, in the plural: "jaren", "kwartalen". Only a series that is too short needs it.

    Returns
    -------
    str
        One sentence; empty when nothing was refused.
    """
    return _TEXTS[reason].format(periods=periods)
