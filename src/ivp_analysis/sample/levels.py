"""How much of each police code is registered: made-up, round levels with the courses that readers know.

Burglary and theft fall, online fraud rises until 2017, and in the corona years 2020 and 2021 nuisance by youth and noise is far
above 2019.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid

ANCHORS = (2012, 2017, 2019, 2020, 2021, 2022)
_REFERENCE_YEAR = 2019


@dataclass(frozen=True)
class Level:
    """The expected registrations of one code.

    Parameters
    ----------
    code : str
        The code.
    course : tuple of float
        Expected number in the municipality in each of the `ANCHORS`; between them a straight line.
    national : tuple of float
        Registrations per 1,000 inhabitants of the country in 2012 and 2019; after 2019 the country follows the course.
    place : str
        Where it happens: a key of `PLACES`.
    season : str
        When in the year: a key of the seasons in `moments`.
    clock : str
        When in the day: a key of the clocks in `moments`.
    stay : str
        How long the interval between first and last possible moment is: a key of the stays in `moments`.
    klasse : str
        The klasse that most of its incidents have; the first one of the code where empty.
    """

    code: str
    course: tuple[float, ...]
    national: tuple[float, float] = (0.0, 0.0)
    place: str = "people"
    season: str = "even"
    clock: str = "day"
    stay: str = "moment"
    klasse: str = field(default="")

    def expected(self, year: int) -> float:
        """Return the expected number in the municipality in a year."""
        return float(np.interp(year, ANCHORS, self.course))

    def national_rate(self, year: int) -> float:
        """Return the registrations per 1,000 inhabitants of the country in a year."""
        if year <= _REFERENCE_YEAR:
            return float(np.interp(year, (ANCHORS[0], _REFERENCE_YEAR), self.national))
        return self.national[1] * self.expected(year) / self.expected(_REFERENCE_YEAR)


def _flat(number: float) -> tuple[float, ...]:
    return (number,) * len(ANCHORS)


PLACES = {
    # shares of: inhabitants, centres, companies, scattered houses
    "homes": (0.85, 0.05, 0.0, 0.10),
    "people": (0.75, 0.15, 0.0, 0.10),
    "street": (0.55, 0.35, 0.05, 0.05),
    "centre": (0.20, 0.75, 0.05, 0.0),
    "shops": (0.03, 0.90, 0.07, 0.0),
    "companies": (0.10, 0.15, 0.70, 0.05),
    "roads": (0.35, 0.10, 0.10, 0.45),
    "countryside": (0.15, 0.0, 0.05, 0.80),
    "desk": (0.65, 0.30, 0.0, 0.05),
}
"""Where things happen, as shares of four ways to spread over the buurten."""

PINNED = {"1.1.1": (2012, 2017), "E35": (2019, 2020, 2021), "M22": (2019, 2020, 2021)}
"""Years in which the number of a code is the expected one, without chance: figures that texts refer to."""

OFFENCES = (
    Level("1.1.1", (55, 40, 31, 24, 18, 20), (5.3, 2.3), "homes", "dark", "evening", "absence"),
    Level("1.1.2", (20, 13, 10, 8, 6, 8), (1.9, 1.1), "homes", "dark", "night", "absence"),
    Level("1.2.1", (33, 22, 16, 11, 9, 12), (6.5, 3.2), "street", "dark", "night", "night"),
    Level("1.2.2", (6, 4, 4, 3, 3, 3), (0.9, 0.6), "street", "even", "night", "night"),
    Level("1.2.3", (44, 34, 28, 22, 20, 24), (7.0, 5.0), "centre", "summer", "evening", "hours", "A72"),
    Level("1.2.4", (4, 3, 3, 1, 1, 2), (2.2, 1.0), "shops", "even", "day", "hours"),
    Level("1.2.5", (13, 10, 9, 8, 8, 9), (1.0, 0.6), "companies", "even", "night", "night"),
    Level("1.3.1", (48, 44, 42, 38, 40, 42), (5.5, 7.0), "roads", "even", "commute", "moment", "D13"),
    Level("1.4.1", (6, 6, 6, 5, 6, 7), (0.5, 0.5)),
    Level("1.4.2", (0.5, 0.5, 0.6, 0.5, 0.5, 0.5), (0.15, 0.15), "people", "even", "evening"),
    Level("1.4.3", (4, 3, 3, 2, 2, 3), (0.3, 0.2), "centre", "summer", "weekend"),
    Level("1.4.4", (17, 15, 14, 13, 13, 13), (2.0, 1.5), "people", "even", "day"),
    Level("1.4.5", (24, 20, 19, 17, 16, 17), (3.4, 2.7), "street", "summer", "weekend"),
    Level("1.4.6", (0.6, 0.4, 0.4, 0.3, 0.3, 0.3), (0.5, 0.25), "centre", "dark", "evening"),
    Level("1.4.7", (0.5, 0.4, 0.3, 0.3, 0.2, 0.3), (0.1, 0.07), "shops", "dark", "evening"),
    Level("1.5.2", (1.5, 1, 1, 1, 1, 1), (0.15, 0.1), "countryside", "summer", "night", "absence"),
    Level("1.6.1", (4, 3, 3, 3, 3, 3), (0.4, 0.3), "street", "fireworks", "night"),
    Level("1.6.2", (33, 30, 28, 25, 24, 26), (2.6, 2.2), "people", "even", "day", "hours"),
    Level("1.6.3", _flat(0.3), (0.05, 0.05)),
    Level("2.1.1", _flat(0.2), (0.1, 0.05), "centre", "summer", "weekend"),
    Level("2.2.1", (58, 45, 42, 36, 35, 38), (8.8, 5.6), "street", "even", "night", "night"),
    Level("2.4.1", _flat(0.7), (0.1, 0.08), "homes", "even", "evening"),
    Level("2.4.2", (2, 2.5, 2.5, 2, 2, 2), (0.5, 0.5), "homes", "even", "day"),
    Level("2.5.1", (24, 15, 13, 9, 8, 10), (2.8, 1.3), "companies", "dark", "night", "night"),
    Level("2.5.2", (20, 17, 17, 9, 8, 14), (2.4, 2.2), "shops", "even", "shop"),
    Level("2.6.1", _flat(0.3), (0.03, 0.03), "companies"),
    Level("2.6.2", _flat(0.5), (0.02, 0.02), "countryside", "even", "night", "night"),
    Level("2.6.3", _flat(0.2), (0.02, 0.02), "countryside"),
    Level("2.6.4", _flat(0.6), (0.1, 0.1), "countryside"),
    Level("2.6.5", _flat(0.1), (0.01, 0.01), "companies"),
    Level("2.6.7", _flat(0.5), (0.01, 0.01), "countryside"),
    Level("2.6.8", _flat(0.8), (0.03, 0.03), "roads"),
    Level("2.6.9", (1, 1, 1, 1.5, 1.5, 1), (0.1, 0.1), "street", "fireworks", "evening"),
    Level("2.6.10", _flat(0.1), (0.01, 0.01), "countryside"),
    Level("2.6.11", _flat(0.5), (0.03, 0.03), "countryside"),
    Level("2.6.12", _flat(0.1), (0.01, 0.01), "countryside"),
    Level("2.6.13", _flat(1.0), (0.06, 0.06), "countryside"),
    Level("2.6.14", _flat(0.1), (0.01, 0.01), "shops"),
    Level("2.7.2", (2, 1.5, 1.2, 1, 1, 1), (0.2, 0.2), "street"),
    Level("2.7.3", (2, 1.5, 1.2, 1.5, 1.5, 1.2), (0.2, 0.2), "street"),
    Level("3.1.1", (5, 4, 4, 4, 4, 4), (0.9, 0.7), "people", "even", "day"),
    Level("3.1.2", _flat(0.1), (0.01, 0.01)),
    Level("3.1.3", (2, 2, 2, 1.8, 1.8, 2), (0.35, 0.4), "people", "even", "day"),
    Level("3.2.1", _flat(0.5), (0.05, 0.05)),
    Level("3.2.2", _flat(0.1), (0.01, 0.01)),
    Level("3.3.2", _flat(0.05), (0.01, 0.01)),
    Level("3.3.5", _flat(0.05), (0.01, 0.01)),
    Level("3.4.2", _flat(0.1), (0.01, 0.01), "countryside"),
    Level("3.5.2", (29, 26, 27, 24, 24, 25), (2.2, 1.9), "roads", "even", "weekend"),
    Level("3.5.5", (8, 6, 6, 5, 5, 6), (0.6, 0.5), "roads", "even", "commute"),
    Level("3.6.4", (7, 5, 4, 4, 4, 4), (0.9, 0.6), "centre", "even", "weekend"),
    Level("3.7.1", _flat(0.5), (0.03, 0.03), "people", "even", "day"),
    Level("3.7.2", _flat(0.2), (0.05, 0.05)),
    Level("3.7.3", (5, 5, 5, 5, 5, 6), (0.3, 0.3)),
    Level("3.7.4", (2, 3, 4, 8, 9, 11), (0.15, 0.35), "desk", "even", "day", "hours"),
    Level("3.9.1", (10, 54, 62, 56, 46, 52), (0.5, 4.2), "desk", "even", "day", "hours"),
    Level("3.9.2", _flat(0.1), (0.01, 0.01), "desk"),
    Level("3.9.3", (1.5, 1, 1, 1, 1, 1), (0.1, 0.1), "desk", "even", "day", "hours"),
)
"""The offence codes of the open data."""

NUISANCE = (
    Level("E33", (32, 55, 68, 84, 80, 86), (3.0, 5.8), "people", "even", "day"),
    Level("E35", (58, 57, 55, 99, 90, 58), (5.6, 4.4), "street", "summer", "evening"),
    Level("E38", (16, 22, 26, 34, 31, 33), (1.1, 1.5), "centre", "summer", "weekend"),
    Level("E41", (6, 7, 8, 8, 8, 9), (0.8, 0.9), "street", "even", "day"),
    Level("F010", (6, 4, 3, 1, 1, 3), (0.8, 0.3), "centre", "summer", "weekend"),
    Level("M061", (5, 5, 4, 1.5, 2, 4), (0.4, 0.3), "centre", "summer", "weekend"),
    Level("M062", (2, 2, 2, 0.2, 0.5, 2), (0.1, 0.1), "people", "summer", "weekend"),
    Level("M22", (62, 66, 68, 101, 119, 82), (5.0, 4.6), "people", "summer", "night"),
)
"""The nuisance codes of the open data."""

OWN_CLASSES = (
    Level("E12", (13, 13, 13, 18, 17, 14), place="homes", season="summer"),
    Level("E321", (12, 12, 12, 19, 19, 14), place="homes", season="summer", clock="weekend"),
    Level("I79", _flat(1.5), place="homes"),
    Level("C10", _flat(4), place="street", clock="night", stay="night"),
    Level("C50", _flat(3), place="street", clock="evening"),
    Level("E36", _flat(6), place="street", season="fireworks", clock="evening"),
    Level("M131", _flat(2), place="street", season="fireworks", clock="evening"),
    Level("E13", (9, 9, 9, 11, 11, 10), place="homes", clock="evening"),
    Level("E11", _flat(2), place="centre", clock="weekend"),
    Level("E15", _flat(0.3), place="centre", clock="weekend"),
    Level("E16", _flat(3), place="people"),
    Level("E391", _flat(1.5), place="homes"),
    Level("E34", _flat(0.5), place="homes", clock="night"),
    Level("B40", _flat(0.2), place="shops"),
    Level("E322", (2, 2, 2, 0.7, 0.8, 2), place="centre", clock="weekend"),
    Level("E00", (3, 3, 3, 0.5, 0.7, 3), place="centre", season="summer"),
    Level("E01", (1, 1, 1, 0.2, 0.4, 1), place="people", season="summer"),
    Level("E324", (1.5, 1.5, 1.5, 0.2, 0.4, 1.5), place="people", season="summer", clock="weekend"),
    Level("G61", (3, 3, 3, 6, 5, 3), place="street", clock="evening"),
    Level("G62", _flat(1.5), place="street", clock="evening"),
    Level("I372", _flat(2), place="people"),
    Level("G63", _flat(2.5), place="people"),
    Level("D10", _flat(10), place="roads", clock="commute"),
    Level("D70", _flat(2), place="roads", clock="commute"),
    Level("D601", _flat(2), place="roads"),
    Level("D73", _flat(4), place="centre"),
    Level("E31", _flat(5), place="people"),
    Level("E50", _flat(2), place="people"),
    Level("E02", _flat(0.4), place="centre"),
    Level("E23", _flat(0.2), place="centre"),
    Level("E46", _flat(2), place="people"),
    Level("F46", _flat(0.7), place="people"),
    Level("E99", _flat(2), place="people"),
)
"""Klassen that are not in the open data. E99 does not exist: a delivery always holds a code that nobody placed yet."""

BY_CODE = {level.code: level for level in (*OFFENCES, *NUISANCE, *OWN_CLASSES)}
"""All levels by code; offences, nuisance and klassen share no code."""


def check_levels(kernbeleid: Kernbeleid) -> None:
    """Check that the levels hold exactly the codes of the open data that the Kernbeleid names, and all its own klassen.

    Raises
    ------
    ConfigurationError
        When a code has no level, or a level no code.
    """
    known = {Classification.OFFENCE: OFFENCES, Classification.NUISANCE: NUISANCE, Classification.CLASS: OWN_CLASSES}
    for classification, levels in known.items():
        wanted = {code for kind, code in kernbeleid.codes if kind is classification}
        other = wanted ^ {level.code for level in levels} - ({"E99"} if classification is Classification.CLASS else set())
        if other:
            raise ConfigurationError(
                "the levels of the sample and config/kernbeleid.yaml name other codes",
                {"classification": classification.value, "codes": ", ".join(sorted(other))},
                "Give each code a level in sample/levels.py, or take the level out",
            )
