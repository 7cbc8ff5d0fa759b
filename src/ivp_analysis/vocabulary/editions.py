"""Editions: the half-yearly rounds in which deliveries arrive and a report is made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from ivp_analysis.errors import ParameterError

_PATTERN = re.compile(r"(20\d\d)-H([12])\Z")


@dataclass(frozen=True, order=True)
class Edition:
    """One round: H1 is February/March (all of the year before), H2 is September/October (January to August).

    Parameters
    ----------
    year : int
        Calendar year of the round.
    half : int
        1 or 2.
    """

    year: int
    half: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an edition such as ``2022-H1``.

        Raises
        ------
        ParameterError
            When the text has another form.
        """
        match = _PATTERN.match(text)
        if not match:
            raise ParameterError(
                f"'{text}' is no edition", {"parameter": "edition"}, "Write the year and the round, such as 2022-H1 or 2022-H2"
            )
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, reference_date: date) -> Self:
        """Return the first edition that takes in a delivery with this reference date."""
        for half in (1, 2):
            if reference_date <= cls(reference_date.year, half).last_day:
                return cls(reference_date.year, half)
        return cls(reference_date.year + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the round: deliveries with a later reference date belong to a later edition."""
        return date(self.year, 3, 31) if self.half == 1 else date(self.year, 10, 31)

    @property
    def last_full_year(self) -> int:
        """The last calendar year that is over."""
        return self.year - 1

    def __str__(self) -> str:
        return f"{self.year}-H{self.half}"


def newest(reference_dates: Iterable[date]) -> Edition | None:
    """Return the newest edition that has data; None without deliveries."""
    editions = [Edition.of(day) for day in reference_dates]
    return max(editions, default=None)
