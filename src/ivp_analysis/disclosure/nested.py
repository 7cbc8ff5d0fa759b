"""Figures that are made of other figures of the same area and period: sums of codes, and klassen within a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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
    """

    total: _Key
    parts: tuple[_Key, ...]

    def rows(self, found: Mapping[_Key, int]) -> tuple[int, list[int]] | None:
        """Return the rows of the sum and of those parts that were published, in one area and period; None where there are none."""
        parts = [found[part] for part in self.parts if part in found]
        return (found[self.total], parts) if parts and self.total in found else None


class PartsOfCode(NamedTuple):
    """The indicators of klassen that are part of a code.

    Attributes
    ----------
    indicators : tuple of str
        Their keys.
    complete : bool
        Whether together they are the whole code.
    """

    indicators: tuple[str, ...]
    complete: bool


def sums_of_codes(kernbeleid: Kernbeleid) -> tuple[CodeSum, ...]:
    """Return the indicators that the configuration makes of codes of open data."""
    return tuple(_made_of(item) for _, item in kernbeleid.indicators.values() if not item.classes)


def parts_of_codes(kernbeleid: Kernbeleid) -> dict[str, PartsOfCode]:
    """Return the indicators of klassen by the offence code that all their klassen belong to."""
    found: dict[str, list[Indicator]] = {}
    for _, item in kernbeleid.indicators.values():
        codes = {kernbeleid.offence_of_class.get(klasse, "") for klasse in item.classes}
        if len(codes) == 1 and "" not in codes:
            found.setdefault(codes.pop(), []).append(item)
    return {code: PartsOfCode(tuple(item.key for item in items), _complete(code, items, kernbeleid)) for code, items in found.items()}


def _complete(code: str, items: list[Indicator], kernbeleid: Kernbeleid) -> bool:
    classes = {klasse for item in items for klasse in item.classes}
    return classes == set(kernbeleid.codes[Classification.OFFENCE, code].expanded_classes)


def _made_of(item: Indicator) -> CodeSum:
    offences = [(Classification.OFFENCE.value, code) for code in item.offences]
    nuisance = [(Classification.NUISANCE.value, code) for code in item.nuisance]
    return CodeSum((OPEN_DATA, item.key), (*offences, *nuisance))
