"""The sample's denominators: inhabitants, dwellings, establishments, addresses, Halt referrals, 12-17-year-olds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ivp_analysis.sample.files import write_csv
from ivp_analysis.sample.profile import BOUNDARY_YEAR, POPULATION_YEARS, Profile, grown
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
class Denominators:
    """The drawn denominators.

    Parameters
    ----------
    inhabitants : dict
        By code of the buurt and year.
    classes : dict
        By village and year: an array of sex (m, v) by age class; adds up to the buurten of the village.
    dwellings, establishments, addresses : dict
        By code of the buurt, in 2022.
    halt : dict
        Halt referrals of the municipality by year.
    """

    inhabitants: dict[tuple[str, int], int]
    classes: dict[tuple[str, int], np.ndarray]
    dwellings: dict[str, int]
    establishments: dict[str, int]
    addresses: dict[str, int]
    halt: dict[int, int]

    def whole(self, year: int) -> int:
        """Return the inhabitants of the municipality in a year."""
        return sum(number for (_, when), number in self.inhabitants.items() if when == year)


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
        dwellings[buurt.code] = max(round(people / (2.4 if buurt.zone else 2.7)), 1)
        establishments[buurt.code] = round(20 * buurt.centre + 45 * buurt.business + people * (0.05 if buurt.zone else 0.14))
        addresses[buurt.code] = dwellings[buurt.code] + round(0.8 * establishments[buurt.code])
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
    rows = [*_villages(drawn), *_buurten(drawn), *_regions(drawn, profile, municipality), *_youth_rows(drawn, municipality)]
    write_csv(path, [HEADER, *rows])


def _villages(drawn: Denominators) -> Iterator[Row]:
    for (village, year), table in drawn.classes.items():
        yield village, year, "inwoners", _ALL, _ALL, int(table.sum())
        for sex, numbers in zip("mv", table, strict=True):
            yield village, year, "inwoners", sex, _ALL, int(numbers.sum())
            for age, number in zip(AGES, numbers, strict=True):
                yield village, year, "inwoners", sex, age, int(number)
        for age, number in zip(AGES, table.sum(axis=0), strict=True):
            yield village, year, "inwoners", _ALL, age, int(number)


def _buurten(drawn: Denominators) -> Iterator[Row]:
    for (code, year), number in drawn.inhabitants.items():
        yield code, year, "inwoners", _ALL, _ALL, number
    for measure, values in (("woningen", drawn.dwellings), ("vestigingen", drawn.establishments), ("adressen", drawn.addresses)):
        for code, number in values.items():
            yield code, BOUNDARY_YEAR, measure, _ALL, _ALL, number


def _regions(drawn: Denominators, profile: Profile, municipality: Municipality) -> Iterator[Row]:
    for code, region in profile.regions.items():
        step = 10_000 if code == NETHERLANDS else 100
        for year in POPULATION_YEARS:
            number = drawn.whole(year) if code == municipality.code else round(grown(region.inhabitants, year) / step) * step
            yield code, year, "inwoners", _ALL, _ALL, number


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
