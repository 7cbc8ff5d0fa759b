"""Generated matrices of a municipality: village x theme x year and months, with all their margins."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from disclosure.attacker import Name, Sum
from numpy.typing import NDArray

from ivp_analysis.disclosure.cells import Kind
from ivp_analysis.disclosure.register import Register

VILLAGES = ("dorp", "plaats", "kern", "buurschap", "gehucht", "onbekend")
WIJKEN = {"wijk 1": VILLAGES[:3], "wijk 2": VILLAGES[3:5], "gemeente": VILLAGES}
FIELDS = (3, 6, 3, 5, 5)
FIRST, YEARS, MONTHS = 2017, 5, 12
ALL = "totaal"


@dataclass
class Generated:
    """Counts by village, theme and period, and what everybody knows of them: which sum is what."""

    counts: dict[Name, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    public: set[Name] = field(default_factory=set)

    def register(self) -> Register:
        made = Register()
        places = {
            name: made.count(name, count, Kind.PUBLIC if name in self.public else Kind.GUARDED) for name, count in self.counts.items()
        }
        for total, parts in self.sums:
            assert made.cells.total(places[total], [places[part] for part in parts])
        return made

    @property
    def small(self) -> list[Name]:
        """What must be protected."""
        return [name for name, count in self.counts.items() if 1 <= count <= 4 and name not in self.public]


def matrix(
    seed: int,
    *,
    years: int = YEARS,
    fields: tuple[int, ...] = FIELDS,
    months: bool = True,
    revised: float = 0.0,
    public: float = 0.0,
    classes: int = 0,
) -> Generated:
    """Draw counts like those of a small municipality: villages of very different size, most themes rare.

    The last village is "onbekend". Margins: wijken, municipality; fields, all themes; all years; and for each theme and the municipality
    the months of the last year. The same seed gives the same counts of a year, however many years there are; a share of those of the year
    before the last can be revised. A share of the themes can be public, and the first of these can be split up into two classes each, with
    all their margins: those are not.
    """
    draw = np.random.default_rng([seed, 0])
    shares = np.array([0.45, 0.28, 0.15, 0.07, 0.03, 0.02]) * draw.uniform(0.7, 1.3, len(VILLAGES))
    levels = np.exp(draw.normal(2.2, 1.6, sum(fields)))
    known = draw.random(sum(fields)) < public
    mean = shares[:, None] * levels[None, :]
    inner = np.stack([_year(mean, np.random.default_rng([seed, 1, year])) for year in range(years)], axis=2)
    if revised:
        again = np.random.default_rng([seed, 2])
        inner[:, :, -2] += again.integers(0, 3, mean.shape) * (again.random(mean.shape) < revised)
    found = Generated()
    themes = _with_margins(found, inner, fields)
    if months:
        last, split = str(FIRST + years - 1), np.random.default_rng([seed, 3, years])
        for theme in themes:
            parts = split.multinomial(found.counts["gemeente", theme, last], np.full(MONTHS, 1 / MONTHS))
            names: list[Name] = [("gemeente", theme, f"{last}/{month + 1}") for month in range(MONTHS)]
            found.counts |= dict(zip(names, parts.tolist(), strict=True))
            found.sums.append(Sum(("gemeente", theme, last), names))
    for number in np.flatnonzero(known)[:classes].tolist():
        _split(found, number, inner[:, number : number + 1, :], np.random.default_rng([seed, 4, number]))
    open_ = {f"thema {number}" for number in np.flatnonzero(known)}
    found.public = {name for name in found.counts if name[1] in open_ and "/" not in name[2]}
    return found


def _year(mean: NDArray[np.float64], draw: np.random.Generator) -> NDArray[np.int64]:
    return draw.poisson(mean * draw.uniform(0.8, 1.25))


def _with_margins(found: Generated, inner: NDArray[np.int64], fields: tuple[int, ...]) -> list[str]:
    """Add the counts with every margin; return the names of all themes, fields and the total."""
    themes = [f"thema {number}" for number in range(sum(fields))]
    starts = np.cumsum([0, *fields])
    of_field = {f"veld {place}": tuple(themes[starts[place] : starts[place + 1]]) for place in range(len(fields))}
    return _add(found, inner, themes, of_field | {ALL: tuple(themes)})


def _split(found: Generated, number: int, inner: NDArray[np.int64], draw: np.random.Generator) -> None:
    """Add two classes of a theme; together they are all of it."""
    first = draw.binomial(inner, draw.uniform(0.1, 0.5))
    theme = f"thema {number}"
    labels = [f"{theme} klasse {place}" for place in (1, 2)]
    before = set(found.counts)
    _add(found, np.concatenate([first, inner - first], axis=1), labels, {})
    for village, _, period in [name for name in found.counts if name not in before and name[1] == labels[0]]:
        found.sums.append(Sum((village, theme, period), [(village, one, period) for one in labels]))


def _add(found: Generated, inner: NDArray[np.int64], themes: list[str], together: dict[str, tuple[str, ...]]) -> list[str]:
    years = [str(FIRST + year) for year in range(inner.shape[2])]
    axes = [(VILLAGES, WIJKEN), (tuple(themes), together), (tuple(years), {f"{years[0]}-{years[-1]}": tuple(years)})]
    members = [{one: (one,) for one in single} | several for single, several in axes]
    places = [{one: place for place, one in enumerate(single)} for single, _ in axes]
    for name in product(*members):
        at = np.ix_(*([places[axis][one] for one in members[axis][label]] for axis, label in enumerate(name)))
        found.counts[name] = int(inner[at].sum())
        for axis, label in enumerate(name):
            if label in axes[axis][1]:
                found.sums.append(Sum(name, [(*name[:axis], part, *name[axis + 1 :]) for part in members[axis][label]]))
    return list(members[1])
