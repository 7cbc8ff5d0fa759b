"""The sample's denominators: inhabitants, dwellings, establishments, addresses, Halt referrals, 12-17-year-olds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ivp_analysis.sample.files import write_csv
from ivp_analysis.sample.profile import BOUNDARY_YEAR, GROWTH, POPULATION_YEARS, Profile, grown
from ivp_analysis.vocabulary.municipality import NETHERLANDS, WHOLE, Municipality

AGES = {"0-11": 0.135, "12-17": 0.080, "18-24": 0.080, "25-44": 0.210, "45-64": 0.285, "65-79": 0.160, "80+": 0.050}
_AGEING = {"0-11": -0.006, "25-44": -0.006, "65-79": 0.016, "80+": 0.012}
"""Yearly relative change of the share of an age class."""
_YOUTH = "12-17"
_HALT_PER_THOUSAND_YOUTH = 5.0
_ALL = "totaal"
HEADER = ("gebied", "jaar", "maat", "geslacht", "leeftijd", "waarde")
Row = tuple[str, int, str, str, str, int]


@dataclass(frozen=True)
class _Course:
    """How a measure goes in an area that is not drawn: number for each inhabitant in 2022, yearly growth, and what it is rounded to."""

    per_inhabitant: float
    growth: float
    step: int


_COURSES = {
    "inwoners": _Course(1.0, GROWTH, 100),
    # households become smaller and more people work for themselves, so both grow faster than the inhabitants
    "woningen": _Course(0.41, 0.008, 10),
    "vestigingen": _Course(0.10, 0.02, 10),
}
_COUNTRY_STEP = 10_000


@dataclass(frozen=True)
class Denominators:
    """The drawn denominators.

    Parameters
    ----------
    inhabitants, dwellings, establishments : dict
        By code of the buurt and year.
    classes : dict
        By village and year: an array of sex (m, v) by age class; adds up to the buurten of the village.
    addresses : dict
        By code of the buurt, in 2022.
    halt : dict
        Halt referrals of the municipality by year.
    """

    inhabitants: dict[tuple[str, int], int]
    classes: dict[tuple[str, int], np.ndarray]
    dwellings: dict[tuple[str, int], int]
    establishments: dict[tuple[str, int], int]
    addresses: dict[str, int]
    halt: dict[int, int]


def draw_denominators(profile: Profile, municipality: Municipality, random: np.random.Generator) -> Denominators:
    """Draw the denominators.

    Parameters
    ----------
    profile : Profile
        The profile of the sample.
    municipality : Municipality
        Its configuration, for the village of each buurt.
    random : Generator
        Random numbers.

    Returns
    -------
    Denominators
        Whole numbers that add up.
    """
    inhabitants = {}
    for buurt in profile.buurten:
        own = random.normal(1.0, 0.01)
        for year in POPULATION_YEARS:
            inhabitants[buurt.code, year] = max(round(grown(buurt.inhabitants, year) * own + random.normal(0, 2)), 1)
    classes = {}
    for village in municipality.villages:
        taste = random.normal(1.0, 0.03, size=(2, len(AGES)))
        for year in POPULATION_YEARS:
            total = sum(inhabitants[buurt.code, year] for buurt in village.neighbourhoods)
            classes[village.name, year] = _split(total, taste * _age_shares(year))
    dwellings, establishments, addresses = {}, {}, {}
    for buurt in profile.buurten:
        people = inhabitants[buurt.code, POPULATION_YEARS[-1]]
        homes = max(round(people / (2.4 if buurt.zone else 2.7)), 1)
        companies = round(20 * buurt.centre + 45 * buurt.business + people * (0.05 if buurt.zone else 0.14))
        addresses[buurt.code] = homes + round(0.8 * companies)
        for year in POPULATION_YEARS:
            dwellings[buurt.code, year] = round(grown(homes, year, _COURSES["woningen"].growth))
            establishments[buurt.code, year] = round(grown(companies, year, _COURSES["vestigingen"].growth))
    halt = {}
    for year in POPULATION_YEARS:
        youth = _youth(classes, municipality, year)
        halt[year] = int(random.poisson(youth * _HALT_PER_THOUSAND_YOUTH / 1_000))
    return Denominators(inhabitants, classes, dwellings, establishments, addresses, halt)


def write_denominators(path: Path, drawn: Denominators, profile: Profile, municipality: Municipality) -> None:
    """Write the denominators as the CSV contract has them.

    Parameters
    ----------
    path : Path
        The file.
    drawn : Denominators
        The numbers.
    profile : Profile
        The profile of the sample, for the other areas.
    municipality : Municipality
        Its configuration.
    """
    rows = [
        *_people(drawn),
        *_buildings(drawn, municipality),
        *_regions(drawn, profile, municipality),
        *_youth_rows(drawn, municipality),
    ]
    write_csv(path, [HEADER, *rows])


def _people(drawn: Denominators) -> Iterator[Row]:
    for (village, year), table in drawn.classes.items():
        yield village, year, "inwoners", _ALL, _ALL, int(table.sum())
        for sex, numbers in zip("mv", table, strict=True):
            yield village, year, "inwoners", sex, _ALL, int(numbers.sum())
            for age, number in zip(AGES, numbers, strict=True):
                yield village, year, "inwoners", sex, age, int(number)
        for age, number in zip(AGES, table.sum(axis=0), strict=True):
            yield village, year, "inwoners", _ALL, age, int(number)
    for (code, year), number in drawn.inhabitants.items():
        yield code, year, "inwoners", _ALL, _ALL, number


def _buildings(drawn: Denominators, municipality: Municipality) -> Iterator[Row]:
    for measure, own in (("woningen", drawn.dwellings), ("vestigingen", drawn.establishments)):
        for village in municipality.villages:
            for year in POPULATION_YEARS:
                yield village.name, year, measure, _ALL, _ALL, sum(own[buurt.code, year] for buurt in village.neighbourhoods)
        for (code, year), number in own.items():
            yield code, year, measure, _ALL, _ALL, number
    for code, number in drawn.addresses.items():
        yield code, BOUNDARY_YEAR, "adressen", _ALL, _ALL, number


def _regions(drawn: Denominators, profile: Profile, municipality: Municipality) -> Iterator[Row]:
    for measure, own in (("inwoners", drawn.inhabitants), ("woningen", drawn.dwellings), ("vestigingen", drawn.establishments)):
        course = _COURSES[measure]
        for code, region in profile.regions.items():
            step = _COUNTRY_STEP if code == NETHERLANDS else course.step
            for year in POPULATION_YEARS:
                made_up = grown(region.inhabitants * course.per_inhabitant, year, course.growth)
                number = sum(own[buurt, year] for buurt in profile.codes) if code == municipality.code else round(made_up / step) * step
                yield code, year, measure, _ALL, _ALL, number


def _youth_rows(drawn: Denominators, municipality: Municipality) -> Iterator[Row]:
    for year, number in drawn.halt.items():
        yield WHOLE, year, "halt_verwijzingen", _ALL, _ALL, number
        yield WHOLE, year, "jongeren_12_17", _ALL, _ALL, _youth(drawn.classes, municipality, year)


def _youth(classes: dict[tuple[str, int], np.ndarray], municipality: Municipality, year: int) -> int:
    column = list(AGES).index(_YOUTH)
    return int(sum(classes[village, year][:, column].sum() for village in municipality.village_names))


def _age_shares(year: int) -> np.ndarray:
    back = POPULATION_YEARS[-1] - year
    return np.array([share * (1 - _AGEING.get(age, 0.0) * back) for age, share in AGES.items()])


def _split(total: int, weights: np.ndarray) -> np.ndarray:
    """Split a whole number by weights; the largest remainders get the rest."""
    exact = total * weights / weights.sum()
    parts: np.ndarray = np.floor(exact).astype(int)
    rest = total - int(parts.sum())
    largest = np.argsort(-(exact - parts), axis=None, kind="stable")[:rest]
    parts.flat[largest] += 1
    return parts
