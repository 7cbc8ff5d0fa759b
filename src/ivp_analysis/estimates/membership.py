"""Which codes of open data make which indicator: theme totals, the codes themselves, and sums that the configuration names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from ivp_analysis.vocabulary.indicators import OPEN_DATA, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification, Denominator, Kernbeleid

COLUMNS = ["theme", "indicator", "classification", "label", "denominator", "system", "code", "systems"]
_Member = tuple[str, str, str, str, str, str, str, int]


def membership(kernbeleid: Kernbeleid, found: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Say of which codes every indicator is the sum.

    Parameters
    ----------
    kernbeleid : Kernbeleid
        Themes, codes and indicators.
    found : iterable of tuple of str
        System and code of what is in the data; unknown codes among them are indicators of "niet ingedeeld".

    Returns
    -------
    DataFrame
        A row for each code of each indicator: theme, indicator, classification (of the indicator), label, denominator, system and
        code of the member, and `systems`, how many systems the indicator needs.
    """
    pairs = sorted(set(found))
    rows = [*_totals(kernbeleid), *_sums(kernbeleid), *_codes(kernbeleid, pairs), *_overall(pairs)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame[~((frame["system"] == Classification.OFFENCE.value) & frame["code"].isin(kernbeleid.municipality_only))]


def _totals(kernbeleid: Kernbeleid) -> Iterator[_Member]:
    for theme in kernbeleid.themes.values():
        yield from _made_of(theme.number, TOTAL, theme.name, theme.denominator, theme.offences, theme.nuisance)


def _sums(kernbeleid: Kernbeleid) -> Iterator[_Member]:
    for theme, item in kernbeleid.indicators.values():
        if not item.classes:
            yield from _made_of(theme, item.key, item.name, item.denominator, item.offences, item.nuisance)


def _codes(kernbeleid: Kernbeleid, pairs: Iterable[tuple[str, str]]) -> Iterator[_Member]:
    for system, code in pairs:
        known = kernbeleid.codes.get((Classification(system), code))
        label, denominator = (known.name, known.denominator) if known else (code, Denominator.INHABITANTS)
        yield kernbeleid.theme_of(system, code), code, system, label, denominator.value, system, code, 1


def _overall(pairs: Iterable[tuple[str, str]]) -> Iterator[_Member]:
    label, offence = "Alle misdrijven die per buurt zijn gepubliceerd", Classification.OFFENCE.value
    for system, code in pairs:
        if system == offence:
            yield TOTAL, TOTAL, offence, label, Denominator.INHABITANTS.value, system, code, 1


def _made_of(
    theme: str, indicator: str, label: str, denominator: Denominator, offences: tuple[str, ...], nuisance: tuple[str, ...]
) -> Iterator[_Member]:
    systems = bool(offences) + bool(nuisance)
    for system, codes in ((Classification.OFFENCE, offences), (Classification.NUISANCE, nuisance)):
        for code in codes:
            yield theme, indicator, OPEN_DATA, label, denominator.value, system.value, code, systems
