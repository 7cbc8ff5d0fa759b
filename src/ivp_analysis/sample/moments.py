"""When incidents of the sample happen: months with a season, days and hours with a rhythm, intervals without a witness."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

import numpy as np
import pandas as pd

SEASONS: dict[str, tuple[float, ...]] = {
    "even": (1.0,) * 12,
    "dark": (1.5, 1.3, 1.1, 0.8, 0.7, 0.6, 0.7, 0.8, 0.8, 1.1, 1.3, 1.6),
    "summer": (0.6, 0.6, 0.8, 1.0, 1.3, 1.4, 1.4, 1.4, 1.2, 0.9, 0.7, 0.6),
    "fireworks": (3.0, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 1.2, 7.0),
}
"""Weights of the months January to December."""


@dataclass(frozen=True)
class Clock:
    """The hours in which most of it happens, and the weights of the days Monday to Sunday."""

    peak: frozenset[int]
    days: tuple[float, ...] = (1.0,) * 7

    @property
    def hours(self) -> np.ndarray:
        """Shares of the 24 hours."""
        weights = np.array([1.0 if hour in self.peak else 0.1 for hour in range(24)])
        shares: np.ndarray = weights / weights.sum()
        return shares


CLOCKS = {
    "day": Clock(frozenset(range(8, 19))),
    "evening": Clock(frozenset(range(17, 24))),
    "night": Clock(frozenset((20, 21, 22, 23, 0, 1, 2, 3, 4, 5))),
    "weekend": Clock(frozenset((20, 21, 22, 23, 0, 1, 2, 3)), (0.5, 0.5, 0.6, 0.8, 1.6, 2.2, 1.6)),
    "commute": Clock(frozenset((7, 8, 15, 16, 17)), (1.1, 1.1, 1.1, 1.1, 1.2, 0.8, 0.6)),
    "shop": Clock(frozenset(range(10, 19)), (1.0, 1.0, 1.0, 1.0, 1.2, 1.5, 0.1)),
}

STAYS = {"hours": (3.0, 0.8), "night": (9.0, 0.4), "absence": (12.0, 1.2)}
"""Median and spread (of the logarithm) of the hours that nobody watched; "moment" has none."""

_LONGEST_HOURS = 14 * 24
_STEP_MINUTES = 5
_REPORT_HOURS = 30.0


@dataclass(frozen=True)
class Interval:
    """The first and last moment at which an incident can have happened, and when the police heard of it."""

    begin: pd.Timestamp
    end: pd.Timestamp
    known: pd.Timestamp


def draw_month(season: str, random: np.random.Generator) -> int:
    """Draw a month, 1 to 12."""
    weights = np.array(SEASONS[season])
    return int(random.choice(12, p=weights / weights.sum())) + 1


def draw_interval(year: int, month: int, clock: str, stay: str, random: np.random.Generator) -> Interval:
    """Draw when an incident happened.

    Parameters
    ----------
    year, month : int
        Calendar year and month of the begin.
    clock : str
        A key of `CLOCKS`.
    stay : str
        A key of `STAYS`, or "moment".
    random : Generator
        Random numbers.

    Returns
    -------
    Interval
        Begin, end, and the moment of notice, in that order; whole steps of five minutes.
    """
    rhythm = CLOCKS[clock]
    first, length = calendar.monthrange(year, month)
    days = np.array([rhythm.days[(first + day) % 7] for day in range(length)])
    day = int(random.choice(length, p=days / days.sum())) + 1
    hour = int(random.choice(24, p=rhythm.hours))
    minute = int(random.integers(60 // _STEP_MINUTES)) * _STEP_MINUTES
    begin = pd.Timestamp(year, month, day, hour, minute)
    end = begin + _minutes(_hours(stay, random) * 60)
    return Interval(begin, end, end + _minutes(float(random.exponential(_REPORT_HOURS if stay in STAYS else 0.3)) * 60))


def _hours(stay: str, random: np.random.Generator) -> float:
    if stay not in STAYS:
        return float(random.choice([0.0, 0.25]))
    median, spread = STAYS[stay]
    return min(float(median * np.exp(random.normal(0, spread))), _LONGEST_HOURS)


def _minutes(number: float) -> pd.Timedelta:
    return pd.Timedelta(minutes=round(number / _STEP_MINUTES) * _STEP_MINUTES)
