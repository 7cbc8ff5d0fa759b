"""The draw behind the figures: how many registrations of each code, in each buurt and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ivp_analysis.sample.levels import PINNED, PLACES, Level
from ivp_analysis.sample.profile import YEARS, Profile, grown
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

_CALM = 0.6
"""How much of the chance of a Poisson draw is kept: whole totals then stay near what was meant."""


@dataclass(frozen=True)
class Registrations:
    """What was registered, before anything is written down.

    Parameters
    ----------
    buurten : DataFrame
        Columns code, area, year, count: one row for each code, buurt and year.
    others : DataFrame
        The same for the other municipalities and the country.
    """

    buurten: pd.DataFrame
    others: pd.DataFrame


def place_shares(profile: Profile, municipality: Municipality) -> dict[str, np.ndarray]:
    """Return for each kind of place how registrations spread over the buurten.

    Parameters
    ----------
    profile : Profile
        The profile of the sample.
    municipality : Municipality
        Its configuration, for the village of each buurt.

    Returns
    -------
    dict of str to ndarray, shape (number of buurten,)
        Shares that add up to 1, in the order of the profile.
    """
    inhabitants = np.array([buurt.inhabitants for buurt in profile.buurten], dtype=float)
    ways = (
        inhabitants,
        np.array([buurt.centre for buurt in profile.buurten]),
        np.array([buurt.business for buurt in profile.buurten]),
        np.where([buurt.zone == "" for buurt in profile.buurten], inhabitants, 0.0),
    )
    village = np.array([profile.village_crime[municipality.village_of[code]] for code in profile.codes])
    result = {}
    for name, weights in PLACES.items():
        mixed = village * sum(weight * way / way.sum() for weight, way in zip(weights, ways, strict=True))
        result[name] = mixed / mixed.sum()
    return result


def draw_registrations(
    levels: Iterable[Level], profile: Profile, municipality: Municipality, random: np.random.Generator, years: Iterable[int] = YEARS
) -> Registrations:
    """Draw the numbers of all codes: first the municipality, then spread over its buurten; the others by rate.

    Parameters
    ----------
    levels : iterable of Level
        The codes.
    profile : Profile
        The profile of the sample.
    municipality : Municipality
        Its configuration.
    random : Generator
        Random numbers.
    years : iterable of int
        The calendar years.

    Returns
    -------
    Registrations
        The numbers.
    """
    shares = place_shares(profile, municipality)
    own: list[tuple[str, str, int, int]] = []
    others: list[tuple[str, str, int, int]] = []
    around = [code for code in profile.regions if code not in (municipality.code, NETHERLANDS)]
    for level in levels:
        for year in years:
            spread = random.multinomial(_total(level, year, random), shares[level.place])
            own += [(level.code, code, year, int(n)) for code, n in zip(profile.codes, spread, strict=True)]
            others += [(level.code, code, year, _region(level, profile, code, year, random)) for code in around]
            others.append((level.code, NETHERLANDS, year, _country(level, profile, year)))
    columns = ["code", "area", "year", "count"]
    return Registrations(pd.DataFrame(own, columns=columns), pd.DataFrame(others, columns=columns))


def _total(level: Level, year: int, random: np.random.Generator) -> int:
    expected = level.expected(year)
    drawn = int(random.poisson(expected))
    if year in PINNED.get(level.code, ()):
        return round(expected)
    calm = expected + _CALM * (drawn - expected)
    return max(round(calm), 0) if expected >= 1 else drawn


def _region(level: Level, profile: Profile, code: str, year: int, random: np.random.Generator) -> int:
    region = profile.regions[code]
    return int(random.poisson(level.national_rate(year) * region.crime * grown(region.inhabitants, year) / 1_000))


def _country(level: Level, profile: Profile, year: int) -> int:
    # whole tens, so that nobody takes them for the real national figures
    return round(level.national_rate(year) * grown(profile.regions[NETHERLANDS].inhabitants, year) / 10_000) * 10
