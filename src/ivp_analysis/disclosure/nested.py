"""Figures that are made of other figures of the same area and period: sums of codes, and klassen within a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ivp_analysis.vocabulary.indicators import OPEN_DATA
from ivp_analysis.vocabulary.kernbeleid import Classification, Indicator, Kernbeleid

_Key = tuple[str, str]
"""Classification and indicator of a figure."""


@dataclass(frozen=True)
class CodeSum:
    """A figure that is the sum of others.

    Parameters
    ----------
    total : tuple of str
        Classification and indicator of the sum.
    parts : tuple of tuple of str
        The same of its parts.
    spare_parts : bool
        Whether rather the sum is hidden than a part.
    """

    total: _Key
    parts: tuple[_Key, ...]
    spare_parts: bool

    def rows(self, found: Mapping[_Key, int]) -> tuple[int, list[int]] | None:
        """Return the rows of the sum and its parts in one area and period; None where they do not make a sum."""
        parts = [found[part] for part in self.parts if part in found]
        # an indicator is the sum of the codes that were published; what a code was split into is a sum only when all of it is there
        complete = bool(parts) if self.spare_parts else len(parts) == len(self.parts)
        return (found[self.total], parts) if complete and self.total in found else None


def sums_of_codes(kernbeleid: Kernbeleid) -> tuple[CodeSum, ...]:
    """Return the sums that the configuration makes: indicators of codes, and codes that indicators of klassen make up wholly."""
    return tuple([_made_of(item) for _, item in kernbeleid.indicators.values() if not item.classes] + _split_codes(kernbeleid))


def _made_of(item: Indicator) -> CodeSum:
    offences = [(Classification.OFFENCE.value, code) for code in item.offences]
    nuisance = [(Classification.NUISANCE.value, code) for code in item.nuisance]
    return CodeSum((OPEN_DATA, item.key), (*offences, *nuisance), spare_parts=True)


def _split_codes(kernbeleid: Kernbeleid) -> list[CodeSum]:
    found = []
    for code, items in _within(kernbeleid).items():
        classes = {klasse for item in items for klasse in item.classes}
        if classes == set(kernbeleid.codes[Classification.OFFENCE, code].expanded_classes):
            parts = tuple((Classification.CLASS.value, item.key) for item in items)
            found.append(CodeSum((Classification.OFFENCE.value, code), parts, spare_parts=False))
    return found


def telling_parts(estimates: pd.DataFrame, kernbeleid: Kernbeleid, smallest: int) -> pd.Series[bool]:
    """Find klassen that leave only a few registrations of the code that they are part of.

    The number of bicycles among "bicycles, mopeds and scooters" tells the number of the others: where that is 1 to 4 it must not.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    kernbeleid : Kernbeleid
        Which klassen belong to which code.
    smallest : int
        The smallest count that may be shown.

    Returns
    -------
    Series of bool
        A row for each estimate.
    """
    telling = pd.Series(data=False, index=estimates.index)
    place = ["village", "period"]
    for code, items in _within(kernbeleid).items():
        whole = estimates[(estimates["classification"] == Classification.OFFENCE.value) & (estimates["indicator"] == code)]
        part = estimates[
            (estimates["classification"] == Classification.CLASS.value) & estimates["indicator"].isin([item.key for item in items])
        ]
        taken = part.groupby(place)["count"].sum()
        rest = whole.set_index(place)["count"].reindex(taken.index) - taken
        few = rest.index[rest.between(1, smallest - 1)]
        telling[part.index[pd.MultiIndex.from_frame(part[place]).isin(few)]] = True
    return telling


def _within(kernbeleid: Kernbeleid) -> dict[str, list[Indicator]]:
    """Return the indicators of klassen by the offence code that all their klassen belong to."""
    found: dict[str, list[Indicator]] = {}
    for _, item in kernbeleid.indicators.values():
        codes = {kernbeleid.offence_of_class.get(klasse, "") for klasse in item.classes}
        if len(codes) == 1 and "" not in codes:
            found.setdefault(codes.pop(), []).append(item)
    return found
