"""The list of codes that figures were made with: its version, and a digest for each theme, so that a change of it is seen later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypedDict

from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid

CHANGED = "De indeling van codes bij dit thema is veranderd sinds de vorige editie: vergelijk niet met het eerdere rapport."
"""What a page says of a theme whose codes were others in the edition before."""


class CodeList(TypedDict):
    """What is kept of a list of codes.

    Attributes
    ----------
    version : int
        Its number, which people raise.
    codes : dict of str to str
        A digest of the codes of each theme, by the number of the theme.
    """

    version: int
    codes: dict[str, str]


def code_list(kernbeleid: Kernbeleid) -> CodeList:
    """Return what is kept of the list of codes.

    Parameters
    ----------
    kernbeleid : Kernbeleid
        Themes and codes.

    Returns
    -------
    CodeList
        Its digests depend on what is counted for a theme, not on names, warnings or the order of codes.
    """
    return CodeList(version=kernbeleid.version, codes={theme: _digest(kernbeleid, theme) for theme in kernbeleid.themes})


def changed_themes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the themes of now that had other codes before, or were not there.

    Parameters
    ----------
    before, now : mapping of str to str
        The digests of the themes.
    """
    return [theme for theme, digest in now.items() if before.get(theme) != digest]


def _digest(kernbeleid: Kernbeleid, number: str) -> str:
    theme = kernbeleid.themes[number]
    offences = [kernbeleid.codes[Classification.OFFENCE, code] for code in theme.offences]
    counted = {
        "offences": sorted((code.code, code.municipality_only, sorted(code.expanded_classes)) for code in offences),
        "nuisance": sorted(theme.nuisance),
        "classes": sorted(code.code for code in theme.classes),
        "indicators": sorted((item.key, *map(sorted, (item.offences, item.nuisance, item.classes))) for item in theme.indicators),
    }
    return hashlib.sha256(json.dumps(counted).encode()).hexdigest()
