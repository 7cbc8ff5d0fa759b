"""A simulated country: made-up municipalities, with the tables that their deliveries would become, and no real figure in them.

Sizes have a lognormal distribution. The rate of each code differs between municipalities as a gamma distribution, and the liveliness of
their buurten as another one, so that counts over areas are negative binomial; those of one area are Poisson from year to year. Rates stay
as they are, so that nothing changes but by chance, unless a `Course` says otherwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.simulated_tables import PUBLISHED, YEARS, delivered, incidents, open_data, population
from ivp_analysis.sample.levels import BY_CODE, OWN_CLASSES
from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

SIZE = 342
SMALLEST, MEDIAN, LARGEST, SPREAD = 2_000, 32_000, 900_000, 1.0
"""Inhabitants of a municipality, and the standard deviation of their logarithm."""
BUURTEN, VILLAGES = (36, 0.75), (5, 0.4)
"""How many a municipality of median size has, and the power of its size with which they go up."""
AROUND = {"basisteam": 3, "regio": 19, "eenheid": 38}
"""Municipalities in each reference area."""
GROWTH = 0.005
"""Of the inhabitants in a year, as a part of those of the last one."""
UNLIKE, LIVELY, CROWDED = 6.0, 2.0, 1.5
"""Shapes of gamma distributions: rates over municipalities; liveliness and inhabitants over the buurten of one."""
_OWN_CLASSES_OF = 29_000
"""Inhabitants that the levels of klassen outside open data are of."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """What rates do besides staying as they are.

    Attributes
    ----------
    changed : float
        Share of the themes of a municipality whose rates are others in the last full year and after it.
    factor : float
        So many times as high, or as low, they then are.
    restless : float
        Standard deviation of the rates of a municipality from year to year, as a part of their mean.
    """

    changed: float = 0.0
    factor: float = 1.5
    restless: float = 0.0


class Country:
    """Municipalities, of which those with neighbouring numbers are neighbours.

    Parameters
    ----------
    kernbeleid : Kernbeleid
        The codes.
    size : int
        How many municipalities.
    seed : int
        Of everything that is drawn.
    course : Course
        What rates do.
    """

    def __init__(self, kernbeleid: Kernbeleid, size: int = SIZE, seed: int = 1, course: Course = Course()) -> None:
        self.kernbeleid, self.seed, self.course = kernbeleid, seed, course
        self.codes = [one for one in kernbeleid.codes if one[0] is not Classification.CLASS]
        drawn = MEDIAN * np.exp(SPREAD * np.random.default_rng(seed).standard_normal(size))
        self.inhabitants: Floats = np.clip(drawn, SMALLEST, LARGEST).round()

    def municipality(self, number: int) -> Municipality:
        """Return the configuration of a municipality: villages of about as many buurten each, and what to compare with."""
        code = _code(number)
        parts = np.array_split(np.arange(self._scaled(number, *BUURTEN)), self._scaled(number, *VILLAGES))
        codes = [[f"BU{code[2:]}{place:02d}{item:02d}" for item in range(len(part))] for place, part in enumerate(parts)]
        buurten = [[{"code": one, "naam": "Buurt", "zekerheid": "hoog"} for one in part] for part in codes]
        villages = [{"naam": f"Kern {chr(65 + place)}", "buurten": part} for place, part in enumerate(buurten)]
        around = [{"naam": name, "gebieden": [_code(one) for one in self._around(number, size)]} for name, size in AROUND.items()]
        return Municipality.model_validate(
            {
                "sleutel": code.lower(),
                "code": code,
                "naam": code,
                "toelichting_buurten": "verzonnen",
                "wijken": [{"code": f"WK{code[2:]}{place:02d}", "naam": "Wijk"} for place in range(len(parts))],
                "kernen": villages,
                "referentiegebieden": [*around, {"naam": "Nederland", "gebieden": [NETHERLANDS]}],
            }
        )

    def tables(self, number: int) -> dict[str, pd.DataFrame]:
        """Return the tables `counts`, `incidents` and `population` of a municipality."""
        municipality, around = self.municipality(number), self._around(number, max(AROUND.values()))
        people, counts = self._buurten(number), self.counts(number)
        levels = {"buurt": list(municipality.village_of), "municipality": [_code(one) for one in around], "country": [NETHERLANDS]}
        totals = self.totals[around], self.totals.sum(axis=0, keepdims=True)
        inhabitants = dict(zip(levels, (people, self.inhabitants[around], self.inhabitants.sum(keepdims=True)), strict=True))
        random = np.random.default_rng([self.seed, number, 3])
        rows = incidents(np.concatenate([counts, self._own_classes(people, random)], axis=1), self._classes(), municipality, random)
        published = [open_data(part, self.codes, levels[level], level) for level, part in zip(levels, (counts, *totals), strict=True)]
        published[0] = published[0][~published[0]["code"].isin(self.kernbeleid.municipality_only)]
        return {
            "counts": pd.concat([*published, delivered(rows, random)], ignore_index=True),
            "incidents": rows,
            "population": pd.concat(
                [population(_grown(inhabitants[level]), areas, level) for level, areas in levels.items()], ignore_index=True
            ),
        }

    def counts(self, number: int) -> Counts:
        """Return the registrations of the buurten of a municipality, shape (buurten, codes, years); the running year as a whole one."""
        people = self._buurten(number)
        random = np.random.default_rng([self.seed, number, 1])
        lively = random.gamma(LIVELY, size=len(people))
        lively *= people.sum() / (lively @ people)
        rates = np.array([BY_CODE[code].national[1] for _, code in self.codes]) / 1000 * random.gamma(UNLIKE, 1 / UNLIKE, len(self.codes))
        yearly = np.tile(rates[:, None], len(YEARS))
        if self.course.restless:
            shape = self.course.restless**-2
            yearly *= random.gamma(shape, 1 / shape, yearly.shape)
        changed = self.changed(number)
        yearly[:, PUBLISHED - 1 :] *= np.array([[changed.get(self.kernbeleid.theme_of(*one), 1.0)] for one in self.codes])
        return random.poisson((lively[:, None] * _grown(people))[:, None, :] * yearly)

    def changed(self, number: int) -> dict[str, float]:
        """Return the themes whose rates are others in the last full year, and how many times as high."""
        random = np.random.default_rng([self.seed, number, 2])
        themes = list(self.kernbeleid.themes)
        chosen, ways = random.random(len(themes)) < self.course.changed, random.choice([-1.0, 1.0], len(themes))
        return {theme: float(self.course.factor**way) for theme, one, way in zip(themes, chosen, ways, strict=True) if one}

    @cached_property
    def totals(self) -> Counts:
        """Registrations of every municipality, shape (municipalities, codes, years)."""
        return np.stack([self.counts(number).sum(axis=0) for number in range(len(self.inhabitants))])

    def _buurten(self, number: int) -> Floats:
        """Return the inhabitants of each buurt."""
        weights = np.random.default_rng([self.seed, number, 0]).gamma(CROWDED, size=self._scaled(number, *BUURTEN))
        people: Floats = np.maximum((self.inhabitants[number] * weights / weights.sum()).round(), 10.0)
        return people

    def _own_classes(self, people: Floats, random: np.random.Generator) -> Counts:
        rates = np.array([level.expected(2019) for level in OWN_CLASSES]) / _OWN_CLASSES_OF
        return random.poisson(_grown(people)[:, None, :] * rates[:, None])

    def _classes(self) -> list[tuple[str, ...]]:
        """Return the klassen of each code, and then those outside open data."""
        of_codes = [self.kernbeleid.codes[one].expanded_classes if one[0] is Classification.OFFENCE else (one[1],) for one in self.codes]
        return [*of_codes, *((level.code,) for level in OWN_CLASSES)]

    def _around(self, number: int, size: int) -> list[int]:
        everyone = range(len(self.inhabitants))
        return list(everyone[number // size * size :][:size])

    def _scaled(self, number: int, at_median: int, power: float) -> int:
        return max(2, round(at_median * math.pow(self.inhabitants[number] / MEDIAN, power)))


def _code(number: int) -> str:
    return f"GM{number + 1:04d}"


def _grown(people: Floats) -> Floats:
    """Return the inhabitants in each of the years, shape (areas, years)."""
    grown: Floats = people[:, None] * (1 + GROWTH * (np.array(YEARS) - YEARS[-1]))
    return grown
